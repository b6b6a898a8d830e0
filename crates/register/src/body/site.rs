//! Sites where a body assesses, each with the prefix it numbers under.
//!
//! Source: 人社鉴发〔2019〕2号, positions 1–13, as quoted by public mirrors (vocab).
//! In scope: which prefix is whose, capacity, open or not, which site numbers.
//! Out of scope: rooms of one session (`arrangement`).

use crate::OrganisationId;
use crate::body::Bodies;
use crate::cell::Cell;
use alloc::vec::Vec;
use vocab::SitePrefix;

/// A site of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The thirteen characters that its certificates' numbers begin with.
    pub prefix: SitePrefix,
    /// How many people it can assess a day.
    pub seats_a_day: u32,
    /// How many seats each of its rooms has.
    pub rooms: Vec<u16>,
}

/// A site as the register knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteState {
    /// Whose it is.
    pub of: OrganisationId,
    /// The site; a body that came in by the short form has one without capacity.
    pub site: Site,
    /// Whether it is open.
    pub open: bool,
    /// Its place among the sites of the register, in the order of entry.
    pub place: u32,
}

impl SiteState {
    pub(crate) fn cell(&self) -> Cell {
        let cell = Cell::new().u32(self.of.0).u32(self.site.seats_a_day);
        let cell = cell.u32(self.site.rooms.len() as u32);
        let cell = self.site.rooms.iter().fold(cell, |cell, seats| cell.u16(*seats));
        cell.u8(u8::from(self.open))
    }
}

impl Bodies {
    /// Returns the site that numbers under a prefix.
    pub fn site(&self, prefix: SitePrefix) -> Option<&SiteState> {
        self.sites.get(&prefix)
    }

    /// Returns every site, by prefix.
    pub fn sites(&self) -> impl ExactSizeIterator<Item = &SiteState> {
        self.sites.values()
    }

    /// Returns the sites of a body in the order in which they came, open or not.
    pub fn sites_of(&self, body: OrganisationId) -> impl Iterator<Item = &SiteState> {
        let prefixes = self.sites_by_body.get(&body).into_iter().flatten();
        prefixes.filter_map(|prefix| self.sites.get(prefix))
    }

    /// Returns the prefix that a body numbers under where no site is named: that of the first site
    /// that is open, or of the first when none is.
    pub fn numbering(&self, body: OrganisationId) -> Option<SitePrefix> {
        let open = self.sites_of(body).find(|site| site.open);
        open.or_else(|| self.sites_of(body).next()).map(|site| site.site.prefix)
    }

    /// Puts a site, new or changed, and returns what it was before and is now.
    pub(crate) fn put_site(
        &mut self,
        of: OrganisationId,
        site: Site,
        open: bool,
    ) -> (Option<Cell>, Cell) {
        let prefix = site.prefix;
        let before = self.sites.get(&prefix);
        let place = before.map_or(self.sites.len() as u32, |site| site.place);
        // A prefix of the short form has no cell of its own until it becomes a site here.
        let cell = before.filter(|site| site.celled()).map(SiteState::cell);
        if before.is_none() {
            self.sites_by_body.entry(of).or_default().push(prefix);
        }
        let after = SiteState { of, site, open, place };
        let now = after.cell();
        self.sites.insert(prefix, after);
        (cell, now)
    }

    /// Notes the prefix of a body that came in by the short form. Old logs may hold one twice: the
    /// first keeps it.
    pub(crate) fn note_prefix(&mut self, of: OrganisationId, prefix: SitePrefix) {
        let place = self.sites.len() as u32;
        if self.sites.contains_key(&prefix) {
            return;
        }
        let site = Site { prefix, seats_a_day: 0, rooms: Vec::new() };
        self.sites.insert(prefix, SiteState { of, site, open: true, place });
        self.sites_by_body.entry(of).or_default().push(prefix);
    }
}

impl SiteState {
    /// Says whether the site was ever named with its capacity, as sites are here.
    pub(super) fn celled(&self) -> bool {
        0 < self.site.seats_a_day
    }
}
