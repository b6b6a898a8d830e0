//! `ExamAct`: examinations of the old scheme in flight at the exit: complete batches, choices,
//! closing.
//!
//! Source: 三; readings R-3-4, R-3-5, R-3-8, R-3-10.
//! In scope: the old scheme beyond its four steps. The region of whoever examines: its law answers.
//! Out of scope: bytes (`seal`), people (`desk`).
//! I-REG-5: an examination is closed when every accepted candidate has come to one end.

mod check;
mod in_flight;
mod snapshot;

pub(crate) use check::check;
pub use in_flight::{Supposed, decide_in_flight};

use crate::SessionId;
use crate::act::{About, Event, Settlement};
use crate::cell::Cell;
use crate::state::State;
use crate::verify::Formed;
use alloc::collections::BTreeMap;
use vocab::Day;

/// How an examination ended: where each accepted candidate came to, and the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExamEnd {
    /// The examination.
    pub session: SessionId,
    /// Got a certificate.
    pub certified: u32,
    /// Sat and did not pass.
    pub not_passed: u32,
    /// Were paid back.
    pub refunded: u32,
    /// Withdrew.
    pub withdrew: u32,
    /// What the candidates paid, in fen.
    pub received_fen: u64,
    /// What was paid back, in fen.
    pub refunded_fen: u64,
    /// Merkle root of salted rows of candidate, end, fee and refund.
    pub root: [u8; 32],
}

/// An act about examinations of the old scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExamAct {
    /// Records that the five steps of a batch are done: plan published, candidates entered,
    /// qualification checked, rooms arranged, admission numbers generated.
    CompleteBatch {
        /// The examination.
        session: SessionId,
        /// Number of admission numbers.
        admitted: u32,
        /// Merkle root of salted admission numbers.
        root: [u8; 32],
    },
    /// Reports the settlement with what it rests on: each candidate's choice, its day and channel.
    ReportChoices {
        /// The counts; they take the place of those reported before.
        settlement: Settlement,
        /// Merkle root of salted rows of candidate, choice, day and channel.
        root: [u8; 32],
    },
    /// Closes an examination: after it nothing more is done in it.
    CloseExam(ExamEnd),
}

/// A complete batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompleteBatch {
    /// The day it was complete.
    pub on: Day,
    /// Number of admission numbers.
    pub admitted: u32,
    /// Their root.
    pub root: [u8; 32],
}

/// What these acts add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exams {
    complete: BTreeMap<SessionId, CompleteBatch>,
    choices: BTreeMap<SessionId, [u8; 32]>,
    ended: BTreeMap<SessionId, (Day, ExamEnd)>,
}

impl Exams {
    /// Returns the complete batch of an examination.
    pub fn complete(&self, session: SessionId) -> Option<&CompleteBatch> {
        self.complete.get(&session)
    }

    /// Returns the root of the choices reported last.
    pub fn choices(&self, session: SessionId) -> Option<&[u8; 32]> {
        self.choices.get(&session)
    }

    /// Returns how an examination ended, and the day it was closed.
    pub fn ended(&self, session: SessionId) -> Option<(Day, &ExamEnd)> {
        self.ended.get(&session).map(|(day, end)| (*day, end))
    }
}

impl ExamAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            ExamAct::CompleteBatch { .. } => "complete-batch",
            ExamAct::ReportChoices { .. } => "report-choices",
            ExamAct::CloseExam(_) => "close-exam",
        }
    }

    /// Returns the examination.
    pub fn session(&self) -> SessionId {
        match self {
            ExamAct::CompleteBatch { session, .. } => *session,
            ExamAct::ReportChoices { settlement, .. } => settlement.session,
            ExamAct::CloseExam(end) => end.session,
        }
    }

    /// Says what it is about.
    pub fn about(&self) -> About {
        About { organisation: None, session: Some(self.session()) }
    }
}

impl CompleteBatch {
    fn cell(&self) -> Cell {
        Cell::new().day(self.on).u32(self.admitted).raw(&self.root)
    }
}

impl ExamEnd {
    fn cell(&self, on: Day) -> Cell {
        let cell = Cell::new().day(on).u32(self.certified).u32(self.not_passed);
        let cell = cell.u32(self.refunded).u32(self.withdrew);
        cell.u64(self.received_fen).u64(self.refunded_fen).raw(&self.root)
    }
}

impl Exams {
    /// Forms the cells again that are held here.
    pub(crate) fn form(&self, formed: &mut Formed) {
        for (id, complete) in &self.complete {
            formed.numbered("batch_complete", id.0, &complete.cell());
        }
        for (id, root) in &self.choices {
            formed.numbered("choices", id.0, &Cell::new().raw(root));
        }
        for (id, (on, end)) in &self.ended {
            formed.numbered("exam_ended", id.0, &end.cell(*on));
        }
    }
}

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &ExamAct) {
    let id = act.session();
    match act {
        ExamAct::CompleteBatch { admitted, root, .. } => {
            let complete = CompleteBatch { on: event.on, admitted: *admitted, root: *root };
            state.note("batch_complete", id.0, &complete.cell());
            state.exams.complete.insert(id, complete);
        }
        ExamAct::ReportChoices { settlement, root } => {
            let before = state.session_mut(id).settlement.replace(*settlement);
            let before = before.map(|t| Cell::settlement(&t));
            state.exchange("settlement", &id.0, before, Cell::settlement(settlement));
            let before = state.exams.choices.insert(id, *root).map(|root| Cell::new().raw(&root));
            state.exchange("choices", &id.0, before, Cell::new().raw(root));
        }
        ExamAct::CloseExam(end) => {
            state.note("exam_ended", id.0, &end.cell(event.on));
            state.exams.ended.insert(id, (event.on, *end));
        }
    }
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked.
pub(crate) fn applies(state: &State, act: &ExamAct) -> bool {
    state.session(act.session()).is_some()
}
