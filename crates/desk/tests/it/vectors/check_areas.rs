//! The log of the areas: every kind from 15 on has a vector, says what stands beside it, and gives
//! the state that is stated.
//!
//! Out of scope: kinds 1 to 14 and what one file holds of everything else (`check_entries`).

use crate::vectors::cbor::Item;
use crate::vectors::check_entries::{cells_add_up, kinds_of};
use crate::vectors::check_log::Log;
use crate::vectors::keys::AREAS;
use crate::vectors::{rows, unhex};
use seal::{Entry, EntryError};
use std::collections::BTreeSet;

const LOG: Log = Log { place: "areas/log/", origin: AREAS, entries: "areas/entries.json" };

/// Kinds that the schema of entries names.
fn documented() -> BTreeSet<u64> {
    let schema = include_str!("../../../../../docs/formats/entry.cddl");
    let number = |rest: &str| {
        let digits = rest.split_once(|c: char| !c.is_ascii_digit()).expect("more follows").0;
        digits.parse::<u64>().ok()
    };
    let acts = schema.split("[version, kind: ").skip(1).filter_map(number);
    acts.chain([64]).collect()
}

#[test]
fn every_kind_has_a_vector() {
    let first = kinds_in("entries/log.json");
    let areas: BTreeSet<u64> = kinds_of(LOG.entries, LOG.origin).into_iter().collect();
    let all: BTreeSet<u64> = first.union(&areas).copied().collect();
    assert_eq!(all, documented(), "kinds of docs/formats/entry.cddl, and those with a vector");
    assert_eq!(all, readable(), "kinds that the register reads, and those with a vector");
}

fn kinds_in(path: &str) -> BTreeSet<u64> {
    rows(path).iter().map(|row| row["says"]["kind"].as_u64().unwrap()).collect()
}

/// Kinds that the register reads: of every other one it says that it does not know it, whatever
/// follows.
fn readable() -> BTreeSet<u64> {
    let act = Item::read(&unhex(&rows("entries/log.json")[0]["bytes"]));
    let known = |kind: &u64| {
        let other = act.with(&[1], Item::Uint(*kind)).bytes();
        !matches!(Entry::read(&other), Err(EntryError::Kind(_)))
    };
    (0..=255).filter(known).collect()
}

#[test]
fn the_log_of_the_areas_is_what_its_checkpoint_says_and_holds_no_other_file() {
    let (entries, landmarks) = LOG.is_what_its_checkpoint_says();
    assert_eq!((entries, landmarks), (entries, 7));
}

#[test]
fn i_reg_1_every_act_of_the_areas_is_signed_lawful_and_gives_the_state_that_is_stated() {
    LOG.replays();
}

#[test]
fn cells_of_the_areas_add_up_to_the_digest_of_their_state() {
    cells_add_up("areas/state-cells.json", LOG.entries);
}
