//! What a verdict says of keys: whose custody, rotated ones for ever, compromised ones no more than
//! witnesses confirmed.
//!
//! Out of scope: the acts by which keys change (`keys`).

use crate::stage::{AUTHORITY, EMPLOYER, ORIGIN, Stage};
use desk::ActingKey;
use desk::house_error::HouseError;
use desk::ports::Verifier as _;
use desk::verdict::{About, Answer, Verdict, VerdictLine};
use desk::verifier::Counter;
use desk::verify_certificate::{Holder, TrustedLog, verify};
use seal::{Cosigner, KeyName, Policy, SignedNote, SigningSeed};
use std::sync::Arc;
use vocab::Instant;

fn own() -> ActingKey {
    let key = *SigningSeed::from_bytes(&[7; 32]).public_key().as_bytes();
    ActingKey { key, operator_custody: false }
}

fn signed(verdict: &Verdict) -> &VerdictLine {
    verdict.lines.iter().find(|l| l.about == About::Signed).unwrap()
}

fn witness() -> Cosigner {
    let name = KeyName::new("witness.invalid/w").unwrap();
    Cosigner::new(name, SigningSeed::from_bytes(&[9; 32]))
}

/// A policy that believes the witness, with its last line.
fn policy(quorum: &str) -> Policy {
    let text = format!("witness w {}\nquorum {quorum}\n", witness().verifier());
    Policy::parse(text.as_bytes()).unwrap()
}

/// A stage with one certificate, and its number.
fn issued() -> (Stage, String) {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    (stage, issued.numbers[0].clone())
}

impl Stage {
    fn file(&mut self, number: &str) -> Vec<u8> {
        self.house.certificate_file(number).unwrap().to_string().into_bytes()
    }

    fn offline(&self, bytes: &[u8]) -> Verdict {
        let key = self.house.log_key(ORIGIN).unwrap();
        let trusted = TrustedLog { origin: ORIGIN.into(), key, landmarks: None };
        verify(self.house.room(), &*self.clock, Some(&trusted), bytes, Holder::default())
    }

    /// Makes a landmark of what there is, and has it cosigned at an instant.
    fn cosigned(&mut self, at: Instant) {
        let size = self.house.landmark().unwrap();
        let path = self.folder.path().join("log").join(desk::publish::landmark_path(size));
        let mut note = SignedNote::parse(&std::fs::read(path).unwrap()).unwrap();
        note.push(witness().cosign(&note, at.0 as u64).unwrap()).unwrap();
        self.house.cosigned(&note).unwrap();
    }

    fn compromised(&mut self, since: Instant) {
        let key = self.house.state().key_of(EMPLOYER).unwrap().key;
        let recovery = self.recovery();
        self.house.compromise_key(EMPLOYER, key, since, &recovery[..2]).unwrap();
    }

    /// Asks the register, by the number and with the file.
    fn asked(self, number: &str, file: &[u8], witnesses: Option<Policy>) -> [VerdictLine; 2] {
        let Stage { house, clock, .. } = self;
        let counter = Counter::new(house, clock).unwrap();
        let counter = match witnesses {
            Some(policy) => counter.believing(policy),
            None => counter,
        };
        [counter.number(number), counter.file(file, None, None)].map(|v| signed(&v).clone())
    }
}

#[test]
fn a_certificate_from_before_a_rotation_or_retirement_verifies_for_ever() {
    let (mut stage, number) = issued();
    let old = stage.file(&number);
    let key = stage.held();
    stage.house.rotate_key(AUTHORITY, key).unwrap();
    stage.house.rotate_key(EMPLOYER, own()).unwrap();
    let new = stage.file(&number);
    for file in [&old, &new] {
        let verdict = stage.offline(file);
        assert!(verdict.lines.iter().all(|l| l.answer != Answer::No), "{verdict:?}");
        let line = signed(&verdict);
        assert_eq!(line.answer, Answer::Yes);
        assert!(line.en.contains("the operator holds the key"), "as it was then: {}", line.en);
    }
    let [by_number, of_file] = stage.asked(&number, &old, None);
    assert_eq!((by_number.answer, of_file.answer), (Answer::Yes, Answer::Yes));
}

#[test]
fn a_certificate_after_rotations_carries_them_and_shows_the_custody_of_its_own_key() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    for _ in 0..12 {
        let key = stage.held();
        stage.house.rotate_key(EMPLOYER, key).unwrap();
    }
    stage.house.rotate_key(EMPLOYER, own()).unwrap();
    let on = stage.on("2020-12-16");
    let Err(HouseError::ToSign(draft)) = stage.house.issue(EMPLOYER, session, (on, on), &[0])
    else {
        panic!("it holds its key itself")
    };
    let mut draft = *draft;
    draft.sign(&SigningSeed::from_bytes(&[7; 32])).unwrap();
    let receipt = stage.house.submit(&draft).unwrap();
    let number = stage.house.numbers(receipt.index).unwrap().remove(0);
    let file = stage.file(&number);
    let verdict = stage.offline(&file);
    assert!(verdict.lines.iter().all(|l| l.answer != Answer::No), "{verdict:?}");
    assert!(signed(&verdict).en.contains("the body holds the key itself"), "{verdict:?}");
    // Without one of the rotations the chain of keys is broken.
    for left_out in 7..20 {
        let mut bundle = seal::Bundle::parse(&file).unwrap();
        bundle.entries.remove(left_out);
        let verdict = stage.offline(bundle.to_string().as_bytes());
        assert!(verdict.lines.iter().any(|l| l.answer == Answer::No), "{left_out}");
    }
}

#[test]
fn of_a_compromised_key_only_what_was_witnessed_before_stays_checked() {
    let check = |cosigned: Option<i64>, witnesses: Option<&str>, expect: Answer| {
        let (mut stage, number) = issued();
        let file = stage.file(&number);
        let now = stage.house.now();
        // Seconds after the certificate: cosigned, if at all; compromised since 1000.
        if let Some(after) = cosigned {
            stage.cosigned(Instant(now.0 + after));
        }
        stage.on("2021-03-01");
        stage.compromised(Instant(now.0 + 1_000));
        let offline = stage.offline(&file);
        assert_eq!(signed(&offline).answer, Answer::Yes, "a file from before cannot know");
        for line in stage.asked(&number, &file, witnesses.map(policy)) {
            assert_eq!(line.answer, expect, "{cosigned:?} {}", line.en);
        }
    };
    check(Some(999), Some("w"), Answer::Yes);
    check(Some(1_000), Some("w"), Answer::CouldNotCheck);
    check(Some(999), None, Answer::CouldNotCheck); // nobody who is believed
    check(None, Some("w"), Answer::CouldNotCheck);
    check(None, Some("none"), Answer::CouldNotCheck); // a quorum of nobody confirms nothing
}

#[test]
fn what_is_issued_after_a_landmark_is_not_covered_by_it() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    let first = stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap().numbers.remove(0);
    let now = stage.house.now();
    stage.cosigned(now);
    let second = stage.house.issue(EMPLOYER, session, (on, on), &[1]).unwrap().numbers.remove(0);
    stage.on("2021-03-01");
    stage.compromised(Instant(now.0 + 1));
    let Stage { house, clock, folder: _folder } = stage;
    let counter = Counter::new(house, Arc::clone(&clock) as _).unwrap();
    let counter = counter.believing(policy("w"));
    assert_eq!(signed(&counter.number(&first)).answer, Answer::Yes);
    assert_eq!(signed(&counter.number(&second)).answer, Answer::CouldNotCheck);
}

#[test]
fn a_file_that_tells_of_a_compromise_itself_is_not_believed_offline() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let now = stage.house.now();
    stage.compromised(now);
    let (key, recovery) = (stage.held(), stage.recovery());
    stage.house.add_key(EMPLOYER, key, &recovery[1..]).unwrap();
    let on = stage.on("2020-12-16");
    let number = stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap().numbers.remove(0);
    let file = stage.file(&number);
    let verdict = stage.offline(&file);
    assert_eq!(signed(&verdict).answer, Answer::CouldNotCheck, "its session rests on that key");
    assert!(verdict.lines.iter().all(|l| l.answer != Answer::No), "{verdict:?}");
}
