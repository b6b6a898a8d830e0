//! Salted rows: what the roots of settlements and cohorts are over.
//!
//! Source: docs/formats/commitments.md, "Rows of the old scheme and of cohorts".
//! In scope: the commitment to one row of text under a domain of its own, the root over many.
//! Out of scope: what the rows say. Names and documents have their own commitments (`seal`).
//! I-PRI-1: the log gets the root; rows and salts stay private.

use crate::house::House;
use crate::house_error::HouseError;
use crate::private_rows::private;
use crate::run_session::root;
use seal::Commitment;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{PrivateKind, PrivateRow};
use vocab::Hash;

/// A row that a root is over, with the salt that opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaltedRow {
    /// What the row says, one value a line.
    pub text: String,
    /// Its salt.
    pub salt: [u8; 16],
}

/// What kind of row it is; each has a domain, so that none passes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowOf {
    Admission,
    Choice,
    ExamEnd,
    Member,
    CohortEnd,
}

impl RowOf {
    fn domain(self) -> &'static [u8] {
        match self {
            RowOf::Admission => b"dengji admission v1\n",
            RowOf::Choice => b"dengji choice v1\n",
            RowOf::ExamEnd => b"dengji exam end v1\n",
            RowOf::Member => b"dengji member v1\n",
            RowOf::CohortEnd => b"dengji cohort end v1\n",
        }
    }
}

/// What the text of an erased row begins with; texts of others begin with a place.
const ERASED: &str = "erased\n";

impl SaltedRow {
    /// Returns the row without what it said: the commitment stays, so that the root opens still,
    /// and without the salt nobody can say to what.
    pub(crate) fn erased(&self, of: RowOf) -> SaltedRow {
        let text = format!("{ERASED}{}", Hash(commitment(of, self).0));
        SaltedRow { text, salt: [0; 16] }
    }
}

/// Returns the commitment to a row.
pub(crate) fn commitment(of: RowOf, row: &SaltedRow) -> Commitment {
    if let Some(Ok(Hash(kept))) = row.text.strip_prefix(ERASED).map(str::parse) {
        return Commitment(kept);
    }
    let hash = Sha256::new().chain_update(of.domain()).chain_update(row.salt);
    Commitment(hash.chain_update(row.text.as_bytes()).finalize().into())
}

impl House {
    /// Salts rows, and returns their root with the private rows that keep what opens it.
    ///
    /// # Errors
    /// The machine gives no random bytes.
    pub(crate) fn salted(
        &mut self,
        of: RowOf,
        (kind, group): (PrivateKind, &str),
        texts: Vec<String>,
    ) -> Result<([u8; 32], Vec<PrivateRow>), HouseError> {
        let mut rows = Vec::with_capacity(texts.len());
        let mut leaves = Vec::with_capacity(texts.len());
        for (place, text) in (0..).zip(texts) {
            let row = SaltedRow { text, salt: self.salt()?.0 };
            leaves.push(commitment(of, &row));
            rows.push(private(kind, group, place, &row));
        }
        Ok((root(&leaves), rows))
    }

    /// Says whether rows that are kept open a root.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub(crate) fn opens(
        &self,
        of: RowOf,
        (kind, group): (PrivateKind, &str),
        bound: &[u8; 32],
    ) -> Result<bool, HouseError> {
        let rows: Vec<SaltedRow> = self.rows(kind, group)?;
        let leaves: Vec<Commitment> = rows.iter().map(|row| commitment(of, row)).collect();
        Ok(root(&leaves) == *bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let row = SaltedRow { text: text.to_string(), salt: [7; 16] };
        for of in [RowOf::Member, RowOf::CohortEnd] {
            let erased = row.erased(of);
            assert_eq!(commitment(of, &erased), commitment(of, &row), "{text}");
            assert_eq!(erased.erased(of), erased, "{text}");
            assert!(erased.salt == [0; 16] && !erased.text.contains(text), "{text}");
        }
        let other = SaltedRow { text: format!("{text}0"), salt: [7; 16] };
        assert_ne!(commitment(RowOf::Member, &row), commitment(RowOf::Member, &other));
    }

    #[test]
    fn an_erased_row_keeps_its_commitment_and_nothing_that_opens_it() {
        check("0\n1\n99000019990101001X");
        check("12\ncertified\n3");
    }
}
