//! Paths of tiles and entry bundles, printed and read in exactly one form.
//!
//! Source: C2SP tlog-tiles: `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`, with N in groups
//! of three digits, all but the last after an `x`.
//! In scope: the path below a log's prefix, without a slash in front.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use crate::tile::{EntryBundle, TILE_LEVEL_MAX, TILE_WIDTH, Tile};

/// Why a text is not the path of a tile or bundle that can exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TilePathError(String);

impl fmt::Display for TilePathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no path of a tile; they look like tile/0/x001/067.p/8, ", self.0)?;
        write!(f, "with levels 0 to {TILE_LEVEL_MAX} or the word entries")
    }
}

impl core::error::Error for TilePathError {}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level())?;
        write_place(f, self.index(), self.width())
    }
}

impl fmt::Display for EntryBundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_place(f, self.index(), self.width())
    }
}

impl FromStr for Tile {
    type Err = TilePathError;

    fn from_str(text: &str) -> Result<Tile, TilePathError> {
        read_tile(text).ok_or_else(|| refuse(text))
    }
}

impl FromStr for EntryBundle {
    type Err = TilePathError;

    fn from_str(text: &str) -> Result<EntryBundle, TilePathError> {
        read_bundle(text).ok_or_else(|| refuse(text))
    }
}

fn refuse(text: &str) -> TilePathError {
    // A path may come from anywhere and be of any length; a message needs no more than a line of
    // it.
    TilePathError(text.chars().take(80).collect())
}

fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    // 2^64 has twenty digits, so seven groups are enough.
    let groups = (1..7).rev().map(|n| index / 1000_u64.pow(n)).filter(|group| *group != 0);
    for group in groups {
        write!(f, "x{:03}/", group % 1000)?;
    }
    write!(f, "{:03}", index % 1000)?;
    if width == TILE_WIDTH { Ok(()) } else { write!(f, ".p/{width}") }
}

fn read_tile(text: &str) -> Option<Tile> {
    let (level, place) = text.strip_prefix("tile/")?.split_once('/')?;
    let (index, width) = read_place(place)?;
    Tile::new(read_decimal(level)?, index, width)
}

fn read_bundle(text: &str) -> Option<EntryBundle> {
    let (index, width) = read_place(text.strip_prefix("tile/entries/")?)?;
    EntryBundle::new(index, width)
}

fn read_place(text: &str) -> Option<(u64, u16)> {
    let (digits, width) = match text.split_once(".p/") {
        // A partial tile has 1 to 255 hashes; a full one has no suffix.
        Some((digits, width)) => {
            (digits, read_decimal::<u16>(width).filter(|width| *width < TILE_WIDTH)?)
        }
        None => (text, TILE_WIDTH),
    };
    let mut index = 0_u64;
    let mut groups = digits.split('/').peekable();
    while let Some(group) = groups.next() {
        let group = if groups.peek().is_some() { group.strip_prefix('x')? } else { group };
        if group.len() != 3 || !group.bytes().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let first_of_several = index == 0 && groups.peek().is_some();
        // One index has one path: a leading group of zeros would give it another.
        if first_of_several && group == "000" {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(group.parse().ok()?)?;
    }
    Some((index, width))
}

/// Reads a decimal number without sign or additional leading zeros.
fn read_decimal<T: FromStr>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|c| c.is_ascii_digit());
    let one_form = text == "0" || !text.starts_with('0');
    if digits && one_form { text.parse().ok() } else { None }
}
