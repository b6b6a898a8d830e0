//! Registration by the standard: who may sit, by which alternative, or what each one lacks.
//!
//! In scope: judging a background, entering those who are eligible with the decision, telling why
//! not. Out of scope: whether papers are genuine; they go into the archive.
//! Failure: when one person is not eligible nobody is entered.
//! I-PRI-1: backgrounds stay in private rows.

use crate::candidates::{Applicant, group};
use crate::house::House;
use crate::house_error::HouseError;
use crate::private_rows::private;
use crate::session_fault::SessionFault;
use law::{Alternative, Background, Eligibility, Lacking, Standard};
use register::SessionId;
use serde::{Deserialize, Serialize};
use store::{PrivateKind, PrivateRow};
use vocab::{Day, Level};

/// A person who registers with a background.
#[derive(Clone, Debug)]
pub struct Registrant {
    /// Who.
    pub applicant: Applicant,
    /// What the person brings.
    pub background: Background,
    /// The earlier certificate's kind and number, as shown by the person.
    pub earlier_number: Option<String>,
}

/// Whether a person may sit, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The standard's name and version.
    pub standard: String,
    /// The alternative that holds, in Chinese and in English.
    pub by: Option<(String, String)>,
    /// What each alternative of the level lacks, in Chinese and in English.
    pub lacking: Vec<(String, String)>,
}

/// The decision on a registration, kept by place.
#[derive(Serialize, Deserialize)]
struct Kept {
    standard: String,
    alternative: u32,
    earlier: Vec<(char, i32)>,
    earlier_number: Option<String>,
    years_of_work: u32,
    schooling: Vec<String>,
    apprenticeship: bool,
    on: i32,
}

/// Judges a background by a standard.
pub fn eligible(standard: &Standard, level: Level, background: &Background, on: Day) -> Judgement {
    let name = format!("{} {}", standard.zh, standard.version);
    let words = |index: &usize| alternative(&standard.eligible[*index]);
    match standard.eligibility(level, background, on) {
        Eligibility::Eligible(index) => {
            Judgement { standard: name, by: Some(words(&index)), lacking: Vec::new() }
        }
        Eligibility::Not(all) => {
            let lacking = all.iter().map(|(index, lacking)| {
                let (zh, en) = words(index);
                let (why_zh, why_en): (Vec<String>, Vec<String>) =
                    lacking.iter().map(lacks).unzip();
                let zh = format!("{zh}：{}", why_zh.join("，"));
                (zh, format!("{en}: {}", why_en.join(", ")))
            });
            Judgement { standard: name, by: None, lacking: lacking.collect() }
        }
    }
}

impl House {
    /// Accepts registrations of people who are eligible by the standard in force on the day of
    /// announcement.
    ///
    /// # Errors
    /// [`SessionFault::NotEligible`] for the first who is not, with what every alternative lacks;
    /// nobody is entered then. Else as [`House::accept`].
    pub fn register_eligible(
        &mut self,
        session: SessionId,
        on: Day,
        people: &[Registrant],
    ) -> Result<Vec<u32>, HouseError> {
        self.register_with(session, on, people, &|_, _| vec![])
    }

    /// Accepts registrations as [`House::register_eligible`], with rows that are written in the
    /// same transaction; they are made when the first place is known.
    ///
    /// # Errors
    /// As [`House::register_eligible`].
    pub(crate) fn register_with(
        &mut self,
        session: SessionId,
        on: Day,
        people: &[Registrant],
        with: &dyn Fn(&House, u32) -> Vec<PrivateRow>,
    ) -> Result<Vec<u32>, HouseError> {
        let level = self.session(session)?.plan.level;
        let standard = self.standard_of(session)?;
        let name = format!("{} {}", standard.id, standard.version);
        let mut alternatives = Vec::with_capacity(people.len());
        for (row, person) in (1..).zip(people) {
            match standard.eligibility(level, &person.background, on) {
                Eligibility::Eligible(index) => alternatives.push(index as u32),
                Eligibility::Not(_) => {
                    let lacking = eligible(standard, level, &person.background, on).lacking;
                    return Err(SessionFault::NotEligible { row, lacking }.into());
                }
            }
        }
        let applicants: Vec<Applicant> = people.iter().map(|p| p.applicant.clone()).collect();
        let in_group = format!("{}-eligible", group(session));
        let kept = |(place, (person, alternative)): (u32, (&Registrant, &u32))| {
            let Background { earlier, years_of_work, schooling, apprenticeship } =
                &person.background;
            let kept = Kept {
                standard: name.clone(),
                alternative: *alternative,
                earlier: earlier.iter().map(|e| (e.level.code(), e.dated_on.0)).collect(),
                earlier_number: person.earlier_number.clone(),
                years_of_work: *years_of_work,
                schooling: schooling.iter().map(|s| s.name().to_string()).collect(),
                apprenticeship: *apprenticeship,
                on: on.0,
            };
            private(PrivateKind::Registration, &in_group, place, &kept)
        };
        // Candidates and the decisions on them are one transaction.
        let rows = |house: &House, first: u32| {
            let all = (first..).zip(people.iter().zip(&alternatives)).map(kept);
            all.chain(with(house, first)).collect()
        };
        Ok(self.accept_with(false, (session, on), &applicants, &rows)?.0)
    }
}

/// Says an alternative in Chinese and in English; what is from memory says so.
pub fn alternative(a: &Alternative) -> (String, String) {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if let Some(level) = a.earlier_level {
        match a.years_since {
            Some(years) => {
                zh.push(format!("取得{}证书后满{}年", level.zh(), years.value));
                en.push(format!("{} years after {}", years.value, level.zh()));
            }
            None => {
                zh.push(format!("有{}证书", level.zh()));
                en.push(format!("a certificate of {}", level.zh()));
            }
        }
    }
    if let Some(years) = a.years_of_work {
        zh.push(format!("从事本职业满{}年", years.value));
        en.push(format!("{} years of work", years.value));
    }
    if !a.schooling.is_empty() {
        zh.push(a.schooling.iter().map(|s| s.zh()).collect::<Vec<_>>().join("或"));
        en.push(a.schooling.iter().map(|s| s.name()).collect::<Vec<_>>().join(" or "));
    }
    if a.apprenticeship {
        zh.push("学徒期满".to_string());
        en.push("apprenticeship completed".to_string());
    }
    let (mut zh, mut en) = (zh.join("且"), en.join(" and "));
    if a.unverified {
        zh.push_str("（未核实）");
        en.push_str(" (unverified)");
    }
    (zh, en)
}

fn lacks(lacking: &Lacking) -> (String, String) {
    match lacking {
        Lacking::Certificate(level) => {
            (format!("没有{}证书", level.zh()), format!("no certificate of {}", level.zh()))
        }
        Lacking::YearsSince { asked, from } => (
            format!("未满{asked}年，{from}起满"),
            format!("{asked} years have not passed, they will have on {from}"),
        ),
        Lacking::YearsOfWork { asked, has } => {
            (format!("工作年限{has}年，须{asked}年"), format!("{has} years of work of {asked}"))
        }
        Lacking::Schooling(_) => ("学历不符".to_string(), "no such schooling".to_string()),
        Lacking::Apprenticeship => {
            ("学徒期未满".to_string(), "no apprenticeship completed".to_string())
        }
    }
}
