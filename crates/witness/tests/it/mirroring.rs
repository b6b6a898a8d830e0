//! Mirrors: copied whole, resumed after a stop anywhere, and never led astray.
//!
//! Out of scope: what a mirror serves (`shelves`).

use crate::log_folder::{Breaking, LogFolder, files};
use crate::peer::{endless, serve, silent};
use crate::world::{checkpoint, cosigner, log_key, log_signer, signed, signer, tree};
use merkle::{EntryBundle, TILE_BYTES, covering};
use recheck::{Options, Source, UrlLimits, UrlSource, verify_log};
use seal::{Landmark, Landmarks};
use std::fs;
use std::path::Path;
use std::time::Duration;
use witness::{Followed, Mirror, MirrorError, folder_routes};

fn open(folder: &Path, source: &dyn Source) -> Mirror {
    Mirror::open(folder, Some(&log_key()), source).unwrap()
}

fn follow(folder: &Path, source: &dyn Source) -> Result<Followed, MirrorError> {
    open(folder, source).follow(source, |_, _| {})
}

/// Checks a mirror as a stranger would: every entry and tile against the signed root.
fn check_whole(folder: &Path, size: u64) {
    let source = recheck::FolderSource::new(folder);
    let options = Options { key: Some(log_key()), ..Options::default() };
    let report = verify_log(&source, &options, &mut |_, _| {}).unwrap();
    // The entries of these tests are no acts; what is asked here is only the tree.
    let of_tree = |kind: &recheck::Kind| *kind != recheck::Kind::Entry;
    let wrong: Vec<_> = report.findings.iter().filter(|f| of_tree(&f.kind)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(fs::read_to_string(folder.join("checkpoint")).unwrap(), note(size));
}

fn note(size: u64) -> String {
    signed(&tree(size, None)).to_string()
}

#[test]
fn a_mirror_follows_a_log_as_it_grows_and_holds_what_the_log_has() {
    let log = LogFolder::new();
    let folder = tempfile::tempdir().unwrap();
    let mut from = 0;
    for to in [1, 5, 255, 256, 257, 513, 1024] {
        log.publish(to);
        assert_eq!(follow(folder.path(), &log.source()).unwrap(), Followed::Grown { from, to });
        assert_eq!(follow(folder.path(), &log.source()).unwrap(), Followed::Same { size: to });
        check_whole(folder.path(), to);
        // Byte for byte what a log of this size publishes; beside it only partial files of earlier
        // checkpoints whose full file does not exist yet.
        let (held, published) = (files(folder.path()), files(&LogFolder::of_size(to).path("")));
        assert!(published.iter().all(|file| held.contains(file)), "{to}");
        for (path, _) in held.iter().filter(|file| !published.contains(file)) {
            let (full, _) = path.split_once(".p/").unwrap();
            assert!(!folder.path().join(full).exists(), "{to}: {path}");
        }
        from = to;
    }
}

#[test]
fn an_empty_log_is_mirrored() {
    let log = LogFolder::of_size(0);
    let folder = tempfile::tempdir().unwrap();
    let grown = follow(folder.path(), &log.source()).unwrap();
    assert_eq!(grown, Followed::Grown { from: 0, to: 0 });
    assert_eq!(follow(folder.path(), &log.source()).unwrap(), Followed::Same { size: 0 });
}

#[test]
fn a_log_of_three_levels_of_tiles_is_mirrored() {
    let log = LogFolder::of_size(65_536 + 300);
    let folder = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    let mut mirror = open(folder.path(), &log.source());
    mirror.follow(&log.source(), |held, of| told.push((held, of))).unwrap();
    assert_eq!((told.len(), told.last()), (258, Some(&(65_836, 65_836))));
    check_whole(folder.path(), 65_836);
    assert_eq!(files(folder.path()), files(&log.path("")));
}

#[test]
fn a_mirror_that_is_stopped_anywhere_holds_the_old_tree_and_goes_on() {
    let (old, new) = (LogFolder::of_size(300), LogFolder::of_size(1300));
    for readings in 0.. {
        let folder = tempfile::tempdir().unwrap();
        follow(folder.path(), &old.source()).unwrap();
        let source = new.source();
        let breaking = Breaking::after(readings, &source);
        if follow(folder.path(), &breaking).is_ok() {
            // Enough readings for all of it: every place before was tried.
            assert!(10 < readings);
            break;
        }
        // Only what comes after the tree, the landmarks, can fail with the new tree in place.
        let held = open(folder.path(), &source).size();
        let bundles = breaking.read.borrow().iter().filter(|path| path.contains("entries")).count();
        assert!(held == 300 || (held == 1300 && bundles == 5), "{held} after {readings}");
        check_whole(folder.path(), held);
        let again = Breaking::after(usize::MAX, &source);
        follow(folder.path(), &again).unwrap();
        check_whole(folder.path(), 1300);
        // No bundle is fetched twice.
        for path in breaking.read.borrow().iter().filter(|path| path.contains("entries")) {
            assert!(!again.read.borrow().contains(path), "{path} after {readings}");
        }
    }
}

/// Damages a log of 600 entries and follows it from 300: the failure has to be this, and the old
/// tree has to stay.
fn check(damage: impl Fn(&LogFolder), expect: &str) {
    let folder = tempfile::tempdir().unwrap();
    follow(folder.path(), &LogFolder::of_size(300).source()).unwrap();
    let log = LogFolder::of_size(600);
    damage(&log);
    let error = follow(folder.path(), &log.source()).unwrap_err();
    assert!(error.to_string().contains(expect), "expected `{expect}`, found `{error}`");
    check_whole(folder.path(), 300);
    // The log is mended, and the mirror goes on.
    follow(folder.path(), &LogFolder::of_size(600).source()).unwrap();
    check_whole(folder.path(), 600);
}

/// Changes the bytes of a file of a log.
fn edit(path: &'static str, change: impl Fn(&mut Vec<u8>)) -> impl Fn(&LogFolder) {
    move |log| {
        let mut bytes = fs::read(log.path(path)).unwrap();
        change(&mut bytes);
        log.write(path, &bytes);
    }
}

fn remove(path: &'static str) -> impl Fn(&LogFolder) {
    move |log| fs::remove_file(log.path(path)).unwrap()
}

#[test]
fn what_is_damaged_is_named_and_the_old_tree_stays() {
    check(remove("checkpoint"), "lacks `checkpoint`");
    check(edit("checkpoint", |b| b.clear()), "`checkpoint` of the log is not what it has to be");
    check(edit("checkpoint", |b| b[22] ^= 1), "`checkpoint` of the log is not what it has to be");
    check(edit("checkpoint", |b| b.resize(70_000, b'a')), "the log could not be read");
    check(remove("tile/0/001"), "lacks `tile/0/001`");
    check(remove("tile/0/002.p/88"), "lacks `tile/0/002.p/88`");
    check(edit("tile/0/001", |b| b[77] ^= 1), "`tile/0/001` is not the tile under the signed root");
    check(edit("tile/0/001", |b| b.truncate(TILE_BYTES - 32)), "has 8160 bytes");
    check(edit("tile/0/001", |b| b.push(0)), "the log could not be read");
    check(edit("tile/0/002.p/88", |b| b[0] ^= 1), "do not give the root");
    check(edit("tile/1/000.p/2", |b| b[0] ^= 1), "do not give the root");
    check(remove("tile/entries/001"), "lacks `tile/entries/001`");
    check(edit("tile/entries/001", |b| b[5] ^= 1), "entry 256 in `tile/entries/001`");
    check(edit("tile/entries/002.p/88", |b| *b.last_mut().unwrap() ^= 1), "entry 599 in");
    check(edit("tile/entries/001", |b| b.truncate(40)), "cannot be read as entries");
    check(edit("tile/entries/001", |b| b.push(0)), "cannot be read as entries");
}

#[test]
fn a_full_tile_or_bundle_may_stand_in_for_a_partial_one() {
    // The checkpoint is of 300, and the partial files of that size are gone.
    let log = LogFolder::of_size(512);
    log.write("checkpoint", note(300).as_bytes());
    log.write("tile/1/000.p/1", &fs::read(log.path("tile/1/000.p/2")).unwrap()[..32]);
    let folder = tempfile::tempdir().unwrap();
    let grown = follow(folder.path(), &log.source()).unwrap();
    assert_eq!(grown, Followed::Grown { from: 0, to: 300 });
    assert_eq!(files(folder.path()), files(&LogFolder::of_size(300).path("")));
}

#[test]
fn a_fork_is_told_from_a_rollback_and_both_checkpoints_are_kept() {
    let forked = |size| {
        let log = LogFolder::forked(100);
        log.publish(size);
        log
    };
    // Larger, of the same size, and smaller: each contradicts what is held.
    for size in [600, 300, 200] {
        let folder = tempfile::tempdir().unwrap();
        follow(folder.path(), &LogFolder::of_size(300).source()).unwrap();
        let error = follow(folder.path(), &forked(size).source()).unwrap_err();
        let MirrorError::Fork { held: 300, shown, evidence } = error else { panic!("{error}") };
        assert_eq!(shown, size);
        let evidence = fs::read_to_string(evidence).unwrap();
        assert!(evidence.contains(&note(300)), "{evidence}");
        assert!(evidence.contains(&signed(&tree(size, Some(100))).to_string()));
        check_whole(folder.path(), 300);
    }
    // A smaller tree before the fork, and an old answer out of some cache, are no contradiction.
    let folder = tempfile::tempdir().unwrap();
    follow(folder.path(), &LogFolder::of_size(300).source()).unwrap();
    for log in [forked(100), LogFolder::of_size(256), LogFolder::of_size(0)] {
        let older = follow(folder.path(), &log.source()).unwrap();
        assert!(matches!(older, Followed::Older { held: 300, .. }), "{older:?}");
    }
    check_whole(folder.path(), 300);
}

#[test]
fn a_checkpoint_of_another_log_or_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log = LogFolder::of_size(5);
    let mut foreign = checkpoint(5, tree(5, None).root());
    signer(log_key().name().as_str(), 2).sign(&mut foreign).unwrap();
    log.write("checkpoint", foreign.to_string().as_bytes());
    let error = follow(folder.path(), &log.source()).unwrap_err();
    assert!(matches!(error, MirrorError::Note { .. }), "{error}");

    let other = signer("log.example/other", 2);
    let opened = Mirror::open(folder.path(), Some(other.verifier()), &log.source());
    assert!(matches!(opened, Err(MirrorError::OtherLog { .. })));
}

#[test]
fn without_a_key_the_log_is_believed_once_and_held_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let log = LogFolder::of_size(5);
    let mirror = Mirror::open(folder.path(), None, &log.source()).unwrap();
    assert_eq!(mirror.key(), &log_key());
    drop(mirror);
    let other = signer("log.example/other", 2);
    log.write("vkey", format!("{}\n", other.verifier()).as_bytes());
    let mirror = Mirror::open(folder.path(), None, &log.source()).unwrap();
    assert_eq!(mirror.key(), &log_key());

    let fresh = tempfile::tempdir().unwrap();
    log.write("vkey", b"no key\n");
    assert!(matches!(Mirror::open(fresh.path(), None, &log.source()), Err(MirrorError::NoKey)));
}

#[test]
fn a_folder_that_somebody_changed_is_not_gone_on_from() {
    let log = LogFolder::of_size(300);
    for path in ["checkpoint", "vkey", "tile/0/001.p/44", "tile/1/000.p/1"] {
        let folder = tempfile::tempdir().unwrap();
        follow(folder.path(), &log.source()).unwrap();
        let mut bytes = fs::read(folder.path().join(path)).unwrap();
        bytes[25] ^= 1;
        fs::write(folder.path().join(path), bytes).unwrap();
        let opened = Mirror::open(folder.path(), Some(&log_key()), &log.source());
        assert!(matches!(opened, Err(MirrorError::Spoiled { .. })), "{path}: {opened:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    follow(folder.path(), &log.source()).unwrap();
    fs::write(folder.path().join("tile/entries/000"), b"changed").unwrap();
    let mirror = open(folder.path(), &log.source());
    let first = EntryBundle::in_tree(0, 300).unwrap();
    assert!(matches!(mirror.entries(first), Err(MirrorError::Spoiled { .. })));
    let second = EntryBundle::in_tree(1, 300).unwrap();
    assert_eq!(mirror.entries(second).unwrap()[43], log.entry(299));
}

#[test]
fn a_folder_is_filled_by_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let log = LogFolder::of_size(5);
    let mirror = open(folder.path(), &log.source());
    let second = Mirror::open(folder.path(), Some(&log_key()), &log.source());
    assert!(matches!(second, Err(MirrorError::Locked { .. })));
    drop(mirror);
    open(folder.path(), &log.source());
}

#[test]
fn cosignatures_that_come_later_are_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let log = LogFolder::of_size(5);
    follow(folder.path(), &log.source()).unwrap();
    let mut note = checkpoint(5, tree(5, None).root());
    log_signer().sign(&mut note).unwrap();
    note.push(cosigner(1).cosign(&note, 7).unwrap()).unwrap();
    log.write("checkpoint", note.to_string().as_bytes());
    assert_eq!(follow(folder.path(), &log.source()).unwrap(), Followed::Same { size: 5 });
    let held = fs::read_to_string(folder.path().join("checkpoint")).unwrap();
    assert_eq!(held, note.to_string());
}

#[test]
fn a_mirror_of_a_mirror_is_a_mirror_and_bad_servers_end_it() {
    let limits = UrlLimits {
        connect: Duration::from_millis(300),
        response: Duration::from_millis(300),
        whole: Duration::from_millis(300),
        ..UrlLimits::default()
    };
    let log = LogFolder::of_size(300);
    let first = tempfile::tempdir().unwrap();
    follow(first.path(), &log.source()).unwrap();
    let served = serve(folder_routes(first.path()));
    let second = tempfile::tempdir().unwrap();
    let source = UrlSource::new(&served, UrlLimits::default()).unwrap();
    follow(second.path(), &source).unwrap();
    assert_eq!(files(second.path()), files(first.path()));

    for url in [silent(), endless()] {
        let source = UrlSource::new(&url, limits).unwrap();
        let failed = follow(second.path(), &source);
        assert!(matches!(failed, Err(MirrorError::Source(_))), "{failed:?}");
        check_whole(second.path(), 300);
    }
}

#[test]
fn landmarks_are_copied_when_the_tree_that_is_held_agrees_with_them() {
    let log = LogFolder::of_size(300);
    let mut list = Landmarks::new(log_key().name().as_str());
    let time = vocab::Instant(1_700_000_000);
    let landmark = |size| {
        let root = tree(size, None).root();
        let start = if size == 100 { 0 } else { 100 };
        let (left, right) = covering(start, size);
        let whole = tree(300, None);
        let hash = |s: merkle::Subtree| s.hash(&mut &whole).unwrap();
        Landmark { size, time, root, covers: (hash(left), right.map(hash)) }
    };
    for size in [100, 257] {
        assert!(list.push(landmark(size)));
        log.write(&format!("landmark/{size}"), note(size).as_bytes());
    }
    let publish = |list: &Landmarks| {
        log.write("landmarks", list.signed(&log_signer()).unwrap().as_bytes());
    };
    publish(&list);
    let folder = tempfile::tempdir().unwrap();
    follow(folder.path(), &log.source()).unwrap();
    assert_eq!(files(folder.path()), files(&log.path("")));
    // Cosignatures of the last come in later.
    let mut cosigned = signed(&tree(257, None));
    cosigned.push(cosigner(1).cosign(&cosigned, 7).unwrap()).unwrap();
    log.write("landmark/257", cosigned.to_string().as_bytes());
    follow(folder.path(), &log.source()).unwrap();
    assert_eq!(files(folder.path()), files(&log.path("")));

    // A landmark past the checkpoint waits; one that lies is named.
    let mut ahead = list.clone();
    assert!(ahead.push(Landmark { size: 301, ..landmark(300) }));
    publish(&ahead);
    follow(folder.path(), &log.source()).unwrap();
    let mut lying = list.clone();
    assert!(lying.push(Landmark { root: [7; 32], ..landmark(299) }));
    publish(&lying);
    let error = follow(folder.path(), &log.source()).unwrap_err();
    assert!(matches!(error, MirrorError::Landmark { size: 299 }), "{error}");
    let held = fs::read(folder.path().join("landmarks")).unwrap();
    assert_eq!(held, list.signed(&log_signer()).unwrap().as_bytes());
    // A checkpoint beside the list that is of another size.
    publish(&list);
    log.write("landmark/257", note(256).as_bytes());
    let error = follow(folder.path(), &log.source()).unwrap_err();
    assert!(matches!(error, MirrorError::Note { .. }), "{error}");
}
