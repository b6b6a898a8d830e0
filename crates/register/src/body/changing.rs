//! Checking what changes after the grant: scope, validity, suspension, removal, sites, conversion.
//!
//! Source: 五, 六; readings R-5-31, R-5-32, R-6-1.
//! In scope: order and reach of the changes. Out of scope: what they do to sessions (`law`).

use crate::OrganisationId;
use crate::act::OrganisationKind;
use crate::body::applying::{decides, deciding};
use crate::body::history::Recognisal;
use crate::body::particulars::CentreOf;
use crate::body::site::Site;
use crate::body::{BodyAct, granting};
use crate::check::{Desk, breach, require};
use crate::facts::put;
use crate::refusal::{Breach, Refusal};
use alloc::collections::BTreeSet;
use law::{Act, Facts, Key, RowId};
use vocab::Level;

/// Checks a change of a body's recognition.
pub(super) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    body: OrganisationId,
    act: &BodyAct,
) -> Result<(), Refusal> {
    let (state, on) = (desk.state, desk.event.on);
    desk.organisation(body)?;
    let known_at = desk.event.recorded_at;
    let Some(found) = state.bodies().recognition_on(body, on, known_at) else {
        return breach(Breach::NeverRecognised);
    };
    // Changes come in the order of their days, so that a day has one answer.
    let last = state.bodies().history(body).last();
    require(last.is_none_or(|change| change.on <= on), Breach::DatesOutOfOrder)?;
    let facts = of_recognition(deciding(desk, actor, body)?, &found, act, on);
    let row = found.scope.first().map_or(RowId(0), |(row, _)| *row);
    let asked = match act {
        BodyAct::Amend { scope, standard_exists, .. } => {
            decides(desk, actor, body, state.bodies().is_national(body))?;
            amend(desk, actor, body, (&found, scope, *standard_exists))?;
            Act::AmendRecognition
        }
        BodyAct::Renew { until, .. } => {
            decides(desk, actor, body, state.bodies().is_national(body))?;
            let longer = found.until.is_none_or(|before| before < *until) && on < *until;
            require(longer, Breach::DatesOutOfOrder)?;
            Act::RenewRecognition
        }
        BodyAct::Suspend { occupation, until, .. } => {
            decides(desk, actor, body, state.bodies().is_national(body))?;
            require(until.is_none_or(|last| on <= last), Breach::DatesOutOfOrder)?;
            require(reaches(&found, *occupation), Breach::ScopeCannot)?;
            require(open(&found, *occupation, on).is_none(), Breach::SuspendedTwice)?;
            Act::SuspendBody
        }
        BodyAct::Reinstate { occupation, .. } => {
            decides(desk, actor, body, state.bodies().is_national(body))?;
            let removed = found.removed_on.is_some();
            require(removed || open(&found, *occupation, on).is_some(), Breach::NotSuspended)?;
            Act::ReinstateBody
        }
        BodyAct::Remove { .. } => {
            decides(desk, actor, body, state.bodies().is_national(body))?;
            Act::RemoveBody
        }
        BodyAct::ChangeSite { site, open, .. } => {
            change_site(desk, actor, body, (site, *open))?;
            Act::ChangeSite
        }
        BodyAct::Register { .. }
        | BodyAct::Describe { .. }
        | BodyAct::Apply(_)
        | BodyAct::Review { .. }
        | BodyAct::Grant(_)
        | BodyAct::Convert { .. } => return breach(Breach::UnknownParty),
    };
    let region = desk.region(body);
    desk.ask(asked, row, on, &facts, region.as_deref())
}

fn of_recognition(facts: Facts, found: &Recognisal<'_>, act: &BodyAct, on: vocab::Day) -> Facts {
    let facts = facts
        .choice(Key::BodyStatus, if found.removed_on.is_some() { "removed" } else { "active" });
    match act {
        BodyAct::Suspend { occupation: Some(row), .. }
        | BodyAct::Reinstate { occupation: Some(row), .. } => {
            facts.choice(Key::BodyStatus, found.status(*row, on))
        }
        BodyAct::Amend { .. } | BodyAct::Renew { .. } => {
            let facts = facts.day(Key::BodyRecognisedOn, found.on);
            put(facts, Key::BodyRecognisedUntil, found.until)
        }
        _ => facts,
    }
}

/// Checks the new scope; the law is asked about each occupation that is new in it.
fn amend(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    body: OrganisationId,
    (found, scope, standard_exists): (&Recognisal<'_>, &[(RowId, Level)], bool),
) -> Result<(), Refusal> {
    super::applying::scope_is_one(scope)?;
    let Some(kind) = desk.state.kind_of(body) else { return breach(Breach::UnknownParty) };
    let new = scope.iter().filter(|pair| !found.scope.contains(pair)).map(|(row, _)| *row);
    let new: BTreeSet<RowId> = new.collect();
    granting::recognise(desk, actor, (body, kind), new.into_iter(), standard_exists)
}

fn reaches(found: &Recognisal<'_>, occupation: Option<RowId>) -> bool {
    occupation.is_none_or(|one| found.scope.iter().any(|(row, _)| *row == one))
}

/// Returns the suspension of exactly this reach that is open on a day.
fn open(
    found: &Recognisal<'_>,
    occupation: Option<RowId>,
    on: vocab::Day,
) -> Option<Option<vocab::Day>> {
    let mut same = found.suspensions.iter().filter(|(reach, _)| *reach == occupation);
    same.find(|(_, until)| until.is_none_or(|last| on <= last)).map(|(_, until)| *until)
}

fn change_site(
    desk: &Desk<'_>,
    actor: OrganisationId,
    body: OrganisationId,
    (site, open): (&Site, bool),
) -> Result<(), Refusal> {
    let bodies = desk.state.bodies();
    let Some(kind) = desk.state.kind_of(body) else { return breach(Breach::UnknownParty) };
    granting::site(desk, actor, (body, kind), site)?;
    let known = bodies.site(site.prefix);
    // A site that closes was open.
    require(open || known.is_some_and(|site| site.open), Breach::SiteCannot)?;
    if known.is_none() {
        let mut others = bodies.sites_of(body).map(|other| other.site.prefix);
        let fits = others.all(|other| {
            let national = other.national_body_code();
            let near = national.is_some() || other.region_code() == site.prefix.region_code();
            national == site.prefix.national_body_code() && near
        });
        require(fits, Breach::SiteCannot)?;
    }
    Ok(())
}

/// Checks the conversion of a centre into a social body: its part in supervision ends that day.
pub(super) fn convert(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    centre: OrganisationId,
) -> Result<(), Refusal> {
    let (state, on) = (desk.state, desk.event.on);
    let Some(by) = state.kind_of(actor) else { return breach(Breach::UnknownActor) };
    desk.organisation(centre)?;
    let whose = state.centre_of(centre);
    require(whose != CentreOf::None, Breach::NotACentre)?;
    require(state.bodies().converted(centre).is_none(), Breach::NotACentre)?;
    // The law before kinship: that a centre of the human-resources departments does not turn is
    // told to its own department, too.
    let facts = Facts::new().choice(Key::CentreOf, whose.fact());
    let region = desk.region(centre);
    desk.ask(Act::ConvertCentre, RowId(0), on, &facts, region.as_deref())?;
    require(by == OrganisationKind::Authority, Breach::DecidedByNoAuthority)?;
    require(!state.related(actor, centre), Breach::RelatedParty)?;
    decides(desk, actor, centre, false)
}
