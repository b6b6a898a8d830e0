//! Writings like those of issuing: a header, certificates, a sealed block of rows, tokens.
//!
//! In scope: their sizes, seeded. Out of scope: what they say; every byte is random, as sealed
//! bytes and hashes are.

use crate::SEED;
use crate::dice::Dice;
use store::{BatchRow, PrivateKind, PrivateRow, Token, TokenSpace, Writing};

/// Bytes of an entry of a certificate.
const ENTRY_BYTES: usize = 150;
/// Bytes of what is sealed about one person.
const PERSON_BYTES: usize = 120;
/// Sites that issue.
const SITES: u64 = 97;

/// What one writing holds.
pub struct One {
    size: u64,
    entries: Vec<Vec<u8>>,
    key: [u8; 16],
    batch: BatchRow,
    private: Vec<PrivateRow>,
    tokens: Vec<Token>,
}

/// All writings of a round.
pub struct Writings(Vec<One>);

impl Writings {
    /// Returns writings of 50 to 500 certificates each, until there are so many.
    pub fn random(certificates: u64) -> Writings {
        let mut dice = Dice(SEED);
        let (mut all, mut size, mut issued) = (Vec::new(), 0, 0);
        let mut serials = vec![0_u32; SITES as usize];
        while issued < certificates {
            let count = (50 + below(&mut dice, 451)).min(certificates - issued);
            let site = below(&mut dice, SITES);
            let first = serials[site as usize] + 1;
            serials[site as usize] += count as u32;
            let last = serials[site as usize];
            let entry = |_| bytes(&mut dice, ENTRY_BYTES);
            let entries: Vec<Vec<u8>> = (0..=count).map(entry).collect();
            let group = format!("session {}", all.len());
            let kind = PrivateKind::Candidate;
            let body = bytes(&mut dice, PERSON_BYTES * count as usize);
            let private = vec![PrivateRow { kind, group, place: 0, body }];
            let mut tokens = Vec::new();
            for person in issued..issued + count {
                tokens.push(token(&mut dice, TokenSpace::Document, person));
                tokens.push(token(&mut dice, TokenSpace::Name, person));
                tokens.push(token(&mut dice, TokenSpace::Name, person));
            }
            let batch = BatchRow {
                site: site_name(site),
                year: 2020,
                level: '3',
                first,
                last,
                entry: size + 1,
                header: size,
            };
            let key = fixed(&mut dice);
            all.push(One { size, entries, key, batch, private, tokens });
            size += count + 1;
            issued += count;
        }
        Writings(all)
    }

    /// Returns the writings in groups.
    pub fn groups(&self, size: usize) -> impl Iterator<Item = &[One]> {
        self.0.chunks(size)
    }

    /// Returns numbers of certificates: site and serial.
    pub fn numbers(&self, count: u64) -> Vec<(String, u32)> {
        let mut dice = Dice(SEED + 1);
        let number = |_| {
            let batch = &self.0[below(&mut dice, self.0.len() as u64) as usize].batch;
            let serials = u64::from(batch.last - batch.first + 1);
            (batch.site.clone(), batch.first + below(&mut dice, serials) as u32)
        };
        (0..count).map(number).collect()
    }

    /// Returns tokens of documents.
    pub fn tokens(&self, count: u64) -> Vec<[u8; 12]> {
        let mut dice = Dice(SEED + 2);
        let token = |_| {
            let one = &self.0[below(&mut dice, self.0.len() as u64) as usize];
            one.tokens[3 * below(&mut dice, one.tokens.len() as u64 / 3) as usize].token
        };
        (0..count).map(token).collect()
    }
}

impl One {
    /// Returns it as the store takes it.
    pub fn as_written(&self) -> Writing<'_> {
        Writing {
            expect_size: self.size,
            entries: &self.entries,
            answer: Some((self.key, [7; 32])),
            batch: Some(self.batch.clone()),
            private: &self.private,
            tokens: &self.tokens,
            ..Writing::default()
        }
    }
}

/// Returns a number below a small one.
fn below(dice: &mut Dice, sides: u64) -> u64 {
    dice.below(sides as i32) as u64
}

fn site_name(number: u64) -> String {
    format!("S{number:012}")
}

fn token(dice: &mut Dice, space: TokenSpace, place: u64) -> Token {
    Token { space, token: fixed(dice), place }
}

fn fixed<const N: usize>(dice: &mut Dice) -> [u8; N] {
    let mut found = [0; N];
    found.copy_from_slice(&bytes(dice, N));
    found
}

fn bytes(dice: &mut Dice, count: usize) -> Vec<u8> {
    (0..count).map(|_| dice.below(256) as u8).collect()
}
