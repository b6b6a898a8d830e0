//! Loss of power while a long sheet of candidates is imported: each part is there whole, with the
//! memory that it was done, or not at all, and the same sheet goes on behind it.
//!
//! In scope: a sheet of two parts, recorded while this suite, started again, imports it; a process
//! that is killed in the second. Out of scope: what is wrong in a sheet (`importing`).

use super::{faults_of, numbers, start};
use crate::importing::{candidates, exam};
use crate::stage::{Stage, day};
use desk::SessionId;
use desk::backend::Backend;
use desk::house_error::HouseError;
use desk::import_sheet::{Accept, ROWS_OF_ACT_MAX};
use powercut::{Change, Found, Moments, Recording, Trace, choose, mark};
use std::path::Path;

const REGISTER: &str = "data/register";
const NAME: &str =
    "importing::a_part_of_a_sheet_is_there_whole_or_not_at_all_after_a_loss_of_power";
const EXAM: SessionId = SessionId(0);
/// The row of headings counts as one of the first part.
const PART: u32 = ROWS_OF_ACT_MAX - 1;
const ALL: u32 = ROWS_OF_ACT_MAX + 30;

fn opened(root: &Path) -> Result<Stage, HouseError> {
    Stage::on_backend(&root.join(REGISTER), &Backend::Folder, None)
}

/// What this suite does when it is started under a recording, or again after a kill.
fn work(root: &Path) {
    let mut stage = opened(root).unwrap();
    if stage.house.state().origin().is_none() {
        stage.found();
        assert_eq!(exam(&mut stage), EXAM);
    }
    let on = stage.on_day(day("2020-09-20"));
    let mut text = String::from("姓名,证件类型,证件号码,费用\n");
    (1..=ALL).for_each(|n| text.push_str(&format!("虚构某,护照,P{n:07},280\n")));
    let taken = candidates(&stage.house, (EXAM, on), &text).accepted(Accept::Whole).unwrap();
    let news = &mut |part| mark(&format!("accepted {}\n", [PART, ALL][part as usize]));
    let done = stage.house.import_candidates((EXAM, on), false, taken, news).unwrap();
    assert!(done.places.into_iter().eq(0..ALL), "each once, in its place");
    mark(&format!("accepted {ALL}\n"));
}

fn look(found: &Found, marks: &[&str]) -> Result<(), String> {
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    let stage = opened(folder.path()).map_err(|error| format!("it does not open: {error}"))?;
    let accepted = numbers(marks.iter().copied(), "accepted").last().unwrap_or(0);
    // Opens every row.
    let kept = stage.house.accepted(EXAM).map_err(|error| error.to_string())?;
    if u64::from(kept) < accepted {
        return Err(format!("{accepted} accepted, {kept} kept"));
    }
    match [0, PART, ALL].contains(&kept) {
        true => Ok(()),
        false => Err(format!("half a part is kept: {kept}")),
    }
}

#[test]
fn a_part_of_a_sheet_is_there_whole_or_not_at_all_after_a_loss_of_power() {
    if let Some(root) = Recording::root_of_this_process() {
        return work(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    assert!(start(&recording, NAME, None, 0..0));
    let Trace(changes) = recording.trace().unwrap();
    let faults = faults_of((&Trace(changes.clone()), 0), Moments::of(4), &mut look);
    assert!(faults.is_empty(), "{faults:#?}");
    let moments = Moments { cuts: 0, seed: 1 };
    let less = Trace(changes.clone()).without_flushes(|path| path.ends_with("-wal"));
    assert!(!faults_of((&less, 0), moments, &mut look).is_empty());
    // Killed anywhere in the second part.
    let first = Change::Mark(format!("accepted {PART}"));
    let second = changes.iter().position(|change| *change == first).unwrap();
    let stops = Trace(changes).before_flushes().into_iter();
    let stops: Vec<(usize, String)> = stops.filter(|(stop, _)| second < *stop).collect();
    for n in choose(powercut::seed(), powercut::stops(1), stops.len()) {
        let (stop, path) = &stops[n];
        let recording = Recording::begin().unwrap().expect("there is a compiler");
        assert!(!start(&recording, NAME, Some(*stop), 0..0));
        let killed = recording.trace().unwrap().0.len();
        assert!(start(&recording, NAME, None, 0..0), "killed before flushing {path}");
        let faults = faults_of((&recording.trace().unwrap(), killed), moments, &mut look);
        assert!(faults.is_empty(), "killed before flushing {path}: {faults:#?}");
    }
}
