//! What keeps a step of a session from being taken, in the words of a language.
//!
//! In scope: every fault with its remedy. Out of scope: refusals (`refused`).

use crate::session_fault::SessionFault;
use crate::words::{Lang, Words};
use law::{MarksFault, Part};

/// Says a fault.
pub fn told(words: &Words, fault: &SessionFault) -> String {
    match fault {
        SessionFault::NoStandard => words.say("session-fault-no-standard", &[]),
        SessionFault::NotArranged(n) => {
            words.say("session-fault-not-arranged", &[("n", (*n).into())])
        }
        SessionFault::Score { place, why } => {
            let why = marks(words, why);
            words.say("session-fault-score", &[("place", (*place).into()), ("why", why.into())])
        }
        SessionFault::Scored(n) => words.say("session-fault-scored", &[("n", (*n).into())]),
        SessionFault::NotEligible { row, lacking } => {
            let line = |(zh, en): &(String, String)| match words.lang() {
                Lang::Zh => format!("\n  {zh}"),
                Lang::En => format!("\n  {en}"),
            };
            let all: String = lacking.iter().map(line).collect();
            let row = ("row", (*row).into());
            words.say("session-fault-not-eligible", &[row, ("all", all.into())])
        }
        SessionFault::NoSuchCandidate(n) => {
            words.say("session-fault-no-such-candidate", &[("n", (*n).into())])
        }
    }
}

/// Returns the name of a part.
pub fn part(words: &Words, part: Part) -> String {
    match part {
        Part::Theory => words.say("session-part-theory", &[]),
        Part::Skill => words.say("session-part-skill", &[]),
        Part::Review => words.say("session-part-review", &[]),
    }
}

fn marks(words: &Words, why: &MarksFault) -> String {
    match why {
        MarksFault::Missing(of) => {
            words.say("session-fault-missing", &[("part", part(words, *of).into())])
        }
        MarksFault::NotAPart(of) => {
            words.say("session-fault-not-a-part", &[("part", part(words, *of).into())])
        }
        MarksFault::OutOfRange { part: of, tenths, max } => {
            let points = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
            let (is, most) = (points(u32::from(*tenths)), points(*max));
            let of = part(words, *of);
            let all = [("part", of.into()), ("is", is.into()), ("most", most.into())];
            words.say("session-fault-range", &all)
        }
    }
}
