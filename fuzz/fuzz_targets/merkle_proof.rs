//! Fuzzes `targets::merkle_proof`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::merkle_proof(data));
