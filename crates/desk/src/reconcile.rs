//! Reconciling the fees of an examination: what was received, paid back and kept, and every
//! difference between rows, payments and log.
//!
//! Source: 三 「退回有关费用」; reading R-3-8.
//! In scope: sums in fen and the list of differences. Out of scope: paying, and correcting rows.

use crate::house::House;
use crate::house_error::HouseError;
use crate::salted_rows::RowOf;
use register::{SessionId, Settled, Tally};
use store::PrivateKind;

/// A thing that does not fit another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A candidate is refunded, and no payment is on record.
    Unpaid(u32),
    /// A payment is on record, and the candidate is not refunded.
    PaidUnsettled(u32),
    /// What was paid back is not the fee: paid, fee.
    OtherSum(u32, u64, u64),
    /// A candidate chose the refund after the exit and waits for it.
    Waits(u32),
    /// The log's count of refunds is another: log, rows.
    OtherCount(u32, u32),
    /// The log's sums at the close are others: received, paid back.
    OtherMoney(u64, u64),
    /// The rows kept do not open the root of the choices in the log.
    ChoicesDoNotOpen,
    /// The rows kept do not open the root of the close in the log.
    EndsDoNotOpen,
}

/// The money of an examination, in fen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// What the candidates paid.
    pub received_fen: u64,
    /// What was paid back.
    pub refunded_fen: u64,
    /// What is kept of candidates who were certified.
    pub certified_fen: u64,
    /// What is kept of candidates who did not pass.
    pub not_passed_fen: u64,
    /// What is kept of candidates who withdrew.
    pub withdrew_fen: u64,
    /// What is held of candidates who have come to no end yet.
    pub open_fen: u64,
    /// Everything that does not fit.
    pub differences: Vec<Difference>,
}

impl Reconciliation {
    /// Returns what is kept and held: all that was received and not paid back.
    pub fn kept_fen(&self) -> u64 {
        self.certified_fen + self.not_passed_fen + self.withdrew_fen + self.open_fen
    }
}

impl House {
    /// Reconciles the fees of an examination.
    ///
    /// # Errors
    /// There is no such session, or the private rows cannot be read.
    pub fn reconcile(&self, session: SessionId) -> Result<Reconciliation, HouseError> {
        let found = self.session(session)?;
        let (rows, paid) = (self.candidate_rows(session)?, self.refunds_paid(session)?);
        let mut made = Reconciliation::default();
        for (place, row) in (0u32..).zip(&rows) {
            let (candidate, fee) = (row.candidate(), u64::from(row.fee_fen));
            made.received_fen += fee;
            let payment = paid.iter().find(|(of, _)| *of == place);
            let back = payment.map_or(0, |(_, paid)| u64::from(paid.fee_fen));
            made.refunded_fen += back;
            match candidate.settled {
                Some(Settled::Refunded) if payment.is_none() => {
                    made.differences.push(Difference::Unpaid(place));
                }
                Some(Settled::Refunded) if back != fee => {
                    made.differences.push(Difference::OtherSum(place, back, fee));
                }
                Some(Settled::Refunded) => {}
                Some(Settled::Certified) => made.certified_fen += fee,
                Some(Settled::NotPassed) => made.not_passed_fen += fee,
                Some(Settled::Withdrew) => made.withdrew_fen += fee,
                None => made.open_fen += fee,
            }
            if payment.is_some() && candidate.settled != Some(Settled::Refunded) {
                made.differences.push(Difference::PaidUnsettled(place));
            }
            let chose = candidate.election == register::Election::Refund;
            let today = self.now().day_in_china();
            let exited = self.exit_day(found.plan.occupation, today).is_some();
            if candidate.settled.is_none() && chose && exited {
                made.differences.push(Difference::Waits(place));
            }
        }
        self.against_log(session, &mut made)?;
        Ok(made)
    }

    fn against_log(&self, session: SessionId, made: &mut Reconciliation) -> Result<(), HouseError> {
        let Tally { refunded, .. } = self.tally(session)?;
        if let Some(settlement) = self.session(session)?.settlement
            && settlement.refunded != refunded
        {
            made.differences.push(Difference::OtherCount(settlement.refunded, refunded));
        }
        if let Some((_, end)) = self.state.exams().ended(session) {
            if (end.received_fen, end.refunded_fen) != (made.received_fen, made.refunded_fen) {
                let money = Difference::OtherMoney(end.received_fen, end.refunded_fen);
                made.differences.push(money);
            }
            let kept = crate::close_exam::end_group(session);
            let kept = (PrivateKind::Registration, kept.as_str());
            if !self.opens(RowOf::ExamEnd, kept, &end.root)? {
                made.differences.push(Difference::EndsDoNotOpen);
            }
        }
        if let Some(root) = self.state.exams().choices(session).copied() {
            let group = crate::settle_exam::choice_group(session);
            if !self.opens(RowOf::Choice, (PrivateKind::Election, &group), &root)? {
                made.differences.push(Difference::ChoicesDoNotOpen);
            }
        }
        Ok(())
    }
}
