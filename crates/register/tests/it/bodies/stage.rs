//! A register with authorities, centres and an applicant, without keys or bytes.
//!
//! Out of scope: what the tests do on it.

use law::{Law, Named};
use register::{
    ApplicationId, Applied, BodyAct, Breach, CentreOf, Event, Grant, Organisation, OrganisationId,
    OrganisationKind, Particulars, PublicAct, RecoverySet, Refusal, ReviewStep, RowId, Scheme,
    SessionId, SessionPlan, Site, StaffId, State,
};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use vocab::{Day, Instant, Level};

/// The country's authority, one of the province 99, one of the province 98.
pub const COUNTRY: OrganisationId = OrganisationId(0);
pub const PROVINCE: OrganisationId = OrganisationId(1);
pub const OTHER: OrganisationId = OrganisationId(2);
/// A centre of the country's authority, one of another unit, who applies, and its mother.
pub const HR_CENTRE: OrganisationId = OrganisationId(3);
pub const CENTRE: OrganisationId = OrganisationId(4);
pub const APPLICANT: OrganisationId = OrganisationId(5);
pub const MOTHER: OrganisationId = OrganisationId(6);

pub const FIRST: ApplicationId = ApplicationId(0);

pub fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
        let (mut files, mut left) = (Vec::new(), vec![root.clone()]);
        while let Some(dir) = left.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path: PathBuf = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_string();
                    files.push((name, std::fs::read(path).unwrap()));
                }
            }
        }
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        law::load(&files).unwrap_or_else(|fault| panic!("{fault}"))
    })
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn row(name: &str) -> RowId {
    match law().rows.find(name) {
        Named::One(row) => row,
        other => panic!("{name}: {other:?}"),
    }
}

fn organisation(kind: OrganisationKind, key: u8) -> Organisation {
    let name = "示例（虚构）".to_string();
    Organisation { kind, name, key: [key; 32], operator_custody: true, institution: None }
}

pub struct Stage {
    pub state: State,
    now: Instant,
}

impl Stage {
    /// Founds a register and registers who acts in the tests.
    pub fn new() -> Stage {
        let mut stage = Stage { state: State::new(), now: Instant(0) };
        let act = PublicAct::Genesis {
            origin: "demo.dengji.invalid/test".into(),
            law: law().digest.0,
            organisations: vec![organisation(OrganisationKind::Authority, 1)],
            log_key: [200; 32],
            recovery: RecoverySet { threshold: 1, keys: vec![[201; 32]] },
        };
        stage.record(None, "2020-07-22", act).unwrap();
        let kinds = [
            (OrganisationKind::Authority, Some(99), None, CentreOf::None),
            (OrganisationKind::Authority, Some(98), None, CentreOf::None),
            (OrganisationKind::Supervisor, None, Some(COUNTRY), CentreOf::Hr),
            (OrganisationKind::Department, Some(99), None, CentreOf::Other),
            (OrganisationKind::Social, Some(99), None, CentreOf::None),
            (OrganisationKind::Department, Some(99), None, CentreOf::None),
        ];
        for (kind, region, parent, centre_of) in kinds {
            let said = Particulars { region, parent, centre_of };
            stage.register(COUNTRY, kind, said).unwrap();
        }
        stage
    }

    /// Registers one more organisation under a key of its own.
    pub fn register(
        &mut self,
        by: OrganisationId,
        kind: OrganisationKind,
        particulars: Particulars,
    ) -> Result<Option<String>, Refusal> {
        let id = self.state.next_organisation();
        let organisation = organisation(kind, id.0 as u8 + 1);
        self.act(by, "2020-07-22", BodyAct::Register { id, organisation, particulars })
    }

    /// Records an act on a day and returns the rule cited.
    pub fn act(
        &mut self,
        by: OrganisationId,
        on: &str,
        act: BodyAct,
    ) -> Result<Option<String>, Refusal> {
        self.record(Some(by), on, PublicAct::Body(act))
    }

    pub fn record(
        &mut self,
        actor: Option<OrganisationId>,
        on: &str,
        act: PublicAct,
    ) -> Result<Option<String>, Refusal> {
        let on = day(on);
        self.now = Instant((Instant::start_of(on).0 + 9 * 3600).max(self.now.0 + 1));
        let sequence = self.state.sequence(actor);
        let event = Event { actor, sequence, on, recorded_at: self.now, idempotency: [0; 16], act };
        let checked = register::check(&self.state, law(), &event)?;
        assert!(register::applies(&self.state, &event));
        register::apply(&mut self.state, &event);
        crate::snapshots::check(&self.state);
        Ok(checked.cited().and_then(|d| law().cited(d)).map(|rule| rule.id.clone()))
    }

    /// Applies for 电工 三级 and 四级 as a social body of one province, with every condition.
    pub fn apply(&mut self, on: &str) -> Result<Option<String>, Refusal> {
        let application = self.state.bodies().next_application();
        self.act(APPLICANT, on, BodyAct::Apply(applied(application)))
    }

    pub fn step(
        &mut self,
        by: OrganisationId,
        on: &str,
        step: ReviewStep,
    ) -> Result<Option<String>, Refusal> {
        self.act(by, on, BodyAct::Review { application: FIRST, step })
    }

    /// Takes the steps up to a publicity of seven days from 10 August.
    pub fn publicised(&mut self) {
        self.apply("2020-08-01").unwrap();
        self.step(PROVINCE, "2020-08-03", ReviewStep::Complete).unwrap();
        self.step(PROVINCE, "2020-08-07", reviewed(&[1, 2, 3])).unwrap();
        let (from, until) = (day("2020-08-10"), day("2020-08-16"));
        self.step(PROVINCE, "2020-08-08", ReviewStep::Publicised { from, until }).unwrap();
    }

    /// Grants what was applied for until 2 August 2023, on 17 August 2020.
    pub fn granted(&mut self) {
        self.publicised();
        self.act(PROVINCE, "2020-08-17", BodyAct::Grant(grant())).unwrap();
    }

    /// Announces a session of the applicant for 电工 三级.
    pub fn announce(&mut self, on: &str, name: &str) -> Result<SessionId, Refusal> {
        let session = self.state.next_session();
        let plan = SessionPlan {
            session,
            scheme: Scheme::Level,
            occupation: row(name),
            level: Level::Three,
            registration_until: day(on).plus_days(5),
            planned_on: day(on).plus_days(10),
        };
        self.record(Some(APPLICANT), on, PublicAct::Announce(plan)).map(|_| session)
    }
}

pub fn applied(application: ApplicationId) -> Applied {
    let conditions = law().selection.asked_of("social", false);
    let scope =
        vec![(row("电工"), Level::Three), (row("电工"), Level::Four), (row("车工"), Level::Three)];
    let kind = OrganisationKind::Social;
    Applied { application, kind, scope, documents: [4; 32], conditions, national: false }
}

pub fn reviewed(staff: &[u32]) -> ReviewStep {
    let reviewers = staff.iter().map(|n| StaffId { of: PROVINCE, number: *n }).collect();
    ReviewStep::Reviewed { reviewers, favourable: true }
}

pub fn site(prefix: &str) -> Site {
    Site { prefix: prefix.parse().unwrap(), seats_a_day: 120, rooms: vec![30, 30] }
}

pub fn grant() -> Grant {
    Grant {
        application: FIRST,
        body: APPLICANT,
        scope: applied(FIRST).scope,
        sites: vec![site("S000099000001")],
        published_on: day("2020-08-17"),
        until: day("2023-08-02"),
        covers_outsiders: false,
        standard_exists: true,
    }
}

/// Returns what refused: the rule of the law or the name of the breach.
pub fn refusal<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    match result.unwrap_err() {
        Refusal::Law { decision, .. } => law().cited(&decision).map_or_else(
            || format!("{:?}", decision.outcome),
            |rule| rule.id.trim_start_matches("2020-80/").to_string(),
        ),
        Refusal::Breach(breach) => name(breach),
        Refusal::Unanswered(why) => why.to_string(),
    }
}

fn name(breach: Breach) -> String {
    format!("{breach:?}")
}
