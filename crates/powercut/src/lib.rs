//! Losses of power for tests: a process is recorded, and each moment of it played on a disk.
//!
//! Source: fsync(2): flushing a file does not flush its name in its folder; rename(2): a name
//! stands for the old file or the new one. Nothing else is relied on.
//! Besides, a disk that refuses for a while: full, read-only, failing (`refusing`).
//! In scope: recording (a library preloaded into the process), the disk, what is found afterwards.
//! Out of scope: what has to be found; each suite says that of its own folder.
//! Nothing here knows of registers, logs or databases.

mod disk;
mod moments;
mod recording;
mod refusing;
mod trace;

pub use disk::{Disk, Found, Loss, Unflushed};
pub use moments::{Moment, Moments, choose, seed, stops};
pub use recording::{Recording, mark, scratch};
pub use refusing::{Refusing, Trouble, trouble};
pub use trace::{Change, NoTrace, Trace};
