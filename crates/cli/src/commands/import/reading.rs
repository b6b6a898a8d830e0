//! How a sheet is to be read: the arguments of every command that takes one, and what is told of
//! it.
//!
//! In scope: headings by their names, the worksheet, the sheet of errors, a bar on a terminal.
//! Out of scope: what is read (`desk::import_sheet`), the tables (`report`).

use super::report;
use crate::fault::Fault;
use crate::{Context, output};
use desk::import_sheet::{
    Accept, FileReason, ImportError, Options, Reason, Report, SheetFile, Taken, write_wrong_rows,
};
use desk::words::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How a sheet is to be read.
#[derive(Debug, clap::Args)]
pub(crate) struct Reading {
    /// A column of the form, and the heading that it has in the sheet.
    #[arg(id = "sheet_map", long = "map", value_name = "COLUMN=HEADING", value_parser = mapping)]
    map: Vec<(String, String)>,
    /// The worksheet of an xlsx file; without it the first.
    #[arg(long, value_name = "WORKSHEET")]
    worksheet: Option<String>,
    /// Where the rows with errors are written as xlsx, the wrong cells marked.
    #[arg(id = "errors_file", long = "errors", value_name = "FILE")]
    errors: Option<PathBuf>,
}

/// Whether good rows are taken though others are wrong.
#[derive(Debug, clap::Args)]
pub(crate) struct GoodRows {
    /// Takes the rows without errors and leaves out the others.
    #[arg(long)]
    accept_good_rows: bool,
}

impl GoodRows {
    pub(crate) fn accept(&self) -> Accept {
        if self.accept_good_rows { Accept::GoodRows } else { Accept::Whole }
    }
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(a, b)| !a.is_empty() && !b.is_empty());
    parts.map(|(a, b)| (a.to_string(), b.to_string())).ok_or_else(|| text.to_string())
}

impl Reading {
    /// Reads with a bar that counts the rows.
    pub(crate) fn watched<T>(
        &self,
        context: &Context,
        read: impl FnOnce(&Options, &mut dyn FnMut(u32)) -> T,
    ) -> T {
        let options = Options {
            map: self.map.clone(),
            worksheet: self.worksheet.clone(),
            keep_wrong_rows: self.errors.is_some(),
            without_digest: false,
        };
        let bar = bar(context, "import-reading");
        let done = read(&options, &mut |rows| bar.set_position(u64::from(rows)));
        bar.finish_and_clear();
        done
    }

    /// Reads a sheet that is to be recorded. Nothing comes back when it cannot be taken; then it
    /// was told why.
    pub(crate) fn take<T>(
        &self,
        context: &Context,
        path: &Path,
        (accept, as_json): (Accept, bool),
        read: impl FnOnce(&SheetFile, &Options, &mut dyn FnMut(u32)) -> Result<Taken<T>, Fault>,
    ) -> Result<Option<Taken<T>>, Fault> {
        let file = SheetFile::at(path);
        let taken = self.watched(context, |options, news| read(&file, options, news))?;
        readable(path, &taken.report)?;
        self.write_errors(context, &taken.report)?;
        let words = &context.words;
        match taken.accepted(accept) {
            Ok(taken) => {
                let left_out = taken.report.wrong();
                if 0 < left_out || !taken.report.extra_columns.is_empty() {
                    output::tell(&report::summary(words, &taken.report));
                }
                if 0 < left_out && self.errors.is_none() {
                    output::tell(&report::errors(words, &taken.report));
                }
                Ok(Some(taken))
            }
            Err(ImportError::Wrong(report)) => {
                if as_json {
                    output::answer_json(&report::object(&report))?;
                } else {
                    let refused = words.say("import-refused", &[]);
                    let said = [refused, report::summary(words, &report)].join("\n");
                    output::tell(&format!("{said}{}", report::errors(words, &report)));
                }
                Ok(None)
            }
            Err(ImportError::House(error)) => Err(Fault::House(error)),
        }
    }

    /// Writes the rows with errors where that was asked for.
    pub(crate) fn write_errors(&self, context: &Context, report: &Report) -> Result<(), Fault> {
        let Some(path) = self.errors.as_ref().filter(|_| !report.is_good()) else { return Ok(()) };
        let chinese = context.words.lang() == Lang::Zh;
        let bytes = write_wrong_rows(report, chinese).map_err(Fault::WriteSheet)?;
        output::write_whole(path, &bytes)?;
        let said = [("path", path.display().to_string().into())];
        output::tell(&context.words.say("import-errors-written", &said));
        Ok(())
    }
}

/// Tells a sheet that could not be read at all from one with something wrong in it: that is no
/// answer about the sheet.
///
/// # Errors
/// The system did not let it be read.
pub(crate) fn readable(path: &Path, report: &Report) -> Result<(), Fault> {
    let kind = report.errors.iter().find_map(|error| match error.reason {
        Reason::File(FileReason::Unreadable(kind)) => Some(kind),
        _ => None,
    });
    let fault = |kind: ErrorKind| Fault::ReadFile { path: path.to_path_buf(), source: kind.into() };
    kind.map_or(Ok(()), |kind| Err(fault(kind)))
}

/// Returns a bar on stderr that counts, and shows itself on a terminal only.
pub(crate) fn bar(context: &Context, key: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {pos} {elapsed}");
    let style = style.expect("the template is one that indicatif knows");
    let prefix = match key {
        "import-reading" => context.words.say("import-reading", &[]),
        _ => context.words.say("import-recording", &[]),
    };
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        .with_style(style)
        .with_prefix(prefix)
}
