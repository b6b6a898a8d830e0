//! Files of a log that were changed, cut, stretched or taken away after it was published.
//!
//! Each row names one change and everything that has to be found, with file and entry.

use crate::author::{Author, LAW, ORIGIN, Published, checkpoint, log_key};
use crate::report;
use recheck::{Fault, FolderSource, Kind, Options, Source, SourceError, recheck};

/// Entries 0 to 306: two tiles of leaves and one above them.
fn published() -> Published {
    let mut author = Author::with_session(300);
    author.issue(register::SessionId(0), 0..300);
    author.publish()
}

const FULL: &str = "tile/entries/000";
const PART: &str = "tile/entries/001.p/51";

/// A finding in short: kind, file, entry.
type Row = (Kind, &'static str, Option<u64>);

fn check(damage: impl FnOnce(&Published), expect: &[Row]) {
    let published = published();
    damage(&published);
    let report = report(&published);
    let found: Vec<_> = report
        .findings
        .iter()
        .map(|f| (f.kind, f.path.clone().unwrap_or_default(), f.index))
        .collect();
    let expect: Vec<_> = expect.iter().map(|(k, path, i)| (*k, path.to_string(), *i)).collect();
    assert_eq!(found, expect, "{:#?}", report.findings);
}

#[test]
fn an_altered_entry_differs_from_its_tile() {
    // The last byte of the bundle is the last of certificate 306.
    let last = |p: &Published| p.flip(PART, p.read(PART).len() - 1);
    let above = "tile/0/001.p/51";
    check(
        last,
        &[
            (Kind::Batch, "", Some(6)),
            (Kind::Tile, above, Some(306)),
            (Kind::Root, "checkpoint", None),
        ],
    );
}

#[test]
fn an_altered_tile_is_named_and_the_entries_are_still_right() {
    check(|p| p.flip("tile/0/000", 32 * 17 + 3), &[(Kind::Tile, "tile/0/000", Some(17))]);
    check(|p| p.flip("tile/0/001.p/51", 0), &[(Kind::Tile, "tile/0/001.p/51", Some(256))]);
    check(|p| p.flip("tile/1/000.p/1", 31), &[(Kind::Tile, "tile/1/000.p/1", Some(0))]);
}

#[test]
fn tiles_and_bundles_of_another_length_are_named() {
    let cut = |path: &'static str| move |p: &Published| p.write(path, &p.read(path)[..33]);
    check(cut("tile/0/000"), &[(Kind::Form, "tile/0/000", None)]);
    check(cut(FULL), &[(Kind::Form, FULL, Some(0))]);
    let longer = |path: &'static str, by: usize| {
        move |p: &Published| {
            let mut bytes = p.read(path);
            bytes.resize(bytes.len() + by, 0);
            p.write(path, &bytes);
        }
    };
    check(longer("tile/0/000", 1), &[(Kind::Form, "tile/0/000", None)]);
    check(longer(PART, 1), &[(Kind::Form, PART, Some(306))]);
    // Seventeen megabytes are more than any bundle can have.
    check(longer(FULL, 17_000_000), &[(Kind::Form, FULL, Some(0))]);
    // A bundle that ends within an entry is named with the entry.
    let within = |p: &Published| p.write(PART, &p.read(PART)[..p.read(PART).len() - 1]);
    check(within, &[(Kind::Form, PART, Some(306))]);
}

#[test]
fn missing_files_are_named() {
    check(|p| p.remove(FULL), &[(Kind::Missing, FULL, Some(0))]);
    check(|p| p.remove(PART), &[(Kind::Missing, PART, Some(256))]);
    check(|p| p.remove("tile/0/000"), &[(Kind::Missing, "tile/0/000", None)]);
    check(|p| p.remove("tile/1/000.p/1"), &[(Kind::Missing, "tile/1/000.p/1", None)]);
}

#[test]
fn a_partial_file_does_not_stand_in_for_a_full_one() {
    let rename = |p: &Published| {
        let bytes = p.read("tile/0/000");
        p.remove("tile/0/000");
        p.write("tile/0/000.p/255", &bytes[..255 * 32]);
    };
    check(rename, &[(Kind::Missing, "tile/0/000", None)]);
}

#[test]
fn a_checkpoint_that_is_none_is_named() {
    let write = |text: String| move |p: &Published| p.write("checkpoint", text.as_bytes());
    check(write("no note".into()), &[(Kind::Checkpoint, "checkpoint", None)]);
    check(write("x".repeat(70_000)), &[(Kind::Checkpoint, "checkpoint", None)]);
    // A root of nothing that ever was.
    let other = checkpoint(ORIGIN, 1, 307, [9; 32]);
    check(write(other), &[(Kind::Root, "checkpoint", None)]);
    // A size beyond what is there ends at the first bundle that is not.
    let huge = checkpoint(ORIGIN, 1, 1 << 60, [9; 32]);
    check(write(huge), &[(Kind::Missing, "tile/entries/001", Some(256))]);
}

#[test]
fn a_folder_that_is_no_log_cannot_be_checked() {
    let fault = |p: &Published, key| {
        let options = Options { key, ..Options::default() };
        let source = FolderSource::new(p.folder.path());
        recheck(&source, &LAW, &options, &mut |_, _| {}).unwrap_err()
    };
    let p = published();
    p.remove("vkey");
    assert!(matches!(fault(&p, None), Fault::NoKey));
    p.write("vkey", b"no key");
    assert!(matches!(fault(&p, None), Fault::Key(_)));
    p.remove("checkpoint");
    assert!(matches!(fault(&p, Some(log_key())), Fault::NoLog));
    std::fs::create_dir(p.path("checkpoint")).unwrap();
    let place = p.path("checkpoint").display().to_string();
    match fault(&p, Some(log_key())) {
        Fault::Source { source: SourceError::NotAFile { place: named }, .. } => {
            assert_eq!(named, place);
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_path_that_leads_out_of_the_folder_is_refused() {
    let p = published();
    let source = FolderSource::new(p.folder.path().join("tile"));
    for path in ["../vkey", "/etc/hostname", "0/../../vkey", "", "0//000", ".", "0/000 ", "0\\000"]
    {
        assert!(matches!(source.read(path, 100), Err(SourceError::BadPath(_))), "{path}");
    }
    assert_eq!(source.read("0/none", 100).unwrap(), None);
    assert!(matches!(source.read("0/000", 8191), Err(SourceError::TooLong { .. })));
    assert_eq!(source.read("0/000", 8192).unwrap().map(|bytes| bytes.len()), Some(8192));
}
