//! A log of made-up entries with its key, and a witness in a folder of its own.
//!
//! Out of scope: the log as files (`log_folder`), entries that are acts (`author`).

use merkle::{Digest, Tree, leaf_hash};
use seal::{
    AddCheckpoint, Checkpoint, Cosigner, KeyName, NoteSigner, SignedNote, SigningSeed, VerifierKey,
};
use std::path::Path;
use witness::{Cosigning, StateFolder, Statement};

pub const ORIGIN: &str = "log.example/register";

/// When the tests take place, in seconds since 1970.
pub const NOW_S: u64 = 1_700_000_000;

pub fn signer(origin: &str, seed: u8) -> NoteSigner {
    NoteSigner::new(KeyName::new(origin).unwrap(), SigningSeed::from_bytes(&[seed; 32]))
}

/// The key of the log of these tests.
pub fn log_signer() -> NoteSigner {
    signer(ORIGIN, 1)
}

pub fn log_key() -> VerifierKey {
    log_signer().verifier().clone()
}

pub fn cosigner(number: u8) -> Cosigner {
    let name = KeyName::new(&format!("w.example/{number}")).unwrap();
    Cosigner::new(name, SigningSeed::from_bytes(&[100 + number; 32]))
}

pub fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

/// The tree of the log, or of a fork of it that differs from an index on.
pub fn tree(size: u64, forked_at: Option<u64>) -> Tree {
    let mut tree = Tree::new();
    for index in 0..size {
        let forked = forked_at.is_some_and(|at| at <= index);
        let bytes = if forked { format!("forked {index}").into_bytes() } else { entry(index) };
        tree.append(leaf_hash(&bytes));
    }
    tree
}

pub fn checkpoint(size: u64, root: Digest) -> SignedNote {
    let origin = KeyName::new(ORIGIN).unwrap();
    Checkpoint::new(&origin, size, root).to_note().unwrap()
}

/// The checkpoint of a tree, signed by its log.
pub fn signed(tree: &Tree) -> SignedNote {
    let mut note = checkpoint(tree.size(), tree.root());
    log_signer().sign(&mut note).unwrap();
    note
}

/// The request with the right proof from an old size.
pub fn request(old: u64, tree: &Tree) -> String {
    let proof = tree.consistency_proof(old, tree.size()).unwrap();
    AddCheckpoint::new(old, proof, signed(tree)).unwrap().to_string()
}

pub fn witness(folder: &Path) -> Cosigning {
    witness_of(folder, 1)
}

pub fn witness_of(folder: &Path, number: u8) -> Cosigning {
    let cosigner = cosigner(number);
    let state =
        StateFolder::open(folder, cosigner.verifier().clone(), Statement::Consistent).unwrap();
    Cosigning::new(cosigner, vec![log_key()], state)
}
