//! Entries: written and read back, in exactly one form, and nothing else is read.
//!
//! Out of scope: whether an act is lawful (crate `register`), files of certificates (crate `desk`).

use register::{
    ActingKey, Event, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition,
    RecoverySet, RowId, Scheme, SessionId, SessionPlan, Settlement,
};
use seal::{Entry, EntryError, Grounds, Said, SigningSeed, seal_act};
use vocab::{Day, Instant, Level};

fn organisation() -> Organisation {
    Organisation {
        kind: OrganisationKind::Employer,
        name: "示例（虚构）".into(),
        key: [3; 32],
        operator_custody: true,
        institution: None,
    }
}

fn acts() -> Vec<PublicAct> {
    let session = SessionId(70_000);
    let day = Day(18_500);
    let department = Organisation {
        kind: OrganisationKind::Department,
        institution: Some("99991001".parse().unwrap()),
        ..organisation()
    };
    vec![
        PublicAct::Genesis {
            origin: "demo.dengji.invalid/x".into(),
            law: [1; 32],
            organisations: vec![organisation(), department],
            log_key: [4; 32],
            recovery: RecoverySet { threshold: 2, keys: vec![[11; 32], [12; 32], [13; 32]] },
        },
        PublicAct::RecogniseBody(Recognition {
            id: OrganisationId(4),
            body: organisation(),
            prefix: "Y000099000001".parse().unwrap(),
            scope: vec![(RowId(0), Level::One), (RowId(191), Level::Five)],
            published_on: None,
            until: Some(day),
            covers_outsiders: true,
            standard_exists: false,
        }),
        PublicAct::Announce(SessionPlan {
            session,
            scheme: Scheme::Qualification,
            occupation: RowId(24),
            level: Level::Three,
            registration_until: day,
            planned_on: Day(-1),
        }),
        PublicAct::CloseRegistration {
            session,
            registered: 1,
            root: [9; 32],
            last_accepted_on: day,
        },
        PublicAct::RecordResults { session, held_on: day, sat: 300, passed: 24, root: [8; 32] },
        PublicAct::ConfirmResults { session },
        PublicAct::Settle(Settlement {
            session,
            continued: 1,
            refunded: 23,
            undecided: 24,
            withdrew: 255,
        }),
        PublicAct::Inspect { inspected: OrganisationId(0), findings: [7; 32] },
        PublicAct::Landmark { size: 1 << 40, root: [2; 32], state: [3; 32] },
        PublicAct::RotateKey(ActingKey { key: [14; 32], operator_custody: false }),
        PublicAct::RetireKey,
    ]
}

fn sealed(act: PublicAct) -> (Event, Grounds, Vec<u8>) {
    let actor = (!matches!(act, PublicAct::Genesis { .. })).then_some(OrganisationId(2));
    let event = Event {
        actor,
        sequence: 300,
        on: Day(18_500),
        recorded_at: Instant(1_600_000_000),
        idempotency: [5; 16],
        act,
    };
    let grounds =
        Grounds { rule: Some("2020-80/p4.no-rush".into()), asserted: u64::from(u32::MAX) + 7 };
    let seed = SigningSeed::from_bytes(&[6; 32]);
    let bytes = seal_act(&event, &grounds, "demo.dengji.invalid/x", &seed);
    (event, grounds, bytes)
}

#[test]
fn every_act_reads_back_as_it_was_written_and_is_signed_for_its_log_only() {
    let key = SigningSeed::from_bytes(&[6; 32]).public_key();
    for act in acts() {
        let (event, grounds, bytes) = sealed(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        assert_eq!((&read.event, &read.grounds), (&event, &grounds));
        assert!(read.signed_by(&key, "demo.dengji.invalid/x"));
        assert!(!read.signed_by(&key, "demo.dengji.invalid/y"));
    }
}

#[test]
fn only_the_canonical_bytes_of_an_entry_are_read() {
    for act in acts() {
        let (_, _, bytes) = sealed(act);
        for length in 0..bytes.len() {
            assert!(Entry::read(&bytes[..length]).is_err(), "cut at {length}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(Entry::read(&longer).is_err(), "a byte too many");
        // The version, 1, written in two bytes is the same number in another form.
        let mut wide = bytes.clone();
        wide.splice(1..2, [0x18, 0x01]);
        assert_eq!(Entry::read(&wide), Err(EntryError::NotCanonical));
    }
    assert_eq!(Entry::read(&[]), Err(EntryError::Length(0)));
    assert_eq!(Entry::read(&vec![0; 65_536]), Err(EntryError::Length(65_536)));
}

#[test]
fn a_changed_byte_is_refused_or_changes_what_was_signed() {
    let key = SigningSeed::from_bytes(&[6; 32]).public_key();
    for act in acts() {
        let (_, _, bytes) = sealed(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        let signed = read.message("").len() - "dengji act v1\n\n".len();
        assert_eq!(bytes[..signed], read.message("")["dengji act v1\n\n".len()..]);
        // What comes after is the register's word and the signature.
        let after = bytes.len() - 66..bytes.len();
        for at in (0..signed).chain(after) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            if let Ok(Entry::Act(read)) = Entry::read(&changed) {
                assert!(!read.signed_by(&key, "demo.dengji.invalid/x"), "byte {at}");
            }
        }
    }
}

#[test]
fn what_is_signed_reads_back_as_what_the_actor_says_and_nothing_else_does() {
    for act in acts() {
        let (event, _, bytes) = sealed(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        let message = read.message("demo.dengji.invalid/x");
        let said = Said::read(&message).unwrap();
        assert_eq!(said.origin, "demo.dengji.invalid/x");
        assert_eq!(said.event, Event { recorded_at: Instant(0), ..event });
        assert_eq!(said.batch, None);
        for length in 0..message.len() {
            assert!(Said::read(&message[..length]).is_err(), "cut at {length}");
        }
        assert!(Said::read(&[&message[..], &[0]].concat()).is_err(), "a byte too many");
        // The version, 1, written in two bytes is the same number in another form.
        let mut wide = message.clone();
        let at = "dengji act v1\ndemo.dengji.invalid/x\n".len() + 1;
        wide.splice(at..=at, [0x18, 0x01]);
        assert_eq!(Said::read(&wide), Err(EntryError::NotCanonical));
    }
    assert!(Said::read(b"").is_err());
}
