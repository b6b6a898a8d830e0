//! Where in the log the acts stand that a certificate rests on.
//!
//! In scope: from organisation and session to entry indices. Derived from the log; never stored.

use register::{Event, OrganisationId, PublicAct, SessionId};
use std::collections::BTreeMap;
use vocab::Instant;

/// Indices of entries by what they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Where a body was recognised, and by whom.
    recognised: BTreeMap<OrganisationId, (u64, OrganisationId)>,
    /// Where keys of an organisation changed.
    keys: BTreeMap<OrganisationId, Vec<u64>>,
    steps: BTreeMap<SessionId, Vec<u64>>,
    landmarks: Vec<Stated>,
}

/// Size, instant and root of a landmark of the log.
pub(crate) type Stated = (u64, Instant, [u8; 32]);

impl Places {
    /// Notes an event that was applied.
    pub(crate) fn note(&mut self, index: u64, event: &Event) {
        let (step, keys) = match &event.act {
            PublicAct::RecogniseBody(recognition) => {
                if let Some(by) = event.actor {
                    self.recognised.insert(recognition.id, (index, by));
                }
                (None, None)
            }
            PublicAct::Announce(plan) => (Some(plan.session), None),
            PublicAct::CloseRegistration { session, .. }
            | PublicAct::RecordResults { session, .. }
            | PublicAct::ConfirmResults { session } => (Some(*session), None),
            PublicAct::RotateKey(_) | PublicAct::RetireKey => (None, event.actor),
            PublicAct::CompromiseKey { organisation, .. }
            | PublicAct::AddKey { organisation, .. } => (None, Some(*organisation)),
            PublicAct::Landmark { size, root, .. } => {
                self.landmarks.push((*size, event.recorded_at, *root));
                (None, None)
            }
            PublicAct::Genesis { .. }
            | PublicAct::Settle(_)
            | PublicAct::IssueCertificates(_)
            | PublicAct::Inspect { .. } => (None, None),
        };
        if let Some(session) = step {
            self.steps.entry(session).or_default().push(index);
        }
        if let Some(organisation) = keys {
            self.keys.entry(organisation).or_default().push(index);
        }
    }

    /// Returns the landmarks by rising size.
    pub(crate) fn landmarks(&self) -> &[Stated] {
        &self.landmarks
    }

    /// Returns the acts before `header` that a certificate of a session rests on, by rising index:
    /// founding, recognition of the body where there is one, the steps of the session, and what
    /// changed the keys that signed these.
    pub(crate) fn grounds(&self, by: OrganisationId, session: SessionId, header: u64) -> Vec<u64> {
        let mut all = vec![0];
        let mut signers = vec![by];
        if let Some((index, recogniser)) = self.recognised.get(&by) {
            all.push(*index);
            signers.push(*recogniser);
        }
        all.extend(self.steps.get(&session).into_iter().flatten());
        all.extend(signers.iter().filter_map(|id| self.keys.get(id)).flatten());
        all.retain(|index| *index < header);
        all.sort_unstable();
        all.dedup();
        all
    }
}
