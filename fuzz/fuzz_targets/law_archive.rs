//! The fuzz target `law_archive`.
//!
//! Out of scope: what it asks of the bytes (`targets::law_archive`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::law_archive(data));
