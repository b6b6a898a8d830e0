//! Bodies for programs: the objects that the command line and the portal answer with.
//!
//! In scope: names and order of their fields; fields are only ever added.
//! Out of scope: words, but for what a history says; a program reads names.

use super::{BodyRow, HistoryRow, WasRecognised};
use crate::house::House;
use register::SiteState;
use serde_json::{Value, json};
use vocab::{Day, Instant};

impl BodyRow {
    /// Returns the object.
    pub fn to_json(&self, house: &House) -> Value {
        let scope = self.scope.iter().map(|pair| house.scope_words(&[*pair]));
        json!({
            "number": self.id.0, "name": self.name, "region": self.region,
            "standing": self.standing, "since": self.since.to_string(),
            "until": self.until.map(|day| day.to_string()), "short_form": self.short_form,
            "sites": self.sites, "scope": scope.collect::<Vec<_>>(),
        })
    }
}

impl HistoryRow {
    /// Returns the object.
    pub fn to_json(&self) -> Value {
        json!({
            "on": self.on.to_string(), "recorded_at": self.recorded_at.to_string(),
            "what": self.what, "entry": self.entry,
            "rule": self.rule.as_ref().map(|r| &r.0),
            "quote": self.rule.as_ref().map(|r| &r.1),
        })
    }
}

impl WasRecognised {
    /// Returns the object; day and instant are those that were asked about.
    pub fn to_json(&self, on: Day, known_at: Instant) -> Value {
        json!({
            "recognised": self.yes, "standing": self.standing,
            "on": on.to_string(), "known_at": known_at.to_string(),
            "until": self.until.map(|day| day.to_string()), "entry": self.entry,
            "rule": self.rule.as_ref().map(|r| &r.0), "quote": self.rule.as_ref().map(|r| &r.1),
        })
    }
}

/// Returns a site as an object.
pub fn site(site: &SiteState) -> Value {
    json!({
        "prefix": site.site.prefix.to_string(), "open": site.open,
        "seats_a_day": site.site.seats_a_day, "rooms": site.site.rooms,
    })
}
