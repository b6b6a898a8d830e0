//! What a reader sees: the database, and over it what its own group has staged.
//!
//! In scope: laying the one over the other. Out of scope: the statements (`read`, `read_private`).

use super::link::Link;
use super::staged::Staged;
use super::{read, read_private, walk};
use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{Answered, BatchRow, PrivateKind, Token, TokenSpace};
use crate::store_error::StoreError;
use std::collections::BTreeSet;

/// A way to the database and the group that is open on it, if one is.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The way.
    pub link: &'a Link,
    /// The group.
    pub staged: Option<&'a Staged>,
}

impl Seen<'_> {
    /// See [`crate::contract::Reader::size`].
    pub fn size(self) -> Result<u64, StoreError> {
        self.staged.map_or_else(|| read::size(self.link), |staged| Ok(staged.size()))
    }

    /// See [`crate::contract::Reader::entry`].
    pub fn entry(self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        match self.staged {
            Some(staged) if staged.base <= index => Ok(staged.entry(index).cloned()),
            _ => read::entry(self.link, index),
        }
    }

    /// See [`crate::contract::Reader::each_entry`].
    pub fn each_entry(
        self,
        from: u64,
        to: u64,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError> {
        let size = self.size()?;
        if to < from || size < to {
            return Err(StoreError::Range { from, to, size });
        }
        let base = self.staged.map_or(size, |staged| staged.base);
        read::each_entry(self.link, from, to.min(base), each)?;
        for place in from.max(base)..to {
            if let Some(entry) = self.staged.and_then(|staged| staged.entry(place)) {
                each(place, entry);
            }
        }
        Ok(())
    }

    /// See [`crate::contract::Reader::answered`].
    pub fn answered(self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
        match self.staged.and_then(|staged| staged.answers.get(key)) {
            Some(found) => Ok(Some(*found)),
            None => read::answered(self.link, key),
        }
    }

    /// See [`crate::contract::Reader::find_batch`].
    pub fn find_batch(
        self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<BatchRow>, StoreError> {
        let meeting =
            |staged: &Staged| staged.meeting(site, year, level, (serial, serial)).cloned();
        match self.staged.and_then(meeting) {
            Some(found) => Ok(Some(found)),
            None => read::find_batch(self.link, site, year, level, serial),
        }
    }

    /// See [`crate::contract::Reader::private_row`].
    pub fn private_row(
        self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        match self.staged.and_then(|staged| staged.row(kind, group, place)) {
            Some(body) => Ok(body.cloned()),
            None => read_private::row(self.link, kind, group, place),
        }
    }

    /// See [`crate::contract::Reader::private_rows`].
    pub fn private_rows(
        self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        let mut rows = read_private::rows(self.link, kind, group)?;
        if let Some(staged) = self.staged {
            rows.retain(|(place, _)| staged.row(kind, group, *place).is_none());
            let put = staged.group(kind, group);
            rows.extend(put.filter_map(|(place, body)| Some((place, body?.clone()))));
            rows.sort_by_key(|(place, _)| *place);
        }
        Ok(rows)
    }

    /// See [`crate::contract::Reader::last_place`].
    pub fn last_place(self, kind: PrivateKind, group: &str) -> Result<Option<u32>, StoreError> {
        let put = self.staged.and_then(|staged| {
            staged.group(kind, group).rev().find_map(|(place, body)| body.map(|_| place))
        });
        let mut below = 1 << 32;
        loop {
            let kept = read_private::last_place(self.link, kind, group, below)?;
            match kept {
                Some(place) if self.removes(kind, group, place) => below = u64::from(place),
                kept => return Ok(kept.max(put)),
            }
        }
    }

    fn removes(self, kind: PrivateKind, group: &str, place: u32) -> bool {
        self.staged.and_then(|staged| staged.row(kind, group, place)) == Some(None)
    }

    /// See [`crate::contract::Reader::private_groups`].
    pub fn private_groups(
        self,
        kind: PrivateKind,
        after: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        let Some(staged) = self.staged else {
            return read_private::groups(self.link, kind, after, limit);
        };
        let mut names: BTreeSet<String> = BTreeSet::new();
        names.extend(staged.groups(kind).filter(|name| after < name.as_str()).cloned());
        let mut from = after.to_string();
        loop {
            let kept = read_private::groups(self.link, kind, &from, limit)?;
            let last = kept.last().cloned();
            let full = kept.len() == limit;
            names.extend(kept);
            // A group of which the last row is removed is none.
            let mut there = Vec::new();
            for name in &names {
                if there.len() < limit && self.last_place(kind, name)?.is_some() {
                    there.push(name.clone());
                }
            }
            match last {
                // Names beyond the last one read may be missing between those staged.
                Some(last)
                    if full
                        && there.last().is_none_or(|name| last < *name || there.len() < limit) =>
                {
                    from = last;
                }
                _ => return Ok(there),
            }
        }
    }

    /// See [`crate::contract::Reader::find_token`].
    pub fn find_token(
        self,
        space: TokenSpace,
        token: &[u8; 12],
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        let Some(staged) = self.staged else {
            return read_private::find_token(self.link, (space, token), from, limit);
        };
        let at = |place| Token { space, token: *token, place };
        let mine: Vec<(u64, bool)> =
            staged.tokens.range(at(from)..=at(u64::MAX)).map(|(t, put)| (t.place, *put)).collect();
        let removed = mine.iter().filter(|(_, put)| !put).count();
        let more = limit.saturating_add(removed);
        let mut places: BTreeSet<u64> =
            read_private::find_token(self.link, (space, token), from, more)?.into_iter().collect();
        for (place, put) in mine {
            if put {
                places.insert(place)
            } else {
                places.remove(&place)
            };
        }
        Ok(places.into_iter().take(limit).collect())
    }

    /// See [`crate::contract::Reader::note`].
    pub fn note(self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.staged.and_then(|staged| staged.notes.get(name)) {
            Some(body) => Ok(body.clone()),
            None => read_private::note(self.link, name),
        }
    }

    /// See [`crate::contract::Reader::each_kept`].
    pub fn each_kept(
        self,
        kind: KeptKind,
        each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        walk::each_kept(self.link, kind, &mut |row| {
            let covered = self.staged.is_some_and(|staged| staged.covers(&row));
            if covered { Ok(()) } else { each(row) }
        })?;
        let put = self.staged.map_or_else(Vec::new, |staged| staged.put(kind));
        put.into_iter().try_for_each(each)
    }
}
