//! The file of one private key: plain, or encrypted under a passphrase.
//!
//! Source: docs/formats/key-file.md; RFC 9106 (Argon2id), XChaCha20-Poly1305.
//! In scope: reading, writing and wrapping one file anew. Out of scope: folders (`key_folder`),
//! devices that hold keys.
//! Invariants: only its owner can read a file that is written here; an encrypted one tells its
//! public key without the passphrase, and every byte of it is authenticated.
//! Failure: a file is written beside its place, flushed and moved there: a stop leaves the old one.
//! A key that was written stays: its name is flushed too.

use crate::house_error::HouseError;
use crate::key_file_error::KeyFileError;
use crate::passphrase::{Cost, Derivation, Passphrase};
use crate::ports::{Entropy, SystemEntropy};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use seal::SigningSeed;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use store::flush_folder;
use vocab::Hash;
use zeroize::Zeroizing;

const FORM: &str = "dengji.key/v1";
/// Bytes of a file; the longest form has fewer than 400.
const FILE_BYTES_MAX: u64 = 1_024;

/// Keeps a new key in a file, encrypted where there is a passphrase, and returns its public half.
///
/// # Errors
/// The file cannot be written, or the machine gives no randomness.
pub fn write(
    path: &Path,
    seed: &[u8; 32],
    passphrase: Option<&Passphrase>,
) -> Result<[u8; 32], HouseError> {
    let public = *SigningSeed::from_bytes(seed).public_key().as_bytes();
    let text = match passphrase {
        None => Zeroizing::new(hex(seed)),
        Some(passphrase) => Zeroizing::new(sealed(path, seed, &public, passphrase)?),
    };
    put(path, text.as_bytes())?;
    Ok(public)
}

/// Makes a key and keeps it in a file that is not there yet. Returns its public half.
///
/// # Errors
/// As [`write`]; or there is a file of that name.
pub fn make(path: &Path, passphrase: Option<&Passphrase>) -> Result<[u8; 32], HouseError> {
    if path.exists() {
        let source = std::io::ErrorKind::AlreadyExists.into();
        return Err(HouseError::Key { path: path.to_path_buf(), source });
    }
    let mut seed = Zeroizing::new([0; 32]);
    random(seed.as_mut())?;
    write(path, &seed, passphrase)
}

/// Reads the key of a file.
///
/// # Errors
/// It cannot be read, holds no key, or does not open with the passphrase.
pub fn read(path: &Path, passphrase: Option<&Passphrase>) -> Result<SigningSeed, HouseError> {
    Ok(SigningSeed::from_bytes(&*seed(path, passphrase)?))
}

/// Returns the public key of a file, and whether the file is encrypted. No passphrase is needed:
/// what an encrypted one says is believed only when it is opened.
///
/// # Errors
/// It cannot be read, or holds no key.
pub fn public(path: &Path) -> Result<([u8; 32], bool), HouseError> {
    let text = text(path)?;
    match Wrapped::parse(&text) {
        Some(wrapped) => Ok((wrapped.public, true)),
        None => Ok((*read(path, None)?.public_key().as_bytes(), false)),
    }
}

/// Wraps a file anew: from one passphrase, or none, to another, or none. A file that the new one
/// opens already stays as it is, so that a stop among many files is made good by repeating it.
///
/// # Errors
/// As [`read`] and [`write`]; the file is as it was.
pub fn rewrap(
    path: &Path,
    old: Option<&Passphrase>,
    new: Option<&Passphrase>,
) -> Result<(), HouseError> {
    if read(path, new).is_ok() && public(path)?.1 == new.is_some() {
        return Ok(());
    }
    let seed = seed(path, old)?;
    write(path, &seed, new)?;
    Ok(())
}

/// Returns the secret bytes of a file.
pub(crate) fn seed(
    path: &Path,
    passphrase: Option<&Passphrase>,
) -> Result<Zeroizing<[u8; 32]>, HouseError> {
    let failed = |why| HouseError::KeyFile { path: path.to_path_buf(), why };
    let text = text(path)?;
    if let Ok(Hash(seed)) = text.trim_end().parse() {
        return Ok(Zeroizing::new(seed));
    }
    let wrapped = Wrapped::parse(&text).ok_or_else(|| HouseError::NotAKey(path.to_path_buf()))?;
    let passphrase = passphrase.ok_or(failed(KeyFileError::Locked))?;
    wrapped.open(passphrase).map_err(failed)
}

/// An encrypted file, read and not opened.
struct Wrapped<'a> {
    /// Everything before the last line, which is authenticated with it.
    head: &'a str,
    public: [u8; 32],
    derivation: Derivation,
    nonce: [u8; 24],
    sealed: [u8; 48],
}

impl<'a> Wrapped<'a> {
    fn parse(text: &'a str) -> Option<Wrapped<'a>> {
        let lines: Vec<&str> = text.lines().collect();
        let [FORM, public, argon, chacha, sealed] = lines[..] else { return None };
        let Hash(public) = public.strip_prefix("public ")?.parse().ok()?;
        let argon: Vec<&str> = argon.strip_prefix("argon2id ")?.split(' ').collect();
        let [memory_kib, passes, lanes, salt] = argon[..] else { return None };
        let cost = Cost {
            memory_kib: memory_kib.parse().ok()?,
            passes: passes.parse().ok()?,
            lanes: lanes.parse().ok()?,
        };
        let derivation = Derivation { cost, salt: unhex(salt)? };
        let nonce = unhex(chacha.strip_prefix("xchacha20-poly1305 ")?)?;
        let head = &text[..text.trim_end().len() - sealed.len()];
        Some(Wrapped { head, public, derivation, nonce, sealed: unhex(sealed)? })
    }

    fn open(&self, passphrase: &Passphrase) -> Result<Zeroizing<[u8; 32]>, KeyFileError> {
        let key = passphrase.key(&self.derivation)?;
        let payload = Payload { msg: &self.sealed, aad: self.head.as_bytes() };
        let opened = XChaCha20Poly1305::new((&*key).into())
            .decrypt(&XNonce::from(self.nonce), payload)
            .map_err(|_| KeyFileError::WrongPassphrase)?;
        let opened = Zeroizing::new(opened);
        let seed: [u8; 32] = opened[..].try_into().map_err(|_| KeyFileError::OtherKey)?;
        let seed = Zeroizing::new(seed);
        let public = SigningSeed::from_bytes(&seed).public_key();
        if *public.as_bytes() == self.public { Ok(seed) } else { Err(KeyFileError::OtherKey) }
    }
}

fn sealed(
    path: &Path,
    seed: &[u8; 32],
    public: &[u8; 32],
    passphrase: &Passphrase,
) -> Result<String, HouseError> {
    let failed = |why| HouseError::KeyFile { path: path.to_path_buf(), why };
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    random(&mut salt)?;
    random(&mut nonce)?;
    let by = passphrase.derivation(salt);
    let Cost { memory_kib, passes, lanes } = by.cost;
    let head = format!(
        "{FORM}\npublic {}\nargon2id {memory_kib} {passes} {lanes} {}\nxchacha20-poly1305 {}\n",
        hex(public),
        hex(&by.salt),
        hex(&nonce)
    );
    let key = passphrase.key(&by).map_err(failed)?;
    let sealed = XChaCha20Poly1305::new((&*key).into())
        .encrypt(&XNonce::from(nonce), Payload { msg: seed, aad: head.as_bytes() })
        .expect("32 bytes are not too many to encrypt");
    Ok(format!("{head}{}\n", hex(&sealed)))
}

/// Reads a file that only its owner can read.
fn text(path: &Path) -> Result<Zeroizing<String>, HouseError> {
    let failed = |source| HouseError::Key { path: path.to_path_buf(), source };
    let file = File::open(path).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if file.metadata().map_err(failed)?.permissions().mode() & 0o077 != 0 {
            let why = KeyFileError::Readable;
            return Err(HouseError::KeyFile { path: path.to_path_buf(), why });
        }
    }
    let mut text = Zeroizing::new(String::new());
    file.take(FILE_BYTES_MAX).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

/// Puts bytes in a file that only its owner can read.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<(), HouseError> {
    let failed = |source| HouseError::Key { path: path.to_path_buf(), source };
    let part = path.with_extension("part");
    // A part that a stop left behind may have other permissions.
    match fs::remove_file(&part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&part).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    // Stopped here: a part that nobody reads, or a key that nobody has used.
    fs::rename(&part, path).map_err(failed)?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    flush_folder(folder).map_err(failed)
}

fn random(bytes: &mut [u8]) -> Result<(), HouseError> {
    SystemEntropy.fill(bytes).map_err(HouseError::Entropy)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads lower-case digits, two for each byte.
fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
    if text.len() != 2 * N || !text.as_bytes().iter().all(digits) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}
