//! Checking the acts about arrangements against the register's order and the law.
//!
//! In scope: who, when, which number. Out of scope: rooms and staff of an arrangement (`rooms`),
//! what an arrangement asks of the four steps (`steps`).

use super::act::{ArchiveList, SessionAct, VOLUMES};
use super::state::Arranged;
use super::steps::{publicity_end, standard};
use crate::act::OrganisationKind;
use crate::check::{Desk, breach, require};
use crate::facts;
use crate::refusal::{Breach, Refusal};
use crate::session::Session;
use crate::{OrganisationId, Scheme, SessionId, StaffId};
use law::{Act, Facts, Key, RowId};
use vocab::Day;

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &SessionAct,
) -> Result<(), Refusal> {
    match act {
        SessionAct::Arrange(arrangement) => super::rooms::check(desk, actor, arrangement),
        SessionAct::SignIn { session, present, .. } => sign_in(desk, actor, *session, *present),
        SessionAct::Object { session, objection, .. } => object(desk, actor, *session, *objection),
        SessionAct::DecideObjection { session, objection, .. } => {
            decide(desk, actor, *session, *objection)
        }
        SessionAct::ReviseResults { session, sat, passed, .. } => {
            revise(desk, actor, *session, (*sat, *passed))
        }
        SessionAct::Archive(list) => archive(desk, actor, list),
        SessionAct::Lend { staff, to, from, until } => {
            lend(desk, actor, *staff, *to, (*from, *until))
        }
        SessionAct::DeclareRelation { session, staff } => declare(desk, actor, *session, *staff),
    }
}

/// Returns a session of the actor and its arrangement.
fn own<'a>(
    desk: &Desk<'a>,
    actor: OrganisationId,
    id: SessionId,
) -> Result<(&'a Session, &'a Arranged), Refusal> {
    Ok((desk.session(actor, id)?, arranged(desk, id)?))
}

fn arranged<'a>(desk: &Desk<'a>, id: SessionId) -> Result<&'a Arranged, Refusal> {
    match desk.state.arrangements.of(id) {
        Some(arranged) => Ok(arranged),
        None => breach(Breach::NotArranged),
    }
}

/// Asks the law with what is known of the session and the actor.
fn ask(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: Act,
    s: &Session,
    facts: Facts,
) -> Result<(), Refusal> {
    let kind = desk.kind(actor)?;
    let facts = facts.choice(Key::ActorKind, kind.actor_kind());
    let region = desk.region(s.by);
    desk.ask(act, s.plan.occupation, desk.event.on, &facts, region.as_deref())
}

fn sign_in(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    id: SessionId,
    present: u32,
) -> Result<(), Refusal> {
    let (s, arranged) = own(desk, actor, id)?;
    require(s.results.is_none(), Breach::ResultsTwice)?;
    require(arranged.present.is_none(), Breach::SignedInTwice)?;
    let registered = s.closing.map_or(0, |closing| closing.registered);
    require(present <= registered, Breach::MoreThanRegistered)?;
    let on = desk.event.on;
    let days = (arranged.starts.day_in_china(), arranged.ends.day_in_china());
    require(days.0 <= on && on <= days.1, Breach::NotHeldAsArranged)?;
    // On the day: neither before it began nor made up when it is over.
    let now = desk.event.recorded_at;
    let during = arranged.starts <= now && now.day_in_china() <= days.1;
    require(during, Breach::NotHeldAsArranged)?;
    let facts = facts::session(facts::exit(desk.state, s.plan.occupation), s);
    ask(desk, actor, Act::SignIn, s, facts)
}

fn object(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    id: SessionId,
    objection: u32,
) -> Result<(), Refusal> {
    let Some(s) = desk.state.session(id) else { return breach(Breach::UnknownSession) };
    let watches = match desk.kind(actor)? {
        OrganisationKind::Authority
        | OrganisationKind::Department
        | OrganisationKind::Supervisor => true,
        OrganisationKind::Employer | OrganisationKind::Social | OrganisationKind::School => false,
    };
    require(s.by == actor || watches, Breach::NotItsOwnSession)?;
    let arranged = arranged(desk, id)?;
    let Some(results) = s.results else { return breach(Breach::NoResults) };
    require(s.confirmed_on.is_none(), Breach::ObjectionTooLate)?;
    let next = arranged.objections.len() as u64;
    require(u64::from(objection) == next, Breach::NotTheNext)?;
    // Both the day of effect and the day of recording: what comes later cannot be dated back.
    let end = publicity_end(desk, arranged, results.published_on)?;
    let (on, now) = (desk.event.on, desk.event.recorded_at.day_in_china());
    require(results.published_on <= on, Breach::DatesOutOfOrder)?;
    require(on <= end && now <= end, Breach::ObjectionTooLate)?;
    let facts = facts::exit(desk.state, s.plan.occupation);
    ask(desk, actor, Act::Object, s, facts)
}

fn decide(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    id: SessionId,
    objection: u32,
) -> Result<(), Refusal> {
    let Some(s) = desk.state.session(id) else { return breach(Breach::UnknownSession) };
    let found = arranged(desk, id)?.objections.get(objection as usize);
    let Some(found) = found else { return breach(Breach::NoSuchObjection) };
    require(found.upheld.is_none(), Breach::ObjectionDecided)?;
    require(found.on <= desk.event.on, Breach::DatesOutOfOrder)?;
    let same = actor == s.by || actor == found.by;
    let facts = facts::exit(desk.state, s.plan.occupation).flag(Key::SameParty, same);
    ask(desk, actor, Act::DecideObjection, s, facts)
}

fn revise(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    id: SessionId,
    (sat, passed): (u32, u32),
) -> Result<(), Refusal> {
    let (s, arranged) = own(desk, actor, id)?;
    let Some(results) = s.results else { return breach(Breach::NoResults) };
    require(s.confirmed_on.is_none(), Breach::ConfirmedTwice)?;
    require(0 < arranged.owed, Breach::NothingToRevise)?;
    require(passed <= sat, Breach::MoreThanRegistered)?;
    require(sat <= arranged.present.unwrap_or(0), Breach::MoreThanPresent)?;
    require(results.published_on <= desk.event.on, Breach::DatesOutOfOrder)?;
    let facts = facts::exit(desk.state, s.plan.occupation);
    ask(desk, actor, Act::ReviseResults, s, facts)
}

fn archive(desk: &mut Desk<'_>, actor: OrganisationId, list: &ArchiveList) -> Result<(), Refusal> {
    let (s, arranged) = own(desk, actor, list.session)?;
    let Some(confirmed_on) = s.confirmed_on else { return breach(Breach::NotConfirmed) };
    let on = desk.event.on;
    require(confirmed_on <= on, Breach::DatesOutOfOrder)?;
    require(0 < list.present && list.present < 1 << VOLUMES, Breach::NoSuchVolume)?;
    let standard = standard(desk, arranged)?;
    let kept = |years: law::Figure| confirmed_on.plus_years(years.value as i32);
    let long_enough = kept(standard.paper_years) <= list.paper_until
        && kept(standard.electronic_years) <= list.electronic_until;
    require(long_enough, Breach::KeptTooShort)?;
    // A later list may add volumes and keep them longer; it forgets none.
    let before = arranged.archive.as_ref().map_or(0, |archived| archived.present);
    require(before & list.present == before, Breach::VolumeGone)?;
    let facts = facts::session(facts::exit(desk.state, s.plan.occupation), s);
    ask(desk, actor, Act::ArchiveSession, s, facts)
}

fn lend(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    staff: StaffId,
    to: OrganisationId,
    (from, until): (Day, Day),
) -> Result<(), Refusal> {
    require(staff.of == actor && to != actor, Breach::StaffOfAnother)?;
    let to = desk.kind(to)?;
    let body = matches!(
        to,
        OrganisationKind::Employer | OrganisationKind::Social | OrganisationKind::School
    );
    require(body, Breach::NotAnEvaluationBody)?;
    require(desk.event.on <= from && from <= until, Breach::DatesOutOfOrder)?;
    // Lending is of a person, not of an occupation: any row asks the same question.
    let row = desk.state.recognised(actor).and_then(|r| r.recognition.scope.first());
    let row = row.map_or(RowId(0), |(row, _)| *row);
    let kind = desk.kind(actor)?;
    let facts = facts::exit(desk.state, row).choice(Key::ActorKind, kind.actor_kind());
    desk.ask(Act::LendStaff, row, desk.event.on, &facts, None)
}

fn declare(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    id: SessionId,
    staff: StaffId,
) -> Result<(), Refusal> {
    let Some(s) = desk.state.session(id) else { return breach(Breach::UnknownSession) };
    require(s.plan.scheme == Scheme::Level, Breach::UnknownSession)?;
    require(staff.of == actor || s.by == actor, Breach::StaffOfAnother)?;
    require(s.results.is_none(), Breach::ResultsTwice)?;
    let facts = facts::session(facts::exit(desk.state, s.plan.occupation), s);
    ask(desk, actor, Act::RecuseStaff, s, facts)
}
