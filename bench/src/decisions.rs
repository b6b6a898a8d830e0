//! How fast the law decides, against a table written by hand, on the same acts.
//!
//! In scope: first whether both agree, then how long each takes on one core.
//! Out of scope: explanations (`words`).

use crate::hand_table::{Answer, Fate, decide};
use crate::rounds::{Pair, in_turn};
use crate::workload::{Asked, AskedRaw, Workload};
use anyhow::{Result, ensure};
use law::{Effect, FateKind, Law, Outcome, Question};
use std::hint::black_box;
use vocab::Instant;

/// How the two answered the acts of a workload.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Acts of which everything asked is known; on all of them both agree.
    pub complete: usize,
    /// Acts that lack facts.
    pub lacking: usize,
    /// Of those, where both agree.
    pub lacking_same: usize,
    /// Of those, where the table by hand asks for facts and the law knows that they cannot matter.
    pub lacking_careful: usize,
    /// How often the law gave each effect, in the order of `Effect::ALL`, then "a fact is needed".
    pub outcomes: [usize; 5],
}

/// Compares every answer.
///
/// # Errors
/// The first act on which the two differ, but for a table that asks for more than it needs.
pub fn agree(law: &Law, work: &Workload) -> Result<Agreement> {
    let fates = fates(law);
    let mut told = Agreement::default();
    for (i, (asked, raw)) in work.asked.iter().zip(&work.raw).enumerate() {
        let outcome = law.decide(&question(asked))?.outcome;
        let ours = answer_of(outcome);
        let hand = by_hand(&fates, raw);
        told.outcomes[ours as usize] += 1;
        let complete = raw.raw.known.count_ones() as usize == law::Key::ALL.len();
        let careful = !complete && hand == Answer::NeedFact;
        ensure!(
            ours == hand || careful,
            "act {i}, `{}` on {} of row {}: the law says {ours:?}, the table {hand:?}; {:?}",
            asked.act,
            asked.on,
            asked.row.0,
            asked.facts.given()
        );
        told.complete += usize::from(complete);
        told.lacking += usize::from(!complete);
        told.lacking_same += usize::from(!complete && ours == hand);
        told.lacking_careful += usize::from(ours != hand);
    }
    Ok(told)
}

/// Times both on all acts, in turn.
pub fn measure(law: &Law, work: &Workload) -> Pair {
    let fates = fates(law);
    in_turn(
        || {
            for asked in &work.asked {
                let decision = law.decide(&question(black_box(asked)));
                black_box(&decision);
            }
        },
        || {
            for raw in &work.raw {
                black_box(by_hand(&fates, black_box(raw)));
            }
        },
    )
}

#[inline]
fn question(asked: &Asked) -> Question<'_> {
    let &Asked { act, row, on, ref facts } = asked;
    Question { act, row, on, facts, known_at: Instant(i64::MAX), region: None }
}

#[inline]
fn by_hand(fates: &[Fate], asked: &AskedRaw) -> Answer {
    decide(asked.act, fates[usize::from(asked.row.0)], asked.on, &asked.raw)
}

fn fates(law: &Law) -> Vec<Fate> {
    let of = |kind| match kind {
        FateKind::Batch(1) => Fate::Batch1,
        FateKind::Batch(_) => Fate::Batch2,
        FateKind::Access => Fate::Access,
    };
    law.rows.rows.iter().map(|row| of(row.fate)).collect()
}

fn answer_of(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Effect(Effect::Permit) => Answer::Permit,
        Outcome::Effect(Effect::Forbid) => Answer::Forbid,
        Outcome::Effect(Effect::Duty) => Answer::Duty,
        Outcome::Effect(Effect::OfferChoice) => Answer::OfferChoice,
        Outcome::NeedFact => Answer::NeedFact,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::law_folder::LawFolder;

    #[test]
    fn the_law_and_the_table_by_hand_agree_where_everything_is_known() {
        let folder = LawFolder::compiled();
        let files: Vec<(&str, &[u8])> = folder.files().collect();
        let law = law::load(&files).unwrap();
        let work = Workload::random(11, 20_000, law.rows.rows.len());
        let told = agree(&law, &work).unwrap();
        assert!(0 < told.lacking_same && told.lacking_same < told.lacking, "{told:?}");
        assert!(told.outcomes.iter().all(|&n| 0 < n), "every outcome occurs: {told:?}");
    }
}
