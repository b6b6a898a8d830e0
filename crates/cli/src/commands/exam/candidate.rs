//! Acts about single candidates of an examination: accepted, chosen, withdrawn, paid back.
//!
//! In scope: arguments and answers. They are private: nothing of them is in the log but counts.
//! Out of scope: the acts (`desk::settle_exam`).

use crate::commands::import::into_session::{self, Into};
use crate::commands::import::reading::{GoodRows, Reading};
use crate::commands::recorded::{self, cited};
use crate::commands::register_folder::RegisterFolder;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::house::House;
use desk::house_error::HouseError;
use desk::run_session::Cited;
use desk::settle_exam::{self, Said};
use desk::{Election, SessionId};
use serde_json::json;
use std::path::PathBuf;
use vocab::Day;

/// What every act about candidates needs.
#[derive(Debug, clap::Args)]
struct Candidates {
    #[command(flatten)]
    register: RegisterFolder,
    /// The examination, by its number.
    #[arg(long, value_name = "NUMBER")]
    session: u32,
    /// The day of effect; without it, today in China.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// One object for programs.
    #[arg(long)]
    json: bool,
}

/// Arguments of `exam accept`.
#[derive(Debug, clap::Args)]
pub(crate) struct Accept {
    #[command(flatten)]
    of: Candidates,
    /// The list of people: name, number of the document, fee in yuan.
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    good_rows: GoodRows,
    /// They apply to sit a failed examination again.
    #[arg(long)]
    resit: bool,
}

/// A candidate.
#[derive(Debug, clap::Args)]
struct One {
    #[command(flatten)]
    of: Candidates,
    /// The candidate, by the place in the examination.
    #[arg(long, value_name = "NUMBER")]
    place: u32,
}

/// Arguments of `exam elect`.
#[derive(Debug, clap::Args)]
pub(crate) struct Elect {
    #[command(flatten)]
    one: One,
    /// What was chosen.
    #[arg(long, value_enum)]
    choice: ChoiceName,
    /// How it came.
    #[arg(long, value_enum)]
    channel: ChannelName,
}

/// Arguments of `exam withdraw`.
#[derive(Debug, clap::Args)]
pub(crate) struct Withdraw {
    #[command(flatten)]
    one: One,
    /// How it came.
    #[arg(long, value_enum)]
    channel: ChannelName,
}

/// Arguments of `exam refund`.
#[derive(Debug, clap::Args)]
pub(crate) struct Refund {
    #[command(flatten)]
    one: One,
    /// The number of the order to pay.
    #[arg(long, value_name = "ID")]
    order: String,
    /// The reference of the payment.
    #[arg(long, value_name = "ID")]
    payment: String,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ChoiceName {
    /// To be examined.
    Continue,
    /// To be paid back.
    Refund,
    /// Takes the choice back.
    Undecided,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ChannelName {
    /// At the window.
    Window,
    /// By telephone.
    Phone,
    /// By text message.
    Message,
    /// Online.
    Online,
    /// By letter.
    Letter,
}

impl ChannelName {
    fn channel(self) -> settle_exam::Channel {
        match self {
            ChannelName::Window => settle_exam::Channel::Window,
            ChannelName::Phone => settle_exam::Channel::Phone,
            ChannelName::Message => settle_exam::Channel::Message,
            ChannelName::Online => settle_exam::Channel::Online,
            ChannelName::Letter => settle_exam::Channel::Letter,
        }
    }
}

impl Candidates {
    fn open(&self, context: &Context) -> Result<(House, Day), Fault> {
        let house = self.register.open(context)?;
        let on = self.on.unwrap_or_else(|| house.now().day_in_china());
        Ok((house, on))
    }

    /// Does a private act and tells of it.
    fn run(
        &self,
        context: &Context,
        what: impl FnOnce(&mut House, SessionId, Day) -> Result<Told, HouseError>,
    ) -> Result<Exit, Fault> {
        let (mut house, on) = self.open(context)?;
        let told = what(&mut house, SessionId(self.session), on);
        self.told(context, &house, told)
    }

    fn told(
        &self,
        context: &Context,
        house: &House,
        told: Result<Told, HouseError>,
    ) -> Result<Exit, Fault> {
        match told {
            Ok(told) => told.answer(context, self.json),
            Err(HouseError::Refused(refusal)) => {
                recorded::refused(context, house, &refusal, self.json)
            }
            Err(error) => Err(Fault::House(error)),
        }
    }
}

/// What a private act is answered with.
#[derive(Default)]
struct Told {
    places: Vec<u32>,
    fee_fen: Option<u32>,
    cited: Option<Cited>,
}

impl Told {
    fn answer(&self, context: &Context, as_json: bool) -> Result<Exit, Fault> {
        let (rule, quote) = match &self.cited {
            Some(Cited { rule, quote }) => (Some(rule.as_str()), Some(quote.as_str())),
            None => (None, None),
        };
        if as_json {
            let object = json!({
                "places": self.places, "fee_fen": self.fee_fen, "rule": rule, "quote": quote,
            });
            output::answer_json(&object)?;
            return Ok(Exit::Yes);
        }
        let words = &context.words;
        let text = match self.fee_fen {
            Some(fee) => {
                let fee = desk::see_exams::yuan(u64::from(fee));
                words.say("exam-paid-back", &[("fee", fee.into())])
            }
            None => {
                let places: Vec<String> = self.places.iter().map(u32::to_string).collect();
                let places = places.join(&words.say("list-separator", &[]));
                words.say("exam-kept-privately", &[("places", places.into())])
            }
        };
        output::answer(&format!("{text}\n{}", cited(rule, quote)))?;
        Ok(Exit::Yes)
    }
}

/// Accepts registrations.
pub(crate) fn accept(context: &Context, arguments: &Accept) -> Result<Exit, Fault> {
    let Accept { of, people: file, reading, good_rows, resit } = arguments;
    let (mut house, on) = of.open(context)?;
    let (session, resits, json) = (SessionId(of.session), *resit, of.json);
    let into = Into { session, on, resits, file, reading, good_rows, json };
    let Some(done) = into_session::enter(context, &mut house, &into)? else {
        return Ok(Exit::Fault);
    };
    let told = done.map(|(entered, _)| Told {
        places: entered.places,
        cited: entered.cited,
        ..Told::default()
    });
    of.told(context, &house, told)
}

/// Records what a candidate chose.
pub(crate) fn elect(context: &Context, arguments: &Elect) -> Result<Exit, Fault> {
    let election = match arguments.choice {
        ChoiceName::Continue => Election::Continue,
        ChoiceName::Refund => Election::Refund,
        ChoiceName::Undecided => Election::Undecided,
    };
    let One { of, place } = &arguments.one;
    of.run(context, |house, session, on| {
        let how = (on, arguments.channel.channel());
        house.hear(session, *place, Said::Chose(election), how)?;
        Ok(Told { places: vec![*place], ..Told::default() })
    })
}

/// Records that a candidate withdrew.
pub(crate) fn withdraw(context: &Context, arguments: &Withdraw) -> Result<Exit, Fault> {
    let One { of, place } = &arguments.one;
    of.run(context, |house, session, on| {
        house.hear(session, *place, Said::Withdrew, (on, arguments.channel.channel()))?;
        Ok(Told { places: vec![*place], ..Told::default() })
    })
}

/// Records that a candidate was paid back.
pub(crate) fn refund(context: &Context, arguments: &Refund) -> Result<Exit, Fault> {
    let One { of, place } = &arguments.one;
    of.run(context, |house, session, on| {
        let paid = (arguments.order.as_str(), arguments.payment.as_str());
        let (fee, cited) = house.pay_back(session, *place, on, paid)?;
        Ok(Told { places: vec![*place], fee_fen: Some(fee), cited })
    })
}
