//! Checking acts about supervision: holds, draws, inspections, relations.
//!
//! Source: 四, 六; readings R-4-20, R-6-1, R-6-20, R-6-22.
//! In scope: the register's order, then the law. Out of scope: cases (`check_case`).

use super::act::{
    DrawId, Hold, HoldId, Inspection, Population, Related, Relation, Release, SupervisionAct,
};
use super::code::DrawKind;
use super::lot::{DRAW_METHOD, draw_picks, draw_seed, nonce_commitment, population_root};
use super::state::DrawState;
use super::{check_case, hold, population};
use crate::OrganisationId;
use crate::check::{Desk, breach, require};
use crate::refusal::{Breach, Refusal};
use alloc::collections::BTreeSet;
use law::{Act, Facts, Key, RowId};

/// Most that one draw may take.
pub(crate) const DRAW_PICKS_MAX: u16 = 2_000;

/// Most inspectors of one inspection.
const INSPECTORS_MAX: usize = 16;

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &SupervisionAct,
) -> Result<(), Refusal> {
    match act {
        SupervisionAct::Hold(h) => desk.hold(actor, h),
        SupervisionAct::Release(r) => desk.release(actor, r),
        SupervisionAct::CommitPopulation(p) => desk.commit_population(actor, p),
        SupervisionAct::CommitNonce { draw, .. } => desk.commit_nonce(actor, *draw),
        SupervisionAct::RevealNonce { draw, nonce } => desk.reveal(actor, *draw, nonce),
        SupervisionAct::Draw { draw, picks } => desk.draw(actor, *draw, picks),
        SupervisionAct::Inspection(i) => desk.inspection(actor, i),
        SupervisionAct::DeclareRelation(r) => desk.declare(actor, r),
        SupervisionAct::OpenCase(_)
        | SupervisionAct::Finding(_)
        | SupervisionAct::Rectify { .. }
        | SupervisionAct::Rectified { .. }
        | SupervisionAct::Sanction(_)
        | SupervisionAct::Appeal { .. }
        | SupervisionAct::DecideAppeal { .. }
        | SupervisionAct::CloseCase { .. } => check_case::check(desk, actor, act),
    }
}

impl Desk<'_> {
    /// Says whether an organisation is the party, or related to it, on the day of the act.
    pub(super) fn recused(&self, actor: OrganisationId, party: OrganisationId) -> bool {
        self.related(Related::Organisation(actor), party)
    }

    fn related(&self, a: Related, party: OrganisationId) -> bool {
        let days = self.law.supervising.as_ref().map_or(0, |s| s.recusal.days_after);
        let declared = |a| self.state.supervision.related(a, party, self.event.on, days);
        // Staff share the relations of whoever they work for.
        self.state.related(a.organisation(), party)
            || declared(a)
            || declared(Related::Organisation(a.organisation()))
    }

    /// Returns the facts that every act of supervision has, and the row it is asked with: an act
    /// about a body asks the same question with any row of its scope.
    pub(super) fn supervising(
        &self,
        actor: OrganisationId,
        party: Option<OrganisationId>,
    ) -> Result<(Facts, RowId), Refusal> {
        let by = self.kind(actor)?;
        let same = party.is_some_and(|party| self.recused(actor, party));
        let facts = Facts::new().choice(Key::ActorKind, by.actor_kind()).flag(Key::SameParty, same);
        let recognised = party.and_then(|party| self.state.recognised(party));
        let row = recognised.and_then(|r| r.recognition.scope.first()).map(|(row, _)| *row);
        Ok((facts, row.unwrap_or(RowId(0))))
    }

    fn hold(&mut self, actor: OrganisationId, h: &Hold) -> Result<(), Refusal> {
        let next = self.state.partial || h.hold == self.state.supervision.next_hold();
        require(next && self.state.supervision.hold(h.hold).is_none(), Breach::NotTheNext)?;
        self.organisation(h.body)?;
        let (facts, row) = self.supervising(actor, Some(h.body))?;
        let mut batch = hold::PaceBatch { row, site: None, more: 0 };
        if let Some(session) = h.session {
            let session = self.session(h.body, session)?;
            let fits = h.occupation.is_none_or(|row| row == session.plan.occupation);
            require(fits, Breach::NotItsOwnSession)?;
            let passed = session.results.map_or(0, |r| r.passed);
            batch = hold::PaceBatch::of(
                self.state,
                session,
                passed.saturating_sub(session.used.count()),
            );
        }
        let row = h.occupation.unwrap_or(batch.row);
        let batch = hold::PaceBatch { row, ..batch };
        let day = self.event.recorded_at.day_in_china();
        let above = hold::exceeded(self.state, self.law, h.body, day, batch);
        let facts = facts.choice(Key::Pace, if above { "exceeded" } else { "normal" });
        self.ask(Act::HoldIssuance, row, self.event.on, &facts, None)
    }

    fn release(&mut self, actor: OrganisationId, r: &Release) -> Result<(), Refusal> {
        let Some(held) = self.state.supervision.hold(r.hold) else {
            return breach(Breach::UnknownHold);
        };
        require(held.release.is_none(), Breach::ReleasedTwice)?;
        let hold = held.hold;
        let fits = hold.session.is_none() || r.session.is_none() || hold.session == r.session;
        require(r.body == hold.body && fits, Breach::ReleasesAnother)?;
        let on = self.event.on;
        require(held.on <= on && r.until.is_none_or(|until| on <= until), Breach::DatesOutOfOrder)?;
        if let Some(session) = r.session {
            self.session(hold.body, session)?;
        }
        let (facts, row) = self.supervising(actor, Some(hold.body))?;
        self.ask(Act::ReleaseIssuance, hold.occupation.unwrap_or(row), on, &facts, None)
    }

    fn commit_population(&mut self, actor: OrganisationId, p: &Population) -> Result<(), Refusal> {
        let next = self.state.partial || p.draw == self.state.supervision.next_draw();
        require(next && self.state.supervision.draw(p.draw).is_none(), Breach::NotTheNext)?;
        require(p.method == DRAW_METHOD, Breach::DrawMethod)?;
        let counts = 0 < p.pick && p.pick <= DRAW_PICKS_MAX && u32::from(p.pick) <= p.size;
        require(counts, Breach::DrawCount)?;
        if !self.state.partial {
            let numbers = population::numbers(self.state, p.kind);
            let same = numbers.len() == p.size as usize && population_root(&numbers) == p.root;
            require(same, Breach::OtherPopulation)?;
        }
        let (facts, row) = self.supervising(actor, self.party_of(p.kind)?)?;
        self.ask(Act::CommitDraw, row, self.event.on, &facts, None)
    }

    /// The one party that a draw is about, if there is one.
    fn party_of(&self, kind: DrawKind) -> Result<Option<OrganisationId>, Refusal> {
        match kind {
            DrawKind::Bodies | DrawKind::Sessions { .. } => Ok(None),
            DrawKind::Certificates(id) => match self.state.session(id) {
                Some(session) => Ok(Some(session.by)),
                None => breach(Breach::UnknownSession),
            },
        }
    }

    fn drawn(&self, id: DrawId) -> Result<DrawState, Refusal> {
        self.state.supervision.draw(id).cloned().ok_or(Refusal::Breach(Breach::UnknownDraw))
    }

    /// The witness is neither whoever draws nor related to it, nor to the party.
    fn commit_nonce(&mut self, actor: OrganisationId, id: DrawId) -> Result<(), Refusal> {
        let draw = self.drawn(id)?;
        require(draw.witness.is_none(), Breach::WitnessedTwice)?;
        let party = self.party_of(draw.population.kind)?;
        let (facts, row) = self.supervising(actor, Some(draw.by))?;
        let same = self.recused(actor, draw.by) || party.is_some_and(|p| self.recused(actor, p));
        let facts = facts.flag(Key::SameParty, same);
        self.ask(Act::CommitDraw, row, self.event.on, &facts, None)
    }

    fn reveal(
        &mut self,
        actor: OrganisationId,
        id: DrawId,
        nonce: &[u8; 32],
    ) -> Result<(), Refusal> {
        let draw = self.drawn(id)?;
        require(draw.landmark.is_some(), Breach::NoLandmarkYet)?;
        let (commitment, before) = match draw.witness {
            _ if actor == draw.by => (draw.population.nonce, draw.nonce),
            Some((witness, commitment)) if actor == witness => (commitment, draw.witness_nonce),
            _ => return breach(Breach::NotOfTheDraw),
        };
        require(before.is_none(), Breach::RevealedTwice)?;
        require(nonce_commitment(id, nonce) == commitment, Breach::WrongNonce)?;
        let (facts, row) = self.supervising(actor, None)?;
        self.ask(Act::RevealDraw, row, self.event.on, &facts, None)
    }

    fn draw(&mut self, actor: OrganisationId, id: DrawId, picks: &[u32]) -> Result<(), Refusal> {
        let draw = self.drawn(id)?;
        require(actor == draw.by, Breach::NotOfTheDraw)?;
        require(draw.picks.is_none(), Breach::DrawnTwice)?;
        let (Some((_, root, _)), Some(nonce), Some(witness)) =
            (draw.landmark, draw.nonce, draw.witness_nonce)
        else {
            return breach(Breach::NotRevealed);
        };
        let Population { size, pick, .. } = draw.population;
        let seed = draw_seed(&root, &nonce, &witness);
        require(draw_picks(&seed, size, pick) == picks, Breach::OtherPicks)?;
        let (facts, row) = self.supervising(actor, None)?;
        self.ask(Act::DrawInspection, row, self.event.on, &facts, None)
    }

    fn inspection(&mut self, actor: OrganisationId, i: &Inspection) -> Result<(), Refusal> {
        let next = self.state.partial || i.inspection == self.state.supervision.next_inspection();
        let new = self.state.supervision.inspection(i.inspection).is_none();
        require(next && new, Breach::NotTheNext)?;
        self.organisation(i.body)?;
        if let Some(session) = i.session {
            self.session(i.body, session)?;
        }
        if let Some((draw, place)) = i.draw {
            let draw = self.drawn(draw)?;
            let number = draw.picks.as_ref().and_then(|_| draw.numbers.get(place as usize));
            let fits = match draw.population.kind {
                DrawKind::Bodies => number == Some(&i.body.0),
                DrawKind::Sessions { .. } => number == i.session.map(|s| s.0).as_ref(),
                DrawKind::Certificates(session) => number.is_some() && i.session == Some(session),
            };
            require(fits, Breach::NotDrawn)?;
        }
        let different: BTreeSet<_> = i.inspectors.iter().collect();
        let counts = (1..=INSPECTORS_MAX).contains(&different.len());
        require(counts && different.len() == i.inspectors.len(), Breach::Inspectors)?;
        for staff in &i.inspectors {
            self.organisation(staff.of)?;
        }
        let (facts, row) = self.supervising(actor, Some(i.body))?;
        let staff = i.inspectors.iter().any(|staff| self.related(Related::Staff(*staff), i.body));
        let facts = facts.flag(Key::SameParty, staff || self.recused(actor, i.body));
        self.ask(Act::Inspect, row, self.event.on, &facts, None)
    }

    fn declare(&mut self, actor: OrganisationId, r: &Relation) -> Result<(), Refusal> {
        let a = r.a.organisation();
        self.organisation(a)?;
        self.organisation(r.b)?;
        require(a != r.b, Breach::RelatedToItself)?;
        require(r.until.is_none_or(|until| r.from <= until), Breach::DatesOutOfOrder)?;
        let by = self.kind(actor)?;
        let facts = Facts::new()
            .choice(Key::ActorKind, by.actor_kind())
            .flag(Key::SameParty, actor == a || actor == r.b);
        self.ask(Act::DeclareInterest, RowId(0), self.event.on, &facts, None)
    }
}

/// Says whether a number of a hold is known: what [`super::apply`] needs of a release.
pub(super) fn knows_hold(state: &crate::State, id: HoldId) -> bool {
    state.supervision.hold(id).is_some_and(|held| held.release.is_none())
}
