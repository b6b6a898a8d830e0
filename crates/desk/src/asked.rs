//! What people write when they ask about the law, read into values: acts, occupations, days,
//! instants, facts, regions; and what is near when it cannot be read.
//!
//! In scope: names and forms. Out of scope: answers (`ask_law`, `see_catalogue`), sentences in two
//! languages (`law_words`).
//! Invariant: nothing is guessed; a name that is not one gets suggestions and no answer.

use crate::ports::Clock;
use law::{Act, FateKind, Key, Kind, Law, Named, Row, RowId, Standing, Unanswered};
use vocab::{Day, DayError, Instant, InstantError, Level, Region};

/// How many near names are suggested.
const NEAREST_MAX: usize = 3;

/// Why a question cannot be asked. All of these are the asker's to mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No act has the name.
    #[error("there is no act `{name}`; nearest: {}", nearest.join(", "))]
    UnknownAct {
        /// What was written.
        name: String,
        /// The nearest acts, best first.
        nearest: Vec<&'static str>,
    },
    /// No occupation has the name.
    #[error("there is no occupation `{name}`; nearest: {}", names(nearest))]
    UnknownOccupation {
        /// What was written.
        name: String,
        /// The nearest occupations, best first.
        nearest: Vec<RowName>,
    },
    /// Several rows bear the printed name.
    #[error("`{name}` stands for several occupations: {}", names(rows))]
    SeveralOccupations {
        /// What was written.
        name: String,
        /// The rows that bear it.
        rows: Vec<RowName>,
    },
    /// A text is not a day, or not one of the calendar.
    #[error(transparent)]
    Day(DayError),
    /// A text is not an instant.
    #[error(transparent)]
    KnownAt(InstantError),
    /// A text is neither the code nor the name of a region.
    #[error("`{0}` is no region; write two digits or a name, for example 32 or 江苏")]
    Region(String),
    /// A fact is not of the form.
    #[error("`{0}` is not of the form KEY=VALUE")]
    FactForm(String),
    /// No fact has the name.
    #[error("there is no fact `{name}`; nearest: {}", nearest.join(", "))]
    UnknownFact {
        /// What was written.
        name: String,
        /// The nearest facts, best first.
        nearest: Vec<&'static str>,
    },
    /// The fact does not take the value.
    #[error("`{value}` is not a value of `{fact}`")]
    FactValue {
        /// The fact.
        fact: &'static str,
        /// What was written.
        value: String,
        /// What it takes.
        takes: Takes,
    },
    /// The same fact is given twice.
    #[error("`{0}` is given twice")]
    FactTwice(&'static str),
    /// No fate has the name.
    #[error("`{0}` is no fate; it is one of batch1, batch2, access")]
    Fate(String),
    /// No standing has the name.
    #[error("`{0}` is no standing of an occupation")]
    Standing(String),
    /// No level has the name.
    #[error("`{0}` is no level; it is one of 1 to 5")]
    Level(String),
    /// The day lies before every instrument.
    #[error("{on} lies before the first day of any instrument, {first}")]
    BeforeLaw {
        /// The day asked about.
        on: Day,
        /// The first day with law.
        first: Day,
    },
    /// Nothing was known yet.
    #[error("at {known_at} no instrument was known; the first is known since {first}")]
    NothingKnown {
        /// The instant asked about.
        known_at: Instant,
        /// The first instant with law.
        first: Instant,
    },
}

/// The names of a row: what is printed, and what it should read where that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowName {
    /// The item's number.
    pub item: u16,
    /// The item's title, 职业资格名称.
    pub qualification: String,
    /// The occupation as printed.
    pub printed: String,
    /// The corrected name, where there is a correction.
    pub canonical: Option<String>,
}

impl RowName {
    /// Returns the name to use.
    pub fn best(&self) -> &str {
        self.canonical.as_deref().unwrap_or(&self.printed)
    }

    /// Returns the names of a row with every correction, whenever it became known: whoever searches
    /// is helped by both.
    pub(crate) fn of(row: &Row) -> RowName {
        RowName::known(row, Instant(i64::MAX))
    }

    /// Returns the names of a row as known at an instant.
    pub(crate) fn known(row: &Row, known_at: Instant) -> RowName {
        let correction = row.correction.as_ref().filter(|c| c.known_from <= known_at);
        RowName {
            item: row.item,
            qualification: row.qualification.clone(),
            printed: row.printed.clone(),
            canonical: correction.map(|c| c.canonical.clone()),
        }
    }
}

/// What values a fact takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A day, or `none`.
    Day,
    /// A year of four digits, or `none`.
    Year,
    /// `yes` or `no`.
    YesNo,
    /// One of these.
    OneOf(Vec<&'static str>),
}

/// Returns what values a fact takes.
pub(crate) fn takes(key: Key) -> Takes {
    match key.input().kind {
        Kind::Event | Kind::Until => Takes::Day,
        Kind::Year => Takes::Year,
        Kind::Flag => Takes::YesNo,
        Kind::Choice(list, none) => {
            let mut values = list.to_vec();
            if none && !values.contains(&"none") {
                values.push("none");
            }
            Takes::OneOf(values)
        }
    }
}

/// Reads an act.
pub(crate) fn act(name: &str) -> Result<Act, AskError> {
    Act::from_name(name).ok_or_else(|| AskError::UnknownAct {
        name: name.into(),
        nearest: nearest(name, Act::ALL.iter().map(|act| act.name())),
    })
}

/// Reads an occupation, printed or corrected.
pub(crate) fn occupation(law: &Law, name: &str) -> Result<RowId, AskError> {
    let rows = |ids: Vec<RowId>| -> Vec<RowName> {
        ids.iter().filter_map(|id| law.rows.get(*id)).map(RowName::of).collect()
    };
    match law.rows.find(name) {
        Named::One(row) => Ok(row),
        Named::Several(ids) => {
            Err(AskError::SeveralOccupations { name: name.into(), rows: rows(ids) })
        }
        Named::Unknown(ids) => {
            Err(AskError::UnknownOccupation { name: name.into(), nearest: rows(ids) })
        }
    }
}

/// Reads a day.
pub(crate) fn day(text: &str) -> Result<Day, AskError> {
    text.parse().map_err(AskError::Day)
}

/// Reads the instant of knowledge; not written, it is the present.
pub(crate) fn known_at(clock: &dyn Clock, text: Option<&str>) -> Result<Instant, AskError> {
    text.map_or_else(|| Ok(clock.now()), |text| text.parse().map_err(AskError::KnownAt))
}

/// Reads a region by its two digits, its name or its short name.
pub(crate) fn region(text: &str) -> Result<Region, AskError> {
    let named = |region: &&Region| {
        text == region.name() || text == region.short() || text == region.code().to_string()
    };
    Region::all().iter().find(named).copied().ok_or_else(|| AskError::Region(text.into()))
}

/// Reads a level by its digit, its number or its name, as 3, 三级 or 高级工.
pub(crate) fn level(text: &str) -> Result<Level, AskError> {
    let named = |level: &Level| {
        let parts = || level.zh().split('/');
        text == level.code().to_string() || text == level.zh() || parts().any(|one| one == text)
    };
    Level::ALL.into_iter().find(named).ok_or_else(|| AskError::Level(text.into()))
}

/// Reads the name of a fact.
pub(crate) fn fact(name: &str) -> Result<Key, AskError> {
    let names = Key::ALL.iter().map(|key| key.name());
    Key::from_name(name).ok_or_else(|| AskError::UnknownFact {
        name: name.into(),
        nearest: nearest(name, names.chain(["region"])),
    })
}

/// Reads what the annex orders.
pub(crate) fn fate(text: &str) -> Result<FateKind, AskError> {
    FateKind::from_name(text).ok_or_else(|| AskError::Fate(text.into()))
}

/// Reads a standing.
pub(crate) fn standing(text: &str) -> Result<Standing, AskError> {
    let named = Standing::ALL.into_iter().find(|standing| standing.name() == text);
    named.ok_or_else(|| AskError::Standing(text.into()))
}

/// Turns what the law does not answer into what the asker can mend.
///
/// # Panics
/// When the row does not exist: rows come from [`occupation`].
pub(crate) fn unanswered(why: Unanswered) -> AskError {
    match why {
        Unanswered::BeforeLaw { on, first } => AskError::BeforeLaw { on, first },
        Unanswered::NothingKnown { known_at, first } => AskError::NothingKnown { known_at, first },
        // To whoever asks, an act that the law does not speak of is none.
        Unanswered::NoRule(act) => {
            AskError::UnknownAct { name: act.name().to_string(), nearest: Vec::new() }
        }
        Unanswered::NoSuchRow(row) => panic!("row {} was found in the annex before", row.0),
    }
}

/// Returns the names most like the text, best first; a shared beginning counts most, for people
/// stop writing early more often than they begin wrongly.
fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut all: Vec<(f64, &str)> =
        names.map(|name| (strsim::jaro_winkler(wanted, name), name)).collect();
    all.sort_by(|(a, first), (b, second)| b.total_cmp(a).then(first.cmp(second)));
    all.into_iter().take(NEAREST_MAX).map(|(_, name)| name).collect()
}

fn names(rows: &[RowName]) -> String {
    rows.iter().map(RowName::best).collect::<Vec<&str>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: std::fmt::Debug + PartialEq>(got: Result<T, AskError>, expect: Result<T, &str>) {
        assert_eq!(got.map_err(|e| e.to_string()), expect.map_err(str::to_string));
    }

    #[test]
    fn names_that_are_none_get_the_nearest() {
        check(act("hold-exam"), Ok(Act::HoldExam));
        let near = "there is no act `anounce-exam`; nearest: announce-exam, announce-exit, \
                    announce-session";
        check(act("anounce-exam"), Err(near));
        check(fact("passed"), Ok(Key::Passed));
        let near = "there is no act `isue-level`; nearest: issue-level-certificate, \
                    issue-qualification-certificate, publish-results";
        check(act("isue-level"), Err(near));
        let near = "there is no fact `anounced_on`; nearest: announced_on, accepted_on, \
                    exit_announced_on";
        check(fact("anounced_on"), Err(near));
    }

    #[test]
    fn a_region_is_read_by_code_and_by_both_names() {
        for text in ["32", "江苏", "江苏省"] {
            check(region(text).map(Region::code), Ok(32));
        }
        check(
            region("99").map(Region::code),
            Err("`99` is no region; write two digits or a name, for example 32 or 江苏"),
        );
    }

    #[test]
    fn what_a_fact_takes_is_what_it_can_be_given() {
        for &key in Key::ALL {
            let values = match takes(key) {
                Takes::Day => vec!["2020-09-30", "none"],
                Takes::Year => vec!["2020", "none"],
                Takes::YesNo => vec!["yes", "no"],
                Takes::OneOf(values) => values,
            };
            for value in values {
                assert!(law::Facts::new().with(key, value).is_ok(), "{key}={value}");
            }
        }
    }
}
