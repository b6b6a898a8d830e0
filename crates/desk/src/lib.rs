//! Use cases of the house, and what they share: the law folder and words for people.
//!
//! In scope: loading law folders, knowing a notice by its number, both languages.
//! Out of scope: deciding (`law`), showing (`cli`, `web`).

pub mod expected;
pub mod law_folder;
pub mod words;
