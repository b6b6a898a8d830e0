//! A decision for programs: one object, the same at every edge.
//!
//! In scope: names and order of its fields; fields are only ever added.
//! Out of scope: words; a program reads names.

use super::view::{Change, DecisionView, FlipView};
use serde_json::{Value, json};

impl DecisionView {
    /// Returns the object.
    pub fn to_json(&self) -> Value {
        let cited = self.cited.as_ref();
        let names = |all: Vec<&str>| -> Value { all.into() };
        let because = self.because.iter().map(|b| json!({"fact": b.fact, "value": b.value}));
        let blocked = self.blocked.iter().map(|b| json!({"rule": b.rule, "by": b.by.name()}));
        json!({
            "effect": self.effect.name(),
            "rule": cited.map(|cited| &cited.rule),
            "article": cited.map(|cited| &cited.article),
            "quote": cited.map(|cited| &cited.quote),
            "choices": self.choices,
            "needs": names(self.needs.iter().map(|need| need.fact).collect()),
            "because": because.collect::<Vec<Value>>(),
            "blocked": blocked.collect::<Vec<Value>>(),
            "flips": self.flips.iter().map(flip).collect::<Vec<Value>>(),
            "alternatives": names(self.alternatives.iter().map(|act| act.name).collect()),
            "readings": names(self.readings.iter().map(|reading| reading.id.as_str()).collect()),
            "as_of": {"on": self.on.to_string(), "known_at": self.known_at.to_string()},
        })
    }
}

fn flip(flip: &FlipView) -> Value {
    let change = |change: &Change| {
        let Change { predicate, holds, says } = change;
        json!({"predicate": predicate, "holds": holds, "zh": says.zh, "en": says.en})
    };
    json!({
        "facts": flip.facts,
        "so_that": flip.so_that.iter().map(change).collect::<Vec<Value>>(),
        "effect": flip.effect.name(),
    })
}
