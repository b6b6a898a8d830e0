//! The fuzz target `tile`.
//!
//! Out of scope: what it asks of the bytes (`targets::tile`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::tile(data));
