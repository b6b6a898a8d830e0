//! A seeded walk over trees of up to 100,000 leaves: tiles, proofs and verification agree.
//!
//! Method: one tree, one shelf of tiles at each of a few sizes, random leaves and prefixes.

use merkle::{
    Frontier, TileNodes, consistency_proof, inclusion_proof, tree_root, verify_consistency,
    verify_inclusion,
};

use crate::reference::{Numbers, leaves, tree};
use crate::tiles::shelve;

const LEAVES: u64 = 100_000;

#[test]
fn random_proofs_of_large_trees_verify_and_changed_ones_do_not() {
    let mut numbers = Numbers(0x6465_6e67_6a69);
    let (leaves, tree) = (leaves(LEAVES), tree(LEAVES));
    let random_sizes: Vec<_> = (0..3).map(|_| 1 + numbers.below(LEAVES)).collect();
    for size in random_sizes.into_iter().chain([65_535, 65_536, 65_537, LEAVES]) {
        let (shelf, edge) = shelve(&leaves[..size as usize]);
        let mut nodes = TileNodes::new(&shelf, size);
        let root = tree.root_at(size).unwrap();
        let mut frontier = Frontier::new();
        frontier.extend(&leaves[..size as usize]);
        assert_eq!((edge.root(), frontier.root()), (root, root), "{size}");
        assert_eq!(tree_root(&mut nodes, size), Ok(root), "{size}");
        for _ in 0..100 {
            let index = numbers.below(size);
            let mut proof = inclusion_proof(&mut nodes, index, size).unwrap();
            assert_eq!(proof, tree.inclusion_proof(index, size).unwrap(), "{index} of {size}");
            let leaf = &leaves[index as usize];
            assert_eq!(verify_inclusion(leaf, index, size, &proof, &root), Ok(()));
            let at = numbers.below(proof.len() as u64) as usize;
            proof[at][numbers.below(32) as usize] ^= 1 << numbers.below(8);
            assert!(verify_inclusion(leaf, index, size, &proof, &root).is_err());

            let old = 1 + numbers.below(size - 1);
            let mut proof = consistency_proof(&mut nodes, old, size).unwrap();
            assert_eq!(proof, tree.consistency_proof(old, size).unwrap(), "{old} to {size}");
            let old_root = tree.root_at(old).unwrap();
            let verify = |proof: &[_]| verify_consistency((old, &old_root), (size, &root), proof);
            assert_eq!(verify(&proof), Ok(()));
            let at = numbers.below(proof.len() as u64) as usize;
            proof[at][numbers.below(32) as usize] ^= 1 << numbers.below(8);
            assert!(verify(&proof).is_err());
        }
    }
}
