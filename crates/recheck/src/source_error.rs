//! What can fail when a file of a log is read.
//!
//! In scope: faults of the folder, the network and the server, each with its place.
//! Out of scope: what is wrong with bytes that could be read (`finding`).

/// Why a file of a log could not be read. Reading may always be repeated.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The path is none that a log has.
    #[error("`{0}` is no path of a file of a log")]
    BadPath(String),
    /// The URL cannot be the prefix of a log.
    #[error("`{url}` is no URL of a log: {why}")]
    BadUrl {
        /// The URL, without what it must not have.
        url: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Something other than a file stands there.
    #[error("`{place}` is not a file")]
    NotAFile {
        /// The path on this machine.
        place: String,
    },
    /// A file cannot be read.
    #[error("could not read `{place}`")]
    File {
        /// The path on this machine.
        place: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// More bytes than such a file can have.
    #[error("`{place}` is longer than {max_bytes} bytes")]
    TooLong {
        /// The path or URL.
        place: String,
        /// The most it can have.
        max_bytes: usize,
    },
    /// The server answered with another status than 200, 404 or 410.
    #[error("`{place}` was answered with status {status}")]
    Status {
        /// The URL.
        place: String,
        /// The status.
        status: u16,
    },
    /// The answer did not come in time.
    #[error("`{place}` was not answered in time ({what})")]
    Slow {
        /// The URL.
        place: String,
        /// Which limit of time was hit.
        what: String,
    },
    /// The server sent us on too often.
    #[error("`{place}` was redirected more than {redirects_max} times")]
    Redirects {
        /// The URL.
        place: String,
        /// The most that is followed.
        redirects_max: u32,
    },
    /// The request failed otherwise.
    #[error("could not get `{place}`")]
    Request {
        /// The URL.
        place: String,
        /// What the client said.
        source: Box<ureq::Error>,
    },
}
