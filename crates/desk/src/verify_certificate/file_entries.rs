//! The entries of a certificate's file, read and replayed: what it rests on, the certificate, and
//! its correction where it has one.
//!
//! Source: docs/formats/dengji-file.md.
//! In scope: form, order, deciding again. Out of scope: proofs, signatures, the lines of a verdict.
//! A file is a stranger's bytes: a file in another form is none.

use crate::law_room::LawRoom;
use register::{
    CertificateAct, CertificateId, Event, OrganisationId, PublicAct, Refusal, SessionId, State,
};
use seal::{ActEntry, Bundle, CertificateEntry, Commitment, Entry};

/// A file with what its entries say; nothing where they are not those of a certificate.
pub(crate) struct Opened {
    pub(super) bundle: Bundle,
    pub(super) told: Option<Told>,
}

impl Opened {
    /// Reads the entries of a file.
    pub(crate) fn of(bundle: Bundle) -> Opened {
        Opened { told: Told::read(&bundle), bundle }
    }

    /// Returns the number that the file says.
    pub(crate) fn number(&self) -> &str {
        &self.bundle.number
    }

    /// Returns how a register would name the certificate.
    pub(crate) fn id(&self) -> Option<CertificateId> {
        self.told.as_ref().map(Told::id)
    }

    /// Returns the entry of the correction that the file carries last, whatever it is worth.
    pub(crate) fn correction_at(&self) -> Option<u64> {
        self.told.as_ref()?.correction().map(|(at, ..)| at)
    }
}

/// What the entries of a file say, in the order a certificate needs.
pub(super) struct Told {
    /// Every act with its index: what the certificate rests on, its header, and where it was
    /// corrected what came after.
    pub(super) acts: Vec<(u64, ActEntry)>,
    /// The events of the acts; the header's has one row.
    pub(super) events: Vec<Event>,
    /// The place of the header among the acts.
    pub(super) header_at: usize,
    pub(super) certificate: CertificateEntry,
    pub(super) by: OrganisationId,
    pub(super) session: SessionId,
    pub(super) dated: vocab::Day,
}

impl Told {
    /// Reads the entries; nothing when they are not: founding, recognition for a body of the new
    /// scheme, the steps of one session, its header, one of its certificates, and then nothing or
    /// changes of keys and a correction of it.
    pub(super) fn read(bundle: &Bundle) -> Option<Told> {
        let mut acts = Vec::new();
        let mut certificate = None;
        for entry in &bundle.entries {
            match Entry::read(&entry.bytes).ok()? {
                Entry::Act(act) => acts.push((entry.index, *act)),
                Entry::Certificate(c) if certificate.is_none() => {
                    certificate = Some((entry.index, acts.len(), c));
                }
                Entry::Certificate(_) => return None,
            }
        }
        let (index, before, certificate) = certificate?;
        let header_at = before.checked_sub(1)?;
        let (header_index, header) = acts.get(header_at)?;
        let PublicAct::IssueCertificates(issue) = &header.event.act else { return None };
        let (session, dated, by) = (issue.session, issue.dated_on, header.event.actor?);
        let batch = header.batch?;
        let serials = batch.first_serial..batch.first_serial.checked_add(batch.count)?;
        let place = certificate.header.checked_add(1)?;
        let place =
            place.checked_add(u64::from(certificate.serial.checked_sub(batch.first_serial)?))?;
        let fits = *header_index == certificate.header
            && index == place
            && serials.contains(&certificate.serial);
        let id = CertificateId { header: certificate.header, serial: certificate.serial };
        let form = in_form(&acts[..header_at], by, session) && mends(&acts[header_at + 1..], id);
        if !fits || !form {
            return None;
        }
        let mut events: Vec<Event> = acts.iter().map(|(_, act)| act.event.clone()).collect();
        if let PublicAct::IssueCertificates(issue) = &mut events[header_at].act {
            issue.rows = vec![certificate.row];
        }
        let told = Told { acts, events, header_at, certificate, by, session, dated };
        // Signatures and decisions replay the events, and these are a stranger's.
        let mut state = register::excerpt(&[]);
        let whole = told.placed().all(|(index, _, event)| {
            let applies = register::applies(&state, event);
            applies.then(|| register::apply_at(&mut state, index, event)).is_some()
        });
        whole.then_some(told)
    }

    pub(super) fn header(&self) -> &ActEntry {
        &self.acts[self.header_at].1
    }

    pub(super) fn placed(&self) -> impl Iterator<Item = (u64, &ActEntry, &Event)> {
        let acts = self.acts.iter().zip(&self.events);
        acts.map(|((index, act), event)| (*index, act, event))
    }

    pub(super) fn id(&self) -> CertificateId {
        CertificateId { header: self.certificate.header, serial: self.certificate.serial }
    }

    /// Returns the index, day and commitments of the correction that the file carries.
    pub(super) fn correction(&self) -> Option<(u64, &Event, Commitment, Commitment)> {
        let (index, act) = self.acts[self.header_at + 1..].last()?;
        match &act.event.act {
            PublicAct::Certificate(CertificateAct::Correct { name, document, .. }) => {
                Some((*index, &act.event, Commitment(*name), Commitment(*document)))
            }
            _ => None,
        }
    }

    /// Decides every act of the file again, each on the state that the ones before it give. Returns
    /// the state before the header and what the law answered to it.
    pub(super) fn decide_again(
        &self,
        room: &LawRoom,
    ) -> Result<(State, Option<law::Decision>), Refusal> {
        let mut state = register::excerpt(&[]);
        let mut header = None;
        for (n, (index, _, event)) in self.placed().enumerate() {
            if 0 < n {
                let checked = register::check(&state, room.law(), event)?;
                if n == self.header_at {
                    header = Some((state.clone(), checked.cited().copied()));
                }
            }
            register::apply_at(&mut state, index, event);
        }
        Ok(header.expect("a file in form holds the founding and a header"))
    }
}

/// Says whether the acts are: founding, at most one recognition, then the steps of one session in
/// order.
fn in_form(acts: &[(u64, ActEntry)], by: OrganisationId, session: SessionId) -> bool {
    let Some((genesis, rest)) = acts.split_first() else { return false };
    let founded = matches!(genesis.1.event.act, PublicAct::Genesis { .. });
    let mut announced = false;
    let mut recognised = false;
    let steps = rest.iter().all(|(_, a)| match &a.event.act {
        PublicAct::RecogniseBody(r) => {
            r.id == by && !announced && !std::mem::replace(&mut recognised, true)
        }
        PublicAct::Announce(plan) => {
            plan.session == session
                && a.event.actor == Some(by)
                && !std::mem::replace(&mut announced, true)
        }
        PublicAct::CloseRegistration { session: s, .. }
        | PublicAct::RecordResults { session: s, .. }
        | PublicAct::ConfirmResults { session: s } => announced && *s == session,
        // Keys of the body or of who recognised it: other ones change nothing in this file.
        PublicAct::RotateKey(_)
        | PublicAct::RetireKey
        | PublicAct::CompromiseKey { .. }
        | PublicAct::AddKey { .. } => true,
        // What is about other organisations or sessions changes nothing in this file.
        PublicAct::Body(_)
        | PublicAct::Occupation(_)
        | PublicAct::Exam(_)
        | PublicAct::Session(_) => true,
        PublicAct::Landmark { .. }
        | PublicAct::Genesis { .. }
        | PublicAct::IssueCertificates(_)
        | PublicAct::Settle(_)
        | PublicAct::Inspect { .. }
        | PublicAct::Cohort(_)
        | PublicAct::Certificate(_)
        | PublicAct::Supervise(_) => false,
    });
    founded && steps && announced
}

/// Says whether what follows a certificate is nothing, or changes of organisations and keys up to a
/// correction of that certificate, last.
fn mends(acts: &[(u64, ActEntry)], id: CertificateId) -> bool {
    let Some(((_, last), before)) = acts.split_last() else { return true };
    let corrects = matches!(
        &last.event.act,
        PublicAct::Certificate(CertificateAct::Correct { certificate, .. }) if *certificate == id
    );
    let changes = before.iter().all(|(_, act)| {
        matches!(
            act.event.act,
            PublicAct::RotateKey(_)
                | PublicAct::RetireKey
                | PublicAct::CompromiseKey { .. }
                | PublicAct::AddKey { .. }
                | PublicAct::Body(_)
        )
    });
    corrects && changes
}
