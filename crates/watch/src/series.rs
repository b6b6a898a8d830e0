//! The series of metrics: their names, help, labels and buckets.
//!
//! Source: the naming practice of Prometheus (base units, `_total`, `_seconds`).
//! In scope: which series there are. Out of scope: when they change (`instruments`).
//! Invariant: every label has a bounded set of values: rules of the law, routes of the table,
//! witnesses of the policy, names of enums.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfRule {
    pub(crate) rule: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfWitness {
    pub(crate) witness: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfAsking {
    pub(crate) witness: String,
    pub(crate) cosigned: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfDoing {
    pub(crate) doing: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfCheck {
    pub(crate) check: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfFlush {
    pub(crate) durable: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfRequest {
    pub(crate) method: &'static str,
    pub(crate) route: &'static str,
    pub(crate) status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OfRoute {
    pub(crate) route: &'static str,
}

/// Of a gauge that is missing until there is something to show.
pub(crate) type NoLabels = [(&'static str, &'static str); 0];

/// Every series.
pub(crate) struct Series {
    pub(crate) queue_acts: Gauge,
    pub(crate) group_acts: Histogram,
    pub(crate) flush_seconds: Family<OfFlush, Histogram>,
    pub(crate) refusals: Family<OfRule, Counter>,
    pub(crate) failures: Family<OfDoing, Counter>,
    pub(crate) log_entries: Gauge,
    pub(crate) log_published_entries: Gauge,
    pub(crate) log_unpublished_entries: Gauge,
    pub(crate) log_uncovered_entries: Gauge,
    pub(crate) landmark_age_seconds: Family<NoLabels, Gauge>,
    pub(crate) cosignature_age_seconds: Family<OfWitness, Gauge>,
    pub(crate) witness_asks: Family<OfAsking, Counter>,
    pub(crate) requests: Family<OfRequest, Counter>,
    pub(crate) request_seconds: Family<OfRoute, Histogram>,
    pub(crate) ready: Family<OfCheck, Gauge>,
    pub(crate) bugs: Counter,
}

/// From a tenth of a millisecond to a bit more than three seconds.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.000_1, 2.0, 16))
}

impl Series {
    /// Makes every series and registers it.
    pub(crate) fn registered(registry: &mut Registry, version: &str) -> Series {
        let series = Series {
            queue_acts: Gauge::default(),
            group_acts: Histogram::new(exponential_buckets(1.0, 2.0, 9)),
            flush_seconds: Family::new_with_constructor(seconds),
            refusals: Family::default(),
            failures: Family::default(),
            log_entries: Gauge::default(),
            log_published_entries: Gauge::default(),
            log_unpublished_entries: Gauge::default(),
            log_uncovered_entries: Gauge::default(),
            landmark_age_seconds: Family::default(),
            cosignature_age_seconds: Family::default(),
            witness_asks: Family::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(seconds),
            ready: Family::default(),
            bugs: Counter::default(),
        };
        let build = Info::new([("version", version.to_string())]);
        registry.register("dengji_build", "The version of the program", build);
        series.register_register(registry);
        series.register_log(registry);
        series.register_web(registry);
        series
    }

    fn register_register(&self, registry: &mut Registry) {
        let of = "dengji_queue_acts";
        registry.register(
            of,
            "Acts that wait for the one thread that acts",
            self.queue_acts.clone(),
        );
        let of = "dengji_group_acts";
        registry.register(of, "Acts that shared a flush", self.group_acts.clone());
        let of = "dengji_flush_seconds";
        let help = "Time in which the store made a writing or a group durable";
        registry.register(of, help, self.flush_seconds.clone());
        let of = "dengji_refusals";
        registry.register(of, "Acts refused, by the rule cited", self.refusals.clone());
        let of = "dengji_failures";
        registry.register(of, "What failed without fault of who asked", self.failures.clone());
        let of = "dengji_ready";
        registry.register(of, "Whether a check of readiness held, last time", self.ready.clone());
    }

    fn register_log(&self, registry: &mut Registry) {
        let of = "dengji_log_entries";
        registry.register(of, "Entries committed", self.log_entries.clone());
        let of = "dengji_log_published_entries";
        let help = "Entries of the published checkpoint";
        registry.register(of, help, self.log_published_entries.clone());
        let of = "dengji_log_unpublished_entries";
        let help = "Entries committed and not published yet";
        registry.register(of, help, self.log_unpublished_entries.clone());
        let of = "dengji_log_uncovered_entries";
        let help = "Entries committed that no landmark covers yet";
        registry.register(of, help, self.log_uncovered_entries.clone());
        let of = "dengji_landmark_age_seconds";
        let help = "Time since the last landmark; missing before the first";
        registry.register(of, help, self.landmark_age_seconds.clone());
        let of = "dengji_witness_cosignature_age_seconds";
        let help = "Age of the youngest cosignature of a witness; missing before the first";
        registry.register(of, help, self.cosignature_age_seconds.clone());
        let of = "dengji_witness_asks";
        registry.register(
            of,
            "Witnesses asked, and whether they cosigned",
            self.witness_asks.clone(),
        );
    }

    fn register_web(&self, registry: &mut Registry) {
        let of = "dengji_http_requests";
        let help = "Requests by template of the route and class of the status";
        registry.register(of, help, self.requests.clone());
        let of = "dengji_http_request_seconds";
        registry.register(of, "Time until an answer began", self.request_seconds.clone());
        let of = "dengji_bugs";
        registry.register(of, "Requests that ended in a bug of the program", self.bugs.clone());
    }
}
