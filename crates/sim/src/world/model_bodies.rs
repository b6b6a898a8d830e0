//! The second count of bodies: applications from step to step, and what each body may assess on a
//! day.
//!
//! In scope: days and lists of the world's own. Out of scope: sessions (`model_sessions`).

use crate::world::failure::Broken;
use register::{
    ApplicationId, BodyAct, Event, OrganisationId, PublicAct, ReviewStep, RowId, Scheme,
    SessionPlan, State,
};
use std::collections::HashMap;
use vocab::{Day, Level};

/// Fewest reviewers, and days for which an application is public.
const REVIEWERS: usize = 3;
const PUBLIC_DAYS: i32 = 7;

/// What the model knows of an application.
#[derive(Clone, Debug, Default)]
struct Application {
    by: Option<OrganisationId>,
    complete: bool,
    favourable: bool,
    public_until: Option<Day>,
    open: u32,
    upheld: bool,
    over: bool,
}

/// What the model knows of a body.
#[derive(Clone, Debug)]
struct Body {
    long: bool,
    scope: Vec<(RowId, Level)>,
    until: Option<Day>,
    suspended: Vec<(RowId, Day, Option<Day>)>,
    removed_on: Option<Day>,
    changes: usize,
}

/// The second count.
#[derive(Default)]
pub(crate) struct Bodies {
    applications: HashMap<ApplicationId, Application>,
    bodies: HashMap<OrganisationId, Body>,
    /// Whose each site is, its seats a day, and whether it is open.
    sites: HashMap<String, (OrganisationId, u32, bool)>,
    /// What numbers of each body and centre begin with.
    numbers: HashMap<OrganisationId, String>,
}

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "bodies", what })
}

impl Bodies {
    /// Compares what an act touched.
    pub(crate) fn touched(&mut self, event: &Event) -> Result<(), Broken> {
        match (&event.act, event.actor) {
            (PublicAct::Body(BodyAct::Apply(applied)), by) => {
                let new = Application { by, ..Application::default() };
                match self.applications.insert(applied.application, new) {
                    None => Ok(()),
                    Some(before) => broken(format!("{before:?} is applied for twice")),
                }
            }
            (PublicAct::Body(BodyAct::Review { application, step }), _) => {
                let known = self.applications.entry(*application).or_default();
                let right = known.step(event.on, step);
                if right { Ok(()) } else { broken(format!("{step:?} of {known:?}")) }
            }
            (PublicAct::Body(act), _) => self.changed(event, act),
            (PublicAct::Genesis { organisations, .. }, _) => {
                let codes = (0..).zip(organisations).filter_map(|(n, o)| Some((n, o.institution?)));
                let codes = codes.map(|(n, code)| (OrganisationId(n), code.to_string()));
                self.numbers = codes.collect();
                Ok(())
            }
            (PublicAct::RecogniseBody(r), _) => {
                self.numbers.insert(r.id, r.prefix.to_string());
                self.recognised(r.id, false, r.scope.clone(), r.until);
                Ok(())
            }
            (PublicAct::Announce(plan), Some(by)) => self.announced(event.on, by, plan),
            _ => Ok(()),
        }
    }

    fn changed(&mut self, event: &Event, act: &BodyAct) -> Result<(), Broken> {
        if let BodyAct::Grant(grant) = act {
            let known = self.applications.entry(grant.application).or_default();
            let public = known.public_until.is_some_and(|until| until < event.on);
            let right = known.by == Some(grant.body) && known.favourable && public;
            if !right || known.over || known.upheld || 0 < known.open {
                return broken(format!("granted: {known:?}"));
            }
            known.over = true;
            let lasts = self.bodies.get(&grant.body).is_some_and(|body| body.lasts(event.on));
            self.recognised(grant.body, true, grant.scope.clone(), Some(grant.until));
            for site in &grant.sites {
                let known = (grant.body, site.seats_a_day, true);
                self.sites.insert(site.prefix.to_string(), known);
            }
            let first = grant.sites.first().map(|site| site.prefix.to_string());
            self.numbers.entry(grant.body).or_insert(first.unwrap_or_default());
            return if lasts { broken(format!("{grant:?} while it lasts")) } else { Ok(()) };
        }
        if let BodyAct::ChangeSite { body, site, open } = act {
            let known = (*body, site.seats_a_day, *open);
            let before = self.sites.insert(site.prefix.to_string(), known);
            let right = before.map_or(*open, |(of, _, was)| of == *body && (*open || was));
            return if right { Ok(()) } else { broken(format!("{act:?} over {before:?}")) };
        }
        let Some(body) = act.organisation().and_then(|id| self.bodies.get_mut(&id)) else {
            return Ok(());
        };
        body.changes += 1;
        let right = match act {
            BodyAct::Amend { scope, .. } => {
                body.scope.clone_from(scope);
                true
            }
            BodyAct::Renew { until, .. } => {
                let longer = body.until < Some(*until) && body.lasts(event.on);
                body.until = Some(*until);
                longer
            }
            BodyAct::Suspend { occupation: Some(row), .. } => {
                body.suspended.push((*row, event.on, None));
                body.scope.iter().any(|(known, _)| known == row)
            }
            BodyAct::Reinstate { occupation: Some(row), .. } => {
                let open = body.suspended.iter_mut().find(|(of, _, to)| of == row && to.is_none());
                open.map(|(.., to)| *to = Some(event.on)).is_some()
            }
            BodyAct::Remove { .. } => body.removed_on.replace(event.on).is_none(),
            _ => true,
        };
        if right { Ok(()) } else { broken(format!("{act:?} of {body:?}")) }
    }

    /// Returns every body that was ever recognised.
    pub(crate) fn ever(&self) -> impl Iterator<Item = OrganisationId> {
        self.bodies.keys().copied()
    }

    /// Returns what the numbers of a body or a centre begin with.
    pub(crate) fn numbers_under(&self, id: OrganisationId) -> Option<&str> {
        self.numbers.get(&id).map(String::as_str)
    }

    fn recognised(
        &mut self,
        id: OrganisationId,
        long: bool,
        scope: Vec<(RowId, Level)>,
        until: Option<Day>,
    ) {
        let changes = 1 + self.bodies.get(&id).map_or(0, |body| body.changes);
        let (suspended, removed_on) = (Vec::new(), None);
        self.bodies.insert(id, Body { long, scope, until, suspended, removed_on, changes });
    }

    fn announced(&self, on: Day, by: OrganisationId, plan: &SessionPlan) -> Result<(), Broken> {
        let Some(body) = self.bodies.get(&by).filter(|_| plan.scheme == Scheme::Level) else {
            return Ok(());
        };
        let covers = body.scope.contains(&(plan.occupation, plan.level));
        let stopped = body.suspended.iter().any(|(row, from, to)| {
            *row == plan.occupation && *from <= on && to.is_none_or(|to| on < to)
        });
        if covers && body.lasts(on) && !stopped {
            return Ok(());
        }
        broken(format!("{plan:?} announced on {on} by {body:?}"))
    }

    /// Compares everything.
    pub(crate) fn at_the_end(&self, state: &State) -> Result<(), Broken> {
        for (id, body) in &self.bodies {
            let changes = state.bodies().history(*id).len();
            if changes != body.changes || state.bodies().is_short_form(*id) == body.long {
                return broken(format!("{changes} changes of {body:?}"));
            }
        }
        for id in self.bodies.keys() {
            for found in state.bodies().sites_of(*id).filter(|found| 0 < found.site.seats_a_day) {
                let known = self.sites.get(&found.site.prefix.to_string());
                if known != Some(&(found.of, found.site.seats_a_day, found.open)) {
                    return broken(format!("{found:?}, not {known:?}"));
                }
            }
        }
        for (id, found) in state.bodies().applications() {
            let over = self.applications.get(&id).is_some_and(|known| known.over);
            if over != found.ended.is_some() {
                return broken(format!("{found:?}"));
            }
        }
        Ok(())
    }
}

impl Body {
    /// Says whether its recognition lasts on a day that is no earlier than its beginning.
    fn lasts(&self, on: Day) -> bool {
        let within = self.until.is_none_or(|until| on <= until);
        within && self.removed_on.is_none_or(|removed| on < removed)
    }
}

impl Application {
    fn step(&mut self, on: Day, step: &ReviewStep) -> bool {
        if self.over {
            return false;
        }
        match step {
            ReviewStep::Complete => !std::mem::replace(&mut self.complete, true),
            ReviewStep::Reviewed { reviewers, favourable } => {
                self.favourable = *favourable;
                self.complete && REVIEWERS <= reviewers.len()
            }
            ReviewStep::Publicised { from, until } => {
                self.public_until = Some(*until);
                self.favourable && from.plus_days(PUBLIC_DAYS - 1) <= *until
            }
            ReviewStep::Objected { .. } => {
                self.open += 1;
                self.public_until.is_some_and(|until| on <= until)
            }
            ReviewStep::ObjectionDecided { upheld } => {
                self.upheld |= upheld;
                let open = self.open;
                self.open = open.saturating_sub(1);
                0 < open
            }
            ReviewStep::Incomplete { .. } | ReviewStep::Refused { .. } | ReviewStep::Withdrawn => {
                self.over = true;
                true
            }
        }
    }
}
