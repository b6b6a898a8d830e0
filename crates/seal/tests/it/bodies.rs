//! Acts about organisations and bodies: written and read back, and refused out of range.
//!
//! Out of scope: whether an act is lawful (crate `register`), forms of all acts (`entries`).

use register::{
    ApplicationId, Applied, BodyAct, BodyReason, CentreOf, Event, Grant, Organisation,
    OrganisationId, OrganisationKind, Particulars, PublicAct, ReviewStep, RowId, Site, StaffId,
};
use seal::{Entry, EntryError, Grounds, SigningSeed, seal_act};
use vocab::{Day, Instant, Level};

fn organisation(kind: OrganisationKind) -> Organisation {
    Organisation {
        kind,
        name: "示例（虚构）".into(),
        key: [3; 32],
        operator_custody: false,
        institution: None,
    }
}

fn acts() -> Vec<BodyAct> {
    let (id, parent) = (OrganisationId(70_000), Some(OrganisationId(0)));
    let particulars = Particulars { region: Some(23), parent, centre_of: CentreOf::Hr };
    let none = Particulars { region: None, parent: None, centre_of: CentreOf::None };
    vec![
        BodyAct::Register {
            id,
            organisation: organisation(OrganisationKind::Supervisor),
            particulars,
        },
        BodyAct::Describe { organisation: id, particulars: none },
        BodyAct::Apply(Applied {
            application: ApplicationId(300),
            kind: OrganisationKind::School,
            scope: vec![(RowId(0), Level::One), (RowId(191), Level::Five)],
            documents: [9; 32],
            conditions: 0b1011,
            national: true,
        }),
    ]
}

fn steps() -> Vec<BodyAct> {
    let staff = |number| StaffId { of: OrganisationId(1), number };
    let steps = [
        ReviewStep::Incomplete { missing: 1 << 31 },
        ReviewStep::Complete,
        ReviewStep::Reviewed { reviewers: vec![staff(1), staff(900), staff(7)], favourable: true },
        ReviewStep::Publicised { from: Day(18_500), until: Day(18_506) },
        ReviewStep::Objected { commitment: [8; 32] },
        ReviewStep::ObjectionDecided { upheld: false },
        ReviewStep::Refused { reason: BodyReason::Objection },
        ReviewStep::Withdrawn,
    ];
    steps.map(|step| BodyAct::Review { application: ApplicationId(300), step }).to_vec()
}

fn changes() -> Vec<BodyAct> {
    let (body, scope) = (OrganisationId(70_000), vec![(RowId(24), Level::Three)]);
    let prefix = "S000199000001".parse().unwrap();
    let site = Site { prefix, seats_a_day: 240, rooms: vec![30, 300] };
    vec![
        BodyAct::Grant(Grant {
            application: ApplicationId(300),
            body,
            scope: scope.clone(),
            sites: vec![site.clone(), Site { rooms: vec![], ..site.clone() }],
            published_on: Day(18_600),
            until: Day(19_600),
            covers_outsiders: true,
            standard_exists: false,
        }),
        BodyAct::Amend { body, scope, standard_exists: true },
        BodyAct::Renew { body, until: Day(20_000) },
        BodyAct::Suspend {
            body,
            occupation: Some(RowId(24)),
            until: Some(Day(18_700)),
            reason: BodyReason::Quality,
        },
        BodyAct::Suspend { body, occupation: None, until: None, reason: BodyReason::OwnRequest },
        BodyAct::Reinstate { body, occupation: None },
        BodyAct::Remove { body, reason: BodyReason::Procedure },
        BodyAct::ChangeSite { body, site, open: false },
        BodyAct::Convert { centre: body },
    ]
}

fn sealed(act: BodyAct) -> (Event, Vec<u8>) {
    let event = Event {
        actor: Some(OrganisationId(0)),
        sequence: 300,
        on: Day(18_500),
        recorded_at: Instant(1_600_000_000),
        idempotency: [5; 16],
        act: PublicAct::Body(act),
    };
    let grounds = Grounds { rule: None, asserted: 0 };
    let seed = SigningSeed::from_bytes(&[6; 32]);
    let bytes = seal_act(&event, &grounds, "demo.dengji.invalid/x", &seed);
    (event, bytes)
}

#[test]
fn every_act_about_bodies_reads_back_as_it_was_written_in_one_form_only() {
    for act in acts().into_iter().chain(steps()).chain(changes()) {
        let (event, bytes) = sealed(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        assert_eq!(read.event, event);
        for length in 0..bytes.len() {
            assert!(Entry::read(&bytes[..length]).is_err(), "cut at {length}");
        }
    }
}

/// Replaces bytes of an act, which must occur once, and expects it refused.
fn check(act: BodyAct, from: &[u8], to: &[u8], expect: EntryError) {
    let (_, mut bytes) = sealed(act);
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert_eq!(places.len(), 1, "{from:x?} occurs once");
    bytes.splice(places[0]..places[0] + from.len(), to.iter().copied());
    assert_eq!(Entry::read(&bytes), Err(expect), "{from:x?} → {to:x?}");
}

#[test]
fn particulars_out_of_range_are_refused() {
    // Array of three: region 23, parent 0, centre 1.
    let registered = || acts().remove(0);
    let said = [0x83, 0x17, 0x00, 0x01];
    check(registered(), &said, &[0x83, 0x00, 0x00, 0x01], EntryError::Value("region"));
    check(registered(), &said, &[0x83, 0x18, 100, 0x00, 0x01], EntryError::Value("region"));
    check(registered(), &said, &[0x83, 0x17, 0x00, 0x03], EntryError::Value("centre"));
}

#[test]
fn codes_that_stand_for_nothing_are_refused() {
    let step = |place: usize| steps().remove(place);
    let review = |of: &[u8]| [&[0x82, 0x19, 0x01, 0x2c][..], of].concat();
    let kind = EntryError::Value("step of review");
    check(step(1), &review(&[0x81, 2]), &review(&[0x81, 9]), kind);
    check(step(1), &review(&[0x81, 2]), &review(&[0x82, 2]), kind);
    let reason = EntryError::Value("reason");
    check(step(6), &review(&[0x82, 7, 3]), &review(&[0x82, 7, 0]), reason);
    check(step(6), &review(&[0x82, 7, 3]), &review(&[0x82, 7, 8]), reason);
    let applied = || acts().remove(2);
    let (school, department) = ([0x19, 0x01, 0x2c, 6], [0x19, 0x01, 0x2c, 2]);
    check(applied(), &school, &department, EntryError::Value("kind of body"));
    check(changes().remove(7), b"S0001", b"T0001", EntryError::Value("prefix"));
}
