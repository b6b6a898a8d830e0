//! Two times: what is recorded later never changes an answer as of an earlier instant.
//!
//! Keeps: I-LAW-3. The later law is a copy of the repository's with one more local instrument and
//! one more correction, known from a later day. Out of scope: what the rules say.

use crate::diagram_agrees::{Dice, ask, facts, random};
use crate::folder::Folder;
use law::{ExitNotice, Question};
use vocab::{Day, Instant};

/// Adds an instrument of region 32 that forbids what the notice permits, known from 2021-06-01 and
/// in effect from 2020-07-21 on: recorded late, reaching back.
fn with_later_instrument(mut folder: Folder) -> Folder {
    let copied: Vec<(String, Vec<u8>)> = folder
        .0
        .iter()
        .filter(|(path, _)| path.starts_with("js-2020-09-16/"))
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let text = text
                .replace("js-2020-09-16/", "later/")
                .replace("effective = \"2020-09-16\"", "effective = \"2020-07-21\"")
                .replace("known_from = \"2020-09-17\"", "known_from = \"2021-06-01\"")
                .replace("jurisdiction = \"32\"", "");
            (path.replace("js-2020-09-16/", "later/"), text.into_bytes())
        })
        .filter(|(path, _)| !path.contains("p3.toml"))
        .collect();
    folder.0.extend(copied);
    let p3 = "[[unruled]]\nparagraph = \"p3\"\nwords = \"";
    folder.with(
        "later/unruled.toml",
        p3,
        "[[unruled]]\nparagraph = \"p3\"\nreason = \"x\"\nwords = \"3. 已受理的批次须在最后一日前在网上平台完成五步：计划制定并发布、考生数据录入、资格审核、考场编排、准考证号生成；当日系统截止，手续不完备的批次作废。\"\n\n[[unruled]]\nparagraph = \"p3\"\nwords = \"",
    )
}

#[test]
fn i_law_3_recording_something_later_never_changes_an_answer_as_of_an_earlier_instant() {
    let before = Folder::read().law();
    let after = with_later_instrument(Folder::read()).law();
    let early = Instant::start_of(Day::from_ymd(2021, 5, 31).unwrap());
    let late = Instant::start_of(Day::from_ymd(2021, 6, 2).unwrap());
    let mut dice = Dice(3);
    let mut moved = 0;
    for _ in 0..20_000 {
        let asked = random(&mut dice);
        let known = facts(&asked.known);
        let question = Question { known_at: early, ..ask(&asked, &known) };
        let told = |law: &law::Law, q: &Question<'_>| {
            let decision = law.decide(q).unwrap();
            (decision.outcome, law.cited(&decision).map(|r| r.id.clone()))
        };
        assert_eq!(told(&before, &question), told(&after, &question));
        let later = Question { known_at: late, ..question };
        moved += usize::from(told(&before, &later) != told(&after, &later));
    }
    assert!(0 < moved, "the later instrument changes something, or this test shows nothing");
}

#[test]
fn a_correction_is_not_known_before_it_was_recorded() {
    let law = Folder::read().law();
    let on = Day::from_ymd(2020, 8, 1).unwrap();
    let name = |known_at: &str| {
        let id = law
            .rows
            .ids()
            .find(|id| law.rows.get(*id).is_some_and(|row| row.canonical() == "缫丝工"));
        let known_at: Instant = known_at.parse().unwrap();
        law.entry(id.unwrap(), on, known_at, &ExitNotice::default()).unwrap().name
    };
    assert_eq!(name("2026-11-21"), "缂丝工");
    assert_eq!(name("2026-11-22"), "缫丝工");
}
