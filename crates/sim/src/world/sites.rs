//! Sites of bodies: capacity changes, another site opens and closes again.
//!
//! In scope: what the authority records with each renewal, and what it may not. Out of scope: what
//! the first site is (`selecting`).

use crate::world::crooked::{Try, attempt};
use crate::world::failure::Broken;
use crate::world::founding::LongForm;
use crate::world::post::Expect;
use crate::world::selecting::elsewhere;
use crate::world::{World, arranging, newcomers};
use register::{BodyAct, Breach, OrganisationId, PublicAct, Site};

/// Serials of second sites begin here.
const SECOND: u32 = 800_000;

/// Changes the sites of a body of the long form.
pub(crate) fn changes(world: &mut World<'_>, at: usize) -> Result<(), Broken> {
    let (body, on) = (world.sessions.bodies[at].clone(), world.today());
    let Some(long) = body.long else { return Ok(()) };
    let change =
        |site: Site, open| PublicAct::Body(BodyAct::ChangeSite { body: body.id, site, open });
    let rooms = vec![long.room_seats; arranging::ROOMS];
    let seats_a_day = long.seats + world.rng.u32(0..20);
    let first = Site { prefix: long.site, seats_a_day, rooms: rooms.clone() };
    let prefix = newcomers::site(body.kind, long.region, SECOND + body.id.0);
    let second = Site { prefix, seats_a_day: 30, rooms };
    let refused = |scheme, actor: OrganisationId, act, breaches| {
        let rules: &'static [&'static str] = &[];
        Try { scheme, actor, act, rules, breaches }
    };
    let open = world.second_sites.contains(&at);
    let found = match world.rng.u8(0..3) {
        0 => {
            let (scheme, breaches) = ("a site of another province", &[Breach::NotItsRegion]);
            refused(scheme, elsewhere(&long), change(first.clone(), true), breaches)
        }
        1 if !open => {
            let breaches = &[Breach::SiteCannot];
            let never = newcomers::site(body.kind, long.region, SECOND + 99_999);
            let never = Site { prefix: never, ..second.clone() };
            let scheme = "a site closed that was never opened";
            refused(scheme, long.authority, change(never, false), breaches)
        }
        1 => {
            let breaches = &[Breach::SiteCannot];
            let none = Site { rooms: Vec::new(), ..first.clone() };
            refused("a site without rooms", long.authority, change(none, true), breaches)
        }
        _ => Try {
            scheme: "a body opens its site itself",
            actor: body.id,
            act: change(second.clone(), true),
            rules: &[
                "2020-80/p5.authority-guides",
                "2020-80/p6.nobody-decides-on-its-own-recognition",
            ],
            breaches: &[],
        },
    };
    attempt(world, found, on)?;
    if world.ask(long.authority, change(first, true), Expect::Done)? {
        world.sessions.bodies[at].long = Some(LongForm { seats: seats_a_day, ..long });
    }
    if world.ask(long.authority, change(second, !open), Expect::Done)? {
        if open {
            world.second_sites.remove(&at);
        } else {
            world.second_sites.insert(at);
        }
    }
    Ok(())
}
