//! What a log publishes beside its tree: the list of landmarks, and the checkpoint of each.
//!
//! Source: docs/formats/landmarks.md.
//! In scope: copying both, each landmark compared with the tree that is held.
//! Out of scope: the archive of the law, which is named by an entry and not needed to check one's
//! own law against.
//! Failure: a stop between two files leaves fewer of them; the next following copies the rest.

use crate::mirror::Mirror;
use crate::mirror::served::ServedLog;
use crate::mirror_error::MirrorError;
use merkle::{TileNodes, tree_root};
use recheck::{FolderSource, LANDMARKS_FILE, Source, founding_law};
use seal::{Landmark, Landmarks, OpenedCheckpoint, SealError, SignedNote};
use vocab::limits::NOTE_BYTES_MAX;

/// The longest list that is read: the landmarks of two hundred years.
const LIST_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The longest law that is copied; the compiled one has some two hundred thousand bytes.
const LAW_BYTES_MAX: usize = 64 * 1024 * 1024;

impl Mirror {
    /// Copies the landmarks that lie within what is held.
    pub(super) fn copy_landmarks(&self, source: &dyn Source) -> Result<(), MirrorError> {
        let Some(bytes) = source.read(LANDMARKS_FILE, LIST_BYTES_MAX)? else { return Ok(()) };
        let list = Landmarks::open(&bytes, self.key())
            .map_err(|source| MirrorError::Note { path: LANDMARKS_FILE.into(), source })?;
        let all = list.all();
        // The list may be of a moment after the checkpoint; it is copied when that has come.
        if all.last().is_some_and(|last| self.size() < last.size) {
            return Ok(());
        }
        for landmark in all {
            let path = format!("landmark/{}", landmark.size);
            let held = self.held.read(&path)?;
            // Cosignatures of the last may still be coming in.
            if held.is_some() && all.last() != Some(landmark) {
                continue;
            }
            self.compare_landmark(landmark)?;
            let Some(note) = source.read(&path, NOTE_BYTES_MAX)? else { continue };
            self.check_note(landmark, &note)
                .map_err(|source| MirrorError::Note { path: path.clone(), source })?;
            if held.as_ref() != Some(&note) {
                self.held.put(&path, &note)?;
            }
        }
        if self.held.read(LANDMARKS_FILE)?.as_ref() != Some(&bytes) {
            self.held.put(LANDMARKS_FILE, &bytes)?;
        }
        Ok(())
    }

    /// Copies the law that the log was founded under. Whoever decides by it compares its digest.
    pub(super) fn copy_law(&self, source: &dyn Source) -> Result<(), MirrorError> {
        let held = FolderSource::new(self.folder());
        let Some(digest) = founding_law(&held)? else { return Ok(()) };
        let path = format!("law/{}", vocab::Hash(digest));
        if self.held.read(&path)?.is_none()
            && let Some(bytes) = source.read(&path, LAW_BYTES_MAX)?
        {
            self.held.put(&path, &bytes)?;
        }
        Ok(())
    }

    fn compare_landmark(&self, landmark: &Landmark) -> Result<(), MirrorError> {
        let source = FolderSource::new(self.folder());
        let mut nodes = TileNodes::new(ServedLog(&source), self.size());
        let root = tree_root(&mut nodes, landmark.size).map_err(MirrorError::from_tile)?;
        if root == landmark.root {
            Ok(())
        } else {
            Err(MirrorError::Landmark { size: landmark.size })
        }
    }

    /// The checkpoint of a landmark has to be one of this log, of that size and root.
    fn check_note(&self, landmark: &Landmark, note: &[u8]) -> Result<(), SealError> {
        let note = SignedNote::parse(note)?;
        let opened = OpenedCheckpoint::open(&note, self.key().name().as_str(), self.key(), &[])?;
        let checkpoint = opened.checkpoint();
        match (checkpoint.size(), *checkpoint.root()) == (landmark.size, landmark.root) {
            true => Ok(()),
            false => Err(SealError::Checkpoint { line: 2, expected: "the landmark of that size" }),
        }
    }
}
