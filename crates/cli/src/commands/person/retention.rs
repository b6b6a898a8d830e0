//! `dengji person retention`: what of the archives of sessions may be disposed of, and disposing of
//! it.
//!
//! In scope: arguments and the table. Out of scope: periods, what is in the way, what goes
//! (`desk::dispose_archive`).

use crate::aligned::aligned;
use crate::commands::register_folder::{RegisterFolder, known};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::dispose_archive::{ArchiveClass, Disposed, Hindrance, Kept};
use desk::find_person::{Asking, Purpose};
use desk::house::House;
use desk::private_fault::hindrance;
use desk::{SessionId, StaffId};
use serde_json::{Value, json};
use vocab::Day;

/// Arguments of `person retention`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    register: RegisterFolder,
    /// As of this day; without it, today in China.
    #[arg(long, value_name = "DAY", conflicts_with = "dispose")]
    on: Option<Day>,
    /// Only these sessions.
    #[arg(long, value_name = "NUMBER")]
    session: Vec<u32>,
    /// Disposes of what nothing keeps any more.
    #[arg(long, requires_all = ["by", "staff"])]
    dispose: bool,
    /// The authority that asks, by its number.
    #[arg(long, value_name = "NUMBER")]
    by: Option<u32>,
    /// The number of who asks among its staff.
    #[arg(long, value_name = "NUMBER")]
    staff: Option<u32>,
    /// The number of a case or a letter.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Lists archives, or disposes of them.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let mut house = arguments.register.open(context)?;
    if let (true, Some(by), Some(number)) = (arguments.dispose, arguments.by, arguments.staff) {
        let staff = StaffId { of: known(&house, by)?, number };
        let note = arguments.note.clone();
        let asking = Asking { staff, purpose: Purpose::Archive, note };
        let named: Vec<SessionId> = arguments.session.iter().copied().map(SessionId).collect();
        let done = house.dispose(&asking, &named).map_err(Fault::House)?;
        return disposed(context, arguments, done);
    }
    let on = arguments.on.unwrap_or_else(|| house.now().day_in_china());
    let mut archives = house.archives(on).map_err(Fault::House)?;
    if !arguments.session.is_empty() {
        archives.retain(|kept| arguments.session.contains(&kept.session.0));
    }
    if arguments.json {
        let all: Vec<Value> = archives.iter().map(object).collect();
        output::answer_json(&json!({ "on": on.to_string(), "archives": all }))?;
        return Ok(Exit::Yes);
    }
    table(context, &house, &archives)
}

fn disposed(context: &Context, arguments: &Arguments, done: Disposed) -> Result<Exit, Fault> {
    let Disposed { sessions, rows } = done;
    if arguments.json {
        output::answer_json(&json!({ "sessions": sessions, "rows": rows }))?;
        return Ok(Exit::Yes);
    }
    let (sessions, rows) = (sessions.to_string().into(), rows.to_string().into());
    let said = context.words.say("archive-done", &[("sessions", sessions), ("rows", rows)]);
    output::answer(&format!("{said}\n"))?;
    Ok(Exit::Yes)
}

fn table(context: &Context, house: &House, archives: &[Kept]) -> Result<Exit, Fault> {
    let words = &context.words;
    let mut rows = vec![vec![
        words.say("archive-column-session", &[]),
        words.say("archive-column-body", &[]),
        words.say("archive-column-paper", &[]),
        words.say("archive-column-electronic", &[]),
        words.say("archive-column-rows", &[]),
    ]];
    for kept in archives {
        let body = house.state().organisation(kept.by).map_or("", |body| body.name.as_str());
        let from = |class| from(kept, class).unwrap_or_else(|| "—".to_string());
        let free = || words.say("archive-free", &[]);
        rows.push(vec![
            kept.session.0.to_string(),
            body.to_string(),
            from(ArchiveClass::Paper),
            from(ArchiveClass::Electronic),
            kept.hindrance.map_or_else(free, |why| hindrance(words, why)),
        ]);
    }
    let due = archives.iter().filter(|kept| kept.hindrance.is_none()).count().to_string();
    let said = words.say("archive-due", &[("count", due.into())]);
    output::answer(&format!("{}{said}\n", aligned(&rows)))?;
    Ok(Exit::Yes)
}

fn from(kept: &Kept, class: ArchiveClass) -> Option<String> {
    let found = kept.classes.iter().find(|(of, _)| *of == class);
    found.map(|(_, from)| from.to_string())
}

fn object(kept: &Kept) -> Value {
    let (why, case) = match kept.hindrance {
        None => (None, None),
        Some(Hindrance::NotOver) => (Some("not-over"), None),
        Some(Hindrance::NoArchive) => (Some("no-archive"), None),
        Some(Hindrance::Runs(_)) => (Some("runs"), None),
        Some(Hindrance::Objection) => (Some("objection"), None),
        Some(Hindrance::Case(case)) => (Some("case"), Some(case)),
        Some(Hindrance::Disposed(_)) => (Some("disposed"), None),
    };
    json!({
        "session": kept.session.0,
        "body": kept.by.0,
        "paper_from": from(kept, ArchiveClass::Paper),
        "electronic_from": from(kept, ArchiveClass::Electronic),
        "kept_by": why,
        "case": case,
    })
}
