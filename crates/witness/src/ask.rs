//! `Asker`, a log asking its witnesses for cosignatures of a checkpoint.
//!
//! Source: C2SP tlog-witness, “add-checkpoint”, the client's side.
//! In scope: all witnesses at once, each within limits of time, length and attempts; every line is
//! verified before it is accepted; what failed, and why.
//! Out of scope: when to ask, and what becomes of a checkpoint that lacks cosignatures: issuing
//! goes on, so callers give this a thread of its own. One exchange is in `ask/exchange`.
//! Failure: nothing is kept but the sizes the witnesses know, which they tell again.

mod exchange;
mod failure;

pub use failure::AskFailure;

use crate::ask::exchange::Exchange;
use merkle::Digest;
use recheck::{SourceError, UrlLimits, UrlSource};
use seal::{
    AddCheckpoint, Checkpoint, Cosigned, NoteSignature, Policy, PolicyWitness, SealError,
    SignedNote, VerifiedSignature, VerifierKey,
};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// Times the size may be corrected by a witness before its answers are taken for nonsense. One is
/// usual; more come of others who bring it checkpoints at the same moment.
const CORRECTIONS_MAX: u32 = 3;

/// How long and how often witnesses are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskLimits {
    /// Time until a connection stands, name look-up included.
    pub connect: Duration,
    /// Time for one request with its whole answer.
    pub whole: Duration,
    /// Attempts when a connection fails or a witness is at fault (5xx).
    pub attempts_max: u32,
    /// Pause before another attempt.
    pub pause: Duration,
    /// How far a cosignature's time may be ahead of ours.
    pub ahead_s_max: u64,
}

/// What came of asking.
#[derive(Debug)]
pub struct Asked {
    /// The new lines that hold, for pushing to the note, each with what it says.
    pub cosignatures: Vec<(NoteSignature, Cosigned)>,
    /// The witnesses that are missing, by their names in the policy, and why.
    pub failed: Vec<(String, AskFailure)>,
    /// True when the policy's quorum is met, with those that stood in the note already.
    pub quorum_met: bool,
}

/// Asks the witnesses of a policy.
#[derive(Debug)]
pub struct Asker {
    policy: Policy,
    limits: AskLimits,
    /// In the order of the policy.
    witnesses: Vec<AskedWitness>,
}

#[derive(Debug)]
struct AskedWitness {
    name: String,
    key: VerifierKey,
    url: Option<String>,
    /// What it is taken to know; it corrects us.
    known: AtomicU64,
}

impl Default for AskLimits {
    fn default() -> AskLimits {
        AskLimits {
            connect: Duration::from_secs(5),
            whole: Duration::from_secs(30),
            attempts_max: 3,
            pause: Duration::from_secs(2),
            ahead_s_max: 300,
        }
    }
}

impl Asker {
    /// Returns the asker of the witnesses that a policy names. One whose address cannot be asked
    /// fails each time, and the others are asked.
    pub fn new(policy: Policy, limits: AskLimits) -> Asker {
        let witness = |witness: &PolicyWitness| AskedWitness {
            name: witness.name.clone(),
            key: witness.key.clone(),
            url: witness.url.clone(),
            known: AtomicU64::new(0),
        };
        let witnesses = policy.witnesses().iter().map(witness).collect();
        Asker { policy, limits, witnesses }
    }

    /// Returns the policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Asks every witness whose cosignature a checkpoint lacks, all at once, and waits for them.
    /// The log has signed the checkpoint. `proof` makes the consistency proof from a size to the
    /// checkpoint's; `now_s` is the present in seconds since 1970.
    pub fn ask<P>(&self, note: &SignedNote, now_s: u64, proof: P) -> Asked
    where
        P: Fn(u64) -> Result<Vec<Digest>, String> + Sync,
    {
        let held = self.stood(note);
        let missing: Vec<&AskedWitness> = self
            .witnesses
            .iter()
            .filter(|witness| held.iter().all(|held| held.witness != witness.key))
            .collect();
        let one = |witness: &AskedWitness| match note.text().parse::<Checkpoint>() {
            Ok(checkpoint) => {
                let question = Question { note, size: checkpoint.size(), now_s, proof: &proof };
                witness.ask(&question, &self.limits)
            }
            Err(error) => Err(AskFailure::Checkpoint(error)),
        };
        let answers: Vec<Result<(NoteSignature, Cosigned), AskFailure>> = thread::scope(|scope| {
            let asked = missing.iter().map(|witness| scope.spawn(|| one(witness)));
            let asked: Vec<_> = asked.collect();
            asked
                .into_iter()
                .map(|thread| thread.join().expect("asking a witness has no bug"))
                .collect()
        });
        let mut asked = Asked { cosignatures: Vec::new(), failed: Vec::new(), quorum_met: false };
        for (witness, answer) in missing.iter().zip(answers) {
            match answer {
                Ok(cosignature) => asked.cosignatures.push(cosignature),
                Err(failure) => asked.failed.push((witness.name.clone(), failure)),
            }
        }
        let new = asked.cosignatures.iter().map(|(_, cosigned)| cosigned.clone());
        let cosigned: Vec<Cosigned> = held.into_iter().chain(new).collect();
        asked.quorum_met = self.policy.quorum_met(&cosigned);
        asked
    }

    /// Returns the cosignatures of the policy's witnesses that stand in a note already.
    pub fn stood(&self, note: &SignedNote) -> Vec<Cosigned> {
        let keys = self.policy.witness_keys();
        // A note without any of theirs, or with a bad one, has nothing that counts.
        let held = note.verify(&keys).unwrap_or_default();
        let one = |held: &VerifiedSignature<'_>| {
            Some(Cosigned { witness: held.key.clone(), time_s: held.time_s? })
        };
        held.iter().filter_map(one).collect()
    }
}

impl Asked {
    /// Adds the lines to the note that was asked about.
    ///
    /// # Errors
    /// A note that becomes too full.
    pub fn add_to(&self, note: &mut SignedNote) -> Result<(), SealError> {
        self.cosignatures.iter().try_for_each(|(line, _)| note.push(line.clone()))
    }
}

/// What all witnesses are asked.
struct Question<'a, P> {
    note: &'a SignedNote,
    size: u64,
    now_s: u64,
    proof: &'a P,
}

impl AskedWitness {
    fn ask<P>(
        &self,
        question: &Question<'_, P>,
        limits: &AskLimits,
    ) -> Result<(NoteSignature, Cosigned), AskFailure>
    where
        P: Fn(u64) -> Result<Vec<Digest>, String>,
    {
        let url = self.url.as_ref().ok_or(AskFailure::NoAddress)?;
        let exchange = Exchange::new(&prefix(url).map_err(AskFailure::Address)?, limits);
        // A size past the checkpoint was told for a later one; this one is asked from the start.
        let known = self.known.load(Ordering::Relaxed);
        let mut old = if known <= question.size { known } else { 0 };
        for _ in 0..=CORRECTIONS_MAX {
            let why = |why| AskFailure::Proof { old, why };
            let proof = (question.proof)(old).map_err(why)?;
            let request = AddCheckpoint::new(old, proof, question.note.clone());
            let request = request.map_err(AskFailure::Checkpoint)?.to_string();
            let (status, body) = exchange.post(&request, limits)?;
            let known = match status {
                200 => {
                    let accepted = self.accept(question, &body, limits)?;
                    self.known.store(question.size, Ordering::Relaxed);
                    return Ok(accepted);
                }
                409 => body.strip_suffix('\n').and_then(|size| size.parse::<u64>().ok()),
                status => return Err(AskFailure::Status { status, said: first_line(&body) }),
            };
            let known = known.ok_or(AskFailure::Answer { expected: "a size in decimal" })?;
            self.known.store(known, Ordering::Relaxed);
            if question.size < known {
                return Err(AskFailure::Ahead { known, size: question.size });
            }
            // Its size was the one we named, so it is the root that differs.
            if known == old {
                return Err(AskFailure::Fork { size: known });
            }
            old = known;
        }
        Err(AskFailure::Answer { expected: "the same size twice" })
    }

    /// Verifies the answer as the protocol suggests: as signature lines under the checkpoint, with
    /// the witness's key alone known, so that lines of other keys are ignored.
    fn accept<P>(
        &self,
        question: &Question<'_, P>,
        body: &str,
        limits: &AskLimits,
    ) -> Result<(NoteSignature, Cosigned), AskFailure> {
        let answered = format!("{}\n{body}", question.note.text());
        let answered = SignedNote::parse(answered.as_bytes()).map_err(AskFailure::Cosignature)?;
        let keys = std::slice::from_ref(&self.key);
        let verified = answered.verify(keys).map_err(AskFailure::Cosignature)?;
        let time_s = verified.first().and_then(|signature| signature.time_s);
        let time_s =
            time_s.ok_or(AskFailure::Answer { expected: "a cosignature with its time" })?;
        let (now_s, ahead_s_max) = (question.now_s, limits.ahead_s_max);
        if now_s.saturating_add(ahead_s_max) < time_s {
            return Err(AskFailure::TimeAhead { time_s, now_s, ahead_s_max });
        }
        let line = answered
            .signatures()
            .iter()
            .find(|line| line.name() == self.key.name() && line.key_id() == self.key.id());
        let line = line.expect("a signature of this key was just verified").clone();
        Ok((line, Cosigned { witness: self.key.clone(), time_s }))
    }
}

/// Returns the address of a witness as the prefix of its routes; what a log may be read from is
/// what a witness may be asked at.
fn prefix(url: &str) -> Result<String, SourceError> {
    UrlSource::new(url, UrlLimits::default()).map(|source| source.url().to_string())
}

/// Returns the first line of what somebody said, as much of it as fits into a message.
fn first_line(body: &str) -> String {
    let line = body.lines().next().unwrap_or_default();
    line.chars().filter(|c| !c.is_control()).take(200).collect()
}
