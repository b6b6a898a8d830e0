//! `dengji recheck LOG` and `dengji log verify LOG`: a published log, checked from its first entry.
//!
//! In scope: which log and which key, progress, exit codes. Out of scope: checking (`recheck`).
//! Exit codes: 0 when nothing is wrong, 1 when something is, 2 for a wrong URL or a missing key, 3
//! when the log cannot be read.

use crate::commands::witness_serve::verifier_key;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::house_folder::trusted_log;
use desk::law_archive;
use desk::law_room::LawRoom;
use desk::publish::law_path;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use recheck::{FolderSource, Options, Report, Source, State, UrlLimits, UrlSource};
use std::path::PathBuf;

mod report;
pub(crate) mod words;

/// The longest law that is read from a log.
const LAW_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Arguments of `recheck` and of `log verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The log: the folder that holds its checkpoint, or the URL under which that is served.
    #[arg(value_name = "LOG")]
    log: String,
    /// Public key of the log that is meant; without it, the log's own word is taken for it.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Verifier key of a witness, or the file that holds it: the times of its cosignatures are
    /// compared with those of the entries; may be repeated.
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,
    /// A checkpoint of the log kept from earlier, which it has to have kept to; may be repeated.
    #[arg(long, value_name = "FILE")]
    kept: Vec<PathBuf>,
    /// Number of findings after which it stops.
    #[arg(long, value_name = "N", default_value_t = 20)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=10_000))]
    findings: u32,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Checks everything: tree, signatures, and every act decided again.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let room = law_of(context, arguments)?;
    check(context, arguments, |source, options, progress| {
        recheck::recheck(source, room.law(), options, progress)
    })
}

/// Returns the law to decide by: this program's, or the log's own where that is another one and the
/// log serves it.
fn law_of(context: &Context, arguments: &Arguments) -> Result<LawRoom, Fault> {
    let own = context.law_room()?;
    if context.law.is_some() {
        // Whoever names a law wants to know what that one says.
        return Ok(own);
    }
    let source = source(&arguments.log)?;
    // A log that cannot be read is told about by the check itself.
    let founding = ::recheck::founding_law(&*source).ok().flatten();
    let Some(digest) = founding.filter(|digest| *digest != own.law().digest.0) else {
        return Ok(own);
    };
    let path = law_path(vocab::Hash(digest));
    let served = source.read(&path, LAW_BYTES_MAX).ok().flatten();
    let served = served.and_then(|bytes| law_archive::read(&bytes).ok());
    let served = served.and_then(|folder| LawRoom::load(folder).ok());
    match served.filter(|room| room.law().digest.0 == digest) {
        Some(room) => {
            output::tell(&context.words.say("recheck-served-law", &[]));
            Ok(room)
        }
        // Decided under this program's law, which is a finding of its own.
        None => Ok(own),
    }
}

/// Checks tree and signatures; no law is asked.
pub(crate) fn verify(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    check(context, arguments, recheck::verify_log)
}

/// Checks everything and returns the state of the log too; the report is shown only where something
/// is wrong.
pub(crate) fn to_state(
    context: &Context,
    (log, key): (&str, Option<PathBuf>),
    json: bool,
) -> Result<Result<(Report, State), Exit>, Fault> {
    let (witness, kept) = (Vec::new(), Vec::new());
    let arguments = Arguments { log: log.into(), key, witness, kept, findings: 20, json };
    let room = law_of(context, &arguments)?;
    let options = options(&arguments)?;
    let bar = progress_bar(context);
    let checked =
        recheck::recheck_to_state(&*source(log)?, room.law(), &options, &mut |done, size| {
            bar.set_length(size);
            bar.set_position(done);
        });
    bar.finish_and_clear();
    let (report, state) = checked.map_err(Fault::Recheck)?;
    if report.is_clean() {
        return Ok(Ok((report, state)));
    }
    answer(context, &report, json)?;
    Ok(Err(Exit::Refused))
}

/// What a check comes to.
type Checked = Result<Report, recheck::Fault>;

fn check(
    context: &Context,
    arguments: &Arguments,
    check: impl FnOnce(&dyn Source, &Options, &mut dyn FnMut(u64, u64)) -> Checked,
) -> Result<Exit, Fault> {
    let source = source(&arguments.log)?;
    let options = options(arguments)?;
    let bar = progress_bar(context);
    let checked = check(&*source, &options, &mut |done, size| {
        bar.set_length(size);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let report = checked.map_err(Fault::Recheck)?;
    answer(context, &report, arguments.json)?;
    Ok(if report.is_clean() { Exit::Yes } else { Exit::Refused })
}

fn answer(context: &Context, report: &Report, json: bool) -> Result<(), Fault> {
    if json {
        output::answer_json(&report::object(report))?;
    } else {
        output::answer(&report::text(&context.words, report))?;
    }
    Ok(())
}

/// Returns where the log is read from: what begins like a URL is one.
pub(crate) fn source(log: &str) -> Result<Box<dyn Source + Send + Sync>, Fault> {
    if log.contains("://") {
        let source = UrlSource::new(log, UrlLimits::default());
        return Ok(Box::new(source.map_err(Fault::LogPlace)?));
    }
    Ok(Box::new(FolderSource::new(log)))
}

fn options(arguments: &Arguments) -> Result<Options, Fault> {
    let key = arguments.key.as_deref().map(|path| trusted_log(path, None));
    let key = key.transpose().map_err(Fault::House)?;
    let mut kept = Vec::new();
    for path in &arguments.kept {
        let bytes =
            std::fs::read(path).map_err(|source| Fault::ReadFile { path: path.clone(), source })?;
        kept.push((path.display().to_string(), bytes));
    }
    let findings_max = arguments.findings as usize;
    let witnesses = arguments.witness.iter().map(|text| verifier_key(text));
    let witnesses = witnesses.collect::<Result<_, _>>()?;
    Ok(Options { key: key.map(|log| log.key), witnesses, kept, findings_max })
}

/// Returns a bar on stderr, which shows itself on a terminal only.
pub(crate) fn progress_bar(context: &Context) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len} {eta}");
    let style = style.expect("the template is one that indicatif knows");
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        .with_style(style)
        .with_prefix(context.words.say("recheck-progress", &[]))
}
