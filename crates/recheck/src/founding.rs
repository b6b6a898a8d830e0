//! Which law a log was founded under, before anything of it is checked.
//!
//! In scope: the first entry, as far as it can be read. Out of scope: believing it; the check that
//! follows reads the same entry again and compares.

use crate::source::Source;
use crate::source_error::SourceError;
use merkle::{EntryBundle, read_bundle};
use register::PublicAct;
use seal::{Checkpoint, Entry, SignedNote};
use vocab::limits::NOTE_BYTES_MAX;

/// A full bundle of the longest entries.
const BUNDLE_BYTES_MAX: usize = 256 * (2 + 65_535);

/// Returns the digest of the law that the first entry of a log names; nothing when there is no such
/// entry to read.
///
/// # Errors
/// The log cannot be read.
pub fn founding_law(source: &dyn Source) -> Result<Option<[u8; 32]>, SourceError> {
    let Some(note) = source.read("checkpoint", NOTE_BYTES_MAX)? else { return Ok(None) };
    let size = SignedNote::parse(&note).ok().and_then(|n| n.text().parse::<Checkpoint>().ok());
    let bundle = size.and_then(|checkpoint| EntryBundle::in_tree(0, checkpoint.size()));
    let Some(bundle) = bundle else { return Ok(None) };
    let Some(bytes) = source.read(&bundle.to_string(), BUNDLE_BYTES_MAX)? else { return Ok(None) };
    let first = read_bundle(bundle, &bytes).ok();
    let first = first.and_then(|entries| Entry::read(entries.first()?).ok());
    Ok(match first {
        Some(Entry::Act(act)) => match act.event.act {
            PublicAct::Genesis { law, .. } => Some(law),
            _ => None,
        },
        Some(Entry::Certificate(_)) | None => None,
    })
}
