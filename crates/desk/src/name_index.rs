//! `NameIndex`, names in one text, searched from its beginning to its end.
//!
//! In scope: which names hold all words of a question, and how well. Out of scope: whose names.
//! Invariant: `starts` rises, and a name stands between its start and the next, less the line's
//! end. A country has some ten thousand bodies, a megabyte of names: reading through it takes a
//! millisecond, finds any two characters in a row, and has nothing to keep in step.

use crate::search_text::{Question, plain};

/// How a name fits a question, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is what was typed.
    Whole,
    /// It begins with what was typed.
    Beginning,
    /// It holds every word that was typed.
    Within,
}

/// A name that fits: whose, how well, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) fit: Fit,
    bytes: usize,
    /// Whose name it is.
    pub(crate) of: u32,
}

/// Names, each of somebody with a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameIndex {
    text: String,
    /// Where a name starts, and whose it is.
    starts: Vec<(usize, u32)>,
}

impl NameIndex {
    /// Adds a name of somebody; one may have several.
    pub(crate) fn add(&mut self, of: u32, name: &str) {
        self.starts.push((self.text.len(), of));
        self.text.push_str(&plain(name).replace('\n', ""));
        self.text.push('\n');
    }

    /// Returns the best hits, each owner once, at most so many; and how many owners there are.
    pub(crate) fn find(&self, question: &Question, limit: usize) -> (Vec<Hit>, usize) {
        let mut hits = self.hits(question);
        // Nearly in this order already, which a stable sort uses.
        hits.sort_by_key(|hit| (hit.of, *hit));
        hits.dedup_by_key(|hit| hit.of);
        let all = hits.len();
        if limit < all {
            hits.select_nth_unstable(limit);
            hits.truncate(limit);
        }
        hits.sort_unstable();
        (hits, all)
    }

    fn hits(&self, question: &Question) -> Vec<Hit> {
        let (whole, mut hits) = (question.whole(), Vec::new());
        // The longest word is in the fewest names.
        let Some(sought) = question.words.iter().max_by_key(|word| word.len()) else { return hits };
        let others: Vec<&String> = question.words.iter().filter(|word| *word != sought).collect();
        // What is found lies ever further on, and so do the names it lies in.
        let (mut from, mut place) = (0, 0);
        while let Some(found) = self.text[from..].find(sought.as_str()) {
            while self.starts.get(place + 1).is_some_and(|(next, _)| *next <= from + found) {
                place += 1;
            }
            let (start, of) = self.starts[place];
            let end = self.starts.get(place + 1).map_or(self.text.len(), |(next, _)| *next);
            let name = &self.text[start..end - 1];
            let fit = if name == whole {
                Some(Fit::Whole)
            } else if name.starts_with(&whole) {
                Some(Fit::Beginning)
            } else {
                others.iter().all(|word| name.contains(word.as_str())).then_some(Fit::Within)
            };
            hits.extend(fit.map(|fit| Hit { fit, bytes: name.len(), of }));
            from = end;
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches some names, numbered from nought, and expects numbers in their order.
    fn check(names: &[&str], text: &str, expect: &[u32]) {
        let mut index = NameIndex::default();
        (0..).zip(names).for_each(|(of, name)| index.add(of, name));
        let (hits, all) = index.find(&Question::read(text).unwrap(), 100);
        assert_eq!(hits.iter().map(|hit| hit.of).collect::<Vec<_>>(), expect, "{text}");
        assert_eq!(all, expect.len());
    }

    #[test]
    fn the_whole_name_comes_first_then_its_beginning_then_what_holds_it() {
        let names = ["数控车工", "车工", "车工师傅", "电工", "汽车工程技术"];
        check(&names, "车工", &[1, 2, 0, 4]);
        check(&names, "工程", &[4]);
        check(&names, "焊工", &[]);
        // Nothing is found over the end of a name.
        check(&names, "工电", &[]);
    }

    #[test]
    fn all_words_have_to_be_in_one_name_in_any_order_and_the_shorter_name_is_first() {
        let names = ["虚构甲市机械有限公司", "虚构乙市机械公司", "甲市培训"];
        check(&names, "公司 虚构", &[1, 0]);
        check(&names, "甲市 虚构", &[0]);
        check(&names, "虚构 甲市", &[0]);
        check(&names, "公司", &[1, 0]);
    }

    #[test]
    fn whoever_has_several_names_is_found_once_by_the_best() {
        let mut index = NameIndex::default();
        index.add(7, "虚构机械");
        index.add(7, "机械");
        index.add(8, "机械厂");
        let (hits, all) = index.find(&Question::read("机械").unwrap(), 1);
        assert_eq!((hits.len(), hits[0].of, hits[0].fit, all), (1, 7, Fit::Whole, 2));
    }

    #[test]
    fn any_two_characters_in_a_row_of_any_name_find_it() {
        let names: Vec<String> =
            (0..300).map(|n| format!("虚构{}市第{n}职业培训学校", n % 7)).collect();
        let mut index = NameIndex::default();
        (0..).zip(&names).for_each(|(of, name)| index.add(of, name));
        for (of, name) in (0..).zip(&names) {
            let characters: Vec<char> = name.chars().collect();
            for two in characters.windows(2) {
                let question = Question::read(&two.iter().collect::<String>()).unwrap();
                let (hits, _) = index.find(&question, usize::MAX);
                assert!(hits.iter().any(|hit| hit.of == of), "{two:?} in {name}");
            }
        }
    }
}
