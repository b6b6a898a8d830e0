//! An arranged session from eligible candidates to a certificate that verifies, and what is
//! refused on the way.
//!
//! Out of scope: each figure of the standard (crate `register`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage, day, receipt_rule};
use desk::dispute_results::Paper;
use desk::house_error::HouseError;
use desk::import_rooms::read_rooms;
use desk::import_sheet::{Options, SheetFile, Taken};
use desk::judge_eligibility::Registrant;
use desk::score_parts::PartScores;
use desk::session_fault::SessionFault;
use desk::{Background, RevisionReason, Scheme, SessionAct, SessionId};
use law::{Marks, MarksFault, Part};
use register::RoomUse;
use vocab::Instant;

const SITE: &str = "Y000099000001";
pub const ROOMS: &str = "考场,座位,科目,开始,结束,监考,考评\n\
    1,3,theory,2020-12-05 09:00,2020-12-05 10:30,1 2,\n\
    2,3,理论知识考试,2020-12-05 09:00,2020-12-05 10:30,3 4,\n\
    3,6,技能考核,2020-12-05 13:00,2020-12-05 15:00,,5 6 7\n";

pub fn registrants(stage: &Stage, count: usize) -> Vec<Registrant> {
    let background = Background { years_of_work: 6, ..Background::default() };
    let registrant =
        |applicant| Registrant { applicant, background: background.clone(), earlier_number: None };
    stage.people(count).into_iter().map(registrant).collect()
}

fn planned(stage: &mut Stage) -> SessionId {
    let on = stage.on("2020-11-16");
    let plan = stage.plan(Scheme::Level, "车工", "2020-11-25", "2020-12-05");
    stage.house.announce(EMPLOYER, on, "plan", plan).unwrap().0
}

fn closed(stage: &mut Stage) -> SessionId {
    let session = planned(stage);
    let people = registrants(stage, 5);
    let on = stage.on("2020-11-20");
    stage.house.register_eligible(session, on, &people).unwrap();
    let on = stage.on("2020-11-27");
    stage.house.close_registration(EMPLOYER, session, on).unwrap();
    session
}

pub fn arrange(stage: &mut Stage, session: SessionId, rooms: &str) -> Result<String, HouseError> {
    let rooms = rooms_of(rooms).into_values();
    let (on, site) = (stage.on("2020-11-30"), SITE.parse().unwrap());
    let receipt = stage.house.arrange(EMPLOYER, session, on, site, rooms)?;
    Ok(receipt_rule(&receipt).to_string())
}

fn rooms_of(text: &str) -> Taken<RoomUse> {
    let file = SheetFile::of_bytes("rooms.csv", text.as_bytes().to_vec());
    read_rooms(&file, EMPLOYER, &Options::default(), &mut |_| {})
}

pub fn scores(places: &[u32]) -> Vec<PartScores> {
    let marks = |place| Marks {
        theory: Some(if place == 0 { 599 } else { 700 }),
        skill: Some(800),
        review: None,
    };
    places.iter().map(|&place| PartScores { place, marks: marks(place) }).collect()
}

/// Runs an arranged session up to its archive, listed on 2020-12-20. Five registered, four came,
/// three passed, and those in the first two rows hold the certificates returned.
pub fn archived(stage: &mut Stage) -> (SessionId, Vec<String>) {
    let session = closed(stage);
    arrange(stage, session, ROOMS).unwrap();
    let on = stage.on("2020-12-05");
    stage.house.sign_in(EMPLOYER, session, on, &[0, 1, 2, 3]).unwrap();
    let days = (on, stage.on("2020-12-07"));
    stage.house.record_part_results(EMPLOYER, session, days, &scores(&[0, 1, 2, 3])).unwrap();
    let on = stage.on("2020-12-17");
    stage.house.confirm(EMPLOYER, session, on).unwrap();
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap();
    let on = stage.on("2020-12-20");
    stage.house.archive(EMPLOYER, session, on, &[Paper::of(1, "公告.pdf", b"a")]).unwrap();
    (session, issued.numbers)
}

#[test]
fn a_session_goes_from_rooms_to_certificates_and_archive() {
    let mut stage = Stage::new();
    let session = closed(&mut stage);
    let rule = arrange(&mut stage, session, ROOMS).unwrap();
    assert_eq!(rule, "2020-80/p1.arranged-by-standard");
    let sheets = stage.house.sheets(session).unwrap();
    let lines = |sheet: &[u8]| String::from_utf8(sheet.to_vec()).unwrap().lines().count();
    let counts = [&sheets.admission, &sheets.sign_in, &sheets.rooms].map(|s| lines(s));
    assert_eq!(counts, [11, 11, 4], "five candidates in two parts, three rooms, headings");
    let number = format!("2020{SITE}{:06}0002", session.0);
    assert_eq!(stage.house.place_of(session, &number).unwrap(), Some(1));

    let on = stage.on("2020-12-05");
    let strange = stage.house.sign_in(EMPLOYER, session, on, &[0, 5]);
    let fault = |n| Some(SessionFault::NoSuchCandidate(n));
    assert_eq!(session_fault(strange), fault(5));
    assert_eq!(session_fault(stage.house.sign_in(EMPLOYER, session, on, &[1, 1])), fault(1));
    stage.house.sign_in(EMPLOYER, session, on, &[0, 1, 2, 3]).unwrap();

    let days = (day("2020-12-05"), stage.on("2020-12-07"));
    let absent = stage.house.record_part_results(EMPLOYER, session, days, &scores(&[0, 4]));
    assert_eq!(session_fault(absent), Some(SessionFault::Scored(4)));
    let all = scores(&[0, 1, 2, 3]);
    stage.house.record_part_results(EMPLOYER, session, days, &all).unwrap();
    let passed = |stage: &Stage| stage.house.state().session(session).unwrap().results.unwrap();
    assert_eq!((passed(&stage).sat, passed(&stage).passed), (4, 3));

    let on = stage.on("2020-12-08");
    stage.house.object(EMPLOYER, session, on, "理论成绩登记有误").unwrap();
    let decide = SessionAct::DecideObjection { session, objection: 0, upheld: true };
    let own = stage.house.session_act(EMPLOYER, on, "decide own", decide.clone());
    assert_eq!(stage.refused_by(own), "2020-80/p6.objection-is-decided-by-another");
    stage.house.session_act(AUTHORITY, on, "decide", decide).unwrap();
    let mut mended = all;
    mended[0].marks.theory = Some(600);
    let on = stage.on("2020-12-09");
    let reason = RevisionReason::Recording;
    stage.house.revise_results(EMPLOYER, session, on, &mended, reason).unwrap();
    assert_eq!(passed(&stage).passed, 4);

    let on = stage.on("2020-12-16");
    let early = stage.house.confirm(EMPLOYER, session, on);
    assert_eq!(stage.refused_by(early), "2020-80/p6.results-may-be-objected-to");
    let on = stage.on("2020-12-17");
    stage.house.confirm(EMPLOYER, session, on).unwrap();
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2, 3]).unwrap();
    assert!(issued.numbers.iter().all(|number| number.starts_with(SITE)), "{issued:?}");
    assert_eq!(stage.house.first_holder(session).unwrap(), 0, "by the revised results");

    let papers = [Paper::of(1, "公告.pdf", b"a"), Paper::of(4, "成绩.pdf", b"b")];
    let on = stage.on("2020-12-20");
    stage.house.archive(EMPLOYER, session, on, &papers).unwrap();
    let archive = stage.house.state().arrangements().of(session).unwrap().archive.clone().unwrap();
    assert_eq!((archive.present, archive.paper_until), (0b1001, day("2023-12-17")));

    // What is written replays to the same state, and the certificate rests on all of it.
    let digest = stage.house.state().digest();
    let mut stage = stage.reopened();
    assert_eq!(stage.house.state().digest(), digest);
    let file = stage.house.certificate_file(&issued.numbers[0]).unwrap();
    assert!(9 < file.entries.len(), "founding to revised results");
}

fn session_fault<T: std::fmt::Debug>(result: Result<T, HouseError>) -> Option<SessionFault> {
    match result {
        Err(HouseError::Session(fault)) => Some(fault),
        other => panic!("{other:?}"),
    }
}

#[test]
fn more_candidates_than_seats_are_refused_with_nothing_entered() {
    let mut stage = Stage::new();
    let session = closed(&mut stage);
    let narrow = ROOMS.replace("2,3,", "2,1,");
    let size = stage.house.size();
    let refused = arrange(&mut stage, session, &narrow);
    assert_eq!(stage.refused_by(refused), "2020-80/p1.arranged-by-standard");
    assert_eq!(stage.house.size(), size);
    assert!(matches!(
        stage.house.sheets(session),
        Err(HouseError::Session(SessionFault::NotArranged(_)))
    ));
}

#[test]
fn a_registration_is_by_an_alternative_of_the_standard_or_shows_what_each_lacks() {
    let mut stage = Stage::new();
    let session = planned(&mut stage);
    let mut people = registrants(&stage, 2);
    people[1].background.years_of_work = 5;
    let on = stage.on("2020-11-20");
    let refused = session_fault(stage.house.register_eligible(session, on, &people));
    let Some(SessionFault::NotEligible { row: 2, lacking }) = refused else {
        panic!("{refused:?}")
    };
    let en: Vec<&str> = lacking.iter().map(|(_, en)| en.as_str()).collect();
    assert_eq!(
        en,
        [
            "4 years after 五级/初级工: no certificate of 五级/初级工",
            "6 years of work: 5 years of work of 6",
            "vocational or technician or college (unverified): no such schooling",
        ]
    );
    assert_eq!(stage.house.accepted(session).unwrap(), 0, "nobody is entered");
}

#[test]
pub fn scores_out_of_range_or_of_no_part_are_errors_before_anything_is_recorded() {
    let mut stage = Stage::new();
    let session = closed(&mut stage);
    let days = (day("2020-12-05"), stage.on("2020-12-07"));
    let check = |stage: &mut Stage, marks: Marks, expect: MarksFault| {
        let scores = [PartScores { place: 0, marks }];
        let got = session_fault(stage.house.record_part_results(EMPLOYER, session, days, &scores));
        assert_eq!(got, Some(SessionFault::Score { place: 0, why: expect }));
    };
    let of = |theory, review| Marks { theory: Some(theory), skill: Some(600), review };
    let above = MarksFault::OutOfRange { part: Part::Theory, tenths: 1001, max: 1000 };
    check(&mut stage, of(1001, None), above);
    check(&mut stage, of(600, Some(600)), MarksFault::NotAPart(Part::Review));
}

#[test]
fn a_plan_of_rooms_has_times_of_china_and_names_what_is_wrong() {
    let rooms = rooms_of(ROOMS).into_values();
    assert_eq!(rooms[0].from, Instant(Instant::start_of(day("2020-12-05")).0 + 9 * 3600));
    let wrong = ROOMS.replace("1,3,theory,2020-12-05 09:00", "1,3,interview,noon");
    let report = rooms_of(&wrong.replace("5 6 7", "5 six 7")).report;
    let found: Vec<_> = report.errors.iter().map(|e| (e.row, e.reason.code())).collect();
    assert_eq!(found, [(Some(2), "not-one-of"), (Some(2), "time"), (Some(4), "staff")]);
}
