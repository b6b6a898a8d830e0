//! The facts a case is made of: their names, the values they take, and what of them is known.
//!
//! Source: the words of the notice and of its readings (law/2020-80/readings.toml).
//! In scope: reading and holding values. Out of scope: what follows from them (`predicate`).
//! A fact not given is unknown, not false. `none` says that it is known not to have happened.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use vocab::Day;

/// What kind of value a fact takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The day something happened; `none` is later than every day.
    Event,
    /// The last day of something; `none` is given the meaning the fact's rule states.
    Until,
    /// A calendar year; `none` is no year.
    Year,
    /// `yes` or `no`; `none` is `no`.
    Flag,
    /// One of the listed values; the bool says whether `none` is a value too.
    Choice(&'static [&'static str], bool),
}

/// One fact as people name it.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The name on the command line and in JSON.
    pub name: &'static str,
    /// What kind of value it takes.
    pub kind: Kind,
    /// What it says, in Chinese.
    pub zh: &'static str,
    /// What it says, in English.
    pub en: &'static str,
}

macro_rules! facts {
    ($($variant:ident $name:literal $kind:expr, $zh:literal $en:literal;)*) => {
        /// A fact of a case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Key {
            $(#[doc = $en] $variant,)*
        }

        impl Key {
            /// Every fact, in the order of its definition.
            pub const ALL: &'static [Key] = &[$(Key::$variant,)*];

            /// Returns name, kind and meaning.
            pub const fn input(self) -> Input {
                match self {
                    $(Key::$variant => Input { name: $name, kind: $kind, zh: $zh, en: $en },)*
                }
            }
        }
    };
}

facts! {
    AnnouncedOn "announced_on" Kind::Event, "鉴定考试公告发布日" "day the examination was announced";
    AcceptedOn "accepted_on" Kind::Event, "报名受理日" "day the registration was accepted";
    BatchCompleteOn "batch_complete_on" Kind::Event, "批次手续完备日"
        "day every step of the batch was complete";
    ExamHeldOn "exam_held_on" Kind::Event, "鉴定考试举行日" "day the examination was held";
    ResultsPublishedOn "results_published_on" Kind::Event, "成绩公布日"
        "day the results were published";
    CohortAdmittedOn "cohort_admitted_on" Kind::Event, "入学（入班）日"
        "day the student or apprentice was admitted";
    CohortCompletedOn "cohort_completed_on" Kind::Event, "结业日"
        "day the student or apprentice completed";
    CertificateIssuedOn "certificate_issued_on" Kind::Event, "证书发放日"
        "day the certificate was issued";
    CertificateDatedOn "certificate_dated_on" Kind::Event, "证书落款日期"
        "date printed on the certificate";
    BodyRecognisedOn "body_recognised_on" Kind::Event, "评价机构备案日"
        "day the body was recognised";
    BodyPublishedOn "body_published_on" Kind::Event, "评价机构公布日" "day the body was published";
    SessionAnnouncedOn "session_announced_on" Kind::Event, "认定公告发布日"
        "day the session was announced";
    SessionHeldOn "session_held_on" Kind::Event, "认定举行日" "day the session was held";
    ResultsConfirmedOn "results_confirmed_on" Kind::Event, "认定结果确认日"
        "day the results were confirmed";
    ExitAnnouncedOn "exit_announced_on" Kind::Event, "退出公告日"
        "day an exit of the occupation was announced";
    ExitEffectiveOn "exit_effective_on" Kind::Event, "退出公告所定生效日"
        "day of effect that the exit announcement names";
    AccessCompletedOn "access_completed_on" Kind::Event, "调整为准入类完成日"
        "day the reclassification as access-type was completed";
    BodyRecognisedUntil "body_recognised_until" Kind::Until, "备案有效期末日"
        "last day of the recognition; none: the act of recognition is silent";
    RegistrationWindowUntil "registration_window_until" Kind::Until, "公告所定报名截止日"
        "last day of registration that the announcement fixed; none: it fixed no period";
    NumberYear "number_year" Kind::Year, "证书编号年份" "year in the certificate number";
    Passed "passed" Kind::Flag, "成绩合格" "the candidate passed";
    CertificatePlan "cohort_plan" Kind::Flag, "按职业资格证书培养计划招收"
        "admitted under a plan that ends with a qualification certificate";
    ScopeCovers "scope_covers" Kind::Flag, "备案范围含该职业等级"
        "the recognition covers the occupation and level";
    HolderIsStaff "holder_is_staff" Kind::Flag, "考生为本单位职工"
        "the candidate is on the employer's staff";
    CoversOutsiders "recognition_covers_outsiders" Kind::Flag, "备案允许评价本单位以外人员"
        "the recognition covers people it does not employ";
    StandardExists "standard_exists" Kind::Flag, "有职业标准或评价规范"
        "an occupational standard or an evaluation specification exists";
    SameParty "same_party" Kind::Flag, "决定或检查的一方即当事方"
        "the deciding or inspecting party is the one concerned";
    IrregularityFound "irregularity_found" Kind::Flag, "经查实属违规发放"
        "a finding of supervision says that the certificate was issued irregularly";
    Election "election" Kind::Choice(&["continue", "refund", "undecided"], true), "考生意愿"
        "what the candidate chose";
    Cohort "cohort" Kind::Choice(&["student", "apprentice", "none"], true), "学生（学员）类别"
        "student of a school, new-type apprentice of an enterprise, or neither";
    CertificateKind "certificate_kind" Kind::Choice(&["qualification", "level"], false), "证书种类"
        "qualification certificate or level certificate";
    BodyKind "body_kind"
        Kind::Choice(&["department", "centre", "employer", "social", "school"], false), "机构类别"
        "what kind of organisation the body is";
    CentreOf "centre_of" Kind::Choice(&["hr", "other"], true), "鉴定中心隶属"
        "whose centre it is: a human-resources department's or another unit's";
    BodyStatus "body_status" Kind::Choice(&["active", "suspended", "removed"], true), "机构状态"
        "whether the recognition is in force";
    AuthorityDecision "authority_decision" Kind::Choice(&["continue", "stop"], false), "主管部门决定"
        "whether government examination of an access-type occupation goes on";
    Pace "pace" Kind::Choice(&["normal", "exceeded", "released"], true), "发证节奏"
        "pace of issuing against the published bound";
    CertificateStatus "certificate_status"
        Kind::Choice(&["valid", "corrected", "revoked"], true), "证书状态" "status of the certificate";
    ActorKind "actor_kind"
        Kind::Choice(&["authority", "department", "supervisor", "body"], false), "行为人类别"
        "who acts";
    // Not given, it is taken not to be so (R-2-8): who says nothing of it asks of what the notice
    // plans.
    TurnedToLevel "turned_to_level" Kind::Flag, "已登记转等级认定"
        "an occupation that was to become access-type has turned to level assessment";
}

/// Stands for an event that has not happened: later than every day.
pub(crate) const NEVER: i32 = i32::MAX - 1;
/// Stands for a period that was never fixed: earlier than every day.
pub(crate) const NO_PERIOD: i32 = i32::MIN + 1;

impl Key {
    /// Returns the fact of that name.
    pub fn from_name(name: &str) -> Option<Key> {
        Key::ALL.iter().copied().find(|k| k.input().name == name)
    }

    /// Returns the name.
    pub const fn name(self) -> &'static str {
        self.input().name
    }

    pub(crate) const fn bit(self) -> u64 {
        1 << self as u32
    }

    /// Returns how many flag bits the fact takes: one for a flag, one for each value of a choice.
    pub(crate) const fn flag_bits(self) -> u32 {
        match self.input().kind {
            Kind::Event | Kind::Until | Kind::Year => 0,
            Kind::Flag => 1,
            Kind::Choice(list, _) => list.len() as u32,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a value cannot be the value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// The fact.
    pub key: Key,
    /// The value given.
    pub value: String,
    /// The values it takes, or the form.
    pub allowed: String,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a value of `{}`; it takes {}", self.value, self.key, self.allowed)
    }
}

impl core::error::Error for ValueError {}

/// Number of facts that are days or years; they come before all others.
pub(crate) const DAYS: usize = {
    let mut i = 0;
    while Key::ALL[i].flag_bits() == 0 {
        i += 1;
    }
    let mut rest = i;
    while rest < Key::ALL.len() {
        assert!(Key::ALL[rest].flag_bits() != 0, "days and years come first");
        rest += 1;
    }
    i
};

/// What is known of a case: a value for each fact that is given, nothing for the others.
///
/// Days and years are kept as numbers, flags and choices as bits, one for each value: that is what
/// deciding reads, and a register asks about many cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub(crate) known: u64,
    /// By the place of the fact, which for days and years is below [`DAYS`].
    pub(crate) days: [i32; DAYS],
    pub(crate) flags: u64,
    pub(crate) flags_known: u64,
}

impl Default for Facts {
    fn default() -> Facts {
        Facts { known: 0, days: [0; DAYS], flags: 0, flags_known: 0 }
    }
}

/// Returns the first of the bits that a flag or choice takes among the flags of a case.
pub(crate) const fn flag_base(key: Key) -> u32 {
    FLAG_PLACES[key as usize].0
}

/// For each fact its first flag bit and how many it takes; reckoned once, as facts are set often.
const FLAG_PLACES: [(u32, u32); Key::ALL.len()] = {
    let mut places = [(0, 0); Key::ALL.len()];
    let (mut base, mut i) = (0, 0);
    while i < Key::ALL.len() {
        let bits = Key::ALL[i].flag_bits();
        places[i] = (base, bits);
        base += bits;
        i += 1;
    }
    places
};

/// Number of flag bits that all facts take together.
pub(crate) const FLAG_BITS: u32 = {
    let last = Key::ALL[Key::ALL.len() - 1];
    flag_base(last) + last.flag_bits()
};

impl Facts {
    /// Returns facts of which nothing is known.
    pub fn new() -> Facts {
        Facts::default()
    }

    /// Sets the day of an event or the last day of a period.
    pub fn day(mut self, key: Key, day: Day) -> Facts {
        assert!(matches!(key.input().kind, Kind::Event | Kind::Until), "`{key}` is no day");
        self.put(key, day.0);
        self
    }

    /// Says of an event that it did not happen, of a period that none was fixed.
    pub fn none(mut self, key: Key) -> Facts {
        if let Some(value) = none_value(key) {
            self.put(key, value);
        }
        self
    }

    /// Sets a fact that is either so or not.
    pub fn flag(mut self, key: Key, yes: bool) -> Facts {
        assert!(matches!(key.input().kind, Kind::Flag), "`{key}` is no yes or no");
        self.put(key, i32::from(yes));
        self
    }

    /// Sets a calendar year.
    pub fn year(mut self, key: Key, year: i32) -> Facts {
        assert!(matches!(key.input().kind, Kind::Year), "`{key}` is no year");
        self.put(key, year);
        self
    }

    /// Sets one of the listed values. The value must be one of the fact's own.
    ///
    /// # Panics
    /// When the fact does not take that value: callers pass literals.
    pub fn choice(self, key: Key, value: &str) -> Facts {
        self.with(key, value).expect("a value from the fact's own list")
    }

    /// Sets a fact from text, as the command line gives it.
    ///
    /// # Errors
    /// [`ValueError`] when the fact does not take that value.
    pub fn with(mut self, key: Key, text: &str) -> Result<Facts, ValueError> {
        match read_value(key, text) {
            Some(Some(value)) => self.put(key, value),
            // The honest meaning of `none` here is that nobody has decided: it stays unknown.
            Some(None) => {}
            None => {
                return Err(ValueError { key, value: text.to_string(), allowed: allowed(key) });
            }
        }
        Ok(self)
    }

    /// Says whether the fact is known.
    pub fn knows(&self, key: Key) -> bool {
        self.known & key.bit() != 0
    }

    /// Returns the known facts with their values as text, in the order of definition.
    pub fn given(&self) -> Vec<(Key, String)> {
        Key::ALL.iter().filter_map(|&k| self.value_text(k).map(|v| (k, v))).collect()
    }

    /// Returns the value of a known fact as text.
    pub fn value_text(&self, key: Key) -> Option<String> {
        if !self.knows(key) {
            return None;
        }
        Some(match key.input().kind {
            Kind::Event | Kind::Until => match self.days[key as usize] {
                NEVER | NO_PERIOD => "none".to_string(),
                day => Day(day).to_string(),
            },
            Kind::Year => match self.days[key as usize] {
                NO_PERIOD => "none".to_string(),
                year => year.to_string(),
            },
            Kind::Flag => (if self.bits(key) == 1 { "yes" } else { "no" }).to_string(),
            Kind::Choice(list, _) => {
                let value = self.bits(key).trailing_zeros() as usize;
                list.get(value).copied().unwrap_or("none").to_string()
            }
        })
    }

    /// Says whether a flag is known to be so.
    #[inline]
    pub(crate) const fn has(&self, flag: Key) -> bool {
        self.flags >> flag_base(flag) & 1 == 1
    }

    /// Returns the bits of a flag or choice, its first value lowest.
    fn bits(&self, key: Key) -> u64 {
        let (base, bits) = FLAG_PLACES[key as usize];
        self.flags >> base & ((1 << bits) - 1)
    }

    fn put(&mut self, key: Key, value: i32) {
        self.known |= key.bit();
        let (base, bits) = FLAG_PLACES[key as usize];
        if bits == 0 {
            self.days[key as usize] = value;
            return;
        }
        let all = ((1 << bits) - 1) << base;
        let set = match key.input().kind {
            Kind::Flag => (value as u64) << base,
            // `none` of a choice that has no such value lies past the last bit and sets nothing.
            _ if (value as u32) < bits => 1 << (base + value as u32),
            _ => 0,
        };
        self.flags_known |= all;
        self.flags = self.flags & !all | set;
    }
}

/// The outer nothing: not a value. The inner nothing: a value that leaves the fact unknown.
fn read_value(key: Key, text: &str) -> Option<Option<i32>> {
    if text == "none" {
        return match (key, key.input().kind) {
            (Key::AuthorityDecision, _) => Some(None),
            (_, Kind::Choice(_, false)) => None,
            _ => Some(none_value(key)),
        };
    }
    let value = match key.input().kind {
        Kind::Event | Kind::Until => text.parse::<Day>().ok()?.0,
        Kind::Year => {
            let plain = text.len() == 4 && text.bytes().all(|c| c.is_ascii_digit());
            if !plain {
                return None;
            }
            text.parse().ok()?
        }
        Kind::Flag => match text {
            "yes" | "true" | "是" => 1,
            "no" | "false" | "否" => 0,
            _ => return None,
        },
        Kind::Choice(list, _) => list.iter().position(|v| *v == text)? as i32,
    };
    Some(Some(value))
}

fn none_value(key: Key) -> Option<i32> {
    match key.input().kind {
        Kind::Event => Some(NEVER),
        Kind::Until | Kind::Year => Some(NO_PERIOD),
        Kind::Flag => Some(0),
        Kind::Choice(list, true) => {
            Some(list.iter().position(|v| *v == "none").unwrap_or(list.len()) as i32)
        }
        Kind::Choice(_, false) => None,
    }
}

/// Returns what values a fact takes, in English.
pub(crate) fn allowed(key: Key) -> String {
    match key.input().kind {
        Kind::Event | Kind::Until => "a day as YYYY-MM-DD, or none".to_string(),
        Kind::Year => "a year of four digits, or none".to_string(),
        Kind::Flag => "yes or no".to_string(),
        Kind::Choice(list, none) => {
            let mut text = list.join(", ");
            if none && !list.contains(&"none") {
                text.push_str(", none");
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &str, value: &str, expect: Option<&str>) {
        let key = Key::from_name(key).unwrap();
        let facts = Facts::new().with(key, value);
        assert_eq!(facts.ok().and_then(|f| f.value_text(key)).as_deref(), expect, "{key}={value}");
    }

    #[test]
    fn values_are_read_by_the_kind_of_the_fact_and_print_back() {
        check("announced_on", "2020-09-30", Some("2020-09-30"));
        check("announced_on", "none", Some("none"));
        check("announced_on", "2020-09-31", None);
        check("registration_window_until", "none", Some("none"));
        check("number_year", "2020", Some("2020"));
        check("number_year", "20", None);
        check("passed", "yes", Some("yes"));
        check("passed", "否", Some("no"));
        check("passed", "maybe", None);
        check("election", "undecided", Some("undecided"));
        check("election", "none", Some("none"));
        check("cohort", "none", Some("none"));
        check("certificate_kind", "none", None);
        check("body_kind", "Employer", None);
    }

    #[test]
    fn an_authority_that_has_not_decided_leaves_its_decision_unknown() {
        let facts = Facts::new().with(Key::AuthorityDecision, "none").unwrap();
        assert!(!facts.knows(Key::AuthorityDecision));
    }

    #[test]
    fn every_fact_has_a_bit_of_its_own() {
        const { assert!(Key::ALL.len() <= 64) };
        for (i, key) in Key::ALL.iter().enumerate() {
            assert_eq!(*key as usize, i);
            assert_eq!(Key::from_name(key.name()), Some(*key));
        }
    }
}
