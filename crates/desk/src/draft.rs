//! `Draft`, an act that is written and waits for its signature, and the file it travels in.
//!
//! Source: docs/formats/act-draft.md.
//! In scope: reading and printing the file, signing it. A draft needs no register to be signed.
//! Out of scope: making and recording drafts (`draft_acts`); telling what one says (`act_words`).
//! Invariant: what a draft says is read from the bytes to be signed and from nothing else. Remarks
//! in the file are for people, and nothing is believed of them.
//! I-PRI-1: a draft holds what its entry will hold: no name and no number of a person.

use crate::draft_error::DraftError;
use base64ct::{Base64, Encoding as _};
use seal::{SIGNATURE_BYTES, Said, SigningSeed};
use vocab::{Hash, limits};

/// The first line of a draft's file.
const FORM: &str = "dengji.draft/v1";
/// What a remark begins with.
const REMARK: char = '#';
/// Bytes of a draft's file: a founding with many organisations, its remarks, sixteen signatures.
const FILE_BYTES_MAX: usize = 4 * limits::ENTRY_BYTES_MAX;

/// Who has to sign an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signers {
    /// How many of the keys.
    pub threshold: u8,
    /// Their Ed25519 public keys.
    pub keys: Vec<[u8; 32]>,
}

/// An act that waits for its signature. It always says something that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    message: Vec<u8>,
    said: Said,
    /// Who has to sign, as the register saw it.
    pub signers: Signers,
    /// The rule that the register cited; nothing where the act asks the law nothing, and in a
    /// draft that was read from a file.
    pub rule: Option<String>,
    /// The words it rests on.
    pub quote: Option<String>,
    /// Keys that have signed, with their signatures. Nobody has checked them.
    pub signatures: Vec<([u8; 32], [u8; SIGNATURE_BYTES])>,
}

impl Draft {
    /// Returns the draft of an act by the bytes to be signed.
    ///
    /// # Errors
    /// They are no act.
    pub(crate) fn new(message: Vec<u8>, signers: Signers) -> Result<Draft, DraftError> {
        let said = Said::read(&message).map_err(DraftError::Message)?;
        Ok(Draft { message, said, signers, rule: None, quote: None, signatures: Vec::new() })
    }

    /// Adds what the register cited.
    pub(crate) fn citing(self, rule: Option<String>, quote: Option<String>) -> Draft {
        Draft { rule, quote, ..self }
    }

    /// Returns the bytes that a signature is over.
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// Returns what the bytes say.
    pub fn said(&self) -> &Said {
        &self.said
    }

    /// Signs the draft with a key of those that have to; a second time changes nothing.
    ///
    /// # Errors
    /// The key is none of them.
    pub fn sign(&mut self, seed: &SigningSeed) -> Result<(), DraftError> {
        self.put(*seed.public_key().as_bytes(), seed.sign(&self.message))
    }

    /// Puts a signature that was made by other means, for example by a device.
    ///
    /// # Errors
    /// The key is none of those that have to sign.
    pub fn put(
        &mut self,
        key: [u8; 32],
        signature: [u8; SIGNATURE_BYTES],
    ) -> Result<(), DraftError> {
        if !self.signers.keys.contains(&key) {
            return Err(DraftError::NotASigner(Hash(key)));
        }
        self.signatures.retain(|(k, _)| *k != key);
        self.signatures.push((key, signature));
        Ok(())
    }

    /// Prints the file, with remarks for people.
    pub fn to_text(&self, remarks: &[String]) -> String {
        let mut text = format!("{FORM}\n");
        for line in remarks.iter().flat_map(|r| r.lines()) {
            text.push_str(&format!("{REMARK} {line}\n"));
        }
        text.push_str(&format!("signers {}", self.signers.threshold));
        for key in &self.signers.keys {
            text.push_str(&format!(" {}", Hash(*key)));
        }
        text.push_str(&format!("\nmessage {}\n", Base64::encode_string(&self.message)));
        for (key, signature) in &self.signatures {
            let signature = Base64::encode_string(signature);
            text.push_str(&format!("signature {} {signature}\n", Hash(*key)));
        }
        text
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`DraftError`] with the line that is wrong.
    pub fn parse(text: &str) -> Result<Draft, DraftError> {
        if FILE_BYTES_MAX < text.len() {
            return Err(DraftError::Form { line: 1, expected: "a shorter file" });
        }
        let mut lines = (1..).zip(text.lines()).filter(|(_, l)| !l.starts_with(REMARK));
        let mut next = |word: &'static str| {
            let (line, text) = lines.next().unwrap_or((0, ""));
            let rest = text.strip_prefix(word);
            let wrong = DraftError::Form { line, expected: word };
            rest.map(|rest| (line, rest)).ok_or(wrong)
        };
        let (line, rest) = next(FORM)?;
        if !rest.is_empty() {
            return Err(DraftError::Form { line, expected: FORM });
        }
        let (line, signers) = next("signers ")?;
        let signers = read_signers(signers)
            .ok_or(DraftError::Form { line, expected: "a number and public keys" })?;
        let (line, message) = next("message ")?;
        let message = Base64::decode_vec(message)
            .map_err(|_| DraftError::Form { line, expected: "base 64" })?;
        let mut draft = Draft::new(message, signers)?;
        for (line, text) in lines {
            let read = text.strip_prefix("signature ").and_then(read_signature);
            let (key, signature) =
                read.ok_or(DraftError::Form { line, expected: "a key and its signature" })?;
            draft.put(key, signature)?;
        }
        Ok(draft)
    }
}

fn read_signers(text: &str) -> Option<Signers> {
    let (threshold, keys) = text.split_once(' ')?;
    let threshold: u8 = threshold.parse().ok()?;
    let keys = keys.split(' ').map(|key| key.parse::<Hash>().ok().map(|h| h.0));
    let keys: Vec<[u8; 32]> = keys.collect::<Option<_>>()?;
    (1..=keys.len()).contains(&usize::from(threshold)).then_some(Signers { threshold, keys })
}

fn read_signature(text: &str) -> Option<([u8; 32], [u8; SIGNATURE_BYTES])> {
    let (key, signature) = text.split_once(' ')?;
    let signature = Base64::decode_vec(signature).ok()?;
    Some((key.parse::<Hash>().ok()?.0, signature.try_into().ok()?))
}
