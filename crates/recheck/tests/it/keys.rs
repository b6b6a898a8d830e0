//! Keys that change: each act counts by the key in force at its index, and by no other.
//!
//! Each row names what was signed by whom and everything that has to be found.

use crate::author::{AUTHORITY, Author, EMPLOYER, ORIGIN, SPRING, checkpoint, key, log_key};
use crate::{found, report, report_with};
use recheck::{Kind, Options};
use register::PublicAct;
use seal::Grounds;
use vocab::Instant;

fn check(author: &Author, expect: &[(Kind, u64)]) {
    let report = report(&author.publish());
    let expect: Vec<_> = expect.iter().map(|(kind, index)| (*kind, Some(*index))).collect();
    assert_eq!(found(&report), expect, "{:#?}", report.findings);
}

fn inspect(author: &mut Author) {
    let act = PublicAct::Inspect { inspected: EMPLOYER, findings: [4; 32] };
    author.act("2021-01-04", Some(AUTHORITY), act);
}

#[test]
fn an_act_signed_by_another_organisation_is_named() {
    let mut author = Author::new();
    author.seeds = [10, 10];
    author.session(3);
    check(&author, &[2, 3, 4, 5].map(|index| (Kind::Signature, index)));
}

#[test]
fn a_rotated_key_signs_no_more_and_the_new_one_does() {
    let mut author = Author::new();
    author.act("2021-01-04", Some(AUTHORITY), PublicAct::RotateKey(key(20)));
    let mut old = author.clone();
    author.seeds[0] = 20;
    inspect(&mut author);
    check(&author, &[]);
    inspect(&mut old);
    check(&old, &[(Kind::Signature, 3)]);
}

#[test]
fn a_retired_key_signs_nothing_until_the_recovery_set_gives_another() {
    let mut author = Author::new();
    author.act("2021-01-04", Some(AUTHORITY), PublicAct::RetireKey);
    let mut retired = author.clone();
    let act = PublicAct::Inspect { inspected: EMPLOYER, findings: [4; 32] };
    let event = retired.event("2021-01-04", Some(AUTHORITY), act);
    retired.force(&event, &Grounds { rule: None, asserted: 0 });
    check(&retired, &[(Kind::Signature, 3), (Kind::Refused, 3)]);
    let given = PublicAct::AddKey { organisation: AUTHORITY, key: key(21) };
    author.act("2021-01-05", None, given.clone());
    author.seeds[0] = 21;
    inspect(&mut author);
    check(&author, &[]);
}

#[test]
fn fewer_recovery_keys_than_it_takes_give_nothing() {
    for keys in [vec![1], vec![]] {
        let mut author = Author::new();
        author.act("2021-01-04", Some(AUTHORITY), PublicAct::RetireKey);
        author.recovery = keys;
        let given = PublicAct::AddKey { organisation: AUTHORITY, key: key(21) };
        author.act("2021-01-05", None, given);
        check(&author, &[(Kind::Signature, 3)]);
    }
}

#[test]
fn a_rotation_or_retirement_by_somebody_else_is_named() {
    for act in [PublicAct::RotateKey(key(20)), PublicAct::RetireKey] {
        // The employer signs for the authority; then the recovery set does, which may not either.
        let mut author = Author::new();
        author.seeds[0] = 11;
        author.act("2021-01-04", Some(AUTHORITY), act.clone());
        check(&author, &[(Kind::Signature, 2)]);
        let mut author = Author::new();
        author.seeds[0] = 2;
        author.act("2021-01-04", Some(AUTHORITY), act);
        check(&author, &[(Kind::Signature, 2)]);
    }
}

#[test]
fn a_compromise_leaves_in_doubt_what_no_earlier_landmark_covers() {
    let mut author = Author::new();
    let landmark = author.landmark();
    author.act("2020-09-01", None, landmark);
    let since = Instant(author.now.0 + 86_400);
    author.session_in(&SPRING, 3);
    let landmark = author.landmark();
    author.act("2021-05-01", None, landmark);
    let said = PublicAct::CompromiseKey { organisation: EMPLOYER, key: key(11).key, since };
    author.act("2021-05-02", None, said);
    let found = report(&author.publish());
    assert!(found.is_clean(), "{:#?}", found.findings);
    let [doubt] = found.doubts[..] else { panic!("{:?}", found.doubts) };
    assert_eq!((doubt.organisation, doubt.since, doubt.from), (EMPLOYER, since, 2));
    // From then on the key is good for nothing.
    let plan = author.plan(&SPRING, vocab::Level::Four);
    let event = author.event("2021-05-03", Some(EMPLOYER), PublicAct::Announce(plan));
    author.force(&event, &Grounds { rule: None, asserted: 0 });
    check(&author, &[(Kind::Signature, 9), (Kind::Refused, 9)]);
}

#[test]
fn a_landmark_is_signed_by_the_log_and_by_nobody_else() {
    let mut author = Author::new();
    let mut landmark = author.landmark();
    let PublicAct::Landmark { size, .. } = &mut landmark else { panic!() };
    *size = 2;
    author.act("2020-09-01", None, landmark);
    let last = author.entries[2].len() - 1;
    author.entries[2][last] ^= 1;
    check(&author, &[(Kind::Signature, 2)]);
}

#[test]
fn the_checkpoint_is_signed_by_the_key_that_is_meant() {
    let author = Author::with_session(3);
    let published = author.publish();
    let given = |key| Options { key: Some(key), ..Options::default() };
    assert_eq!(found(&report_with(&published, &given(log_key()))), []);
    // The same key under another name: another log.
    let name = seal::KeyName::new("other.invalid").unwrap();
    let other = seal::VerifierKey::new(name, seal::KeyKind::Ed25519, *log_key().public_key());
    let expect = [(Kind::Origin, Some(0)), (Kind::Checkpoint, None), (Kind::Origin, None)];
    assert_eq!(found(&report_with(&published, &given(other))), expect);
    // Another key under the same name, by which the operator signs a second face of the log.
    let name = seal::KeyName::new(ORIGIN).unwrap();
    let seed = seal::SigningSeed::from_bytes(&[77; 32]);
    let second = seal::VerifierKey::new(name, seal::KeyKind::Ed25519, seed.public_key());
    published.write("checkpoint", checkpoint(ORIGIN, 77, 6, author.root(6)).as_bytes());
    let expect = [(Kind::Origin, Some(0))];
    assert_eq!(found(&report_with(&published, &given(second))), expect);
    assert_eq!(found(&report(&published)), [(Kind::Checkpoint, None)]);
}
