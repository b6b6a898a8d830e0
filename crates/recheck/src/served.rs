//! Tiles and entry bundles as a log serves them.
//!
//! Source: C2SP tlog-tiles: a full tile may stand in for a partial one, whose hashes it begins
//! with, and not the other way round; a bundle likewise.
//! In scope: finding the file, and bytes of the right length. Out of scope: what they should be.

use crate::fault::Fault;
use crate::finding::{Finding, Kind};
use crate::source::Source;
use crate::source_error::SourceError;
use merkle::{BundleError, ENTRY_BYTES_MAX, EntryBundle, TILE_BYTES, TILE_WIDTH, Tile};

/// Bytes of the longest bundle that can exist.
const BUNDLE_BYTES_MAX: usize = TILE_WIDTH as usize * (ENTRY_BYTES_MAX + 2);

/// What was served in place of something.
pub(crate) enum Served<T> {
    /// The thing.
    Good(T),
    /// Something wrong with it.
    Bad(Finding),
}

/// Returns the hashes of a tile, one after the other.
pub(crate) fn tile(source: &dyn Source, tile: Tile) -> Result<Served<Vec<u8>>, Fault> {
    let full = tile.full().filter(|full| *full != tile);
    let first = tile.index() << (u32::from(tile.level()) * 8 + 8).min(63);
    let path = tile.to_string();
    let found = match find(source, &path, full.map(|f| f.to_string()), TILE_BYTES, first)? {
        Served::Good(found) => found,
        Served::Bad(finding) => return Ok(Served::Bad(finding)),
    };
    let expect = if found.is_whole { TILE_BYTES } else { tile.bytes_len() };
    let mut bytes = found.bytes;
    if bytes.len() != expect {
        let (zh, en) = (
            format!("该文件有 {} 字节，应有 {expect}", bytes.len()),
            format!("it has {} bytes and should have {expect}", bytes.len()),
        );
        return Ok(Served::Bad(Finding::new(Kind::Form, zh, en).of(found.path)));
    }
    bytes.truncate(tile.bytes_len());
    Ok(Served::Good(bytes))
}

/// The bytes of a bundle, with the places of its entries.
pub(crate) struct Bundle {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Bundle {
    /// Returns the entries in order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start + 2..*end])
    }
}

/// Returns the entries of a bundle.
pub(crate) fn bundle(source: &dyn Source, bundle: EntryBundle) -> Result<Served<Bundle>, Fault> {
    let full = EntryBundle::new(bundle.index(), TILE_WIDTH).filter(|full| *full != bundle);
    let first = bundle.entries().start;
    let path = bundle.to_string();
    let found = match find(source, &path, full.map(|f| f.to_string()), BUNDLE_BYTES_MAX, first)? {
        Served::Good(found) => found,
        Served::Bad(finding) => return Ok(Served::Bad(finding.at(first))),
    };
    let as_served = if found.is_whole { full.unwrap_or(bundle) } else { bundle };
    let ends: Vec<usize> = match merkle::read_bundle(as_served, &found.bytes) {
        Ok(entries) => ends(&entries).take(usize::from(bundle.width())).collect(),
        Err(error) => {
            let place = match error {
                BundleError::Truncated { entry } => first + entry as u64,
                BundleError::EntryTooLong { .. } | BundleError::Trailing { .. } => {
                    bundle.entries().end - 1
                }
            };
            let zh = format!("条目文件不合格式：{error}");
            return Ok(Served::Bad(
                Finding::new(Kind::Form, zh, error.to_string()).at(place).of(found.path),
            ));
        }
    };
    Ok(Served::Good(Bundle { bytes: found.bytes, ends }))
}

/// Returns where each entry ends in the bytes of its bundle.
fn ends(entries: &[&[u8]]) -> impl Iterator<Item = usize> {
    entries.iter().scan(0, |end, entry| {
        *end += entry.len() + 2;
        Some(*end)
    })
}

struct Found {
    path: String,
    bytes: Vec<u8>,
    /// True when the full file was found where a partial one was asked for.
    is_whole: bool,
}

fn find(
    source: &dyn Source,
    path: &str,
    full: Option<String>,
    max_bytes: usize,
    first: u64,
) -> Result<Served<Found>, Fault> {
    let places = [(Some(path.to_string()), false), (full, true)];
    for (place, is_whole) in places {
        let Some(path) = place else { continue };
        match source.read(&path, max_bytes) {
            Ok(Some(bytes)) => return Ok(Served::Good(Found { path, bytes, is_whole })),
            Ok(None) => {}
            Err(SourceError::TooLong { max_bytes, .. }) => {
                let (zh, en) = (
                    format!("该文件超过 {max_bytes} 字节"),
                    format!("it is longer than {max_bytes} bytes"),
                );
                return Ok(Served::Bad(Finding::new(Kind::Form, zh, en).of(path)));
            }
            Err(source) => return Err(Fault::Source { index: Some(first), source }),
        }
    }
    let missing = Finding::new(Kind::Missing, "日志缺少该文件", "the log lacks this file");
    Ok(Served::Bad(missing.of(path)))
}
