//! Words.
//!
//! In scope: none yet.
