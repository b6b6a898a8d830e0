//! Loss of power at every step of a backup: a file under its name is whole.
//!
//! In scope: the folder of the backup, recorded while this suite, started again,
//! writes one. Out of scope: the store that is backed up.

use crate::backup::fill;
use crate::memory_store::MemoryStore;
use powercut::{Found, Moment, Moments, Recording, mark};
use std::path::Path;
use std::process::{Command, Stdio};
use store::Store as _;
use store::backup::{Asked, BackupFile, Lock, Unlock, back_up};

const NAME: &str = "night.backup";

/// The writer: what this suite does when it is started under a recording.
fn write(root: &Path) {
    let mut store = MemoryStore::default();
    fill(&mut store);
    let asked = Asked { origin: None, taken_at: 0, keys: &[], lock: &Lock::Open };
    back_up(&mut *store.reader().unwrap(), &root.join(NAME), &asked).unwrap();
    mark("done\n");
}

/// Says what is wrong with what was found.
fn look(found: &Found, done: bool) -> Result<(), String> {
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    let path = folder.path().join(NAME);
    match (path.exists(), done) {
        (false, true) => return Err("it was done and is not there".to_string()),
        (false, false) => return Ok(()),
        (true, _) => {}
    }
    let mut file = BackupFile::open(&path, &Unlock::default()).map_err(|e| e.to_string())?;
    while file.next_piece().map_err(|e| e.to_string())?.is_some() {}
    Ok(())
}

#[test]
fn a_backup_has_its_name_only_when_it_is_whole_whenever_power_is_lost() {
    if let Some(root) = Recording::root_of_this_process() {
        return write(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    let mut writer = Command::new(std::env::current_exe().unwrap());
    writer.args([
        "--exact",
        "backup_power_loss::a_backup_has_its_name_only_when_it_is_whole_whenever_power_is_lost",
    ]);
    assert!(recording.run(writer.stdout(Stdio::null()), None).unwrap().success());
    let trace = recording.trace().unwrap();
    let mut faults = Vec::new();
    let played = Moments::of(60).each(&trace, 0, &mut |moment: Moment<'_>| {
        let Moment { at, loss, unflushed, found, marks } = moment;
        if let Err(wrong) = look(found, marks.contains(&"done")) {
            let of = trace.0.len();
            faults.push(format!("after {at} of {of}, {loss:?} lost, {unflushed:?}: {wrong}"));
        }
    });
    assert!(trace.0.len() < played, "every moment of a short trace is played");
    assert!(faults.is_empty(), "{faults:#?}");
}
