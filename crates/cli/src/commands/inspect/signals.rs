//! `dengji inspect signals`: who hardly lets anybody fail.
//!
//! Source: 四 (保证鉴定质量), 六 (质量监管). A signal is a reason to look and never a finding.
//! In scope: a table with its bounds, an object. Out of scope: the counting (`register`), what
//! follows from looking (`inspect record`, `case`).

use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, aligned, output};
use desk::house::House;
use desk::words::Words;
use desk::{Bounds, PassRate};
use serde_json::{Value, json};
use vocab::Day;

/// The rule under which somebody looks.
const RULE: &str = "2020-80/p6.quality-is-supervised";

/// Arguments of `inspect signals`.
#[derive(Debug, clap::Args)]
pub(crate) struct Signals {
    #[command(flatten)]
    register: RegisterFolder,
    /// Results published since this day; without it, since the first.
    #[arg(id = "signals-from", long = "from", value_name = "DAY")]
    from: Option<Day>,
    /// Results published up to this day; without it, up to today in China.
    #[arg(id = "signals-until", long = "until", value_name = "DAY")]
    until: Option<Day>,
    /// Fewer than so many who sat are too few to say anything.
    #[arg(long, value_name = "N", default_value = "200")]
    sat_min: u64,
    /// At most so many of a thousand did not pass.
    #[arg(long, value_name = "N", default_value = "10")]
    #[arg(value_parser = clap::value_parser!(u64).range(0..=1000))]
    failed_max: u64,
    /// Everybody with results, also those who do not stand out.
    #[arg(long)]
    all: bool,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Shows the bodies and departments whose results stand out.
pub(crate) fn signals(context: &Context, asked: &Signals) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let bounds = Bounds { sat_min: asked.sat_min, failed_per_mille_max: asked.failed_max };
    let until = asked.until.unwrap_or_else(|| house.now().day_in_china());
    let rates = house.state().pass_rates(asked.from.unwrap_or(Day(i32::MIN)), until);
    let mut shown: Vec<&PassRate> =
        rates.iter().filter(|rate| asked.all || rate.stands_out(&bounds)).collect();
    // Who lets fewest fail comes first, and of those whose many sat.
    shown.sort_by_key(|rate| (rate.failed_per_mille(), std::cmp::Reverse(rate.sat), rate.body));
    let quote = house.law().rules.iter().find(|rule| rule.id == RULE).map(|rule| &rule.quote);
    if asked.json {
        let rows: Vec<Value> = shown.iter().map(|rate| object(&house, rate, &bounds)).collect();
        output::answer_json(&json!({
            "from": asked.from.map(|day| day.to_string()),
            "until": until.to_string(),
            "sat_min": bounds.sat_min,
            "failed_per_mille_max": bounds.failed_per_mille_max,
            "counted": rates.len(),
            "signals": rows,
            "rule": quote.map(|_| RULE),
            "quote": quote,
        }))?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut text = match shown.is_empty() {
        true => format!("{}\n", words.say("inspect-signals-none", &[])),
        false => aligned::aligned(&table(words, &house, &shown, &bounds)),
    };
    let from = asked.from.map_or_else(
        || words.say("inspect-signals-from-the-first", &[]),
        |day| words.say("inspect-signals-from", &[("day", day.to_string().into())]),
    );
    let arguments = [
        ("sat", bounds.sat_min.to_string().into()),
        ("failed", bounds.failed_per_mille_max.to_string().into()),
        ("from", from.into()),
        ("until", until.to_string().into()),
        ("counted", rates.len().to_string().into()),
    ];
    text += &format!("\n{}\n", words.say("inspect-signals-bounds", &arguments));
    text += &format!("{}\n", words.say("inspect-signals-no-finding", &[]));
    if let Some(quote) = quote {
        text += &format!("「{}」 {RULE}\n", quote.replace('\n', ""));
    }
    output::answer(&text)?;
    Ok(Exit::Yes)
}

fn name(house: &House, rate: &PassRate) -> String {
    house.state().organisation(rate.body).map_or(String::new(), |known| known.name.clone())
}

fn object(house: &House, rate: &PassRate, bounds: &Bounds) -> Value {
    json!({
        "body": rate.body.0,
        "name": name(house, rate),
        "sessions": rate.sessions,
        "everybody_passed": rate.everybody,
        "sat": rate.sat,
        "passed": rate.passed,
        "failed": rate.sat - rate.passed,
        "failed_per_mille": rate.failed_per_mille(),
        "stands_out": rate.stands_out(bounds),
    })
}

fn table(words: &Words, house: &House, shown: &[&PassRate], bounds: &Bounds) -> Vec<Vec<String>> {
    let mut rows = vec![vec![
        words.say("supervise-field-body", &[]),
        words.say("inspect-signals-name", &[]),
        words.say("inspect-signals-sessions", &[]),
        words.say("inspect-signals-everybody", &[]),
        words.say("inspect-signals-sat", &[]),
        words.say("inspect-signals-failed", &[]),
        words.say("inspect-signals-per-mille", &[]),
        String::new(),
    ]];
    rows.extend(shown.iter().map(|rate| {
        let stands_out = match rate.stands_out(bounds) {
            true => words.say("inspect-signals-stands-out", &[]),
            false => String::new(),
        };
        vec![
            rate.body.0.to_string(),
            name(house, rate),
            rate.sessions.to_string(),
            rate.everybody.to_string(),
            rate.sat.to_string(),
            (rate.sat - rate.passed).to_string(),
            rate.failed_per_mille().to_string(),
            stands_out,
        ]
    }));
    rows
}
