//! The demonstration's part about a social body: selected, suspended for one occupation, and held
//! when it issues in a rush.
//!
//! Source: 四 「严禁违规、突击发放证书」, 五, 六; readings R-4-20, R-5-30 to R-5-32; docs/pace.md.
//! It is recognised after an application (the long form), so its sessions are arranged, its results
//! are public, and its seats bound its pace. Out of scope: bodies taken over (`new_scheme`).

use super::old_scheme::{AUTHORITY, SUPERVISOR, applicants, row};
use super::stage::{DemoFault, Stage, day};
use desk::house::{Receipt, Request};
use desk::house_error::HouseError;
use desk::import_rooms::read_rooms;
use desk::import_sheet::{Accept, Options, SheetFile};
use desk::judge_eligibility::Registrant;
use desk::score_parts::PartScores;
use desk::select_body::Document;
use desk::{
    ApplicationId, Applied, Background, BodyAct, BodyReason, CentreOf, Grant, HoldReason, Marks,
    Organisation, OrganisationId, OrganisationKind, Particulars, PublicAct, ReleaseReason,
    ReviewStep, Scheme, SessionId, SessionPlan, Site, StaffId,
};
use std::fmt::Write as _;
use vocab::{Day, Level};

/// The site's prefix.
const PREFIX: &str = "S000099000007";
/// Candidates of each session: eight rounds of the ten stations.
const CANDIDATES: u32 = 80;
/// The days on which its three sessions are held.
const HELD: [&str; 3] = ["2021-05-24", "2021-05-25", "2021-05-26"];
/// The days on which it would issue.
const ISSUED: [&str; 3] = ["2021-06-07", "2021-06-08", "2021-06-09"];

pub fn play(stage: &mut Stage) -> Result<(), DemoFault> {
    stage.heading(
        "社会培训评价组织：申请、评审、公示、备案",
        "A social body: application, review, publicity, recognition",
    );
    let body = register(stage)?;
    returned(stage, body)?;
    let application = reviewed(stage, body)?;
    granted(stage, body, application)?;
    suspended(stage, body)?;
    stage
        .heading("突击发证：核查放行前不得发放", "A rush: nothing is issued until it is looked at");
    let sessions = sessions(stage, body)?;
    rush(stage, body, sessions)
}

fn register(stage: &mut Stage) -> Result<OrganisationId, DemoFault> {
    let on = stage.on("2021-03-01");
    let id = stage.house.state().next_organisation();
    let organisation = Organisation {
        kind: OrganisationKind::Social,
        name: "示例技能评价中心（虚构）".to_string(),
        key: stage.house.new_key()?,
        operator_custody: true,
        institution: None,
    };
    let particulars = Particulars { region: Some(99), parent: None, centre_of: CentreOf::None };
    let act = BodyAct::Register { id, organisation, particulars };
    let receipt = stage.house.body_act(AUTHORITY, on, act)?;
    stage.done(
        on,
        "登记：示例技能评价中心（虚构）",
        "registered: 示例技能评价中心（虚构）",
        &receipt,
    );
    Ok(id)
}

/// Applies for 车工 and 电工, level 4, with every condition that is asked but these.
fn apply(
    stage: &mut Stage,
    by: OrganisationId,
    on: Day,
    but: u32,
) -> Result<(ApplicationId, Receipt), DemoFault> {
    let application = stage.house.state().bodies().next_application();
    let scope = vec![(row(stage, "车工")?, Level::Four), (row(stage, "电工")?, Level::Four)];
    let (kind, documents, national) = (OrganisationKind::Social, [0; 32], false);
    let asked = Applied { application, kind, scope, documents, conditions: 0, national };
    let conditions = stage.house.asked_of(&asked) & !but;
    let charter = Document { name: "章程".into(), bytes: "示例章程（虚构）".into() };
    let applied = Applied { conditions, ..asked };
    let receipt = stage.house.apply_for_recognition(by, on, applied, &[charter])?;
    Ok((application, receipt))
}

/// Takes a step of a review, which may be refused.
fn step(
    stage: &mut Stage,
    on: Day,
    application: ApplicationId,
    step: ReviewStep,
) -> Result<Receipt, HouseError> {
    stage.house.review_application(AUTHORITY, on, (application, step), &[])
}

/// The first application lacks a condition: it is not complete, and is given back.
fn returned(stage: &mut Stage, body: OrganisationId) -> Result<(), DemoFault> {
    let conditions = &stage.house.law().selection.conditions;
    let video = conditions.iter().position(|condition| condition.code == "video-monitoring");
    let video = video.ok_or(DemoFault::Otherwise("no condition of video monitoring".into()))?;
    let missing = 1 << video;
    let on = stage.on("2021-03-02");
    let (application, receipt) = apply(stage, body, on, missing)?;
    stage.done(on, "申请备案：车工、电工 四级", "it applies for 车工 and 电工, level 4", &receipt);
    let on = stage.on("2021-03-03");
    let complete = step(stage, on, application, ReviewStep::Complete);
    stage.refused(
        on,
        "缺条件的申请按齐全受理",
        "an incomplete application taken as complete",
        complete,
    )?;
    let lacking = stage.house.missing_conditions(application);
    let (zh, en): (Vec<String>, Vec<String>) = lacking.into_iter().map(|c| (c.zh, c.en)).unzip();
    let receipt = step(stage, on, application, ReviewStep::Incomplete { missing })?;
    stage.done(
        on,
        &format!("一次告知所缺：{}", zh.join("；")),
        &format!("given back, and told what is missing: {}", en.join("; ")),
        &receipt,
    );
    Ok(())
}

/// Applies anew; complete, reviewed by three, made public.
fn reviewed(stage: &mut Stage, body: OrganisationId) -> Result<ApplicationId, DemoFault> {
    let on = stage.on("2021-03-08");
    let (application, receipt) = apply(stage, body, on, 0)?;
    stage.done(on, "补齐后重新申请", "it applies anew, with every condition", &receipt);
    let on = stage.on("2021-03-09");
    step(stage, on, application, ReviewStep::Complete)?;
    let on = stage.on("2021-03-15");
    let of = |of: OrganisationId, numbers: std::ops::RangeInclusive<u32>| ReviewStep::Reviewed {
        reviewers: numbers.map(|number| StaffId { of, number }).collect(),
        favourable: true,
    };
    let own = step(stage, on, application, of(body, 1..=3));
    stage.refused(on, "申请人的人员评审自己", "the applicant's own staff review it", own)?;
    let names = ["评审甲（虚构）", "评审乙（虚构）", "评审丙（虚构）"].map(String::from);
    let review = (application, of(AUTHORITY, 1..=3));
    let receipt = stage.house.review_application(AUTHORITY, on, review, &names)?;
    stage.done(on, "三人评审，同意", "reviewed by three, in favour", &receipt);
    let on = stage.on("2021-03-16");
    let (from, until) = (day("2021-03-17"), day("2021-03-23"));
    let receipt = step(stage, on, application, ReviewStep::Publicised { from, until })?;
    stage.done(on, "公示 3 月 17 日至 23 日", "made public from 17 to 23 March", &receipt);
    Ok(application)
}

fn granted(
    stage: &mut Stage,
    body: OrganisationId,
    application: ApplicationId,
) -> Result<(), DemoFault> {
    let scope = vec![(row(stage, "车工")?, Level::Four), (row(stage, "电工")?, Level::Four)];
    let prefix = PREFIX.parse().expect("the script's prefix is well formed");
    let grant = |on: Day| {
        BodyAct::Grant(Grant {
            application,
            body,
            scope: scope.clone(),
            // A hall of forty seats and a workshop of ten stations, which bounds a day.
            sites: vec![Site { prefix, seats_a_day: 10, rooms: vec![40, 10] }],
            published_on: on,
            until: day("2024-03-23"),
            covers_outsiders: true,
            standard_exists: true,
        })
    };
    let on = stage.on("2021-03-23");
    let early = stage.house.body_act(AUTHORITY, on, grant(on));
    stage.refused(on, "公示末日即备案", "a grant on the last day of publicity", early)?;
    let on = stage.on("2021-03-24");
    let receipt = stage.house.body_act(AUTHORITY, on, grant(on))?;
    stage.done(
        on,
        &format!("备案至 2024-03-23，站点 {PREFIX}，每日可评 10 人"),
        &format!("recognised until 2024-03-23, site {PREFIX}, ten people a day"),
        &receipt,
    );
    Ok(())
}

fn announce(
    stage: &mut Stage,
    by: OrganisationId,
    name: &str,
    (on, until, planned): (Day, Day, Day),
) -> Result<Result<(SessionId, Receipt), HouseError>, DemoFault> {
    let plan = SessionPlan {
        session: stage.house.state().next_session(),
        scheme: Scheme::Level,
        occupation: row(stage, name)?,
        level: Level::Four,
        registration_until: until,
        planned_on: planned,
    };
    let request = format!("announce {} {name} for {planned} on {on}", by.0);
    Ok(stage.house.announce(by, on, &request, plan))
}

/// One occupation is suspended and reinstated; the other goes on.
fn suspended(stage: &mut Stage, body: OrganisationId) -> Result<(), DemoFault> {
    let occupation = Some(row(stage, "电工")?);
    let on = stage.on("2021-04-06");
    let reason = BodyReason::Quality;
    let act = BodyAct::Suspend { body, occupation, until: None, reason };
    let receipt = stage.house.body_act(AUTHORITY, on, act)?;
    stage.done(on, "暂停电工，车工不受影响", "suspended for 电工; 车工 goes on", &receipt);
    let on = stage.on("2021-04-07");
    let days = (on, day("2021-04-16"), day("2021-04-26"));
    let result = announce(stage, body, "电工", days)?;
    stage.refused(
        on,
        "暂停期间发布电工认定公告",
        "a session of 电工 while it is suspended",
        result,
    )?;
    let on = stage.on("2021-04-20");
    let receipt = stage.house.body_act(AUTHORITY, on, BodyAct::Reinstate { body, occupation })?;
    stage.done(on, "恢复电工", "reinstated for 电工", &receipt);
    Ok(())
}

/// The plan of rooms: the hall twice, then the stations hour after hour, all on one day.
fn rooms(on: &str) -> String {
    let mut text = String::from("考场,座位,科目,开始,结束,监考,考评\n");
    for (from, until) in [("08:00", "09:30"), ("09:30", "11:00")] {
        let _ = writeln!(text, "1,40,理论知识考试,{on} {from},{on} {until},1 2 3,");
    }
    for hour in 11..19 {
        let _ = writeln!(text, "2,10,技能考核,{on} {hour}:00,{on} {}:00,,4 5 6", hour + 1);
    }
    text
}

/// Three sessions on three days, up to their confirmed results.
fn sessions(stage: &mut Stage, body: OrganisationId) -> Result<Vec<SessionId>, DemoFault> {
    let announced = stage.on("2021-05-10");
    let mut sessions = Vec::new();
    for held in HELD {
        let days = (announced, day("2021-05-20"), day(held));
        sessions.push(announce(stage, body, "车工", days)??.0);
    }
    let on = stage.on("2021-05-17");
    for (seed, session) in (91..).zip(&sessions) {
        let background = Background { years_of_work: 6, ..Background::default() };
        let people = applicants(stage, seed, CANDIDATES as usize, false);
        let registrants = people.into_iter().map(|applicant| Registrant {
            applicant,
            background: background.clone(),
            earlier_number: None,
        });
        stage.house.register_eligible(*session, on, &registrants.collect::<Vec<_>>())?;
    }
    let on = stage.on("2021-05-21");
    for session in &sessions {
        stage.house.close_registration(body, *session, on)?;
    }
    let [first, ..] = sessions[..] else { return Ok(sessions) };
    let act = PublicAct::RecordResults {
        session: first,
        held_on: on,
        sat: CANDIDATES,
        passed: CANDIDATES,
        root: [0; 32],
    };
    let request = Request { actor: Some(body), on, name: "results at once".into(), act };
    let early = stage.house.record(&request, &[]);
    stage.refused(on, "未编排考场就登记结果", "results without an arrangement", early)?;
    let wide = arrange(stage, body, (first, on), &rooms(HELD[0]).replace("2,10,", "2,12,"))?;
    stage.refused(on, "座位多于站点在案的座位", "more seats than the site has on record", wide)?;
    for (session, held) in sessions.iter().zip(HELD) {
        let receipt = arrange(stage, body, (*session, on), &rooms(held))??;
        stage.done(
            on,
            &format!("编排 {held} 的批次：80 人，工位轮换八次"),
            &format!("the session of {held} arranged: 80 people in eight rounds"),
            &receipt,
        );
    }
    held(stage, body, &sessions)?;
    Ok(sessions)
}

fn arrange(
    stage: &mut Stage,
    body: OrganisationId,
    (session, on): (SessionId, Day),
    rooms: &str,
) -> Result<Result<Receipt, HouseError>, DemoFault> {
    let site = PREFIX.parse().expect("the script's prefix is well formed");
    let file = SheetFile::of_bytes("rooms.csv", rooms.as_bytes().to_vec());
    let taken = read_rooms(&file, body, &Options::default(), &mut |_| {});
    let rooms = taken.accepted(Accept::Whole)?.into_values();
    Ok(stage.house.arrange(body, session, on, site, rooms))
}

/// Signed in, held, public for five working days, confirmed.
fn held(stage: &mut Stage, body: OrganisationId, sessions: &[SessionId]) -> Result<(), DemoFault> {
    let came: Vec<u32> = (0..CANDIDATES).collect();
    let marks = Marks { theory: Some(700), skill: Some(710), review: None };
    let scores: Vec<PartScores> =
        came.iter().map(|place| PartScores { place: *place, marks }).collect();
    for (session, on) in sessions.iter().zip(HELD) {
        let on = stage.on(on);
        stage.house.sign_in(body, *session, on, &came)?;
        let next = on.plus_days(1);
        stage.clock.set(next);
        let receipt = stage.house.record_part_results(body, *session, (on, next), &scores)?;
        stage.done(next, "公示结果：80 人合格", "public: 80 passed", &receipt);
    }
    let on = stage.on("2021-06-03");
    let [.., last] = sessions else { return Ok(()) };
    let early = stage.house.confirm(body, *last, on);
    stage.refused(on, "公示末日确认结果", "confirmation on the last day of publicity", early)?;
    let on = stage.on("2021-06-04");
    for session in sessions {
        stage.house.confirm(body, *session, on)?;
    }
    stage.line("2021-06-04  三个批次均已确认", "2021-06-04  all three sessions are confirmed");
    Ok(())
}

/// Issues batch after batch until the pace is above its bound; then a supervisor looks at it.
fn rush(
    stage: &mut Stage,
    body: OrganisationId,
    sessions: Vec<SessionId>,
) -> Result<(), DemoFault> {
    let rows: Vec<u32> = (0..CANDIDATES).collect();
    let [before @ .., last] = &sessions[..] else { return Ok(()) };
    for (session, on) in before.iter().zip(ISSUED) {
        let on = stage.on(on);
        let issued = stage.house.issue(body, *session, (on, on), &rows)?;
        stage.done(on, "颁发 80 张证书", "80 certificates issued", &issued.receipt);
    }
    let on = stage.on(ISSUED[2]);
    let above = stage.house.issue(body, *last, (on, on), &rows);
    stage.refused(
        on,
        "三天内第 240 张：超过节奏上限",
        "the 240th in three days: above the bound",
        above,
    )?;
    let hold = stage.house.state().supervision().next_hold();
    let (of, reason) = ((None, Some(*last)), HoldReason::Pace);
    let receipt = stage.house.hold_issuing((SUPERVISOR, on), body, of, reason)?;
    stage.done(on, "督导机构暂停该批次", "the supervisor holds the batch", &receipt);
    let held = stage.house.issue(body, *last, (on, on), &rows);
    stage.refused(on, "核查之前再次发证", "issuing before it is looked at", held)?;
    let on = stage.on("2021-06-15");
    let (once, reason) = ((Some(*last), None), ReleaseReason::Verified);
    let own = stage.house.release_issuing((body, on), hold, once, reason);
    stage.refused(on, "社会机构自行放行", "the social body releases itself", own)?;
    let receipt = stage.house.release_issuing((SUPERVISOR, on), hold, once, reason)?;
    stage.done(
        on,
        "现场核查属实，放行这一批",
        "checked on the spot: this one batch is released",
        &receipt,
    );
    let issued = stage.house.issue(body, *last, (on, on), &rows)?;
    stage.done(on, "颁发放行的 80 张证书", "the 80 released certificates issued", &issued.receipt);
    super::new_scheme::write_file(stage, &issued.numbers[0])
}
