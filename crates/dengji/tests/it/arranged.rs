//! `dengji session …`: a body plans a session, registers, arranges, and is told what is missing.
//!
//! In scope: the commands in the order in which a body needs them, up to the day itself, which the
//! machine's clock decides. Out of scope: what the register refuses (crates `register`, `desk`).

use crate::dengji;
use serde_json::Value;
use std::fs;

struct World {
    folder: tempfile::TempDir,
}

/// The employer of the demonstration.
const BODY: &str = "3";

impl World {
    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, arguments: &[&str], code: i32) -> String {
        let output = dengji(arguments).env("LC_ALL", "en").output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{said}");
        said
    }

    fn session(&self, arguments: &[&str], code: i32) -> String {
        let data = self.at("data");
        self.run(&[&["session"], arguments, &["--data", &data]].concat(), code)
    }

    fn json(&self, arguments: &[&str], code: i32) -> Value {
        let said = self.session(&[arguments, &["--json"]].concat(), code);
        // What stands behind it was told to people.
        let first = serde_json::Deserializer::from_str(&said).into_iter().next();
        first.unwrap().unwrap_or_else(|why| panic!("{arguments:?} {why}\n{said}"))
    }
}

#[test]
fn a_body_plans_registers_and_arranges_a_session() {
    let world = World { folder: tempfile::tempdir().unwrap() };
    world.run(&["demo", "--no-serve", "--data", &world.at("data")], 0);
    let plan = "plan --by 3 --on 2020-12-20 --name p --occupation 车工 --level 4 \
                --until 2020-12-28 --planned 2021-01-09";
    let plan: Vec<&str> = plan.split_whitespace().collect();
    let planned = world.json(&plan, 0);
    assert_eq!(planned["repeated"], false);
    let again = world.session(&plan, 3);
    assert!(again.contains("the request `p` was made before"), "{again}");
    let all = world.json(&["list", "--of", BODY], 0);
    let last = all["sessions"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["occupation"], &last["step"]), (&"车工".into(), &"registration open".into()));
    let session = last["session"].as_str().unwrap().to_string();

    let heading = "姓名,证件类型,证件号码,从业年限,是否本单位职工\n";
    let write = |name: &str, text: &str| fs::write(world.at(name), text).unwrap();
    write("few.csv", &format!("{heading}虚构甲,护照,X0000001,5,是\n"));
    write(
        "people.csv",
        &format!("{heading}虚构甲,护照,X0000001,6,是\n虚构乙,护照,X0000002,9,是\n"),
    );
    let register = |sheet: &str, code| {
        let sheet = world.at(sheet);
        let on = ["--session", &session, "--on", "2020-12-24", "--sheet", &sheet];
        world.session(&[&["register"], &on[..]].concat(), code)
    };
    let said = register("few.csv", 3);
    assert!(said.contains("no condition of the standard holds"), "{said}");
    assert!(said.contains("5 years of work of 6"), "{said}");
    assert!(register("people.csv", 0).contains("accepted 2, 2 in all"));

    let acting = ["--by", BODY, "--session", &session];
    let on = |day| [&acting[..], &["--on", day]].concat();
    world.json(&[&["close"], &on("2020-12-30")[..]].concat(), 0);
    let rooms = "考场,座位,科目,开始,结束,监考,考评\n\
        1,30,theory,2099-01-09 09:00,2099-01-09 10:30,1 2,\n\
        2,9,skill,2099-01-09 13:00,2099-01-09 15:00,,3 4 5\n";
    write("rooms.csv", rooms);
    write("even.csv", &rooms.replace("3 4 5", "3 4 5 6"));
    let arrange = |rooms: &str, code| {
        let (rooms, sheets) = (world.at(rooms), world.at("sheets"));
        let files = ["--rooms", &rooms, "--sheets", &sheets];
        let asked = [&["arrange"], &on("2020-12-31")[..], &files].concat();
        world.json(&asked, code)
    };
    let refused = arrange("even.csv", 1);
    assert_eq!(refused["refused"]["en"], "the panel is even");
    assert_eq!(refused["rule"], "2020-80/p1.arranged-by-standard");
    assert!(refused["quote"].as_str().unwrap().contains("按照职业标准或评价规范"));
    let arranged = arrange("rooms.csv", 0);
    assert_eq!(arranged["rule"], "2020-80/p1.arranged-by-standard");
    let sheet = fs::read_to_string(world.at("sheets/admission.csv")).unwrap();
    assert_eq!(sheet.lines().count(), 5, "two candidates in two parts, and the headings");

    let early = world.json(&[&["sign-in"], &on("2021-01-09")[..]].concat(), 1);
    assert_eq!(early["rule"], "2020-80/p1.arranged-by-standard");
    let shown = world.session(&["show", "--session", &session], 0);
    for part in ["arranged", "theory: 100 points, 60.0 pass, 90 minutes", "unverified", "room 2"] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
}

#[test]
fn eligibility_names_the_condition_or_what_each_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let world = World { folder };
    let ask = |on: &str, more: &[&str], code| {
        let asked = ["session", "eligible", "--occupation", "车工", "--level", "4", "--on", on];
        world.run(&[&asked[..], more].concat(), code)
    };
    let said = ask("2020-11-16", &["--earlier", "5=2018-01-01"], 1);
    assert!(said.contains("they will have on 2022-01-01"), "{said}");
    let said = ask("2023-06-01", &["--earlier", "5=2018-01-01"], 0);
    assert!(said.contains("2 years after 五级/初级工"), "{said}");
    assert!(ask("2020-11-16", &["--years", "6"], 0).contains("6 years of work"));
    assert!(ask("2020-11-16", &["--schooling", "college"], 0).contains("unverified"));
    ask("2020-11-16", &["--earlier", "6=2018-01-01"], 2);
}
