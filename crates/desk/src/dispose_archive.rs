//! What of the archives of sessions may be disposed of from which day, and disposing of it.
//!
//! Source: the standard of a session says for how many years each class of its archive is kept
//! (`law/reference/standards`, `[archive]`); the act that lists the archive says until which day.
//! In scope: the two classes, what is in the way, removing the private rows of a session.
//! Out of scope: the papers themselves; the erasure of one person (`erase_person`).
//! What stays: the rows by which certificates are found and opened, because a certificate outlives
//! the archive of its session; what belongs to money; places and outcomes without names, so that
//! counts add up; the log, of which nothing goes.
//! Failure: each session is one transaction with the record of it among the readings.

use crate::candidates::{CandidateRow, group};
use crate::find_person::Asking;
use crate::house::House;
use crate::house_error::HouseError;
use crate::private_fault::PrivateFault;
use register::{OrganisationId, Session, SessionId, Settled};
use std::collections::BTreeSet;
use store::{PrivateKind, PrivatePlace, PrivateRow, Reader as _, Writing};
use vocab::Day;

/// A class of what is in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveClass {
    /// Papers.
    Paper,
    /// What is kept electronically; the private rows are.
    Electronic,
}

/// What keeps the rows of a session where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// Its results are not confirmed.
    NotOver,
    /// Its archive was never listed: no period began.
    NoArchive,
    /// A period runs until the end of a day.
    Runs(Day),
    /// An objection to its results waits for its decision, or for revised results.
    Objection,
    /// A case about it, or about whoever ran it, is open, or an appeal in it.
    Case(u32),
    /// Nothing is left: it was disposed of on a day.
    Disposed(Day),
}

/// The archive of a session as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The session.
    pub session: SessionId,
    /// Who ran it.
    pub by: OrganisationId,
    /// The first day on which each class may be disposed of; nothing where no archive is listed.
    pub classes: Vec<(ArchiveClass, Day)>,
    /// What is in the way of disposing of the private rows.
    pub hindrance: Option<Hindrance>,
}

/// What was disposed of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disposed {
    /// Sessions.
    pub sessions: usize,
    /// Rows that were removed or emptied.
    pub rows: usize,
}

/// Returns the first day on which what is kept until a day may go.
fn after(until: Day) -> Day {
    Day(until.0 + 1)
}

/// Returns the note that says when the rows of a session were disposed of.
pub(crate) fn note(session: SessionId) -> String {
    format!("disposed/{}", session.0)
}

impl House {
    /// Returns the archive of every session as of a day, by session.
    ///
    /// # Errors
    /// The store fails.
    pub fn archives(&self, on: Day) -> Result<Vec<Kept>, HouseError> {
        self.state.sessions().map(|(id, session)| self.archive_of(id, session, on)).collect()
    }

    fn archive_of(&self, id: SessionId, session: &Session, on: Day) -> Result<Kept, HouseError> {
        let arranged = self.state.arrangements().of(id);
        let archive = arranged.and_then(|arranged| arranged.archive.as_ref());
        let classes = archive.map_or_else(Vec::new, |archive| {
            vec![
                (ArchiveClass::Paper, after(archive.paper_until)),
                (ArchiveClass::Electronic, after(archive.electronic_until)),
            ]
        });
        let last = classes.iter().map(|(_, from)| *from).max();
        let disputed = arranged.is_some_and(|arranged| {
            arranged.owed != 0 || arranged.objections.iter().any(|o| o.upheld.is_none())
        });
        // The store is asked only of sessions whose periods have passed; there may be a million.
        let hindrance = match last {
            _ if session.confirmed_on.is_none() => Some(Hindrance::NotOver),
            None => Some(Hindrance::NoArchive),
            Some(from) if on < from => Some(Hindrance::Runs(Day(from.0 - 1))),
            Some(_) => match self.disposed_on(id)? {
                Some(day) => Some(Hindrance::Disposed(day)),
                None if disputed => Some(Hindrance::Objection),
                None => self.case_in_the_way(id, session.by).map(Hindrance::Case),
            },
        };
        Ok(Kept { session: id, by: session.by, classes, hindrance })
    }

    /// Returns a case that is open, or in which an appeal is, about a session or about whoever ran
    /// it: what is found may still turn to any of its sessions.
    fn case_in_the_way(&self, session: SessionId, by: OrganisationId) -> Option<u32> {
        let supervision = self.state.supervision();
        let mut cases = supervision.cases();
        let found = cases.find(|(_, case)| {
            let named = case.findings.iter().any(|finding| finding.session == Some(session));
            let open = case.closed_on.is_none() || case.appeal_open();
            open && (named || case.open.subject == by)
        });
        found.map(|(id, _)| id.0)
    }

    /// Returns when the rows of a session were disposed of.
    ///
    /// # Errors
    /// The store fails.
    pub(crate) fn disposed_on(&self, session: SessionId) -> Result<Option<Day>, HouseError> {
        let note = self.store.note(&note(session))?;
        let day = note.map(|body| <[u8; 4]>::try_from(&body[..]).map(i32::from_le_bytes));
        Ok(day.and_then(Result::ok).map(Day))
    }

    /// Disposes of the private rows of sessions whose every period has passed today: of those that
    /// are named, or of all of which nothing is in the way. The rows by which certificates are
    /// found and opened stay. It is recorded with the readings, in the same writing.
    ///
    /// # Errors
    /// [`PrivateFault::NotEntitled`] unless an authority asks; [`PrivateFault::NotDue`] for a
    /// session that is named and has to stay: nothing was disposed of; the store fails: sessions
    /// before it are done.
    pub fn dispose(
        &mut self,
        asking: &Asking,
        named: &[SessionId],
    ) -> Result<Disposed, HouseError> {
        self.find_again()?;
        if !self.sees_everybody(asking.staff.of)? {
            return Err(PrivateFault::NotEntitled(asking.staff.of.0).into());
        }
        let archives = self.archives(self.now().day_in_china())?;
        let mut due = BTreeSet::new();
        for id in named {
            let found = archives.iter().find(|kept| kept.session == *id);
            let kept = found.ok_or(HouseError::NoSession(id.0))?;
            if let Some(why) = kept.hindrance {
                return Err(PrivateFault::NotDue { session: id.0, why }.into());
            }
            due.insert(*id);
        }
        if named.is_empty() {
            let free = archives.iter().filter(|kept| kept.hindrance.is_none());
            due.extend(free.map(|kept| kept.session));
        }
        let mut done = Disposed::default();
        for session in due {
            done.rows += self.dispose_of(asking, session)?;
            done.sessions += 1;
        }
        Ok(done)
    }

    fn dispose_of(&mut self, asking: &Asking, session: SessionId) -> Result<usize, HouseError> {
        let (own, of_it) = (group(session), format!("{}-", group(session)));
        let mut erased = Vec::new();
        for kind in [PrivateKind::Result, PrivateKind::Registration] {
            let mut groups = vec![own.clone()];
            self.each_group(kind, &of_it, &mut |name| {
                groups.push(name.to_string());
                Ok(())
            })?;
            for group in groups {
                for (place, _) in self.store.private_rows(kind, &group)? {
                    erased.push(PrivatePlace { kind, group: group.clone(), place });
                }
            }
        }
        let mut private = Vec::new();
        let rows: Vec<(u32, CandidateRow)> = self.placed_rows(PrivateKind::Candidate, &own)?;
        for (place, row) in rows {
            let holds = row.candidate().settled == Some(Settled::Certified);
            if !holds && !row.is_erased() {
                private.push(row.erased().row(session, place));
            }
        }
        let rows = erased.len() + private.len();
        // Emptied rows are erased before they are put: what they said is wiped with the rest.
        erased.extend(private.iter().map(PrivateRow::at));
        private.push(self.reading(asking, &format!("disposal {}", session.0), Vec::new())?);
        let today = self.now().day_in_china();
        self.commit(&Writing {
            expect_size: self.size(),
            erased: &erased,
            private: &private,
            notes: &[(note(session), Some(today.0.to_le_bytes().to_vec()))],
            ..Writing::default()
        })?;
        Ok(rows)
    }
}
