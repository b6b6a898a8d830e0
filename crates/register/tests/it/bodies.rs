//! Bodies from application to removal: the order of the steps, who decides, what a day answers.
//!
//! Out of scope: bytes (crate `seal`), sites of sessions (`arrangement`).

mod capacity;
mod changes;
mod kinship;
mod long_form;
mod regions;
mod selection;
pub mod stage;
