//! Where in the log the acts stand that a certificate rests on.
//!
//! In scope: from organisation and session to entry indices. Derived from the log; never stored.

use register::{Event, OrganisationId, PublicAct, SessionId};
use std::collections::BTreeMap;

/// Indices of entries by what they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    recognised: BTreeMap<OrganisationId, u64>,
    steps: BTreeMap<SessionId, Vec<u64>>,
}

impl Places {
    /// Notes an event that was applied.
    pub(crate) fn note(&mut self, index: u64, event: &Event) {
        let step = match &event.act {
            PublicAct::RecogniseBody(recognition) => {
                self.recognised.insert(recognition.id, index);
                None
            }
            PublicAct::Announce(plan) => Some(plan.session),
            PublicAct::CloseRegistration { session, .. }
            | PublicAct::RecordResults { session, .. }
            | PublicAct::ConfirmResults { session } => Some(*session),
            PublicAct::Genesis { .. }
            | PublicAct::Settle(_)
            | PublicAct::IssueCertificates(_)
            | PublicAct::Inspect { .. } => None,
        };
        if let Some(session) = step {
            self.steps.entry(session).or_default().push(index);
        }
    }

    /// Returns the acts that a certificate of a session rests on, by rising index: founding,
    /// recognition of the body where there is one, and the steps of the session.
    pub(crate) fn grounds(&self, by: OrganisationId, session: SessionId) -> Vec<u64> {
        let mut all = vec![0];
        all.extend(self.recognised.get(&by));
        all.extend(self.steps.get(&session).into_iter().flatten());
        all
    }
}
