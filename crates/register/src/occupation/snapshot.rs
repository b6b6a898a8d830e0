//! What is recorded of occupations, as pieces of a snapshot.
//!
//! In scope: bytes. Out of scope: their order in a whole snapshot (`snapshot`).

use super::{Occupations, Turn};
use crate::snapshot::pieces;

pieces! {
    Turn { announced, drafted_on, enacted_from, catalogue_from, turned_on, decision }
    Occupations { turns }
}
