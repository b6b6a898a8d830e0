//! `Blind`, keyed hashes by which a person is found without the store knowing whom.
//!
//! Source: RFC 2104, HMAC with SHA-256, cut to 96 bits.
//! In scope: tokens of documents and of pieces of names.
//! Out of scope: where tokens are kept, who may ask.
//! What it does not hide: that two people have the same document or share two characters of a name
//! in a row, and how often that is; whoever holds the database can count. Without the key nobody
//! can say which document or which characters.

use crate::contract::writing::TokenSpace;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Makes tokens under one key.
#[derive(Clone)]
pub struct Blind {
    /// Keyed once; each token starts from a copy.
    keyed: Hmac<Sha256>,
    number: u16,
}

impl Blind {
    /// Returns the maker of tokens under the key of a number.
    pub fn new(number: u16, key: &[u8; 32]) -> Blind {
        let keyed = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
        Blind { keyed, number }
    }

    /// Returns the number of the key.
    pub(crate) fn number(&self) -> u16 {
        self.number
    }

    /// Returns the spaces in which tokens of this key stand: of documents, of names.
    pub fn spaces(&self) -> [TokenSpace; 2] {
        TokenSpace::of_key(self.number)
    }

    /// Returns the space of the tokens of documents.
    pub fn document_space(&self) -> TokenSpace {
        self.spaces()[0]
    }

    /// Returns the space of the tokens of names.
    pub fn name_space(&self) -> TokenSpace {
        self.spaces()[1]
    }

    /// Returns the token of a document: the code of its kind, and its number.
    pub fn document(&self, kind: u8, number: &str) -> [u8; 12] {
        let mut mac = self.keyed.clone();
        // Of every key the same: it is the key that makes them others.
        mac.update(&[TokenSpace::Document.code(), kind]);
        mac.update(number.as_bytes());
        cut(mac)
    }

    /// Returns the tokens under which a name is found: one for every two characters in a row, each
    /// once; a name of one character has its own.
    pub fn name(&self, name: &str) -> Vec<[u8; 12]> {
        let characters = plain(name);
        let pieces: Vec<&[char]> = match characters.len() {
            0 => Vec::new(),
            1 => vec![&characters],
            _ => characters.windows(2).collect(),
        };
        let mut tokens: Vec<[u8; 12]> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let mut mac = self.keyed.clone();
            mac.update(&[TokenSpace::Name.code()]);
            mac.update(piece.iter().collect::<String>().as_bytes());
            let token = cut(mac);
            if !tokens.contains(&token) {
                tokens.push(token);
            }
        }
        tokens
    }
}

fn cut(mac: Hmac<Sha256>) -> [u8; 12] {
    let full = mac.finalize().into_bytes();
    let mut token = [0; 12];
    token.copy_from_slice(&full[..12]);
    token
}

/// Returns the characters of a name by which it is looked for: without spaces and dots between its
/// parts, Latin letters small.
pub fn plain(name: &str) -> Vec<char> {
    let between = |c: &char| c.is_whitespace() || matches!(c, '·' | '•' | '．' | '.' | '‧' | '・');
    name.chars().filter(|c| !between(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, pieces: &[&str]) {
        let blind = Blind::new(1, &[1; 32]);
        let expect: Vec<[u8; 12]> = pieces.iter().flat_map(|piece| blind.name(piece)).collect();
        assert_eq!(blind.name(name), expect, "{name}");
    }

    #[test]
    fn a_name_is_found_by_every_two_characters_in_a_row() {
        check("示例", &["示例"]);
        check("示例甲", &["示例", "例甲"]);
        check("示例 · 甲", &["示例", "例甲"]);
        check("示示示", &["示示"]);
        check("示", &["示"]);
        check("", &[]);
        check("Ab C", &["ab", "bc"]);
    }

    #[test]
    fn tokens_differ_by_key_space_kind_and_text() {
        let (one, two) = (Blind::new(1, &[1; 32]), Blind::new(2, &[2; 32]));
        let tokens = [
            one.document(1, "A1"),
            one.document(2, "A1"),
            one.document(1, "A2"),
            two.document(1, "A1"),
            one.name("a1")[0],
            two.name("a1")[0],
        ];
        for (n, token) in tokens.iter().enumerate() {
            assert!(!tokens[..n].contains(token), "{n}");
        }
        assert_eq!(one.document(1, "A1"), tokens[0]);
    }
}
