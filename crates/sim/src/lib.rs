//! The invented world: what tests and demonstrations use in place of real people.
//!
//! In scope: people, logs of any length, a disk that forgets, a world that acts on the register.
//! Out of scope: anything that ships; nothing here is used
//! by the program itself but the people of its demonstration, under an origin that says so.

pub mod bulk;
mod lossy_files;
mod people;
pub mod world;

pub use lossy_files::{Loss, LossyFiles};
pub use people::{INVENTED_MARK, INVENTED_REGION, People, Person};
