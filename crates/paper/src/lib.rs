//! Paper: what bodies and people hold in their hands.
//!
//! In scope so far: the spreadsheet in which a body sends the results of a session.
//! Out of scope: whether a result may be entered (`law`), and keeping it (`store`).

mod results_sheet;
mod table;

pub use results_sheet::cell_reason::CellReason;
pub use results_sheet::column::Column;
pub use results_sheet::file_reason::FileReason;
pub use results_sheet::row_error::{Reason, RowError};
pub use results_sheet::score::Score;
pub use results_sheet::write::{WriteSheetError, write_results, write_template};
pub use results_sheet::{
    RESULTS_ROWS_MAX, ResultRow, ResultsSheet, SHEET_BYTES_MAX, SHEET_COLUMNS_MAX,
    UNPACKED_BYTES_MAX, read_results,
};
pub use table::{Table, TableError, TableRow, read_table};
