//! One exchange with a witness over HTTP: a request sent, its whole answer read, within limits.
//!
//! In scope: limits of time, length and attempts; proxies and redirects.
//! Out of scope: what the answer means (`ask`).
//! Failure: a request may have been granted although its answer was lost; asking again then gets
//! the size, and the same checkpoint is cosigned again.

use crate::ask::AskLimits;
use crate::ask::failure::AskFailure;
use std::io::Read;
use std::net::IpAddr;
use std::thread::park_timeout;
use ureq::http::Uri;
use ureq::{Agent, Error};

/// Bytes of the longest answer that is read: one line a key, and a witness has a few.
const ANSWER_BYTES_MAX: usize = 32_768;

/// The way to one witness.
pub(super) struct Exchange {
    url: String,
    agent: Agent,
}

impl Exchange {
    /// Returns the way to the witness with this prefix.
    pub(super) fn new(prefix: &str, limits: &AskLimits) -> Exchange {
        let config = Agent::config_builder()
            .timeout_connect(Some(limits.connect))
            .timeout_global(Some(limits.whole))
            // A witness answers itself; the protocol has no redirects.
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("dengji");
        // A witness on this machine is asked directly, whatever proxy the environment names.
        let config = if is_loopback(prefix) { config.proxy(None) } else { config };
        Exchange { url: format!("{prefix}/add-checkpoint"), agent: config.build().into() }
    }

    /// Sends a request and returns the status and body of the answer; again, after a pause, when
    /// the connection fails or the witness is at fault.
    pub(super) fn post(
        &self,
        request: &str,
        limits: &AskLimits,
    ) -> Result<(u16, String), AskFailure> {
        let mut attempts = 1;
        loop {
            let answer = self.attempt(request);
            let may_pass = match &answer {
                Ok((status, _)) => (500..600).contains(status),
                Err(AskFailure::Request(_)) => true,
                Err(_) => false,
            };
            if !may_pass || limits.attempts_max <= attempts {
                return answer;
            }
            attempts += 1;
            // Nobody unparks this thread; if something did, the pause would only be shorter.
            park_timeout(limits.pause);
        }
    }

    fn attempt(&self, request: &str) -> Result<(u16, String), AskFailure> {
        let failed = |error| AskFailure::Request(Box::new(error));
        let post = self.agent.post(&self.url).content_type("text/plain; charset=utf-8");
        let mut response = post.send(request).map_err(failed)?;
        let mut bytes = Vec::new();
        let body = response.body_mut().as_reader();
        let read = body.take(ANSWER_BYTES_MAX as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| failed(Error::from(error)))?;
        if ANSWER_BYTES_MAX < bytes.len() {
            return Err(AskFailure::TooLong { bytes_max: ANSWER_BYTES_MAX });
        }
        let body =
            String::from_utf8(bytes).map_err(|_| AskFailure::Answer { expected: "UTF-8" })?;
        Ok((response.status().as_u16(), body))
    }
}

fn is_loopback(url: &str) -> bool {
    let uri: Option<Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
