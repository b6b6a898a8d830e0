//! The forms of sheets: which columns each has, and what may not stand in one twice.
//!
//! In scope: the forms as data. Out of scope: reading (`read_cell`), what is done with the rows
//! (`desk`).

use super::column::Column;

/// A form of sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// People who register for a session or an examination.
    Candidates,
    /// Scores by part.
    Scores,
    /// Certificates that were issued before the register.
    Legacy,
    /// Members of a cohort.
    Members,
    /// What candidates of an examination chose.
    Elections,
    /// A plan of rooms.
    Rooms,
}

/// A column of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which.
    pub column: Column,
    /// Whether the column has to be there, and its cells filled.
    pub needed: bool,
    /// Whether a value may stand in one row only. Of a document, kind and number count together.
    pub once: bool,
}

const fn needed(column: Column) -> Field {
    Field { column, needed: true, once: false }
}

const fn once(column: Column) -> Field {
    Field { column, needed: true, once: true }
}

const fn maybe(column: Column) -> Field {
    Field { column, needed: false, once: false }
}

const CANDIDATES: &[Field] = &[
    needed(Column::Name),
    maybe(Column::DocumentKind),
    once(Column::DocumentNumber),
    maybe(Column::OnStaff),
    maybe(Column::Fee),
    maybe(Column::EarlierLevel),
    maybe(Column::EarlierDay),
    maybe(Column::EarlierNumber),
    maybe(Column::YearsOfWork),
    maybe(Column::Schooling),
    maybe(Column::Apprenticeship),
];

const SCORES: &[Field] = &[
    needed(Column::Name),
    maybe(Column::DocumentKind),
    once(Column::DocumentNumber),
    once(Column::Ticket),
    needed(Column::Theory),
    needed(Column::Skill),
    maybe(Column::Review),
    maybe(Column::OnStaff),
];

const LEGACY: &[Field] = &[
    once(Column::Certificate),
    needed(Column::Name),
    maybe(Column::DocumentKind),
    needed(Column::DocumentNumber),
    needed(Column::IssuedOn),
    needed(Column::Level),
];

const MEMBERS: &[Field] =
    &[needed(Column::Name), maybe(Column::DocumentKind), once(Column::DocumentNumber)];

const ELECTIONS: &[Field] = &[
    maybe(Column::Name),
    maybe(Column::DocumentKind),
    once(Column::DocumentNumber),
    needed(Column::Choice),
    needed(Column::Channel),
    maybe(Column::ChosenOn),
];

const ROOMS: &[Field] = &[
    needed(Column::Room),
    needed(Column::Seats),
    needed(Column::Part),
    needed(Column::From),
    needed(Column::Until),
    maybe(Column::Invigilators),
    maybe(Column::Examiners),
];

impl Form {
    /// Every form.
    pub const ALL: [Form; 6] =
        [Form::Candidates, Form::Scores, Form::Legacy, Form::Members, Form::Elections, Form::Rooms];

    /// Returns the name used on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Candidates => "candidates",
            Form::Scores => "scores",
            Form::Legacy => "legacy",
            Form::Members => "members",
            Form::Elections => "elections",
            Form::Rooms => "rooms",
        }
    }

    /// Returns the name in Chinese, as the worksheet of the template has it.
    pub const fn zh(self) -> &'static str {
        match self {
            Form::Candidates => "报名",
            Form::Scores => "成绩",
            Form::Legacy => "旧证书",
            Form::Members => "培养名单",
            Form::Elections => "考生选择",
            Form::Rooms => "考场安排",
        }
    }

    /// Returns the form of a name.
    pub fn from_name(name: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.name() == name)
    }

    /// Returns the columns in the order of the template.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Form::Candidates => CANDIDATES,
            Form::Scores => SCORES,
            Form::Legacy => LEGACY,
            Form::Members => MEMBERS,
            Form::Elections => ELECTIONS,
            Form::Rooms => ROOMS,
        }
    }

    /// Says whether a blank or missing kind of document is found by the number: lists of older
    /// certificates name no kinds. In every other form it is 居民身份证.
    pub(super) const fn finds_kind(self) -> bool {
        matches!(self, Form::Legacy)
    }
}
