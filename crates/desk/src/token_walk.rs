//! `TokenWalk`, the places that stand under every one of some tokens, one after another.
//!
//! Source: none (our design; a leapfrog join of sorted lists).
//! In scope: walking from any place on, in memory that does not grow with the lists.
//! Out of scope: whose tokens they are, and what stands at a place (`walk_people`, `look_up`).

use store::{Reader, StoreError, TokenSpace};

/// Places of one token that are read at a time.
const READ: usize = 1_000;

/// Walks the places that all tokens lead to.
pub(crate) struct TokenWalk {
    lists: Vec<List>,
    /// The least place that may come next.
    next: u64,
}

/// The places of one token, of which a part is in memory.
struct List {
    space: TokenSpace,
    token: [u8; 12],
    /// Places that follow one another in the list.
    part: Vec<u64>,
    /// How many of them are behind us.
    passed: usize,
    /// Nothing follows the part.
    whole: bool,
}

impl TokenWalk {
    /// Begins at a place. Without tokens there is nothing to walk.
    pub(crate) fn of(
        space: TokenSpace,
        tokens: impl IntoIterator<Item = [u8; 12]>,
        from: u64,
    ) -> TokenWalk {
        let list = |token| List { space, token, part: Vec::new(), passed: 0, whole: false };
        TokenWalk { lists: tokens.into_iter().map(list).collect(), next: from }
    }

    /// Returns the next place, rising; nothing at the end.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) fn next(&mut self, reader: &dyn Reader) -> Result<Option<u64>, StoreError> {
        let (mut place, mut agree) = (self.next, 0);
        for nth in (0..self.lists.len()).cycle() {
            let Some(found) = self.lists[nth].seek(reader, place)? else { return Ok(None) };
            agree = if found == place { agree + 1 } else { 1 };
            place = found;
            if agree == self.lists.len() {
                self.next = place + 1;
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// Passes over everything before a place.
    pub(crate) fn skip_to(&mut self, place: u64) {
        self.next = self.next.max(place);
    }
}

impl List {
    /// Returns the first place from one on that never goes back.
    fn seek(&mut self, reader: &dyn Reader, from: u64) -> Result<Option<u64>, StoreError> {
        self.passed += self.part[self.passed..].partition_point(|place| *place < from);
        if self.passed == self.part.len() && !self.whole {
            self.part = reader.find_token(self.space, &self.token, from, READ)?;
            (self.passed, self.whole) = (0, self.part.len() < READ);
        }
        Ok(self.part.get(self.passed).copied())
    }
}
