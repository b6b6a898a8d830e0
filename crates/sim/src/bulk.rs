//! A log of any length: sessions of one employer, one round after the other, with invented people.
//!
//! In scope: filling a founded register through the one write path, for measurements and for
//! `demo --entries`.
//! Out of scope: crooked schemes, crashes, other acts.

use crate::people::People;
use desk::candidates::{Applicant, Score};
use desk::house::House;
use desk::house_error::HouseError;
use desk::{OrganisationId, RowId, Scheme, SessionId, SessionPlan};
use vocab::{Day, Level};

/// Candidates of one session.
const CANDIDATES: usize = 500;
/// Sessions of one round of a fortnight.
const SESSIONS: usize = 50;
/// Of so many candidates one does not pass.
const ONE_FAILS_OF: usize = 10;
/// Days of a round.
const ROUND_DAYS: i32 = 14;

/// What sessions are held by, and of what.
#[derive(Clone, Copy, Debug)]
pub struct Employer {
    /// The recognised employer.
    pub id: OrganisationId,
    /// An occupation in its scope.
    pub occupation: RowId,
    /// Two levels in its scope, held in turn.
    pub levels: [Level; 2],
}

/// Fills a register until its log has at least so many entries, and makes a landmark after each
/// round. `on` moves the house's clock to a day; `told` hears how many entries there are.
///
/// # Errors
/// The house's, at the first act that it does not take.
pub fn fill(
    house: &mut House,
    employer: Employer,
    first: Day,
    entries: u64,
    on: &mut dyn FnMut(Day),
    told: &mut dyn FnMut(u64),
) -> Result<(), HouseError> {
    let mut people = People::new(first.0.unsigned_abs().into());
    let mut day = first;
    while house.size() < entries {
        let wanted = (entries - house.size()).div_ceil(certificates(CANDIDATES) as u64);
        let sessions = SESSIONS.min(wanted as usize);
        round(house, employer, day, (sessions, CANDIDATES), &mut people, on)?;
        day = day.plus_days(ROUND_DAYS);
        on(day);
        house.landmark()?;
        told(house.size());
    }
    Ok(())
}

/// Plays one session of which a thousand pass, from its announcement to their certificates.
///
/// # Errors
/// As [`fill`].
pub fn thousand(
    house: &mut House,
    employer: Employer,
    first: Day,
    on: &mut dyn FnMut(Day),
) -> Result<(), HouseError> {
    let mut people = People::new(first.0.unsigned_abs().into());
    round(house, employer, first, (1, 1_112), &mut people, on)
}

const fn certificates(candidates: usize) -> usize {
    candidates - candidates.div_ceil(ONE_FAILS_OF)
}

/// A session whose results are confirmed, and the rows of them that passed.
pub type Confirmed = (SessionId, Vec<u32>);

/// Plays sessions side by side up to their confirmation, and returns them with the day on which
/// their certificates can be issued.
///
/// # Errors
/// As [`fill`].
pub fn confirm(
    house: &mut House,
    employer: Employer,
    day: Day,
    (count, candidates): (usize, usize),
    people: &mut People,
    on: &mut dyn FnMut(Day),
) -> Result<(Vec<Confirmed>, Day), HouseError> {
    let sessions = held(house, employer, day, (count, candidates), people, on)?;
    let today = day.plus_days(13);
    on(today);
    let rows: Vec<u32> = (0..certificates(candidates) as u32).collect();
    Ok((sessions.into_iter().map(|session| (session, rows.clone())).collect(), today))
}

/// Plays sessions side by side, from their announcement to their certificates.
fn round(
    house: &mut House,
    employer: Employer,
    day: Day,
    (count, candidates): (usize, usize),
    people: &mut People,
    on: &mut dyn FnMut(Day),
) -> Result<(), HouseError> {
    let (sessions, today) = confirm(house, employer, day, (count, candidates), people, on)?;
    for (session, rows) in sessions {
        house.issue(employer.id, session, (today, today), &rows)?;
    }
    Ok(())
}

/// Plays sessions side by side up to their confirmation.
fn held(
    house: &mut House,
    employer: Employer,
    day: Day,
    (count, candidates): (usize, usize),
    people: &mut People,
    on: &mut dyn FnMut(Day),
) -> Result<Vec<SessionId>, HouseError> {
    let by = employer.id;
    on(day);
    let mut sessions: Vec<SessionId> = Vec::with_capacity(count);
    for n in 0..count {
        let session = house.state().next_session();
        let plan = SessionPlan {
            session,
            scheme: Scheme::Level,
            occupation: employer.occupation,
            level: employer.levels[n % employer.levels.len()],
            registration_until: day.plus_days(3),
            planned_on: day.plus_days(5),
        };
        house.announce(by, day, &format!("bulk {}", session.0), plan)?;
        let invented = people.by_ref().take(candidates);
        let applicants: Vec<Applicant> = invented
            .map(|p| Applicant {
                name: p.name().to_string(),
                document: p.id().clone(),
                staff: true,
                fee_fen: 0,
            })
            .collect();
        house.accept(session, day, &applicants)?;
        sessions.push(session);
    }
    let mut each = |after: i32, act: &mut dyn FnMut(&mut House, SessionId, Day) -> Done| {
        let today = day.plus_days(after);
        on(today);
        sessions.iter().try_for_each(|session| act(house, *session, today))
    };
    each(4, &mut |h, s, today| h.close_registration(by, s, today).map(drop))?;
    let scores: Vec<Score> = (0..candidates).map(score).collect();
    each(6, &mut |h, s, today| h.record_results(by, s, (today, today), &scores).map(drop))?;
    each(12, &mut |h, s, today| h.confirm(by, s, today).map(drop))?;
    Ok(sessions)
}

type Done = Result<(), HouseError>;

fn score(place: usize) -> Score {
    let points = if place.is_multiple_of(ONE_FAILS_OF) { 590 } else { 600 + (place % 400) as u16 };
    Score { place: place as u32, theory_tenths: points, skill_tenths: 800 }
}
