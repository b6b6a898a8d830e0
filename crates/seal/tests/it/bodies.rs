//! Acts about organisations and bodies: written and read back, and refused out of range.
//!
//! Out of scope: whether an act is lawful (crate `register`), forms of all acts (`entries`).

use register::{
    BodyAct, CentreOf, Event, Organisation, OrganisationId, OrganisationKind, Particulars,
    PublicAct,
};
use seal::{Entry, EntryError, Grounds, SigningSeed, seal_act};
use vocab::{Day, Instant};

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
    for act in acts() {
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
