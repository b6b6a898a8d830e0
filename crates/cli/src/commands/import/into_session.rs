//! `dengji import candidates|elections`: people of a session or an examination.
//!
//! In scope: arguments and answers. They are private: nothing of them is in the log but counts.
//! Out of scope: what is done with them (`desk::import_candidates`, `desk::import_elections`).

use super::reading::{GoodRows, Reading, bar};
use crate::commands::recorded::{self, cited};
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::SessionId;
use desk::house::House;
use desk::house_error::HouseError;
use desk::import_candidates::Entered;
use serde_json::json;
use std::path::{Path, PathBuf};
use vocab::Day;

/// Arguments of `import candidates` and `import elections`.
#[derive(Debug, clap::Args)]
pub(crate) struct People {
    #[command(flatten)]
    register: RegisterFolder,
    /// The session or examination, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
    /// The day of effect; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// The sheet.
    #[arg(id = "sheet_file", value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    good_rows: GoodRows,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// What is read into which session, and how.
pub(crate) struct Into<'a> {
    pub(crate) session: SessionId,
    pub(crate) on: Day,
    pub(crate) resits: bool,
    pub(crate) file: &'a Path,
    pub(crate) reading: &'a Reading,
    pub(crate) good_rows: &'a GoodRows,
    pub(crate) json: bool,
}

/// What entered and in how many parts, or why the house took nothing.
type Entering = Result<(Entered, u32), HouseError>;

/// Enters people into a session, and returns what was done; nothing when the sheet cannot be taken.
pub(crate) fn enter(
    context: &Context,
    house: &mut House,
    into: &Into<'_>,
) -> Result<Option<Entering>, Fault> {
    let Into { session, on, resits, file, reading, good_rows, json } = *into;
    let how = (good_rows.accept(), json);
    let taken = reading.take(context, file, how, |file, options, news| {
        house.read_candidates((session, on), file, options, news).map_err(Fault::House)
    })?;
    let Some(taken) = taken else { return Ok(None) };
    let left_out = taken.report.wrong();
    let bar = bar(context, "import-recording");
    let done = house.import_candidates((session, on), resits, taken, &mut |_| bar.inc(1));
    bar.finish_and_clear();
    Ok(Some(done.map(|entered| (entered, left_out))))
}

/// Accepts people who register.
pub(super) fn candidates(context: &Context, asked: &People) -> Result<Exit, Fault> {
    let People { register, session, on, file, reading, good_rows, json } = asked;
    let mut house = register.open(context)?;
    let on = on.unwrap_or_else(|| house.now().day_in_china());
    let (session, json) = (SessionId(*session), *json);
    let into = Into { session, on, resits: false, file, reading, good_rows, json };
    let Some(done) = enter(context, &mut house, &into)? else { return Ok(Exit::Fault) };
    answer(context, &house, done, json)
}

/// Records what candidates chose.
pub(super) fn elections(context: &Context, asked: &People) -> Result<Exit, Fault> {
    let People { register, session, on, file, reading, good_rows, json } = asked;
    let mut house = register.open(context)?;
    let on = on.unwrap_or_else(|| house.now().day_in_china());
    let of = (SessionId(*session), on);
    let how = (good_rows.accept(), *json);
    let taken = reading.take(context, file, how, |file, options, news| {
        house.read_elections(of, file, options, news).map_err(Fault::House)
    })?;
    let Some(taken) = taken else { return Ok(Exit::Fault) };
    let left_out = taken.report.wrong();
    let bar = bar(context, "import-recording");
    let done = house.import_elections(of, taken, &mut |_| bar.inc(1));
    bar.finish_and_clear();
    answer(context, &house, done.map(|entered| (entered, left_out)), *json)
}

/// Tells of private rows that were entered.
fn answer(
    context: &Context,
    house: &House,
    done: Result<(Entered, u32), HouseError>,
    as_json: bool,
) -> Result<Exit, Fault> {
    let (entered, left_out) = match done {
        Ok(done) => done,
        Err(HouseError::Refused(refusal)) => {
            return recorded::refused(context, house, &refusal, as_json);
        }
        Err(error) => return Err(Fault::House(error)),
    };
    let Entered { places, parts, repeated, cited: law } = &entered;
    let (rule, quote) = match law {
        Some(law) => (Some(law.rule.as_str()), Some(law.quote.as_str())),
        None => (None, None),
    };
    if as_json {
        output::answer_json(&json!({
            "entered": places.len(),
            "places": places,
            "left_out": left_out,
            "parts": parts,
            "repeated": repeated == parts,
            "rule": rule,
            "quote": quote,
        }))?;
        return Ok(Exit::Yes);
    }
    let said = [
        ("n", places.len().to_string().into()),
        ("left", left_out.to_string().into()),
        ("parts", (*parts).into()),
        ("repeated", (*repeated).into()),
    ];
    let text = context.words.say("import-entered", &said);
    output::answer(&format!("{text}\n{}", cited(rule, quote)))?;
    Ok(Exit::Yes)
}
