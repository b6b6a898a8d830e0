//! `dengji certificate …` and `dengji occupation …` as a person runs them, on the demonstration's
//! register.
//!
//! In scope: that each act prints its decision and can be asked about. Out of scope: what may be
//! done (crates `register` and `desk`).

use crate::dengji;
use std::fs;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, line: &str, code: i32) -> String {
        let line = line.replace("DATA", &self.at("data")).replace("FOLDER", &self.at(""));
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let output = dengji(&arguments).env("LC_ALL", "en").output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}");
        said
    }

    fn says(&self, line: &str, code: i32, expect: &[&str]) {
        let said = self.run(line, code);
        for part in expect {
            assert!(said.contains(part), "{part} in {line}\n{said}");
        }
    }
}

#[test]
fn every_command_after_issue_prints_its_decision_and_answers_again_when_asked() {
    let world = World { folder: tempfile::tempdir().unwrap() };
    world.run("demo --no-serve --data DATA", 0);
    let files = fs::read_dir(world.folder.path().join("data/certificates")).unwrap();
    let names = files.filter_map(|f| f.ok()?.file_name().into_string().ok());
    let number = names.filter_map(|n| n.strip_suffix(".dengji").map(str::to_string));
    let number = number.filter(|n| n.starts_with('Y')).min().unwrap();
    let on = |line: &str| format!("{} --data DATA", line.replace("NUMBER", &number));
    let check = |line: &str, code, expect: &[&str]| world.says(&on(line), code, expect);

    check("certificate show NUMBER", 0, &["valid, as it was issued"]);
    let correct = "certificate correct NUMBER --by 3 --name 虚构改 --id P1234567 --why name";
    check(correct, 0, &["2020-80/p6.level-certificate-is-kept", "「"]);
    check("certificate show NUMBER", 0, &["corrected", "the name was wrong"]);
    check("certificate reissue NUMBER --by 3 --print 7 --why corrected --json", 0, &["\"rule\""]);
    let heard = "--told 2021-03-01 --heard-until 2021-03-15";
    let revoke = format!("certificate revoke NUMBER --why irregular --case 0 {heard}");
    check(&format!("{revoke} --by 2"), 1, &["2020-80/p4.authority-revokes"]);
    check(&format!("{revoke} --by 0"), 0, &["2020-80/p4.irregular-is-revoked"]);
    check("certificate show NUMBER --json", 0, &["\"status\": \"revoked\"", "\"case\": 0"]);
    check(&format!("{revoke} --by 0 --json"), 0, &["\"repeated\": true"]);
    let batch =
        format!("certificate revoke-batch NUMBER --serials 2-3 --why rush --case 0 {heard}");
    check(&format!("{batch} --by 0"), 0, &["2020-80/p4.irregular-is-revoked"]);

    fs::write(world.at("source.txt"), "台账（示例）").unwrap();
    let counter = "certificate open-counter --by 1 --qualification --year 2019 --level 4 --last 70";
    check(&format!("{counter} --source FOLDER/source.txt"), 0, &["2020-80/p4.counter-goes-on"]);
    check(&format!("{counter} --source FOLDER/source.txt --of 3"), 1, &["institution code"]);
    let stock = "certificate stock --by 1 --blank 2015 --from 1 --to 90 --happened";
    check(&format!("{stock} destroyed"), 1, &["not on hand"]);
    check(&format!("{stock} received"), 0, &["2020-80/p4.stock-is-recorded"]);

    let row = "1499991001400001,虚构某,P7654321,2014-05-06,4\n";
    let list = format!("number,name,document,issued_on,level\n{row}");
    fs::write(world.at("list.csv"), &list).unwrap();
    fs::write(world.at("bad.csv"), list.replace("2014-05-06", "2013-05-06")).unwrap();
    let import = "certificate legacy import --by 0 --form qualification --institution 99991001";
    let import = format!("{import} --occupation 车工");
    check(
        &format!("{import} FOLDER/bad.csv"),
        3,
        &["issued_on", "2013-05-06", "the year in the number is another"],
    );
    check(&format!("{import} FOLDER/list.csv"), 0, &["继续有效"]);

    check("occupation announce-exit 保安员 --by 0", 1, &["2020-80/p2.access-does-not-leave"]);
    check("occupation announce-exit 电工 --by 0", 0, &["2020-80/p2.exit-is-announced"]);
    let step = "occupation reclassify 保安员 --basis FOLDER/source.txt --step";
    check(&format!("{step} drafted --by 1"), 0, &["2020-80/p6.law-is-prepared"]);
    check(&format!("{step} catalogue-changed --by 0"), 1, &["out of order"]);
    check("occupation show 保安员", 0, &["保安员"]);
    check("occupation list --json", 0, &["\"occupation\": \"电工\"", "\"drafted_on\""]);
    check("catalogue show 电工", 0, &["announcement of an exit", "p2.exit-is-announced", "[#"]);
    check("catalogue show 保安员 --json", 0, &["\"step\": \"drafted\"", "\"assumed\": []"]);
    check("catalogue list 电工 --on 2030-01-01", 0, &["电工"]);
    world.says("recheck DATA/log", 0, &["exits announced 1"]);
}
