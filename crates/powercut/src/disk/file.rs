//! `File`, the bytes of one file on a disk: as they are kept, as they are read, and in between.
//!
//! Source: fsync(2). In scope: what a loss of power keeps, loses or tears of them, and what a flush
//! that failed leaves. Out of scope: names (`disk`).

/// What a flush that failed left on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unflushed {
    /// Nothing that it was to bring there.
    #[default]
    Lost,
    /// All of it.
    Kept,
    /// Of each write by a toss of the coin.
    Tossed(u64),
}

/// Bytes that Linux keeps together, and writes together: a page.
const PAGE: usize = 4096;

/// What of the things not flushed a loss of power takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// All of them.
    Everything,
    /// None of them: the process died and the machine did not.
    Nothing,
    /// The second half of the last write.
    LastTorn,
    /// Each by a toss of the coin; some of the writes are torn.
    Tossed(u64),
}

/// A change of bytes that is not flushed.
#[derive(Clone, Debug)]
enum Bytes {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// A file of the disk.
#[derive(Clone, Debug, Default)]
pub struct File {
    kept: Vec<u8>,
    /// As the process reads it.
    seen: Vec<u8>,
    pending: Vec<Bytes>,
    /// True once a flush that failed lost some of what is seen.
    lost: bool,
}

impl File {
    /// Gives it a length.
    pub fn truncate(&mut self, length: usize) {
        Bytes::Truncate(length).apply(&mut self.seen);
        self.pending.push(Bytes::Truncate(length));
    }

    /// Brings to the disk what was not flushed.
    pub fn flush(&mut self) {
        self.pending.drain(..).for_each(|change| change.apply(&mut self.kept));
    }

    /// Writes, and what a failed flush lost of the same pages with it.
    pub fn write(&mut self, at: usize, bytes: &[u8]) {
        Bytes::Write(at, bytes.to_vec()).apply(&mut self.seen);
        let (mut from, mut to) = (at, at + bytes.len());
        if self.lost {
            // With a page that is written again comes back what was lost of it.
            (from, to) = (from / PAGE * PAGE, to.next_multiple_of(PAGE).min(self.seen.len()));
        }
        self.pending.push(Bytes::Write(from, self.seen[from..to].to_vec()));
    }

    /// Takes what was to be flushed for written, whatever reached the disk.
    pub fn flush_failed(&mut self, unflushed: &mut Unflushed) {
        for change in self.pending.drain(..) {
            let keeps = match unflushed {
                Unflushed::Lost => false,
                Unflushed::Kept => true,
                Unflushed::Tossed(state) => {
                    let mut coin = Coin(*state);
                    let keeps = coin.toss();
                    *state = coin.0;
                    keeps
                }
            };
            // The length of a file is in the journal, and not lost.
            if keeps || matches!(change, Bytes::Truncate(_)) {
                change.apply(&mut self.kept);
            } else {
                self.lost = true;
            }
        }
    }

    /// Returns what is found of it when the power fails now; `written` says that the last change of
    /// all was a write into it.
    pub fn after(&self, (loss, coin): (Loss, &mut Coin), written: bool) -> Vec<u8> {
        let File { kept, pending, .. } = self;
        let mut bytes = kept.clone();
        for (place, change) in pending.iter().enumerate() {
            let last = written && place + 1 == pending.len();
            let torn = match loss {
                Loss::LastTorn => last,
                Loss::Tossed(_) => coin.toss() && coin.toss(),
                Loss::Everything | Loss::Nothing => false,
            };
            match change {
                Bytes::Write(at, new) if torn => {
                    Bytes::Write(*at, new[..new.len() / 2].to_vec()).apply(&mut bytes);
                }
                change if loss.keeps(coin) => change.clone().apply(&mut bytes),
                _ => {}
            }
        }
        bytes
    }
}

impl Loss {
    /// Says whether the next thing that is not flushed is kept.
    pub(super) fn keeps(self, coin: &mut Coin) -> bool {
        match self {
            Loss::Everything => false,
            Loss::Nothing | Loss::LastTorn => true,
            Loss::Tossed(_) => coin.toss(),
        }
    }
}

impl Bytes {
    fn apply(self, bytes: &mut Vec<u8>) {
        match self {
            Bytes::Truncate(length) => bytes.resize(length, 0),
            Bytes::Write(at, new) => {
                let end = at + new.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[at..end].copy_from_slice(&new);
            }
        }
    }
}

/// SplitMix64: any sequence of bits will do.
pub struct Coin(pub u64);

impl Coin {
    /// Tosses it.
    pub fn toss(&mut self) -> bool {
        crate::moments::next(&mut self.0) >> 40 & 1 == 1
    }
}
