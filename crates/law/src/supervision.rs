//! How supervision is done, as numbers of the law: pace, draws, recusal, the ladder of sanctions.
//!
//! Source: `supervision.toml` of an instrument that holds in the whole country; readings R-4-20,
//! R-6-20, R-6-21, R-6-22.
//! In scope: the table and its ranges. Out of scope: the method (`register`), overlays of a region.
//! A law without the file knows no bound, no ladder and no draws by lot.

use crate::error::{Fault, FaultAt, Place};
use crate::folder::{Folder, Source, fault};
use crate::wire::supervising::SupervisionToml;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The file of the table.
const FILE: &str = "supervision.toml";

/// The table of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supervising {
    /// The bound on the pace of issuing.
    pub pace: PaceTable,
    /// The bound on what the bodies of a region issue together; nothing in a law that knows none.
    pub region: Option<RegionTable>,
    /// Draws by lot.
    pub draw: DrawTable,
    /// Who recuses itself.
    pub recusal: RecusalTable,
    /// The ladder of sanctions.
    pub ladder: Ladder,
}

/// The numbers of the bound on the pace of issuing. Shares are in thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceTable {
    /// True when no text was at hand for the numbers.
    pub unverified: bool,
    /// Share of days on which a site works.
    pub working_permille: u32,
    /// Share of its seats that a body without record or peers is expected to use.
    pub use_permille: u32,
    /// Days at the end of a body's own record that are left out.
    pub settling_days: u32,
    /// Days of own record before it counts.
    pub own_days: u32,
    /// Bodies of the region that a median of peers needs.
    pub peers_min: u32,
    /// How much of what the median peer does for its seats a body is expected to do at most.
    pub peers_permille: u32,
    /// Share of a body that a part of it is expected to take at most.
    pub part_permille: u32,
    /// Slack above the reference.
    pub slack_permille: u32,
    /// The bound, in days of the reference.
    pub bound_days: u32,
    /// The least bound, in full sittings.
    pub bound_sittings: u32,
    /// True when a body whose sites are all closed has no capacity, and so a bound of nought; false
    /// in a law that does not say so.
    pub closed_has_none: bool,
}

/// The numbers of the bound on what the bodies of a region issue together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionTable {
    /// The numbers of the bound: those of a body, with the region's own slack, bound and share of
    /// a part.
    pub pace: PaceTable,
    /// Bodies with seats on record that a region needs to have a bound.
    pub bodies_min: u32,
    /// How far a body must be toward its own bound before the region's is asked of it.
    pub share_permille: u32,
}

/// The numbers of draws by lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawTable {
    /// Days after the landmark by which both nonces must be revealed.
    pub reveal_days: u32,
}

/// How long relations count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecusalTable {
    /// True when no text was at hand for the numbers.
    pub unverified: bool,
    /// Days after the end of a relation during which it still counts.
    pub days_after: u32,
}

/// The ladder of sanctions, lowest step first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// True when no text was at hand for it.
    pub unverified: bool,
    /// Days after a sanction within which its subject may appeal.
    pub appeal_days: u32,
    /// Names of findings so grave that steps may be left out.
    pub grave: Vec<String>,
    /// The steps.
    pub step: Vec<LadderStep>,
}

/// A step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderStep {
    /// Its name, as the register knows it.
    pub name: String,
    /// The least number of days it lasts; nothing when it has no end.
    pub days_min: Option<u32>,
    /// The greatest number of days it lasts.
    pub days_max: Option<u32>,
}

impl Ladder {
    /// Returns the place of a step, counted from nought.
    pub fn rank(&self, name: &str) -> Option<usize> {
        self.step.iter().position(|step| step.name == name)
    }

    /// Says whether a finding lets steps be left out.
    pub fn is_grave(&self, finding: &str) -> bool {
        self.grave.iter().any(|name| name == finding)
    }
}

/// No number of the table is greater: a hundred years of days, a hundredfold share.
const NUMBER_MAX: u32 = 100_000;

impl Folder<'_> {
    /// Reads the table; nothing when the folder has none.
    pub(crate) fn supervising(&self) -> Result<Option<Supervising>, FaultAt> {
        if !self.has(FILE) {
            return Ok(None);
        }
        let source = self.source(FILE)?;
        let table = Supervising::from(source.toml::<SupervisionToml>()?);
        match wrong(&table) {
            None => Ok(Some(table)),
            Some((field, why)) => Err(form(&source, field, &why)),
        }
    }
}

fn form(source: &Source<'_>, field: &'static str, why: &str) -> FaultAt {
    fault(&source.path, None, Place::from(field), Fault::Form(why.into()))
}

/// Returns the first number that is out of range.
fn wrong(table: &Supervising) -> Option<(&'static str, String)> {
    let p = &table.pace;
    let numbers = [
        ("pace.working_permille", p.working_permille, 1, 1000),
        ("pace.use_permille", p.use_permille, 1, 1000),
        ("pace.settling_days", p.settling_days, 0, 300),
        ("pace.own_days", p.own_days, 1, 300),
        ("pace.peers_min", p.peers_min, 1, NUMBER_MAX),
        ("pace.peers_permille", p.peers_permille, 1, NUMBER_MAX),
        ("pace.part_permille", p.part_permille, 1, 1000),
        ("pace.slack_permille", p.slack_permille, 0, NUMBER_MAX),
        ("pace.bound_days", p.bound_days, 1, NUMBER_MAX),
        ("pace.bound_sittings", p.bound_sittings, 1, NUMBER_MAX),
        ("draw.reveal_days", table.draw.reveal_days, 1, 366),
        ("recusal.days_after", table.recusal.days_after, 0, NUMBER_MAX),
        ("ladder.appeal_days", table.ladder.appeal_days, 1, 3660),
    ];
    let region = table.region.iter().flat_map(|r| {
        [
            ("region.bodies_min", r.bodies_min, 1, NUMBER_MAX),
            ("region.share_permille", r.share_permille, 0, 1000),
            ("region.part_permille", r.pace.part_permille, 1, 1000),
            ("region.slack_permille", r.pace.slack_permille, 0, NUMBER_MAX),
            ("region.bound_days", r.pace.bound_days, 1, NUMBER_MAX),
            ("region.bound_sittings", r.pace.bound_sittings, 1, NUMBER_MAX),
        ]
    });
    let out = |(_, n, least, most): &(&str, u32, u32, u32)| n < least || most < n;
    if let Some((field, n, least, most)) = numbers.into_iter().chain(region).find(out) {
        return Some((field, format!("`{n}` is not between {least} and {most}")));
    }
    let steps = &table.ladder.step;
    let twice = |(i, step): (usize, &LadderStep)| steps[..i].iter().any(|s| s.name == step.name);
    if steps.is_empty() || steps.iter().enumerate().any(twice) {
        return Some(("ladder.step", "the ladder needs steps, each of its own name".into()));
    }
    let upside =
        |s: &&LadderStep| s.days_min.is_some() != s.days_max.is_some() || s.days_max < s.days_min;
    let step = steps.iter().find(upside)?;
    Some(("ladder.step", format!("`{}` needs days_min and days_max, in order", step.name)))
}
