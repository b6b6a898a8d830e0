//! Predicates: the yes-or-no questions that rules are written in.
//!
//! Source: semantics 1. A change of anything here that changes an answer is a new semantics.
//! In scope: names, meanings, places. Out of scope: which rule asks what (law/*/rules), how a case
//! answers (`answer`).
//! Form: every question about days is `left ≤ right + offset` over cells, so that what follows from
//! what (`constraint`) need not be declared twice.

use crate::case::{Case, Given, given};
use crate::fact::{DAYS, FLAG_BITS, Key, flag_base};
use crate::instrument::FateKind;

/// A place that holds a day or a year: a fact, or something that follows from law and facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell(pub(crate) u8);

/// Facts that are days or years come first; a key's place is its own index.
const INPUT_CELLS: u8 = DAYS as u8;

impl Cell {
    const fn of(key: Key) -> Cell {
        assert!((key as u8) < INPUT_CELLS);
        Cell(key as u8)
    }
    /// The day the question is about.
    pub(crate) const ON: Cell = Cell(INPUT_CELLS);
    /// The last day of the old scheme for the occupation.
    pub(crate) const LAST_DAY: Cell = Cell(INPUT_CELLS + 1);
    /// The planned day of reclassification of an access-type occupation.
    pub(crate) const ACCESS_DAY: Cell = Cell(INPUT_CELLS + 2);
    /// The last day of the recognition.
    pub(crate) const RECOGNISED_UNTIL: Cell = Cell(INPUT_CELLS + 3);
    /// The last day on which the region's law lets the tail be issued.
    pub(crate) const TAIL_ISSUE: Cell = Cell(INPUT_CELLS + 4);
    /// The last date that the region's law lets a tail certificate bear.
    pub(crate) const TAIL_DATED: Cell = Cell(INPUT_CELLS + 5);
    /// The last year that the region's law lets a tail number bear.
    pub(crate) const TAIL_YEAR: Cell = Cell(INPUT_CELLS + 6);
    /// Number of cells.
    pub(crate) const COUNT: usize = INPUT_CELLS as usize + 7;

    /// Returns the facts that the cell's value can depend on, as key bits.
    pub(crate) const fn inputs(self) -> u64 {
        match self {
            Cell(i) if i < INPUT_CELLS => 1 << i,
            Cell::LAST_DAY => Key::ExitAnnouncedOn.bit() | Key::ExitEffectiveOn.bit(),
            Cell::RECOGNISED_UNTIL => Key::BodyRecognisedUntil.bit() | Key::BodyRecognisedOn.bit(),
            _ => 0,
        }
    }

    /// Returns those of the cell's facts that it depends on in a case in which `freed` may change:
    /// without an announcement the day it names is nothing, and an act that names its last day is
    /// not silent.
    fn live_inputs(self, case: &Case<'_>, freed: u64) -> u64 {
        let (first, then) = match self {
            Cell::LAST_DAY if case.fate == FateKind::Access => return 0,
            Cell::LAST_DAY => (Key::ExitAnnouncedOn, Key::ExitEffectiveOn),
            Cell::RECOGNISED_UNTIL => (Key::BodyRecognisedUntil, Key::BodyRecognisedOn),
            _ => return self.inputs(),
        };
        let open = freed & first.bit() != 0;
        match (self, given(case.facts, first)) {
            _ if open => first.bit() | then.bit(),
            (_, Given::Unknown) => first.bit() | then.bit(),
            (Cell::LAST_DAY, Given::Is(_)) | (Cell::RECOGNISED_UNTIL, Given::None) => then.bit(),
            _ => 0,
        }
    }
}

/// Room for cells: a power of two, so that finding one needs no check.
pub(crate) const CELLS: usize = 32;
const _: () = assert!(Cell::COUNT <= CELLS);

/// How a predicate is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Test {
    /// The occupation's row has this fate.
    Fate(FateKind),
    /// The flag is so.
    Flag(Key),
    /// The choice has the value with this index.
    Choice(Key, u8),
    /// The year of the number is the year of the certificate's date.
    YearMatches,
    /// left ≤ right + offset.
    Order(Cell, Cell, i32),
}

/// A predicate's place: flags below [`FIRST_ORDER`], questions about days from there.
pub(crate) type PredicateId = u8;
/// A set of predicates.
pub(crate) type Mask = u128;

/// One question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Predicate {
    pub(crate) name: &'static str,
    pub(crate) test: Test,
    /// The statement in Chinese when it holds.
    pub(crate) zh: &'static str,
    /// The same in English.
    pub(crate) en: &'static str,
}

/// A predicate that holds, or does not, with the statement for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// True when it holds.
    pub holds: bool,
    /// Its name in the rules.
    pub predicate: &'static str,
    /// What it says when it holds, in Chinese.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
}

impl Statement {
    /// Returns the statement of a predicate by its name in the rules.
    pub fn named(name: &str, holds: bool) -> Option<Statement> {
        by_name(name).map(|predicate| Statement::of(predicate, holds))
    }

    pub(crate) fn of(predicate: PredicateId, holds: bool) -> Statement {
        let Predicate { name, zh, en, .. } = *at(predicate);
        Statement { holds, predicate: name, zh, en }
    }
}

/// Places of the flags that are not facts.
pub(crate) const FATE_BIT: u32 = FLAG_BITS;
pub(crate) const YEAR_BIT: u32 = FLAG_BITS + 3;
/// The first place of a question about days.
pub(crate) const FIRST_ORDER: u32 = 64;

const fn event(key: Key, by: Cell) -> Test {
    Test::Order(Cell::of(key), by, 0)
}

macro_rules! predicates {
    ($($name:literal $test:expr, $zh:literal, $en:literal;)*) => {
        /// Every predicate of semantics 1.
        pub(crate) const PREDICATES: &[Predicate] =
            &[$(Predicate { name: $name, test: $test, zh: $zh, en: $en },)*];
    };
}

use Test::{Choice, Fate, Flag, Order, YearMatches};

predicates! {
    "batch1" Fate(FateKind::Batch(1)), "属第一批退出",
        "it leaves with the first batch";
    "batch2" Fate(FateKind::Batch(2)), "属第二批退出",
        "it leaves with the second batch";
    "access" Fate(FateKind::Access), "拟调整为准入类",
        "it is to become access-type";
    "exited" Order(Cell::LAST_DAY, Cell::ON, -1), "该职业已退出目录",
        "the occupation has left the catalogue";
    "past_access_day" Order(Cell::ACCESS_DAY, Cell::ON, -1), "已过拟调整为准入类的期限",
        "the day planned for access-type has passed";
    "access_completed" event(Key::AccessCompletedOn, Cell::ON), "已调整为准入类",
        "it has become access-type";
    "decision_continue" Choice(Key::AuthorityDecision, 0), "主管部门决定继续考试",
        "the authority decided that examinations go on";
    "decision_stop" Choice(Key::AuthorityDecision, 1), "主管部门决定停止考试",
        "the authority decided that examinations stop";
    "announced_before_exit" event(Key::AnnouncedOn, Cell::LAST_DAY), "退出前已发布考试公告",
        "the examination was announced before the exit";
    "accepted_before_exit" event(Key::AcceptedOn, Cell::LAST_DAY), "退出前已受理报名",
        "the registration was accepted before the exit";
    "batch_complete_before_exit" event(Key::BatchCompleteOn, Cell::LAST_DAY), "退出前批次手续已完备",
        "the batch was complete before the exit";
    "registration_open" Order(Cell::ON, Cell::of(Key::RegistrationWindowUntil), 0),
        "在公告所定报名期内",
        "the announced time of registration runs";
    "accepted_in_window" event(Key::AcceptedOn, Cell::of(Key::RegistrationWindowUntil)),
        "在公告所定报名期内受理",
        "it was accepted within the announced time of registration";
    "exam_held" event(Key::ExamHeldOn, Cell::ON), "鉴定考试已组织完成",
        "the examination has been held";
    "exam_held_before_exit" event(Key::ExamHeldOn, Cell::LAST_DAY), "退出前鉴定考试已组织完成",
        "the examination was held before the exit";
    "exam_held_by_issue" event(Key::ExamHeldOn, Cell::of(Key::CertificateIssuedOn)),
        "发证时鉴定考试已组织完成",
        "the examination had been held when the certificate was issued";
    "results_published" event(Key::ResultsPublishedOn, Cell::ON), "成绩已公布",
        "the results are published";
    "results_follow_exam" event(Key::ExamHeldOn, Cell::of(Key::ResultsPublishedOn)),
        "成绩公布不早于考试",
        "the results were published no earlier than the examination";
    "passed" Flag(Key::Passed), "成绩合格",
        "the candidate passed";
    "elects_continue" Choice(Key::Election, 0), "考生选择继续考试",
        "the candidate chooses to continue";
    "elects_refund" Choice(Key::Election, 1), "考生选择退费",
        "the candidate chooses the refund";
    "student" Choice(Key::Cohort, 0), "职业院校学生",
        "a student of a vocational school";
    "apprentice" Choice(Key::Cohort, 1), "企业新型学徒",
        "a new-type apprentice of an enterprise";
    "certificate_plan" Flag(Key::CertificatePlan), "按职业资格证书培养计划招收",
        "admitted under a plan for the qualification certificate";
    "admitted_before_exit" event(Key::CohortAdmittedOn, Cell::LAST_DAY), "退出前招收",
        "admitted before the exit";
    "completed" event(Key::CohortCompletedOn, Cell::ON), "已结业",
        "the course is completed";
    "completed_before_exit" event(Key::CohortCompletedOn, Cell::LAST_DAY), "退出前结业",
        "the course was completed before the exit";
    "qualification" Choice(Key::CertificateKind, 0), "职业资格证书",
        "it is a qualification certificate";
    "level" Choice(Key::CertificateKind, 1), "职业技能等级证书",
        "it is a level certificate";
    "issued" event(Key::CertificateIssuedOn, Cell::ON), "证书已发放",
        "the certificate is issued";
    "issued_before_exit" event(Key::CertificateIssuedOn, Cell::LAST_DAY), "退出前已发放",
        "the certificate was issued before the exit";
    "revoked" Choice(Key::CertificateStatus, 2), "证书已撤销",
        "the certificate is revoked";
    "irregularity_found" Flag(Key::IrregularityFound), "经查实违规发放",
        "irregular issuance has been established";
    "dated_not_before_exam" event(Key::ExamHeldOn, Cell::of(Key::CertificateDatedOn)),
        "落款日期不早于考试",
        "it is dated no earlier than the examination";
    "dated_not_before_session" event(Key::SessionHeldOn, Cell::of(Key::CertificateDatedOn)),
        "落款日期不早于认定",
        "it is dated no earlier than the assessment";
    "dated_not_after_issue" event(Key::CertificateDatedOn, Cell::ON), "落款日期不晚于发证",
        "it is dated no later than it is issued";
    "year_matches" YearMatches, "编号年份与落款年份一致",
        "the year in the number is that of the date";
    "department" Choice(Key::BodyKind, 0), "机构为政府部门",
        "the body is a government department";
    "centre" Choice(Key::BodyKind, 1), "机构为职业技能鉴定中心",
        "the body is an examination centre";
    "employer" Choice(Key::BodyKind, 2), "机构为用人单位",
        "the body is an employer";
    "social" Choice(Key::BodyKind, 3), "机构为社会培训评价组织",
        "the body is a social training and evaluation organisation";
    "centre_of_hr" Choice(Key::CentreOf, 0), "人力资源社会保障部门的鉴定中心",
        "it is a centre of the human-resources department";
    "recognised" event(Key::BodyRecognisedOn, Cell::ON), "机构已备案",
        "the body is recognised";
    "unexpired" Order(Cell::ON, Cell::RECOGNISED_UNTIL, 0), "备案未到期",
        "the recognition has not expired";
    "recognised_at_announcement"
        event(Key::BodyRecognisedOn, Cell::of(Key::SessionAnnouncedOn)), "发布公告时已备案",
        "the body was recognised when the session was announced";
    "unexpired_at_confirmation"
        event(Key::ResultsConfirmedOn, Cell::RECOGNISED_UNTIL), "确认结果时备案未到期",
        "the recognition had not expired when the results were confirmed";
    "published_at_announcement"
        event(Key::BodyPublishedOn, Cell::of(Key::SessionAnnouncedOn)), "发布认定公告时已公布",
        "the body was published when the session was announced";
    "published" event(Key::BodyPublishedOn, Cell::ON), "机构已公布",
        "the body is published";
    "suspended" Choice(Key::BodyStatus, 1), "机构被暂停",
        "the body is suspended";
    "removed" Choice(Key::BodyStatus, 2), "机构已移出目录",
        "the body is removed from the list";
    "scope_covers" Flag(Key::ScopeCovers), "备案范围含该职业等级",
        "the recognition covers the occupation and level";
    "holder_is_staff" Flag(Key::HolderIsStaff), "考生为本单位职工",
        "the candidate is on the body's staff";
    "covers_outsiders" Flag(Key::CoversOutsiders), "备案允许评价本单位以外人员",
        "the recognition lets the body assess people who are not its staff";
    "standard_exists" Flag(Key::StandardExists), "有职业标准或评价规范",
        "there is an occupational standard or an evaluation specification";
    "session_announced" event(Key::SessionAnnouncedOn, Cell::ON), "认定公告已发布",
        "the session is announced";
    "session_held" event(Key::SessionHeldOn, Cell::ON), "认定已组织完成",
        "the assessment has been held";
    "results_confirmed" event(Key::ResultsConfirmedOn, Cell::ON), "认定结果已确认",
        "the results are confirmed";
    "held_after_announcement"
        event(Key::SessionAnnouncedOn, Cell::of(Key::SessionHeldOn)), "认定不早于公告",
        "the assessment was no earlier than its announcement";
    "confirmed_after_held"
        event(Key::SessionHeldOn, Cell::of(Key::ResultsConfirmedOn)), "确认不早于认定",
        "the confirmation was no earlier than the assessment";
    "pace_exceeded" Choice(Key::Pace, 1), "发证节奏超限",
        "issuance exceeds the published pace";
    "same_party" Flag(Key::SameParty), "行为人即当事方",
        "whoever acts is the party concerned";
    "by_authority" Choice(Key::ActorKind, 0), "由人力资源社会保障部门作出",
        "a human-resources authority acts";
    "by_supervisor" Choice(Key::ActorKind, 2), "由质量督导员作出",
        "a supervisor acts";
    "by_body" Choice(Key::ActorKind, 3), "由评价机构作出",
        "an evaluation body acts";
    "examined_in_tail" Order(Cell::ON, Cell::TAIL_DATED, 0), "在本地区收尾考试期内",
        "within the region's time for remaining examinations";
    "within_tail" Order(Cell::ON, Cell::TAIL_ISSUE, 0), "在本地区收尾发证期内",
        "within the region's time for remaining certificates";
    "dated_in_tail" event(Key::CertificateDatedOn, Cell::TAIL_DATED), "落款日期在本地区限期内",
        "it is dated within the region's limit";
    "numbered_in_tail" Order(Cell::of(Key::NumberYear), Cell::TAIL_YEAR, 0), "编号年份在本地区限期内",
        "the year in the number is within the region's limit";
}

const _: () = assert!(YEAR_BIT < FIRST_ORDER);

/// Number of questions about days.
const ORDERS: usize = order_index(PREDICATES.len());

/// Returns how many questions about days come before a predicate.
const fn order_index(end: usize) -> usize {
    let (mut before, mut i) = (0, 0);
    while i < end {
        if matches!(PREDICATES[i].test, Order(..)) {
            before += 1;
        }
        i += 1;
    }
    before
}

const _: () = assert!(ORDERS <= 64);

/// The place of each predicate, in the order of [`PREDICATES`].
const PLACES: [u8; PREDICATES.len()] = {
    let mut places = [0; PREDICATES.len()];
    let mut i = 0;
    while i < PREDICATES.len() {
        places[i] = match PREDICATES[i].test {
            Fate(FateKind::Batch(n)) => (FATE_BIT + n as u32 - 1) as u8,
            Fate(FateKind::Access) => (FATE_BIT + 2) as u8,
            Flag(key) => flag_base(key) as u8,
            Choice(key, value) => flag_base(key) as u8 + value,
            YearMatches => YEAR_BIT as u8,
            Order(..) => (FIRST_ORDER as usize + order_index(i)) as u8,
        };
        i += 1;
    }
    places
};

/// For each place the predicate there, if there is one.
const AT: [u8; 128] = {
    let mut at = [NOBODY; 128];
    let mut i = 0;
    while i < PREDICATES.len() {
        assert!(at[PLACES[i] as usize] == NOBODY, "two predicates at one place");
        at[PLACES[i] as usize] = i as u8;
        i += 1;
    }
    at
};
const NOBODY: u8 = u8::MAX;

/// Returns the place of the predicate of that name.
pub(crate) fn by_name(name: &str) -> Option<PredicateId> {
    PREDICATES.iter().position(|p| p.name == name).map(|i| PLACES[i])
}

/// Returns the predicates of the fates.
pub(crate) const fn fates() -> Mask {
    0b111 << FATE_BIT
}

/// Returns the predicate at a place.
///
/// # Panics
/// When no predicate has that place: places come from [`by_name`].
pub(crate) fn at(place: PredicateId) -> &'static Predicate {
    &PREDICATES[usize::from(AT[usize::from(place)])]
}

/// Returns the facts that the predicate's answer depends on, as key bits.
pub(crate) fn inputs(predicate: &Predicate) -> u64 {
    match predicate.test {
        Fate(_) => 0,
        Flag(key) | Choice(key, _) => key.bit(),
        YearMatches => Key::NumberYear.bit() | Key::CertificateDatedOn.bit(),
        Order(left, right, _) => left.inputs() | right.inputs(),
    }
}

/// Returns the predicates, among those asked, that a change of some facts of the case moves.
pub(crate) fn moved_by(asked: Mask, case: &Case<'_>, keys: u64) -> Mask {
    let moved = |place: &PredicateId| {
        let live = match at(*place).test {
            Order(left, right, _) => left.live_inputs(case, keys) | right.live_inputs(case, keys),
            _ => inputs(at(*place)),
        };
        live & keys != 0
    };
    (0..128u8).filter(|p| asked >> p & 1 != 0).filter(moved).fold(0, |m, p| m | 1 << p)
}

/// Returns the cells that depend on some facts, one bit each.
pub(crate) fn moved_cells(keys: u64) -> u64 {
    (0..Cell::COUNT as u8).filter(|i| Cell(*i).inputs() & keys != 0).fold(0, |m, i| m | 1 << i)
}
