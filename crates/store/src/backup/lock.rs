//! Locking a backup: for a passphrase, or for the keys of recipients.
//!
//! Source: age-encryption.org/v1, so that any program of that format opens the file, too.
//! In scope: which of them, and counting the bytes of the file, so that damage has a place.
//! Out of scope: asking for a passphrase (`cli`), what is inside (`chunk`).
//! Invariant: nothing that does not pass the authentication of its piece is handed on.

use super::BackupError;
use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::rc::Rc;
use zeroize::Zeroizing;

/// Work of deriving a key from a passphrase, as a power of two: about a second.
pub const SCRYPT_LOG_N: u8 = 18;
/// The most work that a file may ask for: some seconds.
const SCRYPT_LOG_N_MAX: u8 = 22;
/// The first bytes of an encrypted file.
const AGE_MARK: &[u8] = b"age-encryption.org/";
/// Bytes of a piece of an encrypted file that is authenticated as one.
const PIECE_BYTES: u64 = 65_536 + 16;
/// Bytes that are read and written at a time.
const BUFFER_BYTES: usize = 1 << 18;

/// How a backup is locked.
pub enum Lock {
    /// Not at all.
    Open,
    /// For a passphrase.
    Passphrase {
        /// The passphrase.
        text: Zeroizing<String>,
        /// Work of deriving the key, as a power of two; [`SCRYPT_LOG_N`].
        log_n: u8,
    },
    /// For whoever holds the key of one of these.
    Recipients(Vec<Recipient25519>),
}

/// A recipient's public key.
pub type Recipient25519 = age::x25519::Recipient;

impl Lock {
    /// Returns the lock for recipients, each named by its public key, `age1…`.
    ///
    /// # Errors
    /// One is none.
    pub fn for_recipients(texts: &[String]) -> Result<Lock, BackupError> {
        let read =
            |text: &String| text.trim().parse().map_err(|_| BackupError::NoRecipient(text.clone()));
        texts.iter().map(read).collect::<Result<_, _>>().map(Lock::Recipients)
    }
}

/// What opens a locked backup.
#[derive(Default)]
pub struct Unlock {
    passphrase: Option<Zeroizing<String>>,
    identities: Vec<age::x25519::Identity>,
}

impl Unlock {
    /// Returns what opens with a passphrase.
    pub fn by_passphrase(text: Zeroizing<String>) -> Unlock {
        Unlock { passphrase: Some(text), identities: Vec::new() }
    }

    /// Adds the keys of recipients in a file: one a line, `AGE-SECRET-KEY-1…`.
    ///
    /// # Errors
    /// It cannot be read, or holds none.
    pub fn add_identities(&mut self, path: &Path) -> Result<(), BackupError> {
        let failed = |source| BackupError::Read { path: path.to_path_buf(), source };
        let text = Zeroizing::new(std::fs::read_to_string(path).map_err(failed)?);
        let lines = text.lines().map(str::trim);
        let mut found = false;
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let none = |_| BackupError::NoIdentity(path.to_path_buf());
            self.identities.push(line.parse().map_err(none)?);
            found = true;
        }
        if found { Ok(()) } else { Err(BackupError::NoIdentity(path.to_path_buf())) }
    }
}

/// A writer through a lock.
pub(super) enum Locked<'f> {
    Open(BufWriter<&'f File>),
    Locked(Box<StreamWriter<BufWriter<&'f File>>>),
}

impl<'f> Locked<'f> {
    pub(super) fn over(file: &'f File, lock: &Lock) -> io::Result<Locked<'f>> {
        let out = BufWriter::with_capacity(BUFFER_BYTES, file);
        let encryptor = match lock {
            Lock::Open => return Ok(Locked::Open(out)),
            Lock::Passphrase { text, log_n } => {
                let text = SecretString::from(text.as_str().to_string());
                let mut recipient = age::scrypt::Recipient::new(text);
                recipient.set_work_factor(*log_n);
                Encryptor::with_recipients(std::iter::once(&recipient as &dyn Recipient))
            }
            Lock::Recipients(all) => {
                Encryptor::with_recipients(all.iter().map(|one| one as &dyn Recipient))
            }
        };
        let encryptor = encryptor.map_err(io::Error::other)?;
        Ok(Locked::Locked(Box::new(encryptor.wrap_output(out)?)))
    }

    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Locked::Open(mut out) => out.flush(),
            Locked::Locked(stream) => stream.finish()?.flush(),
        }
    }
}

impl Write for Locked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Locked::Open(out) => out.write(bytes),
            Locked::Locked(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Locked::Open(out) => out.flush(),
            Locked::Locked(stream) => stream.flush(),
        }
    }
}

/// A reader through a lock.
pub(super) struct Unlocked {
    stream: Stream,
    at: Rc<Cell<u64>>,
}

enum Stream {
    Open(Counted),
    Locked(Box<StreamReader<Counted>>),
}

impl Unlocked {
    /// Opens a file that is or is not locked.
    pub(super) fn open(path: &Path, unlock: &Unlock) -> Result<Unlocked, BackupError> {
        let failed = |source| BackupError::Read { path: path.to_path_buf(), source };
        let file = File::open(path).map_err(failed)?;
        let mut first = [0; AGE_MARK.len()];
        let is_locked = matches!((&file).read(&mut first).map_err(failed)?, n if n == first.len())
            && first == AGE_MARK;
        io::Seek::rewind(&mut &file).map_err(failed)?;
        let at = Rc::new(Cell::new(0));
        let from = BufReader::with_capacity(BUFFER_BYTES, file);
        let counted = Counted { from, at: at.clone() };
        if !is_locked {
            return Ok(Unlocked { stream: Stream::Open(counted), at });
        }
        let told = |error| told(path, error, false, at.get());
        let decryptor = Decryptor::new(counted).map_err(told)?;
        let passphrase = decryptor.is_scrypt();
        let mut keys: Vec<Box<dyn Identity>> = Vec::new();
        if let (true, Some(text)) = (passphrase, &unlock.passphrase) {
            let text = SecretString::from(text.as_str().to_string());
            let mut identity = age::scrypt::Identity::new(text);
            identity.set_max_work_factor(SCRYPT_LOG_N_MAX);
            keys.push(Box::new(identity));
        }
        if !passphrase {
            let own = unlock.identities.iter().cloned();
            keys.extend(own.map(|key| Box::new(key) as Box<dyn Identity>));
        }
        if keys.is_empty() {
            return Err(BackupError::Locked { path: path.to_path_buf(), passphrase });
        }
        let told = |error| self::told(path, error, passphrase, at.get());
        let stream = decryptor.decrypt(keys.iter().map(|key| &**key)).map_err(told)?;
        Ok(Unlocked { stream: Stream::Locked(Box::new(stream)), at })
    }

    /// Returns between which bytes of the file a failed reading was, where it is locked.
    pub(super) fn piece(&self) -> Option<(u64, u64)> {
        let to = self.at.get();
        matches!(self.stream, Stream::Locked(_)).then(|| (to.saturating_sub(PIECE_BYTES), to))
    }
}

impl Read for Unlocked {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match &mut self.stream {
            Stream::Open(from) => from.read(bytes),
            Stream::Locked(stream) => stream.read(bytes),
        }
    }
}

fn told(path: &Path, error: DecryptError, passphrase: bool, at: u64) -> BackupError {
    let path = path.to_path_buf();
    match error {
        DecryptError::Io(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
            BackupError::CutShort { path, at }
        }
        DecryptError::Io(source) => BackupError::Read { path, source },
        DecryptError::ExcessiveWork { .. } => BackupError::TooMuchWork(path),
        DecryptError::NoMatchingKeys
        | DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed => BackupError::WrongKey { path, passphrase },
        _ => BackupError::Damaged { path, from: 0, to: at },
    }
}

/// A reader that counts what was taken from it.
struct Counted {
    from: BufReader<File>,
    at: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes)?;
        self.at.set(self.at.get() + read as u64);
        Ok(read)
    }
}
