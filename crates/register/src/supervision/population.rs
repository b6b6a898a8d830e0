//! Populations of draws, as the register itself lists them.
//!
//! Source: docs/draws.md. In scope: the numbers, rising. Out of scope: what is drawn (`lot`).

use super::code::DrawKind;
use crate::state::State;
use alloc::vec::Vec;

/// Returns the numbers that are drawn from: of bodies, of sessions, or rows of a session's results
/// that carry a certificate; none for a session that is not there.
pub fn numbers(state: &State, kind: DrawKind) -> Vec<u32> {
    match kind {
        DrawKind::Bodies => state.recognised.keys().map(|id| id.0).collect(),
        DrawKind::Sessions { from, until } => {
            let held = |s: &crate::Session| {
                s.results.is_some_and(|r| from <= r.held_on && r.held_on <= until)
            };
            state.sessions.iter().filter(|(_, s)| held(s)).map(|(id, _)| id.0).collect()
        }
        DrawKind::Certificates(id) => match state.sessions.get(&id) {
            Some(s) => {
                let passed = s.results.map_or(0, |r| r.passed);
                (0..passed).filter(|row| s.used.contains(*row)).collect()
            }
            None => Vec::new(),
        },
    }
}
