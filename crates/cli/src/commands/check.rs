//! `dengji check DATA`: whether a register is undamaged, and what is derived comes out the same.
//!
//! In scope: the table of what was looked at. Out of scope: looking (`desk`); the law's own check
//! is `dengji law check`, that of a published log `dengji recheck`.
//! Exit codes: 0 when nothing is found, 1 when something is, 3 when it cannot be read, 5 when
//! nothing is found and something could not be checked, because a key is missing or locked.

use crate::aligned::aligned;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output, passphrase};
use desk::backup_words::{finding, looked};
use desk::check_register::{Checked, Part, check_locked};
use desk::house_folder::KEY_FOLDER;
use desk::key_file;
use desk::master_place::MASTER_KEY;
use desk::words::Words;
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the register.
    #[arg(value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
    /// File whose first line is the passphrase of the register's keys.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Checks it.
pub(crate) fn run(context: &Context, asked: &Arguments) -> Result<Exit, Fault> {
    let backend = asked.database.told(&context.words);
    if !backend.holds_register(&asked.data) {
        return Err(Fault::NoRegister(asked.data.clone()));
    }
    // The rows about persons are opened, as by any command that asks for one.
    let master = asked.data.join(KEY_FOLDER).join(MASTER_KEY);
    let encrypted = key_file::public(&master).is_ok_and(|(_, encrypted)| encrypted);
    let passphrase =
        passphrase::to_open(&context.words, asked.passphrase_file.as_deref(), encrypted)?;
    let bar = super::recheck::progress_bar(context);
    let checked = check_locked((&asked.data, &backend), passphrase, &mut |done, size| {
        bar.set_length(size);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let checked = checked.map_err(Fault::Backup)?;
    if asked.json {
        output::answer_json(&object(&context.words, &checked))?;
    } else {
        output::answer(&text(&context.words, &checked))?;
    }
    Ok(match (checked.is_wrong(), checked.is_clean()) {
        (true, _) => Exit::Refused,
        (false, false) => Exit::Unchecked,
        (false, true) => Exit::Yes,
    })
}

fn text(words: &Words, checked: &Checked) -> String {
    let mut rows = vec![vec![
        words.say("check-head-what", &[]),
        words.say("check-head-compared", &[]),
        words.say("check-head-found", &[]),
    ]];
    for Part { what, compared, found, checked, .. } in &checked.parts {
        let figure = |n: &u64| if *checked { n.to_string() } else { "-".to_string() };
        rows.push(vec![looked(words, *what), figure(compared), figure(found)]);
    }
    let mut text = aligned(&rows);
    for part in &checked.parts {
        for one in &part.findings {
            let said = finding(words, one);
            let said = match one.hinders() {
                true => words.say("check-could-not", &[("why", said.into())]),
                false => said,
            };
            text.push_str(&format!("{said}\n"));
        }
        let more = part.found - part.findings.len() as u64;
        if 0 < more {
            let said = [("what", looked(words, part.what).into()), ("n", more.to_string().into())];
            text.push_str(&format!("{}\n", words.say("check-more", &said)));
        }
    }
    let said = match (checked.is_wrong(), checked.is_clean()) {
        (true, _) => words.say("check-not-clean", &[]),
        (false, false) => words.say("check-unchecked", &[]),
        (false, true) => words.say("check-clean", &[]),
    };
    text.push_str(&format!("{said}\n"));
    text
}

fn object(words: &Words, checked: &Checked) -> serde_json::Value {
    let part = |part: &Part| {
        let findings: Vec<String> = part.findings.iter().map(|one| finding(words, one)).collect();
        json!({
            "what": part.what.word(),
            "checked": part.checked,
            "compared": part.compared,
            "found": part.found,
            "findings": findings,
        })
    };
    json!({
        "clean": checked.is_clean(),
        "wrong": checked.is_wrong(),
        "entries": checked.size,
        "state": checked.state,
        "root": checked.root.map(|root| root.to_string()),
        "parts": checked.parts.iter().map(part).collect::<Vec<_>>(),
    })
}
