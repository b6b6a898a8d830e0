//! What the acts about supervision add up to.
//!
//! In scope: looking things up, by number and by what they are about. Out of scope: changing them.
//! What is derived from acts of other areas (what bodies issued, what peers do) stays outside the
//! digest: those acts put it there long before there was supervision.

use super::act::{CaseId, DrawId, Hold, HoldId, Inspection, InspectionId, OpenCase, Population};
use super::act::{Finding, Related, Relation, Release, Sanction};
use super::code::{FindingCode, SanctionStep};
use super::pace::Record;
use crate::{OrganisationId, SessionId};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use law::RowId;
use vocab::Day;

/// A hold, and its release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The hold.
    pub hold: Hold,
    /// Who held.
    pub by: OrganisationId,
    /// Since when.
    pub on: Day,
    /// The release, once there is one.
    pub release: Option<Released>,
}

/// A release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Released {
    /// What it says.
    pub release: Release,
    /// Who released.
    pub by: OrganisationId,
    /// When.
    pub on: Day,
    /// True when the one batch it lets pass was issued.
    pub used: bool,
}

/// A draw, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawState {
    /// What was committed to.
    pub population: Population,
    /// Who draws.
    pub by: OrganisationId,
    /// The day of the commitment.
    pub on: Day,
    /// The numbers on the list until it is drawn; those drawn, in their order, afterwards.
    pub numbers: Vec<u32>,
    /// The witness, and its commitment.
    pub witness: Option<(OrganisationId, [u8; 32])>,
    /// Size, root and day of the landmark that fixes it.
    pub landmark: Option<(u64, [u8; 32], Day)>,
    /// The nonce of whoever draws.
    pub nonce: Option<[u8; 32]>,
    /// The nonce of the witness.
    pub witness_nonce: Option<[u8; 32]>,
    /// The places drawn.
    pub picks: Option<Vec<u32>>,
}

impl DrawState {
    /// Returns who has not revealed, though the landmark is there.
    pub fn missing(&self) -> impl Iterator<Item = OrganisationId> {
        let due = self.landmark.is_some();
        let drawer = (due && self.nonce.is_none()).then_some(self.by);
        let witness = self.witness.map(|(by, _)| by);
        let witness = witness.filter(|_| due && self.witness_nonce.is_none());
        drawer.into_iter().chain(witness)
    }
}

/// An inspection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// What it says.
    pub inspection: Inspection,
    /// Who inspected.
    pub by: OrganisationId,
    /// When.
    pub on: Day,
}

/// A sanction in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sanctioned {
    /// What it says.
    pub sanction: Sanction,
    /// Who sanctioned.
    pub by: OrganisationId,
    /// The day.
    pub on: Day,
    /// The day of the appeal.
    pub appealed_on: Option<Day>,
    /// What was decided on it.
    pub upheld: Option<bool>,
}

impl Sanctioned {
    /// Says whether the sanction holds on a day: it has begun, not ended, and was not set aside.
    pub fn holds(&self, on: Day) -> bool {
        let ended = self.sanction.until.is_some_and(|until| until < on);
        self.on <= on && !ended && self.upheld != Some(true)
    }
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What opened it.
    pub open: OpenCase,
    /// Who opened it.
    pub by: OrganisationId,
    /// The day it was opened.
    pub on: Day,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The last day of the last order to put things right.
    pub due: Option<Day>,
    /// The day the subject reported that it did.
    pub rectified_on: Option<Day>,
    /// The sanctions.
    pub sanctions: Vec<Sanctioned>,
    /// The day it was closed.
    pub closed_on: Option<Day>,
}

impl Case {
    /// Says whether something irregular was found.
    pub fn irregular(&self) -> bool {
        self.findings.iter().any(|f| f.code != FindingCode::Unfounded)
    }

    /// Says whether an appeal waits for its decision.
    pub fn appeal_open(&self) -> bool {
        self.sanctions.iter().any(|s| s.appealed_on.is_some() && s.upheld.is_none())
    }
}

/// What the median peer of a region did, as taken with the first batch of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peers {
    /// Year and month.
    pub(crate) month: (i32, u32),
    /// The median over so many bodies, in millionths of a certificate a day and seat.
    pub(crate) rates: u32,
    pub(crate) median: u64,
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supervision {
    pub(crate) holds: BTreeMap<HoldId, Held>,
    /// Numbers of the holds of a body.
    pub(crate) held: BTreeMap<OrganisationId, Vec<HoldId>>,
    pub(crate) draws: BTreeMap<DrawId, DrawState>,
    /// Draws that wait for a landmark.
    pub(crate) waiting: BTreeSet<DrawId>,
    pub(crate) inspections: BTreeMap<InspectionId, Inspected>,
    pub(crate) cases: BTreeMap<CaseId, Case>,
    /// Cases by their subject.
    pub(crate) subjects: BTreeMap<OrganisationId, Vec<CaseId>>,
    /// Relations of an organisation, by either side.
    pub(crate) relations: BTreeMap<OrganisationId, Vec<Relation>>,
    pub(crate) records: BTreeMap<OrganisationId, Record>,
    pub(crate) peers: BTreeMap<u8, Peers>,
    pub(crate) regions: super::Regions,
}

impl Supervision {
    /// Returns the holds, by number.
    pub fn holds(&self) -> impl Iterator<Item = (HoldId, &Held)> {
        self.holds.iter().map(|(id, held)| (*id, held))
    }

    /// Returns a hold.
    pub fn hold(&self, id: HoldId) -> Option<&Held> {
        self.holds.get(&id)
    }

    /// Returns the draws, by number.
    pub fn draws(&self) -> impl Iterator<Item = (DrawId, &DrawState)> {
        self.draws.iter().map(|(id, draw)| (*id, draw))
    }

    /// Returns a draw.
    pub fn draw(&self, id: DrawId) -> Option<&DrawState> {
        self.draws.get(&id)
    }

    /// Returns the inspections, by number.
    pub fn inspections(&self) -> impl Iterator<Item = (InspectionId, &Inspected)> {
        self.inspections.iter().map(|(id, inspected)| (*id, inspected))
    }

    /// Returns an inspection.
    pub fn inspection(&self, id: InspectionId) -> Option<&Inspected> {
        self.inspections.get(&id)
    }

    /// Returns the cases, by number.
    pub fn cases(&self) -> impl Iterator<Item = (CaseId, &Case)> {
        self.cases.iter().map(|(id, case)| (*id, case))
    }

    /// Returns a case.
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.get(&id)
    }

    /// Returns the relations of an organisation and its staff.
    pub fn relations(&self, id: OrganisationId) -> &[Relation] {
        self.relations.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Returns the numbers that come next: hold, draw, inspection, case.
    pub fn next_hold(&self) -> HoldId {
        HoldId(self.holds.len() as u32)
    }

    /// Returns the number that the next draw gets.
    pub fn next_draw(&self) -> DrawId {
        DrawId(self.draws.len() as u32)
    }

    /// Returns the number that the next inspection gets.
    pub fn next_inspection(&self) -> InspectionId {
        InspectionId(self.inspections.len() as u32)
    }

    /// Returns the number that the next case gets.
    pub fn next_case(&self) -> CaseId {
        CaseId(self.cases.len() as u32)
    }

    /// Returns the cases of a subject, by number.
    pub fn cases_of(&self, subject: OrganisationId) -> impl Iterator<Item = &Case> {
        let ids = self.subjects.get(&subject).into_iter().flatten();
        ids.filter_map(|id| self.cases.get(id))
    }

    /// Returns the sanctions of a step that hold for a body on a day, for an occupation.
    pub fn under(
        &self,
        body: OrganisationId,
        step: SanctionStep,
        row: Option<RowId>,
        on: Day,
    ) -> bool {
        let fits = |s: &Sanctioned| {
            let occupation = s.sanction.occupation.is_none() || s.sanction.occupation == row;
            s.sanction.step == step && occupation && s.holds(on)
        };
        self.cases_of(body).any(|case| case.sanctions.iter().any(fits))
    }

    /// Returns the case in which a row of a session's results was found irregular. Ground for
    /// revoking its certificate.
    pub fn irregular(&self, by: OrganisationId, session: SessionId, row: u32) -> Option<CaseId> {
        let found = |f: &Finding| {
            let run = |(first, last): &(u32, u32)| *first <= row && row <= *last;
            f.code != FindingCode::Unfounded && f.session == Some(session) && f.rows.iter().any(run)
        };
        self.cases_of(by).find(|case| case.findings.iter().any(found)).map(|case| case.open.case)
    }

    /// Returns what a body issued of late, where it has a capacity on record.
    pub fn record(&self, body: OrganisationId) -> Option<&Record> {
        self.records.get(&body)
    }

    /// Says whether a declared relation between the two counts on a day: it has begun, and ended
    /// no more than so many days before. Staff count for the organisation they are named with only
    /// where they act themselves.
    pub fn related(&self, a: Related, b: OrganisationId, on: Day, days_after: u32) -> bool {
        let counts = |r: &&Relation| {
            let ended = r.until.is_some_and(|end| end.0.saturating_add(days_after as i32) < on.0);
            r.from <= on && !ended
        };
        let between = |r: &Relation| {
            (r.a == a && r.b == b)
                || (r.a == Related::Organisation(b) && a == Related::Organisation(r.b))
        };
        self.relations(a.organisation()).iter().filter(counts).any(between)
    }
}
