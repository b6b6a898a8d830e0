//! Salted commitments to what a person holds: the log has these, the holder has the salts.
//!
//! Source: DESIGN.md of the house, "The log": SHA-256(domain ‖ salt ‖ field), a fresh 128-bit salt
//! for each field, never reused across entries.
//! In scope: computing and comparing. Out of scope: making salts (randomness) and keeping them.
//! I-PRI-1: a commitment is all that the log ever holds of a name, a document or a photo.

use alloc::string::String;
use sha2::{Digest as _, Sha256};

/// A 128-bit salt, fresh for every field of every entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

/// A commitment to one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Commitment(pub [u8; 32]);

/// What is committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'a> {
    /// A name, exactly as on the document.
    Name(&'a str),
    /// A document: the stable code of its type, and its number.
    Document(u8, &'a str),
    /// A row of results: candidate's place in the closing, theory and skill score in tenths,
    /// passed.
    Row(u32, u16, u16, bool),
    /// A row of results by part: candidate's place, theory, skill and review score in tenths where
    /// there is one, passed.
    Parts(u32, [Option<u16>; 3], bool),
    /// A seat: candidate's place, part (1 theory, 2 skill, 3 review), room, seat, admission number.
    Seat(u32, u8, u16, u16, &'a str),
    /// A line of the sign-in sheet: candidate's place, whether the candidate came.
    Present(u32, bool),
    /// What an objection says.
    Statement(&'a str),
    /// A paper of an archive: volume from 1, name, SHA-256 as hexadecimal.
    Paper(u8, &'a str, &'a str),
}

impl Salt {
    /// Commits to a field under this salt.
    pub fn commit(&self, field: Field<'_>) -> Commitment {
        let (domain, text): (&[u8], String) = match field {
            Field::Name(name) => (b"dengji name v1\n", name.into()),
            Field::Document(kind, number) => {
                (b"dengji document v1\n", alloc::format!("{kind}\n{number}"))
            }
            Field::Row(place, theory, skill, passed) => {
                (b"dengji row v1\n", alloc::format!("{place}\n{theory}\n{skill}\n{passed}"))
            }
            Field::Parts(place, marks, passed) => {
                let [theory, skill, review] =
                    marks.map(|mark| mark.map_or("-".into(), |tenths| alloc::format!("{tenths}")));
                let text = alloc::format!("{place}\n{theory}\n{skill}\n{review}\n{passed}");
                (b"dengji row v2\n", text)
            }
            Field::Seat(place, part, room, seat, admission) => {
                let text = alloc::format!("{place}\n{part}\n{room}\n{seat}\n{admission}");
                (b"dengji seat v1\n", text)
            }
            Field::Present(place, came) => {
                (b"dengji present v1\n", alloc::format!("{place}\n{came}"))
            }
            Field::Statement(text) => (b"dengji statement v1\n", text.into()),
            Field::Paper(volume, name, digest) => {
                (b"dengji paper v1\n", alloc::format!("{volume}\n{name}\n{digest}"))
            }
        };
        let mut hash = Sha256::new();
        hash.update(domain);
        hash.update(self.0);
        hash.update(text.as_bytes());
        Commitment(hash.finalize().into())
    }
}

impl core::fmt::Debug for Salt {
    /// A salt in a message would open the commitment.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Salt(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_opens_to_its_own_field_and_salt_only() {
        let salt = Salt([1; 16]);
        let made = salt.commit(Field::Name("某甲"));
        assert_eq!(made, salt.commit(Field::Name("某甲")));
        assert_ne!(made, salt.commit(Field::Name("某乙")));
        assert_ne!(made, Salt([2; 16]).commit(Field::Name("某甲")));
        let document = salt.commit(Field::Document(1, "1"));
        assert_ne!(document, salt.commit(Field::Document(5, "1")));
        assert_ne!(salt.commit(Field::Name("1\n1")), document);
        let row = salt.commit(Field::Parts(0, [Some(600), Some(600), None], true));
        assert_ne!(row, salt.commit(Field::Row(0, 600, 600, true)));
        assert_ne!(row, salt.commit(Field::Parts(0, [Some(600), None, Some(600)], true)));
        let seat = salt.commit(Field::Seat(0, 1, 1, 1, "1"));
        assert_ne!(seat, salt.commit(Field::Seat(0, 1, 1, 1, "2")));
        assert_ne!(salt.commit(Field::Present(0, true)), salt.commit(Field::Present(0, false)));
    }
}
