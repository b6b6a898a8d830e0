//! The key of the blind index is turned under the vault, step by step.
//!
//! In scope: which keys are asked and written when, notes and what is left of them in the files,
//! stops and doubt. Out of scope: of what tokens are made (`desk`).

use crate::conformance::{master, writing};
use store::{
    HeldMasterKey, IndexTurning, Kept, KeptKind, PostgresStore, Reader, SqliteStore, Store,
    StoreError, Token, Vault, Writing,
};
use tempfile::{TempDir, tempdir};
use throwaway::{Cut, Proxy};
use zeroize::Zeroizing;

/// So many people have a token each.
const PEOPLE: u64 = 300;

fn open(folder: &TempDir) -> Vault {
    Vault::open(Box::new(SqliteStore::open(folder.path()).unwrap()), &master()).unwrap()
}

fn document(n: u64) -> String {
    format!("A{n:08}")
}

/// Returns the tokens of somebody, under the keys that are written or under one of all.
fn tokens(vault: &Vault, n: u64, only: Option<usize>) -> Vec<Token> {
    let keys = vault.index().now();
    let made = match only {
        Some(nth) => &keys.all()[nth..=nth],
        None => keys.written(),
    };
    let token = |key: &store::Blind| Token {
        space: key.document_space(),
        token: key.document(1, &document(n)),
        place: n,
    };
    made.iter().map(token).collect()
}

fn put(vault: &mut Vault, tokens: &[Token]) {
    let size = vault.size().unwrap();
    vault.commit(&Writing { tokens, ..writing(size, &[]) }).unwrap();
}

/// Expects that everybody is found, by the writer and beside it.
fn check_found(vault: &Vault, people: u64) {
    let (keys, reader) = (vault.index().now(), vault.reader().unwrap());
    for n in (0..people).step_by(7) {
        let token = keys.asked().document(1, &document(n));
        for store in [vault as &dyn Reader, &*reader] {
            let found = store.find_token(keys.asked().document_space(), &token, 0, 9).unwrap();
            assert_eq!(found, [n]);
        }
    }
}

/// Returns how many tokens there are, and the names of the notes of keys.
fn kept(vault: &Vault) -> (u64, Vec<String>) {
    let (mut tokens, mut names) = (0, Vec::new());
    let count = &mut |_| {
        tokens += 1;
        Ok(())
    };
    vault.each_kept(KeptKind::Tokens, count).unwrap();
    vault
        .each_kept(KeptKind::Notes, &mut |kept| {
            names.extend(if let Kept::Note(name, _) = kept { Some(name) } else { None });
            Ok(())
        })
        .unwrap();
    names.sort();
    names.retain(|name| !name.starts_with("vault/key/") && name != "vault/current");
    (tokens, names)
}

/// Derives and drops to the end, with something that happens before every slice.
fn to_the_end(vault: &mut Vault, mut before: impl FnMut(&mut Vault)) {
    loop {
        before(vault);
        match vault.index_turning_here().unwrap() {
            None => return,
            Some(IndexTurning::Deriving { next }) if next < PEOPLE => {
                let to = next + 100;
                let new: Vec<Token> = (next..to).flat_map(|n| tokens(vault, n, Some(1))).collect();
                vault.put_derived(&new, to).unwrap();
            }
            Some(IndexTurning::Deriving { .. }) => vault.ask_new_key().unwrap(),
            Some(IndexTurning::Dropping) => drop(vault.drop_old_tokens().unwrap()),
        }
    }
}

#[test]
fn whoever_was_found_is_found_at_every_step_and_the_old_key_is_gone_at_the_end() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    let all: Vec<Token> = (0..PEOPLE).flat_map(|n| tokens(&vault, n, None)).collect();
    put(&mut vault, &all);
    let mut people = PEOPLE;
    for number in 2..5 {
        assert_eq!(vault.index_turning().unwrap(), None);
        vault.turn_index(&master()).unwrap();
        let kept_before = vault.index().now();
        let mut step = 0;
        to_the_end(&mut vault, |vault| {
            check_found(vault, people);
            // Stopped before every slice, it goes on.
            if step % 2 == 0 {
                drop(std::mem::replace(vault, elsewhere()));
                *vault = open(&folder);
            }
            let new = tokens(vault, people, None);
            let both =
                matches!(vault.index_turning().unwrap(), Some(IndexTurning::Deriving { .. }));
            assert_eq!(new.len(), if both { 2 } else { 1 });
            put(vault, &new);
            people += 1;
            step += 1;
        });
        assert!(5 < step, "{step} steps");
        assert!(!vault.index().is_now(&kept_before));
        let names = ["vault/blind/N".replace('N', &number.to_string()), "vault/index".to_string()];
        let (tokens_kept, notes) = kept(&vault);
        assert_eq!((tokens_kept, notes), (people, names.to_vec()));
        // Only those of before are derived by this test: the others are put anew.
        let others: Vec<Token> = (PEOPLE..people).flat_map(|n| tokens(&vault, n, None)).collect();
        let size = vault.size().unwrap();
        vault.commit(&Writing { erased_tokens: &others, ..writing(size, &[]) }).unwrap();
        people = PEOPLE;
        check_found(&vault, people);
    }
}

fn elsewhere() -> Vault {
    let store = crate::memory_store::MemoryStore::default();
    Vault::open(Box::new(store), &master()).unwrap()
}

#[test]
fn keys_of_before_lie_in_no_file_as_they_were_wrapped_and_another_master_key_wraps_both() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    let lies = |note: &[u8]| {
        let files = std::fs::read_dir(folder.path()).unwrap();
        files
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(note.len()).any(|part| part == note))
    };
    let note = |vault: &Vault, name: &str| vault.note(name).unwrap().unwrap();
    let first = note(&vault, "vault/blind");
    assert!(lies(&first));
    let one = tokens(&vault, 5, None);
    put(&mut vault, &one);
    vault.turn_index(&master()).unwrap();
    // A program that knows no other name of it opens nothing.
    assert!(vault.note("vault/blind").unwrap().is_none() && !lies(&first));
    let both = [note(&vault, "vault/blind/1"), note(&vault, "vault/blind/2")];
    let other = HeldMasterKey::new("another".to_string(), Zeroizing::new([4; 32]));
    assert!(Vault::is_opened_by(&vault, &master()).unwrap());
    vault.rewrap(&master(), &other).unwrap();
    assert!(!both.iter().any(|note| lies(note)));
    assert!(Vault::is_opened_by(&vault, &other).unwrap());
    assert!(!Vault::is_opened_by(&vault, &master()).unwrap());
    drop(vault);
    let reopened =
        |key: &HeldMasterKey| Vault::open(Box::new(SqliteStore::open(folder.path()).unwrap()), key);
    assert!(reopened(&master()).is_err());
    let mut vault = reopened(&other).unwrap();
    let old = note(&vault, "vault/blind/1");
    to_the_end(&mut vault, |_| {});
    assert!(!lies(&old) && Vault::is_opened_by(&vault, &other).unwrap());
    drop(vault);
    assert_eq!(kept(&reopened(&other).unwrap()).0, PEOPLE);
}

#[test]
fn nothing_of_a_turning_is_done_inside_a_group() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    let check = |refused: Result<(), StoreError>| {
        assert!(matches!(refused, Err(StoreError::Group { open: true, .. })), "{refused:?}");
    };
    vault.begin_group().unwrap();
    check(vault.turn_index(&master()));
    vault.abandon_group();
    vault.turn_index(&master()).unwrap();
    vault.begin_group().unwrap();
    check(vault.put_derived(&[], 1));
    check(vault.ask_new_key());
    check(vault.drop_old_tokens().map(drop));
    vault.abandon_group();
    assert_eq!(vault.index_turning().unwrap(), Some(IndexTurning::Deriving { next: 0 }));
}

#[test]
fn a_turning_whose_step_ended_in_doubt_goes_on_from_what_is_kept() {
    let Some(server) = throwaway::Postgres::shared() else { return };
    for cut in [Cut::BeforeCommit, Cut::AfterCommit] {
        for step in 0..5 {
            let proxy = Proxy::to(server.port());
            let url = proxy.url(&server.database(), server.port());
            let open = || Vault::open(Box::new(PostgresStore::open(&url).unwrap()), &master());
            let mut vault = open().unwrap();
            let all: Vec<Token> = (0..PEOPLE).flat_map(|n| tokens(&vault, n, None)).collect();
            put(&mut vault, &all);
            if step == 0 {
                proxy.cut_once(cut);
                let error = vault.turn_index(&master()).unwrap_err();
                assert!(proxy.was_cut() && !error.wrote_nothing(), "{cut:?}: {error}");
                // The key that is known here goes on alone.
                assert_eq!(vault.index().now().all().len(), 1);
                assert_eq!(vault.index_turning_here().unwrap(), None);
                check_found(&vault, PEOPLE);
                drop(vault);
                vault = open().unwrap();
                if vault.index_turning().unwrap().is_none() {
                    vault.turn_index(&master()).unwrap();
                }
            } else {
                vault.turn_index(&master()).unwrap();
            }
            // Every later step once, in this process.
            let mut done = 0;
            loop {
                done += 1;
                if done == step {
                    proxy.cut_once(cut);
                }
                check_found_or_cut(&vault, done == step);
                let Some(turning) = turning_of(&vault) else {
                    if vault.index_turning().is_ok_and(|turning| turning.is_none()) {
                        break;
                    }
                    continue;
                };
                match turning {
                    IndexTurning::Deriving { next } if next < PEOPLE => {
                        let to = next + 150;
                        let new: Vec<Token> =
                            (next..to).flat_map(|n| tokens(&vault, n, Some(1))).collect();
                        vault.put_derived(&new, to).ok();
                    }
                    IndexTurning::Deriving { .. } => drop(vault.ask_new_key()),
                    IndexTurning::Dropping => drop(vault.drop_old_tokens()),
                }
            }
            check_found(&vault, PEOPLE);
            let names = ["vault/blind/2".to_string(), "vault/index".to_string()];
            assert_eq!(kept(&vault), (PEOPLE, names.to_vec()), "{cut:?} {step}");
            assert_eq!(vault.index().now().all().len(), 1);
        }
    }
}

/// Says how far it is; nothing too while the connection is cut.
fn turning_of(vault: &Vault) -> Option<IndexTurning> {
    vault.index_turning_here().ok().flatten()
}

/// Expects that everybody is found, unless the connection is about to be cut.
fn check_found_or_cut(vault: &Vault, cut: bool) {
    if !cut {
        check_found(vault, PEOPLE);
    }
}
