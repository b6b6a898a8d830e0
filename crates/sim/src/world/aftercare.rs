//! What is done about certificates after they were issued: corrected, printed again, taken back.
//!
//! In scope: one batch of several, one certificate of it, and schemes around it. Out of scope:
//! batches that a case finds irregular (`cases`), what blanks there are (`keeping`).

use crate::world::crooked::{Try, attempt};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::labels::batch_label;
use crate::world::post::{Expect, Message, Outcome};
use crate::world::{World, keeping};
use register::{
    Breach, CertificateAct, CertificateId, CorrectionReason, OrganisationId, PublicAct,
    ReissueReason, RevocationReason, Serials, SessionId,
};
use vocab::Day;

/// Something is done about one batch of so many.
const ONE_OF: u8 = 5;
/// Of so many certificates that something is done about, one is taken back.
const BACK_ONE_OF: u8 = 3;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Correct,
    Reissue,
    /// Its holder is told that it will be taken back.
    Tell,
    TakeBack,
    /// It is taken back, and somebody mends it all the same.
    Gone,
}

/// A certificate that something is done about.
#[derive(Clone, Debug)]
pub(crate) struct Care {
    issuer: OrganisationId,
    /// Its batch, by label.
    batch: u64,
    place: u32,
    step: Step,
    print: u64,
    told_on: Day,
    heard_until: Day,
}

/// Says whether anything is done about a batch but what a case orders.
pub(crate) fn cares(world: &World<'_>, batch: u64) -> bool {
    world.cares.iter().any(|care| care.batch == batch)
}

/// So many certificates were issued: something may be done about one of them.
pub(crate) fn begin(
    world: &mut World<'_>,
    issuer: OrganisationId,
    (session, first_row): (SessionId, u32),
    count: u32,
) {
    if world.rng.u8(0..ONE_OF) != 0 || count == 0 {
        return;
    }
    let (n, today) = (world.cares.len(), world.today());
    let back = world.rng.u8(0..BACK_ONE_OF) == 0;
    world.cares.push(Care {
        issuer,
        batch: batch_label(session, first_row),
        place: world.rng.u32(0..count),
        step: if back { Step::Tell } else { Step::Correct },
        print: 0,
        told_on: today,
        heard_until: today,
    });
    let day = today.plus_days(world.rng.i32(2..60));
    world.wake(day, Happening::Care(n));
}

/// Takes the next step.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    tries(world, n)?;
    let (care, on) = (world.cares[n].clone(), world.today());
    let certificate = CertificateId { header: care.batch, serial: care.place };
    let act = match care.step {
        Step::Correct => correct(world, certificate),
        Step::Reissue => {
            let Some(print) = keeping::next_print(world, care.issuer) else { return Ok(()) };
            world.cares[n].print = print;
            let reasons = ReissueReason::ALL;
            let reason = reasons[world.rng.usize(0..reasons.len())];
            CertificateAct::Reissue { certificate, print, reason }
        }
        Step::Tell => {
            let heard_until = on.plus_days(world.rng.i32(5..15));
            let care = &mut world.cares[n];
            (care.told_on, care.heard_until, care.step) = (on, heard_until, Step::TakeBack);
            let day = heard_until.plus_days(world.rng.i32(1..9));
            world.wake(day, Happening::Care(n));
            return Ok(());
        }
        Step::TakeBack => take_back(&care, care.heard_until),
        Step::Gone => return Ok(()),
    };
    let (request, process) = (world.request(), Some(Happening::Care(n)));
    let (actor, act) = (care.issuer, PublicAct::Certificate(act));
    world.send(Message { actor, on, request, act, expect: Expect::Done, process });
    Ok(())
}

fn correct(world: &mut World<'_>, certificate: CertificateId) -> CertificateAct {
    let reasons = CorrectionReason::ALL;
    let reason = reasons[world.rng.usize(0..reasons.len())];
    let (name, document) = ([world.rng.u8(..); 32], [world.rng.u8(..); 32]);
    CertificateAct::Correct { certificate, name, document, reason }
}

/// Its issuer takes back what it issued to somebody who had not passed.
fn take_back(care: &Care, heard_until: Day) -> CertificateAct {
    CertificateAct::Revoke {
        header: care.batch,
        serials: Serials::Runs(vec![(care.place, care.place)]),
        reason: RevocationReason::NotPassed,
        case: None,
        told_on: care.told_on,
        heard_until,
    }
}

/// Goes on after an answer.
pub(crate) fn answered(world: &mut World<'_>, n: usize, outcome: &Outcome) {
    if *outcome != Outcome::Done {
        return;
    }
    let next = match world.cares[n].step {
        // Corrected once or several times, then printed anew.
        Step::Correct if world.rng.u8(0..3) == 0 => Step::Correct,
        Step::Correct => Step::Reissue,
        Step::Reissue if world.rng.bool() => Step::Reissue,
        Step::TakeBack => Step::Gone,
        Step::Reissue | Step::Tell | Step::Gone => return,
    };
    world.cares[n].step = next;
    let day = world.today().plus_days(world.rng.i32(1..40));
    world.wake(day, Happening::Care(n));
}

/// Lets somebody try what is not right, at the step where a certificate is.
fn tries(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let (care, on) = (world.cares[n].clone(), world.today());
    let certificate = CertificateId { header: care.batch, serial: care.place };
    let known =
        |id: &OrganisationId| *id != care.issuer && world.keeper.organisation(*id).is_some();
    let other = world.sessions.bodies.iter().map(|body| body.id).find(known);
    let other = other.unwrap_or(crate::world::founding::SUPERVISOR);
    let refused = |scheme, actor, act, breaches| {
        let act = PublicAct::Certificate(act);
        Try { scheme, actor, act, rules: &[], breaches }
    };
    let forbidden = |scheme, actor, act, rules| {
        let act = PublicAct::Certificate(act);
        Try { scheme, actor, act, rules, breaches: &[] }
    };
    let second = world.rng.bool();
    let found = match care.step {
        Step::Correct if second => {
            let never = CertificateId { serial: u32::MAX / 2, ..certificate };
            let act = correct(world, never);
            let breaches = &[Breach::NoSuchCertificate];
            refused("a certificate corrected that was never issued", care.issuer, act, breaches)
        }
        Step::Correct => {
            let act = correct(world, certificate);
            let rules = &["2020-80/p4.issuer-mends"];
            forbidden("another's certificate corrected", other, act, rules)
        }
        Step::Reissue if care.print != 0 => {
            let reason = ReissueReason::Lost;
            let act = CertificateAct::Reissue { certificate, print: care.print, reason };
            let breaches = &[Breach::PrintUsed];
            refused("two prints of one number", care.issuer, act, breaches)
        }
        Step::TakeBack if second => {
            let act = take_back(&care, on);
            refused("taken back before its holder was heard", care.issuer, act, &[Breach::NotHeard])
        }
        Step::TakeBack => {
            let act = take_back(&care, care.heard_until);
            let CertificateAct::Revoke { header, serials, told_on, heard_until, .. } = act else {
                return Ok(());
            };
            let (reason, case) = (RevocationReason::Irregular, None);
            let act =
                CertificateAct::Revoke { header, serials, reason, case, told_on, heard_until };
            let (scheme, authority) = ("revoked as irregular without a case", OrganisationId(0));
            refused(scheme, authority, act, &[Breach::NoFinding])
        }
        Step::Gone if second => {
            let rules = &["2020-80/p4.revoked-is-not-mended"];
            let act = correct(world, certificate);
            forbidden("a revoked certificate mended", care.issuer, act, rules)
        }
        Step::Gone => {
            let rules = &["2020-80/p4.revoked-once"];
            let act = take_back(&care, care.heard_until);
            forbidden("a certificate revoked twice", OrganisationId(0), act, rules)
        }
        Step::Reissue | Step::Tell => return Ok(()),
    };
    attempt(world, found, on)
}
