//! The second count of cases: what was found, put right, sanctioned and appealed against; which
//! body is under a sanction on a day.
//!
//! In scope: the order of the steps and the ladder, from their description (R-6-21). Out of scope:
//! who may act.

use crate::world::failure::Broken;
use register::{
    CaseId, FindingCode, OrganisationId, RowId, Sanction, SanctionStep, State, SupervisionAct,
};
use std::collections::BTreeMap;
use vocab::Day;

/// Findings so grave that steps are left out.
const GRAVE: [FindingCode; 3] =
    [FindingCode::NoSession, FindingCode::PassAll, FindingCode::AlteredScores];
/// The ladder.
const LADDER: [SanctionStep; 5] = [
    SanctionStep::Warning,
    SanctionStep::Rectification,
    SanctionStep::Suspension,
    SanctionStep::Removal,
    SanctionStep::Revocation,
];

/// A sanction as the model knows it.
#[derive(Clone, Copy, Debug)]
struct Sanctioned {
    sanction: Sanction,
    on: Day,
    appealed: bool,
    /// Whether it fell, once an appeal is decided.
    fell: Option<bool>,
}

/// A case as the model knows it.
#[derive(Clone, Debug)]
struct Case {
    subject: OrganisationId,
    findings: Vec<FindingCode>,
    owes: bool,
    sanctions: Vec<Sanctioned>,
    closed: bool,
}

/// The second count.
#[derive(Default)]
pub(crate) struct Cases {
    cases: BTreeMap<CaseId, Case>,
}

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "cases", what })
}

impl Cases {
    /// Compares what an act touched; acts that are about no case touch nothing here.
    pub(crate) fn touched(&mut self, on: Day, act: &SupervisionAct) -> Result<(), Broken> {
        let id = match act {
            SupervisionAct::OpenCase(open) => {
                let next = open.case.0 as usize == self.cases.len();
                let (findings, sanctions) = (Vec::new(), Vec::new());
                let (subject, owes, closed) = (open.subject, false, false);
                self.cases.insert(open.case, Case { subject, findings, owes, sanctions, closed });
                return if next { Ok(()) } else { broken(format!("{open:?}")) };
            }
            SupervisionAct::Finding(finding) => finding.case,
            SupervisionAct::Sanction(sanction) => sanction.case,
            SupervisionAct::Rectify { case, .. }
            | SupervisionAct::Rectified { case, .. }
            | SupervisionAct::Appeal { case, .. }
            | SupervisionAct::DecideAppeal { case, .. }
            | SupervisionAct::CloseCase { case } => *case,
            _ => return Ok(()),
        };
        let taken = |step| self.taken(id, step);
        let below = |rank: usize| rank.checked_sub(1).is_none_or(|below| taken(LADDER[below]));
        let rank = |step| LADDER.iter().position(|known| *known == step);
        let in_turn = match act {
            SupervisionAct::Sanction(sanction) => rank(sanction.step).is_some_and(below),
            _ => true,
        };
        let Some(case) = self.cases.get_mut(&id) else { return broken(format!("{act:?}")) };
        let right = !case.closed && case.step(on, act, in_turn);
        if right { Ok(()) } else { broken(format!("{act:?} on {on} of {case:?}")) }
    }

    /// Says whether the subject of a case was ever sanctioned with a step, and it did not fall.
    fn taken(&self, id: CaseId, step: SanctionStep) -> bool {
        let subject = self.cases.get(&id).map(|case| case.subject);
        let of = self.cases.values().filter(|case| Some(case.subject) == subject);
        let mut all = of.flat_map(|case| &case.sanctions);
        all.any(|s| s.sanction.step == step && s.fell != Some(true))
    }

    /// Says whether a body may announce an occupation on a day.
    pub(crate) fn may_announce(&self, body: OrganisationId, row: RowId, on: Day) -> bool {
        let stops = |s: &Sanctioned| {
            let step = matches!(s.sanction.step, SanctionStep::Suspension | SanctionStep::Removal);
            let reaches = s.sanction.occupation.is_none_or(|one| one == row);
            let lasts = s.on <= on && s.sanction.until.is_none_or(|until| on <= until);
            step && reaches && lasts && s.fell != Some(true)
        };
        let mut of = self.cases.values().filter(|case| case.subject == body);
        !of.any(|case| case.sanctions.iter().any(stops))
    }

    /// Says whether something irregular was found in a case about an organisation.
    pub(crate) fn founded(&self, id: CaseId, subject: OrganisationId) -> bool {
        self.cases.get(&id).is_some_and(|case| case.subject == subject && case.irregular())
    }

    /// Compares everything.
    pub(crate) fn at_the_end(&self, state: &State) -> Result<(), Broken> {
        for (id, case) in &self.cases {
            let found = state.supervision().case(*id);
            let same = found.is_some_and(|found| {
                let fell = found.sanctions.iter().map(|s| s.upheld);
                found.open.subject == case.subject
                    && found.findings.iter().map(|f| f.code).eq(case.findings.iter().copied())
                    && fell.eq(case.sanctions.iter().map(|s| s.fell))
                    && (found.due.is_some() && found.rectified_on.is_none()) == case.owes
                    && found.closed_on.is_some() == case.closed
            });
            if !same {
                return broken(format!("{found:?}, not {case:?}"));
            }
        }
        let all = state.supervision().cases().count();
        if all == self.cases.len() { Ok(()) } else { broken(format!("{all} cases")) }
    }
}

impl Case {
    fn irregular(&self) -> bool {
        self.findings.iter().any(|code| *code != FindingCode::Unfounded)
    }

    fn waits(&self) -> bool {
        self.sanctions.iter().any(|s| s.appealed && s.fell.is_none())
    }

    /// Takes a step and says whether it was right.
    fn step(&mut self, on: Day, act: &SupervisionAct, in_turn: bool) -> bool {
        match act {
            SupervisionAct::Finding(finding) => {
                self.findings.push(finding.code);
                true
            }
            SupervisionAct::Rectify { due, .. } => {
                self.owes = true;
                on <= *due
            }
            SupervisionAct::Rectified { .. } => std::mem::replace(&mut self.owes, false),
            SupervisionAct::Sanction(sanction) => {
                let grave = self.findings.iter().any(|code| GRAVE.contains(code));
                let right = self.irregular() && !self.waits() && (grave || in_turn);
                let sanction = *sanction;
                self.sanctions.push(Sanctioned { sanction, on, appealed: false, fell: None });
                right
            }
            SupervisionAct::Appeal { .. } => match self.sanctions.last_mut() {
                Some(last) => !std::mem::replace(&mut last.appealed, true),
                None => false,
            },
            SupervisionAct::DecideAppeal { upheld, .. } => match self.sanctions.last_mut() {
                Some(last) => last.appealed && last.fell.replace(*upheld).is_none(),
                None => false,
            },
            SupervisionAct::CloseCase { .. } => {
                self.closed = true;
                !self.owes && !self.waits()
            }
            _ => false,
        }
    }
}
