//! The fuzz target `policy`.
//!
//! Out of scope: what it asks of the bytes (`targets::policy`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::policy(data));
