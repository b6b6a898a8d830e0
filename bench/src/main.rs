//! Measurements, each against something in the same run: `cargo run --release -p bench -- law`.
//!
//! In scope: speed of the law, of the register, of the log, of imports and of the blind index. Out
//! of scope: verdicts in tests; a slow machine fails nothing here. A line ends with `ok` or
//! `below`; the exit code is 0 when everything could be measured.

use crate::workload::Workload;
use anyhow::{Result, bail};
use desk::backend::Backend;
use desk::law_folder::LawFolder;
use law::Law;
use std::hint::black_box;

mod backup;
mod decisions;
mod dice;
mod hand_table;
mod import;
mod issuing;
mod log;
mod postgres;
mod processor;
mod register;
mod rounds;
mod snapshot;
mod tokens;
mod words;
mod workload;

/// Acts that are decided in one run.
const ACTS: usize = 1_000_000;
/// Entries of the log that is measured.
const ENTRIES: u64 = 1_000_000;
/// Certificates that are issued.
const CERTIFICATES: u64 = 1_000_000;
/// Certificates of which the tokens are measured.
const INDEXED: u64 = 10_000_000;
/// Explanations in one run.
const EXPLANATIONS: usize = 5_000;
const SEED: u64 = 80;

/// Wanted speed of decisions, in percent of the table by hand.
const DECISIONS_PERCENT_MIN: u64 = 40;
/// The most one explanation with its text may take.
const EXPLANATION_NS_MAX: u64 = 50_000;
/// The most loading the compiled-in law may take.
const LOAD_NS_MAX: u64 = 50_000_000;
/// The most proving the law with all its cases may take.
const CHECK_NS_MAX: u64 = 5_000_000_000;

const USAGE: &str = "usage: bench law | bench register | bench state-snapshot | \
                     bench log [--entries N] | bench issuing [--certificates N [--folder DIR]] | \
                     bench look-ups --folder DIR | bench import | bench tokens [--certificates N] | \
                     bench backup --folder DIR | bench postgres";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["law"] => law(),
        ["register"] => register::run(),
        ["state-snapshot"] => snapshot::run(),
        ["log"] => log::run(ENTRIES),
        ["import"] => import::run(),
        ["import", "--memory", path] => import::memory(std::path::Path::new(path)),
        ["import", "--record", rows] => import::record(rows.parse()?, &Backend::Folder),
        ["import", "--record", rows, url] => {
            import::record(rows.parse()?, &Backend::Postgres((*url).to_string()))
        }
        ["log", "--entries", n] => log::run(n.parse()?),
        ["postgres"] => postgres::run(),
        ["issuing"] => issuing::run(CERTIFICATES, None),
        ["issuing", "--certificates", n] => issuing::run(n.parse()?, None),
        ["issuing", "--certificates", n, "--folder", folder] => {
            issuing::run(n.parse()?, Some(folder.as_ref()))
        }
        ["look-ups", "--folder", folder] => issuing::look_up_again(folder.as_ref()),
        ["tokens"] => tokens::run(INDEXED),
        ["tokens", "--certificates", n] => tokens::run(n.parse()?),
        ["backup", "--folder", folder] => backup::run(folder.as_ref()),
        _ => bail!("{USAGE}"),
    }
}

fn law() -> Result<()> {
    let folder = LawFolder::compiled();
    let files: Vec<(&str, &[u8])> = folder.files().collect();
    let law = law::load(&files)?;
    decisions(&law)?;
    let work = Workload::random(SEED, EXPLANATIONS, law.rows.rows.len());
    let (spread, bytes) = words::measure(&law, &work, EXPLANATIONS);
    println!("explanation: {bytes} bytes of text on average over {EXPLANATIONS} acts");
    share("explanation", spread, EXPLANATION_NS_MAX);
    let spread = rounds::alone(|| {
        black_box(law::load(black_box(&files)).is_ok());
    });
    share("load", spread, LOAD_NS_MAX);
    check(&law, &files);
    Ok(())
}

fn decisions(law: &Law) -> Result<()> {
    let work = Workload::random(SEED, ACTS, law.rows.rows.len());
    let told = decisions::agree(law, &work)?;
    println!(
        "decisions: {} acts with everything known, the table by hand agrees on all; {} lack facts, \
         it agrees on {} and asks for more than it needs on {}",
        told.complete, told.lacking, told.lacking_same, told.lacking_careful
    );
    let [permit, forbid, duty, choice, need] = told.outcomes;
    println!(
        "decisions: {permit} permit, {forbid} forbid, {duty} duty, {choice} choice, \
         {need} need_fact"
    );
    let pair = decisions::measure(law, &work);
    let per_second = |ns: u64| ACTS as u64 * 1_000 / ns.max(1);
    println!(
        "decisions: ours {} million a second, by hand {} million a second",
        per_second(pair.ours_ns),
        per_second(pair.other_ns)
    );
    let [least, median, greatest] = pair.percent;
    println!(
        "decisions: {median} % of the table by hand ({least} to {greatest} % by round), wanted \
         {DECISIONS_PERCENT_MIN} %: {}",
        if DECISIONS_PERCENT_MIN <= median { "ok" } else { "below" }
    );
    Ok(())
}

fn check(law: &Law, files: &law::Files<'_>) {
    match law.check(files) {
        Ok(proof) => println!("check: {} cases of {} rules", proof.cases.len(), proof.rules),
        Err(faults) => println!("check: {} faults, first: {}", faults.len(), faults[0]),
    }
    let spread = rounds::alone(|| {
        black_box(law.check(black_box(files)).is_ok());
    });
    share("check", spread, CHECK_NS_MAX);
}

/// Prints what share of a limit is used.
fn share(what: &str, [least, median, greatest]: [u64; 3], limit_ns: u64) {
    let per_mille = |ns: u64| ns * 1_000 / limit_ns;
    let text = |n: u64| format!("{}.{} %", n / 10, n % 10);
    println!(
        "{what}: {} of its limit ({} to {} by round): {}",
        text(per_mille(median)),
        text(per_mille(least)),
        text(per_mille(greatest)),
        if median <= limit_ns { "ok" } else { "below" }
    );
}
