//! Checking acts about cohorts: the register's order, then the law.
//!
//! In scope: who admits whom, head counts, transfers, named bodies, the end of each member.
//! Out of scope: that nobody is in two cohorts at once, which only private rows can tell (`desk`).

use super::{Admission, Change, Cohort, CohortAct, CohortChange, CohortEnds, CohortKind};
use crate::act::{OrganisationKind, Scheme};
use crate::check::{Desk, breach, require};
use crate::facts;
use crate::refusal::{Breach, Refusal};
use crate::{CohortId, OrganisationId};
use alloc::string::ToString;
use law::{Act, Facts, Key};
use vocab::Day;

/// Sessions in which members of one cohort were certified, so that the report stays one entry.
const SESSIONS_MAX: usize = 1_000;

/// Checks an act against the register's order and the law.
pub(crate) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    act: &CohortAct,
) -> Result<(), Refusal> {
    if let CohortAct::Admit(admission) = act {
        return admit(desk, actor, admission);
    }
    let Some(cohort) = desk.state.cohorts.get(act.cohort()) else {
        return breach(Breach::UnknownCohort);
    };
    let its_own = require(cohort.by == actor, Breach::NotItsOwnCohort);
    let on = desk.event.on;
    match act {
        CohortAct::Admit(_) => Ok(()),
        CohortAct::Change(change) => {
            its_own?;
            changed(desk, cohort, change)?;
            ask(desk, cohort, (Act::AmendCohort, on), cohort.facts(desk.state))
        }
        CohortAct::Complete { completed_on, heads, .. } => {
            its_own?;
            require(cohort.completed_on.is_none(), Breach::CohortOver)?;
            let ordered = cohort.admission.admitted_on < *completed_on && *completed_on <= on;
            require(ordered, Breach::DatesOutOfOrder)?;
            require(*heads == cohort.heads, Breach::HeadsDoNotAddUp)?;
            let facts = cohort.facts(desk.state).day(Key::CohortCompletedOn, *completed_on);
            ask(desk, cohort, (Act::CompleteCohort, on), facts)
        }
        CohortAct::NameBody { body, .. } => {
            let by = desk.organisation(actor)?.kind;
            require(
                cohort.by == actor || by == OrganisationKind::Authority,
                Breach::NotItsOwnCohort,
            )?;
            desk.organisation(*body)?;
            require(cohort.ends.is_none(), Breach::CohortOver)?;
            require(!cohort.names(*body), Breach::NamedTwice)?;
            let Admission { occupation, level, .. } = cohort.admission;
            let facts = cohort.facts(desk.state);
            let facts = facts::body(facts, desk.state, *body, occupation, level);
            ask(desk, cohort, (Act::NameCohortBody, on), facts)
        }
        CohortAct::ReportEnds(ends) => {
            its_own?;
            report(desk, cohort, ends)
        }
    }
}

fn ask(
    desk: &mut Desk<'_>,
    cohort: &Cohort,
    (act, on): (Act, Day),
    facts: Facts,
) -> Result<(), Refusal> {
    let region = cohort.admission.region.to_string();
    desk.ask(act, cohort.admission.occupation, on, &facts, Some(&region))
}

fn admit(desk: &mut Desk<'_>, actor: OrganisationId, a: &Admission) -> Result<(), Refusal> {
    let kind = desk.organisation(actor)?.kind;
    let next = desk.state.partial || a.cohort == desk.state.cohorts.next();
    require(next && desk.state.cohorts.get(a.cohort).is_none(), Breach::NotTheNext)?;
    let admits = match a.kind {
        CohortKind::Student => OrganisationKind::School,
        CohortKind::Apprentice => OrganisationKind::Employer,
    };
    require(kind == admits, Breach::NotAnAdmitter)?;
    let ordered = a.admitted_on <= desk.event.on && a.admitted_on < a.expected_on;
    require(ordered, Breach::DatesOutOfOrder)?;
    require(0 < a.heads, Breach::HeadsDoNotAddUp)?;
    // A cohort of an earlier year is put on record late: the law is asked about its own day, or
    // the first day that the law answers for (R-3-11).
    let first = desk.law.instruments.iter().map(|instrument| instrument.effective).min();
    let on = first.map_or(a.admitted_on, |first| first.max(a.admitted_on));
    let facts = super::promise::facts(desk.state, a, None);
    let region = a.region.to_string();
    desk.ask(Act::AdmitCohort, a.occupation, on, &facts, Some(&region))
}

fn changed(desk: &Desk<'_>, cohort: &Cohort, change: &Change) -> Result<(), Refusal> {
    require(cohort.completed_on.is_none(), Breach::CohortOver)?;
    require(0 < change.count, Breach::HeadsDoNotAddUp)?;
    let cohorts = &desk.state.cohorts;
    let after = match change.change {
        CohortChange::TransferIn { from } => {
            fits(desk, cohort, change.cohort, from)?;
            let waiting = cohorts.on_the_way(from, change.cohort);
            require(change.count <= waiting, Breach::TransferUnmatched)?;
            cohort.heads.checked_add(change.count)
        }
        CohortChange::TransferOut { to } => {
            fits(desk, cohort, change.cohort, to)?;
            let room = cohorts.on_the_way(change.cohort, to).checked_add(change.count);
            require(room.is_some(), Breach::HeadsDoNotAddUp)?;
            cohort.heads.checked_sub(change.count)
        }
        CohortChange::Repeat { into, expected_on } => {
            let next = desk.state.partial || into == cohorts.next();
            require(next && cohorts.get(into).is_none(), Breach::NotTheNext)?;
            require(cohort.admission.expected_on < expected_on, Breach::DatesOutOfOrder)?;
            cohort.heads.checked_sub(change.count)
        }
        CohortChange::Leave => cohort.heads.checked_sub(change.count),
    };
    require(after == Some(change.heads_after), Breach::HeadsDoNotAddUp)
}

/// Two cohorts between which members move are of one kind, occupation and level.
fn fits(desk: &Desk<'_>, cohort: &Cohort, id: CohortId, other: CohortId) -> Result<(), Refusal> {
    let Some(other_one) = desk.state.cohorts.get(other) else {
        return breach(Breach::UnknownCohort);
    };
    let of = |c: &Cohort| (c.admission.kind, c.admission.occupation, c.admission.level);
    require(id != other && of(cohort) == of(other_one), Breach::OtherCohort)
}

/// Each member is certified in a session of a named body, or in an examination of the old scheme,
/// or a reason is given.
fn report(desk: &mut Desk<'_>, cohort: &Cohort, ends: &CohortEnds) -> Result<(), Refusal> {
    require(cohort.completed_on.is_some(), Breach::CohortNotCompleted)?;
    require(cohort.ends.is_none(), Breach::CohortOver)?;
    require(ends.certified.len() <= SESSIONS_MAX, Breach::BatchTooLarge)?;
    let counts = ends.certified.iter().map(|(_, n)| n).chain(ends.unmet.iter().map(|(_, n)| n));
    let sum: u64 = counts.clone().map(|n| u64::from(*n)).sum();
    let rising = ends.certified.is_sorted_by(|a, b| a.0 < b.0)
        && ends.unmet.is_sorted_by(|a, b| a.0 < b.0)
        && counts.clone().all(|n| 0 < *n);
    require(rising && sum == u64::from(cohort.heads), Breach::HeadsDoNotAddUp)?;
    let on = desk.event.on;
    for (id, count) in &ends.certified {
        let Some(session) = desk.state.session(*id) else { return breach(Breach::UnknownSession) };
        let same = (session.plan.occupation, session.plan.level);
        let its = (cohort.admission.occupation, cohort.admission.level);
        let named = session.plan.scheme == Scheme::Qualification || cohort.names(session.by);
        require(same == its && named, Breach::NotNamed)?;
        let left = session.used.count().checked_sub(desk.state.cohorts.reported(*id));
        require(left.is_some_and(|left| *count <= left), Breach::MoreThanCertified)?;
        let (facts, day) = cohort.certified(desk.state, session);
        ask(desk, cohort, (Act::CertifyCohortMember, day), facts)?;
    }
    ask(desk, cohort, (Act::ReportCohort, on), cohort.facts(desk.state))
}
