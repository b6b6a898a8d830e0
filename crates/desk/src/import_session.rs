//! Importing what a body has prepared in spreadsheets: registrations, a plan of rooms, scores by
//! part. Each is taken whole or not at all.
//!
//! In scope: from cells to values. Out of scope: the file's form (`paper`), recording.
//! I-PRI-1: an error shows row and column, never the value.

use crate::candidates::Applicant;
use crate::house::House;
use crate::import_results::ImportError;
use crate::judge_eligibility::Registrant;
use crate::score_parts::PartScores;
use law::{Background, Earlier, Marks, Part, Schooling};
use paper::{TableError, TableRow, read_table};
use register::{OrganisationId, RoomUse, SessionId, StaffId};
use std::collections::BTreeMap;
use vocab::{DocumentKind, Instant, Level, PersonId};

/// Headings of a sheet of registrations that have to be there.
const REGISTRATION: [&str; 3] = ["姓名", "证件类型", "证件号码"];
/// Headings of a plan of rooms.
const ROOMS: [&str; 5] = ["考场", "座位", "科目", "开始", "结束"];

/// Reads a sheet of registrations. Besides name and document it may have 是否本单位职工, 原证书等级,
/// 原证书日期, 原证书编号, 从业年限, 学历 and 学徒期满.
///
/// # Errors
/// The file, a heading or the first wrong cell.
pub fn read_registrations(bytes: &[u8], name: &str) -> Result<Vec<Registrant>, ImportError> {
    let table = read_table(bytes, name, &REGISTRATION).map_err(of_table)?;
    table.rows().map(|row| registrant(&row)).collect()
}

/// Reads a plan of rooms: number, seats, part, beginning and end, and the staff under 监考 and 考评,
/// each as number or as organisation and number (`3-12`), with blanks between.
///
/// # Errors
/// As [`read_registrations`].
pub fn read_rooms(
    bytes: &[u8],
    name: &str,
    own: OrganisationId,
) -> Result<Vec<RoomUse>, ImportError> {
    let table = read_table(bytes, name, &ROOMS).map_err(of_table)?;
    table.rows().map(|row| room(&row, own)).collect()
}

impl House {
    /// Reads a sheet of results into scores by part.
    ///
    /// # Errors
    /// [`ImportError`] with every wrong row.
    pub fn read_part_scores(
        &self,
        session: SessionId,
        bytes: &[u8],
        name: &str,
    ) -> Result<Vec<PartScores>, ImportError> {
        let sheet = paper::read_results(bytes, name).map_err(ImportError::Rows)?;
        let candidates = self.candidate_rows(session)?;
        let places: BTreeMap<(u8, &str), u32> =
            candidates.iter().zip(0u32..).map(|(c, place)| (c.document(), place)).collect();
        let score = |row: &paper::ResultRow| {
            let document = (row.person.kind().code(), row.person.number());
            let place = *places.get(&document).ok_or(ImportError::Stranger(row.row))?;
            let (theory, skill) = (Some(row.theory.tenths()), Some(row.skill.tenths()));
            let review = row.review.map(|review| review.tenths());
            Ok(PartScores { place, marks: Marks { theory, skill, review } })
        };
        sheet.rows.iter().map(score).collect()
    }
}

fn of_table(error: TableError) -> ImportError {
    match error {
        TableError::File(error) => ImportError::Rows(vec![error]),
        TableError::Heading(heading) => ImportError::Heading(heading),
    }
}

/// Reads a cell that may be blank.
fn maybe<T>(
    row: &TableRow<'_>,
    heading: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ImportError> {
    match row.cell(heading) {
        "" => Ok(None),
        text => match read(text) {
            Some(value) => Ok(Some(value)),
            None => Err(ImportError::Cell { row: row.row, heading }),
        },
    }
}

/// Reads a cell that has to have a value.
fn must<T>(
    row: &TableRow<'_>,
    heading: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, ImportError> {
    maybe(row, heading, read)?.ok_or(ImportError::Cell { row: row.row, heading })
}

fn yes(text: &str) -> Option<bool> {
    match text {
        "是" | "yes" => Some(true),
        "否" | "no" => Some(false),
        _ => None,
    }
}

fn level(text: &str) -> Option<Level> {
    let mut digits = text.chars();
    let level = digits.next().and_then(Level::from_code);
    level.filter(|_| digits.next().is_none()).or_else(|| text.parse().ok())
}

fn schooling(text: &str) -> Option<Schooling> {
    Schooling::from_name(text).or_else(|| Schooling::ALL.into_iter().find(|s| s.zh() == text))
}

fn registrant(row: &TableRow<'_>) -> Result<Registrant, ImportError> {
    let kind = must(row, "证件类型", |text| {
        let text = if text == "身份证" { "居民身份证" } else { text };
        DocumentKind::ALL.into_iter().find(|kind| kind.zh() == text)
    })?;
    let document = must(row, "证件号码", |text| PersonId::new(kind, text).ok())?;
    let name = must(row, "姓名", |text| Some(text.to_string()))?;
    let staff = maybe(row, "是否本单位职工", yes)?.unwrap_or(false);
    let dated_on = maybe(row, "原证书日期", |text| text.parse().ok())?;
    let earlier = match (maybe(row, "原证书等级", level)?, dated_on) {
        (Some(level), Some(dated_on)) => vec![Earlier { level, dated_on }],
        (None, None) => Vec::new(),
        (Some(_), None) => {
            return Err(ImportError::Cell { row: row.row, heading: "原证书日期" });
        }
        (None, Some(_)) => {
            return Err(ImportError::Cell { row: row.row, heading: "原证书等级" });
        }
    };
    let background = Background {
        earlier,
        years_of_work: maybe(row, "从业年限", |text| text.parse().ok())?.unwrap_or(0),
        schooling: maybe(row, "学历", schooling)?.into_iter().collect(),
        apprenticeship: maybe(row, "学徒期满", yes)?.unwrap_or(false),
    };
    Ok(Registrant {
        applicant: Applicant { name, document, staff, fee_fen: 0 },
        background,
        earlier_number: maybe(row, "原证书编号", |text| Some(text.to_string()))?,
    })
}

fn room(row: &TableRow<'_>, own: OrganisationId) -> Result<RoomUse, ImportError> {
    let part = |text: &str| {
        Part::from_name(text).or_else(|| Part::ALL.into_iter().find(|part| part.zh() == text))
    };
    let all = |text: &str| text.split_whitespace().map(|id| staff(id, own)).collect();
    Ok(RoomUse {
        room: must(row, "考场", |text| text.parse().ok())?,
        seats: must(row, "座位", |text| text.parse().ok())?,
        candidates: 0,
        part: must(row, "科目", part)?,
        from: must(row, "开始", time)?,
        until: must(row, "结束", time)?,
        invigilators: maybe(row, "监考", all)?.unwrap_or_default(),
        examiners: maybe(row, "考评", all)?.unwrap_or_default(),
    })
}

/// Reads a time of China, `2020-12-05 09:00` or `2020-12-05T09:00`, or a full instant.
fn time(text: &str) -> Option<Instant> {
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let plain = text.replacen(' ', "T", 1);
    format!("{plain}:00+08:00").parse().or_else(|_| format!("{plain}+08:00").parse()).ok()
}

/// Reads a staff number: the body's own, or organisation, a dash and the number.
pub fn staff(text: &str, own: OrganisationId) -> Option<StaffId> {
    let Some((of, number)) = text.split_once('-') else {
        return Some(StaffId { of: own, number: text.parse().ok()? });
    };
    Some(StaffId { of: OrganisationId(of.parse().ok()?), number: number.parse().ok()? })
}
