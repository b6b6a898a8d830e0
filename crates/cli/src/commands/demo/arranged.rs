//! The demonstration's third part: a session that is arranged, signed in, disputed and archived.
//!
//! Source: 一 「按照职业标准或评价规范开展职业技能等级认定」, 五, 六.
//! The body was taken over in short form and need not arrange; once it does, all of it binds.
//! Out of scope: the session that is not arranged (`new_scheme`).

use super::old_scheme::{AUTHORITY, applicants, row};
use super::stage::{DemoFault, Stage, day};
use desk::dispute_results::Paper;
use desk::import_rooms::read_rooms;
use desk::import_sheet::{Accept, Options, SheetFile};
use desk::judge_eligibility::Registrant;
use desk::score_parts::PartScores;
use desk::{
    Background, Marks, Organisation, OrganisationId, OrganisationKind, RevisionReason, Scheme,
    SessionAct, SessionId, SessionPlan,
};
use vocab::Level;

const CANDIDATES: u32 = 36;

/// The plan of rooms, as the body would send it.
const ROOMS: &str = "考场,座位,科目,开始,结束,监考,考评\n\
    1,20,理论知识考试,2021-01-09 09:00,2021-01-09 10:30,1 2,\n\
    2,20,理论知识考试,2021-01-09 09:00,2021-01-09 10:30,3 4,\n\
    3,40,技能考核,2021-01-09 13:00,2021-01-09 16:00,,5 6 7\n";

pub fn play(stage: &mut Stage) -> Result<(), DemoFault> {
    stage.heading(
        "按标准编排的认定批次：车工 四级",
        "A session arranged by the standard: 车工, level 4",
    );
    let employers = |(_, o): &(_, &Organisation)| o.kind == OrganisationKind::Employer;
    let by = stage.house.state().organisations().find(employers).map(|(id, _)| id);
    let by = by.ok_or(DemoFault::Otherwise("no employer was recognised".into()))?;
    let session = closed(stage, by)?;
    arrange(stage, by, session)?;
    let on = stage.on("2021-01-09");
    let came: Vec<u32> = (0..CANDIDATES - 2).collect();
    let receipt = stage.house.sign_in(by, session, on, &came)?;
    stage.done(on, "签到：36 人中 34 人到场", "34 of 36 signed in", &receipt);
    dispute(stage, by, session, &came)?;
    let papers = [Paper::of(1, "公告与名册", b"demo 1"), Paper::of(4, "成绩表", b"demo 4")];
    let on = stage.on("2021-01-22");
    let receipt = stage.house.archive(by, session, on, &papers)?;
    stage.done(
        on,
        "归档：一、四卷已有，二、三、五卷尚缺",
        "archived: volumes 1 and 4; volumes 2, 3 and 5 are missing",
        &receipt,
    );
    Ok(())
}

/// Announces, registers who is eligible, closes.
fn closed(stage: &mut Stage, by: OrganisationId) -> Result<SessionId, DemoFault> {
    let on = stage.on("2020-12-18");
    let plan = SessionPlan {
        session: stage.house.state().next_session(),
        scheme: Scheme::Level,
        occupation: row(stage, "车工")?,
        level: Level::Four,
        registration_until: day("2020-12-28"),
        planned_on: day("2021-01-09"),
    };
    let (session, receipt) = stage.house.announce(by, on, "announce arranged", plan)?;
    stage.done(on, "发布认定公告", "session announced", &receipt);
    let background = Background { years_of_work: 6, ..Background::default() };
    let people = applicants(stage, 2021, CANDIDATES as usize, true);
    let registrants = people.into_iter().map(|applicant| Registrant {
        applicant,
        background: background.clone(),
        earlier_number: None,
    });
    let on = stage.on("2020-12-24");
    stage.house.register_eligible(session, on, &registrants.collect::<Vec<_>>())?;
    let on = stage.on("2020-12-29");
    let receipt = stage.house.close_registration(by, session, on)?;
    stage.done(
        on,
        "截止报名：36 人，均依标准「从事本职业满6年」",
        "registration closed: 36, each by the standard's six years of work",
        &receipt,
    );
    Ok(session)
}

fn arrange(stage: &mut Stage, by: OrganisationId, session: SessionId) -> Result<(), DemoFault> {
    let on = stage.on("2020-12-30");
    let site = "Y000099000001".parse().expect("the script's prefix is well formed");
    let place = |stage: &mut Stage, rooms: &str| -> Result<_, DemoFault> {
        let file = SheetFile::of_bytes("rooms.csv", rooms.as_bytes().to_vec());
        let taken = read_rooms(&file, by, &Options::default(), &mut |_| {});
        let rooms = taken.accepted(Accept::Whole)?.into_values();
        Ok(stage.house.arrange(by, session, on, site, rooms))
    };
    let narrow = place(stage, &ROOMS.replace("2,20,", "2,10,"))?;
    stage.refused(on, "36 名考生编入 30 个座位", "36 candidates on 30 seats", narrow)?;
    let even = place(stage, &ROOMS.replace("5 6 7", "5 6 7 8"))?;
    stage.refused(on, "考评小组为双数", "an even panel", even)?;
    let twice = place(stage, &ROOMS.replace(",3 4,", ",2 3,"))?;
    stage.refused(
        on,
        "同一监考人员同时在两个考场",
        "an invigilator in two rooms at once",
        twice,
    )?;
    let receipt = place(stage, ROOMS)??;
    stage.done(
        on,
        "编排 3 个考场，座位由加盐随机排定，准考证号已生成",
        "3 rooms arranged, seats drawn by a salted shuffle, admission numbers given",
        &receipt,
    );
    Ok(())
}

fn scores(came: &[u32], first: u16) -> Vec<PartScores> {
    let theory = |place: u32| if place == 0 { first } else { 620 + (place * 17 % 300) as u16 };
    let score = |place: &u32| PartScores {
        place: *place,
        marks: Marks { theory: Some(theory(*place)), skill: Some(710), review: None },
    };
    came.iter().map(score).collect()
}

/// Results, an objection that is upheld, revised results, confirmation and certificates.
fn dispute(
    stage: &mut Stage,
    by: OrganisationId,
    session: SessionId,
    came: &[u32],
) -> Result<(), DemoFault> {
    let days = (day("2021-01-09"), stage.on("2021-01-11"));
    let receipt = stage.house.record_part_results(by, session, days, &scores(came, 590))?;
    stage.done(days.1, "公示结果：34 人参加，33 人合格", "public: 34 sat, 33 passed", &receipt);
    let on = stage.on("2021-01-12");
    let receipt = stage.house.object(by, session, on, "理论成绩登记有误")?;
    stage.done(on, "代考生提出异议", "an objection for a candidate", &receipt);
    let decide = SessionAct::DecideObjection { session, objection: 0, upheld: true };
    let own = stage.house.session_act(by, on, "decide own objection", decide.clone());
    stage.refused(
        on,
        "评价机构裁定对自身结果的异议",
        "the body decides an objection to its own results",
        own,
    )?;
    let receipt = stage.house.session_act(AUTHORITY, on, "decide objection", decide)?;
    stage.done(on, "裁定异议成立", "the objection is upheld", &receipt);
    let (on, reason) = (stage.on("2021-01-13"), RevisionReason::Recording);
    let receipt = stage.house.revise_results(by, session, on, &scores(came, 690), reason)?;
    stage.done(
        on,
        "更正结果，重新公示：34 人合格",
        "results revised, public anew: 34 passed",
        &receipt,
    );
    let on = stage.on("2021-01-20");
    let early = stage.house.confirm(by, session, on);
    stage.refused(on, "公示期未满确认结果", "confirmation within the publicity", early)?;
    let on = stage.on("2021-01-21");
    let receipt = stage.house.confirm(by, session, on)?;
    stage.done(on, "公示五个工作日期满，确认结果", "confirmed after five working days", &receipt);
    let late = stage.house.object(by, session, on, "迟到的异议");
    stage.refused(on, "公示期过后提出异议", "an objection after the deadline", late)?;
    let rows: Vec<u32> = (0..came.len() as u32).collect();
    let issued = stage.house.issue(by, session, (on, on), &rows)?;
    stage.done(on, "颁发 34 张证书", "34 certificates issued", &issued.receipt);
    let first = &issued.numbers[0];
    super::new_scheme::write_file(stage, first)
}
