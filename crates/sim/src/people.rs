//! `People`, an endless-looking but finite row of invented people, the same for the same seed.
//!
//! In scope: a name, a day of birth and an identity number of right form with a right check digit.
//! Out of scope: likeness to any population.
//! Invariant: no number belongs to anybody. It begins with the region code 990000: the codes of
//! GB/T 2260 end with 82 (澳门), no province has 99, so no such number was ever given out. A reader
//! who sees 99 in front knows that the person is invented. Given names are of fields and tools, so
//! that a list of them does not read like a list of neighbours.

use vocab::{Day, DocumentKind, PersonId};

/// The region code of every invented identity number; no region of China has it.
pub const INVENTED_REGION: &str = "990000";

/// What is printed behind the name of an invented person.
pub const INVENTED_MARK: &str = "（虚构）";

const SURNAMES: [&str; 24] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨",
    "朱", "秦", "尤", "许", "何", "吕", "欧阳", "上官",
];

const SYLLABLES: [&str; 32] = [
    "禾", "穗", "稻", "麦", "豆", "瓜", "藕", "茶", "桑", "麻", "柚", "笋", "砖", "瓦", "斧", "凿",
    "锯", "犁", "锄", "舟", "桨", "帆", "砚", "笺", "陶", "釉", "梭", "线", "灯", "秤", "尺", "规",
];

/// The first day of birth, and the day after the last.
const BORN: [Day; 2] = [day(1960, 1, 1), day(2003, 1, 1)];

/// Numbers of one day: the three digits before the check digit.
const PER_DAY: u64 = 1_000;

/// How many people there are.
const COUNT: u64 = (BORN[1].0 - BORN[0].0) as u64 * PER_DAY;

/// A step that shares no factor with `COUNT`, so that steps of it meet every person once.
const STEP: u64 = 6_180_339;

const _: () = assert!(greatest_common_factor(STEP, COUNT) == 1, "the steps meet every person");

/// A person who does not exist. The number has a region that no region has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    name: String,
    id: PersonId,
    born: Day,
}

impl Person {
    /// Returns the name, without a mark.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the identity document, a 居民身份证 of the region 990000.
    pub fn id(&self) -> &PersonId {
        &self.id
    }

    /// Returns the day of birth, which the number repeats.
    pub fn born(&self) -> Day {
        self.born
    }

    /// Returns the name with the mark that says it is invented; for everything that is shown.
    pub fn label(&self) -> String {
        format!("{}{INVENTED_MARK}", self.name)
    }
}

/// Invented people one after the other. No two of one seed have the same number; names recur. It
/// ends when every number was given, after about fifteen million.
#[derive(Clone, Debug)]
pub struct People {
    seed: u64,
    next: u64,
}

impl People {
    /// Returns the people of a seed.
    pub fn new(seed: u64) -> People {
        People { seed, next: 0 }
    }
}

impl Iterator for People {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        if COUNT <= self.next {
            return None;
        }
        // Both are below 2^25, so the product fits.
        let place = (self.seed % COUNT + self.next * STEP) % COUNT;
        let look = mixed(self.seed ^ mixed(self.next));
        self.next += 1;
        let born = BORN[0].plus_days((place / PER_DAY) as i32);
        Some(Person { name: name(look), id: number(born, place % PER_DAY), born })
    }
}

fn name(look: u64) -> String {
    let pick = |from: &[&'static str], bits: u64| from[(bits % from.len() as u64) as usize];
    let mut name = pick(&SURNAMES, look).to_string();
    name.push_str(pick(&SYLLABLES, look >> 16));
    // One in four has a given name of one character.
    if !(look >> 48).is_multiple_of(4) {
        name.push_str(pick(&SYLLABLES, look >> 32));
    }
    name
}

fn number(born: Day, of_day: u64) -> PersonId {
    let (year, month, day) = born.ymd();
    let seventeen = format!("{INVENTED_REGION}{year:04}{month:02}{day:02}{of_day:03}");
    // `vocab` owns the arithmetic of the check digit; one of eleven is right.
    "0123456789X"
        .chars()
        .find_map(|check| {
            PersonId::new(DocumentKind::ResidentId, &format!("{seventeen}{check}")).ok()
        })
        .expect("every seventeen digits have a check digit")
}

/// Spreads a number over all bits; equal numbers stay equal.
fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    for shift in [29, 31, 32] {
        bits = (bits ^ (bits >> shift)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    }
    bits
}

const fn day(year: i32, month: u32, day: u32) -> Day {
    match Day::from_ymd(year, month, day) {
        Some(day) => day,
        None => panic!("the days of birth are in the calendar"),
    }
}

const fn greatest_common_factor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_factor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use vocab::Region;

    #[test]
    fn no_invented_number_has_a_region() {
        assert!(Region::all().iter().all(|region| region.code() != 99));
        for person in People::new(1).take(5_000) {
            let region = person.id().number()[..2].parse().unwrap();
            assert_eq!(Region::from_code(region), None, "{:?}", person.id());
            assert!(person.id().number().starts_with(INVENTED_REGION));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_people_and_another_seed_others() {
        let some = |seed| People::new(seed).take(100).collect::<Vec<_>>();
        assert_eq!(some(1), some(1));
        assert_ne!(some(1), some(2));
        assert_eq!(some(u64::MAX).len(), 100);
    }

    #[test]
    fn no_number_comes_twice() {
        let numbers: BTreeSet<String> =
            People::new(3).take(50_000).map(|person| person.id().number().to_string()).collect();
        assert_eq!(numbers.len(), 50_000);
        let mut last = People { seed: 3, next: COUNT - 1 };
        assert!(last.next().is_some());
        assert!(last.next().is_none());
    }

    #[test]
    fn the_number_repeats_the_day_of_birth_which_lies_in_its_years() {
        for person in People::new(4).take(5_000) {
            let born = person.born();
            assert!((1960..=2002).contains(&born.year()), "{born}");
            assert_eq!(person.id().number()[6..14], born.to_string().replace('-', ""));
        }
    }

    #[test]
    fn names_have_two_to_four_characters_and_the_label_says_invented() {
        let lengths: BTreeSet<usize> =
            People::new(5).take(2_000).map(|person| person.name().chars().count()).collect();
        assert_eq!(lengths, BTreeSet::from([2, 3, 4]));
        let person = People::new(5).next().unwrap();
        assert_eq!(person.label(), format!("{}（虚构）", person.name()));
    }
}
