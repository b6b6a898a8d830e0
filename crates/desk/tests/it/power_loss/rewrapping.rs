//! Loss of power while the key files of a folder are wrapped anew: each opens by the old passphrase
//! or the new, and once it was answered by the new one only.
//!
//! In scope: the folder of keys, recorded while this suite, started again, changes its passphrase
//! twice; also where the first was killed, and the second finds some of it done.
//! Out of scope: the master key of personal data and rows (`private_rows`).

use super::{faults_of, flushes_after, start};
use desk::key_file;
use desk::key_folder::KeyFolder;
use desk::passphrase::{Cost, Passphrase};
use powercut::{Found, Moments, Recording, mark};
use std::path::Path;

const KEYS: &str = "data/keys";
const NAME: &str =
    "rewrapping::a_key_file_opens_by_the_old_passphrase_or_the_new_whenever_power_is_lost";
/// None, and those that it is changed to.
const PHRASES: [&str; 3] = ["", "first", "second"];

fn phrase(place: usize) -> Option<Passphrase> {
    let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    Passphrase::with_cost(PHRASES[place].to_string(), cost)
}

/// Returns which passphrase opens a file.
fn opened_by(file: &Path) -> Option<usize> {
    (0..PHRASES.len()).find(|place| key_file::read(file, phrase(*place).as_ref()).is_ok())
}

/// What this suite does when it is started under a recording. Found somewhere in the middle, as
/// after a kill, it does the last change again.
fn work(root: &Path) {
    let path = root.join(KEYS);
    let keys = KeyFolder::open(&path, None).unwrap();
    if keys.files().unwrap().len() < 3 {
        (1..=3).for_each(|seed| assert!(keys.keep(&[seed; 32]).is_ok()));
    }
    mark("kept\n");
    for place in 1..PHRASES.len() {
        let files = keys.files().unwrap().into_iter().map(|(name, _)| path.join(name));
        if files.filter_map(|file| opened_by(&file)).any(|by| place < by) {
            continue;
        }
        let old = phrase(place - 1);
        KeyFolder::open(&path, old).unwrap().rewrap(phrase(place)).unwrap();
        mark(&format!("wrapped {place}\n"));
    }
}

fn look(found: &Found, marks: &[&str]) -> Result<(), String> {
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    let said = |mark: &&str| mark.strip_prefix("wrapped ")?.parse::<usize>().ok();
    let wrapped = marks.iter().filter_map(said).max().unwrap_or(0);
    if !marks.contains(&"kept") {
        return Ok(());
    }
    let path = folder.path().join(KEYS);
    let files = KeyFolder::open(&path, None).and_then(|keys| keys.files());
    let files = files.map_err(|error| error.to_string())?;
    if files.len() != 3 {
        return Err(format!("{} files of 3", files.len()));
    }
    for (name, _) in files {
        match opened_by(&path.join(&name)) {
            Some(by) if wrapped <= by && by <= wrapped + 1 => {}
            by => return Err(format!("`{name}` opens by {by:?}, {wrapped} was answered")),
        }
    }
    Ok(())
}

#[test]
fn a_key_file_opens_by_the_old_passphrase_or_the_new_whenever_power_is_lost() {
    if let Some(root) = Recording::root_of_this_process() {
        return work(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    assert!(start(&recording, NAME, None, 0..0));
    let faults = faults_of((&recording.trace().unwrap(), 0), Moments::of(200), &mut look);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn wrapping_again_what_was_stopped_makes_all_of_it_durable() {
    let Some(whole) = Recording::begin().unwrap() else { return };
    assert!(start(&whole, NAME, None, 0..0));
    for (n, stop, path) in flushes_after(&whole.trace().unwrap(), "kept") {
        for (stop, fail) in [(Some(stop), 0..0), (None, n..n + 1)] {
            let recording = Recording::begin().unwrap().expect("there is a compiler");
            let done = start(&recording, NAME, stop, fail);
            let stopped = if done { 0 } else { recording.trace().unwrap().0.len() };
            assert!(done || start(&recording, NAME, None, 0..0), "stopped before flushing {path}");
            let moments = Moments { cuts: 0, seed: 1 };
            let faults = faults_of((&recording.trace().unwrap(), stopped), moments, &mut look);
            assert!(faults.is_empty(), "stopped before flushing {path}, {stop:?}: {faults:#?}");
        }
    }
}
