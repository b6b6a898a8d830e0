//! A house that many ask at once, killed in the middle: every act that was answered is in the log.
//!
//! Keeps: I-LOG-3, I-LOG-2. In scope: SIGKILL of the process behind `Front` at a random moment
//! under load, on SQLite and on PostgreSQL; SIGKILL of the server of PostgreSQL under a house that
//! lives.
//! Out of scope: one who asks alone (`killed`), loss of power (`power_loss`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage, day};
use desk::backend::Backend;
use desk::front::Front;
use desk::house::{House, Request};
use register::{PublicAct, SessionId};
use seal::Entry;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use throwaway::Postgres;
use vocab::{Day, Hash};

const FOLDER: &str = "DENGJI_FRONT_KILLED_IN";
const DATABASE: &str = "DENGJI_FRONT_KILLED_AT";
/// Who inspect, and who issue certificates, all at once.
const INSPECTING: u64 = 6;
const ISSUING: u64 = 2;
/// Candidates of a session, one of whom fails.
const CANDIDATES: u32 = 40;
/// Answers that are heard before a kill, at most.
const HEARD_MAX: usize = 120;
/// Kills in one folder; then another is begun, so that reading its log does not grow without end.
const KILLS_IN_ONE: usize = 50;

#[test]
fn i_log_3_what_many_heard_survives_kills_in_a_folder() {
    let name = "front_killed::i_log_3_what_many_heard_survives_kills_in_a_folder";
    kill_again_and_again(name, "SQLite", || Some((Backend::Folder, String::new())));
}

#[test]
fn i_log_3_what_many_heard_survives_kills_in_a_database() {
    let name = "front_killed::i_log_3_what_many_heard_survives_kills_in_a_database";
    kill_again_and_again(name, "PostgreSQL", || {
        let url = Postgres::shared()?.database();
        Some((Backend::Postgres(url.clone()), url))
    });
}

fn kill_again_and_again(name: &str, shown: &str, begin: impl Fn() -> Option<(Backend, String)>) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let url = std::env::var(DATABASE).unwrap();
        let backend = if url.is_empty() { Backend::Folder } else { Backend::Postgres(url) };
        work_until_killed(Path::new(&folder), &backend);
    }
    let (kills, seed) = (powercut::stops(20), powercut::seed());
    let (mut done, mut answers) = (0, 0);
    while done < kills {
        // A kill leaves everything that was written; what the disk keeps is not asked here.
        let place = powercut::scratch().unwrap();
        let Some((backend, url)) = begin() else { return };
        let mut told: Vec<Told> = Vec::new();
        for kill in done..kills.min(done + KILLS_IN_ONE) {
            let heard = powercut::choose(seed + kill as u64, 1, HEARD_MAX).pop_first().unwrap() + 1;
            let more = kill_after(heard, name, place.path(), &url);
            answers += more.len();
            told.extend(more);
            look(&told, place.path(), &backend, kill);
        }
        done = kills.min(done + KILLS_IN_ONE);
    }
    println!("{kills} kills, {answers} answers on {shown}");
}

/// Something that was answered: what it was, and where it stands.
#[derive(Debug)]
enum Told {
    Inspected { index: u64, number: u64 },
    Issued { index: u64, number: String },
}

impl Told {
    fn read(line: &str) -> Told {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["inspected", index, number] => {
                Told::Inspected { index: index.parse().unwrap(), number: number.parse().unwrap() }
            }
            ["issued", index, number] => {
                Told::Issued { index: index.parse().unwrap(), number: number.to_string() }
            }
            _ => panic!("{line}"),
        }
    }
}

/// Opens the house as after any stop, and looks for every act that was ever answered.
fn look(told: &[Told], folder: &Path, backend: &Backend, kill: usize) {
    let stage = Stage::on_backend(folder, backend, None).unwrap();
    let found = stage.house.look_up();
    for told in told {
        let at = |index: u64| Entry::read(&found.entry(index).unwrap()).unwrap();
        match told {
            Told::Inspected { index, number } => {
                let Entry::Act(act) = at(*index) else { panic!("kill {kill}: {told:?}") };
                let PublicAct::Inspect { findings: found, .. } = act.event.act else {
                    panic!("kill {kill}: {told:?}: {:?}", act.event.act)
                };
                assert_eq!(Hash(found), Hash(findings(*number)), "kill {kill}: {told:?}");
            }
            Told::Issued { index, number } => {
                assert_eq!(found.number(number).unwrap(), Some(index + 1), "kill {kill}: {told:?}");
                let Entry::Certificate(certificate) = at(index + 1) else {
                    panic!("kill {kill}: {told:?}")
                };
                assert_eq!(certificate.header, *index, "kill {kill}: {told:?}");
            }
        }
    }
}

/// Starts this suite again as a house that many ask, kills it when it has answered so often, and
/// returns its answers.
fn kill_after(answers: usize, name: &str, place: &Path, url: &str) -> Vec<Told> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(FOLDER, place)
        .env(DATABASE, url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    // The last line of a process that was killed may be cut off: only whole ones count.
    let whole = |line: &str| line.strip_prefix("told ")?.strip_suffix(" .").map(str::to_string);
    let mut lines = lines.filter_map(|line| whole(&line));
    let mut told: Vec<String> = lines.by_ref().take(answers).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(told.len(), answers, "the house stopped by itself");
    // What it said before it died counts too.
    told.extend(lines);
    told.iter().map(|line| Told::read(line)).collect()
}

fn findings(number: u64) -> [u8; 32] {
    let mut findings = [7; 32];
    findings[..8].copy_from_slice(&number.to_le_bytes());
    findings
}

fn inspect(house: &mut House, on: Day, number: u64) -> Option<u64> {
    let act = PublicAct::Inspect { inspected: EMPLOYER, findings: findings(number) };
    let request = Request { actor: Some(AUTHORITY), on, name: format!("inspect {number}"), act };
    house.record(&request, &[]).ok().map(|receipt| receipt.index)
}

fn issue(house: &mut House, on: Day, session: SessionId, row: u32) -> Option<(u64, String)> {
    let mut issued = house.issue(EMPLOYER, session, (on, on), &[row]).ok()?;
    Some((issued.receipt.index, issued.numbers.remove(0)))
}

/// Prints one whole line, at once.
fn tell(text: &str) {
    // The runner may have begun a line.
    std::io::stdout().lock().write_all(format!("\ntold {text} .\n").as_bytes()).unwrap();
}

fn work_until_killed(folder: &Path, backend: &Backend) -> ! {
    let mut stage = Stage::on_backend(folder, backend, None).unwrap();
    stage.on("2020-12-17");
    if stage.house.state().origin().is_none() {
        stage.found();
    }
    if stage.house.state().key_of(EMPLOYER).is_none() {
        stage.recognise();
    }
    let session = stage.confirm_session(CANDIDATES as usize, day("2020-11-16"), &mut |_| ());
    let on = stage.on("2020-12-16");
    // No number is asked for twice, in this life or in another.
    let asked = Arc::new(AtomicU64::new(stage.house.size() << 20));
    let rows = Arc::new(AtomicU64::new(0));
    let front = Front::over(Arc::new(Mutex::new(stage.house)));
    let inspecting = (0..INSPECTING).map(|_| {
        let (front, asked) = (front.clone(), asked.clone());
        thread::spawn(move || {
            loop {
                let number = asked.fetch_add(1, Ordering::Relaxed);
                if let Some(index) = front.ask(move |house| inspect(house, on, number)).unwrap() {
                    tell(&format!("inspected {index} {number}"));
                }
            }
        })
    });
    let issuing = (0..ISSUING).map(|_| {
        let (front, rows) = (front.clone(), rows.clone());
        thread::spawn(move || {
            loop {
                let row = rows.fetch_add(1, Ordering::Relaxed) as u32;
                if CANDIDATES <= row {
                    // All are issued; the others go on.
                    thread::park();
                    continue;
                }
                let issued = front.ask(move |house| issue(house, on, session, row)).unwrap();
                if let Some((index, number)) = issued {
                    tell(&format!("issued {index} {number}"));
                }
            }
        })
    });
    let threads: Vec<thread::JoinHandle<()>> = inspecting.chain(issuing).collect();
    for one in threads {
        one.join().unwrap();
    }
    panic!("nobody asks any more")
}

#[test]
fn i_log_3_what_many_heard_survives_kills_of_the_server_and_the_house_lives() {
    let Some(server) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let backend = Backend::Postgres(server.database());
    let mut stage = Stage::on_backend(folder.path(), &backend, None).unwrap();
    stage.found();
    stage.recognise();
    let on = stage.on("2020-12-16");
    let front = Front::over(Arc::new(Mutex::new(stage.house)));
    let (asked, answered) = (AtomicU64::new(0), AtomicU64::new(0));
    let (stop, unheard) = (AtomicBool::new(false), AtomicU64::new(0));
    let (kills, seed) = (powercut::stops(20).div_ceil(4), powercut::seed());
    let told: Vec<Told> = thread::scope(|scope| {
        let asking: Vec<_> = (0..INSPECTING)
            .map(|_| {
                scope.spawn(|| {
                    let mut told = Vec::new();
                    while !stop.load(Ordering::SeqCst) {
                        let number = asked.fetch_add(1, Ordering::SeqCst);
                        // Asked again under the same name until it is answered.
                        let index = loop {
                            match front.ask(move |house| inspect(house, on, number)) {
                                Ok(Some(index)) => break index,
                                Ok(None) | Err(_) => unheard.fetch_add(1, Ordering::SeqCst),
                            };
                        };
                        answered.fetch_add(1, Ordering::SeqCst);
                        told.push(Told::Inspected { index, number });
                    }
                    told
                })
            })
            .collect();
        for kill in 0..kills {
            let more = powercut::choose(seed + kill as u64, 1, 60).pop_first().unwrap() as u64 + 1;
            wait_for(&answered, more);
            server.kill();
            server.restart();
        }
        wait_for(&answered, 1);
        stop.store(true, Ordering::SeqCst);
        asking.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    assert!(0 < unheard.load(Ordering::SeqCst), "no kill was noticed");
    drop(front);
    look(&told, folder.path(), &backend, kills);
    let size = Stage::on_backend(folder.path(), &backend, None).unwrap().house.size();
    assert_eq!(size, told.len() as u64 + 2, "each was done once, after founding and recognition");
    println!("{kills} kills, {} answers while the server was killed", told.len());
}

fn wait_for(answered: &AtomicU64, more: u64) {
    let wanted = answered.load(Ordering::SeqCst) + more;
    while answered.load(Ordering::SeqCst) < wanted {
        thread::yield_now();
    }
}
