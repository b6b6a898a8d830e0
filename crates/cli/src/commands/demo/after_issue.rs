//! The demonstration's part after issue: a correction, a certificate printed again, a case in which
//! a batch is found irregular and revoked, and a list of older certificates.
//!
//! Source: 四 (证书管理, 继续有效), 六; readings R-4-4 to R-4-6, R-6-21.
//! Out of scope: issuing (`new_scheme`, `old_scheme`).

use super::old_scheme::{AUTHORITY, SUPERVISOR, applicants, row};
use super::stage::{DemoFault, Stage, day};
use desk::import_legacy::{LegacyKind, read_legacy};
use desk::import_sheet::{Accept, Options, SheetFile};
use desk::revoke_certificates::Grounds;
use desk::supervise::{CaseAsk, FindingAsk};
use desk::{
    BatchPlace, CaseId, CorrectionReason, FindingCode, Grounds as CaseGrounds, LegacyForm,
    OrganisationId, ReissueReason, RevocationReason, Scheme, Serials,
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

/// Opens a case about the issuer of a batch and records what was found in it.
fn find(stage: &mut Stage, subject: OrganisationId, header: u64) -> Result<CaseId, DemoFault> {
    let session = stage.house.state().corrections().batch(header).map(|batch| batch.session);
    let case = stage.house.state().supervision().next_case();
    let on = stage.on("2021-01-25");
    let ask = CaseAsk {
        subject,
        grounds: CaseGrounds::Complaint,
        inspection: None,
        draw: None,
        text: "投诉：阅卷放水（虚构）".into(),
    };
    let receipt = stage.house.open_case((SUPERVISOR, on), &ask)?;
    let n = case.0;
    stage.done(
        on,
        &format!("因投诉立案，监督案件 {n}"),
        &format!("a complaint: case {n} opened"),
        &receipt,
    );
    let on = stage.on("2021-01-27");
    let (code, text) = (FindingCode::PassAll, "抽查答卷，评分与答案不符（虚构）".into());
    let ask = FindingAsk { case, code, session, rows: vec![], text };
    let receipt = stage.house.record_finding((SUPERVISOR, on), ask)?;
    stage.done(on, "认定违规：放水", "found: candidates were let pass", &receipt);
    Ok(case)
}

fn revoke(stage: &mut Stage, by: OrganisationId, header: u64) -> Result<(), DemoFault> {
    let number = &stage.house.numbers(header)?[0];
    let case = find(stage, by, header)?.0;
    let (told_on, heard_until) = (day("2021-01-28"), day("2021-02-08"));
    let reason = RevocationReason::Irregular;
    let grounds = Grounds { reason, case: Some(case), told_on, heard_until };
    let on = stage.on("2021-02-08");
    let early = stage.house.revoke_batch((AUTHORITY, on), header, Serials::All, grounds);
    stage.refused(
        on,
        "申辩期末日撤销整批",
        "revoking the batch on the last day on which holders can be heard",
        early,
    )?;
    let on = stage.on("2021-02-09");
    let unknown = Grounds { case: Some(case + 1), ..grounds };
    let unknown = stage.house.revoke_batch((AUTHORITY, on), header, Serials::All, unknown);
    stage.refused(
        on,
        "援引并不存在的案件撤销",
        "revoking on a case that does not exist",
        unknown,
    )?;
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
        &format!("一次撤销整批：违规发放，监督案件 {case}"),
        &format!("the whole batch revoked in one act: irregular, case {case}"),
        &receipt,
    );
    let again = stage.house.revoke((AUTHORITY, on), number, grounds);
    stage.refused(on, "再次撤销同一证书", "revoking the same certificate again", again)
}

fn legacy(stage: &mut Stage) -> Result<(), DemoFault> {
    let on = stage.on("2021-02-10");
    let turner = row(stage, "车工")?;
    let rows: String = (1..)
        .zip(applicants(stage, 78, 3, false))
        .map(|(n, p)| {
            format!("1599991001400{n:03},{},{},2015-06-0{n},4\n", p.name, p.document.number())
        })
        .collect();
    let text = format!("证书编号,姓名,证件号码,发证日期,等级\n{rows}");
    let code = "99991001".parse().expect("the script's institution code is well formed");
    let kind = LegacyKind { form: LegacyForm::Qualification, institution: Some(code), until: on };
    let file = SheetFile::of_bytes("legacy.csv", text.into_bytes());
    let taken = read_legacy(&file, kind, &Options::default(), &mut |_| {});
    let taken = taken.accepted(Accept::Whole)?;
    let receipts = stage.house.import_legacy((AUTHORITY, on), turner, kind, taken, &mut |_| {})?;
    let [receipt] = &receipts[..] else {
        return Err(DemoFault::Otherwise("a short list came to several acts".into()));
    };
    stage.done(
        on,
        "登记旧证名单：3 张，2015 年发放",
        "a list of 3 older certificates of 2015 registered",
        receipt,
    );
    Ok(())
}
