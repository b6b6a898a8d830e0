//! Acts in words: the law's Chinese, and English for each.
//!
//! In scope: one message for each act. Out of scope: what an act is (`law`).

use desk::ask_law::ActName;
use desk::words::{Lang, Words};

/// Returns an act in words.
pub(crate) fn act(words: &Words, act: ActName) -> String {
    if words.lang() == Lang::Zh {
        return act.zh.to_string();
    }
    let name = act.name;
    let said = assessing(words, name).or_else(|| of_bodies(words, name));
    let said = said.or_else(|| of_the_old_scheme(words, name)).or_else(|| overseeing(words, name));
    // An act that has no English yet is called by its name; a test of the labels names it.
    said.unwrap_or_else(|| name.to_string())
}

/// Level assessment, and what becomes of certificates.
fn assessing(words: &Words, name: &str) -> Option<String> {
    Some(match name {
        "announce-session" => words.say("web-act-announce-session", &[]),
        "hold-session" => words.say("web-act-hold-session", &[]),
        "confirm-results" => words.say("web-act-confirm-results", &[]),
        "issue-level-certificate" => words.say("web-act-issue-level", &[]),
        "certificate-standing" => words.say("web-act-certificate-standing", &[]),
        "revoke-certificate" => words.say("web-act-revoke-certificate", &[]),
        "arrange-session" => words.say("session-act-arrange", &[]),
        "sign-in" => words.say("session-act-sign-in", &[]),
        "object" => words.say("web-act-object", &[]),
        "decide-objection" => words.say("session-act-decide", &[]),
        "revise-results" => words.say("session-act-revise", &[]),
        "archive-session" => words.say("session-act-archive", &[]),
        "lend-staff" => words.say("session-act-lend", &[]),
        "correct-certificate" => words.say("web-act-correct-certificate", &[]),
        "reissue-certificate" => words.say("web-act-reissue-certificate", &[]),
        "register-legacy" => words.say("web-act-register-legacy", &[]),
        "open-counter" => words.say("web-act-open-counter", &[]),
        "record-stock" => words.say("web-act-record-stock", &[]),
        _ => return None,
    })
}

/// Evaluation bodies and the organisations around them.
fn of_bodies(words: &Words, name: &str) -> Option<String> {
    Some(match name {
        "recognise-body" => words.say("web-act-recognise-body", &[]),
        "convert-centre" => words.say("web-act-convert-centre", &[]),
        "register-organisation" => words.say("body-act-register-organisation", &[]),
        "apply-recognition" => words.say("body-act-apply-recognition", &[]),
        "review-application" => words.say("body-act-review-application", &[]),
        "amend-recognition" => words.say("body-act-amend-recognition", &[]),
        "renew-recognition" => words.say("body-act-renew-recognition", &[]),
        "suspend-body" => words.say("body-act-suspend-body", &[]),
        "reinstate-body" => words.say("body-act-reinstate-body", &[]),
        "remove-body" => words.say("body-act-remove-body", &[]),
        "change-site" => words.say("body-act-change-site", &[]),
        _ => return None,
    })
}

/// Examinations in flight, cohorts, occupations that leave.
fn of_the_old_scheme(words: &Words, name: &str) -> Option<String> {
    Some(match name {
        "announce-exam" => words.say("web-act-announce-exam", &[]),
        "accept-registration" => words.say("web-act-accept-registration", &[]),
        "accept-resit" => words.say("web-act-accept-resit", &[]),
        "hold-exam" => words.say("web-act-hold-exam", &[]),
        "publish-results" => words.say("web-act-publish-results", &[]),
        "issue-qualification-certificate" => words.say("web-act-issue-qualification", &[]),
        "refund" => words.say("web-act-refund", &[]),
        "admit-cohort" => words.say("web-act-admit-cohort", &[]),
        "certify-cohort-member" => words.say("web-act-certify-cohort-member", &[]),
        "complete-batch" => words.say("web-act-complete-batch", &[]),
        "report-choices" => words.say("web-act-report-choices", &[]),
        "close-exam" => words.say("web-act-close-exam", &[]),
        "amend-cohort" => words.say("web-act-amend-cohort", &[]),
        "complete-cohort" => words.say("web-act-complete-cohort", &[]),
        "name-cohort-body" => words.say("web-act-name-cohort-body", &[]),
        "report-cohort" => words.say("web-act-report-cohort", &[]),
        "announce-exit" => words.say("web-act-announce-exit", &[]),
        "draft-reclassification" => words.say("web-act-draft-reclassification", &[]),
        "reclassify" => words.say("web-act-reclassify", &[]),
        _ => return None,
    })
}

/// Supervision.
fn overseeing(words: &Words, name: &str) -> Option<String> {
    Some(match name {
        "inspect" => words.say("web-act-inspect", &[]),
        "hold-issuance" => words.say("web-act-hold-issuance", &[]),
        "release-issuance" => words.say("web-act-release-issuance", &[]),
        "recuse-staff" => words.say("session-act-relation", &[]),
        "commit-draw" => words.say("web-act-commit-draw", &[]),
        "reveal-draw" => words.say("web-act-reveal-draw", &[]),
        "draw-inspection" => words.say("web-act-draw-inspection", &[]),
        "open-case" => words.say("web-act-open-case", &[]),
        "record-finding" => words.say("web-act-record-finding", &[]),
        "order-rectification" => words.say("web-act-order-rectification", &[]),
        "report-rectification" => words.say("web-act-report-rectification", &[]),
        "sanction" => words.say("web-act-sanction", &[]),
        "appeal" => words.say("web-act-appeal", &[]),
        "decide-appeal" => words.say("web-act-decide-appeal", &[]),
        "close-case" => words.say("web-act-close-case", &[]),
        "declare-interest" => words.say("web-act-declare-interest", &[]),
        _ => return None,
    })
}
