//! Registering a list of older certificates, and finding one of them by its number.
//!
//! In scope: the act with the root over salted rows, and the rows themselves, private.
//! Out of scope: the list's form (`import_legacy`), whether it may be done (`register`).
//! Failure: act and rows are one transaction; of a list that is wrong nothing enters.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::import_legacy::{LegacyAct, LegacyKind, LegacySheet};
use crate::private_rows::{private, rows};
use merkle::Tree;
use register::{CertificateAct, Event, LegacyList, OrganisationId, PublicAct, RowId};
use seal::Field;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{PrivateKind, PrivateRow, Reader};
use vocab::{Day, Hash};

/// One certificate of a list as it is kept, under its number.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct LegacyRow {
    pub(crate) list: u32,
    pub(crate) place: u32,
    name: String,
    document_kind: u8,
    document: String,
    pub(crate) issued_on: i32,
    level: char,
    salt: [u8; 16],
}

/// What the groups of the lists' rows begin with.
pub(crate) const GROUP: &str = "legacy-";

/// Returns the name of the group that holds the lists' rows of a number.
fn group(number: &str) -> String {
    format!("{GROUP}{number}")
}

/// Names the request to register a part of a file.
fn request_name(by: OrganisationId, occupation: RowId, source: [u8; 32], part: u32) -> String {
    let name = format!("legacy {} {} {}", by.0, occupation.0, Hash(source));
    if part == 0 { name } else { format!("{name} part {part}") }
}

impl LegacyRow {
    /// Returns the leaf of the list's root: the number, the day, the level and a salted commitment
    /// to the holder's document (docs/formats/commitments.md).
    fn leaf(&self, number: &str) -> [u8; 32] {
        let salt = seal::Salt(self.salt);
        let holder = salt.commit(Field::Document(self.document_kind, &self.document));
        let mut hash = Sha256::new_with_prefix(b"dengji legacy row v1\n");
        hash.update(number.as_bytes());
        hash.update([b'\n', self.level as u8]);
        hash.update(self.issued_on.to_be_bytes());
        hash.update(holder.0);
        hash.finalize().into()
    }
}

impl House {
    /// Registers a list of older certificates of one occupation: one act of a file. Acts of a file
    /// come in their order, and each is done once.
    ///
    /// # Errors
    /// [`HouseError::OtherRequest`] when the same part of the file was registered with another
    /// count; else as [`House::record`].
    pub fn register_legacy(
        &mut self,
        (by, on): (OrganisationId, Day),
        occupation: RowId,
        sheet: &LegacySheet,
    ) -> Result<Receipt, HouseError> {
        let name = request_name(by, occupation, sheet.source, sheet.part);
        let count = sheet.certificates.len() as u32;
        let known = self.registered_lists(by, occupation, sheet.source).nth(sheet.part as usize);
        if let Some((list, at)) = known {
            return match list.count == count {
                true => self.answer_again(at, 1),
                false => Err(HouseError::OtherRequest(name)),
            };
        }
        let list = self.state.corrections().next_list();
        let mut tree = Tree::new();
        let mut rows = Vec::with_capacity(sheet.certificates.len());
        for (place, certificate) in (0..).zip(&sheet.certificates) {
            let row = LegacyRow {
                list,
                place,
                name: certificate.name.clone(),
                document_kind: certificate.document.kind().code(),
                document: certificate.document.number().to_string(),
                issued_on: certificate.issued_on.0,
                level: certificate.level.code(),
                salt: self.salt()?.0,
            };
            tree.append(merkle::leaf_hash(&row.leaf(&certificate.number)));
            rows.push(private(PrivateKind::Registration, &group(&certificate.number), list, &row));
        }
        let days = || sheet.certificates.iter().map(|c| c.issued_on);
        let act = CertificateAct::RegisterLegacy(LegacyList {
            list,
            form: sheet.form,
            occupation,
            institution: sheet.institution,
            count: rows.len() as u32,
            root: tree.root(),
            source: sheet.source,
            issued_from: days().min().unwrap_or(on),
            issued_until: days().max().unwrap_or(on),
        });
        let act = PublicAct::Certificate(act);
        self.record(&Request { actor: Some(by), on, name, act }, &rows)
    }

    /// Decides all acts of a file that were not recorded yet, and records none: one that is refused
    /// in the middle would leave half of the list. Each is decided as the next, because nothing
    /// that the law asks of one changes by another.
    ///
    /// # Errors
    /// The first refusal, kept as such; [`HouseError::OtherRequest`] as
    /// [`House::register_legacy`].
    pub(crate) fn may_register_legacy(
        &mut self,
        (by, on): (OrganisationId, Day),
        occupation: RowId,
        (kind, source): (LegacyKind, [u8; 32]),
        acts: &[LegacyAct],
    ) -> Result<(), HouseError> {
        self.find_again()?;
        let done: Vec<u32> =
            self.registered_lists(by, occupation, source).map(|(list, _)| list.count).collect();
        for (part, LegacyAct { count, days: (issued_from, issued_until) }) in (0..).zip(acts) {
            let name = request_name(by, occupation, source, part);
            match done.get(part as usize) {
                Some(before) if before == count => continue,
                Some(_) => return Err(HouseError::OtherRequest(name)),
                None => {}
            }
            let list = LegacyList {
                list: self.state.corrections().next_list(),
                form: kind.form,
                occupation,
                institution: kind.institution,
                count: *count,
                root: [0; 32],
                source,
                issued_from: *issued_from,
                issued_until: *issued_until,
            };
            let event = Event {
                actor: Some(by),
                sequence: self.state.sequence(Some(by)),
                on,
                recorded_at: self.now(),
                idempotency: [0; 16],
                act: PublicAct::Certificate(CertificateAct::RegisterLegacy(list)),
            };
            let refused = register::check(&self.state, self.room.law(), &event).err();
            if let Some(refusal) = refused {
                return Err(self.keep_refusal(&name, refusal)?);
            }
        }
        Ok(())
    }

    /// Returns the lists that were registered out of a file, in their order, and where.
    fn registered_lists(
        &self,
        by: OrganisationId,
        occupation: RowId,
        source: [u8; 32],
    ) -> impl Iterator<Item = (LegacyList, u64)> {
        let of_it = move |(list, who, _): &&(LegacyList, OrganisationId, u64)| {
            list.source == source && *who == by && list.occupation == occupation
        };
        self.state.corrections().lists().filter(of_it).map(|(list, _, at)| (*list, *at))
    }

    /// Returns the rows of lists that name a document, emptied: a number stays known, and nobody
    /// can say any more whose it is. Every row of every list is opened, because the lists stand in
    /// no index of persons; erasing is rare.
    ///
    /// # Errors
    /// The store failed, or a row is damaged.
    pub(crate) fn legacy_emptied(
        &self,
        document: (u8, &str),
    ) -> Result<Vec<PrivateRow>, HouseError> {
        let (kind, mut emptied) = (PrivateKind::Registration, Vec::new());
        self.each_group(kind, GROUP, &mut |group| {
            for (place, row) in self.placed_rows::<LegacyRow>(kind, group)? {
                if (row.document_kind, &*row.document) == document {
                    let (name, document) = (String::new(), String::new());
                    let (document_kind, salt) = (0, [0; 16]);
                    let row = LegacyRow { name, document_kind, document, salt, ..row };
                    emptied.push(private(kind, group, place, &row));
                }
            }
            Ok(())
        })?;
        Ok(emptied)
    }
}

/// Finds an older certificate by its number: the lists that have it, the first first.
///
/// # Errors
/// The store failed, or a row is damaged.
pub(crate) fn listed(reader: &dyn Reader, number: &str) -> Result<Vec<LegacyRow>, HouseError> {
    rows(reader, PrivateKind::Registration, &group(number))
}
