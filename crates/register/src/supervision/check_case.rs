//! Checking acts about cases: opening, findings, rectification, sanctions, appeal, closing.
//!
//! Source: 四, 六; readings R-6-1, R-6-21, R-6-22. The ladder is data of the law.
//! In scope: the register's order, then the law. Out of scope: holds, draws (`check`).

use super::act::{CaseId, Finding, OpenCase, Sanction, SupervisionAct};
use super::code::{Grounds, InspectionOutcome, SanctionStep};
use super::state::Case;
use crate::OrganisationId;
use crate::check::{Desk, breach, require};
use crate::refusal::{Breach, Refusal};
use law::{Act, Key, Ladder};

/// Most runs of rows that one finding names.
const RUNS_MAX: usize = 256;

/// Checks an act about a case.
pub(super) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &SupervisionAct,
) -> Result<(), Refusal> {
    match act {
        SupervisionAct::OpenCase(open) => desk.open_case(actor, open),
        SupervisionAct::Finding(finding) => desk.finding(actor, finding),
        SupervisionAct::Rectify { case, due } => {
            let case = desk.case(*case)?;
            require(desk.event.on <= *due, Breach::DatesOutOfOrder)?;
            desk.of_case(actor, &case, Act::OrderRectification)
        }
        SupervisionAct::Rectified { case, .. } => {
            let case = desk.case(*case)?;
            let ordered = case.due.is_some() && case.rectified_on.is_none();
            require(ordered, Breach::NothingToRectify)?;
            desk.of_case(actor, &case, Act::ReportRectification)
        }
        SupervisionAct::Sanction(sanction) => desk.sanction(actor, sanction),
        SupervisionAct::Appeal { case, .. } => desk.appeal(actor, *case),
        SupervisionAct::DecideAppeal { case, .. } => desk.decide_appeal(actor, *case),
        SupervisionAct::CloseCase { case } => {
            let case = desk.case(*case)?;
            require(!case.appeal_open(), Breach::AppealOpen)?;
            require(case.due.is_none() || case.rectified_on.is_some(), Breach::NotRectified)?;
            desk.of_case(actor, &case, Act::CloseCase)
        }
        SupervisionAct::Hold(_)
        | SupervisionAct::Release(_)
        | SupervisionAct::CommitPopulation(_)
        | SupervisionAct::CommitNonce { .. }
        | SupervisionAct::RevealNonce { .. }
        | SupervisionAct::Draw { .. }
        | SupervisionAct::Inspection(_)
        | SupervisionAct::DeclareRelation(_) => Ok(()),
    }
}

impl Desk<'_> {
    /// Returns a case that is open.
    fn case(&self, id: CaseId) -> Result<Case, Refusal> {
        let Some(case) = self.state.supervision.case(id) else {
            return breach(Breach::UnknownCase);
        };
        require(case.closed_on.is_none(), Breach::CaseClosed)?;
        require(case.on <= self.event.on, Breach::DatesOutOfOrder)?;
        Ok(case.clone())
    }

    /// Asks about a case: who acts, and whether it is the subject or related to it. The subject's
    /// own acts ask whether it is the subject itself.
    fn of_case(&mut self, actor: OrganisationId, case: &Case, act: Act) -> Result<(), Refusal> {
        let subject = case.open.subject;
        let (facts, row) = self.supervising(actor, Some(subject))?;
        let facts = match act {
            Act::Appeal | Act::ReportRectification => facts.flag(Key::SameParty, actor == subject),
            _ => facts,
        };
        let facts = match act {
            Act::Sanction => facts.flag(Key::IrregularityFound, case.irregular()),
            _ => facts,
        };
        self.ask(act, row, self.event.on, &facts, None)
    }

    fn open_case(&mut self, actor: OrganisationId, open: &OpenCase) -> Result<(), Refusal> {
        let next = self.state.partial || open.case == self.state.supervision.next_case();
        require(next && self.state.supervision.case(open.case).is_none(), Breach::NotTheNext)?;
        self.organisation(open.subject)?;
        let inspected = open.inspection.map(|id| self.state.supervision.inspection(id));
        let inspection = match inspected {
            None => None,
            Some(Some(i)) if i.inspection.body == open.subject => Some(i.inspection.outcome),
            Some(_) => return breach(Breach::OtherGrounds),
        };
        let cites = match open.grounds {
            Grounds::Inspection => inspection.is_some(),
            Grounds::MissedReveal => self.reveal_missed(open),
            Grounds::Complaint | Grounds::Pace | Grounds::Audit | Grounds::Other => true,
        };
        require(cites, Breach::OtherGrounds)?;
        let irregular = inspection == Some(InspectionOutcome::Irregular)
            || open.grounds == Grounds::MissedReveal;
        let (facts, row) = self.supervising(actor, Some(open.subject))?;
        let facts = facts.flag(Key::IrregularityFound, irregular);
        self.ask(Act::OpenCase, row, self.event.on, &facts, None)
    }

    /// A nonce is missed when the days after the landmark have passed without it.
    fn reveal_missed(&self, open: &OpenCase) -> bool {
        let draw = open.draw.and_then(|id| self.state.supervision.draw(id));
        let (Some(draw), Some(table)) = (draw, &self.law.supervising) else { return false };
        let days = table.draw.reveal_days as i32;
        let due = draw.landmark.is_some_and(|(_, _, day)| day.plus_days(days) < self.event.on);
        due && draw.missing().any(|id| id == open.subject)
    }

    fn finding(&mut self, actor: OrganisationId, f: &Finding) -> Result<(), Refusal> {
        let case = self.case(f.case)?;
        match f.session {
            Some(session) => {
                let session = self.session(case.open.subject, session)?;
                let passed = session.results.map_or(0, |r| r.passed);
                let rising = f.rows.windows(2).all(|pair| pair[0].1 < pair[1].0);
                let inside = f.rows.iter().all(|(first, last)| first <= last && *last < passed);
                require(rising && inside && f.rows.len() <= RUNS_MAX, Breach::NoSuchRow)?;
            }
            None => require(f.rows.is_empty(), Breach::NoSuchRow)?,
        }
        self.of_case(actor, &case, Act::RecordFinding)
    }

    fn ladder(&self) -> Result<&Ladder, Refusal> {
        match &self.law.supervising {
            Some(table) => Ok(&table.ladder),
            None => breach(Breach::NoLadder),
        }
    }

    fn sanction(&mut self, actor: OrganisationId, s: &Sanction) -> Result<(), Refusal> {
        let case = self.case(s.case)?;
        require(!case.appeal_open(), Breach::AppealOpen)?;
        let on = self.event.on;
        let ladder = self.ladder()?;
        let Some(rank) = ladder.rank(s.step.name()) else { return breach(Breach::NoLadder) };
        let grave = case.findings.iter().any(|f| ladder.is_grave(f.code.name()));
        // What was set aside on appeal is no step taken.
        let taken = |step: SanctionStep| {
            let cases = self.state.supervision.cases_of(case.open.subject);
            let mut all = cases.flat_map(|case| &case.sanctions);
            all.any(|t| t.sanction.step == step && t.upheld != Some(true))
        };
        let below = rank.checked_sub(1).map(|below| ladder.step[below].name.as_str());
        let below = below.and_then(SanctionStep::from_name);
        require(grave || rank == 0 || below.is_some_and(taken), Breach::StepOutOfTurn)?;
        let step = &ladder.step[rank];
        let fits = match (s.until, step.days_min, step.days_max) {
            (None, None, None) => true,
            (Some(until), Some(least), Some(most)) => {
                let days = i64::from(until.0) - i64::from(on.0) + 1;
                i64::from(least) <= days && days <= i64::from(most)
            }
            _ => false,
        };
        require(fits, Breach::SanctionTerm)?;
        self.of_case(actor, &case, Act::Sanction)
    }

    fn appeal(&mut self, actor: OrganisationId, id: CaseId) -> Result<(), Refusal> {
        let case = self.case(id)?;
        let last = case.sanctions.last().filter(|s| s.appealed_on.is_none());
        let Some(last) = last else { return breach(Breach::NothingToAppeal) };
        let days = self.ladder()?.appeal_days as i32;
        require(self.event.on <= last.on.plus_days(days), Breach::AppealTooLate)?;
        self.of_case(actor, &case, Act::Appeal)
    }

    /// Whoever sanctioned does not decide on the appeal: that is a party too.
    fn decide_appeal(&mut self, actor: OrganisationId, id: CaseId) -> Result<(), Refusal> {
        let case = self.case(id)?;
        let open = case.sanctions.last().filter(|s| s.appealed_on.is_some() && s.upheld.is_none());
        let Some(open) = open else { return breach(Breach::NothingToAppeal) };
        let (facts, row) = self.supervising(actor, Some(case.open.subject))?;
        let same = self.recused(actor, open.by) || self.recused(actor, case.open.subject);
        let facts = facts.flag(Key::SameParty, same);
        self.ask(Act::DecideAppeal, row, self.event.on, &facts, None)
    }
}
