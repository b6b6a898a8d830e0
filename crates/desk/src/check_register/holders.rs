//! Certificates, against their holders and salts, and the tokens by which they are found.
//!
//! In scope: what opens the commitments of each certificate in the log; that a certificate without
//! it is one whose holder was erased. Out of scope: roots of sessions (`sessions`).
//! Memory: the certificates of one reading of the log and some blocks of rows, however many there
//! are.

use super::ENTRIES_AT_ONCE;
use super::finding::{Finding, Looked, Part};
use super::rows::{Noted, Rows};
use super::tokens::TokenSums;
use crate::candidates::CandidateRow;
use crate::issue_certificates::{SaltRow, certificate_tokens, salt_group};
use crate::mend_certificate::{self, CorrectionRow};
use register::{PublicAct, SessionId};
use seal::{CertificateEntry, Entry, Salt};
use std::collections::BTreeSet;
use store::{BatchRow, Blind, PrivateKind, StoreError, Token};

/// The certificates of a log, while it is read again.
pub(super) struct Holders<'a, 'r> {
    rows: &'a mut Rows<'r>,
    noted: &'a Noted,
    /// The key under which everything is found.
    key: [Blind; 1],
    /// Whether corrections are indexed; those of before they were, the next opening indexes.
    indexed: bool,
    part: Part,
    tokens: TokenSums,
    /// The session of the header read last.
    session: SessionId,
}

impl<'a, 'r> Holders<'a, 'r> {
    pub(super) fn of(
        rows: &'a mut Rows<'r>,
        noted: &'a Noted,
        size: u64,
    ) -> Result<Holders<'a, 'r>, StoreError> {
        let indexed = rows.store.note(mend_certificate::INDEXED)?.is_some();
        let keys = rows.keys.index();
        let (part, tokens) = (Part::new(Looked::Holders), TokenSums::over(size, keys));
        let (key, session) = ([keys.asked().clone()], SessionId(0));
        Ok(Holders { rows, noted, key, indexed, part, tokens, session })
    }

    /// Compares every certificate of the log, whose batches come in its order, and then the tokens.
    /// Returns what was found so far with how it ended.
    pub(super) fn compare(
        mut self,
        (size, batches): (u64, &[BatchRow]),
        progress: &mut dyn FnMut(u64, u64),
    ) -> (Part, Part, Result<(), StoreError>) {
        let done = self.all((size, batches), progress);
        let (tokens, ended) = match done {
            Ok(()) => self.tokens.compare(self.rows.store),
            Err(error) => (Part::unchecked(Looked::Tokens), Err(error)),
        };
        (self.part, tokens, ended)
    }

    fn all(
        &mut self,
        (size, batches): (u64, &[BatchRow]),
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        let (mut at, mut batches) = (0, batches.iter().peekable());
        let mut certificates: Vec<(u64, SessionId, CertificateEntry)> = Vec::new();
        while at < size {
            let next = (at + ENTRIES_AT_ONCE).min(size);
            let session = &mut self.session;
            // What does not read was found by the walk, and nothing of this is looked at then.
            self.rows.store.each_entry(at, next, &mut |index, bytes| match Entry::read(bytes) {
                Ok(Entry::Act(act)) => {
                    if let PublicAct::IssueCertificates(issue) = &act.event.act {
                        *session = issue.session;
                    }
                }
                Ok(Entry::Certificate(certificate)) => {
                    certificates.push((index, *session, certificate));
                }
                Err(_) => {}
            })?;
            for (index, session, certificate) in certificates.drain(..) {
                while batches.next_if(|batch| batch.header < certificate.header).is_some() {}
                if let Some(batch) = batches.peek() {
                    self.one((index, session), batch, &certificate)?;
                }
            }
            at = next;
            progress(at, size);
        }
        Ok(())
    }

    /// Compares one certificate. What needs a block that does not open is left out: that was found.
    fn one(
        &mut self,
        (entry, session): (u64, SessionId),
        batch: &BatchRow,
        certificate: &CertificateEntry,
    ) -> Result<(), StoreError> {
        self.part.compared += 1;
        let salts = salt_group(&batch.site, batch.year, batch.level);
        let found = self.rows.row::<SaltRow>(PrivateKind::Salt, &salts, certificate.serial)?;
        let Some(found) = found else {
            self.tokens.leave_out(entry);
            return Ok(());
        };
        let Some(salt) = found else {
            if !self.noted.erased.contains(&entry) {
                self.part.find(Finding::NoSalts { entry });
                self.tokens.leave_out(entry);
            }
            return Ok(());
        };
        let (kind, group) = (PrivateKind::Candidate, crate::candidates::group(session));
        let found = self.rows.row::<CandidateRow>(kind, &group, salt.place)?;
        let Some(found) = found else {
            self.tokens.leave_out(entry);
            return Ok(());
        };
        let Some(holder) = found.filter(|row| !row.is_erased()) else {
            self.part.find(Finding::NoHolder { entry });
            self.tokens.leave_out(entry);
            return Ok(());
        };
        let (name, document) = holder.fields();
        let opens = Salt(salt.name).commit(name) == certificate.name
            && Salt(salt.document).commit(document) == certificate.document
            && SessionId(salt.session) == session;
        if !opens {
            self.part.find(Finding::HolderDiffers { entry });
        }
        let own = certificate_tokens(&self.key, &holder);
        let mut tokens: BTreeSet<Token> =
            own.map(|(space, token)| Token { space, token, place: entry }).collect();
        if self.noted.corrected.contains(&certificate.header) {
            let group = mend_certificate::group(certificate.header);
            let found =
                self.rows.row::<CorrectionRow>(PrivateKind::Salt, &group, certificate.serial)?;
            match found {
                Some(Some(row)) if self.indexed => tokens.extend(row.tokens(&self.key, entry)),
                Some(None) => {}
                _ => {
                    self.tokens.leave_out(entry);
                    return Ok(());
                }
            }
        }
        self.tokens.expect(&tokens);
        Ok(())
    }
}
