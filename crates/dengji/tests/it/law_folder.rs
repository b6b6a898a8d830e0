//! `dengji law check` and `dengji law map`: what is proved of the law, and every fault of a folder
//! laid over it with its place and remedy.
//!
//! In scope: what a person or a program sees, and what is written. Out of scope: the checks
//! themselves (`law`).

use crate::{dengji, root, session};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const P4: &str = "2020-80/rules/p4.toml";

/// A folder with one file.
fn folder(path: &str, content: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, content).unwrap();
    directory
}

fn rules() -> String {
    fs::read_to_string(root().join("law").join(P4)).unwrap()
}

/// A rule about the words that 四 gives to regular examinations.
fn rule(id: &str, act: &str, effect: &str, when: &str, overrides: &str) -> String {
    format!(
        "\n[[rule]]\nid = \"2020-80/p4.{id}\"\nquote = \"要规范实施职业技能鉴定，保证鉴定质量\"\n\
         acts = [\"{act}\"]\neffect = \"{effect}\"\nwhen = \"{when}\"\n\
         overrides = [{overrides}]\nzh = \"另一规则。\"\nen = \"Another rule.\"\n"
    )
}

/// Lays rules of 四 over the law and runs the commands: check and map name the fault, a decision
/// gets the exit code, and nothing is written.
fn check(content: &str, decide_code: i32, contains: &[&str]) {
    let directory = folder(P4, content);
    let law = directory.path().display();
    session::check(&format!("law check --law {law}"), 3, contains);
    session::check(&format!("law map --write --law {law}"), 3, contains);
    let decide = "decide announce-exam --occupation 车工 --on 2020-10-01";
    session::check(&format!("{decide} --law {law}"), decide_code, &[]);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "something was written");
    assert_eq!(fs::read_to_string(directory.path().join(P4)).unwrap(), content);
}

/// Returns the file as the fault names it, with the line of the first place that has the part.
fn place(text: &str, part: &str) -> String {
    let at = text.find(part).unwrap();
    format!("{P4}:{}: ", text[..at].matches('\n').count() + 1)
}

#[test]
fn a_quote_that_is_not_in_the_text_names_its_place_and_the_remedy() {
    let content = rules().replacen("要规范实施职业技能鉴定", "要规范实施职业技能考试", 1);
    let field =
        format!("{}quote of 2020-80/p4.", place(&content, "quote = \"要规范实施职业技能考试"));
    check(&content, 3, &[&field, "「要规范实施职业技能考试", "copy them from text.zh.md"]);
}

#[test]
fn a_rule_without_a_case_names_its_place_and_the_remedy() {
    let content = rules() + &rule("another", "announce-exam", "forbid", "same_party", "");
    let content = content.replace("\"same_party\"", "{ all = [\"batch1\", \"exited\"] }");
    let at = place(&content, "id = \"2020-80/p4.another\"");
    let field = format!("{at}case for 2020-80/p4.another: ");
    check(&content, 3, &[&field, "add one to cases/"]);
}

#[test]
fn two_rules_that_disagree_are_named_with_an_example_and_the_remedy() {
    let content = rules() + &rule("another", "announce-exam", "permit", "batch1", "");
    let names = ["2020-80/p2.batch1-has-left", "2020-80/p4.another"];
    let why =
        ["disagree about `announce-exam`", "for example", "say in `overrides` which gives way"];
    check(&content, 3, &[names[0], names[1], why[0], why[1], why[2]]);
}

#[test]
fn rules_that_override_each_other_in_a_circle_are_named_in_their_order() {
    let one = rule("one", "announce-exam", "forbid", "batch1", "\"2020-80/p4.two\"");
    let two = rule("two", "announce-exam", "permit", "batch1", "\"2020-80/p4.one\"");
    let content = rules() + &one + &two;
    check(&content, 3, &[P4, "in a circle: ", "2020-80/p4.one → 2020-80/p4.two", "drop one"]);
}

#[test]
fn a_file_that_is_not_of_the_form_names_its_line() {
    let content = rules() + "\n[[rule]]\nname = \"x\"\n";
    check(&content, 3, &[&place(&content, "name = \"x\""), "name"]);
}

#[test]
fn a_program_gets_every_fault_as_an_object() {
    let content = rules().replacen("要规范实施职业技能鉴定", "要规范实施职业技能考试", 1);
    let directory = folder(P4, &content);
    let law = directory.path().display();
    let said = session::check(&format!("law check --json --law {law}"), 3, &[]);
    let answer: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(answer["ok"], false);
    assert!(answer["proved"].is_null());
    let fault = &answer["faults"][0];
    assert_eq!(fault["file"], directory.path().join(P4).to_str().unwrap());
    assert!(fault["line"].is_u64() && fault["field"].is_string(), "{fault}");
    assert!(fault["zh"].as_str().unwrap().contains("请从 text.zh.md 照录"), "{fault}");
    assert!(fault["en"].as_str().unwrap().contains("copy them from text.zh.md"), "{fault}");
}

#[test]
fn a_map_is_written_only_into_a_folder_that_is_named() {
    session::check("law map --write", 2, &["say with --law which law folder"]);
    session::check("law map --law no/such/folder", 3, &["no/such/folder"]);
}

/// Where every case holds, the map lies in the law folder as it is printed; where one does not,
/// there is none, and the checks say why.
#[test]
fn the_map_in_the_law_folder_is_the_one_that_is_printed() {
    let kept = fs::read_to_string(root().join("law/README.md")).ok();
    let holds = dengji(&["law", "check"]).output().unwrap().status.code() == Some(0);
    if !holds {
        session::check("law map", 3, &["The law folder has faults: "]);
        assert_eq!(kept, None, "mend what `dengji law check` says; only then is there a map");
        return;
    }
    let said = session::check("law map", 0, &["# The law, and the map from its words"]);
    // Compared without printing: the map is some hundred lines long.
    assert!(
        kept.as_ref() == Some(&said.stdout),
        "run `dengji law map --write --law law --lang en`"
    );
    let directory = tempfile::tempdir().unwrap();
    session::check(&format!("law map --write --law {}", directory.path().display()), 0, &["wrote"]);
    let written = fs::read_to_string(directory.path().join("README.md")).unwrap();
    assert_eq!(written, said.stdout);
    let proved = session::check("law check", 0, &["cases, all decided as they say"]).stdout;
    assert!(proved.contains("6912  occupations × firsts of a month"), "{proved}");
}
