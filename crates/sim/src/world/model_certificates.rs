//! The second count of certificates: what became of each after it was issued, by header and serial.
//!
//! In scope: batches by the index of their header, corrections, prints, revocations; lists of older
//! certificates; blanks by print number. Out of scope: numbers (`model`), what the law says.
//! I-REG-4: a certificate that nothing was done about stands as it was issued.

use crate::world::failure::Broken;
use register::{
    CaseId, CertificateAct, CertificateId, Event, Issue, OrganisationId, RevocationReason, Serials,
    State, Status, StockMove,
};
use std::collections::{BTreeMap, HashMap};

/// A batch.
#[derive(Clone, Copy, Debug)]
struct Batch {
    first: u32,
    last: u32,
}

/// What became of a certificate.
#[derive(Clone, Debug, Default)]
struct Fate {
    /// The commitments that hold now.
    corrected: Option<([u8; 32], [u8; 32])>,
    printed: Option<u64>,
    revoked: Option<RevocationReason>,
}

/// The second count.
#[derive(Default)]
pub(crate) struct Certificates {
    batches: HashMap<u64, Batch>,
    fates: BTreeMap<CertificateId, Fate>,
    lists: u32,
    blanks: HashMap<(OrganisationId, u64), StockMove>,
    keepers: Vec<OrganisationId>,
    revoked: usize,
}

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "certificates", what })
}

impl Certificates {
    /// Notes a batch, whose header stands at an index.
    pub(crate) fn issued(&mut self, header: u64, first: u32, issue: &Issue) {
        let last = first + issue.rows.len() as u32 - 1;
        self.batches.insert(header, Batch { first, last });
    }

    /// Compares what an act touched. `founded` says whether something was found in a case about
    /// whoever issued the batch with a header.
    pub(crate) fn touched(
        &mut self,
        state: &State,
        event: &Event,
        act: &CertificateAct,
        founded: impl Fn(CaseId, u64) -> bool,
    ) -> Result<(), Broken> {
        let right = match act {
            CertificateAct::Correct { certificate, name, document, .. } => {
                let fate = self.fate(*certificate)?;
                fate.corrected = Some((*name, *document));
                fate.revoked.is_none() && self.same(state, *certificate)
            }
            CertificateAct::Reissue { certificate, print, .. } => {
                let fate = self.fate(*certificate)?;
                let again = fate.printed.replace(*print) == Some(*print);
                let stands = fate.revoked.is_none();
                let found = state.corrections().print(*certificate).map(|printed| printed.print);
                stands && !again && found == Some(*print) && self.printed(event, *print)
            }
            CertificateAct::Revoke { header, serials, reason, case, told_on, heard_until } => {
                let heard = told_on < heard_until && *heard_until < event.on;
                let founded = match case {
                    Some(case) => founded(CaseId(*case), *header),
                    None => *reason == RevocationReason::NotPassed,
                };
                heard && founded && self.revoked(state, *header, serials, *reason)?
            }
            CertificateAct::RegisterLegacy(list) => {
                self.lists += 1;
                list.list + 1 == self.lists && state.corrections().list(list.list).is_some()
            }
            CertificateAct::Stock { blank, from, to, step } => {
                self.moved(event, (*from, *to), *step) && {
                    let by = event.actor.unwrap_or(OrganisationId(u32::MAX));
                    let mut kept = state.corrections().stock(by);
                    kept.any(|(of, stock)| of == *blank && stock.of(*from) == Some(*step))
                }
            }
            CertificateAct::OpenCounter { .. } => true,
        };
        if right { Ok(()) } else { broken(format!("{act:?} on {}", event.on)) }
    }

    fn fate(&mut self, id: CertificateId) -> Result<&mut Fate, Broken> {
        let batch = self.batches.get(&id.header);
        let inside = batch.is_some_and(|batch| batch.first <= id.serial && id.serial <= batch.last);
        if inside { Ok(self.fates.entry(id).or_default()) } else { broken(format!("{id:?}")) }
    }

    fn revoked(
        &mut self,
        state: &State,
        header: u64,
        serials: &Serials,
        reason: RevocationReason,
    ) -> Result<bool, Broken> {
        let whole = self.batches.get(&header).map(|batch| (batch.first, batch.last));
        let runs: Vec<(u32, u32)> = match serials {
            Serials::All => whole.into_iter().collect(),
            Serials::Runs(runs) => runs.clone(),
        };
        let mut right = !runs.is_empty();
        self.revoked += runs.len();
        for serial in runs.iter().flat_map(|(first, last)| *first..=*last) {
            let id = CertificateId { header, serial };
            right &= self.fate(id)?.revoked.replace(reason).is_none() && self.same(state, id);
        }
        Ok(right)
    }

    /// Whoever keeps blanks prints on one that is on hand.
    fn printed(&mut self, event: &Event, print: u64) -> bool {
        match event.actor.filter(|by| self.keepers.contains(by)) {
            Some(_) => self.moved(event, (print, print), StockMove::Printed),
            None => true,
        }
    }

    fn moved(&mut self, event: &Event, (from, to): (u64, u64), step: StockMove) -> bool {
        let Some(by) = event.actor else { return false };
        if !self.keepers.contains(&by) {
            self.keepers.push(by);
        }
        (from..=to).all(|print| {
            let before = self.blanks.insert((by, print), step);
            match step {
                StockMove::Received => before.is_none(),
                StockMove::Printed | StockMove::Returned => before == Some(StockMove::Received),
                StockMove::Spoiled => {
                    matches!(before, Some(StockMove::Received | StockMove::Printed))
                }
                StockMove::Destroyed => {
                    matches!(before, Some(StockMove::Received | StockMove::Spoiled))
                }
            }
        })
    }

    fn same(&self, state: &State, id: CertificateId) -> bool {
        let fate = self.fates.get(&id).cloned().unwrap_or_default();
        match (state.corrections().status_of(id.header, id.serial), fate.revoked) {
            (Status::Revoked(found), Some(reason)) => found.reason == reason,
            (Status::Corrected(found), None) => {
                fate.corrected == Some((found.name, found.document))
            }
            (Status::Valid, None) => fate.corrected.is_none(),
            _ => false,
        }
    }

    /// Compares everything that something was done about, and one certificate of each batch.
    pub(crate) fn at_the_end(&self, state: &State) -> Result<(), Broken> {
        let first = |(header, batch): (&u64, &Batch)| CertificateId {
            header: *header,
            serial: batch.first,
        };
        let all = self.fates.keys().copied().chain(self.batches.iter().map(first));
        for id in all {
            if !self.same(state, id) {
                let found = state.corrections().status_of(id.header, id.serial);
                return broken(format!("{id:?} is {found:?}, not {:?}", self.fates.get(&id)));
            }
        }
        let (batches, revoked) =
            (state.corrections().batches().count(), state.corrections().revocations().count());
        if (batches, revoked) == (self.batches.len(), self.revoked) {
            return Ok(());
        }
        broken(format!("{batches} batches, {revoked} revocations"))
    }
}
