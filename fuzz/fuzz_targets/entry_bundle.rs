//! The fuzz target `entry_bundle`.
//!
//! Out of scope: what it asks of the bytes (`targets::entry_bundle`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::entry_bundle(data));
