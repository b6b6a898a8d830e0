//! Kinds 45 to 52: a session from its rooms to its archive, with objections and revised results.
//!
//! In scope: up to its certificates. Out of scope: what comes after them (`after_issue`).

use super::{AUTHORITY, BODY, EMPLOYER, SUPERVISOR, id, staff};
use crate::stage::{day, room};
use crate::vectors::keys::AREA_KEYS;
use crate::vectors::making::{Holder, LEVEL, Making, root, row};
use desk::{
    CertificateAct, Part, PublicAct, RevisionReason, RoomUse, Scheme, SessionAct, SessionId,
};
use register::{ArchiveList, Arrangement, Issue};
use vocab::Instant;

const CANDIDATES: u32 = 20;
const CERTIFIED: u32 = 8;

/// The session, and who got a certificate under which header.
pub struct Arranged {
    pub id: SessionId,
    pub header: u64,
    pub holders: Vec<Holder>,
}

fn at(hour: i64) -> Instant {
    Instant(Instant::start_of(day("2020-11-28")).0 + hour * 3600)
}

fn arrangement(session: SessionId, rooms: u16, root: [u8; 32]) -> SessionAct {
    let theory = RoomUse {
        room: 1,
        seats: 30,
        candidates: CANDIDATES as u16,
        part: Part::Theory,
        from: at(9),
        until: at(11),
        invigilators: vec![staff(BODY, 1), staff(BODY, 2)],
        examiners: vec![],
    };
    let skill = |n: u16| RoomUse {
        room: n,
        seats: CANDIDATES as u16 / rooms,
        candidates: CANDIDATES as u16 / rooms,
        part: Part::Skill,
        from: at(13),
        until: at(15),
        invigilators: vec![],
        examiners: (0..3)
            .map(|k| {
                if (n, k) == (1, 0) {
                    staff(EMPLOYER, 4)
                } else {
                    staff(BODY, 10 * u32::from(n) + k)
                }
            })
            .collect(),
    };
    let standard = room().law().standard_for(row("车工"), day("2020-11-09")).unwrap().digest;
    let site = "S000099000001".parse().unwrap();
    let rooms = std::iter::once(theory).chain((1..=rooms).map(skill)).collect();
    SessionAct::Arrange(Arrangement { session, standard, site, rooms, root })
}

impl Making {
    fn in_session(&mut self, who: u32, on: &str, act: SessionAct) {
        self.by(who, on, PublicAct::Session(act));
    }

    pub fn arranged_session(&mut self) -> Arranged {
        let what = (Scheme::Level, "车工");
        let id = self.announce(BODY, "2020-11-09", what, ("2020-11-18", "2020-11-28"));
        let closing = PublicAct::CloseRegistration {
            session: id,
            registered: CANDIDATES,
            root: [40; 32],
            last_accepted_on: day("2020-11-18"),
        };
        self.by(BODY, "2020-11-20", closing);
        self.arranged(id);
        self.held(id);
        self.disputed(id);
        self.kept(id)
    }

    fn arranged(&mut self, session: SessionId) {
        let lend = |until| SessionAct::Lend {
            staff: staff(EMPLOYER, 4),
            to: id(BODY),
            from: day("2020-11-23"),
            until: day(until),
        };
        self.in_session(EMPLOYER, "2020-11-20", lend("2020-11-27"));
        self.in_session(EMPLOYER, "2020-11-20", lend("2020-12-31"));
        let relation = SessionAct::DeclareRelation { session, staff: staff(BODY, 3) };
        self.in_session(BODY, "2020-11-20", relation);
        self.in_session(BODY, "2020-11-23", arrangement(session, 1, [41; 32]));
        self.in_session(BODY, "2020-11-24", arrangement(session, 2, [42; 32]));
        // Declared twice is declared once.
        let again = SessionAct::DeclareRelation { session, staff: staff(BODY, 3) };
        self.in_session(BODY, "2020-11-25", again);
    }

    fn held(&mut self, session: SessionId) {
        let sign_in = SessionAct::SignIn { session, present: CANDIDATES - 1, root: [43; 32] };
        self.in_session(BODY, "2020-11-28", sign_in);
        let scored = |log: &mut Making, place| log.scored(place, 700, 800, place < 9);
        let rows: Vec<_> = (0..19).map(|place| scored(self, place)).collect();
        let held_on = day("2020-11-28");
        let results =
            PublicAct::RecordResults { session, held_on, sat: 19, passed: 9, root: root(&rows) };
        self.by(BODY, "2020-11-30", results);
    }

    /// One objection does not hold; another does, and the results are revised.
    fn disputed(&mut self, session: SessionId) {
        let objecting = [(0, SUPERVISOR, false), (1, BODY, true)];
        for (objection, who, _) in objecting {
            let commitment = [44 + objection as u8; 32];
            let act = SessionAct::Object { session, objection, commitment };
            self.in_session(who, "2020-12-01", act);
        }
        for (objection, _, upheld) in objecting {
            let act = SessionAct::DecideObjection { session, objection, upheld };
            self.in_session(AUTHORITY, "2020-12-02", act);
        }
        let scored = |log: &mut Making, place| log.scored(place, 710, 800, place < 10);
        let rows: Vec<_> = (0..19).map(|place| scored(self, place)).collect();
        let (root, reason) = (root(&rows), RevisionReason::Marking);
        let act = SessionAct::ReviseResults { session, sat: 19, passed: 10, root, reason };
        self.in_session(BODY, "2020-12-02", act);
    }

    fn kept(&mut self, session: SessionId) -> Arranged {
        self.by(BODY, "2020-12-10", PublicAct::ConfirmResults { session });
        for (present, root) in [(0b0_0111, [46; 32]), (0b1_1111, [47; 32])] {
            let (paper_until, electronic_until) = (day("2023-12-10"), day("2025-12-10"));
            let list = ArchiveList { session, present, root, paper_until, electronic_until };
            self.in_session(BODY, "2020-12-10", SessionAct::Archive(list));
        }
        let balance = CertificateAct::OpenCounter {
            of: id(BODY),
            scheme: Scheme::Level,
            year: 2020,
            level: LEVEL,
            last: 70,
            source: [48; 32],
        };
        self.by(BODY, "2020-12-11", PublicAct::Certificate(balance));
        let holders = self.people(3, CERTIFIED as usize);
        let (rows, dated_on) = ((0..CERTIFIED).collect(), day("2020-12-11"));
        let issue = Issue { session, dated_on, rows, holders_are_staff: false };
        let by = (Some(BODY), AREA_KEYS[BODY as usize + 1]);
        let header = self.issue(by, "2020-12-11", issue, &holders);
        Arranged { id: session, header, holders }
    }
}
