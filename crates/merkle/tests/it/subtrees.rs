//! Subtrees: two cover every interval, their hashes are those of the definition, and proofs in
//! them hold for their leaves only.

use crate::reference::{leaves, mth, tree};
use merkle::{Subtree, covering};

const SIZE: u64 = 70;

#[test]
fn every_interval_is_covered_by_at_most_two_subtrees_that_stand_side_by_side() {
    for end in 1..=SIZE {
        for start in 0..end {
            let (left, right) = covering(start, end);
            let last = right.unwrap_or(left);
            assert!(left.start() <= start && last.end() == end, "{start} to {end}");
            if let Some(right) = right {
                assert_eq!(left.end(), right.start(), "{start} to {end}");
            }
            for part in [Some(left), right].into_iter().flatten() {
                assert_eq!(Subtree::new(part.start(), part.end()), Some(part));
            }
            // No larger than it must be: at most as many leaves again as the interval has.
            assert!(end - left.start() <= 2 * (end - start), "{start} to {end}: {left:?}");
        }
    }
}

#[test]
fn a_run_that_no_tree_has_as_a_node_is_no_subtree() {
    for (start, end, expect) in [
        (0, 1, true),
        (0, 5, true),
        (4, 8, true),
        (4, 7, true),
        (8, 13, true),
        (4, 9, false),
        (2, 5, false),
        (3, 3, false),
        (5, 4, false),
        (u64::MAX - 1, u64::MAX, true),
        (1, u64::MAX, false),
        (0, u64::MAX, true),
    ] {
        assert_eq!(Subtree::new(start, end).is_some(), expect, "{start} to {end}");
    }
}

#[test]
fn every_leaf_of_every_subtree_is_proved_and_no_other() {
    let (leaves, tree) = (leaves(SIZE), tree(SIZE));
    for end in 1..=SIZE {
        for start in 0..end {
            let Some(subtree) = Subtree::new(start, end) else { continue };
            let hash = subtree.hash(&mut &tree).unwrap();
            assert_eq!(hash, mth(&leaves[start as usize..end as usize]), "{subtree:?}");
            for index in start..end {
                let proof = subtree.prove(&mut &tree, index).unwrap();
                let leaf = &leaves[index as usize];
                assert_eq!(subtree.verify(leaf, index, &proof, &hash), Ok(()));
                let other = &leaves[(index as usize + 1) % leaves.len()];
                assert!(subtree.verify(other, index, &proof, &hash).is_err());
            }
            assert!(subtree.prove(&mut &tree, end).is_err());
            assert!(start == 0 || subtree.prove(&mut &tree, start - 1).is_err());
        }
    }
}
