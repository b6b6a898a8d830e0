//! A founded register with two supervising centres, an authority, a department and two employers,
//! one of which has run a session.
//!
//! Out of scope: what the tests do on it. The law is read from the repository's folder.

use law::{Law, Named, RowId};
use register::{
    Event, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
    Refusal, Scheme, SessionId, SessionPlan, State, SupervisionAct, applies, apply, check,
};
use std::path::Path;
use std::sync::LazyLock;
use vocab::{Day, Instant, Level};

pub const AUTHORITY: OrganisationId = OrganisationId(0);
pub const CENTRE: OrganisationId = OrganisationId(1);
pub const OTHER_CENTRE: OrganisationId = OrganisationId(2);
pub const BODY: OrganisationId = OrganisationId(3);
pub const OTHER_BODY: OrganisationId = OrganisationId(4);
pub const SESSION: SessionId = SessionId(0);

pub static LAW: LazyLock<Law> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let mut files = Vec::new();
    read(&root, "", &mut files);
    let files: Vec<(&str, &[u8])> = files.iter().map(|(p, b)| (p.as_str(), b.as_slice())).collect();
    law::load(&files).unwrap()
});

fn read(folder: &Path, below: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => read(&path, &format!("{name}/"), files),
            false => files.push((name, std::fs::read(&path).unwrap())),
        }
    }
}

pub struct World {
    pub state: State,
    pub now: Day,
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn turner() -> RowId {
    match LAW.rows.find("车工") {
        Named::One(row) => row,
        other => panic!("{other:?}"),
    }
}

fn organisation(kind: OrganisationKind, key: u8) -> Organisation {
    let name = "示例（虚构）".into();
    Organisation { kind, name, key: [key; 32], operator_custody: true, institution: None }
}

impl World {
    /// Founds the register on 1 October 2020 and recognises the two employers.
    pub fn new() -> World {
        let mut world = World { state: State::new(), now: day("2020-10-01") };
        let kinds = [
            OrganisationKind::Authority,
            OrganisationKind::Supervisor,
            OrganisationKind::Supervisor,
        ];
        let organisations = (1..).zip(kinds).map(|(key, kind)| organisation(kind, key)).collect();
        world.must(
            None,
            PublicAct::Genesis {
                origin: "demo.dengji.invalid/register".into(),
                law: LAW.digest.0,
                organisations,
                log_key: [100; 32],
                recovery: RecoverySet { threshold: 1, keys: vec![[101; 32]] },
            },
        );
        for (id, prefix) in [(BODY, "Y000099000001"), (OTHER_BODY, "Y000099000002")] {
            world.recognise(id, prefix);
        }
        world
    }

    fn recognise(&mut self, id: OrganisationId, prefix: &str) {
        let recognition = Recognition {
            id,
            body: organisation(OrganisationKind::Employer, 10 + id.0 as u8),
            prefix: prefix.parse().unwrap(),
            scope: vec![(turner(), Level::Four)],
            published_on: Some(self.now),
            until: None,
            covers_outsiders: true,
            standard_exists: true,
        };
        self.must(Some(AUTHORITY), PublicAct::RecogniseBody(recognition));
    }

    fn event(&self, actor: Option<OrganisationId>, act: PublicAct) -> Event {
        Event {
            actor,
            sequence: self.state.sequence(actor),
            on: self.now,
            recorded_at: Instant::start_of(self.now),
            idempotency: [0; 16],
            act,
        }
    }

    /// Does an act today; the rule it cites, or the rule it is refused under with the reason.
    pub fn act(&mut self, actor: Option<OrganisationId>, act: PublicAct) -> Result<String, String> {
        let event = self.event(actor, act);
        let cited = match check(&self.state, &LAW, &event) {
            Ok(checked) => checked.cited().map_or("", |d| &LAW.cited(d).unwrap().id).to_string(),
            Err(Refusal::Breach(breach)) => return Err(format!("{breach:?} {}", breach.rule())),
            Err(Refusal::Law { decision, .. }) => {
                return Err(LAW.cited(&decision).map_or("", |rule| &rule.id).to_string());
            }
            Err(Refusal::Unanswered(why)) => panic!("{why:?}"),
        };
        assert!(applies(&self.state, &event), "what was checked applies");
        apply(&mut self.state, &event);
        crate::snapshots::check(&self.state);
        Ok(cited)
    }

    pub fn must(&mut self, actor: Option<OrganisationId>, act: PublicAct) {
        self.act(actor, act).unwrap();
    }

    pub fn supervise(&mut self, by: OrganisationId, act: SupervisionAct) -> Result<String, String> {
        self.act(Some(by), PublicAct::Supervise(act))
    }

    /// Runs a session of the first body to confirmed results, eleven days from now; 30 pass.
    pub fn session(&mut self) {
        let id = self.state.next_session();
        let planned = self.now.plus_days(10);
        let plan = SessionPlan {
            session: id,
            scheme: Scheme::Level,
            occupation: turner(),
            level: Level::Four,
            registration_until: self.now.plus_days(5),
            planned_on: planned,
        };
        self.must(Some(BODY), PublicAct::Announce(plan));
        self.now = self.now.plus_days(5);
        let (registered, root, last_accepted_on) = (40, [1; 32], self.now);
        let act = PublicAct::CloseRegistration { session: id, registered, root, last_accepted_on };
        self.must(Some(BODY), act);
        self.now = planned.plus_days(1);
        let (held_on, sat, passed, root) = (planned, 40, 30, [2; 32]);
        let act = PublicAct::RecordResults { session: id, held_on, sat, passed, root };
        self.must(Some(BODY), act);
        self.must(Some(BODY), PublicAct::ConfirmResults { session: id });
    }

    /// Issues rows of a session.
    pub fn issue(
        &mut self,
        session: SessionId,
        rows: std::ops::Range<u32>,
    ) -> Result<String, String> {
        let issue = register::Issue {
            session,
            dated_on: self.now,
            rows: rows.collect(),
            holders_are_staff: true,
        };
        self.act(Some(BODY), PublicAct::IssueCertificates(issue))
    }

    /// The log states a landmark with this root.
    pub fn landmark(&mut self, root: [u8; 32]) {
        let (size, state) = (self.state.entries(), *self.state.digest().bytes());
        self.must(None, PublicAct::Landmark { size, root, state });
    }
}
