//! Fuzzes `targets::note`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::note(data));
