//! Exit codes of every command.
//!
//! In scope: what a script may rely on. Out of scope: words.

use std::process::ExitCode;

/// How a command ended. The numbers never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and the answer is yes.
    Yes,
    /// Done, and the answer is no: refused by law, or totals that do not agree.
    Refused,
    /// The arguments are wrong; nothing was done.
    Usage,
    /// A file, disk or peer failed, or the input is not what it has to be.
    Fault,
    /// The law cannot answer before it knows more of the case.
    NeedFact,
    /// Nothing is wrong with what could be checked, and something could not be.
    Unchecked,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Yes => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Fault => 3,
            Exit::NeedFact => 4,
            Exit::Unchecked => 5,
        })
    }
}
