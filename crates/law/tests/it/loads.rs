//! A law folder with a fault says which, where and what to do.
//!
//! Out of scope: faults of cases (`cases`).

use crate::folder::Folder;

fn check(folder: Folder, expect: &str) {
    let files = folder.files();
    let fault = match law::load(&files) {
        Err(fault) => fault,
        Ok(law) => law.check(&files).unwrap_err().remove(0),
    };
    let told = fault.to_string();
    assert!(told.starts_with(expect), "told:     {told}\nexpected: {expect}");
}

#[test]
fn a_fault_in_a_law_folder_names_file_line_field_and_remedy() {
    let good = Folder::read();
    let p4 = "2020-80/rules/p4.toml";
    check(
        good.clone().with(p4, "quote = \"严禁违规、突击发放证书\"", "quote = \"严禁突击发证\""),
        "2020-80/rules/p4.toml:33: quote of 2020-80/p4.no-certificate-without-exam: the paragraph \
         does not hold the words 「严禁突击发证」; copy them from text.zh.md",
    );
    check(
        good.clone().with(p4, "effect = \"permit\"", "effect = \"allow\""),
        "2020-80/rules/p4.toml:8: effect of 2020-80/p4.examinations-are-regular: `allow` is not \
         allowed here; it takes permit, forbid, duty or offer_choice",
    );
    check(
        good.clone().with(p4, "when = \"pace_exceeded\"", "when = \"pace_doubled\""),
        "2020-80/rules/p4.toml:58: when of 2020-80/p4.no-rush: there is no predicate `pace_doubled`",
    );
    check(
        good.clone().with(p4, ", \"2020-80/p3.held-exam-is-certified\"]", "]"),
        "2020-80/rules/p4.toml:32: overrides of 2020-80/p4.no-certificate-without-exam: \
         `2020-80/p3.held-exam-is-certified` (三, duty) and \
         `2020-80/p4.no-certificate-without-exam` (四, forbid) disagree about \
         `issue-qualification-certificate` and neither overrides the other; for example not passed",
    );
    check(
        good.clone().with(
            "2020-80/rules/p3.toml",
            "overrides = [\"2020-80/p2.batch1-has-left\", \"2020-80/p2.batch2-has-left\"]\n\
             readings = [\"R-3-1\", \"R-3-3\", \"R-3-9\"]\nzh = \"考试已",
            "overrides = [\"2020-80/p4.no-rush\"]\nzh = \"考试已",
        ),
        "2020-80/rules/p3.toml:80: overrides (act `issue-qualification-certificate`) of \
         2020-80/p3.held-exam-is-certified: rules override each other in a circle: \
         2020-80/p3.held-exam-is-certified → 2020-80/p4.no-rush; drop one",
    );
    check(
        good.clone().with(p4, "effect = \"permit\"", "effect = \"permit\"\nwhen = \"passed\""),
        "2020-80/rules/p2.toml: acts: `announce-exam` has 0 base rules; exactly one of its rules \
         must have no `when`",
    );
    check(
        good.clone().with("2020-80/unruled.toml", "words = \"四、\"", "words = \"四\""),
        "2020-80/text.zh.md: p4: no rule quotes the words 「、」; quote them in a rule, or list them \
         in unruled.toml with the reason",
    );
    check(
        good.clone().with("2020-80/source.txt", "突击发放证书", "突击发放证"),
        "2020-80/text.zh.md: text: not the source less the listed deletions",
    );
    check(
        good.with(
            "2020-80/instrument.toml",
            "effective = \"2020-07-21\"",
            "effective = \"2020-7\"",
        ),
        "2020-80/instrument.toml:7: effective: `2020-7` is not allowed here; it takes a day as \
         YYYY-MM-DD",
    );
}
