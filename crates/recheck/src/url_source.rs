//! `UrlSource`: a log read over http or https.
//!
//! In scope: limits of time, length and redirects, which hold for whatever a server does.
//! Out of scope: trusting the server; signatures and hashes decide, so plain http is as good here.
//! Failure: nothing is kept, so every reading may be repeated.

use crate::source::{Source, refuse_bad_path};
use crate::source_error::SourceError;
use std::io::Read;
use std::time::Duration;
use ureq::http::Uri;
use ureq::{Agent, Error};

/// The most that a server may cost, each with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlLimits {
    /// Time until the connection stands, name look-up included.
    pub connect: Duration,
    /// Time from the sent request to the head of the answer.
    pub response: Duration,
    /// Time for one file altogether, redirects and body included.
    pub whole: Duration,
    /// Redirects followed for one file.
    pub redirects_max: u32,
    /// Attempts for one file when a connection breaks or a server is at fault (5xx). A limit of
    /// time that was hit is not tried again.
    pub attempts_max: u32,
}

impl Default for UrlLimits {
    fn default() -> UrlLimits {
        UrlLimits {
            connect: Duration::from_secs(10),
            response: Duration::from_secs(20),
            whole: Duration::from_secs(60),
            redirects_max: 4,
            attempts_max: 3,
        }
    }
}

/// A log at a URL.
#[derive(Clone, Debug)]
pub struct UrlSource {
    prefix: String,
    limits: UrlLimits,
    agent: Agent,
}

impl UrlSource {
    /// Returns the source for the URL under which `checkpoint` is served.
    ///
    /// # Errors
    /// [`SourceError::BadUrl`] for anything but http or https with a host and a path; a URL with a
    /// user or password is refused, as it would end up in messages.
    pub fn new(url: &str, limits: UrlLimits) -> Result<UrlSource, SourceError> {
        let uri = prefix(url)?;
        let config = Agent::config_builder()
            .timeout_connect(Some(limits.connect))
            .timeout_recv_response(Some(limits.response))
            .timeout_global(Some(limits.whole))
            .max_redirects(limits.redirects_max)
            .http_status_as_error(false)
            .user_agent("dengji");
        // A log on this machine is asked directly, whatever proxy the environment names.
        let config = if is_loopback(&uri) { config.proxy(None) } else { config };
        let prefix = url.trim_end_matches('/').to_string();
        Ok(UrlSource { prefix, limits, agent: config.build().into() })
    }

    /// Returns the URL, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.prefix
    }

    fn attempt(&self, place: &str, max_bytes: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |error| self.name_failure(place, error);
        let mut response = self.agent.get(place).call().map_err(failed)?;
        match response.status().as_u16() {
            200 => {}
            404 | 410 => return Ok(None),
            status => return Err(SourceError::Status { place: place.to_string(), status }),
        }
        let mut bytes = Vec::new();
        let body = response.body_mut().as_reader();
        let read = body.take(max_bytes as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| failed(Error::from(error)))?;
        if max_bytes < bytes.len() {
            return Err(SourceError::TooLong { place: place.to_string(), max_bytes });
        }
        Ok(Some(bytes))
    }

    fn name_failure(&self, place: &str, error: Error) -> SourceError {
        let place = place.to_string();
        match error {
            Error::Timeout(what) => SourceError::Slow { place, what: what.to_string() },
            Error::TooManyRedirects => {
                SourceError::Redirects { place, redirects_max: self.limits.redirects_max }
            }
            error => SourceError::Request { place, source: Box::new(error) },
        }
    }
}

impl Source for UrlSource {
    fn read(&self, path: &str, max_bytes: usize) -> Result<Option<Vec<u8>>, SourceError> {
        refuse_bad_path(path)?;
        let place = format!("{}/{path}", self.prefix);
        let mut attempts = 1;
        loop {
            match self.attempt(&place, max_bytes) {
                Err(error) if attempts < self.limits.attempts_max && may_pass(&error) => {
                    attempts += 1;
                }
                done => return done,
            }
        }
    }
}

/// Says whether the same request may succeed at once: a broken connection, a fault of the server.
fn may_pass(error: &SourceError) -> bool {
    match error {
        SourceError::Request { source, .. } => matches!(**source, Error::Io(_)),
        SourceError::Status { status, .. } => (500..600).contains(status),
        SourceError::BadPath(_)
        | SourceError::BadUrl { .. }
        | SourceError::NotAFile { .. }
        | SourceError::File { .. }
        | SourceError::TooLong { .. }
        | SourceError::Slow { .. }
        | SourceError::Redirects { .. } => false,
    }
}

fn prefix(url: &str) -> Result<Uri, SourceError> {
    // What stands before an @ may be a password: such a URL is not repeated in the message.
    let authority =
        url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""));
    if authority.contains('@') {
        let why = "it holds a user or a password";
        return Err(SourceError::BadUrl { url: "…@…".to_string(), why });
    }
    let bad = |why| SourceError::BadUrl { url: url.chars().take(200).collect(), why };
    if url.contains(['?', '#']) {
        return Err(bad("it ends in a query or a fragment"));
    }
    let uri: Uri = url.parse().map_err(|_| bad("it cannot be read"))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(uri),
        (Some("http" | "https"), _) => Err(bad("it names no host")),
        _ => Err(bad("it begins with neither http:// nor https://")),
    }
}

fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
