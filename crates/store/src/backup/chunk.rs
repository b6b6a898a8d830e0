//! Chunks: some rows of one kind, packed, each followed by a digest of all bytes before it.
//!
//! Source: docs/formats/backup.md.
//! In scope: the frame, the order of kinds, compression, the running digest.
//! Out of scope: the bytes of rows (`row_bytes`), encryption (`lock`).
//! Invariant: a chunk is unpacked only after the digest behind it agreed, so that no byte that was
//! not written here is ever interpreted; what is allocated is bounded before that.

use super::Totals;
use super::row_bytes;
use crate::contract::kept::KeptKind;
use sha2::{Digest as _, Sha256};
use std::io::{self, Read, Write};

/// The first bytes of a backup, before its version and a line end.
pub(super) const MARK: &[u8; 15] = b"dengji backup v";
/// The version that is written.
pub(super) const VERSION: u8 = b'1';

/// Bytes of rows after which a chunk ends. A row more may be in it.
const CHUNK_BYTES: usize = 4 << 20;
/// The most bytes of rows in a chunk: a full one, and the longest row.
const CHUNK_BYTES_MAX: usize = 8 << 20;
/// The lowest: a backup is to be as quick as the disk, and hashes and sealed rows do not shrink.
const LEVEL: i32 = 1;
const FRAME_BYTES: usize = 13;
const DIGEST_BYTES: usize = 32;

/// What is in a chunk. They stand in a file in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChunkKind {
    /// The head.
    Head,
    /// Entries.
    Entries,
    /// Rows of a kind.
    Rows(KeptKind),
    /// Files of keys.
    Keys,
    /// The totals, the last chunk.
    End,
}

impl ChunkKind {
    fn code(self) -> u8 {
        match self {
            ChunkKind::Head => 1,
            ChunkKind::Entries => 2,
            ChunkKind::Rows(KeptKind::Answers) => 3,
            ChunkKind::Rows(KeptKind::Batches) => 4,
            ChunkKind::Rows(KeptKind::Private) => 5,
            ChunkKind::Rows(KeptKind::Tokens) => 6,
            ChunkKind::Rows(KeptKind::Notes) => 7,
            ChunkKind::Keys => 8,
            ChunkKind::End => 9,
        }
    }

    fn from_code(code: u8) -> Option<ChunkKind> {
        let rows = KeptKind::ALL.into_iter().map(ChunkKind::Rows);
        let others = [ChunkKind::Head, ChunkKind::Entries, ChunkKind::Keys, ChunkKind::End];
        rows.chain(others).find(|kind| kind.code() == code)
    }
}

/// Writes chunks.
pub(super) struct Chunks<'w, W: Write> {
    out: &'w mut W,
    digest: Sha256,
    packer: zstd::bulk::Compressor<'static>,
    open: Option<(ChunkKind, u32)>,
    raw: Vec<u8>,
    totals: Totals,
}

impl<'w, W: Write> Chunks<'w, W> {
    /// Begins a backup.
    pub(super) fn begin(out: &'w mut W) -> io::Result<Chunks<'w, W>> {
        let packer = zstd::bulk::Compressor::new(LEVEL)?;
        let (digest, raw, totals) = (Sha256::new(), Vec::new(), Totals::default());
        let mut chunks = Chunks { out, digest, packer, open: None, raw, totals };
        chunks.put(&[&MARK[..], &[VERSION, b'\n']].concat())?;
        Ok(chunks)
    }

    /// Adds a row.
    pub(super) fn push(
        &mut self,
        kind: ChunkKind,
        row: impl FnOnce(&mut Vec<u8>),
    ) -> io::Result<()> {
        let full = CHUNK_BYTES <= self.raw.len();
        if self.open.is_some_and(|(open, _)| open != kind || full) {
            self.end_chunk()?;
        }
        row(&mut self.raw);
        self.open.get_or_insert((kind, 0)).1 += 1;
        match kind {
            ChunkKind::Entries => self.totals.entries += 1,
            ChunkKind::Rows(kind) => self.totals.rows[kind as usize] += 1,
            ChunkKind::Keys => self.totals.keys += 1,
            ChunkKind::Head | ChunkKind::End => {}
        }
        Ok(())
    }

    /// Ends the backup and returns what it holds.
    pub(super) fn finish(mut self) -> io::Result<Totals> {
        self.end_chunk()?;
        let totals = self.totals;
        self.push(ChunkKind::End, |bytes| row_bytes::totals(bytes, &totals))?;
        self.end_chunk()?;
        Ok(totals)
    }

    /// Writes the chunk that is open.
    pub(super) fn end_chunk(&mut self) -> io::Result<()> {
        let Some((kind, rows)) = self.open.take() else { return Ok(()) };
        let packed = self.packer.compress(&self.raw)?;
        let mut frame = [0; FRAME_BYTES];
        frame[0] = kind.code();
        frame[1..5].copy_from_slice(&rows.to_le_bytes());
        // Lengths are bounded by the limits of rows, far below 4 GiB.
        frame[5..9].copy_from_slice(&(self.raw.len() as u32).to_le_bytes());
        frame[9..].copy_from_slice(&(packed.len() as u32).to_le_bytes());
        self.put(&frame)?;
        self.put(&packed)?;
        let digest = self.digest.clone().finalize();
        self.put(&digest)?;
        self.totals.bytes += self.raw.len() as u64;
        self.raw.clear();
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.out.write_all(bytes)
    }
}

/// Why the next chunk could not be had. Places are those of the bytes that were read.
#[derive(Debug)]
pub(super) enum Wrong {
    /// The bytes end before the chunk does.
    Short,
    /// The bytes from a place to another are not those that were written.
    Damaged(u64, u64),
    /// It is no backup.
    Foreign,
    /// It is a backup of another version.
    Version(char),
    /// The reader failed.
    Failed(io::Error),
}

/// A chunk that was read and found undamaged.
pub(super) struct Chunk {
    pub(super) kind: ChunkKind,
    pub(super) rows: u32,
    pub(super) raw: Vec<u8>,
    /// Where it begins and ends.
    pub(super) from: u64,
    pub(super) to: u64,
}

/// Reads chunks.
pub(super) struct ReadChunks<R: Read> {
    from: R,
    at: u64,
    digest: Sha256,
    unpacker: zstd::bulk::Decompressor<'static>,
}

impl<R: Read> ReadChunks<R> {
    /// Returns the chunks of a file, before its mark.
    pub(super) fn over(from: R) -> io::Result<ReadChunks<R>> {
        let unpacker = zstd::bulk::Decompressor::new()?;
        Ok(ReadChunks { from, at: 0, digest: Sha256::new(), unpacker })
    }

    /// Reads the mark.
    pub(super) fn mark(&mut self) -> Result<(), Wrong> {
        let mut mark = [0; MARK.len() + 2];
        let read = self.fill(&mut mark)?;
        if read < mark.len() {
            let begun = MARK.starts_with(&mark[..read.min(MARK.len())]);
            return Err(if begun { Wrong::Short } else { Wrong::Foreign });
        }
        match mark.strip_prefix(&MARK[..]) {
            Some([VERSION, b'\n']) => Ok(()),
            Some([digit @ b'2'..=b'9', b'\n']) => Err(Wrong::Version(char::from(*digit))),
            Some(_) => Err(Wrong::Damaged(0, mark.len() as u64)),
            None => Err(Wrong::Foreign),
        }
    }

    /// Returns what is read from.
    pub(super) fn source(&self) -> &R {
        &self.from
    }

    /// Returns where the next byte stands.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// Reads the next chunk.
    pub(super) fn next(&mut self) -> Result<Chunk, Wrong> {
        let from = self.at;
        let mut frame = [0; FRAME_BYTES];
        self.whole(&mut frame)?;
        let number =
            |at: usize| u32::from_le_bytes(frame[at..at + 4].try_into().expect("four bytes"));
        let (rows, raw, packed) = (number(1), number(5) as usize, number(9) as usize);
        let bad_frame = Wrong::Damaged(from, from + FRAME_BYTES as u64);
        // What does not fit cannot have been written: nothing is reserved for it.
        if CHUNK_BYTES_MAX < raw || zstd::zstd_safe::compress_bound(CHUNK_BYTES_MAX) < packed {
            return Err(bad_frame);
        }
        let mut bytes = vec![0; packed];
        self.whole(&mut bytes)?;
        let expected = self.digest.clone().finalize();
        let mut digest = [0; DIGEST_BYTES];
        self.whole(&mut digest)?;
        let to = self.at;
        let damaged = || Wrong::Damaged(from, to);
        if expected[..] != digest {
            return Err(damaged());
        }
        let kind = ChunkKind::from_code(frame[0]).ok_or_else(damaged)?;
        let unpacked = self.unpacker.decompress(&bytes, raw).map_err(|_| damaged())?;
        if unpacked.len() != raw {
            return Err(damaged());
        }
        Ok(Chunk { kind, rows, raw: unpacked, from, to })
    }

    /// Checks that nothing follows.
    pub(super) fn end(&mut self) -> Result<(), Wrong> {
        let from = self.at;
        match self.fill(&mut [0])? {
            0 => Ok(()),
            _ => Err(Wrong::Damaged(from, self.at)),
        }
    }

    fn whole(&mut self, bytes: &mut [u8]) -> Result<(), Wrong> {
        if self.fill(bytes)? == bytes.len() { Ok(()) } else { Err(Wrong::Short) }
    }

    /// Reads as many bytes as there are, at most all that fit.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<usize, Wrong> {
        let mut read = 0;
        while read < bytes.len() {
            match self.from.read(&mut bytes[read..]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Wrong::Failed(error)),
            }
        }
        self.digest.update(&bytes[..read]);
        self.at += read as u64;
        Ok(read)
    }
}
