//! Following a cohort: admission, changes, completion, and the end of each member.
//!
//! Source: 三, last sentence; readings R-3-11 to R-3-13.
//! In scope: the private rows of members, and the acts that their counts and roots make.
//! Out of scope: what the law answers (`register`), lists of promises (`see_cohorts`).
//! Failure: each act is one transaction of its entry and its private rows.
//! I-PRI-1: names and documents of members stay in private rows.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_fault::PrivateFault;
use crate::private_rows::private;
use crate::salted_rows::{RowOf, SaltedRow};
use register::{
    Admission, Change, ChangeReason, Cohort, CohortAct, CohortChange, CohortEnds, CohortId,
    OrganisationId, PublicAct, Scheme, SessionId, Settled, UnmetReason,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{PrivateKind, PrivateRow};
use vocab::{Day, PersonId};

/// A person who is admitted.
#[derive(Clone, PartialEq, Eq)]
pub struct Member {
    /// The name as on the document.
    pub name: String,
    /// The document.
    pub document: PersonId,
}

impl std::fmt::Debug for Member {
    /// A name in a message would be a name in a log file.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Member(…)")
    }
}

/// A member's private row.
#[derive(Clone, Serialize, Deserialize)]
struct MemberRow {
    name: String,
    document_kind: u8,
    document: String,
    /// Where the member went; nothing while in the cohort.
    gone: Option<Gone>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Gone {
    Left,
    /// On the way to another cohort.
    To(u32),
    /// In another cohort.
    In(u32),
}

impl MemberRow {
    fn same_person(&self, other: &MemberRow) -> bool {
        (self.document_kind, &self.document) == (other.document_kind, &other.document)
    }

    fn text(&self, place: u32) -> String {
        format!("{place}{}", said((self.document_kind, &self.document)))
    }
}

/// Returns how the text of a row under a root ends, for whoever has a document.
fn said((kind, number): (u8, &str)) -> String {
    format!("\n{kind}\n{number}")
}

/// What the groups of rows under the roots of members begin with.
const MEMBERS: &str = "cohort-members-";

/// Returns the name of the group of private rows.
fn group(cohort: CohortId) -> String {
    format!("cohort-{}", cohort.0)
}

/// Returns the name of the group that holds where the members of a cohort came to.
pub(crate) fn end_group(cohort: CohortId) -> String {
    format!("cohort-ends-{}", cohort.0)
}

fn kept(cohort: CohortId, place: u32, row: &MemberRow) -> PrivateRow {
    private(PrivateKind::Registration, &group(cohort), place, row)
}

impl House {
    /// Admits a cohort. `admission` is taken but for its number, heads and root.
    ///
    /// # Errors
    /// [`HouseError::InTwoCohorts`] when somebody is in another cohort of the occupation, or twice
    /// in the list; else as [`House::record`].
    pub fn admit_cohort(
        &mut self,
        by: OrganisationId,
        on: Day,
        admission: Admission,
        members: &[Member],
    ) -> Result<(CohortId, Receipt), HouseError> {
        self.admit_with(by, on, admission, members, None)
    }

    /// Admits a cohort with a row that is written in the same transaction.
    ///
    /// # Errors
    /// As [`House::admit_cohort`].
    pub(crate) fn admit_with(
        &mut self,
        by: OrganisationId,
        on: Day,
        admission: Admission,
        members: &[Member],
        with: Option<PrivateRow>,
    ) -> Result<(CohortId, Receipt), HouseError> {
        let cohort = self.state.cohorts().next();
        let rows: Vec<MemberRow> = members
            .iter()
            .map(|member| MemberRow {
                name: member.name.clone(),
                document_kind: member.document.kind().code(),
                document: member.document.number().to_string(),
                gone: None,
            })
            .collect();
        self.in_no_other(&admission, cohort, &rows)?;
        let (root, salted) = self.member_root(cohort, &rows)?;
        let heads = rows.len() as u32;
        let act = CohortAct::Admit(Admission { cohort, heads, root, ..admission });
        let places = (0..).zip(&rows);
        let mut private: Vec<_> = places.map(|(place, row)| kept(cohort, place, row)).collect();
        private.extend(salted);
        private.extend(with);
        let name = format!("admit cohort {}", cohort.0);
        let receipt = self.cohort_act(by, on, name, act, &private)?;
        Ok((cohort, receipt))
    }

    /// Records that members leave, go over, come in or repeat. Those who come in are those who left
    /// the other cohort for this one: no places are given for them.
    ///
    /// # Errors
    /// [`HouseError::NoMember`] for a place without a member; else as [`House::record`].
    pub fn change_cohort(
        &mut self,
        by: OrganisationId,
        (cohort, on): (CohortId, Day),
        (change, reason): (CohortChange, ChangeReason),
        places: &[u32],
    ) -> Result<Receipt, HouseError> {
        let mut rows = self.members(cohort)?;
        let (count, mut private) = match change {
            CohortChange::TransferIn { from } => self.come_in(cohort, from, &mut rows)?,
            CohortChange::Leave => (places.len(), Vec::new()),
            CohortChange::TransferOut { .. } => (places.len(), Vec::new()),
            CohortChange::Repeat { .. } => (places.len(), Vec::new()),
        };
        let gone = match change {
            CohortChange::TransferIn { .. } | CohortChange::Leave => Gone::Left,
            CohortChange::TransferOut { to } => Gone::To(to.0),
            CohortChange::Repeat { into, .. } => Gone::In(into.0),
        };
        let mut moved = Vec::new();
        for &place in places {
            let found = rows.get_mut(place as usize).filter(|row| row.gone.is_none());
            let row = found.ok_or(HouseError::NoMember(place))?;
            moved.push(row.clone());
            row.gone = Some(gone);
        }
        private.extend((0..).zip(&rows).map(|(place, row)| kept(cohort, place, row)));
        let heads_after = rows.iter().filter(|row| row.gone.is_none()).count() as u32;
        let (root, salted) = match change {
            CohortChange::Repeat { into, .. } => {
                private.extend((0..).zip(&moved).map(|(place, row)| kept(into, place, row)));
                self.member_root(into, &moved)?
            }
            CohortChange::Leave
            | CohortChange::TransferOut { .. }
            | CohortChange::TransferIn { .. } => self.member_root(cohort, &rows)?,
        };
        private.extend(salted);
        let count = count as u32;
        let act = CohortAct::Change(Change { cohort, change, count, heads_after, root, reason });
        let name = format!("change cohort {} {}", cohort.0, self.size());
        self.cohort_act(by, on, name, act, &private)
    }

    /// Records that a cohort completed: everybody who is in it.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn complete_cohort(
        &mut self,
        by: OrganisationId,
        cohort: CohortId,
        (completed_on, on): (Day, Day),
    ) -> Result<Receipt, HouseError> {
        let heads = self.cohort(cohort)?.heads;
        let act = CohortAct::Complete { cohort, completed_on, heads };
        self.cohort_act(by, on, format!("complete cohort {}", cohort.0), act, &[])
    }

    /// Names the body that will certify a cohort's members.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn name_cohort_body(
        &mut self,
        by: OrganisationId,
        cohort: CohortId,
        on: Day,
        body: OrganisationId,
    ) -> Result<Receipt, HouseError> {
        let act = CohortAct::NameBody { cohort, body };
        self.cohort_act(by, on, format!("name body {} {}", cohort.0, body.0), act, &[])
    }

    /// Reports where each member came to: a certificate is found by the member's document in the
    /// sessions of named bodies and in examinations of the old scheme; for the others reasons are
    /// given, by place.
    ///
    /// # Errors
    /// [`HouseError::OpenEnds`] with the places of those with neither; else as [`House::record`].
    pub fn report_cohort(
        &mut self,
        by: OrganisationId,
        (cohort, on): (CohortId, Day),
        unmet: &[(u32, UnmetReason)],
    ) -> Result<Receipt, HouseError> {
        let found = self.cohort(cohort)?.clone();
        let certified = self.certified(&found)?;
        let mut by_session: BTreeMap<SessionId, u32> = BTreeMap::new();
        let mut by_reason: BTreeMap<UnmetReason, u32> = BTreeMap::new();
        let (mut texts, mut open) = (Vec::new(), Vec::new());
        for (place, row) in (0..).zip(self.members(cohort)?) {
            if row.gone.is_some() {
                continue;
            }
            let session = certified.get(&(row.document_kind, row.document.clone()));
            let reason = unmet.iter().find(|(of, _)| *of == place).map(|(_, reason)| *reason);
            // A certificate that is on record is no reason for none.
            match (session, reason) {
                (Some(session), _) => {
                    *by_session.entry(*session).or_default() += 1;
                    texts.push(format!("{place}\ncertified\n{}", session.0));
                }
                (None, Some(reason)) => {
                    *by_reason.entry(reason).or_default() += 1;
                    texts.push(format!("{place}\nunmet\n{}", reason.name()));
                }
                (None, None) => open.push(place),
            }
        }
        if !open.is_empty() {
            return Err(HouseError::OpenEnds(open));
        }
        let place = end_group(cohort);
        let (root, private) =
            self.salted(RowOf::CohortEnd, (PrivateKind::Registration, &place), texts)?;
        let certified = by_session.into_iter().collect();
        let unmet = by_reason.into_iter().collect();
        let act = CohortAct::ReportEnds(CohortEnds { cohort, certified, unmet, root });
        self.cohort_act(by, on, format!("report cohort {}", cohort.0), act, &private)
    }

    /// Returns a cohort.
    pub(crate) fn cohort(&self, cohort: CohortId) -> Result<&Cohort, HouseError> {
        self.state.cohorts().get(cohort).ok_or(HouseError::NoCohort(cohort.0))
    }

    fn cohort_act(
        &mut self,
        by: OrganisationId,
        on: Day,
        name: String,
        act: CohortAct,
        private: &[PrivateRow],
    ) -> Result<Receipt, HouseError> {
        let act = PublicAct::Cohort(act);
        self.record(&Request { actor: Some(by), on, name, act }, private)
    }

    fn members(&self, cohort: CohortId) -> Result<Vec<MemberRow>, HouseError> {
        self.rows(PrivateKind::Registration, &group(cohort))
    }

    /// Returns the rows of every cohort that name a document, emptied; the roots over them open
    /// still.
    ///
    /// # Errors
    /// [`PrivateFault::InCohort`] while where its members came to is not reported: the report looks
    /// for them by their documents.
    pub(crate) fn members_emptied(
        &self,
        document: (u8, &str),
    ) -> Result<Vec<PrivateRow>, HouseError> {
        let mut emptied = Vec::new();
        for (cohort, found) in self.state.cohorts().all() {
            for (place, row) in (0..).zip(self.members(cohort)?) {
                if (row.document_kind, &*row.document) != document {
                    continue;
                }
                let gone = matches!(row.gone, Some(Gone::Left | Gone::In(_)));
                if !gone && found.ends.is_none() {
                    return Err(PrivateFault::InCohort(cohort.0).into());
                }
                let (name, document) = (String::new(), String::new());
                let row = MemberRow { name, document_kind: 0, document, gone: row.gone };
                emptied.push(kept(cohort, place, &row));
            }
        }
        if emptied.is_empty() {
            return Ok(emptied);
        }
        let (kind, said) = (PrivateKind::Registration, said(document));
        self.each_group(kind, MEMBERS, &mut |group| {
            for (place, row) in self.placed_rows::<SaltedRow>(kind, group)? {
                if row.text.ends_with(&said) {
                    emptied.push(private(kind, group, place, &row.erased(RowOf::Member)));
                }
            }
            Ok(())
        })?;
        Ok(emptied)
    }

    /// Returns the root over those who are in a cohort, with the rows that open it.
    fn member_root(
        &mut self,
        cohort: CohortId,
        rows: &[MemberRow],
    ) -> Result<([u8; 32], Vec<PrivateRow>), HouseError> {
        let staying = (0..).zip(rows).filter(|(_, row)| row.gone.is_none());
        let texts = staying.map(|(place, row)| row.text(place)).collect();
        let place = format!("{MEMBERS}{}-{}", cohort.0, self.size());
        self.salted(RowOf::Member, (PrivateKind::Registration, &place), texts)
    }

    /// Nobody is in two cohorts of one occupation at once: not in this list twice, and in no other
    /// cohort that has not completed.
    fn in_no_other(
        &self,
        admission: &Admission,
        cohort: CohortId,
        rows: &[MemberRow],
    ) -> Result<(), HouseError> {
        for (place, row) in (0u32..).zip(rows) {
            if rows[..place as usize].iter().any(|earlier| earlier.same_person(row)) {
                return Err(HouseError::InTwoCohorts { place, cohort: cohort.0 });
            }
        }
        for (id, other) in self.state.cohorts().all() {
            let running = other.completed_on.is_none();
            if !running || other.admission.occupation != admission.occupation {
                continue;
            }
            let others = self.members(id)?;
            for (place, row) in (0..).zip(rows) {
                // Who is on the way to a cohort is in neither, and promised to the other.
                let there = |r: &&MemberRow| !matches!(r.gone, Some(Gone::Left | Gone::In(_)));
                if others.iter().filter(there).any(|other| other.same_person(row)) {
                    return Err(HouseError::InTwoCohorts { place, cohort: id.0 });
                }
            }
        }
        Ok(())
    }

    /// Moves those who are on the way from one cohort to another into it.
    fn come_in(
        &self,
        cohort: CohortId,
        from: CohortId,
        rows: &mut Vec<MemberRow>,
    ) -> Result<(usize, Vec<PrivateRow>), HouseError> {
        let mut private = Vec::new();
        let before = rows.len();
        for (place, mut row) in (0..).zip(self.members(from)?) {
            if row.gone == Some(Gone::To(cohort.0)) {
                rows.push(MemberRow { gone: None, ..row.clone() });
                row.gone = Some(Gone::In(cohort.0));
                private.push(kept(from, place, &row));
            }
        }
        Ok((rows.len() - before, private))
    }

    /// Returns by document in which session somebody was certified for a cohort's occupation and
    /// level: of a body named for it, or of the old scheme.
    fn certified(&self, cohort: &Cohort) -> Result<BTreeMap<(u8, String), SessionId>, HouseError> {
        let mut found = BTreeMap::new();
        let its = (cohort.admission.occupation, cohort.admission.level);
        for (id, session) in self.state.sessions() {
            let fits = session.plan.scheme == Scheme::Qualification || cohort.names(session.by);
            if !fits || (session.plan.occupation, session.plan.level) != its {
                continue;
            }
            for row in self.candidate_rows(id)? {
                if row.candidate().settled == Some(Settled::Certified) {
                    let (kind, number) = row.document();
                    found.insert((kind, number.to_string()), id);
                }
            }
        }
        Ok(found)
    }
}
