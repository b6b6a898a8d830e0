//! Erasing a person wherever the register has one: corrected certificates, cohorts, older lists,
//! drafts.
//!
//! Keeps: I-PRI-1. Out of scope: sessions and who may ask (`finding`).

use crate::after_issue::{of_the_centre, read, sheet};
use crate::following::{admission, admitted, certified, members};
use crate::stage::{AUTHORITY, EMPLOYER, Stage};
use desk::draft_error::DraftError;
use desk::find_person::{Asking, Looked, Purpose};
use desk::front::Front;
use desk::house::House;
use desk::house_error::HouseError;
use desk::ports::Verifier as _;
use desk::private_fault::PrivateFault;
use desk::verdict::{About, Answer};
use desk::verifier::Counter;
use desk::{CorrectionReason, StaffId, UnmetReason};
use std::sync::{Arc, Mutex};
use store::{Kept, KeptKind, PrivateKind, Reader as _, SqliteStore, Store as _, Token, Writing};
use vocab::PersonId;

fn asking() -> Asking {
    let staff = StaffId { of: AUTHORITY, number: 7 };
    Asking { staff, purpose: Purpose::Archive, note: "申请 5".to_string() }
}

/// Issues to the first three of five, and corrects the first: a new name, the document of somebody
/// who is nowhere else.
fn corrected() -> (Stage, String) {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(5);
    let on = stage.on("2020-12-16");
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    let number = issued.numbers[0].clone();
    correct(&mut stage, &number, "虚构新名");
    (stage, number)
}

fn correct(stage: &mut Stage, number: &str, name: &str) {
    let on = stage.on("2020-12-20");
    let document = stage.people(8)[7].document.clone();
    let new = (name, &document);
    stage.house.correct((EMPLOYER, on), number, new, CorrectionReason::Both).unwrap();
}

/// Looks for somebody, and expects the certificate or none.
fn check(stage: &mut Stage, looked: Looked, number: Option<&str>) {
    let said = format!("{looked:?}");
    let found = stage.house.find_person(&asking(), &looked).unwrap();
    let found: Vec<&str> = found.iter().map(|one| &*one.number).collect();
    assert_eq!(found, number.into_iter().collect::<Vec<_>>(), "{said}");
}

fn name(text: &str) -> Looked {
    Looked::Name(text.to_string())
}

/// Returns how many places the index has for a document and a name.
fn indexed(stage: &Stage, document: &PersonId, name: &str) -> usize {
    let look_up = stage.house.look_up();
    let by_document = look_up.document(document.kind().code(), document.number()).unwrap();
    by_document.len() + look_up.name(name).unwrap().len()
}

#[test]
fn a_person_is_found_and_erased_by_the_corrected_name_and_document() {
    let (mut stage, number) = corrected();
    let people = stage.people(8);
    let (old, new) = (&people[0], people[7].document.clone());
    check(&mut stage, name("虚构新名"), Some(&number));
    check(&mut stage, name("构新"), Some(&number));
    check(&mut stage, Looked::Document(new.clone()), Some(&number));
    check(&mut stage, Looked::Document(old.document.clone()), Some(&number));
    let found = stage.house.find_person(&asking(), &Looked::Number(number.clone())).unwrap();
    assert_eq!(found[0].name, "虚构新名");
    assert_eq!(found[0].document, new.mask());
    // Another correction: what the first was found by finds nothing.
    correct(&mut stage, &number, "虚构又名");
    check(&mut stage, name("虚构新名"), None);
    assert_eq!(indexed(&stage, &new, "新名"), 1);
    let mut stage = stage.reopened();
    check(&mut stage, name("虚构又名"), Some(&number));

    let erased = stage.house.erase_person(&asking(), &new, false).unwrap();
    assert_eq!(erased.certificates.len(), 1);
    assert_eq!(indexed(&stage, &new, "虚构又名"), 0);
    assert_eq!(indexed(&stage, &old.document, "虚构又名"), 0);
    check(&mut stage, Looked::Number(number.clone()), None);
    let unopened = stage.house.certificate_file(&number).unwrap_err();
    assert!(matches!(unopened, HouseError::Private(PrivateFault::Unopened(_))), "{unopened}");
    for person in [&new, &old.document] {
        let again = stage.house.erase_person(&asking(), person, false).unwrap();
        assert_eq!((again.certificates.len(), again.rows), (0, 0));
    }
    let readings = stage.reopened();
    let readings = readings.house.readings(readings.house.now()).unwrap();
    let erasures: Vec<_> = readings.iter().filter(|r| r.by == "erasure").collect();
    assert_eq!(erasures.len(), 3, "the record of an erasure is not erased");
    assert_eq!((erasures[0].shown.len(), &*erasures[0].note), (1, "申请 5"));
}

fn tokens(store: &SqliteStore) -> Vec<Token> {
    let mut all = Vec::new();
    let take = &mut |kept| {
        if let Kept::Token(token) = kept {
            all.push(token);
        }
        Ok(())
    };
    store.each_kept(KeptKind::Tokens, take).unwrap();
    all
}

#[test]
fn corrections_of_before_they_were_indexed_are_indexed_once() {
    let (mut stage, number) = corrected();
    let document = stage.people(8)[7].document.clone();
    // As a program of before left it: no tokens of the correction, and no note.
    let entry = {
        let looked = Looked::Number(number.clone());
        stage.house.find_person(&asking(), &looked).unwrap()[0].entry
    };
    let Stage { house, clock, folder } = stage;
    let (kind, blind) = (document.kind().code(), house.look_up());
    assert_eq!(blind.document(kind, document.number()).unwrap(), [entry]);
    drop((house, blind));
    {
        let mut store = SqliteStore::open(folder.path()).unwrap();
        let of_it: Vec<Token> = tokens(&store).into_iter().filter(|t| t.place == entry).collect();
        let notes = [("index/corrections".to_string(), None)];
        let expect_size = store.size().unwrap();
        let writing =
            Writing { expect_size, erased_tokens: &of_it, notes: &notes, ..Writing::default() };
        store.commit(&writing).unwrap();
    }
    let mut stage = Stage { house: crate::stage::open(folder.path(), &clock), clock, folder };
    assert_eq!(indexed(&stage, &document, "虚构新名"), 0);
    while stage.house.tend().unwrap() {}
    assert_eq!(indexed(&stage, &document, "虚构新名"), 2);
    check(&mut stage, name("虚构新名"), Some(&number));
}

#[test]
fn a_member_of_a_cohort_is_erased_once_the_ends_are_reported() {
    let mut stage = Stage::new();
    let cohort = admitted(&mut stage, 4);
    certified(&mut stage, 4);
    let document = stage.people(4)[3].document.clone();
    let early = stage.house.erase_person(&asking(), &document, false);
    assert!(matches!(early, Err(HouseError::Private(PrivateFault::InCohort(0)))), "{early:?}");
    let on = stage.on("2020-12-20");
    stage.house.complete_cohort(EMPLOYER, cohort, (on, on)).unwrap();
    stage.house.name_cohort_body(EMPLOYER, cohort, on, EMPLOYER).unwrap();
    let unmet = [(3, UnmetReason::NotPassed)];
    stage.house.report_cohort(EMPLOYER, (cohort, on), &unmet).unwrap();
    let state = stage.house.state().clone();
    let erased = stage.house.erase_person(&asking(), &document, false).unwrap();
    // The candidate, what was judged of it, the member, and the row under the root of members.
    assert_eq!((erased.certificates.len(), erased.rows), (0, 4));
    assert_eq!(stage.house.state(), &state);
    let mut stage = stage.reopened();
    let again = stage.house.erase_person(&asking(), &document, false).unwrap();
    assert_eq!(again.rows, 0);
}

#[test]
fn a_holder_in_an_older_list_is_erased_and_the_number_stays_known() {
    let mut stage = Stage::new();
    let people = stage.people(2);
    let row = |n: u32, person: usize| {
        let document = people[person].document.number();
        format!("159999100140000{n},虚构某,{document},2015-06-0{n},4\n")
    };
    let taken = read(&sheet(&format!("{}{}", row(1, 0), row(2, 1))));
    let (on, turner) = (stage.on("2024-06-03"), stage.row("车工"));
    let who = (AUTHORITY, on);
    stage.house.import_legacy(who, turner, of_the_centre(), taken, &mut |_| {}).unwrap();
    for rows in [1, 0] {
        let erased = stage.house.erase_person(&asking(), &people[0].document, false).unwrap();
        assert_eq!((erased.certificates.len(), erased.rows), (0, rows));
    }
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    for number in ["1599991001400001", "1599991001400002"] {
        let verdict = counter.number(number);
        let line = verdict.lines.iter().find(|line| line.about == About::InLog).unwrap();
        assert_eq!(line.answer, Answer::Yes, "{number}");
    }
}

#[test]
fn who_was_erased_does_not_come_back_with_an_act_that_was_drafted_before() {
    let (mut stage, number) = corrected();
    let people = stage.people(8);
    let on = stage.on("2020-12-21");
    let new = ("虚构草稿", &people[7].document);
    let reason = CorrectionReason::Name;
    let draft = stage.house.draft(|house| house.correct((EMPLOYER, on), &number, new, reason));
    let draft = draft.unwrap();
    stage.house.erase_person(&asking(), &people[7].document, false).unwrap();
    let late = stage.house.submit(&draft);
    assert!(matches!(late, Err(HouseError::Draft(DraftError::NotKept))), "{late:?}");
}

#[test]
fn a_drafted_admission_of_who_was_erased_is_erased_with_it() {
    let mut stage = Stage::new();
    certified(&mut stage, 4);
    let (on, people) = (stage.on("2020-12-20"), stage.people(5));
    let plan = admission(&stage, "2020-09-01");
    for (erased, kept) in [(4, false), (0, true)] {
        // Nothing stands in the places of this cohort yet.
        let of = [members(&people[4..]), members(&people[1..3])];
        let of = &of[usize::from(kept)];
        let admit = |house: &mut House| Ok(house.admit_cohort(EMPLOYER, on, plan, of)?.1);
        let draft = stage.house.draft(admit).unwrap();
        stage.house.erase_person(&asking(), &people[erased].document, false).unwrap();
        let late = stage.house.submit(&draft);
        let gone = matches!(late, Err(HouseError::Draft(DraftError::NotKept)));
        assert_eq!(gone, !kept, "{late:?}");
    }
}

#[test]
fn who_is_erased_among_other_acts_of_a_front_lies_in_no_file_not_even_sealed() {
    let (stage, _) = corrected();
    let document = stage.people(8)[7].document.clone();
    let Stage { house, clock: _clock, folder } = stage;
    let sealed = |kind| {
        let below = SqliteStore::read_only(folder.path()).unwrap();
        let mut rows = Vec::new();
        for group in below.private_groups(kind, "", 99).unwrap() {
            rows.extend(below.private_rows(kind, &group).unwrap().into_iter().map(|(_, row)| row));
        }
        rows
    };
    let before = [sealed(PrivateKind::Candidate), sealed(PrivateKind::Salt)].concat();
    let lying = || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
        let files = files.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap());
        let all: Vec<u8> = files.flatten().collect();
        let lies = |row: &&Vec<u8>| all.windows(row.len()).any(|window| window == &row[..]);
        before.iter().filter(lies).count()
    };
    assert_eq!(lying(), before.len());
    let front = Front::over(Arc::new(Mutex::new(house)));
    let erased = front.ask(move |house| house.erase_person(&asking(), &document, false));
    assert_eq!(erased.unwrap().unwrap().certificates.len(), 1);
    // A block of candidates, one of salts, and that of the correction.
    assert_eq!((before.len(), lying()), (3, 0));
}
