//! Why a file of a key does not open.
//!
//! Out of scope: the disk (`HouseError::Key`), files that are none (`HouseError::NotAKey`).

/// Why a file of a key does not open. The file is named beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// It is encrypted and no passphrase was given.
    #[error("it is encrypted, and no passphrase was given")]
    Locked,
    /// The passphrase is another, or the file was changed.
    #[error("it does not open with this passphrase, or it was changed")]
    WrongPassphrase,
    /// It asks for more than is allowed.
    #[error("what it asks for to derive its key is not allowed (at most 1 GiB, 16 passes)")]
    Cost,
    /// It holds another key than it says.
    #[error("it holds another key than it says")]
    OtherKey,
    /// Others can read it.
    #[error("users other than its owner can read it; take that away (`chmod 600`)")]
    Readable,
}
