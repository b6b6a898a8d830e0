//! The `.dengji` file: a certificate with all that proves it, offline.
//!
//! Source: docs/formats/dengji-file.md, version 1.
//! In scope: reading and printing the file, proving its entries under one checkpoint.
//! Out of scope: what the entries say and whether it is lawful (`desk`), who holds it: the file has
//! the salts, and the person has the name.

use crate::base64_text;
use crate::checkpoint::OpenedCheckpoint;
use crate::commitment::Salt;
use crate::decimal;
use crate::landmarks::Landmarks;
use crate::note::SignedNote;
use crate::seal_error::SealError;
use crate::verifier_key::VerifierKey;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use merkle::{Digest, VerifyError, leaf_hash, verify_inclusion};
use vocab::limits::{ENTRY_BYTES_MAX, PROOF_HASHES_MAX};

const HEADER: &str = "dengji.certificate/v1";
/// Genesis, recognition, plan, closing, results, confirmation, header and certificate: eight of the
/// new scheme; the old one needs fewer. The others are changes of the keys that signed these.
const ENTRIES_MAX: usize = 64;
/// The file holds at most this many bytes before its checkpoint.
const FILE_BYTES_MAX: usize = 1 << 20;

/// An entry with its place in the log and the proof of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenEntry {
    /// Its index.
    pub index: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The inclusion proof under the file's checkpoint.
    pub proof: Vec<Digest>,
    /// The short proof under the first landmark that covers it, when the file was made after one.
    pub short: Option<ShortProof>,
}

/// The proof of an entry within the entries between two landmarks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortProof {
    /// The size of the later landmark.
    pub landmark: u64,
    /// The hashes, from the leaf's sibling up.
    pub hashes: Vec<Digest>,
}

/// A certificate file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The certificate's number as printed.
    pub number: String,
    /// The salt of the name's commitment.
    pub name_salt: Salt,
    /// The salt of the document's commitment.
    pub document_salt: Salt,
    /// The entries it rests on, by rising index; the last is the certificate.
    pub entries: Vec<ProvenEntry>,
    /// The signed checkpoint.
    pub checkpoint: SignedNote,
}

impl Bundle {
    /// Reads a file. It verifies nothing.
    ///
    /// # Errors
    /// The first line that has the wrong form.
    pub fn parse(bytes: &[u8]) -> Result<Bundle, SealError> {
        let form = |line, expected| SealError::File { line, expected };
        if FILE_BYTES_MAX < bytes.len() {
            return Err(form(1, "a shorter file"));
        }
        let text = core::str::from_utf8(bytes).map_err(|_| form(1, "UTF-8 text"))?;
        let (head, note) = text.split_once("\n\n").ok_or(form(1, "an empty line and a note"))?;
        let mut lines = head.split('\n').enumerate().map(|(i, line)| (i + 1, line));
        let mut field = |name: &'static str| match lines.next() {
            Some((n, line)) if name.is_empty() => Some((n, line)),
            Some((n, line)) => Some((n, line.strip_prefix(name)?.strip_prefix(' ')?)),
            None => None,
        };
        match field("") {
            Some((_, HEADER)) => {}
            _ => return Err(form(1, HEADER)),
        }
        let (_, number) = field("number").ok_or(form(2, "number and a certificate number"))?;
        let salt = |found: Option<(usize, &str)>, line, expected| {
            found
                .and_then(|(_, t)| base64_text::decode_array(t))
                .map(Salt)
                .ok_or(form(line, expected))
        };
        let name_salt = salt(field("name-salt"), 3, "name-salt and base 64 of 16 bytes")?;
        let document_salt =
            salt(field("document-salt"), 4, "document-salt and base 64 of 16 bytes")?;
        let mut entries: Vec<ProvenEntry> = Vec::new();
        for (n, line) in lines {
            if let Some(rest) = line.strip_prefix("entry ") {
                let expected = "entry, an index above the last, and base 64 of its bytes";
                let (index, bytes) = rest.split_once(' ').ok_or(form(n, expected))?;
                let index = decimal::read(index).ok_or(form(n, expected))?;
                let bytes = base64_text::decode(bytes, ENTRY_BYTES_MAX).ok_or(form(n, expected))?;
                let rising = entries.last().is_none_or(|e| e.index < index);
                if !rising || entries.len() == ENTRIES_MAX {
                    return Err(form(n, expected));
                }
                entries.push(ProvenEntry { index, bytes, proof: Vec::new(), short: None });
                continue;
            }
            let expected = "an entry before its proof, and at most 64 hashes";
            let entry = entries.last_mut().ok_or(form(n, expected))?;
            if let Some(size) = line.strip_prefix("landmark ") {
                let expected = "landmark and a size above the entry's index, once for an entry";
                let landmark = decimal::read(size).filter(|size| entry.index < *size);
                let landmark = landmark.filter(|_| entry.short.is_none());
                let landmark = landmark.ok_or(form(n, expected))?;
                entry.short = Some(ShortProof { landmark, hashes: Vec::new() });
                continue;
            }
            let hash = base64_text::decode_array(line).ok_or(form(n, "entry, or a proof hash"))?;
            let proof = entry.short.as_mut().map_or(&mut entry.proof, |short| &mut short.hashes);
            if proof.len() == PROOF_HASHES_MAX {
                return Err(form(n, expected));
            }
            proof.push(hash);
        }
        let checkpoint = SignedNote::parse(note.as_bytes())?;
        let number = number.to_string();
        Ok(Bundle { number, name_salt, document_salt, entries, checkpoint })
    }

    /// Proves that every entry stands in the log of that origin and key.
    ///
    /// # Errors
    /// Those of [`OpenedCheckpoint::open`], or a proof that does not hold.
    pub fn prove(
        &self,
        origin: &str,
        log: &VerifierKey,
        witnesses: &[VerifierKey],
    ) -> Result<OpenedCheckpoint, SealError> {
        let opened = OpenedCheckpoint::open(&self.checkpoint, origin, log, witnesses)?;
        let (size, root) = (opened.checkpoint().size(), opened.checkpoint().root());
        for entry in &self.entries {
            verify_inclusion(&leaf_hash(&entry.bytes), entry.index, size, &entry.proof, root)
                .map_err(SealError::Inclusion)?;
        }
        Ok(opened)
    }

    /// Proves that every entry that a landmark covers stands under it, and returns how many do.
    /// The landmarks come from whoever verifies, and need no signature of the file.
    ///
    /// # Errors
    /// A short proof that does not hold, or is under another landmark than the first that covers
    /// the entry.
    pub fn prove_short(&self, landmarks: &Landmarks) -> Result<usize, SealError> {
        let mut proved = 0;
        for entry in &self.entries {
            let Some(short) = &entry.short else { continue };
            // A list that ends before the file was made says nothing about what came after.
            if landmarks.all().last().is_none_or(|last| last.size < short.landmark) {
                continue;
            }
            let leaf = leaf_hash(&entry.bytes);
            let under = landmarks.verify(&leaf, entry.index, &short.hashes)?;
            if under.size != short.landmark {
                let (index, size) = (entry.index, short.landmark);
                return Err(SealError::Inclusion(VerifyError::IndexOutside { index, size }));
            }
            proved += 1;
        }
        Ok(proved)
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        writeln!(f, "number {}", self.number)?;
        writeln!(f, "name-salt {}", base64_text::encode(&self.name_salt.0))?;
        writeln!(f, "document-salt {}", base64_text::encode(&self.document_salt.0))?;
        for entry in &self.entries {
            writeln!(f, "entry {} {}", entry.index, base64_text::encode(&entry.bytes))?;
            let mut hash = |h: &Digest| writeln!(f, "{}", base64_text::encode(h));
            entry.proof.iter().try_for_each(&mut hash)?;
            if let Some(short) = &entry.short {
                writeln!(f, "landmark {}", short.landmark)?;
                let mut hash = |h: &Digest| writeln!(f, "{}", base64_text::encode(h));
                short.hashes.iter().try_for_each(&mut hash)?;
            }
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
