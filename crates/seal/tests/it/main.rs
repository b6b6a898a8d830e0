//! Tests of keys, notes, checkpoints, cosignatures and proofs.
//!
//! The frozen texts in `world` were computed by another implementation of Ed25519 and SHA-256.
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod after_issue;
mod arrangement_entries;
mod bodies;
mod certificates;
mod checkpoints;
mod entries;
mod keys;
mod landmarks;
mod notes;
mod old_scheme;
mod policies;
mod proofs;
mod supervision;
mod witness_requests;
mod world;
