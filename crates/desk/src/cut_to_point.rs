//! Cutting private rows to the point to which a log was restored, within groups that stay.
//!
//! In scope: what takes the key, at the first opening after such a restoring: rows that speak of
//! acts which the log does not have go, and what such acts changed in others is taken back.
//! Out of scope: groups that go as a whole (`rows_at_point`), at the restoring itself.
//! What people said and paid (who registered, choices, refunds) has no entry, so that nobody can
//! tell when it came: in a session that is still there it stays, and the restoring says so.
//! Failure: a stop between two writings leaves the note that asks for it; the next opening does all
//! of it again, and what was done already stays as it is.

use crate::candidates::{CandidateRow, ResultRow};
use crate::cut_cohorts;
use crate::draw_by_lot::NonceRow;
use crate::find_person::ReadingRow;
use crate::house::House;
use crate::house_error::HouseError;
use crate::import_record::Imported;
use crate::mend_certificate::CorrectionRow;
use crate::private_rows::private;
use crate::register_legacy::LegacyRow;
use crate::rows_at_point::{counter_of, numbered};
use crate::salted_rows::RowOf;
use crate::seat_candidates::{Admission, seats_root};
use crate::supervise::TextRow;
use register::{
    ApplicationId, CertificateId, CohortAct, CohortChange, CohortId, DrawId, PublicAct, SessionAct,
    SessionId, Settled, SupervisionAct, nonce_commitment,
};
use seal::Entry;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use store::{PrivateKind, PrivatePlace, PrivateRow, Reader as _, Token, Writing};

/// The note of a store that was restored to a point and has not been cut yet.
pub(crate) const POINT: &str = "restored/point";

/// Names of groups that are read at a time, and changes that are written at a time.
const AT_ONCE: usize = 1_024;

/// What is to be changed.
#[derive(Default)]
pub(crate) struct Cut {
    erased: Vec<PrivatePlace>,
    private: Vec<PrivateRow>,
    erased_tokens: Vec<Token>,
}

impl Cut {
    /// Takes a row away.
    pub(crate) fn erase(&mut self, kind: PrivateKind, group: &str, place: u32) {
        self.erased.push(PrivatePlace { kind, group: group.to_string(), place });
    }

    /// Puts a row in the place of the one that stands there, which leaves nothing behind.
    pub(crate) fn put(
        &mut self,
        (kind, group): (PrivateKind, &str),
        place: u32,
        row: &impl Serialize,
    ) {
        self.erase(kind, group, place);
        self.private.push(private(kind, group, place, row));
    }
}

/// What acts of the log bind that the state does not keep.
#[derive(Default)]
pub(crate) struct Bound {
    /// Commitments to texts of supervision.
    texts: BTreeSet<[u8; 32]>,
    /// Roots over the members of cohorts.
    pub(crate) members: BTreeSet<(CohortId, [u8; 32])>,
    /// The last root over the seats of a session.
    seats: BTreeMap<SessionId, [u8; 32]>,
}

/// What looks at one group.
type Look = fn(&House, &Bound, &str, &mut Cut) -> Result<(), HouseError>;

/// What is looked at: kind, what names begin with, how.
const LOOKS: [(PrivateKind, &str, Look); 10] = [
    (PrivateKind::Candidate, "session-", candidates),
    (PrivateKind::Election, "choices-", choices),
    (PrivateKind::Registration, "application-", objections),
    (PrivateKind::Registration, "cohort-", cut_cohorts::members),
    (PrivateKind::Registration, "import-", imports),
    (PrivateKind::Registration, "legacy-", lists),
    (PrivateKind::Registration, "session-", beside_candidates),
    (PrivateKind::Salt, "", salts),
    (PrivateKind::Salt, "correction-", corrections),
    (PrivateKind::Reading, "", readings),
];

impl House {
    /// Cuts the private rows to the log, when the store was restored to a point and this was not
    /// done yet.
    ///
    /// # Errors
    /// The store failed, or a row is damaged; the next opening does it again.
    pub(crate) fn cut_to_point(&mut self) -> Result<(), HouseError> {
        if self.store.note(POINT)?.is_none() {
            return Ok(());
        }
        let bound = self.bound()?;
        for (kind, begins, look) in LOOKS {
            let mut after = begins.to_string();
            loop {
                let names = self.store.private_groups(kind, &after, AT_ONCE)?;
                let Some(last) = names.last().cloned() else { break };
                let mut cut = Cut::default();
                for name in names.iter().filter(|name| name.starts_with(begins)) {
                    look(self, &bound, name, &mut cut)?;
                    if AT_ONCE < cut.erased.len() {
                        self.write_cut(std::mem::take(&mut cut))?;
                    }
                }
                self.write_cut(cut)?;
                if !last.starts_with(begins) {
                    break;
                }
                after = last;
            }
        }
        let notes = [(POINT.to_string(), None)];
        let expect_size = self.size();
        self.commit(&Writing { expect_size, notes: &notes, ..Writing::default() }).map(|_| ())
    }

    fn write_cut(&mut self, cut: Cut) -> Result<(), HouseError> {
        let Cut { erased, private, erased_tokens } = cut;
        if erased.is_empty() && private.is_empty() && erased_tokens.is_empty() {
            return Ok(());
        }
        self.commit(&Writing {
            expect_size: self.size(),
            erased: &erased,
            private: &private,
            erased_tokens: &erased_tokens,
            ..Writing::default()
        })
        .map(|_| ())
    }

    /// Reads what acts bind, once through the log: this is done after a restoring only.
    fn bound(&self) -> Result<Bound, HouseError> {
        let (mut bound, mut failed) = (Bound::default(), None);
        self.store.each_entry(0, self.size(), &mut |index, bytes| match Entry::read(bytes) {
            Ok(Entry::Act(act)) => bound.note(&act.event.act),
            Ok(_) => {}
            Err(why) => drop(failed.get_or_insert(HouseError::Entry { index, why })),
        })?;
        failed.map_or(Ok(bound), Err)
    }
}

impl Bound {
    fn note(&mut self, act: &PublicAct) {
        match act {
            PublicAct::Cohort(CohortAct::Admit(admission)) => {
                self.members.insert((admission.cohort, admission.root));
            }
            PublicAct::Cohort(CohortAct::Change(change)) => {
                let of = match change.change {
                    CohortChange::Repeat { into, .. } => into,
                    CohortChange::Leave
                    | CohortChange::TransferOut { .. }
                    | CohortChange::TransferIn { .. } => change.cohort,
                };
                self.members.insert((of, change.root));
            }
            PublicAct::Session(SessionAct::Arrange(arrangement)) => {
                self.seats.insert(arrangement.session, arrangement.root);
            }
            PublicAct::Supervise(act) => self.texts.extend(match act {
                SupervisionAct::Inspection(inspection) => Some(inspection.findings),
                SupervisionAct::OpenCase(case) => Some(case.commitment),
                SupervisionAct::Finding(finding) => Some(finding.commitment),
                SupervisionAct::Rectified { commitment, .. }
                | SupervisionAct::Appeal { commitment, .. } => Some(*commitment),
                _ => None,
            }),
            _ => {}
        }
    }
}

/// Takes back the ends to which candidates came by acts that are gone: certificates, the close of
/// an examination.
fn candidates(house: &House, _: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let Some((id, "")) = numbered(group, "session-") else { return Ok(()) };
    let id = SessionId(id);
    let Some(session) = house.state().session(id) else { return Ok(()) };
    let results: Vec<ResultRow> = house.rows(PrivateKind::Result, &house.results_group(id))?;
    let of_row =
        |(row, result): (u32, &ResultRow)| session.used.contains(row).then_some(result.score.place);
    let certified: BTreeSet<u32> = (0..).zip(&results).filter_map(of_row).collect();
    // Of a session that was disposed of nobody knows which row was whose.
    let known = !results.is_empty() || session.used.count() == 0;
    let ended = house.state().exams().ended(id).is_some();
    let rows: Vec<(u32, CandidateRow)> = house.placed_rows(PrivateKind::Candidate, group)?;
    for (place, mut row) in rows {
        let mut candidate = row.candidate();
        let gone = match candidate.settled {
            Some(Settled::Certified) => known && !certified.contains(&place),
            Some(Settled::NotPassed) => !ended,
            Some(Settled::Refunded | Settled::Withdrew) | None => false,
        };
        if gone {
            candidate.settled = None;
            row.update(&candidate);
            cut.put((PrivateKind::Candidate, group), place, &row);
        }
    }
    Ok(())
}

/// Rows under a report of choices that came later give way: the report in force has other rows.
fn choices(house: &House, _: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let Some((id, "")) = numbered(group, "choices-") else { return Ok(()) };
    let kind = PrivateKind::Election;
    let root = house.state().exams().choices(SessionId(id));
    // Rows that cannot be read now are no rows of another report.
    let stands = match root {
        Some(root) => house.opens(RowOf::Choice, (kind, group), root)?,
        None => false,
    };
    if stands { Ok(()) } else { all(house, (kind, group), cut) }
}

fn objections(house: &House, _: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let Some((id, "-objections")) = numbered(group, "application-") else { return Ok(()) };
    let application = house.state().bodies().application(ApplicationId(id));
    let known = application.map_or(0, |application| application.objections);
    from(house, (PrivateKind::Registration, group), known, cut)
}

/// Memories of imports that ended in an act which is gone: another act may stand there one day.
fn imports(house: &House, _: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let of_act = ["import-cohort-", "import-results-"].iter().any(|name| group.starts_with(name));
    if !of_act {
        return Ok(());
    }
    let done: Vec<(u32, Imported)> = house.imported(group)?;
    for (part, _) in done.iter().filter(|(_, done)| !done.is_before(house.size())) {
        cut.erase(PrivateKind::Registration, group, *part);
    }
    Ok(())
}

fn lists(house: &House, _: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let next = house.state().corrections().next_list();
    let rows: Vec<(u32, LegacyRow)> = house.placed_rows(PrivateKind::Registration, group)?;
    for (place, _) in rows.iter().filter(|(_, row)| next <= row.list) {
        cut.erase(PrivateKind::Registration, group, *place);
    }
    Ok(())
}

fn beside_candidates(
    house: &House,
    bound: &Bound,
    group: &str,
    cut: &mut Cut,
) -> Result<(), HouseError> {
    let Some((id, rest)) = numbered(group, "session-") else { return Ok(()) };
    let (kind, id) = (PrivateKind::Registration, SessionId(id));
    let Some(arranged) = house.state().arrangements().of(id) else { return Ok(()) };
    match rest {
        "-objections" => from(house, (kind, group), arranged.objections.len() as u32, cut),
        // Arranged anew since: the seats under the arrangement in force are lost.
        "-seats" => {
            let rows: Vec<Admission> = house.rows(kind, group)?;
            match bound.seats.get(&id) == Some(&seats_root(&rows)) {
                true => Ok(()),
                false => all(house, (kind, group), cut),
            }
        }
        _ => Ok(()),
    }
}

/// Salts of certificates that are gone, nonces and texts that nothing commits to.
fn salts(house: &House, bound: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let kind = PrivateKind::Salt;
    if let Some(key) = counter_of(group) {
        return from(house, (kind, group), house.state().counter(&key).saturating_add(1), cut);
    }
    if let Some((id, _)) = numbered(group, "draw-") {
        let id = DrawId(id);
        let draw = house.state().supervision().draw(id);
        let rows: Vec<(u32, NonceRow)> = house.placed_rows(kind, group)?;
        for (place, row) in rows {
            let said = nonce_commitment(id, &row.nonce);
            let committed = draw.is_some_and(|draw| {
                let witness = draw.witness.map(|(_, commitment)| commitment);
                draw.population.nonce == said || witness == Some(said)
            });
            if !committed {
                cut.erase(kind, group, place);
            }
        }
    } else if group == crate::supervise::TEXTS {
        let rows: Vec<(u32, TextRow)> = house.placed_rows(kind, group)?;
        for (place, _) in rows.iter().filter(|(_, row)| !bound.texts.contains(&row.commitment)) {
            cut.erase(kind, group, *place);
        }
    }
    Ok(())
}

/// Corrections that are gone, with what the certificate was found by because of them.
fn corrections(house: &House, _: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let header = group.strip_prefix("correction-").and_then(|header| header.parse().ok());
    let known = house.state().corrections();
    let Some((header, batch)) = header.and_then(|at| Some((at, known.batch(at)?))) else {
        return Ok(());
    };
    let rows: Vec<(u32, CorrectionRow)> = house.placed_rows(PrivateKind::Salt, group)?;
    for (serial, row) in rows {
        let id = CertificateId { header, serial };
        if known.correction(id).is_some_and(|corrected| row.opens(corrected)) {
            continue;
        }
        cut.erase(PrivateKind::Salt, group, serial);
        let entry = header + 1 + u64::from(serial.saturating_sub(batch.first));
        let own = house.own_tokens(id, entry)?;
        let found_by = row.tokens(house.index.now().all(), entry);
        cut.erased_tokens.extend(found_by.into_iter().filter(|token| !own.contains(token)));
    }
    Ok(())
}

/// The record of who read what stays; a place that will be another certificate's one day does not.
fn readings(house: &House, _: &Bound, group: &str, cut: &mut Cut) -> Result<(), HouseError> {
    let rows: Vec<(u32, ReadingRow)> = house.placed_rows(PrivateKind::Reading, group)?;
    for (place, mut row) in rows {
        let before = row.shown.len();
        row.shown.retain(|entry| *entry < house.size());
        if row.shown.len() < before {
            cut.put((PrivateKind::Reading, group), place, &row);
        }
    }
    Ok(())
}

/// Erases the rows of a group from a place on.
fn from(
    house: &House,
    (kind, group): (PrivateKind, &str),
    first: u32,
    cut: &mut Cut,
) -> Result<(), HouseError> {
    let rows = house.store.private_rows(kind, group)?;
    let beyond = rows.iter().filter(|(place, _)| first <= *place);
    beyond.for_each(|(place, _)| cut.erase(kind, group, *place));
    Ok(())
}

fn all(house: &House, of: (PrivateKind, &str), cut: &mut Cut) -> Result<(), HouseError> {
    from(house, of, 0, cut)
}
