//! Segments: some entries of the log in the bytes of one row.
//!
//! In scope: cutting a writing into segments, finding an entry in one. Shared by the backends.
//! Out of scope: rows and tables. A segment of one entry is the entry itself; one of several begins
//! with their lengths, two bytes each, little end first.

use crate::store_error::StoreError;

/// Bytes that a segment of several entries does not exceed, so that it lies in one page of SQLite
/// (4,096 bytes with what the page and the row need): larger ones need pages of overflow,
/// which a look-up has to walk.
pub(crate) const SEGMENT_BYTES_MAX: usize = 3_990;

/// Some entries in one piece.
pub(crate) struct Segment {
    /// The place of the first.
    pub place: u64,
    /// How many.
    pub count: u32,
    /// Their bytes.
    pub body: Vec<u8>,
}

/// Cuts entries from a place on into segments, in order.
pub(crate) fn cut(place: u64, entries: &[Vec<u8>]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut from = 0;
    while from < entries.len() {
        let (mut bytes, mut to) = (0, from);
        while to < entries.len() {
            bytes += 2 + entries[to].len();
            if from < to && SEGMENT_BYTES_MAX < bytes {
                break;
            }
            to += 1;
        }
        segments.push(join(place + from as u64, &entries[from..to]));
        from = to;
    }
    segments
}

fn join(place: u64, entries: &[Vec<u8>]) -> Segment {
    if let [only] = entries {
        return Segment { place, count: 1, body: only.clone() };
    }
    let mut body = Vec::with_capacity(SEGMENT_BYTES_MAX);
    for entry in entries {
        let length = u16::try_from(entry.len()).expect("a writing is checked for its lengths");
        body.extend(length.to_le_bytes());
    }
    entries.iter().for_each(|entry| body.extend(entry));
    Segment { place, count: entries.len() as u32, body }
}

/// Returns the entry `nth` of a segment of `count`.
///
/// # Errors
/// The bytes are no segment of so many.
pub(crate) fn nth(place: u64, count: u32, body: &[u8], nth: u32) -> Result<&[u8], StoreError> {
    let mut found = None;
    let mut at = 0;
    each(place, count, body, |entry| {
        if at == nth {
            found = Some(entry);
        }
        at += 1;
    })?;
    found.ok_or_else(|| damaged(place))
}

/// Calls `take` with each entry of a segment.
///
/// # Errors
/// The bytes are no segment of so many.
pub(crate) fn each<'a>(
    place: u64,
    count: u32,
    body: &'a [u8],
    mut take: impl FnMut(&'a [u8]),
) -> Result<(), StoreError> {
    if count == 1 {
        take(body);
        return Ok(());
    }
    let split = body.split_at_checked(2 * count as usize);
    let (lengths, mut rest) = split.ok_or_else(|| damaged(place))?;
    for length in lengths.chunks_exact(2) {
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        let (entry, after) = rest.split_at_checked(length).ok_or_else(|| damaged(place))?;
        take(entry);
        rest = after;
    }
    if rest.is_empty() { Ok(()) } else { Err(damaged(place)) }
}

fn damaged(place: u64) -> StoreError {
    StoreError::Damaged { what: format!("the segment of entries at `{place}` is none") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts entries of these lengths and reads them back; expects the counts of the segments.
    fn check(lengths: &[usize], expect: &[u32]) {
        let entries: Vec<Vec<u8>> =
            lengths.iter().enumerate().map(|(n, length)| vec![n as u8; *length]).collect();
        let segments = cut(7, &entries);
        let counts: Vec<u32> = segments.iter().map(|s| s.count).collect();
        assert_eq!(counts, expect, "{lengths:?}");
        let (mut back, mut place) = (Vec::new(), 7);
        for Segment { place: at, count, body } in &segments {
            assert_eq!(*at, place);
            place += u64::from(*count);
            each(*at, *count, body, |entry| back.push(entry.to_vec())).unwrap();
            for n in 0..*count {
                let index = (at - 7) as usize + n as usize;
                assert_eq!(nth(*at, *count, body, n).unwrap(), entries[index]);
            }
            nth(*at, *count, body, *count).unwrap_err();
        }
        assert_eq!(back, entries);
    }

    #[test]
    fn segments_hold_what_fits_and_a_long_entry_alone() {
        check(&[], &[]);
        check(&[5], &[1]);
        check(&[120; 32], &[32]);
        check(&[120; 33], &[32, 1]);
        check(&[65_535, 1, 1], &[1, 2]);
        check(&[1, 65_535, 1], &[1, 1, 1]);
        check(&[3_986, 1, 1], &[1, 2]);
        check(&[3_985, 1], &[2]);
    }

    #[test]
    fn bytes_that_are_no_segment_are_damage() {
        for (count, body) in
            [(2, &[][..]), (2, &[1, 0, 1]), (2, &[1, 0, 1, 0, 9]), (2, &[0, 0, 0, 0, 9])]
        {
            let error = each(3, count, body, |_| {}).unwrap_err();
            assert!(matches!(error, StoreError::Damaged { .. }), "{body:?}");
        }
    }
}
