//! The register's numbers in acts of supervision, and what only the party's own software knows:
//! commitments, populations, picks.
//!
//! In scope: putting them in the place of labels and of what a message leaves open. They depend on
//! numbers of the register, so that a history from which messages are left out has others.
//! Out of scope: whether they are right: the model computes them again.

use crate::world::labels::Labels;
use crate::world::lot;
use register::{DrawKind, DrawState, Related, State, SupervisionAct};

/// Puts numbers in the place of labels; nothing when one is not known.
pub(crate) fn translate(labels: &Labels, state: &State, act: &mut SupervisionAct) -> Option<()> {
    let s = state.supervision();
    match act {
        SupervisionAct::Hold(hold) => {
            hold.hold = labels.hold(hold.hold).unwrap_or_else(|| s.next_hold());
            hold.body = labels.organisation(hold.body)?;
            if let Some(session) = &mut hold.session {
                *session = labels.session(*session)?;
            }
        }
        SupervisionAct::Release(release) => {
            release.hold = labels.hold(release.hold)?;
            release.body = labels.organisation(release.body)?;
            if let Some(session) = &mut release.session {
                *session = labels.session(*session)?;
            }
        }
        SupervisionAct::Inspection(i) => {
            i.inspection = labels.inspection(i.inspection).unwrap_or_else(|| s.next_inspection());
            i.body = labels.organisation(i.body)?;
            if let Some(session) = &mut i.session {
                *session = labels.session(*session)?;
            }
            if let Some((draw, _)) = &mut i.draw {
                *draw = labels.draw(*draw)?;
            }
            i.inspectors.iter_mut().try_for_each(|staff| labels.staff(staff))?;
        }
        SupervisionAct::DeclareRelation(relation) => {
            match &mut relation.a {
                Related::Organisation(a) => *a = labels.organisation(*a)?,
                Related::Staff(staff) => labels.staff(staff)?,
            }
            relation.b = labels.organisation(relation.b)?;
        }
        SupervisionAct::CommitPopulation(_)
        | SupervisionAct::CommitNonce { .. }
        | SupervisionAct::RevealNonce { .. }
        | SupervisionAct::Draw { .. } => draw(labels, state, act)?,
        _ => of_case(labels, state, act)?,
    }
    Some(())
}

/// Messages hold the nonce where the register wants the commitment to it; no digest and no picks
/// where the party computes them.
fn draw(labels: &Labels, state: &State, act: &mut SupervisionAct) -> Option<()> {
    let s = state.supervision();
    match act {
        SupervisionAct::CommitPopulation(p) => {
            if let DrawKind::Certificates(session) = &mut p.kind {
                *session = labels.session(*session)?;
            }
            let known = labels.draw(p.draw);
            p.draw = known.unwrap_or_else(|| s.next_draw());
            p.nonce = lot::commitment(p.draw, &p.nonce);
            if p.root == [0; 32] {
                let before = known.and_then(|id| s.draw(id)).map(|draw| draw.population);
                let numbers = lot::population(state, p.kind);
                let now = (lot::population_digest(&numbers), numbers.len() as u32);
                (p.root, p.size) = before.map_or(now, |before| (before.root, before.size));
                p.pick = p.pick.min(u16::try_from(p.size).unwrap_or(u16::MAX));
            }
        }
        SupervisionAct::CommitNonce { draw, commitment } => {
            *draw = labels.draw(*draw)?;
            *commitment = lot::commitment(*draw, commitment);
        }
        SupervisionAct::RevealNonce { draw, .. } => *draw = labels.draw(*draw)?,
        SupervisionAct::Draw { draw, picks } => {
            *draw = labels.draw(*draw)?;
            if picks.is_empty() {
                *picks = picked(s.draw(*draw)?).unwrap_or_default();
            }
        }
        _ => {}
    }
    Some(())
}

fn picked(draw: &DrawState) -> Option<Vec<u32>> {
    let (_, root, _) = draw.landmark?;
    let seed = lot::seed(&root, &draw.nonce?, &draw.witness_nonce?);
    Some(lot::picks(&seed, draw.population.size, draw.population.pick))
}

fn of_case(labels: &Labels, state: &State, act: &mut SupervisionAct) -> Option<()> {
    match act {
        SupervisionAct::OpenCase(open) => {
            let known = labels.case(open.case);
            open.case = known.unwrap_or_else(|| state.supervision().next_case());
            open.subject = labels.organisation(open.subject)?;
            if let Some(inspection) = &mut open.inspection {
                *inspection = labels.inspection(*inspection)?;
            }
            if let Some(draw) = &mut open.draw {
                *draw = labels.draw(*draw)?;
            }
        }
        SupervisionAct::Finding(finding) => {
            finding.case = labels.case(finding.case)?;
            if let Some(session) = &mut finding.session {
                *session = labels.session(*session)?;
            }
        }
        SupervisionAct::Sanction(sanction) => sanction.case = labels.case(sanction.case)?,
        SupervisionAct::Rectify { case, .. }
        | SupervisionAct::Rectified { case, .. }
        | SupervisionAct::Appeal { case, .. }
        | SupervisionAct::DecideAppeal { case, .. }
        | SupervisionAct::CloseCase { case } => *case = labels.case(*case)?,
        _ => {}
    }
    Some(())
}
