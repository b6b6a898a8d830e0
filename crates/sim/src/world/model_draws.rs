//! The second count of draws and of inspections: populations as this count lists them, places as
//! this arithmetic draws them (`lot`).
//!
//! In scope: commitments, landmarks, nonces, what was drawn, who inspected whom. Out of scope: who
//! may act.

use crate::world::failure::Broken;
use crate::world::lot;
use register::{DrawId, DrawKind, Event, OrganisationId, Related, StaffId, State, SupervisionAct};
use std::collections::{BTreeMap, HashSet};

/// A draw as the model knows it.
#[derive(Clone, Debug)]
struct Drawn {
    kind: DrawKind,
    numbers: Vec<u32>,
    pick: u16,
    by: Option<OrganisationId>,
    /// The commitments of whoever draws and of the witness.
    committed: ([u8; 32], Option<[u8; 32]>),
    root: Option<[u8; 32]>,
    nonces: (Option<[u8; 32]>, Option<[u8; 32]>),
    picks: Option<Vec<u32>>,
}

/// The second count.
#[derive(Default)]
pub(crate) struct Draws {
    draws: BTreeMap<DrawId, Drawn>,
    related: HashSet<(StaffId, OrganisationId)>,
    inspections: usize,
}

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "draws", what })
}

impl Draws {
    /// A landmark fixes the draws that have a witness.
    pub(crate) fn stated(&mut self, root: &[u8; 32]) {
        for draw in self.draws.values_mut() {
            if draw.root.is_none() && draw.committed.1.is_some() {
                draw.root = Some(*root);
            }
        }
    }

    /// Compares what an act touched. `numbers` lists a population as the model counts it.
    pub(crate) fn touched(
        &mut self,
        event: &Event,
        act: &SupervisionAct,
        numbers: impl Fn(DrawKind) -> Vec<u32>,
    ) -> Result<(), Broken> {
        let right = match act {
            SupervisionAct::CommitPopulation(p) => {
                let numbers = numbers(p.kind);
                let listed =
                    numbers.len() as u32 == p.size && lot::population_digest(&numbers) == p.root;
                let drawn = Drawn {
                    kind: p.kind,
                    numbers,
                    pick: p.pick,
                    by: event.actor,
                    committed: (p.nonce, None),
                    root: None,
                    nonces: (None, None),
                    picks: None,
                };
                listed && self.draws.insert(p.draw, drawn).is_none()
            }
            SupervisionAct::CommitNonce { draw, commitment } => {
                let draw = self.draw(*draw)?;
                draw.by != event.actor && draw.committed.1.replace(*commitment).is_none()
            }
            SupervisionAct::RevealNonce { draw: id, nonce } => {
                let draw = self.draw(*id)?;
                let (committed, revealed) = match draw.by == event.actor {
                    true => (Some(draw.committed.0), &mut draw.nonces.0),
                    false => (draw.committed.1, &mut draw.nonces.1),
                };
                let first = revealed.replace(*nonce).is_none();
                let right = committed == Some(lot::commitment(*id, nonce));
                first && right && draw.root.is_some()
            }
            SupervisionAct::Draw { draw, picks } => {
                let draw = self.draw(*draw)?;
                let first = draw.picks.replace(picks.clone()).is_none();
                first && draw.places().as_ref() == Some(picks)
            }
            SupervisionAct::DeclareRelation(relation) => {
                if let Related::Staff(staff) = relation.a {
                    self.related.insert((staff, relation.b));
                }
                true
            }
            SupervisionAct::Inspection(i) => {
                self.inspections += 1;
                let related = |staff: &StaffId| self.related.contains(&(*staff, i.body));
                !i.inspectors.iter().any(related)
                    && i.draw.is_none_or(|(draw, place)| {
                        let drawn = self.draws.get(&draw);
                        drawn.is_some_and(|drawn| drawn.is_at(place, i.body, i.session))
                    })
            }
            _ => true,
        };
        if right { Ok(()) } else { broken(format!("{act:?} on {}", event.on)) }
    }

    fn draw(&mut self, id: DrawId) -> Result<&mut Drawn, Broken> {
        match self.draws.get_mut(&id) {
            Some(draw) => Ok(draw),
            None => broken(format!("{id:?}")),
        }
    }

    /// Compares everything.
    pub(crate) fn at_the_end(&self, state: &State) -> Result<(), Broken> {
        for (id, found) in state.supervision().draws() {
            let same = self.draws.get(&id).is_some_and(|draw| {
                draw.picks == found.picks && draw.nonces == (found.nonce, found.witness_nonce)
            });
            if !same {
                return broken(format!("{found:?}"));
            }
        }
        let all = (state.supervision().draws().count(), state.supervision().inspections().count());
        if all == (self.draws.len(), self.inspections) {
            return Ok(());
        }
        broken(format!("{all:?} draws and inspections"))
    }
}

impl Drawn {
    fn places(&self) -> Option<Vec<u32>> {
        let seed = lot::seed(&self.root?, &self.nonces.0?, &self.nonces.1?);
        Some(lot::picks(&seed, self.numbers.len() as u32, self.pick))
    }

    /// Says whether a body or session was drawn at a place.
    fn is_at(
        &self,
        place: u32,
        body: OrganisationId,
        session: Option<register::SessionId>,
    ) -> bool {
        let pick = self.picks.as_ref().and_then(|picks| picks.get(place as usize));
        let number = pick.and_then(|pick| self.numbers.get(*pick as usize)).copied();
        match self.kind {
            DrawKind::Bodies => number == Some(body.0),
            DrawKind::Sessions { .. } => number.is_some() && number == session.map(|s| s.0),
            DrawKind::Certificates(of) => number.is_some() && session == Some(of),
        }
    }
}
