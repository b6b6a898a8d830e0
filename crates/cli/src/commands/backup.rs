//! `dengji backup DATA` and `dengji backup check FILE`: a register in one file, and whether it is
//! one.
//!
//! In scope: which register, how the file is locked and opened. Out of scope: the file (`desk`),
//! putting it back (`restore`).
//! A backup is checked without keys: the rows about persons in it are counted and not opened, and
//! it says so; whoever wants more restores it and runs `dengji check` there.
//! Exit codes: 0 when it is written or undamaged, 2 for keys that would lie open, 3 when it is
//! damaged or cannot be written or read.

use crate::aligned::aligned;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output, passphrase};
use desk::back_up::{self, Looked, how_locked};
use desk::{Head, KeptCounts, Lock, Totals, Unlock};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Arguments of `backup`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    check: Option<Command>,
    /// Folder of the register.
    #[arg(value_name = "DIR", required = true)]
    data: Option<PathBuf>,
    /// The file to write; there must be none of that name.
    #[arg(long, value_name = "FILE", required = true)]
    to: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// Encrypts it for whoever holds the key of this recipient; may be repeated.
    #[arg(long, value_name = "RECIPIENT", conflicts_with_all = ["passphrase_file", "encrypt"])]
    recipient: Vec<String>,
    /// Encrypts it under a passphrase.
    #[arg(long)]
    encrypt: bool,
    /// File whose first line is the passphrase; the backup is encrypted under it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Puts the private keys in, too.
    #[arg(long)]
    with_keys: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// The commands about a backup that there is.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Reads a backup to its end and applies its entries.
    Check(CheckArguments),
}

/// Arguments of `backup check`.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArguments {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    opening: Opening,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// What opens a backup.
#[derive(Debug, clap::Args)]
pub(crate) struct Opening {
    /// File whose first line is the passphrase.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// File with the key of a recipient; may be repeated.
    #[arg(long, value_name = "FILE")]
    identity: Vec<PathBuf>,
}

impl Opening {
    /// Returns what opens a file; a passphrase is asked for only where it is what opens it.
    pub(crate) fn unlock(&self, context: &Context, file: &Path) -> Result<Unlock, Fault> {
        let by_passphrase = how_locked(file).map_err(Fault::Backup)?;
        let found = match by_passphrase {
            Some(true) => {
                let file = self.passphrase_file.as_deref();
                passphrase::to_open(&context.words, file, true)?
            }
            _ => None,
        };
        let mut unlock = found.map_or_else(Unlock::default, |found| found.unlock());
        for path in &self.identity {
            unlock.add_identities(path).map_err(|error| Fault::Backup(error.into()))?;
        }
        Ok(unlock)
    }
}

/// Backs up, or checks a backup.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    match (&arguments.check, &arguments.data, &arguments.to) {
        (Some(Command::Check(asked)), ..) => check(context, asked),
        (None, Some(data), Some(to)) => write(context, arguments, data, to),
        (None, ..) => unreachable!("both are required"),
    }
}

fn write(context: &Context, asked: &Arguments, data: &Path, to: &Path) -> Result<Exit, Fault> {
    let backend = asked.database.told(&context.words);
    if !backend.holds_register(data) {
        return Err(Fault::NoRegister(data.to_path_buf()));
    }
    let lock = lock(context, asked)?;
    let done = back_up::back_up((data, &backend), to, (&lock, asked.with_keys), &context.clock);
    let (head, totals) = done.map_err(Fault::Backup)?;
    let bytes = std::fs::metadata(to).map_or(0, |file| file.len());
    let encrypted = !matches!(lock, Lock::Open);
    if asked.json {
        let mut object = object(&head, &totals);
        object["file"] = to.display().to_string().into();
        object["file_bytes"] = bytes.into();
        object["encrypted"] = encrypted.into();
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut rows = rows(context, &head, &totals);
    rows.push(vec![words.say("backup-file-bytes", &[]), bytes.to_string()]);
    let said = words.say("backup-written", &[("path", to.display().to_string().into())]);
    output::answer(&format!("{said}\n{}", aligned(&rows)))?;
    if !encrypted {
        output::tell(&words.say("backup-not-encrypted", &[]));
    }
    if !asked.with_keys {
        output::tell(&words.say("backup-without-keys", &[]));
    }
    Ok(Exit::Yes)
}

fn lock(context: &Context, asked: &Arguments) -> Result<Lock, Fault> {
    if !asked.recipient.is_empty() {
        return Lock::for_recipients(&asked.recipient).map_err(|error| Fault::Backup(error.into()));
    }
    if !asked.encrypt && asked.passphrase_file.is_none() {
        return Ok(Lock::Open);
    }
    let file = asked.passphrase_file.as_deref();
    let found = passphrase::to_keep(&context.words, file, false)?;
    Ok(found.map_or(Lock::Open, |found| found.lock()))
}

fn check(context: &Context, asked: &CheckArguments) -> Result<Exit, Fault> {
    let unlock = asked.opening.unlock(context, &asked.file)?;
    let bar = super::recheck::progress_bar(context);
    let looked = back_up::look_through(&asked.file, &unlock, &mut |done, size| {
        bar.set_length(size);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let Looked { head, totals, state, root } = looked.map_err(Fault::Backup)?;
    if asked.json {
        let mut object = object(&head, &totals);
        object["state"] = state.into();
        object["root"] = root.to_string().into();
        object["private_opened"] = false.into();
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut rows = rows(context, &head, &totals);
    rows.push(vec![words.say("backup-state", &[]), state]);
    rows.push(vec![words.say("backup-root", &[]), root.to_string()]);
    let said = words.say("backup-whole", &[("path", asked.file.display().to_string().into())]);
    output::answer(&format!("{said}\n{}", aligned(&rows)))?;
    if 0 < totals.counts().private {
        output::tell(&words.say("backup-unopened", &[]));
    }
    Ok(Exit::Yes)
}

fn rows(context: &Context, head: &Head, totals: &Totals) -> Vec<Vec<String>> {
    let words = &context.words;
    let none = || words.say("backup-not-founded", &[]);
    let KeptCounts { answers, batches, private, tokens, notes } = totals.counts();
    vec![
        vec![words.say("backup-origin", &[]), head.origin.clone().unwrap_or_else(none)],
        vec![words.say("backup-taken-at", &[]), vocab::Instant(head.taken_at).to_string()],
        vec![words.say("backup-entries", &[]), totals.entries.to_string()],
        vec![words.say("backup-batches", &[]), batches.to_string()],
        vec![words.say("backup-private", &[]), private.to_string()],
        vec![words.say("backup-tokens", &[]), tokens.to_string()],
        vec![words.say("backup-answers", &[]), answers.to_string()],
        vec![words.say("backup-notes", &[]), notes.to_string()],
        vec![words.say("backup-keys", &[]), totals.keys.to_string()],
    ]
}

fn object(head: &Head, totals: &Totals) -> Value {
    let KeptCounts { answers, batches, private, tokens, notes } = totals.counts();
    json!({
        "origin": head.origin,
        "entries": head.size,
        "taken_at": vocab::Instant(head.taken_at).to_string(),
        "batches": batches,
        "private": private,
        "tokens": tokens,
        "answers": answers,
        "notes": notes,
        "keys": totals.keys,
    })
}
