//! The fuzz target `checkpoint`.
//!
//! Out of scope: what it asks of the bytes (`targets::checkpoint`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::checkpoint(data));
