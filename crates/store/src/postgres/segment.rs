//! Segments, the rows that entries lie in: lengths first, then the bytes.
//!
//! In scope: cutting entries into segments, and reading them back.
//! Out of scope: the statements. The form stands with the table, in the first migration.

use super::part::RUN;

/// Bytes of a segment unless one entry alone is longer: two rows of it fill a page of 8192.
const SEGMENT_BYTES: usize = 4000;

/// Entries that lie in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The place of the first one.
    pub first: u64,
    /// The entries.
    pub entries: &'a [Vec<u8>],
}

/// Cuts entries from place `first` on into segments.
pub fn cut(first: u64, entries: &[Vec<u8>]) -> Vec<Segment<'_>> {
    let (mut segments, mut begin, mut bytes) = (Vec::new(), 0, 0);
    for (index, entry) in entries.iter().enumerate() {
        let length = entry.len() + 2;
        let crosses = (first + index as u64).is_multiple_of(RUN);
        if begin < index && (crosses || SEGMENT_BYTES < bytes + length) {
            let entries = &entries[begin..index];
            segments.push(Segment { first: first + begin as u64, entries });
            (begin, bytes) = (index, 0);
        }
        bytes += length;
    }
    if begin < entries.len() {
        segments.push(Segment { first: first + begin as u64, entries: &entries[begin..] });
    }
    segments
}

impl Segment<'_> {
    /// Appends the body to a buffer.
    pub fn write(&self, to: &mut Vec<u8>) {
        for entry in self.entries {
            // At most 65,535: `Writing::check` has seen it.
            to.extend_from_slice(&(entry.len() as u16).to_be_bytes());
        }
        self.entries.iter().for_each(|entry| to.extend_from_slice(entry));
    }
}

/// Returns the entries of a body; nothing when it does not hold exactly `count`.
pub fn read(count: usize, body: &[u8]) -> Option<Vec<&[u8]>> {
    let (lengths, mut rest) = body.split_at_checked(count.checked_mul(2)?)?;
    let mut entries = Vec::with_capacity(count);
    for length in lengths.chunks_exact(2) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let (entry, after) = rest.split_at_checked(length)?;
        entries.push(entry);
        rest = after;
    }
    rest.is_empty().then_some(entries)
}

/// Returns one entry of a body, without going through the others' bytes.
pub fn pick(count: usize, body: &[u8], index: usize) -> Option<&[u8]> {
    let (lengths, bytes) = body.split_at_checked(count.checked_mul(2)?)?;
    let length = |at: &[u8]| usize::from(u16::from_be_bytes([at[0], at[1]]));
    let begin = lengths.get(..2 * index)?.chunks_exact(2).map(length).sum::<usize>();
    let end = begin + length(lengths.get(2 * index..2 * index + 2)?);
    bytes.get(begin..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts entries of these lengths from a place on and returns where the segments begin.
    fn check(first: u64, lengths: &[usize], expect: &[u64]) {
        let entries: Vec<Vec<u8>> =
            lengths.iter().map(|length| vec![*length as u8; *length]).collect();
        let segments = cut(first, &entries);
        assert_eq!(segments.iter().map(|s| s.first).collect::<Vec<_>>(), expect);
        let mut found = Vec::new();
        for segment in segments {
            let mut body = Vec::new();
            segment.write(&mut body);
            let read = read(segment.entries.len(), &body).unwrap();
            for (index, entry) in read.iter().enumerate() {
                assert_eq!(pick(read.len(), &body, index), Some(*entry));
            }
            assert_eq!(pick(read.len(), &body, read.len()), None);
            found.extend(read.into_iter().map(<[u8]>::to_vec));
        }
        assert_eq!(found, entries);
    }

    #[test]
    fn entries_are_cut_by_bytes_and_at_the_end_of_a_run() {
        check(0, &[], &[]);
        check(7, &[3], &[7]);
        check(0, &[1998, 1998, 1], &[0, 2]);
        check(0, &[1, 65_535, 1], &[0, 1, 2]);
        check(4094, &[1, 1, 1, 1], &[4094, 4096]);
        check(4096, &[1, 1], &[4096]);
    }

    #[test]
    fn a_body_that_is_not_so_many_entries_is_not_read() {
        let body = [0, 1, 0, 2, b'a', b'b', b'c'];
        assert!(read(2, &body).is_some());
        for (count, length) in [(1, 7), (3, 7), (2, 6), (2, 3), (usize::MAX, 7)] {
            assert_eq!(read(count, &body[..length]), None, "{count} in {length}");
        }
    }
}
