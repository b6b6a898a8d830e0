//! The lot a second time, from its description alone (docs/draws.md, method 1).
//!
//! In scope: digests, seed, places. Shares no code with the register: the shuffle moves a whole
//! list, which a world is small enough for.
//! Out of scope: who commits and reveals (`drawing`).

use register::{DrawId, DrawKind, State};
use sha2::{Digest as _, Sha256};

fn digest(what: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut sum = Sha256::new_with_prefix(what.as_bytes());
    parts.iter().for_each(|part| sum.update(part));
    sum.finalize().into()
}

/// Returns the commitment to a nonce.
pub(crate) fn commitment(draw: DrawId, nonce: &[u8; 32]) -> [u8; 32] {
    digest("dengji draw nonce 1\n", &[&draw.0.to_be_bytes(), nonce])
}

/// Returns the digest of a population.
pub(crate) fn population_digest(numbers: &[u32]) -> [u8; 32] {
    let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
    digest("dengji draw population 1\n", &[&bytes])
}

/// Returns the seed of a draw.
pub(crate) fn seed(root: &[u8; 32], drawer: &[u8; 32], witness: &[u8; 32]) -> [u8; 32] {
    digest("dengji draw seed 1\n", &[root, drawer, witness])
}

/// Returns the places that are drawn.
pub(crate) fn picks(seed: &[u8; 32], size: u32, pick: u16) -> Vec<u32> {
    let mut places: Vec<u32> = (0..size).collect();
    let mut words = (0u32..).flat_map(|i| {
        let block = digest("dengji draw block 1\n", &[seed, &i.to_be_bytes()]);
        (0..8).map(move |n| {
            let word = &block[n * 4..n * 4 + 4];
            word.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte))
        })
    });
    let taken = usize::from(pick).min(places.len());
    for place in 0..taken {
        let left = (places.len() - place) as u64;
        let below = (1u64 << 32) / left * left;
        let word = words.by_ref().map(u64::from).find(|word| *word < below);
        let number = word.expect("words never end") % left;
        places.swap(place, place + number as usize);
    }
    places.truncate(taken);
    places
}

/// Returns what a draw is from, as whoever draws reads it from the register.
pub(crate) fn population(state: &State, kind: DrawKind) -> Vec<u32> {
    match kind {
        DrawKind::Bodies => state.bodies().recognised().map(|body| body.0).collect(),
        DrawKind::Sessions { from, until } => {
            let held = |s: &register::Session| s.results.map(|results| results.held_on);
            let within = |day: vocab::Day| from <= day && day <= until;
            let all = state.sessions().filter(|(_, s)| held(s).is_some_and(within));
            all.map(|(id, _)| id.0).collect()
        }
        DrawKind::Certificates(id) => {
            let Some(session) = state.session(id) else { return Vec::new() };
            let passed = session.results.map_or(0, |results| results.passed);
            (0..passed).filter(|row| session.used.contains(*row)).collect()
        }
    }
}
