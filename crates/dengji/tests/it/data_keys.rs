//! `dengji key turn-data|turn-index|rewrap`: the keys of personal data are changed, and kept in
//! each place.
//!
//! In scope: the commands, what is said where a key is missing or wrong. Out of scope: what is
//! sealed (`store`), stops half way (`desk`).

use crate::dengji;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A demonstration's register, and what the environment says of its keys.
pub struct World {
    folder: tempfile::TempDir,
    variables: Vec<(&'static str, String)>,
}

const SECRETS: [&str; 6] = [
    "DENGJI_MASTER_KEY",
    "DENGJI_MASTER_KEY_FILE",
    "DENGJI_NEW_MASTER_KEY",
    "DENGJI_NEW_MASTER_KEY_FILE",
    "DENGJI_PIN",
    "DENGJI_PIN_FILE",
];

impl World {
    pub fn new(variables: &[(&'static str, &str)]) -> World {
        let folder = tempfile::tempdir().unwrap();
        let mut world = World { folder, variables: Vec::new() };
        fs::write(world.at("one"), "11".repeat(32)).unwrap();
        fs::write(world.at("two"), format!("{}\n", "22".repeat(32))).unwrap();
        fs::write(world.at("none"), "no key\n").unwrap();
        world.set(variables);
        world.run(&["demo", "--no-serve", "--data", &world.at("data")], 0);
        world
    }

    /// Sets the variables; a value that is the name of a file of this world stands for its path.
    fn set(&mut self, variables: &[(&'static str, &str)]) {
        let path = |text: &str| match Path::new(&self.at(text)).exists() {
            true => self.at(text),
            false => text.to_string(),
        };
        self.variables = variables.iter().map(|(name, text)| (*name, path(text))).collect();
    }

    pub fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub fn run(&self, arguments: &[&str], code: i32) -> String {
        let mut command = dengji(arguments);
        command.env("LC_ALL", "en").env_remove("DENGJI_PASSPHRASE");
        for name in SECRETS {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, text)| (*name, text)));
        let output = command.output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
        said
    }

    /// Runs a command about keys on the register.
    fn key(&self, arguments: &[&str], code: i32) -> String {
        let data = self.at("data");
        self.run(&[&["key"], arguments, &["--data", &data]].concat(), code)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.key(&[arguments, &["--json"]].concat(), 0)).unwrap()
    }

    /// Expects that the register does not open, and why.
    fn shut(&self, why: &str) {
        let said = self.key(&["list"], 3);
        assert!(said.contains(why), "{said}");
    }

    fn opens(&self) {
        self.key(&["list"], 0);
        let data = self.at("data");
        let find = ["person", "find", "--by", "0", "--staff", "1", "--why", "archive"];
        let found =
            self.run(&[&find, &["--data", &data, "--name", "演示", "--json"][..]].concat(), 0);
        assert!(found.contains("found"), "{found}");
    }
}

#[test]
fn a_data_key_is_turned_at_once_or_begun_and_gone_on_with() {
    let world = World::new(&[]);
    let begun = world.json(&["turn-data", "--begin"]);
    assert_eq!((&begun["began"], &begun["groups"]), (&true.into(), &0.into()));
    let left = begun["left"].as_u64().unwrap();
    assert!(2 < left, "{begun}");
    assert!(world.key(&["turn-data", "--begin"], 0).contains("under way already"));
    let done = world.json(&["turn-data"]);
    assert_eq!((&done["began"], &done["left"]), (&false.into(), &0.into()));
    assert_eq!(done["groups"].as_u64().unwrap(), left);
    world.opens();
    let again = world.json(&["turn-data"]);
    // Whoever looked somebody up is a group more: the readings of the month.
    assert_eq!((&again["began"], &again["groups"]), (&true.into(), &(left + 1).into()));
    assert!(world.key(&["turn-data"], 0).contains("the old one is destroyed"));
    world.opens();
}

#[test]
fn the_key_of_the_index_is_turned_at_once_or_begun_and_gone_on_with() {
    let world = World::new(&[]);
    let data = world.at("data");
    let found = || {
        let find = ["person", "find", "--by", "0", "--staff", "1", "--why", "archive"];
        let said =
            world.run(&[&find, &["--data", &data, "--name", "上官", "--json"][..]].concat(), 0);
        let found: Value = serde_json::from_str(&said).unwrap();
        let people = found["found"].as_array().unwrap().clone();
        assert!(!people.is_empty(), "{said}");
        people
    };
    let checked = || world.run(&["check", &data], 0);
    let before = found();
    let begun = world.json(&["turn-index", "--begin"]);
    assert_eq!((&begun["began"], &begun["entries"]), (&true.into(), &0.into()));
    let left = begun["left"].as_u64().unwrap();
    assert!(before.len() < left as usize && begun["done"] == false, "{begun}");
    assert!(world.key(&["turn-index", "--begin"], 0).contains("under way already"));
    assert_eq!(found(), before);
    checked();
    // Both keys are wrapped by another master key.
    world.key(&["rewrap"], 0);
    assert_eq!(found(), before);
    let done = world.json(&["turn-index"]);
    assert_eq!(
        (&done["began"], &done["left"], &done["done"]),
        (&false.into(), &0.into(), &true.into())
    );
    assert_eq!(done["entries"].as_u64().unwrap(), left);
    assert_eq!(found(), before);
    checked();
    assert!(world.key(&["turn-index"], 0).contains("the old one is destroyed"));
    assert_eq!(found(), before);
    checked();
    world.key(&["turn-data"], 0);
    world.opens();
}

#[test]
fn a_master_key_is_changed_and_moved_into_the_environment_and_back() {
    let mut world = World::new(&[]);
    let file = Path::new(&world.at("data")).join("keys/private.seed");
    let before = fs::read(&file).unwrap();
    assert!(world.key(&["rewrap"], 0).contains("take a copy"));
    let after = fs::read(&file).unwrap();
    assert_ne!(before, after);
    world.opens();
    fs::write(&file, &before).unwrap();
    world.shut("put back the key that the data was sealed under");
    fs::write(&file, &after).unwrap();
    // Into the environment: the file is gone, and the variable is needed from then on.
    let to = ["rewrap", "--to", "environment"];
    assert!(world.key(&to, 3).contains("DENGJI_MASTER_KEY_FILE"));
    world.set(&[("DENGJI_MASTER_KEY_FILE", "one")]);
    assert_eq!(world.json(&to)["place"], "environment");
    assert!(!file.exists());
    world.opens();
    world.set(&[("DENGJI_MASTER_KEY", &"11".repeat(32))]);
    world.opens();
    world.set(&[]);
    world.shut("put the path of its file into DENGJI_MASTER_KEY_FILE");
    world.set(&[("DENGJI_MASTER_KEY_FILE", "none")]);
    world.shut("a key is 64 hexadecimal digits");
    world.set(&[("DENGJI_MASTER_KEY_FILE", "two")]);
    world.shut("the data was sealed under another key");
    // Another key of the environment takes its place.
    world.set(&[("DENGJI_MASTER_KEY_FILE", "one"), ("DENGJI_NEW_MASTER_KEY_FILE", "one")]);
    assert!(world.key(&to, 3).contains("is the key that is in use"));
    world.set(&[("DENGJI_MASTER_KEY_FILE", "one"), ("DENGJI_NEW_MASTER_KEY_FILE", "two")]);
    world.key(&to, 0);
    world.shut("the data was sealed under another key");
    world.set(&[("DENGJI_MASTER_KEY_FILE", "two")]);
    world.opens();
    world.key(&["rewrap", "--to", "file"], 0);
    world.set(&[]);
    world.opens();
    fs::write(Path::new(&world.at("data")).join("keys/private.json"), "{}").unwrap();
    world.shut("does not say where the key of personal data is");
}

#[test]
fn a_new_register_takes_its_master_key_from_the_environment_where_it_has_one() {
    let mut world = World::new(&[("DENGJI_MASTER_KEY_FILE", "one")]);
    assert!(!Path::new(&world.at("data")).join("keys/private.seed").exists());
    world.opens();
    world.set(&[]);
    world.shut("DENGJI_MASTER_KEY_FILE");
}

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";

#[test]
fn a_master_key_lies_in_a_token_that_never_gives_it_out() {
    if !Path::new(MODULE).is_file() {
        throwaway::skipped("SoftHSM2 is not installed");
        return;
    }
    let mut world = World::new(&[]);
    let (tokens, setting) = (world.at("tokens"), world.at("softhsm2.conf"));
    fs::create_dir(&tokens).unwrap();
    fs::write(&setting, format!("directories.tokendir = {tokens}\n")).unwrap();
    fs::write(world.at("pin"), "1234\n").unwrap();
    fs::write(world.at("wrong"), "4321\n").unwrap();
    let init =
        ["--init-token", "--free", "--label", "register", "--so-pin", "5678", "--pin", "1234"];
    let made = Command::new("softhsm2-util").args(init).env("SOFTHSM2_CONF", &setting).output();
    assert!(made.unwrap().status.success());
    let device = |key| {
        let to = ["rewrap", "--to", "device", "--module", MODULE, "--token", "register"];
        [&to[..], &["--key-label", key]].concat()
    };
    assert!(world.key(&["rewrap", "--to", "device"], 2).contains("--module"));
    assert!(world.key(&device("master"), 3).contains("DENGJI_PIN_FILE"));
    let with_pin = [("SOFTHSM2_CONF", "softhsm2.conf"), ("DENGJI_PIN_FILE", "pin")];
    world.set(&with_pin);
    assert!(world.key(&device("master"), 3).contains("has no AES key of 256 bits"));
    world.opens();
    let done = world.json(&[&device("master")[..], &["--make-key"]].concat());
    assert_eq!(done["place"], "device");
    assert!(!Path::new(&world.at("data")).join("keys/private.seed").exists());
    world.opens();
    world.key(&["turn-data"], 0);
    world.opens();
    world.set(&[("SOFTHSM2_CONF", "softhsm2.conf"), ("DENGJI_PIN_FILE", "wrong")]);
    world.shut("the PIN is wrong");
    world.set(&[("SOFTHSM2_CONF", "softhsm2.conf")]);
    world.shut("put the path of a file with it into DENGJI_PIN_FILE");
    fs::create_dir(world.at("empty")).unwrap();
    let none = world.at("none.conf");
    fs::write(none, format!("directories.tokendir = {}\n", world.at("empty"))).unwrap();
    world.set(&[("SOFTHSM2_CONF", "none.conf"), ("DENGJI_PIN_FILE", "pin")]);
    world.shut("there is no token with this label");
    world.set(&with_pin);
    world.key(&["rewrap", "--to", "file"], 0);
    world.set(&[]);
    world.opens();
}
