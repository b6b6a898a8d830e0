//! A request that was answered, as it is counted and written down.
//!
//! In scope: which of its parts are told. Out of scope: answering.
//! I-PRI-1: of its address only the template of the route is told, and of who asked nothing.

use std::time::Duration;

/// A request that was answered.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// How it was asked.
    pub method: Method,
    /// The template of the route, such as `/bodies/{body}`; nothing where none has the path.
    pub route: Option<&'static str>,
    /// The status of the answer.
    pub status: u16,
    /// Until the answer began.
    pub took: Duration,
}

/// How something was asked. What is not listed is told as one, so that nobody can invent labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reading.
    Get,
    /// Reading without the body.
    Head,
    /// Sending.
    Post,
    /// Everything else.
    Other,
}

impl Method {
    /// Returns the method of a name.
    pub fn of(name: &str) -> Method {
        match name {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            "POST" => Method::Post,
            _ => Method::Other,
        }
    }

    /// Returns its name in metrics and log lines.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Other => "other",
        }
    }
}

impl Request {
    /// The route of requests that none has.
    const NO_ROUTE: &'static str = "none";

    /// Returns the route as it is told.
    pub fn told_route(&self) -> &'static str {
        self.route.unwrap_or(Request::NO_ROUTE)
    }

    /// Returns the class of the status, such as `2xx`.
    pub const fn status_class(&self) -> &'static str {
        match self.status / 100 {
            1 => "1xx",
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        }
    }
}
