//! A house whose disk or server takes nothing for a while: everybody hears so, and it goes on.
//!
//! Keeps: I-LOG-3. In scope: a full disk, one that became read-only, one that fails, under the
//! whole folder (database, log, anchor); a server of PostgreSQL without space, read-only, gone and
//! back, and cut between commit and answer. All through `Front`, without opening the house again;
//! readiness turns false by the check that names what to look at, and true again afterwards.
//! Out of scope: the store alone (crate `store`), kills (`front_killed`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage, room};
use desk::Lock;
use desk::back_up::back_up;
use desk::backend::Backend;
use desk::check_register::check;
use desk::front::{Front, Unanswered};
use desk::house::{House, Request};
use desk::house_error::HouseError;
use desk::house_fault_words;
use desk::house_folder::open_to_read;
use desk::keep_log::keep_log;
use desk::words::{Lang, Words};
use powercut::{Refusing, Trouble, trouble};
use register::PublicAct;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use throwaway::{Cut, Postgres, Proxy};
use vocab::Day;

/// How many ask at once.
const ASKING: u64 = 12;

/// A house at work behind its front, and what it acknowledged.
pub struct Served {
    front: Front,
    /// The house itself, for whoever looks at it beside the front.
    pub house: Arc<Mutex<House>>,
    on: Day,
    /// What was asked, by its number, and where it stands in the log.
    acknowledged: BTreeMap<u64, u64>,
    asked: u64,
}

impl Served {
    pub fn of(stage: Stage) -> Served {
        let on = stage.on("2020-12-16");
        let house = Arc::new(Mutex::new(stage.house));
        let front = Front::over(house.clone());
        Served { front, house, on, acknowledged: BTreeMap::new(), asked: 0 }
    }

    /// Lets many ask at once, each for the next number; returns what each heard.
    pub fn ask_many(&mut self) -> Vec<(u64, Result<u64, Unanswered>)> {
        let numbers = self.asked..self.asked + ASKING;
        self.asked = numbers.end;
        self.ask(numbers)
    }

    fn ask(&mut self, numbers: impl Iterator<Item = u64>) -> Vec<(u64, Result<u64, Unanswered>)> {
        let ask = |number: u64| {
            let (front, on) = (self.front.clone(), self.on);
            thread::spawn(move || {
                let heard = front.ask(move |house| inspect(house, on, number));
                let failed = |error| Unanswered::Flush(Arc::new(error));
                (number, heard.and_then(|done| done.map_err(failed)))
            })
        };
        let asking: Vec<_> = numbers.map(ask).collect();
        let heard: Vec<_> = asking.into_iter().map(|one| one.join().unwrap()).collect();
        for (number, heard) in &heard {
            if let Ok(index) = heard {
                let before = self.acknowledged.insert(*number, *index);
                assert!(before.is_none_or(|before| before == *index), "{number} moved");
            }
        }
        heard
    }

    /// Everybody hears that it failed and why, in both languages.
    fn expect_trouble(&mut self, zh: &str, en: &str) {
        for (number, heard) in self.ask_many() {
            let Err(Unanswered::Flush(error)) = heard else { panic!("{number}: {heard:?}") };
            for (lang, expect) in [(Lang::Zh, zh), (Lang::En, en)] {
                let said = house_fault_words::house(&Words::of(lang), None, &error);
                assert!(said.contains(expect), "{said}");
            }
        }
    }

    /// The check of that name fails.
    fn expect_unready(&self, name: &str) {
        let failed = unready(&mut self.house.lock().unwrap());
        assert!(failed.iter().any(|(of, _)| *of == name), "{name} holds: {failed:?}");
    }

    /// Everything that was asked so far is asked again and done, once; what was acknowledged stays
    /// where it was; and every check holds.
    pub fn expect_all_done(&mut self) {
        self.ask_many();
        for (number, heard) in self.ask(0..self.asked) {
            heard.unwrap_or_else(|error| panic!("{number}: {error:?}"));
        }
        let places: std::collections::BTreeSet<u64> = self.acknowledged.values().copied().collect();
        assert_eq!(places.len() as u64, self.asked, "each has a place of its own");
        let asked = self.asked;
        let (size, in_step) = self.front.ask(|house| (house.size(), house.is_in_step())).unwrap();
        // Founding and recognition come first.
        assert_eq!((size, in_step), (asked + 2, true));
        assert_eq!(unready(&mut self.house.lock().unwrap()), []);
    }
}

/// Returns the checks that fail, and why.
fn unready(house: &mut House) -> Vec<(&'static str, String)> {
    let checks = house.ready().into_iter();
    checks.filter_map(|check| check.failed.map(|why| (check.name, why))).collect()
}

fn inspect(house: &mut House, on: Day, number: u64) -> Result<u64, HouseError> {
    let mut findings = [7; 32];
    findings[..8].copy_from_slice(&number.to_le_bytes());
    let act = PublicAct::Inspect { inspected: EMPLOYER, findings };
    let request = Request { actor: Some(AUTHORITY), on, name: format!("inspect {number}"), act };
    house.record(&request, &[]).map(|receipt| receipt.index)
}

/// Starts this suite again on a disk that can refuse, where it does the work.
fn on_such_a_disk(name: &str, work: impl FnOnce(&Path)) {
    if let Some(root) = Refusing::root_of_this_process() {
        return work(&root);
    }
    let Some(disk) = Refusing::begin().unwrap() else { return };
    let mut again = Command::new(std::env::current_exe().unwrap());
    let done = disk.run(again.args(["--exact", name, "--nocapture"])).unwrap();
    assert!(done.success(), "see its output above");
}

pub fn founded(folder: &Path, backend: &Backend, anchor: Option<&Path>) -> Stage {
    let anchor = anchor.map(Path::to_path_buf);
    let mut stage = Stage::on_backend(folder, backend, anchor).unwrap();
    stage.found();
    stage.recognise();
    stage
}

const TROUBLES: [(Trouble, &str, &str); 4] = [
    (Trouble::Full, "磁盘已满；请腾出空间", "the disk is full; make room"),
    (Trouble::ReadOnly, "磁盘读写出错，可能已变为只读", "it may be read-only, gone or failing"),
    (Trouble::Failing, "磁盘读写出错，可能已变为只读", "it may be read-only, gone or failing"),
    (Trouble::Unflushed, "磁盘读写出错，可能已变为只读", "it may be read-only, gone or failing"),
];

#[test]
fn i_log_3_a_house_whose_disk_refuses_loses_nothing_and_goes_on_by_itself() {
    let name = "hindered::i_log_3_a_house_whose_disk_refuses_loses_nothing_and_goes_on_by_itself";
    on_such_a_disk(name, |root| {
        let folder = root.join("register");
        let anchor = root.join("anchor");
        let mut served = Served::of(founded(&folder, &Backend::Folder, Some(&anchor)));
        served.expect_all_done();
        for (with, zh, en) in TROUBLES {
            trouble(Some(with));
            served.expect_trouble(zh, en);
            served.expect_unready("write");
            served.expect_trouble(zh, en);
            trouble(None);
            served.expect_all_done();
        }
        let acknowledged = std::mem::take(&mut served.acknowledged);
        drop(served);
        let mut stage = Stage::at(&folder, anchor).unwrap();
        let on = stage.on("2020-12-16");
        for (number, index) in acknowledged {
            assert_eq!(inspect(&mut stage.house, on, number).unwrap(), index);
        }
    });
}

#[test]
fn a_log_that_cannot_be_published_is_published_when_the_disk_takes_again() {
    let name = "hindered::a_log_that_cannot_be_published_is_published_when_the_disk_takes_again";
    on_such_a_disk(name, |root| {
        let folder = root.join("register");
        let stage = founded(&folder, &Backend::Folder, Some(&root.join("anchor")));
        let (on, clock) = (stage.on("2020-12-16"), stage.clock.clone());
        let house = Arc::new(Mutex::new(stage.house));
        // As a server does it each second; the first time is at once.
        let keep = || keep_log(house.clone(), clock.clone(), 86_400).map(drop);
        let held = || house.lock().unwrap();
        keep().unwrap();
        for (number, (with, zh, en)) in [
            (Trouble::Full, "磁盘已满", "the disk is full"),
            (Trouble::ReadOnly, "只读", "read-only"),
            (Trouble::Forbidden, "权限", "permission"),
            (Trouble::Unflushed, "磁盘读写出错", "the disk reads or writes with errors"),
        ]
        .into_iter()
        .enumerate()
        {
            let published = held().published_size();
            inspect(&mut held(), on, number as u64).unwrap();
            trouble(Some(with));
            let error = held().publish().map(|_| ()).unwrap_err();
            for (lang, expect) in [(Lang::Zh, zh), (Lang::En, en)] {
                let said = house_fault_words::house(&Words::of(lang), None, &error);
                assert!(said.contains(expect), "{said}");
            }
            assert_eq!(held().published_size(), published);
            keep().unwrap_err();
            let failed = unready(&mut held());
            assert!(failed.iter().any(|(of, _)| *of == "log"), "{failed:?}");
            trouble(None);
            keep().unwrap();
            held().publish().unwrap();
            let house = held();
            assert_eq!(house.published_size(), house.size());
            drop(house);
            assert_eq!(unready(&mut held()), []);
        }
    });
}

#[test]
fn a_register_on_a_medium_that_is_only_read_is_checked_backed_up_and_read() {
    let name = "hindered::a_register_on_a_medium_that_is_only_read_is_checked_backed_up_and_read";
    on_such_a_disk(name, |root| {
        // A name that means something in the address of a file.
        let folder = root.join("archived 2020?#1");
        let mut stage = founded(&folder, &Backend::Folder, None);
        let on = stage.on("2020-12-16");
        inspect(&mut stage.house, on, 1).unwrap();
        stage.house.publish().unwrap();
        let Stage { house, clock, .. } = stage;
        let size = house.size();
        drop(house);
        let elsewhere = tempfile::tempdir().unwrap();
        for (n, with) in [Trouble::ReadOnly, Trouble::Forbidden].into_iter().enumerate() {
            trouble(Some(with));
            let at = (&*folder, &Backend::Folder);
            let checked = check(at, &mut |_, _| ()).unwrap();
            assert!(checked.is_clean(), "{checked:?}");
            let to = elsewhere.path().join(n.to_string());
            let (head, _) = back_up(at, &to, (&Lock::Open, false), &*clock).unwrap();
            assert_eq!(head.size, size);
            let read = open_to_read(&folder, &Backend::Folder, room(), clock.clone(), None);
            assert_eq!(read.unwrap().size(), size);
            trouble(None);
        }
        // Where it is written again, it is read with what is written.
        let mut again = Stage::on_backend(&folder, &Backend::Folder, None).unwrap();
        let on = again.on("2020-12-16");
        inspect(&mut again.house, on, 2).unwrap();
        let beside = open_to_read(&folder, &Backend::Folder, room(), clock, None).unwrap();
        assert_eq!(beside.size(), size + 1);
    });
}

/// A house on a database of a server of its own.
fn on_postgres(work: impl FnOnce(&Postgres, &str, &mut Served)) {
    let Some(server) = Postgres::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let url = server.database();
    let stage = founded(folder.path(), &Backend::Postgres(url.clone()), None);
    let mut served = Served::of(stage);
    served.expect_all_done();
    work(&server, url.rsplit('/').next().unwrap(), &mut served);
    served.expect_all_done();
}

#[test]
fn a_house_on_a_server_without_space_goes_on_when_there_is_room() {
    on_postgres(|server, name, served| {
        let function = "CREATE FUNCTION dengji.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                        RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$";
        server.sql(name, function);
        let tables = ["dengji.entries", "dengji.notes"];
        for table in tables {
            let when = "EXECUTE FUNCTION dengji.full()";
            server.sql(name, &format!("CREATE TRIGGER full_disk BEFORE INSERT ON {table} {when}"));
        }
        served.expect_trouble("磁盘已满；请腾出空间", "the disk is full; make room");
        served.expect_unready("write");
        for table in tables {
            server.sql(name, &format!("DROP TRIGGER full_disk ON {table}"));
        }
    });
}

#[test]
fn a_house_on_a_server_that_became_read_only_goes_on_afterwards() {
    on_postgres(|server, _, served| {
        let set = |value: &str| {
            let set = format!("ALTER SYSTEM SET default_transaction_read_only = {value}");
            server.sql("postgres", &set);
            server.sql("postgres", "SELECT pg_reload_conf()");
            while server.sql("postgres", "SHOW default_transaction_read_only") != value {
                thread::yield_now();
            }
        };
        set("on");
        served.expect_trouble("只能读取，不能写入", "it can be read and not written");
        served.expect_unready("write");
        set("off");
    });
}

#[test]
fn a_house_whose_server_is_gone_says_so_and_goes_on_when_it_is_back() {
    on_postgres(|server, _, served| {
        server.kill();
        served.expect_trouble("请启动服务器", "start the server");
        served.expect_unready("database");
        server.restart();
    });
}

#[test]
fn what_was_kept_when_the_answer_was_cut_off_is_found_by_asking_again() {
    for cut in [Cut::BeforeCommit, Cut::AfterCommit, Cut::AtBegin] {
        let Some(server) = Postgres::shared() else { return };
        let folder = tempfile::tempdir().unwrap();
        let proxy = Proxy::to(server.port());
        let url = proxy.url(&server.database(), server.port());
        let mut served = Served::of(founded(folder.path(), &Backend::Postgres(url), None));
        served.expect_all_done();
        // Upkeep commits, too, when the askers are slow to come; then it is what was cut off.
        let unheard = (0..20).find_map(|_| {
            proxy.cut_once(cut);
            let heard = served.ask_many();
            assert!(proxy.was_cut(), "{cut:?}");
            let unheard = heard.iter().filter(|(_, heard)| heard.is_err()).count();
            served.expect_all_done();
            (0 < unheard || cut == Cut::AtBegin).then_some(unheard)
        });
        let unheard = unheard.unwrap_or(0);
        assert_eq!(unheard == 0, cut == Cut::AtBegin, "{cut:?}: {unheard} heard nothing");
    }
}
