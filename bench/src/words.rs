//! How long one explanation takes, with the text that the command line prints of it.
//!
//! In scope: `Law::explain` and one string with everything it says. Out of scope: colour, width.

use crate::rounds::alone;
use crate::workload::{Asked, Workload};
use law::{Explanation, Law, Question};
use std::fmt::Write as _;
use std::hint::black_box;
use vocab::Instant;

/// Returns the least, median and greatest nanoseconds of one explanation, by round, and how many
/// bytes of text one has.
pub fn measure(law: &Law, work: &Workload, count: usize) -> ([u64; 3], usize) {
    let asked = &work.asked[..count];
    let bytes: usize = asked.iter().map(|a| text(&explained(law, a)).len()).sum();
    let spread = alone(|| {
        for asked in asked {
            black_box(text(&explained(law, black_box(asked))));
        }
    });
    (spread.map(|ns| ns / count as u64), bytes / count)
}

fn explained<'a>(law: &'a Law, asked: &'a Asked) -> Explanation<'a> {
    let &Asked { act, row, on, ref facts } = asked;
    let question = Question { act, row, on, facts, known_at: Instant(i64::MAX), region: None };
    law.explain(&question).expect("the workload asks about days under the law")
}

fn text(why: &Explanation<'_>) -> String {
    let mut out = String::with_capacity(1024);
    write(&mut out, why).expect("writing to a string does not fail");
    out
}

fn write(out: &mut String, why: &Explanation<'_>) -> std::fmt::Result {
    writeln!(out, "{}", why.decision.outcome.name())?;
    if let (Some(rule), Some(article)) = (why.rule, why.article) {
        writeln!(out, "{article}：「{}」", rule.quote)?;
        writeln!(out, "{}\n{}\n{}", rule.id, rule.zh, rule.en)?;
    }
    for choice in why.choices {
        writeln!(out, "choice {choice}")?;
    }
    for key in &why.needs {
        writeln!(out, "needs {key}：{}", key.input().zh)?;
    }
    for (key, effect) in &why.if_none {
        writeln!(out, "{key}=none: {}", effect.name())?;
    }
    for because in &why.because {
        writeln!(out, "because {} = {}", because.fact, because.value)?;
    }
    for blocked in &why.blocked {
        writeln!(out, "not {}: {}", blocked.rule, blocked.by)?;
    }
    for flip in &why.flips {
        write!(out, "{} if {}", flip.effect.name(), flip.facts.join(", "))?;
        for (holds, name, zh) in &flip.so_that {
            write!(out, "; {}{name}（{zh}）", if *holds { "" } else { "not " })?;
        }
        out.push('\n');
    }
    for other in &why.alternatives {
        writeln!(out, "instead: {other}")?;
    }
    for reading in &why.readings {
        writeln!(out, "{}：{}{}", reading.id, reading.question, reading.adopted)?;
    }
    Ok(())
}
