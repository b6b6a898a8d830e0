//! Public acts: what organisations do that everyone may see.
//!
//! Source: DESIGN.md of the house, "The register". Closed: adding an act breaks the build until it
//! is checked, applied, encoded and shown.
//! In scope: values. Out of scope: whether they may be done (`check`).
//! No act holds a name, an identity number or a score of a person (I-PRI-1): roots and counts only.

use crate::arrangement::SessionAct;
use crate::body::BodyAct;
use crate::cohort::CohortAct;
use crate::correction::CertificateAct;
use crate::exam::ExamAct;
use crate::occupation::OccupationAct;
use crate::supervision::SupervisionAct;
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

/// A key that an organisation acts with from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActingKey {
    /// The Ed25519 public key.
    pub key: [u8; 32],
    /// True when the operator of the register holds the key for the organisation.
    pub operator_custody: bool,
}

/// The keys that together, so many of them, speak for an organisation whose own key is lost or in
/// other hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoverySet {
    /// How many must sign.
    pub threshold: u8,
    /// Their Ed25519 public keys, in the order in which entries number them.
    pub keys: Vec<[u8; 32]>,
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
        /// The key that signs the log's checkpoints and landmarks.
        log_key: [u8; 32],
        /// Who can replace keys.
        recovery: RecoverySet,
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
    /// States what the log was when it had this entry's index as its size. Signed by the log's key.
    Landmark {
        /// The size, which is this entry's index.
        size: u64,
        /// The root of the tree of that size.
        root: [u8; 32],
        /// The digest of the state before this entry.
        state: [u8; 32],
    },
    /// Puts another key in the place of the actor's. Signed by the key that goes.
    RotateKey(ActingKey),
    /// Ends the actor's key without another: nothing is done in its name until the recovery set
    /// gives it a key.
    RetireKey,
    /// Says that a key is in other hands since an instant. Signed by the recovery set.
    CompromiseKey {
        /// Whose key it is.
        organisation: OrganisationId,
        /// The key: the one in force, or an earlier one.
        key: [u8; 32],
        /// Since when.
        since: Instant,
    },
    /// Gives a key to an organisation that has none in force. Signed by the recovery set.
    AddKey {
        /// The organisation.
        organisation: OrganisationId,
        /// Its key from now on.
        key: ActingKey,
    },
    /// Occupations leave the catalogue or turn toward access-type.
    Occupation(OccupationAct),
    /// Examinations of the old scheme in flight at the exit: complete batches, choices, closing.
    Exam(ExamAct),
    /// Cohorts of students and apprentices whose promise is followed to its end.
    Cohort(CohortAct),
    /// Evaluation bodies from application to removal, and the organisations around them.
    Body(BodyAct),
    /// How a session is arranged and kept in order: rooms, examiners, sign-in, objections, archive.
    Session(SessionAct),
    /// What happens to a certificate after it was issued, and numbers that were given elsewhere.
    Certificate(CertificateAct),
    /// Supervision: holds, draws by lot, cases, sanctions.
    Supervise(SupervisionAct),
}

/// What an act is about, as far as a certificate may rest on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The organisation.
    pub organisation: Option<OrganisationId>,
    /// The session or examination.
    pub session: Option<SessionId>,
}

/// Who signs an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedBy {
    /// The organisation that acts.
    Actor,
    /// The first organisation that the founding names.
    Founder,
    /// The log's key.
    Log,
    /// So many of the recovery set as it asks for.
    Recovery,
}

impl PublicAct {
    /// Says whose signature the act carries.
    pub const fn signed_by(&self) -> SignedBy {
        match self {
            PublicAct::Genesis { .. } => SignedBy::Founder,
            PublicAct::Landmark { .. } => SignedBy::Log,
            PublicAct::CompromiseKey { .. } | PublicAct::AddKey { .. } => SignedBy::Recovery,
            PublicAct::RecogniseBody(_)
            | PublicAct::Announce(_)
            | PublicAct::CloseRegistration { .. }
            | PublicAct::RecordResults { .. }
            | PublicAct::ConfirmResults { .. }
            | PublicAct::IssueCertificates(_)
            | PublicAct::Settle(_)
            | PublicAct::Inspect { .. }
            | PublicAct::RotateKey(_)
            | PublicAct::RetireKey
            | PublicAct::Occupation(_)
            | PublicAct::Exam(_)
            | PublicAct::Cohort(_)
            | PublicAct::Body(_)
            | PublicAct::Session(_)
            | PublicAct::Certificate(_)
            | PublicAct::Supervise(_) => SignedBy::Actor,
        }
    }

    /// Returns the organisation that the act registers with its key, but for a founding's.
    pub fn registers(&self) -> Option<(OrganisationId, &Organisation)> {
        match self {
            PublicAct::RecogniseBody(recognition) => Some((recognition.id, &recognition.body)),
            PublicAct::Body(act) => act.registers(),
            _ => None,
        }
    }

    /// Says what the act is about.
    pub fn about(&self) -> About {
        let organisation = |id: &OrganisationId| About { organisation: Some(*id), session: None };
        let session = |id: &SessionId| About { organisation: None, session: Some(*id) };
        match self {
            PublicAct::RecogniseBody(recognition) => organisation(&recognition.id),
            PublicAct::Announce(plan) => session(&plan.session),
            PublicAct::CloseRegistration { session: id, .. }
            | PublicAct::RecordResults { session: id, .. }
            | PublicAct::ConfirmResults { session: id } => session(id),
            PublicAct::IssueCertificates(issue) => session(&issue.session),
            PublicAct::Settle(settlement) => session(&settlement.session),
            PublicAct::Inspect { inspected, .. } => organisation(inspected),
            PublicAct::CompromiseKey { organisation: id, .. }
            | PublicAct::AddKey { organisation: id, .. } => organisation(id),
            PublicAct::Genesis { .. }
            | PublicAct::Landmark { .. }
            | PublicAct::RotateKey(_)
            | PublicAct::RetireKey => About::default(),
            PublicAct::Occupation(act) => act.about(),
            PublicAct::Exam(act) => act.about(),
            PublicAct::Cohort(act) => act.about(),
            PublicAct::Body(act) => act.about(),
            PublicAct::Session(act) => act.about(),
            PublicAct::Certificate(act) => act.about(),
            PublicAct::Supervise(act) => act.about(),
        }
    }

    /// Returns how many entries the act has: its own and those of its certificates.
    pub fn entries(&self) -> u64 {
        match self {
            PublicAct::IssueCertificates(issue) => 1 + issue.rows.len() as u64,
            _ => 1,
        }
    }
}

/// An act with who, when and under which idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Who acts; nothing where not one organisation signs ([`SignedBy`]).
    pub actor: Option<OrganisationId>,
    /// How many acts the actor did before; nought where nobody acts. It is signed, so that nobody
    /// can do an actor's act a second time, or leave one out.
    pub sequence: u64,
    /// The day of effect.
    pub on: Day,
    /// When it is recorded. The register says so, not the actor; landmarks bound it.
    pub recorded_at: Instant,
    /// Names the request, so that it is done once.
    pub idempotency: [u8; 16],
    /// What is done.
    pub act: PublicAct,
}
