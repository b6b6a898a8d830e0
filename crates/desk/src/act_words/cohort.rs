//! Words for acts about cohorts.
//!
//! In scope: the name of the kind, the fields, names of kinds, plans and reasons.
//! Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::{
    Admission, Change, ChangeReason, CohortAct, CohortChange, CohortEnds, CohortKind,
    PlannedCertificate, UnmetReason,
};

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &CohortAct) -> String {
    match act {
        CohortAct::Admit(_) => words.say("act-kind-admit-cohort", &[]),
        CohortAct::Change(_) => words.say("act-kind-change-cohort", &[]),
        CohortAct::Complete { .. } => words.say("act-kind-complete-cohort", &[]),
        CohortAct::NameBody { .. } => words.say("act-kind-name-cohort-body", &[]),
        CohortAct::ReportEnds(_) => words.say("act-kind-report-cohort", &[]),
    }
}

/// Returns the name of who is in a cohort.
pub fn members(words: &Words, kind: CohortKind) -> String {
    match kind {
        CohortKind::Student => words.say("cohort-student", &[]),
        CohortKind::Apprentice => words.say("cohort-apprentice", &[]),
    }
}

/// Returns the name of the certificate that a plan ends with.
pub fn plan(words: &Words, plan: PlannedCertificate) -> String {
    match plan {
        PlannedCertificate::Qualification => words.say("cohort-plan-qualification", &[]),
        PlannedCertificate::Level => words.say("cohort-plan-level", &[]),
    }
}

/// Returns the name of why members leave, move or repeat.
pub fn change_reason(words: &Words, reason: ChangeReason) -> String {
    match reason {
        ChangeReason::OwnWish => words.say("cohort-reason-own-wish", &[]),
        ChangeReason::Health => words.say("cohort-reason-health", &[]),
        ChangeReason::Studies => words.say("cohort-reason-studies", &[]),
        ChangeReason::Moved => words.say("cohort-reason-moved", &[]),
        ChangeReason::Excluded => words.say("cohort-reason-excluded", &[]),
        ChangeReason::Reorganised => words.say("cohort-reason-reorganised", &[]),
    }
}

/// Returns the name of why a member has no certificate.
pub fn unmet_reason(words: &Words, reason: UnmetReason) -> String {
    match reason {
        UnmetReason::NotPassed => words.say("cohort-unmet-not-passed", &[]),
        UnmetReason::Absent => words.say("cohort-unmet-absent", &[]),
        UnmetReason::Declined => words.say("cohort-unmet-declined", &[]),
        UnmetReason::NoBody => words.say("cohort-unmet-no-body", &[]),
        UnmetReason::HasOne => words.say("cohort-unmet-has-one", &[]),
        UnmetReason::Unreachable => words.say("cohort-unmet-unreachable", &[]),
    }
}

/// Adds what the act says.
pub(super) fn fields(fields: &mut Fields<'_>, act: &CohortAct) {
    let words = fields.words;
    fields.put("cohort", words.say("act-field-cohort", &[]), act.cohort().0.to_string());
    match act {
        CohortAct::Admit(admission) => admitted(fields, admission),
        CohortAct::Change(change) => changed(fields, change),
        CohortAct::Complete { cohort: _, completed_on, heads } => {
            let on = completed_on.to_string();
            fields.put("completed_on", words.say("act-field-completed-on", &[]), on);
            fields.put("heads", words.say("act-field-heads", &[]), heads.to_string());
        }
        CohortAct::NameBody { cohort: _, body } => {
            fields.put("body", words.say("act-field-named-body", &[]), body.0.to_string());
        }
        CohortAct::ReportEnds(ends) => reported(fields, ends),
    }
}

fn admitted(fields: &mut Fields<'_>, a: &Admission) {
    let words = fields.words;
    fields.put("members", words.say("act-field-members", &[]), members(words, a.kind));
    let occupation = fields.occupation(a.occupation);
    fields.put("occupation", words.say("act-field-occupation", &[]), occupation);
    fields.put("level", words.say("act-field-level", &[]), a.level.zh());
    fields.put("plan", words.say("act-field-plan", &[]), plan(words, a.plan));
    let (admitted, expected) = (a.admitted_on.to_string(), a.expected_on.to_string());
    fields.put("admitted_on", words.say("act-field-admitted-on", &[]), admitted);
    fields.put("expected_on", words.say("act-field-expected-on", &[]), expected);
    fields.put("heads", words.say("act-field-heads", &[]), a.heads.to_string());
    fields.put("region", words.say("act-field-cohort-region", &[]), a.region.to_string());
    fields.hash("root", words.say("act-field-root", &[]), &a.root);
}

fn changed(fields: &mut Fields<'_>, c: &Change) {
    let words = fields.words;
    let number = |id: register::CohortId| [("cohort", id.0.to_string().into())];
    let what = match c.change {
        CohortChange::Leave => words.say("cohort-change-leave", &[]),
        CohortChange::TransferOut { to } => words.say("cohort-change-out", &number(to)),
        CohortChange::TransferIn { from } => words.say("cohort-change-in", &number(from)),
        CohortChange::Repeat { into, expected_on } => {
            let [cohort] = number(into);
            words.say("cohort-change-repeat", &[cohort, ("day", expected_on.to_string().into())])
        }
    };
    fields.put("change", words.say("act-field-change", &[]), what);
    fields.put("count", words.say("act-field-members-moved", &[]), c.count.to_string());
    fields.put("heads_after", words.say("act-field-heads-after", &[]), c.heads_after.to_string());
    fields.put("reason", words.say("act-field-reason", &[]), change_reason(words, c.reason));
    fields.hash("root", words.say("act-field-root", &[]), &c.root);
}

fn reported(fields: &mut Fields<'_>, ends: &CohortEnds) {
    let words = fields.words;
    for (session, count) in &ends.certified {
        let said = [("session", session.0.to_string().into()), ("count", count.to_string().into())];
        let line = words.say("cohort-certified-in", &said);
        fields.put("certified", words.say("act-field-certified", &[]), line);
    }
    for (why, count) in &ends.unmet {
        let said =
            [("reason", unmet_reason(words, *why).into()), ("count", count.to_string().into())];
        let line = words.say("cohort-unmet-line", &said);
        fields.put("unmet", words.say("act-field-unmet", &[]), line);
    }
    fields.hash("root", words.say("act-field-root", &[]), &ends.root);
}
