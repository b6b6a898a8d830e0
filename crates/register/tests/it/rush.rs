//! The rush of the audit reports, by real acts from application to certificates: it is refused,
//! held and released by a supervisor, all on record; a body that issues evenly is let alone.
//!
//! Source: 四 「严禁违规、突击发放证书」; docs/pace.md.
//! Out of scope: the arithmetic (`supervision_pace`), holds on other grounds (`supervision_holds`).

use crate::bodies::stage::{
    APPLICANT, COUNTRY, HR_CENTRE, PROVINCE, Stage, applied, day, grant, law, refusal, reviewed,
    row, site,
};
use law::RegionTable;
use register::{
    ApplicationId, Arrangement, BodyAct, Grant, Hold, HoldId, HoldReason, Issue, Part, PublicAct,
    Refusal, Release, ReleaseReason, ReviewStep, RoomUse, Scheme, SessionAct, SessionId,
    SessionPlan, Site, StaffId, SupervisionAct, region_figures, regions_on_record,
};
use vocab::{Day, Instant, Level};

/// A body with sixty seats a day that applied in August and is recognised in October 2021.
fn approved() -> Stage {
    let mut stage = Stage::new();
    let application = ApplicationId(0);
    stage.act(APPLICANT, "2021-09-01", BodyAct::Apply(applied(application))).unwrap();
    let (from, until) = (day("2021-09-20"), day("2021-10-08"));
    for (on, step) in [
        ("2021-09-03", ReviewStep::Complete),
        ("2021-09-13", reviewed(&[1, 2, 3])),
        ("2021-09-17", ReviewStep::Publicised { from, until }),
    ] {
        stage.act(PROVINCE, on, BodyAct::Review { application, step }).unwrap();
    }
    let sites = vec![Site { seats_a_day: 60, ..site("S000099000001") }];
    let published_on = day("2021-10-15");
    let grant =
        Grant { sites, published_on, until: day("2024-10-14"), covers_outsiders: true, ..grant() };
    stage.act(PROVINCE, "2021-10-15", BodyAct::Grant(grant)).unwrap();
    stage
}

/// The steps of a session, in days before its certificates.
const STEPS: [(i32, Step); 7] = [
    (16, Step::Announce),
    (14, Step::Close),
    (14, Step::Arrange),
    (13, Step::SignIn),
    (11, Step::Results),
    (2, Step::Confirm),
    (0, Step::Issue),
];

#[derive(Clone, Copy, Debug)]
enum Step {
    Announce,
    Close,
    Arrange,
    SignIn,
    Results,
    Confirm,
    Issue,
}

/// Two rooms of thirty seats, used twice a day: theory on one day, skill on the next.
fn arrangement(session: SessionId, theory: Day, candidates: u16) -> Arrangement {
    let staff = |numbers: std::ops::Range<u32>| -> Vec<StaffId> {
        numbers.map(|number| StaffId { of: APPLICANT, number }).collect()
    };
    let mut rooms = Vec::new();
    for slot in 0..4u16 {
        let hour = |day: i32, hour: u16| {
            let hour = i64::from(hour + slot / 2 * 3) * 3600;
            Instant(Instant::start_of(theory.plus_days(day)).0 + hour)
        };
        let (room, seats) = (1 + slot % 2, 30);
        let candidates = candidates / 4;
        let first = 10 * u32::from(slot % 2);
        rooms.push(RoomUse {
            room,
            seats,
            candidates,
            part: Part::Theory,
            from: hour(0, 9),
            until: hour(0, 11),
            invigilators: staff(1 + first..3 + first),
            examiners: vec![],
        });
        // Another panel each session, so that none examines too many in a row.
        let panel = 100 + first + 40 * (session.0 % 2);
        rooms.push(RoomUse {
            room,
            seats,
            candidates,
            part: Part::Skill,
            from: hour(1, 9),
            until: hour(1, 11),
            invigilators: vec![],
            examiners: staff(panel..panel + 3),
        });
    }
    let standard = law().standard_for(row("电工"), theory).unwrap().digest;
    Arrangement { session, standard, site: site("S000099000001").prefix, rooms, root: [7; 32] }
}

fn issue(session: SessionId, dated_on: Day, count: u32) -> PublicAct {
    let rows = (0..count).collect();
    PublicAct::IssueCertificates(Issue { session, dated_on, rows, holders_are_staff: false })
}

fn act(step: Step, session: SessionId, last: Day, count: u32) -> PublicAct {
    let theory = last.plus_days(-13);
    let (registered, root) = (count, [1; 32]);
    match step {
        Step::Announce => PublicAct::Announce(SessionPlan {
            session,
            scheme: Scheme::Level,
            occupation: row("电工"),
            level: Level::Three,
            registration_until: last.plus_days(-14),
            planned_on: theory,
        }),
        Step::Close => PublicAct::CloseRegistration {
            session,
            registered,
            root,
            last_accepted_on: last.plus_days(-15),
        },
        Step::Arrange => {
            PublicAct::Session(SessionAct::Arrange(arrangement(session, theory, count as u16)))
        }
        Step::SignIn => PublicAct::Session(SessionAct::SignIn { session, present: count, root }),
        Step::Results => {
            let held_on = theory.plus_days(1);
            PublicAct::RecordResults { session, held_on, sat: count, passed: count, root }
        }
        Step::Confirm => PublicAct::ConfirmResults { session },
        Step::Issue => issue(session, last, count),
    }
}

/// A batch that was to be issued, and why it was not.
struct Stopped {
    batch: usize,
    session: SessionId,
    on: Day,
    why: Refusal,
    /// Steps of later sessions that were still to come.
    left: Vec<(Day, usize, Step)>,
}

/// Does what is left of sessions whose certificates are due on these days, in order, until a batch
/// is refused.
fn go_on(
    stage: &mut Stage,
    due: &[Day],
    count: u32,
    steps: Vec<(Day, usize, Step)>,
) -> Option<Stopped> {
    for (at, &(on, batch, step)) in steps.iter().enumerate() {
        let session = SessionId(batch as u32);
        let done =
            stage.record(Some(APPLICANT), &on.to_string(), act(step, session, due[batch], count));
        match (done, step) {
            (Ok(_), _) => {}
            (Err(why), Step::Issue) => {
                let left = steps[at + 1..].to_vec();
                return Some(Stopped { batch, session, on, why, left });
            }
            (Err(why), _) => panic!("{step:?} of {batch} on {on}: {why:?}"),
        }
    }
    None
}

fn steps(due: &[Day]) -> Vec<(Day, usize, Step)> {
    let of = |(batch, due): (usize, &Day)| {
        STEPS
            .iter()
            .map(|(before, step)| (due.plus_days(-before), batch, *step))
            .collect::<Vec<_>>()
    };
    let mut steps: Vec<_> = due.iter().enumerate().flat_map(of).collect();
    steps.sort_by_key(|(on, batch, _)| (*on, *batch));
    steps
}

#[test]
fn the_rush_after_approval_is_refused_held_and_released_batch_by_batch() {
    let mut stage = approved();
    // Twenty-five batches of 104 in November and December.
    let due: Vec<Day> = (0..25).map(|n| day("2021-11-01").plus_days(n * 60 / 24)).collect();
    let stopped = go_on(&mut stage, &due, 104, steps(&due)).expect("the rush is stopped");
    let Stopped { batch, session, on, why, left } = stopped;
    // As docs/pace.md says of sixty seats without peers: after 2288 certificates.
    assert_eq!((batch, on), (22, day("2021-12-26")));
    let Refusal::Law { decision, .. } = &why else { panic!("{why:?}") };
    let rule = law().cited(decision).unwrap();
    assert_eq!(rule.id, "2020-80/p6.no-rush-of-level-certificates");
    assert!(rule.alternatives.iter().any(|act| act == "release-issuance"));
    // Now holding is a duty, and nobody issues or releases for himself.
    let hold = HoldId(0);
    let held = SupervisionAct::Hold(Hold {
        hold,
        body: APPLICANT,
        occupation: None,
        session: Some(session),
        reason: HoldReason::Pace,
    });
    let today = on.to_string();
    let supervise =
        |stage: &mut Stage, by, act| stage.record(Some(by), &today, PublicAct::Supervise(act));
    let cited = supervise(&mut stage, HR_CENTRE, held).unwrap();
    assert_eq!(cited.as_deref(), Some("2020-80/p4.rush-is-held"));
    let again = stage.record(Some(APPLICANT), &today, issue(session, on, 104));
    assert_eq!(refusal(again), "Held");
    let release = SupervisionAct::Release(Release {
        hold,
        body: APPLICANT,
        session: Some(session),
        until: None,
        reason: ReleaseReason::Verified,
    });
    for (by, expect) in
        [(APPLICANT, "p6.nobody-decides-on-itself"), (COUNTRY, "p6.release-is-supervised")]
    {
        let refused = supervise(&mut stage, by, release.clone());
        assert_eq!(refusal(refused), expect, "{by:?}");
    }
    supervise(&mut stage, HR_CENTRE, release).unwrap();
    stage.record(Some(APPLICANT), &today, issue(session, on, 104)).unwrap();
    // That one batch is left out of the sum; the rest of December has no more room than before.
    let next = go_on(&mut stage, &due, 104, left).expect("the next batch is stopped");
    assert_eq!((next.batch, refusal::<()>(Err(next.why))), (24, rule_name()));
    let held = stage.state.supervision().hold(hold).unwrap();
    let released = held.release.unwrap();
    assert!(released.used && released.by == HR_CENTRE);
    assert_eq!(released.release.reason, ReleaseReason::Verified);
    let record = stage.state.supervision().record(APPLICANT).unwrap();
    let count = |released| {
        let all = record.until(next.on).filter(|issued| issued.released == released);
        all.map(|issued| issued.count).sum::<u32>()
    };
    assert_eq!((count(false), count(true)), (2_392, 104));
}

fn rule_name() -> String {
    "p6.no-rush-of-level-certificates".to_string()
}

#[test]
fn a_body_that_issues_evenly_is_never_refused() {
    let mut stage = approved();
    // Every four weeks as many as the rooms hold, for more than a year.
    let due: Vec<Day> = (0..14).map(|n| day("2021-11-29").plus_days(n * 28)).collect();
    assert!(go_on(&mut stage, &due, 120, steps(&due)).is_none());
    let record = stage.state.supervision().record(APPLICANT).unwrap();
    let issued = record.until(due[13]).map(|issued| (issued.count, issued.released));
    assert!(issued.eq([(120, false); 14]));
    // The region has it on record too.
    assert_eq!(regions_on_record(&stage.state), [(99, vec![row("电工")])]);
    let table = law().supervising.as_ref().unwrap().region.clone().unwrap();
    let alone = RegionTable { bodies_min: 1, ..table };
    for figure in region_figures(&stage.state, &alone, 99, due[13], (row("电工"), 1)) {
        assert_eq!(figure.count, 14 * 120 + 1, "{figure:?}");
    }
}
