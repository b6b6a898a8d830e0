//! Standards and the calendar of working days, as the law of this repository has them.
//!
//! Out of scope: what the register asks of a session by them.

use crate::folder::Folder;
use law::{
    Background, Earlier, Eligibility, Lacking, Law, Marks, MarksFault, Named, Part, Schooling,
    Standard,
};
use vocab::{Day, Level};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn standard<'a>(law: &'a Law, on: &str) -> &'a Standard {
    let Named::One(row) = law.rows.find("车工") else { panic!("车工") };
    law.standard_for(row, day(on)).unwrap()
}

#[test]
fn working_days_pass_over_holidays_and_count_days_of_make_up_work() {
    let law = Folder::read().law();
    let check = |from: &str, n: u32, expect: Option<&str>| {
        let end = law.workdays().add(day(from), n).ok();
        assert_eq!(end, expect.map(day), "{n} after {from}");
    };
    check("2020-12-25", 0, Some("2020-12-25"));
    check("2020-12-25", 1, Some("2020-12-28"));
    check("2020-12-25", 5, Some("2021-01-04"));
    // National Day 2020: 10-01 to 10-08 rest; 09-27, a Sunday, and 10-10, a Saturday, are worked.
    check("2020-09-25", 1, Some("2020-09-27"));
    check("2020-09-30", 1, Some("2020-10-09"));
    check("2020-09-30", 2, Some("2020-10-10"));
    check("2018-12-31", 1, Some("2019-01-02"));
    check("2018-12-27", 1, None);
    check("2026-12-31", 1, None);
    let error = law.workdays().add(day("2026-12-30"), 2).unwrap_err().to_string();
    assert_eq!(error, "`2027-01-01` is outside the calendar of working days, 2019 to 2026");
}

#[test]
fn a_law_without_reference_tables_loads_and_reckons_nothing() {
    let mut folder = Folder::read();
    folder.0.retain(|(path, _)| !path.starts_with("reference/"));
    let law = folder.law();
    assert!(law.standards.is_empty());
    let error = law.workdays().add(day("2020-12-25"), 1).unwrap_err().to_string();
    assert_eq!(error, "the law has no calendar of working days for `2020-12-26`");
    assert_ne!(law.digest, Folder::read().law().digest);
}

#[test]
fn the_version_in_force_on_the_day_is_the_standard() {
    let law = Folder::read().law();
    let check = |on: &str, expect: &str| assert_eq!(standard(&law, on).version, expect, "{on}");
    check("2020-11-16", "2018");
    check("2022-12-31", "2018");
    check("2023-01-01", "2023");
    assert_ne!(standard(&law, "2022-12-31").digest, standard(&law, "2023-01-01").digest);
    let of_own = Folder::read().with(
        "reference/standards/general-2023.toml",
        "occupations = [\"*\"]",
        "occupations = [\"车工\"]",
    );
    let law = of_own.law();
    check_own(&law);
}

/// An occupation's own standard comes before the general one, however old it is.
fn check_own(law: &Law) {
    assert_eq!(standard(law, "2024-01-01").version, "2023");
    let Named::One(other) = law.rows.find("铣工") else { panic!("铣工") };
    assert_eq!(law.standard_for(other, day("2024-01-01")).unwrap().version, "2018");
}

#[test]
fn no_part_makes_up_for_another_and_every_part_of_the_level_counts() {
    let law = Folder::read().law();
    let check = |level, marks: [Option<u16>; 3], expect: Result<bool, MarksFault>| {
        let [theory, skill, review] = marks;
        let marks = Marks { theory, skill, review };
        assert_eq!(standard(&law, "2020-11-16").passed(level, &marks), expect, "{marks:?}");
    };
    check(Level::Four, [Some(600), Some(600), None], Ok(true));
    check(Level::Four, [Some(599), Some(1000), None], Ok(false));
    check(Level::Four, [Some(600), None, None], Err(MarksFault::Missing(Part::Skill)));
    check(Level::Four, [Some(600), Some(600), Some(600)], Err(MarksFault::NotAPart(Part::Review)));
    check(Level::Two, [Some(600), Some(600), None], Err(MarksFault::Missing(Part::Review)));
    check(Level::Two, [Some(900), Some(900), Some(599)], Ok(false));
    check(Level::One, [Some(600), Some(600), Some(600)], Ok(true));
    let above = MarksFault::OutOfRange { part: Part::Theory, tenths: 1001, max: 1000 };
    check(Level::Four, [Some(1001), Some(600), None], Err(above));
}

#[test]
fn eligibility_is_by_one_alternative_wholly_and_a_refusal_says_what_each_lacks() {
    let law = Folder::read().law();
    let five = |on: &str| Earlier { level: Level::Five, dated_on: day(on) };
    let judge = |on: &str, background: &Background| {
        standard(&law, on).eligibility(Level::Four, background, day(on))
    };
    let eligible = |on: &str, background: &Background| {
        matches!(judge(on, background), Eligibility::Eligible(_))
    };
    let with = |on| Background { earlier: vec![five(on)], ..Background::default() };
    assert!(!eligible("2020-11-15", &with("2016-11-16")));
    assert!(eligible("2020-11-16", &with("2016-11-16")));
    // The newer text asks for two years.
    assert!(eligible("2023-06-01", &with("2021-06-01")));
    assert!(!eligible("2023-06-01", &with("2021-06-02")));
    let work = |years_of_work| Background { years_of_work, ..Background::default() };
    assert!(!eligible("2020-11-16", &work(5)));
    assert!(eligible("2020-11-16", &work(6)));
    let school = Background { schooling: vec![Schooling::Vocational], ..Background::default() };
    assert!(eligible("2020-11-16", &school));
    let young = Background { years_of_work: 5, ..with("2019-01-01") };
    let Eligibility::Not(lacking) = judge("2020-11-16", &young) else { panic!("not eligible") };
    let lacking: Vec<Vec<Lacking>> = lacking.into_iter().map(|(_, all)| all).collect();
    let schools = vec![Schooling::Vocational, Schooling::Technician, Schooling::College];
    assert_eq!(
        lacking,
        [
            vec![Lacking::YearsSince { asked: 4, from: day("2023-01-01") }],
            vec![Lacking::YearsOfWork { asked: 6, has: 5 }],
            vec![Lacking::Schooling(schools)],
        ]
    );
}

#[test]
fn a_figure_without_standing_or_range_is_refused_with_its_line() {
    let path = "reference/standards/general-2018.toml";
    let check = |from: &str, to: &str, expect: &str| {
        let folder = Folder::read().with(path, from, to);
        let error = law::load(&folder.files()).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.contains(expect) && error.contains(path), "{error}");
    };
    let row = "in_a_row = { value = 3, unverified = true }";
    check(row, "in_a_row = { value = 3 }", "a figure has either `source` or `unverified = true`");
    check(row, "in_a_row = { value = 9, unverified = true }", "rotation.in_a_row");
    check("minutes = { value = 90,", "minutes = { value = 0,", "value");
    check("part = \"review\"", "part = \"interview\"", "theory, skill or review");
    check("level = 5", "level = 6", "level");
    let twice = Folder::read().with(
        "reference/standards/general-2023.toml",
        "version = \"2023\"",
        "version = \"2018\"",
    );
    assert!(law::load(&twice.files()).unwrap_err().to_string().contains("2018"));
}
