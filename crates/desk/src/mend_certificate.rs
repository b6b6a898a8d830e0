//! Correcting a certificate and printing it again: from a number to the act, with the salts that
//! open a correction.
//!
//! In scope: what is kept privately of a correction. Out of scope: whether it may be done
//! (`register`), the file a holder gets then (`certificate_file`).
//! Failure: act and private row are one transaction.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::issue_certificates::certificate_tokens;
use crate::private_rows::{private, read_row};
use crate::signing::{Content, Signing};
use register::{
    CertificateAct, CertificateId, Corrected, CorrectionReason, OrganisationId, PublicAct,
    ReissueReason,
};
use seal::{Field, Salt};
use serde::{Deserialize, Serialize};
use store::{Blind, PrivateKind, Reader as _, Token, WRITING_TOKENS_MAX, Writing};
use vocab::{Day, Hash, PersonId};

/// What opens a correction, kept privately by the certificate's serial.
#[derive(Serialize, Deserialize)]
pub(crate) struct CorrectionRow {
    pub(crate) name_salt: [u8; 16],
    pub(crate) document_salt: [u8; 16],
    name: String,
    document_kind: u8,
    document: String,
}

/// What the groups of corrections begin with.
const GROUP: &str = "correction-";
/// The note that says that every correction is indexed.
pub(crate) const INDEXED: &str = "index/corrections";

impl CorrectionRow {
    /// Returns the corrected name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the corrected document: the code of its kind, and its number.
    pub(crate) fn document(&self) -> (u8, &str) {
        (self.document_kind, &self.document)
    }

    /// Says whether the row opens a correction.
    pub(crate) fn opens(&self, corrected: &Corrected) -> bool {
        let document = Field::Document(self.document_kind, &self.document);
        Salt(self.name_salt).commit(Field::Name(&self.name)).0 == corrected.name
            && Salt(self.document_salt).commit(document).0 == corrected.document
    }

    /// Returns what the certificate of an entry is found by because of the correction, under some
    /// keys.
    pub(crate) fn tokens(&self, keys: &[Blind], entry: u64) -> Vec<Token> {
        let of_key = |key: &Blind| {
            let document = key.document(self.document_kind, &self.document);
            let names = key.name(&self.name).into_iter().map(|token| (key.name_space(), token));
            let all = std::iter::once((key.document_space(), document)).chain(names);
            all.map(|(space, token)| Token { space, token, place: entry }).collect::<Vec<_>>()
        };
        keys.iter().flat_map(of_key).collect()
    }
}

/// Returns the name of the group that holds what opens the corrections of a batch.
pub(crate) fn group(header: u64) -> String {
    format!("{GROUP}{header}")
}

/// Returns the header of the batch whose corrections a group opens; nothing of another group.
pub(crate) fn header_of(group: &str) -> Option<u64> {
    group.strip_prefix(GROUP)?.parse().ok()
}

impl House {
    /// Corrects what a certificate says of its holder. The same correction is done once.
    ///
    /// # Errors
    /// [`HouseError::NoCertificate`] when no certificate has that number; as [`House::record`].
    pub fn correct(
        &mut self,
        (by, on): (OrganisationId, Day),
        number: &str,
        (name, document): (&str, &PersonId),
        reason: CorrectionReason,
    ) -> Result<Receipt, HouseError> {
        let (batch, serial) = self.find(number.trim())?.ok_or(HouseError::NoCertificate)?;
        let certificate = CertificateId { header: batch.header, serial };
        let (name, kind) = (name.trim(), document.kind().code());
        let same = |row: &CorrectionRow| {
            let before = (row.name.as_str(), row.document_kind, row.document.as_str());
            before == (name, kind, document.number())
        };
        let before = self.correction_row(certificate)?;
        let kept = before.as_ref().filter(|row| same(row));
        let (name_salt, document_salt) = match kept {
            Some(row) => (Salt(row.name_salt), Salt(row.document_salt)),
            None => (self.salt()?, self.salt()?),
        };
        let said = name_salt.commit(Field::Name(name)).0;
        let act = PublicAct::Certificate(CertificateAct::Correct {
            certificate,
            name: said,
            document: document_salt.commit(Field::Document(kind, document.number())).0,
            reason,
        });
        let corrected = CorrectionRow {
            name_salt: name_salt.0,
            document_salt: document_salt.0,
            name: name.to_string(),
            document_kind: kind,
            document: document.number().to_string(),
        };
        let group = group(certificate.header);
        let row = private(PrivateKind::Salt, &group, certificate.serial, &corrected);
        // The commitment names the content: another correction of the same day is another request.
        let request = format!("correct {number} {}", Hash(said));
        let request = Request { actor: Some(by), on, name: request, act };
        let entry = batch.entry + u64::from(serial - batch.first);
        let mut content = Content { private: vec![row], ..Content::default() };
        self.find_by_correction((certificate, entry), &corrected, &mut content)?;
        self.take(&request, content, Signing::Held)
    }

    /// Prints a certificate again, on a blank with another print number.
    ///
    /// # Errors
    /// As [`House::correct`].
    pub fn reissue(
        &mut self,
        (by, on): (OrganisationId, Day),
        number: &str,
        print: u64,
        reason: ReissueReason,
    ) -> Result<Receipt, HouseError> {
        let certificate = self.certificate(number)?;
        let act = PublicAct::Certificate(CertificateAct::Reissue { certificate, print, reason });
        let name = format!("reissue {number} {print}");
        self.record(&Request { actor: Some(by), on, name, act }, &[])
    }

    /// Puts down what a certificate is found by from now on because of a correction, and no more
    /// because of the one before.
    fn find_by_correction(
        &self,
        (id, entry): (CertificateId, u64),
        corrected: &CorrectionRow,
        content: &mut Content,
    ) -> Result<(), HouseError> {
        let (keys, before) = (self.index.now(), self.correction_row(id)?);
        content.tokens = corrected.tokens(keys.written(), entry);
        // But for what the certificate itself is found by.
        let own = self.own_tokens(id, entry)?;
        let mut erased = before.map_or_else(Vec::new, |row| row.tokens(keys.all(), entry));
        erased.retain(|token| !own.contains(token));
        content.erased_tokens = erased;
        Ok(())
    }

    /// Puts down by what certificates are found because of an act that was drafted: the keys of the
    /// index may be others than they were then.
    pub(crate) fn find_by_now(
        &self,
        act: &PublicAct,
        content: &mut Content,
    ) -> Result<(), HouseError> {
        match act {
            PublicAct::IssueCertificates(_) => {
                content.found_by = self.found_by(&content.by_serial)?;
            }
            PublicAct::Certificate(CertificateAct::Correct { certificate: id, .. }) => {
                let batch = self.state.corrections().batch(id.header);
                let row = content.private.iter().find_map(|row| read_row(&row.body));
                if let (Some(batch), Some(row)) = (batch, row) {
                    let nth = u64::from(id.serial.saturating_sub(batch.first));
                    self.find_by_correction((*id, id.header + 1 + nth), &row, content)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns what a certificate is found by besides its correction, under every key.
    pub(crate) fn own_tokens(
        &self,
        id: CertificateId,
        entry: u64,
    ) -> Result<Vec<Token>, HouseError> {
        let Some(row) = self.issued_row(id)? else { return Ok(Vec::new()) };
        let token = |(space, token)| Token { space, token, place: entry };
        Ok(certificate_tokens(self.index.now().all(), &row).map(token).collect())
    }

    /// Indexes corrections that were made before they were: once, and not in what a register does
    /// every day.
    ///
    /// # Errors
    /// The store failed; the next call does it again.
    pub(crate) fn index_corrections(&mut self) -> Result<(), HouseError> {
        if self.indexed || self.grouped {
            return Ok(());
        }
        if self.store.note(INDEXED)?.is_none() {
            let (mut tokens, keys) = (Vec::new(), self.index.now());
            self.each_group(PrivateKind::Salt, GROUP, &mut |name| {
                let batch = header_of(name).and_then(|at| self.state.corrections().batch(at));
                let Some(batch) = batch else { return Ok(()) };
                for (serial, row) in self.placed_rows::<CorrectionRow>(PrivateKind::Salt, name)? {
                    let nth = u64::from(serial.saturating_sub(batch.first));
                    tokens.extend(row.tokens(keys.written(), batch.header + 1 + nth));
                }
                Ok(())
            })?;
            let expect_size = self.size();
            for tokens in tokens.chunks(WRITING_TOKENS_MAX) {
                self.commit(&Writing { expect_size, tokens, ..Writing::default() })?;
            }
            // Stopped here: some are indexed, and are so again.
            let notes = [(INDEXED.to_string(), Some(vec![1]))];
            self.commit(&Writing { expect_size, notes: &notes, ..Writing::default() })?;
        }
        self.indexed = true;
        Ok(())
    }

    /// Returns how the register names the certificate of a number.
    ///
    /// # Errors
    /// [`HouseError::NoCertificate`] when no certificate has that number.
    pub fn certificate(&self, number: &str) -> Result<CertificateId, HouseError> {
        let (batch, serial) = self.find(number.trim())?.ok_or(HouseError::NoCertificate)?;
        Ok(CertificateId { header: batch.header, serial })
    }

    /// Returns what opens the correction in force.
    pub(crate) fn correction_row(
        &self,
        id: CertificateId,
    ) -> Result<Option<CorrectionRow>, HouseError> {
        self.row((PrivateKind::Salt, &group(id.header), id.serial))
    }
}
