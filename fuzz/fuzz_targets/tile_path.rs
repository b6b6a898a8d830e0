//! The fuzz target `tile_path`.
//!
//! Out of scope: what it asks of the bytes (`targets::tile_path`).
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dengji_fuzz::targets::tile_path(data));
