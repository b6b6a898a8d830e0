//! Use cases of the house, and what they share: the law folder and words for people.
//!
//! In scope: loading law folders, knowing a notice by its number, asking the law, seeing the
//! catalogue, both languages.
//! Out of scope: deciding (`law`), showing (`cli`, `web`).

pub mod ask_law;
pub mod asked;
pub mod expected;
pub mod law_folder;
pub mod law_room;
pub mod law_words;
pub mod ports;
pub mod see_catalogue;
pub mod words;

/// Plain values of the law that views carry. Edges, which may not use `law`, name them from here.
pub use law::{Effect, FateKind, Outcome, Standing};
