//! What is kept beside the certificates: blanks, lists of older certificates, numbers that were
//! given before this register.
//!
//! In scope: centres and the first bodies, every month or two. Out of scope: printing again
//! (`aftercare`).

use crate::world::World;
use crate::world::crooked::{Try, attempt};
use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::founding::{AUTHORITIES, FIRST_BODY, SUPERVISOR};
use crate::world::post::Expect;
use law::{FateKind, RowId};
use register::{
    Breach, CertificateAct, LegacyForm, LegacyList, OrganisationId, PublicAct, Scheme, StockMove,
};
use std::collections::HashMap;
use vocab::{Day, Level};

/// Centres and the first bodies keep; further bodies keep no blanks and print on what they like.
const KEEPERS: u32 = 12;
/// The version of the blanks.
const BLANK: u16 = 1;
/// Print numbers of each keeper.
const PRINTS: u64 = 1_000_000;

/// What is kept.
#[derive(Default)]
pub(crate) struct Kept {
    /// Of each keeper: the next print number to be received, and those on hand.
    blanks: HashMap<OrganisationId, (u64, Vec<u64>)>,
    lists: u32,
    prints: u64,
}

/// Returns the one that keeps.
fn keeper(n: usize) -> OrganisationId {
    let centres = (SUPERVISOR.0 - AUTHORITIES) as usize;
    match n.checked_sub(centres) {
        None => OrganisationId(AUTHORITIES + n as u32),
        Some(body) => OrganisationId(FIRST_BODY + body as u32),
    }
}

/// Lets everybody begin.
pub(crate) fn begin(world: &mut World<'_>) {
    for n in 0..KEEPERS as usize {
        let day = world.today().plus_days(world.rng.i32(1..60));
        world.wake(day, Happening::Keeping(n));
    }
}

/// Returns a print number for a certificate of an issuer; nothing when it has no blank on hand.
pub(crate) fn next_print(world: &mut World<'_>, issuer: OrganisationId) -> Option<u64> {
    match world.kept.blanks.get_mut(&issuer) {
        Some((_, on_hand)) => on_hand.pop(),
        // It will keep blanks and has none yet.
        None if (0..KEEPERS as usize).any(|n| keeper(n) == issuer) => None,
        None => {
            world.kept.prints += 1;
            Some(u64::MAX / 2 + world.kept.prints)
        }
    }
}

/// Does something of it.
pub(crate) fn step(world: &mut World<'_>, n: usize) -> Result<(), Broken> {
    let (of, on) = (keeper(n), world.today());
    if world.keeper.organisation(of).is_some() {
        match world.rng.u8(0..4) {
            0 | 1 => stock(world, of, on)?,
            2 => list(world, of, on)?,
            _ => open(world, of, on)?,
        }
    }
    let day = on.plus_days(world.rng.i32(20..70));
    world.wake(day, Happening::Keeping(n));
    Ok(())
}

fn stock(world: &mut World<'_>, of: OrganisationId, on: Day) -> Result<(), Broken> {
    let moves = |from, to, step| {
        PublicAct::Certificate(CertificateAct::Stock { blank: BLANK, from, to, step })
    };
    let (next, mut on_hand) = world.kept.blanks.get(&of).cloned().unwrap_or_default();
    let next = next.max(PRINTS * (1 + u64::from(of.0)));
    if on_hand.len() < 8 {
        let to = next + world.rng.u64(20..60);
        if world.ask(of, moves(next, to, StockMove::Received), Expect::Done)? {
            on_hand.extend((next..=to).rev());
            world.kept.blanks.insert(of, (to + 1, on_hand));
        }
        return Ok(());
    }
    let (scheme, breaches) = ("a blank that is not on hand", &[Breach::NotInStock]);
    let act = moves(next, next, StockMove::Printed);
    attempt(world, Try { scheme, actor: of, act, rules: &[], breaches }, on)?;
    // The last of them is spoiled, and destroyed at once or later with all that are.
    let Some(spoiled) = on_hand.pop() else { return Ok(()) };
    if world.ask(of, moves(spoiled, spoiled, StockMove::Spoiled), Expect::Done)? {
        world.kept.blanks.insert(of, (next, on_hand));
        world.ask(of, moves(spoiled, spoiled, StockMove::Destroyed), Expect::Done)?;
        let act = moves(spoiled, spoiled, StockMove::Printed);
        let scheme = "printed on a blank that was destroyed";
        attempt(world, Try { scheme, actor: of, act, rules: &[], breaches }, on)?;
    }
    Ok(())
}

/// Registers a list of older certificates, and one that is not of older ones.
fn list(world: &mut World<'_>, of: OrganisationId, on: Day) -> Result<(), Broken> {
    let centre = of.0 < SUPERVISOR.0;
    let rows: Vec<RowId> = world.law.rows.ids().collect();
    let occupation = rows[world.rng.usize(0..rows.len())];
    let day = |y, m, d| Day::from_ymd(y, m, d).expect("a day of the calendar");
    let institution = format!("990020{:02}", of.0).parse().expect("eight digits of a code");
    let pilot = world.rng.bool();
    let older = LegacyList {
        list: world.kept.lists,
        form: if pilot { LegacyForm::Pilot } else { LegacyForm::Qualification },
        occupation,
        institution: (!pilot).then_some(institution),
        count: world.rng.u32(1..100_000),
        root: [27; 32],
        source: [28; 32],
        issued_from: day(2012, 1, 1),
        issued_until: day(2019, 12, 31),
    };
    let registers = |list| PublicAct::Certificate(CertificateAct::RegisterLegacy(list));
    if !centre {
        let rules = &["2020-80/p4.legacy-comes-from-its-keeper"];
        let (scheme, act) = ("a body registers older certificates", registers(older));
        return attempt(world, Try { scheme, actor: of, act, rules, breaches: &[] }, on);
    }
    let fate = world.law.rows.get(occupation).map(|row| row.fate);
    let left = fate != Some(FateKind::Access) && day(2021, 1, 1) < on;
    if left && !pilot {
        let late = LegacyList { issued_until: on, ..older };
        let rules = &["2020-80/p4.legacy-was-issued-before-exit"];
        let (scheme, act) = ("a newer certificate on a list of older ones", registers(late));
        attempt(world, Try { scheme, actor: of, act, rules, breaches: &[] }, on)?;
    }
    if world.ask(of, registers(older), Expect::Done)? {
        world.kept.lists += 1;
    }
    Ok(())
}

/// Goes on from numbers that were given before; where numbers were given here, it is too late.
fn open(world: &mut World<'_>, of: OrganisationId, on: Day) -> Result<(), Broken> {
    let level = Level::from_code(char::from(b'1' + world.rng.u8(0..5))).expect("1 to 5 are levels");
    let (year, last) = (on.year() - world.rng.i32(0..3), world.rng.u32(1..5_000));
    let scheme = if of.0 < SUPERVISOR.0 { Scheme::Qualification } else { Scheme::Level };
    let source = [29; 32];
    let act = CertificateAct::OpenCounter { of, scheme, year, level, last, source };
    let act = PublicAct::Certificate(act);
    let id = world.keeper.organisation(of);
    let given = id.and_then(|id| world.model.counter(id, year, level.code()));
    match given {
        None => {}
        Some(0) => {
            let (scheme, rules) =
                ("another's numbers gone on with", &["2020-80/p4.own-numbers-only"]);
            // The supervising centre is no authority and has no numbers.
            let actor = SUPERVISOR;
            attempt(world, Try { scheme, actor, act: act.clone(), rules, breaches: &[] }, on)?;
            world.ask(of, act, Expect::Done)?;
        }
        Some(_) => {
            let (scheme, breaches) = ("numbers given a second time", &[Breach::CounterRuns]);
            attempt(world, Try { scheme, actor: of, act, rules: &[], breaches }, on)?;
        }
    }
    Ok(())
}
