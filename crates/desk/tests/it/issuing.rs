//! Issuing: a permit and one unused passed row for each certificate, serials without a gap.
//!
//! Keeps: I-REG-2, I-REG-3, I-REG-4, I-LOG-2. Out of scope: files of certificates.

use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage, day, receipt_rule};
use desk::house::Request;
use desk::house_error::HouseError;
use desk::{BodyAct, BodyReason, PublicAct, Scheme};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use store::DATABASE_FILE;

#[test]
fn i_reg_2_no_certificate_without_a_permit_and_one_unused_passed_row() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(5);
    let on = stage.on("2020-12-16");
    let days = (on, on);
    let size = stage.house.size();
    let mut check = |rows: &[u32], dated: &str, expect: &str| {
        let result = stage.house.issue(EMPLOYER, session, (day(dated), on), rows);
        assert_eq!(stage.refused_by(result), expect, "{rows:?} {dated}");
        assert_eq!(stage.house.size(), size, "a refused batch leaves nothing");
    };
    let no_session = "2020-80/p6.no-level-certificate-without-session";
    check(&[4], "2020-12-16", no_session); // did not pass
    check(&[9], "2020-12-16", no_session); // no such row
    check(&[0, 0], "2020-12-16", no_session); // twice in one batch
    check(&[], "2020-12-16", "2020-80/p4.no-certificate-without-exam");
    check(&[0], "2020-12-04", "2020-80/p6.level-dates-are-in-order"); // before it was held
    check(&[0], "2020-12-17", "2020-80/p6.level-dates-are-in-order"); // after it is issued
    stage.house.issue(EMPLOYER, session, days, &[0, 1]).unwrap();
    let result = stage.house.issue(EMPLOYER, session, days, &[1, 2]);
    assert_eq!(stage.refused_by(result), no_session, "row 1 carries a certificate already");
    let result = stage.house.issue(CENTRE, session, days, &[2]);
    assert_eq!(stage.refused_by(result), "2020-80/p5.within-scope", "another's session");
}

#[test]
fn i_reg_3_serials_are_gapless_per_site_year_and_level() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    let mut numbers = Vec::new();
    for rows in [&[0, 1][..], &[4], &[2, 3]] {
        numbers.extend(stage.house.issue(EMPLOYER, session, (on, on), rows).unwrap().numbers);
    }
    let expect: Vec<String> = (1..=5).map(|n| format!("Y000099000001204{n:06}")).collect();
    assert_eq!(numbers, expect);
}

#[test]
fn i_log_2_a_certificate_exists_if_and_only_if_its_entry_does() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    let before = stage.house.size();
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    assert_eq!(stage.house.size(), before + 4, "a header and three certificates");
    for number in &issued.numbers {
        assert!(stage.house.certificate_file(number).is_ok(), "{number}");
    }
    for number in ["Y000099000001204000004", "Y000099000001203000001", "Y000099000001214000001"] {
        let missing = stage.house.certificate_file(number);
        assert!(matches!(missing, Err(HouseError::NoCertificate)), "{number}");
    }
}

#[test]
fn i_reg_4_an_exit_never_changes_a_certificate_issued_before_it() {
    let mut stage = Stage::new();
    let on = stage.on("2020-08-10");
    let plan = stage.plan(Scheme::Qualification, "车工", "2020-08-20", "2020-08-29");
    let (exam, _) = stage.house.announce(CENTRE, on, "exam", plan).unwrap();
    let people = stage.people(1);
    let on = stage.on("2020-08-15");
    stage.house.accept(exam, on, &people).unwrap();
    let on = stage.on("2020-08-21");
    stage.house.close_registration(CENTRE, exam, on).unwrap();
    let on = stage.on("2020-09-05");
    let score = desk::candidates::Score { place: 0, theory_tenths: 600, skill_tenths: 600 };
    stage.house.record_results(CENTRE, exam, (day("2020-08-29"), on), &[score]).unwrap();
    let on = stage.on("2020-09-10");
    let issued = stage.house.issue(CENTRE, exam, (on, on), &[0]).unwrap();
    assert_eq!(receipt_rule(&issued.receipt), "2020-80/p4.certificates-are-issued-strictly");
    let file = |stage: &mut Stage| {
        let file = stage.house.certificate_file(&issued.numbers[0]).unwrap();
        file.entries.iter().map(|e| e.bytes.clone()).collect::<Vec<_>>()
    };
    let before = file(&mut stage);
    // The exit comes, and other things are done after it.
    stage.confirmed_session(3);
    assert_eq!(file(&mut stage), before);
}

#[test]
fn a_request_repeated_is_answered_again_and_the_same_name_for_another_is_refused() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    let first = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap();
    let size = stage.house.size();
    let again = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap();
    assert_eq!(again.numbers, first.numbers);
    assert!(again.receipt.repeated && !first.receipt.repeated);
    assert_eq!(stage.house.size(), size);
    let result = stage.house.issue(EMPLOYER, session, (on, on), &[0, 2]);
    assert!(matches!(result, Err(HouseError::OtherRequest(_))));
}

#[test]
fn a_request_that_the_first_programs_kept_by_its_debug_form_is_answered_again() {
    let mut stage = Stage::new();
    let removed = BodyAct::Remove { body: EMPLOYER, reason: BodyReason::OwnRequest };
    let (on, act) = (stage.on("2021-01-04"), PublicAct::Body(removed));
    let request = Request { actor: Some(AUTHORITY), on, name: "remove".into(), act };
    let first = stage.house.record(&request, &[]).unwrap();
    let said = format!("{:?} {:?} {:?}", request.actor, request.on, request.act);
    let digest: [u8; 32] = Sha256::digest(said.as_bytes()).into();
    let database = Connection::open(stage.folder.path().join(DATABASE_FILE)).unwrap();
    let place = first.index as i64;
    let put = "UPDATE answers SET request = ?1 WHERE first = ?2";
    assert_eq!(database.execute(put, rusqlite::params![&digest[..], place]).unwrap(), 1);
    let again = stage.house.record(&request, &[]).unwrap();
    assert!(again.repeated && again.index == first.index);
    let later = Request { on: stage.on("2021-01-05"), ..request };
    let refused = stage.house.record(&later, &[]);
    assert!(matches!(refused, Err(HouseError::OtherRequest(_))), "{refused:?}");
}
