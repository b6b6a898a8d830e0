//! `SessionAct`: how a session is arranged and kept in order: rooms, examiners, sign-in,
//! objections, archive.
//!
//! In scope: what stands beside the four steps of a session, and what it asks of them once a
//! session is arranged. Out of scope: bytes (`seal`), people (`desk`).
//! A session of a body taken over in short form needs none of this; once it is arranged, all of it
//! binds.

mod act;
mod apply;
mod cells;
mod check;
mod rooms;
mod snapshot;
mod state;
mod steps;

pub use act::{ArchiveList, Arrangement, RevisionReason, RoomUse, SessionAct, VOLUMES};
pub use state::{Archived, Arranged, Arrangements, Objection};

pub(crate) use apply::{applies, apply, confirmed};
pub(crate) use check::check;
pub(crate) use steps::{may_confirm, may_record};
