//! `MemoryStore`, the contract in ordered maps, as plain as it can be said.
//!
//! In scope: everything in the contract but durability. Out of scope: speed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use store::OpenReader;
use store::{
    Answered, BatchRow, Committed, Kept, KeptKind, KeptState, PrivateKind, PrivateRow, Reader,
    Store, StoreError, Token, TokenSpace, Writing,
};

/// Everything that is stored.
#[derive(Clone, Default)]
struct Content {
    entries: Vec<Vec<u8>>,
    answers: BTreeMap<[u8; 16], Answered>,
    batches: Vec<BatchRow>,
    private: BTreeMap<(PrivateKind, String, u32), Vec<u8>>,
    tokens: BTreeSet<Token>,
    notes: BTreeMap<String, Vec<u8>>,
    state: Option<KeptState>,
}

/// A store that is gone when the last handle is dropped.
#[derive(Default)]
pub struct MemoryStore {
    committed: Arc<Mutex<Content>>,
    /// What the writer sees in a group, or a reader that holds a snapshot.
    own: Option<Content>,
    reads_only: bool,
}

impl MemoryStore {
    fn see<T>(&self, look: impl FnOnce(&Content) -> T) -> T {
        match &self.own {
            Some(own) => look(own),
            None => look(&self.committed.lock().unwrap()),
        }
    }

    fn change<T>(&mut self, change: impl FnOnce(&mut Content) -> T) -> T {
        match &mut self.own {
            Some(own) => change(own),
            None => change(&mut self.committed.lock().unwrap()),
        }
    }

    fn outside(&self, doing: &'static str) -> Result<(), StoreError> {
        match &self.own {
            None => Ok(()),
            Some(_) => Err(StoreError::Group { doing, open: true }),
        }
    }
}

impl Content {
    fn put(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        let (first, count) = (writing.expect_size, writing.entries.len() as u64);
        if let Some((key, request)) = writing.answer
            && let Some(found) = self.answers.get(&key)
        {
            let same = found.request == request;
            let answer = Committed { first: found.first, count: found.count, repeated: true };
            return if same { Ok(answer) } else { Err(StoreError::KeyReused { key }) };
        }
        let actual = self.entries.len() as u64;
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
        for at in writing.erased {
            self.private.remove(&(at.kind, at.group.clone(), at.place));
        }
        writing.private.iter().for_each(|row| self.put_private(row));
        for token in writing.erased_tokens {
            self.tokens.remove(token);
        }
        self.tokens.extend(writing.tokens);
        for (name, body) in writing.notes {
            match body {
                Some(body) => self.notes.insert(name.clone(), body.clone()),
                None => self.notes.remove(name),
            };
        }
        Ok(Committed { first, count, repeated: false })
    }

    fn put_private(&mut self, row: &PrivateRow) {
        self.private.insert((row.kind, row.group.clone(), row.place), row.body.clone());
    }

    fn kept(&self, kind: KeptKind) -> Vec<Kept> {
        match kind {
            KeptKind::Answers => self.answers.iter().map(|(k, a)| Kept::Answer(*k, *a)).collect(),
            KeptKind::Batches => self.batches.iter().cloned().map(Kept::Batch).collect(),
            KeptKind::Private => {
                let row =
                    |((kind, group, place), body): (&(PrivateKind, String, u32), &Vec<u8>)| {
                        let (group, body) = (group.clone(), body.clone());
                        Kept::Private(PrivateRow { kind: *kind, group, place: *place, body })
                    };
                self.private.iter().map(row).collect()
            }
            KeptKind::Tokens => self.tokens.iter().copied().map(Kept::Token).collect(),
            KeptKind::Notes => {
                self.notes.iter().map(|(n, b)| Kept::Note(n.clone(), b.clone())).collect()
            }
        }
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, writing: &Writing<'_>) -> Result<Committed, StoreError> {
        writing.check()?;
        self.change(|content| content.put(writing))
    }

    fn begin_group(&mut self) -> Result<(), StoreError> {
        self.outside("begin a group")?;
        self.own = Some(self.committed.lock().unwrap().clone());
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), StoreError> {
        let own = self.own.take();
        let own = own.ok_or(StoreError::Group { doing: "end a group", open: false })?;
        *self.committed.lock().unwrap() = own;
        Ok(())
    }

    fn abandon_group(&mut self) {
        self.own = None;
    }

    fn keep_state(&mut self, size: u64, bytes: &[u8]) -> Result<(), StoreError> {
        self.outside("keep the state")?;
        let bytes = bytes.to_vec();
        self.change(|content| content.state = Some(KeptState { size, bytes }));
        Ok(())
    }

    fn tend(&mut self) -> Result<bool, StoreError> {
        self.outside("tend the store").map(|()| false)
    }

    fn drop_tokens(&mut self, spaces: &[TokenSpace]) -> Result<bool, StoreError> {
        self.outside("drop tokens")?;
        self.change(|content| content.tokens.retain(|token| !spaces.contains(&token.space)));
        Ok(false)
    }

    fn inspect(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }

    fn restore(&mut self, entries: &[Vec<u8>], rows: &[Kept]) -> Result<(), StoreError> {
        self.outside("restore rows")?;
        self.change(|content| {
            content.entries.extend_from_slice(entries);
            for row in rows.iter().cloned() {
                match row {
                    Kept::Answer(key, answered) => {
                        content.answers.insert(key, answered);
                    }
                    Kept::Batch(batch) => content.batches.push(batch),
                    Kept::Private(row) => content.put_private(&row),
                    Kept::Token(token) => {
                        content.tokens.insert(token);
                    }
                    Kept::Note(name, body) => {
                        content.notes.insert(name, body);
                    }
                }
            }
        });
        Ok(())
    }

    fn open_reader(&self) -> OpenReader {
        let committed = Arc::clone(&self.committed);
        Arc::new(move || {
            let committed = Arc::clone(&committed);
            Ok(Box::new(MemoryStore { committed, own: None, reads_only: true }))
        })
    }
}

impl Reader for MemoryStore {
    fn size(&self) -> Result<u64, StoreError> {
        Ok(self.see(|content| content.entries.len() as u64))
    }

    fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.see(|content| content.entries.get(usize::try_from(index).ok()?).cloned()))
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
        self.see(|content| {
            (from..to).for_each(|place| each(place, &content.entries[place as usize]));
        });
        Ok(())
    }

    fn answered(&self, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
        Ok(self.see(|content| content.answers.get(key).copied()))
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
        Ok(self.see(|content| content.batches.iter().find(holds).cloned()))
    }

    fn private_row(
        &self,
        kind: PrivateKind,
        group: &str,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.see(|content| content.private.get(&(kind, group.to_string(), place)).cloned()))
    }

    fn private_rows(
        &self,
        kind: PrivateKind,
        group: &str,
    ) -> Result<Vec<(u32, Vec<u8>)>, StoreError> {
        Ok(self.see(|content| {
            let rows = content.private.iter().filter(|((k, g, _), _)| *k == kind && g == group);
            rows.map(|((_, _, place), body)| (*place, body.clone())).collect()
        }))
    }

    fn last_place(&self, kind: PrivateKind, group: &str) -> Result<Option<u32>, StoreError> {
        Ok(self.private_rows(kind, group)?.last().map(|(place, _)| *place))
    }

    fn private_groups(
        &self,
        kind: PrivateKind,
        after: &str,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        Ok(self.see(|content| {
            let names = content.private.keys().filter(|(k, g, _)| *k == kind && after < g.as_str());
            let names: BTreeSet<String> = names.map(|(_, group, _)| group.clone()).collect();
            names.into_iter().take(limit).collect()
        }))
    }

    fn find_token(
        &self,
        space: TokenSpace,
        token: &[u8; 12],
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, StoreError> {
        let is = |t: &&Token| t.space == space && t.token == *token && from <= t.place;
        Ok(self.see(|c| c.tokens.iter().filter(is).map(|t| t.place).take(limit).collect()))
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.see(|content| content.notes.get(name).cloned()))
    }

    fn kept_state(&self) -> Result<Option<KeptState>, StoreError> {
        Ok(self.see(|content| content.state.clone()))
    }

    fn each_kept(
        &self,
        kind: KeptKind,
        each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.see(|content| content.kept(kind)).into_iter().try_for_each(each)
    }

    fn hold(&mut self) -> Result<(), StoreError> {
        if !self.reads_only {
            return Err(StoreError::Group { doing: "hold a snapshot for reading", open: true });
        }
        if self.own.is_none() {
            self.own = Some(self.committed.lock().unwrap().clone());
        }
        Ok(())
    }

    fn release(&mut self) -> Result<(), StoreError> {
        if self.reads_only {
            self.own = None;
        }
        Ok(())
    }
}

fn meet(a: &BatchRow, b: &BatchRow) -> bool {
    (&a.site, a.year, a.level) == (&b.site, b.year, b.level)
        && a.first <= b.last
        && b.first <= a.last
}
