//! The register in memory: issuing through `check` and `apply`, and what a large state weighs.
//!
//! In scope: one core, no bytes, no signatures, no disk. Out of scope: the whole path (`log`).

use crate::rounds;
use anyhow::{Context, Result};
use desk::law_folder::LawFolder;
use law::{FateKind, Law, RowId};
use register::{
    ApplicationId, Applied, Arrangement, BodyAct, Event, Grant, Issue, Organisation,
    OrganisationId, OrganisationKind, Part, Particulars, PublicAct, Recognition, RecoverySet,
    RoomUse, Scheme, SessionAct, SessionId, SessionPlan, Site, StaffId, State, apply, check,
};
use std::hint::black_box;
use vocab::{Day, Instant, Level};

/// Certificates a second that issuing must reach.
const WANTED: u64 = 3_000_000;
/// The most bytes that the large state may take.
const BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Rows of one batch, in turn.
const BATCHES: [u32; 4] = [50, 100, 200, 500];
/// Sessions that are issued in one round.
const SESSIONS: u32 = 2_000;
/// Bodies with seats on record that issue in one region, enough for the region to have a bound.
const BOUNDED: u32 = 12;
/// Seats a day of a site: what a round issues is below every bound, and the bodies of the largest
/// batches come above the share from which the region's is asked.
const SEATS: u32 = 5_000;
/// The large state: bodies and sessions.
pub(crate) const LARGE: (u32, u32) = (40_000, 1_000_000);
/// Of so many sites of the large state each body has two or three.
const SITES: u32 = 100_000;

/// Measures both.
pub(crate) fn run() -> Result<()> {
    let folder = LawFolder::compiled();
    let files: Vec<(&str, &[u8])> = folder.files().collect();
    let law = law::load(&files)?;
    issuing("issuing", World::found(&law, 1)?, 1, true)?;
    issuing(
        "issuing under bounds of body, site, occupation and region",
        bounded(&law)?,
        BOUNDED,
        false,
    )?;
    weight(&law)
}

/// Returns a region of bodies with seats on record, each with a record of a batch a day for a year.
fn bounded(law: &Law) -> Result<World<'_>> {
    let mut world = World::found(law, 0)?;
    (1..=BOUNDED).try_for_each(|n| world.long_form(n))?;
    for day in 0..366 {
        for n in 1..=BOUNDED {
            let by = OrganisationId(n);
            let session = world.session(by, 1, false)?;
            let (dated_on, rows) = (world.today(), vec![0]);
            let issue = Issue { session, dated_on, rows, holders_are_staff: true };
            let mut event = world.event(Some(by), PublicAct::IssueCertificates(issue));
            event.recorded_at = Instant::start_of(FOUNDED.plus_days(day - 366));
            apply(&mut world.state, &event);
        }
    }
    Ok(world)
}

/// Measures batches of so many bodies in turn.
fn issuing(what: &str, mut world: World<'_>, bodies: u32, checked: bool) -> Result<()> {
    let law = world.law;
    let mut certificates = 0u64;
    let mut batches = Vec::new();
    for n in 0..SESSIONS {
        let passed = BATCHES[n as usize % BATCHES.len()];
        let by = OrganisationId(1 + n % bodies);
        let session = world.session(by, passed, checked)?;
        let rows: Vec<u32> = (0..passed).collect();
        certificates += u64::from(passed);
        let dated_on = world.today();
        batches.push((by, Issue { session, dated_on, rows, holders_are_staff: true }));
    }
    let ready = world.state.clone();
    let mut events: Vec<Event> = batches
        .into_iter()
        .map(|(by, issue)| world.event(Some(by), PublicAct::IssueCertificates(issue)))
        .collect();
    // They are made ahead of each other.
    for (n, event) in (0..).zip(&mut events) {
        event.sequence += n / u64::from(bodies);
    }
    let spread = rounds::alone(|| {
        let mut state = ready.clone();
        for event in &events {
            assert!(black_box(check(&state, law, event)).is_ok(), "a lawful batch");
            apply(&mut state, event);
        }
        black_box(state.entries());
    });
    // The copy of the state is measured alone and taken off.
    let copy = rounds::alone(|| {
        black_box(ready.clone());
    });
    let rate = |ns: u64| certificates * 1_000_000_000 / ns.saturating_sub(copy[1]).max(1);
    let [least, median, greatest] = spread.map(rate);
    println!(
        "{what}: {median} certificates a second ({greatest} to {least} by round), {} % of the \
         {WANTED} wanted: {}",
        median * 100 / WANTED,
        if WANTED <= median { "ok" } else { "below" }
    );
    Ok(())
}

fn weight(law: &Law) -> Result<()> {
    let before = resident()?;
    let state = large(law, LARGE)?;
    let bytes = resident()?.saturating_sub(before);
    println!(
        "state: {} bodies with {SITES} sites and {} arranged sessions with {} certificates take {} \
         MiB, {} % of {} MiB: {}",
        LARGE.0,
        LARGE.1,
        40 * u64::from(LARGE.1),
        bytes / 1024 / 1024,
        bytes * 100 / BYTES_MAX,
        BYTES_MAX / 1024 / 1024,
        if bytes <= BYTES_MAX { "ok" } else { "below" }
    );
    black_box(state.entries());
    Ok(())
}

/// Returns the state of a register with so many bodies, and sessions of forty certificates each.
pub(crate) fn large(law: &Law, (bodies, sessions): (u32, u32)) -> Result<State> {
    let mut world = World::found(law, 0)?;
    (1..=bodies).try_for_each(|n| world.long_form(n))?;
    for n in 0..sessions {
        world.session(OrganisationId(1 + n % bodies), 40, false)?;
        let session = SessionId(n);
        let (dated_on, rows) = (world.today(), (0..40).collect());
        let issue = Issue { session, dated_on, rows, holders_are_staff: true };
        let actor = Some(OrganisationId(1 + n % bodies));
        let event = world.event(actor, PublicAct::IssueCertificates(issue));
        apply(&mut world.state, &event);
    }
    Ok(world.state)
}

/// Returns the bytes of this process that are in memory.
fn resident() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
    let kib: u64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kib * 1024)
}

/// A register with bodies that never sleep.
struct World<'law> {
    law: &'law Law,
    state: State,
    row: RowId,
    level: Level,
    requests: u64,
}

const FOUNDED: Day = match Day::from_ymd(2021, 3, 1) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};

impl<'law> World<'law> {
    fn found(law: &'law Law, bodies: u32) -> Result<World<'law>> {
        let leaves = |id: &RowId| law.rows.get(*id).is_some_and(|r| r.fate != FateKind::Access);
        let row = law.rows.ids().find(leaves).context("an occupation that leaves")?;
        let level = Level::from_code('3').context("a level")?;
        let mut world = World { law, state: State::new(), row, level, requests: 0 };
        let act = PublicAct::Genesis {
            origin: "demo.dengji.invalid/bench".to_string(),
            law: law.digest.0,
            organisations: vec![organisation(OrganisationKind::Authority, 0)],
            log_key: [1; 32],
            recovery: RecoverySet { threshold: 1, keys: vec![[2; 32]] },
        };
        world.take(None, act, true)?;
        for n in 1..=bodies {
            let recognition = Recognition {
                id: OrganisationId(n),
                body: organisation(OrganisationKind::Employer, n),
                prefix: format!("Y000032{n:06}").parse()?,
                scope: vec![(row, level)],
                published_on: Some(world.today()),
                until: Day::from_ymd(2031, 12, 31),
                covers_outsiders: false,
                standard_exists: true,
            };
            world.take(Some(OrganisationId(0)), PublicAct::RecogniseBody(recognition), n == 1)?;
        }
        Ok(world)
    }

    /// Takes in a body that applied, with its sites. Nothing is checked: it is weighed.
    fn long_form(&mut self, n: u32) -> Result<()> {
        let (id, authority) = (OrganisationId(n), Some(OrganisationId(0)));
        let particulars = Particulars { region: Some(32), ..Particulars::default() };
        let organisation = organisation(OrganisationKind::Employer, n);
        let application = ApplicationId(n - 1);
        let scope = vec![(self.row, self.level)];
        let applied = Applied {
            application,
            kind: OrganisationKind::Employer,
            scope: scope.clone(),
            documents: [3; 32],
            conditions: u32::MAX,
            national: false,
        };
        let count = n * SITES / LARGE.0 - (n - 1) * SITES / LARGE.0;
        let site = |k: u32| -> Result<Site> {
            let prefix = format!("Y000032{:06}", n + k * LARGE.0).parse()?;
            Ok(Site { prefix, seats_a_day: SEATS, rooms: vec![30, 30, 60] })
        };
        let grant = Grant {
            application,
            body: id,
            scope,
            sites: (0..count).map(site).collect::<Result<_>>()?,
            published_on: FOUNDED,
            until: FOUNDED.plus_years(3),
            covers_outsiders: false,
            standard_exists: true,
        };
        let register = BodyAct::Register { id, organisation, particulars };
        self.take(authority, PublicAct::Body(register), false)?;
        self.take(Some(id), PublicAct::Body(BodyAct::Apply(applied)), false)?;
        self.take(authority, PublicAct::Body(BodyAct::Grant(grant)), false)
    }

    /// Arranges a session in two rooms and signs in who came.
    fn arrange(&mut self, by: OrganisationId, session: SessionId, present: u32) -> Result<()> {
        let from = Instant::start_of(FOUNDED);
        let room = |room: u16| RoomUse {
            room,
            seats: 30,
            candidates: 25,
            part: Part::Theory,
            from: Instant(from.0 + i64::from(session.0)),
            until: Instant(from.0 + i64::from(session.0) + 1),
            invigilators: (0..2).map(|n| StaffId { of: by, number: n }).collect(),
            examiners: Vec::new(),
        };
        let arrangement = Arrangement {
            session,
            standard: [4; 32],
            site: format!("Y000032{:06}", by.0).parse()?,
            rooms: vec![room(1), room(2)],
            root: [5; 32],
        };
        let arrange = SessionAct::Arrange(arrangement);
        self.take(Some(by), PublicAct::Session(arrange), false)?;
        let sign_in = SessionAct::SignIn { session, present, root: [6; 32] };
        self.take(Some(by), PublicAct::Session(sign_in), false)
    }

    fn today(&self) -> Day {
        FOUNDED
    }

    fn event(&mut self, actor: Option<OrganisationId>, act: PublicAct) -> Event {
        self.requests += 1;
        let mut idempotency = [0; 16];
        idempotency[..8].copy_from_slice(&self.requests.to_be_bytes());
        Event {
            actor,
            sequence: self.state.sequence(actor),
            on: FOUNDED,
            recorded_at: Instant::start_of(FOUNDED.plus_days(1)),
            idempotency,
            act,
        }
    }

    fn take(&mut self, actor: Option<OrganisationId>, act: PublicAct, checked: bool) -> Result<()> {
        let event = self.event(actor, act);
        if checked && let Err(refusal) = check(&self.state, self.law, &event) {
            anyhow::bail!("{:?} is refused: {refusal:?}", event.act);
        }
        apply(&mut self.state, &event);
        Ok(())
    }

    /// Plays a session up to its confirmation, all on one day.
    fn session(&mut self, by: OrganisationId, passed: u32, checked: bool) -> Result<SessionId> {
        let session = self.state.next_session();
        let (occupation, level, on) = (self.row, self.level, self.today());
        let plan = SessionPlan {
            session,
            scheme: Scheme::Level,
            occupation,
            level,
            registration_until: on,
            planned_on: on.plus_days(1),
        };
        let (registered, last_accepted_on, root) = (passed + 5, on, [7; 32]);
        let (sat, held_on) = (passed + 3, on);
        for act in [
            PublicAct::Announce(plan),
            PublicAct::CloseRegistration { session, registered, root, last_accepted_on },
            PublicAct::RecordResults { session, held_on, sat, passed, root },
            PublicAct::ConfirmResults { session },
        ] {
            let held = matches!(act, PublicAct::RecordResults { .. });
            if held && !self.state.bodies().history(by).is_empty() && !checked {
                self.arrange(by, session, sat)?;
            }
            self.take(Some(by), act, checked)?;
        }
        Ok(session)
    }
}

fn organisation(kind: OrganisationKind, n: u32) -> Organisation {
    let mut key = [9; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    let name = format!("虚构机构{n}");
    Organisation { kind, name, key, operator_custody: true, institution: None }
}
