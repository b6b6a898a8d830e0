//! `Labels`: what the world calls things, and the numbers that the register gave them.
//!
//! In scope: every number of an act: organisations, sessions, applications, holds, cohorts, draws,
//! inspections, cases, batches of certificates, lists.
//! A world names a thing before the register does; messages that come late or are left out of a
//! history change numbers and no labels.
//! Out of scope: what the acts mean.

use crate::world::labels_of_supervision;
use register::{
    ApplicationId, BodyAct, CaseId, CertificateAct, CohortAct, CohortChange, CohortId, DrawId,
    ExamAct, HoldId, InspectionId, Issue, OrganisationId, PublicAct, Serials, SessionAct,
    SessionId, StaffId, State, SupervisionAct,
};
use std::collections::HashMap;

/// The register's numbers by label.
#[derive(Default)]
pub(crate) struct Labels {
    sessions: Vec<Option<SessionId>>,
    organisations: Vec<Option<OrganisationId>>,
    applications: Vec<Option<ApplicationId>>,
    holds: Vec<Option<HoldId>>,
    cohorts: Vec<Option<CohortId>>,
    draws: Vec<Option<DrawId>>,
    inspections: Vec<Option<InspectionId>>,
    cases: Vec<Option<CaseId>>,
    lists: Vec<Option<u32>>,
    /// Header and first serial of each batch.
    batches: HashMap<u64, (u64, u32)>,
}

/// Returns the label of a batch: its session's, and the first of its rows.
pub(crate) fn batch_label(session: SessionId, first_row: u32) -> u64 {
    u64::from(session.0) << 32 | u64::from(first_row)
}

fn put<T: Copy>(all: &mut Vec<Option<T>>, label: u32, value: T) {
    let place = label as usize;
    if all.len() <= place {
        all.resize(place + 1, None);
    }
    all[place] = Some(value);
}

fn of<T: Copy>(all: &[Option<T>], label: u32) -> Option<T> {
    *all.get(label as usize)?
}

impl Labels {
    /// Returns the register's number of a session.
    pub(crate) fn session(&self, label: SessionId) -> Option<SessionId> {
        of(&self.sessions, label.0)
    }

    /// Returns the register's number of an organisation.
    pub(crate) fn organisation(&self, label: OrganisationId) -> Option<OrganisationId> {
        of(&self.organisations, label.0)
    }

    /// Returns the register's number of an application.
    pub(crate) fn application(&self, label: ApplicationId) -> Option<ApplicationId> {
        of(&self.applications, label.0)
    }

    /// Returns the register's number of a cohort.
    pub(crate) fn cohort(&self, label: CohortId) -> Option<CohortId> {
        of(&self.cohorts, label.0)
    }

    /// Returns the register's number of a draw.
    pub(crate) fn draw(&self, label: DrawId) -> Option<DrawId> {
        of(&self.draws, label.0)
    }

    /// Returns the register's number of a hold.
    pub(crate) fn hold(&self, label: HoldId) -> Option<HoldId> {
        of(&self.holds, label.0)
    }

    /// Returns the register's number of an inspection.
    pub(crate) fn inspection(&self, label: InspectionId) -> Option<InspectionId> {
        of(&self.inspections, label.0)
    }

    /// Returns the register's number of a case.
    pub(crate) fn case(&self, label: CaseId) -> Option<CaseId> {
        of(&self.cases, label.0)
    }

    /// Notes the batch of certificates that an act of these labels led to.
    pub(crate) fn note_batch(&mut self, labelled: &Issue, header: u64, first: u32) {
        let row = labelled.rows.first().copied().unwrap_or(0);
        self.batches.insert(batch_label(labelled.session, row), (header, first));
    }

    pub(crate) fn staff(&self, staff: &mut StaffId) -> Option<()> {
        staff.of = self.organisation(staff.of)?;
        Some(())
    }

    /// Notes the numbers that an act gave.
    pub(crate) fn note(&mut self, act: &PublicAct, labelled: &PublicAct) {
        match (act, labelled) {
            (PublicAct::Announce(plan), PublicAct::Announce(label)) => {
                put(&mut self.sessions, label.session.0, plan.session);
            }
            (PublicAct::Genesis { organisations, .. }, _) => {
                let all = (0..organisations.len() as u32).map(OrganisationId);
                all.for_each(|id| put(&mut self.organisations, id.0, id));
            }
            (PublicAct::Body(BodyAct::Apply(a)), PublicAct::Body(BodyAct::Apply(label))) => {
                put(&mut self.applications, label.application.0, a.application);
            }
            (
                PublicAct::Cohort(CohortAct::Admit(a)),
                PublicAct::Cohort(CohortAct::Admit(label)),
            ) => {
                put(&mut self.cohorts, label.cohort.0, a.cohort);
            }
            (
                PublicAct::Cohort(CohortAct::Change(a)),
                PublicAct::Cohort(CohortAct::Change(label)),
            ) => {
                if let (
                    CohortChange::Repeat { into, .. },
                    CohortChange::Repeat { into: label, .. },
                ) = (a.change, label.change)
                {
                    put(&mut self.cohorts, label.0, into);
                }
            }
            (
                PublicAct::Certificate(CertificateAct::RegisterLegacy(list)),
                PublicAct::Certificate(CertificateAct::RegisterLegacy(label)),
            ) => put(&mut self.lists, label.list, list.list),
            (PublicAct::Supervise(a), PublicAct::Supervise(label)) => {
                self.note_supervision(a, label)
            }
            _ => {}
        }
        if let (Some((id, _)), Some((label, _))) = (act.registers(), labelled.registers()) {
            put(&mut self.organisations, label.0, id);
        }
    }

    fn note_supervision(&mut self, act: &SupervisionAct, labelled: &SupervisionAct) {
        match (act, labelled) {
            (SupervisionAct::Hold(hold), SupervisionAct::Hold(label)) => {
                put(&mut self.holds, label.hold.0, hold.hold);
            }
            (SupervisionAct::CommitPopulation(p), SupervisionAct::CommitPopulation(label)) => {
                put(&mut self.draws, label.draw.0, p.draw);
            }
            (SupervisionAct::Inspection(i), SupervisionAct::Inspection(label)) => {
                put(&mut self.inspections, label.inspection.0, i.inspection);
            }
            (SupervisionAct::OpenCase(open), SupervisionAct::OpenCase(label)) => {
                put(&mut self.cases, label.case.0, open.case);
            }
            _ => {}
        }
    }

    /// Puts the register's numbers in the place of labels; nothing when one is not known.
    pub(crate) fn translated(&self, state: &State, act: &PublicAct) -> Option<PublicAct> {
        let mut act = act.clone();
        match &mut act {
            PublicAct::Announce(plan) => {
                let known = self.session(plan.session);
                plan.session = known.unwrap_or_else(|| state.next_session());
            }
            PublicAct::RecogniseBody(recognition) => {
                let known = self.organisation(recognition.id);
                recognition.id = known.unwrap_or_else(|| state.next_organisation());
            }
            PublicAct::CloseRegistration { session, .. }
            | PublicAct::RecordResults { session, .. }
            | PublicAct::ConfirmResults { session } => *session = self.session(*session)?,
            PublicAct::IssueCertificates(issue) => issue.session = self.session(issue.session)?,
            PublicAct::Settle(settlement) => {
                settlement.session = self.session(settlement.session)?;
            }
            PublicAct::Inspect { inspected, .. } => *inspected = self.organisation(*inspected)?,
            PublicAct::Body(act) => self.body(state, act)?,
            PublicAct::Session(act) => self.arrangement(act)?,
            PublicAct::Exam(ExamAct::CompleteBatch { session, .. }) => {
                *session = self.session(*session)?;
            }
            PublicAct::Exam(ExamAct::ReportChoices { settlement, .. }) => {
                settlement.session = self.session(settlement.session)?;
            }
            PublicAct::Exam(ExamAct::CloseExam(end)) => end.session = self.session(end.session)?,
            PublicAct::Cohort(act) => self.cohort_act(state, act)?,
            PublicAct::Supervise(act) => labels_of_supervision::translate(self, state, act)?,
            PublicAct::Certificate(act) => self.certificate(state, act)?,
            _ => {}
        }
        Some(act)
    }

    fn body(&self, state: &State, act: &mut BodyAct) -> Option<()> {
        match act {
            BodyAct::Register { id, particulars, .. } => {
                let known = self.organisation(*id);
                *id = known.unwrap_or_else(|| state.next_organisation());
                if let Some(parent) = &mut particulars.parent {
                    *parent = self.organisation(*parent)?;
                }
            }
            BodyAct::Apply(applied) => {
                let known = self.application(applied.application);
                applied.application = known.unwrap_or_else(|| state.bodies().next_application());
            }
            BodyAct::Review { application, step } => {
                *application = self.application(*application)?;
                if let register::ReviewStep::Reviewed { reviewers, .. } = step {
                    reviewers.iter_mut().try_for_each(|staff| self.staff(staff))?;
                }
            }
            BodyAct::Grant(grant) => {
                grant.application = self.application(grant.application)?;
                grant.body = self.organisation(grant.body)?;
            }
            BodyAct::Describe { organisation: body, .. }
            | BodyAct::Amend { body, .. }
            | BodyAct::Renew { body, .. }
            | BodyAct::Suspend { body, .. }
            | BodyAct::Reinstate { body, .. }
            | BodyAct::Remove { body, .. }
            | BodyAct::ChangeSite { body, .. }
            | BodyAct::Convert { centre: body } => *body = self.organisation(*body)?,
        }
        Some(())
    }

    fn arrangement(&self, act: &mut SessionAct) -> Option<()> {
        match act {
            SessionAct::Arrange(arrangement) => {
                arrangement.session = self.session(arrangement.session)?;
                for room in &mut arrangement.rooms {
                    let mut served = room.invigilators.iter_mut().chain(&mut room.examiners);
                    served.try_for_each(|staff| self.staff(staff))?;
                }
            }
            SessionAct::Archive(list) => list.session = self.session(list.session)?,
            SessionAct::SignIn { session, .. }
            | SessionAct::Object { session, .. }
            | SessionAct::DecideObjection { session, .. }
            | SessionAct::ReviseResults { session, .. } => *session = self.session(*session)?,
            SessionAct::Lend { staff, to, .. } => {
                self.staff(staff)?;
                *to = self.organisation(*to)?;
            }
            SessionAct::DeclareRelation { session, staff } => {
                *session = self.session(*session)?;
                self.staff(staff)?;
            }
        }
        Some(())
    }

    fn cohort_act(&self, state: &State, act: &mut CohortAct) -> Option<()> {
        match act {
            CohortAct::Admit(admission) => {
                let known = self.cohort(admission.cohort);
                admission.cohort = known.unwrap_or_else(|| state.cohorts().next());
            }
            CohortAct::Change(change) => {
                change.cohort = self.cohort(change.cohort)?;
                match &mut change.change {
                    CohortChange::TransferOut { to: other }
                    | CohortChange::TransferIn { from: other } => *other = self.cohort(*other)?,
                    CohortChange::Repeat { into, .. } => {
                        let known = self.cohort(*into);
                        *into = known.unwrap_or_else(|| state.cohorts().next());
                    }
                    CohortChange::Leave => {}
                }
            }
            CohortAct::Complete { cohort, .. } => *cohort = self.cohort(*cohort)?,
            CohortAct::NameBody { cohort, body } => {
                *cohort = self.cohort(*cohort)?;
                *body = self.organisation(*body)?;
            }
            CohortAct::ReportEnds(ends) => {
                ends.cohort = self.cohort(ends.cohort)?;
                for (session, _) in &mut ends.certified {
                    *session = self.session(*session)?;
                }
                ends.certified.sort_by_key(|(session, _)| *session);
            }
        }
        Some(())
    }

    fn certificate(&self, state: &State, act: &mut CertificateAct) -> Option<()> {
        match act {
            CertificateAct::Correct { certificate, .. }
            | CertificateAct::Reissue { certificate, .. } => {
                let (header, first) = *self.batches.get(&certificate.header)?;
                (certificate.header, certificate.serial) = (header, first + certificate.serial);
            }
            CertificateAct::Revoke { header, serials, case, .. } => {
                let (batch, first) = *self.batches.get(header)?;
                *header = batch;
                if let Serials::Runs(runs) = serials {
                    runs.iter_mut().for_each(|run| *run = (run.0 + first, run.1 + first));
                }
                if let Some(case) = case {
                    *case = self.case(CaseId(*case))?.0;
                }
            }
            CertificateAct::RegisterLegacy(list) => {
                let known = of(&self.lists, list.list);
                list.list = known.unwrap_or_else(|| state.corrections().next_list());
            }
            CertificateAct::OpenCounter { of, .. } => *of = self.organisation(*of)?,
            CertificateAct::Stock { .. } => {}
        }
        Some(())
    }
}
