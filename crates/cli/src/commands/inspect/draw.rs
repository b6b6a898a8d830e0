//! `dengji inspect draw …`: draws by lot, from the commitment to computing it again.
//!
//! In scope: arguments, what is shown of a draw. Out of scope: the method (docs/draws.md).

use crate::commands::acting::Acting;
use crate::commands::register_folder::RegisterFolder;
use crate::commands::{recheck, recorded};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, aligned, output};
use ::recheck::Report;
use desk::act_words::supervision::draw_kind;
use desk::house::House;
use desk::{DrawId, DrawKind, DrawState, Redrawn, SessionId, redrawn};
use serde_json::json;
use std::path::PathBuf;
use vocab::{Day, Hash};

/// The steps of a draw.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Commits to what is drawn from and to a nonce.
    Commit(Commit),
    /// Commits to the witness's nonce.
    Witness(OfDraw),
    /// Reveals the nonce committed to.
    Reveal(OfDraw),
    /// States what is drawn.
    Draw(OfDraw),
    /// Computes a draw again.
    Verify(Verify),
    /// Lists draws.
    List(List),
}

/// Arguments of `inspect draw commit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Commit {
    #[command(flatten)]
    acting: Acting,
    /// How many are drawn.
    #[arg(long, value_name = "N")]
    pick: u16,
    /// From the certificates of this session; without it and the days, from every body.
    #[arg(long, value_name = "NUMBER", conflicts_with = "from")]
    session: Option<u32>,
    /// From sessions held since this day.
    #[arg(long, value_name = "DAY", requires = "until")]
    from: Option<Day>,
    /// To this day.
    #[arg(long, value_name = "DAY", requires = "from")]
    until: Option<Day>,
}

/// Arguments of the steps that say nothing but the draw.
#[derive(Debug, clap::Args)]
pub(crate) struct OfDraw {
    #[command(flatten)]
    acting: Acting,
    /// The draw, by its number.
    #[arg(id = "of-draw", long = "of-draw", value_name = "NUMBER")]
    draw: u32,
}

/// Arguments of `inspect draw verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// Folder with the register.
    #[arg(id = "register", long = "data", value_name = "DIR")]
    #[arg(required_unless_present = "draw-log", conflicts_with = "draw-log")]
    folder: Option<PathBuf>,
    /// File whose first line is the passphrase of the register's keys.
    #[arg(long, value_name = "FILE", requires = "register")]
    passphrase_file: Option<PathBuf>,
    /// A published log instead: the folder that holds its checkpoint, or its URL.
    #[arg(id = "draw-log", long = "log", alias = "url", value_name = "LOG")]
    log: Option<String>,
    /// Public key of the log that is meant; without it, the log's own word is taken for it.
    #[arg(id = "draw-key", long = "key", value_name = "FILE", requires = "draw-log")]
    key: Option<PathBuf>,
    /// The draw, by its number.
    #[arg(id = "of-draw", long = "of-draw", value_name = "NUMBER")]
    draw: u32,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `inspect draw list`.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    register: RegisterFolder,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Runs a step of a draw.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Commit(asked) => commit(context, asked),
        Command::Witness(asked) => {
            step(context, asked, |house, who, draw| house.witness_draw(who, draw))
        }
        Command::Reveal(asked) => {
            step(context, asked, |house, who, draw| house.reveal_draw(who, draw))
        }
        Command::Draw(asked) => step(context, asked, |house, who, draw| house.draw_lots(who, draw)),
        Command::Verify(asked) => verify(context, asked),
        Command::List(asked) => list(context, asked),
    }
}

fn commit(context: &Context, asked: &Commit) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let who = (by, on);
    let kind = match (asked.session, asked.from.zip(asked.until)) {
        (Some(session), _) => DrawKind::Certificates(SessionId(session)),
        (None, Some((from, until))) => DrawKind::Sessions { from, until },
        (None, None) => DrawKind::Bodies,
    };
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.commit_draw(who, kind, asked.pick).map(|(_, receipt)| receipt)
    })
}

fn step(
    context: &Context,
    asked: &OfDraw,
    what: impl FnOnce(
        &mut House,
        desk::supervise::Acting,
        DrawId,
    ) -> Result<desk::house::Receipt, desk::house_error::HouseError>,
) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let who = (by, on);
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        what(house, who, DrawId(asked.draw))
    })
}

/// Computes a draw again: from the register's folder, or from a published log alone, which is then
/// checked from its first entry.
fn verify(context: &Context, asked: &Verify) -> Result<Exit, Fault> {
    let found = |draw: Option<&DrawState>| draw.cloned().ok_or(Fault::NoDraw(asked.draw));
    let id = DrawId(asked.draw);
    if let Some(log) = &asked.log {
        let checked = recheck::to_state(context, (log, asked.key.clone()), asked.json)?;
        let (report, state) = match checked {
            Ok(clean) => clean,
            Err(exit) => return Ok(exit),
        };
        let draw = found(state.supervision().draw(id))?;
        return show(context, asked, &draw, Some(&report));
    }
    let folder = asked.folder.clone().expect("a folder or a log is required");
    let register = RegisterFolder {
        folder,
        passphrase_file: asked.passphrase_file.clone(),
        database: crate::database::Database::default(),
    };
    let house = register.open_to_read(context)?;
    let draw = found(house.state().supervision().draw(id))?;
    show(context, asked, &draw, None)
}

fn show(
    context: &Context,
    asked: &Verify,
    draw: &DrawState,
    log: Option<&Report>,
) -> Result<Exit, Fault> {
    let words = &context.words;
    let of = log.map(|report| json!({ "origin": report.origin, "size": report.size }));
    let Some(redrawn) = redrawn(draw) else {
        if asked.json {
            let object = json!({ "draw": asked.draw, "log": of, "revealed": false });
            output::answer_json(&object)?;
        } else {
            output::answer(&format!("{}\n", words.say("inspect-draw-not-revealed", &[])))?;
        }
        return Ok(Exit::Refused);
    };
    let Redrawn { root, nonce, witness_nonce, seed, picks, agrees } = &redrawn;
    let hex = |bytes: &[u8; 32]| Hash(*bytes).to_string();
    let exit = if *agrees { Exit::Yes } else { Exit::Refused };
    if asked.json {
        output::answer_json(&json!({
            "draw": asked.draw,
            "log": of,
            "revealed": true,
            "root": hex(root),
            "nonce": hex(nonce),
            "witness_nonce": hex(witness_nonce),
            "seed": hex(seed),
            "size": draw.population.size,
            "picks": picks,
            "drawn": draw.picks.as_ref().map(|_| &draw.numbers),
            "agrees": agrees,
        }))?;
        return Ok(exit);
    }
    let list = |all: &[u32]| all.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
    let mut rows = Vec::new();
    if let Some(report) = log {
        let size =
            [("origin", report.origin.clone().into()), ("size", report.size.to_string().into())];
        rows.push((words.say("inspect-draw-log", &[]), words.say("inspect-draw-log-of", &size)));
    }
    rows.extend([
        (words.say("inspect-draw-of", &[]), draw_kind(words, draw.population.kind)),
        (words.say("supervise-field-size", &[]), draw.population.size.to_string()),
        (words.say("inspect-draw-root", &[]), hex(root)),
        (words.say("inspect-draw-nonce", &[]), hex(nonce)),
        (words.say("inspect-draw-witness-nonce", &[]), hex(witness_nonce)),
        (words.say("inspect-draw-seed", &[]), hex(seed)),
        (words.say("supervise-field-picks", &[]), list(picks)),
    ]);
    if draw.picks.is_some() {
        rows.push((words.say("inspect-draw-drawn", &[]), list(&draw.numbers)));
    }
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|(label, value)| vec![label, value]).collect();
    let told = match agrees {
        true => words.say("inspect-draw-agrees", &[]),
        false => words.say("inspect-draw-differs", &[]),
    };
    output::answer(&format!("{}{told}\n", aligned::aligned(&rows)))?;
    Ok(exit)
}

fn list(context: &Context, asked: &List) -> Result<Exit, Fault> {
    let house = asked.register.open_to_read(context)?;
    let words = &context.words;
    let today = house.now().day_in_china();
    let reveal_days = house.law().supervising.as_ref().map_or(0, |s| s.draw.reveal_days as i32);
    let mut rows = vec![vec![
        words.say("supervise-field-draw", &[]),
        words.say("inspect-draw-of", &[]),
        words.say("supervise-field-size", &[]),
        words.say("supervise-field-pick", &[]),
        words.say("inspect-draw-stands", &[]),
    ]];
    let mut objects = Vec::new();
    for (id, draw) in house.state().supervision().draws() {
        let missing: Vec<u32> = draw.missing().map(|by| by.0).collect();
        let due = draw.landmark.map(|(_, _, day)| day.plus_days(reveal_days));
        let late = !missing.is_empty() && due.is_some_and(|due| due < today);
        let by = missing.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        let stands = match (&draw.picks, draw.landmark, draw.witness) {
            (Some(_), _, _) => words.say("inspect-draw-stands-drawn", &[]),
            (None, Some(_), _) if late => {
                words.say("inspect-draw-stands-late", &[("by", by.into())])
            }
            (None, Some(_), _) if !missing.is_empty() => {
                words.say("inspect-draw-stands-reveal", &[("by", by.into())])
            }
            (None, Some(_), _) => words.say("inspect-draw-stands-ready", &[]),
            (None, None, Some(_)) => words.say("inspect-draw-stands-landmark", &[]),
            (None, None, None) => words.say("inspect-draw-stands-witness", &[]),
        };
        let kind = draw_kind(words, draw.population.kind);
        let (size, pick) = (draw.population.size, draw.population.pick);
        objects.push(json!({
            "draw": id.0, "of": kind, "size": size, "pick": pick, "missing": missing,
            "late": late, "picks": draw.picks,
        }));
        rows.push(vec![id.0.to_string(), kind, size.to_string(), pick.to_string(), stands]);
    }
    if asked.json {
        output::answer_json(&json!({ "draws": objects }))?;
    } else {
        output::answer(&aligned::aligned(&rows))?;
    }
    Ok(Exit::Yes)
}
