//! The keys of the vectors: seeds that everybody knows, so that nobody takes them for secrets.
//!
//! Source: RFC 8032 §7.1; further seeds are SHA-256 of words that say what they are for.

use seal::{Cosigner, KeyName, NoteSigner, SigningSeed};
use sha2::{Digest as _, Sha256};

/// The origin of the log of the vectors.
pub const ORIGIN: &str = "demo.dengji.invalid/vectors";
/// The witness that cosigns it.
pub const WITNESS: &str = "witness.invalid/vectors";

/// What each key is for, and where its seed comes from.
pub const KEYS: [(&str, Seed); 11] = [
    (
        "log",
        Seed::Rfc("TEST 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
    ),
    (
        "witness",
        Seed::Rfc("TEST 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
    ),
    (
        "authority",
        Seed::Rfc("TEST 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
    ),
    (
        "centre",
        Seed::Rfc("TEST 1024", "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5"),
    ),
    (
        "employer",
        Seed::Rfc(
            "TEST SHA(abc)",
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        ),
    ),
    ("supervisor", Seed::Words),
    ("recovery 0", Seed::Words),
    ("recovery 1", Seed::Words),
    ("recovery 2", Seed::Words),
    ("employer, second", Seed::Words),
    ("employer, third", Seed::Words),
];

/// The origin of the log of the areas.
pub const AREAS: &str = "demo.dengji.invalid/areas";

/// What each key of that log is for; the first signs its notes, those after it act by number, and
/// the recovery set is the one of the other log. Seeds are SHA-256 of words.
pub const AREA_KEYS: [&str; 9] = [
    "areas, log",
    "areas, authority",
    "areas, supervisor",
    "areas, other supervisor",
    "areas, centre",
    "areas, other authority",
    "areas, body",
    "areas, employer",
    "areas, works",
];

/// Where a seed comes from.
#[derive(Clone, Copy)]
pub enum Seed {
    /// A test of RFC 8032 §7.1, and its seed.
    Rfc(&'static str, &'static str),
    /// SHA-256 of `dengji test key: ` and the name.
    Words,
}

impl Seed {
    /// Says where the seed of a name comes from.
    pub fn from(self, name: &str) -> String {
        match self {
            Seed::Rfc(test, _) => format!("RFC 8032 section 7.1, {test}"),
            Seed::Words => format!("SHA-256 of \"dengji test key: {name}\""),
        }
    }

    /// Returns the seed of a name.
    pub fn bytes(self, name: &str) -> [u8; 32] {
        match self {
            Seed::Rfc(_, hex) => hex.parse::<vocab::Hash>().unwrap().0,
            Seed::Words => Sha256::digest(format!("dengji test key: {name}")).into(),
        }
    }
}

/// Returns the key of a name.
pub fn seed(name: &str) -> SigningSeed {
    let mut all = KEYS.iter().copied().chain(AREA_KEYS.map(|name| (name, Seed::Words)));
    let (name, from) = all.find(|(n, _)| *n == name).expect("a key of the vectors");
    SigningSeed::from_bytes(&from.bytes(name))
}

/// Returns the public key of a name.
pub fn public(name: &str) -> [u8; 32] {
    *seed(name).public_key().as_bytes()
}

/// Returns the signer of a log's notes.
pub fn log_of(origin: &str, key: &str) -> NoteSigner {
    NoteSigner::new(KeyName::new(origin).unwrap(), seed(key))
}

/// Returns the signer of the notes of the log that came first.
pub fn log() -> NoteSigner {
    log_of(ORIGIN, "log")
}

/// Returns the witness.
pub fn witness() -> Cosigner {
    Cosigner::new(KeyName::new(WITNESS).unwrap(), seed("witness"))
}
