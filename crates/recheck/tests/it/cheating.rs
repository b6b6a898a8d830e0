//! Logs of which the operator signed every root anew: what is unlawful or moved is found all the
//! same, at its entry.
//!
//! Each row names what was done to a lawful log and everything that has to be found.

use crate::author::{AUTHORITY, AUTUMN, Author, EMPLOYER, LAW, ORIGIN, SPRING, checkpoint, day};
use crate::{found, report, report_with};
use recheck::{Finding, Kind, Options};
use register::{Event, PublicAct, SessionId};
use seal::{Entry, Grounds};
use vocab::{Instant, Level};

const S0: SessionId = SessionId(0);

/// Entries 0 to 5: founding, recognition, plan, closing, results, confirmation; then a batch of
/// four at 6 to 10.
fn issued() -> Author {
    let mut author = Author::with_session(9);
    author.issue(S0, 0..4);
    author
}

/// Publishes the log as it was made and returns the findings, which have to be these.
fn check(author: &Author, expect: &[(Kind, u64)]) -> Vec<Finding> {
    let report = report(&author.publish());
    let expect: Vec<_> = expect.iter().map(|(kind, index)| (*kind, Some(*index))).collect();
    assert_eq!(found(&report), expect, "{:#?}", report.findings);
    report.findings
}

fn no_grounds() -> Grounds {
    Grounds { rule: None, asserted: 0 }
}

#[test]
fn a_missing_entry_shows_in_those_that_rest_on_it() {
    let mut author = issued();
    author.entries.remove(5);
    // An act of the body is missing, nothing was confirmed, and the certificates name another
    // header than the one before them.
    check(&author, &[(Kind::Sequence, 5), (Kind::Refused, 5), (Kind::Batch, 6)]);
    let mut author = issued();
    author.entries.remove(8);
    check(&author, &[(Kind::Batch, 8)]);
}

#[test]
fn a_missing_certificate_leaves_its_batch_open() {
    let mut author = issued();
    author.entries.pop();
    check(&author, &[(Kind::Batch, 6)]);
    let mut author = issued();
    author.entries.pop();
    author.session_in(&SPRING, 2);
    check(&author, &[(Kind::Batch, 6)]);
}

#[test]
fn reordered_entries_are_refused() {
    let mut author = issued();
    author.entries.swap(4, 5);
    // Confirmed before there were results; so the batch lacks a confirmation.
    let turns = [(Kind::Sequence, 4), (Kind::Refused, 4), (Kind::Sequence, 5)];
    check(&author, &[&turns[..], &[(Kind::Refused, 6)]].concat());
    let mut author = issued();
    author.entries.swap(8, 9);
    check(&author, &[(Kind::Batch, 8)]);
}

#[test]
fn a_repeated_entry_is_named_even_where_nothing_forbids_the_act() {
    let mut author = issued();
    let inspect = PublicAct::Inspect { inspected: EMPLOYER, findings: [4; 32] };
    author.act("2021-01-04", Some(AUTHORITY), inspect);
    let last = author.entries.last().unwrap().clone();
    author.entries.push(last);
    check(&author, &[(Kind::Repeated, 12)]);
    let mut author = issued();
    author.entries.push(author.entries[5].clone());
    check(&author, &[(Kind::Repeated, 11)]);
}

#[test]
fn an_altered_certificate_is_not_the_one_its_header_signed() {
    let mut author = issued();
    let last = author.entries[9].len() - 1;
    author.entries[9][last] ^= 1;
    check(&author, &[(Kind::Batch, 6)]);
}

#[test]
fn an_altered_act_has_no_signature() {
    let mut author = issued();
    let last = author.entries[3].len() - 1;
    author.entries[3][last] ^= 1;
    check(&author, &[(Kind::Signature, 3)]);
}

#[test]
fn bytes_that_are_no_entry_are_named() {
    let mut author = issued();
    author.entries.push(vec![0x8a, 9]);
    author.entries.push(Vec::new());
    check(&author, &[(Kind::Entry, 11), (Kind::Entry, 12)]);
    // Within a batch they stand in the place of a certificate, and the rest of it is judged.
    let mut author = issued();
    author.entries[8] = vec![0x87, 1];
    check(&author, &[(Kind::Entry, 8)]);
}

#[test]
fn a_back_dated_act_is_refused_where_it_stands() {
    let mut author = issued();
    let inspect = PublicAct::Inspect { inspected: EMPLOYER, findings: [4; 32] };
    let event = author.event("2020-12-20", Some(AUTHORITY), inspect);
    let grounds = author.grounds(&event);
    let event = Event {
        on: day("2020-12-01"),
        recorded_at: Instant(event.recorded_at.0 - 30 * 86_400),
        ..event
    };
    author.force(&event, &grounds);
    let findings = check(&author, &[(Kind::Refused, 11)]);
    assert_eq!(findings[0].rule.as_deref(), Some("2020-80/p4.dates-are-in-order"));
    assert!(findings[0].quote.is_some());
}

#[test]
fn certificates_without_a_permit_are_refused_with_the_words_of_law() {
    // The body seals on a state of its own in which more rows passed than the log says.
    let mut other = Author::with_session(12);
    let batch = other.batch(&AUTUMN, S0, vec![10, 11], 6);
    let mut author = Author::with_session(9);
    author.entries.extend(batch);
    let findings = check(&author, &[(Kind::Refused, 6)]);
    let rule = "2020-80/p6.no-level-certificate-without-session";
    assert_eq!(findings[0].rule.as_deref(), Some(rule));
    let words = &LAW.rules.iter().find(|r| r.id == rule).unwrap().quote;
    assert_eq!(findings[0].quote.as_ref(), Some(words));
}

#[test]
fn a_certificate_outside_every_batch_has_no_permit() {
    let mut author = issued();
    author.entries.push(author.entries[10].clone());
    author.entries.push(author.entries[9].clone());
    check(&author, &[(Kind::Batch, 11)]);
}

#[test]
fn a_row_that_carries_a_certificate_carries_no_other() {
    let mut author = issued();
    // The body seals on a state of its own in which other rows were used.
    let mut other = Author::with_session(9);
    other.issue(S0, 4..8);
    let again = other.batch(&AUTUMN, S0, vec![3], 11);
    author.entries.extend(again);
    let findings = check(&author, &[(Kind::Refused, 11)]);
    assert!(findings[0].en.contains("already carries a certificate"), "{}", findings[0].en);
}

#[test]
fn a_gap_in_the_serials_is_named_at_the_header() {
    let mut author = issued();
    // The register numbers on from a batch that was larger than the one in the log.
    let mut other = Author::with_session(9);
    other.issue(S0, 0..6);
    let later = other.batch(&AUTUMN, S0, vec![6], 11);
    author.entries.extend(later);
    let findings = check(&author, &[(Kind::Serial, 11)]);
    assert!(findings[0].en.contains("begin at 7 and should at 5"), "{}", findings[0].en);
}

#[test]
fn a_body_out_of_scope_is_refused() {
    let mut author = issued();
    let plan = author.plan(&SPRING, Level::Three);
    let event = author.event(SPRING.announced, Some(EMPLOYER), PublicAct::Announce(plan));
    author.force(&event, &no_grounds());
    let findings = check(&author, &[(Kind::Refused, 11)]);
    assert_eq!(findings[0].rule.as_deref(), Some("2020-80/p5.within-scope"));
}

#[test]
fn another_rule_or_other_facts_than_the_decision_has_are_named() {
    let mut before = Author::new();
    let plan = before.plan(&AUTUMN, Level::Four);
    let event = before.event(AUTUMN.announced, Some(EMPLOYER), PublicAct::Announce(plan));
    let right = before.grounds(&event);
    let cites = Grounds { rule: Some("2020-80/p4.no-rush".into()), ..right.clone() };
    let asserts = Grounds { asserted: right.asserted ^ 1 << 20, ..right };
    let mut author = before.clone();
    author.force(&event, &cites);
    check(&author, &[(Kind::Citation, 2)]);
    let mut author = before;
    author.force(&event, &asserts);
    let findings = check(&author, &[(Kind::Asserted, 2)]);
    assert!(findings[0].en.ends_with("passed"), "{}", findings[0].en);
}

#[test]
fn a_landmark_that_is_no_prefix_is_named() {
    let check_landmark = |change: fn(&mut u64, &mut [u8; 32], &mut [u8; 32]), expect| {
        let mut author = issued();
        let mut landmark = author.landmark();
        let PublicAct::Landmark { size, root, state } = &mut landmark else { panic!() };
        change(size, root, state);
        let event = author.event("2020-12-31", None, landmark);
        author.force(&event, &no_grounds());
        check(&author, &[(expect, 11)]);
    };
    check_landmark(|_, root, _| root[0] ^= 1, Kind::NotAPrefix);
    check_landmark(|size, _, _| *size -= 1, Kind::NotAPrefix);
    check_landmark(|_, _, state| state[31] ^= 1, Kind::State);
}

#[test]
fn a_log_rewritten_below_a_landmark_no_longer_agrees_with_it() {
    let mut author = issued();
    let landmark = author.landmark();
    author.act("2020-12-31", None, landmark);
    // The confirmation is signed anew, a day earlier: lawful, and no longer what was landmarked.
    let Entry::Act(confirmation) = Entry::read(&author.entries[5]).unwrap() else { panic!() };
    let earlier = Event {
        on: day("2020-12-13"),
        recorded_at: Instant(confirmation.event.recorded_at.0 - 86_400),
        ..confirmation.event
    };
    let mut forged = author.clone();
    forged.force(&earlier, &confirmation.grounds);
    author.entries[5] = forged.entries.pop().unwrap();
    check(&author, &[(Kind::NotAPrefix, 11)]);
}

#[test]
fn a_fork_is_shown_by_a_checkpoint_that_was_kept() {
    let mut author = issued();
    let kept = author.checkpoint(11);
    author.entries.truncate(6);
    let mut other = Author::with_session(9);
    other.issue(S0, 4..8);
    other.session_in(&SPRING, 2);
    let with = |kept: &str| Options {
        kept: vec![("kept".into(), kept.as_bytes().to_vec())],
        ..Options::default()
    };
    let shown = report_with(&other.publish(), &with(&kept));
    assert_eq!(found(&shown), [(Kind::NotAPrefix, None)]);
    assert_eq!(shown.findings[0].path.as_deref(), Some("kept"));
    // A log that was cut is shown by its size, a statement of somebody else by its signature.
    let cut = report_with(&author.publish(), &with(&kept));
    assert_eq!(found(&cut), [(Kind::NotAPrefix, None)]);
    let foreign = checkpoint(ORIGIN, 77, 6, author.root(6));
    let signed = report_with(&author.publish(), &with(&foreign));
    assert_eq!(found(&signed), [(Kind::Checkpoint, None)]);
}

#[test]
fn a_checkpoint_must_not_split_a_batch() {
    let report = report(&issued().publish_first(9));
    assert_eq!(found(&report), [(Kind::Batch, Some(6))]);
}

#[test]
fn other_law_is_a_finding_of_its_own() {
    let author = Author::founded_on([8; 32]);
    check(&author, &[(Kind::OtherLaw, 0)]);
}

#[test]
fn findings_end_at_the_number_asked_for() {
    let mut author = issued();
    for _ in 0..9 {
        author.entries.push(vec![0x8a]);
    }
    let options = Options { findings_max: 3, ..Options::default() };
    let report = report_with(&author.publish(), &options);
    assert_eq!(found(&report), [11, 12, 13].map(|index| (Kind::Entry, Some(index))));
    assert!(report.stopped && !report.is_clean());
}
