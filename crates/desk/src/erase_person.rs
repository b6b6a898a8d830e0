//! Erasing a person on lawful request: private rows go, the log stays and stays verifiable.
//!
//! Source: 个人信息保护法 art. 47 (the law of the request; it is not an instrument of this register,
//! and whoever erases answers for the ground).
//! In scope: name, document, salts, corrections and tokens of whoever has a document.
//! Out of scope: the log, which holds commitments only: without their salts nobody can say of whom.
//! What stays: place, scores and outcome of the row without a name, so that counts and roots of the
//! session still add up; backups made before, which the operator has to let expire.
//! Invariant: while the archive of a session has to be kept, its people are not erased unless the
//! request says on which ground all the same.

use crate::candidates::group;
use crate::find_person::{Asking, Found, Looked};
use crate::house::House;
use crate::house_error::HouseError;
use crate::issue_certificates::salt_group;
use crate::private_fault::PrivateFault;
use seal::Entry;
use store::{PrivateKind, PrivatePlace, Store as _, Token, TokenSpace, Writing};
use vocab::{Day, PersonId};

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The certificates whose holder nobody can name any more.
    pub certificates: Vec<Found>,
    /// Private rows that were removed or emptied.
    pub rows: usize,
}

impl House {
    /// Erases whoever has a document. The erasure itself is recorded with the readings.
    ///
    /// # Errors
    /// [`PrivateFault::NotEntitled`] unless an authority asks; [`PrivateFault::Retained`] with the
    /// last day on which an archive has to be kept, unless `all_the_same`; the store fails: nothing
    /// was erased.
    pub fn erase_person(
        &mut self,
        asking: &Asking,
        document: &PersonId,
        all_the_same: bool,
    ) -> Result<Erased, HouseError> {
        if !self.sees_everybody(asking.staff.of)? {
            return Err(PrivateFault::NotEntitled(asking.staff.of.0).into());
        }
        let certificates = self.find_person(asking, &Looked::Document(document.clone()))?;
        let today = self.now().day_in_china();
        if !all_the_same && let Some(until) = self.kept_until(&certificates, today) {
            return Err(PrivateFault::Retained(until).into());
        }
        let (mut erased, mut emptied, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
        for one in &certificates {
            let Some(row) = self.candidate_row(one.session, one.place)? else { continue };
            tokens.extend(self.tokens(&row).map(|(space, token)| Token {
                space,
                token,
                place: one.entry,
            }));
            emptied.push(row.erased().row(one.session, one.place));
            erased.extend(self.opening_rows(one)?);
        }
        let rows = erased.len() + emptied.len();
        self.store.commit(&Writing {
            expect_size: self.size(),
            erased: &erased,
            private: &emptied,
            erased_tokens: &tokens,
            ..Writing::default()
        })?;
        let shown = certificates.iter().map(|one| one.entry).collect();
        self.record_reading(asking, "erasure", shown)?;
        Ok(Erased { certificates, rows })
    }

    /// Returns the last day on which the archive of one of these has to be kept, if that is not
    /// over.
    fn kept_until(&self, certificates: &[Found], today: Day) -> Option<Day> {
        let arranged = |one: &Found| self.state.arrangements().of(one.session);
        let until = certificates.iter().filter_map(arranged).filter_map(|a| a.archive.as_ref());
        until.map(|archive| archive.electronic_until).filter(|until| today <= *until).max()
    }

    /// Returns the rows that open a certificate, its salts and those of its correction, and what
    /// the holder showed when registering.
    fn opening_rows(&self, one: &Found) -> Result<Vec<PrivatePlace>, HouseError> {
        let Some((batch, serial)) = self.find(&one.number)? else { return Ok(Vec::new()) };
        let Entry::Certificate(certificate) = self.entry(one.entry)? else {
            return Err(HouseError::NoCertificate);
        };
        let salt = |group: String| PrivatePlace { kind: PrivateKind::Salt, group, place: serial };
        Ok(vec![
            salt(salt_group(&batch.site, batch.year, batch.level)),
            salt(crate::mend_certificate::group(certificate.header)),
            PrivatePlace {
                kind: PrivateKind::Registration,
                group: format!("{}-eligible", group(one.session)),
                place: one.place,
            },
        ])
    }
}

/// The spaces in which tokens of a person stand; a new one has to be erased too.
const _: [TokenSpace; 2] = TokenSpace::ALL;
