//! A house in a temporary folder, founded and with a recognised employer, under a clock that
//! stands.
//!
//! Out of scope: what the tests do on it. The people are invented, of a region that does not exist.

use desk::backend::Backend;
use desk::candidates::{Applicant, Score};
use desk::house::{House, Receipt, Request};
use desk::house_error::HouseError;
use desk::house_folder;
use desk::key_folder::KeyFolder;
use desk::law_folder::LawFolder;
use desk::law_room::LawRoom;
use desk::ports::Clock;
use desk::refused::told;
use desk::{
    Named, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
    RowId, Scheme, SessionId, SessionPlan,
};
use seal::SigningSeed;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use vocab::{Day, DocumentKind, Instant, Level, PersonId};

pub const ORIGIN: &str = "demo.dengji.invalid/test";
pub const AUTHORITY: OrganisationId = OrganisationId(0);
pub const CENTRE: OrganisationId = OrganisationId(1);
pub const EMPLOYER: OrganisationId = OrganisationId(2);

pub struct Standing(AtomicI64);

impl Standing {
    pub fn at(instant: Instant) -> Standing {
        Standing(AtomicI64::new(instant.0))
    }

    pub fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for Standing {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

pub struct Stage {
    pub house: House,
    pub clock: Arc<Standing>,
    pub folder: Place,
}

/// Where a stage has its house.
pub struct Place {
    path: PathBuf,
    /// Removes the folder when it is one of the stage's own.
    _own: Option<tempfile::TempDir>,
}

impl Place {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Opens the folder's keys.
pub fn keys(folder: &Path) -> KeyFolder {
    KeyFolder::open(&folder.join("keys"), None).unwrap()
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn room() -> Arc<LawRoom> {
    static ROOM: OnceLock<Arc<LawRoom>> = OnceLock::new();
    ROOM.get_or_init(|| Arc::new(LawRoom::load(LawFolder::compiled()).unwrap())).clone()
}

pub fn open(folder: &Path, clock: &Arc<Standing>) -> House {
    house_folder::open(folder, room(), clock.clone(), None).unwrap()
}

/// Opens the house of a folder, or says why not.
pub fn try_open(folder: &Path, clock: &Arc<Standing>) -> Result<House, HouseError> {
    house_folder::open(folder, room(), clock.clone(), None)
}

impl Stage {
    /// Founds a house with an authority and an examination centre, and recognises an employer.
    pub fn new() -> Stage {
        let own = tempfile::tempdir().unwrap();
        let clock = Arc::new(Standing(AtomicI64::new(0)));
        let house = open(own.path(), &clock);
        let folder = Place { path: own.path().to_path_buf(), _own: Some(own) };
        let mut stage = Stage { house, clock, folder };
        stage.found();
        stage.recognise();
        stage
    }

    /// Opens the house of a folder that stays, with the anchor; whatever is in it already.
    pub fn at(folder: &Path, anchor: PathBuf) -> Result<Stage, HouseError> {
        Stage::on_backend(folder, &Backend::Folder, Some(anchor))
    }

    /// Opens the house of a folder whose rows lie in a backend; whatever is in it already.
    pub fn on_backend(
        folder: &Path,
        backend: &Backend,
        anchor: Option<PathBuf>,
    ) -> Result<Stage, HouseError> {
        let clock = Arc::new(Standing(AtomicI64::new(0)));
        let house = house_folder::open_in(folder, backend, room(), clock.clone(), anchor, None)?;
        let stage = Stage { house, clock, folder: Place { path: folder.into(), _own: None } };
        stage.on("2020-07-22");
        Ok(stage)
    }

    pub fn on(&self, text: &str) -> Day {
        self.on_day(day(text))
    }

    /// Sets the clock to the day, unless it shows a later one: what happened on a day can be
    /// recorded after it.
    pub fn on_day(&self, day: Day) -> Day {
        self.clock.0.fetch_max(Instant::start_of(day).0 + 9 * 3600, Ordering::Relaxed);
        day
    }

    pub fn row(&self, name: &str) -> RowId {
        match self.house.law().rows.find(name) {
            Named::One(row) => row,
            other => panic!("{name}: {other:?}"),
        }
    }

    /// Returns the seeds of the recovery set; two of the three have to sign.
    pub fn recovery(&self) -> Vec<SigningSeed> {
        let keys = keys(self.folder.path());
        let set = self.house.state().recovery().unwrap();
        set.keys.iter().map(|key| keys.seed(key).unwrap()).collect()
    }

    /// Closes the house and opens it again.
    pub fn reopened(self) -> Stage {
        let Stage { house, clock, folder } = self;
        drop(house);
        let house = open(folder.path(), &clock);
        Stage { house, clock, folder }
    }

    fn organisation(&mut self, kind: OrganisationKind, code: Option<&str>) -> Organisation {
        Organisation {
            kind,
            name: "示例（虚构）".into(),
            key: self.house.new_key().unwrap(),
            operator_custody: true,
            institution: code.map(|c| c.parse().unwrap()),
        }
    }

    pub fn found(&mut self) {
        let on = self.on("2020-07-22");
        let organisations = vec![
            self.organisation(OrganisationKind::Authority, None),
            self.organisation(OrganisationKind::Department, Some("99991001")),
        ];
        let keys = (0..3).map(|_| self.house.new_key().unwrap()).collect();
        let recovery = RecoverySet { threshold: 2, keys };
        let act = self.house.founding(ORIGIN, organisations, recovery).unwrap();
        self.house.record(&Request { actor: None, on, name: "genesis".into(), act }, &[]).unwrap();
    }

    pub fn recognise(&mut self) {
        let on = self.on("2020-08-03");
        let body = self.organisation(OrganisationKind::Employer, None);
        let turner = self.row("车工");
        let recognition = Recognition {
            id: EMPLOYER,
            body,
            prefix: "Y000099000001".parse().unwrap(),
            scope: vec![(turner, Level::Four)],
            published_on: Some(on),
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        let act = PublicAct::RecogniseBody(recognition);
        let request = Request { actor: Some(AUTHORITY), on, name: "recognise".into(), act };
        self.house.record(&request, &[]).unwrap();
    }

    pub fn people(&self, count: usize) -> Vec<Applicant> {
        sim::People::new(1)
            .take(count)
            .map(|p| Applicant {
                name: p.name().into(),
                document: PersonId::new(DocumentKind::ResidentId, p.id().number()).unwrap(),
                staff: true,
                fee_fen: 10_000,
            })
            .collect()
    }

    pub fn plan(&self, scheme: Scheme, name: &str, until: &str, planned: &str) -> SessionPlan {
        SessionPlan {
            session: self.house.state().next_session(),
            scheme,
            occupation: self.row(name),
            level: Level::Four,
            registration_until: day(until),
            planned_on: day(planned),
        }
    }

    /// Runs the employer's session up to its confirmation; all but the last candidate pass.
    pub fn confirmed_session(&mut self, candidates: usize) -> SessionId {
        self.confirm_session(candidates, day("2020-11-16"), &mut |_| ())
    }

    /// Runs a session from its announcement on a day up to its confirmation four weeks later, and
    /// calls `acted` after each act.
    pub fn confirm_session(
        &mut self,
        candidates: usize,
        first: Day,
        acted: &mut dyn FnMut(&House),
    ) -> SessionId {
        let session = self.house.state().next_session();
        let name = format!("session {}", session.0);
        let on = self.on_day(first);
        let [until, planned] = [9, 19].map(|days| first.plus_days(days).to_string());
        let plan = self.plan(Scheme::Level, "车工", &until, &planned);
        self.house.announce(EMPLOYER, on, &name, plan).unwrap();
        acted(&self.house);
        let on = self.on_day(first.plus_days(8));
        let people = self.people(candidates);
        self.house.accept(session, on, &people).unwrap();
        let on = self.on_day(first.plus_days(11));
        self.house.close_registration(EMPLOYER, session, on).unwrap();
        acted(&self.house);
        let on = self.on_day(first.plus_days(21));
        let scores: Vec<Score> = (0..candidates as u32)
            .map(|place| Score {
                place,
                theory_tenths: if place + 1 < candidates as u32 { 700 } else { 500 },
                skill_tenths: 800,
            })
            .collect();
        let days = (first.plus_days(19), on);
        self.house.record_results(EMPLOYER, session, days, &scores).unwrap();
        acted(&self.house);
        let on = self.on_day(first.plus_days(28));
        self.house.confirm(EMPLOYER, session, on).unwrap();
        acted(&self.house);
        session
    }

    /// Looks the register through, and panics when anything is found.
    pub fn expect_clean(&self) {
        let at = (self.folder.path(), &Backend::Folder);
        let checked = desk::check_register::check(at, &mut |_, _| ()).unwrap();
        assert!(checked.is_clean(), "{checked:?}");
    }

    /// Returns the rule that a refused result names; panics when it was not refused.
    pub fn refused_by<T: std::fmt::Debug>(&self, result: Result<T, HouseError>) -> String {
        match result {
            Err(HouseError::Refused(refusal)) => {
                let (rule, _, en) = told(self.house.law(), &refusal);
                rule.map_or(en, |r| r.id.clone())
            }
            other => panic!("not refused: {other:?}"),
        }
    }
}

pub fn receipt_rule(receipt: &Receipt) -> &str {
    receipt.rule.as_deref().unwrap_or("")
}
