//! Backing up and restoring a register, beside copying its files.
//!
//! In scope: a folder that is there, made by `bench issuing --folder` or `dengji demo --entries`:
//! its backup, the same encrypted, reading it through, restoring it; each against a copy of the
//! folder's database, flushed, in the same round.
//! Out of scope: the published log, which is derived and not in a backup.

use anyhow::{Context as _, Result};
use desk::back_up::{back_up, look_through};
use desk::backend::Backend;
use desk::ports::SystemClock;
use desk::restore_register::restore;
use desk::{Lock, Unlock};
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};
use store::DATABASE_FILE;

const ROUNDS: usize = 3;
/// Bytes that a copy reads at a time.
const COPY_BYTES: usize = 1 << 20;

/// Measures on the register of a folder; its files are written beside it and removed.
pub fn run(folder: &Path) -> Result<()> {
    let above = folder.parent().context("a folder below another")?;
    let place = tempfile::tempdir_in(above)?;
    let database = folder.join(DATABASE_FILE);
    let bytes = fs::metadata(&database)?.len();
    println!("backup: a database of {} MB", bytes / 1_000_000);
    // The recipient that the documents of age show: it is written to here, and never opened.
    let nobody = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p".to_string();
    let (open, locked) = (Lock::Open, Lock::for_recipients(&[nobody])?);
    let mut all: [Vec<Duration>; 5] = Default::default();
    let mut sizes = [0, 0];
    for round in 0..ROUNDS {
        let at = |name: &str| place.path().join(format!("{round}.{name}"));
        let (copied, plain, hidden, again) = (at("copy"), at("plain"), at("age"), at("again"));
        all[0].push(timed(|| copy(&database, &copied))?);
        all[1].push(timed(|| {
            Ok(back_up((folder, &Backend::Folder), &plain, (&open, false), &SystemClock)?)
        })?);
        all[2].push(timed(|| {
            Ok(back_up((folder, &Backend::Folder), &hidden, (&locked, false), &SystemClock)?)
        })?);
        let unlock = Unlock::default();
        all[3].push(timed(|| Ok(look_through(&plain, &unlock, &mut |_, _| ())?))?);
        all[4].push(timed(|| {
            Ok(restore((&plain, &unlock), &Backend::Folder, (&again, None), &mut |_, _| ())?)
        })?);
        sizes = [fs::metadata(&plain)?.len(), fs::metadata(again.join(DATABASE_FILE))?.len()];
        fs::remove_dir_all(&again)?;
        [copied, plain, hidden].iter().try_for_each(fs::remove_file)?;
    }
    let [copied, rest @ ..] = all;
    let copied = median(copied);
    told("copying the database", copied, copied, bytes);
    for (what, times) in
        ["backup", "backup, encrypted", "backup check", "restore"].into_iter().zip(rest)
    {
        told(what, median(times), copied, bytes);
    }
    let [file, restored] = sizes.map(|size| size * 100 / bytes.max(1));
    println!("backup: the file has {file} % of the database's bytes, a restored one {restored} %");
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}

fn told(what: &str, time: Duration, copied: Duration, bytes: u64) {
    let rate = bytes as u128 / time.as_micros().max(1);
    let share = copied.as_micros() * 100 / time.as_micros().max(1);
    println!("{what}: {} ms, {rate} MB/s of the database, {share} % of copying", time.as_millis());
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let (mut from, mut to) = (File::open(from)?, File::create_new(to)?);
    let mut piece = vec![0; COPY_BYTES];
    loop {
        match from.read(&mut piece)? {
            0 => return Ok(to.sync_all()?),
            read => to.write_all(&piece[..read])?,
        }
    }
}
