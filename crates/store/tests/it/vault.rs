//! The vault: what lies below it says nothing, and keys can be turned while it is in use.
//!
//! In scope: sealing, wrong keys, altered and moved blocks, turning keys, rows of before.
//! Out of scope: the contract, which `conformance` shows on vaults too.

use crate::conformance::{entries, master, row, writing};
use store::{
    DATABASE_FILE, HeldMasterKey, Kept, KeptKind, PostgresStore, PrivateKind, PrivatePlace,
    ROW_BYTES_MAX, Reader, SqliteStore, Store, StoreError, Vault, Writing,
};
use tempfile::{TempDir, tempdir};
use throwaway::{Cut, Proxy};
use zeroize::Zeroizing;

const KIND: PrivateKind = PrivateKind::Candidate;

fn open(folder: &TempDir) -> Vault {
    Vault::open(Box::new(SqliteStore::open(folder.path()).unwrap()), &master()).unwrap()
}

/// Puts seventy rows into three blocks of a group, and one alone.
fn fill(store: &mut dyn Store, group: &str) {
    let mut rows: Vec<_> = (0..70).map(|n| row(KIND, group, n, &format!("示例{n}"))).collect();
    rows.push(row(PrivateKind::Draft, group, 5, "示例"));
    store.commit(&Writing { private: &rows, ..writing(store.size().unwrap(), &[]) }).unwrap();
}

fn check_filled(reader: &dyn Reader, group: &str) {
    let rows = reader.private_rows(KIND, group).unwrap();
    assert_eq!(rows.len(), 70);
    for (n, (place, body)) in rows.iter().enumerate() {
        assert_eq!((*place, &body[..]), (n as u32, format!("示例{n}").as_bytes()));
    }
    assert_eq!(reader.private_row(KIND, group, 69).unwrap().unwrap(), "示例69".as_bytes());
    assert_eq!(reader.last_place(KIND, group).unwrap(), Some(69));
    assert_eq!(reader.private_row(PrivateKind::Draft, group, 5).unwrap().unwrap().len(), 6);
}

/// Returns the bytes of all files of a folder.
fn bytes(folder: &TempDir) -> Vec<u8> {
    let files = std::fs::read_dir(folder.path()).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn i_pri_1_nothing_of_a_private_row_lies_in_the_files() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    fill(&mut vault, "s1");
    check_filled(&vault, "s1");
    check_filled(&*vault.reader().unwrap(), "s1");
    assert!(holds(&bytes(&folder), "s1") && !holds(&bytes(&folder), "示例"));
    drop(vault);
    check_filled(&open(&folder), "s1");
}

/// Writes alone, or at the end of a group of many writings that touch the same blocks.
fn write_in(vault: &mut Vault, grouped: bool, of: &Writing<'_>) {
    if !grouped {
        vault.commit(of).unwrap();
        return;
    }
    vault.begin_group().unwrap();
    fill(vault, "s2");
    vault.commit(of).unwrap();
    fill(vault, "s3");
    vault.end_group().unwrap();
}

#[test]
fn what_was_erased_lies_in_no_file_not_even_sealed() {
    for grouped in [false, true] {
        let folder = tempdir().unwrap();
        let mut vault = open(&folder);
        fill(&mut vault, "s1");
        let sealed = || {
            let store = SqliteStore::read_only(folder.path()).unwrap();
            store.private_row(PrivateKind::Draft, "s1", 5).unwrap()
        };
        let before = sealed().unwrap();
        let lies = || bytes(&folder).windows(before.len()).any(|window| window == before);
        assert!(lies());
        let erased = [PrivatePlace { kind: PrivateKind::Draft, group: "s1".to_string(), place: 5 }];
        write_in(&mut vault, grouped, &Writing { erased: &erased, ..writing(0, &[]) });
        assert_eq!((sealed(), lies()), (None, false), "{grouped}");
    }
}

#[test]
fn what_a_reader_kept_in_the_log_when_it_was_erased_goes_with_the_next_upkeep() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    fill(&mut vault, "s1");
    let mut reader = SqliteStore::read_only(folder.path()).unwrap();
    let before = reader.private_row(PrivateKind::Draft, "s1", 5).unwrap().unwrap();
    let lies = || bytes(&folder).windows(before.len()).any(|window| window == before);
    reader.hold().unwrap();
    assert!(reader.private_row(PrivateKind::Draft, "s1", 5).unwrap().is_some());
    let erased = [PrivatePlace { kind: PrivateKind::Draft, group: "s1".to_string(), place: 5 }];
    write_in(&mut vault, true, &Writing { erased: &erased, ..writing(0, &[]) });
    while vault.tend().unwrap() {}
    assert!(lies(), "whoever reads of before is not cut off");
    reader.release().unwrap();
    while vault.tend().unwrap() {}
    assert!(!lies());
}

#[test]
fn another_master_key_opens_nothing_and_changes_nothing() {
    let folder = tempdir().unwrap();
    fill(&mut open(&folder), "s1");
    let before = std::fs::read(folder.path().join(DATABASE_FILE)).unwrap();
    let other = HeldMasterKey::new("file `other`".to_string(), Zeroizing::new([4; 32]));
    let store = Box::new(SqliteStore::open(folder.path()).unwrap());
    let error = Vault::open(store, &other).err().expect("it is refused");
    let expect = "file `other`: the data was sealed under another key\n\
                  put back the key that the data was sealed under";
    assert_eq!(error.to_string(), expect);
    assert_eq!(std::fs::read(folder.path().join(DATABASE_FILE)).unwrap(), before);
    check_filled(&open(&folder), "s1");
}

/// Changes the sealed block of a group behind the vault's back, and expects it not to open.
fn check_altered(alter: fn(&mut Vec<u8>)) {
    let folder = tempdir().unwrap();
    fill(&mut open(&folder), "s1");
    {
        let mut below = SqliteStore::open(folder.path()).unwrap();
        let mut body = below.private_row(KIND, "s1", 0).unwrap().unwrap();
        alter(&mut body);
        let mut altered = row(KIND, "s1", 0, "");
        altered.body = body;
        below.commit(&Writing { private: &[altered], ..writing(0, &[]) }).unwrap();
    }
    let vault = open(&folder);
    let error = vault.private_row(KIND, "s1", 3).unwrap_err();
    assert!(matches!(error, StoreError::Sealed { .. }), "{error}");
    assert!(vault.private_rows(KIND, "s1").is_err());
    assert!(vault.private_row(KIND, "s1", 40).unwrap().is_some());
}

#[test]
fn an_altered_block_does_not_open() {
    check_altered(|body| body[0] ^= 1);
    check_altered(|body| body[1] ^= 1);
    check_altered(|body| body[5] ^= 1);
    check_altered(|body| *body.last_mut().unwrap() ^= 1);
    check_altered(|body| body.truncate(20));
    check_altered(Vec::clear);
}

#[test]
fn a_block_does_not_open_in_another_place() {
    let folder = tempdir().unwrap();
    fill(&mut open(&folder), "s1");
    {
        let mut below = SqliteStore::open(folder.path()).unwrap();
        let body = below.private_row(KIND, "s1", 0).unwrap().unwrap();
        let mut moved = [row(KIND, "s2", 0, ""), row(KIND, "s1", 1, "")];
        moved.iter_mut().for_each(|row| row.body.clone_from(&body));
        below.commit(&Writing { private: &moved, ..writing(0, &[]) }).unwrap();
    }
    let vault = open(&folder);
    for (group, place) in [("s2", 0), ("s1", 32)] {
        let error = vault.private_row(KIND, group, place).unwrap_err();
        assert!(matches!(error, StoreError::Sealed { .. }), "{group} {place}");
    }
}

fn keys_kept(reader: &dyn Reader) -> Vec<String> {
    let mut names = Vec::new();
    let take = &mut |kept| {
        if let Kept::Note(name, _) = kept {
            names.push(name);
        }
        Ok(())
    };
    reader.each_kept(KeptKind::Notes, take).unwrap();
    names
}

/// Opens the same store, again and again.
type Opening = Box<dyn Fn() -> Box<dyn Store>>;

/// Returns a store of each kind that outlives its process.
fn backends() -> Vec<Opening> {
    let folder = tempdir().unwrap();
    let sqlite = move || -> Box<dyn Store> { Box::new(SqliteStore::open(folder.path()).unwrap()) };
    let mut all: Vec<Opening> = vec![Box::new(sqlite)];
    if let Some(server) = throwaway::Postgres::shared() {
        let url = server.database();
        all.push(Box::new(move || Box::new(PostgresStore::open(&url).unwrap())));
    }
    all
}

#[test]
fn a_key_is_turned_in_the_background_and_the_old_one_destroyed() {
    for below in backends() {
        let mut vault = Vault::open(below(), &master()).unwrap();
        (0..90).for_each(|n| fill(&mut vault, &format!("s{n:02}")));
        let reader = vault.reader().unwrap();
        assert_eq!(vault.left_to_turn().unwrap(), None);
        assert_eq!(vault.turn_slice().unwrap(), None);
        vault.turn_key(&master()).unwrap();
        assert_eq!(vault.left_to_turn().unwrap(), Some(180));
        let (mut slices, mut sealed) = (0, 0);
        while let Some(slice) = vault.turn_slice().unwrap() {
            slices += 1;
            sealed += slice.groups;
            if slices < 4 {
                // Behind where it has come to: under the new key already.
                fill(&mut vault, &format!("new{slices}"));
                assert!(vault.left_to_turn().unwrap().unwrap() < 180 + slices);
            }
            check_filled(&vault, "s89");
            check_filled(&*reader, "s00");
            if slices % 2 == 0 {
                // Stopped between slices, it goes on where it was.
                drop(std::mem::replace(&mut vault, open_elsewhere()));
                vault = Vault::open(below(), &master()).unwrap();
            }
        }
        assert!(5 < slices, "{slices} slices");
        // The drafts of what was added meanwhile are met too, and are under the new key.
        assert_eq!(sealed, 180 + 3);
        assert_eq!(vault.left_to_turn().unwrap(), None);
        assert_eq!(keys_kept(&vault), ["vault/blind", "vault/current", "vault/key/2"]);
        (0..90).for_each(|n| check_filled(&vault, &format!("s{n:02}")));
        drop((vault, reader));
        check_filled(&Vault::open(below(), &master()).unwrap(), "s07");
    }
}

#[test]
fn a_key_is_neither_made_nor_wrapped_anew_inside_a_group() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    vault.begin_group().unwrap();
    fill(&mut vault, "s1");
    let other = HeldMasterKey::new("another".to_string(), Zeroizing::new([4; 32]));
    let slice = vault.turn_slice().map(|_| ());
    for refused in [vault.turn_key(&master()), vault.rewrap(&master(), &other), slice] {
        assert!(matches!(refused, Err(StoreError::Group { open: true, .. })), "{refused:?}");
    }
    vault.end_group().unwrap();
    assert_eq!(vault.left_to_turn().unwrap(), None);
    drop(vault);
    check_filled(&open(&folder), "s1");
}

#[test]
fn a_row_that_is_erased_out_of_a_block_leaves_no_older_block_behind() {
    for grouped in [false, true] {
        let folder = tempdir().unwrap();
        let mut vault = open(&folder);
        fill(&mut vault, "s1");
        let block = || {
            let store = SqliteStore::read_only(folder.path()).unwrap();
            store.private_row(KIND, "s1", 0).unwrap().unwrap()
        };
        let lies =
            |sealed: &[u8]| bytes(&folder).windows(sealed.len()).any(|window| window == sealed);
        let before = block();
        assert!(lies(&before));
        // Erased, and put again without its name.
        let erased = [PrivatePlace { kind: KIND, group: "s1".to_string(), place: 3 }];
        let private = [row(KIND, "s1", 3, "-")];
        let whole = Writing { erased: &erased, private: &private, ..writing(0, &[]) };
        write_in(&mut vault, grouped, &whole);
        let second = block();
        assert!(!lies(&before) && lies(&second), "{grouped}");
        assert_eq!(vault.private_rows(KIND, "s1").unwrap().len(), 70);
        assert_eq!(vault.private_row(KIND, "s1", 3).unwrap().unwrap(), b"-");
        write_in(&mut vault, grouped, &Writing { erased: &erased, ..writing(0, &[]) });
        assert_eq!(vault.private_rows(KIND, "s1").unwrap().len(), 69);
        assert!(!lies(&second), "{grouped}");
    }
}

#[test]
fn a_key_that_was_destroyed_or_wrapped_anew_lies_in_no_file_as_it_was_wrapped() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    fill(&mut vault, "s1");
    let lies = |note: &[u8]| bytes(&folder).windows(note.len()).any(|window| window == note);
    let note = |vault: &Vault, name: &str| vault.note(name).unwrap().unwrap();
    let (first, blind) = (note(&vault, "vault/key/1"), note(&vault, "vault/blind"));
    assert!(lies(&first) && lies(&blind));
    vault.turn_key(&master()).unwrap();
    while vault.tend().unwrap() {}
    assert!(!lies(&first) && lies(&blind));
    let other = HeldMasterKey::new("another".to_string(), Zeroizing::new([4; 32]));
    vault.rewrap(&master(), &other).unwrap();
    assert!(!lies(&blind) && lies(&note(&vault, "vault/blind")));
    check_filled(&vault, "s1");
}

fn open_elsewhere() -> Vault {
    let store = crate::memory_store::MemoryStore::default();
    Vault::open(Box::new(store), &master()).unwrap()
}

#[test]
fn another_master_key_takes_over_all_keys_at_once() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    fill(&mut vault, "s1");
    vault.turn_key(&master()).unwrap();
    fill(&mut vault, "s2");
    let other = HeldMasterKey::new("another".to_string(), Zeroizing::new([4; 32]));
    assert!(vault.rewrap(&other, &master()).is_err());
    vault.rewrap(&master(), &other).unwrap();
    drop(vault);
    let store = Box::new(SqliteStore::open(folder.path()).unwrap());
    assert!(Vault::open(store, &master()).is_err());
    let store = Box::new(SqliteStore::open(folder.path()).unwrap());
    let vault = Vault::open(store, &other).unwrap();
    check_filled(&vault, "s1");
    check_filled(&vault, "s2");
}

#[test]
fn a_key_whose_making_ended_in_doubt_is_wrapped_anew_with_the_others() {
    for (cut, kept) in [(Cut::BeforeCommit, 1), (Cut::AfterCommit, 2)] {
        let Some(server) = throwaway::Postgres::shared() else { return };
        let proxy = Proxy::to(server.port());
        let url = proxy.url(&server.database(), server.port());
        let open =
            |key: &HeldMasterKey| Vault::open(Box::new(PostgresStore::open(&url).unwrap()), key);
        let mut vault = open(&master()).unwrap();
        fill(&mut vault, "s1");
        proxy.cut_once(cut);
        let error = vault.turn_key(&master()).unwrap_err();
        assert!(proxy.was_cut() && !error.wrote_nothing(), "{cut:?}: {error}");
        // The same program goes on with the key that it knows.
        fill(&mut vault, "s2");
        let other = HeldMasterKey::new("another".to_string(), Zeroizing::new([4; 32]));
        vault.rewrap(&master(), &other).unwrap();
        fill(&mut vault, "s3");
        drop(vault);
        assert!(open(&master()).is_err(), "{cut:?}");
        let mut vault = open(&other).unwrap();
        while vault.tend().unwrap() {}
        let current = format!("vault/key/{kept}");
        assert_eq!(keys_kept(&vault), ["vault/blind", "vault/current", &current], "{cut:?}");
        ["s1", "s2", "s3"].into_iter().for_each(|group| check_filled(&vault, group));
    }
}

#[test]
fn rows_of_before_there_were_keys_are_sealed_at_the_first_opening() {
    let folder = tempdir().unwrap();
    fill(&mut SqliteStore::open(folder.path()).unwrap(), "s1");
    let vault = open(&folder);
    check_filled(&vault, "s1");
    assert_eq!(vault.size().unwrap(), 0);
    drop(vault);
    assert!(!holds(&bytes(&folder), "示例"));
    check_filled(&open(&folder), "s1");
}

#[test]
fn a_row_beyond_its_limit_is_refused_with_all_of_its_writing() {
    let folder = tempdir().unwrap();
    let mut vault = open(&folder);
    for (bytes, good) in [(ROW_BYTES_MAX, true), (ROW_BYTES_MAX + 1, false)] {
        let size = vault.size().unwrap();
        let rows: Vec<_> = (0..32).map(|n| row(KIND, "s", n, &"b".repeat(bytes))).collect();
        let one = entries(size, 1);
        let found = vault.commit(&Writing { private: &rows, ..writing(size, &one) });
        assert_eq!(found.is_ok(), good, "{bytes}");
        assert_eq!(vault.size().unwrap(), size + u64::from(good));
    }
}
