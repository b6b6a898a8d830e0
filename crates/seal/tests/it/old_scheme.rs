//! Acts about examinations of the old scheme and about cohorts: written, read back, and refused in
//! every other form.
//!
//! Out of scope: whether they are lawful (crate `register`).

use register::{
    Admission, Change, ChangeReason, CohortAct, CohortChange, CohortEnds, CohortId, CohortKind,
    Event, ExamAct, ExamEnd, OrganisationId, PlannedCertificate, PublicAct, RowId, SessionId,
    Settlement, UnmetReason,
};
use seal::{Entry, EntryError, Grounds, Said, SigningSeed, seal_act};
use vocab::{Day, Instant, Level};

fn change(change: CohortChange) -> PublicAct {
    PublicAct::Cohort(CohortAct::Change(Change {
        cohort: CohortId(7),
        change,
        count: 2,
        heads_after: 300,
        root: [4; 32],
        reason: ChangeReason::Health,
    }))
}

fn admission() -> Admission {
    Admission {
        cohort: CohortId(70_000),
        kind: CohortKind::Apprentice,
        occupation: RowId(191),
        level: Level::Three,
        plan: PlannedCertificate::Qualification,
        admitted_on: Day(18_000),
        expected_on: Day(19_000),
        heads: 41,
        root: [1; 32],
        region: 32,
    }
}

fn acts() -> Vec<(u8, PublicAct)> {
    let session = SessionId(70_000);
    let settlement =
        Settlement { session, continued: 1, refunded: 23, undecided: 24, withdrew: 255 };
    let end = ExamEnd {
        session,
        certified: 1,
        not_passed: 2,
        refunded: 24,
        withdrew: 256,
        received_fen: 1 << 40,
        refunded_fen: 7,
        root: [9; 32],
    };
    let ends = CohortEnds {
        cohort: CohortId(7),
        certified: vec![(SessionId(3), 24), (session, 1)],
        unmet: vec![(UnmetReason::NotPassed, 2), (UnmetReason::Unreachable, 300)],
        root: [5; 32],
    };
    let cohort = CohortId(7);
    vec![
        (20, PublicAct::Exam(ExamAct::CompleteBatch { session, admitted: 24, root: [2; 32] })),
        (21, PublicAct::Exam(ExamAct::ReportChoices { settlement, root: [3; 32] })),
        (22, PublicAct::Exam(ExamAct::CloseExam(end))),
        (25, PublicAct::Cohort(CohortAct::Admit(admission()))),
        (26, change(CohortChange::Leave)),
        (26, change(CohortChange::TransferOut { to: CohortId(8) })),
        (26, change(CohortChange::TransferIn { from: CohortId(24) })),
        (26, change(CohortChange::Repeat { into: CohortId(300), expected_on: Day(-1) })),
        (27, PublicAct::Cohort(CohortAct::Complete { cohort, completed_on: Day(1), heads: 9 })),
        (28, PublicAct::Cohort(CohortAct::NameBody { cohort, body: OrganisationId(2) })),
        (29, PublicAct::Cohort(CohortAct::ReportEnds(ends))),
    ]
}

fn sealed(act: PublicAct) -> (Event, Vec<u8>) {
    let event = Event {
        actor: Some(OrganisationId(2)),
        sequence: 300,
        on: Day(18_500),
        recorded_at: Instant(1_600_000_000),
        idempotency: [5; 16],
        act,
    };
    let grounds = Grounds { rule: Some("2020-80/p3.exam-is-closed".into()), asserted: 7 };
    let seed = SigningSeed::from_bytes(&[6; 32]);
    let bytes = seal_act(&event, &grounds, "demo.dengji.invalid/x", &seed);
    (event, bytes)
}

#[test]
fn every_act_reads_back_as_it_was_written_and_no_part_of_one_does() {
    for (kind, act) in acts() {
        let (event, bytes) = sealed(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        assert_eq!(read.event, event);
        // An array of twelve, the version, then the kind: one byte below 24, else two.
        let written = if kind < 24 { vec![kind] } else { vec![0x18, kind] };
        assert_eq!(&bytes[2..2 + written.len()], written.as_slice());
        for length in 0..bytes.len() {
            assert!(Entry::read(&bytes[..length]).is_err(), "kind {kind} cut at {length}");
        }
    }
}

#[test]
fn what_is_signed_reads_back_for_its_log() {
    for (kind, act) in acts() {
        let (event, bytes) = sealed(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        let said = Said::read(&read.message("demo.dengji.invalid/x")).unwrap();
        assert_eq!(said.event.act, event.act, "kind {kind}");
    }
}

/// Replaces the first of the bytes from the body on.
fn check(act: PublicAct, from: &[u8], to: &[u8], expect: Result<(), EntryError>) {
    let (_, bytes) = sealed(act);
    let at = bytes.windows(from.len()).rposition(|w| w == from).expect("the bytes are there");
    let mut other = bytes.clone();
    other.splice(at..at + from.len(), to.iter().copied());
    assert_eq!(Entry::read(&other).map(|_| ()), expect, "{from:?} to {to:?}");
}

#[test]
fn a_value_that_no_act_has_is_refused_by_its_name() {
    let admit = || PublicAct::Cohort(CohortAct::Admit(admission()));
    let value = |field| Err(EntryError::Value(field));
    // Occupation 191, level 3, plan 1.
    check(admit(), &[0x18, 191, 3, 1], &[0x18, 191, 3, 3], value("planned certificate"));
    check(admit(), &[0x18, 191, 3, 1], &[0x18, 191, 6, 1], value("level"));
    check(admit(), &[2, 0x18, 191, 3], &[3, 0x18, 191, 3], value("kind of cohort"));
    check(admit(), &[1, 1, 0x18, 32], &[1, 1, 0x18, 100], value("region"));
    let leave = || change(CohortChange::Leave);
    check(leave(), &[0x81, 1, 2], &[0x81, 2, 2], value("change of a cohort"));
    check(leave(), &[4, 4, 2], &[4, 4, 9], value("reason of a change"));
    let (_, ends) = acts().pop().unwrap();
    check(ends, &[0x82, 1, 2], &[0x82, 7, 2], value("reason for none"));
}

#[test]
fn kinds_that_are_kept_and_not_given_yet_are_refused() {
    let (_, act) = acts().remove(0);
    let (_, mut bytes) = sealed(act);
    bytes[2] = 23;
    assert_eq!(Entry::read(&bytes).map(|_| ()), Err(EntryError::Kind(23)));
}
