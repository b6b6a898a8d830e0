//! `dengji key …` and `dengji act …`: a body that takes its key over, signs on its own machine, and
//! loses it; the register's keys under a passphrase.
//!
//! In scope: the commands in the order in which people need them. Out of scope: what the register
//! refuses (crate `desk`).

use crate::dengji;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The demonstration's register, and a body's machine beside it.
struct World {
    folder: tempfile::TempDir,
}

/// The employer of the demonstration.
const BODY: &str = "3";

impl World {
    fn new() -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        world.run(&["demo", "--no-serve", "--data", &world.at("data")], 0);
        fs::write(world.at("pass"), "一句口令\nnothing of this line\n").unwrap();
        fs::write(world.at("other"), "another\n").unwrap();
        world
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Runs a command in English and returns what it said on both ways.
    fn run(&self, arguments: &[&str], code: i32) -> String {
        let mut command = dengji(arguments);
        command.env("LC_ALL", "en").env_remove("DENGJI_PASSPHRASE");
        let output = command.output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
        said
    }

    /// Runs a command and returns its object for programs.
    fn json(&self, arguments: &[&str], code: i32) -> Value {
        let said = self.run(&[arguments, &["--json"]].concat(), code);
        // What stands behind it was told to people.
        let first = serde_json::Deserializer::from_str(&said).into_iter().next();
        first.unwrap().unwrap_or_else(|why| panic!("{arguments:?} {why}\n{said}"))
    }

    fn new_key(&self, name: &str) -> String {
        let made = ["key", "new", "--out", &self.at(name), "--passphrase-file", &self.at("pass")];
        self.run(&made, 0).trim().to_string()
    }

    /// The same, on the demonstration's register.
    fn on_data(&self, arguments: &[&str], code: i32) -> Value {
        let data = self.at("data");
        self.json(&[arguments, &["--data", &data]].concat(), code)
    }

    /// The file of a key that the demonstration's operator holds.
    fn held(&self, key: &Value) -> PathBuf {
        let name = format!("{}.seed", key.as_str().unwrap());
        Path::new(&self.at("data")).join("keys").join(name)
    }
}

#[test]
fn a_body_takes_its_key_over_and_signs_on_its_own_machine() {
    let world = World::new();
    let (key, pass, draft) = (world.new_key("own"), world.at("pass"), world.at("draft"));
    assert_eq!(world.run(&["key", "show", &world.at("own")], 0).trim(), key);
    let rotated = world.on_data(&["key", "rotate", "--organisation", BODY, "--to", &key], 0);
    assert_eq!(rotated["repeated"], false);
    let keys = world.on_data(&["key", "list"], 0);
    assert_eq!(keys["organisations"][3]["custody"], "self");
    assert_eq!(keys["organisations"][3]["key"], key.as_str());
    let announce = [
        "act",
        "draft",
        "announce",
        "--by",
        BODY,
        "--on",
        "2020-12-20",
        "--out",
        &draft,
        "--name",
        "own",
        "--occupation",
        "车工",
        "--level",
        "4",
        "--until",
        "2020-12-28",
        "--planned",
        "2021-01-09",
    ];
    let drafted = world.on_data(&announce, 0);
    assert_eq!(drafted["says"]["occupation"], "车工");
    assert!(drafted["quote"].as_str().is_some_and(|quote| !quote.is_empty()));
    let shown = world.run(&["act", "show", &draft], 0);
    assert!(shown.contains("announcement of an examination or session"), "{shown}");
    // Without its signature it is not recorded; without a yes nothing is signed.
    let submit = ["act", "submit", "--data", &world.at("data"), &draft];
    assert!(world.run(&submit, 3).contains("0 of 1 signatures"));
    let sign = ["act", "sign", &draft, "--key", &world.at("own"), "--passphrase-file", &pass];
    assert!(world.run(&sign, 2).contains("--yes"));
    let wrong = ["act", "sign", &draft, "--key", &world.at("own"), "--yes", "--passphrase-file"];
    let said = world.run(&[&wrong[..], &[&world.at("other")]].concat(), 3);
    assert!(said.contains("the passphrase is another"), "{said}");
    // Remarks may say anything: what is shown is what is signed.
    let text = fs::read_to_string(&draft).unwrap();
    fs::write(&draft, text.replace("车工", "钳工")).unwrap();
    let said = world.run(&[&sign[..], &["--yes"]].concat(), 0);
    assert!(said.contains("车工") && said.contains("1 of 1 signatures"), "{said}");
    let said = world.run(&submit, 0);
    assert!(said.contains("recorded as entry") && said.contains('「'), "{said}");
    assert!(world.run(&submit, 0).contains("recorded before"));
    // What only it can sign is not done without it.
    let retire = ["key", "retire", "--data", &world.at("data"), "--organisation", BODY];
    assert!(world.run(&retire, 2).contains("--draft"));
}

#[test]
fn a_lost_key_is_called_so_by_the_recovery_set_from_hand_to_hand() {
    let world = World::new();
    let draft = world.at("draft");
    let since = "2021-01-01T00:00:00Z";
    let lost = ["key", "compromise", "--organisation", BODY, "--since", since, "--draft", &draft];
    let drafted = world.on_data(&lost, 0);
    let (need, signers) = (drafted["threshold"].as_u64().unwrap(), drafted["signers"].clone());
    let submit = ["act", "submit", &draft];
    for signer in signers.as_array().unwrap().iter().take(need as usize) {
        let data = world.at("data");
        let early = [&submit[..2], &["--data", &data], &submit[2..]].concat();
        assert!(world.run(&early, 3).contains("have the others sign too"));
        let key = world.held(signer).display().to_string();
        world.run(&["act", "sign", &draft, "--key", &key, "--yes"], 0);
    }
    world.on_data(&submit, 0);
    let keys = world.on_data(&["key", "list"], 0);
    assert_eq!(keys["organisations"][3]["key"], Value::Null);
    // Nothing is done in its name until it has another.
    let refused = world.on_data(&["key", "retire", "--organisation", BODY], 1);
    assert!(refused["refused"]["en"].is_string() && refused["rule"].is_string());
    let (one, two) = (world.held(&signers[0]), world.held(&signers[1]));
    let (one, two) = (one.display().to_string(), two.display().to_string());
    let key = world.new_key("own");
    let add = ["key", "add", "--organisation", BODY, "--to", &key, "--recovery", &one];
    let data = world.at("data");
    let few = [&add[..2], &["--data", &data], &add[2..]].concat();
    assert!(world.run(&few, 3).contains("1 of 2 signatures"));
    world.on_data(&[&add[..], &["--recovery", &two]].concat(), 0);
    let keys = world.on_data(&["key", "list"], 0);
    assert_eq!(keys["organisations"][3]["key"], key.as_str());
}

#[test]
fn the_keys_of_a_register_lie_under_a_passphrase() {
    let world = World::new();
    let (data, pass, other) = (world.at("data"), world.at("pass"), world.at("other"));
    let encrypt = ["key", "encrypt", "--data", &data];
    assert!(world.run(&encrypt, 2).contains("DENGJI_PASSPHRASE"), "without one it is not done");
    world.json(&[&encrypt[..], &["--new-passphrase-file", &pass]].concat(), 0);
    let list = ["key", "list", "--data", &data];
    assert!(world.run(&list, 3).contains("it is encrypted and no passphrase was given"));
    let wrong = [&list[..], &["--passphrase-file", &other]].concat();
    assert!(world.run(&wrong, 3).contains("the passphrase is another"));
    world.run(&[&list[..], &["--passphrase-file", &pass]].concat(), 0);
    let again = ["--passphrase-file", &pass, "--new-passphrase-file", &other];
    world.run(&[&encrypt[..], &again].concat(), 0);
    world.run(&wrong, 0);
    world.run(&[&encrypt[..], &["--passphrase-file", &other, "--plain"]].concat(), 0);
    world.run(&list, 0);
}
