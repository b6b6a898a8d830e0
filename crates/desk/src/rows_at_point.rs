//! Which private rows and notes a log that was restored to a point still speaks of, by their names.
//!
//! In scope: names of groups and of notes, held against the state that the restored log comes to.
//! Out of scope: rows within a group that stays (`cut_to_point`): they are sealed, and this needs
//! no key.
//! Invariant: what is named after something that the log does not have is left out, because the
//! next session, cohort or list gets that number and would get the people, too. So is a name that
//! nothing here knows.

use register::{ApplicationId, CohortId, DrawId, Session, SessionId, State};
use store::PrivateKind;

/// What the notes of a session that was disposed of begin with.
pub(crate) const DISPOSED: &str = "disposed/";

/// Says whether a group of private rows belongs to what a state knows.
pub(crate) fn belongs(state: &State, kind: PrivateKind, group: &str) -> bool {
    match kind {
        PrivateKind::Candidate | PrivateKind::Refund => of_session(state, group).is_some(),
        PrivateKind::Result => result(state, group),
        PrivateKind::Election => match numbered(group, "choices-") {
            Some((id, "")) => state.exams().choices(SessionId(id)).is_some(),
            _ => of_session(state, group).is_some(),
        },
        PrivateKind::Registration => registration(state, group),
        PrivateKind::Salt => salt(state, group),
        // An act that was drafted later speaks of what is not there; made again it is another.
        PrivateKind::Draft => false,
        // What was refused and who read what happened, whatever the log says now.
        PrivateKind::Refusal | PrivateKind::Reading => true,
    }
}

/// Says whether a note belongs to what a state knows.
pub(crate) fn note_belongs(state: &State, name: &str) -> bool {
    match name.strip_prefix(DISPOSED) {
        None => true,
        Some(id) => id.parse().is_ok_and(|id| state.session(SessionId(id)).is_some()),
    }
}

/// Returns the number after what a name begins with, and the rest of the name.
pub(crate) fn numbered<'a>(name: &'a str, begins: &str) -> Option<(u32, &'a str)> {
    let name = name.strip_prefix(begins)?;
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = name.split_at(digits);
    Some((number.parse().ok()?, rest))
}

/// Returns what certificates are counted under, of the name of the group with their salts.
pub(crate) fn counter_of(group: &str) -> Option<(String, i32, char)> {
    let mut parts = group.strip_prefix("salt-")?.rsplitn(3, '-');
    let (level, year, site) = (parts.next()?, parts.next()?, parts.next()?);
    Some((site.to_string(), year.parse().ok()?, level.parse().ok()?))
}

/// Returns the session that a group is named after and nothing else.
fn of_session<'a>(state: &'a State, group: &str) -> Option<&'a Session> {
    match numbered(group, "session-")? {
        (id, "") => state.session(SessionId(id)),
        _ => None,
    }
}

fn result(state: &State, group: &str) -> bool {
    let Some((id, rest)) = numbered(group, "session-") else { return false };
    let id = SessionId(id);
    match (rest, numbered(rest, "-revision-")) {
        ("", _) => state.session(id).is_some_and(|session| session.results.is_some()),
        (_, Some((revision, ""))) => {
            state.arrangements().of(id).is_some_and(|arranged| revision <= arranged.revisions)
        }
        _ => false,
    }
}

fn registration(state: &State, group: &str) -> bool {
    if let Some((id, rest)) = numbered(group, "session-") {
        return beside_session(state, SessionId(id), rest);
    }
    if let Some((id, rest)) = numbered(group, "application-") {
        let application = state.bodies().application(ApplicationId(id));
        return application.is_some_and(|application| match rest {
            "" => true,
            "-reviewers" => application.reviewers != 0,
            "-objections" => application.objections != 0,
            _ => false,
        });
    }
    if let Some((id, rest)) = numbered(group, "cohort-members-") {
        let size = rest.strip_prefix('-').and_then(|size| size.parse().ok());
        let before = size.is_some_and(|size: u64| size < state.entries());
        return before && state.cohorts().get(CohortId(id)).is_some();
    }
    if let Some((id, "")) = numbered(group, "cohort-ends-") {
        let cohort = state.cohorts().get(CohortId(id));
        return cohort.is_some_and(|cohort| cohort.ends.is_some());
    }
    if let Some((id, "")) = numbered(group, "cohort-") {
        return state.cohorts().get(CohortId(id)).is_some();
    }
    if let Some((id, "")) = numbered(group, "admission-") {
        return state.exams().complete(SessionId(id)).is_some();
    }
    if let Some((id, "")) = numbered(group, "ends-") {
        return state.exams().ended(SessionId(id)).is_some();
    }
    if let Some(into) = group.strip_prefix("import-") {
        return import(state, into);
    }
    group.starts_with("legacy-") && state.corrections().next_list() != 0
}

/// Says whether what stands beside the candidates of a session belongs to what a state knows.
fn beside_session(state: &State, id: SessionId, rest: &str) -> bool {
    if state.session(id).is_none() {
        return false;
    }
    if rest == "-eligible" {
        return true;
    }
    let Some(arranged) = state.arrangements().of(id) else { return false };
    match rest {
        "-seats" => true,
        "-sign-in" => arranged.present.is_some(),
        "-objections" => !arranged.objections.is_empty(),
        _ => match rest.strip_prefix("-archive-").map(str::parse::<u64>) {
            // Named by the number of acts before it.
            Some(Ok(version)) => arranged.archive.is_some() && version < state.version(),
            _ => false,
        },
    }
}

/// Says whether the memory of an import belongs to what a state knows.
fn import(state: &State, into: &str) -> bool {
    if let Some((id, "")) = numbered(into, "results-session-") {
        return state.session(SessionId(id)).is_some_and(|session| session.results.is_some());
    }
    let session = numbered(into, "session-").or_else(|| numbered(into, "elections-session-"));
    match session {
        Some((id, _)) => state.session(SessionId(id)).is_some(),
        None => into.starts_with("cohort-") && state.cohorts().next() != CohortId(0),
    }
}

fn salt(state: &State, group: &str) -> bool {
    if let Some((id, rest)) = numbered(group, "draw-") {
        return rest.starts_with('-') && state.supervision().draw(DrawId(id)).is_some();
    }
    if let Some(header) = group.strip_prefix("correction-") {
        let batch = header.parse().ok().and_then(|at| state.corrections().batch(at));
        return batch.is_some();
    }
    // Which of the texts of supervision stay is for whoever can open them.
    group == "supervision-texts" || counter_of(group).is_some_and(|key| state.counter(&key) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a log with nothing in it only what happened whatever the log says stays.
    fn check(kind: PrivateKind, group: &str, expect: bool) {
        assert_eq!(belongs(&State::new(), kind, group), expect, "{kind:?} {group}");
    }

    #[test]
    fn a_group_goes_with_what_it_is_named_after() {
        for kind in [PrivateKind::Candidate, PrivateKind::Result, PrivateKind::Election] {
            check(kind, "session-0", false);
        }
        for group in ["session-0-eligible", "cohort-0", "legacy-1", "import-cohort-00", "new-1"] {
            check(PrivateKind::Registration, group, false);
        }
        check(PrivateKind::Salt, "salt-Y000099000001-2020-4", false);
        check(PrivateKind::Draft, "draft-AA==", false);
        check(PrivateKind::Reading, "2020-12", true);
        check(PrivateKind::Refusal, "refusals", true);
        assert!(!note_belongs(&State::new(), "disposed/1"));
        assert!(note_belongs(&State::new(), "vault/current"));
    }

    #[test]
    fn a_name_is_taken_apart() {
        assert_eq!(numbered("session-12-seats", "session-"), Some((12, "-seats")));
        assert_eq!(numbered("session-", "session-"), None);
        assert_eq!(numbered("cohort-ends-1", "cohort-"), None);
        let key = counter_of("salt-A-B-2020-4");
        assert_eq!(key, Some(("A-B".to_string(), 2020, '4')));
        assert_eq!(counter_of("salt-2020-4"), None);
    }
}
