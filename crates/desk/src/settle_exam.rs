//! Settling an examination in flight at the exit: choices, refunds, and the tally in the log.
//!
//! Source: 三; readings R-3-4, R-3-7, R-3-8, R-3-9.
//! In scope: private choices and refunds, each decided by the law; the public tally.
//! Out of scope: paying money: a refund here is the record that it was paid.
//! I-REG-5: a candidate ends once; the tally is the count of the rows.

use crate::candidates::{group, private};
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use register::{
    Election, OrganisationId, PersonAct, PublicAct, SessionId, Settled, Settlement, Tally,
};
use serde::Serialize;
use store::PrivateKind;
use vocab::Day;

#[derive(Serialize)]
struct RefundRow<'a> {
    on: i32,
    fee_fen: u32,
    reference: &'a str,
}

impl House {
    /// Records what a candidate chose. A choice can be changed until it was acted upon.
    ///
    /// # Errors
    /// There is no such candidate, or the registration has ended.
    pub fn elect(
        &mut self,
        session: SessionId,
        place: u32,
        election: Election,
    ) -> Result<(), HouseError> {
        let mut rows = self.candidate_rows(session)?;
        let row = rows.get_mut(place as usize).ok_or(HouseError::NoCandidate(place))?;
        let mut candidate = row.candidate();
        if candidate.settled.is_some() {
            return Err(HouseError::Settled);
        }
        candidate.election = election;
        row.update(&candidate);
        let row = row.row(session, place);
        self.write_private(&[row])
    }

    /// Pays a candidate back and returns the fee in fen.
    ///
    /// # Errors
    /// [`HouseError::Refused`] when the law does not order it; [`HouseError::Settled`] when the
    /// registration has ended: a refund is paid once.
    pub fn refund(
        &mut self,
        session: SessionId,
        place: u32,
        on: Day,
        reference: &str,
    ) -> Result<u32, HouseError> {
        let mut rows = self.candidate_rows(session)?;
        let row = rows.get_mut(place as usize).ok_or(HouseError::NoCandidate(place))?;
        let mut candidate = row.candidate();
        self.decide_one(session, Some(&candidate), PersonAct::Refund, on)?;
        candidate.settle(Settled::Refunded).map_err(|_| HouseError::Settled)?;
        row.update(&candidate);
        let fee_fen = row.fee_fen;
        let refund = RefundRow { on: on.0, fee_fen, reference };
        let refund = private(PrivateKind::Refund, &group(session), place, &refund);
        let row = row.row(session, place);
        self.write_private(&[row, refund])?;
        Ok(fee_fen)
    }

    /// Returns the counts of a session's candidates.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn tally(&self, session: SessionId) -> Result<Tally, HouseError> {
        let rows = self.candidate_rows(session)?;
        let candidates: Vec<_> = rows.iter().map(|r| r.candidate()).collect();
        Ok(Tally::of(&candidates))
    }

    /// Returns the places of candidates who have not chosen.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn undecided(&self, session: SessionId) -> Result<Vec<u32>, HouseError> {
        let open = |(i, e): (usize, Election)| (e == Election::Undecided).then_some(i as u32);
        Ok(self.elections(session)?.into_iter().enumerate().filter_map(open).collect())
    }

    /// Asks whether a candidate may be examined, as the law sees the choice made so far.
    ///
    /// # Errors
    /// [`HouseError::Refused`] when not: without a choice nobody is examined.
    pub fn may_examine(
        &mut self,
        session: SessionId,
        place: u32,
        on: Day,
    ) -> Result<(), HouseError> {
        let rows = self.candidate_rows(session)?;
        let row = rows.get(place as usize).ok_or(HouseError::NoCandidate(place))?;
        self.decide_one(session, Some(&row.candidate()), PersonAct::Examine, on)
    }

    /// Reports the settlement: the log gets the counts of the private rows.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn report_settlement(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
    ) -> Result<Receipt, HouseError> {
        let Tally { continued, refunded, undecided, withdrew, .. } = self.tally(session)?;
        let act =
            PublicAct::Settle(Settlement { session, continued, refunded, undecided, withdrew });
        let name = format!("settle {} {on}", session.0);
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }
}
