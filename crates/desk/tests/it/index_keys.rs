//! The key of the blind index is turned while the register is at work: whoever was found is found.
//!
//! Keeps: I-PRI-1. On SQLite and, where it is installed, on PostgreSQL. Out of scope: notes and
//! doubt (`store`), the command (`dengji`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage, day, keys};
use desk::StaffId;
use desk::backend::Backend;
use desk::check_register::check;
use desk::find_person::{Asking, Looked, Purpose};
use desk::look_up::LookUp;
use desk::turn_index_key::IndexLeft;
use register::CorrectionReason;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Kept, KeptKind, PostgresStore, Reader, SqliteStore, Token, TokenSpace};
use throwaway::Postgres;
use vocab::PersonId;

const OLD: [TokenSpace; 2] = [TokenSpace::Document, TokenSpace::Name];
const NEW: [TokenSpace; 2] = [TokenSpace::DocumentEven, TokenSpace::NameEven];

fn asking() -> Asking {
    let staff = StaffId { of: AUTHORITY, number: 1 };
    Asking { staff, purpose: Purpose::Archive, note: String::new() }
}

/// A register at work, and whom it has to find by document and by name.
struct Play {
    stage: Option<Stage>,
    folder: PathBuf,
    backend: Backend,
    /// By name and document: the entries of certificates.
    found: BTreeMap<(String, PersonId), BTreeSet<u64>>,
}

impl Play {
    fn house(&mut self) -> &mut desk::house::House {
        &mut self.stage.as_mut().unwrap().house
    }

    fn reopen(&mut self) {
        self.stage = None;
        self.stage = Some(Stage::on_backend(&self.folder, &self.backend, None).unwrap());
        self.stage.as_ref().unwrap().on("2021-06-01");
    }

    /// Issues certificates to people, each in a session of their own.
    fn issue(&mut self, people: std::ops::Range<usize>) -> Vec<String> {
        let stage = self.stage.as_mut().unwrap();
        let mut holders = stage.people(people.end);
        holders.drain(..people.start);
        // All but the last pass.
        holders.extend(stage.people(200).pop());
        let session = stage.run_session(EMPLOYER, &holders, day("2020-11-16"), &mut |_| ());
        let (on, rows) = (stage.on("2020-12-16"), (0..people.len() as u32).collect::<Vec<_>>());
        let issued = stage.house.issue(EMPLOYER, session, (on, on), &rows).unwrap();
        for (n, holder) in (0..).zip(&holders[..people.len()]) {
            let found = self.found.entry((holder.name.clone(), holder.document.clone()));
            found.or_default().insert(issued.receipt.index + 1 + n);
        }
        issued.numbers
    }

    fn correct(&mut self, number: &str, name: &str, person: usize) {
        let stage = self.stage.as_mut().unwrap();
        let (document, on) = (stage.people(200)[person].document.clone(), stage.on("2020-12-20"));
        let entry = stage.house.look_up().number(number).unwrap().unwrap();
        let new = (name, &document);
        stage.house.correct((EMPLOYER, on), number, new, CorrectionReason::Both).unwrap();
        self.found.entry((name.to_string(), document)).or_default().insert(entry);
    }

    fn erase(&mut self, person: usize) {
        let document = self.stage.as_ref().unwrap().people(200)[person].document.clone();
        let erased = self.house().erase_person(&asking(), &document, true).unwrap();
        let gone: BTreeSet<u64> = erased.certificates.iter().map(|one| one.entry).collect();
        assert!(!gone.is_empty(), "{person}");
        self.found.values_mut().for_each(|entries| entries.retain(|at| !gone.contains(at)));
        let left = self.tokens();
        assert!(!left.iter().any(|token| gone.contains(&token.place)), "of either key");
    }

    /// Expects that everybody is found, and nobody else, by the register and beside it.
    fn check_found(&mut self, look_up: &LookUp) {
        let all = self.found.clone();
        for ((name, document), entries) in &all {
            let by_document = look_up.document(document.kind().code(), document.number()).unwrap();
            assert!(entries.iter().eq(&by_document), "{name}: {by_document:?} of {entries:?}");
            let by_name = look_up.name(name, 0).unwrap();
            assert!(entries.iter().all(|at| by_name.contains(at)), "{name}: {by_name:?}");
            let looked = [Looked::Document(document.clone()), Looked::Name(name.clone())];
            for looked in looked {
                let found = self.house().find_person(&asking(), &looked).unwrap();
                let found: BTreeSet<u64> = found.iter().map(|one| one.entry).collect();
                assert!(entries.is_subset(&found), "{looked:?}: {found:?} of {entries:?}");
            }
        }
    }

    fn tokens(&self) -> Vec<Token> {
        let (store, mut tokens): (Box<dyn Reader>, _) = match &self.backend {
            Backend::Folder => {
                (Box::new(SqliteStore::read_only(&self.folder).unwrap()), Vec::new())
            }
            Backend::Postgres(url) => {
                (Box::new(PostgresStore::read_only(url).unwrap()), Vec::new())
            }
        };
        let take = &mut |kept| {
            tokens.extend(if let Kept::Token(token) = kept { Some(token) } else { None });
            Ok(())
        };
        store.each_kept(KeptKind::Tokens, take).unwrap();
        tokens
    }

    fn expect_clean(&self) {
        let checked = check((&self.folder, &self.backend), &mut |_, _| ()).unwrap();
        assert!(checked.is_clean(), "{checked:?}");
    }

    fn spaces(&self) -> BTreeSet<TokenSpace> {
        self.tokens().iter().map(|token| token.space).collect()
    }
}

/// Plays on every backend, in a register with ten certificates, of which two are corrected.
fn on_every_backend(play: impl Fn(&mut Play)) {
    let server = Postgres::shared();
    let urls = server.iter().map(|server| Backend::Postgres(server.database()));
    for backend in std::iter::once(Backend::Folder).chain(urls) {
        let place = tempfile::tempdir().unwrap();
        let mut stage = Stage::on_backend(place.path(), &backend, None).unwrap();
        stage.found();
        stage.recognise();
        let folder = place.path().to_path_buf();
        let mut begun = Play { stage: Some(stage), folder, backend, found: BTreeMap::new() };
        let numbers = begun.issue(0..10);
        begun.correct(&numbers[3], "虚构新名", 100);
        begun.correct(&numbers[6], "虚构又名", 101);
        play(&mut begun);
    }
}

#[test]
fn whoever_was_found_is_found_at_every_moment_of_a_turning_with_stops_and_work_between() {
    on_every_backend(|play| {
        let first = play.stage.as_ref().unwrap().house.look_up();
        play.check_found(&first);
        assert_eq!(play.spaces(), BTreeSet::from(OLD));
        assert_eq!(play.house().index_left().unwrap(), None);
        assert_eq!(play.house().turn_index_slice(9).unwrap(), None);
        assert!(play.house().begin_index_turning().unwrap());
        assert!(!play.house().begin_index_turning().unwrap(), "it goes on instead");
        let size = play.house().size();
        assert_eq!(play.house().index_left().unwrap(), Some(IndexLeft::Entries(size)));
        play.check_found(&first);
        drop(first);
        let (mut step, mut entries) = (0, 0);
        loop {
            let look_up = play.house().look_up();
            let Some(slice) = play.house().turn_index_slice(3).unwrap() else { break };
            entries += slice.entries;
            play.check_found(&look_up);
            drop(look_up);
            play.house().publish().unwrap();
            play.expect_clean();
            match step {
                // Stopped, it goes on where it was.
                0 | 3 | 6 | 9 | 12 | 15 => play.reopen(),
                // Behind where it has come to, and before.
                1 => drop(play.issue(20..23)),
                2 => play.erase(0),
                4 => play.erase(9),
                7 => {
                    let numbers = play.issue(30..32);
                    play.correct(&numbers[1], "虚构三名", 102);
                }
                _ => {}
            }
            step += 1;
        }
        assert!(9 < step && size <= entries, "{step} slices of {entries} entries");
        let look_up = play.house().look_up();
        play.check_found(&look_up);
        drop(look_up);
        assert_eq!(play.spaces(), BTreeSet::from(NEW));
        play.house().publish().unwrap();
        play.expect_clean();
        play.reopen();
        assert!(play.house().begin_index_turning().unwrap(), "and again");
        while play.house().tend().unwrap() {}
        let look_up = play.house().look_up();
        play.check_found(&look_up);
        drop(look_up);
        assert_eq!(play.spaces(), BTreeSet::from(OLD));
        assert_eq!(play.house().index_left().unwrap(), None);
    });
}

#[test]
fn whoever_is_erased_at_any_step_has_no_token_of_either_key() {
    on_every_backend(|play| {
        play.house().begin_index_turning().unwrap();
        // Of each step one who was met, and one who was not.
        for person in [0, 9] {
            play.erase(person);
        }
        let half = play.house().size() - 5;
        play.house().turn_index_slice(half).unwrap();
        for person in [3, 8] {
            play.erase(person);
        }
        while play.house().index_left().unwrap() != Some(IndexLeft::OldTokens) {
            play.house().turn_index_slice(9).unwrap();
        }
        assert_eq!(play.spaces().len(), 4, "the old tokens are still there");
        for person in [6, 7] {
            play.erase(person);
        }
        let look_up = play.house().look_up();
        play.check_found(&look_up);
        drop(look_up);
        while play.house().turn_index_slice(9).unwrap().is_some() {}
        assert_eq!(play.spaces(), BTreeSet::from(NEW));
        play.house().publish().unwrap();
        play.expect_clean();
    });
}

#[test]
fn what_was_drafted_under_an_older_key_is_found_under_the_one_of_its_recording() {
    on_every_backend(|play| {
        let numbers = play.issue(40..43);
        let stage = play.stage.as_mut().unwrap();
        let (on, people) = (stage.on("2020-12-21"), stage.people(200));
        let mut holders = people[50..52].to_vec();
        holders.push(people[60].clone());
        let session = stage.run_session(EMPLOYER, &holders, day("2020-11-16"), &mut |_| ());
        let key = stage.house.state().key_of(EMPLOYER).unwrap().key;
        let seed = keys(stage.folder.path()).seed(&key).unwrap();
        // Two drafts of one actor cannot both be recorded: one a turn.
        let new = people[103].document.clone();
        let correct = |house: &mut desk::house::House| {
            let said = ("虚构四名", &new);
            house.correct((EMPLOYER, on), &numbers[1], said, CorrectionReason::Both)
        };
        let mut draft = stage.house.draft(correct).unwrap();
        play.house().begin_index_turning().unwrap();
        while play.house().turn_index_slice(100).unwrap().is_some() {}
        draft.sign(&seed).unwrap();
        play.house().submit(&draft).unwrap();
        let entry = play.house().look_up().number(&numbers[1]).unwrap().unwrap();
        play.found.insert(("虚构四名".to_string(), new), BTreeSet::from([entry]));

        let issue = |house: &mut desk::house::House| {
            house.issue(EMPLOYER, session, (on, on), &[0, 1]).map(|issued| issued.receipt)
        };
        let mut draft = play.house().draft(issue).unwrap();
        play.house().begin_index_turning().unwrap();
        draft.sign(&seed).unwrap();
        let receipt = play.house().submit(&draft).unwrap();
        for (n, holder) in (1..).zip(&holders[..2]) {
            let found = (holder.name.clone(), holder.document.clone());
            play.found.entry(found).or_default().insert(receipt.index + n);
        }
        let look_up = play.house().look_up();
        play.check_found(&look_up);
        while play.house().turn_index_slice(100).unwrap().is_some() {}
        play.check_found(&look_up);
        drop(look_up);
        assert_eq!(play.spaces(), BTreeSet::from(OLD));
        play.house().publish().unwrap();
        play.expect_clean();
    });
}

#[test]
fn whoever_looks_up_beside_the_writer_finds_everybody_through_many_turnings() {
    on_every_backend(|play| {
        let (look_up, stop) = (play.house().look_up(), AtomicBool::new(false));
        let all: Vec<_> = play.found.clone().into_iter().collect();
        std::thread::scope(|scope| {
            let looking = scope.spawn(|| {
                let mut rounds = 0;
                while !stop.load(Ordering::Relaxed) {
                    for ((name, document), entries) in &all {
                        let kind = document.kind().code();
                        let found = look_up.document(kind, document.number()).unwrap();
                        assert!(entries.iter().eq(&found), "{name}: {found:?} of {entries:?}");
                        let found = look_up.name(name, 0).unwrap();
                        assert!(entries.iter().all(|at| found.contains(at)), "{name}: {found:?}");
                    }
                    rounds += 1;
                }
                rounds
            });
            for _ in 0..12 {
                play.house().begin_index_turning().unwrap();
                while play.house().turn_index_slice(100).unwrap().is_some() {}
                if looking.is_finished() {
                    break;
                }
            }
            stop.store(true, Ordering::Relaxed);
            assert!(0 < looking.join().unwrap());
        });
    });
}
