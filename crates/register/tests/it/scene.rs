//! A register in memory with an authority, a centre, an employer and a school, under the law of the
//! repository.
//!
//! Out of scope: what the suites do with it. The organisations are invented.

use law::{Law, Named, RowId};
use register::{
    BodyAct, Checked, Event, ExamAct, Issue, Organisation, OrganisationId, OrganisationKind,
    Particulars, PublicAct, Recognition, RecoverySet, Refusal, Scheme, SessionId, SessionPlan,
    State, applies, apply, check,
};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use vocab::{Day, Instant, Level};

pub const AUTHORITY: OrganisationId = OrganisationId(0);
pub const CENTRE: OrganisationId = OrganisationId(1);
pub const SCHOOL: OrganisationId = OrganisationId(2);
pub const EMPLOYER: OrganisationId = OrganisationId(3);

/// The law of this workspace, read from its folder once.
pub static LAW: LazyLock<Law> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_string();
                files.push((name, fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), &b[..])).collect();
    law::load(&files).unwrap_or_else(|e| panic!("{e}"))
});

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn row(name: &str) -> RowId {
    match LAW.rows.find(name) {
        Named::One(row) => row,
        other => panic!("{name}: {other:?}"),
    }
}

#[derive(Clone)]
pub struct Scene {
    pub state: State,
    now: Instant,
    done: u8,
}

fn organisation(kind: OrganisationKind, key: u8, code: Option<&str>) -> Organisation {
    Organisation {
        kind,
        name: "示例（虚构）".into(),
        key: [key; 32],
        operator_custody: true,
        institution: code.map(|code| code.parse().unwrap()),
    }
}

impl Scene {
    /// Founds the register; a region of the centre, where one is given, is put on record.
    pub fn new(region: Option<u8>) -> Scene {
        let mut scene = Scene { state: State::new(), now: Instant(0), done: 0 };
        let organisations = vec![
            organisation(OrganisationKind::Authority, 10, None),
            organisation(OrganisationKind::Department, 11, Some("99991001")),
            organisation(OrganisationKind::School, 12, None),
        ];
        let genesis = PublicAct::Genesis {
            origin: "demo.dengji.invalid/register".into(),
            law: LAW.digest.0,
            organisations,
            log_key: [1; 32],
            recovery: RecoverySet { threshold: 1, keys: vec![[2; 32]] },
        };
        scene.founded(genesis);
        if let Some(region) = region {
            let particulars = Particulars { region: Some(region), ..Particulars::default() };
            let described = BodyAct::Describe { organisation: CENTRE, particulars };
            scene.done("2020-07-23", AUTHORITY, PublicAct::Body(described));
        }
        scene
    }

    /// Recognises the employer for 车工 and 电工 of level four.
    pub fn recognise(&mut self, on: &str, until: Option<&str>) {
        let scope = ["车工", "电工"].map(|name| (row(name), Level::Four)).to_vec();
        let recognition = Recognition {
            id: EMPLOYER,
            body: organisation(OrganisationKind::Employer, 13, None),
            prefix: "Y000099000001".parse().unwrap(),
            scope,
            published_on: Some(day(on)),
            until: until.map(day),
            covers_outsiders: true,
            standard_exists: true,
        };
        self.done(on, AUTHORITY, PublicAct::RecogniseBody(recognition));
    }

    fn founded(&mut self, act: PublicAct) {
        let event = self.event("2020-07-22", None, act);
        check(&self.state, &LAW, &event).unwrap();
        apply(&mut self.state, &event);
        crate::snapshots::check(&self.state);
    }

    fn event(&mut self, on: &str, actor: Option<OrganisationId>, act: PublicAct) -> Event {
        let on = day(on);
        self.now = self.now.max(Instant(Instant::start_of(on).0 + 9 * 3600));
        Event {
            actor,
            sequence: self.state.sequence(actor),
            on,
            recorded_at: self.now,
            idempotency: [self.done; 16],
            act,
        }
    }

    /// Does an act; when it is refused nothing changes, the clock included.
    pub fn act(
        &mut self,
        on: &str,
        actor: OrganisationId,
        act: PublicAct,
    ) -> Result<Checked, Refusal> {
        let before = self.now;
        let event = self.event(on, Some(actor), act);
        let digest = self.state.digest();
        let checked = check(&self.state, &LAW, &event);
        match &checked {
            Ok(_) => {
                assert!(applies(&self.state, &event), "what is checked applies: {event:?}");
                apply(&mut self.state, &event);
                crate::snapshots::check(&self.state);
                self.done = self.done.wrapping_add(1);
            }
            Err(_) => {
                self.now = before;
                assert_eq!(digest, self.state.digest());
            }
        }
        checked
    }

    pub fn done(&mut self, on: &str, actor: OrganisationId, act: PublicAct) -> String {
        rule(&self.act(on, actor, act))
    }

    /// Announces an examination of the old scheme.
    pub fn announce(&mut self, on: &str, name: &str, until: &str, planned: &str) -> SessionId {
        self.plan(on, CENTRE, (Scheme::Qualification, name), (until, planned)).unwrap()
    }

    pub fn plan(
        &mut self,
        on: &str,
        by: OrganisationId,
        (scheme, name): (Scheme, &str),
        (until, planned): (&str, &str),
    ) -> Result<SessionId, Refusal> {
        let session = self.state.next_session();
        let plan = SessionPlan {
            session,
            scheme,
            occupation: row(name),
            level: Level::Four,
            registration_until: day(until),
            planned_on: day(planned),
        };
        self.act(on, by, PublicAct::Announce(plan)).map(|_| session)
    }

    pub fn close(&mut self, on: &str, session: SessionId, n: u32, last: &str) -> String {
        let act = PublicAct::CloseRegistration {
            session,
            registered: n,
            root: [7; 32],
            last_accepted_on: day(last),
        };
        let by = self.by(session);
        rule(&self.act(on, by, act))
    }

    pub fn complete(&mut self, on: &str, session: SessionId, admitted: u32) -> String {
        let act = ExamAct::CompleteBatch { session, admitted, root: [8; 32] };
        let by = self.by(session);
        rule(&self.act(on, by, PublicAct::Exam(act)))
    }

    pub fn results(
        &mut self,
        on: &str,
        session: SessionId,
        held: &str,
        (sat, passed): (u32, u32),
    ) -> String {
        let held_on = day(held);
        let act = PublicAct::RecordResults { session, held_on, sat, passed, root: [9; 32] };
        let by = self.by(session);
        rule(&self.act(on, by, act))
    }

    pub fn issue(&mut self, on: &str, session: SessionId, dated: &str, n: u32) -> String {
        let used = self.state.session(session).unwrap().used.count();
        let rows = (used..used + n).collect();
        let issue = Issue { session, dated_on: day(dated), rows, holders_are_staff: true };
        let by = self.by(session);
        rule(&self.act(on, by, PublicAct::IssueCertificates(issue)))
    }

    fn by(&self, session: SessionId) -> OrganisationId {
        self.state.session(session).map_or(CENTRE, |s| s.by)
    }
}

/// Returns the rule that decided, with its effect before it: `permit`, `duty`, or `no` for what is
/// refused; a breach of order is called by its name.
pub fn rule(checked: &Result<Checked, Refusal>) -> String {
    match checked {
        Ok(checked) => {
            let Some(decision) = checked.cited() else { return "done".into() };
            let id = LAW.cited(decision).map_or("", |rule| &rule.id);
            format!("{} {id}", decision.outcome.name())
        }
        Err(Refusal::Law { decision, .. }) => {
            let id = LAW.cited(decision).map_or("", |rule| &rule.id);
            format!("no {id}{}", if id.is_empty() { decision.outcome.name() } else { "" })
        }
        Err(Refusal::Breach(breach)) => format!("{breach:?}"),
        Err(Refusal::Unanswered(why)) => why.to_string(),
    }
}
