//! Looking people up, the record of it, and erasing.
//!
//! Keeps: I-PRI-1 (whoever reads is written down). On SQLite and, where it is installed, on
//! PostgreSQL. Out of scope: tokens themselves (`store`).

use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage, day, open};
use desk::backend::Backend;
use desk::find_person::{Asking, Looked, Page, Purpose};
use desk::house_error::HouseError;
use desk::private_fault::PrivateFault;
use desk::{Scheme, SessionId, StaffId};
use register::OrganisationId;
use throwaway::Postgres;
use vocab::Instant;

fn asking(of: OrganisationId) -> Asking {
    let staff = StaffId { of, number: 7 };
    Asking { staff, purpose: Purpose::Complaint, note: "信访 12".to_string() }
}

/// A register in which three of six got certificates.
pub fn issued() -> Stage {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(6);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 3]).unwrap();
    stage
}

/// Looks somebody up and expects so many certificates.
fn check(stage: &mut Stage, by: OrganisationId, looked: Looked, expect: usize) {
    let found = stage.house.find_person(&asking(by), &looked).unwrap();
    assert_eq!(found.len(), expect, "{by:?}");
    for one in found {
        assert!(one.document.contains('*') && !one.name.is_empty());
        assert!(one.number.starts_with("Y0000990000012040000"));
    }
}

#[test]
fn a_person_is_found_by_document_name_and_number_by_who_may() {
    let mut stage = issued();
    let people = stage.people(6);
    let number = "Y000099000001204000002".to_string();
    for (by, sees) in [(AUTHORITY, 1), (EMPLOYER, 1), (CENTRE, 0)] {
        check(&mut stage, by, Looked::Document(people[1].document.clone()), sees);
        check(&mut stage, by, Looked::Number(number.clone()), sees);
    }
    check(&mut stage, AUTHORITY, Looked::Document(people[2].document.clone()), 0);
    check(&mut stage, AUTHORITY, Looked::Number("Y000099000001204000009".to_string()), 0);
    let name: String = people[1].name.clone();
    let same = |part: &str| [0, 1, 3].iter().filter(|n| people[**n].name.contains(part)).count();
    let first_two: String = name.chars().take(2).collect();
    for part in [name.as_str(), &first_two, &format!(" {first_two} "), "没有"] {
        check(&mut stage, AUTHORITY, Looked::Name(part.to_string()), same(part.trim()));
    }
}

/// A second employer, recognised after the first.
const OTHER: OrganisationId = OrganisationId(3);

/// Plays on every backend.
fn on_every_backend(play: impl Fn(&mut Stage)) {
    let server = Postgres::shared();
    let urls = server.iter().map(|server| Backend::Postgres(server.database()));
    for backend in std::iter::once(Backend::Folder).chain(urls) {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = Stage::on_backend(folder.path(), &backend, None).unwrap();
        stage.found();
        stage.recognise();
        stage.recognise_as(OTHER, "Y000099000002");
        play(&mut stage);
    }
}

/// Issues certificates of an employer to people of these names.
fn issue(stage: &mut Stage, by: OrganisationId, names: &[&str]) {
    let mut people = stage.people(names.len() + 1);
    people.iter_mut().zip(names).for_each(|(one, name)| one.name = name.to_string());
    let session = stage.run_session(by, &people, day("2020-11-16"), &mut |_| ());
    let (on, rows) = (stage.on("2020-12-16"), (0..names.len() as u32).collect::<Vec<_>>());
    stage.house.issue(by, session, (on, on), &rows).unwrap();
}

fn names(stage: &mut Stage, by: OrganisationId, looked: &Looked) -> Vec<String> {
    let found = stage.house.find_person(&asking(by), looked).unwrap();
    found.into_iter().map(|one| one.name).collect()
}

#[test]
fn names_of_two_characters_and_more_are_found_by_their_beginning_and_by_any_part() {
    on_every_backend(|stage| {
        let held = ["虚构", "虚构甲", "甲虚构", "虚甲构", "构虚", "构甲虚构", "虚 · 构", "Xu Gou"];
        issue(stage, EMPLOYER, &held);
        let part = |text: &str| Looked::Name(text.to_string());
        let beginning = |text: &str| Looked::Beginning(text.to_string());
        for (looked, expect) in [
            (part("虚构"), &["虚构", "虚构甲", "甲虚构", "构甲虚构", "虚 · 构"][..]),
            (beginning("虚构"), &["虚构", "虚构甲", "虚 · 构"]),
            (part("构虚"), &["构虚"]),
            // Both pieces, but not in a row: 构甲虚构.
            (part("虚构甲"), &["虚构甲"]),
            (part("甲虚构"), &["甲虚构", "构甲虚构"]),
            (beginning("甲虚构"), &["甲虚构"]),
            (part("uGO"), &["Xu Gou"]),
            (beginning("uGO"), &[]),
            (part("虚构乙"), &[]),
        ] {
            assert_eq!(names(stage, AUTHORITY, &looked), expect, "{looked:?}");
        }
    });
}

#[test]
fn nobody_is_left_out_however_many_have_the_name_and_an_employer_finds_its_own() {
    on_every_backend(|stage| {
        let many: Vec<String> = (0..1_020).map(|n| format!("虚构{n}")).collect();
        issue(stage, EMPLOYER, &many.iter().map(|name| &**name).collect::<Vec<_>>());
        issue(stage, OTHER, &["虚构甲", "虚构乙", "某某"]);
        let everybody = Looked::Name("虚构".to_string());
        assert_eq!(names(stage, OTHER, &everybody), ["虚构甲", "虚构乙"]);
        assert_eq!(names(stage, CENTRE, &everybody), Vec::<String>::new());
        assert_eq!(names(stage, AUTHORITY, &everybody).len(), 1_022);
        let rare = Looked::Name("虚构1019".to_string());
        assert_eq!(names(stage, AUTHORITY, &rare), ["虚构1019"]);
        let readings = stage.house.readings(stage.house.now()).unwrap();
        assert_eq!(
            readings.iter().map(|r| r.shown.len()).collect::<Vec<_>>(),
            [2, 0, 1_000, 22, 1]
        );
    });
}

#[test]
fn a_page_says_where_the_next_begins_and_the_last_that_it_is_the_last() {
    on_every_backend(|stage| {
        issue(stage, EMPLOYER, &["虚构甲", "虚构乙", "某某", "虚构丙", "虚构丁"]);
        issue(stage, OTHER, &["虚构戊"]);
        let looked = Looked::Name("虚构".to_string());
        for (by, limit, expect) in [
            (AUTHORITY, 2, &["虚构甲 虚构乙", "虚构丙 虚构丁", "虚构戊"][..]),
            (AUTHORITY, 5, &["虚构甲 虚构乙 虚构丙 虚构丁 虚构戊"]),
            (AUTHORITY, 4, &["虚构甲 虚构乙 虚构丙 虚构丁", "虚构戊"]),
            (EMPLOYER, 4, &["虚构甲 虚构乙 虚构丙 虚构丁"]),
            (EMPLOYER, 0, &["虚构甲", "虚构乙", "虚构丙", "虚构丁"]),
            (OTHER, 9, &["虚构戊"]),
            (CENTRE, 9, &[""]),
        ] {
            let (mut pages, mut page) = (Vec::new(), Page { after: None, limit });
            loop {
                let people = stage.house.find_people(&asking(by), &looked, page).unwrap();
                let names: Vec<&str> = people.found.iter().map(|one| &*one.name).collect();
                pages.push(names.join(" "));
                match people.more {
                    Some(place) => page.after = Some(place),
                    None => break,
                }
            }
            assert_eq!(pages, expect, "{by:?}, {limit} a page");
        }
    });
}

#[test]
fn a_name_of_one_character_and_a_stranger_are_refused() {
    let mut stage = issued();
    let one: String = stage.people(1)[0].name.chars().take(1).collect();
    let refused = stage.house.find_person(&asking(AUTHORITY), &Looked::Name(one));
    assert!(matches!(refused, Err(HouseError::Private(PrivateFault::TooShort))));
    let nobody = asking(OrganisationId(77));
    let refused = stage.house.find_person(&nobody, &Looked::Number("x".to_string()));
    assert!(matches!(refused, Err(HouseError::Private(PrivateFault::NotEntitled(77)))));
}

#[test]
fn i_pri_1_whoever_reads_a_person_is_written_down_even_who_finds_nothing() {
    let mut stage = issued();
    let people = stage.people(6);
    check(&mut stage, EMPLOYER, Looked::Document(people[0].document.clone()), 1);
    check(&mut stage, CENTRE, Looked::Document(people[0].document.clone()), 0);
    let Stage { house, clock, folder } = stage;
    drop(house);
    let house = open(folder.path(), &clock);
    let readings = house.readings(house.now()).unwrap();
    let said: Vec<_> = readings
        .iter()
        .map(|r| (r.staff.of, r.staff.number, r.purpose, r.by.as_str(), r.shown.len()))
        .collect();
    let (why, by) = (Purpose::Complaint, "document");
    assert_eq!(said, [(EMPLOYER, 7, why, by, 1), (CENTRE, 7, why, by, 0)]);
    assert_eq!(readings[0].note, "信访 12");
    assert!(house.readings(Instant::start_of(day("2020-11-01"))).unwrap().is_empty());
}

#[test]
fn an_erased_person_is_found_no_more_and_the_log_and_the_others_stay() {
    let mut stage = issued();
    let people = stage.people(6);
    let (state, size) = (stage.house.state().clone(), stage.house.size());
    let own = asking(EMPLOYER);
    let refused = stage.house.erase_person(&own, &people[1].document, false);
    assert!(matches!(refused, Err(HouseError::Private(PrivateFault::NotEntitled(_)))));
    let authority = asking(AUTHORITY);
    let erased = stage.house.erase_person(&authority, &people[1].document, false).unwrap();
    assert_eq!(erased.certificates.len(), 1);
    let number = erased.certificates[0].number.clone();
    for looked in [
        Looked::Document(people[1].document.clone()),
        Looked::Number(number.clone()),
        Looked::Name(people[1].name.clone()),
    ] {
        let found = stage.house.find_person(&authority, &looked).unwrap();
        assert!(found.iter().all(|one| one.number != number));
    }
    check(&mut stage, AUTHORITY, Looked::Document(people[0].document.clone()), 1);
    check(&mut stage, AUTHORITY, Looked::Document(people[3].document.clone()), 1);
    assert_eq!((stage.house.state(), stage.house.size()), (&state, size));
    let unopened = stage.house.certificate_file(&number).unwrap_err();
    assert!(matches!(unopened, HouseError::Private(PrivateFault::Unopened(_))), "{unopened}");
    stage.house.certificate_file("Y000099000001204000001").unwrap();
    // Who asks for the first issue again gets its answer.
    let asked = stage.on("2020-12-16");
    let again = stage.house.issue(EMPLOYER, SessionId(0), (asked, asked), &[0, 1, 3]).unwrap();
    assert!(again.receipt.repeated && again.numbers.contains(&number));
    // The others of the session keep their places.
    let on = stage.on("2020-12-17");
    let session = erased.certificates[0].session;
    let more = stage.house.issue(EMPLOYER, session, (on, on), &[4]).unwrap();
    check(&mut stage, AUTHORITY, Looked::Document(people[4].document.clone()), 1);
    assert_eq!(more.numbers, ["Y000099000001204000004"]);
    assert_eq!(stage.house.readings(stage.house.now()).unwrap().last().unwrap().by, "document");
}

#[test]
fn who_got_no_certificate_is_erased_too_and_gets_none_afterwards() {
    let mut stage = issued();
    let (people, authority) = (stage.people(6), asking(AUTHORITY));
    let rows = [2, 5].map(|place: usize| {
        let document = &people[place].document;
        let erased = stage.house.erase_person(&authority, document, false).unwrap();
        assert!(erased.certificates.is_empty(), "{place}");
        // A second erasure finds nobody.
        let again = stage.house.erase_person(&authority, document, false).unwrap();
        assert_eq!((again.certificates.len(), again.rows), (0, 0), "{place}");
        erased.rows
    });
    assert!(rows.iter().all(|rows| 0 < *rows), "{rows:?}");
    assert_eq!(stage.house.readings(stage.house.now()).unwrap().last().unwrap().by, "erasure");
    let (on, size) = (stage.on("2020-12-17"), stage.house.size());
    let refused = stage.house.issue(EMPLOYER, SessionId(0), (on, on), &[2, 4]);
    assert!(matches!(refused, Err(HouseError::Private(PrivateFault::Nobody(2)))), "{refused:?}");
    assert_eq!(stage.house.size(), size);
    stage.house.issue(EMPLOYER, SessionId(0), (on, on), &[4]).unwrap();
}

#[test]
fn nobody_is_erased_out_of_a_session_under_way() {
    let mut stage = issued();
    let people = stage.people(8);
    let on = stage.on("2020-12-20");
    let plan = stage.plan(Scheme::Level, "车工", "2020-12-28", "2021-01-08");
    let session = plan.session;
    stage.house.announce(EMPLOYER, on, "again", plan).unwrap();
    stage.house.accept(session, on, &people[5..7]).unwrap();
    for (person, rows) in [(5, None), (6, None), (0, Some(1)), (7, Some(0))] {
        let erased = stage.house.erase_person(&asking(AUTHORITY), &people[person].document, false);
        match (rows, erased) {
            (None, Err(HouseError::Private(PrivateFault::UnderWay(id)))) => {
                assert_eq!(id, session.0, "{person}");
            }
            (Some(held), Ok(erased)) => assert_eq!(erased.certificates.len(), held, "{person}"),
            (_, other) => panic!("{person}: {other:?}"),
        }
    }
}
