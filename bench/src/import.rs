//! Speed and memory of importing sheets.
//!
//! In scope: reading, validating and reporting on a csv file with errors, against the csv crate
//! that does nothing but split the same file; the same of an xlsx file, against calamine; the
//! greatest memory of a process that reads a million rows; recording a list (`recording`).
//! Out of scope: what the rows mean to the law.

mod recording;

use crate::dice::Dice;
use crate::rounds;
use anyhow::{Context as _, Result, bail};
use calamine::{Reader as _, Xlsx};
use desk::import_sheet::{Form, Options, Report, SheetFile, look_at, write_xlsx};
pub(crate) use recording::record;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use vocab::{DocumentKind, PersonId};

/// Rows of the csv file whose reading is timed.
const ROWS: usize = 300_000;
/// Rows of the long csv file whose reading is weighed.
const ROWS_LONG: usize = 1_000_000;
/// Rows of the xlsx file.
const ROWS_XLSX: usize = 200_000;
/// Wanted rate, in percent of bare parsing.
const PERCENT_MIN: u64 = 50;

const HEADINGS: &str = "姓名,证件类型,证件号码,准考证号,理论成绩,技能成绩,综合评审,是否本单位职工";

/// Measures everything, with the files in a folder of its own.
pub fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    scores(&at("scores.csv"), ROWS)?;
    csv_file(&at("scores.csv"))?;
    scores(&at("long.csv"), ROWS_LONG)?;
    for (name, rows) in [("scores.csv", ROWS), ("long.csv", ROWS_LONG)] {
        weigh(&at(name), rows)?;
    }
    xlsx_file(&at("scores.xlsx"))?;
    recording::measure()
}

/// Reads one file and prints the greatest memory of this process, for [`weigh`].
pub fn memory(path: &Path) -> Result<()> {
    let report = read(&SheetFile::at(path));
    println!("{} rows, {} errors: {} KiB", report.rows, report.errors_in_all, peak_kib()?);
    Ok(())
}

fn csv_file(path: &Path) -> Result<()> {
    let bytes = std::fs::metadata(path)?.len();
    let pair = rounds::in_turn(
        || {
            let report = read(&SheetFile::at(path));
            let said: usize = report.errors.iter().map(|error| error.zh().len()).sum();
            black_box((report.good, said));
        },
        || {
            black_box(bare(path).unwrap_or(0));
        },
    );
    let report = read(&SheetFile::at(path));
    let per_second = |ns: u64| ROWS as u64 * 1_000_000 / (ns / 1_000).max(1);
    let [least, median, greatest] = pair.percent;
    println!(
        "import, csv: {} rows, {bytes} bytes, {} errors in {} rows; ours {} rows a second, bare \
         {} rows a second",
        report.rows,
        report.errors_in_all,
        report.wrong(),
        per_second(pair.ours_ns),
        per_second(pair.other_ns)
    );
    println!(
        "import, csv: {median} % of bare parsing ({least} to {greatest} % by round), wanted \
         {PERCENT_MIN} %: {}",
        if PERCENT_MIN <= median { "ok" } else { "below" }
    );
    Ok(())
}

fn read(file: &SheetFile) -> Report {
    // Nothing is recorded, so nobody asks for the digest.
    let options = Options { without_digest: true, ..Options::default() };
    look_at(file, Form::Scores, &options, &mut |_| {})
}

/// Splits every line into its cells, as the csv crate does it quickest with checked text.
fn bare(path: &Path) -> Result<usize> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(File::open(path)?);
    let (mut record, mut cells) = (csv::StringRecord::new(), 0);
    while reader.read_record(&mut record)? {
        cells += record.len();
    }
    Ok(cells)
}

/// Reads a file in a process of its own, whose greatest memory is of nothing else.
fn weigh(path: &Path, rows: usize) -> Result<()> {
    let own = std::env::current_exe()?;
    let output = Command::new(own).args(["import", "--memory"]).arg(path).output()?;
    if !output.status.success() {
        bail!("the process that reads {rows} rows failed");
    }
    println!("import, greatest memory: {}", String::from_utf8_lossy(&output.stdout).trim_end());
    Ok(())
}

fn peak_kib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let line = line.context("the system does not tell the greatest memory")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn xlsx_file(path: &Path) -> Result<()> {
    let mut dice = Dice(80);
    let rows: Vec<Vec<String>> = (0..ROWS_XLSX)
        .map(|n| row(&mut dice, n).split(',').map(str::to_string).collect())
        .collect();
    let start = Instant::now();
    std::fs::write(path, write_xlsx(Form::Scores, &rows)?)?;
    println!("import, xlsx: {ROWS_XLSX} rows written in {} ms", start.elapsed().as_millis());
    drop(rows);
    let start = Instant::now();
    let report = read(&SheetFile::at(path));
    let ours = start.elapsed().as_millis().max(1) as u64;
    let start = Instant::now();
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(File::open(path)?))?;
    let mut cells = book.worksheet_cells_reader("成绩")?;
    let mut count = 0u64;
    while let Some(cell) = cells.next_cell()? {
        count += u64::from(black_box(cell.get_position()).1 < 8);
    }
    let bare = start.elapsed().as_millis().max(1) as u64;
    println!(
        "import, xlsx: {} rows, {} errors in {ours} ms; bare reading of {count} cells {bare} ms: \
         {} %",
        report.rows,
        report.errors_in_all,
        bare * 100 / ours
    );
    Ok(())
}

fn scores(path: &Path, rows: usize) -> Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut dice = Dice(80);
    writeln!(out, "{HEADINGS}")?;
    for n in 0..rows {
        writeln!(out, "{}", row(&mut dice, n))?;
    }
    out.flush()?;
    Ok(())
}

/// A row about an invented person; one of a hundred is wrong, in one of eight ways.
fn row(dice: &mut Dice, n: usize) -> String {
    const NAMES: [&str; 8] =
        ["虚构甲", "虚构乙丙", "示例丁", "赵禾", "钱麦穗", "孙豆", "李瓜蔓", "周粟"];
    let name = NAMES[dice.below(8) as usize];
    // Fifteen digits of old, which become eighteen with a check digit that fits.
    let old = format!(
        "99{:04}80{:02}{:02}{:03}",
        n / 300_000,
        n / 25_000 % 12 + 1,
        n / 1_000 % 25 + 1,
        n % 1_000
    );
    let number = PersonId::new(DocumentKind::ResidentId, &old)
        .map_or(String::new(), |person| person.number().to_string());
    let mut score = || format!("{}.{}", 50 + dice.below(50), dice.below(10));
    let (theory, skill) = (score(), score());
    let wrong = if dice.below(100) == 0 { dice.below(8) } else { -1 };
    match wrong {
        0 => format!("{name},居民身份证,{}0,{n:08},{theory},{skill},,是", &number[..17]),
        1 => format!("{name},居民身份证,9.90001E+17,{n:08},{theory},{skill},,是"),
        2 => format!(",居民身份证,{number},{n:08},{theory},{skill},,是"),
        3 => format!("{name},居民身份证,{number},{n:08},缺考,{skill},,否"),
        4 => format!("{name},居民身份证,{number},{n:08},{theory},101,,否"),
        5 => format!("{name},学生证,{number},{n:08},{theory},{skill},,否"),
        6 => format!("{name},居民身份证,{number},00000000,{theory},{skill},,是"),
        7 => format!("{name},居民身份证,{number},{n:08},{theory},{skill},,也许"),
        _ => format!("{name},居民身份证,{number},{n:08},{theory},{skill},,是"),
    }
}
