//! `dengji body apply|review|grant`: how a body is selected.
//!
//! In scope: arguments; the conditions that an application lacks are named beside a refusal.
//! Out of scope: the order of the steps (`register`).

use super::{Acting, scope, values};
use crate::commands::recorded;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::select_body::Document;
use desk::words::Lang;
use desk::{
    ApplicationId, Applied, BodyAct, BodyReason, Grant, OrganisationKind, ReviewStep, Site,
};
use std::path::PathBuf;
use vocab::Day;

/// Arguments of `body apply`.
#[derive(Debug, clap::Args)]
pub(crate) struct Apply {
    #[command(flatten)]
    acting: Acting,
    /// What kind of body it wants to be: employer, social or school.
    #[arg(long, value_name = "NAME", value_parser = values::kind)]
    kind: OrganisationKind,
    /// An occupation with its levels, for example 电工:3,4; several times.
    #[arg(long, value_name = "NAME", required = true, value_parser = values::covered)]
    scope: Vec<values::Covered>,
    /// A document; several times. It stays private under a root.
    #[arg(long, value_name = "FILE")]
    document: Vec<PathBuf>,
    /// A condition it meets, by its code; several times. Without any, all that are asked of it.
    #[arg(long, value_name = "NAME")]
    meets: Vec<String>,
    /// For the whole country.
    #[arg(long)]
    national: bool,
}

/// Arguments of `body review`.
#[derive(Debug, clap::Args)]
pub(crate) struct Review {
    #[command(flatten)]
    acting: Acting,
    /// The application, by its number.
    #[arg(long, value_name = "NUMBER")]
    application: u32,
    #[command(subcommand)]
    step: Step,
}

/// The steps of a review.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Step {
    /// It is complete.
    Complete,
    /// It is given back.
    Incomplete {
        /// A condition that is missing, by its code; several times.
        #[arg(long, value_name = "NAME", required = true)]
        missing: Vec<String>,
    },
    /// It was reviewed.
    Reviewed {
        /// A reviewer: organisation, number and private name, for example 1-7=NAME; several times.
        #[arg(long, value_name = "NAME", required = true, value_parser = values::reviewer)]
        reviewer: Vec<values::Reviewer>,
        /// Most were against.
        #[arg(long)]
        against: bool,
    },
    /// It is made public.
    Publicise {
        /// The first day.
        #[arg(long, value_name = "DAY")]
        from: Day,
        /// The last day.
        #[arg(long, value_name = "DAY")]
        until: Day,
    },
    /// Somebody objects.
    Object {
        /// File with the words of the objection, which stay private.
        #[arg(long, value_name = "FILE")]
        words: PathBuf,
    },
    /// The open objection is decided.
    Decide {
        /// It is upheld; without this it is dismissed.
        #[arg(long)]
        upheld: bool,
    },
    /// It is refused.
    Refuse {
        /// The code of the reason.
        #[arg(long, value_name = "NAME", value_parser = values::reason)]
        reason: BodyReason,
    },
    /// The applicant takes it back.
    Withdraw,
}

/// Arguments of `body grant`.
#[derive(Debug, clap::Args)]
pub(crate) struct GrantArguments {
    #[command(flatten)]
    acting: Acting,
    /// The application, by its number.
    #[arg(long, value_name = "NUMBER")]
    application: u32,
    /// An occupation with its levels; without any, all that was applied for.
    #[arg(long, value_name = "NAME", value_parser = values::covered)]
    scope: Vec<values::Covered>,
    /// A site: prefix, people a day, seats of each room; several times.
    #[arg(long, value_name = "NAME", required = true, value_parser = values::site)]
    site: Vec<Site>,
    /// The day of publication; without it, the day of effect.
    #[arg(long, value_name = "DAY")]
    published: Option<Day>,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    until: Day,
    /// It may certify people it does not employ.
    #[arg(long)]
    covers_outsiders: bool,
    /// A standard or specification exists for the whole scope.
    #[arg(long)]
    standard_exists: bool,
}

/// Applies for recognition.
pub(crate) fn apply(context: &Context, arguments: &Apply) -> Result<Exit, Fault> {
    let (mut house, by, on) = arguments.acting.open(context)?;
    let applied = Applied {
        application: house.state().bodies().next_application(),
        kind: arguments.kind,
        scope: scope(&house, &arguments.scope)?,
        documents: [0; 32],
        conditions: 0,
        national: arguments.national,
    };
    let conditions = match arguments.meets.as_slice() {
        [] => house.asked_of(&applied),
        codes => conditions(&house, codes)?,
    };
    let applied = Applied { conditions, ..applied };
    let mut documents = Vec::with_capacity(arguments.document.len());
    for path in &arguments.document {
        let name = path.file_name().map_or("".into(), |n| n.to_string_lossy()).into_owned();
        documents.push(Document { name, bytes: read(path)? });
    }
    let number = applied.application.0.to_string();
    if !arguments.acting.answering.json {
        let number = [("number", number.into())];
        output::tell(&context.words.say("body-application-number", &number));
    }
    recorded::act(context, &mut house, &arguments.acting.answering, |house| {
        house.apply_for_recognition(by, on, applied, &documents)
    })
}

/// Takes a step of a review.
pub(crate) fn review(context: &Context, arguments: &Review) -> Result<Exit, Fault> {
    let (mut house, by, on) = arguments.acting.open(context)?;
    let application = ApplicationId(arguments.application);
    let mut names = Vec::new();
    let step = match &arguments.step {
        Step::Complete => {
            let missing = house.missing_conditions(application);
            let zh = context.words.lang() == Lang::Zh;
            for condition in missing {
                let says = if zh { condition.zh } else { condition.en };
                let said = [("code", condition.code.into()), ("says", says.into())];
                output::tell(&context.words.say("body-lacks", &said));
            }
            ReviewStep::Complete
        }
        Step::Incomplete { missing } => {
            ReviewStep::Incomplete { missing: conditions(&house, missing)? }
        }
        Step::Reviewed { reviewer, against } => {
            names = reviewer.iter().map(|r| r.name.clone()).collect();
            let reviewers = reviewer.iter().map(|r| r.staff).collect();
            ReviewStep::Reviewed { reviewers, favourable: !against }
        }
        Step::Publicise { from, until } => ReviewStep::Publicised { from: *from, until: *until },
        Step::Object { words } => {
            let words = String::from_utf8_lossy(&read(words)?).into_owned();
            return recorded::act(context, &mut house, &arguments.acting.answering, |house| {
                house.object_to_application(by, on, application, &words)
            });
        }
        Step::Decide { upheld } => ReviewStep::ObjectionDecided { upheld: *upheld },
        Step::Refuse { reason } => ReviewStep::Refused { reason: *reason },
        Step::Withdraw => ReviewStep::Withdrawn,
    };
    recorded::act(context, &mut house, &arguments.acting.answering, |house| {
        house.review_application(by, on, (application, step), &names)
    })
}

/// Recognises a body that applied.
pub(crate) fn grant(context: &Context, arguments: &GrantArguments) -> Result<Exit, Fault> {
    let (mut house, by, on) = arguments.acting.open(context)?;
    let application = ApplicationId(arguments.application);
    let found = house.state().bodies().application(application);
    let Some((body, applied)) = found.map(|a| (a.by, a.applied.scope.clone())) else {
        return Err(Fault::NoApplication(arguments.application));
    };
    let scope = match arguments.scope.as_slice() {
        [] => applied,
        written => scope(&house, written)?,
    };
    let act = BodyAct::Grant(Grant {
        application,
        body,
        scope,
        sites: arguments.site.clone(),
        published_on: arguments.published.unwrap_or(on),
        until: arguments.until,
        covers_outsiders: arguments.covers_outsiders,
        standard_exists: arguments.standard_exists,
    });
    let answering = &arguments.acting.answering;
    recorded::act(context, &mut house, answering, |house| house.body_act(by, on, act))
}

fn conditions(house: &desk::house::House, codes: &[String]) -> Result<u32, Fault> {
    let selection = &house.law().selection;
    let mut bits = 0;
    for code in codes {
        bits |= selection.bit(code).ok_or_else(|| Fault::NoCondition(code.clone()))?;
    }
    Ok(bits)
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|source| Fault::ReadFile { path: path.clone(), source })
}
