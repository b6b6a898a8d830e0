//! The question that `Law::decide` answers, answered by a table written by hand.
//!
//! Source: 人社厅发〔2020〕80号 一 to 六 with its readings, the national law alone.
//! In scope: the effect of the twenty acts, and "a fact is needed" where an unknown fact leaves
//! more than one. Out of scope: which rule, which words, instants, regions, other instruments.
//! It is what the benchmark measures against, so it is written to be quick and is no part of the
//! product: conditions are combined without branches, and a case of which all is known takes a path
//! without unknowns. With unknowns it is careful, not exact: it may ask for a fact that cannot
//! matter.

use law::{Act, Key};
use vocab::Day;

mod known;
mod truth;

pub use truth::{Three, Truth};

/// What is known of a case, as plain numbers in the order of `law::Key`.
#[derive(Clone, Copy, Debug)]
pub struct Raw {
    /// One bit for each fact that is known.
    pub known: u64,
    /// Days since 1970-01-01, then the year of the number.
    pub days: [i32; DAYS],
    /// Nought or one for flags, the place in its list for a choice.
    pub small: [u8; SMALL],
}

/// Facts up to the year of the number are days; it is the last of them.
pub const DAYS: usize = Key::NumberYear as usize + 1;
/// The facts after those are flags and choices.
pub const SMALL: usize = Key::ALL.len() - DAYS;

/// An event that did not happen.
pub const NEVER: i32 = i32::MAX - 1;
/// A period that was not fixed, a number without a year.
pub const NO_PERIOD: i32 = i32::MIN + 1;

/// What becomes of an occupation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Leaves with the first batch.
    Batch1,
    /// Leaves with the second batch.
    Batch2,
    /// Turns toward access-type.
    Access,
}

/// The table's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It may be done.
    Permit,
    /// It may not be done.
    Forbid,
    /// It must be done.
    Duty,
    /// The candidate chooses.
    OfferChoice,
    /// An unknown fact may change it.
    NeedFact,
}

use Answer::{Duty, Forbid, OfferChoice, Permit};

// 二: the last days of the old scheme, and the day of reclassification.
const BATCH1_LAST: i32 = day(2020, 9, 30);
const BATCH2_LAST: i32 = day(2020, 12, 31);
const ACCESS_DAY: i32 = day(2020, 12, 31);
const DAY_BEFORE_LAW: i32 = day(2020, 7, 20);
// R-5-3.
const RECOGNITION_YEARS: i32 = 3;

const fn day(year: i32, month: u32, day: u32) -> i32 {
    Day::from_ymd(year, month, day).expect("a date written here").0
}

/// Decides an act; `fate` is that of the occupation, `on` the day of effect.
pub fn decide(act: Act, fate: Fate, on: i32, raw: &Raw) -> Answer {
    if asks(act) & !raw.known == 0 {
        Case::<bool>::new(fate, on, raw).decide(act)
    } else {
        Case::<Three>::new(fate, on, raw).decide(act)
    }
}

const fn set<const N: usize>(keys: [Key; N]) -> u64 {
    let mut bits = 0;
    let mut i = 0;
    while i < N {
        bits |= 1 << keys[i] as u32;
        i += 1;
    }
    bits
}

const EXIT: u64 = set([Key::ExitAnnouncedOn, Key::ExitEffectiveOn]);
const IN_FLIGHT: u64 = EXIT | set([Key::AnnouncedOn, Key::AcceptedOn]);
const ACCESS: u64 = set([Key::AuthorityDecision]);
const WINDOW: u64 = set([Key::RegistrationWindowUntil]);
const BODY: u64 = set([Key::BodyRecognisedOn, Key::BodyRecognisedUntil, Key::BodyStatus]);
const SESSION: u64 = BODY | set([Key::BodyKind, Key::BodyPublishedOn, Key::ScopeCovers]);
const DATED: u64 = set([Key::CertificateDatedOn, Key::NumberYear, Key::Pace, Key::Passed]);

/// The acts of the table: those of examinations, assessments and certificates, whose answers depend
/// on dates. The acts around them ask who acts about whom.
pub const ACTS: &[Act] = Act::ALL.split_at(Act::ReleaseIssuance as usize + 1).0;

/// Returns the facts an act's answer can depend on, one bit each in the order of `law::Key`.
pub const fn asks(act: Act) -> u64 {
    match act {
        Act::AnnounceExam => EXIT | ACCESS,
        Act::AcceptRegistration | Act::AcceptResit => {
            EXIT | ACCESS | WINDOW | set([Key::AnnouncedOn])
        }
        Act::HoldExam => IN_FLIGHT | ACCESS | set([Key::Election]),
        Act::PublishResults => IN_FLIGHT | set([Key::ExamHeldOn]),
        Act::IssueQualificationCertificate => {
            IN_FLIGHT | WINDOW | DATED | set([Key::ExamHeldOn, Key::ResultsPublishedOn])
        }
        Act::Refund => IN_FLIGHT | set([Key::Election]),
        Act::AdmitCohort => EXIT | set([Key::CertificatePlan, Key::Cohort]),
        Act::CertifyCohortMember => {
            IN_FLIGHT
                | BODY
                | set([Key::CohortAdmittedOn, Key::CohortCompletedOn, Key::Cohort])
                | set([Key::CertificatePlan, Key::CertificateKind, Key::ScopeCovers])
        }
        Act::RecogniseBody => {
            set([Key::StandardExists, Key::BodyKind, Key::CentreOf])
                | set([Key::ActorKind, Key::SameParty])
        }
        Act::AnnounceSession => SESSION | set([Key::StandardExists]),
        Act::HoldSession => SESSION | set([Key::StandardExists, Key::SessionAnnouncedOn]),
        Act::ConfirmResults => SESSION | set([Key::SessionAnnouncedOn, Key::SessionHeldOn]),
        Act::IssueLevelCertificate => {
            (SESSION & !set([Key::BodyStatus]))
                | DATED
                | set([Key::SessionAnnouncedOn, Key::SessionHeldOn, Key::ResultsConfirmedOn])
                | set([Key::StandardExists, Key::HolderIsStaff, Key::CoversOutsiders])
        }
        Act::CertificateStanding => {
            IN_FLIGHT
                | WINDOW
                | set([Key::CertificateKind, Key::CertificateIssuedOn, Key::CertificateStatus])
                | set([Key::ExamHeldOn])
        }
        Act::RevokeCertificate => {
            set([Key::SameParty, Key::CertificateStatus, Key::IrregularityFound])
                | set([Key::Passed, Key::ActorKind])
        }
        Act::ConvertCentre => set([Key::CentreOf]),
        Act::Inspect | Act::ReleaseIssuance => set([Key::SameParty, Key::ActorKind]),
        Act::HoldIssuance => set([Key::SameParty, Key::ActorKind, Key::Pace]),
        // Beyond `ACTS`.
        _ => 0,
    }
}

/// Returns the effect of the first condition that holds, else the last; "a fact is needed" when
/// conditions that might hold before it would change it.
#[inline]
fn first<T: Truth, const N: usize>(ladder: [(T, Answer); N], last: Answer) -> Answer {
    let mut open = 0u8;
    for (condition, effect) in ladder {
        if condition.surely() {
            return settle(open, effect);
        }
        open |= u8::from(condition.maybe()) << effect as u8;
    }
    settle(open, last)
}

#[inline]
fn settle(open: u8, effect: Answer) -> Answer {
    if open & !(1 << effect as u8) == 0 { effect } else { Answer::NeedFact }
}

/// A case, with truth of two or three values.
struct Case<'a, T: Truth> {
    fate: Fate,
    on: i32,
    today: T::Day,
    raw: &'a Raw,
}

impl<'a, T: Truth> Case<'a, T> {
    #[inline]
    fn new(fate: Fate, on: i32, raw: &'a Raw) -> Self {
        Case { fate, on, today: T::between(on, on), raw }
    }

    #[inline]
    fn decide(&self, act: Act) -> Answer {
        match act {
            Act::AnnounceExam => self.examine(T::sure(false)),
            Act::AcceptRegistration | Act::AcceptResit => self.register(),
            Act::HoldExam => self.hold_exam(),
            Act::PublishResults => self.publish_results(),
            Act::IssueQualificationCertificate => self.issue_qualification_certificate(),
            Act::Refund => self.refund(),
            Act::AdmitCohort => self.admit_cohort(),
            Act::CertifyCohortMember => self.certify_cohort_member(),
            Act::RecogniseBody => self.recognise_body(),
            Act::AnnounceSession => self.announce_session(),
            Act::HoldSession => self.hold_session(),
            Act::ConfirmResults => self.confirm_results(),
            Act::IssueLevelCertificate => self.issue_level_certificate(),
            Act::CertificateStanding => self.certificate_standing(),
            Act::RevokeCertificate => self.revoke_certificate(),
            Act::ConvertCentre => first([(self.is(Key::CentreOf, 0), Forbid)], Permit),
            Act::Inspect => first([(self.not_a_supervisor(), Forbid)], Permit),
            Act::HoldIssuance => {
                first([(self.not_a_supervisor(), Forbid), (self.is(Key::Pace, 1), Duty)], Permit)
            }
            Act::ReleaseIssuance => {
                first([(self.same_party(), Forbid), (self.is(Key::ActorKind, 2), Permit)], Forbid)
            }
            _ => unreachable!("only `ACTS` are asked about"),
        }
    }

    // 二, 三: announcing, and taking registrations where `anyway` says so after the exit.
    fn examine(&self, anyway: T) -> Answer {
        if self.fate == Fate::Access {
            return self.examine_access();
        }
        first([(!self.exited(self.last_day()) | anyway, Permit)], Forbid)
    }

    // R-2-4: after the day of reclassification the authority decides.
    fn examine_access(&self) -> Answer {
        if self.on <= ACCESS_DAY {
            return Permit;
        }
        first([(self.is(Key::AuthorityDecision, 0), Permit)], Forbid)
    }

    fn register(&self) -> Answer {
        let announced = T::at_most(self.day(Key::AnnouncedOn), self.last_day());
        let open = T::at_most(self.today, self.day(Key::RegistrationWindowUntil));
        self.examine(announced & open)
    }

    fn hold_exam(&self) -> Answer {
        if self.fate == Fate::Access {
            return self.examine_access();
        }
        let last = self.last_day();
        let (exited, in_flight) = (self.exited(last), self.in_flight(last));
        first(
            [
                (!exited, Permit),
                (!in_flight | self.is(Key::Election, 1), Forbid),
                (self.is(Key::Election, 0), Duty),
            ],
            OfferChoice,
        )
    }

    fn publish_results(&self) -> Answer {
        let last = self.last_day();
        let held = self.day(Key::ExamHeldOn);
        first(
            [
                (!T::at_most(held, self.today), Forbid),
                (!self.exited(last), Permit),
                (T::at_most(held, last) | self.in_flight(last), Duty),
            ],
            Forbid,
        )
    }

    fn issue_qualification_certificate(&self) -> Answer {
        let last = self.last_day();
        let held = self.day(Key::ExamHeldOn);
        let results = self.day(Key::ResultsPublishedOn);
        let (announced, accepted) = (self.day(Key::AnnouncedOn), self.day(Key::AcceptedOn));
        let in_window = T::at_most(accepted, self.day(Key::RegistrationWindowUntil));
        let in_order = T::at_most(held, self.today)
            & T::at_most(results, self.today)
            & T::at_most(held, results)
            & self.dated(held);
        let owed = T::at_most(held, last)
            | T::at_most(accepted, last)
            | (T::at_most(announced, last) & in_window);
        first(
            [
                (!in_order | !self.yes(Key::Passed) | self.is(Key::Pace, 1), Forbid),
                (!self.exited(last), Permit),
                (owed, Duty),
            ],
            Forbid,
        )
    }

    fn refund(&self) -> Answer {
        let last = self.last_day();
        let owed = self.exited(last) & self.in_flight(last);
        first(
            [(!owed | self.is(Key::Election, 0), Forbid), (self.is(Key::Election, 1), Duty)],
            OfferChoice,
        )
    }

    fn admit_cohort(&self) -> Answer {
        let new_plan = self.exited(self.last_day())
            & self.yes(Key::CertificatePlan)
            & !self.is(Key::Cohort, 1);
        first([(new_plan, Forbid)], Permit)
    }

    fn certify_cohort_member(&self) -> Answer {
        let last = self.last_day();
        let completed = self.day(Key::CohortCompletedOn);
        let (old, new) = (self.is(Key::CertificateKind, 0), self.is(Key::CertificateKind, 1));
        let old_is_gone = !T::at_most(completed, last) & !self.in_flight(last);
        let no_body = !self.body_is_active() | !self.yes(Key::ScopeCovers);
        let access = T::sure(self.fate == Fate::Access);
        let promised =
            self.is(Key::Cohort, 1) | (self.is(Key::Cohort, 0) & self.yes(Key::CertificatePlan));
        first(
            [
                (!T::at_most(completed, self.today), Forbid),
                ((old & old_is_gone) | (new & (access | no_body)), Forbid),
                (T::at_most(self.day(Key::CohortAdmittedOn), last) & promised, Duty),
            ],
            Permit,
        )
    }

    fn recognise_body(&self) -> Answer {
        let forbidden = !self.yes(Key::StandardExists)
            | self.is(Key::BodyKind, 0)
            | T::sure(self.fate == Fate::Access)
            | (self.is(Key::BodyKind, 1) & self.is(Key::CentreOf, 0))
            | !self.is(Key::ActorKind, 0)
            | self.same_party();
        first([(forbidden, Forbid)], Permit)
    }

    // 五, 六: what keeps a body from assessing, whichever step it takes.
    fn body_may_not(&self, published_by: T::Day) -> T {
        T::sure(self.fate == Fate::Access)
            | self.is(Key::BodyKind, 0)
            | self.is(Key::BodyKind, 1)
            | (self.is(Key::BodyKind, 3)
                & !T::at_most(self.day(Key::BodyPublishedOn), published_by))
            | !self.yes(Key::ScopeCovers)
    }

    fn announce_session(&self) -> Answer {
        let forbidden =
            self.body_may_not(self.today) | !self.body_is_active() | !self.yes(Key::StandardExists);
        first([(forbidden, Forbid)], Permit)
    }

    fn hold_session(&self) -> Answer {
        let forbidden = self.body_may_not(self.today)
            | !self.body_is_active()
            | !self.yes(Key::StandardExists)
            | !self.happened(Key::SessionAnnouncedOn);
        first([(forbidden, Forbid)], Permit)
    }

    fn confirm_results(&self) -> Answer {
        let (announced, held) = (self.day(Key::SessionAnnouncedOn), self.day(Key::SessionHeldOn));
        let in_order = T::at_most(announced, self.today)
            & T::at_most(held, self.today)
            & T::at_most(announced, held);
        first(
            [(self.body_may_not(self.today) | !self.body_is_active() | !in_order, Forbid)],
            Permit,
        )
    }

    fn issue_level_certificate(&self) -> Answer {
        let (announced, held) = (self.day(Key::SessionAnnouncedOn), self.day(Key::SessionHeldOn));
        let confirmed = self.day(Key::ResultsConfirmedOn);
        let in_order = T::at_most(announced, self.today)
            & T::at_most(held, self.today)
            & T::at_most(confirmed, self.today)
            & T::at_most(announced, held)
            & T::at_most(held, confirmed)
            & self.dated(held);
        let recognised = T::at_most(self.day(Key::BodyRecognisedOn), announced)
            & T::at_most(confirmed, self.recognised_until());
        let outsider = self.is(Key::BodyKind, 2)
            & !self.yes(Key::HolderIsStaff)
            & !self.yes(Key::CoversOutsiders);
        let forbidden = self.body_may_not(announced)
            | !self.yes(Key::StandardExists)
            | !in_order
            | !recognised
            | outsider
            | !self.yes(Key::Passed)
            | self.is(Key::Pace, 1);
        first([(forbidden, Forbid)], Permit)
    }

    fn certificate_standing(&self) -> Answer {
        let last = self.last_day();
        let issued = self.day(Key::CertificateIssuedOn);
        let held = self.day(Key::ExamHeldOn);
        let access = T::sure(self.fate == Fate::Access);
        let accepted = self.day(Key::AcceptedOn);
        let registered = T::at_most(accepted, last)
            | (T::at_most(self.day(Key::AnnouncedOn), last)
                & T::at_most(accepted, self.day(Key::RegistrationWindowUntil)));
        let settled = T::at_most(held, issued) & (T::at_most(held, last) | registered);
        let level = self.is(Key::CertificateKind, 1);
        let not_issued = !T::at_most(issued, self.today);
        first(
            [
                (self.is(Key::CertificateStatus, 2) | not_issued | (access & level), Forbid),
                (level | T::at_most(issued, last) | settled, Permit),
            ],
            Forbid,
        )
    }

    fn revoke_certificate(&self) -> Answer {
        let (same, authority) = (self.same_party(), self.is(Key::ActorKind, 0));
        let (failed, revoked) = (!self.yes(Key::Passed), self.is(Key::CertificateStatus, 2));
        let by_authority = authority & !same & (self.yes(Key::IrregularityFound) | failed);
        let taken_back = same & !authority & failed;
        first([(!revoked & (by_authority | taken_back), Permit)], Forbid)
    }
}
