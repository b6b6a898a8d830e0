//! Sheets into a house: all or nothing, good rows by wish, the same file once, long files in parts.
//!
//! Out of scope: the form of sheets (crate `paper`), the command line.

use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage, day};
use desk::house::House;
use desk::house_error::HouseError;
use desk::import_legacy::{LegacyCertificate, LegacyKind, read_legacy};
use desk::import_sheet::{
    Accept, ImportError, Options, ROWS_OF_ACT_MAX, SheetFile, Taken, write_wrong_rows,
};
use desk::judge_eligibility::Registrant;
use desk::settle_exam::Channel;
use desk::{Election, LegacyForm, Scheme, SessionId};
use vocab::Day;

fn file(text: &str) -> SheetFile {
    SheetFile::of_bytes("list.csv", text.as_bytes().to_vec())
}

pub fn exam(stage: &mut Stage) -> SessionId {
    let on = stage.on("2020-09-10");
    let plan = stage.plan(Scheme::Qualification, "中式烹调师", "2020-09-28", "2020-10-24");
    stage.house.announce(CENTRE, on, "exam", plan).unwrap().0
}

fn session(stage: &mut Stage) -> SessionId {
    let on = stage.on("2020-11-16");
    let plan = stage.plan(Scheme::Level, "车工", "2020-11-25", "2020-12-05");
    stage.house.announce(EMPLOYER, on, "plan", plan).unwrap().0
}

pub fn candidates(house: &House, of: (SessionId, Day), text: &str) -> Taken<Registrant> {
    let options = Options { keep_wrong_rows: true, ..Options::default() };
    house.read_candidates(of, &file(text), &options, &mut |_| {}).unwrap()
}

/// The codes of a report's errors with their rows.
fn codes<T>(taken: &Taken<T>) -> Vec<(u32, &'static str)> {
    let errors = taken.report.errors.iter();
    errors.map(|error| (error.row.unwrap_or(0), error.reason.code())).collect()
}

#[test]
fn the_same_sheet_of_candidates_enters_once_and_another_names_who_is_there() {
    let mut stage = Stage::new();
    let exam = exam(&mut stage);
    let on = stage.on("2020-09-20");
    let text = "姓名,证件类型,证件号码,费用\n某甲,护照,P100001,280\n某乙,护照,P100002,280.5\n";
    let enter = |stage: &mut Stage, text: &str| {
        let taken = candidates(&stage.house, (exam, on), text).accepted(Accept::Whole)?;
        Ok::<_, ImportError>(stage.house.import_candidates(
            (exam, on),
            false,
            taken,
            &mut |_| {},
        )?)
    };
    let first = enter(&mut stage, text).unwrap();
    assert_eq!((first.places.clone(), first.parts, first.repeated), (vec![0, 1], 1, 0));
    assert!(first.cited.is_some(), "the law was asked");
    let mut stage = stage.reopened();
    let again = enter(&mut stage, text).unwrap();
    assert_eq!((again.places, again.repeated), (vec![0, 1], 1));
    assert_eq!(stage.house.accepted(exam).unwrap(), 2);
    // Another file, with one of them in it: the row is named, and nobody enters.
    let more = format!("{text}某丙,护照,P100003,280\n");
    let found = candidates(&stage.house, (exam, on), &more);
    assert_eq!(codes(&found), [(2, "registered-already"), (3, "registered-already")]);
    assert!(matches!(enter(&mut stage, &more), Err(ImportError::Wrong(_))));
    assert_eq!(stage.house.accepted(exam).unwrap(), 2);
    let good = found.accepted(Accept::GoodRows).unwrap();
    let entered = stage.house.import_candidates((exam, on), false, good, &mut |_| {}).unwrap();
    assert_eq!(entered.places, [2]);
}

#[test]
fn who_may_not_sit_is_named_for_every_row_with_what_is_lacking() {
    let mut stage = Stage::new();
    let session = session(&mut stage);
    let on = stage.on("2020-11-20");
    let people = stage.people(5);
    let row = |n: usize, rest: &str| {
        format!("{},身份证,{},{rest}\n", people[n].name, people[n].document.number())
    };
    let head = "姓名,证件类型,证件号码,原证书等级,原证书日期,从业年限,学历\n";
    let text = [
        head,
        &row(0, ",,6,"),
        &row(1, ",,1,"),
        &row(2, "5,2014-01-02,3,vocational"),
        &row(3, "5,,3,unheard"),
        &row(4, ",2016-01-02,three,"),
    ]
    .concat();
    let found = candidates(&stage.house, (session, on), &text);
    let expect =
        [(3, "not-eligible"), (5, "without"), (5, "not-one-of"), (5, "not-eligible"), (6, "count")];
    assert_eq!(codes(&found), expect);
    let said = found.report.errors[0].zh();
    assert!(said.contains("须") && !said.contains(&people[1].name), "{said}");
    let written = write_wrong_rows(&found.report, true).unwrap();
    let taken = found.accepted(Accept::GoodRows).unwrap();
    assert_eq!(taken.rows[1].1.background.years_of_work, 3);
    let done = stage.house.import_candidates((session, on), false, taken, &mut |_| {}).unwrap();
    assert_eq!(done.places, [0, 1]);
    // What is left in the sheet of errors is still wrong, and nobody of it is there already.
    let rest = SheetFile::of_bytes("errors.xlsx", written);
    let options = Options::default();
    let left = stage.house.read_candidates((session, on), &rest, &options, &mut |_| {}).unwrap();
    assert_eq!((left.report.rows, left.report.good), (3, 0));
    assert!(codes(&left).iter().all(|(_, code)| *code != "registered-already"));
}

#[test]
fn results_are_of_who_registered_under_that_name_and_the_same_sheet_is_answered_again() {
    let mut stage = Stage::new();
    let session = session(&mut stage);
    let people = stage.people(3);
    let on = stage.on("2020-11-20");
    stage.house.accept(session, on, &people[..2]).unwrap();
    let on = stage.on("2020-11-27");
    stage.house.close_registration(EMPLOYER, session, on).unwrap();
    let row = |n: usize, name: &str, scores: &str| {
        format!("{name},{},{n},{scores}\n", people[n].document.number())
    };
    let head = "姓名,证件号码,准考证号,理论成绩,技能成绩,综合评审\n";
    let name = |n: usize| people[n].name.as_str();
    let read = |stage: &Stage, text: &str| {
        let options = Options::default();
        stage.house.read_scores(session, &file(text), &options, &mut |_| {}).unwrap()
    };
    let wrong = [
        head,
        &row(0, name(1), "60,60,"),
        &row(1, name(1), "60,60,70"),
        &row(2, name(2), "60,60,"),
    ];
    let found = read(&stage, &wrong.concat());
    assert_eq!(codes(&found), [(2, "other-name"), (3, "no-such-part"), (4, "stranger")]);
    let text = [head, &row(0, name(0), "60,60,"), &row(1, name(1), "85.5,30,")].concat();
    let on = stage.on("2020-12-07");
    let days = (day("2020-12-05"), on);
    let taken = read(&stage, &text);
    let done = stage.house.import_scores(EMPLOYER, session, days, &taken).unwrap();
    let results = stage.house.state().session(session).and_then(|s| s.results).unwrap();
    assert_eq!((results.sat, results.passed), (2, 1));
    let mut stage = stage.reopened();
    let taken = read(&stage, &text);
    let again = stage.house.import_scores(EMPLOYER, session, days, &taken).unwrap();
    assert!(again.repeated && again.index == done.index);
    let other = read(&stage, &text.replace("85.5", "59.5"));
    let refused = stage.house.import_scores(EMPLOYER, session, days, &other);
    assert!(matches!(refused, Err(HouseError::OtherRequest(_))), "{refused:?}");
}

const KIND: fn() -> LegacyKind = || LegacyKind {
    form: LegacyForm::Qualification,
    institution: Some("99991001".parse().unwrap()),
    until: day("2024-06-03"),
};

fn legacy(text: &str) -> Taken<LegacyCertificate> {
    read_legacy(&file(text), KIND(), &Options::default(), &mut |_| {})
}

/// Imports a list and is stopped after so many acts, as by a kill; the house is opened again.
fn stopped(
    mut stage: Stage,
    acts: usize,
    mut import: impl FnMut(&mut House, &mut dyn FnMut(u32)),
) -> Stage {
    let mut done = 0;
    let run = std::panic::AssertUnwindSafe(|| {
        import(&mut stage.house, &mut |_| {
            done += 1;
            assert!(done < acts, "stopped here");
        });
    });
    assert!(std::panic::catch_unwind(run).is_err());
    stage.reopened()
}

/// A list of older certificates that needs two acts; the good rows of the second are few.
fn long_list(wrong: &[u32]) -> String {
    let mut text = String::from("证书编号,姓名,证件类型,证件号码,发证日期,等级\n");
    for n in 1..=ROWS_OF_ACT_MAX + 4 {
        let level = if wrong.contains(&n) { 9 } else { 4 };
        text.push_str(&format!("19999910014{n:05},虚构某,护照,X{n:07},2019-06-01,{level}\n"));
    }
    text
}

#[test]
fn a_long_list_is_cut_into_acts_and_goes_on_where_it_stopped() {
    let stage = Stage::new();
    let on = stage.on("2024-06-03");
    let (turner, who) = (stage.row("车工"), (AUTHORITY, on));
    let text = long_list(&[7]);
    let taken = legacy(&text);
    let first = taken.report.errors.first();
    assert!(codes(&taken) == [(8, "level")], "{} {first:?}", taken.report.errors_in_all);
    assert!(matches!(taken.clone().accepted(Accept::Whole), Err(ImportError::Wrong(_))));
    let taken = taken.accepted(Accept::GoodRows).unwrap();
    assert!(taken.rows.is_empty(), "a long list is not kept in memory");
    let mut stage = stopped(stage, 1, |house, news| {
        house.import_legacy(who, turner, KIND(), taken.clone(), news).unwrap();
    });
    let before = stage.house.size();
    assert_eq!(stage.house.state().corrections().lists().count(), 1);
    let mut told = Vec::new();
    let receipts = stage
        .house
        .import_legacy(who, turner, KIND(), taken.clone(), &mut |part| told.push(part))
        .unwrap();
    let repeated: Vec<bool> = receipts.iter().map(|receipt| receipt.repeated).collect();
    assert_eq!((repeated, told), (vec![true, false], vec![0, 1]));
    assert_eq!((receipts[0].index + 1, receipts[1].index), (before, before));
    let lists = stage.house.state().corrections().lists();
    let counts: Vec<u32> = lists.map(|(list, _, _)| list.count).collect();
    assert_eq!(counts, [ROWS_OF_ACT_MAX - 2, 5], "the row of headings counts as one");
    let again = stage.house.import_legacy(who, turner, KIND(), taken, &mut |_| {}).unwrap();
    assert!(again.iter().all(|receipt| receipt.repeated));
}

#[test]
fn a_list_of_which_a_later_act_would_be_refused_leaves_nothing() {
    let mut stage = Stage::new();
    stage.on("2024-06-03");
    // Whoever acts is a day late for what the last row says.
    let who = (AUTHORITY, day("2024-06-02"));
    let turner = stage.row("车工");
    let mut text = long_list(&[]);
    text.push_str("2499991001400001,虚构某,护照,Y0000001,2024-06-03,4\n");
    let taken = legacy(&text).accepted(Accept::Whole).unwrap();
    let size = stage.house.size();
    let refused = stage.house.import_legacy(who, turner, KIND(), taken, &mut |_| {});
    assert!(matches!(refused, Err(HouseError::Refused(_))), "{refused:?}");
    assert_eq!((stage.house.size(), stage.house.refusals().unwrap()), (size, 1));
    // Without the last row all of it enters.
    let taken = legacy(&long_list(&[])).accepted(Accept::Whole).unwrap();
    let receipts = stage.house.import_legacy(who, turner, KIND(), taken, &mut |_| {}).unwrap();
    assert_eq!(receipts.len(), 2);
}

#[test]
fn a_list_that_changed_after_it_was_judged_is_refused_whole() {
    let mut stage = Stage::new();
    let on = stage.on("2024-06-03");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let size = stage.house.size();
    for change in ["虚构人", "虚构某某"] {
        std::fs::write(&path, long_list(&[])).unwrap();
        let file = SheetFile::at(&path);
        let taken = read_legacy(&file, KIND(), &Options::default(), &mut |_| {});
        let taken = taken.accepted(Accept::Whole).unwrap();
        std::fs::write(&path, long_list(&[]).replacen("虚构某", change, 1)).unwrap();
        let turner = stage.row("车工");
        let refused =
            stage.house.import_legacy((AUTHORITY, on), turner, KIND(), taken, &mut |_| {});
        assert!(matches!(&refused, Err(HouseError::SheetChanged(f)) if f == "list.csv"));
        assert_eq!(stage.house.size(), size);
    }
}

#[test]
fn a_list_that_is_saved_anew_while_it_is_recorded_ends_before_the_first_part_with_other_rows() {
    let mut stage = Stage::new();
    let on = stage.on("2024-06-03");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let mut text = long_list(&[]);
    // So long that the last rows are not read yet when the first part is recorded.
    for n in ROWS_OF_ACT_MAX + 5..=4 * ROWS_OF_ACT_MAX {
        text.push_str(&format!("19999910014{n:05},虚构某,护照,X{n:07},2019-06-01,4\n"));
    }
    std::fs::write(&path, &text).unwrap();
    let taken = read_legacy(&SheetFile::at(&path), KIND(), &Options::default(), &mut |_| {});
    let taken = taken.accepted(Accept::Whole).unwrap();
    let (turner, mut parts) = (stage.row("车工"), 0);
    let mut news = |part| {
        parts = part + 1;
        std::fs::write(&path, text.replace("虚构某", "虚构人")).unwrap();
    };
    let refused = stage.house.import_legacy((AUTHORITY, on), turner, KIND(), taken, &mut news);
    assert!(matches!(&refused, Err(HouseError::SheetChanged(f)) if f == "list.csv"), "{refused:?}");
    assert!((1..4).contains(&parts), "{parts}");
}

#[test]
fn a_long_sheet_of_candidates_is_read_again_a_part_at_a_time_and_goes_on_where_it_stopped() {
    let mut stage = Stage::new();
    let exam = exam(&mut stage);
    let on = stage.on("2020-09-20");
    let mut text = String::from("姓名,证件类型,证件号码,费用\n");
    for n in 1..=ROWS_OF_ACT_MAX + 4 {
        let fee = if n == 9 { "x" } else { "280" };
        text.push_str(&format!("虚构某,护照,P{n:07},{fee}\n"));
    }
    let read = |house: &House| {
        let taken = candidates(house, (exam, on), &text);
        assert_eq!(codes(&taken).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [10]);
        taken.accepted(Accept::GoodRows).unwrap()
    };
    assert!(read(&stage.house).rows.is_empty(), "a long sheet is not kept in memory");
    let mut stage = stopped(stage, 1, |house, news| {
        let taken = read(house);
        house.import_candidates((exam, on), false, taken, news).unwrap();
    });
    assert_eq!(stage.house.accepted(exam).unwrap(), ROWS_OF_ACT_MAX - 2);
    for repeated in [1, 2] {
        let taken = read(&stage.house);
        let done = stage.house.import_candidates((exam, on), false, taken, &mut |_| {}).unwrap();
        assert_eq!((done.parts, done.repeated), (2, repeated));
        assert_eq!(done.places, (0..ROWS_OF_ACT_MAX + 3).collect::<Vec<_>>());
    }
}

#[test]
fn choices_of_many_come_in_one_sheet_and_are_heard_once() {
    let mut stage = Stage::new();
    let exam = exam(&mut stage);
    let people = stage.people(4);
    let on = stage.on("2020-09-20");
    stage.house.accept(exam, on, &people[..3]).unwrap();
    let on = stage.on("2020-10-05");
    let row = |n: usize, rest: &str| format!("{},{rest}\n", people[n].document.number());
    let head = "证件号码,选择,渠道,选择日期\n";
    let read = |stage: &Stage, text: &str| {
        let options = Options::default();
        stage.house.read_elections((exam, on), &file(text), &options, &mut |_| {}).unwrap()
    };
    let wrong =
        [head, &row(0, "退钱,电话,"), &row(1, "退费,托人,2020-10-06"), &row(3, "退费,电话,")];
    let found = read(&stage, &wrong.concat());
    let expect = [(2, "not-one-of"), (3, "not-one-of"), (3, "future"), (4, "stranger")];
    assert_eq!(codes(&found), expect);
    let text =
        [head, &row(0, "退费,电话,"), &row(1, "继续考试,online,2020-10-04"), &row(2, "放弃,窗口,")];
    let text = text.concat();
    for repeated in [0, 1] {
        let taken = read(&stage, &text).accepted(Accept::Whole).unwrap();
        let done = stage.house.import_elections((exam, on), taken, &mut |_| {}).unwrap();
        assert_eq!((done.places, done.repeated), (vec![0, 1, 2], repeated));
        stage = stage.reopened();
    }
    let said = stage.house.elections(exam).unwrap();
    assert_eq!(said[..2], [Election::Refund, Election::Continue]);
    let choices = stage.house.choices(exam).unwrap();
    assert_eq!(choices.len(), 3, "heard once");
    assert_eq!((choices[1].on, choices[1].channel), (day("2020-10-04").0, Channel::Online));
    let late = [head, &row(2, "退费,窗口,")].concat();
    assert_eq!(codes(&read(&stage, &late)), [(2, "settled")]);
}
