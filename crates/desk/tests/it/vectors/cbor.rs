//! CBOR items as a tree, so that vectors can be entries with one thing wrong.
//!
//! Source: RFC 8949. In scope: what entries are made of, and ways of writing that they refuse.
//! A reader of its own: it shares nothing with the one under test.

/// A CBOR item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An integer that is not negative.
    Uint(u64),
    /// −1 − n.
    Negative(u64),
    Bytes(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Item>),
    /// false, true, null: 20, 21, 22.
    Simple(u8),
    /// Bytes that are written as they are.
    Raw(Vec<u8>),
}

impl Item {
    /// Reads an item; panics where the bytes are none of an entry.
    pub fn read(bytes: &[u8]) -> Item {
        let mut rest = bytes;
        let item = take(&mut rest);
        assert!(rest.is_empty(), "an entry is one item");
        item
    }

    /// Returns the bytes, integers in their shortest form.
    pub fn bytes(&self) -> Vec<u8> {
        let with =
            |major, bytes: &Vec<u8>| [head(major, bytes.len() as u64), bytes.clone()].concat();
        match self {
            Item::Uint(n) => head(0, *n),
            Item::Negative(n) => head(1, *n),
            Item::Bytes(bytes) => with(2, bytes),
            Item::Text(bytes) => with(3, bytes),
            Item::List(items) => {
                let each = items.iter().flat_map(Item::bytes);
                head(4, items.len() as u64).into_iter().chain(each).collect()
            }
            Item::Simple(n) => vec![0xe0 | n],
            Item::Raw(bytes) => bytes.clone(),
        }
    }

    /// Returns the item with another at a place, which is the way of indices to it.
    pub fn with(&self, place: &[usize], other: Item) -> Item {
        let mut changed = self.clone();
        *changed.at(place) = other;
        changed
    }

    /// Returns the item at a place.
    pub fn at(&mut self, place: &[usize]) -> &mut Item {
        place.iter().fold(self, |item, i| match item {
            Item::List(items) => &mut items[*i],
            other => panic!("{other:?} has no items"),
        })
    }
}

fn head(major: u8, n: u64) -> Vec<u8> {
    let major = major << 5;
    match n {
        0..24 => vec![major | n as u8],
        24..0x100 => vec![major | 24, n as u8],
        0x100..0x1_0000 => [&[major | 25][..], &(n as u16).to_be_bytes()].concat(),
        0x1_0000..0x1_0000_0000 => [&[major | 26][..], &(n as u32).to_be_bytes()].concat(),
        _ => [&[major | 27][..], &n.to_be_bytes()].concat(),
    }
}

fn take(rest: &mut &[u8]) -> Item {
    let (first, after) = rest.split_first().expect("an item has a head");
    *rest = after;
    let length = match first & 31 {
        n @ 0..24 => u64::from(n),
        n @ 24..28 => {
            let (bytes, after) = rest.split_at(1 << (n - 24));
            *rest = after;
            bytes.iter().fold(0, |sum, b| sum << 8 | u64::from(*b))
        }
        n => panic!("length {n} is not of an entry"),
    };
    let bytes = |rest: &mut &[u8]| {
        let (bytes, after) = rest.split_at(length as usize);
        *rest = after;
        bytes.to_vec()
    };
    match first >> 5 {
        0 => Item::Uint(length),
        1 => Item::Negative(length),
        2 => Item::Bytes(bytes(rest)),
        3 => Item::Text(bytes(rest)),
        4 => Item::List((0..length).map(|_| take(rest)).collect()),
        7 => Item::Simple(length as u8),
        major => panic!("major type {major} is not of an entry"),
    }
}
