//! One log of three entries, its key and a witness's, and the texts that another implementation
//! made.
//!
//! The seeds are the first two test keys of RFC 8032 §7.1, so nobody can take them for secrets.

use merkle::{Digest, Tree, leaf_hash};
use seal::{Checkpoint, Cosigner, KeyName, NoteSigner, SignedNote, SigningSeed, VerifierKey};

pub const ORIGIN: &str = "demo.example/log";
pub const LOG_KEY: &str = "demo.example/log+0821bb91+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
pub const WITNESS_KEY: &str =
    "witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM";

/// When the witness cosigned, in seconds since 1970.
pub const TIME_S: u64 = 1_700_000_000;

/// The checkpoint over the entries `one`, `two`, `three`, signed and cosigned.
pub const NOTE: &str = "\
demo.example/log
3
Wqx3HImawpLnS/Gv4ubjAvi1WIOy0b8Ze0amvqbavKk=

— demo.example/log \
 CCG7kTfvzpZxpNvmuCmzKXO8ilMU/budGqRA/BCClGFcVRMX2MtUOn7MtN2exZQMIByhqzpKGHZIhF3fyjoCF6K6uAE=
— witness.example/w1 \
 BNLYMwAAAABlU/EAfegvSp4e0tnmmhLcc7WGX7J1rEsVnbnfgvdUaEIcDj8hCj1cKJjvb+XcwiyPLGF\
 FcjvFcMYimpM2DzZmwITgCQ==
";

pub fn log_key() -> VerifierKey {
    LOG_KEY.parse().unwrap()
}

pub fn witness_key() -> VerifierKey {
    WITNESS_KEY.parse().unwrap()
}

pub fn log_signer() -> NoteSigner {
    NoteSigner::new(KeyName::new(ORIGIN).unwrap(), seed(LOG_SEED))
}

pub fn cosigner() -> Cosigner {
    Cosigner::new(KeyName::new("witness.example/w1").unwrap(), seed(WITNESS_SEED))
}

pub fn tree() -> Tree {
    let mut tree = Tree::new();
    [b"one".as_slice(), b"two", b"three"].iter().for_each(|entry| tree.append(leaf_hash(entry)));
    tree
}

pub fn leaf() -> Digest {
    leaf_hash(b"two")
}

/// The checkpoint of the log, signed and cosigned here.
pub fn signed() -> SignedNote {
    let origin = KeyName::new(ORIGIN).unwrap();
    let mut note = Checkpoint::new(&origin, 3, tree().root()).to_note().unwrap();
    log_signer().sign(&mut note).unwrap();
    let line = cosigner().cosign(&note, TIME_S).unwrap();
    note.push(line).unwrap();
    note
}

pub fn seed(hex: &str) -> SigningSeed {
    SigningSeed::from_bytes(&hex.parse::<vocab::Hash>().unwrap().0)
}

pub const LOG_SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
pub const WITNESS_SEED: &str = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
