//! Publishing the log: tiles and bundles out of committed entries, then the checkpoint, then
//! landmarks.
//!
//! In scope: the order of writes, what is checked at the start.
//! Out of scope: proofs out of published tiles (`published_tree`), asking witnesses (`witness`),
//! serving files (`web`).
//! I-LOG-1: the database is the commit point. A checkpoint is put in place only after every tile it
//! names is durable, and it covers whole acts only, because a batch is one commit. At the start the
//! published checkpoint must be a prefix of the database, and the anchor must not be ahead of it.
//! Failure: stopped anywhere, the next publication begins at the published checkpoint and writes
//! the same bytes again.

use crate::house::House;
use crate::house_error::HouseError;
use crate::law_archive;
use crate::prefixes::Prefixes;
use merkle::{
    Digest, EntryBundle, Frontier, TILE_WIDTH, Tile, TileEdge, TileNodes, covering, push_entry,
};
use seal::{Checkpoint, KeyName, Landmark, Landmarks, NoteSigner, OpenedCheckpoint, SignedNote};
use std::path::{Path, PathBuf};
use store::{
    CHECKPOINT_FILE, DiskFiles, LANDMARKS_FILE, LogFolder, NewFile, Reader as _, StoreError,
    VERIFIER_KEY_FILE,
};
use vocab::Instant;

/// Entries that are read and written at a time: bounds memory, and keeps flushes few.
const ENTRIES_AT_ONCE: u64 = 16_384;

/// The published part of the log.
pub(crate) struct Publisher {
    pub(crate) folder: LogFolder,
    anchor: Option<PathBuf>,
    /// Whether the anchor is another register's, and only asked.
    asks_only: bool,
    /// What the anchor held when it was last read or written; what a writing left that failed may
    /// be either.
    anchored: Vec<Vec<u8>>,
    /// The right edge of the tree of the published size.
    edge: TileEdge,
    checkpoint: Option<SignedNote>,
    pub(crate) landmarks: Landmarks,
    /// Whether what follows a checkpoint was done for this one: names flushed, anchor, landmarks.
    /// Not known of one that was found, because its process may have been killed.
    followed: bool,
}

impl Publisher {
    /// Returns a publisher into a folder of log files, which is looked at when the house opens.
    pub(crate) fn new(folder: LogFolder, anchor: Option<PathBuf>, asks_only: bool) -> Publisher {
        let (edge, landmarks) = (TileEdge::new(), Landmarks::new(""));
        let (checkpoint, anchored, followed) = (None, Vec::new(), false);
        Publisher { folder, anchor, asks_only, anchored, edge, checkpoint, landmarks, followed }
    }

    /// Puts a checkpoint into the anchor, unless somebody else wrote there since we last looked: a
    /// copy of the register that went on may have, and what it saw must not be forgotten.
    fn anchor(&mut self, log: &NoteSigner, note: &SignedNote) -> Result<(), HouseError> {
        let Some(path) = self.anchor.clone().filter(|_| !self.asks_only) else { return Ok(()) };
        let there = read(&path)?;
        if let Some(there) = there.filter(|there| !self.anchored.contains(there)) {
            let (opened, _) = open(&there, log)?;
            return Err(HouseError::AnchorDiffers { anchor: path, anchored: opened.size() });
        }
        let bytes = note.to_string().into_bytes();
        self.anchored.truncate(1);
        self.anchored.push(bytes.clone());
        replace_file(&path, &bytes)?;
        self.anchored = vec![bytes];
        Ok(())
    }

    /// Reads what was published before, and what the replay has to find at which size.
    ///
    /// # Errors
    /// The checkpoint or the anchor is not of this log's key, or cannot be read.
    pub(crate) fn begin(
        &mut self,
        log: Option<&NoteSigner>,
        size: u64,
    ) -> Result<Prefixes, HouseError> {
        let mut expected = Vec::new();
        let Some(log) = log else {
            self.nothing_seen()?;
            return Ok(Prefixes { tree: Frontier::new(), expected });
        };
        if let Some(note) = self.folder.read(CHECKPOINT_FILE).map_err(published)? {
            let (opened, note) = open(&note, log)?;
            let (published, root) = (opened.size(), *opened.root());
            if size < published {
                return Err(HouseError::PublishedAhead { published, size });
            }
            expected.push((published, root, HouseError::PublishedDiffers(published)));
            self.edge = TileEdge::resume(&mut &self.folder, published)
                .map_err(|error| HouseError::Tiles(error.to_string()))?;
            if self.edge.root() != root {
                return Err(HouseError::Tiles(format!("they do not give the root of {published}")));
            }
            self.checkpoint = Some(note);
        }
        if let Some(path) = &self.anchor
            && let Some(note) = read(path)?
        {
            let (opened, _) = open(&note, log)?;
            let (anchored, root) = (opened.size(), *opened.root());
            if size < anchored {
                let anchor = path.clone();
                return Err(HouseError::AnchorAhead { anchor, anchored, size });
            }
            let differs = HouseError::AnchorDiffers { anchor: path.clone(), anchored };
            expected.push((anchored, root, differs));
            self.anchored = vec![note];
        }
        if let Some(list) = self.folder.read(LANDMARKS_FILE).map_err(published)? {
            // The list is derived: one that cannot be read is made anew.
            if let Ok(list) = Landmarks::open(&list, log.verifier()) {
                self.landmarks = list;
            }
        }
        expected.sort_by_key(|e: &(u64, Digest, HouseError)| e.0);
        expected.reverse();
        Ok(Prefixes { tree: Frontier::new(), expected })
    }

    /// Refuses an empty database beside a log or an anchor that is not empty.
    fn nothing_seen(&self) -> Result<(), HouseError> {
        let seen = |note: Vec<u8>| {
            let note = SignedNote::parse(&note).map_err(HouseError::Seal)?;
            let checkpoint: Checkpoint = note.text().parse().map_err(HouseError::Seal)?;
            Ok::<u64, HouseError>(checkpoint.size())
        };
        if let Some(note) = self.folder.read(CHECKPOINT_FILE).map_err(published)? {
            return Err(HouseError::PublishedAhead { published: seen(note)?, size: 0 });
        }
        let Some(anchor) = &self.anchor else { return Ok(()) };
        match read(anchor)? {
            Some(note) => {
                let (anchor, anchored) = (anchor.clone(), seen(note)?);
                Err(HouseError::AnchorAhead { anchor, anchored, size: 0 })
            }
            None => Ok(()),
        }
    }

    /// Returns the size of the published checkpoint; nought before the first.
    pub(crate) fn size(&self) -> u64 {
        self.edge.size()
    }

    /// Returns a file of the log's folder; nothing when it is not there.
    pub(crate) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, HouseError> {
        self.folder.read(path).map_err(published)
    }

    /// Returns the complete subtrees of the published tree, the largest first.
    pub(crate) fn peaks(&self) -> Vec<Digest> {
        self.edge.peaks()
    }
}

impl House {
    /// Publishes every committed entry and returns the checkpoint, which is durable then.
    ///
    /// # Errors
    /// The store, the log's folder or its key fails; what was published before stands.
    pub fn publish(&mut self) -> Result<SignedNote, HouseError> {
        if self.grouped {
            // What is staged is not durable.
            return Err(StoreError::Group { doing: "publish", open: true }.into());
        }
        // I-LOG-1: what is published is what the log has, and never less than before.
        self.find_again()?;
        let size = self.state.entries();
        let log = self.log_signer()?;
        let old = self.publisher.size();
        if size < old {
            return Err(HouseError::PublishedAhead { published: old, size });
        }
        if old == size
            && let Some(note) = self.publisher.checkpoint.clone()
        {
            if !self.publisher.followed {
                self.follow(&log, &note, old)?;
            }
            return Ok(note);
        }
        // The edge stays as it is until the checkpoint is in place.
        let mut edge = self.publisher.edge.clone();
        if self.publisher.checkpoint.is_none() {
            // Stopped before the first checkpoint: the key is put again.
            let key = format!("{}\n", self.log_key(self.origin()?)?);
            let law = (law_path(self.law().digest), law_archive::write(self.room.folder()));
            let folder = &mut self.publisher.folder;
            folder.replace(VERIFIER_KEY_FILE, key.as_bytes()).map_err(published)?;
            folder.put(&[law]).map_err(published)?;
        }
        self.put_tiles(&mut edge, size)?;
        // Stopped here: tiles that no checkpoint names; the next publication puts them again.
        let mut note = Checkpoint::new(log.verifier().name(), size, edge.root())
            .to_note()
            .map_err(HouseError::Seal)?;
        log.sign(&mut note).map_err(HouseError::Seal)?;
        let folder = &mut self.publisher.folder;
        folder.replace(CHECKPOINT_FILE, note.to_string().as_bytes()).map_err(published)?;
        // Stopped here: it is published, and the next publication does what follows.
        self.publisher.edge = edge;
        self.publisher.checkpoint = Some(note.clone());
        self.publisher.followed = false;
        self.follow(&log, &note, old)?;
        self.tell_sizes();
        Ok(note)
    }

    /// Does what follows a checkpoint that is in place: the anchor may lag, never lead, and so may
    /// the list of landmarks.
    fn follow(&mut self, log: &NoteSigner, note: &SignedNote, old: u64) -> Result<(), HouseError> {
        self.publisher.folder.flush_names().map_err(published)?;
        self.publisher.anchor(log, note)?;
        self.list_landmarks(log)?;
        self.forget_partials(old)?;
        self.publisher.followed = true;
        self.keep_state_when_due()
    }

    /// Puts all tiles and bundles that a tree of `size` has and the published one has not.
    fn put_tiles(&mut self, edge: &mut TileEdge, size: u64) -> Result<(), HouseError> {
        let width = u64::from(TILE_WIDTH);
        // A bundle that was partial is written from its first entry.
        let mut at = edge.size() / width * width;
        while at < size {
            let next = (at + ENTRIES_AT_ONCE).min(size);
            let mut files: Vec<NewFile> = Vec::new();
            let mut bundle = Vec::new();
            let mut too_long = None;
            self.store.each_entry(at, next, &mut |index, bytes| {
                if let Err(error) = push_entry(&mut bundle, bytes) {
                    too_long = Some(error);
                }
                if edge.size() == index {
                    edge.append(&merkle::leaf_hash(bytes), |tile, bytes| {
                        files.push((tile.to_string(), bytes.to_vec()));
                    });
                }
                if (index + 1) % width == 0 || index + 1 == size {
                    let place = EntryBundle::in_tree(index / width, index + 1);
                    let place = place.expect("an index lies in a bundle of its tree");
                    files.push((place.to_string(), std::mem::take(&mut bundle)));
                }
            })?;
            assert!(too_long.is_none(), "the store keeps entries within the limit");
            if next == size {
                edge.partial(|tile, bytes| files.push((tile.to_string(), bytes.to_vec())));
            }
            self.publisher.folder.put(&files).map_err(published)?;
            at = next;
        }
        Ok(())
    }

    /// Removes partial tiles whose full ones are published now.
    fn forget_partials(&mut self, old: u64) -> Result<(), HouseError> {
        let size = self.publisher.size();
        for level in 0..=merkle::TILE_LEVEL_MAX {
            let index = old.checked_shr(8 * (u32::from(level) + 1)).unwrap_or(0);
            let was = Tile::in_tree(level, index, old).filter(|t| !t.is_full());
            let now = Tile::in_tree(level, index, size).filter(|t| t.is_full());
            if let (Some(_), Some(full)) = (was, now) {
                self.publisher.folder.forget_partial(&full.to_string()).map_err(published)?;
                if level == 0 {
                    let bundle = EntryBundle::in_tree(index, size).expect("a tile has its bundle");
                    self.publisher.folder.forget_partial(&bundle.to_string()).map_err(published)?;
                }
            }
        }
        Ok(())
    }

    /// Brings the list of landmarks up to what the log says and the tiles cover.
    fn list_landmarks(&mut self, log: &NoteSigner) -> Result<(), HouseError> {
        let published_size = self.publisher.size();
        let stated = self.places.landmarks();
        let old = &self.publisher.landmarks;
        let same = old.origin() == log.verifier().name().as_str()
            && old.all().len() <= stated.len()
            && old.all().iter().zip(stated).all(|(l, s)| (l.size, l.time, l.root) == *s);
        let mut list = if same { old.clone() } else { Landmarks::new(self.origin()?) };
        let known = list.all().len();
        for (size, time, root) in &stated[known..] {
            if published_size < *size {
                break;
            }
            let start = list.all().last().map_or(0, |l| l.size);
            let (left, right) = covering(start, *size);
            let mut nodes = TileNodes::new(&self.publisher.folder, published_size);
            let mut hash = |s: merkle::Subtree| {
                s.hash(&mut nodes).map_err(|e| HouseError::Tiles(e.to_string()))
            };
            let covers = (hash(left)?, right.map(&mut hash).transpose()?);
            let landmark = Landmark { size: *size, time: *time, root: *root, covers };
            assert!(list.push(landmark), "landmarks of the log rise");
        }
        if !same || known < list.all().len() {
            let text = list.signed(log).map_err(HouseError::Seal)?;
            self.publisher.folder.replace(LANDMARKS_FILE, text.as_bytes()).map_err(published)?;
            self.publisher.landmarks = list;
        }
        Ok(())
    }

    /// Makes what is published now a landmark, and publishes that. Returns the size.
    ///
    /// # Errors
    /// As [`House::publish`] and [`House::record`].
    pub fn landmark(&mut self) -> Result<u64, HouseError> {
        let note = self.publish()?;
        let (size, root) = (self.publisher.size(), self.publisher.edge.root());
        let path = landmark_path(size);
        // Stopped here: a file that no landmark of the log names, and the next one leaves behind.
        self.publisher.folder.replace(&path, note.to_string().as_bytes()).map_err(published)?;
        let state = *self.state.digest().bytes();
        let on = self.now().day_in_china();
        let act = register::PublicAct::Landmark { size, root, state };
        let name = format!("landmark {size}");
        self.record(&crate::house::Request { actor: None, on, name, act }, &[])?;
        self.publish()?;
        self.observer.saw(&crate::observe::Sight::Landmark { size });
        Ok(size)
    }

    /// Adds cosignatures that witnesses gave for a checkpoint: to the published one where it is the
    /// same, and to the landmark of that size where there is one.
    ///
    /// # Errors
    /// The files cannot be read or written.
    pub fn cosigned(&mut self, note: &SignedNote) -> Result<(), HouseError> {
        let size = note.text().parse::<Checkpoint>().map_err(HouseError::Seal)?.size();
        if self.publisher.checkpoint.as_ref().is_some_and(|own| own.text() == note.text()) {
            let bytes = note.to_string();
            let folder = &mut self.publisher.folder;
            folder.replace(CHECKPOINT_FILE, bytes.as_bytes()).map_err(published)?;
            self.publisher.checkpoint = Some(note.clone());
        }
        let Some(own) = self.landmark_note(size)? else { return Ok(()) };
        if own.text() == note.text() {
            let bytes = note.to_string();
            let path = landmark_path(size);
            self.publisher.folder.replace(&path, bytes.as_bytes()).map_err(published)?;
        }
        Ok(())
    }

    /// Returns the published checkpoint; nothing before the first.
    pub fn published(&self) -> Option<&SignedNote> {
        self.publisher.checkpoint.as_ref()
    }

    /// Returns how many entries are published.
    pub fn published_size(&self) -> u64 {
        self.publisher.size()
    }

    /// Returns the landmarks that are published.
    pub fn landmarks(&self) -> &Landmarks {
        &self.publisher.landmarks
    }

    /// Returns when the last landmark was recorded.
    pub fn last_landmark(&self) -> Option<Instant> {
        self.state.landmark().map(|(_, time)| time)
    }

    /// Says whether anything was recorded after the last landmark.
    pub fn grown_since_landmark(&self) -> bool {
        let after_last = self.state.landmark().map_or(0, |(size, _)| size + 1);
        after_last < self.state.entries()
    }

    /// Returns the signer of the log's notes.
    pub(crate) fn log_signer(&self) -> Result<NoteSigner, HouseError> {
        let name = KeyName::new(self.origin()?).map_err(HouseError::Seal)?;
        Ok(NoteSigner::new(name, self.keys.log_seed()?))
    }

    pub(crate) fn origin(&self) -> Result<&str, HouseError> {
        self.state.origin().ok_or(HouseError::NotFounded)
    }
}

/// Returns the path of a landmark's checkpoint.
pub fn landmark_path(size: u64) -> String {
    format!("landmark/{size}")
}

/// Returns the path of a law's archive.
pub fn law_path(digest: impl std::fmt::Display) -> String {
    format!("law/{digest}")
}

fn open(note: &[u8], log: &NoteSigner) -> Result<(Checkpoint, SignedNote), HouseError> {
    let note = SignedNote::parse(note).map_err(HouseError::Seal)?;
    let key = log.verifier();
    let opened = OpenedCheckpoint::open(&note, key.name().as_str(), key, &[]);
    Ok((opened.map_err(HouseError::Seal)?.checkpoint().clone(), note))
}

pub(crate) fn published(source: std::io::Error) -> HouseError {
    HouseError::Published(source)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, HouseError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(HouseError::Anchor { path: path.to_path_buf(), source }),
    }
}

/// Puts a file outside the log's folder in the place of the one that was there.
fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), HouseError> {
    let failed = |source| HouseError::Anchor { path: path.to_path_buf(), source };
    let name = path.file_name().and_then(|n| n.to_str());
    let Some(name) = name else { return Err(failed(std::io::ErrorKind::InvalidInput.into())) };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = DiskFiles::below(folder.to_path_buf()).map_err(failed)?;
    LogFolder::new(Box::new(files)).replace(name, bytes).map_err(failed)
}
