//! `Policy`, which logs are believed and which witnesses must have cosigned: k of n, in groups.
//!
//! Source: C2SP tlog-policy.
//! In scope: the three pieces of a policy, asking whether a note satisfies it, printing.
//! Reading is in `policy_read`. Out of scope: asking witnesses, and whether a cosignature's time is
//! plausible; this crate has no clock.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::checkpoint::{Checkpoint, OpenedCheckpoint};
use crate::cosignature::Cosigned;
use crate::note::SignedNote;
use crate::verifier_key::VerifierKey;

/// A trust policy: every name in it is defined once and before it is used, every group can be met,
/// and each witness contributes to the quorum in one way only. Printing and reading it back gives
/// an equal policy; comments are not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(crate) logs: Vec<PolicyLog>,
    pub(crate) witnesses: Vec<PolicyWitness>,
    pub(crate) groups: Vec<PolicyGroup>,
    /// `None` stands for `quorum none`.
    pub(crate) quorum: Option<Member>,
}

/// A log that is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLog {
    /// The key; its name is the origin of the log.
    pub key: VerifierKey,
    /// Where the log is published.
    pub url: Option<String>,
}

/// A witness that may count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWitness {
    /// The name within the policy; it has no meaning outside.
    pub name: String,
    /// The key, which cosigns.
    pub key: VerifierKey,
    /// The prefix below which it takes checkpoints.
    pub url: Option<String>,
}

/// Witnesses and groups of which some number must have cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyGroup {
    pub(crate) name: String,
    pub(crate) threshold: Threshold,
    /// At least one; groups among them stand earlier in the policy.
    pub(crate) members: Vec<Member>,
}

/// How many members of a group are enough, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Threshold {
    All,
    Any,
    /// 1 to the number of members.
    AtLeast(usize),
}

/// A witness or a group, by its place in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Witness(usize),
    Group(usize),
}

impl Policy {
    /// Returns the logs; a policy may leave them to its caller.
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// Returns the witnesses.
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Returns the keys of the witnesses, in the same order.
    pub fn witness_keys(&self) -> Vec<VerifierKey> {
        self.witnesses.iter().map(|witness| witness.key.clone()).collect()
    }

    /// Says whether a note is a checkpoint that one of the logs signed and that enough witnesses
    /// cosigned. A bad signature of a known key spoils the note, as everywhere.
    pub fn satisfied(&self, note: &SignedNote) -> bool {
        let Ok(checkpoint) = note.text().parse::<Checkpoint>() else { return false };
        let witnesses = self.witness_keys();
        // The name of a log's key is its origin, so a key never speaks for another log.
        let mut of_origin =
            self.logs.iter().filter(|log| log.key.name().as_str() == checkpoint.origin());
        of_origin.any(|log| {
            OpenedCheckpoint::open(note, checkpoint.origin(), &log.key, &witnesses)
                .is_ok_and(|opened| self.quorum_met(opened.cosignatures()))
        })
    }

    /// Says whether verified cosignatures of one checkpoint are enough. Witnesses that the policy
    /// does not list do not count, and each counts once.
    pub fn quorum_met(&self, cosignatures: &[Cosigned]) -> bool {
        let cosigned = |at: usize| {
            cosignatures.iter().any(|cosigned| cosigned.witness == self.witnesses[at].key)
        };
        // A group refers to earlier ones only, so one pass in order knows all it needs.
        let mut met: Vec<bool> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let members = group.members.iter();
            let count = members.filter(|member| member.holds(&cosigned, &met)).count();
            met.push(group.needed() <= count);
        }
        self.quorum.is_none_or(|quorum| quorum.holds(&cosigned, &met))
    }

    fn name_of(&self, member: Member) -> &str {
        match member {
            Member::Witness(at) => &self.witnesses[at].name,
            Member::Group(at) => &self.groups[at].name,
        }
    }
}

impl PolicyGroup {
    fn needed(&self) -> usize {
        match self.threshold {
            Threshold::All => self.members.len(),
            Threshold::Any => 1,
            Threshold::AtLeast(count) => count,
        }
    }
}

impl Member {
    fn holds(self, cosigned: &impl Fn(usize) -> bool, met: &[bool]) -> bool {
        match self {
            Member::Witness(at) => cosigned(at),
            Member::Group(at) => met[at],
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = |url: &Option<String>| match url {
            Some(url) => alloc::format!(" {url}"),
            None => String::new(),
        };
        for log in &self.logs {
            writeln!(f, "log {}{}", log.key, url(&log.url))?;
        }
        for witness in &self.witnesses {
            writeln!(f, "witness {} {}{}", witness.name, witness.key, url(&witness.url))?;
        }
        for group in &self.groups {
            write!(f, "group {} {}", group.name, group.threshold)?;
            group.members.iter().try_for_each(|member| write!(f, " {}", self.name_of(*member)))?;
            writeln!(f)?;
        }
        writeln!(f, "quorum {}", self.quorum.map_or("none", |quorum| self.name_of(quorum)))
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Threshold::All => f.write_str("all"),
            Threshold::Any => f.write_str("any"),
            Threshold::AtLeast(count) => write!(f, "{count}"),
        }
    }
}
