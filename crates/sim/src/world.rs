//! The world: provinces' authorities, examination centres and bodies, honest and crooked, over the
//! days of the reform, acting on the register through a post that delays, repeats and reorders.
//!
//! In scope: one seed, one run: the same seed gives the same history on every machine. After each
//! act what it touched is compared with a model that knows no law; at each landmark the entries
//! since the last are decided again by a second register, and at the end all of them.
//! Out of scope: bytes, signatures and disks: `powercut` breaks those.
//! Failure: [`Failure`] names seed, day and the shortest history that still fails.

mod aftercare;
mod arranging;
mod arranging_crooked;
mod before_law;
mod bodies;
mod cases;
mod cases_crooked;
mod centres;
mod cohorts;
mod cohorts_crooked;
mod crooked;
mod drawing;
mod ending;
mod events;
mod failure;
mod founding;
mod history;
mod inspecting;
mod keeper;
mod keeping;
mod labels;
mod labels_of_supervision;
mod lending;
mod lot;
mod model;
mod model_bodies;
mod model_cases;
mod model_certificates;
mod model_cohorts;
mod model_draws;
mod model_occupations;
mod model_sessions;
mod newcomers;
mod occupations;
mod people_in_flight;
mod post;
mod renewing;
mod report;
mod restarting;
mod rushing;
mod selecting;
mod selecting_crooked;
mod sites;

pub use failure::{Broken, Failure};
pub use keeper::Sabotage;
pub use report::Report;

use crate::world::aftercare::Care;
use crate::world::bodies::Sessions;
use crate::world::cases::CaseFile;
use crate::world::centres::Examinations;
use crate::world::cohorts::Cohort;
use crate::world::drawing::Drawing;
use crate::world::events::{Agenda, Happening};
use crate::world::keeper::{Answer, Keeper};
use crate::world::keeping::Kept;
use crate::world::model::Model;
use crate::world::occupations::Turning;
use crate::world::post::{Delivered, Expect, Message, Outcome, Post};
use crate::world::renewing::Renewal;
use crate::world::rushing::Rush;
use crate::world::selecting::Selection;
use fastrand::Rng;
use law::Law;
use register::{OrganisationId, PublicAct, SessionId};
use std::collections::{HashMap, HashSet};
use vocab::{Day, Instant};

/// The first day on which the law answers a world: the notice was printed the day before.
pub const FIRST_DAY: Day = match Day::from_ymd(2020, 7, 22) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};

/// The day after the last: the table of working days ends with the year 2026.
const END: Day = match Day::from_ymd(2027, 1, 1) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};

/// The most days of a run: from the first of 2019 to the last of 2026.
pub const DAYS_MAX: i32 = match Day::from_ymd(2019, 1, 1) {
    Some(first) => END.0 - first.0,
    None => panic!("a day of the calendar"),
};

/// Returns the day on which a run of so many days begins: [`FIRST_DAY`], or earlier when the days
/// left until the end of 2026 are not enough.
fn begins(days: i32) -> Day {
    FIRST_DAY.min(END.plus_days(-days))
}

/// What one run is made of.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The seed; everything follows from it and from the law.
    pub seed: u64,
    /// How many days it takes, at most [`DAYS_MAX`].
    pub days: i32,
    /// What is broken on purpose, to see that the checkers notice.
    pub sabotage: Option<Sabotage>,
}

/// Days between landmarks.
const LANDMARK_DAYS: i32 = 7;

/// Runs the world of a seed.
///
/// # Errors
/// The first thing that is not as it has to be, with its shortest history.
pub fn run(law: &Law, settings: Settings) -> Result<Report, Box<Failure>> {
    let mut world = World::new(law, settings);
    let broken = match world.live() {
        Ok(()) => return Ok(world.report),
        Err(broken) => broken,
    };
    let day = world.now.day_in_china();
    let history = history::shortest(law, &world.post.delivered, &broken, settings.sabotage);
    Err(Box::new(Failure { seed: settings.seed, days: settings.days, day, broken, history }))
}

pub(crate) struct World<'law> {
    law: &'law Law,
    days: i32,
    rng: Rng,
    now: Instant,
    agenda: Agenda,
    post: Post,
    keeper: Keeper<'law>,
    model: Model<'law>,
    sessions: Sessions,
    rush: Rush,
    selections: Vec<Selection>,
    renewals: Vec<Renewal>,
    cohorts: Vec<Cohort>,
    examinations: Examinations,
    cares: Vec<Care>,
    kept: Kept,
    draws: Vec<Drawing>,
    inspections: u32,
    cases: Vec<CaseFile>,
    turnings: Vec<Turning>,
    /// Bodies whose second site is open.
    second_sites: HashSet<usize>,
    /// How many members of cohorts were said to be certified in each session.
    reported: HashMap<SessionId, u32>,
    /// Sessions of which a case revoked the certificates.
    revoked: HashSet<SessionId>,
    report: Report,
    labels: u32,
}

impl<'law> World<'law> {
    fn new(law: &'law Law, settings: Settings) -> World<'law> {
        World {
            law,
            days: settings.days,
            rng: Rng::with_seed(settings.seed),
            now: Instant::start_of(begins(settings.days)),
            agenda: Agenda::default(),
            post: Post::default(),
            keeper: Keeper::new(law, settings.sabotage),
            model: Model::new(law),
            sessions: Sessions::default(),
            rush: Rush::default(),
            selections: Vec::new(),
            renewals: Vec::new(),
            cohorts: Vec::new(),
            examinations: Examinations::default(),
            cares: Vec::new(),
            kept: Kept::default(),
            draws: Vec::new(),
            inspections: 0,
            cases: Vec::new(),
            turnings: Vec::new(),
            second_sites: HashSet::new(),
            reported: HashMap::new(),
            revoked: HashSet::new(),
            report: Report::default(),
            labels: 0,
        }
    }

    fn live(&mut self) -> Result<(), Broken> {
        founding::found(self)?;
        let last = begins(self.days).plus_days(self.days);
        while let Some((at, happening)) = self.agenda.next() {
            if last <= at.day_in_china() {
                break;
            }
            self.now = at;
            self.happen(happening)?;
        }
        self.model.at_the_end(&self.keeper)?;
        crooked::listed(self)?;
        self.keeper.replay_all()?;
        self.report.entries = self.keeper.state().entries();
        self.report.certificates = self.model.certificates();
        Ok(())
    }

    fn happen(&mut self, happening: Happening) -> Result<(), Broken> {
        match happening {
            Happening::Before => before_law::asks(self),
            Happening::Opening => founding::open(self),
            Happening::Deliver(place) => self.deliver(place),
            Happening::Session(n) => bodies::step(self, n),
            Happening::Selection(n) => selecting::step(self, n),
            Happening::Renewal(n) => renewing::step(self, n),
            Happening::Cohort(n) => cohorts::step(self, n),
            Happening::Care(n) => aftercare::step(self, n),
            Happening::Keeping(n) => keeping::step(self, n),
            Happening::Draw(n) => drawing::step(self, n),
            Happening::Audit => cases::audit(self),
            Happening::Exit => occupations::exit(self),
            Happening::Turning(n) => occupations::turn(self, n),
            Happening::Case(n) => cases::step(self, n),
            Happening::Examination(n) => centres::step(self, n),
            Happening::Landmark => self.landmark(),
            Happening::Crash => {
                self.report.crashes += 1;
                self.keeper.crash()
            }
            Happening::Clock(seconds) => {
                self.keeper.shift_clock(seconds);
                Ok(())
            }
        }
    }

    fn deliver(&mut self, place: usize) -> Result<(), Broken> {
        let Some(message) = self.post.take(place) else { return Ok(()) };
        self.deliver_now(message)
    }

    /// Hands in a request that nobody waits for; says whether it is done.
    pub(crate) fn ask(
        &mut self,
        actor: OrganisationId,
        act: PublicAct,
        expect: Expect,
    ) -> Result<bool, Broken> {
        let (on, request) = (self.today(), self.request());
        let message = Message { actor, on, request, act, expect, process: None };
        self.hand_in(message).map(|outcome| outcome == Outcome::Done)
    }

    /// Hands a message to the keeper and tells the sender what is answered.
    pub(crate) fn deliver_now(&mut self, message: Message) -> Result<(), Broken> {
        self.hand_in(message).map(|_| ())
    }

    pub(crate) fn hand_in(&mut self, message: Message) -> Result<Outcome, Broken> {
        let at = self.now;
        self.post.delivered.push(Delivered { at: self.keeper.clock(at), message });
        let message = &self.post.delivered.last().expect("put there").message;
        let answer = self.keeper.take(message, self.keeper.clock(at), &mut self.model)?;
        self.report.count(message, &answer);
        message.expect.compare(message, &answer)?;
        self.keeper.compare_other_request(message, &answer, self.rng.u8(..))?;
        let (process, outcome) = (message.process, Outcome::of(&answer));
        if outcome == Outcome::Again && process.is_some() {
            // Whoever sent it sends the very same again.
            let place = self.post.put(message.clone(), 1);
            let at = Instant(self.now.0 + self.rng.i64(600..9_000));
            self.agenda.put(at, Happening::Deliver(place));
        } else if !matches!(answer, Answer::Repeated(_)) && outcome != Outcome::Again {
            match process {
                Some(Happening::Session(n)) => bodies::answered(self, n, &outcome),
                Some(Happening::Selection(n)) => selecting::answered(self, n, &outcome),
                Some(Happening::Renewal(n)) => renewing::answered(self, n, &outcome),
                Some(Happening::Cohort(n)) => cohorts::answered(self, n, &outcome),
                Some(Happening::Care(n)) => aftercare::answered(self, n, &outcome),
                Some(Happening::Examination(n)) => centres::answered(self, n, &outcome),
                _ => {}
            }
        }
        Ok(outcome)
    }

    fn landmark(&mut self) -> Result<(), Broken> {
        self.keeper.landmark(self.keeper.clock(self.now), &mut self.model)?;
        self.report.landmarks += 1;
        let next = self.now.day_in_china().plus_days(LANDMARK_DAYS);
        self.agenda.put(Instant::start_of(next), Happening::Landmark);
        Ok(())
    }

    /// Sends a message: it arrives soon or days later, at times twice.
    pub(crate) fn send(&mut self, message: Message) {
        let rng = &mut self.rng;
        let soon = rng.i64(1..900);
        let late = if rng.u8(0..20) == 0 { rng.i64(0..4 * 86_400) } else { 0 };
        let copies = if rng.u8(0..30) == 0 { 2 } else { 1 };
        let place = self.post.put(message, copies);
        for copy in 0..copies {
            let again = if 0 < copy { self.rng.i64(1..6 * 86_400) } else { 0 };
            let at = Instant(self.now.0 + soon + late + again);
            self.agenda.put(at, Happening::Deliver(place));
        }
    }

    pub(crate) fn today(&self) -> Day {
        self.now.day_in_china()
    }

    /// Wakes something at a time of office hours of a day.
    pub(crate) fn wake(&mut self, day: Day, happening: Happening) {
        let at = Instant::start_of(day).0 + self.rng.i64(8 * 3_600..17 * 3_600);
        self.agenda.put(Instant(at.max(self.now.0 + 1)), happening);
    }
}
