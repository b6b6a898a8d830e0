//! What happens to certificates after issue: who may, in what order, and what the state says then.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::founded::{AUTHORITY, CENTRE, EMPLOYER, Founded, SUPERVISOR, day, law, row, rule_of};
use register::{
    Breach, CertificateAct, CertificateId, CorrectionReason, FindingCode, LegacyForm, LegacyList,
    OrganisationId, PublicAct, ReissueReason, RevocationReason, Scheme, Serials, Status, StockMove,
};
use vocab::Level;

fn correct(header: u64, serial: u32) -> PublicAct {
    PublicAct::Certificate(CertificateAct::Correct {
        certificate: CertificateId { header, serial },
        name: [serial as u8; 32],
        document: [7; 32],
        reason: CorrectionReason::Name,
    })
}

fn reissue(header: u64, serial: u32, print: u64) -> PublicAct {
    let certificate = CertificateId { header, serial };
    let reason = ReissueReason::Lost;
    PublicAct::Certificate(CertificateAct::Reissue { certificate, print, reason })
}

fn revoke(header: u64, runs: &[(u32, u32)], reason: RevocationReason) -> PublicAct {
    let serials = if runs.is_empty() { Serials::All } else { Serials::Runs(runs.to_vec()) };
    PublicAct::Certificate(CertificateAct::Revoke {
        header,
        serials,
        reason,
        case: (reason != RevocationReason::NotPassed).then_some(0),
        told_on: day("2020-10-01"),
        heard_until: day("2020-10-15"),
    })
}

fn stock(from: u64, to: u64, step: StockMove) -> PublicAct {
    PublicAct::Certificate(CertificateAct::Stock { blank: 2015, from, to, step })
}

fn counter(of: OrganisationId, scheme: Scheme, last: u32) -> PublicAct {
    PublicAct::Certificate(CertificateAct::OpenCounter {
        of,
        scheme,
        year: 2020,
        level: Level::Four,
        last,
        source: [8; 32],
    })
}

fn legacy(list: u32, until: &str) -> PublicAct {
    PublicAct::Certificate(CertificateAct::RegisterLegacy(LegacyList {
        list,
        form: LegacyForm::Qualification,
        occupation: row("车工"),
        institution: Some("99991001".parse().unwrap()),
        count: 3,
        root: [1; 32],
        source: [2; 32],
        issued_from: day("2015-03-02"),
        issued_until: day(until),
    }))
}

#[test]
fn a_correction_replaces_the_one_before_it_and_leaves_the_others_alone() {
    let mut world = Founded::new();
    let header = world.issued(Scheme::Level);
    world.must(Some(EMPLOYER), "2020-09-20", correct(header, 2));
    let at = world.state.entries();
    world.must(Some(AUTHORITY), "2020-09-21", correct(header, 2));
    let of = |serial| world.state.corrections().status_of(header, serial);
    assert!(matches!(of(2), Status::Corrected(c) if c.at == at && c.on == day("2020-09-21")));
    assert_eq!((of(1), of(3)), (Status::Valid, Status::Valid));
}

#[test]
fn acts_on_certificates_that_may_not_be_done_name_a_rule_or_a_breach() {
    let mut world = Founded::new();
    let header = world.issued(Scheme::Level);
    world.must(Some(EMPLOYER), "2020-09-20", reissue(header, 1, 5));
    world.case(EMPLOYER, FindingCode::Rush);
    let irregular = RevocationReason::Irregular;
    world.must(Some(AUTHORITY), "2020-10-16", revoke(header, &[(4, 4)], irregular));
    let check = |actor, on: &str, act, expect: &str| {
        assert_eq!(world.refused(actor, on, act), expect);
    };
    let on = "2020-10-20";
    check(EMPLOYER, on, correct(header, 5), "NoSuchCertificate");
    check(EMPLOYER, on, correct(header + 1, 1), "NoSuchCertificate");
    check(CENTRE, on, correct(header, 1), "2020-80/p4.issuer-mends");
    check(SUPERVISOR, on, reissue(header, 1, 6), "2020-80/p4.issuer-mends");
    check(EMPLOYER, on, correct(header, 4), "2020-80/p4.revoked-is-not-mended");
    check(EMPLOYER, on, reissue(header, 1, 5), "PrintUsed");
    check(AUTHORITY, on, revoke(header, &[], irregular), "2020-80/p4.revoked-once");
    check(AUTHORITY, on, revoke(header, &[(3, 4)], irregular), "2020-80/p4.revoked-once");
    check(AUTHORITY, on, revoke(header, &[(1, 5)], irregular), "NoSuchCertificate");
    check(AUTHORITY, on, revoke(header, &[(2, 1)], irregular), "RangeBroken");
    check(AUTHORITY, on, revoke(header, &[(1, 2), (2, 3)], irregular), "RangeBroken");
    check(AUTHORITY, "2020-10-15", revoke(header, &[(1, 1)], irregular), "NotHeard");
    check(SUPERVISOR, on, revoke(header, &[(1, 1)], irregular), "2020-80/p4.authority-revokes");
    check(EMPLOYER, on, revoke(header, &[(1, 1)], irregular), "2020-80/p4.authority-revokes");
    check(EMPLOYER, on, revoke(header, &[(1, 1)], RevocationReason::NotPassed), "done");
    check(AUTHORITY, on, revoke(header, &[(1, 1), (3, 3)], irregular), "done");
}

#[test]
fn nobody_is_revoked_before_the_time_to_be_heard_is_over_or_without_a_finding() {
    let mut world = Founded::new();
    let header = world.issued(Scheme::Qualification);
    let case = world.case(CENTRE, FindingCode::Rush);
    let other = world.case(EMPLOYER, FindingCode::Rush);
    let nothing = world.case(CENTRE, FindingCode::Unfounded);
    let with = |on: &str, told: &str, until: &str, reason, case, expect: &str| {
        let act = PublicAct::Certificate(CertificateAct::Revoke {
            header,
            serials: Serials::All,
            reason,
            case,
            told_on: day(told),
            heard_until: day(until),
        });
        assert_eq!(world.refused(AUTHORITY, on, act), expect, "{on} {told} {until}");
    };
    let rush = RevocationReason::Rush;
    with("2020-10-15", "2020-10-01", "2020-10-15", rush, Some(case), "NotHeard");
    with("2020-10-16", "2020-10-01", "2020-10-15", rush, Some(case), "done");
    with("2020-10-16", "2020-10-15", "2020-10-15", rush, Some(case), "NotHeard");
    with("2020-10-16", "2020-10-01", "2020-10-15", rush, None, "NoFinding");
    with("2020-10-16", "2020-10-01", "2020-10-15", rush, Some(nothing), "NoFinding");
    with("2020-10-16", "2020-10-01", "2020-10-15", rush, Some(other), "CaseOfAnother");
    with("2020-10-16", "2020-10-01", "2020-10-15", rush, Some(nothing + 1), "UnknownCase");
    with("2020-10-16", "2020-10-01", "2020-10-15", RevocationReason::NotPassed, None, "done");
}

#[test]
fn a_whole_batch_is_revoked_in_one_act_and_nothing_of_another() {
    let mut world = Founded::new();
    let first = world.issued(Scheme::Qualification);
    let other = world.issued(Scheme::Level);
    world.case(CENTRE, FindingCode::Rush);
    let entries = world.state.entries();
    let rule =
        world.must(Some(AUTHORITY), "2020-10-16", revoke(first, &[], RevocationReason::Rush));
    assert_eq!(rule, "2020-80/p4.irregular-is-revoked");
    assert_eq!(world.state.entries(), entries + 1);
    let of = |header, serial| world.state.corrections().status_of(header, serial);
    for serial in 1..=4 {
        assert!(matches!(of(first, serial), Status::Revoked(r) if r.at == entries));
        assert_eq!(of(other, serial), Status::Valid);
    }
}

#[test]
fn an_opening_balance_comes_before_the_first_number_and_the_next_one_goes_on_from_it() {
    let mut world = Founded::new();
    assert_eq!(
        world.refused(EMPLOYER, "2020-08-04", counter(CENTRE, Scheme::Qualification, 9)),
        "2020-80/p4.own-numbers-only"
    );
    assert_eq!(
        world.refused(CENTRE, "2020-08-04", counter(CENTRE, Scheme::Level, 9)),
        "NoInstitution"
    );
    assert_eq!(
        world.refused(CENTRE, "2020-08-04", counter(CENTRE, Scheme::Qualification, 100_000)),
        "CounterFull"
    );
    world.must(Some(EMPLOYER), "2020-08-04", counter(EMPLOYER, Scheme::Level, 70));
    assert_eq!(
        world.refused(EMPLOYER, "2020-08-05", counter(EMPLOYER, Scheme::Level, 80)),
        "CounterRuns"
    );
    let header = world.issued(Scheme::Level);
    let batch = world.state.corrections().batch(header).unwrap();
    assert_eq!((batch.first, batch.last(), batch.year()), (71, 74, 2020));
    let late = counter(CENTRE, Scheme::Qualification, 9);
    world.issued(Scheme::Qualification);
    assert_eq!(world.refused(CENTRE, "2020-09-20", late), "CounterRuns");
}

#[test]
fn where_blanks_are_kept_a_certificate_is_printed_again_on_one_of_them_once() {
    let mut world = Founded::new();
    let header = world.issued(Scheme::Level);
    let on = "2020-09-20";
    world.must(Some(EMPLOYER), on, stock(100, 199, StockMove::Received));
    world.must(Some(EMPLOYER), on, stock(100, 109, StockMove::Destroyed));
    let check = |world: &Founded, act, expect: &str| {
        assert_eq!(world.refused(EMPLOYER, on, act), expect);
    };
    check(&world, reissue(header, 1, 105), "NotInStock");
    check(&world, reissue(header, 1, 200), "NotInStock");
    check(&world, stock(105, 120, StockMove::Printed), "NotInStock");
    check(&world, stock(150, 250, StockMove::Received), "NotInStock");
    check(&world, stock(9, 8, StockMove::Received), "RangeBroken");
    world.must(Some(EMPLOYER), on, reissue(header, 1, 110));
    check(&world, reissue(header, 2, 110), "NotInStock");
    world.must(Some(EMPLOYER), on, reissue(header, 2, 111));
}

#[test]
fn lists_of_older_certificates_end_with_the_exit_and_are_never_too_late() {
    let mut world = Founded::new();
    let check = |world: &Founded, actor, act, expect: &str| {
        assert_eq!(world.refused(actor, "2024-06-03", act), expect);
    };
    let after = "2020-80/p4.legacy-was-issued-before-exit";
    check(&world, AUTHORITY, legacy(0, "2020-09-29"), "done");
    check(&world, AUTHORITY, legacy(0, "2020-09-30"), "done");
    check(&world, AUTHORITY, legacy(0, "2020-10-01"), after);
    check(&world, AUTHORITY, legacy(1, "2020-09-30"), "NotTheNext");
    check(&world, EMPLOYER, legacy(0, "2020-09-30"), "2020-80/p4.legacy-comes-from-its-keeper");
    check(&world, AUTHORITY, legacy(0, "2015-03-01"), "DatesOutOfOrder");
    world.must(Some(CENTRE), "2024-06-03", legacy(0, "2020-09-30"));
    assert_eq!(world.state.corrections().next_list(), 1);
}

#[test]
fn every_breach_names_a_rule_of_the_law_and_old_acts_leave_no_new_cell() {
    for breach in Breach::ALL {
        assert!(rule_of(*breach), "{breach:?} rests on {}", breach.rule());
    }
    assert!(!law().rules.is_empty());
    // The same acts give the same digest, whatever is derived beside them.
    let digest = |scheme| {
        let mut world = Founded::new();
        world.issued(scheme);
        world.state.digest()
    };
    assert_eq!(digest(Scheme::Level), digest(Scheme::Level));
    assert_ne!(digest(Scheme::Level), digest(Scheme::Qualification));
}
