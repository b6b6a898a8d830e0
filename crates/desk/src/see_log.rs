//! What a visitor sees of the public log: how far it is published, its landmarks, who cosigned.
//!
//! In scope: reading the published files. Out of scope: checking them; whoever wants to be sure
//! runs `dengji recheck` elsewhere.

use crate::published_log::PublishedLog;
use seal::{Checkpoint, Landmarks, SignedNote, VerifierKey};
use std::io;
use store::{CHECKPOINT_FILE, LANDMARKS_FILE, VERIFIER_KEY_FILE};
use vocab::Instant;

/// The log as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogView {
    /// Its origin.
    pub origin: String,
    /// Its verifier key, one line.
    pub key: String,
    /// Number of entries published.
    pub size: u64,
    /// The root, as base 64.
    pub root: String,
    /// The last landmarks, the newest first.
    pub landmarks: Vec<LandmarkView>,
    /// How many landmarks there are.
    pub count: usize,
}

/// A landmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandmarkView {
    /// Number of entries.
    pub size: u64,
    /// When it was recorded.
    pub time: Instant,
    /// Names of those who signed its checkpoint besides the log.
    pub cosigned_by: Vec<String>,
}

/// Landmarks that are shown.
const SHOWN_MAX: usize = 30;

/// Reads what is published; nothing before the first checkpoint.
///
/// # Errors
/// A file cannot be read, or is not what a log publishes.
pub fn see(log: &PublishedLog) -> io::Result<Option<LogView>> {
    let Some((_, note)) = log.read(CHECKPOINT_FILE)? else { return Ok(None) };
    let note = SignedNote::parse(&note).map_err(io::Error::other)?;
    let checkpoint: Checkpoint = note.text().parse().map_err(io::Error::other)?;
    let key = log.read(VERIFIER_KEY_FILE)?.map(|(_, bytes)| bytes).unwrap_or_default();
    let key = String::from_utf8_lossy(&key).trim().to_string();
    let root = note.text().lines().nth(2).unwrap_or_default().to_string();
    let list = match (key.parse::<VerifierKey>(), log.read(LANDMARKS_FILE)?) {
        (Ok(key), Some((_, bytes))) => Landmarks::open(&bytes, &key).ok(),
        _ => None,
    };
    let all = list.as_ref().map_or(&[][..], |list| list.all());
    let mut landmarks = Vec::new();
    for landmark in all.iter().rev().take(SHOWN_MAX) {
        let note = log.read(&crate::publish::landmark_path(landmark.size))?;
        let note = note.and_then(|(_, bytes)| SignedNote::parse(&bytes).ok());
        let names = note.iter().flat_map(|note| note.signatures()).map(|s| s.name().to_string());
        let cosigned_by = names.filter(|name| name != checkpoint.origin()).collect();
        let (size, time) = (landmark.size, landmark.time);
        landmarks.push(LandmarkView { size, time, cosigned_by });
    }
    let (origin, size, count) = (checkpoint.origin().to_string(), checkpoint.size(), all.len());
    Ok(Some(LogView { origin, key, size, root, landmarks, count }))
}
