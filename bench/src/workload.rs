//! Random acts, the same for the same seed, as `law::Facts` and as plain numbers.
//!
//! In scope: acts over every occupation and the two years after the notice; their dates mostly
//! follow one another as they would, one in eight is anywhere or never. Of every hundred acts
//! fifteen lack one to three of the facts that they ask about.
//! Out of scope: regions; the table by hand knows the national law alone.

use crate::dice::Dice;
use crate::hand_table::{ACTS, DAYS, NEVER, NO_PERIOD, Raw, SMALL, asks};
use law::{Act, Facts, Key, RowId};
use vocab::Day;

/// An act as the law is asked about it.
pub struct Asked {
    /// The act.
    pub act: Act,
    /// The occupation.
    pub row: RowId,
    /// The day of effect.
    pub on: Day,
    /// What is known.
    pub facts: Facts,
}

/// The same act as the table by hand is asked about it.
pub struct AskedRaw {
    /// The act.
    pub act: Act,
    /// The occupation.
    pub row: RowId,
    /// The day of effect.
    pub on: i32,
    /// What is known.
    pub raw: Raw,
}

/// Acts in both forms, in the same order.
#[derive(Default)]
pub struct Workload {
    /// For the law.
    pub asked: Vec<Asked>,
    /// For the table by hand.
    pub raw: Vec<AskedRaw>,
}

/// First day asked about: the day of the notice.
const FIRST: Day = Day::from_ymd(2020, 7, 21).expect("a date written here");
/// How many days are asked about.
const DAYS_ASKED: i32 = 730;
/// Of every hundred acts, how many lack facts.
const LACKING_PERCENT: i32 = 15;
/// The most facts that an act lacks.
const LACKING_MAX: i32 = 3;

impl Workload {
    /// Returns `count` random acts over `rows` occupations.
    pub fn random(seed: u64, count: usize, rows: usize) -> Workload {
        let mut dice = Dice(seed);
        let mut made = Workload::default();
        for _ in 0..count {
            let act = ACTS[dice.below(ACTS.len() as i32) as usize];
            let row = RowId(dice.below(rows as i32) as u16);
            let on = FIRST.plus_days(dice.below(DAYS_ASKED));
            let draft = Draft::random(&mut dice, act, on);
            made.asked.push(Asked { act, row, on, facts: draft.facts });
            made.raw.push(AskedRaw { act, row, on: on.0, raw: draft.raw });
        }
        made
    }
}

/// One case in the making.
struct Draft {
    facts: Facts,
    raw: Raw,
    unknown: u64,
}

impl Draft {
    fn random(dice: &mut Dice, act: Act, on: Day) -> Draft {
        let raw = Raw { known: 0, days: [0; DAYS], small: [0; SMALL] };
        let mut draft = Draft { facts: Facts::new(), raw, unknown: lacking(dice, act) };
        draft.examination(dice, on);
        draft.assessment(dice, on);
        draft.rest(dice);
        draft
    }

    fn examination(&mut self, dice: &mut Dice, on: Day) {
        let announced = self.event(dice, Key::AnnouncedOn, on, -240);
        let accepted = self.event(dice, Key::AcceptedOn, announced, 40);
        self.event(dice, Key::BatchCompleteOn, accepted, 20);
        let held = self.event(dice, Key::ExamHeldOn, accepted, 90);
        let results = self.event(dice, Key::ResultsPublishedOn, held, 30);
        self.until(dice, Key::RegistrationWindowUntil, announced, 60);
        self.certificate(dice, results);
        let admitted = self.event(dice, Key::CohortAdmittedOn, on, -1400);
        self.event(dice, Key::CohortCompletedOn, admitted, 1100);
    }

    fn assessment(&mut self, dice: &mut Dice, on: Day) {
        let recognised = self.event(dice, Key::BodyRecognisedOn, on, -1300);
        self.event(dice, Key::BodyPublishedOn, recognised, 30);
        self.until(dice, Key::BodyRecognisedUntil, recognised, 1095);
        let announced = self.event(dice, Key::SessionAnnouncedOn, on, -120);
        let held = self.event(dice, Key::SessionHeldOn, announced, 40);
        let confirmed = self.event(dice, Key::ResultsConfirmedOn, held, 20);
        if dice.below(2) == 0 {
            self.certificate(dice, confirmed);
        }
    }

    fn certificate(&mut self, dice: &mut Dice, after: Day) {
        let dated = self.event(dice, Key::CertificateDatedOn, after, 10);
        self.event(dice, Key::CertificateIssuedOn, dated, 10);
        let year = match dice.below(16) {
            0 => None,
            1 => Some(dated.year() - 1),
            _ => Some(dated.year()),
        };
        self.year(Key::NumberYear, year);
    }

    fn rest(&mut self, dice: &mut Dice) {
        let exit = FIRST.plus_days(dice.below(200));
        let announced = if dice.below(4) == 0 { Some(exit) } else { None };
        self.day(Key::ExitAnnouncedOn, announced, NEVER);
        let effective =
            if dice.below(2) == 0 { Some(exit.plus_days(dice.below(40))) } else { None };
        self.day(Key::ExitEffectiveOn, effective, NEVER);
        let completed = if dice.below(8) == 0 { Some(exit) } else { None };
        self.day(Key::AccessCompletedOn, completed, NEVER);
        // Facts that came later are left out: those acts' answers do not depend on them, but for an
        // occupation that turned, which the table does not know.
        for key in Key::ALL[DAYS..=Key::ActorKind as usize].iter().copied() {
            match FLAGS.iter().find(|(flag, _)| *flag == key) {
                Some((_, percent)) => self.flag(key, dice.below(100) < *percent),
                None => {
                    let (_, values) = CHOICES.iter().find(|(choice, _)| *choice == key).expect(
                        "a fact that is no day and no flag is a choice, listed below with them",
                    );
                    let place = dice.below(values.len() as i32) as usize;
                    self.choice(key, values, place);
                }
            }
        }
    }

    /// Most often a day within so many after `from`, or before it; else any day, or never. Returns
    /// the day meant, so that what follows has one to follow.
    fn event(&mut self, dice: &mut Dice, key: Key, from: Day, within: i32) -> Day {
        let day = from.plus_days(within.signum() * dice.below(within.abs()));
        let value = match dice.below(16) {
            0 => None,
            1 => Some(FIRST.plus_days(dice.below(DAYS_ASKED))),
            _ => Some(day),
        };
        self.day(key, value, NEVER);
        day
    }

    fn until(&mut self, dice: &mut Dice, key: Key, from: Day, within: i32) {
        let day = from.plus_days(dice.below(within));
        let value = if dice.below(3) == 0 { None } else { Some(day) };
        self.day(key, value, NO_PERIOD);
    }

    fn day(&mut self, key: Key, value: Option<Day>, none: i32) {
        if !self.known(key) {
            return;
        }
        let facts = std::mem::take(&mut self.facts);
        self.facts = match value {
            Some(day) => facts.day(key, day),
            None => facts.none(key),
        };
        self.raw.days[key as usize] = value.map_or(none, |day| day.0);
    }

    fn year(&mut self, key: Key, value: Option<i32>) {
        if !self.known(key) {
            return;
        }
        let facts = std::mem::take(&mut self.facts);
        self.facts = match value {
            Some(year) => facts.year(key, year),
            None => facts.none(key),
        };
        self.raw.days[key as usize] = value.unwrap_or(NO_PERIOD);
    }

    fn flag(&mut self, key: Key, yes: bool) {
        if self.known(key) {
            self.facts = std::mem::take(&mut self.facts).flag(key, yes);
            self.raw.small[key as usize - DAYS] = u8::from(yes);
        }
    }

    fn choice(&mut self, key: Key, values: &[&str], place: usize) {
        if self.known(key) {
            self.facts = std::mem::take(&mut self.facts).choice(key, values[place]);
            self.raw.small[key as usize - DAYS] = place as u8;
        }
    }

    /// Says whether the fact is given in this case, and notes that it is.
    fn known(&mut self, key: Key) -> bool {
        let bit = 1 << key as u32;
        self.raw.known |= bit & !self.unknown;
        self.unknown & bit == 0
    }
}

/// Flags, and of a hundred acts in how many each holds.
const FLAGS: [(Key, i32); 8] = [
    (Key::Passed, 85),
    (Key::CertificatePlan, 60),
    (Key::ScopeCovers, 85),
    (Key::HolderIsStaff, 70),
    (Key::CoversOutsiders, 30),
    (Key::StandardExists, 90),
    (Key::SameParty, 10),
    (Key::IrregularityFound, 20),
];

/// Choices with their values in the order of the law; a value may follow twice to be likelier.
const CHOICES: [(Key, &[&str]); 10] = [
    (Key::Election, &["continue", "refund", "undecided"]),
    (Key::Cohort, &["student", "apprentice", "none"]),
    (Key::CertificateKind, &["qualification", "level"]),
    (Key::BodyKind, &["department", "centre", "employer", "social", "school"]),
    (Key::CentreOf, &["hr", "other", "none"]),
    (Key::BodyStatus, &["active", "suspended", "removed"]),
    (Key::AuthorityDecision, &["continue", "stop"]),
    (Key::Pace, &["normal", "exceeded", "released"]),
    (Key::CertificateStatus, &["valid", "corrected", "revoked"]),
    (Key::ActorKind, &["authority", "department", "supervisor", "body"]),
];

fn lacking(dice: &mut Dice, act: Act) -> u64 {
    if LACKING_PERCENT <= dice.below(100) {
        return 0;
    }
    let asked: Vec<Key> =
        Key::ALL.iter().copied().filter(|k| asks(act) >> *k as u32 & 1 != 0).collect();
    let draws = 1 + dice.below(LACKING_MAX);
    (0..draws).fold(0, |set, _| set | 1 << asked[dice.below(asked.len() as i32) as usize] as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_an_act_know_the_same_facts() {
        let made = Workload::random(1, 500, 192);
        for (asked, raw) in made.asked.iter().zip(&made.raw) {
            for &key in Key::ALL {
                assert_eq!(asked.facts.knows(key), raw.raw.known >> key as u32 & 1 != 0, "{key}");
            }
        }
    }
}
