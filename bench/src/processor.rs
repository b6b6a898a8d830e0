//! The processor time of this process: what something takes on a machine that others use too.
//!
//! In scope: user and system time of all threads, from the system's own account.
//! Out of scope: the clock (`rounds`).

use anyhow::{Context, Result};

/// Returns the milliseconds of all threads so far, those that ended included.
pub fn ms() -> Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // After the name in brackets: the twelfth and thirteenth are user and system time.
    let after = stat.rsplit_once(") ").context("a process has a name")?.1;
    let ticks = |n: usize| -> Result<u64> {
        Ok(after.split(' ').nth(n).context("a process has times")?.parse()?)
    };
    // A tick is a hundredth of a second on every Linux.
    Ok((ticks(11)? + ticks(12)?) * 10)
}
