//! The invented world: what tests and demonstrations use in place of real people.
//!
//! In scope: people. Out of scope: anything that ships; nothing here is used by the program itself
//! but its demonstration, under an origin that says so.

mod people;

pub use people::{INVENTED_MARK, INVENTED_REGION, People, Person};
