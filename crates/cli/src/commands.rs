//! The commands, one file each.
//!
//! In scope: arguments to answer. Out of scope: parsing of common options (`lib`).

pub(crate) mod act;
mod acting;
pub(crate) mod backup;
pub(crate) mod body;
pub(crate) mod case;
pub(crate) mod catalogue;
pub(crate) mod certificate;
pub(crate) mod certificate_verify;
pub(crate) mod check;
pub(crate) mod cohort;
pub(crate) mod decide;
pub(crate) mod demo;
pub(crate) mod exam;
pub(crate) mod found;
pub(crate) mod import;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod law_check;
pub(crate) mod law_map;
pub(crate) mod log_export;
pub(crate) mod log_proof;
pub(crate) mod mirror;
pub(crate) mod notice_read;
pub(crate) mod occupation;
pub(crate) mod person;
pub(crate) mod plan;
pub(crate) mod recheck;
mod recorded;
mod register_folder;
pub(crate) mod restore;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod session;
pub(crate) mod witness_serve;
