//! A master key in a token: what it wraps, and what a wrong address or PIN is answered with.
//!
//! In scope: SoftHSM2, a token in software, where it is installed. Out of scope: other makers.
//! A module reads its setting from the environment of the process, so the sentences are shown in a
//! process of their own.

use crate::conformance::row;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::{
    DeviceAddress, DeviceFault, DeviceMasterKey, HeldMasterKey, MasterKey, PrivateKind, Reader,
    SqliteStore, Store, StoreError, Vault, Writing,
};
use zeroize::Zeroizing;

const MODULES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];
const PIN: &str = "1234";
/// Says to the process of its own where the module is.
const MODULE: &str = "DENGJI_TEST_MODULE";

fn address(module: &Path, token: &str, key: &str) -> DeviceAddress {
    DeviceAddress { module: module.to_path_buf(), token: token.into(), key: key.into() }
}

fn pin(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_string())
}

#[test]
fn a_token_wraps_the_keys_of_a_vault_and_says_what_is_wrong() {
    if let Some(module) = std::env::var_os(MODULE) {
        return sentences(&PathBuf::from(module));
    }
    let Some(module) = MODULES.iter().find(|path| Path::new(path).is_file()) else {
        throwaway::skipped("SoftHSM2 is not installed");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (tokens, setting) = (folder.path().join("tokens"), folder.path().join("softhsm2.conf"));
    std::fs::create_dir(&tokens).unwrap();
    std::fs::write(&setting, format!("directories.tokendir = {}\n", tokens.display())).unwrap();
    let init = ["--init-token", "--free", "--label", "register", "--so-pin", "5678", "--pin", PIN];
    let made = Command::new("softhsm2-util").args(init).env("SOFTHSM2_CONF", &setting).output();
    assert!(made.unwrap().status.success());
    let name = "device::a_token_wraps_the_keys_of_a_vault_and_says_what_is_wrong";
    let shown = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env("SOFTHSM2_CONF", &setting)
        .env(MODULE, module)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&shown.stderr).into_owned();
    let out = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.status.success() && out.contains("1 passed"), "{out}{said}");
}

fn sentences(module: &Path) {
    check_faults(module);
    let master = DeviceMasterKey::make(address(module, "register", "one"), pin(PIN)).unwrap();
    let there = DeviceMasterKey::make(address(module, "register", "one"), pin(PIN));
    assert!(matches!(fault(there), DeviceFault::KeyThere));
    assert_eq!(master.name(), "register/one");
    let wrapped = master.wrap("rows 1", &[9; 32]).unwrap();
    assert_eq!(*master.open("rows 1", &wrapped).unwrap(), [9; 32]);
    let again = DeviceMasterKey::open(address(module, "register", "one"), pin(PIN)).unwrap();
    assert_eq!(*again.open("rows 1", &wrapped).unwrap(), [9; 32]);
    assert_ne!(master.wrap("rows 1", &[9; 32]).unwrap(), wrapped, "each has its own nonce");
    let two = DeviceMasterKey::make(address(module, "register", "two"), pin(PIN)).unwrap();
    let mut altered = wrapped.clone();
    altered[20] ^= 1;
    for (key, purpose, bytes) in [
        (&two, "rows 1", &wrapped[..]),
        (&master, "rows 2", &wrapped),
        (&master, "rows 1", &altered),
        (&master, "rows 1", &wrapped[..20]),
        (&master, "rows 1", &wrapped[..5]),
    ] {
        let error = key.open(purpose, bytes).unwrap_err();
        assert!(matches!(error, StoreError::MasterKey { .. }), "{error}");
    }
    check_vault(&master, &two);
}

fn fault(made: Result<DeviceMasterKey, StoreError>) -> DeviceFault {
    match made {
        Err(StoreError::Device { why, .. }) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it serves"),
    }
}

fn check_faults(module: &Path) {
    let open = |at: DeviceAddress, text: &str| fault(DeviceMasterKey::open(at, pin(text)));
    let gone = open(address(Path::new("/no/module.so"), "register", "one"), PIN);
    assert!(matches!(gone, DeviceFault::Module(_)), "{gone}");
    let gone = open(address(module, "another", "one"), PIN);
    assert!(matches!(gone, DeviceFault::NoToken), "{gone}");
    for wrong in ["4321", ""] {
        let wrong = open(address(module, "register", "one"), wrong);
        assert!(matches!(wrong, DeviceFault::WrongPin), "{wrong}");
    }
    let gone = open(address(module, "register", "one"), PIN);
    assert!(matches!(gone, DeviceFault::NoKey), "{gone}");
}

/// A vault whose master key is moved from memory into the token, from one key of it to another,
/// and back.
fn check_vault(one: &DeviceMasterKey, two: &DeviceMasterKey) {
    let folder = tempfile::tempdir().unwrap();
    let held = HeldMasterKey::new("held".to_string(), Zeroizing::new([3; 32]));
    let open = |master: &dyn MasterKey| {
        Vault::open(Box::new(SqliteStore::open(folder.path()).unwrap()), master)
    };
    let rows = [row(PrivateKind::Candidate, "s1", 0, "示例")];
    let writing = Writing { private: &rows, ..Writing::default() };
    open(&held).unwrap().commit(&writing).unwrap();
    let moves: [(&dyn MasterKey, &dyn MasterKey); 3] = [(&held, one), (one, two), (two, &held)];
    for (old, new) in moves {
        let mut vault = open(old).unwrap();
        vault.rewrap(old, new).unwrap();
        vault.turn_key(new).unwrap();
        while vault.tend().unwrap() {}
        drop(vault);
        assert!(open(old).is_err(), "{}", old.name());
        let store = SqliteStore::open(folder.path()).unwrap();
        assert!(!Vault::is_opened_by(&store, old).unwrap());
        assert!(Vault::is_opened_by(&store, new).unwrap());
        drop(store);
        let found = open(new).unwrap().private_row(PrivateKind::Candidate, "s1", 0).unwrap();
        assert_eq!(found.unwrap(), "示例".as_bytes());
    }
}
