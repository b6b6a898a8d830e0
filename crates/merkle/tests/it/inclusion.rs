//! Inclusion proofs: every leaf of every size, and what a changed byte does.
//!
//! Out of scope: consistency, tiles.

use merkle::{BuildError, VerifyError, verify_inclusion};

use crate::reference::{SIZE_MAX, leaves, mth, path, tree};

#[test]
fn every_leaf_of_every_size_is_proved_by_the_path_of_the_definition() {
    let (leaves, tree) = (leaves(SIZE_MAX), tree(SIZE_MAX));
    for size in 1..=leaves.len() {
        let root = tree.root_at(size as u64).unwrap();
        for index in 0..size {
            let proof = tree.inclusion_proof(index as u64, size as u64).unwrap();
            // The definition is cubic over all sizes; near the powers of two it can be afforded.
            if size <= 70 || 255 <= size {
                assert_eq!(proof, path(index, &leaves[..size]), "{index} of {size}");
            }
            let verify =
                |index| verify_inclusion(&leaves[index], index as u64, size as u64, &proof, &root);
            assert_eq!(verify(index), Ok(()), "{index} of {size}");
            let other = (index + 1) % size;
            assert_eq!(verify(other).is_ok(), other == index, "{other} by the proof of {index}");
        }
    }
}

#[test]
fn any_changed_byte_of_leaf_proof_or_root_is_refused() {
    let (leaves, tree) = (leaves(SIZE_MAX), tree(SIZE_MAX));
    for size in (1..=20).chain(255..=257) {
        let root = mth(&leaves[..size as usize]);
        for index in (0..size).filter(|index| size < 40 || index % 37 == 0) {
            let leaf = leaves[index as usize];
            let proof = tree.inclusion_proof(index, size).unwrap();
            for byte in 0..32 {
                let flip = |hash: &[u8; 32]| {
                    let mut hash = *hash;
                    hash[byte] ^= 1;
                    hash
                };
                let refused = Err(VerifyError::RootDiffers);
                assert_eq!(verify_inclusion(&flip(&leaf), index, size, &proof, &root), refused);
                assert_eq!(verify_inclusion(&leaf, index, size, &proof, &flip(&root)), refused);
                for i in 0..proof.len() {
                    let mut proof = proof.clone();
                    proof[i] = flip(&proof[i]);
                    assert_eq!(verify_inclusion(&leaf, index, size, &proof, &root), refused);
                }
            }
        }
    }
}

#[test]
fn a_proof_of_the_wrong_length_or_for_another_tree_is_refused() {
    let (leaves, tree) = (leaves(SIZE_MAX), tree(SIZE_MAX));
    for size in 1..=64 {
        let root = tree.root_at(size).unwrap();
        for index in 0..size {
            let leaf = &leaves[index as usize];
            let mut proof = tree.inclusion_proof(index, size).unwrap();
            let found = proof.len();
            if let Some((_, short)) = proof.split_last() {
                let refused = Err(VerifyError::TooShort { found: found - 1 });
                assert_eq!(verify_inclusion(leaf, index, size, short, &root), refused);
            }
            proof.push(root);
            let refused = Err(VerifyError::TooLong { found: found + 1 });
            assert_eq!(verify_inclusion(leaf, index, size, &proof, &root), refused);
            proof.pop();
            let bigger = tree.root_at(size + 1).unwrap();
            assert!(verify_inclusion(leaf, index, size, &proof, &bigger).is_err());
        }
    }
}

#[test]
fn a_leaf_outside_the_tree_has_no_proof() {
    let tree = tree(5);
    let outside = |index, size| BuildError::IndexOutside { index, size };
    assert_eq!(tree.inclusion_proof(5, 5), Err(outside(5, 5)));
    assert_eq!(tree.inclusion_proof(0, 0), Err(outside(0, 0)));
    assert!(matches!(tree.inclusion_proof(0, 6), Err(BuildError::Source(_))));
    let root = tree.root();
    let refused = Err(VerifyError::IndexOutside { index: 5, size: 5 });
    assert_eq!(verify_inclusion(&root, 5, 5, &[], &root), refused);
    let refused = Err(VerifyError::IndexOutside { index: u64::MAX, size: u64::MAX });
    assert_eq!(verify_inclusion(&root, u64::MAX, u64::MAX, &[root; 64], &root), refused);
}

#[test]
fn the_largest_sizes_do_not_overflow() {
    let root = [7; 32];
    for index in [0, 1, u64::MAX / 2, u64::MAX - 1] {
        for length in 0..=65 {
            let found = verify_inclusion(&root, index, u64::MAX, &vec![root; length], &root);
            assert!(found.is_err());
        }
    }
}
