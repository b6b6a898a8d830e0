//! Who may sit: alternatives of conditions, of which all of one must hold.
//!
//! Source: facts of the field, eligibility of the old and the newer template; law/reference.
//! In scope: judging a background. Out of scope: whether what a person says of it is true (`desk`
//! keeps the papers).
//! A certificate of either kind counts, and of the occupation or a related one as the body finds.

use super::{Figure, Standard};
use alloc::vec::Vec;
use vocab::{Day, Level};

/// What a person finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Schooling {
    /// A vocational school, 中等职业学校 or 技工学校, in a related subject.
    Vocational,
    /// 高级技工学校 or 技师学院.
    Technician,
    /// With a certificate as 预备技师.
    PreparatoryTechnician,
    /// 大专 or above in a related subject.
    College,
}

impl Schooling {
    /// Every schooling.
    pub const ALL: [Schooling; 4] = [
        Schooling::Vocational,
        Schooling::Technician,
        Schooling::PreparatoryTechnician,
        Schooling::College,
    ];

    /// Returns the name used in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Schooling::Vocational => "vocational",
            Schooling::Technician => "technician",
            Schooling::PreparatoryTechnician => "preparatory-technician",
            Schooling::College => "college",
        }
    }

    /// Returns the name in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Schooling::Vocational => "中职（技工学校）相关专业",
            Schooling::Technician => "高级技工学校、技师学院",
            Schooling::PreparatoryTechnician => "预备技师",
            Schooling::College => "大专及以上相关专业",
        }
    }

    /// Returns the schooling of that name.
    pub fn from_name(name: &str) -> Option<Schooling> {
        Schooling::ALL.into_iter().find(|schooling| schooling.name() == name)
    }
}

/// One way of being eligible: every condition that it has must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The level applied for.
    pub level: Level,
    /// A certificate of this level, of either kind.
    pub earlier_level: Option<Level>,
    /// Whole years since that certificate.
    pub years_since: Option<Figure>,
    /// Whole years of work in the occupation.
    pub years_of_work: Option<Figure>,
    /// One of these finished; empty where it asks for none.
    pub schooling: Vec<Schooling>,
    /// An apprenticeship completed.
    pub apprenticeship: bool,
    /// True when the alternative, or a figure of it, is from memory.
    pub unverified: bool,
}

/// An earlier certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its level.
    pub level: Level,
    /// Its date.
    pub dated_on: Day,
}

/// What a person brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Background {
    /// Earlier certificates of the occupation or a related one.
    pub earlier: Vec<Earlier>,
    /// Whole years of work in the occupation.
    pub years_of_work: u32,
    /// What the person finished.
    pub schooling: Vec<Schooling>,
    /// Whether an apprenticeship was completed.
    pub apprenticeship: bool,
}

/// A condition that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// There is no certificate of the level.
    Certificate(Level),
    /// The certificate is too young: it is old enough on this day.
    YearsSince {
        /// Years asked for.
        asked: u32,
        /// The first day on which they have passed.
        from: Day,
    },
    /// Too few years of work.
    YearsOfWork {
        /// Years asked for.
        asked: u32,
        /// Years there are.
        has: u32,
    },
    /// None of these was finished.
    Schooling(Vec<Schooling>),
    /// No apprenticeship was completed.
    Apprenticeship,
}

/// Whether a person may sit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// By this alternative, counted from nought among those of the standard.
    Eligible(usize),
    /// By none: what each alternative of the level lacks.
    Not(Vec<(usize, Vec<Lacking>)>),
}

impl Standard {
    /// Judges a background for a level on a day.
    pub fn eligibility(&self, level: Level, background: &Background, on: Day) -> Eligibility {
        let mut all = Vec::new();
        for (index, alternative) in self.eligible.iter().enumerate() {
            if alternative.level != level {
                continue;
            }
            let lacking = alternative.lacking(background, on);
            if lacking.is_empty() {
                return Eligibility::Eligible(index);
            }
            all.push((index, lacking));
        }
        Eligibility::Not(all)
    }
}

impl Alternative {
    /// Returns the conditions that do not hold.
    fn lacking(&self, background: &Background, on: Day) -> Vec<Lacking> {
        let mut lacking = Vec::new();
        if let Some(level) = self.earlier_level {
            let years = self.years_since.map_or(0, |figure| figure.value);
            let of_level = background.earlier.iter().filter(|earlier| earlier.level == level);
            match of_level.map(|earlier| earlier.dated_on).min() {
                None => lacking.push(Lacking::Certificate(level)),
                Some(oldest) => {
                    let from = oldest.plus_years(years as i32);
                    if on < from {
                        lacking.push(Lacking::YearsSince { asked: years, from });
                    }
                }
            }
        }
        if let Some(figure) = self.years_of_work
            && background.years_of_work < figure.value
        {
            let (asked, has) = (figure.value, background.years_of_work);
            lacking.push(Lacking::YearsOfWork { asked, has });
        }
        let schooled = self.schooling.iter().any(|s| background.schooling.contains(s));
        if !self.schooling.is_empty() && !schooled {
            lacking.push(Lacking::Schooling(self.schooling.clone()));
        }
        if self.apprenticeship && !background.apprenticeship {
            lacking.push(Lacking::Apprenticeship);
        }
        lacking
    }
}
