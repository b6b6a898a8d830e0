//! `dengji certificate show NUMBER`: how a certificate of this register stands, and by which entry.
//!
//! In scope: the two forms of the answer. Out of scope: who holds it, and what a file proves.

use crate::aligned::aligned;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::Status;
use desk::certificate_status::CertificateView;
use desk::words::{Lang, Words};
use serde_json::json;

/// Arguments of `certificate show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The number of the certificate.
    number: String,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Shows how it stands.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let house = arguments.register.open_to_read(context)?;
    let view = house.see_certificate(&arguments.number).map_err(Fault::House)?;
    if arguments.json {
        output::answer_json(&object(&arguments.number, &view))?;
    } else {
        output::answer(&text(&context.words, &arguments.number, &view))?;
    }
    Ok(Exit::Yes)
}

fn object(number: &str, view: &CertificateView) -> serde_json::Value {
    let (at, on, reason, case) = match view.status {
        Status::Valid => (None, None, None, None),
        Status::Corrected(c) => (Some(c.at), Some(c.on), Some(c.reason.word()), None),
        Status::Revoked(r) => (Some(r.at), Some(r.on), Some(r.reason.word()), r.case),
    };
    let (rule, quote) = view.cited.clone().map_or((None, None), |(rule, q)| (Some(rule), q));
    json!({
        "number": number,
        "header": view.id.header,
        "serial": view.id.serial,
        "status": view.status.name(),
        "entry": at,
        "on": on.map(|on| on.to_string()),
        "reason": reason,
        "case": case,
        "rule": rule,
        "quote": quote,
        "print": view.print.map(|p| p.print),
    })
}

fn text(words: &Words, number: &str, view: &CertificateView) -> String {
    let pick = |zh: &'static str, en: &'static str| match words.lang() {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let status = match view.status {
        Status::Valid => words.say("correction-status-valid", &[]),
        Status::Corrected(_) => words.say("correction-status-corrected", &[]),
        Status::Revoked(_) => words.say("correction-status-revoked", &[]),
    };
    let mut rows = vec![
        vec![words.say("correction-show-number", &[]), number.to_string()],
        vec![words.say("correction-field-header", &[]), view.id.header.to_string()],
        vec![words.say("correction-show-status", &[]), status],
    ];
    let changed = match view.status {
        Status::Valid => None,
        Status::Corrected(c) => Some((c.at, c.on, pick(c.reason.zh(), c.reason.en()))),
        Status::Revoked(r) => Some((r.at, r.on, pick(r.reason.zh(), r.reason.en()))),
    };
    if let Some((at, on, why)) = changed {
        rows.push(vec![words.say("correction-show-entry", &[]), format!("{at}（{on}）")]);
        rows.push(vec![words.say("correction-field-reason", &[]), why.to_string()]);
    }
    if let Status::Revoked(revoked) = view.status
        && let Some(case) = revoked.case
    {
        rows.push(vec![words.say("correction-field-case", &[]), case.to_string()]);
    }
    if let Some((rule, quote)) = &view.cited {
        let quote = quote.as_deref().map_or(String::new(), |quote| format!(" 「{quote}」"));
        rows.push(vec![words.say("correction-show-rule", &[]), format!("{rule}{quote}")]);
    }
    if let Some(print) = view.print {
        rows.push(vec![words.say("correction-field-print", &[]), print.print.to_string()]);
    }
    aligned(&rows)
}
