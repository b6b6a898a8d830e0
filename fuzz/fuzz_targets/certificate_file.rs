//! The fuzz target `certificate_file`.
//!
//! Out of scope: what it asks of the bytes (`targets::certificate_file`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::certificate_file(data));
