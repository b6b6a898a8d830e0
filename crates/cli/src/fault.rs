//! `Fault`, what can fail in a command, and how a person is told.
//!
//! In scope: naming the thing and the cause, once each. Out of scope: refusals; they are answers.

use crate::commands::demo::DemoFault;
use crate::commands::serve::Contradicted;
use crate::commands::{mirror, notice_read, recheck, witness_serve};
use crate::exit::Exit;
use desk::asked::AskError;
use desk::backup_fault::{BackupError, BackupFault};
use desk::backup_words;
use desk::draft_error::DraftError;
use desk::expected::ExpectedError;
use desk::house_error::HouseError;
use desk::house_fault_words;
use desk::import_sheet::WriteSheetError;
use desk::key_fault_words;
use desk::law_fault_words;
use desk::law_folder::LawFolderError;
use desk::law_room::{LawFault, MapError};
use desk::law_words;
use desk::private_fault::PrivateFault;
use desk::system_words::system;
use desk::words::{Value, Words};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a command could not be done. Every command may be repeated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("could not read `{}`", path.display())]
    ReadFile { path: PathBuf, source: std::io::Error },
    #[error("`{}` is no notice that can be read", path.display())]
    Notice { path: PathBuf, source: notice::NoticeError },
    #[error("could not load the law")]
    Law(#[source] LawFolderError),
    #[error("could not load what is known of the notice")]
    Expected(#[source] ExpectedError),
    #[error("the law folder has a fault")]
    LawFile(#[source] LawFault),
    #[error("the question cannot be asked")]
    Ask(#[source] AskError),
    #[error(transparent)]
    NoQuestion(desk::search_register::NoQuestion),
    #[error("no law folder to write to")]
    NoMapFolder,
    #[error("could not write the law map")]
    Map(#[source] MapError),
    #[error("the demonstration could not go on")]
    Demo(#[source] DemoFault),
    #[error("the register failed")]
    House(#[source] HouseError),
    #[error("the draft cannot be used")]
    Draft(#[source] DraftError),
    #[error("the sheet could not be written")]
    WriteSheet(#[source] WriteSheetError),
    #[error("only numbers of 16 digits are under an institution's code")]
    Institution,
    #[error("could not write `{}`", path.display())]
    WriteFile { path: PathBuf, source: std::io::Error },
    #[error("`{}` holds no register", .0.display())]
    NoRegister(PathBuf),
    #[error("`{}` holds a register already", .0.display())]
    HoldsRegister(PathBuf),
    #[error("there is no organisation {0}")]
    NoOrganisation(u32),
    #[error("there is no draw {0}")]
    NoDraw(u32),
    #[error("there is no case {0}")]
    NoCase(u32),
    #[error("organisation {0} has no key in force")]
    NoKeyInForce(u32),
    #[error("the file does not begin with the number of a document of that kind")]
    NoDocumentInFile,
    #[error("there is no occupation `{0}`")]
    NoOccupation(String),
    #[error("there is no application {0}")]
    NoApplication(u32),
    #[error("there is no condition `{0}`")]
    NoCondition(String),
    #[error("`{0}` is not PLACE=REASON")]
    Unmet(String),
    #[error("the law does not answer for the day: {0}")]
    NoAnswer(String),
    #[error("the document number is of no kind")]
    NoDocument,
    #[error("organisation {0} has no site")]
    NoSite(u32),
    #[error("there is no admission number `{0}`")]
    NoAdmission(String),
    #[error("`{0}` is no staff number")]
    NoStaff(String),
    #[error("no passphrase was given")]
    NoPassphrase,
    #[error("the two passphrases differ")]
    PassphrasesDiffer,
    #[error("nobody agreed to the signature")]
    NotAgreed,
    #[error("the act has to be signed elsewhere")]
    DraftNeedsFile,
    #[error("what to log is not understood")]
    LogLevel(#[source] watch::lines::NoLevel),
    #[error("could not listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("{0:?} is not wired into this program")]
    NotWired(Room),
    #[error("the log could not be checked")]
    Recheck(#[source] ::recheck::Fault),
    #[error("the log cannot be found")]
    LogPlace(#[source] ::recheck::SourceError),
    #[error("the witness cannot go on")]
    Witness(#[source] ::witness::WitnessError),
    #[error("the log could not be mirrored")]
    Mirror(#[source] ::witness::MirrorError),
    #[error("`{}` is no policy", path.display())]
    Policy { path: PathBuf, source: ::witness::PolicyError },
    #[error("the key cannot be read")]
    Key(#[source] ::witness::SealError),
    #[error("a lawful witness watches one log")]
    LawfulOfOne,
    #[error("a witness contradicts this register")]
    Contradicted(Contradicted),
    #[error("the backup or its register failed")]
    Backup(#[source] BackupFault),
    #[error("could not write the answer")]
    Output(#[source] std::io::Error),
}

impl Fault {
    /// Returns the exit code: what the caller wrote wrongly is usage, everything else a fault.
    pub fn exit(&self) -> Exit {
        match self {
            Fault::Mirror(error) => mirror::words::exit(error),
            Fault::Contradicted(contradicted) => contradicted.exit(),
            Fault::Backup(
                BackupFault::Beyond { .. }
                | BackupFault::InsideAct { .. }
                | BackupFault::File(BackupError::KeysUnlocked | BackupError::NoRecipient(_)),
            ) => Exit::Usage,
            Fault::Backup(_) => Exit::Fault,
            Fault::House(error) if asked_wrongly(error) => Exit::Usage,
            Fault::Ask(_)
            | Fault::NoQuestion(_)
            | Fault::NoMapFolder
            | Fault::NoOrganisation(_)
            | Fault::NoDraw(_)
            | Fault::NoCase(_)
            | Fault::NoKeyInForce(_)
            | Fault::NoDocumentInFile
            | Fault::NoOccupation(_)
            | Fault::NoApplication(_)
            | Fault::NoCondition(_)
            | Fault::Institution
            | Fault::Unmet(_)
            | Fault::NoAnswer(_)
            | Fault::NoDocument
            | Fault::NoSite(_)
            | Fault::NoAdmission(_)
            | Fault::NoStaff(_)
            | Fault::NoPassphrase
            | Fault::PassphrasesDiffer
            | Fault::NotAgreed
            | Fault::DraftNeedsFile
            | Fault::Key(_)
            | Fault::Policy { .. }
            | Fault::LawfulOfOne
            | Fault::LogLevel(_)
            | Fault::LogPlace(_)
            | Fault::Recheck(::recheck::Fault::NoKey) => Exit::Usage,
            Fault::ReadFile { .. }
            | Fault::Notice { .. }
            | Fault::Law(_)
            | Fault::Expected(_)
            | Fault::LawFile(_)
            | Fault::Map(_)
            | Fault::Demo(_)
            | Fault::House(_)
            | Fault::Draft(_)
            | Fault::WriteSheet(_)
            | Fault::WriteFile { .. }
            | Fault::NoRegister(_)
            | Fault::HoldsRegister(_)
            | Fault::Listen { .. }
            | Fault::NotWired(_)
            | Fault::Recheck(_)
            | Fault::Witness(_)
            | Fault::Output(_) => Exit::Fault,
        }
    }

    /// Returns the fault and its causes in the language of the words.
    pub fn in_words(&self, words: &Words) -> String {
        let path = |path: &PathBuf| ("path", Value::from(path.display().to_string()));
        let why = |why: String| ("why", Value::from(why));
        match self {
            Fault::ReadFile { path: file, source } => {
                words.say("fault-read-file", &[path(file), why(system(words, source))])
            }
            Fault::Notice { path: file, source } => {
                let wrong = notice_read::words::error(words, source);
                words.say("fault-notice", &[path(file), why(wrong)])
            }
            Fault::Recheck(fault) => recheck::words::fault(words, fault),
            Fault::LogPlace(error) => recheck::words::error(words, error),
            Fault::Law(source) => {
                words.say("fault-law", &[why(law_fault_words::folder(words, source))])
            }
            Fault::Expected(source) => {
                words.say("fault-expected", &[why(law_fault_words::expected(words, source))])
            }
            Fault::LawFile(source) => {
                words.say("fault-law-file", &[why(law_fault_words::fault_at(words, source))])
            }
            Fault::Ask(error) => law_words::ask_error(words, error),
            Fault::NoQuestion(why) => desk::search_words::no_question(words, *why),
            Fault::Witness(error) => witness_serve::words::error(words, error),
            Fault::Mirror(error) => mirror::words::error(words, error),
            Fault::Policy { path: file, source } => words.say(
                "fault-policy",
                &[path(file), why(witness_serve::words::policy(words, source))],
            ),
            Fault::Key(error) => {
                let why = house_fault_words::seal(words, error);
                words.say("fault-key", &[("why", why)])
            }
            Fault::LawfulOfOne => words.say("fault-lawful-of-one", &[]),
            Fault::Contradicted(contradicted) => contradicted.in_words(words),
            Fault::NoMapFolder => words.say("map-needs-folder", &[]),
            Fault::Map(MapError { path: file, source }) => {
                words.say("fault-map", &[path(file), why(system(words, source))])
            }
            Fault::Demo(fault) => words.say("fault-demo", &[why(demo(words, fault))]),
            Fault::House(error) if asked_wrongly(error) => {
                house_fault_words::house(words, None, error)
            }
            Fault::House(error) => {
                words.say("fault-house", &[why(house_fault_words::house(words, None, error))])
            }
            Fault::Backup(error) => backup_words::fault(words, error),
            Fault::Draft(error) => key_fault_words::draft(words, error),
            Fault::WriteSheet(error) => words.say("fault-write-sheet", &[why(error.to_string())]),
            Fault::Institution => words.say("fault-institution", &[]),
            Fault::WriteFile { path: file, source } => {
                words.say("fault-write-file", &[path(file), why(system(words, source))])
            }
            Fault::NoRegister(folder) => words.say("fault-no-register", &[path(folder)]),
            Fault::HoldsRegister(folder) => words.say("fault-holds-register", &[path(folder)]),
            Fault::Unmet(text) => words.say("fault-unmet", &[("text", text.clone().into())]),
            Fault::NoAnswer(reason) => words.say("fault-no-answer", &[why(reason.clone())]),
            Fault::NoOrganisation(_)
            | Fault::NoDraw(_)
            | Fault::NoCase(_)
            | Fault::NoKeyInForce(_)
            | Fault::NoDocumentInFile
            | Fault::NoOccupation(_)
            | Fault::NoApplication(_)
            | Fault::NoCondition(_)
            | Fault::NoSite(_)
            | Fault::NoAdmission(_)
            | Fault::NoStaff(_) => self.not_found(words),
            Fault::NoDocument => words.say("correction-no-document", &[]),
            Fault::NoPassphrase => words.say("fault-no-passphrase", &[]),
            Fault::PassphrasesDiffer => words.say("fault-passphrases-differ", &[]),
            Fault::NotAgreed => words.say("fault-not-agreed", &[]),
            Fault::DraftNeedsFile => words.say("fault-draft-needs-file", &[]),
            Fault::LogLevel(level) => {
                words.say("serve-log-level", &[("what", level.0.clone().into())])
            }
            Fault::Listen { address, source } => {
                let address = address.to_string().into();
                words.say("fault-listen", &[("address", address), why(system(words, source))])
            }
            Fault::NotWired(Room::People) => {
                words.say("fault-not-wired", &[("what", words.say("wired-people", &[]).into())])
            }
            Fault::NotWired(Room::Sessions) => {
                words.say("fault-not-wired", &[("what", words.say("wired-sessions", &[]).into())])
            }
            Fault::NotWired(Room::Portal) => {
                words.say("fault-not-wired", &[("what", words.say("wired-portal", &[]).into())])
            }
            Fault::Output(source) => words.say("fault-output", &[why(system(words, source))]),
        }
    }

    /// Returns what was named and is not there.
    fn not_found(&self, words: &Words) -> String {
        match self {
            Fault::NoOrganisation(n) => {
                words.say("fault-no-organisation", &[("n", n.to_string().into())])
            }
            Fault::NoDraw(n) => words.say("fault-no-draw", &[("n", n.to_string().into())]),
            Fault::NoCase(n) => words.say("fault-no-case", &[("n", n.to_string().into())]),
            Fault::NoKeyInForce(n) => {
                words.say("fault-no-key-in-force", &[("n", n.to_string().into())])
            }
            Fault::NoDocumentInFile => words.say("person-fault-no-document", &[]),
            Fault::NoOccupation(name) => {
                words.say("fault-no-occupation", &[("name", name.clone().into())])
            }
            Fault::NoApplication(n) => {
                words.say("body-fault-no-application", &[("n", n.to_string().into())])
            }
            Fault::NoCondition(code) => {
                words.say("body-fault-no-condition", &[("code", code.clone().into())])
            }
            Fault::NoSite(n) => words.say("fault-no-site", &[("n", n.to_string().into())]),
            Fault::NoAdmission(number) => {
                words.say("fault-no-admission", &[("number", number.clone().into())])
            }
            Fault::NoStaff(number) => {
                words.say("fault-no-staff", &[("number", number.clone().into())])
            }
            other => other.to_string(),
        }
    }
}

/// Says whether something was asked that nobody, or not this organisation, may ask: no fault of the
/// register.
fn asked_wrongly(error: &HouseError) -> bool {
    use PrivateFault::{NotEntitled, TooShort};
    matches!(error, HouseError::Private(TooShort | NotEntitled(_)))
}

/// What only the program itself can wire in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Room {
    /// People who do not exist.
    People,
    /// Sessions of such people.
    Sessions,
    /// The portal.
    Portal,
}

fn demo(words: &Words, fault: &DemoFault) -> String {
    let path = |path: &PathBuf| ("path", Value::from(path.display().to_string()));
    match fault {
        DemoFault::Folder { path: folder, source } => {
            words.say("demo-folder", &[path(folder), ("why", system(words, source).into())])
        }
        DemoFault::NotOurs(folder) => words.say("demo-not-ours", &[path(folder)]),
        DemoFault::NotEmpty => words.say("database-not-empty", &[]),
        DemoFault::House(error) => house_fault_words::house(words, None, error),
        DemoFault::Import(error) => house_fault_words::import(words, error),
        DemoFault::Sheet(why) => words.say("demo-sheet", &[("why", why.as_str().into())]),
        DemoFault::LetPass(what) => words.say("demo-let-pass", &[("what", what.as_str().into())]),
        DemoFault::Otherwise(what) => {
            words.say("demo-otherwise", &[("what", what.as_str().into())])
        }
    }
}
