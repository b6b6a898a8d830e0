//! Use cases of the house, and what they share: the law folder and words for people.
//!
//! In scope: loading law folders, knowing a notice by its number, asking the law, seeing the
//! catalogue and the instruments, what a verdict says, both languages.
//! Out of scope: deciding (`law`), showing (`cli`, `web`).

pub mod act_words;
pub mod anchor_place;
pub mod ask_law;
pub mod asked;
pub mod back_up;
pub mod backend;
pub mod backup_fault;
pub mod backup_words;
mod beside;
pub mod candidates;
pub mod certificate_file;
mod certificate_grounds;
pub mod certificate_status;
pub mod check_register;
pub mod close_exam;
mod counted_under;
mod custody;
mod cut_cohorts;
mod cut_to_point;
pub mod database_words;
pub mod dispose_archive;
pub mod dispute_results;
pub mod draft;
mod draft_acts;
pub mod draft_error;
mod draw_by_lot;
pub mod erase_person;
pub mod expected;
pub mod find_person;
pub mod follow_cohort;
pub mod front;
mod hindrance_words;
pub mod house;
pub mod house_error;
pub mod house_fault_words;
pub mod house_folder;
pub mod import_candidates;
pub mod import_elections;
pub mod import_legacy;
mod import_record;
pub mod import_rooms;
pub mod import_scores;
pub mod import_sheet;
pub mod issue_certificates;
pub mod judge_eligibility;
pub mod keep_log;
pub mod keep_numbers;
mod keep_state;
pub mod key_fault_words;
pub mod key_file;
pub mod key_file_error;
pub mod key_folder;
mod known_batches;
pub mod law_archive;
pub mod law_fault_words;
pub mod law_folder;
pub mod law_map;
pub mod law_room;
pub mod law_words;
pub mod log_proof;
mod logged_when;
pub mod look_up;
pub mod master_place;
pub mod mend_certificate;
mod name_index;
pub mod observe;
pub mod passphrase;
mod places;
pub mod ports;
mod prefixes;
pub mod private_fault;
mod private_rows;
mod proving;
pub mod publish;
pub mod published_log;
mod published_tree;
mod read_log;
pub mod reconcile;
pub mod refused;
mod register_legacy;
mod replay;
pub mod restore_register;
pub mod revoke_certificates;
mod rows_at_point;
pub mod run_session;
mod salted_rows;
pub mod score_parts;
pub mod search_register;
mod search_text;
pub mod search_words;
pub mod seat_candidates;
pub mod see_bodies;
pub mod see_catalogue;
pub mod see_cohorts;
pub mod see_exams;
pub mod see_instrument;
pub mod see_log;
pub mod see_ready;
pub mod see_register;
pub mod see_sessions;
pub mod see_turns;
pub mod select_body;
pub mod session_fault;
pub mod session_fault_words;
pub mod session_sheets;
pub mod settle_exam;
mod signing;
pub mod supervise;
pub mod suppose_exit;
pub mod system_words;
mod together;
mod token_walk;
mod told;
mod trust;
mod turn_data_key;
pub mod turn_index_key;
pub mod turn_occupation;
pub mod verdict;
pub mod verifier;
pub mod verify_certificate;
mod walk_log;
mod walk_people;
pub mod words;

pub use draw_by_lot::{Redrawn, redrawn};
pub use law::{Background, Earlier, Marks, Schooling, Standard};
/// Plain values of the law that views carry. Edges, which may not use `law`, name them from here.
pub use law::{Effect, FateKind, Outcome, Standing};
pub use law::{Named, RowId};
pub use register::{
    ActingKey, Election, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition,
    RecoverySet, Scheme, SessionId, SessionPlan,
};
pub use register::{
    Admission, ChangeReason, Cohort, CohortChange, CohortId, CohortKind, PlannedCertificate,
    Refusal, Session, Settled, UnmetReason,
};
pub use register::{
    ApplicationId, Applied, BodyAct, BodyReason, CentreOf, Grant, Particulars, ReviewStep, Site,
};
pub use register::{
    BatchPlace, CertificateAct, CertificateId, CorrectionReason, LegacyForm, ReissueReason,
    RevocationReason, Serials, Status, Step, StockMove,
};
/// Plain values of supervision.
pub use register::{
    Bounds, Case, CaseId, DrawId, DrawKind, DrawState, FindingCode, Grounds, HoldId, HoldReason,
    InspectionId, InspectionOutcome, PaceBatch, PaceFigure, PaceOf, PassRate, Related, Relation,
    RelationKind, ReleaseReason, Sanction, SanctionStep, SupervisionAct, pace_figures,
    region_figures, regions_on_record,
};
pub use register::{Part, RevisionReason, RoomUse, SessionAct, StaffId, VOLUMES};
/// A private key that was read from its file. Edges hand it on and never see its bytes.
pub use seal::SigningSeed;
/// How a backup is locked and opened, and what it holds. Edges hand these on.
pub use store::backup::{Head, KeptCounts, Lock, SCRYPT_LOG_N, Totals, Unlock};
