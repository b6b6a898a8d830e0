//! The fuzz target `add_checkpoint`.
//!
//! Out of scope: what it asks of the bytes (`targets::add_checkpoint`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::add_checkpoint(data));
