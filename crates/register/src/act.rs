//! Public acts: what organisations do that everyone may see.
//!
//! Source: DESIGN.md of the house, "The register". Closed: adding an act breaks the build until it
//! is checked, applied, encoded and shown.
//! In scope: values. Out of scope: whether they may be done (`check`).
//! No act holds a name, an identity number or a score of a person (I-PRI-1): roots and counts only.

use crate::{OrganisationId, SessionId};
use alloc::string::String;
use alloc::vec::Vec;
use law::RowId;
use vocab::{Day, Instant, InstitutionCode, Level, SitePrefix};

/// What kind of organisation acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationKind {
    /// A human-resources authority.
    Authority,
    /// An implementing department or its examination centre.
    Department,
    /// A supervising centre.
    Supervisor,
    /// An employer that assesses its own staff.
    Employer,
    /// A social training and evaluation body.
    Social,
    /// A technical school.
    School,
}

/// An organisation that acts, with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// What kind it is.
    pub kind: OrganisationKind,
    /// Its public name.
    pub name: String,
    /// Its Ed25519 public key.
    pub key: [u8; 32],
    /// True when the operator of the register holds the key for it.
    pub operator_custody: bool,
    /// The code its qualification certificates are numbered under, if it issues any.
    pub institution: Option<InstitutionCode>,
}

/// The recognition of an evaluation body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// The number the body gets: the next one. It stands in the entry, so that an entry alone says
    /// which body it is about.
    pub id: OrganisationId,
    /// The body, registered by this act.
    pub body: Organisation,
    /// The prefix its level certificates are numbered under.
    pub prefix: SitePrefix,
    /// What it may assess: occupation and level.
    pub scope: Vec<(RowId, Level)>,
    /// The day of publication, if it is published.
    pub published_on: Option<Day>,
    /// The last day; nothing when the act is silent.
    pub until: Option<Day>,
    /// Whether it may certify people it does not employ.
    pub covers_outsiders: bool,
    /// Asserted by the authority: a standard or specification exists for the whole scope.
    pub standard_exists: bool,
}

/// The old scheme or the new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// 职业技能鉴定 with a 职业资格证书.
    Qualification,
    /// 职业技能等级认定 with a 职业技能等级证书.
    Level,
}

/// The announcement of an examination or session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPlan {
    /// The number the session gets: the next one. It stands in the entry, so that an entry alone
    /// says which session it is about.
    pub session: SessionId,
    /// The scheme.
    pub scheme: Scheme,
    /// The occupation.
    pub occupation: RowId,
    /// The level.
    pub level: Level,
    /// The last day of registration it fixes.
    pub registration_until: Day,
    /// The planned day.
    pub planned_on: Day,
}

/// The header of a batch of certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The session or examination.
    pub session: SessionId,
    /// The date the certificates bear.
    pub dated_on: Day,
    /// The rows of the session's results, one for each certificate, in the order of serials.
    pub rows: Vec<u32>,
    /// Asserted by the body: every holder is on its staff.
    pub holders_are_staff: bool,
}

/// How an examination in flight at the exit was settled: counts of accepted candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The examination.
    pub session: SessionId,
    /// Chose to continue.
    pub continued: u32,
    /// Chose the refund and were paid.
    pub refunded: u32,
    /// Have not chosen.
    pub undecided: u32,
    /// Withdrew.
    pub withdrew: u32,
}

/// A public act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicAct {
    /// Founds the register.
    Genesis {
        /// The log's origin line; a demonstration says *demo* in it.
        origin: String,
        /// The digest of the law it starts with.
        law: [u8; 32],
        /// The organisations it starts with; the first is the authority that founds it.
        organisations: Vec<Organisation>,
    },
    /// Recognises an evaluation body and registers its key.
    RecogniseBody(Recognition),
    /// Announces an examination or plans a session.
    Announce(SessionPlan),
    /// Closes registration: who comes is bound before it is held.
    CloseRegistration {
        /// The session.
        session: SessionId,
        /// Number of accepted candidates.
        registered: u32,
        /// Merkle root of salted candidate commitments.
        root: [u8; 32],
        /// Asserted: the day of the last acceptance.
        last_accepted_on: Day,
    },
    /// Records that it was held, and its results: scores are bound before certificates.
    RecordResults {
        /// The session.
        session: SessionId,
        /// Asserted: the day it was held.
        held_on: Day,
        /// Number who sat it.
        sat: u32,
        /// Number who passed; the rows below this place are theirs.
        passed: u32,
        /// Merkle root of salted rows of candidate, parts and scores.
        root: [u8; 32],
    },
    /// Confirms the results of a session.
    ConfirmResults {
        /// The session.
        session: SessionId,
    },
    /// Issues certificates; their entries follow the header.
    IssueCertificates(Issue),
    /// Reports the settlement of an examination in flight.
    Settle(Settlement),
    /// Records an inspection.
    Inspect {
        /// Who is inspected.
        inspected: OrganisationId,
        /// SHA-256 commitment to the findings, which stay private.
        findings: [u8; 32],
    },
}

/// An act with who, when and under which idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Who acts; nothing for genesis only.
    pub actor: Option<OrganisationId>,
    /// The day of effect.
    pub on: Day,
    /// When it is recorded.
    pub recorded_at: Instant,
    /// Names the request, so that it is done once.
    pub idempotency: [u8; 16],
    /// What is done.
    pub act: PublicAct,
}
