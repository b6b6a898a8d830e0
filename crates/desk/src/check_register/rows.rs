//! Private rows as they lie, opened under their keys while nobody's house is open.
//!
//! In scope: opening every block once; rows of a group, one row through a few blocks in memory.
//! Out of scope: what rows say of the log (`sessions`, `holders`).
//! A block that does not open is found once, by [`Rows::open_all`]; whoever reads it later leaves
//! out what needs it.

use super::finding::{Finding, Looked, Part};
use super::told;
use crate::backup_fault::BackupFault;
use crate::candidates::{CandidateRow, ResultRow};
use crate::find_person::ReadingRow;
use crate::issue_certificates::{SALTS, SaltRow};
use crate::mend_certificate::{CorrectionRow, header_of};
use crate::private_rows::read_row;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::{Kept, KeptKind, PrivateKind, PrivateRow, RowKeys, Store, StoreError};

/// Blocks that are kept opened: a session and its salts lie in a few.
const BLOCKS_KEPT: usize = 1_024;

/// Kind, group and place of a block.
type BlockPlace = (PrivateKind, String, u32);
/// Places and bodies of a block; nothing of one that does not open.
type Bodies = Option<Vec<(u32, Vec<u8>)>>;

/// Rows about persons, with what opens them.
pub(super) struct Rows<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) keys: &'a RowKeys,
    blocks: BTreeMap<BlockPlace, Bodies>,
}

/// What only the rows say of certificates, noted on the way.
#[derive(Default)]
pub(super) struct Noted {
    /// The entries of certificates whose holders were erased, and some of others.
    pub(super) erased: BTreeSet<u64>,
    /// The headers of batches with corrections.
    pub(super) corrected: BTreeSet<u64>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(store: &'a dyn Store, keys: &'a RowKeys) -> Rows<'a> {
        Rows { store, keys, blocks: BTreeMap::new() }
    }

    /// Opens every block, and reads the rows whose form is one of a few.
    pub(super) fn open_all(&self) -> Result<(Part, Noted), BackupFault> {
        let (mut part, mut noted) = (Part::new(Looked::Private), Noted::default());
        let walked = self.store.each_kept(KeptKind::Private, &mut |kept| {
            let Kept::Private(PrivateRow { kind, group, place: block, body }) = kept else {
                return Ok(());
            };
            part.compared += 1;
            match self.keys.open((kind, &group, block), &body) {
                Ok(rows) => {
                    for (place, body) in rows {
                        if !noted.row(kind, &group, &body) {
                            part.find(Finding::Row { group: group.clone(), place });
                        }
                    }
                }
                Err(why) => part.find(Finding::Block { kind, group, block, why }),
            }
            Ok(())
        });
        told(&mut part, walked)?;
        Ok((part, noted))
    }

    /// Returns place and row of a group's rows; nothing when one does not open.
    pub(super) fn group<T: for<'d> Deserialize<'d>>(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Option<Vec<(u32, T)>>, StoreError> {
        let mut rows = Vec::new();
        for (block, sealed) in self.store.private_rows(kind, group)? {
            let Ok(opened) = self.keys.open((kind, group, block), &sealed) else {
                return Ok(None);
            };
            for (place, body) in opened {
                let Some(row) = read_row(&body) else { return Ok(None) };
                rows.push((place, row));
            }
        }
        Ok(Some(rows))
    }

    /// Returns one row, or that there is none; nothing when its block does not open.
    pub(super) fn row<T: for<'d> Deserialize<'d>>(
        &mut self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Option<T>>, StoreError> {
        let at = (kind, group.to_string(), RowKeys::block_of(kind, place));
        if !self.blocks.contains_key(&at) {
            if BLOCKS_KEPT <= self.blocks.len() {
                self.blocks.clear();
            }
            let sealed = self.store.private_row(kind, group, at.2)?;
            let open = |sealed: Vec<u8>| self.keys.open((kind, group, at.2), &sealed).ok();
            let bodies = sealed.map_or(Some(Vec::new()), open);
            self.blocks.insert(at.clone(), bodies);
        }
        let Some(Some(bodies)) = self.blocks.get(&at) else { return Ok(None) };
        let body = bodies.iter().find(|(of, _)| *of == place);
        Ok(body.map_or(Some(None), |(_, body)| read_row(body).map(Some)))
    }
}

impl Noted {
    /// Notes what a row says, and says whether it is one of its kind.
    fn row(&mut self, kind: PrivateKind, group: &str, body: &[u8]) -> bool {
        match kind {
            PrivateKind::Candidate => read_row::<CandidateRow>(body).is_some(),
            PrivateKind::Result => read_row::<ResultRow>(body).is_some(),
            PrivateKind::Salt => match header_of(group) {
                Some(header) => {
                    self.corrected.insert(header);
                    read_row::<CorrectionRow>(body).is_some()
                }
                None if group.starts_with(SALTS) => read_row::<SaltRow>(body).is_some(),
                // Nonces of draws, texts of supervision.
                None => true,
            },
            PrivateKind::Reading => {
                let Some(reading) = read_row::<ReadingRow>(body) else { return false };
                self.erased.extend(reading.erased());
                true
            }
            // Their rows have many forms; that the block opens says that they are as written.
            PrivateKind::Election
            | PrivateKind::Refund
            | PrivateKind::Refusal
            | PrivateKind::Registration
            | PrivateKind::Draft => true,
        }
    }
}
