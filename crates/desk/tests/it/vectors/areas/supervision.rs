//! Kinds 70 to 85: a hold, draws by lot, an inspection, a case up to its appeal, relations.
//!
//! In scope: acts of supervisors and authorities. Out of scope: revocations (`after_issue`).

use super::sessions::Arranged;
use super::{
    AUTHORITY, BODY, EMPLOYER, OTHER_AUTHORITY, OTHER_SUPERVISOR, SUPERVISOR, WORKS, Who, id,
    inspection as short_inspection, staff,
};
use crate::stage::day;
use crate::vectors::making::{Making, row};
use desk::{
    CaseId, DrawId, DrawKind, FindingCode, Grounds, HoldId, HoldReason, InspectionId,
    InspectionOutcome, PublicAct, Related, Relation, RelationKind, ReleaseReason, Sanction,
    SanctionStep, SessionId, SupervisionAct,
};
use register::{
    DRAW_METHOD, Finding, Hold, Inspection, OpenCase, Population, Release, draw_picks, draw_seed,
    nonce_commitment, population_numbers, population_root,
};

const NONCE: [u8; 32] = [60; 32];
const WITNESS_NONCE: [u8; 32] = [61; 32];

impl Making {
    fn supervise(&mut self, who: Who, on: &str, act: SupervisionAct) {
        self.by(who, on, PublicAct::Supervise(act));
    }

    /// Three draws are committed to; the landmark fixes them; the first is revealed and drawn, of
    /// the second one nonce is revealed, of the third none.
    pub fn draws(&mut self) {
        let (from, until) = (day("2020-10-01"), day("2020-12-31"));
        let kinds = [
            DrawKind::Bodies,
            DrawKind::Sessions { from, until },
            DrawKind::Certificates(SessionId(1)),
        ];
        for (n, kind) in (0..).zip(kinds) {
            let draw = DrawId(n);
            let numbers = population_numbers(&self.state, kind);
            let population = Population {
                draw,
                kind,
                root: population_root(&numbers),
                size: numbers.len() as u32,
                pick: 2,
                method: DRAW_METHOD,
                nonce: nonce_commitment(draw, &NONCE),
            };
            self.supervise(SUPERVISOR, "2020-12-24", SupervisionAct::CommitPopulation(population));
            let commitment = nonce_commitment(draw, &WITNESS_NONCE);
            let act = SupervisionAct::CommitNonce { draw, commitment };
            self.supervise(OTHER_SUPERVISOR, "2020-12-24", act);
        }
        let root = self.tree.root();
        self.landmark("2020-12-25");
        let reveals =
            [(0, SUPERVISOR, NONCE), (0, OTHER_SUPERVISOR, WITNESS_NONCE), (1, SUPERVISOR, NONCE)];
        for (n, who, nonce) in reveals {
            let act = SupervisionAct::RevealNonce { draw: DrawId(n), nonce };
            self.supervise(who, "2020-12-26", act);
        }
        let picks = draw_picks(&draw_seed(&root, &NONCE, &WITNESS_NONCE), 2, 2);
        self.supervise(SUPERVISOR, "2020-12-26", SupervisionAct::Draw { draw: DrawId(0), picks });
    }

    /// What the inspection of the body finds, up to the appeal of the body.
    pub fn case(&mut self, session: &Arranged) {
        self.inspected(session);
        self.held_and_released(session);
        self.opened(session);
        let case = CaseId(0);
        let subject = [
            (AUTHORITY, SupervisionAct::Rectify { case, due: day("2021-01-31") }),
            (BODY, SupervisionAct::Rectified { case, commitment: [66; 32] }),
            (AUTHORITY, self::sanction(case, SanctionStep::Warning, None)),
            (BODY, SupervisionAct::Appeal { case, commitment: [67; 32] }),
            (OTHER_AUTHORITY, SupervisionAct::DecideAppeal { case, upheld: false }),
            (AUTHORITY, self::sanction(case, SanctionStep::Suspension, Some("2021-04-30"))),
            (AUTHORITY, SupervisionAct::CloseCase { case }),
        ];
        for (who, act) in subject {
            self.supervise(who, "2021-01-20", act);
        }
        self.related();
    }

    fn inspected(&mut self, session: &Arranged) {
        let drawn = self.state.supervision().draw(DrawId(0)).unwrap();
        let place =
            drawn.picks.as_ref().unwrap().iter().find(|p| drawn.numbers[**p as usize] == BODY);
        let place = *place.expect("both bodies are drawn");
        let inspections = [
            (Some((DrawId(0), place)), BODY, Some(session.id), InspectionOutcome::Irregular),
            (None, WORKS, None, InspectionOutcome::InOrder),
        ];
        for (n, (draw, body, session, outcome)) in (0..).zip(inspections) {
            let inspection = Inspection {
                inspection: InspectionId(n),
                draw,
                body: id(body),
                session,
                inspectors: vec![staff(SUPERVISOR, 1), staff(OTHER_SUPERVISOR, 2)],
                findings: [62; 32],
                outcome,
            };
            self.supervise(SUPERVISOR, "2021-01-05", SupervisionAct::Inspection(inspection));
        }
        self.by(OTHER_SUPERVISOR, "2021-01-05", short_inspection(WORKS));
    }

    fn held_and_released(&mut self, session: &Arranged) {
        let holds = [
            (Some(row("车工")), Some(session.id), HoldReason::Inspection),
            (None, None, HoldReason::Complaint),
        ];
        for (n, (occupation, session, reason)) in (0..).zip(holds) {
            let hold = Hold { hold: HoldId(n), body: id(BODY), occupation, session, reason };
            self.supervise(SUPERVISOR, "2021-01-06", SupervisionAct::Hold(hold));
        }
        let releases = [
            (Some(session.id), None, ReleaseReason::Verified),
            (None, Some("2021-01-31"), ReleaseReason::Capacity),
        ];
        for (n, (session, until, reason)) in (0..).zip(releases) {
            let until = until.map(day);
            let release = Release { hold: HoldId(n), body: id(BODY), session, until, reason };
            self.supervise(SUPERVISOR, "2021-01-08", SupervisionAct::Release(release));
        }
    }

    fn opened(&mut self, session: &Arranged) {
        let opened = [
            (BODY, Grounds::Inspection, Some(InspectionId(0)), None),
            (OTHER_SUPERVISOR, Grounds::MissedReveal, None, Some(DrawId(1))),
        ];
        for (n, (subject, grounds, inspection, draw)) in (0..).zip(opened) {
            let (case, subject, commitment) = (CaseId(n), id(subject), [63; 32]);
            let open = OpenCase { case, subject, grounds, inspection, draw, commitment };
            self.supervise(AUTHORITY, "2021-01-11", SupervisionAct::OpenCase(open));
        }
        let findings = [
            (0, FindingCode::PassAll, Some(session.id), vec![(0, 0), (2, 3)]),
            (0, FindingCode::Records, None, vec![]),
            (1, FindingCode::MissedReveal, None, vec![]),
        ];
        for (case, code, session, rows) in findings {
            let (case, commitment) = (CaseId(case), [64; 32]);
            let finding = Finding { case, code, session, rows, commitment };
            self.supervise(AUTHORITY, "2021-01-12", SupervisionAct::Finding(finding));
        }
    }

    fn related(&mut self) {
        let organisation = Related::Organisation(id(OTHER_SUPERVISOR));
        let relations = [
            (Related::Staff(staff(SUPERVISOR, 9)), EMPLOYER, RelationKind::Teacher, None),
            (organisation, WORKS, RelationKind::Interest, Some("2021-12-31")),
        ];
        for (a, b, kind, until) in relations {
            let (from, until) = (day("2021-01-21"), until.map(day));
            let relation = Relation { a, b: id(b), kind, from, until };
            self.supervise(AUTHORITY, "2021-01-21", SupervisionAct::DeclareRelation(relation));
        }
    }
}

fn sanction(case: CaseId, step: SanctionStep, until: Option<&str>) -> SupervisionAct {
    let occupation = until.is_some().then(|| row("车工"));
    SupervisionAct::Sanction(Sanction { case, step, until: until.map(day), occupation })
}
