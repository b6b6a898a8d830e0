//! Landmarks: the signed list reads back, proofs under it hold, and any change is refused.
//!
//! Out of scope: whether the list is that of a log's entries (crate `recheck`).

use crate::world::{ORIGIN, log_key, log_signer};
use merkle::{Tree, covering, leaf_hash};
use seal::{Landmark, Landmarks, Logged, SealError};
use vocab::Instant;

const SIZES: [u64; 5] = [1, 5, 6, 64, 100];

fn leaf(index: u64) -> [u8; 32] {
    leaf_hash(&index.to_be_bytes())
}

fn log() -> Tree {
    let mut tree = Tree::new();
    (0..100).for_each(|index| tree.append(leaf(index)));
    tree
}

fn landmarks(tree: &Tree) -> Landmarks {
    let mut list = Landmarks::new(ORIGIN);
    let mut start = 0;
    for size in SIZES {
        let (left, right) = covering(start, size);
        let covers = (left.hash(&mut &*tree).unwrap(), right.map(|r| r.hash(&mut &*tree).unwrap()));
        let root = tree.root_at(size).unwrap();
        assert!(list.push(Landmark { size, time: Instant(1_000 * size as i64), root, covers }));
        start = size;
    }
    list
}

#[test]
fn a_signed_list_reads_back_and_any_changed_byte_is_refused() {
    let list = landmarks(&log());
    let text = list.signed(&log_signer()).unwrap();
    assert_eq!(Landmarks::open(text.as_bytes(), &log_key()), Ok(list));
    for at in 0..text.len() {
        let mut changed = text.clone().into_bytes();
        changed[at] ^= 1;
        assert!(Landmarks::open(&changed, &log_key()).is_err(), "byte {at}");
        assert!(Landmarks::open(&text.as_bytes()[..at], &log_key()).is_err(), "cut at {at}");
    }
    let empty = Landmarks::new(ORIGIN).signed(&log_signer()).unwrap();
    assert_eq!(Landmarks::open(empty.as_bytes(), &log_key()), Ok(Landmarks::new(ORIGIN)));
}

#[test]
fn every_entry_is_proved_under_the_first_landmark_that_covers_it() {
    let tree = log();
    let list = landmarks(&tree);
    for index in 0..100 {
        let (subtree, _, landmark) = list.subtree(index).unwrap();
        assert_eq!(landmark.size, *SIZES.iter().find(|s| index < **s).unwrap());
        let proof = subtree.prove(&mut &tree, index).unwrap();
        assert!(proof.len() <= 6, "{index}: {}", proof.len());
        assert_eq!(list.verify(&leaf(index), index, &proof), Ok(landmark));
        assert!(list.verify(&leaf(index + 1), index, &proof).is_err());
    }
    assert!(matches!(list.verify(&leaf(100), 100, &[]), Err(SealError::Inclusion(_))));
}

#[test]
fn a_place_in_the_log_has_bounds_of_time() {
    let list = landmarks(&log());
    let check = |index, not_before: Option<i64>, not_after: Option<i64>| {
        let expect =
            Logged { not_before: not_before.map(Instant), not_after: not_after.map(Instant) };
        assert_eq!(list.logged(index), expect, "{index}");
    };
    check(0, None, Some(1_000));
    check(1, Some(1_000), Some(5_000));
    check(4, Some(1_000), Some(5_000));
    check(5, Some(5_000), Some(6_000));
    check(99, Some(64_000), Some(100_000));
    check(100, Some(100_000), None);
}

#[test]
fn a_landmark_comes_after_the_one_before() {
    let mut list = landmarks(&log());
    let hash = [0; 32];
    let mut check = |size, time, right: bool, expect| {
        let covers = (hash, right.then_some(hash));
        let landmark = Landmark { size, time: Instant(time), root: hash, covers };
        assert_eq!(list.push(landmark), expect, "{size} {time}");
    };
    check(100, 200_000, false, false);
    check(99, 200_000, false, false);
    check(101, 99_999, false, false);
    check(101, 100_000, true, false);
    check(101, 100_000, false, true);
}
