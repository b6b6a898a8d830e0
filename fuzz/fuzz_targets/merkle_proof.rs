//! The fuzz target `merkle_proof`.
//!
//! Out of scope: what it asks of the bytes (`targets::merkle_proof`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::merkle_proof(data));
