//! `dengji notice read FILE`: rows of a notice, its reconciliation, and what is odd.
//!
//! In scope: the three forms of the answer. Out of scope: reading (`notice`), knowing (`desk`).
//! Failure: the command only reads; stopped anywhere, nothing has changed.

use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use notice::{NOTICE_BYTES_MAX, NoticeError, Reconciliation, Table};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

mod json;
mod report;
pub(crate) mod words;

/// Arguments of `notice read`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The notice as it arrived: plain text in UTF-8, GB 18030, or UTF-16 with its mark.
    file: PathBuf,
    /// Form of the answer. With tsv only the rows go to stdout, the rest to stderr.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// Aligned columns, reconciliation and anomalies, for people.
    Table,
    /// Tab-separated rows under a header, as kept in annex.tsv.
    Tsv,
    /// One object with rows, totals and anomalies.
    Json,
}

/// What was read, as the forms of the answer need it.
struct Reading {
    table: Table,
    /// The document number when the notice is a known one.
    instrument: Option<String>,
    reconciliation: Reconciliation,
}

/// Reads, reconciles and answers; `Refused` when the totals do not agree.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let reading = read(context, &arguments.file)?;
    let words = &context.words;
    match arguments.format {
        Format::Table => {
            let parts = [report::rows(words, &reading), report::findings(words, &reading)];
            output::answer(&parts.join("\n"))?;
        }
        Format::Tsv => {
            output::answer(&notice::annex::write(&reading.table.rows))?;
            output::tell(&report::findings(words, &reading));
        }
        Format::Json => output::answer(&json::write(&reading))?,
    }
    Ok(if reading.reconciliation.ok() { Exit::Yes } else { Exit::Refused })
}

fn read(context: &Context, path: &Path) -> Result<Reading, Fault> {
    let bytes = read_file(path)?;
    let fault = |source: NoticeError| Fault::Notice { path: path.into(), source };
    let decoded = notice::decode(&bytes).map_err(fault)?;
    let lines = notice::lines(&decoded.text);
    let table = notice::table(&lines).map_err(fault)?;
    let known = desk::expected::known_instrument(&context.law()?, &lines);
    let known = known.map_err(Fault::Expected)?;
    let expected = known.as_ref().and_then(|known| known.expected.as_ref());
    let reconciliation = notice::reconcile(&table, expected);
    Ok(Reading { table, instrument: known.map(|known| known.number), reconciliation })
}

/// Reads a file up to one byte more than a notice may have: enough to refuse it.
fn read_file(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let limit = NOTICE_BYTES_MAX as u64 + 1;
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|source| Fault::ReadFile { path: path.into(), source })?;
    Ok(bytes)
}
