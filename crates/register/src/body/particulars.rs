//! `Particulars`: where an organisation is, to whom it belongs, whose centre it is.
//!
//! Source: 六 (centres of the human-resources departments and of other units), reading R-6-1.
//! In scope: what the register derives from them: region, kinship. Out of scope: who may say them
//! (`registering`).
//! An organisation that was registered without them (founding, kind 2) has none until it is
//! described; nothing is presumed of it.

use crate::OrganisationId;
use crate::act::OrganisationKind;
use crate::body::Bodies;
use crate::cell::Cell;
use crate::state::State;

/// Whose examination centre an organisation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CentreOf {
    /// It is none.
    #[default]
    None,
    /// A human-resources department's: it supervises and does not turn into a body.
    Hr,
    /// Another unit's: it may turn into a social body.
    Other,
}

/// What an authority says of an organisation, beside what it is registered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    /// The two-digit code of the province it is in or speaks for, 1 to 99; the table of regions
    /// may lack it. Nothing: the whole country, or not said.
    pub region: Option<u8>,
    /// The organisation it belongs to.
    pub parent: Option<OrganisationId>,
    /// Whose centre it is.
    pub centre_of: CentreOf,
}

impl CentreOf {
    /// Returns the value of the fact `centre_of`.
    pub const fn fact(self) -> &'static str {
        match self {
            CentreOf::None => "none",
            CentreOf::Hr => "hr",
            CentreOf::Other => "other",
        }
    }

    /// Returns the number that stands for it in bytes.
    pub const fn code(self) -> u8 {
        match self {
            CentreOf::None => 0,
            CentreOf::Hr => 1,
            CentreOf::Other => 2,
        }
    }

    /// Returns what a number stands for.
    pub const fn from_code(code: u8) -> Option<CentreOf> {
        match code {
            0 => Some(CentreOf::None),
            1 => Some(CentreOf::Hr),
            2 => Some(CentreOf::Other),
            _ => None,
        }
    }
}

impl Particulars {
    pub(crate) fn cell(&self) -> Cell {
        let cell = Cell::new();
        let cell = match self.region {
            None => cell.u8(0),
            Some(region) => cell.u8(1).u8(region),
        };
        let cell = match self.parent {
            None => cell.u8(0),
            Some(parent) => cell.u8(1).u32(parent.0),
        };
        cell.u8(self.centre_of.code())
    }
}

impl Bodies {
    /// Returns what was said of an organisation, if anything was.
    pub fn particulars(&self, id: OrganisationId) -> Option<&Particulars> {
        self.particulars.get(&id)
    }

    /// Returns the organisation that another one belongs to.
    pub fn parent(&self, id: OrganisationId) -> Option<OrganisationId> {
        self.particulars.get(&id)?.parent
    }

    /// Says whether two organisations are one, or one belongs to the other, or both to a third.
    pub fn related(&self, a: OrganisationId, b: OrganisationId) -> bool {
        let (of_a, of_b) = (self.parent(a), self.parent(b));
        a == b || of_a == Some(b) || of_b == Some(a) || (of_a.is_some() && of_a == of_b)
    }
}

impl State {
    /// Returns what the acts about bodies add up to.
    pub fn bodies(&self) -> &Bodies {
        &self.bodies
    }

    /// Returns the two-digit region an organisation is in: that of the prefix it numbers under,
    /// else the one it is said to be in.
    pub fn region_of(&self, id: OrganisationId) -> Option<u8> {
        match self.recognised(id) {
            Some(recognised) => Some(recognised.recognition.prefix.region_code()),
            None => self.bodies.particulars(id)?.region,
        }
    }

    /// Returns what kind an organisation is now: a centre that has turned is a social body.
    pub fn kind_of(&self, id: OrganisationId) -> Option<OrganisationKind> {
        let kind = self.organisation(id)?.kind;
        let turned = self.bodies.converted(id).is_some();
        Some(if turned { OrganisationKind::Social } else { kind })
    }

    /// Returns whose centre an organisation is or was.
    pub fn centre_of(&self, id: OrganisationId) -> CentreOf {
        self.bodies.particulars(id).map_or(CentreOf::None, |said| said.centre_of)
    }

    /// Returns the value of the fact `body_kind`: what is called a centre is one until it turns.
    pub(crate) fn body_kind(&self, id: OrganisationId) -> Option<&'static str> {
        let centre = self.centre_of(id) != CentreOf::None && self.bodies.converted(id).is_none();
        let kind = self.kind_of(id)?;
        Some(if centre { "centre" } else { kind.body_kind() })
    }

    /// Says whether two organisations are one, or one belongs to the other, or both to a third: one
    /// decides nothing about the other.
    pub fn related(&self, a: OrganisationId, b: OrganisationId) -> bool {
        self.bodies.related(a, b)
    }

    /// Returns the region that an authority speaks for; nothing when it speaks for all.
    pub(crate) fn speaks_for(&self, id: OrganisationId) -> Option<u8> {
        self.bodies.particulars(id)?.region
    }

    /// Sets the particulars of an organisation.
    pub(crate) fn describe(&mut self, id: OrganisationId, particulars: Particulars) {
        let before = self.bodies.particulars.insert(id, particulars);
        let before = before.map(|p| p.cell());
        self.exchange("particulars", &id.0, before, particulars.cell());
    }
}
