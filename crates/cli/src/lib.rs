//! Commands of `dengji`: what a person or a script calls, one file per command.
//!
//! In scope: arguments, words, aligned tables, exit codes. Out of scope: everything that decides or
//! records (`desk` and below); wiring of servers (`dengji`).
//! Invariant: stdout carries only what was asked for, and colour never carries meaning.

use clap::error::ErrorKind;
use clap::{FromArgMatches, Parser, Subcommand};
use desk::house::House;
use desk::house_error::HouseError;
use desk::law_folder::LawFolder;
use desk::law_room::{LawFault, LawRoom};
use desk::ports::SystemClock;
use desk::words::{Lang, Words};
use desk::{OrganisationId, RowId};
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

mod aligned;
mod commands;
mod database;
mod exit;
mod fault;
mod help;
mod output;
mod passphrase;
mod usage;

pub use commands::serve::ServeAsk;

use commands::{
    act, backup, body, case, catalogue, certificate, certificate_verify, check, cohort, decide,
    demo, exam, found, import, inspect, key, law_check, law_map, log_export, log_proof, mirror,
    notice_read, occupation, person, plan, recheck, restore, search, serve, session, witness_serve,
};
use exit::Exit;
use fault::Fault;

/// What only the program itself can start, as functions that `main` wires in: rooms such as the
/// portal stand on the same level as this crate, which may not call them by name.
#[derive(Clone, Copy, Default)]
pub struct Rooms {
    /// Serves the portal until interrupted; tells its address when it is ready.
    pub serve: Option<Serve>,
    /// Invents people, by seed and number.
    pub invent: Option<fn(u64, usize) -> Vec<Invented>>,
    /// Fills a register with invented sessions.
    pub fill: Option<Fill>,
}

/// Fills a register with sessions of an employer until its log has so many entries: from a day on,
/// with a clock that is moved and somebody who is told how far it is.
pub type Fill = fn(
    &mut House,
    (OrganisationId, RowId, [vocab::Level; 2]),
    (vocab::Day, u64),
    &mut dyn FnMut(vocab::Day),
    &mut dyn FnMut(u64),
) -> Result<(), HouseError>;

/// Serves the portal until interrupted; tells its address when it is ready.
pub type Serve = fn(ServeAsk, &mut dyn FnMut(SocketAddr)) -> std::io::Result<()>;

/// A person who does not exist.
pub struct Invented {
    /// The name.
    pub name: String,
    /// The document, of a region that does not exist.
    pub document: vocab::PersonId,
}

/// The register and issuing platform for skill levels, 等级·登记.
///
/// Exit codes: 0 yes, 1 refused or not reconciled, 2 wrong usage, 3 fault, 4 facts are needed, 5
/// something could not be checked.
#[derive(Debug, Parser)]
#[command(name = "dengji", version, disable_help_subcommand = true)]
struct Arguments {
    /// Language of words; without it LC_ALL or LANG decides, else Chinese.
    #[arg(long, global = true, value_enum)]
    #[allow(dead_code, reason = "the language is chosen before parsing, by `usage::asked_lang`")]
    lang: Option<LangName>,
    /// Folder laid over the compiled law: its files replace or add.
    #[arg(long, global = true, value_name = "DIR")]
    law: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum LangName {
    /// Chinese.
    Zh,
    /// English.
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Notices as they arrive.
    #[command(subcommand)]
    Notice(NoticeCommand),
    /// Says whether an act may be done, and by which words of law.
    Decide(decide::Arguments),
    /// The law itself: its map, its proofs.
    #[command(subcommand)]
    Law(LawCommand),
    /// The occupations of the catalogue, and where they stand.
    #[command(subcommand)]
    Catalogue(CatalogueCommand),
    /// Searches occupations, and the organisations of a register, by name or code.
    Search(search::Arguments),
    /// Certificates.
    #[command(subcommand)]
    Certificate(CertificateCommand),
    /// Occupations that leave, or turn toward access-type.
    #[command(subcommand)]
    Occupation(occupation::Command),
    /// People: looking them up, who did so, erasing on lawful request.
    #[command(subcommand)]
    Person(person::Command),
    /// Keys of organisations: their files, and the acts by which they change.
    #[command(subcommand)]
    Key(key::Command),
    /// Acts that are signed on the machine of whoever acts.
    #[command(subcommand)]
    Act(act::Command),
    /// Founds a register, with its first authority.
    Found(found::Arguments),
    /// Organisations and evaluation bodies, from registration to removal.
    #[command(subcommand)]
    Body(body::Command),
    /// Examinations of the old scheme, from announcement to close.
    #[command(subcommand)]
    Exam(exam::Command),
    /// Cohorts of students and apprentices, from admission to certificate.
    #[command(subcommand)]
    Cohort(cohort::Command),
    /// Sheets in bulk: templates, reading without recording, recording.
    #[command(subcommand)]
    Import(import::Command),
    /// What would be, if.
    #[command(subcommand)]
    Plan(plan::Command),
    /// Sessions of level assessment, from plan to archive.
    #[command(subcommand)]
    Session(session::Command),
    /// Supervision: holds and releases, draws by lot, inspections, relations, pace.
    #[command(subcommand)]
    Inspect(inspect::Command),
    /// Cases of supervision.
    #[command(subcommand)]
    Case(case::Command),
    /// Checks a published log from its first entry: tree, signatures, every act decided again.
    Recheck(recheck::Arguments),
    /// Published logs.
    #[command(subcommand)]
    Log(LogCommand),
    /// Copies a log into a folder, verified, and serves the copy.
    Mirror(mirror::Arguments),
    /// Witnesses of logs.
    #[command(subcommand)]
    Witness(WitnessCommand),
    /// Plays the main job on the real notice with invented people, then serves the portal.
    Demo(demo::Arguments),
    /// Serves the portal.
    Serve(serve::Arguments),
    /// Writes a register into one file, also while it is served.
    Backup(backup::Arguments),
    /// Restores a register out of a backup.
    Restore(restore::Arguments),
    /// Looks a register through for damage, and derives again what is derived.
    Check(check::Arguments),
}

#[derive(Debug, Subcommand)]
enum CertificateCommand {
    /// Checks a certificate file offline.
    Verify(certificate_verify::Arguments),
    /// What happens to certificates after issue.
    #[command(flatten)]
    After(certificate::Command),
}

#[derive(Debug, Subcommand)]
enum LogCommand {
    /// Checks tree and signatures of a published log; no law is asked.
    Verify(recheck::Arguments),
    /// Prints the proof that a certificate stands in the published log.
    Proof(log_proof::Arguments),
    /// Copies the published log of a register into a folder that anybody can serve.
    Export(log_export::Arguments),
}

#[derive(Debug, Subcommand)]
enum WitnessCommand {
    /// Cosigns checkpoints of logs, plainly or only while every entry is lawful.
    Serve(witness_serve::Arguments),
}

#[derive(Debug, Subcommand)]
enum NoticeCommand {
    /// Reads the table of a notice and reconciles it with the totals in its text.
    Read(notice_read::Arguments),
}

#[derive(Debug, Subcommand)]
enum LawCommand {
    /// Prints or writes the map from words to rules, cases and readings.
    Map(law_map::Arguments),
    /// Runs every check and every case, and says what was proved.
    Check(law_check::Arguments),
}

#[derive(Debug, Subcommand)]
enum CatalogueCommand {
    /// Lists occupations with their standing and days.
    List(catalogue::ListArguments),
    /// Shows one occupation and what can be done now.
    Show(catalogue::ShowArguments),
}

/// What every command may use.
struct Context {
    words: Words,
    law: Option<PathBuf>,
    clock: SystemClock,
}

impl Context {
    fn law(&self) -> Result<LawFolder, Fault> {
        match &self.law {
            None => Ok(LawFolder::compiled()),
            Some(directory) => LawFolder::overlaid(directory).map_err(Fault::Law),
        }
    }

    fn law_room(&self) -> Result<LawRoom, Fault> {
        LawRoom::load(self.law()?).map_err(|fault| Fault::LawFile(self.place(fault)))
    }

    /// Returns the faults with the paths of their files as the caller knows them.
    fn placed(&self, faults: Vec<LawFault>) -> Vec<LawFault> {
        faults.into_iter().map(|fault| self.place(fault)).collect()
    }

    /// A file of the overlay is where the caller put it; every other is compiled in from `law/`.
    fn place(&self, fault: LawFault) -> LawFault {
        let laid_over = self.law.as_ref().map(|directory| directory.join(&fault.file));
        let path = laid_over.filter(|path| path.is_file());
        let path = path.unwrap_or_else(|| PathBuf::from("law").join(&fault.file));
        LawFault { file: path.display().to_string(), ..fault }
    }
}

/// Runs the command that the arguments name; the first argument is the program.
pub fn run(args: impl Iterator<Item = OsString>, rooms: Rooms) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let variable = |name| std::env::var(name).ok();
    let (lc_all, lang) = (variable("LC_ALL"), variable("LANG"));
    let asked = usage::asked_lang(&args);
    let words = Words::of(Lang::choose(asked, lc_all.as_deref(), lang.as_deref()));
    let arguments = match parse(&args, &words) {
        Ok(arguments) => arguments,
        Err(exit) => return exit.into(),
    };
    let context = Context { words, law: arguments.law, clock: SystemClock };
    let done = match arguments.command {
        Command::Notice(NoticeCommand::Read(arguments)) => notice_read::run(&context, &arguments),
        Command::Decide(arguments) => decide::run(&context, &arguments),
        Command::Law(LawCommand::Map(arguments)) => law_map::run(&context, &arguments),
        Command::Law(LawCommand::Check(arguments)) => law_check::run(&context, &arguments),
        Command::Catalogue(CatalogueCommand::List(arguments)) => {
            catalogue::list(&context, &arguments)
        }
        Command::Catalogue(CatalogueCommand::Show(arguments)) => {
            catalogue::show(&context, &arguments)
        }
        Command::Certificate(CertificateCommand::Verify(arguments)) => {
            certificate_verify::run(&context, &arguments)
        }
        Command::Certificate(CertificateCommand::After(command)) => {
            certificate::run(&context, &command)
        }
        Command::Search(arguments) => search::run(&context, &arguments),
        Command::Occupation(command) => occupation::run(&context, &command),
        Command::Person(command) => person::run(&context, &command),
        Command::Key(command) => key::run(&context, &command),
        Command::Act(command) => act::run(&context, &command),
        Command::Found(asked) => found::run(&context, &asked),
        Command::Body(command) => body::run(&context, &command),
        Command::Exam(command) => exam::run(&context, &command),
        Command::Cohort(command) => cohort::run(&context, &command),
        Command::Import(command) => import::run(&context, &command),
        Command::Plan(command) => plan::run(&context, &command),
        Command::Session(command) => session::run(&context, &command),
        Command::Inspect(command) => inspect::run(&context, &command),
        Command::Case(command) => case::run(&context, &command),
        Command::Recheck(arguments) => recheck::run(&context, &arguments),
        Command::Log(LogCommand::Verify(arguments)) => recheck::verify(&context, &arguments),
        Command::Log(LogCommand::Export(arguments)) => log_export::run(&context, &arguments),
        Command::Log(LogCommand::Proof(arguments)) => log_proof::run(&context, &arguments),
        Command::Mirror(arguments) => mirror::run(&context, &arguments),
        Command::Witness(WitnessCommand::Serve(arguments)) => {
            witness_serve::run(&context, &arguments)
        }
        Command::Demo(arguments) => demo::run(&context, &rooms, &arguments),
        Command::Serve(arguments) => serve::run(&context, &rooms, &arguments),
        Command::Backup(arguments) => backup::run(&context, &arguments),
        Command::Restore(arguments) => restore::run(&context, &arguments),
        Command::Check(arguments) => check::run(&context, &arguments),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(fault) => {
            output::tell(&fault.in_words(&context.words));
            fault.exit().into()
        }
    }
}

/// Returns what the arguments say; else tells what is wrong, or the help or version asked for.
fn parse(args: &[OsString], words: &Words) -> Result<Arguments, Exit> {
    let commands = help::commands(words);
    let parsed = commands.clone().try_get_matches_from(args);
    parsed.and_then(|matches| Arguments::from_arg_matches(&matches)).map_err(|error| {
        match error.kind() {
            // Asked for, or instead of a command that is missing: the help is in the language.
            // When not even it can be written there is nobody left to tell.
            ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let _ = error.print();
            }
            _ => output::tell(&usage::error(words, &error, &commands, args)),
        }
        if error.use_stderr() { Exit::Usage } else { Exit::Yes }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
