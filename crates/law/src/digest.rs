//! The law digest: one number for all the law that decisions depend on.
//!
//! Source: FIPS 180-4 (SHA-256); the form is our own, `docs/glossary.md` names it.
//! In scope: instruments, rules, readings, corrections, overlays, reference tables, and the
//! semantics.
//! Out of scope: cases, generated pages, translations. The reasons of `unruled.toml` are the law's
//! own words about itself and count.

use crate::load::Files;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use sha2::{Digest as _, Sha256};

/// SHA-256 over the canonical bytes of the law.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Returns the digest: over the domain word, the semantics, then for each file by rising path the
/// lengths of path and bytes as eight bytes each, big-endian, the path and the bytes.
pub(crate) fn digest(files: &Files<'_>, semantics: u32) -> Digest {
    let mut sorted: Vec<&(&str, &[u8])> = files.iter().filter(|(path, _)| counts(path)).collect();
    sorted.sort_unstable_by_key(|(path, _)| *path);
    let mut hash = Sha256::new();
    hash.update(b"dengji law 1\n");
    hash.update(semantics.to_be_bytes());
    for (path, bytes) in sorted {
        hash.update((path.len() as u64).to_be_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(path.as_bytes());
        hash.update(bytes);
    }
    Digest(hash.finalize().into())
}

/// Cases are signed by lawyers later, pages are generated, translations are for readers: none of
/// them decides anything.
fn counts(path: &str) -> bool {
    let aside = path.contains("/cases/")
        || path.ends_with("/translations.toml")
        || path.ends_with(".md") && !path.ends_with("/text.zh.md");
    !aside
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).expect("four bits are one digit");
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn check(files: &Files<'_>, expect_same_as: &Files<'_>, same: bool) {
        assert_eq!(digest(files, 1) == digest(expect_same_as, 1), same);
    }

    #[test]
    fn the_digest_moves_with_whatever_can_change_a_decision_and_with_nothing_else() {
        let law: &Files<'_> = &[("a/instrument.toml", b"x"), ("a/rules/p1.toml", b"y")];
        check(law, &[("a/rules/p1.toml", b"y"), ("a/instrument.toml", b"x")], true);
        check(law, &[("a/instrument.toml", b"x"), ("a/rules/p1.toml", b"z")], false);
        check(law, &[("a/instrument.toml", b"xy"), ("a/rules/p1.toml", b"")], false);
        let more: Vec<(&str, &[u8])> = law
            .iter()
            .copied()
            .chain([
                ("a/cases/p1.toml", &b"c"[..]),
                ("README.md", b"r"),
                ("a/translations.toml", b"t"),
            ])
            .collect();
        check(law, &more, true);
        assert_ne!(digest(law, 1), digest(law, 2));
        assert_eq!(digest(law, 1).to_string().len(), 64);
    }
}
