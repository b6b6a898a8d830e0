//! Chinese first, English on request: help, wrong usage, faults of the system, of law files and of
//! keys.
//!
//! In scope: that each reaches the person in the language, with its exit code. Out of scope: every
//! single message (the crates' own tests).

use crate::{dengji, root};

/// Runs the command in Chinese (no environment) and in English (`LC_ALL`).
fn check(arguments: &[&str], code: i32, zh: &str, en: &str) {
    for (lang, expect) in [(None, zh), (Some("en_GB.UTF-8"), en)] {
        let mut command = dengji(arguments);
        if let Some(lang) = lang {
            command.env("LC_ALL", lang);
        }
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
        assert!(said.contains(expect), "{arguments:?}\nlacks: {expect}\nsaid: {said}");
    }
}

#[test]
fn help_and_wrong_usage_are_in_the_language_and_keep_their_exit_codes() {
    check(&["--help"], 0, "用法：dengji [选项] <命令>", "Usage: dengji [OPTIONS] <COMMAND>");
    check(&["law", "check", "--help"], 0, "运行全部检查", "Runs every check");
    check(
        &["law", "prove"],
        2,
        "没有命令“prove”；可用：",
        "there is no command `prove`; there are",
    );
    check(&["law"], 2, "用法：dengji law [选项] <命令>", "Usage: dengji law [OPTIONS] <COMMAND>");
    check(
        &["decide", "x"],
        2,
        "缺少 --occupation <名称>",
        "--occupation <NAME>, --on <DAY> is missing",
    );
    // What is asked for counts before the environment, also where the rest is wrong.
    check(&["--lang", "zh", "law", "prove"], 2, "用法有误：", "用法有误：");
}

#[test]
fn faults_of_files_are_in_the_language_with_the_remedy() {
    let read = ["notice", "read", "no/such/file.txt"];
    check(&read, 3, "“no/such/file.txt”：不存在；请核对路径", "it does not exist; check the path");
    let law = tempfile::tempdir().unwrap();
    let folder = law.path().join("2020-80");
    std::fs::create_dir(&folder).unwrap();
    let kept = std::fs::read_to_string(root().join("law/2020-80/unruled.toml")).unwrap();
    let wrong = kept.replacen("words = \"四、\"", "words = \"四\"", 1);
    std::fs::write(folder.join("unruled.toml"), wrong).unwrap();
    let folder = law.path().to_str().unwrap();
    let uncovered = "没有规则引用「、」；请在规则中引用，或写入 unruled.toml 并说明理由";
    let in_english = "no rule quotes the words 「、」; quote them in a rule";
    check(&["law", "check", "--law", folder], 3, uncovered, in_english);
    let key = std::fs::write(law.path().join("key"), "no key");
    key.unwrap();
    let path = law.path().join("key").display().to_string();
    let verify = ["certificate", "verify", "LICENSE", "--log-key", &path];
    check(&verify, 3, "登记库故障：签名、检查点或文件有误：", "the register failed: a signature");
}
