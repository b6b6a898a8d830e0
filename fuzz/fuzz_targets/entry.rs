//! Fuzzes `targets::entry`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::entry(data));
