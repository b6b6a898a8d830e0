//! What a check finds in rows about persons: every block is opened, and what it says is held
//! against the log.
//!
//! Out of scope: what is derived from the entries (`backing_up`), damage of pages (crate `store`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage};
use desk::StaffId;
use desk::backend::Backend;
use desk::check_register::{Checked, Looked, check, check_locked};
use desk::find_person::{Asking, Purpose};
use desk::key_folder::KeyFolder;
use desk::passphrase::{Cost, Passphrase};
use desk::words::{Lang, Words};
use register::{CorrectionReason, SessionId};
use std::fs;
use std::path::Path;
use store::{
    HeldMasterKey, PrivateKind, PrivatePlace, PrivateRow, Reader as _, SqliteStore, Store as _,
    Vault, Writing,
};
use vocab::Hash;
use zeroize::Zeroizing;

/// A house with four certificates of two batches, one of them corrected.
fn at_work() -> (Stage, SessionId) {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    let numbers = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap().numbers;
    stage.house.issue(EMPLOYER, session, (on, on), &[3]).unwrap();
    let person = stage.people(8)[7].document.clone();
    let (new, on) = (("虚构新名", &person), stage.on("2020-12-20"));
    stage.house.correct((EMPLOYER, on), &numbers[1], new, CorrectionReason::Both).unwrap();
    stage.house.publish().unwrap();
    (stage, session)
}

fn looked(folder: &Path) -> Checked {
    check((folder, &Backend::Folder), &mut |_, _| ()).unwrap()
}

/// Returns what was found of a part, in the words of its kind.
fn found(checked: &Checked, what: Looked) -> Vec<String> {
    let part = checked.parts.iter().find(|part| part.what == what).unwrap();
    part.findings.iter().map(|finding| format!("{finding:?}")).collect()
}

fn compared(checked: &Checked, what: Looked) -> (bool, u64) {
    let part = checked.parts.iter().find(|part| part.what == what).unwrap();
    (part.checked, part.compared)
}

fn tamper(folder: &Path, statements: &str) {
    let database = rusqlite::Connection::open(folder.join(store::DATABASE_FILE)).unwrap();
    database.execute_batch(statements).unwrap();
}

/// Changes private rows as somebody could who has the key.
fn change(folder: &Path, erased: &[PrivatePlace], private: &[PrivateRow]) {
    let text = fs::read_to_string(folder.join("keys/private.seed")).unwrap();
    let Hash(key) = text.trim().parse().unwrap();
    let master = HeldMasterKey::new("the key".to_string(), Zeroizing::new(key));
    let store = Box::new(SqliteStore::open(folder).unwrap());
    let mut vault = Vault::open(store, &master).unwrap();
    let expect_size = vault.size().unwrap();
    vault.commit(&Writing { expect_size, erased, private, ..Writing::default() }).unwrap();
}

fn at(kind: PrivateKind, group: &str, place: u32) -> PrivatePlace {
    PrivatePlace { kind, group: group.to_string(), place }
}

/// Expects that something done to a register is found in a part.
fn expect_found(harm: impl FnOnce(&Path), what: Looked, expect: &str) {
    let (stage, _) = at_work();
    let Stage { house, folder, .. } = stage;
    drop(house);
    harm(folder.path());
    let checked = looked(folder.path());
    assert!(checked.is_wrong(), "{expect}: {checked:?}");
    let found = found(&checked, what);
    assert!(found.iter().any(|found| found.contains(expect)), "{expect}: {checked:?}");
}

#[test]
fn a_register_is_clean_and_everything_in_it_was_opened_and_compared() {
    let (mut stage, session) = at_work();
    let checked = looked(stage.folder.path());
    assert!(checked.is_clean(), "{checked:?}");
    assert_eq!(compared(&checked, Looked::Sessions), (true, 2), "registration and results");
    assert_eq!(compared(&checked, Looked::Holders), (true, 4));
    assert!(4 * 2 < compared(&checked, Looked::Tokens).1);
    let blocks = compared(&checked, Looked::Private).1;
    assert!(3 < blocks, "candidates, results, salts, a correction: {blocks}");
    // Somebody is erased lawfully: nothing of it is damage, corrected or not.
    let staff = StaffId { of: AUTHORITY, number: 1 };
    let asking = Asking { staff, purpose: Purpose::Archive, note: "申请 5".to_string() };
    let people = stage.people(8);
    for person in [&people[0], &people[7], &people[5]] {
        stage.house.erase_person(&asking, &person.document, false).unwrap();
    }
    let on = stage.on("2020-12-21");
    stage.house.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
    let checked = looked(stage.folder.path());
    assert!(checked.is_clean(), "{checked:?}");
    assert_eq!(compared(&checked, Looked::Holders), (true, 5));
}

#[test]
fn blocks_that_do_not_open_are_found_and_so_are_tokens_that_are_gone() {
    let altered = "UPDATE private_bodies SET body = zeroblob(length(body))";
    expect_found(|folder| tamper(folder, altered), Looked::Private, "Block");
    let cut = "UPDATE private_bodies SET body = substr(body, 1, length(body) - 1)";
    expect_found(|folder| tamper(folder, cut), Looked::Private, "Block");
    // A block in the place of another opens nowhere.
    let moved = "UPDATE private_bodies SET body = (SELECT max(body) FROM private_bodies)";
    expect_found(|folder| tamper(folder, moved), Looked::Private, "Block");
    expect_found(
        |folder| tamper(folder, "DELETE FROM token_log; DELETE FROM token_blocks"),
        Looked::Tokens,
        "there: 0",
    );
}

#[test]
fn rows_that_are_gone_or_another_do_not_fit_the_log() {
    let group = "session-0";
    let gone = |kind, group: &'static str, place| {
        move |folder: &Path| change(folder, &[at(kind, group, place)], &[])
    };
    let salts = "salt-Y000099000001-2020-4";
    let count = "OtherCount { group: \"session-0\", logged: 6, there: 5 }";
    expect_found(gone(PrivateKind::Candidate, group, 5), Looked::Sessions, count);
    expect_found(gone(PrivateKind::Result, group, 5), Looked::Sessions, count);
    expect_found(gone(PrivateKind::Candidate, group, 0), Looked::Holders, "NoHolder");
    expect_found(gone(PrivateKind::Salt, salts, 2), Looked::Holders, "NoSalts");
    // A correction that is lost takes what the certificate is found by with it.
    let header = "correction-6";
    expect_found(gone(PrivateKind::Salt, header, 2), Looked::Tokens, "TokensDiffer");
    let swapped = |kind, group: &'static str| {
        move |folder: &Path| {
            let text = fs::read_to_string(folder.join("keys/private.seed")).unwrap();
            let Hash(key) = text.trim().parse().unwrap();
            let master = HeldMasterKey::new("the key".to_string(), Zeroizing::new(key));
            let store = Box::new(SqliteStore::open(folder).unwrap());
            let vault = Vault::open(store, &master).unwrap();
            let body = vault.private_row(kind, group, 1).unwrap().unwrap();
            drop(vault);
            let place = 2;
            change(folder, &[], &[PrivateRow { kind, group: group.to_string(), place, body }]);
        }
    };
    let root = "RootDiffers { group: \"session-0\" }";
    expect_found(swapped(PrivateKind::Candidate, group), Looked::Sessions, root);
    expect_found(swapped(PrivateKind::Candidate, group), Looked::Holders, "HolderDiffers");
    expect_found(swapped(PrivateKind::Result, group), Looked::Sessions, root);
    expect_found(swapped(PrivateKind::Salt, salts), Looked::Holders, "HolderDiffers");
}

#[test]
fn a_key_that_is_another_is_said_to_be_and_without_one_nothing_is_said_of_the_rows() {
    let other = |folder: &Path| {
        let seed = "7".repeat(64);
        fs::write(folder.join("keys/private.seed"), format!("{seed}\n")).unwrap();
    };
    expect_found(other, Looked::Keys, "OtherMasterKey");
    let (stage, _) = at_work();
    let Stage { house, folder, .. } = stage;
    drop(house);
    let key = folder.path().join("keys/private.seed");
    let aside = folder.path().join("private.seed");
    fs::rename(&key, &aside).unwrap();
    let unchecked = |checked: &Checked| {
        assert!(!checked.is_clean() && !checked.is_wrong(), "{checked:?}");
        for what in [Looked::Private, Looked::Sessions, Looked::Holders, Looked::Tokens] {
            assert_eq!(compared(checked, what), (false, 0));
        }
    };
    let checked = looked(folder.path());
    unchecked(&checked);
    assert_eq!(found(&checked, Looked::Private), ["Unopened(NoKey)"]);
    fs::rename(&aside, &key).unwrap();
    let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    let of = |text: &str| Passphrase::with_cost(text.to_string(), cost).unwrap();
    let phrase = || of("correct horse");
    let mut keys = KeyFolder::open(&folder.path().join("keys"), None).unwrap();
    keys.rewrap(Some(phrase())).unwrap();
    let checked = looked(folder.path());
    unchecked(&checked);
    let words = Words::of(Lang::En);
    let part = checked.parts.iter().find(|part| part.what == Looked::Private).unwrap();
    let said = desk::backup_words::finding(&words, &part.findings[0]);
    assert!(said.contains("counted and not opened") && said.contains("passphrase"), "{said}");
    let opened = |phrase: Passphrase| {
        check_locked((folder.path(), &Backend::Folder), Some(phrase), &mut |_, _| ()).unwrap()
    };
    assert!(opened(phrase()).is_clean());
    unchecked(&opened(of("another")));
}

#[test]
fn a_database_that_cannot_be_read_any_more_is_a_finding_and_no_fault_of_the_check() {
    let cut = |part: u64| {
        move |folder: &Path| {
            let file = fs::File::options().write(true).open(folder.join(store::DATABASE_FILE));
            let (file, page) = (file.unwrap(), 4096);
            let pages = file.metadata().unwrap().len() / page;
            file.set_len(pages * part / 4 * page).unwrap();
        }
    };
    for part in [1, 2, 3] {
        expect_found(cut(part), Looked::Store, "Store(");
    }
}
