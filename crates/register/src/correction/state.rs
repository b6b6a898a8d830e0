//! What corrections, reissues, revocations, lists, balances and stock add up to.
//!
//! In scope: looking things up. Only exceptions cost memory: a batch has one place of at most 24
//! bytes, a certificate that stands as it was issued has nothing.
//! The places of batches are derived from issuing and stand outside the state's digest.

use super::act::{
    CertificateId, CorrectionReason, LegacyList, ReissueReason, RevocationReason, Serials,
};
use super::stock::Stock;
use crate::state::CounterKey;
use crate::{OrganisationId, SessionId};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use vocab::Day;

/// Where a batch of certificates stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchPlace {
    /// The index of its header.
    pub header: u64,
    /// The session or examination.
    pub session: SessionId,
    /// The first serial.
    pub first: u32,
    /// The day of issue.
    pub on: Day,
    pub(super) count: u16,
    pub(super) dated_year: i16,
}

const _: () = assert!(size_of::<BatchPlace>() <= 24);
const _: () = assert!(vocab::limits::BATCH_CERTIFICATES_MAX <= u16::MAX as usize);

impl BatchPlace {
    /// Returns the year that its certificates are dated and counted in.
    pub fn dated_year(&self) -> i32 {
        i32::from(self.dated_year)
    }

    /// Returns the last serial.
    pub fn last(&self) -> u32 {
        self.first.saturating_add(u32::from(self.count).saturating_sub(1))
    }

    /// Returns the year in the numbers.
    pub fn year(&self) -> i32 {
        i32::from(self.dated_year)
    }
}

/// A correction in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// The index of its entry.
    pub at: u64,
    /// Its day.
    pub on: Day,
    /// Commitment to the name.
    pub name: [u8; 32],
    /// Commitment to the document.
    pub document: [u8; 32],
    /// Why.
    pub reason: CorrectionReason,
}

/// The last print of a certificate that was printed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The index of its entry.
    pub at: u64,
    /// Its day.
    pub on: Day,
    /// The print number.
    pub print: u64,
    /// Why.
    pub reason: ReissueReason,
}

/// The revocation of a run of serials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The first serial.
    pub first: u32,
    /// The last serial.
    pub last: u32,
    /// The index of its entry.
    pub at: u64,
    /// Its day.
    pub on: Day,
    /// Why.
    pub reason: RevocationReason,
    /// The case of supervision.
    pub case: Option<u32>,
}

/// How a certificate stands in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As it was issued.
    Valid,
    /// With another holder's name or document than it was issued with.
    Corrected(Corrected),
    /// Not any more.
    Revoked(Revoked),
}

impl Status {
    /// Returns the value of the fact `certificate_status`.
    pub const fn name(&self) -> &'static str {
        match self {
            Status::Valid => "valid",
            Status::Corrected(_) => "corrected",
            Status::Revoked(_) => "revoked",
        }
    }
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    /// By rising header.
    pub(super) batches: Vec<BatchPlace>,
    pub(super) corrected: BTreeMap<CertificateId, Corrected>,
    pub(super) printed: BTreeMap<CertificateId, Printed>,
    /// By header, each with its runs by rising first serial.
    pub(super) revoked: BTreeMap<u64, Vec<Revoked>>,
    pub(super) lists: BTreeMap<u32, (LegacyList, OrganisationId, u64)>,
    pub(super) opened: BTreeMap<CounterKey, (u32, [u8; 32])>,
    pub(super) stock: BTreeMap<(OrganisationId, u16), Stock>,
}

impl Corrections {
    /// Notes a batch that is issued. Headers rise.
    pub(crate) fn note_batch(
        &mut self,
        header: u64,
        session: SessionId,
        (first, count): (u32, u16),
        (on, dated_year): (Day, i16),
    ) {
        self.batches.push(BatchPlace { header, session, first, on, count, dated_year });
    }

    /// Returns the batch whose header stands at an index.
    pub fn batch(&self, header: u64) -> Option<&BatchPlace> {
        let place = self.batches.binary_search_by_key(&header, |b| b.header).ok()?;
        self.batches.get(place)
    }

    /// Returns every batch, in the order of the log.
    pub fn batches(&self) -> impl Iterator<Item = &BatchPlace> {
        self.batches.iter()
    }

    /// Returns how a certificate stands. One that was revoked after a correction is revoked.
    pub fn status_of(&self, header: u64, serial: u32) -> Status {
        let id = CertificateId { header, serial };
        match (self.revocation(header, serial), self.corrected.get(&id)) {
            (Some(revoked), _) => Status::Revoked(*revoked),
            (None, Some(corrected)) => Status::Corrected(*corrected),
            (None, None) => Status::Valid,
        }
    }

    /// Returns the correction in force of a certificate, revoked or not.
    pub fn correction(&self, id: CertificateId) -> Option<&Corrected> {
        self.corrected.get(&id)
    }

    /// Returns the last print of a certificate that was printed again.
    pub fn print(&self, id: CertificateId) -> Option<&Printed> {
        self.printed.get(&id)
    }

    /// Returns every revocation, by header and serial.
    pub fn revocations(&self) -> impl Iterator<Item = (u64, &Revoked)> {
        self.revoked.iter().flat_map(|(header, runs)| runs.iter().map(|run| (*header, run)))
    }

    /// Returns a legacy list, who registered it and at which entry.
    pub fn list(&self, list: u32) -> Option<&(LegacyList, OrganisationId, u64)> {
        self.lists.get(&list)
    }

    /// Returns every legacy list, by number.
    pub fn lists(&self) -> impl Iterator<Item = &(LegacyList, OrganisationId, u64)> {
        self.lists.values()
    }

    /// Returns the number that the next legacy list gets.
    pub fn next_list(&self) -> u32 {
        self.lists.len() as u32
    }

    /// Returns the opening balances, with the digests of their sources.
    pub fn opened(&self) -> impl Iterator<Item = (&CounterKey, &(u32, [u8; 32]))> {
        self.opened.iter()
    }

    /// Returns the blanks of an organisation, by version.
    pub fn stock(&self, of: OrganisationId) -> impl Iterator<Item = (u16, &Stock)> {
        self.stock.range((of, 0)..=(of, u16::MAX)).map(|((_, blank), stock)| (*blank, stock))
    }

    fn revocation(&self, header: u64, serial: u32) -> Option<&Revoked> {
        let runs = self.revoked.get(&header)?;
        runs.iter().find(|run| (run.first..=run.last).contains(&serial))
    }

    /// Says whether any serial of a run is revoked.
    pub(super) fn any_revoked(&self, header: u64, (first, last): (u32, u32)) -> bool {
        let runs = self.revoked.get(&header);
        runs.into_iter().flatten().any(|run| run.first <= last && first <= run.last)
    }
}

impl Serials {
    /// Returns the runs of serials, of a batch where all are meant.
    pub(super) fn runs(&self, batch: Option<&BatchPlace>) -> Vec<(u32, u32)> {
        match self {
            Serials::All => batch.map(|b| (b.first, b.last())).into_iter().collect(),
            Serials::Runs(runs) => runs.clone(),
        }
    }
}
