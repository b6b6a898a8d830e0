//! `KeyBook`: whose key is in force, as the acts themselves say, and whether it signed an act.
//!
//! In scope: the keys that acts register, change, end and give back; the log's key and the recovery
//! set. Out of scope: whether an act that changes one is lawful (`replay`).
//! I-LOG-4: an act is signed by the key that is its actor's at that index.
//! The register's state knows the keys too; this book is kept apart from it, for checks that ask no
//! law, and it holds each key as a point of the curve, which is costly to find anew for each act.

use crate::finding::{Finding, Kind};
use register::{ActingKey, Event, OrganisationId, PublicAct, RecoverySet, SignedBy};
use seal::{ActEntry, PublicKey};
use std::collections::BTreeMap;

/// The keys in force.
#[derive(Default)]
pub(crate) struct KeyBook {
    origin: Option<String>,
    log: Option<Point>,
    recovery: Option<RecoverySet>,
    acting: BTreeMap<OrganisationId, Point>,
}

/// A key with its point; bytes that are none sign nothing.
struct Point {
    bytes: [u8; 32],
    key: Option<PublicKey>,
}

impl Point {
    fn of(bytes: &[u8; 32]) -> Point {
        Point { bytes: *bytes, key: PublicKey::from_bytes(bytes).ok() }
    }
}

impl KeyBook {
    /// Returns the log's origin, once founded.
    pub(crate) fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Returns the log's key, once founded.
    pub(crate) fn log_key(&self) -> Option<&[u8; 32]> {
        self.log.as_ref().map(|point| &point.bytes)
    }

    /// Checks the signature of an act by the keys in force before it.
    pub(crate) fn check(&self, index: u64, act: &ActEntry) -> Option<Finding> {
        let event = &act.event;
        let by = |point: Option<&Point>| {
            let origin = self.origin.as_ref();
            let key = point.and_then(|point| point.key.as_ref());
            origin.zip(key).is_some_and(|(origin, key)| act.signed_by(key, origin))
        };
        let (signed, zh, en) = match event.act.signed_by() {
            SignedBy::Founder => (
                signed_by_founder(act),
                "没有创建机构的有效签名",
                "it is not signed by the authority that founds",
            ),
            SignedBy::Actor => (
                by(event.actor.and_then(|actor| self.acting.get(&actor))),
                "没有行为机构当时有效密钥的签名",
                "it is not signed by the key that was its actor's then",
            ),
            SignedBy::Log => (
                by(self.log.as_ref()),
                "没有日志密钥的有效签名",
                "it is not signed by the log's key",
            ),
            SignedBy::Recovery => {
                let set = self.recovery.as_ref().zip(self.origin.as_ref());
                (
                    set.is_some_and(|(set, origin)| act.signed_by_recovery(set, origin)),
                    "恢复密钥组的签名不足或无效",
                    "it is not signed by as many of the recovery keys as it takes",
                )
            }
        };
        if signed { None } else { Some(Finding::new(Kind::Signature, zh, en).at(index)) }
    }

    /// Notes the keys that an act registers, changes, ends or gives.
    pub(crate) fn note(&mut self, event: &Event) {
        match &event.act {
            PublicAct::Genesis { origin, organisations, log_key, recovery, .. } => {
                self.origin = Some(origin.clone());
                self.log = Some(Point::of(log_key));
                self.recovery = Some(recovery.clone());
                // Organisations are numbered in the order in which they are registered.
                let ids = (0..).map(OrganisationId);
                let points = organisations.iter().map(|organisation| Point::of(&organisation.key));
                self.acting = ids.zip(points).collect();
            }
            PublicAct::RecogniseBody(_) | PublicAct::Body(_) => {
                if let Some((id, organisation)) = event.act.registers() {
                    self.acting.insert(id, Point::of(&organisation.key));
                }
            }
            PublicAct::RotateKey(ActingKey { key, .. }) => {
                if let Some(actor) = event.actor {
                    self.acting.insert(actor, Point::of(key));
                }
            }
            PublicAct::RetireKey => {
                event.actor.and_then(|actor| self.acting.remove(&actor));
            }
            PublicAct::CompromiseKey { organisation, key, .. } => {
                if self.acting.get(organisation).is_some_and(|point| point.bytes == *key) {
                    self.acting.remove(organisation);
                }
            }
            PublicAct::AddKey { organisation, key } => {
                self.acting.insert(*organisation, Point::of(&key.key));
            }
            PublicAct::Announce(_)
            | PublicAct::CloseRegistration { .. }
            | PublicAct::RecordResults { .. }
            | PublicAct::ConfirmResults { .. }
            | PublicAct::IssueCertificates(_)
            | PublicAct::Settle(_)
            | PublicAct::Inspect { .. }
            | PublicAct::Landmark { .. }
            | PublicAct::Occupation(_)
            | PublicAct::Exam(_)
            | PublicAct::Cohort(_)
            | PublicAct::Session(_)
            | PublicAct::Certificate(_)
            | PublicAct::Supervise(_) => {}
        }
    }
}

fn signed_by_founder(act: &ActEntry) -> bool {
    let PublicAct::Genesis { origin, organisations, .. } = &act.event.act else { return false };
    let key = organisations.first().and_then(|founder| PublicKey::from_bytes(&founder.key).ok());
    key.is_some_and(|key| act.signed_by(&key, origin))
}
