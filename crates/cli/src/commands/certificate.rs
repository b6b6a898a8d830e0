//! `dengji certificate …`: what happens to a certificate after it was issued, lists of older ones,
//! numbers and blanks.
//!
//! In scope: arguments of each act. Out of scope: the acts (`desk`), the answer (`recorded`),
//! checking a file (`certificate_verify`).

use crate::Context;
use crate::commands::acting::Acting;
use crate::commands::exam;
use crate::commands::import::reading::{GoodRows, Reading, bar};
use crate::commands::import::recorded_acts;
use crate::commands::recorded;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::house::House;
use desk::house_error::HouseError;
use desk::import_legacy::{LegacyKind, document_of_any_kind, read_legacy};
use desk::keep_numbers::{Balance, digest_of};
use desk::revoke_certificates::Grounds;
use desk::{
    CorrectionReason, LegacyForm, Named, OrganisationId, ReissueReason, RevocationReason, RowId,
    Scheme, Serials, StockMove,
};
use std::path::{Path, PathBuf};
use vocab::{Day, InstitutionCode, Level, PersonId};

mod reasons;
mod show;

use reasons::{CorrectWhy, Form, Happened, PrintWhy, RevokeWhy};

/// The commands about certificates after issue.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Corrects what a certificate says of its holder.
    Correct(Correct),
    /// Prints a certificate again.
    Reissue(Reissue),
    /// Revokes one certificate.
    Revoke(Revoke),
    /// Revokes a batch, or a part of it, in one act.
    RevokeBatch(RevokeBatch),
    /// Says how a certificate stands.
    Show(show::Arguments),
    /// Lists of older certificates.
    #[command(subcommand)]
    Legacy(LegacyCommand),
    /// Goes on from numbers that were given before.
    OpenCounter(OpenCounter),
    /// Records what happened to blanks.
    Stock(Stock),
}

/// The commands about lists of older certificates.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum LegacyCommand {
    /// Registers a list.
    Import(Import),
}

/// Arguments of `certificate correct`.
#[derive(Debug, clap::Args)]
pub(crate) struct Correct {
    #[command(flatten)]
    acting: Acting,
    /// The number of the certificate.
    number: String,
    /// The name of its holder.
    #[arg(long)]
    name: String,
    /// The number of the holder's document.
    #[arg(long)]
    id: String,
    /// Why.
    #[arg(id = "correct-why", long = "why", value_name = "CORRECT_WHY", value_enum)]
    why: CorrectWhy,
}

/// Arguments of `certificate reissue`.
#[derive(Debug, clap::Args)]
pub(crate) struct Reissue {
    #[command(flatten)]
    acting: Acting,
    /// The number of the certificate.
    number: String,
    /// The print number of the new blank.
    #[arg(long, value_name = "NUMBER")]
    print: u64,
    /// Why.
    #[arg(id = "print-why", long = "why", value_name = "PRINT_WHY", value_enum)]
    why: PrintWhy,
}

/// Why certificates are revoked.
#[derive(Debug, clap::Args)]
struct Because {
    /// Why.
    #[arg(id = "revoke-why", long = "why", value_name = "REVOKE_WHY", value_enum)]
    why: RevokeWhy,
    /// The case of supervision that found it.
    #[arg(long, value_name = "NUMBER")]
    case: Option<u32>,
    /// The day the holders were told.
    #[arg(long, value_name = "DAY")]
    told: Day,
    /// The last day on which they could be heard.
    #[arg(long, value_name = "DAY")]
    heard_until: Day,
}

impl Because {
    fn grounds(&self) -> Grounds {
        let Because { why, case, told, heard_until } = *self;
        let reason = RevocationReason::from(why);
        Grounds { reason, case, told_on: told, heard_until }
    }
}

/// Arguments of `certificate revoke`.
#[derive(Debug, clap::Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    acting: Acting,
    /// The number of the certificate.
    number: String,
    #[command(flatten)]
    because: Because,
}

/// Arguments of `certificate revoke-batch`.
#[derive(Debug, clap::Args)]
pub(crate) struct RevokeBatch {
    #[command(flatten)]
    acting: Acting,
    /// The number of any certificate of the batch.
    number: String,
    /// The first and the last serial, as FIRST-LAST; without any, the whole batch.
    #[arg(long, value_name = "SERIALS_RUN", value_parser = run_of_serials)]
    serials: Vec<(u32, u32)>,
    #[command(flatten)]
    because: Because,
}

/// Arguments of `certificate legacy import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    #[command(flatten)]
    acting: Acting,
    /// The list.
    file: PathBuf,
    /// The form of its numbers.
    #[arg(id = "legacy-form", long = "form", value_name = "LEGACY_FORM", value_enum)]
    form: Form,
    /// The occupation of its certificates.
    #[arg(long, value_name = "NAME")]
    occupation: String,
    /// The code of the institution, for numbers of 16 digits.
    #[arg(long, value_name = "INSTITUTION_CODE")]
    institution: Option<InstitutionCode>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    good_rows: GoodRows,
}

/// Arguments of `certificate open-counter`.
#[derive(Debug, clap::Args)]
pub(crate) struct OpenCounter {
    #[command(flatten)]
    acting: Acting,
    /// Whose numbers; without it, those of who acts.
    #[arg(long, value_name = "NUMBER")]
    of: Option<u32>,
    /// Numbers of qualification certificates; without it, of level certificates.
    #[arg(long)]
    qualification: bool,
    /// The year in the numbers.
    #[arg(long, value_name = "NUMBER_YEAR")]
    year: i32,
    /// The level, 1 to 5.
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=5))]
    level: u8,
    /// The last serial that was given.
    #[arg(long, value_name = "NUMBER")]
    last: u32,
    /// The file that shows it; its digest goes into the log.
    #[arg(long, value_name = "FILE")]
    source: PathBuf,
}

/// Arguments of `certificate stock`.
#[derive(Debug, clap::Args)]
pub(crate) struct Stock {
    #[command(flatten)]
    acting: Acting,
    /// The version of the blank.
    #[arg(long, value_name = "NUMBER")]
    blank: u16,
    /// The first print number.
    #[arg(long, value_name = "NUMBER")]
    from: u64,
    /// The last print number; without it, the first alone.
    #[arg(long, value_name = "NUMBER")]
    to: Option<u64>,
    /// What happened.
    #[arg(id = "blanks-move", long = "happened", value_name = "BLANKS_MOVE", value_enum)]
    happened: Happened,
}

/// Runs a command about certificates after issue.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Show(arguments) => show::run(context, arguments),
        Command::Correct(Correct { acting, number, name, id, why }) => {
            let document = document(id)?;
            let reason = CorrectionReason::from(*why);
            acting.run(context, |house, who| house.correct(who, number, (name, &document), reason))
        }
        Command::Reissue(Reissue { acting, number, print, why }) => {
            let reason = ReissueReason::from(*why);
            acting.run(context, |house, who| house.reissue(who, number, *print, reason))
        }
        Command::Revoke(Revoke { acting, number, because }) => {
            acting.run(context, |house, who| house.revoke(who, number, because.grounds()))
        }
        Command::RevokeBatch(RevokeBatch { acting, number, serials, because }) => {
            let serials = match serials.is_empty() {
                true => Serials::All,
                false => Serials::Runs(serials.clone()),
            };
            acting.run(context, |house, who| {
                let header = house.certificate(number)?.header;
                house.revoke_batch(who, header, serials, because.grounds())
            })
        }
        Command::Legacy(LegacyCommand::Import(arguments)) => import(context, arguments),
        Command::OpenCounter(arguments) => open_counter(context, arguments),
        Command::Stock(Stock { acting, blank, from, to, happened }) => {
            let (run, step) = ((*blank, *from, to.unwrap_or(*from)), StockMove::from(*happened));
            acting.run(context, |house, who| house.stock(who, run, step))
        }
    }
}

/// Registers a list of older certificates, in as many acts as it needs.
pub(crate) fn import(context: &Context, arguments: &Import) -> Result<Exit, Fault> {
    let Import { acting, file, form, occupation, institution, reading, good_rows } = arguments;
    let form = LegacyForm::from(*form);
    if institution.is_some() != (form == LegacyForm::Qualification) {
        return Err(Fault::Institution);
    }
    let (mut house, by, on) = acting.open(context)?;
    let kind = LegacyKind { form, institution: *institution, until: on };
    let occupation = exam::occupation(&house, occupation)?;
    let how = (good_rows.accept(), acting.answering.json);
    let taken = reading.take(context, file, how, |file, options, news| {
        Ok(read_legacy(file, kind, options, news))
    })?;
    let Some(taken) = taken else { return Ok(Exit::Fault) };
    let who = (by, on);
    let import = |house: &mut House| {
        let bar = bar(context, "import-recording");
        let done = house.import_legacy(who, occupation, kind, taken.clone(), &mut |_| bar.inc(1));
        bar.finish_and_clear();
        done
    };
    if acting.answering.draft.is_some() {
        // Of a long list the next act is drafted; when it is recorded, the same command goes on.
        return recorded::act(context, &mut house, &acting.answering, |house| {
            let mut receipts = import(house)?;
            receipts.pop().ok_or(HouseError::NoCertificate)
        });
    }
    let json = acting.answering.json;
    match import(&mut house) {
        Ok(receipts) => recorded_acts(context, &mut house, &receipts, json),
        Err(HouseError::ToSign(_)) => Err(Fault::DraftNeedsFile),
        Err(HouseError::Refused(refusal)) => recorded::refused(context, &house, &refusal, json),
        Err(error) => Err(Fault::House(error)),
    }
}

fn open_counter(context: &Context, arguments: &OpenCounter) -> Result<Exit, Fault> {
    let OpenCounter { acting, of, qualification, year, level, last, source } = arguments;
    let digit = char::from_digit(u32::from(*level), 10).expect("1 to 5 is a digit");
    let source = digest_of(&read(source)?).0;
    let balance = Balance {
        of: OrganisationId(of.unwrap_or(acting.by)),
        scheme: if *qualification { Scheme::Qualification } else { Scheme::Level },
        year: *year,
        level: Level::from_code(digit).expect("1 to 5 is a level"),
        last: *last,
        source,
    };
    acting.run(context, |house, who| house.open_counter(who, balance))
}

/// Returns the row of an occupation.
pub(crate) fn occupation(context: &Context, name: &str) -> Result<RowId, Fault> {
    match context.law_room()?.law().rows.find(name) {
        Named::One(row) => Ok(row),
        Named::Several(_) | Named::Unknown(_) => Err(Fault::NoOccupation(name.to_string())),
    }
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|source| Fault::ReadFile { path: path.to_path_buf(), source })
}

/// Reads the number of a document of whatever kind.
fn document(text: &str) -> Result<PersonId, Fault> {
    document_of_any_kind(text).ok_or(Fault::NoDocument)
}

fn run_of_serials(text: &str) -> Result<(u32, u32), std::num::ParseIntError> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Ok((first.trim().parse()?, last.trim().parse()?))
}
