//! `Known`, what a register's memory says of one certificate, all of it at one moment.
//!
//! In scope: taking it out of the house in one hold, answering for it afterwards.
//! Out of scope: where the certificate stands in the log (`certificate_grounds`), the line of a
//! verdict about keys (`custody`). Taking it reads nothing: nobody who acts waits for a disk.

use crate::beside::known_to;
use crate::certificate_grounds::Issued;
use crate::certificate_status::Standing;
use crate::custody::Later;
use crate::house::House;
use crate::house_error::HouseError;
use crate::places::Stated;
use crate::published_tree::PublishedTree;
use crate::verdict::OfBody;
use crate::verify_certificate::TrustedLog;
use law::ExitNotice;
use register::{CertificateId, RowId, Status};
use seal::{Cosigned, OpenedCheckpoint, Policy};
use std::collections::BTreeMap;
use vocab::Instant;

/// What is known of a certificate.
pub(super) struct Known {
    /// Number of entries that it is known of.
    pub(super) size: u64,
    /// How the certificate that has the number stands; nothing when none has it.
    pub(super) standing: Option<Standing>,
    /// What to ask the list of bodies about it; nothing for a department, which is on no list.
    pub(super) of_body: Option<OfBody>,
    /// What is published.
    pub(super) tree: PublishedTree,
    /// How the certificate that a file is about stands. A file may give another's number.
    said: Option<(CertificateId, Status)>,
    exits: BTreeMap<RowId, ExitNotice>,
    compromised: BTreeMap<[u8; 32], Instant>,
    /// Landmarks of the log; none while no key is in other hands.
    landmarks: Vec<Stated>,
}

impl Known {
    /// Takes what is known of the certificate that has the number, and of the one that the file is
    /// about.
    ///
    /// # Errors
    /// [`HouseError::OutOfStep`]: the certificate was issued after everything that is known.
    pub(super) fn of(
        house: &House,
        issued: Option<&Issued>,
        said: Option<CertificateId>,
    ) -> Result<Known, HouseError> {
        let state = house.state();
        if let Some(issued) = issued {
            known_to(house, issued.seen)?;
        }
        let compromised = state.compromised().clone();
        let landmarks = match compromised.is_empty() {
            true => Vec::new(),
            false => house.places.landmarks().to_vec(),
        };
        let status = |id: CertificateId| (id, state.corrections().status_of(id.header, id.serial));
        Ok(Known {
            size: house.size(),
            standing: issued.map(|issued| house.standing(issued.id())),
            of_body: issued.and_then(|issued| of_body(house, issued)),
            tree: house.published_tree(),
            said: said.map(status),
            exits: house.places.turns().iter().map(|&(_, row)| (row, state.exit(row))).collect(),
            compromised,
            landmarks,
        })
    }
}

fn of_body(house: &House, issued: &Issued) -> Option<OfBody> {
    let session = house.state().session(issued.session)?;
    let (by, plan) = (session.by, &session.plan);
    let listed = !house.state().bodies().history(by).is_empty();
    let occupation = house.law().rows.get(plan.occupation)?.canonical().to_string();
    let of = OfBody { number: by.0, occupation, level: plan.level, on: session.announced_on };
    listed.then_some(of)
}

/// What is known, the log that is trusted, and the witnesses that are believed, if any are.
pub(super) struct Asked<'a> {
    pub(super) known: &'a Known,
    pub(super) trusted: &'a TrustedLog,
    pub(super) witnesses: Option<&'a Policy>,
}

impl Asked<'_> {
    /// Says whether a quorum of witnesses, and at least one, cosigned before an instant the
    /// checkpoint of a landmark that covers an entry. A note that cannot be read confirms nothing.
    fn cosigned(&self, index: u64, since: Instant, witnesses: &Policy) -> bool {
        let (Known { tree, landmarks, .. }, log) = (self.known, self.trusted);
        let keys = witnesses.witness_keys();
        let mut covering = landmarks.iter().filter(|(size, _, _)| index < *size);
        covering.any(|(size, _, root)| {
            let Ok(Some(note)) = tree.landmark_note(*size) else { return false };
            let Ok(opened) = OpenedCheckpoint::open(&note, &log.origin, &log.key, &keys) else {
                return false;
            };
            let checkpoint = opened.checkpoint();
            let same = checkpoint.size() == *size && checkpoint.root() == root;
            let before = |time_s: u64| i64::try_from(time_s).is_ok_and(|time| time < since.0);
            let early = opened.cosignatures().iter().filter(|c| before(c.time_s)).cloned();
            let early: Vec<Cosigned> = early.collect();
            // A policy may ask for nobody; that confirms nothing.
            same && !early.is_empty() && witnesses.quorum_met(&early)
        })
    }
}

impl Later for Asked<'_> {
    fn compromised_since(&self, key: &[u8; 32]) -> Option<Instant> {
        self.known.compromised.get(key).copied()
    }

    fn cosigned_before(&self, index: u64, since: Instant) -> bool {
        self.witnesses.is_some_and(|policy| self.cosigned(index, since, policy))
    }

    fn status(&self, id: CertificateId) -> Status {
        let (known, status) = self.known.said.expect("a file is asked about what it says");
        assert_eq!(known, id, "a file is asked about its own certificate");
        status
    }

    fn exit(&self, row: RowId) -> ExitNotice {
        // Where no act turned it, nothing is announced.
        self.known.exits.get(&row).cloned().unwrap_or_default()
    }
}
