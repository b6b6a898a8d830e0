//! What the register does with public acts, before bytes, keys and people.
//!
//! Out of scope: entries (crate `seal`), use cases (crate `desk`).

mod bodies;
