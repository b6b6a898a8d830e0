//! Snapshots of the register's state: how large they are, how quickly they are written and loaded.
//!
//! In scope: bytes in memory, one core. Out of scope: files, and what keeps them (`store`).

use crate::register::{LARGE, large};
use crate::{rounds, share};
use anyhow::{Context, Result, ensure};
use desk::law_folder::LawFolder;
use law::Law;
use register::State;
use std::hint::black_box;
use std::time::Instant;

/// The smaller state: bodies and sessions.
const SMALL: (u32, u32) = (4_000, 100_000);
/// The most loading the smaller state may take.
const LOAD_NS_MAX: u64 = 100_000_000;
/// Wanted speed of loading the large state, in bytes a second.
const LOAD_BYTES_WANTED: u64 = 100_000_000;

/// Measures a small state and a large one.
pub(crate) fn run() -> Result<()> {
    let folder = LawFolder::compiled();
    let files: Vec<(&str, &[u8])> = folder.files().collect();
    let law = law::load(&files)?;
    let (spread, _) = measured(&law, SMALL)?;
    share("state-snapshot: loading the smaller", spread, LOAD_NS_MAX);
    let (spread, bytes) = measured(&law, LARGE)?;
    let rate = bytes * 1_000 / (spread[1] / 1_000_000).max(1);
    println!(
        "state-snapshot: the large one loads at {} MB a second, wanted {}: {}",
        rate / 1_000_000,
        LOAD_BYTES_WANTED / 1_000_000,
        if LOAD_BYTES_WANTED <= rate { "ok" } else { "below" }
    );
    Ok(())
}

/// Writes, loads and verifies a state; returns the nanoseconds of loading and the bytes.
fn measured(law: &Law, size: (u32, u32)) -> Result<([u64; 3], u64)> {
    let state = large(law, size)?;
    let bytes = state.snapshot();
    let written = rounds::alone(|| {
        let mut length = 0;
        state.write_snapshot(&mut |piece| length += black_box(piece).len());
        black_box(length);
    });
    let loaded = rounds::alone(|| {
        black_box(State::from_snapshot(black_box(&bytes)).is_ok());
    });
    let again = State::from_snapshot(&bytes).context("a snapshot loads")?;
    ensure!(again.digest() == state.digest() && again == state, "another state was loaded");
    let began = Instant::now();
    again.verify_digest().context("the digest is that of the state")?;
    let verified = began.elapsed();
    let ms = |ns: u64| ns / 1_000_000;
    println!(
        "state-snapshot: {} bodies and {} sessions take {} bytes, {} a session; written in {} ms, \
         loaded in {} ms, every cell formed again in {} ms",
        size.0,
        size.1,
        bytes.len(),
        bytes.len() as u64 / u64::from(size.1),
        ms(written[1]),
        ms(loaded[1]),
        verified.as_millis()
    );
    Ok((loaded, bytes.len() as u64))
}
