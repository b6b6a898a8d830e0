//! Kinds 15 and 16: an exit announced, an occupation on its way to access-type, one turned away.
//!
//! In scope: what is recorded of an occupation. Out of scope: what follows for sessions.

use super::AUTHORITY;
use crate::stage::day;
use crate::vectors::making::{Making, row};
use desk::{PublicAct, Step};
use register::OccupationAct;

impl Making {
    pub fn occupations(&mut self) {
        for (name, effective_on) in [("设备点检员", None), ("电工", Some("2020-12-01"))] {
            let effective_on = effective_on.map(day);
            let act = OccupationAct::AnnounceExit { occupation: row(name), effective_on };
            self.by(AUTHORITY, "2020-07-22", PublicAct::Occupation(act));
        }
        let steps = [
            ("消防员", Step::Drafted),
            ("消防员", Step::Continue),
            ("消防员", Step::Stop),
            ("消防员", Step::Enacted { effective_on: day("2020-07-23") }),
            ("消防员", Step::CatalogueChanged { on: day("2020-07-23") }),
            ("森林消防员", Step::Drafted),
            ("森林消防员", Step::TurnedToLevel),
        ];
        for (n, (name, step)) in (0..).zip(steps) {
            let occupation = row(name);
            let act = OccupationAct::Reclassify { occupation, step, basis: [n; 32] };
            self.by(AUTHORITY, "2020-07-23", PublicAct::Occupation(act));
        }
    }
}
