//! Checking the acts of trust: landmarks, and keys that change.
//!
//! Source: DESIGN.md of the house, "The register", who acts.
//! In scope: what the register's own order asks; the law is asked nothing here.
//! Out of scope: the signatures themselves, which are checked before an event reaches this place.
//! I-LOG-4: a key that was ever an organisation's never comes back, so that "valid at that index"
//! has one answer.

use crate::act::{ActingKey, Event, OrganisationKind, PublicAct, RecoverySet};
use crate::refusal::{Breach, Refusal};
use crate::state::State;
use crate::{Organisation, OrganisationId};
use alloc::collections::BTreeSet;
use vocab::{Instant, limits};

fn require(holds: bool, otherwise: Breach) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::Breach(otherwise)) }
}

/// Checks that the act has an actor exactly where one organisation signs, and that the actor has a
/// key in force.
pub(crate) fn actor(state: &State, event: &Event) -> Result<(), Refusal> {
    let signs = event.act.signed_by() == crate::SignedBy::Actor;
    let Some(actor) = event.actor else {
        require(!signs, Breach::UnknownActor)?;
        return require(event.sequence == 0, Breach::OutOfTurn);
    };
    require(signs && state.organisation(actor).is_some(), Breach::UnknownActor)?;
    require(state.key_of(actor).is_some(), Breach::NoKey)?;
    require(state.partial || event.sequence == state.sequence(Some(actor)), Breach::OutOfTurn)
}

/// Checks what a founding fixes for ever.
pub(crate) fn founding(
    organisations: &[Organisation],
    recovery: &RecoverySet,
) -> Result<(), Refusal> {
    let authority = organisations.first().map(|o| o.kind) == Some(OrganisationKind::Authority);
    require(authority, Breach::FoundedByNoAuthority)?;
    let keys: BTreeSet<_> = recovery.keys.iter().collect();
    let possible = 0 < recovery.threshold
        && usize::from(recovery.threshold) <= recovery.keys.len()
        && recovery.keys.len() <= limits::RECOVERY_KEYS_MAX
        && keys.len() == recovery.keys.len();
    require(possible, Breach::RecoveryCannot)
}

/// Checks a landmark. Its root is beyond the register: whoever holds the tree compares it.
pub(crate) fn landmark(state: &State, size: u64, digest: &[u8; 32]) -> Result<(), Refusal> {
    if state.partial {
        return Ok(());
    }
    require(size == state.entries(), Breach::LandmarkElsewhere)?;
    require(digest == state.digest().bytes(), Breach::LandmarkOtherState)
}

/// Checks a key that is to act from now on.
pub(crate) fn new_key(state: &State, key: &ActingKey) -> Result<(), Refusal> {
    let known = state.known_keys.contains_key(&key.key)
        || state.log_key() == Some(&key.key)
        || state.recovery().is_some_and(|set| set.keys.contains(&key.key));
    require(!known, Breach::KeyKnown)
}

/// Checks that a key was the organisation's, and is not called compromised already.
pub(crate) fn compromise(
    state: &State,
    organisation: OrganisationId,
    key: &[u8; 32],
    since: Instant,
    recorded_at: Instant,
) -> Result<(), Refusal> {
    require(state.known_keys.get(key) == Some(&organisation), Breach::KeyOfNobody)?;
    require(state.compromised_since(key).is_none(), Breach::CompromisedTwice)?;
    require(since <= recorded_at, Breach::DatesOutOfOrder)
}

/// Checks that the organisation is there and has no key in force.
pub(crate) fn keyless(state: &State, organisation: OrganisationId) -> Result<(), Refusal> {
    require(state.organisation(organisation).is_some(), Breach::UnknownParty)?;
    require(state.key_of(organisation).is_none(), Breach::KeyInForce)
}

/// Checks an act of trust.
pub(crate) fn check(state: &State, event: &Event) -> Result<(), Refusal> {
    match &event.act {
        PublicAct::Genesis { organisations, recovery, .. } => founding(organisations, recovery),
        PublicAct::Landmark { size, state: digest, .. } => landmark(state, *size, digest),
        PublicAct::RotateKey(key) => new_key(state, key),
        PublicAct::CompromiseKey { organisation, key, since } => {
            compromise(state, *organisation, key, *since, event.recorded_at)
        }
        PublicAct::AddKey { organisation, key } => {
            keyless(state, *organisation)?;
            new_key(state, key)
        }
        _ => Ok(()),
    }
}
