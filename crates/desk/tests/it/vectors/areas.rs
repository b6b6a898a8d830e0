//! The log of the areas: every kind of act from 15 on, in one lawful history of invented parties.
//!
//! In scope: who there is, and the order of the chapters. Out of scope: the chapters themselves
//! (`areas/`), kinds 1 to 14 for their own sake (`log`).
//! Each chapter begins after the days of the one before it.

mod after_issue;
mod bodies;
mod cohorts;
mod exams;
mod occupations;
mod sessions;
mod supervision;

use crate::stage::{day, room};
use crate::vectors::keys::{AREA_KEYS, AREAS, public};
use crate::vectors::making::{LEVEL, Making, row};
use desk::{
    Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet, Scheme,
    SessionId, SessionPlan, StaffId,
};

/// An organisation by its number and the place of its key in [`AREA_KEYS`] before it.
pub type Who = u32;
pub const AUTHORITY: Who = 0;
pub const SUPERVISOR: Who = 1;
pub const OTHER_SUPERVISOR: Who = 2;
pub const CENTRE: Who = 3;
pub const OTHER_AUTHORITY: Who = 4;
pub const BODY: Who = 5;
pub const EMPLOYER: Who = 6;
pub const WORKS: Who = 7;

/// Makes the log.
pub fn make() -> Making {
    let mut log = Making::new(AREAS, "areas/log/", AREA_KEYS[0]);
    log.founding();
    log.occupations();
    log.recognitions();
    log.landmark("2020-08-28");
    log.cohorts();
    let examined = log.examination_to_its_close();
    log.landmark("2020-11-06");
    let session = log.arranged_session();
    log.landmark("2020-12-15");
    log.after_issue(&session);
    log.landmark("2020-12-23");
    log.draws();
    log.case(&session);
    log.landmark("2021-01-29");
    log.revocations(&session, examined);
    log.ends_of_cohorts(&session);
    log.ends_of_bodies();
    log.landmark("2021-02-26");
    log.by(SUPERVISOR, "2021-03-01", inspection(EMPLOYER));
    log.publish("2021-03-02");
    log
}

pub fn id(who: Who) -> OrganisationId {
    OrganisationId(who)
}

/// Returns one of an organisation's staff.
pub fn staff(of: Who, number: u32) -> StaffId {
    StaffId { of: id(of), number }
}

pub fn organisation(kind: OrganisationKind, who: Who, code: Option<&str>) -> Organisation {
    let key = AREA_KEYS[who as usize + 1];
    let name = key.strip_prefix("areas, ").expect("a key of the areas");
    Organisation {
        kind,
        name: format!("示例{name}（虚构）"),
        key: public(key),
        operator_custody: false,
        institution: code.map(|c| c.parse().unwrap()),
    }
}

fn inspection(of: Who) -> PublicAct {
    PublicAct::Inspect { inspected: id(of), findings: [7; 32] }
}

impl Making {
    /// Records an act of an organisation.
    pub fn by(&mut self, who: Who, on: &str, act: PublicAct) {
        self.act(Some(who), AREA_KEYS[who as usize + 1], on, act);
    }

    fn founding(&mut self) {
        let organisations = vec![
            organisation(OrganisationKind::Authority, AUTHORITY, None),
            organisation(OrganisationKind::Supervisor, SUPERVISOR, None),
            organisation(OrganisationKind::Supervisor, OTHER_SUPERVISOR, None),
            organisation(OrganisationKind::Department, CENTRE, Some("99991001")),
            organisation(OrganisationKind::Authority, OTHER_AUTHORITY, None),
        ];
        let genesis = PublicAct::Genesis {
            origin: AREAS.into(),
            law: room().law().digest.0,
            organisations,
            log_key: public(AREA_KEYS[0]),
            recovery: RecoverySet {
                threshold: 2,
                keys: (0..3).map(|n| public(&format!("recovery {n}"))).collect(),
            },
        };
        self.act(None, AREA_KEYS[1], "2020-07-22", genesis);
    }

    /// Takes over a recognition that was made before: the short form.
    fn take_over(&mut self) {
        let recognition = Recognition {
            id: id(WORKS),
            body: organisation(OrganisationKind::Employer, WORKS, None),
            prefix: "Y000099000001".parse().unwrap(),
            scope: vec![(row("车工"), LEVEL)],
            published_on: Some(day("2020-07-30")),
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        self.by(AUTHORITY, "2020-07-30", PublicAct::RecogniseBody(recognition));
    }

    /// Announces a session of level four, and returns its number.
    fn announce(
        &mut self,
        who: Who,
        on: &str,
        (scheme, name): (Scheme, &str),
        (until, planned): (&str, &str),
    ) -> SessionId {
        let session = self.state.next_session();
        let plan = SessionPlan {
            session,
            scheme,
            occupation: row(name),
            level: LEVEL,
            registration_until: day(until),
            planned_on: day(planned),
        };
        self.by(who, on, PublicAct::Announce(plan));
        session
    }
}
