//! `dengji body list|show|was-recognised`: who was recognised for what, on any day.
//!
//! In scope: arguments, tables, JSON. Out of scope: finding it out (`desk::see_bodies`).

use super::{occupation_of, values};
use crate::aligned::aligned;
use crate::commands::register_folder::{RegisterFolder, known};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::act_words::body;
use desk::house::House;
use desk::see_bodies::{HistoryRow, SeeBodies, site, standing_words};
use serde_json::{Value, json};
use vocab::{Day, Instant, Level};

/// Day and instant of a question.
#[derive(Debug, clap::Args)]
pub(crate) struct When {
    /// The day; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// The instant of knowledge; without it, now.
    #[arg(long, value_name = "INSTANT")]
    known_at: Option<Instant>,
}

/// Arguments of `body list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    register: RegisterFolder,
    #[command(flatten)]
    when: When,
    /// Recognised for this occupation.
    #[arg(long, value_name = "NAME")]
    occupation: Option<String>,
    /// Recognised for this level: 3 or 三级.
    #[arg(long, value_name = "LEVEL", value_parser = values::level)]
    level: Option<Level>,
    /// Of this region, by its two-digit code.
    #[arg(long, value_name = "REGION")]
    region: Option<u8>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `body show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    register: RegisterFolder,
    /// The organisation, by its number.
    #[arg(value_name = "NUMBER")]
    organisation: u32,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `body was-recognised`.
#[derive(Debug, clap::Args)]
pub(crate) struct WasRecognised {
    #[command(flatten)]
    register: RegisterFolder,
    /// The body, by its number.
    #[arg(value_name = "NUMBER")]
    organisation: u32,
    /// The occupation, as printed in the annex or corrected.
    #[arg(long, value_name = "NAME")]
    occupation: String,
    /// The level: 3 or 三级.
    #[arg(long, value_name = "LEVEL", value_parser = values::level)]
    level: Level,
    #[command(flatten)]
    when: When,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

impl When {
    fn of(&self, house: &House) -> (Day, Instant) {
        let now = house.now();
        // What a virtual clock recorded may lie ahead of this machine's.
        let latest = house.state().recorded_at().map_or(now, |last| last.max(now));
        (self.on.unwrap_or(now.day_in_china()), self.known_at.unwrap_or(latest))
    }
}

/// Lists the bodies recognised on a day.
pub(crate) fn list(context: &Context, arguments: &List) -> Result<Exit, Fault> {
    let house = arguments.register.open_to_read(context)?;
    let (on, known_at) = arguments.when.of(&house);
    let name = arguments.occupation.as_ref();
    let occupation = name.map(|name| occupation_of(&house, name)).transpose()?;
    let see =
        SeeBodies { on, known_at, occupation, level: arguments.level, region: arguments.region };
    let rows = house.bodies(&see);
    if arguments.json {
        let bodies: Vec<Value> = rows.iter().map(|row| row.to_json(&house)).collect();
        let object = json!({
            "on": on.to_string(), "known_at": known_at.to_string(), "bodies": bodies,
        });
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let words = &context.words;
    let mut table = vec![vec![
        words.say("body-table-number", &[]),
        words.say("body-table-name", &[]),
        words.say("body-table-standing", &[]),
        words.say("body-table-since", &[]),
        words.say("body-table-until", &[]),
        words.say("body-table-scope", &[]),
    ]];
    for row in &rows {
        let short = if row.short_form { words.say("body-short-mark", &[]) } else { "".into() };
        table.push(vec![
            row.id.0.to_string(),
            format!("{}{short}", row.name),
            standing_words(words, row.standing),
            row.since.to_string(),
            row.until.map_or("—".into(), |day| day.to_string()),
            house.scope_words(&row.scope),
        ]);
    }
    let mut text = aligned(&table);
    if rows.iter().any(|row| row.short_form) {
        text.push_str(&words.say("body-short-note", &[]));
        text.push('\n');
    }
    output::answer(&text)?;
    Ok(Exit::Yes)
}

/// Shows a body with its history.
pub(crate) fn show(context: &Context, arguments: &Show) -> Result<Exit, Fault> {
    let (house, words) = (arguments.register.open_to_read(context)?, &context.words);
    let id = known(&house, arguments.organisation)?;
    let history = house.body_history(words, id).map_err(Fault::House)?;
    let state = house.state();
    let organisation = state.organisation(id).expect("known: it is registered");
    let kind = state.kind_of(id).unwrap_or(organisation.kind);
    let sites: Vec<_> = state.bodies().sites_of(id).collect();
    if arguments.json {
        let object = json!({
            "number": id.0, "name": organisation.name,
            "kind": body::organisation_kind(words, kind),
            "region": state.region_of(id),
            "parent": state.bodies().parent(id).map(|parent| parent.0),
            "centre_of": state.centre_of(id).fact(),
            "short_form": state.bodies().is_short_form(id),
            "sites": sites.iter().map(|one| site(one)).collect::<Vec<_>>(),
            "history": history.iter().map(HistoryRow::to_json).collect::<Vec<_>>(),
        });
        output::answer_json(&object)?;
        return Ok(Exit::Yes);
    }
    let region = body::region(words, state.region_of(id));
    let kind = body::organisation_kind(words, kind);
    let mut text = format!("{} {} · {kind} · {region}\n", id.0, organisation.name);
    for site in sites {
        let rooms: Vec<String> = site.site.rooms.iter().map(u16::to_string).collect();
        let said = [
            ("prefix", site.site.prefix.to_string().into()),
            ("seats", site.site.seats_a_day.to_string().into()),
            ("rooms", rooms.join(", ").into()),
        ];
        let closed = if site.open { "".into() } else { words.say("body-closed-mark", &[]) };
        text.push_str(&format!("  {}{closed}\n", words.say("body-site", &said)));
    }
    for row in &history {
        text.push_str(&format!("{}  {}  [#{}]\n", row.on, row.what, row.entry));
        if let Some((rule, quote)) = &row.rule {
            text.push_str(&format!("            {rule}\n            「{quote}」\n"));
        }
    }
    output::answer(&text)?;
    Ok(Exit::Yes)
}

/// Answers whether a body was recognised: yes with exit code 0, no with 1.
pub(crate) fn was_recognised(context: &Context, arguments: &WasRecognised) -> Result<Exit, Fault> {
    let (house, words) = (arguments.register.open_to_read(context)?, &context.words);
    let id = known(&house, arguments.organisation)?;
    let (on, known_at) = arguments.when.of(&house);
    let what = (occupation_of(&house, &arguments.occupation)?, arguments.level);
    let found = house.was_recognised(id, what, on, known_at).map_err(Fault::House)?;
    let exit = if found.yes { Exit::Yes } else { Exit::Refused };
    if arguments.json {
        output::answer_json(&found.to_json(on, known_at))?;
        return Ok(exit);
    }
    let name = house.state().organisation(id).map_or("", |o| o.name.as_str());
    let said = [
        ("name", name.to_string().into()),
        ("what", house.scope_words(&[what]).into()),
        ("on", on.to_string().into()),
        ("standing", standing_words(words, found.standing).into()),
    ];
    let mut text = match found.yes {
        true => words.say("body-was-yes", &said),
        false => words.say("body-was-no", &said),
    };
    if let Some(entry) = found.entry {
        text.push_str(&format!("  [#{entry}]"));
    }
    text.push('\n');
    if let Some((rule, quote)) = &found.rule {
        text.push_str(&format!("  {rule}\n  「{quote}」\n"));
    }
    output::answer(&text)?;
    Ok(exit)
}
