//! Kinds 30 to 41: from registration to removal, and a centre that becomes a body.
//!
//! In scope: recognition in the long form. Out of scope: the short one (`areas`).

use super::{
    AUTHORITY, BODY, CENTRE, EMPLOYER, OTHER_AUTHORITY, SUPERVISOR, WORKS, Who, id, organisation,
    staff,
};
use crate::stage::{day, room};
use crate::vectors::making::{LEVEL, Making, row};
use desk::{
    ApplicationId, Applied, BodyAct, BodyReason, CentreOf, Grant, OrganisationKind, Particulars,
    PublicAct, ReviewStep, RowId, Site,
};
use vocab::Level;

/// The invented region of every prefix.
const REGION: Option<u8> = Some(99);

fn particulars(parent: Option<Who>, centre_of: CentreOf) -> Particulars {
    Particulars { region: REGION, parent: parent.map(id), centre_of }
}

/// What the body is recognised for.
fn scope() -> Vec<(RowId, Level)> {
    vec![(row("车工"), LEVEL), (row("车工"), Level::Three)]
}

fn site(prefix: &str, seats_a_day: u32, rooms: &[u16]) -> Site {
    Site { prefix: prefix.parse().unwrap(), seats_a_day, rooms: rooms.to_vec() }
}

impl Making {
    pub fn recognitions(&mut self) {
        self.registered();
        self.applications();
        self.take_over();
        self.granted();
        self.changed();
    }

    fn body(&mut self, who: Who, on: &str, act: BodyAct) {
        self.by(who, on, PublicAct::Body(act));
    }

    fn registered(&mut self) {
        let kinds = [(BODY, OrganisationKind::Social), (EMPLOYER, OrganisationKind::Employer)];
        for (who, kind) in kinds {
            let act = BodyAct::Register {
                id: id(who),
                organisation: organisation(kind, who, None),
                particulars: particulars(None, CentreOf::None),
            };
            self.body(AUTHORITY, "2020-07-24", act);
        }
        let described = [
            (CENTRE, particulars(None, CentreOf::None)),
            (CENTRE, particulars(None, CentreOf::Other)),
            (EMPLOYER, particulars(Some(CENTRE), CentreOf::None)),
        ];
        for (who, particulars) in described {
            let act = BodyAct::Describe { organisation: id(who), particulars };
            self.body(AUTHORITY, "2020-07-24", act);
        }
    }

    /// One application that is granted later, and three that end otherwise.
    fn applications(&mut self) {
        let conditions =
            |kind: OrganisationKind| room().law().selection.asked_of(kind.body_kind(), false);
        for (n, who) in (0..).zip([BODY, EMPLOYER, EMPLOYER, EMPLOYER]) {
            let kind = match who {
                BODY => OrganisationKind::Social,
                _ => OrganisationKind::Employer,
            };
            let applied = Applied {
                application: ApplicationId(n),
                kind,
                scope: scope(),
                documents: [n as u8 + 1; 32],
                conditions: conditions(kind),
                national: false,
            };
            self.body(who, "2020-07-25", BodyAct::Apply(applied));
        }
        let ends = [
            (1, AUTHORITY, ReviewStep::Incomplete { missing: 1 }),
            (2, AUTHORITY, ReviewStep::Complete),
            (2, AUTHORITY, ReviewStep::Refused { reason: BodyReason::Conditions }),
            (3, EMPLOYER, ReviewStep::Withdrawn),
            (0, AUTHORITY, ReviewStep::Complete),
        ];
        for (n, who, step) in ends {
            let act = BodyAct::Review { application: ApplicationId(n), step };
            self.body(who, "2020-07-27", act);
        }
        let reviewers = vec![staff(AUTHORITY, 1), staff(AUTHORITY, 2), staff(SUPERVISOR, 1)];
        let (from, until) = (day("2020-07-29"), day("2020-08-07"));
        let review = [
            ("2020-07-28", ReviewStep::Reviewed { reviewers, favourable: true }),
            ("2020-07-28", ReviewStep::Publicised { from, until }),
            ("2020-07-29", ReviewStep::Objected { commitment: [9; 32] }),
            ("2020-07-29", ReviewStep::ObjectionDecided { upheld: false }),
        ];
        for (on, step) in review {
            let act = BodyAct::Review { application: ApplicationId(0), step };
            self.body(AUTHORITY, on, act);
        }
    }

    fn granted(&mut self) {
        let grant = Grant {
            application: ApplicationId(0),
            body: id(BODY),
            scope: scope(),
            sites: vec![
                site("S000099000001", 60, &[30, 30]),
                site("S000099000002", 40, &[20, 20, 20]),
            ],
            published_on: day("2020-08-10"),
            until: day("2023-08-09"),
            covers_outsiders: true,
            standard_exists: true,
        };
        self.body(AUTHORITY, "2020-08-10", BodyAct::Grant(grant));
    }

    fn changed(&mut self) {
        let body = id(BODY);
        let mut wider = scope();
        wider.push((row("电工"), LEVEL));
        let amend = |scope| BodyAct::Amend { body, scope, standard_exists: true };
        let suspend = |occupation, until: Option<&str>, reason| BodyAct::Suspend {
            body,
            occupation,
            until: until.map(day),
            reason,
        };
        let electrician = Some(row("电工"));
        let change = |site, open| BodyAct::ChangeSite { body, site, open };
        let until = Some("2020-08-31");
        let changes = [
            ("2020-08-11", amend(wider)),
            ("2020-08-12", BodyAct::Renew { body, until: day("2024-08-09") }),
            ("2020-08-13", suspend(electrician, None, BodyReason::Quality)),
            ("2020-08-14", BodyAct::Reinstate { body, occupation: electrician }),
            ("2020-08-17", suspend(None, until, BodyReason::OwnRequest)),
            ("2020-08-18", BodyAct::Reinstate { body, occupation: None }),
            ("2020-08-19", change(site("S000099000003", 20, &[20]), true)),
            ("2020-08-20", change(site("S000099000002", 60, &[20, 20, 30]), true)),
            ("2020-08-21", change(site("S000099000003", 20, &[20]), false)),
        ];
        for (on, act) in changes {
            self.body(AUTHORITY, on, act);
        }
        // A body of the short form has neither site nor change on record before these.
        let (body, scope) = (id(WORKS), scope());
        let amend = BodyAct::Amend { body, scope, standard_exists: true };
        self.body(AUTHORITY, "2020-08-24", amend);
        let site = site("Y000099000001", 30, &[30]);
        self.body(AUTHORITY, "2020-08-25", BodyAct::ChangeSite { body, site, open: true });
    }

    /// The body is removed, and the centre, whose examination is closed, becomes one.
    pub fn ends_of_bodies(&mut self) {
        let act = BodyAct::Remove { body: id(BODY), reason: BodyReason::Quality };
        self.body(AUTHORITY, "2021-02-22", act);
        self.body(OTHER_AUTHORITY, "2021-02-23", BodyAct::Convert { centre: id(CENTRE) });
    }
}
