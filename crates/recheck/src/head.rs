//! The head of a log: its key, its checkpoint, and earlier checkpoints that somebody kept.
//!
//! Source: C2SP tlog-checkpoint, signed-note.
//! In scope: reading them and checking the log's signature. Out of scope: the tree.

use crate::fault::Fault;
use crate::finding::{Finding, Kind};
use crate::source::Source;
use crate::source_error::SourceError;
use seal::{Checkpoint, SignedNote, VerifierKey};
use vocab::limits::{KEY_NAME_BYTES_MAX, NOTE_BYTES_MAX};

/// The file with the signed checkpoint.
pub const CHECKPOINT_FILE: &str = "checkpoint";

/// The file with the log's own word of its key.
pub const KEY_FILE: &str = "vkey";

/// Bytes of a verifier key with the id, the base 64 of 33 bytes and a newline.
const KEY_BYTES_MAX: usize = KEY_NAME_BYTES_MAX + 64;

/// Who says which key is the log's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFrom {
    /// Whoever asked for the check.
    Given,
    /// The log itself: then nothing says that it is the log that was meant.
    Log,
}

/// A log's key and checkpoint.
pub(crate) struct Head {
    pub key: VerifierKey,
    pub key_from: KeyFrom,
    /// Nothing when it is no checkpoint.
    pub checkpoint: Option<Checkpoint>,
}

impl Head {
    /// Reads the head; adds what is wrong with it to the findings.
    pub(crate) fn read(
        source: &dyn Source,
        key: Option<&VerifierKey>,
        findings: &mut Vec<Finding>,
    ) -> Result<Head, Fault> {
        let bytes = match source.read(CHECKPOINT_FILE, NOTE_BYTES_MAX) {
            Ok(Some(bytes)) => Some(bytes),
            Ok(None) => return Err(Fault::NoLog),
            Err(SourceError::TooLong { max_bytes, .. }) => {
                let zh = format!("检查点超过 {max_bytes} 字节");
                let en = format!("the checkpoint is longer than {max_bytes} bytes");
                findings.push(Finding::new(Kind::Checkpoint, zh, en).of(CHECKPOINT_FILE));
                None
            }
            Err(source) => return Err(Fault::Source { index: None, source }),
        };
        let (key, key_from) = match key {
            Some(key) => (key.clone(), KeyFrom::Given),
            None => (own_key(source)?, KeyFrom::Log),
        };
        let checkpoint = bytes.and_then(|bytes| statement(&bytes, &key, CHECKPOINT_FILE, findings));
        Ok(Head { key, key_from, checkpoint })
    }
}

/// Reads a checkpoint of the log; adds what is wrong with it to the findings. One with a bad
/// signature is returned all the same, so that more can be said of the log.
pub(crate) fn statement(
    bytes: &[u8],
    key: &VerifierKey,
    path: &str,
    findings: &mut Vec<Finding>,
) -> Option<Checkpoint> {
    let mut wrong = |kind, zh: &str, why: String| {
        findings.push(Finding::new(kind, format!("{zh}：{why}"), why).of(path));
    };
    let note = match SignedNote::parse(bytes) {
        Ok(note) => note,
        Err(error) => {
            wrong(Kind::Checkpoint, "检查点不合格式", error.to_string());
            return None;
        }
    };
    let checkpoint: Checkpoint = match note.text().parse() {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            wrong(Kind::Checkpoint, "检查点不合格式", error.to_string());
            return None;
        }
    };
    if let Err(error) = note.verify(std::slice::from_ref(key)) {
        wrong(Kind::Checkpoint, "检查点没有日志密钥的有效签名", error.to_string());
    }
    if checkpoint.origin() != key.name().as_str() {
        let why = format!("`{}` instead of `{}`", shortened(checkpoint.origin()), key.name());
        wrong(Kind::Origin, "检查点属于另一日志", why);
    }
    Some(checkpoint)
}

fn own_key(source: &dyn Source) -> Result<VerifierKey, Fault> {
    let read = source.read(KEY_FILE, KEY_BYTES_MAX);
    let bytes = read.map_err(|source| Fault::Source { index: None, source })?;
    let text = String::from_utf8(bytes.ok_or(Fault::NoKey)?).unwrap_or_default();
    text.trim_end().parse().map_err(Fault::Key)
}

/// A text from outside, in no more than a line.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
