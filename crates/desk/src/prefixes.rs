//! `Prefixes`, what the replay at the start has to find of what was published and anchored.
//!
//! In scope: roots at sizes of interest, compared on the way. Out of scope: reading them
//! (`publish`).

use crate::house_error::HouseError;
use merkle::{Digest, Frontier};

/// What the replay at the start compares with what is published: roots at sizes of interest.
pub(crate) struct Prefixes {
    pub(crate) tree: Frontier,
    pub(crate) expected: Vec<(u64, Digest, HouseError)>,
}

impl Prefixes {
    /// Goes on from a tree that was kept. Says false, and stays as it is, when something has to be
    /// found before its end.
    pub(crate) fn go_on_from(&mut self, tree: &Frontier) -> bool {
        let reaches = self.expected.iter().all(|(size, _, _)| tree.size() <= *size);
        if reaches {
            self.tree = tree.clone();
        }
        reaches
    }

    /// Takes the next leaf.
    pub(crate) fn append(&mut self, leaf: &Digest) -> Result<(), HouseError> {
        self.compare()?;
        self.tree.append(leaf);
        Ok(())
    }

    /// Compares at the end of the replay.
    pub(crate) fn end(mut self) -> Result<(), HouseError> {
        self.compare()
    }

    fn compare(&mut self) -> Result<(), HouseError> {
        while let Some((_, root, otherwise)) =
            self.expected.pop_if(|(size, _, _)| *size == self.tree.size())
        {
            if self.tree.root() != root {
                return Err(otherwise);
            }
        }
        Ok(())
    }
}
