//! `dengji decide ACT`: may this be done, by which words of law, and what would change it.
//!
//! In scope: arguments, the two forms of the answer, exit codes.
//! Out of scope: asking (`desk::ask_law`). Failure: the command only reads.

use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::ask_law::{self, Ask};
use desk::{Effect, Outcome};

mod report;

/// Arguments of `decide`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The act, for example announce-exam.
    act: String,
    /// The occupation, as printed in the annex or corrected.
    #[arg(long, value_name = "NAME")]
    occupation: String,
    /// The day of effect.
    #[arg(long, value_name = "DAY")]
    on: String,
    /// A fact of the case; KEY=none says that it is known not to have happened.
    #[arg(long = "fact", value_name = "KEY=VALUE")]
    facts: Vec<String>,
    /// The instant of knowledge; without it, now.
    #[arg(long, value_name = "INSTANT")]
    known_at: Option<String>,
    /// Two digits or a name; without it, the national law alone. Also as --fact region=32.
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Adds the rules that apply or are blocked, the least change, the readings, how to dispute.
    #[arg(long)]
    explain: bool,
    /// One object for programs; it always has everything.
    #[arg(long)]
    json: bool,
}

/// Asks and answers; `Refused` when the act may not be done, `NeedFact` when facts are needed.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let ask = Ask {
        act: &arguments.act,
        occupation: &arguments.occupation,
        on: &arguments.on,
        facts: &arguments.facts,
        known_at: arguments.known_at.as_deref(),
        region: arguments.region.as_deref(),
    };
    let room = context.law_room()?;
    let view = ask_law::ask(&room, &context.clock, &ask).map_err(Fault::Ask)?;
    if arguments.json {
        output::answer_json(&view.to_json())?;
    } else {
        let mut text = report::answer(&context.words, &view);
        if arguments.explain {
            text.push_str(&report::explanation(&context.words, &view));
        }
        output::answer(&text)?;
    }
    Ok(match view.effect {
        Outcome::Effect(Effect::Permit | Effect::Duty | Effect::OfferChoice) => Exit::Yes,
        Outcome::Effect(Effect::Forbid) => Exit::Refused,
        Outcome::NeedFact => Exit::NeedFact,
    })
}
