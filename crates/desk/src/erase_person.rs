//! Erasing a person on lawful request: private rows go, the log stays and stays verifiable.
//!
//! Source: 个人信息保护法 art. 47 (the law of the request; it is not an instrument of this register,
//! and whoever erases answers for the ground).
//! In scope: name, document, salts, corrections and tokens of whoever has a document, in sessions
//! and examinations, in cohorts, in lists of older certificates, and in drafts that nobody signed.
//! Whose document was corrected is erased by either.
//! Out of scope: the log, which holds commitments only: without their salts nobody can say of whom.
//! What stays: place, scores and outcome of the row without a name, so that counts and roots of the
//! session still add up; what somebody wrote in an objection, and notes of readings, until the
//! archive is disposed of; that it was erased, among the readings; backups made before, which the
//! operator has to let expire.
//! Invariant: while the archive of a session has to be kept, its people are not erased unless the
//! request says on which ground all the same.

use crate::candidates::{CandidateRow, group};
use crate::find_person::{Asking, ERASURE, Found, Looked};
use crate::house::House;
use crate::house_error::HouseError;
use crate::issue_certificates::{certificate_tokens, salt_group};
use crate::private_fault::PrivateFault;
use register::{CertificateId, SessionId};
use seal::Entry;
use store::{PrivateKind, PrivatePlace, PrivateRow, Token, TokenSpace, Writing};
use vocab::PersonId;

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The certificates whose holder nobody can name any more.
    pub certificates: Vec<Found>,
    /// Private rows that were removed or emptied.
    pub rows: usize,
}

impl House {
    /// Erases whoever has a document, certified or not, in every session that is over. The erasure
    /// is recorded with the readings, in the same writing.
    ///
    /// # Errors
    /// [`PrivateFault::NotEntitled`] unless an authority asks; [`PrivateFault::UnderWay`] while a
    /// session that the person sits is not confirmed; [`PrivateFault::InCohort`] while a cohort
    /// with the person is under way; [`PrivateFault::Retained`] with the last day on which an
    /// archive has to be kept, unless `all_the_same`; the store fails: nothing was erased.
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
        let registered = self.registered(document, &certificates)?;
        self.may_go(&registered, all_the_same)?;
        let said = (document.kind().code(), document.number());
        let (mut erased, mut tokens, keys) = (Vec::new(), Vec::new(), self.index.now());
        let mut private = self.members_emptied(said)?;
        private.extend(self.legacy_emptied(said)?);
        for (session, place, row) in &registered {
            let held = |one: &&Found| (one.session, one.place) == (*session, *place);
            for one in certificates.iter().filter(held) {
                let token = |(space, token)| Token { space, token, place: one.entry };
                tokens.extend(certificate_tokens(keys.all(), row).map(token));
                let (opening, corrected) = self.opening_rows(one)?;
                erased.extend(opening);
                tokens.extend(corrected);
            }
            erased.push(PrivatePlace {
                kind: PrivateKind::Registration,
                group: format!("{}-eligible", group(*session)),
                place: *place,
            });
            private.push(row.erased().row(*session, *place));
        }
        let places = private.iter().map(PrivateRow::at).chain(erased.iter().cloned()).collect();
        erased.extend(self.drafts_of(&places, document)?);
        let rows = erased.len() + private.len();
        // Emptied rows are erased before they are put: what they said is wiped with the rest.
        erased.extend(private.iter().map(PrivateRow::at));
        let shown = certificates.iter().map(|one| one.entry).collect();
        private.push(self.reading(asking, ERASURE, shown)?);
        self.commit(&Writing {
            expect_size: self.size(),
            erased: &erased,
            private: &private,
            erased_tokens: &tokens,
            ..Writing::default()
        })?;
        Ok(Erased { certificates, rows })
    }

    /// Returns where a document was registered: every row of every session is opened, because who
    /// got no certificate stands in no index. It is rare, and takes a second for a million people.
    /// Certificates that were corrected to the document have a row with another.
    fn registered(
        &self,
        document: &PersonId,
        certificates: &[Found],
    ) -> Result<Vec<(SessionId, u32, CandidateRow)>, HouseError> {
        let document = (document.kind().code(), document.number());
        let mut found = Vec::new();
        for (session, _) in self.state.sessions() {
            let rows: Vec<(u32, CandidateRow)> =
                self.placed_rows(PrivateKind::Candidate, &group(session))?;
            let same = rows.into_iter().filter(|(_, row)| row.document() == document);
            found.extend(same.map(|(place, row)| (session, place, row)));
        }
        for one in certificates {
            let at = (one.session, one.place);
            if found.iter().any(|(session, place, _)| (*session, *place) == at) {
                continue;
            }
            let row = self.candidate_row(one.session, one.place)?;
            found.extend(row.map(|row| (one.session, one.place, row)));
        }
        Ok(found)
    }

    /// Refuses while a session is under way, whose roots are over these rows, or while an archive
    /// has to be kept.
    fn may_go(
        &self,
        registered: &[(SessionId, u32, CandidateRow)],
        all_the_same: bool,
    ) -> Result<(), HouseError> {
        let sessions = || registered.iter().map(|(session, ..)| *session);
        let over = |id: &SessionId| {
            let closed = self.state.exams().ended(*id).is_some();
            closed || self.state.session(*id).is_some_and(|session| session.confirmed_on.is_some())
        };
        if let Some(session) = sessions().find(|session| !over(session)) {
            return Err(PrivateFault::UnderWay(session.0).into());
        }
        let today = self.now().day_in_china();
        let archive = |id| self.state.arrangements().of(id)?.archive.as_ref();
        let until = sessions().filter_map(archive).map(|archive| archive.electronic_until).max();
        match until.filter(|until| today <= *until && !all_the_same) {
            Some(until) => Err(PrivateFault::Retained(until).into()),
            None => Ok(()),
        }
    }

    /// Returns the rows that open a certificate, its salts and those of its correction, and the
    /// tokens of the correction.
    fn opening_rows(&self, one: &Found) -> Result<(Vec<PrivatePlace>, Vec<Token>), HouseError> {
        let Some((batch, serial)) = self.find(&one.number)? else { return Ok(Default::default()) };
        let Entry::Certificate(certificate) = self.entry(one.entry)? else {
            return Err(HouseError::NoCertificate);
        };
        // Whose rows go is not to hang on a number alone.
        if batch.header != certificate.header {
            return Err(HouseError::BatchBroken(certificate.header));
        }
        let corrected =
            self.correction_row(CertificateId { header: certificate.header, serial })?;
        let tokens = corrected.map(|row| row.tokens(self.index.now().all(), one.entry));
        let salt = |group: String| PrivatePlace { kind: PrivateKind::Salt, group, place: serial };
        let rows = vec![
            salt(salt_group(&batch.site, batch.year, batch.level)),
            salt(crate::mend_certificate::group(certificate.header)),
        ];
        Ok((rows, tokens.unwrap_or_default()))
    }
}

/// The spaces in which tokens of a person stand, two of each key; a new one has to be erased too.
const _: [TokenSpace; 4] = TokenSpace::ALL;
