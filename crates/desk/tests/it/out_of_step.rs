//! What readers hear while the state may not be the log's, and that a storm of them reads nothing
//! anew.
//!
//! In scope: the counter where certificates are checked, the register for readers. SQLite with a
//! commit that fails and an entry that cannot be read. Out of scope: pages (`web`), acts
//! (`together`).

use crate::observing::{Noted, watched};
use crate::stage::{AUTHORITY, EMPLOYER, Place, Stage, Standing, day};
use crate::together::{FAULT, MENDED};
use desk::OrganisationId;
use desk::front::AFTER_FAULT;
use desk::house::{House, Request};
use desk::house_error::HouseError;
use desk::house_fault_words;
use desk::ports::Verifier as _;
use desk::search_register::{Question, SHOWN};
use desk::see_register::{AskBodies, Reading, SeeError};
use desk::verdict::{About, Answer, Verdict};
use desk::verifier::Counter;
use desk::words::{Lang, Words};
use register::PublicAct;
use rusqlite::Connection;
use std::sync::Arc;
use store::DATABASE_FILE;
use vocab::Day;

/// A register with a certificate, after a fault whose log cannot be read again.
struct Fallen {
    stage: (Arc<Standing>, Place),
    counter: Counter,
    reading: Reading,
    noted: Arc<Noted>,
    /// The certificate and its file.
    number: String,
    file: Vec<u8>,
    /// The entry that was damaged, as it was.
    damaged: Vec<u8>,
}

fn inspect(house: &mut House, on: Day) -> Result<(), HouseError> {
    let act = PublicAct::Inspect { inspected: EMPLOYER, findings: [7; 32] };
    let request = Request { actor: Some(AUTHORITY), on, name: "in doubt".into(), act };
    house.record(&request, &[]).map(|_| ())
}

impl Fallen {
    fn new() -> Fallen {
        let mut stage = Stage::new();
        let session = stage.confirmed_session(4);
        let on = stage.on("2020-12-16");
        let number =
            stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap().numbers.remove(0);
        let file = stage.house.certificate_file(&number).unwrap().to_string().into_bytes();
        stage.house.publish().unwrap();
        let noted = watched(&mut stage);
        let database = Connection::open(stage.folder.path().join(DATABASE_FILE)).unwrap();
        database.execute_batch(FAULT).unwrap();
        // The state knows what this group did; the log does not.
        let failed = stage.house.together(|house| inspect(house, on).unwrap());
        assert!(matches!(failed, Err(HouseError::Store(_))), "{failed:?}");
        database.execute_batch(MENDED).unwrap();
        let first = "SELECT body FROM entries WHERE last = 1";
        let damaged = database.query_row(first, [], |row| row.get(0)).unwrap();
        let Stage { house, clock, folder } = stage;
        let counter = Counter::new(house, clock.clone()).unwrap();
        let reading = Reading::of(counter.shared());
        let stage = (clock, folder);
        let fallen = Fallen { stage, counter, reading, noted, number, file, damaged };
        fallen.put(b"damaged");
        fallen.noted.take();
        fallen
    }

    fn put(&self, first: &[u8]) {
        let database = Connection::open(self.stage.1.path().join(DATABASE_FILE)).unwrap();
        database.execute("UPDATE entries SET body = ?1 WHERE last = 1", [first]).unwrap();
    }

    /// Asks everything that readers can ask, and returns what is wrong with each answer that is
    /// not "could not be read just now".
    fn answered(&self) -> Vec<&'static str> {
        let mut answered = Vec::new();
        let mut note = |what, open: bool| answered.extend((!open).then_some(what));
        let unissued = "Y000099000001204000004";
        note("number", unread(&self.counter.number(&self.number)));
        note("unissued number", unread(&self.counter.number(unissued)));
        note("file", unread(&self.counter.file(&self.file, None, None)));
        let ask =
            AskBodies { occupation: Some("车工"), level: Some("4"), ..AskBodies::default() };
        let words = Words::of(Lang::Zh);
        let OrganisationId(employer) = EMPLOYER;
        let open =
            |error: Option<SeeError>| matches!(error, Some(SeeError::House(HouseError::OutOfStep)));
        note("bodies", open(self.reading.bodies(&ask).err()));
        note("body", open(self.reading.body(&words, employer, &ask).err()));
        note("no body", open(self.reading.body(&words, 77, &ask).err()));
        note("recognised", open(self.reading.was_recognised(employer, &ask).err()));
        note("turns", open(self.reading.turns().err().map(SeeError::House)));
        let question = Question::read("示例").unwrap();
        let found = self.reading.search(&question, None, SHOWN);
        note("search", open(found.err().map(SeeError::House)));
        answered
    }

    fn tried(&self) -> usize {
        self.noted.take().iter().filter(|seen| *seen == "failed find_again").count()
    }
}

fn unread(verdict: &Verdict) -> bool {
    let open = verdict.lines.iter().all(|line| {
        line.answer == Answer::CouldNotCheck
            && line.zh.contains("无法读取")
            && line.en.contains("cannot be read")
    });
    verdict.unread && open && !verdict.lines.is_empty()
}

#[test]
fn out_of_a_state_that_is_not_the_logs_nothing_is_told_and_a_storm_of_readers_tries_once() {
    let fallen = Fallen::new();
    for round in 0..40 {
        assert_eq!(fallen.answered(), [""; 0], "{round}");
    }
    assert_eq!(fallen.tried(), 1);
    let clock = &fallen.stage.0;
    clock.forward(AFTER_FAULT.as_secs() as i64 - 1);
    assert_eq!(fallen.answered(), [""; 0]);
    assert_eq!(fallen.tried(), 0);
    clock.forward(1);
    for _ in 0..40 {
        assert_eq!(fallen.answered(), [""; 0]);
    }
    assert_eq!(fallen.tried(), 1);
    // A clock that is set back keeps nobody waiting for it.
    clock.forward(-3600);
    assert_eq!(fallen.answered(), [""; 0]);
    assert_eq!(fallen.tried(), 1);
}

#[test]
fn the_first_who_reads_after_the_fault_ended_finds_the_way_again_for_everybody() {
    let fallen = Fallen::new();
    assert_eq!(fallen.answered(), [""; 0]);
    fallen.put(&fallen.damaged);
    // Not before its time.
    assert_eq!(fallen.answered(), [""; 0]);
    fallen.stage.0.forward(AFTER_FAULT.as_secs() as i64);
    let verdict = fallen.counter.number(&fallen.number);
    let status = verdict.lines.iter().find(|line| line.about == About::Status).unwrap();
    assert_eq!((status.answer, verdict.unread), (Answer::Yes, false), "{status:?}");
    let none = fallen.counter.number("Y000099000001204000004");
    assert_eq!(none.lines[0].answer, Answer::No);
    assert_eq!(fallen.answered().len(), 9, "everything is answered");
    // What the group did that failed is in no answer.
    let shared = fallen.counter.shared();
    let mut house = shared.lock().unwrap();
    assert!(house.is_in_step());
    let before = house.size();
    inspect(&mut house, day("2020-12-16")).unwrap();
    assert_eq!(house.size(), before + 1, "it was not there");
}

#[test]
fn a_list_of_older_certificates_that_cannot_be_read_is_no_answer_either() {
    let fallen = Fallen::new();
    fallen.put(&fallen.damaged);
    fallen.stage.0.forward(AFTER_FAULT.as_secs() as i64);
    let database = Connection::open(fallen.stage.1.path().join(DATABASE_FILE)).unwrap();
    let none = "Y000099000001204000004";
    assert_eq!(fallen.counter.number(none).lines[0].answer, Answer::No);
    database.execute_batch("ALTER TABLE private_bodies RENAME TO away").unwrap();
    assert!(unread(&fallen.counter.number(none)));
    database.execute_batch("ALTER TABLE away RENAME TO private_bodies").unwrap();
    assert_eq!(fallen.counter.number(none).lines[0].answer, Answer::No);
}

#[test]
fn whoever_reads_is_told_in_both_languages_that_nothing_can_be_told_now() {
    for (lang, expect) in [(Lang::Zh, "此刻无法核验"), (Lang::En, "nothing can be checked")] {
        let said = house_fault_words::house(&Words::of(lang), None, &HouseError::OutOfStep);
        assert!(said.contains(expect), "{said}");
    }
}
