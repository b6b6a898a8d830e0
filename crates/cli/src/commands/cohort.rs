//! `dengji cohort …`: a cohort of students or apprentices, from admission to certificates.
//!
//! In scope: arguments of each act. Out of scope: the acts (`desk::follow_cohort`), what is shown
//! (`show`).

use crate::Context;
use crate::commands::acting::Acting;
use crate::commands::exam::{level, occupation};
use crate::commands::import::reading::Reading;
use crate::commands::recorded;
use crate::commands::register_folder::known;
use crate::exit::Exit;
use crate::fault::Fault;
use desk::import_candidates::read_members;
use desk::import_sheet::Accept;
use desk::{
    Admission, ChangeReason, CohortChange, CohortId, CohortKind, PlannedCertificate, UnmetReason,
};
use std::path::PathBuf;
use vocab::Day;

mod show;

/// The commands about cohorts.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Admits a cohort.
    Admit(Admit),
    /// Records that members leave, go over, come in or repeat.
    Change(Change),
    /// Records that a cohort completed.
    Complete(Complete),
    /// Names the body that will certify the members.
    NameBody(NameBody),
    /// Reports where each member came to.
    Report(Report),
    /// Shows a cohort.
    Show(show::OfCohort),
    /// Lists the cohorts.
    List(show::Seeing),
    /// Lists promises that nobody can keep yet.
    AtRisk(show::AtRisk),
}

/// Arguments of `cohort admit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Admit {
    #[command(flatten)]
    acting: Acting,
    /// Who is in it.
    #[arg(long, value_enum)]
    members: MembersName,
    /// The occupation, as printed in the annex or corrected.
    #[arg(long, value_name = "NAME")]
    occupation: String,
    /// The level, 1 to 5.
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=5))]
    level: u8,
    /// The certificate that the plan ends with.
    #[arg(long, value_enum)]
    plan: PlanName,
    /// The day of admission.
    #[arg(long, value_name = "DAY")]
    admitted: Day,
    /// The day of completion that the plan expects.
    #[arg(long, value_name = "DAY")]
    expected: Day,
    /// The region, two digits.
    #[arg(id = "cohort_region", long = "region", value_name = "REGION",
        value_parser = clap::value_parser!(u8).range(10..=99))]
    region: u8,
    /// The list of people: name, number of the document.
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

/// A cohort and who acts.
#[derive(Debug, clap::Args)]
struct Of {
    #[command(flatten)]
    acting: Acting,
    /// The cohort, by its number.
    #[arg(long, value_name = "NUMBER")]
    cohort: u32,
}

/// Arguments of `cohort change`.
#[derive(Debug, clap::Args)]
pub(crate) struct Change {
    #[command(flatten)]
    of: Of,
    /// What happens.
    #[arg(long, value_enum)]
    how: HowName,
    /// The other cohort, by its number, where members go over or come in.
    #[arg(long, value_name = "NUMBER", required_if_eq_any([("how", "out"), ("how", "in")]))]
    other: Option<u32>,
    /// The day of completion expected of those who repeat.
    #[arg(long, value_name = "DAY", required_if_eq("how", "repeat"))]
    expected: Option<Day>,
    /// Why.
    #[arg(id = "cohort_reason", long = "reason", value_enum)]
    reason: ReasonName,
    /// The members concerned, by their places; those who come in are known.
    #[arg(long, value_name = "N")]
    member: Vec<u32>,
}

/// Arguments of `cohort complete`.
#[derive(Debug, clap::Args)]
pub(crate) struct Complete {
    #[command(flatten)]
    of: Of,
    /// The day of completion; without it, the day of effect.
    #[arg(long, value_name = "DAY")]
    completed: Option<Day>,
}

/// Arguments of `cohort name-body`.
#[derive(Debug, clap::Args)]
pub(crate) struct NameBody {
    #[command(flatten)]
    of: Of,
    /// The body, by its number.
    #[arg(long, value_name = "NUMBER")]
    body: u32,
}

/// Arguments of `cohort report`.
#[derive(Debug, clap::Args)]
pub(crate) struct Report {
    #[command(flatten)]
    of: Of,
    /// A member without a certificate, and why: not-passed, absent, declined, no-body, has-one or
    /// unreachable.
    #[arg(long, value_name = "PLACE=REASON")]
    unmet: Vec<String>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum MembersName {
    /// Students of a school.
    Student,
    /// New-type apprentices of an enterprise.
    Apprentice,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum PlanName {
    /// 职业资格证书.
    Qualification,
    /// 职业技能等级证书.
    Level,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum HowName {
    /// They leave.
    Leave,
    /// They go over to another cohort.
    Out,
    /// They come in from another cohort.
    In,
    /// They repeat, as a cohort of their own.
    Repeat,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ReasonName {
    OwnWish,
    Health,
    Studies,
    Moved,
    Excluded,
    Reorganised,
}

impl ReasonName {
    fn reason(self) -> ChangeReason {
        match self {
            ReasonName::OwnWish => ChangeReason::OwnWish,
            ReasonName::Health => ChangeReason::Health,
            ReasonName::Studies => ChangeReason::Studies,
            ReasonName::Moved => ChangeReason::Moved,
            ReasonName::Excluded => ChangeReason::Excluded,
            ReasonName::Reorganised => ChangeReason::Reorganised,
        }
    }
}

/// Runs a command about cohorts.
pub(crate) fn run(context: &Context, command: &Command) -> Result<Exit, Fault> {
    match command {
        Command::Admit(arguments) => admit(context, arguments),
        Command::Change(arguments) => change(context, arguments),
        Command::Complete(Complete { of, completed }) => {
            let (mut house, by, on) = of.acting.open(context)?;
            let days = (completed.unwrap_or(on), on);
            recorded::act(context, &mut house, &of.acting.answering, |house| {
                house.complete_cohort(by, CohortId(of.cohort), days)
            })
        }
        Command::NameBody(NameBody { of, body }) => {
            let (mut house, by, on) = of.acting.open(context)?;
            let body = known(&house, *body)?;
            recorded::act(context, &mut house, &of.acting.answering, |house| {
                house.name_cohort_body(by, CohortId(of.cohort), on, body)
            })
        }
        Command::Report(Report { of, unmet }) => {
            let unmet = unmet.iter().map(|text| read_unmet(text)).collect::<Result<Vec<_>, _>>()?;
            let (mut house, by, on) = of.acting.open(context)?;
            recorded::act(context, &mut house, &of.acting.answering, |house| {
                house.report_cohort(by, (CohortId(of.cohort), on), &unmet)
            })
        }
        Command::Show(arguments) => show::show(context, arguments),
        Command::List(arguments) => show::list(context, arguments),
        Command::AtRisk(arguments) => show::at_risk(context, arguments),
    }
}

fn admit(context: &Context, asked: &Admit) -> Result<Exit, Fault> {
    let (mut house, by, on) = asked.acting.open(context)?;
    let how = (Accept::Whole, asked.acting.answering.json);
    let taken = asked.reading.take(context, &asked.people, how, |file, options, news| {
        Ok(read_members(file, options, news))
    })?;
    let Some(taken) = taken else { return Ok(Exit::Fault) };
    let admission = Admission {
        cohort: house.state().cohorts().next(),
        kind: match asked.members {
            MembersName::Student => CohortKind::Student,
            MembersName::Apprentice => CohortKind::Apprentice,
        },
        occupation: occupation(&house, &asked.occupation)?,
        level: level(asked.level),
        plan: match asked.plan {
            PlanName::Qualification => PlannedCertificate::Qualification,
            PlanName::Level => PlannedCertificate::Level,
        },
        admitted_on: asked.admitted,
        expected_on: asked.expected,
        heads: 0,
        root: [0; 32],
        region: asked.region,
    };
    recorded::act(context, &mut house, &asked.acting.answering, |house| {
        house.import_cohort(by, on, admission, taken)
    })
}

fn change(context: &Context, asked: &Change) -> Result<Exit, Fault> {
    let of = &asked.of;
    let (mut house, by, on) = of.acting.open(context)?;
    // Where the way needs them, clap has asked for both.
    let other = CohortId(asked.other.unwrap_or(u32::MAX));
    let change = match asked.how {
        HowName::Leave => CohortChange::Leave,
        HowName::Out => CohortChange::TransferOut { to: other },
        HowName::In => CohortChange::TransferIn { from: other },
        HowName::Repeat => CohortChange::Repeat {
            into: house.state().cohorts().next(),
            expected_on: asked.expected.unwrap_or(on),
        },
    };
    recorded::act(context, &mut house, &of.acting.answering, |house| {
        let what = (change, asked.reason.reason());
        house.change_cohort(by, (CohortId(of.cohort), on), what, &asked.member)
    })
}

fn read_unmet(text: &str) -> Result<(u32, UnmetReason), Fault> {
    let wrong = || Fault::Unmet(text.to_string());
    let (place, reason) = text.split_once('=').ok_or_else(wrong)?;
    let reason = UnmetReason::ALL.iter().copied().find(|known| known.name() == reason);
    Ok((place.parse().map_err(|_| wrong())?, reason.ok_or_else(wrong)?))
}
