//! Cells of the state as bytes, for its digest.
//!
//! Source: docs/formats/state-digest.md, which says map, key and value of every cell.
//! In scope: one form for each noun. Integers are big-endian and of fixed length, texts come after
//! their length, what may be missing after a byte that says so.
//! Out of scope: hashing (`digest`). A cell once published never changes its form: a noun that
//! grows gets another cell.

use crate::act::{
    ActingKey, Organisation, OrganisationKind, RecoverySet, Scheme, SessionPlan, Settlement,
};
use crate::body::Terms;
use crate::row_set::RowSet;
use crate::session::{Closing, Results};
use crate::state::CounterKey;
use alloc::string::ToString;
use alloc::vec::Vec;
use vocab::{Day, SitePrefix};

/// The bytes of a key or a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell(Vec<u8>);

/// What most cells find room in.
const ROOM: usize = 56;

impl Cell {
    pub(crate) fn new() -> Cell {
        Cell(Vec::with_capacity(ROOM))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn raw(mut self, bytes: &[u8]) -> Cell {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn u8(self, value: u8) -> Cell {
        self.raw(&[value])
    }

    pub(crate) fn u16(self, value: u16) -> Cell {
        self.raw(&value.to_be_bytes())
    }

    pub(crate) fn u32(self, value: u32) -> Cell {
        self.raw(&value.to_be_bytes())
    }

    pub(crate) fn u64(self, value: u64) -> Cell {
        self.raw(&value.to_be_bytes())
    }

    pub(crate) fn i64(self, value: i64) -> Cell {
        self.raw(&value.to_be_bytes())
    }

    pub(crate) fn day(self, day: Day) -> Cell {
        self.raw(&day.0.to_be_bytes())
    }

    pub(crate) fn text(self, text: &str) -> Cell {
        self.u32(text.len() as u32).raw(text.as_bytes())
    }

    pub(crate) fn maybe<T>(self, value: Option<T>, put: impl FnOnce(Cell, T) -> Cell) -> Cell {
        match value {
            None => self.u8(0),
            Some(value) => put(self.u8(1), value),
        }
    }

    pub(crate) fn log(origin: &str, law: &[u8; 32], key: &[u8; 32]) -> Cell {
        Cell::new().text(origin).raw(law).raw(key)
    }

    pub(crate) fn recovery(set: &RecoverySet) -> Cell {
        let cell = Cell::new().u8(set.threshold).u32(set.keys.len() as u32);
        set.keys.iter().fold(cell, |cell, key| cell.raw(key))
    }

    pub(crate) fn organisation(o: &Organisation) -> Cell {
        let kind = match o.kind {
            OrganisationKind::Authority => 1,
            OrganisationKind::Department => 2,
            OrganisationKind::Supervisor => 3,
            OrganisationKind::Employer => 4,
            OrganisationKind::Social => 5,
            OrganisationKind::School => 6,
        };
        let cell = Cell::new().u8(kind).text(&o.name).raw(&o.key).u8(u8::from(o.operator_custody));
        cell.maybe(o.institution.as_ref(), |cell, code| cell.text(&code.to_string()))
    }

    pub(crate) fn acting(key: Option<&ActingKey>) -> Cell {
        let put = |cell: Cell, k: &ActingKey| cell.raw(&k.key).u8(u8::from(k.operator_custody));
        Cell::new().maybe(key, put)
    }

    pub(crate) fn recognised(on: Day, prefix: SitePrefix, r: &Terms) -> Cell {
        let cell = Cell::new().day(on).text(&prefix.to_string()).u32(r.scope.len() as u32);
        let scope = |cell: Cell, (row, level): &(law::RowId, vocab::Level)| {
            cell.u16(row.0).u8(level.code() as u8)
        };
        let cell = r.scope.iter().fold(cell, scope);
        let cell = cell.maybe(r.published_on, Cell::day).maybe(r.until, Cell::day);
        cell.u8(u8::from(r.covers_outsiders)).u8(u8::from(r.standard_exists))
    }

    pub(crate) fn plan(by: crate::OrganisationId, announced_on: Day, p: &SessionPlan) -> Cell {
        let scheme = match p.scheme {
            Scheme::Qualification => 1,
            Scheme::Level => 2,
        };
        let cell = Cell::new().u32(by.0).day(announced_on).u8(scheme).u16(p.occupation.0);
        cell.u8(p.level.code() as u8).day(p.registration_until).day(p.planned_on)
    }

    pub(crate) fn closing(c: &Closing) -> Cell {
        Cell::new().u32(c.registered).raw(&c.root).day(c.last_accepted_on)
    }

    pub(crate) fn results(r: &Results) -> Cell {
        let cell = Cell::new().day(r.held_on).day(r.published_on).u32(r.sat).u32(r.passed);
        cell.raw(&r.root)
    }

    pub(crate) fn settlement(t: &Settlement) -> Cell {
        Cell::new().u32(t.continued).u32(t.refunded).u32(t.undecided).u32(t.withdrew)
    }

    pub(crate) fn used(rows: &RowSet) -> Cell {
        Cell::new().u32(rows.count()).u64(rows.sum())
    }

    pub(crate) fn counter((prefix, year, level): &CounterKey) -> Cell {
        Cell::new().text(prefix).raw(&year.to_be_bytes()).u8(*level as u8)
    }
}
