//! `MemoryStore`, the contract in ordered maps, as plain as it can be said.
//!
//! In scope: everything in the contract but durability. Out of scope: speed.

use std::collections::BTreeMap;
use store::{Answered, BatchRow, Committed, PrivateKind, Store, StoreError, Writing};

/// A store that is gone when it is dropped.
#[derive(Default)]
pub struct MemoryStore {
    entries: Vec<Vec<u8>>,
    answers: BTreeMap<[u8; 16], Answered>,
    batches: Vec<BatchRow>,
    private: BTreeMap<(PrivateKind, String, u32), Vec<u8>>,
}

impl Store for MemoryStore {
    fn size(&self) -> Result<u64, StoreError> {
        Ok(self.entries.len() as u64)
    }

    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        writing.check()?;
        let (first, count) = (writing.expect_size, writing.entries.len() as u64);
        if let Some((key, request)) = writing.answer
            && let Some(found) = self.answers.get(&key)
        {
            let same = found.request == request;
            let answer = Committed { first: found.first, count: found.count, repeated: true };
            return if same { Ok(answer) } else { Err(StoreError::KeyReused { key }) };
        }
        let actual = self.size()?;
        if actual != first {
            return Err(StoreError::Moved { expected: first, actual });
        }
        if let Some(batch) = &writing.batch
            && let Some(older) = self.batches.iter().find(|older| meet(older, batch))
        {
            let (batch, older) = (Box::new(batch.clone()), Box::new(older.clone()));
            return Err(StoreError::BatchMeets { batch, older });
        }
        self.entries.extend_from_slice(writing.entries);
        self.batches.extend(writing.batch.clone());
        if let Some((key, request)) = writing.answer {
            self.answers.insert(key, Answered { request, first, count });
        }
        for row in writing.private {
            self.private.insert((row.kind, row.group.clone(), row.place), row.body.clone());
        }
        Ok(Committed { first, count, repeated: false })
    }

    fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(usize::try_from(index).ok().and_then(|index| self.entries.get(index).cloned()))
    }

    fn each_entry(
        &self,
        from: u64,
        to: u64,
        each: &mut dyn FnMut(u64, &[u8]),
    ) -> Result<(), StoreError> {
        let size = self.size()?;
        if to < from || size < to {
            return Err(StoreError::Range { from, to, size });
        }
        (from..to).for_each(|place| each(place, &self.entries[place as usize]));
        Ok(())
    }

    fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
        Ok(self.answers.get(key).copied())
    }

    fn find_batch(
        &self,
        site: &str,
        year: i32,
        level: char,
        serial: u32,
    ) -> Result<Option<BatchRow>, StoreError> {
        let holds = |batch: &&BatchRow| {
            (batch.site.as_str(), batch.year, batch.level) == (site, year, level)
                && (batch.first..=batch.last).contains(&serial)
        };
        Ok(self.batches.iter().find(holds).cloned())
    }

    fn private_row(
        &self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.private.get(&(kind, group.to_string(), place)).cloned())
    }

    fn private_rows(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        let rows = self.private.iter().filter(|((k, g, _), _)| *k == kind && g == group);
        Ok(rows.map(|((_, _, place), body)| (*place, body.clone())).collect())
    }
}

fn meet(a: &BatchRow, b: &BatchRow) -> bool {
    (&a.site, a.year, a.level) == (&b.site, b.year, b.level)
        && a.first <= b.last
        && b.first <= a.last
}
