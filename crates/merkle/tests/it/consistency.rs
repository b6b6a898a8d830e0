//! Consistency proofs: every pair of sizes, and what a changed byte does.
//!
//! Out of scope: inclusion, tiles.

use merkle::{BuildError, Digest, VerifyError, empty_root, verify_consistency};

use crate::reference::{SIZE_MAX, leaves, subproof, tree};

#[test]
fn every_pair_of_sizes_is_proved_by_the_proof_of_the_definition() {
    let (leaves, tree) = (leaves(SIZE_MAX), tree(SIZE_MAX));
    let roots: Vec<_> = (0..=SIZE_MAX).map(|size| tree.root_at(size).unwrap()).collect();
    for new in 0..=SIZE_MAX {
        for old in 0..=new {
            let proof = tree.consistency_proof(old, new).unwrap();
            // The definition is cubic over all sizes; near the powers of two it can be afforded.
            if old != 0 && (new <= 70 || 255 <= new) {
                let expect = subproof(old as usize, &leaves[..new as usize], true);
                assert_eq!(proof, expect, "{old} to {new}");
            }
            let (old_root, new_root) = (&roots[old as usize], &roots[new as usize]);
            let found = verify_consistency((old, old_root), (new, new_root), &proof);
            assert_eq!(found, Ok(()), "{old} to {new}");
        }
    }
}

#[test]
fn any_changed_byte_of_proof_or_roots_is_refused() {
    let tree = tree(SIZE_MAX);
    for new in (1..=20).chain(255..=SIZE_MAX) {
        for old in (1..=new).filter(|old| new < 40 || old % 37 == 0 || old % 128 == 0) {
            let proof = tree.consistency_proof(old, new).unwrap();
            let old_root = tree.root_at(old).unwrap();
            let new_root = tree.root_at(new).unwrap();
            for byte in 0..32 {
                let flip = |hash: &[u8; 32]| {
                    let mut hash = *hash;
                    hash[byte] ^= 0x80;
                    hash
                };
                let verify = |old_root: Digest, new_root: Digest, proof: &[Digest]| {
                    verify_consistency((old, &old_root), (new, &new_root), proof)
                };
                assert!(verify(flip(&old_root), new_root, &proof).is_err(), "{old} to {new}");
                assert!(verify(old_root, flip(&new_root), &proof).is_err(), "{old} to {new}");
                for i in 0..proof.len() {
                    let mut proof = proof.clone();
                    proof[i] = flip(&proof[i]);
                    assert!(verify(old_root, new_root, &proof).is_err(), "{old} to {new}");
                }
            }
        }
    }
}

#[test]
fn a_proof_of_the_wrong_length_is_refused() {
    let tree = tree(SIZE_MAX);
    for new in 1..=64 {
        let new_root = tree.root_at(new).unwrap();
        for old in 0..=new {
            let old_root = tree.root_at(old).unwrap();
            let mut proof = tree.consistency_proof(old, new).unwrap();
            let verify =
                |proof: &[_]| verify_consistency((old, &old_root), (new, &new_root), proof);
            if let Some((_, short)) = proof.split_last() {
                assert_eq!(verify(short), Err(VerifyError::TooShort { found: short.len() }));
            }
            proof.push(new_root);
            assert_eq!(verify(&proof), Err(VerifyError::TooLong { found: proof.len() }));
        }
    }
}

#[test]
fn sizes_that_need_no_proof_still_need_their_roots() {
    let tree = tree(5);
    let (root, empty) = (tree.root(), empty_root());
    let other = tree.root_at(4).unwrap();
    let check = |old, new, expect| assert_eq!(verify_consistency(old, new, &[]), expect);
    check((0, &empty), (5, &root), Ok(()));
    check((0, &root), (5, &root), Err(VerifyError::OldRootDiffers));
    check((5, &root), (5, &root), Ok(()));
    check((5, &other), (5, &root), Err(VerifyError::RootDiffers));
    check((6, &root), (5, &root), Err(VerifyError::SizesReversed { old: 6, new: 5 }));
    check((4, &other), (5, &root), Err(VerifyError::TooShort { found: 0 }));
    let reversed = BuildError::SizesReversed { old: 6, new: 5 };
    assert_eq!(tree.consistency_proof(6, 5), Err(reversed));
}
