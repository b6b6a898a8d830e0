//! `dengji act …`: acts that are signed on the machine of whoever acts.
//!
//! In scope: showing, signing and submitting a draft. Out of scope: drafting (`draft`).
//! Signing needs the draft and the key and no register; what is shown before is read from the bytes
//! that are signed.

use crate::commands::recorded;
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output, passphrase};
use desk::draft::Draft;
use desk::{act_words, key_file};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

pub(crate) mod draft;

/// The commands about acts.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Drafts an act for a signature made elsewhere.
    #[command(subcommand)]
    Draft(draft::Command),
    /// Shows what a draft says.
    Show(ShowArguments),
    /// Signs a draft, after showing what it says.
    Sign(SignArguments),
    /// Records a signed draft.
    Submit(SubmitArguments),
}

/// Arguments of `act show`.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowArguments {
    /// The draft.
    file: PathBuf,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `act sign`.
#[derive(Debug, clap::Args)]
pub(crate) struct SignArguments {
    /// The draft; the signature is added to it.
    file: PathBuf,
    /// The file of the key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// File whose first line is the passphrase of the key.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Signs without asking.
    #[arg(long)]
    yes: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `act submit`.
#[derive(Debug, clap::Args)]
pub(crate) struct SubmitArguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// The signed draft.
    file: PathBuf,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Runs a command about acts.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Draft(command) => draft::run(context, command),
        Command::Show(arguments) => show(context, arguments),
        Command::Sign(arguments) => sign(context, arguments),
        Command::Submit(arguments) => submit(context, arguments),
    }
}

fn show(context: &Context, arguments: &ShowArguments) -> Result<Exit, Fault> {
    tell(context, &read(&arguments.file)?, arguments.json)?;
    Ok(Exit::Yes)
}

fn sign(context: &Context, arguments: &SignArguments) -> Result<Exit, Fault> {
    let SignArguments { file, key, passphrase_file, yes, json } = arguments;
    let text = read_text(file)?;
    let mut draft = Draft::parse(&text).map_err(Fault::Draft)?;
    let (public, encrypted) = key_file::public(key).map_err(Fault::House)?;
    if !*json {
        tell(context, &draft, false)?;
    }
    let words = &context.words;
    if !*yes {
        if !std::io::stdin().is_terminal() {
            return Err(Fault::NotAgreed);
        }
        let key = vocab::Hash(public).to_string().into();
        output::tell(&words.say("act-sign-ask", &[("key", key)]));
        let mut said = String::new();
        std::io::stdin().read_line(&mut said).map_err(Fault::Output)?;
        if !matches!(said.trim(), "y" | "Y" | "yes" | "是") {
            return Ok(Exit::Refused);
        }
    }
    let passphrase = passphrase::to_open(words, passphrase_file.as_deref(), encrypted)?;
    let seed = key_file::read(key, passphrase.as_ref()).map_err(Fault::House)?;
    draft.sign(&seed).map_err(Fault::Draft)?;
    // The remarks stay as they came: they are for people, and say nothing that is signed.
    let remarks: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .map(|line| line.trim_start().to_string())
        .collect();
    recorded::write(file, &draft.to_text(&remarks))?;
    if *json {
        tell(context, &draft, true)?;
    } else {
        let (have, need) = (draft.signatures.len(), usize::from(draft.signers.threshold));
        let counts = [("have", have.to_string().into()), ("need", need.to_string().into())];
        output::answer(&format!("{}\n", words.say("act-signed", &counts)))?;
    }
    Ok(Exit::Yes)
}

fn submit(context: &Context, arguments: &SubmitArguments) -> Result<Exit, Fault> {
    let draft = read(&arguments.file)?;
    let mut house = arguments.register.open(context)?;
    let answering = recorded::Answering { draft: None, json: arguments.json };
    recorded::act(context, &mut house, &answering, |house| house.submit(&draft))
}

fn tell(context: &Context, draft: &Draft, as_json: bool) -> Result<(), Fault> {
    let room = context.law_room()?;
    let fields = act_words::fields(&context.words, room.law(), draft.said());
    if as_json {
        return output::answer_json(&recorded::object(&fields, draft));
    }
    output::answer(&recorded::text(&fields))
}

fn read(path: &Path) -> Result<Draft, Fault> {
    Draft::parse(&read_text(path)?).map_err(Fault::Draft)
}

fn read_text(path: &Path) -> Result<String, Fault> {
    std::fs::read_to_string(path)
        .map_err(|source| Fault::ReadFile { path: path.to_path_buf(), source })
}
