//! Blocks that a group changed and that are not sealed yet: a block that ten acts of a group touch
//! is opened once and sealed once.
//!
//! In scope: what stands in changed blocks, reads that have to see it.
//! Out of scope: sealing (`vault`), the group itself (the store below).
//! Failure: it lives and dies with the group. What the store below takes back was never sealed.

use super::block::Block;
use super::split;
use crate::contract::writing::{PrivateKind, PrivatePlace, PrivateRow};
use std::collections::{BTreeMap, BTreeSet};

/// Blocks after which a group seals what it has, so that its memory is bounded.
pub(super) const BLOCKS_MAX: usize = 4_096;

type Groups = BTreeMap<String, BTreeMap<u32, Block>>;

/// Changed blocks of one group, each whole; an empty one is to be removed.
#[derive(Default)]
pub(super) struct Pending {
    kinds: BTreeMap<PrivateKind, Groups>,
    count: usize,
    /// Blocks of which rows were erased, and may keep others.
    erased: BTreeSet<PrivatePlace>,
}

/// What a writing changes in each block: nothing for what is erased.
pub(super) type Changes<'a> =
    BTreeMap<(PrivateKind, &'a str), BTreeMap<u32, BTreeMap<u8, Option<&'a [u8]>>>>;

/// Returns what a writing changes. Erasing comes before putting.
pub(super) fn changes<'a>(erased: &'a [PrivatePlace], rows: &'a [PrivateRow]) -> Changes<'a> {
    let mut changes = Changes::new();
    let mut note = |kind, group: &'a str, place, body| {
        let (block, within) = split(kind, place);
        let blocks = changes.entry((kind, group)).or_default();
        blocks.entry(block).or_default().insert(within, body);
    };
    for PrivatePlace { kind, group, place } in erased {
        note(*kind, group, *place, None);
    }
    for PrivateRow { kind, group, place, body } in rows {
        note(*kind, group, *place, Some(&body[..]));
    }
    changes
}

/// Makes the changes in a block.
pub(super) fn change(block: &mut Block, changes: &BTreeMap<u8, Option<&[u8]>>) {
    for (within, body) in changes {
        match body {
            Some(body) => block.insert(*within, body.to_vec()),
            None => block.remove(within),
        };
    }
}

impl Pending {
    /// Returns a block that changed.
    pub(super) fn block(&self, kind: PrivateKind, group: &str, block: u32) -> Option<&Block> {
        self.blocks(kind, group)?.get(&block)
    }

    /// Returns the blocks of a group of rows that changed.
    pub(super) fn blocks(&self, kind: PrivateKind, group: &str) -> Option<&BTreeMap<u32, Block>> {
        self.kinds.get(&kind)?.get(group)
    }

    /// Returns the names of the groups of rows that changed, after one.
    pub(super) fn groups(&self, kind: PrivateKind, after: &str) -> impl Iterator<Item = &str> {
        let groups = self.kinds.get(&kind);
        groups.into_iter().flatten().map(|(group, _)| group.as_str()).filter(move |g| after < *g)
    }

    /// Puts a block in the place of what is known of it.
    pub(super) fn put(&mut self, kind: PrivateKind, group: &str, place: u32, block: Block) {
        let groups = self.kinds.entry(kind).or_default();
        if !groups.contains_key(group) {
            groups.insert(group.to_string(), BTreeMap::new());
        }
        let Some(blocks) = groups.get_mut(group) else { return };
        self.count += usize::from(blocks.insert(place, block).is_none());
    }

    /// Makes the changes in blocks that were put here before.
    pub(super) fn change(&mut self, changes: &Changes<'_>) {
        for ((kind, group), blocks) in changes {
            let Some(known) = self.kinds.get_mut(kind).and_then(|groups| groups.get_mut(*group))
            else {
                continue;
            };
            for (place, changes) in blocks {
                known.entry(*place).and_modify(|block| change(block, changes));
            }
        }
    }

    /// Notes the blocks that rows were erased from.
    pub(super) fn note_erased(&mut self, blocks: Vec<PrivatePlace>) {
        self.erased.extend(blocks);
    }

    /// Takes the blocks that rows were erased from.
    pub(super) fn take_erased(&mut self) -> BTreeSet<PrivatePlace> {
        std::mem::take(&mut self.erased)
    }

    /// Returns the number of blocks.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Returns every block with its place, by kind, group and place.
    pub(super) fn into_blocks(self) -> impl Iterator<Item = (PrivatePlace, Block)> {
        self.kinds.into_iter().flat_map(|(kind, groups)| {
            groups.into_iter().flat_map(move |(group, blocks)| {
                blocks.into_iter().map(move |(place, block)| {
                    (PrivatePlace { kind, group: group.clone(), place }, block)
                })
            })
        })
    }
}
