//! `dengji demo` and `dengji certificate verify`: the main job as a person runs it.
//!
//! In scope: that it plays, refuses and verifies, twice, and leaves other folders alone.
//! Out of scope: each refusal's rule (crate `desk`), the portal (tests/e2e).

use crate::{dengji, root};
use std::fs;
use std::path::Path;
use std::process::Output;

fn run(arguments: &[&str]) -> (Output, String) {
    let output = dengji(arguments).output().unwrap();
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    (output, said)
}

fn play(folder: &Path) -> String {
    let (output, said) = run(&["demo", "--no-serve", "--data", folder.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}\n{told}");
    said
}

/// The acts that the demonstration tries and the law does not let pass.
const UNLAWFUL: [&str; 30] = [
    "安排未选择的考生考试",
    "给未选择的考生退费",
    "退出后再发布车工考试公告",
    "迟报",
    "未组织考试就发职业资格证书",
    "督导机构检查自己",
    "超出备案范围",
    "为保安员",
    "备案已到期",
    "倒签日期",
    "同一行成绩再发一张证书",
    "36 名考生编入 30 个座位",
    "考评小组为双数",
    "同一监考人员同时在两个考场",
    "裁定对自身结果的异议",
    "公示期未满确认结果",
    "公示期过后提出异议",
    "申辩期末日撤销整批",
    "援引并不存在的案件撤销",
    "督导机构撤销",
    "缺条件的申请按齐全受理",
    "申请人的人员评审自己",
    "公示末日即备案",
    "暂停期间发布电工认定公告",
    "未编排考场就登记结果",
    "座位多于站点在案的座位",
    "公示末日确认结果",
    "超过节奏上限",
    "核查之前再次发证",
    "社会机构自行放行",
];

#[test]
fn the_demonstration_shows_each_unlawful_try_refused_with_its_quotation_and_runs_twice() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let said = play(folder.path());
        let lines: Vec<&str> = said.lines().collect();
        for unlawful in UNLAWFUL {
            let at = lines.iter().position(|l| l.contains("拒绝") && l.contains(unlawful));
            let at = at.unwrap_or_else(|| panic!("{unlawful} is not refused:\n{said}"));
            let quoted = lines[at + 1..].iter().take(2).any(|l| l.contains('「'));
            assert!(quoted, "{unlawful} is refused without a quotation:\n{said}");
        }
        assert!(said.contains("192 行") && said.contains("220 人参加"), "{said}");
    }
}

#[test]
fn a_certificate_of_the_demonstration_verifies_and_its_changed_copy_does_not() {
    let folder = tempfile::tempdir().unwrap();
    play(folder.path());
    let key = folder.path().join("log.vkey");
    let check = |file: &Path, more: &[&str], expect: i32, contains: &str| {
        let mut arguments = vec!["certificate", "verify", file.to_str().unwrap()];
        arguments.extend(["--log-key", key.to_str().unwrap()]);
        arguments.extend(more);
        let (output, said) = run(&arguments);
        assert_eq!(output.status.code(), Some(expect), "{said}");
        assert!(said.contains(contains), "{said}");
    };
    for entry in fs::read_dir(folder.path().join("certificates")).unwrap() {
        let file = entry.unwrap().path();
        check(&file, &[], 0, "每一步均合法");
        check(&file, &["--json"], 0, "\"about\": \"lawful\"");
        check(&file, &["--name", "某某"], 1, "与所称持证人不符");
        let mut bytes = fs::read(&file).unwrap();
        let at = bytes.len() / 2;
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = folder.path().join("changed.dengji");
        fs::write(&changed, bytes).unwrap();
        check(&changed, &[], 1, "✗");
    }
    let none = folder.path().join("none.dengji");
    let (output, _) = run(&["certificate", "verify", none.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_person_that_the_readme_looks_up_is_found_in_the_demonstration() {
    let folder = tempfile::tempdir().unwrap();
    play(folder.path());
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root().join(readme)).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("    dengji person find "));
        let line = line.unwrap_or_else(|| panic!("{readme} looks nobody up"));
        let line = line.replace("dengji-data/demo", folder.path().to_str().unwrap());
        let arguments = ["person", "find"].into_iter().chain(line.split(' '));
        let (output, said) = run(&arguments.collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(0), "{readme}: {said}");
        assert!(said.contains("Y000099000001204"), "{readme} finds nobody: {said}");
    }
}

#[test]
fn a_folder_that_no_demonstration_made_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let precious = folder.path().join("dengji.sqlite");
    fs::write(&precious, "precious").unwrap();
    let (output, _) = run(&["demo", "--no-serve", "--data", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(fs::read_to_string(&precious).unwrap(), "precious");
}

#[test]
fn the_demonstration_speaks_english_too() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let (output, said) = run(&["--lang", "en", "demo", "--no-serve", "--data", data]);
    assert_eq!(output.status.code(), Some(0));
    assert!(said.contains("refused  a results row used twice"), "{said}");
}
