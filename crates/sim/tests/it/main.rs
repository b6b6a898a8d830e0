//! Runs the simulated world as tests do: many seeds, and a keeper that is broken on purpose.
//!
//! More seeds: `scripts/soak.sh`.

mod world;
