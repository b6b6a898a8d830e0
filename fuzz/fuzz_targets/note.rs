//! The fuzz target `note`.
//!
//! Out of scope: what it asks of the bytes (`targets::note`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::note(data));
