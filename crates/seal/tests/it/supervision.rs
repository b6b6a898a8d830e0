//! Entries of acts about supervision: written and read back, in exactly one form.
//!
//! Out of scope: whether an act is lawful (crate `register`).

use register::{
    CaseId, DrawId, DrawKind, Event, Finding, FindingCode, Grounds, Hold, HoldId, HoldReason,
    Inspection, InspectionId, InspectionOutcome, OpenCase, OrganisationId, Population, PublicAct,
    Related, Relation, RelationKind, Release, ReleaseReason, RowId, Sanction, SanctionStep,
    SessionId, StaffId, SupervisionAct,
};
use seal::{Entry, EntryError, Grounds as Cited, SigningSeed, seal_act};
use vocab::{Day, Instant};

fn acts() -> Vec<(u8, SupervisionAct)> {
    let (draw, case, body) = (DrawId(3), CaseId(300), OrganisationId(70_000));
    let (day, staff) = (Day(18_600), StaffId { of: OrganisationId(1), number: 9 });
    let hold = Hold {
        hold: HoldId(0),
        body,
        occupation: Some(RowId(191)),
        session: Some(SessionId(24)),
        reason: HoldReason::Pace,
    };
    let release = Release {
        hold: HoldId(0),
        body,
        session: None,
        until: Some(day),
        reason: ReleaseReason::Campaign,
    };
    let population = Population {
        draw,
        kind: DrawKind::Bodies,
        root: [1; 32],
        size: 400,
        pick: 24,
        method: 1,
        nonce: [2; 32],
    };
    let of_days = Population { kind: DrawKind::Sessions { from: day, until: day }, ..population };
    let of_rows = Population { kind: DrawKind::Certificates(SessionId(255)), ..population };
    let inspection = Inspection {
        inspection: InspectionId(24),
        draw: Some((draw, 0)),
        body,
        session: None,
        inspectors: vec![staff, StaffId { number: 256, ..staff }],
        findings: [7; 32],
        outcome: InspectionOutcome::Irregular,
    };
    let alone = Inspection { draw: None, session: Some(SessionId(0)), ..inspection.clone() };
    let open = OpenCase {
        case,
        subject: body,
        grounds: Grounds::Inspection,
        inspection: Some(InspectionId(24)),
        draw: None,
        commitment: [4; 32],
    };
    let finding = Finding {
        case,
        code: FindingCode::PassAll,
        session: Some(SessionId(1)),
        rows: vec![(0, 23), (24, 70_000)],
        commitment: [5; 32],
    };
    let sanction =
        Sanction { case, step: SanctionStep::Suspension, until: Some(day), occupation: None };
    let relation = Relation {
        a: Related::Staff(staff),
        b: body,
        kind: RelationKind::Teacher,
        from: day,
        until: None,
    };
    let parent = Relation { a: Related::Organisation(OrganisationId(1)), ..relation };
    vec![
        (70, SupervisionAct::Hold(hold)),
        (70, SupervisionAct::Hold(Hold { occupation: None, session: None, ..hold })),
        (71, SupervisionAct::Release(release)),
        (72, SupervisionAct::CommitPopulation(population)),
        (72, SupervisionAct::CommitPopulation(of_days)),
        (72, SupervisionAct::CommitPopulation(of_rows)),
        (73, SupervisionAct::CommitNonce { draw, commitment: [3; 32] }),
        (74, SupervisionAct::RevealNonce { draw, nonce: [3; 32] }),
        (75, SupervisionAct::Draw { draw, picks: vec![0, 399, 24] }),
        (76, SupervisionAct::Inspection(inspection)),
        (76, SupervisionAct::Inspection(alone)),
        (77, SupervisionAct::OpenCase(open)),
        (78, SupervisionAct::Finding(finding)),
        (79, SupervisionAct::Rectify { case, due: day }),
        (80, SupervisionAct::Rectified { case, commitment: [6; 32] }),
        (81, SupervisionAct::Sanction(sanction)),
        (82, SupervisionAct::Appeal { case, commitment: [6; 32] }),
        (83, SupervisionAct::DecideAppeal { case, upheld: true }),
        (84, SupervisionAct::CloseCase { case }),
        (85, SupervisionAct::DeclareRelation(relation)),
        (85, SupervisionAct::DeclareRelation(parent)),
    ]
}

fn sealed(act: &SupervisionAct) -> (Event, Vec<u8>) {
    let event = Event {
        actor: Some(OrganisationId(1)),
        sequence: 5,
        on: Day(18_600),
        recorded_at: Instant(1_600_000_000),
        idempotency: [8; 16],
        act: PublicAct::Supervise(act.clone()),
    };
    let cited = Cited { rule: Some("2020-80/p6.quality-is-supervised".into()), asserted: 0 };
    let seed = SigningSeed::from_bytes(&[9; 32]);
    let bytes = seal_act(&event, &cited, "demo.dengji.invalid/x", &seed);
    (event, bytes)
}

fn check(kind: u8, act: &SupervisionAct) {
    let (event, bytes) = sealed(act);
    // Head of twelve items, version, kind of two bytes.
    assert_eq!(bytes[..4], [0x8c, 1, 0x18, kind], "{act:?}");
    let Ok(Entry::Act(read)) = Entry::read(&bytes) else { panic!("{act:?} is not read") };
    assert_eq!(read.event, event);
    for cut in 0..bytes.len() {
        assert!(Entry::read(&bytes[..cut]).is_err(), "{act:?} cut at {cut}");
    }
}

#[test]
fn every_act_about_supervision_is_read_back_as_it_was_written() {
    for (kind, act) in acts() {
        check(kind, &act);
    }
}

/// Replaces bytes of an act that stand in it once, and reads it.
fn broken(act: usize, from: &[u8], to: &[u8]) -> Result<Entry, EntryError> {
    let (_, mut bytes) = sealed(&acts()[act].1);
    let at: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert_eq!(at.len(), 1, "the bytes stand in the entry once");
    bytes.splice(at[0]..at[0] + from.len(), to.iter().copied());
    Entry::read(&bytes)
}

#[test]
fn codes_and_kinds_that_are_not_known_are_refused() {
    // A hold: session 24, reason 1 becomes 5.
    assert_eq!(
        broken(0, &[0x18, 24, 1], &[0x18, 24, 5]),
        Err(EntryError::Value("reason of a hold"))
    );
    // A population of bodies becomes one of kind 4.
    assert_eq!(
        broken(3, &[3, 0x81, 1, 0x58], &[3, 0x81, 4, 0x58]),
        Err(EntryError::Value("kind of a draw"))
    );
    // A step beyond the ladder.
    assert_eq!(
        broken(15, &[0x19, 1, 44, 3], &[0x19, 1, 44, 6]),
        Err(EntryError::Value("step of a sanction"))
    );
    // A kind that is kept and not used.
    assert_eq!(broken(18, &[0x8c, 1, 0x18, 84], &[0x8c, 1, 0x18, 86]), Err(EntryError::Kind(86)));
    // A number of draw that takes more bytes than it needs.
    assert!(matches!(
        broken(6, &[0x82, 3, 0x58], &[0x82, 0x18, 3, 0x58]),
        Err(EntryError::NotCanonical)
    ));
}
