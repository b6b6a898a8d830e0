//! `KeyBook`: whose key is in force, as the acts themselves say, and whether it signed an act.
//!
//! In scope: the keys that genesis and recognitions register.
//! Out of scope: whether the act that registers one is lawful (`replay`).
//! I-LOG-4: an act is signed by the key that is its actor's at that index.

use crate::finding::{Finding, Kind};
use register::{Event, Organisation, OrganisationId, PublicAct};
use seal::{ActEntry, PublicKey};
use std::collections::BTreeMap;

/// The keys in force. A key is a point of the curve; bytes that are none sign nothing.
#[derive(Default)]
pub(crate) struct KeyBook {
    origin: Option<String>,
    next: u32,
    keys: BTreeMap<OrganisationId, Option<PublicKey>>,
}

impl KeyBook {
    /// Returns the log's origin, once founded.
    pub(crate) fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Checks the signature of an act by the keys in force before it.
    pub(crate) fn check(&self, index: u64, act: &ActEntry) -> Option<Finding> {
        let event = &act.event;
        let (origin, key) = match (&event.act, event.actor) {
            (PublicAct::Genesis { origin, organisations, .. }, _) => {
                (Some(origin), organisations.first().and_then(point))
            }
            (_, Some(actor)) => (self.origin.as_ref(), self.keys.get(&actor).copied().flatten()),
            (_, None) => (self.origin.as_ref(), None),
        };
        let signed = origin.zip(key).is_some_and(|(origin, key)| act.signed_by(&key, origin));
        if signed {
            return None;
        }
        let zh = "没有行为机构当时有效密钥的签名";
        let en = "it is not signed by the key that was its actor's then";
        Some(Finding::new(Kind::Signature, zh, en).at(index))
    }

    /// Notes the keys that an act registers.
    pub(crate) fn note(&mut self, event: &Event) {
        match &event.act {
            PublicAct::Genesis { origin, organisations, .. } => {
                self.origin = Some(origin.clone());
                organisations.iter().for_each(|organisation| self.register(organisation));
            }
            PublicAct::RecogniseBody(recognition) => self.register(&recognition.body),
            PublicAct::Announce(_)
            | PublicAct::CloseRegistration { .. }
            | PublicAct::RecordResults { .. }
            | PublicAct::ConfirmResults { .. }
            | PublicAct::IssueCertificates(_)
            | PublicAct::Settle(_)
            | PublicAct::Inspect { .. } => {}
        }
    }

    fn register(&mut self, organisation: &Organisation) {
        self.keys.insert(OrganisationId(self.next), point(organisation));
        self.next += 1;
    }
}

fn point(organisation: &Organisation) -> Option<PublicKey> {
    PublicKey::from_bytes(&organisation.key).ok()
}
