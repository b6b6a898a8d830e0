//! Fuzzes `targets::verifier_key`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::verifier_key(data));
