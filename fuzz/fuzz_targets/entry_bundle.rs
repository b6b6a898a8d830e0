//! Fuzzes `targets::entry_bundle`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::entry_bundle(data));
