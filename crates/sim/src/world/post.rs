//! `Post` and `Message`: what somebody asks of the register, and what must be the answer.
//!
//! In scope: messages on their way, the history of deliveries. Out of scope: delays (`world`).
//! Sessions and organisations are named by labels that the world gives; the keeper translates them
//! into the register's numbers, so that a history still runs when messages are left out of it.

use crate::world::events::Happening;
use crate::world::failure::Broken;
use crate::world::keeper::Answer;
use law::Law;
use register::{Breach, OrganisationId, PublicAct, Refusal};
use vocab::{Day, Instant};

/// What somebody asks of the register.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    /// Who acts, by label.
    pub(crate) actor: OrganisationId,
    /// The day of effect.
    pub(crate) on: Day,
    /// Names the request.
    pub(crate) request: [u8; 16],
    /// What is done, with labels.
    pub(crate) act: PublicAct,
    /// What must be answered.
    pub(crate) expect: Expect,
    /// Who waits for the answer.
    pub(crate) process: Option<Happening>,
}

/// What must be answered to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// It is lawful: done, or put off for a reason of order that a second try overcomes.
    Done,
    /// It is a scheme: refused by one of these rules or breaches.
    Refused {
        /// The scheme's name.
        scheme: &'static str,
        /// Rules of the law, of which one is cited.
        rules: &'static [&'static str],
        /// Breaches, of which one is found.
        breaches: &'static [Breach],
    },
    /// The law may say yes or no; both are taken note of.
    Either,
}

/// Breaches that come of delays and not of anybody's doing.
const OF_ORDER: &[Breach] = &[Breach::RecordedBackwards, Breach::NotTheNext, Breach::OutOfTurn];

impl Expect {
    /// Compares the answer with what must be answered.
    pub(crate) fn compare(&self, message: &Message, answer: &Answer) -> Result<(), Broken> {
        let (refusal, cited) = match answer {
            Answer::Refused(refusal, cited) => (Some(&**refusal), cited.clone()),
            Answer::Done(_) => (None, None),
            Answer::Repeated(_) | Answer::OtherRequest => return Ok(()),
        };
        match (self, refusal) {
            (Expect::Done, None) | (Expect::Either, _) => Ok(()),
            (_, Some(Refusal::Breach(breach))) if OF_ORDER.contains(breach) => Ok(()),
            (Expect::Done, Some(refusal)) => Err(Broken::LawfulRefused {
                act: message.act.clone(),
                on: message.on,
                refusal: refusal.clone(),
                cited,
            }),
            (Expect::Refused { scheme, .. }, None) => {
                Err(Broken::SchemePassed { scheme, act: message.act.clone(), on: message.on })
            }
            (Expect::Refused { scheme, rules, breaches }, Some(refusal)) => {
                let rightly = match (refusal, answer) {
                    (Refusal::Breach(breach), _) => breaches.contains(breach),
                    (_, Answer::Refused(_, rule)) => {
                        rule.as_deref().is_some_and(|rule| rules.contains(&rule))
                    }
                    _ => false,
                };
                if rightly {
                    return Ok(());
                }
                let (act, refusal) = (message.act.clone(), refusal.clone());
                Err(Broken::RefusedForAnother { scheme, act, refusal: Box::new(refusal), cited })
            }
        }
    }
}

/// What a sender makes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is done.
    Done,
    /// It was refused for the order of arrival only: try again.
    Again,
    /// It was refused.
    Refused,
}

impl Outcome {
    pub(crate) fn of(answer: &Answer) -> Outcome {
        match answer {
            Answer::Done(_) | Answer::Repeated(_) => Outcome::Done,
            Answer::Refused(refusal, _) => match &**refusal {
                Refusal::Breach(breach) if OF_ORDER.contains(breach) => Outcome::Again,
                _ => Outcome::Refused,
            },
            Answer::OtherRequest => Outcome::Refused,
        }
    }
}

/// A message as it was delivered, and when.
#[derive(Clone, Debug)]
pub(crate) struct Delivered {
    pub(crate) at: Instant,
    pub(crate) message: Message,
}

/// Messages on their way.
#[derive(Default)]
pub(crate) struct Post {
    waiting: Vec<Option<(Message, u8)>>,
    free: Vec<usize>,
    /// Everything that was delivered, in order: the history.
    pub(crate) delivered: Vec<Delivered>,
}

impl Post {
    /// Puts a message that arrives so many times.
    pub(crate) fn put(&mut self, message: Message, copies: u8) -> usize {
        match self.free.pop() {
            Some(place) => {
                self.waiting[place] = Some((message, copies));
                place
            }
            None => {
                self.waiting.push(Some((message, copies)));
                self.waiting.len() - 1
            }
        }
    }

    /// Takes a copy of a message.
    pub(crate) fn take(&mut self, place: usize) -> Option<Message> {
        let (message, copies) = self.waiting.get_mut(place)?.as_mut()?;
        *copies -= 1;
        if 0 < *copies {
            return Some(message.clone());
        }
        self.free.push(place);
        self.waiting[place].take().map(|(message, _)| message)
    }
}

/// What is cited when the law has no answer, for it is not there yet.
pub(crate) const NO_LAW_YET: &str = "no law yet";

/// Returns the rule that a refusal cites.
pub(crate) fn cited(law: &Law, refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::Law { decision, .. } => law.cited(decision).map(|rule| rule.id.clone()),
        Refusal::Breach(breach) => Some(breach.rule().to_string()),
        Refusal::Unanswered(_) => Some(NO_LAW_YET.to_string()),
    }
}
