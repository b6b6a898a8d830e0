//! `Cosigning`, a witness at work: it checks, keeps and cosigns, in one step.
//!
//! Source: C2SP tlog-witness: “checking the old size against the latest checkpoint and persisting
//! the new checkpoint must be performed atomically”.
//! In scope: the lock around that step, the answer in the protocol's form, evidence of a fork.
//! Out of scope: HTTP (`serve`), the checks (`add_checkpoint`), the clock (an argument).
//! Failure: a stop before the checkpoint is kept leaves nothing done; a stop after it leaves a log
//! that was not answered, learns the size by a 409 and asks again.

use crate::add_checkpoint::{Authentic, Refusal};
use crate::durable::{Readers, make_folder, write_durably};
use crate::lawful::{Judge, Judged};
use crate::state::StateFolder;
use crate::witness_error::WitnessError;
use merkle::leaf_hash;
use seal::{Cosigner, NoteSignature, SignedNote, VerifierKey};
use std::sync::{Mutex, PoisonError};
use vocab::Hash;

/// The type of a 409 answer's body.
pub const SIZE_TYPE: &str = "text/x.tlog.size";

const TEXT_TYPE: &str = "text/plain; charset=utf-8";

/// The folder with what shows that a log misbehaved.
pub(crate) const EVIDENCE: &str = "evidence";

/// What a witness sends back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type of the body.
    pub kind: &'static str,
    /// The body; ends in a newline.
    pub body: String,
}

/// A witness of some logs.
pub struct Cosigning {
    cosigner: Cosigner,
    logs: Vec<VerifierKey>,
    /// Held from the check to the moment the checkpoint is kept.
    state: Mutex<StateFolder>,
    judge: Option<Box<dyn Judge + Send + Sync>>,
}

impl Cosigning {
    /// Returns the witness of the logs with these keys, whose names are their origins.
    pub fn new(cosigner: Cosigner, logs: Vec<VerifierKey>, state: StateFolder) -> Cosigning {
        Cosigning { cosigner, logs, state: Mutex::new(state), judge: None }
    }

    /// Returns the witness that cosigns only what the judge finds lawful as well.
    pub fn judged_by(self, judge: Box<dyn Judge + Send + Sync>) -> Cosigning {
        Cosigning { judge: Some(judge), ..self }
    }

    /// Returns the key by which others verify.
    pub fn verifier(&self) -> &VerifierKey {
        self.cosigner.verifier()
    }

    /// Returns the keys of the logs.
    pub fn logs(&self) -> &[VerifierKey] {
        &self.logs
    }

    /// Answers a request at an instant, in seconds since 1970.
    ///
    /// # Errors
    /// The witness itself failed; nothing was cosigned.
    pub fn add_checkpoint(&self, body: &[u8], now_s: u64) -> Result<Answer, WitnessError> {
        let authentic = match Authentic::read(body, &self.logs) {
            Ok(authentic) => authentic,
            Err(refusal) => return Ok(Answer::refused(&refusal)),
        };
        let known = self.lock().known(authentic.checkpoint.origin())?;
        if let Err(refusal) = authentic.follows(&known) {
            return self.refuse(&authentic, &refusal);
        }
        // Judging may take long and is done outside the lock; what it saw cannot become unlawful.
        if let Some(judge) = &self.judge {
            match judge.judge(authentic.request.checkpoint(), &authentic.checkpoint, now_s) {
                Judged::Lawful => {}
                Judged::Unlawful(body) => return Ok(Answer::text(422, body)),
                Judged::NotYet(body) => return Ok(Answer::text(503, body)),
            }
        }
        self.cosign(&authentic, now_s)
    }

    /// Checks again, keeps and cosigns while nobody else can.
    fn cosign(&self, authentic: &Authentic, now_s: u64) -> Result<Answer, WitnessError> {
        let origin = authentic.checkpoint.origin();
        let state = self.lock();
        let known = state.known(origin)?;
        if let Err(refusal) = authentic.follows(&known) {
            drop(state);
            return self.refuse(authentic, &refusal);
        }
        // A cosignature says "as of this time, this is the largest tree seen"; with a clock that
        // went back it would contradict the last one.
        if now_s < known.time_s {
            return Err(WitnessError::ClockBack { now_s, last_s: known.time_s });
        }
        // Only the text is kept: signatures of others on the request are of no interest here.
        let text = authentic.request.checkpoint().text().to_string();
        let mut note = SignedNote::new(text).map_err(WitnessError::Cosign)?;
        let line = self.cosigner.cosign(&note, now_s).map_err(WitnessError::Cosign)?;
        note.push(line.clone()).map_err(WitnessError::Cosign)?;
        // "The witness MUST persist the new checkpoint before responding." If it stops before this
        // returns, nobody has seen the cosignature.
        state.keep(origin, &note)?;
        Ok(Answer::cosigned(&line))
    }

    fn refuse(&self, authentic: &Authentic, refusal: &Refusal) -> Result<Answer, WitnessError> {
        // Two signed roots of one size are proof against the log's operator, so they are kept. A
        // bad proof is not: anybody can send one with a checkpoint that was published.
        if let Refusal::Fork { .. } = refusal {
            self.keep_fork(authentic)?;
        }
        Ok(Answer::refused(refusal))
    }

    /// Keeps the two checkpoints of a fork under a name that is the same each time it is shown.
    fn keep_fork(&self, authentic: &Authentic) -> Result<(), WitnessError> {
        let state = self.lock();
        let shown = authentic.request.checkpoint();
        let known = state.note(authentic.checkpoint.origin())?;
        let folder = state.folder().join(EVIDENCE);
        let path = folder.join(format!("fork-{}.txt", Hash(leaf_hash(shown.text().as_bytes()))));
        if path.exists() {
            return Ok(());
        }
        let known = known.map_or(String::new(), |note| note.to_string());
        let text = format!("cosigned here:\n\n{known}\nshown later:\n\n{shown}");
        make_folder(&folder)
            .and_then(|()| write_durably(&path, text.as_bytes(), Readers::Everybody))
            .map_err(|source| WitnessError::Write { path, source })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, StateFolder> {
        // What is known stands on disk and is read each time, so a thread that panicked with the
        // lock has left nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answer {
    /// Returns a text for people.
    pub(crate) fn text(status: u16, body: impl Into<String>) -> Answer {
        let mut body = body.into();
        if !body.ends_with('\n') {
            body.push('\n');
        }
        Answer { status, kind: TEXT_TYPE, body }
    }

    fn cosigned(line: &NoteSignature) -> Answer {
        Answer::text(200, line.to_string())
    }

    fn refused(refusal: &Refusal) -> Answer {
        match refusal {
            // "The response body MUST consist of the tree size of the latest cosigned checkpoint in
            // decimal, followed by a newline." The protocol asks for it when the size differs; a
            // log that forked is told the same, its own size, and can tell the two apart.
            Refusal::OtherSize { known: size } | Refusal::Fork { size } => {
                Answer { status: refusal.status(), kind: SIZE_TYPE, body: format!("{size}\n") }
            }
            Refusal::Malformed(_)
            | Refusal::OldLarger { .. }
            | Refusal::UnknownOrigin
            | Refusal::NotSigned(_)
            | Refusal::Inconsistent(_) => Answer::text(refusal.status(), refusal.to_string()),
        }
    }
}
