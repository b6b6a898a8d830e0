//! Kinds 25 to 29: two cohorts of apprentices, members who leave, move and repeat, and the end of
//! each of those who complete.

use super::{BODY, EMPLOYER, Who, id};
use crate::stage::day;
use crate::vectors::making::{LEVEL, Making, row};
use desk::{
    Admission, ChangeReason, CohortChange, CohortId, CohortKind, PlannedCertificate, PublicAct,
    UnmetReason,
};
use register::{Change, CohortAct, CohortEnds};

use super::sessions::Arranged;

impl Making {
    fn cohort(&mut self, who: Who, on: &str, act: CohortAct) {
        self.by(who, on, PublicAct::Cohort(act));
    }

    pub fn cohorts(&mut self) {
        for (n, heads) in [(0, 12), (1, 8)] {
            let admission = Admission {
                cohort: CohortId(n),
                kind: CohortKind::Apprentice,
                occupation: row("车工"),
                level: LEVEL,
                plan: PlannedCertificate::Level,
                admitted_on: day("2020-08-31"),
                expected_on: day("2021-01-08"),
                heads,
                root: [n as u8 + 1; 32],
                region: 99,
            };
            self.cohort(EMPLOYER, "2020-08-31", CohortAct::Admit(admission));
        }
        let out = CohortChange::TransferOut { to: CohortId(1) };
        let into = CohortChange::TransferIn { from: CohortId(0) };
        let expected_on = day("2021-07-09");
        let repeat = CohortChange::Repeat { into: CohortId(2), expected_on };
        let changes = [
            (0, out, 3, 9, ChangeReason::Moved),
            (1, into, 2, 10, ChangeReason::Moved),
            (1, into, 1, 11, ChangeReason::Reorganised),
            (0, CohortChange::Leave, 1, 8, ChangeReason::OwnWish),
            (0, repeat, 2, 6, ChangeReason::Studies),
        ];
        for (n, (cohort, change, count, heads_after, reason)) in (10..).zip(changes) {
            let cohort = CohortId(cohort);
            let change = Change { cohort, change, count, heads_after, root: [n; 32], reason };
            self.cohort(EMPLOYER, "2020-09-01", CohortAct::Change(change));
        }
        let named = CohortAct::NameBody { cohort: CohortId(0), body: id(BODY) };
        self.cohort(EMPLOYER, "2020-09-02", named);
    }

    /// Four of the first cohort are certified in the session, the others have a reason each.
    pub fn ends_of_cohorts(&mut self, session: &Arranged) {
        let completed_on = day("2021-02-19");
        let completion =
            |n, heads| CohortAct::Complete { cohort: CohortId(n), completed_on, heads };
        let ends = |n, certified, unmet, root| {
            CohortAct::ReportEnds(CohortEnds { cohort: CohortId(n), certified, unmet, root })
        };
        let unmet = vec![(UnmetReason::NotPassed, 1), (UnmetReason::Declined, 1)];
        let nobody = vec![(UnmetReason::NoBody, 11)];
        let acts = [
            completion(0, 6),
            ends(0, vec![(session.id, 4)], unmet, [20; 32]),
            completion(1, 11),
            ends(1, vec![], nobody, [21; 32]),
        ];
        for act in acts {
            self.cohort(EMPLOYER, "2021-02-19", act);
        }
    }
}
