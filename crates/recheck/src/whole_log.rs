//! Checking a whole log: one thread reads, hashes and decodes, another decides.
//!
//! In scope: the whole check, in bounded memory. Out of scope: its parts (`tree`, `replay`).
//! Failure: nothing is written; a check that was stopped is begun again.

use crate::fault::Fault;
use crate::finding::{Finding, Kind};
use crate::head::{self, CHECKPOINT_FILE, Head};
use crate::landmarks;
use crate::replay::Replay;
use crate::report::{Outcome, Report};
use crate::source::Source;
use crate::step::Step;
use crate::tree::{Claim, Ended, Visitor, Walk};
use law::Law;
use merkle::Digest;
use register::State;
use seal::VerifierKey;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Bundles read ahead of the thread that decides: enough that neither waits for long. A bundle has
/// at most 17 MB, so that a hostile log fills some 100 MB.
const CHUNKS_AHEAD_MAX: usize = 4;

/// What a check may be told.
#[derive(Clone, Debug)]
pub struct Options {
    /// The key of the log that is meant; nothing takes the log's own word for it.
    pub key: Option<VerifierKey>,
    /// Keys of witnesses whose times are compared with those of the entries.
    pub witnesses: Vec<VerifierKey>,
    /// Checkpoints of the log that were kept from earlier, by name: each has to be a prefix of it.
    pub kept: Vec<(String, Vec<u8>)>,
    /// Findings after which the check stops. At least one.
    pub findings_max: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { key: None, witnesses: Vec::new(), kept: Vec::new(), findings_max: 20 }
    }
}

/// Checks everything: the tree, every signature, and every act decided again by the law. Tells the
/// entries read and the size of the log as it goes.
///
/// # Errors
/// [`Fault`] when the log cannot be read. What is wrong with it is in the report.
pub fn recheck(
    source: &dyn Source,
    law: &Law,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, Fault> {
    check(source, Some(law), options, progress).map(|(report, _)| report)
}

/// Checks everything as [`recheck`] does, and returns the state that the lawful acts give too: the
/// log's own where nothing is wrong.
///
/// # Errors
/// As [`recheck`].
pub fn recheck_to_state(
    source: &dyn Source,
    law: &Law,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Report, State), Fault> {
    check(source, Some(law), options, progress)
}

/// Checks the tree, the form of every entry and every signature; no law is asked.
///
/// # Errors
/// As [`recheck`].
pub fn verify_log(
    source: &dyn Source,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, Fault> {
    check(source, None, options, progress).map(|(report, _)| report)
}

fn check(
    source: &dyn Source,
    law: Option<&Law>,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Report, State), Fault> {
    let mut findings = Vec::new();
    let head = Head::read(source, options.key.as_ref(), &mut findings)?;
    let (size, root) = match &head.checkpoint {
        Some(checkpoint) => (checkpoint.size(), Some(*checkpoint.root())),
        None => (0, None),
    };
    let claims = claims(&head, options, size, &mut findings);
    let max = options.findings_max.max(1);
    let (sender, receiver) = sync_channel(CHUNKS_AHEAD_MAX);
    let (ended, judged) = thread::scope(|scope| {
        let judge =
            Judge { replay: law.map_or_else(Replay::of_signatures, Replay::new), findings, max };
        let judging = scope.spawn(move || judge.run(receiver));
        let mut reader = Reader { sender, steps: Vec::new(), first: 0 };
        let walk = Walk::new(source, size, &claims);
        let ended = walk.run(&mut reader, &mut |done| progress(done, size));
        // The judge ends when nobody sends any more.
        drop(reader);
        (ended, judging.join().expect("the judge panics only at a bug"))
    });
    let ended = ended?;
    let Judge { mut replay, mut findings, .. } = judged;
    let stopped = max <= findings.len() || matches!(ended, Ended::Early) || root.is_none();
    if let (Ended::Whole(ours), false) = (&ended, stopped) {
        let tree = findings.iter().all(|finding| !finding.kind.is_of_files());
        findings.extend(at_the_end(&mut replay, &head, *ours));
        if tree && root == Some(*ours) && !replay.has_gap() {
            findings.extend(landmarks::compare(
                source,
                &head.key,
                &options.witnesses,
                replay.landmarks(),
                size,
            )?);
        }
    }
    findings.sort_by_key(|finding| finding.index.unwrap_or(u64::MAX));
    let outcome = law.map(|law| outcome(&replay, law));
    let (entries, tally) = (replay.size(), replay.tally().clone());
    let (origin, key_from) = (head.key.name().to_string(), head.key_from);
    let doubts = replay.doubts().to_vec();
    let report =
        Report { origin, key_from, size, root, entries, tally, outcome, doubts, findings, stopped };
    Ok((report, replay.into_state()))
}

/// Returns what was stated of the log earlier, by size.
fn claims(
    head: &Head,
    options: &Options,
    size: u64,
    findings: &mut Vec<Finding>,
) -> BTreeMap<u64, Vec<Claim>> {
    let mut claims: BTreeMap<u64, Vec<Claim>> = BTreeMap::new();
    for (path, bytes) in &options.kept {
        let Some(kept) = head::statement(bytes, &head.key, path, findings) else { continue };
        if size < kept.size() {
            let (zh, en) = (
                format!("保存的检查点有 {} 条目，日志只有 {size} 条：日志被截短", kept.size()),
                format!(
                    "it was kept at {} entries and the log has {size}: it was cut",
                    kept.size()
                ),
            );
            findings.push(Finding::new(Kind::NotAPrefix, zh, en).of(path));
        } else if kept.size() == 0 {
            // Every log begins empty, and a checkpoint of nothing is read only with that root.
        } else {
            let claim = Claim { path: path.clone(), root: *kept.root() };
            claims.entry(kept.size()).or_default().push(claim);
        }
    }
    claims
}

/// What can be said only when every entry was read.
fn at_the_end(replay: &mut Replay<'_>, head: &Head, ours: Digest) -> Vec<Finding> {
    let mut findings: Vec<Finding> = replay.end().err().into_iter().collect();
    if let Some(checkpoint) = head.checkpoint.as_ref().filter(|c| *c.root() != ours) {
        let size = checkpoint.size();
        let (zh, en) = (
            format!("检查点的根与全部 {size} 条目算出的不符"),
            format!("its root is not that of the {size} entries"),
        );
        findings.push(Finding::new(Kind::Root, zh, en).of(CHECKPOINT_FILE));
    }
    let origin = head.key.name().as_str();
    if let Some(founded) = replay.origin().filter(|founded| *founded != origin) {
        let founded = head::shortened(founded);
        let zh = format!("创建条目写的是日志 {founded}，密钥属于 {origin}");
        let en = format!("it was founded as `{founded}` and its key is that of `{origin}`");
        findings.push(Finding::new(Kind::Origin, zh, en).at(0));
    } else if replay.log_key().is_some_and(|key| key != head.key.public_key().as_bytes()) {
        let zh = "创建条目写的日志密钥与检查点所用的不同";
        let en = "the key that it names for the log is not the one the checkpoint is signed by";
        findings.push(Finding::new(Kind::Origin, zh, en).at(0));
    }
    findings
}

fn outcome(replay: &Replay<'_>, law: &Law) -> Outcome {
    let state = replay.state();
    Outcome {
        organisations: state.organisations().count() as u64,
        bodies: state.organisations().filter(|(id, _)| state.recognised(*id).is_some()).count()
            as u64,
        sessions: state.sessions().count() as u64,
        state: state.digest(),
        law: law.digest,
    }
}

/// What the reading thread sends.
enum Sent {
    /// Entries from an index on.
    Steps(u64, Vec<Step>),
    /// Something wrong with a file.
    Finding(Finding),
}

/// The reading side.
struct Reader {
    sender: SyncSender<Sent>,
    steps: Vec<Step>,
    first: u64,
}

impl Reader {
    /// A judge that has gone had enough.
    fn send(&self, sent: Sent) -> ControlFlow<()> {
        match self.sender.send(sent) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

impl Visitor for Reader {
    fn entry(&mut self, index: u64, bytes: &[u8], root: &dyn Fn() -> Digest) {
        if self.steps.is_empty() {
            self.first = index;
        }
        self.steps.push(Step::read(bytes, root));
    }

    fn finding(&mut self, finding: Finding) -> ControlFlow<()> {
        self.send(Sent::Finding(finding))
    }

    fn bundle_end(&mut self) -> ControlFlow<()> {
        let steps = std::mem::take(&mut self.steps);
        self.send(Sent::Steps(self.first, steps))
    }
}

/// The deciding side.
struct Judge<'law> {
    replay: Replay<'law>,
    findings: Vec<Finding>,
    max: usize,
}

impl Judge<'_> {
    /// Takes what is sent until nothing more comes or there are findings enough.
    fn run(mut self, receiver: Receiver<Sent>) -> Self {
        while self.findings.len() < self.max
            && let Ok(sent) = receiver.recv()
        {
            match sent {
                Sent::Finding(finding) => self.findings.push(finding),
                Sent::Steps(first, steps) => {
                    for (index, step) in (first..).zip(steps) {
                        self.replay.step(index, step, &mut self.findings);
                        if self.max <= self.findings.len() {
                            break;
                        }
                    }
                }
            }
        }
        self.findings.truncate(self.max);
        self
    }
}
