//! Restoring to a point: what is private is what it was when the log was that long, at the end of
//! every act; what comes after gets numbers, and nobody's people.
//!
//! Keeps: I-PRI-1, I-STO-2. Out of scope: the file, whole restorings (`backing_up`).

use crate::after_issue::{found_in_a_rush, of_the_centre, sheet};
use crate::arranging::{ROOMS, arrange, registrants, scores};
use crate::backing_up::copy;
use crate::following::{admission, admitted, members};
use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage, day};
use desk::back_up::back_up;
use desk::backend::Backend;
use desk::candidates::{Applicant, Score};
use desk::check_register::check as looked;
use desk::dispute_results::Paper;
use desk::find_person::{Asking, Looked, Purpose};
use desk::import_legacy::{LegacyKind, read_legacy};
use desk::import_sheet::{Options, SheetFile};
use desk::restore_register::{LeftOut, restore};
use desk::settle_exam::{Channel, Said};
use desk::{
    ChangeReason, CohortId, CorrectionReason, DrawKind, Election, Lock, Scheme, SessionAct,
    SessionId, StaffId, Unlock,
};
use register::CohortChange;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use store::{HeldMasterKey, PrivateKind, Reader as _, Vault};
use throwaway::Postgres;
use vocab::{Day, Hash};
use zeroize::Zeroizing;

/// Rows by kind, group and place.
type Rows = BTreeMap<(u8, String, u32), Vec<u8>>;

fn phrase() -> Zeroizing<String> {
    Zeroizing::new("correct horse".to_string())
}

fn written(stage: &Stage, to: &Path) -> PathBuf {
    let (path, lock) = (to.join("one.backup"), Lock::Passphrase { text: phrase(), log_n: 4 });
    let from = (stage.folder.path(), &Backend::Folder);
    back_up(from, &path, (&lock, true), &*stage.clock).unwrap();
    path
}

fn restored(file: &Path, backend: &Backend, to: &Path, size: u64) -> LeftOut {
    let unlock = Unlock::by_passphrase(phrase());
    let done = restore((file, &unlock), backend, (to, Some(size)), &mut |_, _| ()).unwrap();
    assert_eq!(done.size, size);
    done.left_out.unwrap_or_default()
}

/// Returns every private row of a register that nobody has open, opened; without drafts, refusals
/// and readings, which are about no number that is given again.
fn rows(folder: &Path, backend: &Backend) -> Rows {
    let seed = fs::read_to_string(folder.join("keys/private.seed")).unwrap();
    let seed: Hash = seed.trim().parse().unwrap();
    let master = HeldMasterKey::new("it".to_string(), Zeroizing::new(seed.0));
    let vault = Vault::open(backend.open(folder).unwrap(), &master).unwrap();
    let mut all = Rows::new();
    for kind in PrivateKind::ALL {
        if [PrivateKind::Draft, PrivateKind::Refusal, PrivateKind::Reading].contains(&kind) {
            continue;
        }
        for group in vault.private_groups(kind, "", 10_000).unwrap() {
            for (place, body) in vault.private_rows(kind, &group).unwrap() {
                all.insert((kind.code(), group.clone(), place), body);
            }
        }
    }
    all
}

/// A stage on which copies of the folder are taken, by the size of the log.
struct Watched {
    stage: Stage,
    place: tempfile::TempDir,
    sizes: BTreeSet<u64>,
}

impl Watched {
    fn new() -> Watched {
        let place = tempfile::tempdir().unwrap();
        Watched { stage: Stage::new(), place, sizes: BTreeSet::new() }
    }

    fn copy_of(&self, size: u64) -> PathBuf {
        self.place.path().join(format!("then-{size}"))
    }

    /// Takes a copy; of one size the last counts.
    fn seen(&mut self) {
        let size = self.stage.house.size();
        let to = self.copy_of(size);
        let _ = fs::remove_dir_all(&to);
        copy(self.stage.folder.path(), &to);
        self.sizes.insert(size);
    }
}

/// Cohorts that members leave for another, come into and repeat in.
fn cohorts(watched: &mut Watched) {
    let first = admitted(&mut watched.stage, 4);
    watched.seen();
    let on = watched.stage.on("2020-09-11");
    let people = members(&watched.stage.people(6));
    let plan = admission(&watched.stage, "2020-09-01");
    let (second, _) = watched.stage.house.admit_cohort(EMPLOYER, on, plan, &people[4..]).unwrap();
    watched.seen();
    let reason = ChangeReason::Reorganised;
    let expected_on = day("2021-12-20");
    let changes: [(CohortId, CohortChange, &[u32]); 5] = [
        (first, CohortChange::TransferOut { to: second }, &[1]),
        (second, CohortChange::TransferIn { from: first }, &[]),
        (first, CohortChange::TransferOut { to: second }, &[2]),
        (first, CohortChange::Repeat { into: CohortId(2), expected_on }, &[0]),
        (second, CohortChange::Leave, &[1]),
    ];
    for (cohort, change, places) in changes {
        let reason = match change {
            CohortChange::Repeat { .. } => ChangeReason::Studies,
            CohortChange::Leave => ChangeReason::OwnWish,
            _ => reason,
        };
        let house = &mut watched.stage.house;
        house.change_cohort(EMPLOYER, (cohort, on), (change, reason), places).unwrap();
        watched.seen();
    }
}

/// An examination of the old scheme to its close, with choices that were reported twice.
fn exam(watched: &mut Watched) {
    let stage = &mut watched.stage;
    let on = stage.on("2020-09-12");
    let plan = stage.plan(Scheme::Qualification, "中式烹调师", "2020-10-10", "2020-10-24");
    let (exam, _) = stage.house.announce(CENTRE, on, "exam", plan).unwrap();
    let people = stage.people(4);
    let on = stage.on("2020-09-20");
    stage.house.accept(exam, on, &people).unwrap();
    let on = stage.on("2020-10-05");
    let said = [
        (0, Said::Chose(Election::Continue)),
        (1, Said::Chose(Election::Continue)),
        (2, Said::Chose(Election::Refund)),
        (3, Said::Withdrew),
    ];
    for (place, said) in said {
        stage.house.hear(exam, place, said, (on, Channel::Phone)).unwrap();
    }
    stage.house.pay_back(exam, 2, on, ("T-1", "bank-1")).unwrap();
    watched.seen();
    let stage = &mut watched.stage;
    let on = stage.on("2020-10-12");
    stage.house.close_registration(CENTRE, exam, on).unwrap();
    watched.seen();
    watched.stage.house.complete_batch(CENTRE, exam, on).unwrap();
    watched.seen();
    for on in ["2020-10-13", "2020-10-14"] {
        let on = watched.stage.on(on);
        watched.stage.house.report_choices(CENTRE, exam, on).unwrap();
        watched.seen();
    }
    let score = |place, theory_tenths| Score { place, theory_tenths, skill_tenths: 700 };
    let days = (day("2020-10-24"), watched.stage.on("2020-11-02"));
    let scores = [score(0, 700), score(1, 500)];
    watched.stage.house.record_results(CENTRE, exam, days, &scores).unwrap();
    watched.seen();
    watched.stage.house.issue(CENTRE, exam, (days.1, days.1), &[0]).unwrap();
    watched.seen();
    watched.stage.house.close_exam(CENTRE, exam, days.1).unwrap();
    watched.seen();
}

/// A session that is arranged twice, with an objection and revised results, to its archive.
fn session(watched: &mut Watched) -> (SessionId, Vec<String>) {
    let stage = &mut watched.stage;
    let on = stage.on("2020-11-16");
    let plan = stage.plan(Scheme::Level, "车工", "2020-11-25", "2020-12-05");
    let session = stage.house.announce(EMPLOYER, on, "plan", plan).unwrap().0;
    let people = registrants(stage, 5);
    let on = stage.on("2020-11-20");
    stage.house.register_eligible(session, on, &people).unwrap();
    watched.seen();
    let on = watched.stage.on("2020-11-27");
    watched.stage.house.close_registration(EMPLOYER, session, on).unwrap();
    watched.seen();
    for _ in 0..2 {
        arrange(&mut watched.stage, session, ROOMS).unwrap();
        watched.seen();
    }
    let on = watched.stage.on("2020-12-05");
    watched.stage.house.sign_in(EMPLOYER, session, on, &[0, 1, 2, 3]).unwrap();
    watched.seen();
    let (days, mut marks) = ((on, watched.stage.on("2020-12-07")), scores(&[0, 1, 2, 3]));
    watched.stage.house.record_part_results(EMPLOYER, session, days, &marks).unwrap();
    watched.seen();
    let on = watched.stage.on("2020-12-08");
    for objection in 0..2 {
        watched.stage.house.object(EMPLOYER, session, on, "理论成绩登记有误").unwrap();
        watched.seen();
        let decide = SessionAct::DecideObjection { session, objection, upheld: objection == 0 };
        let name = format!("decide {objection}");
        watched.stage.house.session_act(AUTHORITY, on, &name, decide).unwrap();
        watched.seen();
    }
    marks[0].marks.theory = Some(600);
    let on = watched.stage.on("2020-12-09");
    let reason = desk::RevisionReason::Recording;
    watched.stage.house.revise_results(EMPLOYER, session, on, &marks, reason).unwrap();
    watched.seen();
    let on = watched.stage.on("2020-12-17");
    watched.stage.house.confirm(EMPLOYER, session, on).unwrap();
    watched.seen();
    let mut numbers = Vec::new();
    for rows in [&[0, 1][..], &[2]] {
        let issued = watched.stage.house.issue(EMPLOYER, session, (on, on), rows).unwrap();
        numbers.extend(issued.numbers);
        watched.seen();
    }
    let on = watched.stage.on("2020-12-20");
    let paper = Paper::of(1, "公告.pdf", b"a");
    watched.stage.house.archive(EMPLOYER, session, on, &[paper]).unwrap();
    watched.seen();
    (session, numbers)
}

/// Corrections, a case with its texts, a draw, lists of older certificates, and who read it all.
fn afterwards(watched: &mut Watched, numbers: &[String]) {
    let people = watched.stage.people(6);
    let on = watched.stage.on("2020-12-21");
    for (number, name) in [(0, "虚构甲"), (0, "虚构乙"), (1, "虚构丙")] {
        let (new, reason) = ((name, &people[number].document), CorrectionReason::Name);
        watched.stage.house.correct((EMPLOYER, on), &numbers[number], new, reason).unwrap();
        watched.seen();
    }
    let staff = StaffId { of: AUTHORITY, number: 7 };
    let asking = Asking { staff, purpose: Purpose::Inspection, note: "例".to_string() };
    let looked = Looked::Document(people[0].document.clone());
    watched.stage.house.find_person(&asking, &looked).unwrap();
    found_in_a_rush(&mut watched.stage, on);
    watched.seen();
    for kind in [DrawKind::Bodies, DrawKind::Bodies] {
        let (draw, _) = watched.stage.house.commit_draw((AUTHORITY, on), kind, 1).unwrap();
        watched.seen();
        watched.stage.house.witness_draw((CENTRE, on), draw).unwrap();
        watched.seen();
    }
    let turner = watched.stage.row("车工");
    // The same number stands in both lists.
    for month in ["05", "06"] {
        let document = people[0].document.number();
        let rows = format!("1599991001400001,虚构某,{document},2015-{month}-01,4\n");
        let file = SheetFile::of_bytes("list.csv", sheet(&rows).into_bytes());
        let kind = LegacyKind { until: on, ..of_the_centre() };
        let taken = read_legacy(&file, kind, &Options::default(), &mut |_| {});
        let house = &mut watched.stage.house;
        house.import_legacy((AUTHORITY, on), turner, kind, taken, &mut |_| {}).unwrap();
        watched.seen();
    }
}

/// Groups whose rows another act put others in the place of: what stood there before is in no
/// backup.
fn is_overwritten(group: &str) -> bool {
    group.starts_with("choices-") || group.ends_with("-seats") || group.starts_with("correction-")
}

/// Expects what is private to be what it was, and of what was overwritten nothing that is newer.
fn expect_rows(size: u64, then: &Rows, now: &Rows) {
    let name = |(kind, group, place): &(u8, String, u32)| format!("{size}: {kind} {group} {place}");
    for (at, body) in now {
        assert_eq!(then.get(at), Some(body), "{}", name(at));
    }
    for at in then.keys().filter(|(_, group, _)| !is_overwritten(group)) {
        assert!(now.contains_key(at), "{} is lost", name(at));
    }
}

/// Announces another session in a restored register and registers one person, who is alone in it.
fn goes_on(stage: &mut Stage, person: &Applicant) {
    let size = stage.house.size();
    let last = stage.house.state().recorded_at().unwrap().day_in_china();
    let first = last.max(day("2021-02-01")).plus_days(1);
    let on = stage.on_day(first);
    let until = first.plus_days(9).to_string();
    let plan = stage.plan(Scheme::Level, "车工", &until, &first.plus_days(19).to_string());
    let (session, _) = stage.house.announce(EMPLOYER, on, "next", plan).unwrap();
    let places = stage.house.accept(session, on, std::slice::from_ref(person)).unwrap();
    assert_eq!(places, [0], "{size}");
    let on = stage.on_day(first.plus_days(11));
    stage.house.close_registration(EMPLOYER, session, on).unwrap();
    let closing = stage.house.state().session(session).unwrap().closing.unwrap();
    assert_eq!(closing.registered, 1, "{size}");
    assert_eq!(stage.house.elections(session).unwrap().len(), 1, "{size}");
    assert_eq!(stage.house.choices(session).unwrap(), [], "{size}");
    assert_eq!(stage.house.refunds_paid(session).unwrap(), [], "{size}");
    let staff = StaffId { of: AUTHORITY, number: 7 };
    let asking = Asking { staff, purpose: Purpose::Inspection, note: "例".to_string() };
    let looked = Looked::Document(person.document.clone());
    assert_eq!(stage.house.find_person(&asking, &looked).unwrap(), [], "{size}");
}

/// Somebody whom no other act knows.
fn stranger(stage: &Stage) -> Applicant {
    stage.people(9).remove(8)
}

#[test]
fn at_the_end_of_every_act_what_is_private_is_what_it_was_and_the_next_session_has_its_own_people()
{
    let mut watched = Watched::new();
    watched.seen();
    cohorts(&mut watched);
    exam(&mut watched);
    let (_, numbers) = session(&mut watched);
    afterwards(&mut watched, &numbers);
    let person = stranger(&watched.stage);
    let file = written(&watched.stage, watched.place.path());
    assert!(40 < watched.sizes.len(), "{}", watched.sizes.len());
    for &size in &watched.sizes {
        let to = watched.place.path().join(format!("restored-{size}"));
        restored(&file, &Backend::Folder, &to, size);
        let mut again = Stage::on_backend(&to, &Backend::Folder, None).unwrap();
        again.house.publish().unwrap();
        drop(again);
        let now = rows(&to, &Backend::Folder);
        expect_rows(size, &rows(&watched.copy_of(size), &Backend::Folder), &now);
        let checked = looked((&to, &Backend::Folder), &mut |_, _| ()).unwrap();
        assert!(checked.is_clean(), "{size}: {checked:?}");
        again = Stage::on_backend(&to, &Backend::Folder, None).unwrap();
        goes_on(&mut again, &person);
        drop(again);
        let checked = looked((&to, &Backend::Folder), &mut |_, _| ()).unwrap();
        assert!(checked.is_clean(), "{size}: {checked:?}");
        fs::remove_dir_all(&to).unwrap();
    }
}

/// Restores to before the second session, and expects that its people are nobody's.
fn before_a_session(backend: &Backend) {
    let mut stage = Stage::new();
    stage.confirmed_session(4);
    let size = stage.house.size();
    let on: Day = stage.on("2020-12-20");
    let plan = stage.plan(Scheme::Level, "车工", "2020-12-27", "2021-01-05");
    let (second, _) = stage.house.announce(EMPLOYER, on, "second", plan).unwrap();
    let people = stage.people(6);
    stage.house.accept(second, on, &people).unwrap();
    stage.house.elect(second, 1, Election::Continue).unwrap();
    let place = tempfile::tempdir().unwrap();
    let file = written(&stage, place.path());
    let to = place.path().join("again");
    let left_out = restored(&file, backend, &to, size);
    assert!(left_out.rows != 0 && left_out.open.is_empty(), "{left_out:?}");
    let mut again = Stage::on_backend(&to, backend, None).unwrap();
    assert!(again.house.elections(second).unwrap().is_empty());
    goes_on(&mut again, &stranger(&stage));
    drop(again);
    assert!(looked((&to, backend), &mut |_, _| ()).unwrap().is_clean());
    // A point at which its registration was open: who came is known, and not when.
    if let Backend::Folder = backend {
        let on = stage.on("2020-12-29");
        stage.house.close_registration(EMPLOYER, second, on).unwrap();
        fs::remove_file(&file).unwrap();
        let file = written(&stage, place.path());
        let to = place.path().join("open");
        let left_out = restored(&file, backend, &to, size + 1);
        assert_eq!(left_out.open, BTreeSet::from([second]));
        let again = Stage::on_backend(&to, backend, None).unwrap();
        assert_eq!(again.house.elections(second).unwrap().len(), 6);
    }
}

#[test]
fn people_of_a_session_that_is_gone_are_not_the_next_ones_in_a_folder() {
    before_a_session(&Backend::Folder);
}

#[test]
fn people_of_a_session_that_is_gone_are_not_the_next_ones_in_a_database() {
    let Some(server) = Postgres::shared() else { return };
    before_a_session(&Backend::Postgres(server.database()));
}
