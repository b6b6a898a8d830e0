//! `Tally`: acts by kind, and certificates.
//!
//! In scope: counting what entries say they are, lawful or not.

use register::PublicAct;
use std::collections::BTreeMap;

/// What was counted in a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Acts by the name of their kind, as in docs/formats/entry.cddl.
    pub acts: BTreeMap<&'static str, u64>,
    /// Certificates.
    pub certificates: u64,
}

impl Tally {
    pub(crate) fn count(&mut self, act: &PublicAct) {
        *self.acts.entry(kind(act)).or_default() += 1;
    }

    /// Returns the number of acts of a kind.
    pub fn of(&self, kind: &str) -> u64 {
        self.acts.get(kind).copied().unwrap_or(0)
    }
}

fn kind(act: &PublicAct) -> &'static str {
    match act {
        PublicAct::Genesis { .. } => "founding",
        PublicAct::RecogniseBody(_) => "recognising",
        PublicAct::Announce(_) => "announcing",
        PublicAct::CloseRegistration { .. } => "closing",
        PublicAct::RecordResults { .. } => "recording",
        PublicAct::ConfirmResults { .. } => "confirming",
        PublicAct::IssueCertificates(_) => "issuing",
        PublicAct::Settle(_) => "settling",
        PublicAct::Inspect { .. } => "inspecting",
        PublicAct::Landmark { .. } => "landmarking",
        PublicAct::RotateKey(_) => "rotating",
        PublicAct::RetireKey => "retiring",
        PublicAct::CompromiseKey { .. } => "compromising",
        PublicAct::AddKey { .. } => "adding",
        PublicAct::Occupation(act) => act.name(),
        PublicAct::Exam(act) => act.name(),
        PublicAct::Cohort(act) => act.name(),
        PublicAct::Body(act) => act.name(),
        PublicAct::Session(act) => act.name(),
        PublicAct::Certificate(act) => act.name(),
        PublicAct::Supervise(act) => act.name(),
    }
}
