//! A writer, or the server under it, killed in the middle of writing loses nothing acknowledged.
//!
//! In scope: SIGKILL of the writing process and of the server. Out of scope: loss of power; the
//! server flushes its write-ahead log before it answers, and `fsync` is on here.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use store::{PostgresStore, Reader, Store, StoreError, Writing};

const DATABASE: &str = "DENGJI_STORE_KILLED_AT";
const ENTRIES_PER_WRITING: u64 = 20;

#[test]
fn i_log_3_what_was_acknowledged_survives_a_kill_of_the_writer() {
    if let Some(url) = std::env::var_os(DATABASE) {
        write_until_killed(url.to_str().unwrap());
    }
    let Some(url) = super::database() else { return };
    let (mut acknowledged, mut kept) = (0, 0);
    let (kills, seed) = (powercut::stops(20), powercut::seed());
    for kill in 0..kills {
        let heard_before_kill =
            powercut::choose(seed + kill as u64, 1, 30).pop_first().unwrap() + 1;
        acknowledged = acknowledged.max(kill_after(heard_before_kill, &url));
        // Opened as after any stop: the turn of the dead process is free at once.
        let store = PostgresStore::open(&url).unwrap();
        let size = store.size().unwrap();
        assert!(acknowledged <= size, "{acknowledged} acknowledged, {size} kept");
        assert!(kept <= size, "{kept} entries were kept before, {size} now");
        whole(&store, size);
        kept = size;
    }
    println!("{kills} kills, {kept} entries");
}

/// Checks that the log is what writers wrote, and no half of a writing.
fn whole(store: &PostgresStore, size: u64) {
    assert_eq!(size % ENTRIES_PER_WRITING, 0, "half a writing was kept");
    let mut count = 0;
    let look = &mut |place: u64, body: &[u8]| {
        assert_eq!(body, place.to_string().as_bytes());
        count += 1;
    };
    store.each_entry(0, size, look).unwrap();
    assert_eq!(count, size);
    assert_eq!(store.inspect().unwrap(), Vec::<String>::new());
}

/// Starts this test again as a writer, kills it when it has acknowledged so often, and returns the
/// last size it acknowledged.
fn kill_after(acknowledgements: usize, url: &str) -> u64 {
    let test = "postgres::killed::i_log_3_what_was_acknowledged_survives_a_kill_of_the_writer";
    let mut child: Child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(DATABASE, url)
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

fn write_until_killed(url: &str) -> ! {
    let mut store = PostgresStore::open(url).unwrap();
    loop {
        let committed = write_one(&mut store).unwrap();
        // The runner may have begun a line.
        println!("\nsize {}", committed.first + committed.count);
    }
}

/// Writes the entries of the next places, without a key.
fn write_one(store: &mut PostgresStore) -> Result<store::Committed, StoreError> {
    let expect_size = store.size()?;
    let places = expect_size..expect_size + ENTRIES_PER_WRITING;
    let entries: Vec<Vec<u8>> = places.map(|place| place.to_string().into_bytes()).collect();
    store.commit(&Writing { expect_size, entries: &entries, ..Writing::default() })
}

#[test]
fn i_log_3_what_was_acknowledged_survives_a_kill_of_the_server_and_writing_goes_on() {
    // One of its own: the other tests go on.
    let Some(server) = throwaway::Postgres::start() else { return };
    let url = server.database();
    let mut store = PostgresStore::open(&url).unwrap();
    let (acknowledged, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let (kills, seed) = (powercut::stops(20).div_ceil(4), powercut::seed());
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let (mut number, mut again) = (0_u64, 0_u64);
            while !stop.load(Ordering::SeqCst) {
                match write_keyed(&mut store, number) {
                    Ok(committed) => {
                        assert_eq!(committed.first, number * ENTRIES_PER_WRITING);
                        number += 1;
                        acknowledged.store(number, Ordering::SeqCst);
                    }
                    // The same key settles it, on the store as it was opened.
                    Err(StoreError::Backend { .. } | StoreError::InDoubt { .. }) => again += 1,
                    Err(StoreError::Database(fault)) => {
                        assert!(fault.to_string().starts_with("could not reach"), "{fault}");
                        again += 1;
                    }
                    Err(error) => panic!("{error}"),
                }
            }
            (number, again)
        });
        for kill in 0..kills {
            let more = powercut::choose(seed + kill as u64, 1, 60).pop_first().unwrap() as u64 + 1;
            let wanted = acknowledged.load(Ordering::SeqCst) + more;
            while acknowledged.load(Ordering::SeqCst) < wanted && !writer.is_finished() {
                std::thread::yield_now();
            }
            server.kill();
            server.restart();
        }
        let before = acknowledged.load(Ordering::SeqCst);
        while acknowledged.load(Ordering::SeqCst) <= before && !writer.is_finished() {
            std::thread::yield_now();
        }
        stop.store(true, Ordering::SeqCst);
        let (number, again) = writer.join().unwrap();
        assert!(0 < again, "no kill was noticed");
        println!("{kills} kills, {number} writings, {again} repeated");
    });
    let size = store.size().unwrap();
    assert_eq!(size, acknowledged.load(Ordering::SeqCst) * ENTRIES_PER_WRITING);
    whole(&store, size);
}

/// Writes the writing of that number; it has a key of its own and always the same entries.
fn write_keyed(store: &mut PostgresStore, number: u64) -> Result<store::Committed, StoreError> {
    let expect_size = number * ENTRIES_PER_WRITING;
    let places = expect_size..expect_size + ENTRIES_PER_WRITING;
    let entries: Vec<Vec<u8>> = places.map(|place| place.to_string().into_bytes()).collect();
    let mut key = [0; 16];
    key[..8].copy_from_slice(&number.to_le_bytes());
    let answer = Some((key, [1; 32]));
    store.commit(&Writing { expect_size, entries: &entries, answer, ..Writing::default() })
}
