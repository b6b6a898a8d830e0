//! A session or examination as the register knows it: its four steps and the rows used.
//!
//! In scope: what the acts so far have bound. Out of scope: who the candidates are.

use crate::OrganisationId;
use crate::act::{SessionPlan, Settlement};
use crate::row_set::RowSet;
use vocab::Day;

/// What was bound when registration closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Number of accepted candidates.
    pub registered: u32,
    /// Root of their commitments.
    pub root: [u8; 32],
    /// Day of the last acceptance.
    pub last_accepted_on: Day,
}

/// What was bound when the results were recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Results {
    /// The day it was held.
    pub held_on: Day,
    /// The day the results were published.
    pub published_on: Day,
    /// Number who sat it.
    pub sat: u32,
    /// Number who passed.
    pub passed: u32,
    /// Root of the rows.
    pub root: [u8; 32],
}

/// An examination or session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who runs it.
    pub by: OrganisationId,
    /// The day it was announced.
    pub announced_on: Day,
    /// Its plan.
    pub plan: SessionPlan,
    /// The closing of registration, once it is closed.
    pub closing: Option<Closing>,
    /// The results, once recorded.
    pub results: Option<Results>,
    /// The day of confirmation, once confirmed.
    pub confirmed_on: Option<Day>,
    /// The settlement, once reported.
    pub settlement: Option<Settlement>,
    /// The rows of passed candidates that carry a certificate.
    pub used: RowSet,
}
