//! Why bytes are no trust policy.
//!
//! Out of scope: why a note does not satisfy one; that is a plain no.

use alloc::string::String;
use core::fmt;

use vocab::limits::{POLICY_BYTES_MAX, POLICY_NAMES_MAX};

use crate::seal_error::SealError;

/// Why a policy is refused; lines are counted from 1. No part of a refused policy is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyError {
    /// The file is too long.
    TooLong {
        /// Bytes of the file.
        bytes: usize,
    },
    /// The line has the wrong form.
    Line {
        /// The line.
        line: usize,
        /// What it should have had.
        expected: &'static str,
    },
    /// The key on the line cannot be read.
    Key {
        /// The line.
        line: usize,
        /// What is wrong with it.
        error: SealError,
    },
    /// The key on the line stands in the policy already, perhaps under another name.
    KeyTwice {
        /// The line.
        line: usize,
    },
    /// The name cannot stand where it does.
    Name {
        /// The line.
        line: usize,
        /// The first characters of the name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The group asks for none of its members, or for more than it has.
    Threshold {
        /// The line.
        line: usize,
        /// Members listed.
        members: usize,
    },
    /// The policy has more logs, witnesses or groups than are read.
    TooMany {
        /// The line.
        line: usize,
    },
    /// The policy does not say what its quorum is.
    NoQuorum,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PolicyError::TooLong { bytes } => {
                write!(f, "the policy has `{bytes}` bytes; it may have {POLICY_BYTES_MAX}")
            }
            PolicyError::Line { line, expected } => {
                write!(f, "line `{line}` of the policy has the wrong form; expected {expected}")
            }
            PolicyError::Key { line, .. } => {
                write!(f, "the key on line `{line}` of the policy cannot be read")
            }
            PolicyError::KeyTwice { line } => {
                write!(f, "the key on line `{line}` of the policy stands there already")
            }
            PolicyError::Name { line, name, problem } => {
                write!(f, "line {line} of the policy: `{name}` {problem}")
            }
            PolicyError::Threshold { line, members } => write!(
                f,
                "the group on line `{line}` of the policy cannot ask for that many; \
                 1 to {members}, its members"
            ),
            PolicyError::TooMany { line } => write!(
                f,
                "line `{line}` of the policy is one too many; \
                 it may have {POLICY_NAMES_MAX} logs, as many witnesses, and as many groups"
            ),
            PolicyError::NoQuorum => f.write_str("the `policy` has no quorum line"),
        }
    }
}

impl core::error::Error for PolicyError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            PolicyError::Key { error, .. } => Some(error),
            _ => None,
        }
    }
}
