//! The fuzz target `verifier_key`.
//!
//! Out of scope: what it asks of the bytes (`targets::verifier_key`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::verifier_key(data));
