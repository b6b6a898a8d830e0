//! Entries, signatures and commitments of the vectors: bytes and words agree both ways.
//!
//! Out of scope: the log as a whole (`check_log`), texts (`check_texts`).

use crate::vectors::cbor::Item;
use crate::vectors::keys::{KEYS, ORIGIN, seed};
use crate::vectors::making::{idempotency, root, salt};
use crate::vectors::{rows, say, unhex};
use merkle::{EntryBundle, Tile, covering, leaf_hash};
use seal::{Commitment, Entry, Field, PublicKey, Salt, Signature, SigningSeed};
use serde_json::{Value, json};

#[test]
fn every_entry_says_what_stands_beside_it_and_is_signed_by_the_keys_it_names() {
    let all: Vec<u64> = (1..=14).chain([64]).collect();
    assert_eq!(kinds_of("entries/log.json", ORIGIN), all, "every kind has a vector");
}

/// Holds the entries of a log against what stands beside them, and returns their kinds.
pub fn kinds_of(path: &str, origin: &str) -> Vec<u64> {
    let mut kinds = std::collections::BTreeSet::new();
    for row in rows(path) {
        let bytes = unhex(&row["bytes"]);
        let entry = Entry::read(&bytes).unwrap();
        assert_eq!(say::entry(&bytes), row["says"], "{}", row["index"]);
        assert_eq!(say::hex(&leaf_hash(&bytes)), row["leaf"]);
        assert_eq!(Item::read(&bytes).bytes(), bytes);
        kinds.insert(row["says"]["kind"].as_u64().unwrap());
        let Entry::Act(act) = entry else { continue };
        let message = act.message(origin);
        assert_eq!(say::hex(&message), row["signed"]);
        let names: Vec<&str> =
            row["signed-by"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
        // Ed25519 has one signature for a key and a message, so it is made again.
        match &act.signature {
            Signature::One(signature) => assert_eq!(seed(names[0]).sign(&message), *signature),
            Signature::Recovery(all) => {
                assert_eq!(all.len(), names.len());
                for ((place, signature), name) in all.iter().zip(names) {
                    assert_eq!(name, format!("recovery {place}"));
                    assert_eq!(seed(name).sign(&message), *signature);
                }
            }
        }
    }
    kinds.into_iter().collect()
}

#[test]
fn entries_that_are_wrong_in_one_thing_are_refused() {
    let all = rows("entries/refused.json");
    for row in &all {
        let read = Entry::read(&unhex(&row["bytes"]));
        assert!(read.is_err(), "{}: {read:?}", row["why"]);
    }
    assert!(40 <= all.len(), "the reasons are many");
}

#[test]
fn signatures_hold_or_not_as_the_vectors_say() {
    for row in rows("signatures.json") {
        let (public, signature) = (unhex(&row["public"]), unhex(&row["signature"]));
        let holds = PublicKey::from_bytes(&public.try_into().unwrap())
            .is_ok_and(|key| key.verify(&unhex(&row["message"]), &signature.try_into().unwrap()));
        assert_eq!(json!(holds), row["holds"], "{}", row["why"]);
    }
}

#[test]
fn keys_are_those_that_everybody_knows() {
    for row in rows("keys.json") {
        let name = row["name"].as_str().unwrap();
        let (_, from) = KEYS.iter().find(|(n, _)| *n == name).unwrap();
        assert_eq!((json!(from.from(name)), json!(say::hex(&from.bytes(name)))), {
            (row["from"].clone(), row["seed"].clone())
        });
        let seed = SigningSeed::from_bytes(&unhex(&row["seed"]).try_into().unwrap());
        assert_eq!(json!(say::hex(seed.public_key().as_bytes())), row["public"]);
    }
}

/// Computes a value of `commitments.json` from its parts.
fn commitment(row: &Value) -> Vec<u8> {
    let part = |n: usize| &row["parts"][n];
    let text = |n: usize| part(n).as_str().unwrap();
    let number = |n: usize| part(n).as_u64().unwrap();
    let field = match row["what"].as_str().unwrap() {
        "name" => Field::Name(text(0)),
        "document" => Field::Document(number(0) as u8, text(1)),
        "row" => {
            let passed = part(3).as_bool().unwrap();
            Field::Row(number(0) as u32, number(1) as u16, number(2) as u16, passed)
        }
        "root" => {
            let leaves = row["parts"].as_array().unwrap().iter();
            let leaves = leaves.map(|l| Commitment(unhex(l).try_into().unwrap()));
            return root(&leaves.collect::<Vec<_>>()).to_vec();
        }
        "idempotency" => return idempotency(text(0)).to_vec(),
        what => panic!("{what}"),
    };
    Salt(unhex(&row["salt"]).try_into().unwrap()).commit(field).0.to_vec()
}

#[test]
fn commitments_and_roots_are_those_of_their_parts() {
    for (n, row) in (0..).zip(rows("commitments.json")) {
        assert_eq!(say::hex(&commitment(&row)), row["value"], "{row}");
        if let Some(found) = row.get("salt") {
            assert_eq!(&json!(say::hex(&salt(n).0)), found);
        }
    }
}

#[test]
fn intervals_are_covered_and_paths_are_read_as_the_vectors_say() {
    for row in rows("geometry.json") {
        if row["what"] == "path" {
            let path = row["path"].as_str().unwrap();
            let good = path.parse::<Tile>().is_ok() || path.parse::<EntryBundle>().is_ok();
            assert_eq!(json!(good), row["good"], "{path}");
            continue;
        }
        let number = |name: &str| row[name].as_u64().unwrap();
        let (left, right) = covering(number("start"), number("end"));
        let found: Vec<[u64; 2]> =
            [Some(left), right].into_iter().flatten().map(|s| [s.start(), s.end()]).collect();
        assert_eq!(json!(found), row["subtrees"], "{row}");
    }
}

#[test]
fn the_cells_of_the_state_add_up_to_its_digest() {
    cells_add_up("state-cells.json", "entries/log.json");
}

/// Holds the cells of a file against the digests that stand beside the entries of another.
pub fn cells_add_up(cells: &str, entries: &str) {
    use sha2::{Digest as _, Sha256};
    let entries = rows(entries);
    let cells = rows(cells);
    assert!(!cells.is_empty());
    for row in cells {
        let mut sum = [0u8; 32];
        for cell in row["cells"].as_array().unwrap() {
            let map = cell["map"].as_str().unwrap().as_bytes().to_vec();
            let mut hash = Sha256::new();
            for part in [map, unhex(&cell["key"]), unhex(&cell["value"])] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
            let mut carry = 0u16;
            for (byte, other) in sum.iter_mut().zip(hash.finalize()).rev() {
                let both = u16::from(*byte) + u16::from(other) + carry;
                *byte = both as u8;
                carry = both >> 8;
            }
        }
        let entry = entries.iter().find(|e| e["index"] == row["after"]).unwrap();
        assert_eq!(json!(say::hex(&sum)), entry["state-after"], "after entry {}", row["after"]);
    }
}
