//! Bodies that come into the world: at its opening, and in the place of others that are gone.
//!
//! In scope: who they are. Out of scope: what they do (`bodies`, `selecting`).

use crate::world::founding::{AUTHORITIES, Body, FIRST_BODY, LongForm, REGIONS, SCOPE, any_of};
use crate::world::{World, arranging, rushing, selecting};
use law::{FateKind, RowId};
use register::{OrganisationId, OrganisationKind};
use std::collections::BTreeSet;
use vocab::{BodyCategory, SitePrefix};

/// Regions of one body each, from this one on.
const ALONE: u8 = 55;

/// What a newcomer is like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Newcomer {
    /// Which authority decides about it.
    pub(crate) at: u32,
    pub(crate) kind: OrganisationKind,
    pub(crate) crooked: bool,
    pub(crate) rushes: bool,
    /// It is a centre of another unit until it turns.
    pub(crate) centre: bool,
}

/// Returns the label of the next body.
pub(crate) fn next_id(world: &World<'_>) -> OrganisationId {
    OrganisationId(FIRST_BODY + world.sessions.bodies.len() as u32)
}

/// Returns the occupations that leave: those that may be assessed.
pub(crate) fn leaving(world: &World<'_>) -> Vec<RowId> {
    let rows = &world.law.rows;
    let leaves = |id: &RowId| rows.get(*id).is_some_and(|row| row.fate != FateKind::Access);
    rows.ids().filter(leaves).collect()
}

/// Puts a body into the world that will apply.
pub(crate) fn comes(world: &mut World<'_>, newcomer: Newcomer) {
    let Newcomer { at, kind, crooked, rushes, centre } = newcomer;
    let leaving = leaving(world);
    // What is applied for names nothing twice.
    let mut scope = BTreeSet::new();
    while scope.len() < SCOPE {
        scope.insert(any_of(world, &leaving));
    }
    let spare = loop {
        let spare = any_of(world, &leaving);
        if scope.iter().all(|(row, _)| *row != spare.0) {
            break spare;
        }
    };
    let id = next_id(world);
    // Whoever rushes is the only body of its region: it has no peers.
    let (authority, region) = match rushes {
        true => (0, ALONE + (id.0 % 40) as u8),
        false => (at % AUTHORITIES, REGIONS[(at % AUTHORITIES) as usize]),
    };
    let long = LongForm {
        authority: OrganisationId(authority),
        region,
        site: site(kind, region, 500_000 + id.0),
        seats: if rushes { rushing::SEATS } else { world.rng.u32(60..200) },
        room_seats: if rushes { 1_000 } else { arranging::SEATS },
        rushes,
        centre,
        spare,
    };
    let scope = scope.into_iter().collect();
    let body = Body::new(id, kind, scope, crooked, Some(long));
    selecting::expect(world, body);
}

/// A body that is gone for good has another of its kind in its place.
pub(crate) fn replace(world: &mut World<'_>, gone: &Body) {
    let (kind, crooked) = (gone.kind, gone.crooked);
    let at = gone.long.map_or(gone.id.0, |long| long.authority.0);
    let rushes = gone.long.is_some_and(|long| long.rushes);
    let centre = gone.long.is_some_and(|long| long.centre);
    comes(world, Newcomer { at, kind, crooked, rushes, centre });
}

/// Returns the prefix of a site.
pub(crate) fn site(kind: OrganisationKind, region: u8, serial: u32) -> SitePrefix {
    let category = match kind {
        OrganisationKind::Employer => BodyCategory::Employer,
        _ => BodyCategory::SocialBody,
    };
    SitePrefix::new(category, 0, region, serial).expect("fields of a prefix")
}
