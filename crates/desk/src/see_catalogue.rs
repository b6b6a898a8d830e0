//! Sees the catalogue on a day: every occupation's standing, and what can be done with one of them.
//!
//! In scope: filters, rows, the acts of both schemes for one occupation.
//! Out of scope: what a standing is (`law`), layout (edges).
//! Failure: seeing only reads; stopped anywhere, nothing has changed.

use crate::ask_law::{ActName, Cited, FactValue, Says};
use crate::asked::{self, AskError, RowName};
use crate::law_room::LawRoom;
use crate::ports::Clock;
use crate::see_turns::{Recorded, RecordedStep};
use law::{
    Act, CatalogueEntry, Correction, Facts, FateKind, Key, Law, Outcome, Question, Standing,
};
use register::{RowId, Turn};
use vocab::{Day, Instant};

mod json;

/// What of the catalogue is to be seen, as it was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct See<'a> {
    /// The day; not written, it is the present day in China.
    pub on: Option<&'a str>,
    /// The instant of knowledge; not written, it is the present.
    pub known_at: Option<&'a str>,
    /// Part of a name, printed or corrected.
    pub name: Option<&'a str>,
    /// Part of a department's name.
    pub department: Option<&'a str>,
    /// `batch1`, `batch2` or `access`.
    pub fate: Option<&'a str>,
    /// A standing's name.
    pub standing: Option<&'a str>,
    /// What an open register has recorded; without one, only what the annex plans is known.
    pub recorded: Option<&'a Recorded>,
}

impl See<'_> {
    /// Returns what is recorded of an occupation by an instant.
    fn turn(&self, row: RowId, known_at: Instant) -> Turn {
        self.recorded.map_or_else(Turn::default, |all| all.turn(row, known_at))
    }
}

/// The catalogue on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueView {
    /// The day.
    pub on: Day,
    /// The instant of knowledge.
    pub known_at: Instant,
    /// The rows asked for, in the order of the annex.
    pub rows: Vec<CatalogueRow>,
    /// Number of all rows.
    pub rows_total: usize,
}

/// An occupation in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueRow {
    /// Its names as known at the instant.
    pub name: RowName,
    /// The correction of its name, once known.
    pub correction: Option<CorrectionView>,
    /// Its implementing departments.
    pub departments: Vec<String>,
    /// What the annex orders, once known.
    pub fate: Option<FateKind>,
    /// Where it stands.
    pub standing: Standing,
    /// The planned last day of the old scheme, or of reclassification, once known.
    pub planned_last_day: Option<Day>,
    /// The first day after the exit once it has come, or the day of reclassification.
    pub actual_day: Option<Day>,
    /// Days from the day asked about to the last day; nothing once it has come.
    pub days_left: Option<i32>,
    /// The line of the source it stands in.
    pub source_line: u32,
}

/// A correction of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionView {
    /// For example `C-1`.
    pub id: String,
    /// What shows it.
    pub evidence: Says,
    /// How sure it is.
    pub confidence: String,
}

/// One occupation with what can be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccupationView {
    /// The day.
    pub on: Day,
    /// The instant of knowledge.
    pub known_at: Instant,
    /// The occupation.
    pub row: CatalogueRow,
    /// What the acts below take for known, besides the day; nothing where a register tells.
    pub assumed: Option<FactValue>,
    /// What a register has recorded of it by the instant, in order.
    pub recorded: Vec<RecordedStep>,
    /// The acts of both schemes, or why the law does not answer yet.
    pub acts: Result<Vec<ActNow>, AskError>,
}

/// To which scheme an act belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Government examination and qualification certificate.
    Old,
    /// Level assessment and level certificate.
    New,
}

/// An act, and whether it may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActNow {
    /// The act.
    pub act: ActName,
    /// Its scheme.
    pub scheme: Scheme,
    /// The answer.
    pub effect: Outcome,
    /// The rule cited; nothing when facts are needed.
    pub cited: Option<Cited>,
    /// The facts needed.
    pub needs: Vec<&'static str>,
}

/// The acts of the old scheme, then those of the new, in the order in which they are done.
const ACTS: [(Scheme, Act); 14] = [
    (Scheme::Old, Act::AnnounceExam),
    (Scheme::Old, Act::AcceptRegistration),
    (Scheme::Old, Act::AcceptResit),
    (Scheme::Old, Act::HoldExam),
    (Scheme::Old, Act::PublishResults),
    (Scheme::Old, Act::IssueQualificationCertificate),
    (Scheme::Old, Act::Refund),
    (Scheme::Old, Act::AdmitCohort),
    (Scheme::Old, Act::CertifyCohortMember),
    (Scheme::New, Act::RecogniseBody),
    (Scheme::New, Act::AnnounceSession),
    (Scheme::New, Act::HoldSession),
    (Scheme::New, Act::ConfirmResults),
    (Scheme::New, Act::IssueLevelCertificate),
];

/// Lists the occupations that pass every filter.
///
/// # Errors
/// [`AskError`] when a day, instant or filter cannot be read.
pub fn list(room: &LawRoom, clock: &dyn Clock, see: &See<'_>) -> Result<CatalogueView, AskError> {
    let (on, known_at) = when(clock, see)?;
    let fate = see.fate.map(asked::fate).transpose()?;
    let standing = see.standing.map(asked::standing).transpose()?;
    let law = room.law();
    let all = law.catalogue(on, known_at, |row| see.turn(row, known_at).notice());
    let rows_total = all.len();
    let part = |wanted: Option<&str>, of: &str| wanted.is_none_or(|part| of.contains(part));
    let passes = |row: &CatalogueRow| {
        let canonical = row.name.canonical.as_deref();
        (part(see.name, &row.name.printed) || canonical.is_some_and(|name| part(see.name, name)))
            && (see.department.is_none() || row.departments.iter().any(|d| part(see.department, d)))
            && (fate.is_none() || row.fate == fate)
            && standing.is_none_or(|standing| row.standing == standing)
    };
    let rows = all.iter().map(|entry| row(law, entry, known_at)).filter(passes).collect();
    Ok(CatalogueView { on, known_at, rows, rows_total })
}

/// Shows one occupation and what can be done with it; the filters of `see` do not count.
///
/// # Errors
/// [`AskError`] when the name, the day or the instant cannot be read.
pub fn show(
    room: &LawRoom,
    clock: &dyn Clock,
    name: &str,
    see: &See<'_>,
) -> Result<OccupationView, AskError> {
    let law = room.law();
    let id = asked::occupation(law, name)?;
    let (on, known_at) = when(clock, see)?;
    let turn = see.turn(id, known_at);
    let entry = law.entry(id, on, known_at, &turn.notice());
    let entry = entry.expect("the row was found by its name and has a fate");
    // Without a register it is taken for known, and said, that no exit was announced: else nothing
    // could be answered before the planned last day.
    let (facts, assumed) = match see.recorded {
        Some(_) => (recorded_facts(&turn), None),
        None => (Facts::new().none(Key::ExitAnnouncedOn), Some(no_exit_announced())),
    };
    let acts = ACTS.iter().map(|&(scheme, act)| {
        let question = Question { act, row: id, on, facts: &facts, known_at, region: None };
        act_now(law, scheme, &question)
    });
    Ok(OccupationView {
        on,
        known_at,
        row: row(law, &entry, known_at),
        assumed,
        recorded: see.recorded.map_or_else(Vec::new, |all| all.of(id, known_at).cloned().collect()),
        acts: acts.collect(),
    })
}

/// Returns the facts that `register` derives from the same steps.
fn recorded_facts(turn: &Turn) -> Facts {
    let facts = turn.notice().facts(Facts::new());
    match turn.decision {
        Some((true, ..)) => facts.choice(Key::AuthorityDecision, "continue"),
        Some((false, ..)) => facts.choice(Key::AuthorityDecision, "stop"),
        None => facts,
    }
}

fn no_exit_announced() -> FactValue {
    let fact = Key::ExitAnnouncedOn.name();
    FactValue { fact, value: "none".into(), says: Says::of(fact) }
}

fn when(clock: &dyn Clock, see: &See<'_>) -> Result<(Day, Instant), AskError> {
    let known_at = asked::known_at(clock, see.known_at)?;
    let on = see.on.map_or_else(|| Ok(clock.now().day_in_china()), asked::day)?;
    Ok((on, known_at))
}

fn row(law: &Law, entry: &CatalogueEntry, known_at: Instant) -> CatalogueRow {
    let row = law.rows.get(entry.row).expect("an entry is of a row of the annex");
    let orders = |i: &&law::Instrument| i.fates.iter().any(|fate| fate.kind == row.fate);
    let known = law.instruments.iter().find(orders).is_some_and(|i| i.known_from <= known_at);
    let correction = row.correction.as_ref().filter(|c| c.known_from <= known_at);
    let view = |c: &Correction| CorrectionView {
        id: c.id.clone(),
        evidence: Says::translated(&c.evidence, c.evidence_zh.as_deref()),
        confidence: c.confidence.clone(),
    };
    CatalogueRow {
        name: RowName::known(row, known_at),
        correction: correction.map(view),
        departments: row.departments.clone(),
        fate: known.then_some(row.fate),
        standing: entry.standing,
        planned_last_day: known.then_some(entry.planned_last_day),
        actual_day: entry.actual_day,
        days_left: entry.days_left,
        source_line: row.source_line,
    }
}

fn act_now(law: &Law, scheme: Scheme, question: &Question<'_>) -> Result<ActNow, AskError> {
    let explained = law.explain(question).map_err(asked::unanswered)?;
    let cited = explained.rule.zip(explained.article);
    Ok(ActNow {
        act: ActName::of(question.act),
        scheme,
        effect: explained.decision.outcome,
        cited: cited.map(|(rule, article)| Cited::of(law, rule, article)),
        needs: explained.needs.iter().map(|key| key.name()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law_folder::LawFolder;

    /// A clock that stands still at the last moment of a day of UTC: in China it is the next day.
    struct Evening;

    impl Clock for Evening {
        fn now(&self) -> Instant {
            "2026-12-01T23:59:59Z".parse().unwrap()
        }
    }

    fn room() -> LawRoom {
        LawRoom::load(LawFolder::compiled()).unwrap()
    }

    fn check(see: See<'_>, expect: usize) {
        let view = list(&room(), &Evening, &see).unwrap();
        assert_eq!((view.rows.len(), view.rows_total), (expect, 192), "{see:?}");
    }

    #[test]
    fn filters_leave_the_rows_that_pass_all_of_them() {
        let on = Some("2020-10-01");
        let all = See { on, ..See::default() };
        check(all, 192);
        check(See { fate: Some("batch1"), ..all }, 29);
        check(See { fate: Some("access"), ..all }, 7);
        check(See { standing: Some("exited"), ..all }, 29);
        check(See { standing: Some("exit_planned"), ..all }, 156);
        check(See { standing: Some("exited"), fate: Some("batch2"), ..all }, 0);
        check(See { name: Some("锅炉"), ..all }, 3);
        check(See { name: Some("锅炉"), fate: Some("batch1"), ..all }, 1);
        check(See { name: Some("车工"), department: Some("没有此部门"), ..all }, 0);
    }

    #[test]
    fn nothing_of_the_annex_is_known_before_the_notice_is() {
        let early = See { known_at: Some("2020-07-20"), ..See::default() };
        let view = list(&room(), &Evening, &early).unwrap();
        assert_eq!(view.on.to_string(), "2026-12-02");
        let row = &view.rows[0];
        let unknown = (Standing::Listed, None, None);
        assert_eq!((row.standing, row.fate, row.planned_last_day), unknown);
        check(See { fate: Some("batch2"), ..early }, 0);
    }

    #[test]
    fn an_occupation_shows_its_days_and_every_act_of_both_schemes() {
        let show = |on| {
            let see = See { on: Some(on), ..See::default() };
            show(&room(), &Evening, "车工", &see).unwrap()
        };
        let (before, after) = (show("2020-09-30"), show("2020-10-01"));
        assert_eq!((before.row.days_left, before.row.actual_day), (Some(0), None));
        let actual = after.row.actual_day.map(|day| day.to_string());
        assert_eq!((after.row.days_left, actual.as_deref()), (None, Some("2020-10-01")));
        let announce = |view: &OccupationView| {
            let acts = view.acts.as_ref().unwrap();
            assert_eq!(acts.len(), 14);
            acts[0].cited.as_ref().map(|cited| cited.rule.clone())
        };
        let regular = "2020-80/p4.examinations-are-regular";
        assert_eq!(announce(&before).as_deref(), Some(regular));
        assert_eq!(announce(&after).as_deref(), Some("2020-80/p2.batch1-has-left"));
        let error = show("2020-01-01").acts.unwrap_err();
        assert!(matches!(error, AskError::BeforeLaw { .. }), "{error}");
    }
}
