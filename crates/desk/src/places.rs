//! Where in the log the acts stand that a certificate rests on.
//!
//! In scope: from organisation and session to entry indices. Derived from the log; never stored.

use register::{About, Event, OccupationAct, OrganisationId, PublicAct, RowId, SessionId};
use std::collections::BTreeMap;
use vocab::Instant;

/// Indices of entries by what they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Where an organisation came in or changed, or its key, and who signed that.
    organisations: BTreeMap<OrganisationId, Vec<(u64, Option<OrganisationId>)>>,
    /// The steps of a session, and who signed them.
    steps: BTreeMap<SessionId, Vec<(u64, Option<OrganisationId>)>>,
    landmarks: Vec<Stated>,
    /// Exits that were announced and steps of reclassification.
    turns: Vec<(u64, RowId)>,
}

/// Size, instant and root of a landmark of the log.
pub(crate) type Stated = (u64, Instant, [u8; 32]);

impl Places {
    /// Notes an event that was applied.
    pub(crate) fn note(&mut self, index: u64, event: &Event) {
        let About { organisation, session } = event.act.about();
        let (organisation, session) = match &event.act {
            PublicAct::RotateKey(_) | PublicAct::RetireKey => (event.actor, None),
            PublicAct::Landmark { size, root, .. } => {
                self.landmarks.push((*size, event.recorded_at, *root));
                (None, None)
            }
            PublicAct::RecogniseBody(_)
            | PublicAct::CompromiseKey { .. }
            | PublicAct::AddKey { .. }
            | PublicAct::Body(_) => (organisation, None),
            PublicAct::Announce(_)
            | PublicAct::CloseRegistration { .. }
            | PublicAct::RecordResults { .. }
            | PublicAct::ConfirmResults { .. }
            | PublicAct::Exam(_)
            | PublicAct::Session(_) => (None, session),
            // A certificate rests on none of these.
            PublicAct::Genesis { .. }
            | PublicAct::Settle(_)
            | PublicAct::IssueCertificates(_)
            | PublicAct::Inspect { .. }
            | PublicAct::Occupation(_)
            | PublicAct::Cohort(_)
            | PublicAct::Certificate(_)
            | PublicAct::Supervise(_) => (None, None),
        };
        if let PublicAct::Occupation(
            OccupationAct::AnnounceExit { occupation, .. }
            | OccupationAct::Reclassify { occupation, .. },
        ) = event.act
        {
            self.turns.push((index, occupation));
        }
        if let Some(session) = session {
            self.steps.entry(session).or_default().push((index, event.actor));
        }
        if let Some(organisation) = organisation {
            self.organisations.entry(organisation).or_default().push((index, event.actor));
        }
    }

    /// Returns the landmarks by rising size.
    pub(crate) fn landmarks(&self) -> &[Stated] {
        &self.landmarks
    }

    /// Returns the acts about occupations, in order.
    pub(crate) fn turns(&self) -> &[(u64, RowId)] {
        &self.turns
    }

    /// Returns the acts before an index that made an organisation, and those who signed them, what
    /// they are.
    pub(crate) fn changes(&self, of: OrganisationId, before: u64) -> Vec<u64> {
        let mut all = self.made(vec![of]);
        all.retain(|index| *index < before);
        all
    }

    /// Returns the acts that made organisations, and those who signed them, what they are.
    fn made(&self, mut signers: Vec<OrganisationId>) -> Vec<u64> {
        let (mut all, mut next) = (Vec::new(), 0);
        while let Some(signer) = signers.get(next).copied() {
            next += 1;
            for (index, actor) in self.organisations.get(&signer).into_iter().flatten() {
                all.push(*index);
                signers.extend(actor.filter(|actor| !signers.contains(actor)));
            }
        }
        all
    }

    /// Returns the acts before `header` that a certificate of a session rests on, by rising index:
    /// founding, the steps of the session, and what made the body, and those who signed that, what
    /// they are: registration, recognition, keys.
    pub(crate) fn grounds(&self, by: OrganisationId, session: SessionId, header: u64) -> Vec<u64> {
        let mut all = vec![0];
        let mut signers = vec![by];
        // A step may be another's: whoever decides an objection, say.
        for (index, actor) in self.steps.get(&session).into_iter().flatten() {
            all.push(*index);
            signers.extend(actor.filter(|actor| *index < header && !signers.contains(actor)));
        }
        all.extend(self.made(signers));
        all.retain(|index| *index < header);
        all.sort_unstable();
        all.dedup();
        all
    }
}
