//! A process killed in the middle of its writing loses nothing that it acknowledged.
//!
//! In scope: SIGKILL at the moment an acknowledgement is heard, while the next writing is under
//! way.
//! Out of scope: loss of power; it needs a disk that drops what was not flushed (`power_loss` in
//! `src/sqlite`).

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use store::{Reader as _, SqliteStore, Store as _, Writing};

const FOLDER: &str = "DENGJI_STORE_KILLED_IN";
const ENTRIES_PER_WRITING: u64 = 20;

#[test]
fn i_log_3_what_was_acknowledged_survives_a_kill() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        write_until_killed(Path::new(&folder));
    }
    let folder = powercut::scratch().unwrap();
    let (mut acknowledged, mut kept) = (0, 0);
    let (kills, seed) = (powercut::stops(20), powercut::seed());
    for kill in 0..kills {
        let heard_before_kill =
            powercut::choose(seed + kill as u64, 1, 30).pop_first().unwrap() + 1;
        acknowledged = acknowledged.max(kill_after(heard_before_kill, folder.path()));
        // Opened as after any stop: the lock of the dead process is free, the log needs no repair.
        let store = SqliteStore::open(folder.path()).unwrap();
        let size = store.size().unwrap();
        assert!(acknowledged <= size, "{acknowledged} acknowledged, {size} kept");
        assert_eq!(size % ENTRIES_PER_WRITING, 0, "half a writing was kept");
        let mut count = 0;
        store
            .each_entry(0, size, &mut |place, body| {
                assert_eq!(body, place.to_string().as_bytes());
                count += 1;
            })
            .unwrap();
        assert_eq!(count, size);
        assert!(kept <= size, "{kept} entries were kept before, {size} now");
        kept = size;
    }
    println!("{kills} kills, {kept} entries");
}

/// Starts this test again as a writer, kills it when it has acknowledged so often, and returns the
/// last size it acknowledged.
fn kill_after(acknowledgements: usize, folder: &Path) -> u64 {
    let mut child: Child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::i_log_3_what_was_acknowledged_survives_a_kill", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut sizes = lines.filter_map(|line| line.strip_prefix("size ")?.parse().ok());
    let heard: Vec<u64> = sizes.by_ref().take(acknowledgements).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(heard.len(), acknowledgements, "the writer stopped by itself");
    // What it said before it died counts too.
    sizes.chain(heard).max().unwrap()
}

fn write_until_killed(folder: &Path) -> ! {
    let mut store = SqliteStore::open(folder).unwrap();
    loop {
        let size = store.size().unwrap();
        let places = size..size + ENTRIES_PER_WRITING;
        let entries: Vec<Vec<u8>> = places.map(|place| place.to_string().into_bytes()).collect();
        let writing = Writing { expect_size: size, entries: &entries, ..Writing::default() };
        let committed = store.commit(&writing).unwrap();
        // The runner may have begun a line.
        println!("\nsize {}", committed.first + committed.count);
    }
}
