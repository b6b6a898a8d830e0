//! The fuzz target `tlog_proof`.
//!
//! Out of scope: what it asks of the bytes (`targets::tlog_proof`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::tlog_proof(data));
