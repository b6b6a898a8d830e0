//! The state that the public acts add up to.
//!
//! In scope: looking things up. Out of scope: changing them (`apply`).
//! Maps are ordered, so that walking them is the same everywhere.

use crate::act::{ActingKey, Organisation, OrganisationKind, Recognition, RecoverySet};
use crate::arrangement::Arrangements;
use crate::body::Bodies;
use crate::cohort::Cohorts;
use crate::correction::Corrections;
use crate::digest::StateDigest;
use crate::exam::Exams;
use crate::occupation::Occupations;
use crate::session::Session;
use crate::sessions::BySession;
use crate::sums::Sums;
use crate::supervision::Supervision;
use crate::{OrganisationId, SessionId};
use alloc::collections::BTreeMap;
use alloc::string::String;
use law::{ExitNotice, RowId};
use vocab::{Day, Instant};

/// A recognition in force since a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The day it was recognised.
    pub on: Day,
    /// What was recognised.
    pub recognition: Recognition,
}

/// What numbers are counted under: the prefix or institution, the year, the level's digit.
pub type CounterKey = (String, i32, char);

/// The state of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub(crate) origin: Option<String>,
    pub(crate) law: Option<[u8; 32]>,
    pub(crate) log_key: Option<[u8; 32]>,
    pub(crate) recovery: Option<RecoverySet>,
    /// The key in force of each organisation that has one.
    pub(crate) keys: BTreeMap<OrganisationId, ActingKey>,
    /// Every key that was ever an organisation's, so that none comes back.
    pub(crate) known_keys: BTreeMap<[u8; 32], OrganisationId>,
    pub(crate) compromised: BTreeMap<[u8; 32], Instant>,
    /// How many acts each organisation has done.
    pub(crate) sequences: BTreeMap<OrganisationId, u64>,
    pub(crate) version: u64,
    pub(crate) entries: u64,
    pub(crate) landmark: Option<(u64, Instant)>,
    pub(crate) recorded_at: Option<Instant>,
    pub(crate) organisations: BTreeMap<OrganisationId, Organisation>,
    pub(crate) recognised: BTreeMap<OrganisationId, Recognised>,
    pub(crate) sessions: BySession<Session>,
    pub(crate) counters: BTreeMap<CounterKey, u32>,
    pub(crate) occupations: Occupations,
    pub(crate) exams: Exams,
    pub(crate) cohorts: Cohorts,
    pub(crate) bodies: Bodies,
    pub(crate) arrangements: Arrangements,
    pub(crate) corrections: Corrections,
    pub(crate) supervision: Supervision,
    pub(crate) digest: Sums,
    /// True of an excerpt, which does not hold what came before and between.
    pub(crate) partial: bool,
}

impl State {
    /// Returns the state before any act.
    pub fn new() -> State {
        State::default()
    }

    /// Returns the log's origin, once founded.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Returns the law digest the register was founded with.
    pub fn law(&self) -> Option<&[u8; 32]> {
        self.law.as_ref()
    }

    /// Returns the key of the log, once founded.
    pub fn log_key(&self) -> Option<&[u8; 32]> {
        self.log_key.as_ref()
    }

    /// Returns who can replace keys, once founded.
    pub fn recovery(&self) -> Option<&RecoverySet> {
        self.recovery.as_ref()
    }

    /// Returns the key that an organisation acts with now; nothing when its key was retired or is
    /// in other hands.
    pub fn key_of(&self, id: OrganisationId) -> Option<&ActingKey> {
        self.keys.get(&id)
    }

    /// Returns since when a key is said to be in other hands.
    pub fn compromised_since(&self, key: &[u8; 32]) -> Option<Instant> {
        self.compromised.get(key).copied()
    }

    /// Returns the keys that are said to be in other hands, and since when.
    pub fn compromised(&self) -> &BTreeMap<[u8; 32], Instant> {
        &self.compromised
    }

    /// Returns how many acts an organisation has done: the sequence of its next.
    pub fn sequence(&self, actor: Option<OrganisationId>) -> u64 {
        actor.and_then(|id| self.sequences.get(&id)).copied().unwrap_or(0)
    }

    /// Returns the number of entries that the acts applied have.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Returns size and time of the last landmark.
    pub fn landmark(&self) -> Option<(u64, Instant)> {
        self.landmark
    }

    /// Returns the number of acts applied.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns when the last act was recorded.
    pub fn recorded_at(&self) -> Option<Instant> {
        self.recorded_at
    }

    /// Returns the digest of the state. What changed since it was settled is hashed each time.
    pub fn digest(&self) -> StateDigest {
        self.digest.total()
    }

    /// Hashes what changed, so that the digest can be asked again for nothing. It stays the same.
    pub fn settle_digest(&mut self) {
        self.digest.settle();
    }

    /// Returns an organisation.
    pub fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.organisations.get(&id)
    }

    /// Returns every organisation, by number.
    pub fn organisations(&self) -> impl Iterator<Item = (OrganisationId, &Organisation)> {
        self.organisations.iter().map(|(id, o)| (*id, o))
    }

    /// Returns the recognition of a body.
    pub fn recognised(&self, id: OrganisationId) -> Option<&Recognised> {
        self.recognised.get(&id)
    }

    /// Returns a session or examination.
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.get(&id)
    }

    /// Returns every session, by number.
    pub fn sessions(&self) -> impl Iterator<Item = (SessionId, &Session)> {
        self.sessions.iter()
    }

    /// Returns the last serial issued under a key; nought when none was.
    pub fn counter(&self, key: &CounterKey) -> u32 {
        self.counters.get(key).copied().unwrap_or(0)
    }

    /// Returns what is announced or completed for an occupation; nothing where only the plan of the
    /// law holds.
    pub fn exit(&self, row: RowId) -> ExitNotice {
        self.occupations.turn(row).notice()
    }

    /// Returns the occupations of which something is recorded.
    pub fn occupations(&self) -> &Occupations {
        &self.occupations
    }

    /// Returns what happened to certificates after they were issued, lists, balances and blanks.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Returns the region whose law the old scheme of an organisation follows: the two digits of
    /// its particulars. An organisation without them follows the national law alone, as all did
    /// before there were any.
    pub fn old_scheme_region(&self, id: OrganisationId) -> Option<String> {
        let region = self.bodies.particulars(id)?.region?;
        Some(alloc::string::ToString::to_string(&region))
    }

    /// Returns what the acts about examinations of the old scheme add up to.
    pub fn exams(&self) -> &Exams {
        &self.exams
    }

    /// Returns what the acts about cohorts add up to.
    pub fn cohorts(&self) -> &Cohorts {
        &self.cohorts
    }

    /// Returns the number that the next session gets.
    pub fn next_session(&self) -> SessionId {
        SessionId(self.sessions.len() as u32)
    }

    /// Returns the number that the next organisation gets.
    pub fn next_organisation(&self) -> OrganisationId {
        OrganisationId(self.organisations.len() as u32)
    }

    /// Returns what certificates of a session are counted under, for the year they are dated in.
    pub fn counter_key(&self, session: &Session, year: i32) -> Option<CounterKey> {
        let prefix = match session.plan.scheme {
            crate::Scheme::Qualification => {
                let organisation = self.organisations.get(&session.by)?;
                alloc::string::ToString::to_string(organisation.institution.as_ref()?)
            }
            crate::Scheme::Level => alloc::string::ToString::to_string(&self.site(session)?),
        };
        Some((prefix, year, session.plan.level.code()))
    }
}

impl OrganisationKind {
    /// Returns the value of the fact `actor_kind`.
    pub(crate) fn actor_kind(self) -> &'static str {
        match self {
            OrganisationKind::Authority => "authority",
            OrganisationKind::Department => "department",
            OrganisationKind::Supervisor => "supervisor",
            OrganisationKind::Employer | OrganisationKind::Social | OrganisationKind::School => {
                "body"
            }
        }
    }

    /// Returns the value of the fact `body_kind`.
    pub fn body_kind(self) -> &'static str {
        match self {
            OrganisationKind::Authority | OrganisationKind::Department => "department",
            OrganisationKind::Supervisor => "centre",
            OrganisationKind::Employer => "employer",
            OrganisationKind::Social => "social",
            OrganisationKind::School => "school",
        }
    }
}
