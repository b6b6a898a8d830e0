//! Backups: what is put back is what was there, and whatever happened to a file is noticed.
//!
//! In scope: SQLite and the store in memory, both ways; damage of any byte, ends
//! anywhere, locks; a writer at work.
//! Out of scope: loss of power (`backup_power_loss`), registers (crate `desk`).

use crate::conformance::{KEY, all, entries, issue, row, writing};
use crate::memory_store::MemoryStore;
use std::path::{Path, PathBuf};
use store::backup::{
    Asked, BackupError, BackupFile, Head, KeyBytes, Lock, Piece, Totals, Unlock, back_up, put,
};
use store::{Kept, KeptKind, PrivateKind, Reader, SqliteStore, Store, Token, TokenSpace, Writing};
use tempfile::{TempDir, tempdir};
use zeroize::Zeroizing;

/// Cheap: what is tested is not how long guessing takes.
const LOG_N: u8 = 4;

/// Writes something of everything: three certificates, an answer, private rows, tokens, notes.
pub fn fill(store: &mut dyn Store) {
    issue(store, "S1", 1, 3).unwrap();
    let size = store.size().unwrap();
    let private = [
        row(PrivateKind::Candidate, "a", 0, "one"),
        row(PrivateKind::Candidate, "b", u32::MAX, ""),
        row(PrivateKind::Salt, "a", 7, &"salt".repeat(9_000)),
    ];
    let token = |space, byte, place| Token { space, token: [byte; 12], place };
    let tokens = [token(TokenSpace::Document, 1, 5), token(TokenSpace::Name, 2, 6)];
    let notes = [("key".to_string(), Some(b"wrapped".to_vec()))];
    let (answer, one) = (Some((KEY, [3; 32])), entries(size, 2));
    let (private, tokens, notes) = (&private[..], &tokens[..], &notes[..]);
    let whole = Writing { answer, private, tokens, notes, ..writing(size, &one) };
    store.commit(&whole).unwrap();
    issue(store, "S1", 4, 5).unwrap();
}

/// The rows of every kind, in an order of their own.
fn rows(reader: &dyn Reader) -> Vec<String> {
    let mut found = Vec::new();
    for kind in KeptKind::ALL {
        let take = &mut |kept: Kept| {
            // A private row does not print its body.
            let body = if let Kept::Private(row) = &kept { row.body.clone() } else { Vec::new() };
            found.push(format!("{kept:?} {body:?}"));
            Ok(())
        };
        reader.each_kept(kind, take).unwrap();
    }
    found.sort();
    found
}

fn passphrase(text: &str) -> Lock {
    Lock::Passphrase { text: Zeroizing::new(text.to_string()), log_n: LOG_N }
}

fn opened_by(text: &str) -> Unlock {
    Unlock::by_passphrase(Zeroizing::new(text.to_string()))
}

/// Backs a store up into a new folder.
fn backed_up(store: &dyn Store, lock: &Lock, keys: &[KeyBytes]) -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let path = folder.path().join("one.backup");
    let asked =
        Asked { origin: Some("log.example".to_string()), taken_at: 1_600_000_000, keys, lock };
    let mut reader = store.reader().unwrap();
    back_up(&mut *reader, &path, &asked).unwrap();
    (folder, path)
}

/// Puts a backup into a store and returns its head, totals and keys.
fn put_back(
    path: &Path,
    unlock: &Unlock,
    store: &mut dyn Store,
    size: u64,
) -> Result<(Head, Totals, Vec<KeyBytes>), BackupError> {
    let mut file = BackupFile::open(path, unlock)?;
    let mut keys = Vec::new();
    while let Some(piece) = file.next_piece()? {
        match piece {
            Piece::Keys(found) => keys.extend(found),
            piece => put(store, piece, size)?,
        }
    }
    Ok((file.head().clone(), *file.totals(), keys))
}

fn error(path: &Path, unlock: &Unlock) -> BackupError {
    put_back(path, unlock, &mut MemoryStore::default(), u64::MAX).expect_err("it is refused")
}

/// Shows a sentence on a filled store of each backend, with an empty store of the other.
fn check(sentence: fn(&dyn Store, &mut dyn Store)) {
    let folders = [tempdir().unwrap(), tempdir().unwrap()];
    let mut memory = MemoryStore::default();
    fill(&mut memory);
    sentence(&memory, &mut SqliteStore::open(folders[0].path()).unwrap());
    let mut sqlite = SqliteStore::open(folders[1].path()).unwrap();
    fill(&mut sqlite);
    sentence(&sqlite, &mut MemoryStore::default());
}

#[test]
fn what_is_put_back_is_what_was_there_on_either_backend() {
    check(|from, to| {
        let (_folder, path) = backed_up(from, &Lock::Open, &[]);
        let (head, totals, keys) = put_back(&path, &Unlock::default(), to, u64::MAX).unwrap();
        assert_eq!(head.origin.as_deref(), Some("log.example"));
        assert_eq!((head.size, head.taken_at), (from.size().unwrap(), 1_600_000_000));
        assert_eq!((totals.entries, totals.rows, totals.keys), (9, [1, 2, 3, 2, 1], 0));
        assert!(keys.is_empty());
        assert_eq!(all(to), all(from));
        assert_eq!(rows(to), rows(from));
        assert!(to.inspect().unwrap().is_empty());
        // And it goes on from there.
        assert!(issue(to, "S1", 5, 6).is_err());
        issue(to, "S1", 6, 6).unwrap();
    });
}

#[test]
fn what_lies_beyond_a_size_is_left_out_and_rows_about_persons_stay() {
    check(|from, to| {
        let (_folder, path) = backed_up(from, &Lock::Open, &[]);
        put_back(&path, &Unlock::default(), to, 4).unwrap();
        assert_eq!(all(to), all(from)[..4]);
        assert!(to.find_batch("S1", 2020, '3', 3).unwrap().is_some());
        assert!(to.find_batch("S1", 2020, '3', 4).unwrap().is_none());
        assert_eq!(to.answered(&KEY).unwrap(), None);
        assert_eq!(to.private_rows(PrivateKind::Salt, "a").unwrap().len(), 1);
        assert!(to.inspect().unwrap().is_empty());
    });
}

#[test]
fn keys_are_taken_into_a_locked_backup_only() {
    check(|from, to| {
        let keys = [("log.seed".to_string(), Zeroizing::new(b"secret".to_vec()))];
        let folder = tempdir().unwrap();
        let path = folder.path().join("one.backup");
        let asked = Asked { origin: None, taken_at: 0, keys: &keys, lock: &Lock::Open };
        let error = back_up(&mut *from.reader().unwrap(), &path, &asked).unwrap_err();
        assert!(matches!(error, BackupError::KeysUnlocked));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let (_folder, path) = backed_up(from, &passphrase("correct horse"), &keys);
        let unlock = opened_by("correct horse");
        let (_, totals, found) = put_back(&path, &unlock, to, u64::MAX).unwrap();
        assert_eq!((found.as_slice(), totals.keys), (&keys[..], 1));
        assert_eq!(rows(to), rows(from));
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"secret"));
    });
}

#[test]
fn a_locked_backup_opens_with_its_passphrase_or_a_key_of_a_recipient_and_with_nothing_else() {
    let mut store = MemoryStore::default();
    fill(&mut store);
    let (_folder, path) = backed_up(&store, &passphrase("correct horse"), &[]);
    let refused = |unlock: &Unlock| error(&path, unlock);
    assert!(matches!(refused(&Unlock::default()), BackupError::Locked { passphrase: true, .. }));
    assert!(matches!(refused(&opened_by("wrong")), BackupError::WrongKey { passphrase: true, .. }));

    let identities = tempdir().unwrap();
    let keys = [age::x25519::Identity::generate(), age::x25519::Identity::generate()];
    let identity = |n: usize| {
        use age::secrecy::ExposeSecret as _;
        let file = identities.path().join(n.to_string());
        let text = format!("# a key\n{}\n", keys[n].to_string().expose_secret());
        std::fs::write(&file, text).unwrap();
        let mut unlock = Unlock::default();
        unlock.add_identities(&file).map(|()| unlock)
    };
    let lock = Lock::for_recipients(&[keys[0].to_public().to_string()]).unwrap();
    let (_folder, path) = backed_up(&store, &lock, &[]);
    let mut back = MemoryStore::default();
    put_back(&path, &identity(0).unwrap(), &mut back, u64::MAX).unwrap();
    assert_eq!(rows(&back), rows(&store));
    let refused = |unlock: &Unlock| error(&path, unlock);
    let wrong = refused(&identity(1).unwrap());
    assert!(matches!(wrong, BackupError::WrongKey { passphrase: false, .. }));
    assert!(matches!(refused(&opened_by("x")), BackupError::Locked { passphrase: false, .. }));

    let none = Lock::for_recipients(&["age1nobody".to_string()]).err().unwrap();
    assert_eq!(none.to_string(), "`age1nobody` is no recipient");
    let file = identities.path().join("empty");
    std::fs::write(&file, "# nothing\n").unwrap();
    let none = Unlock::default().add_identities(&file).unwrap_err();
    assert!(matches!(none, BackupError::NoIdentity(_)));
}

/// Changes every `step`th byte of a backup, one at a time; each is refused, with a place that is
/// not far off.
fn check_flips(lock: &Lock, unlock: &Unlock, step: usize) {
    let mut store = MemoryStore::default();
    fill(&mut store);
    let (_folder, path) = backed_up(&store, lock, &[]);
    let bytes = std::fs::read(&path).unwrap();
    for at in (0..bytes.len()).step_by(step) {
        for bit in [0x01, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= bit;
            std::fs::write(&path, &changed).unwrap();
            let told = error(&path, unlock);
            let message = told.to_string();
            assert!(message.contains(&path.display().to_string()), "{message}");
            let (place, named) = (at as u64, |from, to| from <= at as u64 && at as u64 <= to);
            match told {
                BackupError::Damaged { from, to, .. } => {
                    assert!(named(from, to), "{place}: {message}")
                }
                // A length that was changed reads on to the end.
                BackupError::CutShort { at: end, .. } => assert!(place <= end, "{place}"),
                BackupError::Foreign(_) | BackupError::Newer { .. } => {
                    assert!(place < 40, "{place}")
                }
                BackupError::WrongKey { .. }
                | BackupError::TooMuchWork(_)
                | BackupError::Locked { passphrase: false, .. } => {
                    assert!(place < 200, "{place}");
                }
                other => panic!("{place}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_changed_byte_anywhere_is_refused_and_named() {
    check_flips(&Lock::Open, &Unlock::default(), 1);
    check_flips(&passphrase("p"), &opened_by("p"), 29);
}

/// Cuts a backup at every `step`th byte; each is refused.
fn check_cuts(lock: &Lock, unlock: &Unlock, step: usize) {
    let mut store = MemoryStore::default();
    fill(&mut store);
    let (_folder, path) = backed_up(&store, lock, &[]);
    let bytes = std::fs::read(&path).unwrap();
    for end in (0..bytes.len()).step_by(step) {
        std::fs::write(&path, &bytes[..end]).unwrap();
        match error(&path, unlock) {
            BackupError::CutShort { at, .. } => assert_eq!(at, end as u64),
            BackupError::Damaged { from, to, .. } if !matches!(lock, Lock::Open) => {
                assert!(from <= end as u64 && end as u64 <= to, "{end}: {from} {to}");
            }
            BackupError::Foreign(_) if !matches!(lock, Lock::Open) => assert!(end < 30),
            other => panic!("{end}: {other:?}"),
        }
    }
    std::fs::write(&path, [&bytes[..], b"x"].concat()).unwrap();
    assert!(matches!(error(&path, unlock), BackupError::Damaged { .. }));
}

#[test]
fn a_backup_that_is_cut_short_anywhere_or_goes_on_is_refused() {
    check_cuts(&Lock::Open, &Unlock::default(), 1);
    check_cuts(&passphrase("p"), &opened_by("p"), 29);
}

#[test]
fn a_file_of_that_name_stays_and_one_that_failed_leaves_nothing() {
    let mut store = MemoryStore::default();
    fill(&mut store);
    let (folder, path) = backed_up(&store, &Lock::Open, &[]);
    let before = std::fs::read(&path).unwrap();
    let asked = Asked { origin: None, taken_at: 0, keys: &[], lock: &Lock::Open };
    let error = back_up(&mut *store.reader().unwrap(), &path, &asked).unwrap_err();
    assert!(matches!(error, BackupError::Exists(_)));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // A writer's own handle holds no snapshot: it is refused half way.
    let other = folder.path().join("two.backup");
    let error = back_up(&mut store, &other, &asked).unwrap_err();
    assert!(matches!(error, BackupError::Store(_)));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    // What a stop left behind is written anew.
    std::fs::write(folder.path().join("two.backup.part"), "left".repeat(9_000)).unwrap();
    back_up(&mut *store.reader().unwrap(), &other, &asked).unwrap();
    let mut back = MemoryStore::default();
    put_back(&other, &Unlock::default(), &mut back, u64::MAX).unwrap();
    assert_eq!(rows(&back), rows(&store));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn files_of_others_and_newer_ones_are_refused_as_such() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("file");
    let check = |bytes: &[u8], expect: &str| {
        std::fs::write(&path, bytes).unwrap();
        let told = error(&path, &Unlock::default()).to_string();
        assert_eq!(told.replace(&folder.path().display().to_string(), "DIR"), expect);
    };
    check(&b"SQLite format 3\0".repeat(9), "`DIR/file` is no backup of this program");
    check(
        b"dengji backup v2\nmore",
        "`DIR/file` is a backup of version `2`, this program knows `1`",
    );
    check(b"", "`DIR/file` is cut short: it ends at byte 0");
    std::fs::remove_file(&path).unwrap();
    let none = error(&path, &Unlock::default());
    assert!(matches!(none, BackupError::Read { .. }));
}

#[test]
fn a_backup_that_is_taken_while_a_writer_commits_is_a_prefix() {
    let folder = tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path()).unwrap();
    fill(&mut store);
    let readers: Vec<Box<dyn Reader>> = (0..6).map(|_| store.reader().unwrap()).collect();
    let (began, begun) = std::sync::mpsc::channel();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        // Serials say which writing it was: answer, batch and entries of one belong together.
        for serial in 6.. {
            issue(&mut store, "S1", serial, serial).unwrap();
            let _ = began.send(());
            if stopped.try_recv() != Err(std::sync::mpsc::TryRecvError::Empty) {
                return store;
            }
        }
        unreachable!("there are more serials than time")
    });
    let mut sizes = Vec::new();
    for (n, mut reader) in readers.into_iter().enumerate() {
        begun.recv().unwrap();
        let path = folder.path().join(format!("{n}.backup"));
        let asked = Asked { origin: None, taken_at: 0, keys: &[], lock: &Lock::Open };
        let (head, _) = back_up(&mut *reader, &path, &asked).unwrap();
        sizes.push((path, head.size));
    }
    stop.send(()).unwrap();
    let store = writer.join().unwrap();
    let whole = all(&store);
    for (path, size) in sizes {
        let mut back = MemoryStore::default();
        put_back(&path, &Unlock::default(), &mut back, u64::MAX).unwrap();
        assert_eq!(all(&back), whole[..size as usize]);
        // A header and a certificate each: the batches are those of the entries, no more, no less.
        let batches = rows(&back).iter().filter(|row| row.starts_with("Batch")).count() as u64;
        assert_eq!(batches, 2 + (size - 9) / 2);
    }
}
