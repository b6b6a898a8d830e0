//! `dengji restore FILE --to DATA`: a register out of a backup, whole or as of an earlier act.
//!
//! In scope: where to, and saying openly what is not as it was. Out of scope: restoring (`desk`).
//! Exit codes: 0 when it is restored, 2 for a size that is no end of an act or lies beyond, 3 when
//! the folder has something in it or the backup is damaged; nothing is left then.

use crate::aligned::aligned;
use crate::commands::backup::Opening;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::restore_register::{LeftOut, MissingKeys, Restored, restore};
use desk::words::Words;
use serde_json::json;
use std::path::PathBuf;

/// Sessions that are named one by one; a program gets them all.
const OPEN_NAMED: usize = 20;

/// Arguments of `restore`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder for the register; it is empty or not there.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Restores the log as of so many entries.
    #[arg(long, value_name = "N")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    size: Option<u64>,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    opening: Opening,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Restores it.
pub(crate) fn run(context: &Context, asked: &Arguments) -> Result<Exit, Fault> {
    let unlock = asked.opening.unlock(context, &asked.file)?;
    let bar = super::recheck::progress_bar(context);
    let done = restore(
        (&asked.file, &unlock),
        &asked.database.told(&context.words),
        (&asked.to, asked.size),
        &mut |done, size| {
            bar.set_length(size);
            bar.set_position(done);
        },
    );
    bar.finish_and_clear();
    let done = done.map_err(Fault::Backup)?;
    if asked.json {
        output::answer_json(&object(&done))?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let Restored { head, size, state, root, keys, missing, left_out } = &done;
    let said = words.say(
        "restore-done",
        &[
            ("path", asked.to.display().to_string().into()),
            ("size", size.to_string().into()),
            ("of", head.size.to_string().into()),
        ],
    );
    let rows = vec![
        vec![words.say("backup-taken-at", &[]), vocab::Instant(head.taken_at).to_string()],
        vec![words.say("backup-state", &[]), state.clone()],
        vec![words.say("backup-root", &[]), root.to_string()],
        vec![words.say("backup-keys", &[]), keys.to_string()],
    ];
    output::answer(&format!("{said}\n{}", aligned(&rows)))?;
    left_out.iter().flat_map(|left_out| cut(words, left_out)).for_each(|line| output::tell(&line));
    told(words, missing).iter().for_each(|line| output::tell(line));
    output::tell(&words.say("restore-next", &[]));
    Ok(Exit::Yes)
}

/// Returns what a restoring to a point left out and what it kept, a sentence each.
fn cut(words: &Words, left_out: &LeftOut) -> Vec<String> {
    let LeftOut { rows, notes, open } = left_out;
    let counts = [("rows", rows.to_string().into()), ("notes", notes.to_string().into())];
    let mut lines = vec![
        words.say("restore-to-a-point", &[]),
        words.say("restore-left-out", &counts),
        words.say("restore-kept", &[]),
    ];
    if !open.is_empty() {
        let more = if OPEN_NAMED < open.len() { " …" } else { "" };
        let named: Vec<String> = open.iter().take(OPEN_NAMED).map(|id| id.0.to_string()).collect();
        let sessions = format!("{}{more}", named.join(" "));
        let all = [("count", open.len().into()), ("sessions", sessions.into())];
        lines.push(words.say("restore-open", &all));
    }
    lines
}

/// Returns what is missing, a sentence each.
fn told(words: &Words, missing: &MissingKeys) -> Vec<String> {
    let key = |key: &vocab::Hash| ("key", key.to_string().into());
    let log = missing.log.iter().map(|log| words.say("check-no-log-key", &[key(log)]));
    let master = missing.master.then(|| words.say("check-no-master-key", &[]));
    let organisations = missing
        .organisations
        .iter()
        .map(|(id, own)| words.say("check-no-key", &[("n", id.0.to_string().into()), key(own)]));
    log.chain(master).chain(organisations).collect()
}

fn object(done: &Restored) -> serde_json::Value {
    let Restored { head, size, state, root, keys, missing, left_out } = done;
    let left_out = left_out.as_ref().map(|LeftOut { rows, notes, open }| {
        let open: Vec<u32> = open.iter().map(|id| id.0).collect();
        json!({ "rows": rows, "notes": notes, "open_sessions": open })
    });
    let organisations: Vec<_> = missing
        .organisations
        .iter()
        .map(|(id, key)| json!({ "organisation": id.0, "key": key.to_string() }))
        .collect();
    json!({
        "origin": head.origin,
        "entries": size,
        "of": head.size,
        "taken_at": vocab::Instant(head.taken_at).to_string(),
        "state": state,
        "root": root.to_string(),
        "keys": keys,
        "missing": {
            "log": missing.log.map(|key| key.to_string()),
            "master": missing.master,
            "organisations": organisations,
        },
        "left_out": left_out,
    })
}
