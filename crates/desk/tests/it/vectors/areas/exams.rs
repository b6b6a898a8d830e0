//! Kinds 20 to 22: an examination in flight at the exit, its complete batch, choices and close.
//!
//! In scope: the old scheme, its opening balance and certificates. Out of scope: sessions.

use super::{AUTHORITY, CENTRE};
use crate::stage::day;
use crate::vectors::keys::AREA_KEYS;
use crate::vectors::making::{LEVEL, Making, root};
use desk::{CertificateAct, PublicAct, Scheme};
use register::{ExamAct, ExamEnd, Issue, Settlement};

const ACCEPTED: u32 = 5;
const PASSED: u32 = 2;
const FEE_FEN: u64 = 18_000;

impl Making {
    /// Returns the index of the header of the examination's certificates.
    pub fn examination_to_its_close(&mut self) -> u64 {
        let what = (Scheme::Qualification, "中式烹调师");
        let session = self.announce(CENTRE, "2020-09-10", what, ("2020-10-10", "2020-10-24"));
        let people = self.people(2, ACCEPTED as usize);
        let closing = PublicAct::CloseRegistration {
            session,
            registered: ACCEPTED,
            root: [30; 32],
            last_accepted_on: day("2020-09-20"),
        };
        self.by(CENTRE, "2020-10-12", closing);
        let complete = ExamAct::CompleteBatch { session, admitted: 4, root: [31; 32] };
        self.by(CENTRE, "2020-10-12", PublicAct::Exam(complete));
        let first = Settlement { session, continued: 3, refunded: 0, undecided: 2, withdrew: 0 };
        let last = Settlement { refunded: 1, undecided: 0, withdrew: 1, ..first };
        for (on, settlement, root) in
            [("2020-10-13", first, [32; 32]), ("2020-10-20", last, [33; 32])]
        {
            let act = ExamAct::ReportChoices { settlement, root };
            self.by(CENTRE, on, PublicAct::Exam(act));
        }
        let scored = |log: &mut Making, place| log.scored(place, 700, 800, place < PASSED);
        let rows: Vec<_> = (0..3).map(|place| scored(self, place)).collect();
        let held_on = day("2020-10-24");
        let results = PublicAct::RecordResults {
            session,
            held_on,
            sat: 3,
            passed: PASSED,
            root: root(&rows),
        };
        self.by(CENTRE, "2020-10-26", results);
        let balance = CertificateAct::OpenCounter {
            of: super::id(CENTRE),
            scheme: Scheme::Qualification,
            year: 2020,
            level: LEVEL,
            last: 12,
            source: [34; 32],
        };
        self.by(CENTRE, "2020-10-30", PublicAct::Certificate(balance));
        let dated_on = day("2020-10-30");
        let issue = Issue { session, dated_on, rows: vec![0, 1], holders_are_staff: false };
        let by = (Some(CENTRE), AREA_KEYS[CENTRE as usize + 1]);
        let header = self.issue(by, "2020-10-30", issue, &people[..2]);
        let end = ExamEnd {
            session,
            certified: PASSED,
            not_passed: 1,
            refunded: 1,
            withdrew: 1,
            received_fen: u64::from(ACCEPTED) * FEE_FEN,
            refunded_fen: FEE_FEN,
            root: [35; 32],
        };
        self.by(CENTRE, "2020-11-05", PublicAct::Exam(ExamAct::CloseExam(end)));
        self.by(AUTHORITY, "2020-11-05", super::inspection(CENTRE));
        header
    }
}
