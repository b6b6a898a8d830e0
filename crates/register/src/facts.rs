//! What the state says about a case: derived facts, which a re-checker derives again.
//!
//! In scope: from recognitions, sessions and exits to facts. Asserted facts come with the act and
//! are listed in `ASSERTED`; whoever signs the act answers for them.
//! Out of scope: what follows from facts (`law`).

use crate::OrganisationId;
use crate::session::Session;
use crate::state::State;
use law::{Facts, Key, RowId};
use vocab::{Day, Level};

/// The facts that the acting organisation asserts, whatever the act.
pub(crate) const ASSERTED: &[Key] = &[
    Key::AcceptedOn,
    Key::ExamHeldOn,
    Key::SessionHeldOn,
    Key::Passed,
    Key::HolderIsStaff,
    Key::StandardExists,
    Key::Election,
    Key::CohortAdmittedOn,
    Key::CohortCompletedOn,
];

/// Sets a day, or says that it has not come.
pub(crate) fn put(facts: Facts, key: Key, day: Option<Day>) -> Facts {
    match day {
        Some(day) => facts.day(key, day),
        None => facts.none(key),
    }
}

/// Returns what is announced or completed for the occupation.
pub(crate) fn exit(state: &State, row: RowId) -> Facts {
    let turn = state.occupations.turn(row);
    let facts = turn.notice().facts(Facts::new());
    match turn.decision {
        Some((true, ..)) => facts.choice(Key::AuthorityDecision, "continue"),
        Some((false, ..)) => facts.choice(Key::AuthorityDecision, "stop"),
        None => facts,
    }
}

/// Adds what the register knows of the body, and whether its scope covers the occupation and level.
pub(crate) fn body(
    facts: Facts,
    state: &State,
    id: OrganisationId,
    row: RowId,
    level: Level,
) -> Facts {
    let kind = state.organisation(id).map(|o| o.kind);
    let facts = match kind {
        Some(kind) => facts.choice(Key::BodyKind, kind.body_kind()),
        None => facts,
    };
    let recognised = state.recognised(id);
    let recognition = recognised.map(|r| &r.recognition);
    let facts = put(facts, Key::BodyRecognisedOn, recognised.map(|r| r.on));
    let facts = put(facts, Key::BodyRecognisedUntil, recognition.and_then(|r| r.until));
    let facts = put(facts, Key::BodyPublishedOn, recognition.and_then(|r| r.published_on));
    let covers = recognition.is_some_and(|r| r.scope.contains(&(row, level)));
    facts
        .choice(Key::BodyStatus, "active")
        .choice(Key::CentreOf, "none")
        .flag(Key::ScopeCovers, covers)
        .flag(Key::StandardExists, recognition.is_some_and(|r| r.standard_exists))
        .flag(Key::CoversOutsiders, recognition.is_some_and(|r| r.covers_outsiders))
}

/// Adds the steps of a session of the new scheme.
pub(crate) fn session(facts: Facts, s: &Session) -> Facts {
    let facts = facts.day(Key::SessionAnnouncedOn, s.announced_on);
    let facts = put(facts, Key::SessionHeldOn, s.results.map(|r| r.held_on));
    put(facts, Key::ResultsConfirmedOn, s.confirmed_on)
}

/// Adds the steps of an examination of the old scheme.
pub(crate) fn examination(facts: Facts, state: &State, s: &Session) -> Facts {
    let facts = facts
        .day(Key::AnnouncedOn, s.announced_on)
        .day(Key::RegistrationWindowUntil, s.plan.registration_until);
    let facts = put(facts, Key::AcceptedOn, s.closing.map(|c| c.last_accepted_on));
    // Where a region's law may ask for them, the five steps are an act of their own; elsewhere they
    // are done when registration is closed on the record.
    let complete = match state.exams.complete(s.plan.session) {
        Some(complete) => Some(complete.on),
        None if state.old_scheme_region(s.by).is_some() => None,
        None => s.closing.map(|c| c.last_accepted_on),
    };
    let facts = put(facts, Key::BatchCompleteOn, complete);
    let facts = put(facts, Key::ExamHeldOn, s.results.map(|r| r.held_on));
    put(facts, Key::ResultsPublishedOn, s.results.map(|r| r.published_on))
}
