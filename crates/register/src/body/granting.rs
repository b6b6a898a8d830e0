//! Checking the grant of a recognition, and the sites that come with it.
//!
//! Source: 五, 六; readings R-5-30, R-6-1.
//! In scope: the application behind it, the scope, the prefixes. Out of scope: later changes
//! (`changing`).

use crate::OrganisationId;
use crate::act::OrganisationKind;
use crate::body::application::{Application, ApplicationId};
use crate::body::applying::{decides, scope_is_one};
use crate::body::history::Terms;
use crate::body::site::Site;
use crate::check::{Desk, breach, require};
use crate::facts;
use crate::refusal::{Breach, Refusal};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use law::{Act, Key, RowId};
use vocab::{BodyCategory, Day, Level};

/// The most rooms of one site.
const ROOMS_MAX: usize = 1_000;

/// The grant of a recognition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The application it answers.
    pub application: ApplicationId,
    /// Who is recognised: whoever applied.
    pub body: OrganisationId,
    /// What it may assess: of what was applied for.
    pub scope: Vec<(RowId, Level)>,
    /// Where it assesses; the first numbers where no site is named.
    pub sites: Vec<Site>,
    /// The day of publication.
    pub published_on: Day,
    /// The last day.
    pub until: Day,
    /// Whether it may certify people it does not employ.
    pub covers_outsiders: bool,
    /// Asserted by the authority: a standard or specification exists for the whole scope.
    pub standard_exists: bool,
}

impl Grant {
    /// Returns what the recognition says.
    pub fn terms(&self) -> Terms {
        Terms {
            scope: self.scope.clone(),
            published_on: Some(self.published_on),
            until: Some(self.until),
            covers_outsiders: self.covers_outsiders,
            standard_exists: self.standard_exists,
        }
    }
}

/// Checks a grant.
pub(super) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    grant: &Grant,
) -> Result<(), Refusal> {
    let (state, on) = (desk.state, desk.event.on);
    desk.organisation(grant.body)?;
    scope_is_one(&grant.scope)?;
    require(on <= grant.published_on && on < grant.until, Breach::DatesOutOfOrder)?;
    let application = state.bodies().application(grant.application);
    // An excerpt of the log holds what a certificate rests on, not how the body was selected.
    match application {
        Some(application) => reviewed(application, grant, on)?,
        None if state.partial => {}
        None => return breach(Breach::UnknownApplication),
    }
    let national = grant.sites.iter().any(|s| s.prefix.national_body_code().is_some());
    decides(desk, actor, grant.body, national)?;
    let applied = application.map(|a| (a.applied.kind, a.applied.national));
    let turned = state.bodies().converted(grant.body);
    let centre = state.body_kind(grant.body) == Some("centre");
    require(!centre || turned.is_some(), Breach::NotConverted)?;
    let kind = applied.map(|(kind, _)| kind).or(state.kind_of(grant.body));
    let Some(kind) = kind else { return breach(Breach::UnknownParty) };
    let already = state.bodies().in_force(grant.body, on, desk.event.recorded_at);
    require(!already, Breach::RecognisedAlready)?;
    if let Some((_, applied_national)) = applied {
        require(national == applied_national, Breach::BodyMismatch)?;
    }
    sites(desk, actor, kind, grant, national)?;
    let rows: BTreeSet<RowId> = grant.scope.iter().map(|(row, _)| *row).collect();
    let standard = grant.standard_exists;
    recognise(desk, actor, (grant.body, kind), rows.into_iter(), standard)
}

/// Asks the law about each occupation that a body is to assess.
pub(super) fn recognise(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    (body, kind): (OrganisationId, OrganisationKind),
    rows: impl Iterator<Item = RowId>,
    standard_exists: bool,
) -> Result<(), Refusal> {
    let state = desk.state;
    let Some(by) = state.kind_of(actor) else { return breach(Breach::UnknownActor) };
    // What a centre of another unit has turned into is recognised as that (六).
    let (said, centre_of) = match state.bodies().converted(body) {
        Some(_) => ("centre", state.centre_of(body).fact()),
        None => (kind.body_kind(), "none"),
    };
    for row in rows {
        let facts = facts::exit(state, row)
            .choice(Key::BodyKind, said)
            .choice(Key::CentreOf, centre_of)
            .choice(Key::ActorKind, by.actor_kind())
            .flag(Key::SameParty, state.related(actor, body))
            .flag(Key::StandardExists, standard_exists);
        desk.ask(Act::RecogniseBody, row, desk.event.on, &facts, None)?;
    }
    Ok(())
}

fn reviewed(application: &Application, grant: &Grant, on: Day) -> Result<(), Refusal> {
    require(application.ended.is_none(), Breach::ApplicationEnded)?;
    require(application.by == grant.body, Breach::UnknownApplication)?;
    let favourable = application.reviewed.is_some_and(|(_, favourable)| favourable);
    let Some((_, until)) = application.public else { return breach(Breach::ApplicationOutOfOrder) };
    require(favourable, Breach::ApplicationOutOfOrder)?;
    require(until < on, Breach::StillPublic)?;
    let settled = application.objections_decided == application.objections;
    require(settled && !application.upheld, Breach::ApplicationObjected)?;
    let within = grant.scope.iter().all(|pair| application.applied.scope.contains(pair));
    require(within, Breach::ScopeCannot)
}

/// Checks the sites of a grant: each prefix is nobody's else, fits the kind of body, and is of a
/// region that the authority speaks for. Only a national body has sites in several provinces.
fn sites(
    desk: &Desk<'_>,
    actor: OrganisationId,
    kind: OrganisationKind,
    grant: &Grant,
    national: bool,
) -> Result<(), Refusal> {
    let Some(first) = grant.sites.first() else { return breach(Breach::SiteCannot) };
    let mut seen = BTreeSet::new();
    for site in &grant.sites {
        require(seen.insert(site.prefix), Breach::SiteCannot)?;
        let same_body = site.prefix.national_body_code() == first.prefix.national_body_code();
        let same_region = site.prefix.region_code() == first.prefix.region_code();
        require(same_body && (national || same_region), Breach::SiteCannot)?;
        self::site(desk, actor, (grant.body, kind), site)?;
    }
    Ok(())
}

/// Checks one site, new or changed.
pub(super) fn site(
    desk: &Desk<'_>,
    actor: OrganisationId,
    (body, kind): (OrganisationId, OrganisationKind),
    site: &Site,
) -> Result<(), Refusal> {
    let category = match kind {
        OrganisationKind::Employer => BodyCategory::Employer,
        OrganisationKind::Authority
        | OrganisationKind::Department
        | OrganisationKind::Supervisor
        | OrganisationKind::Social
        | OrganisationKind::School => BodyCategory::SocialBody,
    };
    require(site.prefix.category() == category, Breach::BodyMismatch)?;
    let rooms = !site.rooms.is_empty() && site.rooms.len() <= ROOMS_MAX;
    let seats = 0 < site.seats_a_day && site.rooms.iter().all(|seats| 0 < *seats);
    let own = desk.state.bodies().site(site.prefix).is_none_or(|known| known.of == body);
    require(rooms && seats && own, Breach::SiteCannot)?;
    // R-5-33: no more people a day than the rooms hold. A law that does not say how often they are
    // used a day does not ask, so that sites on record stay as they are.
    if let Some(sittings) = desk.law.selection.sittings_a_day {
        let held: u64 = site.rooms.iter().map(|seats| u64::from(*seats)).sum();
        let most = held * u64::from(sittings);
        require(u64::from(site.seats_a_day) <= most, Breach::SeatsAboveRooms)?;
    }
    let speaks = desk.state.speaks_for(actor);
    let its = speaks.is_none_or(|region| region == site.prefix.region_code());
    require(its, Breach::NotItsRegion)
}
