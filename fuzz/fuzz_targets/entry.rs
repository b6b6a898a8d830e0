//! The fuzz target `entry`.
//!
//! Out of scope: what it asks of the bytes (`targets::entry`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::entry(data));
