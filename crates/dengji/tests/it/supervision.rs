//! `dengji inspect …` and `dengji case …` on the register of a demonstration.
//!
//! Out of scope: what the acts do (crate `register`), the draw before this one (`demo`).

use crate::dengji;
use crate::session::check;

const RULE: &str = "\"rule\": \"2020-80/p6.quality-is-supervised\"";

/// A register that the demonstration left: 2 is the supervisor, 3 the employer.
fn left(folder: &std::path::Path) -> String {
    let data = folder.join("demo").to_str().unwrap().to_string();
    let output = dengji(&["demo", "--no-serve", "--data", &data]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    data
}

#[test]
fn supervision_is_done_shown_and_refused_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = left(folder.path());
    let run = |line: &str, code: i32, contains: &[&str]| {
        check(&line.replace("DATA", &format!("--data {data}")), code, contains)
    };
    // What the demonstration left.
    run("inspect list DATA", 0, &["complaint", "checked on the spot"]);
    run("inspect draw list DATA", 0, &["every recognised body", "drawn"]);
    let verified = run("inspect draw verify DATA --of-draw 0", 0, &["seed", "agrees"]);
    assert!(verified.stderr.is_empty());
    run("inspect draw verify DATA --of-draw 0 --json", 0, &["\"agrees\": true"]);
    run("inspect draw verify DATA --of-draw 7", 2, &["there is no draw 7"]);
    // The same from what is published, and nothing else.
    let log = format!("inspect draw verify --log {data}/log --of-draw");
    run(&format!("{log} 0"), 0, &["checked from the first", "seed", "agrees"]);
    run(&format!("{log} 0 --json"), 0, &["\"origin\"", "\"agrees\": true"]);
    run(&format!("{log} 7"), 2, &["there is no draw 7"]);
    run(&format!("{log} 0 --data {data}"), 2, &["--log"]);
    run("inspect draw verify --of-draw 0", 2, &["--data"]);
    // The social body of the demonstration is the one that was recognised with its seats.
    run("inspect pace DATA", 0, &["of the bound", "\n5     the body"]);
    // It let all of its 240 candidates pass; the employer failed 75 of 254.
    let signals = run("inspect signals DATA", 0, &["at least 200 sat", "加强", "no finding"]);
    let shown = signals.stdout;
    assert_eq!(shown.matches("stands out").count(), 1, "{shown}");
    assert!(shown.contains("\n5     示例技能评价中心（虚构）  3         3 "), "{shown}");
    run("inspect signals DATA --lang zh", 0, &["异常偏低", "不是认定结论"]);
    run("inspect signals DATA --sat-min 241", 0, &["nobody stands out"]);
    run("inspect signals DATA --until 2020-01-01", 0, &["nobody", "; 0 organisations have any"]);
    let employer = "\"failed_per_mille\": 295";
    run("inspect signals DATA --all --json", 0, &["\"counted\": 3", employer, RULE]);
    run("inspect signals DATA --failed-max 1001", 2, &["1001"]);
    // An inspection, a case to its end; case 0 is the demonstration's.
    let inspect = "inspect record DATA --by 2 --body 3 --outcome irregular --text found";
    run(&format!("{inspect} --inspector 3/1"), 1, &["2020-80/p6.nobody-decides-on-itself"]);
    run(&format!("{inspect} --inspector 7"), 2, &["7"]);
    run(
        &format!("{inspect} --inspector 2/1"),
        0,
        &["质量监管", "2020-80/p6.quality-is-supervised"],
    );
    let open = "case open DATA --subject 3 --grounds inspection --inspection 0 --text seen";
    run(&format!("{open} --by 3"), 1, &["2020-80/p6.bodies-exercise-no-supervision"]);
    run(&format!("{open} --by 2"), 0, &["2020-80/p4.irregularity-opens-a-case"]);
    let sanction = "case sanction DATA --by 2 --case 1 --step warning";
    run(sanction, 1, &["2020-80/p6.no-sanction-without-finding"]);
    run("case find DATA --by 2 --case 1 --finding records --text missing --json", 0, &["\"rule\""]);
    run(sanction, 0, &["2020-80/p6.supervision-is-exercised"]);
    run("case sanction DATA --by 2 --case 1 --step removal", 1, &["steps are taken in order"]);
    run("case rectify DATA --by 2 --case 1 --due 2999-01-01", 0, &[]);
    run("case close DATA --by 2 --case 1", 1, &["has not been reported"]);
    run("case rectified DATA --by 3 --case 1 --text done", 0, &["2020-80/p6.subject-answers"]);
    run("case appeal DATA --by 3 --case 1 --text unjust", 0, &["2020-80/p6.subject-answers"]);
    run("case decide DATA --by 2 --case 1", 1, &["2020-80/p6.supervisor-is-not-the-supervised"]);
    run("case decide DATA --by 0 --case 1 --upheld", 0, &[]);
    run("case close DATA --by 2 --case 1", 0, &[]);
    run("case show DATA --case 1", 0, &["appeal upheld", "records missing", "no text at hand"]);
    run("case show DATA --case 1 --json", 0, &["\"upheld\": true"]);
    run("case show DATA --case 4", 2, &["there is no case 4"]);
    run("case list DATA", 0, &["closed on"]);
    // Relations.
    let relate = "inspect relate DATA --by 2 --party 2/1 --to 3 --relation teacher";
    run(&format!("{relate} --from 2020-01-01"), 0, &["2020-80/p6.relations-are-declared"]);
    run("inspect relations DATA --organisation 3", 0, &["2/1", "teacher and pupil"]);
    run(&format!("{inspect} --inspector 2/1"), 1, &["2020-80/p6.nobody-decides-on-itself"]);
    // The log is lawful, draws and all, to whoever checks it from its first entry.
    check(&format!("recheck {data}/log"), 0, &[]);
}
