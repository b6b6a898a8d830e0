//! Paper: what bodies and people hold in their hands.
//!
//! In scope so far: the spreadsheets that bodies send, their templates, and the report on them.
//! Out of scope: whether what stands in them may be entered (`law`, `desk`), keeping it (`store`).

mod sheet;

pub use sheet::cell_reason::{CellReason, TEXT_CHARS_MAX};
pub use sheet::column::Column;
pub use sheet::csv_rows::LINE_BYTES_MAX;
pub use sheet::file::{CSV_BYTES_MAX, Encoding, FileKind, Found, SheetFile, XLSX_BYTES_MAX};
pub use sheet::file_reason::FileReason;
pub use sheet::form::{Field, Form};
pub use sheet::plain_text::Change;
pub use sheet::read_cell::document_of_any_kind;
pub use sheet::report::{ROWS_SHOWN_MAX, Report, RowNote, WrongRow};
pub use sheet::row::{Faults, Row};
pub use sheet::row_error::{Reason, RowError};
pub use sheet::row_reason::RowReason;
pub use sheet::score::Score;
pub use sheet::template::{WriteSheetError, write_csv, write_xlsx};
pub use sheet::unpacked::UNPACKED_BYTES_MAX;
pub use sheet::wrong_rows::write_wrong_rows;
pub use sheet::xlsx_rows::XLSX_ROWS_MAX;
pub use sheet::{ERRORS_KEPT_MAX, Options, SHEET_COLUMNS_MAX, SHEET_ROWS_MAX, read};
