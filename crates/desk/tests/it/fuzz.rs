//! The fuzz targets on a stable compiler: the corpus, changed at random from fixed seeds.
//!
//! In scope: bytes that are changed without a thought, and entries and certificate files that are
//! changed item by item, so that more of them are still read. Out of scope: long runs
//! (`scripts/soak-fuzz.sh`), coverage (`cargo +nightly fuzz`).
//! A failure prints the bytes: put them into the corpus as a file named after what was wrong.

#[path = "../../../../fuzz/src/targets.rs"]
mod targets;

use crate::vectors;
use crate::vectors::cbor::Item;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Changed inputs of each target; `DENGJI_FUZZ_ROUNDS` asks for more.
const ROUNDS: u64 = 1_000;

fn rounds() -> u64 {
    let asked = std::env::var("DENGJI_FUZZ_ROUNDS").ok();
    asked.map_or(ROUNDS, |n| n.parse().expect("a number of rounds"))
}

/// SplitMix64: the same seed gives the same run everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("corpus {target}: {e}"));
    let mut paths: Vec<_> = files.map(|f| f.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// Runs a target and says which bytes it failed on.
fn run(name: &str, target: fn(&[u8]), bytes: &[u8]) {
    let done = catch_unwind(AssertUnwindSafe(|| target(bytes)));
    assert!(done.is_ok(), "target `{name}` failed on {}", vectors::hex(bytes));
}

const PIECES: [&[u8]; 12] = [
    b"\n",
    b"\n\n",
    b" ",
    b"0",
    b"+",
    b"-1",
    b"=",
    b"\0",
    b"\xff",
    b"/",
    b"18446744073709551616",
    b"\x1b",
];

/// Changes some bytes: one to four of flips, other values, pieces cut, put in, doubled or swapped.
fn change(dice: &mut Dice, good: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let length = dice.below(1 + (bytes.len() - at).min(40));
        match dice.below(8) {
            0 | 1 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            2 if at < bytes.len() => bytes[at] = dice.next() as u8,
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let piece = PIECES[dice.below(PIECES.len())];
                drop(bytes.splice(at..at, piece.iter().copied()));
            }
            5 => {
                let again = bytes[at..at + length].to_vec();
                drop(bytes.splice(at..at, again));
            }
            6 => {
                let from = dice.below(other.len() + 1);
                let to = from + dice.below(1 + (other.len() - from).min(60));
                drop(bytes.splice(at..at + length, other[from..to].iter().copied()));
            }
            7 => bytes.truncate(at),
            _ => {}
        }
    }
    bytes
}

#[test]
fn no_bytes_make_a_reader_panic_or_print_something_else() {
    for (name, target) in targets::ALL {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "target `{name}` has a corpus");
        corpus.iter().for_each(|bytes| run(name, target, bytes));
        run(name, target, b"");
        let mut dice = Dice(0x80_2020);
        for _ in 0..rounds() {
            let (good, other) = (dice.below(corpus.len()), dice.below(corpus.len()));
            run(name, target, &change(&mut dice, &corpus[good], &corpus[other]));
        }
    }
}

/// Changes an item of an entry: another value, one item more or less, another item's value.
fn change_item(dice: &mut Dice, item: &mut Item) {
    if let Item::List(items) = item
        && !items.is_empty()
        && dice.below(6) != 0
    {
        let at = dice.below(items.len());
        return change_item(dice, &mut items[at]);
    }
    const NUMBERS: [u64; 10] =
        [0, 1, 2, 5, 9, 255, 65_536, u32::MAX as u64, i64::MAX as u64, u64::MAX];
    let number = NUMBERS[dice.below(NUMBERS.len())];
    match (dice.below(6), &mut *item) {
        (0, Item::List(items)) => drop(items.pop()),
        (1, Item::List(items)) => items.extend(items.first().cloned()),
        (2, Item::List(items)) => items.reverse(),
        (3, Item::Bytes(bytes)) if !bytes.is_empty() => {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1;
        }
        (0..3, _) => *item = Item::Uint(number),
        (3, _) => *item = Item::Negative(number),
        (4, _) => *item = Item::Simple(20 + dice.below(4) as u8),
        _ => *item = Item::Uint(dice.next() >> dice.below(64)),
    }
}

#[test]
fn entries_changed_item_by_item_are_read_back_or_refused() {
    let entries: Vec<Item> = vectors::rows("entries/log.json")
        .iter()
        .map(|r| Item::read(&vectors::unhex(&r["bytes"])))
        .collect();
    let (mut dice, mut read) = (Dice(0x0020_2080), 0);
    for _ in 0..rounds() * 2 {
        let mut item = entries[dice.below(entries.len())].clone();
        change_item(&mut dice, &mut item);
        let bytes = item.bytes();
        run("entry", targets::entry, &bytes);
        read += u64::from(seal::Entry::read(&bytes).is_ok());
    }
    assert!(rounds() / 10 < read, "enough of them were read: {read}");
}

#[test]
fn certificate_files_with_entries_changed_or_left_out_get_a_verdict() {
    let good = seal::Bundle::parse(&vectors::read("certificate.dengji")).unwrap();
    let rows = vectors::rows("entries/log.json");
    let log: Vec<Vec<u8>> = rows.iter().map(|row| vectors::unhex(&row["bytes"])).collect();
    let mut dice = Dice(0x80);
    for _ in 0..rounds() / 4 {
        let mut bundle = good.clone();
        for _ in 0..=dice.below(2) {
            let at = dice.below(bundle.entries.len());
            match dice.below(3) {
                0 if 2 < bundle.entries.len() => drop(bundle.entries.remove(at)),
                // Any other act of the log under the same index.
                1 => bundle.entries[at].bytes = log[dice.below(log.len())].clone(),
                _ => {
                    let mut item = Item::read(&bundle.entries[at].bytes);
                    change_item(&mut dice, &mut item);
                    let bytes = item.bytes();
                    // A changed item must stay one that the tree of items can read again.
                    if seal::Entry::read(&bytes).is_ok() {
                        bundle.entries[at].bytes = bytes;
                    }
                }
            }
        }
        run("certificate_file", targets::certificate_file, bundle.to_string().as_bytes());
    }
}
