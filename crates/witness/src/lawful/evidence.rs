//! What is kept and told of an entry that is not lawful.
//!
//! In scope: the entry's bytes and the finding in words, with the rule and its quotation.
//! Out of scope: the checkpoint that covers it: it is the mirror's.
//! Failure: a stop leaves the words, the entry, both or neither; they are written again when the
//! entry is judged again.

use crate::cosigning::EVIDENCE;
use crate::durable::{Readers, make_folder, write_durably};
use crate::mirror_error::MirrorError;
use recheck::{Finding, Kind};
use std::path::Path;

/// Returns a finding as text: in English, in Chinese, then the rule and its words.
pub(super) fn in_words(finding: &Finding, index: u64) -> String {
    let (kind, en, zh) = (finding.kind.name(), &finding.en, &finding.zh);
    let mut words = format!("entry {index} is not lawful ({kind}): {en}\n条目 {index}：{zh}\n");
    if let Some(rule) = &finding.rule {
        words.push_str(&format!("rule {rule}\n"));
    }
    if let Some(quote) = &finding.quote {
        words.push_str(&format!("「{quote}」\n"));
    }
    words
}

/// Keeps the entry and the words in the folder of evidence.
pub(super) fn keep(
    folder: &Path,
    index: u64,
    entry: &[u8],
    words: &str,
) -> Result<(), MirrorError> {
    let folder = folder.join(EVIDENCE);
    let failed = |source| MirrorError::Write { path: folder.clone(), source };
    make_folder(&folder).map_err(failed)?;
    for (kind, bytes) in [("entry", entry), ("txt", words.as_bytes())] {
        let path = folder.join(format!("unlawful-{index}.{kind}"));
        write_durably(&path, bytes, Readers::Everybody).map_err(failed)?;
    }
    Ok(())
}

/// The finding that a log was founded under another name than that of its key.
pub(super) fn other_log(index: u64, key: &str, founded: Option<&str>) -> Finding {
    let founded = founded.unwrap_or("—");
    Finding {
        index: Some(index),
        path: None,
        kind: Kind::Origin,
        rule: None,
        quote: None,
        zh: format!("创建条目写的是日志 {founded}，密钥属于 {key}"),
        en: format!("it was founded as `{founded}` and its key is that of `{key}`"),
    }
}
