//! `Instruments`, which count what happens and write lines about it.
//!
//! In scope: what each sight and request changes, the page of metrics.
//! Out of scope: which series there are (`series`), where lines go (`lines`).
//! Counting takes a few atomic operations, so it may be done while the house is held; a page can be
//! made while the database is gone.

use crate::request::Request;
use crate::series::Series;
use crate::series::{OfAsking, OfCheck, OfDoing, OfFlush, OfRequest, OfRoute, OfRule, OfWitness};
use desk::observe::{Doing, LogSizes, Observer, Sight};
use desk::see_ready::{Check, with_causes};
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tracing::{debug, error, info, trace, warn};
use vocab::Instant;

/// The type of the page of metrics.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Counts, and the registry that shows them.
pub struct Instruments {
    registry: Registry,
    series: Series,
    seen: Mutex<Seen>,
}

/// Instants that become ages when the page is made.
#[derive(Default)]
struct Seen {
    landmark: Option<Instant>,
    cosigned: BTreeMap<String, Instant>,
}

impl Instruments {
    /// Returns instruments that have counted nothing yet, of a version of the program.
    pub fn new(version: &str) -> Instruments {
        let mut registry = Registry::default();
        let series = Series::registered(&mut registry, version);
        for doing in Doing::ALL {
            // A counter that is missing until something fails cannot be alerted on.
            drop(series.failures.get_or_create(&OfDoing { doing: doing.name() }));
        }
        Instruments { registry, series, seen: Mutex::default() }
    }

    /// Returns the page of metrics at an instant.
    pub fn page(&self, now: Instant) -> String {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = seen.landmark {
            self.series.landmark_age_seconds.get_or_create(&[]).set(now.0 - at.0);
        }
        for (witness, at) in &seen.cosigned {
            let of = OfWitness { witness: witness.clone() };
            self.series.cosignature_age_seconds.get_or_create(&of).set(now.0 - at.0);
        }
        drop(seen);
        let mut page = String::new();
        encode(&mut page, &self.registry).expect("a string takes every text");
        page
    }

    /// Takes note of a request that was answered.
    pub fn answered(&self, request: &Request) {
        let (method, route) = (request.method.name(), request.told_route());
        let of = OfRequest { method, route, status: request.status_class() };
        self.series.requests.get_or_create(&of).inc();
        let took = request.took.as_secs_f64();
        self.series.request_seconds.get_or_create(&OfRoute { route }).observe(took);
        let (status, duration_ms) = (request.status, milliseconds(request.took));
        match route {
            // Asked every few seconds by machines.
            "/healthz" | "/readyz" | "/health" | "/metrics" => {
                debug!(target: "dengji::http", method, route, status, duration_ms, "answered");
            }
            _ => info!(target: "dengji::http", method, route, status, duration_ms, "answered"),
        }
    }

    /// Takes note of a request that ended in a bug, under the number that the visitor was told.
    pub fn broke(&self, incident: &str) {
        self.series.bugs.inc();
        error!(target: "dengji::http", incident, "a request ended in a bug of this program");
    }

    /// Takes note of what came of checking readiness.
    pub fn checked(&self, checks: &[Check]) {
        for check in checks {
            let of = OfCheck { check: check.name };
            let held = self.series.ready.get(&of).is_none_or(|gauge| gauge.get() == 1);
            self.series.ready.get_or_create(&of).set(i64::from(check.holds()));
            let (check, remedy, why) = (check.name, check.remedy, &check.failed);
            // Told when it begins and when it is over, not each time that somebody looks.
            match why {
                Some(why) if held => {
                    warn!(target: "dengji::ready", check, why, remedy, "not ready");
                }
                Some(why) => debug!(target: "dengji::ready", check, why, remedy, "not ready"),
                None if held => {}
                None => info!(target: "dengji::ready", check, "ready again"),
            }
        }
    }

    fn log(&self, sizes: &LogSizes) {
        let LogSizes { entries, published, landmark } = *sizes;
        let covered = landmark.map_or(0, |(size, _)| size);
        let count = |size: u64| i64::try_from(size).unwrap_or(i64::MAX);
        self.series.log_entries.set(count(entries));
        self.series.log_published_entries.set(count(published));
        self.series.log_unpublished_entries.set(count(entries.saturating_sub(published)));
        self.series.log_uncovered_entries.set(count(entries.saturating_sub(covered)));
        if let Some((_, at)) = landmark {
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).landmark = Some(at);
        }
    }

    fn cosigned(&self, witness: &str, at: Instant) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let last = seen.cosigned.entry(witness.to_string()).or_insert(at);
        *last = at.max(*last);
    }

    fn asked(&self, witness: &str, cosigned: &'static str) {
        let of = OfAsking { witness: witness.to_string(), cosigned };
        self.series.witness_asks.get_or_create(&of).inc();
    }
}

impl Observer for Instruments {
    fn saw(&self, sight: &Sight<'_>) {
        match *sight {
            Sight::Queued => drop(self.series.queue_acts.inc()),
            Sight::Taken => drop(self.series.queue_acts.dec()),
            Sight::Group(acts) => {
                self.series.group_acts.observe(acts as f64);
                trace!(target: "dengji::register", acts, "a group of acts");
            }
            Sight::Flushed { took, durable } => {
                let of = OfFlush { durable: if durable { "yes" } else { "no" } };
                self.series.flush_seconds.get_or_create(&of).observe(took.as_secs_f64());
                let duration_ms = milliseconds(took);
                trace!(target: "dengji::register", durable, duration_ms, "a flush");
            }
            Sight::Refused { rule } => {
                let rule = rule.unwrap_or("none");
                self.series.refusals.get_or_create(&OfRule { rule: rule.to_string() }).inc();
                info!(target: "dengji::register", rule, "an act was refused");
            }
            Sight::Log(ref sizes) => self.log(sizes),
            Sight::Landmark { size } => {
                info!(target: "dengji::log", size, "a landmark was published");
            }
            Sight::Cosigned { witness, at, asked: false } => self.cosigned(witness, at),
            Sight::Cosigned { witness, at, asked: true } => {
                self.cosigned(witness, at);
                self.asked(witness, "yes");
                info!(target: "dengji::log", witness, "a witness cosigned");
            }
            Sight::NotCosigned { witness, why } => {
                self.asked(witness, "no");
                let why = with_causes(why);
                warn!(target: "dengji::log", witness, why, "a witness did not cosign");
            }
            Sight::Failed { doing, why } => {
                let doing = doing.name();
                self.series.failures.get_or_create(&OfDoing { doing }).inc();
                let why = with_causes(why);
                error!(target: "dengji::register", doing, why, "the register has a fault");
            }
            Sight::Recovered(Doing::FindAgain) => {
                info!(target: "dengji::register", "the log was read again after a fault");
            }
            Sight::Recovered(doing) => {
                info!(target: "dengji::register", doing = doing.name(), "the fault is over");
            }
        }
    }
}

/// Returns milliseconds with three places after the point.
fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}
