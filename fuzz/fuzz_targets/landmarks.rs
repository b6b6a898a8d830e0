//! The fuzz target `landmarks`.
//!
//! Out of scope: what it asks of the bytes (`targets::landmarks`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::landmarks(data));
