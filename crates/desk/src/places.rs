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

/// A number of something, and indices with who signed.
type Named = (u32, Vec<(u64, Option<u32>)>);

/// Places as they are kept: organisations, steps, landmarks, turns.
type Kept = (Vec<Named>, Vec<Named>, Vec<(u64, i64, [u8; 32])>, Vec<(u64, u16)>);

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

    /// Returns the places as bytes.
    pub(crate) fn write(&self) -> Vec<u8> {
        fn named<Id: Copy>(
            of: &BTreeMap<Id, Vec<(u64, Option<OrganisationId>)>>,
            number: fn(Id) -> u32,
        ) -> Vec<Named> {
            let steps = |all: &Vec<(u64, Option<OrganisationId>)>| {
                all.iter().map(|(index, actor)| (*index, actor.map(|id| id.0))).collect()
            };
            of.iter().map(|(id, all)| (number(*id), steps(all))).collect()
        }
        let landmarks = self.landmarks.iter().map(|(size, time, root)| (*size, time.0, *root));
        let kept: Kept = (
            named(&self.organisations, |id| id.0),
            named(&self.steps, |id| id.0),
            landmarks.collect(),
            self.turns.iter().map(|(index, row)| (*index, row.0)).collect(),
        );
        postcard::to_stdvec(&kept).expect("numbers are written")
    }

    /// Reads what [`Places::write`] wrote; nothing when it is none.
    pub(crate) fn read(bytes: &[u8]) -> Option<Places> {
        fn named<Id: Ord>(
            of: Vec<Named>,
            id: fn(u32) -> Id,
        ) -> BTreeMap<Id, Vec<(u64, Option<OrganisationId>)>> {
            let steps = |all: Vec<(u64, Option<u32>)>| {
                all.into_iter().map(|(index, by)| (index, by.map(OrganisationId))).collect()
            };
            of.into_iter().map(|(number, all)| (id(number), steps(all))).collect()
        }
        let (organisations, steps, landmarks, turns): Kept = postcard::from_bytes(bytes).ok()?;
        Some(Places {
            organisations: named(organisations, OrganisationId),
            steps: named(steps, SessionId),
            landmarks: landmarks
                .into_iter()
                .map(|(s, time, root)| (s, Instant(time), root))
                .collect(),
            turns: turns.into_iter().map(|(index, row)| (index, RowId(row))).collect(),
        })
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
