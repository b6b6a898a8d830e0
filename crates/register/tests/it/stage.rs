//! A state with an authority and two recognised employers, and events that are checked before they
//! are applied.
//!
//! Out of scope: what the tests do on it.

use law::{Law, Named, Standard};
use register::{
    Event, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
    Refusal, RowId, Scheme, SessionId, SessionPlan, State, applies, apply, check,
};
use std::path::Path;
use std::sync::OnceLock;
use vocab::{Day, Instant, Level};

pub const AUTHORITY: OrganisationId = OrganisationId(0);
pub const BODY: OrganisationId = OrganisationId(1);
pub const OTHER: OrganisationId = OrganisationId(2);

pub struct Stage {
    pub state: State,
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Returns an instant of Chinese time, written as `2020-12-05T09:00`.
pub fn at(text: &str) -> Instant {
    let (date, time) = text.split_once('T').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    let minutes: i64 = hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap();
    Instant(Instant::start_of(day(date)).0 + minutes * 60)
}

pub fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
        let (mut files, mut left) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = left.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_string();
                    files.push((name, std::fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        let files: Vec<(&str, &[u8])> = files.iter().map(|(p, b)| (p.as_str(), &b[..])).collect();
        law::load(&files).unwrap()
    })
}

impl Stage {
    pub fn new() -> Stage {
        let mut stage = Stage { state: State::new() };
        let organisation = |kind, key| Organisation {
            kind,
            name: "示例（虚构）".into(),
            key: [key; 32],
            operator_custody: true,
            institution: None,
        };
        let genesis = PublicAct::Genesis {
            origin: "demo.dengji.invalid/test".into(),
            law: law().digest.0,
            organisations: vec![organisation(OrganisationKind::Authority, 1)],
            log_key: [9; 32],
            recovery: RecoverySet { threshold: 1, keys: vec![[8; 32]] },
        };
        stage.record(None, "2020-07-22", genesis);
        for (id, prefix) in [(BODY, "Y000099000001"), (OTHER, "Y000099000009")] {
            let recognition = Recognition {
                id,
                body: organisation(OrganisationKind::Employer, 1 + id.0 as u8),
                prefix: prefix.parse().unwrap(),
                scope: Level::ALL.map(|level| (stage.row(), level)).to_vec(),
                published_on: Some(day("2020-08-03")),
                until: None,
                covers_outsiders: false,
                standard_exists: true,
            };
            stage.done(AUTHORITY, "2020-08-03", PublicAct::RecogniseBody(recognition));
        }
        stage
    }

    pub fn row(&self) -> RowId {
        match law().rows.find("车工") {
            Named::One(row) => row,
            other => panic!("{other:?}"),
        }
    }

    pub fn standard(&self, on: &str) -> &'static Standard {
        law().standard_for(self.row(), day(on)).unwrap()
    }

    fn event(&self, actor: Option<OrganisationId>, on: &str, act: PublicAct) -> Event {
        let on = day(on);
        // At nine in the morning of the day of effect, unless something later is recorded.
        let now = Instant(Instant::start_of(on).0 + 9 * 3600);
        let recorded_at = self.state.recorded_at().map_or(now, |last| last.max(now));
        let sequence = self.state.sequence(actor);
        Event { actor, sequence, on, recorded_at, idempotency: [0; 16], act }
    }

    pub fn check(&self, actor: OrganisationId, on: &str, act: PublicAct) -> Result<(), Refusal> {
        check(&self.state, law(), &self.event(Some(actor), on, act)).map(|_| ())
    }

    /// Returns the rule by which the law refuses.
    pub fn law_refuses(&self, actor: OrganisationId, on: &str, act: PublicAct) -> String {
        match self.check(actor, on, act) {
            Err(Refusal::Law { decision, .. }) => law().cited(&decision).unwrap().id.clone(),
            other => panic!("{other:?}"),
        }
    }

    pub fn done(&mut self, actor: OrganisationId, on: &str, act: PublicAct) {
        self.record(Some(actor), on, act);
    }

    fn record(&mut self, actor: Option<OrganisationId>, on: &str, act: PublicAct) {
        let event = self.event(actor, on, act);
        let checked = check(&self.state, law(), &event);
        assert!(checked.is_ok(), "{:?}: {checked:?}", event.act);
        assert!(applies(&self.state, &event), "{:?}", event.act);
        apply(&mut self.state, &event);
        crate::snapshots::check(&self.state);
    }

    /// Announces a session of the body and closes its registration eleven days later.
    pub fn closed_session(
        &mut self,
        session: SessionId,
        level: Level,
        registered: u32,
        announced: &str,
    ) {
        let first = day(announced);
        let plan = SessionPlan {
            session,
            scheme: Scheme::Level,
            occupation: self.row(),
            level,
            registration_until: first.plus_days(9),
            planned_on: first.plus_days(19),
        };
        self.done(BODY, announced, PublicAct::Announce(plan));
        let close = PublicAct::CloseRegistration {
            session,
            registered,
            root: [1; 32],
            last_accepted_on: first.plus_days(9),
        };
        self.done(BODY, &first.plus_days(11).to_string(), close);
    }
}
