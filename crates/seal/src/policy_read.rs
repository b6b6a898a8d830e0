//! Reading a trust policy.
//!
//! Source: C2SP tlog-policy, “Policy file syntax and structure”.
//! Choices: names and addresses have to be UTF-8, which the format only recommends; keys are of the
//! kinds this crate verifies, 01 for logs and 04 for witnesses, so a policy that names a key of
//! another kind is refused rather than weakened.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use vocab::limits::{POLICY_BYTES_MAX, POLICY_NAMES_MAX};

use crate::decimal;
use crate::policy::{Member, Policy, PolicyGroup, PolicyLog, PolicyWitness, Threshold};
use crate::policy_error::PolicyError;
use crate::verifier_key::{KeyKind, VerifierKey};

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// Bytes that are no policy, with the line; more than 65,536 of them; or more than 256 logs,
    /// witnesses or groups.
    pub fn parse(bytes: &[u8]) -> Result<Policy, PolicyError> {
        if POLICY_BYTES_MAX < bytes.len() {
            return Err(PolicyError::TooLong { bytes: bytes.len() });
        }
        let mut reader = Reader::default();
        let mut rest = bytes;
        while !rest.is_empty() {
            reader.line += 1;
            let end = rest.iter().position(|byte| *byte == b'\n');
            let end = end.ok_or_else(|| reader.form("a newline at the end of the line"))?;
            reader.read_line(&rest[..end])?;
            rest = &rest[end + 1..];
        }
        let quorum = reader.quorum.ok_or(PolicyError::NoQuorum)?;
        let Reader { logs, witnesses, groups, .. } = reader;
        Ok(Policy { logs, witnesses, groups, quorum })
    }
}

/// What was read so far.
#[derive(Default)]
struct Reader {
    /// The line being read, from 1.
    line: usize,
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<PolicyGroup>,
    quorum: Option<Option<Member>>,
    /// Witnesses and groups share one namespace.
    names: BTreeMap<String, Member>,
    /// Names that are members of a group.
    members: BTreeSet<String>,
}

impl Reader {
    fn read_line(&mut self, line: &[u8]) -> Result<(), PolicyError> {
        // Allowed octets: 0x09 (0x0A ends the line), 0x20-0x7E, 0x80-0xFF.
        let control = |byte: &u8| *byte == 0x7f || (*byte < 0x20 && *byte != b'\t');
        if line.iter().any(control) {
            return Err(self.form("no control characters other than tabs"));
        }
        // Comments are in whatever encoding their author has.
        if line.trim_ascii_start().first().is_none_or(|byte| *byte == b'#') {
            return Ok(());
        }
        let text = core::str::from_utf8(line).map_err(|_| self.form("names in UTF-8"))?;
        // Whitespace is blanks and tabs only; Unicode has more, which are parts of names.
        let items = text.split([' ', '\t']).filter(|item| !item.is_empty());
        let items: Vec<&str> = items.collect();
        match items.as_slice() {
            ["log", key] => self.log(key, None),
            ["log", key, url] => self.log(key, Some(url)),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, threshold, members @ ..] if !members.is_empty() => {
                self.group(name, threshold, members)
            }
            ["quorum", name] => self.quorum(name),
            _ => Err(self.form(
                "log KEY [URL], witness NAME KEY [URL], group NAME all|any|K NAME… or quorum NAME",
            )),
        }
    }

    fn log(&mut self, key: &str, url: Option<&&str>) -> Result<(), PolicyError> {
        let key = self.key(key, KeyKind::Ed25519, "a key of kind 01, which signs checkpoints")?;
        // Keys are duplicate when they wrap the same public key, whatever their names and ids.
        if self.logs.iter().any(|log| log.key.public_key() == key.public_key()) {
            return Err(PolicyError::KeyTwice { line: self.line });
        }
        self.has_room(self.logs.len())?;
        self.logs.push(PolicyLog { key, url: url.map(|url| String::from(*url)) });
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&&str>) -> Result<(), PolicyError> {
        let key = self.key(key, KeyKind::CosignatureV1, "a key of kind 04, which cosigns")?;
        if self.witnesses.iter().any(|witness| witness.key.public_key() == key.public_key()) {
            return Err(PolicyError::KeyTwice { line: self.line });
        }
        self.has_room(self.witnesses.len())?;
        self.define(name, Member::Witness(self.witnesses.len()))?;
        let url = url.map(|url| String::from(*url));
        self.witnesses.push(PolicyWitness { name: name.into(), key, url });
        Ok(())
    }

    fn group(&mut self, name: &str, threshold: &str, listed: &[&str]) -> Result<(), PolicyError> {
        let mut members = Vec::with_capacity(listed.len());
        for member in listed {
            members.push(self.defined(member)?);
            // Each name is a member at most once, so that a witness counts in one way only.
            if !self.members.insert(String::from(*member)) {
                return Err(self.name(member, "is a member of a group already"));
            }
        }
        let wrong = PolicyError::Threshold { line: self.line, members: members.len() };
        let threshold = match threshold {
            "all" => Threshold::All,
            "any" => Threshold::Any,
            count => match decimal::read(count).map(usize::try_from) {
                Some(Ok(count)) if (1..=members.len()).contains(&count) => {
                    Threshold::AtLeast(count)
                }
                Some(_) => return Err(wrong),
                None => return Err(self.form("all, any or a number after the group's name")),
            },
        };
        self.has_room(self.groups.len())?;
        // Only now, so that a group cannot be a member of itself.
        self.define(name, Member::Group(self.groups.len()))?;
        self.groups.push(PolicyGroup { name: name.into(), threshold, members });
        Ok(())
    }

    fn quorum(&mut self, name: &str) -> Result<(), PolicyError> {
        if self.quorum.is_some() {
            return Err(self.form("one quorum line only"));
        }
        self.quorum = Some(if name == "none" { None } else { Some(self.defined(name)?) });
        Ok(())
    }

    fn key(
        &self,
        text: &str,
        kind: KeyKind,
        expected: &'static str,
    ) -> Result<VerifierKey, PolicyError> {
        let key: VerifierKey =
            text.parse().map_err(|error| PolicyError::Key { line: self.line, error })?;
        if key.kind() == kind { Ok(key) } else { Err(self.form(expected)) }
    }

    fn define(&mut self, name: &str, member: Member) -> Result<(), PolicyError> {
        if name == "none" {
            return Err(self.name(name, "stands for no quorum and cannot be defined"));
        }
        match self.names.insert(name.into(), member) {
            None => Ok(()),
            Some(_) => Err(self.name(name, "is defined twice")),
        }
    }

    fn defined(&self, name: &str) -> Result<Member, PolicyError> {
        let member = self.names.get(name).copied();
        member.ok_or_else(|| self.name(name, "is not defined on a line above"))
    }

    fn has_room(&self, count: usize) -> Result<(), PolicyError> {
        if count < POLICY_NAMES_MAX {
            Ok(())
        } else {
            Err(PolicyError::TooMany { line: self.line })
        }
    }

    fn form(&self, expected: &'static str) -> PolicyError {
        PolicyError::Line { line: self.line, expected }
    }

    fn name(&self, name: &str, problem: &'static str) -> PolicyError {
        PolicyError::Name { line: self.line, name: name.chars().take(80).collect(), problem }
    }
}
