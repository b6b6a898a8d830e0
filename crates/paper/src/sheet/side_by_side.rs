//! Who reads the rows: whoever asks cuts the file and takes the rows in their order, and between
//! the two other threads read them, a block each.
//!
//! In scope: handing blocks out and taking them back in order. Out of scope: what is done with
//! them.
//! Invariant: the report is the same however many threads there are.
//! Memory: at most [`BLOCKS_EACH`] blocks for each thread.

use super::block::Block;
use super::csv_rows::{Dialect, cut};
use super::judge::Judge;
use super::reader::Reader;
use super::row_error::RowError;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, available_parallelism};

/// Blocks that a thread has at most: one that it reads, and some that wait before and behind it.
const BLOCKS_EACH: usize = 4;

/// The most threads that read. Whoever takes the rows cannot follow more.
const THREADS_MAX: usize = 6;

/// Takes the blocks of a file, in their order.
pub(super) struct Pipe<'s, 'e, 'r, 'a> {
    scope: &'s Scope<'s, 'e>,
    reader: &'r mut Reader<'a>,
    dialect: Option<Dialect>,
    hands: Vec<Hand>,
    /// How many blocks went out to be read, and how many came back.
    gone: usize,
    back: usize,
    broken: bool,
}

/// A thread that reads blocks.
struct Hand {
    out: SyncSender<Block>,
    back: Receiver<Block>,
    /// Blocks that it read before, to be used again.
    spare: Vec<Block>,
}

/// Lets `source` put all blocks of a file into a pipe, and takes their rows.
///
/// # Errors
/// What keeps the rest of the file from being read.
pub(super) fn side_by_side(
    reader: &mut Reader<'_>,
    dialect: Option<Dialect>,
    source: impl FnOnce(&mut Pipe<'_, '_, '_, '_>) -> Result<(), RowError>,
) -> Result<(), RowError> {
    std::thread::scope(|scope| {
        let hands = Vec::new();
        let mut pipe = Pipe { scope, reader, dialect, hands, gone: 0, back: 0, broken: false };
        let done = source(&mut pipe);
        while !pipe.broken && pipe.back < pipe.gone {
            pipe.take_back();
        }
        // What broke the rows off stands above what broke off reading the file.
        if pipe.broken { Ok(()) } else { done }
    })
}

impl Pipe<'_, '_, '_, '_> {
    /// Returns an empty block.
    pub(super) fn spare(&mut self) -> Block {
        let count = self.hands.len().max(1);
        let hand = self.hands.get_mut(self.gone % count);
        let mut block = hand.and_then(|hand| hand.spare.pop()).unwrap_or_default();
        block.clear();
        block
    }

    /// Takes the next block. Breaks when no more are wanted.
    pub(super) fn put(&mut self, mut block: Block) -> ControlFlow<()> {
        let Some(judge) = self.reader.judge.clone() else {
            // The headings are in the first block; nobody else can read before they are found.
            if let Some(dialect) = self.dialect {
                cut(&mut block, dialect);
            }
            let taken = match self.reader.find_headings(&block) {
                Err(()) => ControlFlow::Break(()),
                Ok(None) => self.reader.end(&mut block),
                Ok(Some(first)) => {
                    if let Some(judge) = self.reader.judge.clone() {
                        judge.block(&mut block, first);
                    }
                    self.reader.take(&mut block, first)
                }
            };
            self.broken = taken.is_break();
            return taken;
        };
        if self.hands.is_empty() {
            self.hire(&judge);
        }
        let at = self.gone % self.hands.len();
        self.gone += 1;
        self.hands[at].out.send(block).expect("a thread that reads ends with its last block");
        if self.gone - self.back == self.hands.len() * BLOCKS_EACH {
            self.take_back();
        }
        if self.broken { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Takes the rows of the next block that was read.
    fn take_back(&mut self) {
        let at = self.back % self.hands.len();
        let hand = &mut self.hands[at];
        let mut block = hand.back.recv().expect("a thread that reads ends with its last block");
        self.back += 1;
        self.broken = self.reader.take(&mut block, 0).is_break();
        hand.spare.push(block);
    }

    /// Starts the threads: one for each processor, for ours has little to do.
    fn hire(&mut self, judge: &Arc<Judge>) {
        let processors = available_parallelism().map_or(1, NonZero::get);
        for _ in 0..processors.min(THREADS_MAX) {
            let (out, blocks) = sync_channel::<Block>(BLOCKS_EACH);
            let (read, back) = sync_channel(BLOCKS_EACH);
            let (judge, dialect) = (judge.clone(), self.dialect);
            self.scope.spawn(move || {
                for mut block in blocks {
                    if let Some(dialect) = dialect {
                        cut(&mut block, dialect);
                    }
                    judge.block(&mut block, 0);
                    if read.send(block).is_err() {
                        return;
                    }
                }
            });
            self.hands.push(Hand { out, back, spare: Vec::new() });
        }
    }
}
