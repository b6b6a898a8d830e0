//! Importing results: a sheet becomes the scores of a session's candidates, whole or not at all.
//!
//! In scope: matching rows of the sheet to candidates by their documents.
//! Out of scope: the sheet's form (`paper`), recording (`run_session`).

use crate::candidates::Score;
use crate::house::House;
use crate::house_error::HouseError;
use paper::{ResultRow, RowError};
use register::SessionId;
use std::collections::BTreeMap;

/// Why a sheet was not imported. Nothing of it entered.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Rows of the sheet are wrong; every one is listed.
    #[error("{} rows of the sheet are wrong", .0.len())]
    Rows(Vec<RowError>),
    /// A row is of nobody who registered.
    #[error(
        "row {0} of the sheet is of nobody who registered for the session; correct the document \
         or take the row out"
    )]
    Stranger(u32),
    /// A column that has to be there is missing, or stands twice.
    #[error("the column `{0}` is missing, or stands twice")]
    Heading(String),
    /// A cell does not have the form of its column.
    #[error("row {row}, column `{heading}`: the cell does not have the form of the column")]
    Cell {
        /// The row, as a spreadsheet counts.
        row: u32,
        /// The column.
        heading: &'static str,
    },
    /// The register failed.
    #[error("the register could not be read")]
    House(#[from] HouseError),
}

impl House {
    /// Reads a sheet into the scores of a session.
    ///
    /// # Errors
    /// [`ImportError`] with every wrong row.
    pub fn read_scores(
        &self,
        session: SessionId,
        bytes: &[u8],
        name: &str,
    ) -> Result<Vec<Score>, ImportError> {
        let sheet = paper::read_results(bytes, name).map_err(ImportError::Rows)?;
        let candidates = self.candidate_rows(session)?;
        let places: BTreeMap<(u8, &str), u32> =
            candidates.iter().zip(0u32..).map(|(c, place)| (c.document(), place)).collect();
        let score = |row: &ResultRow| {
            let document = (row.person.kind().code(), row.person.number());
            let place = places.get(&document).ok_or(ImportError::Stranger(row.row))?;
            Ok(Score {
                place: *place,
                theory_tenths: row.theory.tenths(),
                skill_tenths: row.skill.tenths(),
            })
        };
        sheet.rows.iter().map(score).collect()
    }
}

/// Returns a sheet of results as a body would send it.
///
/// # Errors
/// A score is outside the form, or the sheet cannot be written.
pub fn write_sheet(
    rows: &[(crate::candidates::Applicant, u16, u16)],
) -> Result<Vec<u8>, paper::WriteSheetError> {
    let score = |tenths: u16| paper::Score::from_tenths(tenths.min(1000));
    let rows: Vec<ResultRow> = rows
        .iter()
        .zip(1u32..)
        .filter_map(|((person, theory, skill), n)| {
            Some(ResultRow {
                row: n + 1,
                name: person.name.clone(),
                person: person.document.clone(),
                ticket: format!("{n:06}"),
                theory: score(*theory)?,
                skill: score(*skill)?,
                review: None,
                on_staff: person.staff,
            })
        })
        .collect();
    paper::write_results(&rows)
}
