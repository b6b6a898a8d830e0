//! Checking acts about examinations of the old scheme.
//!
//! In scope: the register's order of batches, choices and closing, then the law.
//! Out of scope: the four steps every session has (`check`).

use super::{ExamAct, ExamEnd};
use crate::act::Scheme;
use crate::check::{Desk, require};
use crate::facts;
use crate::refusal::{Breach, Refusal};
use crate::session::Session;
use crate::{OrganisationId, SessionId};
use law::Act;

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &ExamAct,
) -> Result<(), Refusal> {
    let session = desk.session(actor, act.session())?;
    require(session.plan.scheme == Scheme::Qualification, Breach::UnknownSession)?;
    let registered = session.closing.map(|c| c.registered);
    let Some(registered) = registered else {
        return Err(Refusal::Breach(Breach::NotClosed));
    };
    match act {
        ExamAct::CompleteBatch { session: id, admitted, .. } => {
            complete(desk, session, *id, (*admitted, registered))?;
            ask(desk, session, Act::CompleteBatch)
        }
        ExamAct::ReportChoices { settlement, .. } => {
            desk.settle(actor, settlement)?;
            ask(desk, session, Act::ReportChoices)
        }
        ExamAct::CloseExam(end) => {
            every_end(session, end, registered)?;
            ask(desk, session, Act::CloseExam)
        }
    }
}

fn ask(desk: &mut Desk<'_>, session: &Session, act: Act) -> Result<(), Refusal> {
    let row = session.plan.occupation;
    let facts = facts::examination(facts::exit(desk.state, row), desk.state, session);
    let region = desk.old_scheme_region(session.by);
    desk.ask(act, row, desk.event.on, &facts, region.as_deref())
}

fn complete(
    desk: &Desk<'_>,
    session: &Session,
    id: SessionId,
    (admitted, registered): (u32, u32),
) -> Result<(), Refusal> {
    require(desk.state.exams.complete(id).is_none(), Breach::BatchCompletedTwice)?;
    require(session.results.is_none(), Breach::DatesOutOfOrder)?;
    require(0 < admitted, Breach::EmptyBatch)?;
    require(admitted <= registered, Breach::MoreThanRegistered)?;
    // The platform closes on the day: a batch is not said to have been complete on an earlier one.
    let today = desk.event.recorded_at.day_in_china();
    require(desk.event.on == today, Breach::CompletedAfterwards)
}

/// I-REG-5: the ends are those of the accepted, the certificates those that were issued, the
/// refunds those that were reported, and the money fits them.
fn every_end(session: &Session, end: &ExamEnd, registered: u32) -> Result<(), Refusal> {
    let parts = [end.certified, end.not_passed, end.refunded, end.withdrew];
    let sum: u64 = parts.iter().map(|n| u64::from(*n)).sum();
    require(sum == u64::from(registered), Breach::EndsDoNotAddUp)?;
    let (sat, passed) = session.results.map_or((0, 0), |r| (r.sat, r.passed));
    let certified = end.certified == session.used.count() && end.certified == passed;
    require(certified && end.not_passed == sat - passed, Breach::EndsDoNotAddUp)?;
    match &session.settlement {
        Some(settlement) => {
            require(settlement.undecided == 0, Breach::UndecidedLeft)?;
            let same = settlement.refunded == end.refunded && settlement.withdrew == end.withdrew;
            require(same, Breach::EndsDoNotAddUp)?;
        }
        // A refund is reported before the close.
        None => require(end.refunded == 0, Breach::EndsDoNotAddUp)?,
    }
    let fits = end.refunded_fen <= end.received_fen
        && (0 < end.refunded || end.refunded_fen == 0)
        && (end.refunded < registered || end.refunded_fen == end.received_fen);
    require(fits, Breach::MoneyDoesNotAddUp)
}
