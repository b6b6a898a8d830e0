//! Reading beside whoever writes: who waits for the house, and that nobody is told what was true
//! before.
//!
//! In scope: the counter where certificates are checked and the register for readers, on SQLite
//! and, where it is installed, on PostgreSQL. Out of scope: the pool (`store`), pages (`web`).

use crate::backing_up::copy;
use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage, Standing, day, open};
use desk::backend::Backend;
use desk::find_person::{Asking, Looked, Page, People, Purpose};
use desk::front::Front;
use desk::house_error::HouseError;
use desk::ports::{Clock, Verifier as _};
use desk::revoke_certificates::Grounds;
use desk::see_register::{AskBodies, Reading, SeeError};
use desk::verdict::{About, Answer, Verdict};
use desk::verifier::Counter;
use desk::words::{Lang, Words};
use desk::{OrganisationId, RevocationReason, SessionId, StaffId};
use rusqlite::Connection;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::{scope, spawn};
use std::time::Duration;
use store::DATABASE_FILE;
use throwaway::Postgres;
use vocab::Instant;

/// How long a thread that should wait for nobody may take before this test fails.
const PATIENCE: Duration = Duration::from_secs(120);

/// The first number of the employer's first session, and one that it never gives.
const FIRST: &str = "Y000099000001204000001";
const NEVER: &str = "Y000099000001204000009";

/// Calls `play` with a register on each backend in which a session of six is confirmed.
fn on_every_backend(play: impl Fn(Stage, SessionId, &Backend)) {
    let server = Postgres::shared();
    let urls = server.iter().map(|server| Backend::Postgres(server.database()));
    for backend in std::iter::once(Backend::Folder).chain(urls) {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = Stage::on_backend(folder.path(), &backend, None).unwrap();
        stage.found();
        stage.recognise();
        let session = stage.confirmed_session(6);
        play(stage, session, &backend);
    }
}

fn answer(verdict: &Verdict, about: About) -> Option<Answer> {
    verdict.lines.iter().find(|line| line.about == about).map(|line| line.answer)
}

/// Says that a verdict is the answer for a number that was not given.
fn is_none(verdict: &Verdict) -> bool {
    !verdict.unread && verdict.lines.len() == 1 && answer(verdict, About::InLog) == Some(Answer::No)
}

fn wrong_pass() -> Grounds {
    let reason = RevocationReason::NotPassed;
    Grounds { reason, case: None, told_on: day("2020-12-18"), heard_until: day("2021-01-04") }
}

/// Does something on a thread of its own.
fn beside<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (send, answer) = channel();
    spawn(move || send.send(ask()));
    answer
}

#[test]
fn what_the_store_says_alone_is_answered_while_a_group_is_open() {
    on_every_backend(|stage, session, backend| {
        let on = stage.on("2020-12-16");
        let (found, clock) = (stage.house.look_up(), stage.clock.clone());
        let counter = Arc::new(Counter::new(stage.house, clock).unwrap());
        let front = Front::over(counter.shared());
        let ((opened, is_open), (finish, finished)) = (channel(), channel::<()>());
        let group = beside(move || {
            front.ask(move |house| {
                let issued = house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
                opened.send(()).unwrap();
                finished.recv().unwrap();
                issued.numbers
            })
        });
        is_open.recv_timeout(PATIENCE).unwrap();
        // Staged, and not there for anybody yet.
        for number in [NEVER, FIRST] {
            let counter = counter.clone();
            let verdict = beside(move || counter.number(number)).recv_timeout(PATIENCE);
            assert!(is_none(&verdict.unwrap()), "{backend:?} {number}");
            let found = found.clone();
            let place = beside(move || found.number(number)).recv_timeout(PATIENCE).unwrap();
            assert_eq!(place.unwrap(), None, "{backend:?} {number}");
        }
        let entry = beside(move || found.entry(0)).recv_timeout(PATIENCE).unwrap();
        assert!(!entry.unwrap().is_empty());
        finish.send(()).unwrap();
        assert_eq!(group.recv_timeout(PATIENCE).unwrap().unwrap(), [FIRST]);
        let verdict = counter.number(FIRST);
        assert_eq!(answer(&verdict, About::Status), Some(Answer::Yes), "{verdict:?}");
        assert!(is_none(&counter.number(NEVER)));
    });
}

#[test]
fn nobody_who_asks_after_a_revocation_was_acknowledged_is_told_that_it_is_valid() {
    on_every_backend(|mut stage, session, backend| {
        let on = stage.on("2021-01-05");
        let numbers =
            stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2, 3, 4]).unwrap().numbers;
        let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
        let revoked = AtomicUsize::new(0);
        scope(|scope| {
            let (counter, numbers, revoked) = (&counter, &numbers, &revoked);
            for _ in 0..3 {
                scope.spawn(move || {
                    while revoked.load(Ordering::Acquire) < numbers.len() {
                        let known = revoked.load(Ordering::Acquire);
                        for (nth, number) in numbers.iter().enumerate() {
                            let status = answer(&counter.number(number), About::Status);
                            let may = status == Some(Answer::Yes) && known <= nth;
                            assert!(may || status == Some(Answer::No), "{backend:?} {nth}");
                        }
                    }
                });
            }
            for number in numbers {
                let house = counter.shared();
                house.lock().unwrap().revoke((EMPLOYER, on), number, wrong_pass()).unwrap();
                revoked.fetch_add(1, Ordering::Release);
            }
        });
    });
}

/// A clock that does something when it is first looked at.
struct Struck {
    clock: Arc<Standing>,
    strike: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Clock for Struck {
    fn now(&self) -> Instant {
        let strike = self.strike.lock().unwrap().take();
        strike.into_iter().for_each(|strike| strike());
        self.clock.now()
    }
}

#[test]
fn a_verdict_as_of_an_instant_knows_what_was_acknowledged_by_then() {
    on_every_backend(|mut stage, session, backend| {
        let on = stage.on("2021-01-05");
        let numbers = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap().numbers;
        let file = stage.house.certificate_file(&numbers[1]).unwrap().to_string().into_bytes();
        let clock = Arc::new(Struck { clock: stage.clock.clone(), strike: Mutex::default() });
        let counter = Arc::new(Counter::new(stage.house, clock.clone()).unwrap());
        for (nth, number) in numbers.iter().enumerate() {
            let (house, revoked) = (counter.shared(), number.clone());
            *clock.strike.lock().unwrap() = Some(Box::new(move || {
                // After the certificate was found, and before the verdict says as of when it is.
                house.lock().unwrap().revoke((EMPLOYER, on), &revoked, wrong_pass()).unwrap();
            }));
            let (counter, number, file) = (counter.clone(), number.clone(), file.clone());
            let verdict = beside(move || match nth {
                0 => counter.number(&number),
                _ => counter.file(&file, None, None),
            });
            let verdict = verdict.recv_timeout(PATIENCE).unwrap();
            let status = answer(&verdict, About::Status);
            assert_eq!(status, Some(Answer::No), "{backend:?} {verdict:?}");
        }
    });
}

#[test]
fn a_certificate_whose_holder_was_erased_is_verified_by_its_number() {
    on_every_backend(|mut stage, session, backend| {
        let on = stage.on("2020-12-16");
        stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
        let document = stage.people(1).remove(0).document;
        stage.house.erase_person(&asking(AUTHORITY), &document, true).unwrap();
        assert!(stage.house.certificate_file(FIRST).is_err(), "nothing opens it any more");
        let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
        let verdict = counter.number(FIRST);
        assert!(!verdict.unread, "{backend:?}");
        for (about, expect) in [
            (About::InLog, Answer::Yes),
            (About::Status, Answer::Yes),
            (About::Lawful, Answer::Yes),
            (About::Holder, Answer::CouldNotCheck),
        ] {
            assert_eq!(answer(&verdict, about), Some(expect), "{backend:?} {verdict:?}");
        }
    });
}

fn asking(of: OrganisationId) -> Asking {
    let staff = StaffId { of, number: 7 };
    Asking { staff, purpose: Purpose::Complaint, note: "信访 12".to_string() }
}

#[test]
fn people_are_found_beside_the_house_as_in_it_and_the_reading_is_written_down() {
    on_every_backend(|mut stage, session, backend| {
        let on = stage.on("2020-12-16");
        stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2, 3, 4]).unwrap();
        let people = stage.people(6);
        // What all of them share, if not the name then the number of their place.
        let part: String = people[1].name.chars().take(2).collect();
        let all = [
            Looked::Document(people[0].document.clone()),
            Looked::Document(people[5].document.clone()),
            Looked::Name(people[1].name.clone()),
            Looked::Name(part.clone()),
            Looked::Name("虚".to_string()),
            Looked::Beginning(part),
            Looked::Number(FIRST.to_string()),
            Looked::Number(NEVER.to_string()),
        ];
        let mut asked = Vec::new();
        for by in [AUTHORITY, EMPLOYER, CENTRE, OrganisationId(77)] {
            for (looked, limit) in all.iter().flat_map(|one| [(one, 1), (one, 9)]) {
                for after in [None, Some(1), Some(1_000)] {
                    asked.push((asking(by), looked, Page { after, limit }));
                }
            }
        }
        let said = |found: Result<People, HouseError>| found.map_err(|error| error.to_string());
        let expect: Vec<_> = asked
            .iter()
            .map(|(asking, looked, page)| said(stage.house.find_people(asking, looked, *page)))
            .collect();
        assert!(expect.iter().flatten().any(|people| !people.found.is_empty()));
        let read = stage.house.readings(stage.clock.now()).unwrap();
        let house = Arc::new(Mutex::new(stage.house));
        let reading = Reading::of(house.clone());
        for ((asking, looked, page), expect) in asked.iter().zip(&expect) {
            let found = said(reading.find_people(asking, looked, *page));
            assert_eq!(&found, expect, "{backend:?} {looked:?} {page:?}");
        }
        let twice = house.lock().unwrap().readings(stage.clock.now()).unwrap();
        assert_eq!(twice[..read.len()], twice[read.len()..]);
        assert_eq!(twice[..read.len()], read[..]);
    });
}

#[test]
fn of_a_certificate_that_another_server_wrote_beneath_nothing_is_said() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    // This one the state knows. Whether it was revoked beneath, it does not.
    let old = stage.house.issue(EMPLOYER, session, (on, on), &[1]).unwrap().numbers.remove(0);
    stage.house.publish().unwrap();
    let other = tempfile::tempdir().unwrap();
    copy(stage.folder.path(), other.path());
    let mut ahead = open(other.path(), &stage.clock);
    let number = ahead.issue(EMPLOYER, session, (on, on), &[0]).unwrap().numbers.remove(0);
    let file = ahead.certificate_file(&number).unwrap().to_string().into_bytes();
    drop(ahead);
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    assert!(is_none(&counter.number(&number)));
    assert_eq!(answer(&counter.number(&old), About::Status), Some(Answer::Yes));
    let database = Connection::open(stage.folder.path().join(DATABASE_FILE)).unwrap();
    let path = other.path().join(DATABASE_FILE);
    database.execute("ATTACH ?1 AS ahead", [path.to_str().unwrap()]).unwrap();
    let replace = |table| {
        format!("DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM ahead.{table};")
    };
    let all = ["entries", "batches"].map(replace).concat();
    database.execute_batch(&format!("BEGIN; {all} COMMIT")).unwrap();
    let all = [counter.number(&number), counter.file(&file, None, None), counter.number(&old)];
    for verdict in all {
        assert!(verdict.unread, "{verdict:?}");
        assert_eq!(answer(&verdict, About::Status), None, "{verdict:?}");
    }
}

#[test]
fn readers_that_cannot_be_opened_are_told_by_page_and_readiness_until_they_can() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    stage.house.publish().unwrap();
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    let reading = Reading::of(counter.shared());
    let ready = || {
        let failed = reading.ready().into_iter().filter(|check| !check.holds());
        failed.map(|check| check.name).collect::<Vec<_>>()
    };
    let path = |name: &str| stage.folder.path().join(name);
    // The writer has it open; nobody else can open it now.
    std::fs::rename(path(DATABASE_FILE), path("away")).unwrap();
    let words = Words::of(Lang::En);
    for number in [FIRST, NEVER] {
        assert!(counter.number(number).unread, "{number}");
    }
    let body = reading.body(&words, EMPLOYER.0, &AskBodies::default());
    assert!(matches!(body, Err(SeeError::House(HouseError::Store(_)))), "{body:?}");
    assert_eq!(ready(), ["database", "write"]);
    std::fs::rename(path("away"), path(DATABASE_FILE)).unwrap();
    assert_eq!(ready(), [""; 0]);
    assert_eq!(answer(&counter.number(FIRST), About::Status), Some(Answer::Yes));
    assert!(is_none(&counter.number(NEVER)));
    assert!(reading.body(&words, EMPLOYER.0, &AskBodies::default()).unwrap().is_some());
}
