//! Standards: what an occupational standard asks of an examination, in versions.
//!
//! Source: law/reference/standards/*.toml; 一 「按照职业标准或评价规范开展职业技能等级认定」.
//! In scope: figures with their standing, which standard is in force, who passes.
//! Out of scope: reading the files (`read`), who may sit (`eligible`).
//! A figure from memory is data like every other, and says that it is unverified.

mod eligible;
mod read;

pub use eligible::{Alternative, Background, Earlier, Eligibility, Lacking, Schooling};

use alloc::string::String;
use alloc::vec::Vec;
use vocab::{Day, Level};

/// A number of a standard, with its standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The number, in the unit of its field.
    pub value: u32,
    /// True when it is from memory and nobody compared it with a source.
    pub unverified: bool,
}

/// A part of an examination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 理论知识考试.
    Theory,
    /// 技能考核.
    Skill,
    /// 综合评审.
    Review,
}

impl Part {
    /// Every part, in the order of examination.
    pub const ALL: [Part; 3] = [Part::Theory, Part::Skill, Part::Review];

    /// Returns the name used in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Theory => "theory",
            Part::Skill => "skill",
            Part::Review => "review",
        }
    }

    /// Returns the name in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Part::Theory => "理论知识考试",
            Part::Skill => "技能考核",
            Part::Review => "综合评审",
        }
    }

    /// Returns the part of that name.
    pub fn from_name(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// What a standard asks of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartTerms {
    /// The part.
    pub part: Part,
    /// The levels that have it.
    pub levels: Vec<Level>,
    /// Its full marks, in points.
    pub weight: Figure,
    /// The mark that passes, in tenths of a point.
    pub pass_tenths: Figure,
    /// The least duration, in minutes.
    pub minutes: Figure,
    /// The most candidates for each invigilator; nothing where it asks for none.
    pub candidates_per_invigilator: Option<Figure>,
    /// The fewest invigilators of a room.
    pub invigilators_min: Option<Figure>,
    /// The fewest examiners of a panel, which is then odd; nothing where it asks for no panel.
    pub panel_min: Option<Figure>,
}

impl PartTerms {
    /// Returns how many invigilators a room with so many candidates needs.
    pub fn invigilators(&self, candidates: u32) -> u32 {
        let ratio = self.candidates_per_invigilator.map_or(0, |f| candidates.div_ceil(f.value));
        ratio.max(self.invigilators_min.map_or(0, |f| f.value))
    }
}

/// A version of a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// SHA-256 of its file: what an arrangement names.
    pub digest: [u8; 32],
    /// Which standard.
    pub id: String,
    /// Which version of it.
    pub version: String,
    /// Its name, in Chinese.
    pub zh: String,
    /// Its name, in English.
    pub en: String,
    /// The occupations, by canonical name; none for those without a standard of their own.
    pub occupations: Vec<String>,
    /// The first day of this version.
    pub valid_from: Day,
    /// True when that day is from memory.
    pub valid_from_unverified: bool,
    /// The parts.
    pub parts: Vec<PartTerms>,
    /// Working days for which results are public before they are confirmed.
    pub publicity_days: Figure,
    /// Years that the archive is kept on paper.
    pub paper_years: Figure,
    /// Years that the archive is kept electronically.
    pub electronic_years: Figure,
    /// How many sessions of a body in a row the same panel may examine.
    pub rotation: Figure,
    /// The form of admission numbers, with `{year}`, `{site}`, `{session}` and `{number}`.
    pub admission: String,
    /// Who may sit: alternatives, of which one is enough.
    pub eligible: Vec<Alternative>,
}

/// Scores of a candidate by part, in tenths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Theory.
    pub theory: Option<u16>,
    /// Skill.
    pub skill: Option<u16>,
    /// Review.
    pub review: Option<u16>,
}

impl Marks {
    /// Returns the score of a part.
    pub fn of(&self, part: Part) -> Option<u16> {
        match part {
            Part::Theory => self.theory,
            Part::Skill => self.skill,
            Part::Review => self.review,
        }
    }
}

/// Why marks cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarksFault {
    /// The standard has this part and there is no score of it.
    Missing(Part),
    /// The standard does not have this part at the level.
    NotAPart(Part),
    /// The score is above the part's full marks.
    OutOfRange {
        /// The part.
        part: Part,
        /// The score, in tenths.
        tenths: u16,
        /// The full marks, in tenths.
        max: u32,
    },
}

impl Standard {
    /// Returns what it asks of a part at a level; nothing when the level does not have the part.
    pub fn part(&self, part: Part, level: Level) -> Option<&PartTerms> {
        self.parts.iter().find(|terms| terms.part == part && terms.levels.contains(&level))
    }

    /// Returns the parts of a level.
    pub fn parts_of(&self, level: Level) -> impl Iterator<Item = &PartTerms> {
        self.parts.iter().filter(move |terms| terms.levels.contains(&level))
    }

    /// Says whether every part of the level is passed; none makes up for another.
    ///
    /// # Errors
    /// A score is missing, superfluous or out of range.
    pub fn passed(&self, level: Level, marks: &Marks) -> Result<bool, MarksFault> {
        if let Some(terms) = self.parts_of(level).find(|terms| marks.of(terms.part).is_none()) {
            return Err(MarksFault::Missing(terms.part));
        }
        self.passed_parts(level, marks)
    }

    /// Says whether every part is passed of which there is a score: for examinations whose parts
    /// nobody fixed beforehand.
    ///
    /// # Errors
    /// A score is superfluous or out of range.
    pub fn passed_parts(&self, level: Level, marks: &Marks) -> Result<bool, MarksFault> {
        let mut passed = true;
        for part in Part::ALL {
            let Some(tenths) = marks.of(part) else { continue };
            let terms = self.part(part, level).ok_or(MarksFault::NotAPart(part))?;
            let max = terms.weight.value * 10;
            if max < u32::from(tenths) {
                return Err(MarksFault::OutOfRange { part, tenths, max });
            }
            passed &= terms.pass_tenths.value <= u32::from(tenths);
        }
        Ok(passed)
    }
}

/// Returns the standard in force for an occupation on a day: its own before the general one, the
/// newest version that had begun.
pub(crate) fn in_force<'a>(all: &'a [Standard], name: &str, on: Day) -> Option<&'a Standard> {
    let own = |s: &&Standard| s.occupations.iter().any(|o| o == name);
    let newest = |own_only: bool| {
        let meant = |s: &&Standard| if own_only { own(s) } else { s.occupations.is_empty() };
        all.iter().filter(|s| s.valid_from <= on).filter(meant).max_by_key(|s| s.valid_from)
    };
    newest(true).or_else(|| newest(false))
}
