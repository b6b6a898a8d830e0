//! Applying acts about bodies that were checked.
//!
//! In scope: the state and its cells. Out of scope: whether they may be done.
//! I-REG-1: what is not found leaves the state as it is, so that a stranger's excerpt can be
//! replayed; a log that was checked always finds it.

use crate::OrganisationId;
use crate::act::{Event, Recognition};
use crate::body::application::{Application, ApplicationId, Ended};
use crate::body::granting::Grant;
use crate::body::history::{BodyChange, BodyChanged, Terms};
use crate::body::{Bodies, BodyAct, Site};
use crate::cell::Cell;
use crate::state::{Recognised, State};
use crate::verify::Formed;
use vocab::{Day, Instant, SitePrefix};

impl Bodies {
    /// Returns the number that the next application gets.
    pub fn next_application(&self) -> ApplicationId {
        ApplicationId(self.applications.len() as u32)
    }

    /// Returns an application.
    pub fn application(&self, id: ApplicationId) -> Option<&Application> {
        self.applications.get(&id)
    }

    /// Returns every application, by number.
    pub fn applications(&self) -> impl Iterator<Item = (ApplicationId, &Application)> {
        self.applications.iter().map(|(id, application)| (*id, application))
    }

    /// Returns the day a centre turned into a social body, if it has.
    pub fn converted(&self, id: OrganisationId) -> Option<Day> {
        self.converted.get(&id).copied()
    }

    /// Says whether a body has a site whose prefix bears a code that the ministry gave.
    pub fn is_national(&self, body: OrganisationId) -> bool {
        self.sites_of(body).any(|site| site.site.prefix.national_body_code().is_some())
    }

    /// Says whether a body's recognition lasts on a day: granted, not removed, not past the last
    /// day that its act names.
    pub fn in_force(&self, body: OrganisationId, on: Day, known_at: Instant) -> bool {
        self.recognition_on(body, on, known_at).is_some_and(|found| {
            let lasts = found.until.is_none_or(|until| on <= until);
            found.removed_on.is_none() && lasts
        })
    }
}

impl State {
    /// Notes the recognition of the short form in the body's history. BodyChanged is derived from
    /// old acts stays outside the digest.
    pub(crate) fn note_short_form(&mut self, event: &Event, recognition: &Recognition) {
        let terms = Terms {
            scope: recognition.scope.clone(),
            published_on: recognition.published_on,
            until: recognition.until,
            covers_outsiders: recognition.covers_outsiders,
            standard_exists: recognition.standard_exists,
        };
        let cell = Cell::recognised(event.on, recognition.prefix, &terms);
        self.note("recognised", recognition.id.0, &cell);
        let change = self.change(event, BodyChanged::Granted(terms, true));
        self.bodies.histories.entry(recognition.id).or_default().push(change);
        self.bodies.note_prefix(recognition.id, recognition.prefix);
    }

    /// Returns the cell of a recognition of the short form, as long as no grant took its place and
    /// its prefix with it.
    pub(crate) fn short_form_cell(&self, body: OrganisationId) -> Option<Cell> {
        let granted = |change: &&BodyChange| matches!(change.what, BodyChanged::Granted(..));
        let mut grants = self.bodies.history(body).iter().filter(granted);
        let (Some(first), None) = (grants.next(), grants.next()) else { return None };
        let BodyChanged::Granted(terms, true) = &first.what else { return None };
        let prefix = self.recognised.get(&body)?.recognition.prefix;
        Some(Cell::recognised(first.on, prefix, terms))
    }

    /// Returns the prefix that a body numbers under where no site is named.
    pub(crate) fn numbering_of(&self, body: OrganisationId) -> Option<SitePrefix> {
        let recognised = self.recognised.get(&body)?;
        match self.bodies.is_short_form(body) {
            // Old logs may hold a prefix twice: each body numbers under what its act says.
            true => Some(recognised.recognition.prefix),
            false => self.bodies.numbering(body),
        }
    }

    fn change(&self, event: &Event, what: BodyChanged) -> BodyChange {
        BodyChange { on: event.on, recorded_at: event.recorded_at, entry: self.entries(), what }
    }

    fn changed(&mut self, event: &Event, body: OrganisationId, what: BodyChanged) {
        let change = self.change(event, what);
        let history = self.bodies.histories.entry(body).or_default();
        let key = Cell::new().u32(body.0).u32(history.len() as u32);
        let cell = change.cell();
        history.push(change);
        self.digest.add("recognition-change", key.bytes(), cell.bytes());
    }

    fn put_site(&mut self, body: OrganisationId, site: &Site, open: bool) {
        let (before, after) = self.bodies.put_site(body, site.clone(), open);
        let key = alloc::string::ToString::to_string(&site.prefix);
        let key = Cell::new().raw(key.as_bytes());
        self.digest.exchange("site", key, before, Some(after));
    }

    fn step(&mut self, id: ApplicationId, step: impl FnOnce(&mut Application)) {
        let Some(application) = self.bodies.applications.get_mut(&id) else { return };
        let before = application.cell();
        step(application);
        let after = application.cell();
        self.exchange("application", &id.0, Some(before), after);
    }

    fn granted(&mut self, event: &Event, grant: &Grant) {
        let body = grant.body;
        self.step(grant.application, |application| {
            application.last_on = event.on;
            application.ended = Some((event.on, Ended::Granted));
        });
        if let Some(cell) = self.short_form_cell(body) {
            self.digest.let_go("recognised", &body.0.to_be_bytes(), cell.bytes());
        }
        grant.sites.iter().for_each(|site| self.put_site(body, site, true));
        self.changed(event, body, BodyChanged::Granted(grant.terms(), false));
        let (Some(organisation), Some(first)) =
            (self.organisations.get(&body), grant.sites.first())
        else {
            return;
        };
        let recognition = Recognition {
            id: body,
            body: organisation.clone(),
            prefix: first.prefix,
            scope: grant.scope.clone(),
            published_on: Some(grant.published_on),
            until: Some(grant.until),
            covers_outsiders: grant.covers_outsiders,
            standard_exists: grant.standard_exists,
        };
        self.recognised.insert(body, Recognised { on: event.on, recognition });
    }
}

impl Bodies {
    /// Forms the cells again that are held here.
    pub(crate) fn form(&self, formed: &mut Formed) {
        for (id, particulars) in &self.particulars {
            formed.numbered("particulars", id.0, &particulars.cell());
        }
        for (id, application) in &self.applications {
            formed.numbered("application", id.0, &application.cell());
        }
        for (body, history) in &self.histories {
            let own = |(_, change): &(u32, &BodyChange)| {
                !matches!(change.what, BodyChanged::Granted(_, true))
            };
            for (place, change) in (0u32..).zip(history).filter(own) {
                let key = Cell::new().u32(body.0).u32(place);
                formed.cell("recognition-change", &key, &change.cell());
            }
        }
        for (prefix, site) in self.sites.iter().filter(|(_, site)| site.celled()) {
            let key = alloc::string::ToString::to_string(prefix);
            formed.cell("site", &Cell::new().raw(key.as_bytes()), &site.cell());
        }
        for (centre, on) in &self.converted {
            formed.numbered("converted", centre.0, &Cell::new().day(*on));
        }
    }
}

/// Applies an act from the application on.
pub(super) fn apply(state: &mut State, event: &Event, act: &BodyAct) {
    match act {
        BodyAct::Register { .. } | BodyAct::Describe { .. } => {}
        BodyAct::Apply(applied) => {
            let by = event.actor.expect("applies: an application has an actor");
            let application = Application::new(by, event.on, applied.clone());
            state.note("application", applied.application.0, &application.cell());
            state.bodies.applications.insert(applied.application, application);
        }
        BodyAct::Review { application, step } => {
            state.step(*application, |application| application.step(event.on, step));
        }
        BodyAct::Grant(grant) => {
            state.reckoning_seats(grant.body, event.on, |state| state.granted(event, grant));
        }
        BodyAct::Amend { body, scope, standard_exists } => {
            state.changed(event, *body, BodyChanged::Amended(scope.clone(), *standard_exists));
            if let Some(recognised) = state.recognised.get_mut(body) {
                recognised.recognition.scope.clone_from(scope);
            }
        }
        BodyAct::Renew { body, until } => {
            state.changed(event, *body, BodyChanged::Renewed(*until));
            if let Some(recognised) = state.recognised.get_mut(body) {
                recognised.recognition.until = Some(*until);
            }
        }
        BodyAct::Suspend { body, occupation, until, reason } => {
            state.changed(event, *body, BodyChanged::Suspended(*occupation, *until, *reason));
        }
        BodyAct::Reinstate { body, occupation } => {
            state.changed(event, *body, BodyChanged::Reinstated(*occupation));
        }
        BodyAct::Remove { body, reason } => state.reckoning_seats(*body, event.on, |state| {
            state.changed(event, *body, BodyChanged::Removed(*reason));
        }),
        BodyAct::ChangeSite { body, site, open } => {
            state.reckoning_seats(*body, event.on, |state| state.put_site(*body, site, *open));
        }
        BodyAct::Convert { centre } => {
            if state.bodies.converted.insert(*centre, event.on).is_none() {
                state.note("converted", centre.0, &Cell::new().day(event.on));
            }
        }
    }
}
