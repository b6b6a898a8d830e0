//! Instruments, readings and the settings a jurisdiction's law fixes.
//!
//! In scope: what `instrument.toml` and `readings.toml` say, as values. Out of scope: reading the
//! files.

use crate::text::Text;
use alloc::string::String;
use alloc::vec::Vec;
use vocab::{Day, Instant};

/// What the annex orders for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FateKind {
    /// Leaves the catalogue with this batch, counted from one.
    Batch(u8),
    /// Turns toward access-type.
    Access,
}

/// The highest batch that semantics 1 has predicates for.
pub(crate) const BATCH_MAX: u8 = 2;

impl FateKind {
    /// Returns `batch1`, `batch2` or `access`.
    pub const fn name(self) -> &'static str {
        match self {
            FateKind::Batch(1) => "batch1",
            FateKind::Batch(_) => "batch2",
            FateKind::Access => "access",
        }
    }

    /// Returns the fate of that name.
    pub fn from_name(name: &str) -> Option<FateKind> {
        match name {
            "batch1" => Some(FateKind::Batch(1)),
            "batch2" => Some(FateKind::Batch(2)),
            "access" => Some(FateKind::Access),
            _ => None,
        }
    }
}

/// A fate with the day that the instrument plans for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Which fate.
    pub kind: FateKind,
    /// The last day before the exit, or of reclassification (inclusive, R-2-1).
    pub last_day: Day,
    /// The words that plan it.
    pub quote: String,
}

/// A question the text leaves open, and the answer adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// For example `R-2-1`.
    pub id: String,
    /// The question.
    pub question: String,
    /// The reading adopted.
    pub adopted: String,
    /// What speaks for it.
    pub evidence: String,
    /// Other readings.
    pub others: String,
    /// When it became known.
    pub known_from: Instant,
}

/// A text of law with its dates.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// The folder's name, for example `2020-80`.
    pub id: String,
    /// The number it bears, for example `人社厅发〔2020〕80号`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub office: String,
    /// The day printed on it.
    pub printed: Day,
    /// The first day of its effect.
    pub effective: Day,
    /// The instant since which it is known.
    pub known_from: Instant,
    /// The two-digit region it holds in; nothing means the whole country.
    pub jurisdiction: Option<String>,
    /// True when the original was not at hand and the text is a summary of a public report.
    pub relayed: bool,
    /// The text by paragraphs.
    pub text: Text,
    /// The fates it plans.
    pub fates: Vec<Fate>,
    /// The readings of it.
    pub readings: Vec<Reading>,
}

/// What rules compare days with, for one jurisdiction at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// First day of effect of the instrument that orders the exits.
    pub(crate) in_force: Day,
    /// Planned last day by batch; index 0 is not used.
    pub(crate) last_days: [i32; BATCH_MAX as usize + 1],
    pub(crate) access_day: i32,
    pub(crate) recognition_years: i32,
    pub(crate) tail_issue: i32,
    pub(crate) tail_dated: i32,
    pub(crate) tail_year: i32,
}
