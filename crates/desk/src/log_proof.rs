//! The proof that a certificate stands in the published log, as a C2SP tlog-proof.
//!
//! In scope: reading a register's folder beside whoever writes it: nothing is locked or changed.
//! Out of scope: the holder's file, which proves all that a certificate rests on
//! (`certificate_file`).

use crate::backend::Backend;
use crate::certificate_file::find;
use crate::house_error::HouseError;
use crate::house_folder::LOG_FOLDER;
use merkle::{TileNodes, inclusion_proof};
use seal::{Checkpoint, SignedNote, TlogProof};
use std::path::Path;
use store::{CHECKPOINT_FILE, DiskFiles, LogFolder};

/// Returns the proof of a certificate under the published checkpoint, with its entry beside it as
/// extra data.
///
/// # Errors
/// No such certificate, one that is not published yet, or a folder that cannot be read.
pub fn prove(register: &Path, backend: &Backend, number: &str) -> Result<TlogProof, HouseError> {
    let store = backend.read_only(register)?;
    let (batch, serial) = find(&*store, number)?.ok_or(HouseError::NoCertificate)?;
    let index = batch.entry + u64::from(serial - batch.first);
    let entry = store.entry(index)?.ok_or(HouseError::NoEntry(index))?;
    let files = DiskFiles::below(register.join(LOG_FOLDER)).map_err(HouseError::Published)?;
    let folder = LogFolder::new(Box::new(files));
    let note = folder.read(CHECKPOINT_FILE).map_err(HouseError::Published)?;
    let note = note.ok_or(HouseError::NotPublished { index, size: 0 })?;
    let note = SignedNote::parse(&note).map_err(HouseError::Seal)?;
    let size = note.text().parse::<Checkpoint>().map_err(HouseError::Seal)?.size();
    if size <= index {
        return Err(HouseError::NotPublished { index, size });
    }
    let proof = inclusion_proof(&mut TileNodes::new(&folder, size), index, size);
    let proof = proof.map_err(|error| HouseError::Tiles(error.to_string()))?;
    let proof = TlogProof::new(index, proof, note).map_err(HouseError::Seal)?;
    proof.with_extra(entry).map_err(HouseError::Seal)
}
