//! The demonstration's second part: a recognised employer's session, a cohort member, unlawful
//! tries.
//!
//! Source: 一, 三 (cohorts), 四, 五, 六. Two hundred and twenty invented candidates come by spreadsheet.
//! Out of scope: the old scheme (`old_scheme`).

use super::old_scheme::{AUTHORITY, SUPERVISOR, applicants, row};
use super::stage::{DemoFault, Stage, day, print};
use super::supervision;
use desk::ask_law::{Ask, ask};
use desk::candidates::Applicant;
use desk::house::Request;
use desk::import_scores::write_sheet;
use desk::import_sheet::{Accept, Options, SheetFile, Taken};
use desk::score_parts::PartScores;
use desk::verdict::Answer;
use desk::verify_certificate::{Holder, TrustedLog, verify};
use desk::{
    Effect, Organisation, OrganisationId, OrganisationKind, Outcome, PublicAct, Recognition,
    Scheme, SessionId, SessionPlan,
};
use std::fs;
use vocab::{Day, Level};

/// How many candidates come by spreadsheet.
const CANDIDATES: usize = 220;

pub fn play(stage: &mut Stage) -> Result<(), DemoFault> {
    let employer = recognise(stage, "示例制造有限公司（虚构）", "Y000099000001", "2023-10-14")?;
    let short = recognise(stage, "示例短期机构（虚构）", "Y000099000002", "2020-11-30")?;
    inspect(stage, employer)?;
    let (session, people) = run_session(stage, employer)?;
    let on = stage.on("2020-12-15");
    let result = announce(stage, short, "车工", on);
    stage.refused(
        on,
        "备案已到期的机构发布认定公告",
        "a body whose recognition has expired announces a session",
        result,
    )?;
    stage.landmark()?;
    supervision::hold(stage, employer, session)?;
    issue(stage, employer, session, &people)?;
    cohort(stage)
}

fn recognise(
    stage: &mut Stage,
    name: &str,
    prefix: &str,
    until: &str,
) -> Result<OrganisationId, DemoFault> {
    stage.heading(&format!("备案：{name}"), &format!("Recognising {name}"));
    let on = stage.on("2020-11-09");
    let id = stage.house.state().next_organisation();
    let (kind, key) = (OrganisationKind::Employer, stage.house.new_key()?);
    let body = Organisation {
        kind,
        name: name.to_string(),
        key,
        operator_custody: true,
        institution: None,
    };
    let turner = row(stage, "车工")?;
    let recognition = Recognition {
        id,
        body,
        prefix: prefix.parse().expect("the script's prefix is well formed"),
        scope: vec![(turner, Level::Four), (turner, Level::Three)],
        published_on: Some(on),
        until: Some(day(until)),
        covers_outsiders: false,
        standard_exists: true,
    };
    let act = PublicAct::RecogniseBody(recognition);
    let request = Request { actor: Some(AUTHORITY), on, name: format!("recognise {prefix}"), act };
    let receipt = stage.house.record(&request, &[])?;
    stage.done(
        on,
        &format!("车工 四级、三级，至 {until}"),
        &format!("车工 levels 4 and 3, until {until}"),
        &receipt,
    );
    Ok(id)
}

fn inspect(stage: &mut Stage, employer: OrganisationId) -> Result<(), DemoFault> {
    let on = stage.on("2020-11-10");
    let act = |inspected| PublicAct::Inspect { inspected, findings: [7; 32] };
    let request = |inspected, name: &str| Request {
        actor: Some(SUPERVISOR),
        on,
        name: name.to_string(),
        act: act(inspected),
    };
    let receipt = stage.house.record(&request(employer, "inspect employer"), &[])?;
    stage.done(on, "督导检查用人单位", "the supervisor inspects the employer", &receipt);
    let result = stage.house.record(&request(SUPERVISOR, "inspect itself"), &[]);
    stage.refused(on, "督导机构检查自己", "the supervisor inspects itself", result)
}

fn announce(
    stage: &mut Stage,
    by: OrganisationId,
    name: &str,
    on: Day,
) -> Result<SessionId, desk::house_error::HouseError> {
    let occupation = row(stage, name).map_err(|_| desk::house_error::HouseError::NoSession(0))?;
    let plan = SessionPlan {
        session: stage.house.state().next_session(),
        scheme: Scheme::Level,
        occupation,
        level: Level::Four,
        registration_until: on.plus_days(10),
        planned_on: on.plus_days(19),
    };
    let request = format!("announce {} {name} {on}", by.0);
    stage.house.announce(by, on, &request, plan).map(|(session, _)| session)
}

fn run_session(
    stage: &mut Stage,
    by: OrganisationId,
) -> Result<(SessionId, Vec<Applicant>), DemoFault> {
    stage.heading("用人单位自主评价：车工 四级", "The employer's own session: 车工, level 4");
    let on = stage.on("2020-11-16");
    let result = announce(stage, by, "铣工", on);
    stage.refused(
        on,
        "超出备案范围认定铣工",
        "a session outside the body's scope: 铣工",
        result,
    )?;
    let result = announce(stage, by, "保安员", on);
    stage.refused(
        on,
        "为保安员开展等级认定、颁发等级证书",
        "a level certificate for 保安员",
        result,
    )?;
    let session = announce(stage, by, "车工", on)?;
    stage.line("2020-11-16  ✓ 可以  发布认定公告", "2020-11-16  ✓ permitted  session announced");
    let on = stage.on("2020-11-24");
    let people = applicants(stage, 2020, CANDIDATES, true);
    stage.house.accept(session, on, &people)?;
    let on = stage.on("2020-11-27");
    let receipt = stage.house.close_registration(by, session, on)?;
    stage.done(
        on,
        "截止报名：220 人（虚构）",
        "registration closed: 220 invented candidates",
        &receipt,
    );
    let scores = import(stage, session, &people)?;
    let on = stage.on("2020-12-07");
    let days = (day("2020-12-05"), on);
    let receipt = stage.house.import_scores(by, session, days, &scores)?;
    let results = stage.house.state().session(session).and_then(|s| s.results);
    let passed = results.map_or(0, |results| results.passed);
    stage.done(
        on,
        &format!("12-05 认定，由表格导入成绩：{} 人参加，{passed} 人合格", scores.rows.len()),
        &format!(
            "held on 12-05, results imported from the sheet: {} sat, {passed} passed",
            scores.rows.len()
        ),
        &receipt,
    );
    let on = stage.on("2020-12-14");
    let receipt = stage.house.confirm(by, session, on)?;
    stage.done(
        on,
        "公示五个工作日后确认结果",
        "confirmed after five working days of publicity",
        &receipt,
    );
    Ok((session, people))
}

/// Writes a spreadsheet as the body would send it, and reads it back the way any sheet is read.
fn import(
    stage: &Stage,
    session: SessionId,
    people: &[Applicant],
) -> Result<Taken<PartScores>, DemoFault> {
    // Marks by a fixed rule: about four of five pass both parts.
    let mark = |i: usize, step: usize| 520 + (i * step % 46) as u16 * 10;
    let rows: Vec<(Applicant, u16, u16)> = people
        .iter()
        .enumerate()
        .map(|(i, p)| (p.clone(), mark(i + 3, 17).max(560), mark(i + 9, 29)))
        .collect();
    let sheet = write_sheet(&rows).map_err(|e| DemoFault::Sheet(e.to_string()))?;
    let path = stage.folder.join("results.xlsx");
    let at = |source| DemoFault::Folder { path: path.clone(), source };
    fs::write(&path, &sheet).map_err(at)?;
    let file = SheetFile::at(&path);
    let read = stage.house.read_scores(session, &file, &Options::default(), &mut |_| {});
    Ok(read?.accepted(Accept::Whole)?)
}

/// A student admitted under a certificate plan before the exit completes after it.
fn cohort(stage: &mut Stage) -> Result<(), DemoFault> {
    stage.heading(
        "学生：2019 年按证书培养计划入学，2021 年结业",
        "A student admitted under a certificate plan in 2019, completing in 2021",
    );
    for (kind, zh, en) in [
        ("level", "取得职业技能等级证书", "a level certificate"),
        ("qualification", "取得职业资格证书", "a qualification certificate"),
    ] {
        let facts: Vec<String> = [
            "cohort=student",
            "cohort_plan=yes",
            "cohort_admitted_on=2019-09-01",
            "cohort_completed_on=2021-06-30",
            "exit_announced_on=none",
            "announced_on=none",
            "accepted_on=none",
            "body_recognised_on=2020-11-09",
            "body_recognised_until=2023-10-14",
            "body_status=active",
            "scope_covers=yes",
        ]
        .iter()
        .map(|f| f.to_string())
        .chain([format!("certificate_kind={kind}")])
        .collect();
        let question = Ask {
            act: "certify-cohort-member",
            occupation: "车工",
            on: "2021-07-01",
            facts: &facts,
            known_at: None,
            region: None,
        };
        let view = ask(stage.house.room(), &*stage.clock, &question)
            .map_err(|e| DemoFault::Otherwise(e.to_string()))?;
        let Some(cited) = view.cited else {
            return Err(DemoFault::Otherwise("the cohort's case needs facts".into()));
        };
        let answer = match view.effect {
            Outcome::Effect(Effect::Duty) => stage.pick("应当", "duty"),
            Outcome::Effect(Effect::Permit) => stage.pick("可以", "permitted"),
            Outcome::Effect(_) | Outcome::NeedFact => stage.pick("不可以", "forbidden"),
        };
        print(&format!("  2021-07-01  {answer}  {}", stage.pick(zh, en)));
        print(&format!("              「{}」 {}", cited.quote, cited.rule));
    }
    Ok(())
}

/// Certificates of the session's second batch, which is revoked later.
const REST: u32 = 20;

fn issue(
    stage: &mut Stage,
    by: OrganisationId,
    session: SessionId,
    people: &[Applicant],
) -> Result<(), DemoFault> {
    stage.heading("颁发职业技能等级证书", "Issuing level certificates");
    let passed = stage
        .house
        .state()
        .session(session)
        .and_then(|s| s.results)
        .map_or(0, |results| results.passed);
    let on = stage.on("2020-12-16");
    let first_of_rest = passed.saturating_sub(REST);
    let most: Vec<u32> = (0..first_of_rest).collect();
    let rest: Vec<u32> = (first_of_rest..passed).collect();
    let issued = stage.house.issue(by, session, (on, on), &most)?;
    let (first_number, n) = (&issued.numbers[0], issued.numbers.len());
    stage.done(
        on,
        &format!("颁发 {n} 张：{first_number} 起"),
        &format!("{n} certificates issued, from {first_number} on"),
        &issued.receipt,
    );
    let result = stage.house.issue(by, session, (day("2020-12-01"), on), &rest);
    stage.refused(
        on,
        "倒签日期：落款早于认定之日",
        "back-dated certificates, dated before the session was held",
        result,
    )?;
    let result = stage.house.issue(by, session, (on, on), &[0]);
    stage.refused(on, "同一行成绩再发一张证书", "a results row used twice", result)?;
    let issued_rest = stage.house.issue(by, session, (on, on), &rest)?;
    let n = issued_rest.numbers.len();
    stage.done(
        on,
        &format!("颁发其余 {n} 张"),
        &format!("the other {n} certificates issued"),
        &issued_rest.receipt,
    );
    stage.on("2020-12-17");
    stage.landmark()?;
    write_file(stage, first_number)?;
    offline(stage, first_number, session, people)
}

/// Writes the holder's file of a certificate.
pub fn write_file(stage: &mut Stage, number: &str) -> Result<(), DemoFault> {
    let file = stage.house.certificate_file(number)?;
    let path = stage.folder.join("certificates").join(format!("{number}.dengji"));
    fs::write(&path, file.to_string()).map_err(|source| DemoFault::Folder { path, source })
}

/// Verifies the file of the first certificate, then a copy of it with one byte changed.
fn offline(
    stage: &Stage,
    number: &str,
    session: SessionId,
    people: &[Applicant],
) -> Result<(), DemoFault> {
    stage.heading("离线核验一张证书", "Verifying a certificate offline");
    let path = stage.folder.join("certificates").join(format!("{number}.dengji"));
    let bytes = fs::read(&path).map_err(|source| DemoFault::Folder { path, source })?;
    let key = stage.house.log_key(super::ORIGIN)?;
    let trusted = TrustedLog {
        origin: super::ORIGIN.to_string(),
        key,
        landmarks: Some(stage.house.landmarks().clone()),
    };
    let first = stage.house.first_holder(session)?;
    let person = people.get(first as usize).ok_or(DemoFault::Otherwise("no holder".into()))?;
    let holder = Holder { name: Some(&person.name), document: Some(person.document.number()) };
    let room = stage.house.room();
    let verdict = verify(room, &*stage.clock, Some(&trusted), &bytes, holder);
    for line in &verdict.lines {
        let mark = match line.answer {
            Answer::Yes => "✓",
            Answer::No => "✗",
            Answer::CouldNotCheck => "?",
        };
        print(&format!("  {mark} {}", stage.pick(&line.zh, &line.en)));
    }
    if verdict.lines.iter().any(|l| l.answer == Answer::No) {
        return Err(DemoFault::Otherwise("the certificate did not verify".into()));
    }
    let mut changed = bytes;
    let at = changed.len() / 3;
    changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
    let verdict = verify(room, &*stage.clock, Some(&trusted), &changed, Holder::default());
    let refused = verdict.lines.iter().find(|l| l.answer == Answer::No);
    let Some(line) = refused else {
        return Err(DemoFault::LetPass("a changed certificate file".into()));
    };
    print(&format!(
        "  ✗ {}{}",
        stage.pick("改动一个字节后：", "with one byte changed: "),
        stage.pick(&line.zh, &line.en)
    ));
    Ok(())
}
