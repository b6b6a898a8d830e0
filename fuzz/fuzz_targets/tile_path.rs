//! Fuzzes `targets::tile_path`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::tile_path(data));
