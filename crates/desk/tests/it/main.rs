//! Tests of the house as a whole: law, register, log and store on the one way every act takes.
//!
//! Out of scope: the command line, pages.
#![allow(clippy::unwrap_used)] // a test that cannot set its stage has nothing to say

mod after_issue;
mod arranging;
mod backing_up;
mod beside;
mod certificate_files;
mod checking;
mod closed_site;
mod custody;
mod data_keys;
mod disposing;
mod drafts;
mod erasing;
mod exams_to_close;
mod finding;
mod following;
mod front_killed;
mod full_volume;
mod fuzz;
mod hindered;
mod importing;
mod index_keys;
mod issuing;
mod keeping;
mod key_files;
mod keys;
mod killed;
mod observing;
mod out_of_step;
mod points;
mod power_loss;
mod publishing;
mod replaying;
mod restoring;
mod searching;
mod seeing_turns;
mod settling;
mod stage;
mod stranger;
mod supervising;
mod supposing;
mod together;
mod vectors;
