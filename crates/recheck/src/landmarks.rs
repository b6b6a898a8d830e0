//! What a log publishes beside its tree: the list of landmarks, and the checkpoint of each.
//!
//! Source: docs/formats/landmarks.md.
//! In scope: both compared with the landmarks that are entries, and with the tree.
//! Out of scope: the landmarks that are entries (`replay`).
//! A landmark that is not published yet is no finding: its entry comes first.

use crate::fault::Fault;
use crate::finding::{Finding, Kind};
use crate::head;
use crate::served::{self, Served};
use crate::source::Source;
use crate::source_error::SourceError;
use merkle::{Digest, Tile, TileNodes, TileReadError, TileSource, covering};
use seal::{Landmarks, SealError, SignedNote, VerifierKey};
use vocab::Instant;
use vocab::limits::NOTE_BYTES_MAX;

/// The file with the list of landmarks.
pub const LANDMARKS_FILE: &str = "landmarks";

/// The longest list that is read: the landmarks of two hundred years.
const LIST_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Seconds by which the clocks of a register and a witness may differ.
const CLOCKS_APART_S: i64 = 60;

/// A landmark as its entry states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The size, which is the entry's index.
    pub size: u64,
    /// When it was recorded.
    pub time: Instant,
    /// The root of the tree of that size.
    pub root: Digest,
    /// When the last of the entries that it covers was recorded.
    pub covered_until: Instant,
}

/// Compares what is published with the landmarks of the entries, of a log whose tree was found to
/// be right.
pub(crate) fn compare(
    source: &dyn Source,
    key: &VerifierKey,
    witnesses: &[VerifierKey],
    stated: &[Stated],
    size: u64,
) -> Result<Vec<Finding>, Fault> {
    let mut findings = Vec::new();
    for landmark in stated {
        let path = format!("landmark/{}", landmark.size);
        let Some(bytes) = read(source, &path, NOTE_BYTES_MAX, &mut findings)? else { continue };
        let Some(note) = head::statement(&bytes, key, &path, &mut findings) else { continue };
        if (note.size(), *note.root()) != (landmark.size, landmark.root) {
            let (zh, en) = (
                format!("该检查点与条目 {} 的地标不符", landmark.size),
                format!("it is not what the landmark at entry {} states", landmark.size),
            );
            findings.push(Finding::new(Kind::NotAPrefix, zh, en).at(landmark.size).of(path));
            continue;
        }
        findings.extend(cosigned_in_time(&bytes, witnesses, landmark, &path));
    }
    let Some(bytes) = read(source, LANDMARKS_FILE, LIST_BYTES_MAX, &mut findings)? else {
        return Ok(findings);
    };
    match Landmarks::open(&bytes, key) {
        Ok(list) => findings.extend(compare_list(source, &list, stated, size)?),
        Err(error) => {
            let zh = format!("地标表不合格式或没有日志密钥的有效签名：{error}");
            findings.push(Finding::new(Kind::Form, zh, error.to_string()).of(LANDMARKS_FILE));
        }
    }
    Ok(findings)
}

/// Compares the times of witnesses with those of the entries: what was cosigned was recorded before
/// that, so a later time of an entry is untrue. Witnesses whose keys are not known say nothing.
fn cosigned_in_time(
    note: &[u8],
    witnesses: &[VerifierKey],
    landmark: &Stated,
    path: &str,
) -> Option<Finding> {
    let note = SignedNote::parse(note).ok()?;
    let verified = match note.verify(witnesses) {
        Ok(verified) => verified,
        Err(SealError::NoKnownSignature) => return None,
        Err(error) => {
            let zh = format!("见证方的签名无效：{error}");
            return Some(Finding::new(Kind::Signature, zh, error.to_string()).of(path));
        }
    };
    let first = verified.iter().filter_map(|signature| signature.time_s).min()?;
    let first = Instant(i64::try_from(first).unwrap_or(i64::MAX));
    if landmark.covered_until.0 <= first.0.saturating_add(CLOCKS_APART_S) {
        return None;
    }
    let recorded = landmark.covered_until;
    let zh = format!("见证方于 {first} 共同签名，而其中的条目自称记录于 {recorded}：时间不实");
    let en = format!("a witness cosigned it at {first}, and an entry in it says {recorded}");
    Some(Finding::new(Kind::BackDated, zh, en).at(landmark.size).of(path))
}

fn compare_list(
    source: &dyn Source,
    list: &Landmarks,
    stated: &[Stated],
    size: u64,
) -> Result<Option<Finding>, Fault> {
    let mut nodes = TileNodes::new(Tiles(source), size);
    let mut start = 0;
    let mut entries = stated.iter();
    // The list may have been published after the checkpoint that was read.
    for landmark in list.all().iter().filter(|landmark| landmark.size < size) {
        let ours = (landmark.size, landmark.time, landmark.root);
        let other = |zh: &str, en: &str| {
            let finding = Finding::new(Kind::NotAPrefix, zh, en);
            Ok(Some(finding.at(landmark.size).of(LANDMARKS_FILE)))
        };
        if entries.next().map(|s| (s.size, s.time, s.root)) != Some(ours) {
            return other(
                "地标表与日志中的地标条目不符",
                "the list is not that of the landmarks among the entries",
            );
        }
        let (left, right) = covering(start, landmark.size);
        let hash = |error| match error {
            TileReadError::Source { error, .. } => error,
            TileReadError::Length { .. } | TileReadError::Outside { .. } => Unreadable::Changed,
        };
        let left = left.hash(&mut nodes).map_err(hash);
        let right = right.map(|right| right.hash(&mut nodes)).transpose().map_err(hash);
        match (left, right) {
            (Ok(left), Ok(right)) if (left, right) == landmark.covers => {}
            (Err(Unreadable::Fault(fault)), _) | (_, Err(Unreadable::Fault(fault))) => {
                return Err(fault);
            }
            (Ok(_), Ok(_)) => {
                return other(
                    "地标表所列子树散列与条目不符",
                    "a hash of its subtrees is not that of the entries",
                );
            }
            (Err(Unreadable::Changed), _) | (_, Err(Unreadable::Changed)) => {
                return other(
                    "读取期间树文件有变动",
                    "a tile that was right before can no longer be used",
                );
            }
        }
        start = landmark.size;
    }
    Ok(None)
}

/// Tiles read again, one at a time, after all of them were found to be right.
struct Tiles<'a>(&'a dyn Source);

/// Why a tile could not be read again.
enum Unreadable {
    /// It could not be read.
    Fault(Fault),
    /// It is no longer what it was.
    Changed,
}

impl TileSource for Tiles<'_> {
    type Error = Unreadable;

    fn read_tile(&mut self, tile: Tile) -> Result<Vec<u8>, Unreadable> {
        match served::tile(self.0, tile) {
            Ok(Served::Good(bytes)) => Ok(bytes),
            Ok(Served::Bad(_)) => Err(Unreadable::Changed),
            Err(fault) => Err(Unreadable::Fault(fault)),
        }
    }
}

fn read(
    source: &dyn Source,
    path: &str,
    max_bytes: usize,
    findings: &mut Vec<Finding>,
) -> Result<Option<Vec<u8>>, Fault> {
    match source.read(path, max_bytes) {
        Ok(bytes) => Ok(bytes),
        Err(SourceError::TooLong { max_bytes, .. }) => {
            let (zh, en) = (
                format!("该文件超过 {max_bytes} 字节"),
                format!("it is longer than {max_bytes} bytes"),
            );
            findings.push(Finding::new(Kind::Form, zh, en).of(path));
            Ok(None)
        }
        Err(source) => Err(Fault::Source { index: None, source }),
    }
}
