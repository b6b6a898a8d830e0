//! Fuzzes `targets::law_archive`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::law_archive(data));
