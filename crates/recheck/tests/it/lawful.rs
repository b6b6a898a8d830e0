//! Logs that are as they have to be: nothing is found, and everything is counted.
//!
//! Out of scope: what is wrong with others (the suites beside this one).

use crate::author::{Author, LAW, SPRING, log_key};
use crate::{found, report, report_with};
use merkle::leaf_hash;
use recheck::{FolderSource, KeyFrom, Options, Replay, verify_log};

/// A log of 318 entries: two tiles of leaves and one above them.
fn long() -> Author {
    let mut author = Author::new();
    let first = author.session(300);
    author.issue(first, 0..150);
    let landmark = author.landmark();
    author.act("2020-12-16", None, landmark);
    author.issue(first, (150..300).rev());
    let second = author.session_in(&SPRING, 6);
    author.issue_in(&SPRING, second, [5, 0, 3]);
    author
}

#[test]
fn a_lawful_log_has_no_findings_and_is_counted() {
    let author = long();
    let size = author.entries.len() as u64;
    let report = report(&author.publish());
    assert_eq!(found(&report), []);
    assert!(report.is_clean());
    assert_eq!((report.size, report.entries, report.key_from), (size, size, KeyFrom::Log));
    assert_eq!(report.root, Some(author.root(author.entries.len())));
    assert_eq!(report.tally.certificates, 303);
    assert_eq!(report.tally.of("issuing"), 3);
    assert_eq!(report.tally.of("landmarking"), 1);
    assert_eq!(report.tally.acts.values().sum::<u64>() + 303, size);
    let outcome = report.outcome.unwrap();
    assert_eq!((outcome.organisations, outcome.bodies, outcome.sessions), (2, 1, 2));
    assert_eq!(outcome.state, author.state.digest());
}

#[test]
fn the_tree_and_the_signatures_are_checked_without_the_law() {
    let author = long();
    let published = author.publish();
    let options = Options { key: Some(log_key()), ..Options::default() };
    let mut seen = Vec::new();
    let source = FolderSource::new(published.folder.path());
    let report = verify_log(&source, &options, &mut |done, size| seen.push((done, size))).unwrap();
    assert_eq!(found(&report), []);
    assert_eq!((report.key_from, report.outcome), (KeyFrom::Given, None));
    let size = author.entries.len() as u64;
    assert_eq!(seen, [(256, size), (size, size)]);
}

#[test]
fn checkpoints_that_were_kept_are_prefixes() {
    let author = long();
    let kept = [0, 1, 2, 256, 300, author.entries.len()]
        .map(|size| (format!("kept-{size}"), author.checkpoint(size).into_bytes()));
    let options = Options { kept: kept.to_vec(), ..Options::default() };
    assert_eq!(found(&report_with(&author.publish(), &options)), []);
}

#[test]
fn a_full_bundle_and_tile_stand_in_for_partial_ones_that_are_gone() {
    let author = long();
    let published = author.publish();
    // Here the first batch ended; since then the files of that size have become full ones.
    published.write("checkpoint", author.checkpoint(157).as_bytes());
    assert_eq!(found(&report(&published)), []);
    assert_eq!(report(&published).entries, 157);
}

#[test]
fn a_log_of_no_entries_is_as_it_has_to_be() {
    let report = report(&Author::new().publish_first(0));
    assert_eq!((found(&report), report.size, report.entries), (vec![], 0, 0));
}

#[test]
fn a_replay_fed_entry_by_entry_comes_to_the_same_state() {
    let author = long();
    let mut replay = Replay::new(&LAW);
    let mut ends = 0;
    for (index, bytes) in (0..).zip(&author.entries) {
        assert_eq!(replay.entry(index, bytes), Ok(()));
        ends += usize::from(replay.at_batch_end());
    }
    assert_eq!(replay.end(), Ok(()));
    assert_eq!(replay.state(), &author.state);
    assert_eq!(replay.size(), author.entries.len() as u64);
    // A checkpoint may stand behind every act and behind the last certificate of a batch.
    assert_eq!(ends, author.entries.len() - 303);
    assert_ne!(leaf_hash(&author.entries[0]), leaf_hash(&author.entries[1]));
}
