//! Asking witnesses while the register is served.
//!
//! Source: DESIGN.md §6: the landmark says which cosignatures it has, and at the start witnesses
//! are asked for the last size seen.
//! In scope: which checkpoints are asked about, when, and what is told. Out of scope: the exchange
//! (`witness`), making landmarks (`desk`).
//! Issuing never waits for a witness: the house is held for a proof or a file, never for an answer.
//! Failure: a landmark that lacks cosignatures is asked about again until the next one is made.

use crate::commands::witness_serve::words;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::output;
use desk::house::House;
use desk::observe::{Doing, Observer, Sight};
use desk::ports::{Clock, SystemClock};
use desk::published_log::PublishedLog;
use desk::words::{Lang, Words};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use vocab::Instant;
use witness::{AskFailure, AskLimits, Asked, Asker, Cosigned, Policy, PolicyWitness, SignedNote};

/// How soon a new landmark is noticed.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Looks after which a witness that is missing is asked again.
const LOOKS_BETWEEN: u32 = 300;

/// How long the start waits for them: whoever is slow then is asked again later.
const AT_START: AskLimits = AskLimits {
    connect: Duration::from_secs(3),
    whole: Duration::from_secs(8),
    attempts_max: 1,
    pause: Duration::ZERO,
    ahead_s_max: 300,
};

/// The asking; it ends when this is dropped.
pub(super) struct Asking {
    _stop: Sender<()>,
}

/// The witnesses of a log that is about to be served.
pub(super) struct Witnesses {
    asker: Asker,
    log: PublishedLog,
    lang: Lang,
    /// True when lines for programs are written, and none for people.
    quiet: bool,
    observer: Arc<dyn Observer>,
}

/// A witness knows more of this log than the log itself, or another log in its place.
#[derive(Debug)]
pub(crate) struct Contradicted {
    name: String,
    failure: AskFailure,
}

impl Contradicted {
    /// Says who contradicts and how.
    pub(crate) fn in_words(&self, words: &Words) -> String {
        let why = words::failure(words, &self.failure).into();
        words.say("ask-contradicted", &[("name", self.name.clone().into()), ("why", why)])
    }

    /// Returns the exit code: the register must not be written to.
    pub(crate) fn exit(&self) -> Exit {
        Exit::Fault
    }
}

impl Witnesses {
    /// Reads the policy that names them.
    pub(super) fn read(
        policy: &Path,
        log: PublishedLog,
        (lang, quiet): (Lang, bool),
        observer: Arc<dyn Observer>,
    ) -> Result<Witnesses, Fault> {
        let path = policy.to_path_buf();
        let bytes = std::fs::read(policy)
            .map_err(|source| Fault::ReadFile { path: path.clone(), source })?;
        let policy =
            Policy::parse(&bytes).map_err(|source| Fault::Policy { path: path.clone(), source })?;
        let asker = Asker::new(policy, AskLimits::default());
        Ok(Witnesses { asker, log, lang, quiet, observer })
    }

    /// Returns the policy that names them.
    pub(super) fn policy(&self) -> &Policy {
        self.asker.policy()
    }

    /// Asks before anything is written whether a witness has seen more than is here: a folder that
    /// was restored from an older copy would otherwise become a fork.
    ///
    /// # Errors
    /// A witness knows a larger tree than the register has, or another of the same size.
    pub(super) fn compare(&self, house: &Mutex<House>) -> Result<(), Contradicted> {
        // The last landmark rather than the last checkpoint: once a later one is cosigned, the
        // landmark cannot be any more.
        let last = self.last_landmark(house).map(|(_, note)| note);
        let Some(note) = last.or_else(|| held(house).published().cloned()) else { return Ok(()) };
        let at_start = Asker::new(self.asker.policy().clone(), AT_START);
        let asked = ask(&at_start, house, &note);
        let recorded = held(house).state().entries();
        self.note_stood(&note);
        self.note(&asked);
        self.keep(house, note, &asked);
        for (name, failure) in asked.failed {
            let contradicts = match failure {
                AskFailure::Ahead { known, .. } => recorded < known,
                AskFailure::Fork { .. } => true,
                _ => false,
            };
            if contradicts {
                return Err(Contradicted { name, failure });
            }
        }
        Ok(())
    }

    /// Asks about each landmark as it is made, on a thread of its own.
    pub(super) fn start(self, house: Arc<Mutex<House>>) -> Asking {
        let (stop, stopped) = channel();
        thread::spawn(move || self.go_on(&house, &stopped));
        Asking { _stop: stop }
    }

    fn go_on(&self, house: &Mutex<House>, stopped: &Receiver<()>) {
        let (mut last, mut looks) = (0, LOOKS_BETWEEN);
        let mut done = false;
        while stopped.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
            looks = looks.saturating_add(1);
            let Some((size, note)) = self.last_landmark(house) else { continue };
            if size == last && (done || looks < LOOKS_BETWEEN) {
                continue;
            }
            let asked = ask(&self.asker, house, &note);
            self.note(&asked);
            self.keep(house, note, &asked);
            self.tell(size, &asked);
            (last, looks, done) = (size, 0, asked.failed.is_empty());
        }
    }

    /// Returns the last landmark with its checkpoint, as it stands in the log's folder.
    fn last_landmark(&self, house: &Mutex<House>) -> Option<(u64, SignedNote)> {
        let size = held(house).landmarks().all().last()?.size;
        let (_, bytes) = self.log.read(&format!("landmark/{size}")).ok()??;
        Some((size, SignedNote::parse(&bytes).ok()?))
    }

    /// Puts the cosignatures where the landmark and the checkpoint are.
    fn keep(&self, house: &Mutex<House>, mut note: SignedNote, asked: &Asked) {
        if asked.cosignatures.is_empty() || asked.add_to(&mut note).is_err() {
            return;
        }
        if let Err(error) = held(house).cosigned(&note) {
            let (doing, why) = (Doing::KeepCosignatures, &error);
            self.observer.saw(&Sight::Failed { doing, why });
        }
    }

    /// Tells whoever watches who cosigned just now and who did not.
    fn note(&self, asked: &Asked) {
        for (_, cosigned) in &asked.cosignatures {
            self.cosigned(cosigned, true);
        }
        for (witness, why) in &asked.failed {
            self.observer.saw(&Sight::NotCosigned { witness, why });
        }
    }

    /// Tells whoever watches by whom a note was cosigned before this start.
    fn note_stood(&self, note: &SignedNote) {
        for cosigned in self.asker.stood(note) {
            self.cosigned(&cosigned, false);
        }
    }

    fn cosigned(&self, cosigned: &Cosigned, asked: bool) {
        let named = |w: &&PolicyWitness| w.key == cosigned.witness;
        let Some(named) = self.policy().witnesses().iter().find(named) else { return };
        let at = Instant(i64::try_from(cosigned.time_s).unwrap_or(i64::MAX));
        self.observer.saw(&Sight::Cosigned { witness: &named.name, at, asked });
    }

    fn tell(&self, size: u64, asked: &Asked) {
        if self.quiet {
            return;
        }
        let words = Words::of(self.lang);
        let size = size.into();
        let new = (asked.cosignatures.len() as u64).into();
        output::tell(&match asked.quorum_met {
            true => words.say("ask-met", &[("size", size), ("new", new)]),
            false => words.say("ask-not-met", &[("size", size), ("new", new)]),
        });
        for (name, failure) in &asked.failed {
            let why = words::failure(&words, failure).into();
            let name = name.clone().into();
            output::tell(&words.say("ask-missing", &[("name", name), ("why", why)]));
        }
    }
}

/// Asks the witnesses that a checkpoint lacks. The house is free while they are waited for.
fn ask(asker: &Asker, house: &Mutex<House>, note: &SignedNote) -> Asked {
    let now_s = u64::try_from(SystemClock.now().0).unwrap_or(0);
    let size = note.text().lines().nth(1).and_then(|size| size.parse().ok()).unwrap_or(0);
    asker.ask(note, now_s, |old| {
        held(house).consistency(old, size).map_err(|error| error.to_string())
    })
}

/// A panic of another thread leaves the house as its store has it.
fn held(house: &Mutex<House>) -> MutexGuard<'_, House> {
    house.lock().unwrap_or_else(PoisonError::into_inner)
}
