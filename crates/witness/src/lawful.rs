//! `Lawful`, a judge that holds the whole log and decides every entry again.
//!
//! Source: C2SP tlog-cosignature, “Additional statements”: the key of such a witness says
//! “consistent, and every entry lawful”.
//! In scope: mirroring as far as a checkpoint goes, replaying what is new, evidence of the first
//! entry that is not lawful.
//! Out of scope: the law and how it is applied (`recheck`), cosigning (`cosigning`).
//! Failure: the mirror stays; a replay begins again at the first entry, from the mirror.

mod evidence;

use crate::causes::with_causes;
use crate::lawful::evidence::{in_words, keep};
use crate::mirror::{Followed, Mirror};
use crate::mirror_error::MirrorError;
use law::Law;
use merkle::{EntryBundle, TILE_WIDTH, bundles_between};
use recheck::{Finding, Replay, Source, SourceError};
use seal::{Checkpoint, SignedNote, VerifierKey};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Requests that wait for the judge; a log asks again when there are more.
const WAITING_MAX: usize = 16;

/// How far the time of an act may be ahead of the judge's clock, in seconds. Clocks of two houses
/// never agree wholly.
const AHEAD_S_MAX: u64 = 300;

/// What a judge says of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Every entry up to its size is lawful.
    Lawful,
    /// One is not; the words name the entry, the rule and its quotation. It will not be cosigned.
    Unlawful(String),
    /// It could not be said, perhaps not in time; the words say why. It may be asked again.
    NotYet(String),
}

/// Says whether a log keeps the law. Asked for checkpoints that the log signed and that follow from
/// what the witness knows.
pub trait Judge {
    /// Judges every entry below the size of a checkpoint; `now_s` is the present in seconds since
    /// 1970.
    fn judge(&self, note: &SignedNote, checkpoint: &Checkpoint, now_s: u64) -> Judged;
}

/// A judge of one log, on a thread of its own, since a log of years takes longer to read than
/// anybody waits for an answer.
pub struct Lawful {
    /// Nothing once it is being stopped.
    questions: Option<SyncSender<Question>>,
    thread: Option<JoinHandle<()>>,
    /// Entries judged so far.
    judged: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    wait: Duration,
}

/// A checkpoint to be judged, and where the answer goes.
struct Question {
    note: SignedNote,
    size: u64,
    now_s: u64,
    answer: Sender<Judged>,
}

impl Lawful {
    /// Starts the judge of the log with this key, which is read from the source and mirrored into
    /// the folder. An answer that takes longer than `wait` is given when it is asked for again.
    ///
    /// # Errors
    /// A folder that cannot be a mirror of this log.
    pub fn start(
        law: Law,
        source: Box<dyn Source + Send>,
        folder: &Path,
        key: &VerifierKey,
        wait: Duration,
    ) -> Result<Lawful, MirrorError> {
        let mirror = Mirror::open(folder, Some(key), source.as_ref())?;
        let (questions, asked) = sync_channel(WAITING_MAX);
        let (judged, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (told, stopped) = (Arc::clone(&judged), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            let source = Stoppable { source, stop: stopped };
            let replay = Replay::new(&law);
            Bench { source, mirror, replay, found: None, judged: told }.sit(&asked);
        });
        Ok(Lawful { questions: Some(questions), thread: Some(thread), judged, stop, wait })
    }
}

impl Drop for Lawful {
    /// Waits until the judge has let go of its folder, which it does at its next entry or reading.
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.questions = None;
        // A judge that panicked has told so itself.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Judge for Lawful {
    fn judge(&self, note: &SignedNote, checkpoint: &Checkpoint, now_s: u64) -> Judged {
        let (answer, answered) = channel();
        let size = checkpoint.size();
        let question = Question { note: note.clone(), size, now_s, answer };
        let questions = self.questions.as_ref().expect("taken only when it is dropped");
        if questions.try_send(question).is_err() {
            return Judged::NotYet("the judge has too many questions or has stopped".into());
        }
        match answered.recv_timeout(self.wait) {
            Ok(judged) => judged,
            Err(RecvTimeoutError::Timeout) => {
                let judged = self.judged.load(Ordering::Relaxed);
                Judged::NotYet(format!("judged {judged} of {size} entries so far; ask again"))
            }
            Err(RecvTimeoutError::Disconnected) => Judged::NotYet("the judge has stopped".into()),
        }
    }
}

/// A log that is read until it is said to stop.
struct Stoppable {
    source: Box<dyn Source + Send>,
    stop: Arc<AtomicBool>,
}

impl Stoppable {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Source for Stoppable {
    fn read(&self, path: &str, max_bytes: usize) -> Result<Option<Vec<u8>>, SourceError> {
        if self.is_stopped() {
            let what = "the judge is being stopped".to_string();
            return Err(SourceError::Slow { place: path.to_string(), what });
        }
        self.source.read(path, max_bytes)
    }
}

/// The judge at work.
struct Bench<'law> {
    source: Stoppable,
    mirror: Mirror,
    replay: Replay<'law>,
    /// The first entry that is not lawful, in words.
    found: Option<(u64, String)>,
    judged: Arc<AtomicU64>,
}

impl Bench<'_> {
    fn sit(mut self, asked: &Receiver<Question>) {
        // What was mirrored before is judged before anybody asks. What cannot be read then is told
        // to whoever asks first.
        let _ = self.replay_to(self.mirror.size());
        for question in asked {
            let judged =
                self.judge(&question).unwrap_or_else(|error| Judged::NotYet(with_causes(&error)));
            // Whoever asked may have stopped waiting.
            let _ = question.answer.send(judged);
        }
    }

    fn judge(&mut self, question: &Question) -> Result<Judged, MirrorError> {
        let size = question.size;
        match self.mirror.advance(&self.source, &question.note, |_, _| {}) {
            Ok(Followed::Grown { .. } | Followed::Same { .. }) => {}
            // Whether a batch ends there is no longer known; the witness knows no such tree either.
            Ok(Followed::Older { held, .. }) => {
                return Ok(Judged::NotYet(format!("judged up to entry {held} already")));
            }
            Err(error @ MirrorError::Fork { .. }) => {
                return Ok(Judged::Unlawful(error.to_string()));
            }
            Err(error) => return Err(error),
        }
        self.replay_to(size)?;
        if self.found.is_none() && self.replay.size() < size {
            return Ok(Judged::NotYet("the judge is being stopped".into()));
        }
        if let Some((index, words)) = &self.found
            && *index < size
        {
            return Ok(Judged::Unlawful(words.clone()));
        }
        if !self.replay.at_batch_end() {
            let words = format!("the checkpoint of {size} entries splits a batch");
            return Ok(Judged::Unlawful(words));
        }
        let recorded = self.replay.state().recorded_at();
        let recorded_s = recorded.map_or(0, |at| u64::try_from(at.0).unwrap_or(0));
        if question.now_s.saturating_add(AHEAD_S_MAX) < recorded_s {
            let words =
                format!("an act is recorded at {recorded_s} s, and it is {} s now", question.now_s);
            return Ok(Judged::NotYet(words));
        }
        Ok(Judged::Lawful)
    }

    /// Decides the entries held from where it stands to a size. Stops for good at the first that is
    /// not lawful.
    fn replay_to(&mut self, size: u64) -> Result<(), MirrorError> {
        for bundle in bundles_between(self.replay.size(), size) {
            let entries = self.mirror.entries(bundle)?;
            for (index, bytes) in bundle.entries().zip(&entries) {
                if self.found.is_some() || self.source.is_stopped() {
                    return Ok(());
                }
                // The beginning of the bundle was judged before.
                if index < self.replay.size() {
                    continue;
                }
                if let Err(finding) = self.entry(index, bytes) {
                    // A batch is judged when it is whole, and is found wrong at its header.
                    let at = finding.index.unwrap_or(index);
                    let words = in_words(&finding, at);
                    self.found = Some((at, words.clone()));
                    keep(self.mirror.folder(), at, &self.held_entry(at)?, &words)?;
                }
                self.judged.store(self.replay.size(), Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn held_entry(&self, index: u64) -> Result<Vec<u8>, MirrorError> {
        let bundle = EntryBundle::in_tree(index / u64::from(TILE_WIDTH), self.mirror.size());
        let bundle = bundle.expect("what was judged is held");
        let entries = self.mirror.entries(bundle)?;
        Ok(entries[(index - bundle.entries().start) as usize].clone())
    }

    fn entry(&mut self, index: u64, bytes: &[u8]) -> Result<(), Finding> {
        self.replay.entry(index, bytes)?;
        // The first entry founds the log; it has to be the one whose key is watched.
        let key = self.mirror.key();
        if index == 0 && self.replay.origin() != Some(key.name().as_str()) {
            return Err(evidence::other_log(index, key.name().as_str(), self.replay.origin()));
        }
        Ok(())
    }
}
