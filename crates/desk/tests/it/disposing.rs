//! Disposing of the archive of a session when its every period has passed.
//!
//! In scope: the days around the end of a period, what is in the way, what stays.
//! Out of scope: erasing one person (`erasing`).

use crate::after_issue::found_in_a_rush;
use crate::arranging::archived;
use crate::stage::{AUTHORITY, EMPLOYER, Stage, day};
use desk::dispose_archive::{ArchiveClass, Disposed, Hindrance};
use desk::find_person::{Asking, Looked, Purpose};
use desk::house_error::HouseError;
use desk::private_fault::PrivateFault;
use desk::{OrganisationId, SessionId, StaffId};

fn asking(of: OrganisationId) -> Asking {
    let staff = StaffId { of, number: 7 };
    Asking { staff, purpose: Purpose::Archive, note: "档 3".to_string() }
}

fn hindrance(stage: &Stage, session: SessionId, on: &str) -> Option<Hindrance> {
    let all = stage.house.archives(day(on)).unwrap();
    all.iter().find(|kept| kept.session == session).unwrap().hindrance
}

#[test]
fn an_archive_is_kept_to_the_last_day_of_its_longest_period() {
    let mut stage = Stage::new();
    let (session, _) = archived(&mut stage);
    let other = stage.confirm_session(2, day("2021-01-04"), &mut |_| ());
    let all = stage.house.archives(day("2021-02-01")).unwrap();
    assert_eq!(all.len(), 2);
    let (paper, electronic) = (ArchiveClass::Paper, ArchiveClass::Electronic);
    let kept = [(paper, day("2023-12-18")), (electronic, day("2025-12-18"))];
    assert_eq!((all[0].session, &all[0].classes[..]), (session, &kept[..]));
    let runs = Hindrance::Runs(day("2025-12-17"));
    for (on, expect) in [
        ("2020-12-20", Some(runs)),
        ("2023-12-18", Some(runs)),
        ("2025-12-17", Some(runs)),
        ("2025-12-18", None),
        ("2040-01-01", None),
    ] {
        assert_eq!(hindrance(&stage, session, on), expect, "{on}");
        assert_eq!(hindrance(&stage, other, on), Some(Hindrance::NoArchive), "{on}");
    }
    // Whatever is asked for another day, disposing is of today.
    let early = stage.house.dispose(&asking(AUTHORITY), &[session]);
    let not_due = PrivateFault::NotDue { session: session.0, why: runs };
    assert!(matches!(early, Err(HouseError::Private(why)) if why == not_due));
    let none = stage.house.dispose(&asking(AUTHORITY), &[]).unwrap();
    assert_eq!(none, Disposed::default());
}

#[test]
fn an_open_case_about_whoever_ran_a_session_keeps_its_rows() {
    let mut stage = Stage::new();
    let (session, _) = archived(&mut stage);
    let on = stage.on("2021-01-05");
    found_in_a_rush(&mut stage, on);
    stage.on("2025-12-18");
    assert_eq!(hindrance(&stage, session, "2025-12-18"), Some(Hindrance::Case(0)));
    let kept = stage.house.dispose(&asking(AUTHORITY), &[session]);
    let not_due = PrivateFault::NotDue { session: session.0, why: Hindrance::Case(0) };
    assert!(matches!(kept, Err(HouseError::Private(why)) if why == not_due));
    assert_eq!(stage.house.dispose(&asking(AUTHORITY), &[]).unwrap(), Disposed::default());
    stage.house.first_holder(session).unwrap();
}

#[test]
fn what_is_disposed_of_is_gone_and_certificates_and_the_log_stay() {
    let mut stage = Stage::new();
    let (session, numbers) = archived(&mut stage);
    let on = stage.on("2025-12-18");
    let (state, size) = (stage.house.state().clone(), stage.house.size());
    let strange = stage.house.dispose(&asking(EMPLOYER), &[session]);
    assert!(matches!(strange, Err(HouseError::Private(PrivateFault::NotEntitled(_)))));
    stage.expect_clean();
    let done = stage.house.dispose(&asking(AUTHORITY), &[]).unwrap();
    assert_eq!(done.sessions, 1);
    // Five eligible, five seats, five lines of the sign-in, four results, a paper; three of the
    // five hold no certificate and lose their names.
    assert_eq!(done.rows, 5 + 5 + 5 + 4 + 1 + 3);
    assert_eq!((stage.house.state(), stage.house.size()), (&state, size));
    let mut stage = stage.reopened();
    assert_eq!(hindrance(&stage, session, "2026-01-01"), Some(Hindrance::Disposed(on)));
    assert_eq!(stage.house.dispose(&asking(AUTHORITY), &[]).unwrap(), Disposed::default());
    assert!(stage.house.first_holder(session).is_err());
    let readings = stage.house.readings(stage.house.now()).unwrap();
    assert_eq!(readings.len(), 1);
    assert_eq!((&*readings[0].by, &*readings[0].note), ("disposal 0", "档 3"));
    for number in &numbers {
        let looked = Looked::Number(number.clone());
        let found = stage.house.find_person(&asking(AUTHORITY), &looked).unwrap();
        assert!(found.len() == 1 && !found[0].name.is_empty());
        stage.house.certificate_file(number).unwrap();
    }
    // Whoever holds none is not in it any more, and nobody gets one out of it.
    let people = stage.people(5);
    let rows = people.iter().map(|person| {
        let erased = stage.house.erase_person(&asking(AUTHORITY), &person.document, false);
        erased.unwrap().certificates.len()
    });
    assert_eq!(rows.sum::<usize>(), numbers.len());
    let late = stage.house.issue(EMPLOYER, session, (on, on), &[2]);
    let disposed = PrivateFault::Disposed(session.0);
    assert!(matches!(late, Err(HouseError::Private(why)) if why == disposed));
    stage.expect_clean();
}
