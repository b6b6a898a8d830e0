//! The report of a checked log, for people and for programs.
//!
//! In scope: the two forms. Out of scope: what is in it (`recheck`).

use crate::aligned::aligned;
use desk::words::{Lang, Words};
use recheck::{Finding, KeyFrom, Report};
use serde_json::{Value, json};
use vocab::Hash;

/// Returns the report as lines.
pub(crate) fn text(words: &Words, report: &Report) -> String {
    let mut rows = vec![
        (words.say("recheck-log", &[]), report.origin.clone()),
        (words.say("recheck-key", &[]), key(words, report)),
        (words.say("recheck-size", &[]), size(words, report)),
    ];
    if let Some(root) = report.root {
        rows.push((words.say("recheck-root", &[]), Hash(root).to_string()));
    }
    rows.push((words.say("recheck-certificates", &[]), report.tally.certificates.to_string()));
    rows.push((words.say("recheck-acts", &[]), acts(words, report)));
    if let Some(outcome) = &report.outcome {
        let counts = words.say(
            "recheck-counts",
            &[
                ("organisations", outcome.organisations.into()),
                ("bodies", outcome.bodies.into()),
                ("sessions", outcome.sessions.into()),
            ],
        );
        rows.push((words.say("recheck-register", &[]), counts));
        rows.push((words.say("recheck-law", &[]), outcome.law.to_string()));
        rows.push((words.say("recheck-state", &[]), outcome.state.to_string()));
    }
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(name, value)| vec![name, value]).collect();
    let mut text = aligned(&rows);
    for doubt in &report.doubts {
        let said = words.say(
            "recheck-doubt",
            &[
                ("organisation", doubt.organisation.0.into()),
                ("key", doubt.key.to_string().into()),
                ("since", doubt.since.to_string().into()),
                ("from", doubt.from.into()),
            ],
        );
        text.push_str(&format!("? {said}\n"));
    }
    text.push_str(&verdict(words, report));
    text
}

fn key(words: &Words, report: &Report) -> String {
    match report.key_from {
        KeyFrom::Given => words.say("recheck-key-given", &[]),
        KeyFrom::Log => words.say("recheck-key-own", &[]),
    }
}

fn size(words: &Words, report: &Report) -> String {
    let (size, entries) = (report.size.into(), report.entries.into());
    words.say("recheck-entries", &[("size", size), ("entries", entries)])
}

fn acts(words: &Words, report: &Report) -> String {
    let kinds = report.tally.acts.iter();
    let kinds: Vec<String> = kinds
        .map(|(kind, count)| {
            let variables = [("kind", (*kind).into()), ("count", (*count).into())];
            words.say("recheck-act", &variables)
        })
        .collect();
    kinds.join(&words.say("recheck-separator", &[]))
}

fn verdict(words: &Words, report: &Report) -> String {
    if report.is_clean() {
        let said = match report.outcome {
            Some(_) => words.say("recheck-clean", &[]),
            None => words.say("recheck-clean-tree", &[]),
        };
        return format!("✓ {said}\n");
    }
    let count = report.findings.len();
    let mut text = format!("✗ {}\n", words.say("recheck-findings", &[("count", count.into())]));
    for finding in &report.findings {
        text.push_str(&line(words, finding));
    }
    if report.stopped {
        text.push_str(&format!("{}\n", words.say("recheck-stopped", &[])));
    }
    text
}

fn line(words: &Words, finding: &Finding) -> String {
    let index = finding.index.map(|i| words.say("recheck-entry", &[("index", i.into())]));
    let place: Vec<String> = index.into_iter().chain(finding.path.clone()).collect();
    let said = match words.lang() {
        Lang::Zh => &finding.zh,
        Lang::En => &finding.en,
    };
    let mut text = match place[..] {
        [] => format!("  {said}\n"),
        _ => format!("  {} — {said}\n", place.join(" ")),
    };
    if let Some(quote) = &finding.quote {
        let rule = finding.rule.as_deref().unwrap_or_default();
        text.push_str(&format!("      「{quote}」 {rule}\n"));
    }
    text
}

/// Returns the report as one object.
pub(crate) fn object(report: &Report) -> Value {
    let finding = |finding: &Finding| {
        json!({
            "kind": finding.kind.name(),
            "entry": finding.index,
            "file": finding.path,
            "rule": finding.rule,
            "quote": finding.quote,
            "zh": finding.zh,
            "en": finding.en,
        })
    };
    let outcome = report.outcome.as_ref().map(|outcome| {
        json!({
            "organisations": outcome.organisations,
            "bodies": outcome.bodies,
            "sessions": outcome.sessions,
            "state": outcome.state.to_string(),
            "law": outcome.law.to_string(),
        })
    });
    let doubt = |doubt: &recheck::Doubt| {
        json!({
            "organisation": doubt.organisation.0,
            "key": doubt.key.to_string(),
            "since": doubt.since.to_string(),
            "from_entry": doubt.from,
        })
    };
    json!({
        "ok": report.is_clean(),
        "log": report.origin,
        "key": match report.key_from { KeyFrom::Given => "given", KeyFrom::Log => "own_word" },
        "size": report.size,
        "root": report.root.map(|root| Hash(root).to_string()),
        "entries": report.entries,
        "certificates": report.tally.certificates,
        "acts": report.tally.acts,
        "register": outcome,
        "doubts": report.doubts.iter().map(doubt).collect::<Vec<Value>>(),
        "findings": report.findings.iter().map(finding).collect::<Vec<Value>>(),
        "stopped": report.stopped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of acts by area, as `PublicAct` and `recheck::Tally` name them.
    const KINDS: [&[&str]; 8] = [
        &[
            "founding",
            "recognising",
            "announcing",
            "closing",
            "recording",
            "confirming",
            "issuing",
            "settling",
            "inspecting",
            "landmarking",
            "rotating",
            "retiring",
            "compromising",
            "adding",
        ],
        &["announce-exit", "reclassify"],
        &["complete-batch", "report-choices", "close-exam"],
        &["admit-cohort", "change-cohort", "complete-cohort", "name-cohort-body", "report-cohort"],
        &[
            "registering",
            "describing",
            "applying",
            "reviewing",
            "granting",
            "amending",
            "renewing",
            "suspending",
            "reinstating",
            "removing",
            "changing-site",
            "converting",
        ],
        &[
            "arranging",
            "signing-in",
            "objecting",
            "deciding-objection",
            "revising-results",
            "archiving",
            "lending",
            "declaring-relation",
        ],
        &["correct", "reissue", "revoke", "register-legacy", "open-counter", "stock"],
        &[
            "hold",
            "release",
            "draw-population",
            "draw-witness",
            "draw-nonce",
            "draw",
            "inspected",
            "case",
            "finding",
            "rectify",
            "rectified",
            "sanction",
            "appeal",
            "appeal-decided",
            "case-closed",
            "relation",
        ],
    ];

    #[test]
    fn every_kind_of_act_has_a_name_of_its_own_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::of(lang);
            let say = |kind: &str| {
                let variables = [("kind", kind.into()), ("count", 1_u64.into())];
                words.say("recheck-act", &variables)
            };
            let mut said: Vec<String> = KINDS.concat().into_iter().map(say).collect();
            assert!(!said.contains(&say("no such kind")), "{lang:?}");
            let count = said.len();
            said.sort();
            said.dedup();
            assert_eq!(said.len(), count, "{lang:?}: two kinds share a name");
        }
    }
}
