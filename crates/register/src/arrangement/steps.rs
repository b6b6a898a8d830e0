//! What an arrangement asks of the steps of its session: results and confirmation.
//!
//! In scope: signed in before results, public and undisputed before confirmation. A session that
//! was not arranged is asked nothing, unless its body was recognised in the long form.
//! Out of scope: what the steps ask of themselves (`check` of the register).

use super::state::Arranged;
use crate::Scheme;
use crate::check::{Desk, breach, require};
use crate::refusal::{Breach, Refusal};
use crate::session::Session;
use law::Standard;
use vocab::Day;

/// Says whether a session has to be arranged: one of a body that was recognised after an
/// application. A recognition that was taken over (kind 2) asks for nothing new, so that what was
/// published before stays as it was decided.
fn must_be_arranged(desk: &Desk<'_>, s: &Session) -> bool {
    s.plan.scheme == Scheme::Level && !desk.state.bodies().is_short_form(s.by)
}

/// Returns the standard by which a session is examined.
pub(super) fn standard<'a>(desk: &Desk<'a>, a: &Arranged) -> Result<&'a Standard, Refusal> {
    match desk.law.standard(desk.state.arrangements.standard(a)) {
        Some(standard) => Ok(standard),
        None => breach(Breach::UnknownStandard),
    }
}

/// Returns the last day on which results published on a day may be objected to.
pub(super) fn publicity_end(
    desk: &Desk<'_>,
    arranged: &Arranged,
    published_on: Day,
) -> Result<Day, Refusal> {
    let days = standard(desk, arranged)?.publicity_days.value;
    let end = desk.law.workdays().add(published_on, days);
    end.map_err(|_| Refusal::Breach(Breach::OutsideCalendar))
}

/// Checks that results of a session may be recorded.
pub(crate) fn may_record(
    desk: &Desk<'_>,
    s: &Session,
    held_on: Day,
    sat: u32,
) -> Result<(), Refusal> {
    let Some(arranged) = desk.state.arrangements.of(s.plan.session) else {
        return require(!must_be_arranged(desk, s), Breach::NotArranged);
    };
    let Some(present) = arranged.present else { return breach(Breach::NotSignedIn) };
    require(sat <= present, Breach::MoreThanPresent)?;
    let days = (arranged.starts.day_in_china(), arranged.ends.day_in_china());
    require(days.0 <= held_on && held_on <= days.1, Breach::NotHeldAsArranged)?;
    require(arranged.ends <= desk.event.recorded_at, Breach::NotHeldAsArranged)?;
    let staff = arranged.rooms.iter().flat_map(|r| r.invigilators.iter().chain(&r.examiners));
    let recused = |id| desk.state.arrangements.recused(s.plan.session, id);
    require(!staff.copied().any(recused), Breach::Recused)
}

/// Checks that results of a session may be confirmed.
pub(crate) fn may_confirm(desk: &Desk<'_>, s: &Session) -> Result<(), Refusal> {
    // Results that had to be arranged were not recorded without; those that came before the body
    // was recognised in the long form stay as they are.
    let Some(arranged) = desk.state.arrangements.of(s.plan.session) else {
        return Ok(());
    };
    let open = arranged.objections.iter().any(|objection| objection.upheld.is_none());
    require(!open, Breach::ResultsDisputed)?;
    require(arranged.owed == 0, Breach::RevisionOwed)?;
    let Some(results) = s.results else { return breach(Breach::NoResults) };
    let end = publicity_end(desk, arranged, results.published_on)?;
    require(end < desk.event.on, Breach::PublicityRuns)
}
