//! A house on a server whose volume is really full: everybody hears so, nothing is lost, and it
//! goes on when there is room.
//!
//! Keeps: I-LOG-3. In scope: a tablespace on a small file system in memory, with all tables of the
//! register. Out of scope: a planted error, which needs no root (`hindered`); a server without room
//! for its own log, which ends until there is some.
//! Failure: the file system is mounted in a name space of this suite started again, which takes it
//! along however it ends. Where nothing may be mounted the suite says that it was skipped.

use crate::hindered::{Served, founded};
use desk::backend::Backend;
use desk::front::Unanswered;
use desk::house_fault_words;
use desk::see_ready::Check;
use desk::words::{Lang, Words};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use throwaway::Postgres;

const VOLUME: &str = "DENGJI_TEST_VOLUME";
/// What the tables of a new register take several times over.
const MIB: u32 = 8;
/// Rounds of acts that fit into pages that the tables have already, at most.
const ROUNDS_MAX: u32 = 60;

/// Fills the pages that the notes have, among them that of the note by which readiness is probed:
/// names before its name and bodies of its length, until the server finds no room.
const FILL_NOTES: &str = "
    DO $$ DECLARE n integer := 0; BEGIN LOOP BEGIN
        INSERT INTO dengji.notes VALUES
            (convert_to('q' || lpad(n::text, 4, '0'), 'UTF8'), convert_to(repeat('x', 25), 'UTF8'));
        n := n + 1;
    EXCEPTION WHEN disk_full THEN EXIT; END; END LOOP; END $$";

/// Runs a command in a name space of its own for what is mounted.
fn apart(command: &[&str]) -> Command {
    let mut apart = Command::new("unshare");
    apart.args(["--mount", "--propagation", "private", "--"]).args(command);
    apart
}

/// Starts this suite again where a small volume may be mounted on a folder, to do the work.
fn on_a_small_volume(name: &str, work: impl FnOnce(&Path)) {
    if let Some(volume) = std::env::var_os(VOLUME).map(PathBuf::from) {
        return work(&volume);
    }
    let place = tempfile::tempdir().unwrap();
    // The server's user has to get there.
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let volume = place.path().join("volume");
    fs::create_dir(&volume).unwrap();
    let own = std::env::current_exe().unwrap();
    let (size, at) = (format!("size={MIB}m,mode=0755"), volume.display().to_string());
    let mounted = ["mount", "-t", "tmpfs", "-o", &size, "none", &at];
    let tried = apart(&mounted).output();
    match tried {
        Ok(tried) if tried.status.success() => {}
        Ok(tried) => {
            let why = String::from_utf8_lossy(&tried.stderr).trim().to_string();
            return eprintln!("SKIPPED: no volume may be mounted here: {why}");
        }
        Err(error) => return eprintln!("SKIPPED: `unshare` cannot be started: {error}"),
    }
    let script = "mount -t tmpfs -o \"$1\" none \"$2\" && shift 2 && exec \"$@\"";
    let own = own.display().to_string();
    let again = ["sh", "-c", script, "sh", &size, &at, &own, "--exact", name, "--nocapture"];
    let done = apart(&again).env(VOLUME, &volume).status().unwrap();
    assert!(done.success(), "see its output above");
    let mounts = fs::read_to_string("/proc/mounts").unwrap();
    assert!(!mounts.contains(&at), "nothing stays mounted");
}

/// Fills the volume to the last block, and returns the file that does.
fn fill(volume: &Path) -> PathBuf {
    let path = volume.join("filler");
    let mut file = fs::File::create(&path).unwrap();
    let full = std::iter::repeat_with(|| file.write_all(&[7; 4096])).find_map(Result::err);
    assert_eq!(full.map(|error| error.kind()), Some(std::io::ErrorKind::StorageFull));
    path
}

fn unready(served: &Served) -> Vec<Check> {
    let checks = served.house.lock().unwrap().ready();
    checks.into_iter().filter(|check| !check.holds()).collect()
}

/// Expects that somebody was told of the full disk, in both languages, and returns how many were
/// not acknowledged.
fn expect_full(heard: &[(u64, Result<u64, Unanswered>)]) -> usize {
    let failed = heard.iter().filter_map(|(number, heard)| Some((number, heard.as_ref().err()?)));
    let failed: Vec<_> = failed.collect();
    for (number, error) in &failed {
        let Unanswered::Flush(error) = error else { panic!("{number}: {error:?}") };
        for (lang, expect) in
            [(Lang::Zh, "磁盘已满；请腾出空间"), (Lang::En, "the disk is full; make room")]
        {
            let said = house_fault_words::house(&Words::of(lang), None, error);
            assert!(said.contains(expect), "{number}: {said}");
        }
    }
    failed.len()
}

#[test]
fn i_log_3_a_house_whose_server_has_a_full_volume_loses_nothing_and_goes_on_when_there_is_room() {
    let name = "full_volume::i_log_3_a_house_whose_server_has_a_full_volume_loses_nothing_and_goes_on_when_there_is_room";
    on_a_small_volume(name, |volume| {
        let Some(server) = Postgres::start() else { return };
        let tables = volume.join("tables");
        fs::create_dir(&tables).unwrap();
        let mut own = Command::new("chown");
        let own = own.arg("--reference").arg(server.folder().join("data")).arg(&tables);
        assert!(own.status().unwrap().success());
        let place = format!("CREATE TABLESPACE small LOCATION '{}'", tables.display());
        server.sql("postgres", &place);
        let url = server.database();
        let name = url.rsplit('/').next().unwrap();
        server.sql("postgres", &format!("ALTER DATABASE {name} SET default_tablespace = small"));
        let folder = tempfile::tempdir().unwrap();
        let stage = founded(folder.path(), &Backend::Postgres(url.clone()), None);
        let mut served = Served::of(stage);
        served.expect_all_done();
        assert_eq!(unready(&served), []);
        for round in 0..2 {
            // No room that was used before is left for the probe.
            server.sql(name, "VACUUM FULL dengji.notes");
            let filler = fill(volume);
            server.sql(name, FILL_NOTES);
            let mut rounds = 0;
            while expect_full(&served.ask_many()) == 0 {
                rounds += 1;
                assert!(rounds < ROUNDS_MAX, "{round}: acts go on without room");
            }
            let failing = unready(&served);
            let names: Vec<&str> = failing.iter().map(|check| check.name).collect();
            assert_eq!(names, ["write"], "{round}: {failing:?}");
            let why = failing[0].failed.clone().unwrap();
            assert!(why.contains("No space left on device"), "{round}: {why}");
            expect_full(&served.ask_many());
            fs::remove_file(filler).unwrap();
            server.sql(name, "DELETE FROM dengji.notes WHERE name LIKE 'q____'");
            served.expect_all_done();
            assert_eq!(unready(&served), [], "{round}");
        }
    });
}
