//! Words for acts about corrections.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::{Lang, Words};
use register::{CertificateAct, CertificateId, LegacyList, Scheme, Serials};

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &CertificateAct) -> String {
    match act {
        CertificateAct::Correct { .. } => words.say("correction-act-correct", &[]),
        CertificateAct::Reissue { .. } => words.say("correction-act-reissue", &[]),
        CertificateAct::Revoke { .. } => words.say("correction-act-revoke", &[]),
        CertificateAct::RegisterLegacy(_) => words.say("correction-act-legacy", &[]),
        CertificateAct::OpenCounter { .. } => words.say("correction-act-counter", &[]),
        CertificateAct::Stock { .. } => words.say("correction-act-stock", &[]),
    }
}

/// Adds what the act says.
pub(super) fn fields(fields: &mut Fields<'_>, act: &CertificateAct) {
    let words = fields.words;
    let pick = |zh: &'static str, en: &'static str| match words.lang() {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let why = words.say("correction-field-reason", &[]);
    match act {
        CertificateAct::Correct { certificate: id, name, document, reason } => {
            certificate(fields, *id);
            fields.hash("name", words.say("correction-field-name", &[]), name);
            fields.hash("document", words.say("correction-field-document", &[]), document);
            fields.put("reason", why, pick(reason.zh(), reason.en()));
        }
        CertificateAct::Reissue { certificate: id, print, reason } => {
            certificate(fields, *id);
            fields.put("print", words.say("correction-field-print", &[]), print.to_string());
            fields.put("reason", why, pick(reason.zh(), reason.en()));
        }
        CertificateAct::Revoke { header, serials, reason, case, told_on, heard_until } => {
            fields.put("header", words.say("correction-field-header", &[]), header.to_string());
            let runs = match serials {
                Serials::All => words.say("correction-serials-all", &[]),
                Serials::Runs(runs) => {
                    let runs: Vec<String> = runs.iter().map(|(a, b)| format!("{a}–{b}")).collect();
                    runs.join(", ")
                }
            };
            fields.put("serials", words.say("correction-field-serials", &[]), runs);
            fields.put("reason", why, pick(reason.zh(), reason.en()));
            if let Some(case) = case {
                fields.put("case", words.say("correction-field-case", &[]), case.to_string());
            }
            fields.put("told_on", words.say("correction-field-told", &[]), told_on.to_string());
            let until = heard_until.to_string();
            fields.put("heard_until", words.say("correction-field-heard", &[]), until);
        }
        CertificateAct::RegisterLegacy(list) => legacy(fields, list, pick),
        CertificateAct::OpenCounter { of, scheme, year, level, last, source } => {
            let label = words.say("act-field-organisation", &[]);
            fields.put("organisation", label, of.0.to_string());
            let scheme = match scheme {
                Scheme::Qualification => words.say("act-scheme-qualification", &[]),
                Scheme::Level => words.say("act-scheme-level", &[]),
            };
            fields.put("scheme", words.say("act-field-scheme", &[]), scheme);
            fields.put("year", words.say("correction-field-year", &[]), year.to_string());
            fields.put("level", words.say("act-field-level", &[]), level.zh());
            fields.put("last", words.say("correction-field-last", &[]), last.to_string());
            fields.hash("source", words.say("correction-field-source", &[]), source);
        }
        CertificateAct::Stock { blank, from, to, step } => {
            fields.put("blank", words.say("correction-field-blank", &[]), blank.to_string());
            let runs = format!("{from}–{to}");
            fields.put("prints", words.say("correction-field-prints", &[]), runs);
            let step = pick(step.zh(), step.en());
            fields.put("step", words.say("correction-field-step", &[]), step);
        }
    }
}

fn certificate(fields: &mut Fields<'_>, id: CertificateId) {
    let words = fields.words;
    fields.put("header", words.say("correction-field-header", &[]), id.header.to_string());
    fields.put("serial", words.say("correction-field-serial", &[]), id.serial.to_string());
}

fn legacy(
    fields: &mut Fields<'_>,
    list: &LegacyList,
    pick: impl Fn(&'static str, &'static str) -> &'static str,
) {
    let words = fields.words;
    fields.put("list", words.say("correction-field-list", &[]), list.list.to_string());
    let form = pick(list.form.zh(), list.form.en());
    fields.put("form", words.say("correction-field-form", &[]), form);
    let occupation = fields.occupation(list.occupation);
    fields.put("occupation", words.say("act-field-occupation", &[]), occupation);
    if let Some(code) = list.institution {
        fields.put("institution", words.say("act-field-institution", &[]), code.to_string());
    }
    fields.put("count", words.say("act-field-count", &[]), list.count.to_string());
    fields.hash("root", words.say("act-field-root", &[]), &list.root);
    fields.hash("source", words.say("correction-field-source", &[]), &list.source);
    let (from, until) = (list.issued_from.to_string(), list.issued_until.to_string());
    fields.put("issued_from", words.say("correction-field-from", &[]), from);
    fields.put("issued_until", words.say("correction-field-until", &[]), until);
}
