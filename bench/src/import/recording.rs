//! Recording a list of older certificates with one wrong row in a hundred: time and memory.
//!
//! In scope: reading, leaving the wrong rows out, recording the others in as many acts as it needs,
//! in a folder and on a throw-away PostgreSQL; the greatest memory of a process that does nothing
//! else.
//! Out of scope: the rate of reading alone (`import`).

use super::peak_kib;
use crate::log::founded_on;
use anyhow::{Result, bail};
use desk::LegacyForm;
use desk::backend::Backend;
use desk::import_legacy::{LegacyKind, read_legacy};
use desk::import_sheet::{Accept, Options, SheetFile};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// The most recording the rows may take.
const SECONDS_MAX: u64 = 6;
/// The rows of which it may take so long.
const ROWS_TIMED: usize = 300_000;
/// Rows of a longer list, to see that memory does not grow with it.
const ROWS_LONG: usize = 1_000_000;

/// Records in processes of their own, so that the memory of each is of nothing else.
pub(super) fn measure() -> Result<()> {
    let own = |arguments: &[&str]| -> Result<()> {
        let program = std::env::current_exe()?;
        let status = Command::new(program).args(["import", "--record"]).args(arguments).status()?;
        if status.success() { Ok(()) } else { bail!("recording {arguments:?} failed") }
    };
    for rows in [ROWS_TIMED, ROWS_LONG] {
        own(&[&rows.to_string()])?;
    }
    match throwaway::Postgres::start() {
        Some(server) => own(&[&ROWS_TIMED.to_string(), &server.database()]),
        None => {
            println!("import, recorded: PostgreSQL is not installed, not measured on it");
            Ok(())
        }
    }
}

/// Records so many rows, and says how long it took.
pub(crate) fn record(rows: usize, backend: &Backend) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("legacy.csv");
    older_certificates(&path, rows)?;
    let data = folder.path().join("data");
    let (mut house, occupation, clock) = founded_on(&data, backend)?;
    let on: vocab::Day = "2024-06-03".parse()?;
    clock(on);
    let institution = Some("99991001".parse()?);
    let kind = LegacyKind { form: LegacyForm::Qualification, institution, until: on };
    let before = peak_kib()?;
    let start = Instant::now();
    let taken = read_legacy(&SheetFile::at(&path), kind, &Options::default(), &mut |_| {});
    let read = start.elapsed();
    let wrong = taken.report.wrong();
    if wrong as usize != rows / 100 {
        bail!("{wrong} rows are wrong, the first: {}", taken.report.errors[0]);
    }
    let taken = taken.accepted(Accept::GoodRows)?;
    let who = (desk::OrganisationId(0), on);
    let receipts = house.import_legacy(who, occupation, kind, taken, &mut |_| {})?;
    let all = start.elapsed();
    let place = if matches!(backend, Backend::Folder) { "a folder" } else { "PostgreSQL" };
    print!(
        "import, recorded in {place}: the good ones of {rows} older certificates, {wrong} wrong, \
         in {} acts in {} ms, {} ms of them reading",
        receipts.len(),
        all.as_millis(),
        read.as_millis()
    );
    if rows == ROWS_TIMED {
        let verdict = if all.as_secs() < SECONDS_MAX { "ok" } else { "below" };
        print!(", wanted {SECONDS_MAX} s: {verdict}");
    }
    println!("; greatest memory {} MiB, {} MiB before", peak_kib()? >> 10, before >> 10);
    Ok(())
}

fn older_certificates(path: &Path, rows: usize) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "证书编号,姓名,证件类型,证件号码,发证日期,等级")?;
    for n in 0..rows {
        // A sequence has five digits; three levels and years on end.
        let (year, level, serial) = (15 + n / 299_997, 3 + n / 99_999 % 3, n % 99_999 + 1);
        // One of a hundred is wrong: the number says another year than the day.
        let said = if n % 100 == 50 { year + 1 } else { year };
        writeln!(
            out,
            "{year}99991001{level}{serial:05},虚构某,护照,X{n:07},20{said}-06-01,{level}"
        )?;
    }
    Ok(out.flush()?)
}
