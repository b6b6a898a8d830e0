//! Every fault of a law folder is told in both languages, with its place and its remedy.
//!
//! Out of scope: finding faults (`law`).

use super::*;
use crate::law_folder::LawFolder;
use crate::law_room::LawRoom;
use law::{FateKind, RowId};
use vocab::{Day, Instant};

/// Lays one changed file over the law and tells the first fault; `…` leaves the rest open.
fn check(path: &str, from: &str, to: &str, zh: &str, en: &str) {
    let folder = LawFolder::compiled();
    let kept = std::str::from_utf8(folder.get(path).unwrap()).unwrap();
    assert!(kept.contains(from), "{path} lacks {from}");
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, kept.replacen(from, to, 1)).unwrap();
    let folder = LawFolder::overlaid(directory.path()).unwrap();
    let fault = match LawRoom::load(folder) {
        Err(fault) => fault,
        Ok(room) => room.check().unwrap_err().remove(0),
    };
    for (lang, expect) in [(Lang::Zh, zh), (Lang::En, en)] {
        let said = fault_at(&Words::of(lang), &fault);
        match expect.strip_suffix('…') {
            Some(start) => assert!(said.starts_with(start), "{said}"),
            None => assert_eq!(said, expect),
        }
    }
}

#[test]
fn a_fault_is_told_in_the_language_with_file_line_field_value_and_remedy() {
    let p4 = "2020-80/rules/p4.toml";
    check(
        p4,
        "quote = \"严禁违规、突击发放证书\"",
        "quote = \"严禁突击发证\"",
        "2020-80/rules/p4.toml:33：规则 2020-80/p4.no-certificate-without-exam 的 quote：\
         该段没有「严禁突击发证」这些文字；请从 text.zh.md 照录",
        "2020-80/rules/p4.toml:33: quote of 2020-80/p4.no-certificate-without-exam: the paragraph \
         does not hold the words 「严禁突击发证」; copy them from text.zh.md",
    );
    check(
        p4,
        "effect = \"permit\"",
        "effect = \"allow\"",
        "2020-80/rules/p4.toml:8：规则 2020-80/p4.examinations-are-regular 的 effect：\
         此处不能填“allow”；可填：permit, forbid, duty, offer_choice",
        "2020-80/rules/p4.toml:8: effect of 2020-80/p4.examinations-are-regular: `allow` is not \
         allowed here; it takes permit, forbid, duty, offer_choice",
    );
    check(
        p4,
        ", \"2020-80/p3.held-exam-is-certified\"]",
        "]",
        "2020-80/rules/p4.toml:32：规则 2020-80/p4.no-certificate-without-exam 的 overrides：\
         2020-80/p3.held-exam-is-certified（三，应当办理）与\
         2020-80/p4.no-certificate-without-exam（四，不可以）就行为 \
         issue-qualification-certificate 结论不同，且互不排除；例如：非 passed（成绩合格），…",
        "2020-80/rules/p4.toml:32: overrides of 2020-80/p4.no-certificate-without-exam: \
         `2020-80/p3.held-exam-is-certified` (三, must be done) and \
         `2020-80/p4.no-certificate-without-exam` (四, may not be done) disagree about \
         `issue-qualification-certificate` and neither overrides the other; for example not \
         passed (the candidate passed), …",
    );
    check(
        "2020-80/instrument.toml",
        "effective = \"2020-07-21\"",
        "effective = \"2020-7\"",
        "2020-80/instrument.toml:7：effective：此处不能填“2020-7”；可填：日期，如 2020-07-21",
        "2020-80/instrument.toml:7: effective: `2020-7` is not allowed here; it takes a day as \
         YYYY-MM-DD",
    );
    check(
        "2020-80/readings.toml",
        "question = ",
        "asked = ",
        "2020-80/readings.toml:6：整个文件：没有名为“asked”的字段；请删去，\
         或改为：id, question, adopted, evidence, others, known_from",
        "2020-80/readings.toml:6: file: there is no field `asked`; drop it, or name one of id, \
         question, adopted, evidence, others, known_from",
    );
    check(
        "2020-80/annex.tsv",
        "\tbatch1\t",
        "\tbatch9\t",
        "2020-80/instrument.toml:33：digests.annex.tsv：2020-80/annex.tsv 已按摘要 …",
        "2020-80/instrument.toml:33: digests.annex.tsv: 2020-80/annex.tsv is frozen at …",
    );
}

/// Chinese words of a fault have no English sentence in them: every Latin word is a name.
#[test]
fn no_fault_speaks_one_language_only() {
    let n = || "x".to_string();
    let side = |rule: &str| Side { rule: rule.into(), article: n(), effect: law::Effect::Permit };
    let case = |fault| Fault::Case(fault);
    let (day, instant) = (Day::from_ymd(2020, 7, 21).unwrap(), Instant(0));
    let before = Unanswered::BeforeLaw { on: day, first: day };
    let nothing = Unanswered::NothingKnown { known_at: instant, first: instant };
    let mut faults = vec![
        Fault::Missing,
        Fault::NotText,
        Fault::Form("missing field `id`".into()),
        Fault::Thawed { file: n(), frozen: n(), found: n() },
        Fault::Twice(n()),
        Fault::WrongQuote(n()),
        Fault::Uncovered(n()),
        Fault::NoRow { printed: n(), item: 1, nth: 1 },
        Fault::Base(Act::ALL[0], 2),
        Fault::TooManyRules { rules: 65, max: 64 },
        Fault::Cycle(vec![n()]),
        Fault::Conflict { first: side("a"), second: side("b"), act: Act::ALL[0], case: vec![] },
        Fault::NoCaseDecided,
        Fault::NoCaseUndecided,
        case(CaseFault::Unanswered(before)),
        case(CaseFault::Unanswered(nothing)),
        case(CaseFault::Unanswered(Unanswered::NoSuchRow(RowId(500)))),
        case(CaseFault::Unanswered(Unanswered::NoRule(law::Act::Inspect))),
        case(CaseFault::Outcome { expected: n(), got: Outcome::NeedFact, by: None, needs: vec![] }),
        case(CaseFault::Cites { expected: n(), cited: None }),
        case(CaseFault::Needs { expected: vec![], found: vec![Key::ALL[0]] }),
        Fault::NotDerived(Derivation::Row(1)),
        Fault::NotDerived(Derivation::NoEmphasis(1)),
        Fault::NotDerived(Derivation::OtherLine { line: 1, found: n(), listed: n() }),
        Fault::NotDerived(Derivation::Differs { line: 1, text: n(), source: n() }),
        Fault::Annex(AnnexFault::Cells(2)),
        Fault::Annex(AnnexFault::NotANumber("item", n())),
        Fault::Annex(AnnexFault::NotAFate(n())),
        Fault::Annex(AnnexFault::NoDay { row: n(), fate: FateKind::Access }),
        Fault::Standing(day),
    ];
    faults.extend(Unknown::ALL.map(|what| Fault::Unknown(what, n())));
    let fields = [FieldTakes::Day, FieldTakes::Instant, FieldTakes::Number];
    faults.extend(fields.map(|takes| Fault::Value { value: n(), takes }));
    let (zh, en) = (Words::of(Lang::Zh), Words::of(Lang::En));
    for one in faults {
        let (said_zh, said_en) = (fault(&zh, &one), fault(&en, &one));
        let han = |text: &str| text.chars().any(|c| ('一'..='龥').contains(&c));
        assert!(han(&said_zh), "{one:?}: {said_zh}");
        assert!(!han(&said_en), "{one:?}: {said_en}");
        let english = [" the ", " is ", " of ", " no "].iter().any(|word| said_zh.contains(word));
        assert!(!english, "{one:?}: {said_zh}");
    }
}

#[test]
fn what_the_reader_of_toml_says_otherwise_is_introduced_in_the_language() {
    let zh = fault(&Words::of(Lang::Zh), &Fault::Form("expected `.`".into()));
    assert!(zh.starts_with("文件不合格式") && zh.ends_with("expected `.`"), "{zh}");
}

#[test]
fn a_folder_and_what_is_known_of_a_notice_are_told_in_the_language() {
    let zh = Words::of(Lang::Zh);
    let missing = LawFolder::overlaid(Path::new("no/such/folder")).unwrap_err();
    assert_eq!(folder(&zh, &missing), "无法读取“no/such/folder”：不存在；请核对路径");
    let source = notice::annex::read("item\n").unwrap_err();
    let error = ExpectedError::Annex { path: "2020-80/annex.tsv".into(), source };
    let said = expected(&zh, &error);
    assert!(said.starts_with("law/2020-80/annex.tsv：首行不是规定的表头；请改为：item⇥"), "{said}");
}
