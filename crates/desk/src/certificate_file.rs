//! The file a holder gets: the certificate with every entry it rests on, proved under one
//! checkpoint.
//!
//! In scope: from a number to a `.dengji` file. Out of scope: its form (`seal::Bundle`), checking
//! it (`verify_certificate`). A corrected certificate brings its correction, after it.

use crate::certificate_grounds::{Issued, mended_by};
use crate::house::House;
use crate::house_error::HouseError;
use crate::issue_certificates::{SaltRow, salt_group};
use crate::private_fault::PrivateFault;
use seal::{Bundle, Salt};
use store::{BatchRow, PrivateKind, Reader};
use vocab::{CertificateNumber, Level};

impl House {
    /// Returns the file of a certificate.
    ///
    /// # Errors
    /// [`HouseError::NoCertificate`] when no certificate has that number.
    pub fn certificate_file(&mut self, number: &str) -> Result<Bundle, HouseError> {
        let issued = Issued::find(&self.store, number)?.ok_or(HouseError::NoCertificate)?;
        let checkpoint = self.publish()?;
        let (batch, id) = (&issued.batch, issued.id());
        let group = salt_group(&batch.site, batch.year, batch.level);
        let salts = self.row((PrivateKind::Salt, &group, id.serial))?;
        let salts: SaltRow = salts.ok_or_else(|| PrivateFault::Unopened(number.to_string()))?;
        let (mut name_salt, mut document_salt) = (salts.name, salts.document);
        let mut mended = None;
        if let Some(correction) = self.state.corrections().correction(id) {
            let row = self.correction_row(id)?;
            let row = row.ok_or(HouseError::PrivateRow(format!("correction-{}", id.header)))?;
            (name_salt, document_salt) = (row.name_salt, row.document_salt);
            mended = Some(mended_by(&self.store, correction.at)?);
        }
        let tree = self.published_tree();
        let places = self.brought(&issued, mended).into_iter();
        let entries = places.map(|place| tree.proven(&self.store, place));
        Ok(Bundle {
            number: number.to_string(),
            name_salt: Salt(name_salt),
            document_salt: Salt(document_salt),
            entries: entries.collect::<Result<_, _>>()?,
            checkpoint,
        })
    }

    /// Finds the batch and serial of a number, or nothing when none was issued here.
    pub(crate) fn find(&self, number: &str) -> Result<Option<(BatchRow, u32)>, HouseError> {
        find(&self.store, number)
    }
}

/// Finds the batch and serial of a number, or nothing when none was issued here.
pub(crate) fn find(
    store: &dyn Reader,
    number: &str,
) -> Result<Option<(BatchRow, u32)>, HouseError> {
    let Some((site, year, level, serial)) = key_of(number) else { return Ok(None) };
    Ok(store.find_batch(&site, year, level, serial)?.map(|batch| (batch, serial)))
}

/// Returns site, year, code of the level and serial of a number that is issued here; nothing for
/// any other.
pub(crate) fn key_of(number: &str) -> Option<(String, i32, char, u32)> {
    let (site, year, level, serial) = match number.parse::<CertificateNumber>() {
        Ok(CertificateNumber::SkillLevel(n)) => {
            (n.site().to_string(), n.year_code(), n.mark().code(), n.serial())
        }
        Ok(CertificateNumber::Qualification(n)) => {
            (n.institution().to_string(), n.year_code(), n.level().code(), n.serial())
        }
        Ok(CertificateNumber::Shanghai(_) | CertificateNumber::Pilot(_)) | Err(_) => return None,
    };
    debug_assert!(Level::from_code(level).is_some() || level.is_ascii_uppercase());
    Some((site, 2000 + i32::from(year), level, serial))
}
