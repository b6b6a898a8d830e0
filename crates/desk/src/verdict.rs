//! `Verdict`, what a check of one certificate says: separate lines, each with its own answer.
//!
//! In scope: the lines and what each is about. Out of scope: checking (whoever implements
//! `ports::Verifier`), layout (edges).
//! Invariants: a verdict is never one bit; what could not be checked is neither a yes nor a no.

use vocab::{Day, Level};

/// The lines of a check, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The number on the certificate, where one could be read.
    pub number: Option<String>,
    /// What was checked, in the order in which it is shown.
    pub lines: Vec<VerdictLine>,
    /// The body that issued it, where the register that answers has it.
    pub of_body: Option<OfBody>,
    /// True when the register that should answer could not be read: asking again later may tell.
    pub unread: bool,
}

/// What to ask the list of bodies about a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfBody {
    /// The body's number.
    pub number: u32,
    /// The occupation by its name.
    pub occupation: String,
    /// The level.
    pub level: Level,
    /// The day its session was announced, the first on which it had to be recognised.
    pub on: Day,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictLine {
    /// What was asked.
    pub about: About,
    /// The answer.
    pub answer: Answer,
    /// The answer in a sentence, in Chinese.
    pub zh: String,
    /// The answer in a sentence, in English.
    pub en: String,
    /// The words of law that the answer rests on, in the original.
    pub quote: Option<String>,
}

/// What a line of a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The number is well formed.
    Number,
    /// The log holds the certificate.
    InLog,
    /// A key of the body signed it.
    Signed,
    /// It belongs to the person named.
    Holder,
    /// It is valid, corrected or revoked.
    Status,
    /// When it was logged.
    Time,
    /// The body was recognised on the day.
    Body,
    /// Where the occupation stood on the day.
    Occupation,
    /// Issuing it was lawful.
    Lawful,
}

impl About {
    /// Everything a line can be about, in the order of showing.
    pub const ALL: [About; 9] = [
        About::Number,
        About::InLog,
        About::Signed,
        About::Holder,
        About::Status,
        About::Time,
        About::Body,
        About::Occupation,
        About::Lawful,
    ];
}

/// The answer of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It could not be checked, which says nothing either way.
    CouldNotCheck,
}
