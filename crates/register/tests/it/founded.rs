//! A register that is founded, with an authority, an examination centre and an employer, and a way
//! to do acts on it one after the other.
//!
//! Out of scope: what the suites do on it.

use law::{Law, RowId};
use register::{
    Breach, Event, Finding, FindingCode, Grounds, Issue, OpenCase, Organisation, OrganisationId,
    OrganisationKind, PublicAct, Recognition, RecoverySet, Refusal, Scheme, SessionId, SessionPlan,
    State, SupervisionAct, apply, check,
};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use vocab::{Day, Instant, Level};

pub const AUTHORITY: OrganisationId = OrganisationId(0);
pub const CENTRE: OrganisationId = OrganisationId(1);
pub const SUPERVISOR: OrganisationId = OrganisationId(2);
pub const EMPLOYER: OrganisationId = OrganisationId(3);

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Returns the law of the repository.
pub fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let mut left = vec![root.clone()];
        while let Some(folder) = left.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path: PathBuf = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_string();
                    files.push((name, std::fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(p, b)| (p.as_str(), b.as_slice())).collect();
        law::load(&files).unwrap_or_else(|fault| panic!("{fault}"))
    })
}

pub fn row(name: &str) -> RowId {
    match law().rows.find(name) {
        law::Named::One(row) => row,
        other => panic!("{name}: {other:?}"),
    }
}

pub struct Founded {
    pub state: State,
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

impl Founded {
    pub fn new() -> Founded {
        let mut founded = Founded { state: State::new(), done: 0 };
        let organisations = vec![
            organisation(OrganisationKind::Authority, 1, None),
            organisation(OrganisationKind::Department, 2, Some("99991001")),
            organisation(OrganisationKind::Supervisor, 3, None),
        ];
        let genesis = PublicAct::Genesis {
            origin: "demo.dengji.invalid/register".into(),
            law: law().digest.0,
            organisations,
            log_key: [9; 32],
            recovery: RecoverySet { threshold: 1, keys: vec![[10; 32]] },
        };
        founded.must(None, "2020-07-22", genesis);
        let turner = [(row("车工"), Level::Four)];
        let recognition = Recognition {
            id: EMPLOYER,
            body: organisation(OrganisationKind::Employer, 4, None),
            prefix: "Y000099000001".parse().unwrap(),
            scope: turner.into(),
            published_on: None,
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        founded.must(Some(AUTHORITY), "2020-08-03", PublicAct::RecogniseBody(recognition));
        founded
    }

    pub fn event(&self, actor: Option<OrganisationId>, on: &str, act: PublicAct) -> Event {
        let on = day(on);
        let recorded_at = Instant(Instant::start_of(on).0 + 9 * 3600);
        Event {
            actor,
            sequence: self.state.sequence(actor),
            on,
            recorded_at: recorded_at.max(self.state.recorded_at().unwrap_or(recorded_at)),
            idempotency: [self.done; 16],
            act,
        }
    }

    /// Does an act, which the law must allow, and returns the rule that it cites.
    pub fn must(&mut self, actor: Option<OrganisationId>, on: &str, act: PublicAct) -> String {
        let event = self.event(actor, on, act);
        let checked = check(&self.state, law(), &event);
        let checked = checked.unwrap_or_else(|refusal| panic!("{:?}: {refusal:?}", event.act));
        assert!(register::applies(&self.state, &event));
        apply(&mut self.state, &event);
        crate::snapshots::check(&self.state);
        self.done += 1;
        let cited = checked.cited().and_then(|decision| law().cited(decision));
        cited.map_or(String::new(), |rule| rule.id.clone())
    }

    /// Returns what refuses an act: a rule of the law, or a breach of the register's order.
    pub fn refused(&self, actor: OrganisationId, on: &str, act: PublicAct) -> String {
        let event = self.event(Some(actor), on, act);
        match check(&self.state, law(), &event) {
            Ok(_) => "done".into(),
            Err(Refusal::Breach(breach)) => format!("{breach:?}"),
            Err(Refusal::Law { decision, .. }) => {
                law().cited(&decision).map_or("need fact".into(), |rule| rule.id.clone())
            }
            Err(Refusal::Unanswered(why)) => why.to_string(),
        }
    }

    /// Opens the next case of supervision about an organisation and records a finding in it.
    pub fn case(&mut self, subject: OrganisationId, code: FindingCode) -> u32 {
        let (on, by, commitment) = ("2020-09-28", Some(AUTHORITY), [6; 32]);
        let case = self.state.supervision().next_case();
        let grounds = Grounds::Complaint;
        let (inspection, draw) = (None, None);
        let open = OpenCase { case, subject, grounds, inspection, draw, commitment };
        self.must(by, on, PublicAct::Supervise(SupervisionAct::OpenCase(open)));
        let finding = Finding { case, code, session: None, rows: vec![], commitment };
        self.must(by, on, PublicAct::Supervise(SupervisionAct::Finding(finding)));
        case.0
    }

    /// Runs a session of the employer for turners, or an examination of the centre, and issues four
    /// certificates. Returns the index of their header.
    pub fn issued(&mut self, scheme: Scheme) -> u64 {
        let by = if scheme == Scheme::Level { EMPLOYER } else { CENTRE };
        let session: SessionId = self.state.next_session();
        let plan = SessionPlan {
            session,
            scheme,
            occupation: row("车工"),
            level: Level::Four,
            registration_until: day("2020-08-20"),
            planned_on: day("2020-09-01"),
        };
        let actor = Some(by);
        self.must(actor, "2020-08-10", PublicAct::Announce(plan));
        let last_accepted_on = day("2020-08-20");
        let (registered, root) = (5, [5; 32]);
        let close = PublicAct::CloseRegistration { session, registered, root, last_accepted_on };
        self.must(actor, "2020-08-21", close);
        let held_on = day("2020-09-01");
        let results = PublicAct::RecordResults { session, held_on, sat: 5, passed: 4, root };
        self.must(actor, "2020-09-05", results);
        if scheme == Scheme::Level {
            self.must(actor, "2020-09-12", PublicAct::ConfirmResults { session });
        }
        let header = self.state.entries();
        let dated_on = day("2020-09-14");
        let rows = vec![0, 1, 2, 3];
        let issue = Issue { session, dated_on, rows, holders_are_staff: true };
        self.must(actor, "2020-09-14", PublicAct::IssueCertificates(issue));
        header
    }
}

/// Says that every breach is one that the register's order knows by a rule of the law.
pub fn rule_of(breach: Breach) -> bool {
    law().rules.iter().any(|rule| rule.id == breach.rule())
}
