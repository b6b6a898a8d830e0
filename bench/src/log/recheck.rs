//! Re-checking a whole log, against reading it and building its tree alone.
//!
//! In scope: processor time, which is what one core would take, and the clock, which two cores
//! shorten; the greatest memory.
//! Source of both: `/proc`, so this runs on Linux.

use super::{percent, spread};
use crate::processor;
use anyhow::{Context as _, Result, ensure};
use desk::law_folder::LawFolder;
use merkle::{EntryBundle, TILE_WIDTH, TileEdge, leaf_hash, read_bundle};
use recheck::{FolderSource, Options, Source as _};
use std::path::Path;
use std::time::Instant;

const ROUNDS: usize = 3;
const WANTED_PERCENT: u64 = 40;
const MEMORY_MIB_MAX: u64 = 1_024;

/// Checks the log of a folder and prints how fast.
pub fn measure(folder: &Path, entries: u64) -> Result<()> {
    let files = LawFolder::compiled();
    let files: Vec<(&str, &[u8])> = files.files().collect();
    let law = law::load(&files)?;
    let source = FolderSource::new(folder);
    let (mut processor, mut clock, mut rate) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let bare = timed(|| tree_only(&source, entries))?;
        let ours = timed(|| {
            let report = recheck::recheck(&source, &law, &Options::default(), &mut |_, _| {})?;
            ensure!(report.is_clean(), "the log of the measurement is not lawful: {report:?}");
            Ok(())
        })?;
        processor.push(bare.0 * 100 / ours.0.max(1));
        clock.push(bare.1 * 100 / ours.1.max(1));
        rate.push(entries * 1_000 / ours.0.max(1));
    }
    let [_, rate, _] = spread(rate);
    println!("recheck: {rate} entries a second of one core, a signature for 200 certificates");
    percent("recheck, of the tree alone, one core", spread(processor), WANTED_PERCENT);
    let [least, median, greatest] = spread(clock);
    println!("recheck, of the tree alone, by the clock: {median} % ({least} to {greatest} %)");
    let memory = greatest_memory_mib()?;
    println!(
        "recheck: at most {memory} MiB over {entries} entries, wanted below {MEMORY_MIB_MAX}: {}",
        if memory < MEMORY_MIB_MAX { "ok" } else { "below" }
    );
    Ok(())
}

/// Reads every bundle and builds the tree, and does nothing else.
fn tree_only(source: &FolderSource, entries: u64) -> Result<()> {
    let mut edge = TileEdge::new();
    let note = source.read("checkpoint", 65_536)?.context("a checkpoint")?;
    let note = seal::SignedNote::parse(&note)?;
    let size = note.text().parse::<seal::Checkpoint>()?.size();
    ensure!(entries <= size, "the log is as long as was asked");
    for index in 0..size.div_ceil(u64::from(TILE_WIDTH)) {
        let bundle = EntryBundle::in_tree(index, size).context("a bundle of the tree")?;
        let bytes = source.read(&bundle.to_string(), 1 << 24)?.context("a bundle")?;
        for entry in read_bundle(bundle, &bytes)? {
            edge.append(&leaf_hash(entry), |_, _| {});
        }
    }
    std::hint::black_box(edge.root());
    Ok(())
}

/// Returns the milliseconds of processor time and of the clock that something takes.
fn timed(run: impl FnOnce() -> Result<()>) -> Result<(u64, u64)> {
    let (before, start) = (processor::ms()?, Instant::now());
    run()?;
    Ok((processor::ms()? - before, start.elapsed().as_millis() as u64))
}

fn greatest_memory_mib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).context("VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<u64>()? / 1_024)
}
