//! Snapshots: what is kept after every act of the other tests, and bytes that are none.
//!
//! In scope: one state at a time. Out of scope: long histories, which the simulator keeps and loads
//! again (`sim`).

use crate::scene::Scene;
use register::{SnapshotError, State};

/// The state is the one that its digest is of, and loads again as it is. Of a long history every
/// sixteenth state is looked at.
pub fn check(state: &State) {
    if 200 < state.version() && !state.version().is_multiple_of(16) {
        return;
    }
    assert_eq!(state.verify_digest(), Ok(()));
    let bytes = state.snapshot();
    let loaded = State::from_snapshot(&bytes).unwrap();
    assert_eq!(loaded.digest(), state.digest());
    assert!(loaded == *state, "the loaded state is another: {loaded:#?} {state:#?}");
    assert!(loaded.snapshot() == bytes, "a state has one snapshot");
}

fn refused(bytes: &[u8], text: &str) {
    let error = State::from_snapshot(bytes).unwrap_err();
    assert!(error.to_string().contains(text), "{error}, not {text}");
}

#[test]
fn bytes_that_are_no_snapshot_are_refused_with_section_and_byte() {
    let bytes = Scene::new(None).state.snapshot();
    refused(b"", "no snapshot of a register");
    refused(b"dengji state\n", "no snapshot of a register");
    refused(b"dengji state\n\x01", "is of version 1, this program reads 2");
    refused(b"dengji state\n\x02", "ends at byte 14, within section `founding`");
    refused(&bytes[..14 + 9], "ends at byte 23, within section `founding`");
    refused(&bytes[..bytes.len() - 1], "within section `digest`");
    refused(&[&bytes[..], b"x"].concat(), "1 bytes are left");
    let with = |place: usize, value: u8| {
        let mut bytes = bytes.clone();
        bytes[place] = value;
        bytes
    };
    refused(&with(14, 9), "section 9 at byte 14 is not section `founding`");
    refused(&with(14 + 9, 2), "before byte 24 in section `founding` is not 0 or 1");
    // The length of the origin, and then that of the section.
    refused(&with(14 + 10, 0x7f), "`founding`");
    let longer = bytes[15] + 1;
    refused(&with(15, longer), "1 bytes are left at byte");
    refused(&with(15 + 7, 0xff), "within section `founding`");
}

#[test]
fn a_snapshot_that_was_cut_or_changed_anywhere_is_refused_or_loads() {
    let bytes = Scene::new(None).state.snapshot();
    for length in 0..bytes.len() {
        assert!(State::from_snapshot(&bytes[..length]).is_err(), "{length} bytes");
    }
    let mut changed = bytes.clone();
    let (mut loaded, mut refused) = (0, 0);
    for place in 0..bytes.len() {
        for value in [0, 1, 2, 0x7f, 0x80, 0xff, bytes[place].wrapping_add(1)] {
            changed[place] = value;
            match State::from_snapshot(&changed) {
                Ok(_) => loaded += 1,
                Err(SnapshotError::NotASnapshot) => assert!(place < 13),
                Err(error) => {
                    assert!(13 <= place && !error.to_string().is_empty());
                    refused += 1;
                }
            }
        }
        changed[place] = bytes[place];
    }
    assert!(0 < loaded && 0 < refused);
}

#[test]
fn a_digest_of_another_state_is_found_by_forming_every_cell() {
    let mut bytes = Scene::new(None).state.snapshot();
    // The last two values are the sums; the first of them is of the cells that are held.
    let place = bytes.len() - 40;
    bytes[place] ^= 1;
    let state = State::from_snapshot(&bytes).unwrap();
    let found = state.verify_digest().unwrap_err();
    assert_ne!(found.kept, found.formed);
    assert_ne!(state.digest(), Scene::new(None).state.digest());
}
