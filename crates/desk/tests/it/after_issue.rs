//! Certificates after issue on a house in a folder: what the act leaves, what verifiers are told
//! then, and lists of older certificates that are wrong.

use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, ORIGIN, Stage, day, receipt_rule};
use desk::import_legacy::{LegacyCertificate, LegacyKind, read_legacy};
use desk::import_sheet::{Options, SheetFile, Taken};
use desk::keep_numbers::digest_of;
use desk::ports::{Clock as _, Verifier};
use desk::revoke_certificates::Grounds;
use desk::supervise::{CaseAsk, FindingAsk};
use desk::verdict::{About, Answer, Verdict};
use desk::verifier::Counter;
use desk::verify_certificate::{Holder, TrustedLog, verify};
use desk::{
    CaseId, CorrectionReason, FindingCode, LegacyForm, ReissueReason, RevocationReason, Serials,
    Status, Step,
};
use seal::Bundle;

struct Held {
    stage: Stage,
    numbers: Vec<String>,
    /// The first certificate's file, as it was issued.
    file: Bundle,
}

fn held() -> Held {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(5);
    let on = stage.on("2020-12-16");
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    let file = stage.house.certificate_file(&issued.numbers[0]).unwrap();
    Held { stage, numbers: issued.numbers, file }
}

fn line(verdict: &Verdict, about: About) -> (Answer, &str, Option<&str>) {
    let found = verdict.lines.iter().find(|line| line.about == about);
    let line = found.unwrap_or_else(|| panic!("{about:?} in {verdict:?}"));
    (line.answer, &line.en, line.quote.as_deref())
}

fn grounds(reason: RevocationReason) -> Grounds {
    Grounds { reason, case: Some(0), told_on: day("2020-12-18"), heard_until: day("2021-01-04") }
}

#[test]
fn a_corrected_certificate_has_a_new_file_and_its_old_one_says_so() {
    let Held { mut stage, numbers, file } = held();
    let people = stage.people(5);
    let on = stage.on("2020-12-20");
    let (new, reason) = (("虚构新名", &people[0].document), CorrectionReason::Name);
    let done = stage.house.correct((EMPLOYER, on), &numbers[0], new, reason).unwrap();
    assert_eq!(receipt_rule(&done), "2020-80/p6.level-certificate-is-kept");
    let again = stage.house.correct((EMPLOYER, on), &numbers[0], new, reason).unwrap();
    assert!(again.repeated && again.index == done.index);

    let corrected = stage.house.certificate_file(&numbers[0]).unwrap();
    let (old, new) = (file.to_string().into_bytes(), corrected.to_string().into_bytes());
    let trusted = TrustedLog {
        origin: ORIGIN.into(),
        key: stage.house.log_key(ORIGIN).unwrap(),
        landmarks: None,
    };
    let holder = Holder { name: Some("虚构新名"), document: Some(people[0].document.number()) };
    let offline = verify(stage.house.room(), &*stage.clock, Some(&trusted), &new, holder);
    for about in [About::Number, About::InLog, About::Signed, About::Holder, About::Lawful] {
        assert_eq!(line(&offline, about).0, Answer::Yes, "{offline:?}");
    }
    let (answer, said, _) = line(&offline, About::Status);
    assert_eq!(answer, Answer::CouldNotCheck);
    assert!(said.contains(&format!("entry {}", done.index)), "{said}");
    // Another entry in the place of the correction is none.
    let mut other = corrected.clone();
    other.entries.last_mut().unwrap().bytes = file.entries[0].bytes.clone();
    let verdict = verify(
        stage.house.room(),
        &*stage.clock,
        Some(&trusted),
        other.to_string().as_bytes(),
        holder,
    );
    assert_eq!(line(&verdict, About::InLog).0, Answer::No);

    let index = done.index;
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    let verdict = counter.file(&old, None, None);
    let (answer, said, _) = line(&verdict, About::Status);
    assert_eq!(answer, Answer::No);
    assert!(said.starts_with(&format!("corrected, see entry {index} of the log")), "{said}");
    for verdict in [counter.file(&new, None, None), counter.number(&numbers[0])] {
        let (answer, said, _) = line(&verdict, About::Status);
        assert_eq!(answer, Answer::Yes);
        assert!(said.contains("corrected on 2020-12-20"), "{said}");
    }
}

#[test]
fn a_second_correction_replaces_the_first_and_its_file() {
    let Held { mut stage, numbers, .. } = held();
    let people = stage.people(5);
    let on = stage.on("2020-12-20");
    let reason = CorrectionReason::Both;
    let first = ("虚构甲", &people[0].document);
    stage.house.correct((EMPLOYER, on), &numbers[0], first, reason).unwrap();
    let before = stage.house.certificate_file(&numbers[0]).unwrap().to_string().into_bytes();
    let second = ("虚构乙", &people[1].document);
    stage.house.correct((EMPLOYER, on), &numbers[0], second, reason).unwrap();
    let mut stage = stage.reopened();
    let after = stage.house.certificate_file(&numbers[0]).unwrap().to_string().into_bytes();
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    let document = people[1].document.number();
    let verdict = counter.file(&after, Some("虚构乙"), Some(document));
    assert_eq!(line(&verdict, About::Holder).0, Answer::Yes);
    assert_eq!(line(&verdict, About::Status).0, Answer::Yes);
    assert_eq!(line(&counter.file(&before, None, None), About::Status).0, Answer::No);
}

/// A case about the employer, in which a rush is found.
pub fn found_in_a_rush(stage: &mut Stage, on: vocab::Day) {
    let ask = CaseAsk {
        subject: EMPLOYER,
        grounds: desk::Grounds::Audit,
        inspection: None,
        draw: None,
        text: "审计移送".into(),
    };
    stage.house.open_case((AUTHORITY, on), &ask).unwrap();
    let (case, code) = (CaseId(0), FindingCode::Rush);
    let (session, rows, text) = (None, vec![], "两月内集中发证".into());
    let ask = FindingAsk { case, code, session, rows, text };
    stage.house.record_finding((AUTHORITY, on), ask).unwrap();
}

#[test]
fn a_batch_is_revoked_in_one_act_and_every_verdict_says_why_and_under_which_rule() {
    let Held { mut stage, numbers, file } = held();
    let on = stage.on("2021-01-05");
    let header = stage.house.certificate(&numbers[0]).unwrap().header;
    let rush = grounds(RevocationReason::Rush);
    let refused = stage.house.revoke_batch((AUTHORITY, on), header, Serials::All, rush);
    assert_eq!(stage.refused_by(refused), "2020-80/p6.supervision-is-exercised");
    found_in_a_rush(&mut stage, on);
    let refused = stage.house.revoke_batch((EMPLOYER, on), header, Serials::All, rush);
    assert_eq!(stage.refused_by(refused), "2020-80/p4.authority-revokes");
    let early = Grounds { heard_until: day("2021-01-05"), ..rush };
    let refused = stage.house.revoke_batch((AUTHORITY, on), header, Serials::All, early);
    assert_eq!(stage.refused_by(refused), "2020-80/p4.irregular-is-revoked");
    let size = stage.house.size();
    stage.house.revoke_batch((AUTHORITY, on), header, Serials::All, rush).unwrap();
    assert_eq!(stage.house.size(), size + 1);
    let refused = stage.house.revoke((AUTHORITY, on), &numbers[1], rush);
    assert_eq!(stage.refused_by(refused), "2020-80/p4.revoked-once");
    let refused = stage.house.reissue((EMPLOYER, on), &numbers[1], 5, ReissueReason::Lost);
    assert_eq!(stage.refused_by(refused), "2020-80/p4.revoked-is-not-mended");
    let view = stage.house.see_certificate(&numbers[2]).unwrap();
    assert!(matches!(view.status, Status::Revoked(r) if r.case == Some(0)));

    let file = file.to_string().into_bytes();
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    for verdict in [counter.file(&file, None, None), counter.number(&numbers[2])] {
        let (answer, said, quote) = line(&verdict, About::Status);
        assert_eq!((answer, quote), (Answer::No, Some("严禁违规、突击发放证书")));
        assert!(said.starts_with("revoked on 2021-01-05"), "{said}");
        assert!(said.contains("in a rush, case 0; under 2020-80/p4.irregular"), "{said}");
        let (answer, _, quote) = line(&verdict, About::Occupation);
        assert_eq!((answer, quote), (Answer::No, Some("严禁违规、突击发放证书")));
    }
}

#[test]
fn an_issuer_takes_back_a_wrong_pass_itself_and_prints_a_lost_certificate_again() {
    let Held { mut stage, numbers, .. } = held();
    let on = stage.on("2021-01-05");
    let wrong = Grounds { case: None, ..grounds(RevocationReason::NotPassed) };
    let done = stage.house.revoke((EMPLOYER, on), &numbers[0], wrong).unwrap();
    assert_eq!(receipt_rule(&done), "2020-80/p4.issuer-takes-back-wrong-pass");
    stage.house.reissue((EMPLOYER, on), &numbers[1], 900_001, ReissueReason::Lost).unwrap();
    let refused = stage.house.reissue((CENTRE, on), &numbers[1], 900_002, ReissueReason::Lost);
    assert_eq!(stage.refused_by(refused), "2020-80/p4.issuer-mends");
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    let verdict = counter.number(&numbers[1]);
    let (answer, said, _) = line(&verdict, About::Status);
    assert_eq!(answer, Answer::Yes);
    assert!(said.contains("the print 900001 counts"), "{said}");
}

pub fn sheet(rows: &str) -> String {
    format!("number,name,document,issued_on,level\n{rows}")
}

/// Numbers of sixteen digits under the centre's code.
pub fn of_the_centre() -> LegacyKind {
    LegacyKind {
        form: LegacyForm::Qualification,
        institution: Some("99991001".parse().unwrap()),
        until: day("2024-06-03"),
    }
}

pub fn read(text: &str) -> Taken<LegacyCertificate> {
    let file = SheetFile::of_bytes("list.csv", text.as_bytes().to_vec());
    read_legacy(&file, of_the_centre(), &Options::default(), &mut |_| {})
}

#[test]
fn a_certificate_of_an_older_list_is_told_as_such_with_the_words_that_keep_it_valid() {
    let mut stage = Stage::new();
    let people = stage.people(2);
    let row = |n: u32, person: usize| {
        let document = people[person].document.number();
        format!("159999100140000{n},虚构某,{document},2015-06-0{n},4\n")
    };
    let text = sheet(&format!("{}{}", row(1, 0), row(2, 1)));
    let register = |stage: &mut Stage, by, on, row| {
        let taken = read(&text);
        assert!(taken.report.is_good(), "{:?}", taken.report.errors);
        stage
            .house
            .import_legacy((by, on), row, of_the_centre(), taken, &mut |_| {})
            .map(|mut receipts| receipts.remove(0))
    };
    let on = stage.on("2024-06-03");
    let turner = stage.row("车工");
    let done = register(&mut stage, AUTHORITY, on, turner).unwrap();
    let again = register(&mut stage, AUTHORITY, on, turner).unwrap();
    assert!(again.repeated && again.index == done.index);
    let refused = register(&mut stage, EMPLOYER, on, turner);
    assert_eq!(stage.refused_by(refused), "2020-80/p4.legacy-comes-from-its-keeper");
    let stage = stage.reopened();
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    let verdict = counter.number("1599991001400002");
    let (answer, said, _) = line(&verdict, About::InLog);
    assert_eq!(answer, Answer::Yes);
    assert!(said.contains("number 0, 2 certificates"), "{said}");
    let quote = "退出目录前已发放的职业资格证书继续有效，可作为持证者职业能力水平的证明";
    let (answer, _, words) = line(&verdict, About::Occupation);
    assert_eq!((answer, words), (Answer::Yes, Some(quote)));
    assert_eq!(line(&counter.number("1599991001400003"), About::InLog).0, Answer::No);
}

#[test]
fn every_wrong_row_of_a_list_is_named_and_nothing_of_it_enters() {
    let stage = Stage::new();
    let document = stage.people(1)[0].document.number().to_string();
    let check = |row: &str, expect: &[(u32, &str)]| {
        let taken = read(&sheet(&row.replace("ID", &document)));
        let errors = &taken.report.errors;
        let got: Vec<(u32, &str)> =
            errors.iter().map(|e| (e.row.unwrap_or(0), e.reason.code())).collect();
        assert_eq!(got, expect, "{row}");
        assert_eq!(taken.rows.is_empty(), row.lines().count() != 2 && !expect.is_empty());
        assert!(!errors.iter().any(|error| error.to_string().contains(&document)));
    };
    check("1599991001400001,虚构某,ID,2015-06-01,4", &[]);
    check("1599991002400001,虚构某,ID,2015-06-01,4", &[(2, "certificate-institution")]);
    check("1599991001400001,虚构某,ID,2016-06-01,4", &[(2, "certificate-year")]);
    check("2599991001400001,虚构某,ID,2025-06-01,4", &[(2, "future")]);
    check("1599991001400001,虚构某,ID,2015-06-31,4", &[(2, "day")]);
    check("1599991001400001,虚构某,ID,2015-06-01,3", &[(2, "certificate-level")]);
    check("1599991001400001,虚构某,ID,2015-06-01,9", &[(2, "level")]);
    check("1599991001400001,,,2015-06-01,4", &[(2, "blank"), (2, "blank")]);
    check("1599991001400001,虚构某,110101199003070000,2015-06-01,4", &[(2, "rounded")]);
    check("1599991001400001,虚构某,110101199003070001,2015-06-01,4", &[(2, "check-digit")]);
    check("15999910014,虚构某,ID,2015-06-01,4", &[(2, "certificate-form")]);
    check("1599991001400001,虚构某,ID,2015-06-01", &[(2, "blank")]);
    let one = "1599991001400001,虚构某,ID,2015-06-01,4\n";
    check(&format!("{one}{one}"), &[(3, "repeated")]);
    check("", &[(0, "no-rows")]);
}

#[test]
fn what_turned_is_kept_when_the_house_is_opened_again() {
    let mut stage = Stage::new();
    let basis = digest_of("转等级认定（示例文本）".as_bytes()).0;
    let on = stage.on("2021-02-01");
    let guard = stage.row("保安员");
    let refused = stage.house.announce_exit((AUTHORITY, on), guard, None);
    assert_eq!(stage.refused_by(refused), "2020-80/p2.access-does-not-leave");
    let done = stage.house.reclassify((AUTHORITY, on), guard, Step::TurnedToLevel, basis).unwrap();
    assert_eq!(receipt_rule(&done), "2020-80/p6.turned-by-law");
    let digest = stage.house.state().digest();
    let stage = stage.reopened();
    assert_eq!(stage.house.state().digest(), digest);
    assert_eq!(stage.house.state().exit(guard).turned_on, Some(on));
    assert!(on <= stage.clock.now().day_in_china());
}
