//! Cases: opened over an inspection, an audit or a nonce withheld; something is found or nothing,
//! put right, sanctioned, appealed against; irregular certificates are revoked.
//!
//! In scope: what the supervising centre, the authority and the subject do, one step after the
//! other. Out of scope: schemes around it (`cases_crooked`), what sanctions forbid (`bodies`).

use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{AUTHORITIES, Body, SUPERVISOR};
use crate::world::labels::batch_label;
use crate::world::post::Expect;
use crate::world::{World, aftercare, bodies, cases_crooked, newcomers};
use register::{
    CaseId, CertificateAct, DrawId, Finding, FindingCode, Grounds, InspectionId, OpenCase,
    OrganisationId, PublicAct, RevocationReason, Sanction, SanctionStep, Serials, SessionId,
    SupervisionAct,
};
use vocab::Day;

/// Days from the day on which a body begins nothing any more to its sanction: longer than any
/// letter takes.
const QUIET_DAYS: i32 = 14;
/// Days within which a subject may appeal, and those of a suspension.
const APPEAL_DAYS: i32 = 60;
const SUSPENSION_DAYS: std::ops::RangeInclusive<i32> = 90..=184;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Open,
    Find,
    Rectify,
    Rectified,
    /// The body is to be sanctioned and begins nothing any more.
    Stop,
    Sanction,
    Appeal,
    DecideAppeal,
    /// The holders are told that their certificates will be revoked.
    Tell,
    Revoke,
    Close,
    /// It is closed.
    Over,
}

/// A case.
#[derive(Clone, Debug)]
pub(crate) struct CaseFile {
    pub(crate) open: OpenCase,
    /// The body it is about; nothing where it is about an authority.
    pub(crate) body: Option<usize>,
    pub(crate) step: Step,
    /// A session of which every result is irregular, and how many passed.
    pub(crate) session: Option<(SessionId, u32)>,
    pub(crate) code: FindingCode,
    pub(crate) sanction: Option<SanctionStep>,
    era: u32,
    term: u32,
    pub(crate) told_on: Day,
    pub(crate) heard_until: Day,
}

/// Opens a case about some body every two weeks or so.
pub(crate) fn audit(world: &mut World<'_>) -> Result<(), Broken> {
    let at = world.rng.usize(0..world.sessions.bodies.len());
    let grounds = [Grounds::Complaint, Grounds::Audit, Grounds::Other][world.rng.usize(0..3)];
    about(world, at, grounds, None);
    let day = world.today().plus_days(world.rng.i32(8..25));
    world.wake(day, Happening::Audit);
    Ok(())
}

/// Opens a case about a body that is at work, but not about one that rushes: its holds are enough.
pub(crate) fn about(
    world: &mut World<'_>,
    at: usize,
    grounds: Grounds,
    inspection: Option<InspectionId>,
) {
    let body = world.sessions.bodies[at].clone();
    let open_already = |case: &CaseFile| case.body == Some(at) && case.step != Step::Over;
    let suspended = Some(world.today()) <= body.suspended_until;
    let busy = world.cases.iter().any(open_already) || body.stopped || suspended;
    let known = world.keeper.organisation(body.id).is_some();
    if busy || !known || body.long.is_some_and(|long| long.rushes) {
        return;
    }
    let open = opening(world, body.id, grounds, (inspection, None));
    let session = if body.crooked { irregular(world, at) } else { None };
    let code = match session {
        Some(_) => FindingCode::PassAll,
        None if world.rng.u8(0..4) != 0 => FindingCode::Records,
        None => FindingCode::Unfounded,
    };
    put(world, CaseFile { session, code, body: Some(at), ..file(open, &body, world.today()) });
}

/// Opens a case about a witness that withheld its nonce.
pub(crate) fn about_silence(world: &mut World<'_>, witness: OrganisationId, draw: DrawId) {
    let open = opening(world, witness, Grounds::MissedReveal, (None, Some(draw)));
    let on = world.today();
    put(
        world,
        CaseFile {
            open,
            body: None,
            step: Step::Open,
            session: None,
            code: FindingCode::MissedReveal,
            sanction: None,
            era: 0,
            term: 0,
            told_on: on,
            heard_until: on,
        },
    );
}

fn file(open: OpenCase, body: &Body, on: Day) -> CaseFile {
    CaseFile {
        open,
        body: None,
        step: Step::Open,
        session: None,
        code: FindingCode::Unfounded,
        sanction: None,
        era: body.era,
        term: body.term,
        told_on: on,
        heard_until: on,
    }
}

fn put(world: &mut World<'_>, case: CaseFile) {
    let n = world.cases.len();
    world.cases.push(case);
    let day = world.today().plus_days(world.rng.i32(0..5));
    world.wake(day, Happening::Case(n));
}

/// Returns what opens the next case.
pub(crate) fn opening(
    world: &World<'_>,
    subject: OrganisationId,
    grounds: Grounds,
    (inspection, draw): (Option<InspectionId>, Option<DrawId>),
) -> OpenCase {
    let case = CaseId(world.cases.len() as u32);
    OpenCase { case, subject, grounds, inspection, draw, commitment: [32; 32] }
}

/// Returns the last session of a body in which everybody was let pass and certified.
fn irregular(world: &World<'_>, at: usize) -> Option<(SessionId, u32)> {
    let over = |course: &&bodies::Course| {
        let done = 3 < course.passed && course.issued == course.passed;
        course.body == at && done && !world.revoked.contains(&course.label)
    };
    let course = world.sessions.courses.iter().rev().find(over)?;
    Some((course.label, course.passed))
}

/// The authority that sanctions, and the one that decides on appeals.
pub(crate) fn authorities(case: &CaseFile) -> (OrganisationId, OrganisationId) {
    let by = case.open.subject.0 % AUTHORITIES;
    let by = if case.body.is_none() { 2 } else { by };
    (OrganisationId(by), OrganisationId((by + 1) % AUTHORITIES))
}

/// Takes the next step.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    cases_crooked::tries(world, n)?;
    let (case, on) = (world.cases[n].clone(), world.today());
    let (by, appeals) = authorities(&case);
    let (id, subject, commitment) = (case.open.case, case.open.subject, [33; 32]);
    let (actor, act) = match case.step {
        Step::Open => (SUPERVISOR, SupervisionAct::OpenCase(case.open)),
        Step::Find => (SUPERVISOR, SupervisionAct::Finding(finding(&case))),
        Step::Rectify => {
            let due = on.plus_days(world.rng.i32(10..40));
            (by, SupervisionAct::Rectify { case: id, due })
        }
        Step::Rectified => (subject, SupervisionAct::Rectified { case: id, commitment }),
        Step::Stop => {
            let body = case.body.and_then(|at| world.sessions.bodies.get_mut(at));
            if let Some(body) = body.filter(|body| body.era == case.era) {
                body.stop();
                world.cases[n].term = body.term;
            }
            world.cases[n].step = Step::Sanction;
            world.wake(on.plus_days(QUIET_DAYS), Happening::Case(n));
            return Ok(());
        }
        Step::Sanction => (by, SupervisionAct::Sanction(sanction(world, n, on))),
        Step::Appeal => (subject, SupervisionAct::Appeal { case: id, commitment }),
        Step::DecideAppeal => {
            let upheld = world.rng.bool();
            let act = SupervisionAct::DecideAppeal { case: id, upheld };
            if !world.ask(appeals, PublicAct::Supervise(act), Expect::Done)? {
                world.wake(on.plus_days(1), Happening::Case(n));
                return Ok(());
            }
            if upheld {
                resume(world, &case, on);
            } else {
                stands(world, &case);
            }
            next(world, n, on);
            return Ok(());
        }
        Step::Tell => {
            let heard_until = on.plus_days(world.rng.i32(5..15));
            let case = &mut world.cases[n];
            (case.told_on, case.heard_until, case.step) = (on, heard_until, Step::Revoke);
            world.wake(heard_until.plus_days(2), Happening::Case(n));
            return Ok(());
        }
        Step::Revoke => {
            revoke(world, &case)?;
            next(world, n, on);
            return Ok(());
        }
        Step::Close => (by, SupervisionAct::CloseCase { case: id }),
        Step::Over => return Ok(()),
    };
    match world.ask(actor, PublicAct::Supervise(act), Expect::Done)? {
        true => next(world, n, on),
        false => world.wake(on.plus_days(1), Happening::Case(n)),
    }
    Ok(())
}

/// Returns what is found in a case.
pub(crate) fn finding(case: &CaseFile) -> Finding {
    Finding {
        case: case.open.case,
        code: case.code,
        session: case.session.map(|(session, _)| session),
        rows: case.session.iter().map(|(_, passed)| (0, passed - 1)).collect(),
        commitment: [34; 32],
    }
}

/// Letting everybody pass is so grave that steps are left out, unless the recognition in which it
/// was done has ended.
fn sanction(world: &mut World<'_>, n: usize, on: Day) -> Sanction {
    let case = world.cases[n].clone();
    let body = case.body.map(|at| &world.sessions.bodies[at]);
    let same = body.is_some_and(|body| (body.era, body.term) == (case.era, case.term));
    let short = body.is_some_and(|body| body.long.is_none());
    let (step, until) = match case.code {
        _ if !same => (SanctionStep::Warning, None),
        FindingCode::PassAll if short && world.rng.u8(0..6) == 0 => (SanctionStep::Removal, None),
        FindingCode::PassAll => {
            let days = world.rng.i32(SUSPENSION_DAYS);
            (SanctionStep::Suspension, Some(on.plus_days(days - 1)))
        }
        _ => (SanctionStep::Warning, None),
    };
    world.cases[n].sanction = Some(step);
    if let Some(at) = case.body.filter(|_| step == SanctionStep::Suspension) {
        world.sessions.bodies[at].suspended_until = until;
    }
    Sanction { case: case.open.case, step, until, occupation: None }
}

/// Goes on after a step that is done.
fn next(world: &mut World<'_>, n: usize, on: Day) {
    let case = world.cases[n].clone();
    let grave = case.code == FindingCode::PassAll;
    let mut wait = |days: std::ops::Range<i32>| on.plus_days(world.rng.i32(days));
    let (step, day) = match case.step {
        Step::Open => (Step::Find, wait(1..20)),
        Step::Find if case.code == FindingCode::Unfounded => (Step::Close, wait(1..9)),
        Step::Find if grave => (Step::Stop, wait(1..5)),
        Step::Find if case.body.is_none() => (Step::Sanction, wait(1..9)),
        Step::Find => (Step::Rectify, wait(1..9)),
        Step::Rectify => (Step::Rectified, wait(1..30)),
        Step::Rectified => (Step::Sanction, wait(1..9)),
        Step::Sanction if case.body.is_some() && wait(0..2) == on => {
            (Step::Appeal, wait(1..APPEAL_DAYS))
        }
        Step::Sanction => {
            stands(world, &case);
            let step = if grave { Step::Tell } else { Step::Close };
            (step, on.plus_days(world.rng.i32(1..9)))
        }
        Step::Appeal => (Step::DecideAppeal, wait(1..30)),
        Step::DecideAppeal if grave => (Step::Tell, wait(1..9)),
        Step::DecideAppeal | Step::Revoke => (Step::Close, wait(1..9)),
        Step::Close => (Step::Over, wait(1..9)),
        Step::Stop | Step::Tell | Step::Over => return,
    };
    world.cases[n].step = step;
    world.wake(day, Happening::Case(n));
}

/// A sanction stands: a body that is removed is gone, one that is suspended goes on afterwards.
fn stands(world: &mut World<'_>, case: &CaseFile) {
    let Some(at) = case.body else { return };
    let body = world.sessions.bodies[at].clone();
    if body.era != case.era {
        // Its recognition ended otherwise.
        return;
    }
    match (case.sanction, body.suspended_until) {
        (Some(SanctionStep::Removal), _) => {
            world.sessions.bodies[at].end();
            newcomers::replace(world, &body);
        }
        (Some(SanctionStep::Suspension), Some(until)) => resume(world, case, until),
        _ => {}
    }
}

/// A body goes on that was stopped for this case and for nothing else.
fn resume(world: &mut World<'_>, case: &CaseFile, after: Day) {
    let Some(at) = case.body.filter(|_| case.code == FindingCode::PassAll) else { return };
    let body = &mut world.sessions.bodies[at];
    if body.suspended_until.is_some_and(|until| after < until) {
        // The suspension fell.
        body.suspended_until = None;
    }
    if (body.era, body.term) == (case.era, case.term) {
        bodies::begin(world, at);
    }
}

/// Revokes the certificates of the session, batch by batch, but those that something else is done
/// about.
fn revoke(world: &mut World<'_>, case: &CaseFile) -> Result<(), Broken> {
    let Some((session, _)) = case.session else { return Ok(()) };
    let course = world.sessions.courses.iter().find(|course| course.label == session);
    let issued = course.map_or(0, |course| course.issued);
    for first in (0..issued).step_by(bodies::BATCH as usize) {
        let header = batch_label(session, first);
        if aftercare::cares(world, header) {
            continue;
        }
        let act = CertificateAct::Revoke {
            header,
            serials: Serials::All,
            reason: RevocationReason::Irregular,
            case: Some(case.open.case.0),
            told_on: case.told_on,
            heard_until: case.heard_until,
        };
        world.ask(authorities(case).0, PublicAct::Certificate(act), Expect::Done)?;
    }
    world.revoked.insert(session);
    Ok(())
}
