//! The commands, one file each.
//!
//! In scope: arguments to answer. Out of scope: parsing of common options (`lib`).

pub(crate) mod notice_read;
