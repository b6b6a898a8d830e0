//! Issuing certificates of a session: one header and a certificate for each passed row.
//!
//! In scope: from rows of results to entries and the salts that open them.
//! Out of scope: whether it may be done (`register` grants the permit), the file a holder gets
//! (`certificate_file`).
//! Failure: header, certificates, number range and salts are one transaction.

use crate::candidates::{CandidateRow, ResultRow};
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_fault::PrivateFault;
use crate::private_rows::{private, read_row};
use crate::signing::{Content, Signing};
use register::{Event, Issue, OrganisationId, PublicAct, Scheme, SessionId, Settled};
use seal::{Commitment, Salt};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Blind, PrivateKind, PrivateRow, TokenSpace};
use vocab::{Day, QualificationNumber, SkillLevelNumber};

/// What opens a certificate, kept privately by its serial.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SaltRow {
    pub(crate) name: [u8; 16],
    pub(crate) document: [u8; 16],
    pub(crate) session: u32,
    pub(crate) place: u32,
}

/// Rows that are read one by one; of more, the whole session is read.
const FEW: usize = 8;

/// What the groups of salts of certificates begin with.
pub(crate) const SALTS: &str = "salt-";

/// Returns the name of the group that holds the salts of a site, year and level.
pub(crate) fn salt_group(site: &str, year: i32, level: char) -> String {
    format!("{SALTS}{site}-{year}-{level}")
}

/// The batch that was issued last: whoever issued it asks for its numbers next.
pub(crate) struct LastBatch {
    /// The place of its header.
    pub(crate) header: u64,
    pub(crate) event: Event,
    /// Its first and its last serial.
    pub(crate) serials: (u32, u32),
}

/// Certificates that were issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The receipt of the header.
    pub receipt: Receipt,
    /// The numbers, in the order of the rows.
    pub numbers: Vec<String>,
}

impl House {
    /// Issues certificates for rows of a session's results.
    ///
    /// # Errors
    /// As [`House::record`]; a row that is none, or used before, is a refusal.
    pub fn issue(
        &mut self,
        by: OrganisationId,
        session: SessionId,
        (dated_on, on): (Day, Day),
        rows: &[u32],
    ) -> Result<Issued, HouseError> {
        let holders = self.holders(session, rows)?;
        let first_row = rows.first().copied().unwrap_or(0);
        let name = format!("issue {} {first_row} {} {dated_on}", session.0, rows.len());
        let erased = holders.values().find(|(_, row)| row.is_erased());
        let fault = match erased {
            Some((place, _)) => Some(PrivateFault::Nobody(*place)),
            None if holders.len() < rows.len() => {
                self.disposed_on(session)?.map(|_| PrivateFault::Disposed(session.0))
            }
            None => None,
        };
        // What was issued before has its answer, whoever was erased since.
        if let Some(fault) = fault
            && !self.was_asked(&name)?
        {
            return Err(fault.into());
        }
        let mut salts = Vec::with_capacity(rows.len());
        let mut commitments: Vec<(Commitment, Commitment)> = Vec::with_capacity(rows.len());
        let mut holders_are_staff = true;
        let (mut settled, mut found_by, keys) = (Vec::new(), Vec::new(), self.index.now());
        for (nth, row) in (0..).zip(rows) {
            let (name_salt, document_salt) = (self.salt()?, self.salt()?);
            // A row that is none is refused by the register; here it commits to nothing.
            let (place, fields) = match holders.get(row) {
                Some((place, row)) => (*place, Some(row)),
                None => (u32::MAX, None),
            };
            commitments.push(commit(fields, name_salt, document_salt));
            holders_are_staff &= fields.is_none_or(|f| f.staff);
            salts.push(SaltRow {
                name: name_salt.0,
                document: document_salt.0,
                session: session.0,
                place,
            });
            if let Some(fields) = fields {
                settled.push(certified(fields, session, place));
                let tokens = certificate_tokens(keys.written(), fields);
                found_by.extend(tokens.map(|(space, token)| (nth, space, token)));
            }
        }
        let issue = Issue { session, dated_on, rows: rows.to_vec(), holders_are_staff };
        let act = PublicAct::IssueCertificates(issue);
        let request = Request { actor: Some(by), on, name, act };
        let key =
            self.state.session(session).and_then(|s| self.state.counter_key(s, dated_on.year()));
        let group =
            key.as_ref().map_or(String::new(), |(site, y, level)| salt_group(site, *y, *level));
        let salts = (0..).zip(&salts).map(|(i, s)| private(PrivateKind::Salt, &group, i, s));
        let by_serial = salts.collect();
        let content =
            Content { commitments, private: settled, by_serial, found_by, ..Content::default() };
        let receipt = self.take(&request, content, Signing::Held)?;
        let numbers = self.numbers(receipt.index)?;
        Ok(Issued { receipt, numbers })
    }

    /// Returns the place and the row of whoever stands in each of these rows of the results.
    fn holders(
        &self,
        session: SessionId,
        rows: &[u32],
    ) -> Result<BTreeMap<u32, (u32, CandidateRow)>, HouseError> {
        let (results, mut holders) = (self.results_group(session), BTreeMap::new());
        if FEW < rows.len() {
            let candidates = self.candidate_rows(session)?;
            let results: Vec<ResultRow> = self.rows(PrivateKind::Result, &results)?;
            for row in rows {
                let Some(result) = results.get(*row as usize) else { continue };
                let place = result.score.place;
                let candidate = candidates.get(place as usize);
                holders.extend(candidate.map(|candidate| (*row, (place, candidate.clone()))));
            }
            return Ok(holders);
        }
        // Of a long session a few blocks are read, and not all of them.
        for row in rows {
            let result: Option<ResultRow> = self.row((PrivateKind::Result, &results, *row))?;
            let Some(place) = result.map(|result| result.score.place) else { continue };
            let candidate = self.candidate_row(session, place)?;
            holders.extend(candidate.map(|candidate| (*row, (place, candidate))));
        }
        Ok(holders)
    }

    /// Returns what the certificates of a batch, counted from 0, are found by, of the rows that
    /// open them: those of a draft, which was made under keys that may be others now.
    pub(crate) fn found_by(
        &self,
        by_serial: &[PrivateRow],
    ) -> Result<Vec<(u32, TokenSpace, [u8; 12])>, HouseError> {
        let (keys, mut found_by) = (self.index.now(), Vec::new());
        for PrivateRow { place: nth, body, .. } in by_serial {
            let Some(SaltRow { session, place, .. }) = read_row(body) else { continue };
            let Some(holder) = self.candidate_row(SessionId(session), place)? else { continue };
            let tokens = certificate_tokens(keys.written(), &holder);
            found_by.extend(tokens.map(|(space, token)| (*nth, space, token)));
        }
        Ok(found_by)
    }

    /// Returns the numbers of the batch whose header stands at `index`.
    ///
    /// # Errors
    /// There is no header.
    pub fn numbers(&self, index: u64) -> Result<Vec<String>, HouseError> {
        if let Some(LastBatch { event, serials, .. }) =
            self.last_batch.as_ref().filter(|last| last.header == index)
        {
            let numbers = numbers(&self.state, event, *serials);
            return numbers.ok_or(HouseError::NoCertificate);
        }
        let under = self.counted_under(index)?;
        let batch = under.batch(&self.store)?;
        (batch.first..=batch.last).map(|serial| under.number(&batch, serial)).collect()
    }
}

/// Returns what the certificate of a candidate is found by, under some keys.
pub(crate) fn certificate_tokens(
    keys: &[Blind],
    row: &CandidateRow,
) -> impl Iterator<Item = (TokenSpace, [u8; 12])> {
    let (kind, number) = row.document();
    keys.iter().flat_map(move |key| {
        let document = (key.document_space(), key.document(kind, number));
        let name = key.name(&row.name).into_iter().map(|token| (key.name_space(), token));
        std::iter::once(document).chain(name)
    })
}

/// Returns the printed number of a serial that an act of issuing gave.
pub(crate) fn number(
    state: &register::State,
    event: &register::Event,
    serial: u32,
) -> Option<String> {
    numbers(state, event, (serial, serial))?.pop()
}

/// Returns the printed numbers of serials, the last among them, that an act of issuing gave.
fn numbers(
    state: &register::State,
    event: &register::Event,
    (first, last): (u32, u32),
) -> Option<Vec<String>> {
    let PublicAct::IssueCertificates(issue) = &event.act else { return None };
    let session = state.session(issue.session)?;
    let (year, level) = (issue.dated_on.year(), session.plan.level);
    match session.plan.scheme {
        Scheme::Level => {
            let prefix = state.site(session)?;
            let of = |serial| SkillLevelNumber::new(prefix, year, level, serial).ok();
            (first..=last).map(|serial| of(serial).map(|n| n.to_string())).collect()
        }
        Scheme::Qualification => {
            let code = state.organisation(session.by)?.institution?;
            let of = |serial| QualificationNumber::new(code, year, level, serial).ok();
            (first..=last).map(|serial| of(serial).map(|n| n.to_string())).collect()
        }
    }
}

fn commit(
    row: Option<&CandidateRow>,
    name_salt: Salt,
    document_salt: Salt,
) -> (Commitment, Commitment) {
    match row {
        Some(row) => {
            let (name, document) = row.fields();
            (name_salt.commit(name), document_salt.commit(document))
        }
        None => (Commitment([0; 32]), Commitment([0; 32])),
    }
}

/// The candidate's row with the registration ended by a certificate. One that has ended stays as it
/// is.
fn certified(row: &CandidateRow, session: SessionId, place: u32) -> PrivateRow {
    let mut candidate = row.candidate();
    let mut row = row.clone();
    if candidate.settle(Settled::Certified).is_ok() {
        row.update(&candidate);
    }
    row.row(session, place)
}
