//! The demonstration's part after issue: a correction, a certificate printed again, a batch that is
//! revoked, and a list of older certificates.
//!
//! Source: 四 (证书管理, 继续有效); readings R-4-4 to R-4-6.
//! Out of scope: issuing (`new_scheme`, `old_scheme`).

use super::old_scheme::{AUTHORITY, SUPERVISOR, applicants, row};
use super::stage::{DemoFault, Stage, day};
use desk::legacy_sheet::{self, HEADING};
use desk::revoke_certificates::Grounds;
use desk::{
    BatchPlace, CorrectionReason, LegacyForm, OrganisationId, ReissueReason, RevocationReason,
    Scheme, Serials,
};

/// Plays the part on the certificates that the others issued.
pub fn play(stage: &mut Stage) -> Result<(), DemoFault> {
    stage.heading(
        "发证之后：更正、补发、撤销、旧证",
        "After issue: correction, reissue, revocation, older lists",
    );
    let (by, first, last) = batches(stage)?;
    mend(stage, by, first)?;
    revoke(stage, by, last)?;
    legacy(stage)
}

/// Finds the first and the last batch of level certificates, and who issued them.
fn batches(stage: &Stage) -> Result<(OrganisationId, u64, u64), DemoFault> {
    let none = || DemoFault::Otherwise("no level certificate was issued".into());
    let state = stage.house.state();
    let level = |batch: &&BatchPlace| {
        state.session(batch.session).is_some_and(|s| s.plan.scheme == Scheme::Level)
    };
    let mut all = state.corrections().batches().filter(level);
    let first = all.next().ok_or_else(none)?;
    let last = all.last().ok_or_else(none)?;
    let by = state.session(last.session).ok_or_else(none)?.by;
    Ok((by, first.header, last.header))
}

fn mend(stage: &mut Stage, by: OrganisationId, header: u64) -> Result<(), DemoFault> {
    let number = &stage.house.numbers(header)?[1];
    let on = stage.on("2021-01-11");
    let person = applicants(stage, 77, 1, true).remove(0);
    let reason = CorrectionReason::Name;
    let holder = (person.name.as_str(), &person.document);
    let receipt = stage.house.correct((by, on), number, holder, reason)?;
    stage.done(
        on,
        &format!("更正 {number}：姓名记载有误，编号不变"),
        &format!("{number} corrected: the name was wrong; the number stays"),
        &receipt,
    );
    let reason = ReissueReason::Corrected;
    let receipt = stage.house.reissue((by, on), number, 2_021_000_001, reason)?;
    stage.done(
        on,
        "补发，新流水码 2021000001",
        "printed again, with print number 2021000001",
        &receipt,
    );
    Ok(())
}

fn revoke(stage: &mut Stage, by: OrganisationId, header: u64) -> Result<(), DemoFault> {
    let number = &stage.house.numbers(header)?[0];
    let grounds = Grounds {
        reason: RevocationReason::Irregular,
        case: Some(0),
        told_on: day("2021-01-15"),
        heard_until: day("2021-02-01"),
    };
    let on = stage.on("2021-02-01");
    let early = stage.house.revoke_batch((AUTHORITY, on), header, Serials::All, grounds);
    stage.refused(
        on,
        "申辩期末日撤销整批",
        "revoking the batch on the last day on which holders can be heard",
        early,
    )?;
    let on = stage.on("2021-02-02");
    for (who, zh, en) in [
        (by, "发证机构自行撤销", "the issuer revokes for an irregularity of its own"),
        (SUPERVISOR, "督导机构撤销", "the supervisor revokes"),
    ] {
        let done = stage.house.revoke_batch((who, on), header, Serials::All, grounds);
        stage.refused(on, zh, en, done)?;
    }
    let receipt = stage.house.revoke_batch((AUTHORITY, on), header, Serials::All, grounds)?;
    stage.done(
        on,
        "一次撤销整批：违规发放，监督案件 0",
        "the whole batch revoked in one act: irregular, case 0",
        &receipt,
    );
    let again = stage.house.revoke((AUTHORITY, on), number, grounds);
    stage.refused(on, "再次撤销同一证书", "revoking the same certificate again", again)
}

fn legacy(stage: &mut Stage) -> Result<(), DemoFault> {
    let on = stage.on("2021-02-03");
    let turner = row(stage, "车工")?;
    let rows: String = (1..)
        .zip(applicants(stage, 78, 3, false))
        .map(|(n, p)| {
            format!("1599991001400{n:03},{},{},2015-06-0{n},4\n", p.name, p.document.number())
        })
        .collect();
    let text = format!("{HEADING}\n{rows}");
    let code = "99991001".parse().expect("the script's institution code is well formed");
    let list = legacy_sheet::read(text.as_bytes(), LegacyForm::Qualification, Some(code));
    let list = list.map_err(|faults| {
        let first = faults.first().map_or(String::new(), ToString::to_string);
        DemoFault::Otherwise(first)
    })?;
    let receipt = stage.house.register_legacy((AUTHORITY, on), turner, &list)?;
    stage.done(
        on,
        "登记旧证名单：3 张，2015 年发放",
        "a list of 3 older certificates of 2015 registered",
        &receipt,
    );
    Ok(())
}
