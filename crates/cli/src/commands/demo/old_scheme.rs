//! The demonstration's first part: founding, and an examination in flight when its occupation
//! exits.
//!
//! Source: 三: two candidates continue, one is refunded, one does not choose.
//! Out of scope: level certificates (`new_scheme`).

use super::ORIGIN;
use super::stage::{DemoFault, Stage, day};
use desk::candidates::{Applicant, Score};
use desk::house::Request;
use desk::house_error::HouseError;
use desk::see_exams::yuan;
use desk::settle_exam::{Channel, Said};
use desk::{
    Election, Named, Organisation, OrganisationId, OrganisationKind, RecoverySet, RowId, Scheme,
    SessionId, SessionPlan,
};
use vocab::{Day, Level};

/// The authority that founds the register.
pub const AUTHORITY: OrganisationId = OrganisationId(0);
/// The department's examination centre.
pub const CENTRE: OrganisationId = OrganisationId(1);
/// The supervising centre.
pub const SUPERVISOR: OrganisationId = OrganisationId(2);

/// The fee of the examination, in fen.
const FEE_FEN: u32 = 28_000;

pub fn play(stage: &mut Stage) -> Result<(), DemoFault> {
    found(stage)?;
    let exam = announce(stage)?;
    exit_comes(stage, exam)?;
    settle(stage, exam)?;
    certify(stage, exam)
}

/// Returns the row of an occupation that the annex has once.
pub fn row(stage: &Stage, name: &str) -> Result<RowId, DemoFault> {
    match stage.house.law().rows.find(name) {
        Named::One(row) => Ok(row),
        Named::Several(_) | Named::Unknown(_) => Err(DemoFault::Otherwise(name.to_string())),
    }
}

/// Returns invented people as applicants.
pub fn applicants(stage: &Stage, seed: u64, count: usize, staff: bool) -> Vec<Applicant> {
    (stage.invent)(seed, count)
        .into_iter()
        .map(|p| Applicant { name: p.name, document: p.document, staff, fee_fen: FEE_FEN })
        .collect()
}

fn found(stage: &mut Stage) -> Result<(), DemoFault> {
    stage.heading("创建登记系统", "Founding the register");
    let on = stage.on("2020-07-22");
    let mut organisations = Vec::new();
    for (kind, name, institution) in [
        (OrganisationKind::Authority, "示例省人力资源社会保障厅（虚构）", None),
        (OrganisationKind::Department, "示例市职业技能鉴定中心（虚构）", Some("99991001")),
        (OrganisationKind::Supervisor, "示例省质量督导中心（虚构）", None),
    ] {
        let institution = institution
            .map(|code| code.parse().expect("the script's institution code is well formed"));
        let key = stage.house.new_key()?;
        let name = name.to_string();
        organisations.push(Organisation { kind, name, key, operator_custody: true, institution });
    }
    let keys = (0..3).map(|_| stage.house.new_key()).collect::<Result<_, _>>()?;
    let recovery = RecoverySet { threshold: 2, keys };
    let act = stage.house.founding(ORIGIN, organisations, recovery)?;
    let request = Request { actor: None, on, name: "genesis".into(), act };
    let receipt = stage.house.record(&request, &[])?;
    stage.done(
        on,
        "创建：三个机构，法规摘要入日志",
        "founded by three organisations; the law's digest is in the log",
        &receipt,
    );
    Ok(())
}

fn announce(stage: &mut Stage) -> Result<SessionId, DemoFault> {
    stage.heading(
        "在途考试：中式烹调师 三级（第一批）",
        "An examination in flight: 中式烹调师, level 3, first batch",
    );
    let on = stage.on("2020-09-10");
    let plan = exam(stage, "中式烹调师", "2020-10-10", "2020-10-24")?;
    let (session, receipt) = stage.house.announce(CENTRE, on, "exam A", plan)?;
    stage.done(
        on,
        "发布考试公告，报名至 10-10",
        "examination announced, registration until 10-10",
        &receipt,
    );
    let on = stage.on("2020-09-20");
    let people = applicants(stage, 80, 4, false);
    stage.house.accept(session, on, &people)?;
    stage.line(
        "2020-09-20  受理 4 名考生（虚构）报名，每人缴费 280 元",
        "2020-09-20  4 invented candidates accepted, 280 yuan each",
    );
    Ok(session)
}

fn exam(stage: &Stage, name: &str, until: &str, planned: &str) -> Result<SessionPlan, DemoFault> {
    Ok(SessionPlan {
        session: stage.house.state().next_session(),
        scheme: Scheme::Qualification,
        occupation: row(stage, name)?,
        level: Level::Three,
        registration_until: day(until),
        planned_on: day(planned),
    })
}

fn exit_comes(stage: &mut Stage, session: SessionId) -> Result<(), DemoFault> {
    stage.line(
        "2020-10-01  该职业已退出目录；在途考生由本人选择",
        "2020-10-01  the occupation has left; those in flight choose",
    );
    stage.on("2020-10-05");
    for (place, election) in
        [(0, Election::Continue), (1, Election::Continue), (2, Election::Refund)]
    {
        stage.house.elect(session, place, election)?;
    }
    stage.line(
        "2020-10-05  2 人选择继续，1 人选择退费，1 人未选择",
        "2020-10-05  2 choose to continue, 1 a refund, 1 has not chosen",
    );
    let on = stage.on("2020-10-06");
    let result = stage.house.may_examine(session, 3, on);
    stage.refused(
        on,
        "安排未选择的考生考试",
        "examining the candidate who has not chosen",
        result,
    )?;
    let result = stage.house.refund(session, 3, on, "demo-0");
    stage.refused(
        on,
        "给未选择的考生退费",
        "refunding the candidate who has not chosen",
        result,
    )?;
    let on = stage.on("2020-10-08");
    let fee = stage.house.refund(session, 2, on, "demo-1")?;
    stage.line(
        &format!("{on}  ✓ 应当  退费 {}.{:02} 元", fee / 100, fee % 100),
        &format!("{on}  ✓ duty  refund of {}.{:02} yuan", fee / 100, fee % 100),
    );
    Ok(())
}

fn settle(stage: &mut Stage, session: SessionId) -> Result<(), DemoFault> {
    let on = stage.on("2020-10-09");
    let plan = exam(stage, "车工", "2020-11-10", "2020-11-24")?;
    let result = stage.house.announce(CENTRE, on, "exam too late", plan);
    stage.refused(
        on,
        "退出后再发布车工考试公告",
        "announcing an examination of 车工 after the exit",
        result,
    )?;
    let on = stage.on("2020-10-12");
    let late = applicants(stage, 81, 1, false);
    let result = stage.house.accept(session, on, &late);
    stage.refused(
        on,
        "报名期过后补报名（迟报）",
        "a late registration, after the announced period",
        result,
    )?;
    let receipt = stage.house.close_registration(CENTRE, session, on)?;
    stage.done(
        on,
        "截止报名：人数与名单承诺入日志",
        "registration closed: head count and root of commitments are in the log",
        &receipt,
    );
    let on = stage.on("2020-10-13");
    let receipt = stage.house.report_settlement(CENTRE, session, on)?;
    let tally = stage.house.tally(session)?;
    stage.done(
        on,
        &format!(
            "后续工作情况：继续 {} 退费 {} 未选择 {}",
            tally.continued, tally.refunded, tally.undecided
        ),
        &format!(
            "settlement: {} continue, {} refunded, {} undecided",
            tally.continued, tally.refunded, tally.undecided
        ),
        &receipt,
    );
    Ok(())
}

fn certify(stage: &mut Stage, session: SessionId) -> Result<(), DemoFault> {
    let on = stage.on("2020-11-02");
    let score = |place, theory_tenths, skill_tenths| Score { place, theory_tenths, skill_tenths };
    let scores = [score(0, 780, 815), score(1, 660, 705)];
    let held: Day = day("2020-10-24");
    let receipt = stage.house.record_results(CENTRE, session, (held, on), &scores)?;
    stage.done(
        on,
        "10-24 考试，公布成绩：2 人参加，2 人合格",
        "held on 10-24, results published: 2 sat, 2 passed",
        &receipt,
    );
    let on = stage.on("2020-11-05");
    let issued = stage.house.issue(CENTRE, session, (on, on), &[0, 1])?;
    stage.done(
        on,
        "发放职业资格证书 2 张（退出后依三发放）",
        "2 qualification certificates issued, after the exit, under 三",
        &issued.receipt,
    );
    let on = stage.on("2020-11-06");
    let result = unheld(stage, on);
    stage.refused(
        on,
        "未组织考试就发职业资格证书（电工）",
        "a qualification certificate for an examination never held",
        result,
    )?;
    close(stage, session, on)?;
    stage.landmark()?;
    super::new_scheme::write_file(stage, &issued.numbers[0])
}

/// The candidate who never chose withdraws; then every one has come to an end, and the money fits.
fn close(stage: &mut Stage, session: SessionId, on: Day) -> Result<(), DemoFault> {
    let early = stage.house.close_exam(CENTRE, session, on);
    if !matches!(early, Err(HouseError::OpenEnds(ref open)) if *open == [3]) {
        return Err(DemoFault::LetPass("closing with a candidate who came to no end".into()));
    }
    stage.line(
        &format!("{on}  ✗ 未办结  1 名考生尚无结果"),
        &format!("{on}  ✗ not closed  one candidate has come to no end"),
    );
    stage.house.hear(session, 3, Said::Withdrew, (on, Channel::Phone))?;
    let receipt = stage.house.report_choices(CENTRE, session, on)?;
    stage.done(
        on,
        "末名考生来电退出；再报选择情况：继续 2 退费 1 退出 1",
        "the last candidate withdraws by telephone; reported again: 2 continue, 1 refunded, \
         1 withdrew",
        &receipt,
    );
    let receipt = stage.house.close_exam(CENTRE, session, on)?;
    let money = stage.house.reconcile(session)?;
    if !money.differences.is_empty() {
        return Err(DemoFault::Otherwise("the fees do not reconcile".into()));
    }
    let [received, back, kept] =
        [money.received_fen, money.refunded_fen, money.kept_fen()].map(yuan);
    stage.done(
        on,
        &format!("办结：所收 {received} 元，所退 {back} 元，留存 {kept} 元，账目相符"),
        &format!("closed: {received} yuan received, {back} paid back, {kept} kept; it fits"),
        &receipt,
    );
    Ok(())
}

fn unheld(stage: &mut Stage, on: Day) -> Result<(), desk::house_error::HouseError> {
    let plan = exam(stage, "电工", "2020-11-20", "2020-12-01")
        .map_err(|_| desk::house_error::HouseError::NoCertificate)?;
    let (session, _) = stage.house.announce(CENTRE, on, "exam B", plan)?;
    stage.house.issue(CENTRE, session, (on, on), &[0]).map(|_| ())
}
