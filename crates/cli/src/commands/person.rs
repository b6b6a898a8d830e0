//! `dengji person …`: looking people up, who did so, and erasing on lawful request.
//!
//! In scope: arguments and tables. Out of scope: who is entitled and what is recorded
//! (`desk::find_person`, `desk::erase_person`).
//! I-PRI-1: the number of a document is read from a file or asked for, never taken as an argument:
//! what is typed stays in the shell's history and shows in the list of processes. Two characters of
//! a name are typed: many share them.

use crate::aligned::aligned;
use crate::commands::register_folder::{RegisterFolder, known};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use clap::ValueEnum;
use desk::StaffId;
use desk::find_person::{Asking, Found, Looked, Page, People, Purpose};
use desk::house::House;
use serde_json::json;
use std::path::PathBuf;
use vocab::{Day, DocumentKind, Instant, PersonId};

mod retention;

/// The commands about people.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Looks a person up; who asks and why is recorded.
    Find(Find),
    /// Erases a person on lawful request.
    Erase(Erase),
    /// Lists who looked whom up in a month.
    Readings(Readings),
    /// Says what of the archives may be disposed of from which day, and disposes of it.
    Retention(retention::Arguments),
}

/// Who asks, and why.
#[derive(Debug, clap::Args)]
struct Who {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation that asks, by its number.
    #[arg(long, value_name = "NUMBER")]
    by: u32,
    /// The number of who asks among its staff.
    #[arg(long, value_name = "NUMBER")]
    staff: u32,
    /// Why.
    #[arg(id = "reading-why", long = "why", value_name = "READING_WHY", value_enum)]
    why: Why,
    /// The number of a case or a letter.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Why somebody looks a person up.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Why {
    Holder,
    Verification,
    Complaint,
    Inspection,
    Archive,
}

/// Arguments of `person find`.
#[derive(Debug, clap::Args)]
pub(crate) struct Find {
    #[command(flatten)]
    who: Who,
    /// Two characters of the name in a row, or more.
    #[arg(long, value_name = "NAME_PART", conflicts_with_all = ["number", "id_file"])]
    name: Option<String>,
    /// The name begins with these characters.
    #[arg(long, requires = "name", conflicts_with_all = ["number", "id_file"])]
    begins: bool,
    /// The number of a certificate.
    #[arg(long, conflicts_with = "id_file", required_unless_present_any = ["name", "id_file"])]
    number: Option<String>,
    /// File whose first line is the number of the identity document.
    #[arg(long, value_name = "FILE")]
    id_file: Option<PathBuf>,
    /// The kind of the document, by its Chinese name; without it, the resident identity card.
    #[arg(long, value_name = "ID_KIND", value_parser = kind)]
    id_kind: Option<DocumentKind>,
    /// Goes on after this entry, as the page before said.
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
    /// Certificates of a page at most.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
}

/// Arguments of `person erase`.
#[derive(Debug, clap::Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    who: Who,
    /// File whose first line is the number of the identity document.
    #[arg(long, value_name = "FILE")]
    id_file: PathBuf,
    /// The kind of the document, by its Chinese name; without it, the resident identity card.
    #[arg(long, value_name = "ID_KIND", value_parser = kind)]
    id_kind: Option<DocumentKind>,
    /// Erases although an archive has to be kept still; the note names the ground.
    #[arg(long)]
    all_the_same: bool,
}

/// Arguments of `person readings`.
#[derive(Debug, clap::Args)]
pub(crate) struct Readings {
    #[command(flatten)]
    register: RegisterFolder,
    /// A day of the month; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

impl Why {
    fn purpose(self) -> Purpose {
        match self {
            Why::Holder => Purpose::Holder,
            Why::Verification => Purpose::Verification,
            Why::Complaint => Purpose::Complaint,
            Why::Inspection => Purpose::Inspection,
            Why::Archive => Purpose::Archive,
        }
    }
}

impl Who {
    fn open(&self, context: &Context) -> Result<(House, Asking), Fault> {
        let house = self.register.open(context)?;
        let of = known(&house, self.by)?;
        let staff = StaffId { of, number: self.staff };
        Ok((house, Asking { staff, purpose: self.why.purpose(), note: self.note.clone() }))
    }
}

/// Runs a command about people.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Find(arguments) => find(context, arguments),
        Command::Erase(arguments) => erase(context, arguments),
        Command::Readings(arguments) => readings(context, arguments),
        Command::Retention(arguments) => retention::run(context, arguments),
    }
}

fn find(context: &Context, arguments: &Find) -> Result<Exit, Fault> {
    let looked = match (&arguments.name, &arguments.number, &arguments.id_file) {
        (Some(part), _, _) if arguments.begins => Looked::Beginning(part.clone()),
        (Some(part), _, _) => Looked::Name(part.clone()),
        (_, Some(number), _) => Looked::Number(number.clone()),
        (_, _, file) => Looked::Document(document(file.as_ref(), arguments.id_kind)?),
    };
    let (mut house, asking) = arguments.who.open(context)?;
    let page = Page { after: arguments.after, limit: arguments.limit as usize };
    let People { found, more } = house.find_people(&asking, &looked, page).map_err(Fault::House)?;
    let remedy =
        |after: u64| context.words.say("person-more", &[("after", after.to_string().into())]);
    if arguments.who.json {
        let all: Vec<_> = found.iter().map(object).collect();
        let more = more.map(|after| json!({ "after": after, "remedy": remedy(after) }));
        output::answer_json(&json!({ "found": all, "more": more }))?;
        return Ok(Exit::Yes);
    }
    table(context, &found)?;
    match more {
        Some(after) => output::answer(&format!("{}\n", remedy(after))).map(|()| Exit::Yes),
        None => Ok(Exit::Yes),
    }
}

fn erase(context: &Context, arguments: &Erase) -> Result<Exit, Fault> {
    let id = document(Some(&arguments.id_file), arguments.id_kind)?;
    let (mut house, asking) = arguments.who.open(context)?;
    let erased = house.erase_person(&asking, &id, arguments.all_the_same).map_err(Fault::House)?;
    if arguments.who.json {
        let certificates: Vec<_> = erased.certificates.iter().map(|c| &c.number).collect();
        output::answer_json(&json!({ "certificates": certificates, "rows": erased.rows }))?;
        return Ok(Exit::Yes);
    }
    table(context, &erased.certificates)?;
    let count = erased.rows.to_string();
    let said = context.words.say("person-erased", &[("rows", count.into())]);
    output::answer(&format!("{said}\n"))?;
    Ok(Exit::Yes)
}

fn readings(context: &Context, arguments: &Readings) -> Result<Exit, Fault> {
    let house = arguments.register.open_to_read(context)?;
    let at = arguments.on.map_or_else(|| house.now(), Instant::start_of);
    let all = house.readings(at).map_err(Fault::House)?;
    if arguments.json {
        let object = |r: &desk::find_person::Recorded| {
            json!({
                "at": r.at.to_string(),
                "by": r.staff.of.0,
                "staff": r.staff.number,
                "purpose": r.purpose.name(),
                "note": r.note,
                "looked": r.by,
                "certificates": r.shown,
            })
        };
        let all: Vec<_> = all.iter().map(object).collect();
        output::answer_json(&json!({ "readings": all }))?;
        return Ok(Exit::Yes);
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|r| {
            let who = format!("{}-{}", r.staff.of.0, r.staff.number);
            let found = r.shown.len().to_string();
            let purpose = r.purpose.name().to_string();
            vec![r.at.to_string(), who, purpose, r.by.clone(), found, r.note.clone()]
        })
        .collect();
    let count = all.len().to_string();
    let said = context.words.say("person-readings", &[("count", count.into())]);
    output::answer(&format!("{}{said}\n", aligned(&rows)))?;
    Ok(Exit::Yes)
}

fn table(context: &Context, found: &[Found]) -> Result<(), Fault> {
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|one| {
            let session = one.session.0.to_string();
            vec![one.number.clone(), one.name.clone(), one.document.clone(), session]
        })
        .collect();
    let count = found.len().to_string();
    let said = context.words.say("person-found", &[("count", count.into())]);
    output::answer(&format!("{}{said}\n", aligned(&rows)))
}

fn object(one: &Found) -> serde_json::Value {
    json!({
        "number": one.number,
        "name": one.name,
        "document": one.document,
        "session": one.session.0,
        "entry": one.entry,
    })
}

/// Reads a kind of document by its Chinese name.
fn kind(text: &str) -> Result<DocumentKind, String> {
    let found = DocumentKind::ALL.into_iter().find(|kind| kind.zh() == text);
    found.ok_or_else(|| DocumentKind::ALL.map(DocumentKind::zh).join(" | "))
}

/// Reads the number of a document from the first line of a file.
fn document(file: Option<&PathBuf>, kind: Option<DocumentKind>) -> Result<PersonId, Fault> {
    let Some(path) = file else { return Err(Fault::NoDocumentInFile) };
    let text = std::fs::read_to_string(path)
        .map_err(|source| Fault::ReadFile { path: path.clone(), source })?;
    let number = text.lines().next().unwrap_or_default().trim();
    let kind = kind.unwrap_or(DocumentKind::ResidentId);
    PersonId::new(kind, number).map_err(|_| Fault::NoDocumentInFile)
}
