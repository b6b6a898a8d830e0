//! Walking a log: every entry in order, every tile and the root computed again and compared.
//!
//! Source: RFC 6962 §2.1; C2SP tlog-tiles.
//! In scope: the entries decide; tiles and roots are compared with what they give.
//! Out of scope: what an entry says.
//! Failure: a bundle that cannot be used ends the walk, since what follows it hangs in the air.

use crate::fault::Fault;
use crate::finding::{Finding, Kind};
use crate::served::{self, Served};
use crate::source::Source;
use merkle::{DIGEST_BYTES, Digest, EntryBundle, TILE_WIDTH, Tile, TileEdge, leaf_hash};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// A statement of the log about itself: when it had this size it had this root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Where it was read.
    pub path: String,
    /// The root.
    pub root: Digest,
}

/// Takes what a walk comes across.
pub(crate) trait Visitor {
    /// Takes an entry; `root` gives the root of the tree before it.
    fn entry(&mut self, index: u64, bytes: &[u8], root: &dyn Fn() -> Digest);

    /// Takes a finding.
    fn finding(&mut self, finding: Finding) -> ControlFlow<()>;

    /// Says that the entries of a bundle have been handed over and its tiles compared.
    fn bundle_end(&mut self) -> ControlFlow<()>;
}

/// A walk over the whole log.
pub(crate) struct Walk<'a> {
    source: &'a dyn Source,
    size: u64,
    edge: TileEdge,
    /// Statements about sizes, which are compared on the way.
    claims: &'a BTreeMap<u64, Vec<Claim>>,
}

/// How a walk ended.
pub(crate) enum Ended {
    /// At the size, with this root.
    Whole(Digest),
    /// At a bundle that cannot be used, or because the visitor had enough.
    Early,
}

impl<'a> Walk<'a> {
    /// Returns the walk over the log of a size.
    pub(crate) fn new(
        source: &'a dyn Source,
        size: u64,
        claims: &'a BTreeMap<u64, Vec<Claim>>,
    ) -> Walk<'a> {
        Walk { source, size, edge: TileEdge::new(), claims }
    }

    /// Walks to the end; tells how many entries are done after each bundle.
    pub(crate) fn run(
        mut self,
        visitor: &mut dyn Visitor,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Ended, Fault> {
        for index in 0..self.size.div_ceil(u64::from(TILE_WIDTH)) {
            let bundle = EntryBundle::in_tree(index, self.size)
                .expect("bundles below the size lie in the tree");
            let served = match served::bundle(self.source, bundle)? {
                Served::Good(served) => served,
                Served::Bad(finding) => {
                    // Nothing more can be said once this is said, so its answer does not matter.
                    let _ = visitor.finding(finding);
                    return Ok(Ended::Early);
                }
            };
            let first = bundle.entries().start;
            let mut tiles = Vec::new();
            let mut wrong = Vec::new();
            for (index, bytes) in (first..).zip(served.entries()) {
                let leaf = leaf_hash(bytes);
                visitor.entry(index, bytes, &|| self.edge.root());
                self.edge.append(&leaf, |tile, hashes| tiles.push((tile, hashes.to_vec())));
                wrong.extend(self.claims_that_fail());
            }
            if self.edge.size() == self.size {
                self.edge.partial(|tile, hashes| tiles.push((tile, hashes.to_vec())));
            }
            for (tile, hashes) in tiles {
                wrong.extend(self.compare(tile, &hashes)?);
            }
            let stop = wrong.into_iter().any(|finding| visitor.finding(finding).is_break());
            if stop || visitor.bundle_end().is_break() {
                return Ok(Ended::Early);
            }
            progress(self.edge.size());
        }
        Ok(Ended::Whole(self.edge.root()))
    }

    /// Compares what the log stated of the size that the tree has now.
    fn claims_that_fail(&self) -> Vec<Finding> {
        let Some(claims) = self.claims.get(&self.edge.size()) else { return Vec::new() };
        let root = self.edge.root();
        let differ = claims.iter().filter(|claim| claim.root != root);
        differ.map(|claim| not_a_prefix(self.edge.size()).of(&claim.path)).collect()
    }

    /// Compares a tile with the one served. Names the first hash that differs.
    fn compare(&self, tile: Tile, hashes: &[u8]) -> Result<Option<Finding>, Fault> {
        let served = match served::tile(self.source, tile)? {
            Served::Good(served) => served,
            Served::Bad(finding) => return Ok(Some(finding)),
        };
        let pairs = hashes.chunks(DIGEST_BYTES).zip(served.chunks(DIGEST_BYTES));
        let Some(at) = pairs.into_iter().position(|(ours, theirs)| ours != theirs) else {
            return Ok(None);
        };
        // A hash of level n stands over 256^n entries.
        let hash = tile.index() * u64::from(TILE_WIDTH) + at as u64;
        let first = hash << (u32::from(tile.level()) * 8);
        let finding = if tile.level() == 0 {
            Finding::new(
                Kind::Tile,
                format!("第 {first} 条目的散列与该文件不符：条目或文件被改动"),
                format!("entry {first} does not hash to what it says: one of them was altered"),
            )
        } else {
            let last = first + (1 << (u32::from(tile.level()) * 8)) - 1;
            Finding::new(
                Kind::Tile,
                format!("该文件第 {at} 个散列与条目 {first} 至 {last} 不符"),
                format!("its hash {at} is not that of the entries {first} to {last}"),
            )
        };
        Ok(Some(finding.at(first).of(tile)))
    }
}

/// The finding that the log stated another root for a size than its entries give.
fn not_a_prefix(size: u64) -> Finding {
    Finding::new(
        Kind::NotAPrefix,
        format!("日志曾声明的 {size} 条目时的根与现有条目不符：日志被改写或分叉"),
        format!(
            "what the log stated of its first {size} entries is no prefix of it: it was rewritten \
             or forked"
        ),
    )
}
