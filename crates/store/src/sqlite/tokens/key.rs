//! The key of a token: its bytes in the order in which the blind index is sorted.
//!
//! In scope: token, space and place to 19 bytes and back, and keys that lie one after another.
//! Out of scope: where they lie.
//! Invariant: keys of one token and space are neighbours, by rising place.

use super::super::damaged;
use crate::contract::writing::{TOKEN_PLACE_MAX, Token, TokenSpace};
use crate::store_error::StoreError;

/// Bytes of a key.
pub const KEY_BYTES: usize = 19;

/// The token (12), the code of the space (1), and the place (6, big end first).
pub type Key = [u8; KEY_BYTES];

/// Returns the key of a token whose place is within its limit.
pub fn key(token: &Token) -> Key {
    let Token { space, token, place } = token;
    let mut key = [0; KEY_BYTES];
    key[..12].copy_from_slice(token);
    key[12] = space.code();
    key[13..].copy_from_slice(&place.to_be_bytes()[2..]);
    key
}

/// Returns the first and the last key that a token can have whose place is not before `from`.
pub fn span(space: TokenSpace, token: &[u8; 12], from: u64) -> [Key; 2] {
    [from, TOKEN_PLACE_MAX].map(|place| key(&Token { space, token: *token, place }))
}

/// Returns the place in a key.
pub fn place(key: &Key) -> u64 {
    key[13..].iter().fold(0, |place, byte| place << 8 | u64::from(*byte))
}

/// Returns the code of the space of a key.
pub fn space_code(key: &Key) -> u8 {
    key[12]
}

/// Returns the token of a key.
///
/// # Errors
/// It has the code of no space.
pub fn token(key: &Key) -> Result<Token, StoreError> {
    let space = TokenSpace::from_code(key[12]);
    let space = space.ok_or_else(|| damaged(format!("a token has space `{}`", key[12])))?;
    let mut token = [0; 12];
    token.copy_from_slice(&key[..12]);
    Ok(Token { space, token, place: place(key) })
}

/// Returns the keys of a body.
///
/// # Errors
/// It ends in the middle of one.
pub fn keys(body: &[u8]) -> Result<&[Key], StoreError> {
    let (keys, rest) = body.as_chunks();
    if rest.is_empty() { Ok(keys) } else { Err(damaged("a row of tokens is cut".to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token_of: Token) {
        let key = key(&token_of);
        assert_eq!(token(&key).unwrap(), token_of);
        let [low, high] = span(token_of.space, &token_of.token, 0);
        assert!(low <= key && key <= high);
        assert_eq!(keys(&[key, low].concat()).unwrap(), [key, low]);
    }

    #[test]
    fn a_token_is_read_back_from_its_key() {
        for space in TokenSpace::ALL {
            for (byte, place) in [(0, 0), (7, 1 << 40), (255, TOKEN_PLACE_MAX)] {
                check(Token { space, token: [byte; 12], place });
            }
        }
    }

    #[test]
    fn a_cut_body_and_an_unknown_space_are_damage() {
        assert!(matches!(keys(&[0; 20]), Err(StoreError::Damaged { .. })));
        assert!(matches!(token(&[9; 19]), Err(StoreError::Damaged { .. })));
        assert_eq!(keys(&[]).unwrap().len(), 0);
    }
}
