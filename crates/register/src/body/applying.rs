//! Checking applications and the steps of their review.
//!
//! Source: 五 (遴选发布社会培训评价组织), reading R-5-30.
//! In scope: complete, then reviewed, then public, in this order; who may take which step.
//! Out of scope: granting (`granting`).

use crate::act::OrganisationKind;
use crate::body::application::{Application, ApplicationId, Applied, ReviewStep};
use crate::body::registering::speaks;
use crate::check::{Desk, breach, require};
use crate::refusal::{Breach, Refusal};
use crate::state::State;
use crate::{OrganisationId, StaffId};
use alloc::collections::BTreeSet;
use law::{Act, Facts, Key, RowId};

/// Checks an application.
pub(super) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    applied: &Applied,
) -> Result<(), Refusal> {
    let state = desk.state;
    let next = state.partial || applied.application == state.bodies().next_application();
    let new = state.bodies().application(applied.application).is_none();
    require(next && new, Breach::NotTheNext)?;
    let kind = applied.kind;
    let body = matches!(
        kind,
        OrganisationKind::Employer | OrganisationKind::Social | OrganisationKind::School
    );
    require(body, Breach::NotAnEvaluationBody)?;
    // A department, centres among them, has no kind of body yet: the law answers what it may do.
    let own = desk.organisation(actor)?.kind;
    let same = match own {
        OrganisationKind::Employer | OrganisationKind::Social | OrganisationKind::School => {
            own == kind
        }
        OrganisationKind::Authority
        | OrganisationKind::Department
        | OrganisationKind::Supervisor => kind == OrganisationKind::Social,
    };
    require(same, Breach::BodyMismatch)?;
    scope_is_one(&applied.scope)?;
    let facts = facts_of(state, actor);
    ask(desk, Act::ApplyRecognition, actor, &facts)
}

/// Checks that a scope names something, and nothing twice.
pub(super) fn scope_is_one(scope: &[(RowId, vocab::Level)]) -> Result<(), Refusal> {
    let once: BTreeSet<_> = scope.iter().collect();
    require(!scope.is_empty() && once.len() == scope.len(), Breach::ScopeCannot)
}

/// Checks a step of a review.
pub(super) fn check_step(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    id: ApplicationId,
    step: &ReviewStep,
) -> Result<(), Refusal> {
    let Some(application) = desk.state.bodies().application(id) else {
        return breach(Breach::UnknownApplication);
    };
    require(application.ended.is_none(), Breach::ApplicationEnded)?;
    require(application.last_on <= desk.event.on, Breach::DatesOutOfOrder)?;
    if *step == ReviewStep::Withdrawn {
        require(application.by == actor, Breach::NotItsOwnSession)?;
        let facts = facts_of(desk.state, actor);
        return ask(desk, Act::ApplyRecognition, actor, &facts);
    }
    in_order(desk, application, step)?;
    let by = application.by;
    decides(desk, actor, by, application.applied.national)?;
    let facts = deciding(desk, actor, by)?;
    ask(desk, Act::ReviewApplication, actor, &facts)
}

/// Checks that an authority speaks for the applicant's region; for the whole country one without a
/// region.
pub(super) fn decides(
    desk: &Desk<'_>,
    actor: OrganisationId,
    about: OrganisationId,
    national: bool,
) -> Result<(), Refusal> {
    let region = if national { None } else { desk.state.region_of(about) };
    let own = desk.state.speaks_for(actor);
    // An applicant that is nowhere yet can be taken up by any province, but not for the country.
    let open = !national && region.is_none();
    require(open || own.is_none() || speaks(desk.state, actor, region), Breach::NotItsRegion)
}

/// Returns the facts of a decision of one organisation about another.
pub(super) fn deciding(
    desk: &Desk<'_>,
    actor: OrganisationId,
    about: OrganisationId,
) -> Result<Facts, Refusal> {
    let Some(kind) = desk.state.kind_of(actor) else { return breach(Breach::UnknownActor) };
    Ok(Facts::new()
        .choice(Key::ActorKind, kind.actor_kind())
        .flag(Key::SameParty, desk.state.related(actor, about)))
}

/// Asks about an act that is not of one occupation: any row asks the same question.
pub(super) fn ask(
    desk: &mut Desk<'_>,
    act: Act,
    of: OrganisationId,
    facts: &Facts,
) -> Result<(), Refusal> {
    let region = desk.region(of);
    desk.ask(act, RowId(0), desk.event.on, facts, region.as_deref())
}

fn facts_of(state: &State, actor: OrganisationId) -> Facts {
    let facts = Facts::new().choice(Key::CentreOf, state.centre_of(actor).fact());
    match state.body_kind(actor) {
        Some(kind) => facts.choice(Key::BodyKind, kind),
        None => facts,
    }
}

fn in_order(desk: &Desk<'_>, application: &Application, step: &ReviewStep) -> Result<(), Refusal> {
    let on = desk.event.on;
    let selection = &desk.law.selection;
    let applied = &application.applied;
    let asked = selection.asked_of(applied.kind.body_kind(), applied.national);
    match step {
        ReviewStep::Incomplete { missing } => {
            require(application.complete_on.is_none(), Breach::ApplicationOutOfOrder)?;
            require(*missing != 0 && missing & !asked == 0, Breach::ConditionsMissing)
        }
        ReviewStep::Complete => {
            require(application.complete_on.is_none(), Breach::ApplicationOutOfOrder)?;
            require(asked & !applied.conditions == 0, Breach::ConditionsMissing)
        }
        ReviewStep::Reviewed { reviewers, .. } => {
            let now = application.complete_on.is_some() && application.reviewed.is_none();
            require(now, Breach::ApplicationOutOfOrder)?;
            let enough = selection.reviewers_min as usize <= reviewers.len();
            require(enough && reviewers.len() % 2 == 1, Breach::TooFewReviewers)?;
            let once: BTreeSet<_> = reviewers.iter().collect();
            require(once.len() == reviewers.len(), Breach::TooFewReviewers)?;
            let fit = |r: &StaffId| may_review(desk.state, *r, application.by);
            require(reviewers.iter().all(fit), Breach::ReviewerRelated)
        }
        ReviewStep::Publicised { from, until } => {
            let favourable = application.reviewed.is_some_and(|(_, favourable)| favourable);
            require(favourable && application.public.is_none(), Breach::ApplicationOutOfOrder)?;
            require(on <= *from && from <= until, Breach::DatesOutOfOrder)?;
            let enough = from.plus_days(selection.publicity_days - 1) <= *until;
            require(enough, Breach::PublicityTooShort)
        }
        ReviewStep::Objected { .. } => match application.public {
            None => breach(Breach::ApplicationOutOfOrder),
            Some((from, until)) => require(from <= on && on <= until, Breach::ObjectionLate),
        },
        ReviewStep::ObjectionDecided { .. } => {
            let open = application.objections_decided < application.objections;
            require(open, Breach::ApplicationOutOfOrder)
        }
        ReviewStep::Refused { .. } => Ok(()),
        ReviewStep::Withdrawn => Ok(()),
    }
}

/// Says whether somebody's staff may review: of an authority, a department or a centre, and of none
/// that the applicant is related to.
fn may_review(state: &State, reviewer: StaffId, applicant: OrganisationId) -> bool {
    let side = match state.kind_of(reviewer.of) {
        Some(
            OrganisationKind::Authority
            | OrganisationKind::Department
            | OrganisationKind::Supervisor,
        ) => true,
        Some(OrganisationKind::Employer | OrganisationKind::Social | OrganisationKind::School)
        | None => false,
    };
    side && !state.related(reviewer.of, applicant)
}
