//! Files of private keys: only for their owner, plain or under a passphrase, wrapped anew.
//!
//! Out of scope: what keys sign (`keys`, `drafts`).

use crate::stage::{EMPLOYER, Stage, room};
use desk::backend::Backend;
use desk::house_error::HouseError;
use desk::house_folder;
use desk::key_file::{make, public, read, rewrap, write};
use desk::key_file_error::KeyFileError;
use desk::key_folder::KeyFolder;
use desk::passphrase::{Cost, Passphrase};
use desk::{ActingKey, SigningSeed};
use std::fs;
use std::path::Path;

/// A passphrase that costs next to nothing, so that tests stay quick.
fn phrase(text: &str) -> Option<Passphrase> {
    Passphrase::with_cost(text.into(), Cost { memory_kib: 64, passes: 1, lanes: 1 })
}

fn why<T: std::fmt::Debug>(result: Result<T, HouseError>) -> KeyFileError {
    match result {
        Err(HouseError::KeyFile { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_key_opens_with_its_passphrase_and_with_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.key");
    let check = |kept: Option<&str>, given: Option<&str>, expect: Result<(), KeyFileError>| {
        let key = write(&path, &[7; 32], kept.and_then(phrase).as_ref()).unwrap();
        assert_eq!(public(&path).unwrap(), (key, kept.is_some()), "told without a passphrase");
        let found = read(&path, given.and_then(phrase).as_ref());
        match expect {
            Ok(()) => assert_eq!(*found.unwrap().public_key().as_bytes(), key),
            Err(expect) => assert_eq!(why(found), expect),
        }
    };
    check(None, None, Ok(()));
    check(None, Some("a"), Ok(()));
    check(Some("a"), Some("a"), Ok(()));
    check(Some("密语 a"), Some("密语 a"), Ok(()));
    check(Some("a"), Some("b"), Err(KeyFileError::WrongPassphrase));
    check(Some("a"), None, Err(KeyFileError::Locked));
    assert!(Passphrase::new(String::new()).is_none(), "an empty one protects nothing");
}

#[test]
fn any_changed_byte_of_an_encrypted_key_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.key");
    write(&path, &[7; 32], phrase("a").as_ref()).unwrap();
    let good = fs::read(&path).unwrap();
    assert!(!String::from_utf8_lossy(&good).contains(&"07".repeat(32)));
    for at in 0..good.len() - 1 {
        let mut changed = good.clone();
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        fs::write(&path, &changed).unwrap();
        assert!(read(&path, phrase("a").as_ref()).is_err(), "byte {at}");
    }
    let text = String::from_utf8(good).unwrap();
    fs::write(&path, text.replace("argon2id 64 ", "argon2id 2097152 ")).unwrap();
    assert_eq!(why(read(&path, phrase("a").as_ref())), KeyFileError::Cost);
    fs::write(&path, "hello\n").unwrap();
    assert!(matches!(read(&path, None), Err(HouseError::NotAKey(_))));
}

#[test]
fn a_key_is_made_once_and_wrapped_anew_as_often_as_one_likes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.key");
    let key = make(&path, None).unwrap();
    assert!(matches!(make(&path, None), Err(HouseError::Key { .. })), "none is written over");
    let check = |old: Option<&str>, new: Option<&str>| {
        let (old, new) = (old.and_then(phrase), new.and_then(phrase));
        rewrap(&path, old.as_ref(), new.as_ref()).unwrap();
        let found = read(&path, new.as_ref()).unwrap();
        assert_eq!(*found.public_key().as_bytes(), key);
        assert_eq!(public(&path).unwrap(), (key, new.is_some()));
    };
    check(None, Some("a"));
    check(Some("a"), Some("b"));
    check(Some("a"), Some("b")); // repeated after a stop
    check(Some("b"), None);
    check(None, None);
    write(&path, &[7; 32], phrase("a").as_ref()).unwrap();
    let wrong = rewrap(&path, phrase("b").as_ref(), phrase("c").as_ref());
    assert_eq!(why(wrong), KeyFileError::WrongPassphrase);
    read(&path, phrase("a").as_ref()).unwrap();
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_key() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.key");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for passphrase in [None, phrase("a")] {
        write(&path, &[7; 32], passphrase.as_ref()).unwrap();
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(why(read(&path, passphrase.as_ref())), KeyFileError::Readable);
    }
}

#[test]
fn a_register_with_encrypted_keys_opens_with_its_passphrase_only() {
    let Stage { house, clock, folder } = Stage::new();
    drop(house);
    let count =
        house_folder::rewrap_keys(folder.path(), &Backend::Folder, None, phrase("a")).unwrap();
    assert_eq!(count, 8, "of three organisations, the recovery set, the log, personal data");
    let open = |passphrase: Option<&str>| {
        let passphrase = passphrase.and_then(phrase);
        house_folder::open_locked(folder.path(), room(), clock.clone(), None, passphrase)
    };
    assert_eq!(why(open(None).map(drop)), KeyFileError::Locked);
    assert_eq!(why(open(Some("b")).map(drop)), KeyFileError::WrongPassphrase);
    let mut house = open(Some("a")).unwrap();
    let key = ActingKey { key: house.new_key().unwrap(), operator_custody: true };
    house.rotate_key(EMPLOYER, key).unwrap();
    drop(house);
    let path = folder.path().join("keys").join(format!("{}.seed", vocab::Hash(key.key)));
    assert_eq!(public(&path).unwrap(), (key.key, true), "a new key is encrypted, too");
    // A file that holds another key than its name says does not sign for it.
    let other = fs::read_dir(folder.path().join("keys"));
    let other = other.unwrap().map(|e| e.unwrap().path()).find(|p| *p != path).unwrap();
    fs::copy(other, &path).unwrap();
    let keys = KeyFolder::open(&folder.path().join("keys"), phrase("a")).unwrap();
    assert_eq!(why(keys.seed(&key.key).map(|_: SigningSeed| ())), KeyFileError::OtherKey);
}
