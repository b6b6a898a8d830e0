//! Correcting a certificate and printing it again: from a number to the act, with the salts that
//! open a correction.
//!
//! In scope: what is kept privately of a correction. Out of scope: whether it may be done
//! (`register`), the file a holder gets then (`certificate_file`).
//! Failure: act and private row are one transaction.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_rows::private;
use register::{
    CertificateAct, CertificateId, CorrectionReason, OrganisationId, PublicAct, ReissueReason,
};
use seal::{Field, Salt};
use serde::{Deserialize, Serialize};
use store::PrivateKind;
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

/// Returns the name of the group that holds what opens the corrections of a batch.
pub(crate) fn group(header: u64) -> String {
    format!("correction-{header}")
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
        let certificate = self.certificate(number)?;
        let (name, kind) = (name.trim(), document.kind().code());
        let same = |row: &CorrectionRow| {
            let before = (row.name.as_str(), row.document_kind, row.document.as_str());
            before == (name, kind, document.number())
        };
        let kept = self.correction_row(certificate)?.filter(same);
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
        let row = CorrectionRow {
            name_salt: name_salt.0,
            document_salt: document_salt.0,
            name: name.to_string(),
            document_kind: kind,
            document: document.number().to_string(),
        };
        let group = group(certificate.header);
        let row = private(PrivateKind::Salt, &group, certificate.serial, &row);
        // The commitment names the content: another correction of the same day is another request.
        let request = format!("correct {number} {}", Hash(said));
        self.record(&Request { actor: Some(by), on, name: request, act }, &[row])
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
