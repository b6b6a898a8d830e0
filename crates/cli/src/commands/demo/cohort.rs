//! A chapter of the demonstration: a cohort of apprentices, and the promise made to it.
//!
//! Source: 三, last sentence. In scope: admission, the body named, completion, each member's end.
//! Out of scope: the session that certifies them (`new_scheme`).

use super::old_scheme::{applicants, row};
use super::stage::{DemoFault, Stage, day};
use desk::follow_cohort::Member;
use desk::{
    Admission, ChangeReason, CohortChange, CohortId, CohortKind, OrganisationId,
    PlannedCertificate, UnmetReason,
};
use vocab::Level;

/// Admits apprentices before the exit, loses one, and follows the others to their end. `employer`
/// is a recognised employer.
pub fn play(stage: &mut Stage, employer: OrganisationId) -> Result<(), DemoFault> {
    stage.heading(
        "承诺：企业新型学徒（钳工 四级）",
        "A promise: new-type apprentices, 钳工, level 4",
    );
    let cohort = admit(stage, employer)?;
    let on = stage.on("2020-12-18");
    let risks = stage.house.at_risk(on, 30);
    let at_risk = risks.iter().any(|risk| risk.cohort == cohort && risk.promised);
    if !at_risk {
        return Err(DemoFault::Otherwise("the promise is not at risk".into()));
    }
    stage.line(
        &format!("{on}  风险：结业在即，本地区尚无就钳工备案的机构"),
        &format!("{on}  at risk: completion is near, and no body of the region covers 钳工"),
    );
    let named = stage.house.name_cohort_body(employer, cohort, on, employer);
    stage.refused(
        on,
        "指定备案范围不含该职业的机构",
        "naming a body whose recognition lacks the occupation",
        named,
    )?;
    let on = stage.on("2020-12-19");
    let receipt = stage.house.complete_cohort(employer, cohort, (on, on))?;
    stage.done(on, "结业：2 人", "completed: 2 members", &receipt);
    let unmet = [(0, UnmetReason::NoBody), (1, UnmetReason::Declined)];
    let receipt = stage.house.report_cohort(employer, (cohort, on), &unmet)?;
    stage.done(
        on,
        "逐人交代：1 人因无备案机构未取证，1 人不愿取证",
        "each member accounted for: one for want of a body, one did not want a certificate",
        &receipt,
    );
    Ok(())
}

fn admit(stage: &mut Stage, employer: OrganisationId) -> Result<CohortId, DemoFault> {
    let on = stage.on("2020-12-18");
    let region = stage.house.state().recognised(employer);
    let region = region.map_or(99, |r| r.recognition.prefix.region_code());
    let people = applicants(stage, 90, 3, true);
    let members: Vec<Member> =
        people.into_iter().map(|p| Member { name: p.name, document: p.document }).collect();
    let admission = Admission {
        cohort: CohortId(0),
        kind: CohortKind::Apprentice,
        occupation: row(stage, "钳工")?,
        level: Level::Four,
        plan: PlannedCertificate::Level,
        admitted_on: day("2020-09-01"),
        expected_on: day("2020-12-19"),
        heads: 0,
        root: [0; 32],
        region,
    };
    let (cohort, receipt) = stage.house.admit_cohort(employer, on, admission, &members)?;
    stage.done(
        on,
        "登记 2020-09-01 招收的 3 名学徒（虚构）：退出前招收，受三保护",
        "3 invented apprentices, admitted on 2020-09-01: before the exit, so 三 protects them",
        &receipt,
    );
    let twice = stage.house.admit_cohort(employer, on, admission, &members[..1]);
    if twice.is_ok() {
        return Err(DemoFault::LetPass("one person in two cohorts".into()));
    }
    stage.line(
        &format!("{on}  ✗ 拒绝  同一人同时在两个班"),
        &format!("{on}  ✗ refused  one person in two cohorts at once"),
    );
    let leave = (CohortChange::Leave, ChangeReason::OwnWish);
    let receipt = stage.house.change_cohort(employer, (cohort, on), leave, &[2])?;
    stage.done(on, "1 人离岗，余 2 人", "one leaves, two remain", &receipt);
    Ok(cohort)
}
