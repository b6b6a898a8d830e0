//! Checking who registers and describes organisations.
//!
//! Source: 六 (人力资源社会保障部门 …… 加强……质量监管，做好公共服务); readings R-5-7, R-6-1, R-6-30.
//! In scope: numbers, keys, regions, kinship without a circle. Out of scope: recognition.

use crate::act::{Organisation, OrganisationKind};
use crate::body::{CentreOf, Particulars};
use crate::check::{Desk, breach, require};
use crate::refusal::{Breach, Refusal};
use crate::state::State;
use crate::{ActingKey, OrganisationId, check_keys};
use law::{Act, Facts, Key, RowId};

/// The most steps from an organisation up to the one it belongs to in the end.
const KINSHIP_STEPS_MAX: usize = 16;

/// Checks a registration.
pub(super) fn check(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    (id, organisation): (OrganisationId, &Organisation),
    particulars: &Particulars,
) -> Result<(), Refusal> {
    let state = desk.state;
    let next = state.partial || id == state.next_organisation();
    require(next && state.organisation(id).is_none(), Breach::NotTheNext)?;
    let Organisation { key, operator_custody, .. } = *organisation;
    check_keys::new_key(state, &ActingKey { key, operator_custody })?;
    possible(state, id, organisation.kind, particulars)?;
    within(state, actor, particulars.region)?;
    ask(desk, actor, false)
}

/// Checks a description. Of itself an authority says only where it is.
pub(super) fn check_describing(
    desk: &mut Desk<'_>,
    actor: OrganisationId,
    id: OrganisationId,
    particulars: &Particulars,
) -> Result<(), Refusal> {
    let state = desk.state;
    let kind = desk.organisation(id)?.kind;
    possible(state, id, kind, particulars)?;
    let before = state.bodies().particulars(id).copied().unwrap_or_default();
    let own = actor == id;
    if !own {
        // An authority of one province neither takes from another nor shrinks one of all.
        let placed = before.region.is_some() || kind == OrganisationKind::Authority;
        require(!placed || speaks(state, actor, before.region), Breach::NotItsRegion)?;
    }
    within(state, actor, particulars.region)?;
    let only_region = Particulars { region: particulars.region, ..before } == *particulars;
    ask(desk, actor, own && !only_region)
}

fn ask(desk: &mut Desk<'_>, actor: OrganisationId, same: bool) -> Result<(), Refusal> {
    let by = desk.organisation(actor)?;
    let facts =
        Facts::new().choice(Key::ActorKind, by.kind.actor_kind()).flag(Key::SameParty, same);
    // Registering is of an organisation, not of an occupation: any row asks the same question.
    let region = desk.region(actor);
    desk.ask(Act::RegisterOrganisation, RowId(0), desk.event.on, &facts, region.as_deref())
}

/// Says whether an authority speaks for a region; one without a region speaks for all.
pub(super) fn speaks(state: &State, actor: OrganisationId, region: Option<u8>) -> bool {
    let own = state.speaks_for(actor);
    own.is_none() || own == region
}

fn within(state: &State, actor: OrganisationId, region: Option<u8>) -> Result<(), Refusal> {
    require(speaks(state, actor, region), Breach::NotItsRegion)
}

/// Checks that only departments and centres are centres, and that kinship ends.
fn possible(
    state: &State,
    id: OrganisationId,
    kind: OrganisationKind,
    particulars: &Particulars,
) -> Result<(), Refusal> {
    let centre = matches!(kind, OrganisationKind::Department | OrganisationKind::Supervisor);
    require(centre || particulars.centre_of == CentreOf::None, Breach::ParticularsCannot)?;
    let mut next = particulars.parent;
    for _ in 0..KINSHIP_STEPS_MAX {
        let Some(parent) = next else { return Ok(()) };
        require(state.partial || state.organisation(parent).is_some(), Breach::UnknownParty)?;
        require(parent != id, Breach::ParticularsCannot)?;
        next = state.bodies().parent(parent);
    }
    breach(Breach::ParticularsCannot)
}
