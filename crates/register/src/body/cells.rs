//! Parts of cells that acts about bodies share.
//!
//! Source: docs/formats/state-digest.md. In scope: scopes, lists of days, kinds, rows.
//! Out of scope: whole cells, which stand with their nouns.

use crate::act::OrganisationKind;
use crate::cell::Cell;
use law::RowId;
use vocab::{Day, Level};

impl Cell {
    /// Adds a scope: how many, then occupation and level of each.
    pub(super) fn scope(self, scope: &[(RowId, Level)]) -> Cell {
        let cell = self.u32(scope.len() as u32);
        scope.iter().fold(cell, |cell, (row, level)| cell.u16(row.0).u8(level.code() as u8))
    }

    /// Adds days that may be missing.
    pub(super) fn days<const N: usize>(self, days: [Option<Day>; N]) -> Cell {
        days.into_iter().fold(self, |cell, day| match day {
            None => cell.u8(0),
            Some(day) => cell.u8(1).day(day),
        })
    }

    /// Adds an occupation that may be missing.
    pub(super) fn row(self, row: Option<RowId>) -> Cell {
        match row {
            None => self.u8(0),
            Some(row) => self.u8(1).u16(row.0),
        }
    }

    /// Returns the number that stands for a kind of organisation.
    pub(super) fn kind(kind: OrganisationKind) -> u8 {
        match kind {
            OrganisationKind::Authority => 1,
            OrganisationKind::Department => 2,
            OrganisationKind::Supervisor => 3,
            OrganisationKind::Employer => 4,
            OrganisationKind::Social => 5,
            OrganisationKind::School => 6,
        }
    }
}
