//! The blind index against a plain set, under random writings, erasures, upkeep and reopenings.
//!
//! In scope: what a writer, readers beside it and a held snapshot see; databases of the schema
//! before. Out of scope: loss of power (`sqlite/tokens/power_loss.rs`).

use proptest::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeSet;
use store::{
    DATABASE_FILE, Kept, KeptKind, Reader, SqliteStore, Store, StoreError, TOKEN_PLACE_MAX, Token,
    TokenSpace, Writing,
};
use tempfile::TempDir;

/// So short that three levels of runs come about.
const LOG: usize = 100;
const PLACES: u64 = 4_000;

/// What happens to the store.
#[derive(Clone, Debug)]
enum Step {
    /// So many tokens are written; the first number is the seed of which.
    Write(u64, usize),
    /// A share of what is there is erased, and what is not there.
    Erase(u64, u64),
    /// Something is written and erased in a group that is abandoned.
    Abandon(u64),
    /// So many slices of upkeep.
    Tend(usize),
    Reopen,
    /// Two of the spaces are dropped, while other things happen; the number says which things.
    Drop(u64),
    /// The reader's snapshot is held, or released.
    Hold,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (any::<u64>(), 1..500usize).prop_map(|(seed, count)| Step::Write(seed, count)),
        2 => (any::<u64>(), 2..200u64).prop_map(|(seed, of)| Step::Erase(seed, of)),
        1 => any::<u64>().prop_map(Step::Abandon),
        6 => (1..20usize).prop_map(Step::Tend),
        1 => Just(Step::Reopen),
        1 => any::<u64>().prop_map(Step::Drop),
        1 => Just(Step::Hold),
    ]
}

fn mix(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (mixed >> 31)
}

/// The token of a name: some have a single place, two have most of them, two are the outermost.
fn named(number: u64) -> [u8; 12] {
    match number % 8 {
        0..=2 => [7; 12],
        3 => [0; 12],
        4 => [0xff; 12],
        // Beginnings are shared, so that blocks of different tokens crowd together.
        5 => [7, 7, 7, 7, 7, 7, (number >> 8) as u8 % 9, 0, 0, 0, 0, 1],
        _ => {
            let mut token = [1; 12];
            token[..8].copy_from_slice(&mix(number).to_be_bytes());
            token
        }
    }
}

fn tokens(seed: u64, count: usize) -> Vec<Token> {
    (0..count as u64)
        .map(|n| {
            let number = mix(seed.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            let space = TokenSpace::ALL[(number >> 60) as usize % 4];
            let place = match number >> 40 & 63 {
                0 => TOKEN_PLACE_MAX,
                _ => (number >> 16) % PLACES,
            };
            Token { space, token: named(number), place }
        })
        .collect()
}

/// The store, its reader, and what they have to answer.
struct Play {
    folder: TempDir,
    store: Option<SqliteStore>,
    reader: Box<dyn Reader>,
    model: BTreeSet<Token>,
    /// What was there when the reader's snapshot was held.
    held: Option<BTreeSet<Token>>,
}

impl Play {
    fn begin() -> Play {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).unwrap().with_token_log(LOG);
        let (reader, model) = (store.reader().unwrap(), BTreeSet::new());
        Play { folder, store: Some(store), reader, model, held: None }
    }

    fn store(&mut self) -> &mut SqliteStore {
        self.store.as_mut().unwrap()
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Write(seed, count) => {
                let tokens = tokens(seed, count);
                self.commit(&Writing { tokens: &tokens, ..Writing::default() });
                self.model.extend(tokens);
            }
            Step::Erase(seed, of) => {
                let erased = self.some(seed, of);
                self.commit(&Writing { erased_tokens: &erased, ..Writing::default() });
                erased.iter().for_each(|token| assert!(self.model.remove(token)));
            }
            Step::Abandon(seed) => {
                let (tokens, erased) = (tokens(seed, 20), self.some(seed, 9));
                self.store().begin_group().unwrap();
                self.commit(&Writing { tokens: &tokens, ..Writing::default() });
                let before = std::mem::take(&mut self.model);
                self.model = before.iter().copied().chain(tokens).collect();
                self.commit(&Writing { erased_tokens: &erased, ..Writing::default() });
                self.model.retain(|token| !erased.contains(token));
                check(self.store.as_ref().unwrap(), &self.model, seed);
                self.store().abandon_group();
                self.model = before;
            }
            Step::Tend(slices) => {
                for _ in 0..slices {
                    self.store().tend().unwrap();
                }
            }
            Step::Reopen => {
                self.store = None;
                let store = SqliteStore::open(self.folder.path()).unwrap();
                self.store = Some(store.with_token_log(LOG));
            }
            Step::Drop(seed) => self.drop_even(seed),
            Step::Hold if self.held.take().is_some() => self.reader.release().unwrap(),
            Step::Hold => {
                self.reader.hold().unwrap();
                self.held = Some(self.model.clone());
            }
        }
    }

    /// Drops the spaces of keys of even numbers. What stays is found all the while.
    fn drop_even(&mut self, mut seed: u64) {
        let gone = [TokenSpace::DocumentEven, TokenSpace::NameEven];
        self.model.retain(|token| !gone.contains(&token.space));
        while self.store().drop_tokens(&gone).unwrap() {
            seed = mix(seed);
            match seed % 5 {
                0 => self.step(&Step::Tend(3)),
                1 => {
                    let mut tokens = tokens(seed, 60);
                    tokens.retain(|token| !gone.contains(&token.space));
                    self.commit(&Writing { tokens: &tokens, ..Writing::default() });
                    self.model.extend(tokens);
                }
                2 => self.step(&Step::Erase(seed, 40)),
                // It begins again.
                3 if seed.is_multiple_of(3) => self.step(&Step::Reopen),
                _ => {}
            }
            for (n, token) in self.model.iter().step_by(self.model.len() / 5 + 1).enumerate() {
                let Token { space, token, place } = *token;
                let reader: &dyn Reader = match &self.store {
                    Some(store) if n % 2 == 0 || self.held.is_some() => store,
                    _ => &*self.reader,
                };
                assert_eq!(reader.find_token(space, &token, place, 1).unwrap(), [place]);
            }
        }
        check_all(self.store.as_ref().unwrap(), &self.model);
    }

    fn commit(&mut self, writing: &Writing<'_>) {
        self.store().commit(writing).unwrap();
    }

    /// Returns one of so many of the tokens that are there.
    fn some(&self, seed: u64, of: u64) -> Vec<Token> {
        let chosen = |token: &&Token| (token.place ^ seed).is_multiple_of(of);
        self.model.iter().filter(chosen).copied().collect()
    }
}

/// Looks some tokens up, with several limits, and some that may not be there.
fn check(reader: &dyn Reader, model: &BTreeSet<Token>, seed: u64) {
    let here = model.iter().skip(seed as usize % 50).step_by(model.len() / 12 + 1).copied();
    for (n, Token { space, token, .. }) in here.chain(tokens(seed, 12)).enumerate() {
        let limit = [1, 2, 300, usize::MAX][n % 4];
        let from = [0, PLACES / 3, 0, TOKEN_PLACE_MAX, PLACES / 2][n % 5];
        let of_it = |place| Token { space, token, place };
        let all = model.range(of_it(from)..=of_it(TOKEN_PLACE_MAX)).map(|token| token.place);
        let expect: Vec<u64> = all.take(limit).collect();
        let found = reader.find_token(space, &token, from, limit).unwrap();
        assert_eq!(found, expect, "{space:?} {token:?} from {from} at most {limit}");
    }
}

/// Walks through everything: each token is there once.
fn check_all(reader: &dyn Reader, model: &BTreeSet<Token>) {
    let mut all = Vec::new();
    let take = &mut |kept: Kept| {
        let Kept::Token(token) = kept else { panic!("{kept:?} is not a token") };
        all.push(token);
        Ok(())
    };
    reader.each_kept(KeptKind::Tokens, take).unwrap();
    all.sort_unstable();
    assert!(all.iter().eq(model), "{} tokens of {}", all.len(), model.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_blind_index_is_a_set_whatever_upkeep_did(
        steps in prop::collection::vec(step(), 20..60),
        seed in any::<u64>(),
    ) {
        let mut play = Play::begin();
        for (n, step) in steps.iter().enumerate() {
            play.step(step);
            let writer = play.store.as_ref().unwrap();
            check(writer, &play.model, seed.wrapping_add(n as u64));
            let seen = play.held.as_ref().unwrap_or(&play.model);
            check(&*play.reader, seen, seed.wrapping_sub(n as u64));
            if n % 8 == 0 {
                check_all(writer, &play.model);
                check_all(&*play.reader, seen);
            }
        }
        while play.store().tend().unwrap() {}
        let writer = play.store.as_ref().unwrap();
        check_all(writer, &play.model);
        check(writer, &play.model, seed);
        assert_eq!(writer.inspect().unwrap(), Vec::<String>::new());
    }
}

/// A fault of the database at a statement of upkeep leaves everything to be found, and upkeep goes
/// on when it is gone.
fn check_fault(fault: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap().with_token_log(LOG);
    let mut model = BTreeSet::new();
    let faulty =
        format!("CREATE TRIGGER fault BEFORE {fault} BEGIN SELECT RAISE(ABORT, 'planted'); END");
    Connection::open(folder.path().join(DATABASE_FILE)).unwrap().execute_batch(&faulty).unwrap();
    let mut failed = 0;
    for seed in 0..12 {
        let tokens = tokens(seed, 600);
        store.commit(&Writing { tokens: &tokens, ..Writing::default() }).unwrap();
        model.extend(tokens);
        for _ in 0..20 {
            match store.tend() {
                Ok(_) => {}
                Err(StoreError::Backend { .. }) => failed += 1,
                Err(other) => panic!("{other}"),
            }
        }
        check(&store, &model, seed);
    }
    assert!(0 < failed, "{fault}");
    check_all(&store, &model);
    let repair = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    repair.execute_batch("DROP TRIGGER fault").unwrap();
    while store.tend().unwrap() {}
    check_all(&*store.reader().unwrap(), &model);
    assert!(store.inspect().unwrap().is_empty());
}

#[test]
fn a_fault_in_upkeep_loses_nothing_and_upkeep_goes_on_afterwards() {
    check_fault("INSERT ON token_blocks");
    check_fault("DELETE ON token_log");
    check_fault("DELETE ON token_blocks");
    check_fault("DELETE ON token_runs");
    check_fault("UPDATE ON token_runs WHEN NEW.done IS NULL AND NEW.level = 1");
}

/// Makes a database of schema 2 that holds the tokens.
fn second_schema(folder: &TempDir, tokens: &BTreeSet<Token>) {
    let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    for schema in [
        include_str!("../../migrations/sqlite/0001_entries_and_private_rows.sql"),
        include_str!("../../migrations/sqlite/0002_segments_tokens_and_notes.sql"),
    ] {
        connection.execute_batch(schema).unwrap();
    }
    let mark = i32::from_be_bytes(*b"DJLG");
    let mark = format!("PRAGMA application_id = {mark}; PRAGMA user_version = 2; BEGIN");
    connection.execute_batch(&mark).unwrap();
    for Token { space, token, place } in tokens {
        let row = rusqlite::params![space.code(), token.as_slice(), *place as i64];
        connection.execute("INSERT INTO tokens VALUES (?1, ?2, ?3)", row).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}

#[test]
fn the_tokens_of_the_second_schema_are_found_after_its_migration() {
    for count in [0, 1, 5_000] {
        let folder = tempfile::tempdir().unwrap();
        let mut model: BTreeSet<Token> = tokens(1, count).into_iter().collect();
        second_schema(&folder, &model);
        let mut store = SqliteStore::open(folder.path()).unwrap().with_token_log(LOG);
        check_all(&store, &model);
        // Out of blocks of before, too.
        let gone = [TokenSpace::Name, TokenSpace::NameEven];
        while store.drop_tokens(&gone).unwrap() {}
        model.retain(|token| !gone.contains(&token.space));
        check_all(&store, &model);
        for seed in 2..9 {
            let more = tokens(seed, 300);
            store.commit(&Writing { tokens: &more, ..Writing::default() }).unwrap();
            model.extend(more);
            while store.tend().unwrap() {}
            check(&store, &model, seed);
        }
        check_all(&store, &model);
        assert!(store.inspect().unwrap().is_empty(), "{count}");
    }
}

#[test]
fn a_writer_that_is_never_tended_keeps_up_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap().with_token_log(LOG);
    let mut model = BTreeSet::new();
    for seed in 0..300 {
        let tokens = tokens(seed, 30);
        store.commit(&Writing { tokens: &tokens, ..Writing::default() }).unwrap();
        model.extend(tokens);
    }
    let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    let logged = "SELECT total(length(body)) / 19 FROM token_log";
    let logged: f64 = connection.query_row(logged, [], |row| row.get(0)).unwrap();
    assert!(logged < 1_000.0, "{logged} tokens of {} are in the log", model.len());
    check_all(&store, &model);
}

#[test]
fn while_nobody_writes_upkeep_leaves_one_run_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap().with_token_log(LOG);
    let mut model = BTreeSet::new();
    let runs = || {
        let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
        let count = "SELECT count(*) FROM token_runs";
        connection.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    for seed in 0..60 {
        let tokens = tokens(seed, 50);
        store.commit(&Writing { tokens: &tokens, ..Writing::default() }).unwrap();
        model.extend(tokens);
        for _ in 0..5 {
            store.tend().unwrap();
        }
    }
    assert!(1 < runs(), "a busy writer leaves runs to wait for others of their level");
    let mut quiet = 0;
    while quiet < 20 {
        quiet = if store.tend().unwrap() { 0 } else { quiet + 1 };
        check(&store, &model, quiet);
    }
    assert_eq!(runs(), 1);
    check_all(&store, &model);
    assert!(store.inspect().unwrap().is_empty());
}

#[test]
fn what_is_left_of_blocks_is_put_together_when_tokens_are_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap().with_token_log(LOG);
    let mut model = BTreeSet::new();
    for seed in 0..300 {
        let tokens = tokens(seed, 200);
        store.commit(&Writing { tokens: &tokens, ..Writing::default() }).unwrap();
        model.extend(tokens);
        store.tend().unwrap();
    }
    while store.tend().unwrap() {}
    let blocks = || {
        let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
        let count = "SELECT count(*) FROM token_blocks";
        connection.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let (before, gone) = (blocks(), [TokenSpace::Document, TokenSpace::Name]);
    while store.drop_tokens(&gone).unwrap() {}
    model.retain(|token| !gone.contains(&token.space));
    check_all(&store, &model);
    check(&store, &model, 3);
    assert!(3 * blocks() < 2 * before, "{} of {before}", blocks());
    assert!(store.inspect().unwrap().is_empty());
    while store.tend().unwrap() {}
    check_all(&store, &model);
}

#[test]
fn tokens_dropped_before_upkeep_leave_no_bytes_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap();
    let written = tokens(3, 1_400);
    store.commit(&Writing { tokens: &written, ..Writing::default() }).unwrap();
    let gone = [TokenSpace::DocumentEven, TokenSpace::NameEven];
    while store.drop_tokens(&gone).unwrap() {}
    let files = std::fs::read_dir(folder.path()).unwrap();
    let bytes: Vec<u8> =
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    let stands = |token: &&&Token| bytes.windows(8).any(|part| part == &token.token[..8]);
    let rare = written.iter().filter(|token| token.token[8..] == [1; 4]);
    let (dropped, kept): (Vec<&Token>, Vec<&Token>) =
        rare.partition(|token| gone.contains(&token.space));
    assert!(100 < dropped.len() && 100 < kept.len());
    assert_eq!(dropped.iter().find(stands), None);
    assert!(kept.iter().all(|token| stands(&token)));
}

#[test]
fn tokens_erased_before_upkeep_leave_no_bytes_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap();
    let written = tokens(3, 700);
    store.commit(&Writing { tokens: &written, ..Writing::default() }).unwrap();
    let rare: Vec<Token> =
        written.iter().filter(|token| token.token[8..] == [1; 4]).copied().collect();
    assert!(100 < rare.len());
    store.commit(&Writing { erased_tokens: &rare, ..Writing::default() }).unwrap();
    // Closing moves the write-ahead log into the database.
    drop(store);
    let file = std::fs::read(folder.path().join(DATABASE_FILE)).unwrap();
    let stands = |token: &&Token| file.windows(8).any(|part| part == &token.token[..8]);
    assert_eq!(rare.iter().find(stands), None);
    let kept = written.iter().find(|token| token.token == [7; 12]).unwrap();
    assert!(stands(&kept));
}
