//! The founding: authorities of three provinces, examination centres, a supervising centre; then
//! bodies, recognised one after the other, some of them crooked.
//!
//! In scope: who there is. Out of scope: what they do (`bodies`, `centres`).

use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::newcomers::{self, Newcomer};
use crate::world::post::{Expect, Message};
use crate::world::{FIRST_DAY, World, bodies, centres, drawing, keeping, occupations};
use law::RowId;
use register::{
    BodyAct, CentreOf, Organisation, OrganisationId, OrganisationKind, Particulars, PublicAct,
    Recognition, RecoverySet, SessionId,
};
use vocab::{Day, Instant, Level, SitePrefix};

/// Provinces: an authority each.
pub(crate) const AUTHORITIES: u32 = 3;
/// Examination centres.
pub(crate) const CENTRES: u32 = 6;
/// The supervising centre comes after them.
pub(crate) const SUPERVISOR: OrganisationId = OrganisationId(AUTHORITIES + CENTRES);
/// The first body.
pub(crate) const FIRST_BODY: u32 = SUPERVISOR.0 + 1;
/// Bodies of a world.
const BODIES: u32 = 9;
/// Bodies that apply and are granted their recognition.
const LONG: u32 = 6;
/// The regions of the authorities; the first speaks for all of them.
pub(crate) const REGIONS: [u8; AUTHORITIES as usize] = [32, 33, 41];
/// Of so many bodies one is crooked.
const CROOKED_ONE_OF: u32 = 3;
/// Occupations in the scope of a body.
pub(crate) const SCOPE: usize = 4;
/// Days over which the bodies are recognised.
const RECOGNISED_WITHIN_DAYS: i32 = 40;
/// A body of the world.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) id: OrganisationId,
    pub(crate) kind: OrganisationKind,
    pub(crate) scope: Vec<(RowId, Level)>,
    pub(crate) crooked: bool,
    /// It begins nothing and goes on with nothing: its recognition ends, or does not hold.
    pub(crate) stopped: bool,
    /// How often it was stopped: what was begun before is not gone on with afterwards.
    pub(crate) term: u32,
    /// How often its recognition ended.
    pub(crate) era: u32,
    /// The last day of a suspension.
    pub(crate) suspended_until: Option<Day>,
    /// What a body of the long form has besides.
    pub(crate) long: Option<LongForm>,
}

/// What a body has that applied and was granted its recognition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LongForm {
    /// Who decides about it.
    pub(crate) authority: OrganisationId,
    /// Its region.
    pub(crate) region: u8,
    /// Its site.
    pub(crate) site: SitePrefix,
    /// Seats of the site a day.
    pub(crate) seats: u32,
    /// An occupation that is added to its scope, suspended and reinstated.
    pub(crate) spare: (RowId, Level),
    /// Seats of each of its rooms.
    pub(crate) room_seats: u16,
    /// It issues in a rush after its approval.
    pub(crate) rushes: bool,
    /// It was a centre of another unit and turns into a social body.
    pub(crate) centre: bool,
}

impl Body {
    /// Returns a body that has yet to begin.
    pub(crate) fn new(
        id: OrganisationId,
        kind: OrganisationKind,
        scope: Vec<(RowId, Level)>,
        crooked: bool,
        long: Option<LongForm>,
    ) -> Body {
        let (stopped, suspended_until) = (false, None);
        Body { id, kind, scope, crooked, stopped, term: 0, era: 0, suspended_until, long }
    }

    /// Stops it for a time.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
        self.term += 1;
    }

    /// Stops it for good, or until it applies anew.
    pub(crate) fn end(&mut self) {
        self.stop();
        self.era += 1;
    }

    /// Says whether what was begun in a term goes on.
    pub(crate) fn goes_on(&self, term: u32) -> bool {
        !self.stopped && self.term == term
    }
}

/// Founds the register and sends what comes in the first weeks.
pub(crate) fn found(world: &mut World<'_>) -> Result<(), Broken> {
    let organisation = |n: u32, kind| Organisation {
        kind,
        name: format!("虚构{n}"),
        key: key(n),
        operator_custody: true,
        institution: (kind == OrganisationKind::Department)
            .then(|| format!("990020{n:02}").parse().expect("eight digits of a code")),
    };
    let mut organisations = Vec::new();
    for n in 0..FIRST_BODY {
        let kind = match n {
            _ if n < AUTHORITIES => OrganisationKind::Authority,
            _ if n < SUPERVISOR.0 => OrganisationKind::Department,
            _ => OrganisationKind::Supervisor,
        };
        organisations.push(organisation(n, kind));
    }
    let act = PublicAct::Genesis {
        origin: "demo.dengji.invalid/sim".to_string(),
        law: world.law.digest.0,
        organisations,
        log_key: key(u32::MAX),
        recovery: RecoverySet { threshold: 1, keys: vec![key(u32::MAX - 1)] },
    };
    let message = Message {
        actor: OrganisationId(0),
        on: world.today(),
        request: world.request(),
        act,
        expect: Expect::Done,
        process: None,
    };
    world.deliver_now(message)?;
    disturbances(world);
    let today = world.today();
    if today < FIRST_DAY {
        world.wake(today.plus_days(1), Happening::Before);
        world.agenda.put(Instant(Instant::start_of(FIRST_DAY).0 + 3_600), Happening::Opening);
        return Ok(());
    }
    open(world)
}

/// Lets everybody begin: there is a law.
pub(crate) fn open(world: &mut World<'_>) -> Result<(), Broken> {
    describe(world)?;
    recognise_all(world);
    for centre in AUTHORITIES..SUPERVISOR.0 {
        centres::begin(world, OrganisationId(centre));
    }
    keeping::begin(world);
    drawing::begin(world);
    occupations::begin(world);
    let day = world.today().plus_days(40);
    world.wake(day, Happening::Audit);
    Ok(())
}

/// Authorities say which region they speak for; the first speaks for all.
fn describe(world: &mut World<'_>) -> Result<(), Broken> {
    for (n, region) in (0..).zip(REGIONS).skip(1) {
        let actor = OrganisationId(n);
        let particulars = Particulars { region: Some(region), ..Particulars::default() };
        let act = PublicAct::Body(BodyAct::Describe { organisation: actor, particulars });
        let (on, request, expect) = (world.today(), world.request(), Expect::Done);
        world.deliver_now(Message { actor, on, request, act, expect, process: None })?;
    }
    let particulars = Particulars { centre_of: CentreOf::Hr, ..Particulars::default() };
    let act = PublicAct::Body(BodyAct::Describe { organisation: SUPERVISOR, particulars });
    world.ask(OrganisationId(0), act, Expect::Done)?;
    Ok(())
}

/// A key that nobody holds: the world signs nothing.
fn key(n: u32) -> [u8; 32] {
    let mut key = [0xd0; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    key
}

fn recognise_all(world: &mut World<'_>) {
    let leaving = newcomers::leaving(world);
    for n in 0..BODIES {
        let id = OrganisationId(FIRST_BODY + n);
        let kind = match n % 3 {
            0 => OrganisationKind::Employer,
            1 => OrganisationKind::Social,
            _ => OrganisationKind::School,
        };
        let scope = (0..SCOPE).map(|_| any_of(world, &leaving)).collect();
        let crooked = n % CROOKED_ONE_OF == CROOKED_ONE_OF - 1;
        let body = Body::new(id, kind, scope, crooked, None);
        let day = world.today().plus_days(world.rng.i32(0..RECOGNISED_WITHIN_DAYS));
        bodies::expect(world, body, day);
    }
    select_all(world);
}

/// Returns one of some occupations, and a level.
pub(crate) fn any_of(world: &mut World<'_>, rows: &[RowId]) -> (RowId, Level) {
    let row = rows[world.rng.usize(0..rows.len())];
    let digit = char::from(b'1' + world.rng.u8(0..5));
    (row, Level::from_code(digit).expect("1 to 5 are levels"))
}

/// Bodies that will apply, each in the region of its authority; the last one rushes.
fn select_all(world: &mut World<'_>) {
    for at in 0..LONG {
        let kind = match at % 3 {
            0 => OrganisationKind::Social,
            1 => OrganisationKind::Employer,
            _ => OrganisationKind::School,
        };
        let (crooked, rushes) = (at % 2 == 1, at == LONG - 1);
        newcomers::comes(world, Newcomer { at, kind, crooked, rushes, centre: false });
    }
    let (kind, crooked, rushes) = (OrganisationKind::Social, false, false);
    newcomers::comes(world, Newcomer { at: 1, kind, crooked, rushes, centre: true });
}

/// Returns a body's organisation as it is registered.
pub(crate) fn organisation(body: &Body) -> Organisation {
    let n = body.id.0;
    // A centre is a department until it turns.
    let centre = body.long.is_some_and(|long| long.centre);
    Organisation {
        kind: if centre { OrganisationKind::Department } else { body.kind },
        name: format!("虚构机构{n}"),
        key: key(n),
        operator_custody: true,
        institution: None,
    }
}

/// Returns the act that recognises a body.
pub(crate) fn recognition(body: &Body, on: Day) -> PublicAct {
    let letter = if body.kind == OrganisationKind::Employer { 'Y' } else { 'S' };
    let n = body.id.0;
    PublicAct::RecogniseBody(Recognition {
        id: body.id,
        body: organisation(body),
        prefix: format!("{letter}000032{n:06}").parse().expect("13 characters of a prefix"),
        scope: body.scope.clone(),
        published_on: Some(on),
        until: Some(recognised_until(body, on)),
        covers_outsiders: false,
        standard_exists: true,
    })
}

/// Returns the last day of a recognition of the short form: one to three years.
pub(crate) fn recognised_until(body: &Body, on: Day) -> Day {
    on.plus_days(365 + (body.id.0 as i32 * 97) % 730)
}

/// Crashes, clocks that are set, and the first landmark.
fn disturbances(world: &mut World<'_>) {
    let first = world.today();
    world.agenda.put(Instant::start_of(first.plus_days(1)), Happening::Landmark);
    for _ in 0..world.days / 30 {
        let day = first.plus_days(world.rng.i32(1..world.days.max(2)));
        world.wake(day, Happening::Crash);
        let day = first.plus_days(world.rng.i32(1..world.days.max(2)));
        let seconds = world.rng.i64(-3_600..7_200);
        world.wake(day, Happening::Clock(seconds));
    }
}

impl World<'_> {
    /// Returns a name for a request that no other has.
    pub(crate) fn request(&mut self) -> [u8; 16] {
        let mut name = [0; 16];
        self.rng.fill(&mut name);
        name
    }

    /// Returns a label for a session that no other has.
    pub(crate) fn label(&mut self) -> SessionId {
        self.labels += 1;
        SessionId(self.labels - 1)
    }
}
