//! Draws by lot: committing, witnessing, revealing, drawing, and computing it again.
//!
//! Source: 六; reading R-6-20; docs/draws.md.
//! In scope: nonces, made here and kept privately until they are revealed. Out of scope: the method
//! and its order (`register`).
//! Failure: a commitment and its nonce are one transaction, so that none is without the other.

use crate::house::{House, Receipt};
use crate::house_error::HouseError;
use crate::private_rows::private;
use crate::supervise::Acting;
use register::{
    DRAW_METHOD, DrawId, DrawKind, DrawState, OrganisationId, Population, SupervisionAct,
    draw_picks, draw_seed, nonce_commitment, population_numbers, population_root,
};
use serde::{Deserialize, Serialize};
use store::{PrivateKind, PrivateRow};

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct NonceRow {
    pub(crate) nonce: [u8; 32],
}

/// A draw computed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redrawn {
    /// The root of the landmark that fixed it.
    pub root: [u8; 32],
    /// The nonce of whoever draws.
    pub nonce: [u8; 32],
    /// The nonce of the witness.
    pub witness_nonce: [u8; 32],
    /// The seed.
    pub seed: [u8; 32],
    /// The places that the method gives.
    pub picks: Vec<u32>,
    /// True when both nonces are those committed to, and what was drawn is what the method gives.
    pub agrees: bool,
}

impl House {
    /// Commits to a population and a nonce, and returns the number of the draw.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn commit_draw(
        &mut self,
        acting: Acting,
        kind: DrawKind,
        pick: u16,
    ) -> Result<(DrawId, Receipt), HouseError> {
        let draw = self.state.supervision().next_draw();
        let numbers = population_numbers(&self.state, kind);
        let (nonce, row) = self.new_nonce(draw, acting.0)?;
        let population = Population {
            draw,
            kind,
            root: population_root(&numbers),
            size: numbers.len() as u32,
            pick,
            method: DRAW_METHOD,
            nonce,
        };
        let act = SupervisionAct::CommitPopulation(population);
        Ok((draw, self.supervise(acting, format!("draw {}", draw.0), act, &[row])?))
    }

    /// Commits to the witness's nonce.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn witness_draw(&mut self, acting: Acting, draw: DrawId) -> Result<Receipt, HouseError> {
        let (commitment, row) = self.new_nonce(draw, acting.0)?;
        let act = SupervisionAct::CommitNonce { draw, commitment };
        self.supervise(acting, format!("draw {} witness", draw.0), act, &[row])
    }

    /// Reveals the nonce that the actor committed to.
    ///
    /// # Errors
    /// As [`House::record`]; one that is not kept here is refused as a wrong one.
    pub fn reveal_draw(&mut self, acting: Acting, draw: DrawId) -> Result<Receipt, HouseError> {
        let group = nonces(draw, acting.0);
        let kept: Vec<NonceRow> = self.rows(PrivateKind::Salt, &group)?;
        let committed = |nonce: &[u8; 32]| {
            let state = self.state.supervision().draw(draw);
            let commitment = nonce_commitment(draw, nonce);
            state.is_some_and(|d| {
                d.population.nonce == commitment || d.witness.is_some_and(|(_, c)| c == commitment)
            })
        };
        let found = kept.iter().map(|row| row.nonce).find(committed);
        let act = SupervisionAct::RevealNonce { draw, nonce: found.unwrap_or_default() };
        self.supervise(acting, format!("draw {} reveal {}", draw.0, acting.0.0), act, &[])
    }

    /// States what is drawn.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn draw_lots(&mut self, acting: Acting, draw: DrawId) -> Result<Receipt, HouseError> {
        let picks = self.redraw(draw).map(|redrawn| redrawn.picks).unwrap_or_default();
        let act = SupervisionAct::Draw { draw, picks };
        self.supervise(acting, format!("draw {} picks", draw.0), act, &[])
    }

    /// Computes a draw again from what is on record; nothing while a nonce is missing.
    pub fn redraw(&self, draw: DrawId) -> Option<Redrawn> {
        redrawn(self.state.supervision().draw(draw)?)
    }

    fn new_nonce(
        &mut self,
        draw: DrawId,
        by: OrganisationId,
    ) -> Result<([u8; 32], PrivateRow), HouseError> {
        let mut nonce = [0; 32];
        for half in nonce.as_chunks_mut::<16>().0 {
            *half = self.salt()?.0;
        }
        let group = nonces(draw, by);
        let place = self.next_place(PrivateKind::Salt, &group)?;
        let row = private(PrivateKind::Salt, &group, place, &NonceRow { nonce });
        Ok((nonce_commitment(draw, &nonce), row))
    }
}

/// Computes a draw again, as docs/draws.md says, from wherever it is on record; nothing while a
/// nonce is missing.
pub fn redrawn(draw: &DrawState) -> Option<Redrawn> {
    let (_, root, _) = draw.landmark?;
    let (nonce, witness_nonce) = (draw.nonce?, draw.witness_nonce?);
    let Population { draw: id, size, pick, nonce: commitment, .. } = draw.population;
    let seed = draw_seed(&root, &nonce, &witness_nonce);
    let picks = draw_picks(&seed, size, pick);
    let kept = nonce_commitment(id, &nonce) == commitment
        && draw.witness.is_some_and(|(_, c)| nonce_commitment(id, &witness_nonce) == c);
    let agrees = kept && draw.picks.as_ref().is_none_or(|drawn| *drawn == picks);
    Some(Redrawn { root, nonce, witness_nonce, seed, picks, agrees })
}

fn nonces(draw: DrawId, by: OrganisationId) -> String {
    format!("draw-{}-{}", draw.0, by.0)
}
