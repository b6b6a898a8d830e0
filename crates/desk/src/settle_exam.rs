//! Settling an examination in flight at the exit: choices, refunds, withdrawals, and the tally in
//! the log.
//!
//! Source: 三; readings R-3-4, R-3-7, R-3-8, R-3-9.
//! In scope: private choices with day and channel, refunds by order and payment, each decided by
//! the law; the public tally. Out of scope: paying money: a refund here is the record that it was
//! paid. Batches and the close (`close_exam`), comparing the money (`reconcile`).
//! I-REG-5: a candidate ends once; the tally is the count of the rows.

use crate::candidates::group;
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_rows::private;
use crate::run_session::Cited;
use crate::salted_rows::RowOf;
use register::{
    Election, ExamAct, OrganisationId, PersonAct, PublicAct, SessionId, Settled, Settlement, Tally,
};
use serde::{Deserialize, Serialize};
use store::{PrivateKind, PrivateRow};
use vocab::Day;

/// How a choice reached whoever examines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Channel {
    /// 窗口.
    Window,
    /// 电话.
    Phone,
    /// 短信.
    Message,
    /// 网上.
    Online,
    /// 信函.
    Letter,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 5] =
        [Channel::Window, Channel::Phone, Channel::Message, Channel::Online, Channel::Letter];

    /// Returns the name used on the command line, in JSON and in rows.
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Window => "window",
            Channel::Phone => "phone",
            Channel::Message => "message",
            Channel::Online => "online",
            Channel::Letter => "letter",
        }
    }
}

/// What a candidate said, when and how. What was said before is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Chose to continue or the refund, or took the choice back.
    Chose(Election),
    /// Withdrew without a refund.
    Withdrew,
}

/// One thing a candidate said, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The candidate's place.
    pub place: u32,
    /// What was said: `continue`, `refund`, `undecided` or `withdrew`.
    pub said: String,
    /// The day, as days since 1970-01-01.
    pub on: i32,
    /// How it came.
    pub channel: Channel,
}

/// A refund that was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPaid {
    /// The day, as days since 1970-01-01.
    pub on: i32,
    /// The fee, in fen.
    pub fee_fen: u32,
    /// The number of the order to pay.
    #[serde(default)]
    pub order: String,
    /// The reference of the payment.
    pub reference: String,
}

/// Returns the name of a choice in rows.
pub(crate) fn election_name(election: Election) -> &'static str {
    match election {
        Election::Undecided => "undecided",
        Election::Continue => "continue",
        Election::Refund => "refund",
    }
}

impl House {
    /// Records what a candidate chose, today and at the window.
    ///
    /// # Errors
    /// As [`House::hear`].
    pub fn elect(
        &mut self,
        session: SessionId,
        place: u32,
        election: Election,
    ) -> Result<(), HouseError> {
        let today = self.now().day_in_china();
        self.hear(session, place, Said::Chose(election), (today, Channel::Window))
    }

    /// Records what a candidate said. A choice can be changed until it was acted upon; what was
    /// said before stays on record.
    ///
    /// # Errors
    /// There is no such candidate, the registration has ended, or the candidate was examined.
    pub fn hear(
        &mut self,
        session: SessionId,
        place: u32,
        said: Said,
        (on, channel): (Day, Channel),
    ) -> Result<(), HouseError> {
        let mut rows = self.candidate_rows(session)?;
        let row = rows.get_mut(place as usize).ok_or(HouseError::NoCandidate(place))?;
        let mut candidate = row.candidate();
        if candidate.settled.is_some() {
            return Err(HouseError::Settled);
        }
        if self.scores(session)?.iter().any(|(of, _)| *of == place) {
            return Err(HouseError::Examined(place));
        }
        let name = match said {
            Said::Chose(election) => {
                candidate.election = election;
                election_name(election)
            }
            Said::Withdrew => {
                candidate.settle(Settled::Withdrew).map_err(|_| HouseError::Settled)?;
                "withdrew"
            }
        };
        row.update(&candidate);
        let next = self.choices(session)?.len() as u32;
        let choice = Choice { place, said: name.to_string(), on: on.0, channel };
        let choice = private(PrivateKind::Election, &group(session), next, &choice);
        let row = row.row(session, place);
        self.write_private(&[row, choice])
    }

    /// Returns everything the candidates of a session said, in the order in which it came.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn choices(&self, session: SessionId) -> Result<Vec<Choice>, HouseError> {
        self.rows(PrivateKind::Election, &group(session))
    }

    /// Pays a candidate back under an order of the candidate's own number.
    ///
    /// # Errors
    /// As [`House::pay_back`].
    pub fn refund(
        &mut self,
        session: SessionId,
        place: u32,
        on: Day,
        reference: &str,
    ) -> Result<u32, HouseError> {
        let order = format!("{}-{place}", session.0);
        Ok(self.pay_back(session, place, on, (&order, reference))?.0)
    }

    /// Records that a candidate was paid back, by the number of the order and the reference of the
    /// payment, and returns the fee in fen with what the law said.
    ///
    /// # Errors
    /// [`HouseError::Refused`] when the law does not order it; [`HouseError::Settled`] when the
    /// registration has ended: a refund is paid once; [`HouseError::OrderUsed`] when order or
    /// payment stand for another refund of the session.
    pub fn pay_back(
        &mut self,
        session: SessionId,
        place: u32,
        on: Day,
        (order, reference): (&str, &str),
    ) -> Result<(u32, Option<Cited>), HouseError> {
        let mut rows = self.candidate_rows(session)?;
        let row = rows.get_mut(place as usize).ok_or(HouseError::NoCandidate(place))?;
        let mut candidate = row.candidate();
        let cited = self.decide_one(session, Some(&candidate), PersonAct::Refund, on)?;
        candidate.settle(Settled::Refunded).map_err(|_| HouseError::Settled)?;
        let used =
            |paid: &(u32, RefundPaid)| paid.1.order == order || paid.1.reference == reference;
        if self.refunds_paid(session)?.iter().any(used) {
            return Err(HouseError::OrderUsed(order.to_string()));
        }
        row.update(&candidate);
        let fee_fen = row.fee_fen;
        let (order, reference) = (order.to_string(), reference.to_string());
        let paid = RefundPaid { on: on.0, fee_fen, order, reference };
        let paid = private(PrivateKind::Refund, &group(session), place, &paid);
        let row = row.row(session, place);
        self.write_private(&[row, paid])?;
        Ok((fee_fen, cited))
    }

    /// Returns the refunds paid in a session, by place.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn refunds_paid(&self, session: SessionId) -> Result<Vec<(u32, RefundPaid)>, HouseError> {
        self.placed_rows(PrivateKind::Refund, &group(session))
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
        self.decide_one(session, Some(&row.candidate()), PersonAct::Examine, on).map(|_| ())
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

    /// Reports the settlement with a root over what each candidate said last: the log gets counts
    /// and root, the rows stay here.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn report_choices(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        on: Day,
    ) -> Result<Receipt, HouseError> {
        let Tally { continued, refunded, undecided, withdrew, .. } = self.tally(session)?;
        let settlement = Settlement { session, continued, refunded, undecided, withdrew };
        let (root, private) = self.choice_rows(session)?;
        let act = PublicAct::Exam(ExamAct::ReportChoices { settlement, root });
        let name = format!("choices {} {on}", session.0);
        self.record(&Request { actor: Some(by), on, name, act }, &private)
    }

    /// What each candidate said last, and whether it was acted upon. Rows of an earlier report
    /// give way: a root that is no longer reported is opened by nobody.
    fn choice_rows(
        &mut self,
        session: SessionId,
    ) -> Result<([u8; 32], Vec<PrivateRow>), HouseError> {
        let said = self.choices(session)?;
        let mut texts = Vec::new();
        for (place, row) in (0..).zip(self.candidate_rows(session)?) {
            let candidate = row.candidate();
            let last = said.iter().rev().find(|choice| choice.place == place);
            let (day, channel) = match last {
                Some(choice) => (Day(choice.on).to_string(), choice.channel.name()),
                None => ("-".to_string(), "-"),
            };
            let end = match candidate.settled {
                Some(Settled::Refunded) => "refunded",
                Some(Settled::Withdrew) => "withdrew",
                Some(Settled::Certified | Settled::NotPassed) | None => "-",
            };
            let election = election_name(candidate.election);
            texts.push(format!("{place}\n{election}\n{day}\n{channel}\n{end}"));
        }
        let kept = (PrivateKind::Election, choice_group(session));
        self.salted(RowOf::Choice, (kept.0, &kept.1), texts)
    }
}

/// Returns the name of the group that holds what the candidates of an examination chose, as it was
/// reported last.
pub(crate) fn choice_group(session: SessionId) -> String {
    format!("choices-{}", session.0)
}
