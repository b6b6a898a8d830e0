//! The tokens of certificates that look like those of people.
//!
//! In scope: a document of its own each, a name that others have too, and a piece of a name that
//! very many have. Out of scope: hashing with a key; a mixed number looks the same to an index.

use crate::dice::Dice;
use store::{Token, TokenSpace};

/// Tokens of a certificate.
pub const TOKENS: u64 = 3;

/// Names that people have; the first are the most frequent.
const NAMES: i32 = 1_000_000;
/// Pieces of names.
const PIECES: i32 = 2_000;

/// Returns the tokens of a certificate.
pub fn tokens(certificate: u64) -> [Token; TOKENS as usize] {
    let name = often(certificate, 1, NAMES);
    let piece = often(certificate, 2, PIECES);
    let (space, place) = (TokenSpace::Name, certificate);
    [
        Token { space: TokenSpace::Document, token: document(certificate), place },
        Token { space, token: mixed(name, 4), place },
        Token { space, token: mixed(piece, 5), place },
    ]
}

/// Returns the token of the document of a certificate's holder.
pub fn document(certificate: u64) -> [u8; 12] {
    mixed(certificate, 3)
}

/// Returns the token of the name of a certificate's holder.
pub fn name(certificate: u64) -> [u8; 12] {
    mixed(often(certificate, 1, NAMES), 4)
}

/// Returns a number of which small ones are frequent: a third lies in the first ninth.
fn often(certificate: u64, salt: u64, of: i32) -> u64 {
    let at = u64::from(Dice(certificate ^ (salt << 56)).below(of).unsigned_abs());
    at * at / u64::from(of.unsigned_abs())
}

fn mixed(number: u64, salt: u64) -> [u8; 12] {
    let mut dice = Dice(number ^ (salt << 56));
    let mut token = [0; 12];
    for part in token.chunks_mut(4) {
        part.copy_from_slice(&(dice.below(i32::MAX) as u32).rotate_left(7).to_be_bytes());
    }
    token
}
