//! `Keeper`: who keeps the register: answers each request once, records in order, starts again
//! after a crash.
//!
//! In scope: the one write path without bytes and signatures: idempotency, `check`, record,
//! `apply`. A second register decides every recorded act again at each landmark, and a third from
//! the first at the end (I-REG-1).
//! Out of scope: what the acts mean (`model`).

use crate::world::failure::Broken;
use crate::world::labels::Labels;
use crate::world::model::Model;
use crate::world::post::{Message, cited};
use crate::world::restarting;
use law::Law;
use register::{
    CaseId, CohortId, DrawId, Event, HoldId, OrganisationId, PublicAct, Refusal, SessionId,
    SignedBy, State, apply, check,
};
use std::collections::HashMap;
use vocab::Instant;

/// What is broken on purpose in the keeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// It records without asking.
    AsksNobody,
    /// It forgets what it has answered.
    ForgetsAnswers,
    /// A crash loses the last recorded act.
    LosesTheLast,
}

/// What a request is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Recorded, at this place among the acts.
    Done(usize),
    /// The same request was answered before.
    Repeated(usize),
    /// Refused, under the rule that is cited.
    Refused(Box<Refusal>, Option<String>),
    /// Another request came under this name.
    OtherRequest,
}

/// Who keeps the register.
pub(crate) struct Keeper<'law> {
    law: &'law Law,
    state: State,
    /// Every recorded act, with the register's numbers: what is on the disk.
    log: Vec<Event>,
    answered: HashMap<[u8; 16], usize>,
    labels: Labels,
    /// The second register, and how many acts it has seen.
    second: (State, usize),
    shift: i64,
    sabotage: Option<Sabotage>,
}

impl<'law> Keeper<'law> {
    pub(crate) fn new(law: &'law Law, sabotage: Option<Sabotage>) -> Keeper<'law> {
        Keeper {
            law,
            state: State::new(),
            log: Vec::new(),
            answered: HashMap::new(),
            labels: Labels::default(),
            second: (State::new(), 0),
            shift: 0,
            sabotage,
        }
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Returns the register's number of a session.
    pub(crate) fn session(&self, label: SessionId) -> Option<SessionId> {
        self.labels.session(label)
    }

    /// Returns the register's number of a cohort.
    pub(crate) fn cohort(&self, label: CohortId) -> Option<CohortId> {
        self.labels.cohort(label)
    }

    /// Returns the register's number of a draw.
    pub(crate) fn draw(&self, label: DrawId) -> Option<DrawId> {
        self.labels.draw(label)
    }

    /// Says whether a case is open or was.
    pub(crate) fn case_known(&self, label: CaseId) -> bool {
        self.labels.case(label).is_some()
    }

    /// Says whether a hold is released.
    pub(crate) fn released(&self, label: HoldId) -> bool {
        let held = self.labels.hold(label).and_then(|id| self.state.supervision().hold(id));
        held.is_some_and(|held| held.release.is_some())
    }

    /// Sets the clock, by so many seconds from the true time.
    pub(crate) fn shift_clock(&mut self, seconds: i64) {
        self.shift = seconds;
    }

    /// Returns the time that the clock shows.
    pub(crate) fn clock(&self, now: Instant) -> Instant {
        Instant(now.0 + self.shift)
    }

    /// Takes a request. The model looks at what was touched.
    ///
    /// # Errors
    /// What a checker finds.
    pub(crate) fn take(
        &mut self,
        message: &Message,
        now: Instant,
        model: &mut Model<'_>,
    ) -> Result<Answer, Broken> {
        let forgets = self.sabotage == Some(Sabotage::ForgetsAnswers);
        if let Some(answer) = self.answered_before(message).filter(|_| !forgets) {
            return Ok(answer);
        }
        let Some(act) = self.labels.translated(&self.state, &message.act) else {
            let unknown = register::Breach::UnknownSession;
            return Ok(self.refused(Refusal::Breach(unknown)));
        };
        let actor = self.actor(message);
        let event = Event {
            actor,
            sequence: self.state.sequence(actor),
            on: message.on,
            recorded_at: now,
            idempotency: message.request,
            act,
        };
        match check(&self.state, self.law, &event) {
            Ok(checked) => {
                model.decided(&event, &checked)?;
                self.record(event, &message.act);
            }
            Err(_) if self.sabotage == Some(Sabotage::AsksNobody) => {
                if !register::applies(&self.state, &event) {
                    return Ok(self.refused(Refusal::Breach(register::Breach::UnknownSession)));
                }
                self.record(event, &message.act);
            }
            Err(refusal) => return Ok(self.refused(refusal)),
        }
        let place = self.log.len() - 1;
        model.touched(&self.state, &self.log[place])?;
        Ok(Answer::Done(place))
    }

    /// Asks something else under the name of a request that was done, and compares the answer.
    ///
    /// # Errors
    /// It is not refused for its name.
    pub(crate) fn compare_other_request(
        &self,
        message: &Message,
        answer: &Answer,
        chance: u8,
    ) -> Result<(), Broken> {
        if chance != 0 || !matches!(answer, Answer::Done(_)) {
            return Ok(());
        }
        let other = Message { on: message.on.plus_days(-1), ..message.clone() };
        if self.answered_before(&other) == Some(Answer::OtherRequest) {
            return Ok(());
        }
        let what = "another request under the same name was not noticed".to_string();
        Err(Broken::Invariant { id: "I-LOG-3", what })
    }

    fn answered_before(&self, message: &Message) -> Option<Answer> {
        let place = *self.answered.get(&message.request)?;
        let before = &self.log[place];
        let same = before.on == message.on
            && before.actor == self.actor(message)
            && self
                .labels
                .translated(&self.state, &message.act)
                .is_some_and(|act| before.act == act);
        Some(if same { Answer::Repeated(place) } else { Answer::OtherRequest })
    }

    fn actor(&self, message: &Message) -> Option<OrganisationId> {
        match message.act.signed_by() {
            SignedBy::Actor => self.organisation(message.actor),
            SignedBy::Founder | SignedBy::Log | SignedBy::Recovery => None,
        }
    }

    fn refused(&self, refusal: Refusal) -> Answer {
        let rule = cited(self.law, &refusal);
        Answer::Refused(Box::new(refusal), rule)
    }

    fn record(&mut self, event: Event, labelled: &PublicAct) {
        self.labels.note(&event.act, labelled);
        let header = self.state.entries();
        apply(&mut self.state, &event);
        if let (PublicAct::IssueCertificates(issue), Some(batch)) =
            (labelled, self.state.corrections().batch(header))
        {
            self.labels.note_batch(issue, header, batch.first);
        }
        self.answered.insert(event.idempotency, self.log.len());
        self.log.push(event);
    }

    /// Returns the register's number of an organisation.
    pub(crate) fn organisation(&self, label: OrganisationId) -> Option<OrganisationId> {
        self.labels.organisation(label)
    }

    /// States a landmark, and decides again what was recorded since the last.
    ///
    /// # Errors
    /// The second register answers otherwise, or its digest differs.
    pub(crate) fn landmark(&mut self, now: Instant, model: &mut Model<'_>) -> Result<(), Broken> {
        self.state.settle_digest();
        self.replay_new()?;
        let size = self.state.entries();
        // There is no tree here: whatever follows from everything before is as good a root.
        let state = *self.state.digest().bytes();
        let act = PublicAct::Landmark { size, root: state, state };
        let mut request = [0xff; 16];
        request[..8].copy_from_slice(&size.to_be_bytes());
        let event = Event {
            actor: None,
            sequence: 0,
            on: now.day_in_china(),
            recorded_at: now,
            idempotency: request,
            act,
        };
        // A clock that was set back makes the landmark wait for the next time.
        if check(&self.state, self.law, &event).is_ok() {
            self.record(event.clone(), &event.act);
            model.stated(&state);
            model.at_landmark(&self.state)?;
        }
        Ok(())
    }

    fn replay_new(&mut self) -> Result<(), Broken> {
        let (second, seen) = &mut self.second;
        for event in &self.log[*seen..] {
            again(second, self.law, event)?;
        }
        *seen = self.log.len();
        second.settle_digest();
        same_digest(second, &self.state, "the second register")
    }

    /// Brings the second register, which has decided every act from the first, to the end, and
    /// compares the states whole.
    pub(crate) fn replay_all(&mut self) -> Result<(), Broken> {
        self.replay_new()?;
        if self.second.0 == self.state {
            return Ok(());
        }
        let what = "the digests are the same and the states are not".to_string();
        Err(Broken::Invariant { id: "I-REG-1", what })
    }

    /// Returns every recorded act.
    #[cfg(test)]
    pub(crate) fn log(&self) -> &[Event] {
        &self.log
    }

    /// Loses the memory, and starts again: from a snapshot that was written just before, or from
    /// the state of the last landmark with what was recorded after it.
    pub(crate) fn crash(&mut self) -> Result<(), Broken> {
        let before = self.state.digest();
        if self.sabotage == Some(Sabotage::LosesTheLast) {
            self.log.pop();
        }
        self.state = if self.sabotage.is_none() && self.log.len().is_multiple_of(2) {
            restarting::loaded(&self.state)?
        } else {
            let (second, seen) = &self.second;
            let (mut state, seen) = (second.clone(), (*seen).min(self.log.len()));
            self.log[seen..].iter().for_each(|event| apply(&mut state, event));
            state
        };
        if self.state.digest() == before {
            return Ok(());
        }
        let what = "an acknowledged act is gone after a crash".to_string();
        Err(Broken::Invariant { id: "I-LOG-3", what })
    }
}

fn again(state: &mut State, law: &Law, event: &Event) -> Result<(), Broken> {
    if let Err(refusal) = check(state, law, event) {
        let what = format!("{:?} was recorded and is refused: {refusal:?}", event.act);
        return Err(Broken::Invariant { id: "I-REG-1", what });
    }
    apply(state, event);
    Ok(())
}

fn same_digest(a: &State, b: &State, who: &str) -> Result<(), Broken> {
    if a.digest() == b.digest() {
        return Ok(());
    }
    let what = format!("{who} has the digest {}, the keeper's is {}", a.digest(), b.digest());
    Err(Broken::Invariant { id: "I-REG-1", what })
}
