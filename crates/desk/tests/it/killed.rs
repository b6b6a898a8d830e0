//! A house killed again and again while it issues and publishes loses nothing that it answered.
//!
//! Keeps: I-LOG-3, I-LOG-2. In scope: SIGKILL when an answer is heard, and the next act under way,
//! in one folder from its founding on.
//! Out of scope: loss of power (`power_loss`).

use crate::stage::{EMPLOYER, Stage, day};
use crate::stranger::read_log;
use desk::house::House;
use desk::house_folder::LOG_FOLDER;
use merkle::leaf_hash;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use store::{DiskFiles, Reader as _, SqliteStore};
use vocab::Hash;

const FOLDER: &str = "DENGJI_HOUSE_KILLED_IN";
/// Answers that are heard before a kill, at most: several sessions' worth of them.
const HEARD_MAX: usize = 20;

#[test]
fn i_log_3_what_was_answered_and_published_survives_kills() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        work_until_killed(Path::new(&folder));
    }
    // A kill leaves everything that was written; what the disk keeps is not asked here.
    let place = powercut::scratch().unwrap();
    let register = place.path().join("register");
    let (kills, mut state, mut kept) = (powercut::stops(20), powercut::seed(), Vec::new());
    for kill in 0..kills {
        let heard = powercut::choose(state, 1, HEARD_MAX).pop_first().unwrap() + 1;
        state += 1;
        let told = kill_after(heard, place.path());
        let stage = Stage::at(&register, place.path().join("anchor")).unwrap();
        let before = std::mem::replace(&mut kept, entries(&register));
        assert!(kept.starts_with(&before), "kill {kill}: entries changed");
        let mut published = 0;
        for line in &told {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["size", size, leaf] => {
                    let last = size.parse::<usize>().unwrap() - 1;
                    let entry = kept.get(last).unwrap_or_else(|| panic!("{last} is lost"));
                    assert_eq!(
                        Hash(leaf_hash(entry)).to_string(),
                        leaf,
                        "kill {kill}: entry {last}"
                    );
                }
                ["published", size] => published = size.parse().unwrap(),
                _ => panic!("{line}"),
            }
        }
        if published != 0 {
            let log = DiskFiles::below(register.join(LOG_FOLDER)).unwrap();
            let (size, entries) = read_log(&log, &stage.house).unwrap();
            assert!(published <= size && kept.starts_with(&entries), "kill {kill}");
        }
    }
    println!("{kills} kills, {} entries", kept.len());
}

fn entries(register: &Path) -> Vec<Vec<u8>> {
    let store = SqliteStore::read_only(register).unwrap();
    let (mut entries, size) = (Vec::new(), store.size().unwrap());
    store.each_entry(0, size, &mut |_, bytes| entries.push(bytes.to_vec())).unwrap();
    entries
}

/// Starts this test again as a house at work, kills it when it has answered so often, and returns
/// its answers.
fn kill_after(answers: usize, place: &Path) -> Vec<String> {
    let mut child: Child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::i_log_3_what_was_answered_and_published_survives_kills"])
        .arg("--nocapture")
        .env(FOLDER, place)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut lines = lines.filter_map(|line| line.strip_prefix("told ").map(str::to_string));
    let mut told: Vec<String> = lines.by_ref().take(answers).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(told.len(), answers, "the house stopped by itself");
    // What it said before it died counts too.
    told.extend(lines);
    told
}

fn work_until_killed(place: &Path) -> ! {
    let register = place.join("register");
    let mut stage = Stage::at(&register, place.join("anchor")).unwrap();
    // After everything that an earlier house recorded; the clock of a stage does not go back.
    stage.on("2020-12-17");
    let reader = SqliteStore::read_only(&register).unwrap();
    let acted = &mut |house: &House| {
        let size = house.size();
        let last = reader.entry(size - 1).unwrap().unwrap();
        // The runner may have begun a line.
        println!("\ntold size {size} {}", Hash(leaf_hash(&last)));
    };
    if stage.house.state().origin().is_none() {
        stage.found();
        acted(&stage.house);
    }
    if stage.house.state().key_of(EMPLOYER).is_none() {
        stage.recognise();
        acted(&stage.house);
    }
    loop {
        let first = day("2020-11-16");
        let session = stage.confirm_session(4, first, acted);
        let on = stage.on_day(first.plus_days(29));
        for rows in [&[0, 1][..], &[2]] {
            stage.house.issue(EMPLOYER, session, (on, on), rows).unwrap();
            acted(&stage.house);
            stage.house.publish().unwrap();
            println!("\ntold published {}", stage.house.published_size());
        }
        stage.house.landmark().unwrap();
        acted(&stage.house);
    }
}
