//! Numbers that look random and are the same for the same seed.
//!
//! Source: splitmix64 (G. L. Steele, D. Lea, C. H. Flood, 2014).
//! Out of scope: anything that must not be guessed.

/// A sequence of numbers.
pub struct Dice(pub u64);

impl Dice {
    /// Returns a number from nought to below `sides`.
    pub fn below(&mut self, sides: i32) -> i32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as i32
    }
}
