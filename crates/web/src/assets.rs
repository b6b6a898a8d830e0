//! Assets: the style sheet and the icon, each under a name that holds the hash of its bytes.
//!
//! In scope: names, kinds, bytes. Out of scope: answering (`routes/assets.rs`).
//! Invariant: other bytes have another name, so an asset can be kept for ever by whoever got it.

use sha2::{Digest, Sha256};
use vocab::Hash;

/// Hexadecimal digits of the hash in a name; enough to tell versions apart.
const HASH_DIGITS: usize = 16;

/// A file that pages refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) bytes: &'static [u8],
}

impl Asset {
    /// Returns the style sheet of every page.
    pub(crate) fn style() -> Asset {
        let bytes = include_bytes!("../assets/portal.css");
        Asset::named("portal", "css", "text/css; charset=utf-8", bytes)
    }

    /// Returns the icon shown beside the title.
    pub(crate) fn icon() -> Asset {
        Asset::named("icon", "svg", "image/svg+xml", include_bytes!("../assets/icon.svg"))
    }

    fn named(stem: &str, ext: &str, kind: &'static str, bytes: &'static [u8]) -> Asset {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let hash = Hash(digest).to_string();
        Asset { name: format!("{stem}-{}.{ext}", &hash[..HASH_DIGITS]), kind, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_have_another_name() {
        let named = |bytes| Asset::named("a", "css", "text/css", bytes).name;
        assert_eq!(named(b"x"), named(b"x"));
        assert_ne!(named(b"x"), named(b"y"));
    }
}
