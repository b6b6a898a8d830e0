//! Holds, releases, inspections, relations and cases: supervision as requests of the house.
//!
//! Source: 四, 六; readings R-6-1, R-6-21, R-6-22.
//! In scope: numbers that come next, texts kept in private under a salted commitment.
//! Out of scope: draws (`draw_by_lot`), whether it may be done (`register`).
//! Failure: an act and its text are one transaction.

use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::private_rows::private;
use register::{
    CaseId, DrawId, Finding, FindingCode, Grounds, Hold, HoldId, HoldReason, Inspection,
    InspectionId, InspectionOutcome, OpenCase, OrganisationId, PublicAct, Relation, Release,
    ReleaseReason, RowId, Sanction, SessionId, StaffId, SupervisionAct,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{PrivateKind, PrivateRow};
use vocab::Day;

/// The group of private rows that holds the texts of supervision.
pub(crate) const TEXTS: &str = "supervision-texts";

/// A text with the salt of its commitment.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TextRow {
    salt: [u8; 16],
    pub(crate) commitment: [u8; 32],
    text: String,
}

/// Who acts, and on which day.
pub type Acting = (OrganisationId, Day);

/// What is recorded of an inspection.
#[derive(Clone, Debug)]
pub struct InspectionAsk {
    /// The draw it follows, and the place among those drawn.
    pub draw: Option<(DrawId, u32)>,
    /// Who was inspected.
    pub body: OrganisationId,
    /// The session.
    pub session: Option<SessionId>,
    /// Who inspected.
    pub inspectors: Vec<StaffId>,
    /// What came out.
    pub outcome: InspectionOutcome,
    /// The findings, kept privately.
    pub text: String,
}

/// What a case is opened with.
#[derive(Clone, Debug)]
pub struct CaseAsk {
    /// Whom it is about.
    pub subject: OrganisationId,
    /// On what grounds.
    pub grounds: Grounds,
    /// The inspection it rests on.
    pub inspection: Option<InspectionId>,
    /// The draw in which a nonce is missing.
    pub draw: Option<DrawId>,
    /// What was brought forward, kept privately.
    pub text: String,
}

/// What was found in a case.
#[derive(Clone, Debug)]
pub struct FindingAsk {
    /// The case.
    pub case: CaseId,
    /// What was found.
    pub code: FindingCode,
    /// The session.
    pub session: Option<SessionId>,
    /// Rows of its results: first and last of each run.
    pub rows: Vec<(u32, u32)>,
    /// The reasons, kept privately.
    pub text: String,
}

impl House {
    /// Holds issuing of a body, for an occupation or a session when they are named.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn hold_issuing(
        &mut self,
        acting: Acting,
        body: OrganisationId,
        (occupation, session): (Option<RowId>, Option<SessionId>),
        reason: HoldReason,
    ) -> Result<Receipt, HouseError> {
        let hold = self.state.supervision().next_hold();
        let act = SupervisionAct::Hold(Hold { hold, body, occupation, session, reason });
        self.supervise(acting, format!("hold {}", hold.0), act, &[])
    }

    /// Releases a hold: for the next batch of a session, until a day, or for good.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn release_issuing(
        &mut self,
        acting: Acting,
        hold: HoldId,
        (session, until): (Option<SessionId>, Option<Day>),
        reason: ReleaseReason,
    ) -> Result<Receipt, HouseError> {
        // A hold that is not there is refused by the register.
        let body = self.state.supervision().hold(hold).map_or(acting.0, |held| held.hold.body);
        let act = SupervisionAct::Release(Release { hold, body, session, until, reason });
        self.supervise(acting, format!("release {}", hold.0), act, &[])
    }

    /// Records an inspection.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn record_inspection(
        &mut self,
        acting: Acting,
        ask: InspectionAsk,
    ) -> Result<Receipt, HouseError> {
        let inspection = self.state.supervision().next_inspection();
        let InspectionAsk { draw, body, session, inspectors, outcome, text } = ask;
        let (findings, row) = self.keep_text(&text)?;
        let act = Inspection { inspection, draw, body, session, inspectors, findings, outcome };
        let name = format!("inspection {}", inspection.0);
        self.supervise(acting, name, SupervisionAct::Inspection(act), &[row])
    }

    /// Declares a relation.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn declare_relation(
        &mut self,
        acting: Acting,
        relation: Relation,
    ) -> Result<Receipt, HouseError> {
        let name = format!("relation {relation:?}");
        self.supervise(acting, name, SupervisionAct::DeclareRelation(relation), &[])
    }

    /// Opens a case.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn open_case(&mut self, acting: Acting, ask: &CaseAsk) -> Result<Receipt, HouseError> {
        let case = self.state.supervision().next_case();
        let &CaseAsk { subject, grounds, inspection, draw, ref text } = ask;
        let (commitment, row) = self.keep_text(text)?;
        let open = OpenCase { case, subject, grounds, inspection, draw, commitment };
        self.supervise(acting, format!("case {}", case.0), SupervisionAct::OpenCase(open), &[row])
    }

    /// Records a finding in a case.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn record_finding(
        &mut self,
        acting: Acting,
        ask: FindingAsk,
    ) -> Result<Receipt, HouseError> {
        let FindingAsk { case, code, session, rows, text } = ask;
        let (commitment, row) = self.keep_text(&text)?;
        let act = SupervisionAct::Finding(Finding { case, code, session, rows, commitment });
        let name = self.step(case);
        self.supervise(acting, name, act, &[row])
    }

    /// Orders rectification by a day.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn order_rectification(
        &mut self,
        acting: Acting,
        case: CaseId,
        due: Day,
    ) -> Result<Receipt, HouseError> {
        let name = self.step(case);
        self.supervise(acting, name, SupervisionAct::Rectify { case, due }, &[])
    }

    /// Reports what the subject put right.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn report_rectification(
        &mut self,
        acting: Acting,
        case: CaseId,
        text: &str,
    ) -> Result<Receipt, HouseError> {
        let (commitment, row) = self.keep_text(text)?;
        let name = self.step(case);
        self.supervise(acting, name, SupervisionAct::Rectified { case, commitment }, &[row])
    }

    /// Sanctions the subject of a case.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn sanction(&mut self, acting: Acting, sanction: Sanction) -> Result<Receipt, HouseError> {
        let name = self.step(sanction.case);
        self.supervise(acting, name, SupervisionAct::Sanction(sanction), &[])
    }

    /// Appeals against the last sanction of a case.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn appeal(
        &mut self,
        acting: Acting,
        case: CaseId,
        text: &str,
    ) -> Result<Receipt, HouseError> {
        let (commitment, row) = self.keep_text(text)?;
        let name = self.step(case);
        self.supervise(acting, name, SupervisionAct::Appeal { case, commitment }, &[row])
    }

    /// Decides an appeal: `upheld` when it is right and the sanction falls.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn decide_appeal(
        &mut self,
        acting: Acting,
        case: CaseId,
        upheld: bool,
    ) -> Result<Receipt, HouseError> {
        let name = self.step(case);
        self.supervise(acting, name, SupervisionAct::DecideAppeal { case, upheld }, &[])
    }

    /// Closes a case.
    ///
    /// # Errors
    /// As [`House::record`].
    pub fn close_case(&mut self, acting: Acting, case: CaseId) -> Result<Receipt, HouseError> {
        let name = self.step(case);
        self.supervise(acting, name, SupervisionAct::CloseCase { case }, &[])
    }

    pub(crate) fn supervise(
        &mut self,
        (by, on): Acting,
        name: String,
        act: SupervisionAct,
        private: &[PrivateRow],
    ) -> Result<Receipt, HouseError> {
        let act = PublicAct::Supervise(act);
        self.record(
            &Request { actor: Some(by), on, name: format!("supervise {name}"), act },
            private,
        )
    }

    /// Names a step of a case by where the log stands: what is done twice is two steps, and the
    /// register says whether there can be a second.
    fn step(&self, case: CaseId) -> String {
        format!("case {} at {}", case.0, self.size())
    }

    /// Commits to a text under a fresh salt; the row keeps both.
    fn keep_text(&mut self, text: &str) -> Result<([u8; 32], PrivateRow), HouseError> {
        let salt = self.salt()?.0;
        let commitment = text_commitment(&salt, text);
        let place = self.next_place(PrivateKind::Salt, TEXTS)?;
        let row = TextRow { salt, commitment, text: text.to_string() };
        Ok((commitment, private(PrivateKind::Salt, TEXTS, place, &row)))
    }

    /// Returns the text that a commitment of supervision is to, if it is kept here.
    ///
    /// # Errors
    /// The private rows cannot be read.
    pub fn supervision_text(&self, commitment: &[u8; 32]) -> Result<Option<String>, HouseError> {
        let rows: Vec<TextRow> = self.rows(PrivateKind::Salt, TEXTS)?;
        let found = rows.into_iter().find(|row| &row.commitment == commitment);
        Ok(found.filter(|r| &text_commitment(&r.salt, &r.text) == commitment).map(|r| r.text))
    }
}

/// The commitment to a text: SHA-256 over a domain, the salt of sixteen bytes, and the text.
fn text_commitment(salt: &[u8; 16], text: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"dengji supervision text v1\n");
    hash.update(salt);
    hash.update(text.as_bytes());
    hash.finalize().into()
}
