//! `World`, a register at work with invented people: what goes well and what goes wrong.
//!
//! In scope: acts the way a server takes them, faults, look-ups, imports. Out of scope: looking for
//! people in what was told (`main.rs`).

use crate::Captured;
use axum::Router;
use desk::candidates::{Applicant, Score};
use desk::find_person::{Asking, Looked, Purpose};
use desk::front::Front;
use desk::house::{House, Request};
use desk::house_error::HouseError;
use desk::house_folder;
use desk::import_sheet::{Accept, Options, SheetFile};
use desk::law_folder::LawFolder;
use desk::law_room::LawRoom;
use desk::ports::Clock;
use desk::published_log::PublishedLog;
use desk::see_register::Reading;
use desk::verifier::Counter;
use desk::{
    Named, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
    Scheme, SessionId, SessionPlan, StaffId,
};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use vocab::{Day, DocumentKind, Instant, Level, PersonId};
use watch::Instruments;
use web::Portal;

const AUTHORITY: OrganisationId = OrganisationId(0);
const EMPLOYER: OrganisationId = OrganisationId(1);
const PEOPLE: usize = 14;
/// A document whose number is wrong; it is personal all the same.
pub const WRONG_NUMBER: &str = "990000198001011230";
/// A clock that is moved.
pub struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

/// Returns the people of the register.
pub fn people() -> Vec<Applicant> {
    let one = |person: sim::Person| Applicant {
        name: person.name().into(),
        document: PersonId::new(DocumentKind::ResidentId, person.id().number()).unwrap(),
        staff: true,
        fee_fen: 10_000,
    };
    // Names of three characters: shorter ones are words, too.
    let long = |one: &Applicant| 3 <= one.name.chars().count();
    sim::People::new(7).map(one).filter(long).take(PEOPLE).collect()
}

/// The register that is played, and who watches it.
pub struct World {
    pub house: Arc<Mutex<House>>,
    front: Front,
    counter: Option<Counter>,
    pub clock: Arc<Moved>,
    folder: PathBuf,
    captured: Captured,
    instruments: Arc<Instruments>,
}

fn room() -> LawRoom {
    static ROOM: OnceLock<LawRoom> = OnceLock::new();
    ROOM.get_or_init(|| LawRoom::load(LawFolder::compiled()).unwrap()).clone()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

impl World {
    pub fn founded(folder: &Path, captured: Captured) -> World {
        let clock = Arc::new(Moved(AtomicI64::new(0)));
        let mut house = house_folder::open(folder, Arc::new(room()), clock.clone(), None).unwrap();
        let instruments = Arc::new(Instruments::new("0"));
        house.watched_by(instruments.clone());
        let on = day("2020-08-03");
        clock.0.store(Instant::start_of(on).0 + 9 * 3600, Ordering::Relaxed);
        let authority = organisation(&mut house, OrganisationKind::Authority);
        let keys = (0..3).map(|_| house.new_key().unwrap()).collect();
        let recovery = RecoverySet { threshold: 2, keys };
        let act = house.founding("demo.dengji.invalid/people", vec![authority], recovery).unwrap();
        house.record(&Request { actor: None, on, name: "genesis".into(), act }, &[]).unwrap();
        let counter = Counter::new(house, clock.clone()).unwrap();
        let (house, folder) = (counter.shared(), folder.to_path_buf());
        let (front, counter) = (Front::over(house.clone()), Some(counter));
        let world = World { house, front, counter, clock, folder, captured, instruments };
        world
            .act(move |house| {
                let Named::One(turner) = house.law().rows.find("车工") else { panic!("车工") };
                let recognition = Recognition {
                    id: EMPLOYER,
                    body: organisation(house, OrganisationKind::Employer),
                    prefix: "Y000099000001".parse().unwrap(),
                    scope: vec![(turner, Level::Four)],
                    published_on: Some(on),
                    until: None,
                    covers_outsiders: false,
                    standard_exists: true,
                };
                let act = PublicAct::RecogniseBody(recognition);
                let request = Request { actor: Some(AUTHORITY), on, name: "recognise".into(), act };
                house.record(&request, &[])
            })
            .unwrap();
        world
    }

    pub fn on(&self, text: &str) -> Day {
        let day = day(text);
        self.clock.0.fetch_max(Instant::start_of(day).0 + 9 * 3600, Ordering::Relaxed);
        day
    }

    /// Does something the way a server does, and keeps the error.
    pub fn act<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut House) -> Result<T, HouseError> + Send + 'static,
    ) -> Option<T> {
        match self.front.ask(work) {
            Ok(Ok(done)) => Some(done),
            Ok(Err(error)) => {
                self.captured.error(&error);
                None
            }
            Err(unanswered) => {
                self.captured.error(&unanswered);
                None
            }
        }
    }

    /// Runs a session; all but the last pass, and the first three get certificates.
    pub fn issue(&self, people: Vec<Applicant>) -> (SessionId, Vec<String>) {
        let session = SessionId(self.house.lock().unwrap().state().next_session().0);
        let on = self.on("2020-11-16");
        let count = people.len() as u32;
        self.act(move |house| {
            let Named::One(occupation) = house.law().rows.find("车工") else { panic!("车工") };
            let plan = SessionPlan {
                session,
                scheme: Scheme::Level,
                occupation,
                level: Level::Four,
                registration_until: day("2020-11-25"),
                planned_on: day("2020-12-05"),
            };
            house.announce(EMPLOYER, on, "session", plan)
        });
        let on = self.on("2020-11-24");
        self.act(move |house| house.accept(session, on, &people));
        let on = self.on("2020-11-27");
        self.act(move |house| house.close_registration(EMPLOYER, session, on));
        let on = self.on("2020-12-07");
        let skill = |place| if place + 1 < count { 800 } else { 300 };
        let score = |place| Score { place, theory_tenths: 700, skill_tenths: skill(place) };
        let scores: Vec<Score> = (0..count).map(score).collect();
        self.act(move |house| {
            house.record_results(EMPLOYER, session, (day("2020-12-05"), on), &scores)
        });
        let on = self.on("2020-12-14");
        self.act(move |house| house.confirm(EMPLOYER, session, on));
        let on = self.on("2020-12-16");
        let issued = self.act(move |house| house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]));
        (session, issued.unwrap().numbers)
    }

    /// Does what goes wrong: unlawful, impossible, broken, too late.
    pub fn go_wrong(&self, session: SessionId, people: &[Applicant]) {
        let on = self.on("2020-12-17");
        let last = people.len() as u32 - 1;
        let again = people.to_vec();
        // A row used before, one who did not pass, somebody who comes too late.
        assert!(self.act(move |h| h.issue(EMPLOYER, session, (on, on), &[0])).is_none());
        assert!(self.act(move |h| h.issue(EMPLOYER, session, (on, on), &[last])).is_none());
        assert!(self.act(move |h| h.accept(session, on, &again)).is_none());
        let broken = people.to_vec();
        self.alter("ALTER TABLE entries RENAME TO away");
        assert!(self.act(move |house| house.accept(session, on, &broken)).is_none());
        let looked = Looked::Name(people[0].name.clone());
        assert!(self.act(move |h| h.find_person(&asking(AUTHORITY), &looked)).is_none());
        self.alter("ALTER TABLE away RENAME TO entries");
        let name = people[1].name.clone();
        // As a server does it; otherwise a failure of this test would be a line that nobody sees.
        watch::bugs::told_as_lines();
        let stopped: Result<(), _> = self.front.ask(move |_| panic!("a bug about {name}"));
        drop(std::panic::take_hook());
        self.captured.error(&stopped.unwrap_err());
        assert!(matches!(self.front.ask(|house| house.is_in_step()), Ok(true)));
    }

    fn alter(&self, text: &str) {
        let database = Connection::open(self.folder.join("dengji.sqlite")).unwrap();
        database.execute_batch(text).unwrap();
    }

    /// Looks people up in every way, by who may and who may not, and erases one.
    pub fn look_up(&self, people: &[Applicant], number: &str) {
        for by in [AUTHORITY, EMPLOYER, OrganisationId(77)] {
            for looked in [
                Looked::Document(people[1].document.clone()),
                Looked::Name(people[1].name.clone()),
                Looked::Name(people[1].name.chars().take(1).collect()),
                Looked::Number(number.to_string()),
            ] {
                self.act(move |house| house.find_person(&asking(by), &looked));
            }
        }
        for (by, all_the_same) in [(EMPLOYER, true), (AUTHORITY, false), (AUTHORITY, true)] {
            let document = people[2].document.clone();
            self.act(move |house| house.erase_person(&asking(by), &document, all_the_same));
        }
    }

    /// Imports a sheet with good and bad rows; the report is for who sent the sheet, its errors as
    /// messages are for everybody.
    pub fn import(&self, people: &[Applicant]) {
        let on = self.on("2020-12-18");
        let session = self.act(move |house| {
            let Named::One(occupation) = house.law().rows.find("车工") else { panic!("车工") };
            let session = house.state().next_session();
            let plan = SessionPlan {
                session,
                scheme: Scheme::Level,
                occupation,
                level: Level::Four,
                registration_until: day("2020-12-28"),
                planned_on: day("2021-01-10"),
            };
            house.announce(EMPLOYER, on, "second", plan).map(|(id, _)| id)
        });
        let session = session.unwrap();
        let mut text = "姓名,证件类型,证件号码,从业年限\n".to_string();
        let name = &people[3].name;
        text.push_str(&format!("{name},身份证,{WRONG_NUMBER},6\n{name},护照簿,{WRONG_NUMBER},x\n"));
        for one in people {
            text.push_str(&format!("{},身份证,{},6\n", one.name, one.document.number()));
        }
        for accept in [Accept::Whole, Accept::GoodRows, Accept::GoodRows] {
            let file = SheetFile::of_bytes("list.csv", text.clone().into_bytes());
            let captured = self.captured.clone();
            self.act(move |house| {
                let of = (session, on);
                let options = Options::default();
                let taken = house.read_candidates(of, &file, &options, &mut |_| {})?;
                match taken.accepted(accept) {
                    Err(wrong) => captured.error(&wrong),
                    Ok(taken) => {
                        house.import_candidates(of, true, taken, &mut |_| {})?;
                    }
                }
                Ok(())
            });
        }
    }

    /// Opens the portal and what an operator reads.
    pub fn opened(&mut self) -> (Router, Router) {
        let verifier = self.counter.take().map(|counter| Box::new(counter) as _);
        let register = Some(Reading::of(self.house.clone()));
        let portal = Portal {
            law: room(),
            clock: Box::new(desk::ports::SystemClock),
            verifier,
            log: Some(PublishedLog::of(&self.folder)),
            register,
            demo: true,
            instruments: self.instruments.clone(),
        };
        web::routers(Arc::new(portal))
    }
}

fn organisation(house: &mut House, kind: OrganisationKind) -> Organisation {
    let key = house.new_key().unwrap();
    Organisation {
        kind,
        name: "示例（虚构）".into(),
        key,
        operator_custody: true,
        institution: None,
    }
}

fn asking(of: OrganisationId) -> Asking {
    let staff = StaffId { of, number: 7 };
    Asking { staff, purpose: Purpose::Complaint, note: "信访 12".to_string() }
}
