//! The shortest history that still fails: deliveries are left out, halves first, then singly.
//!
//! In scope: running a history without the people who made it. Out of scope: making one.

use crate::world::failure::Broken;
use crate::world::keeper::{Keeper, Sabotage};
use crate::world::model::Model;
use crate::world::post::Delivered;
use law::Law;
use register::PublicAct;

/// Runs at most so many histories in search of a shorter one, and delivers at most so much.
const RUNS_MAX: usize = 500;
const DELIVERIES_MAX: usize = 1_000_000;

/// Returns the shortest history found that fails like `broken`; the whole one when none does.
pub(crate) fn shortest(
    law: &Law,
    whole: &[Delivered],
    broken: &Broken,
    sabotage: Option<Sabotage>,
) -> Vec<Delivered> {
    let fails =
        |history: &[Delivered]| run(law, history, sabotage).is_err_and(|found| found.like(broken));
    let mut history = whole.to_vec();
    if !fails(&history) {
        // What broke it is not in the deliveries alone.
        return history;
    }
    // What failed last is mostly about its own session and its own actor.
    let about =
        |d: &Delivered| (d.message.act.about().session, d.message.act.registers().map(|r| r.0));
    if let Some(last) = whole.last() {
        let (session, actor) = (about(last).0, last.message.actor);
        let near = |d: &&Delivered| {
            let (of, who) = about(d);
            // Exits decide what happens in every session.
            matches!(d.message.act, PublicAct::Genesis { .. } | PublicAct::Occupation(_))
                || who == Some(actor)
                || (of.is_some() && of == session)
        };
        let near: Vec<Delivered> = whole.iter().filter(near).cloned().collect();
        if fails(&near) {
            history = near;
        }
    }
    let mut chunk = history.len().div_ceil(2);
    let (mut runs, mut delivered) = (0, 0);
    while 0 < chunk {
        let mut at = 0;
        while at < history.len() && runs < RUNS_MAX && delivered < DELIVERIES_MAX {
            let mut shorter = history[..at].to_vec();
            shorter.extend_from_slice(&history[(at + chunk).min(history.len())..]);
            runs += 1;
            delivered += shorter.len();
            if fails(&shorter) {
                history = shorter;
            } else {
                at += chunk;
            }
        }
        chunk /= 2;
    }
    history
}

/// Runs a history: every delivery at its time, a landmark and a crash at the end.
fn run(law: &Law, history: &[Delivered], sabotage: Option<Sabotage>) -> Result<(), Broken> {
    let (mut keeper, mut model) = (Keeper::new(law, sabotage), Model::new(law));
    for Delivered { at, message } in history {
        let answer = keeper.take(message, *at, &mut model)?;
        message.expect.compare(message, &answer)?;
    }
    if let Some(last) = history.last() {
        keeper.landmark(last.at, &mut model)?;
    }
    keeper.crash()?;
    model.at_the_end(&keeper)?;
    keeper.replay_all()
}
