//! Words for acts about examinations of the old scheme.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::{ExamAct, Settlement};

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &ExamAct) -> String {
    match act {
        ExamAct::CompleteBatch { .. } => words.say("act-kind-complete-batch", &[]),
        ExamAct::ReportChoices { .. } => words.say("act-kind-report-choices", &[]),
        ExamAct::CloseExam(_) => words.say("act-kind-close-exam", &[]),
    }
}

/// Adds what the act says.
pub(super) fn fields(fields: &mut Fields<'_>, act: &ExamAct) {
    let words = fields.words;
    let of = |n: u32| n.to_string();
    fields.session(act.session());
    match act {
        ExamAct::CompleteBatch { session: _, admitted, root } => {
            fields.put("admitted", words.say("act-field-admitted", &[]), of(*admitted));
            fields.hash("root", words.say("act-field-root", &[]), root);
        }
        ExamAct::ReportChoices { settlement, root } => {
            let Settlement { session: _, continued, refunded, undecided, withdrew } = *settlement;
            fields.put("continued", words.say("act-field-continued", &[]), of(continued));
            fields.put("refunded", words.say("act-field-refunded", &[]), of(refunded));
            fields.put("undecided", words.say("act-field-undecided", &[]), of(undecided));
            fields.put("withdrew", words.say("act-field-withdrew", &[]), of(withdrew));
            fields.hash("root", words.say("act-field-root", &[]), root);
        }
        ExamAct::CloseExam(end) => {
            fields.put("certified", words.say("act-field-certified", &[]), of(end.certified));
            fields.put("not_passed", words.say("act-field-not-passed", &[]), of(end.not_passed));
            fields.put("refunded", words.say("act-field-refunded", &[]), of(end.refunded));
            fields.put("withdrew", words.say("act-field-withdrew", &[]), of(end.withdrew));
            let (received, back) = (end.received_fen.to_string(), end.refunded_fen.to_string());
            fields.put("received_fen", words.say("act-field-received-fen", &[]), received);
            fields.put("refunded_fen", words.say("act-field-refunded-fen", &[]), back);
            fields.hash("root", words.say("act-field-root", &[]), &end.root);
        }
    }
}
