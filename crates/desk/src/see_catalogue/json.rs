//! The catalogue for programs: one object for the list, one for an occupation.
//!
//! In scope: names and order of their fields; fields are only ever added.
//! Out of scope: words; a program reads names.

use super::{ActNow, CatalogueRow, CatalogueView, OccupationView, Scheme};
use crate::ask_law::FactValue;
use crate::see_turns::RecordedStep;
use serde_json::{Value, json};
use vocab::Day;

impl Scheme {
    /// Returns `old` or `new`.
    pub const fn name(self) -> &'static str {
        match self {
            Scheme::Old => "old",
            Scheme::New => "new",
        }
    }
}

impl CatalogueView {
    /// Returns the object.
    pub fn to_json(&self) -> Value {
        json!({
            "on": self.on.to_string(),
            "known_at": self.known_at.to_string(),
            "rows_total": self.rows_total,
            "rows": self.rows.iter().map(row).collect::<Vec<Value>>(),
        })
    }
}

impl OccupationView {
    /// Returns the object; `acts` is empty where no law is in force yet.
    pub fn to_json(&self) -> Value {
        let acts = self.acts.as_deref().unwrap_or_default();
        json!({
            "on": self.on.to_string(),
            "known_at": self.known_at.to_string(),
            "occupation": row(&self.row),
            "assumed": self.assumed.iter().map(assumed).collect::<Vec<Value>>(),
            "recorded": self.recorded.iter().map(RecordedStep::to_json).collect::<Vec<Value>>(),
            "acts": acts.iter().map(act).collect::<Vec<Value>>(),
        })
    }
}

fn assumed(one: &FactValue) -> Value {
    json!({"fact": one.fact, "value": one.value})
}

fn row(row: &CatalogueRow) -> Value {
    let correction = row.correction.as_ref().map(|c| {
        let evidence = json!({"zh": c.evidence.zh, "en": c.evidence.en});
        json!({"id": c.id, "evidence": evidence, "confidence": c.confidence})
    });
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    json!({
        "item": row.name.item,
        "qualification": row.name.qualification,
        "occupation": row.name.best(),
        "printed": row.name.printed,
        "canonical": row.name.canonical,
        "correction": correction,
        "departments": row.departments,
        "fate": row.fate.map(|fate| fate.name()),
        "standing": row.standing.name(),
        "planned_last_day": day(row.planned_last_day),
        "actual_day": day(row.actual_day),
        "days_left": row.days_left,
        "source_line": row.source_line,
    })
}

fn act(now: &ActNow) -> Value {
    let cited = now.cited.as_ref();
    json!({
        "act": now.act.name,
        "scheme": now.scheme.name(),
        "effect": now.effect.name(),
        "rule": cited.map(|cited| &cited.rule),
        "article": cited.map(|cited| &cited.article),
        "quote": cited.map(|cited| &cited.quote),
        "needs": now.needs,
    })
}
