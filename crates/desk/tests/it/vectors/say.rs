//! What an entry says, as JSON: the words beside the bytes.
//!
//! Names are those of docs/formats/entry.cddl, days are written `2020-07-22`, bytes as hexadecimal
//! digits. Out of scope: reading entries (crate `seal`), bodies of kinds from 15 on (`say_areas`).

use crate::vectors::cbor::Item;
use crate::vectors::say_areas;
use desk::{ActingKey, Organisation, PublicAct, Recognition, Scheme, SessionPlan};
use register::OrganisationKind;
use seal::{ActEntry, CertificateEntry, Entry, Signature};
use serde_json::{Value, json};
use vocab::{Day, Level};

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Returns what an entry says.
pub fn entry(bytes: &[u8]) -> Value {
    match &Entry::read(bytes).unwrap() {
        Entry::Act(act) => self::act(act, Item::read(bytes)),
        Entry::Certificate(certificate) => self::certificate(certificate),
    }
}

fn certificate(c: &CertificateEntry) -> Value {
    json!({
        "kind": 64, "header": c.header, "serial": c.serial, "row": c.row,
        "name": hex(&c.name.0), "document": hex(&c.document.0),
    })
}

fn act(entry: &ActEntry, mut bytes: Item) -> Value {
    let event = &entry.event;
    let (kind, body) = body(entry, &mut bytes);
    let signature = match &entry.signature {
        Signature::One(bytes) => json!(hex(bytes)),
        Signature::Recovery(all) => {
            all.iter().map(|(place, bytes)| json!([place, hex(bytes)])).collect()
        }
    };
    json!({
        "kind": kind,
        "actor": event.actor.map(|a| a.0),
        "sequence": event.sequence,
        "on": day(event.on),
        "idempotency": hex(&event.idempotency),
        "body": body,
        "recorded-at": event.recorded_at.0,
        "rule": entry.grounds.rule,
        "asserted": entry.grounds.asserted,
        "first-serial": entry.batch.map(|b| b.first_serial),
        "signature": signature,
    })
}

fn body(entry: &ActEntry, bytes: &mut Item) -> (u8, Value) {
    match &entry.event.act {
        PublicAct::Genesis { origin, law, organisations, log_key, recovery } => {
            let keys: Vec<String> = recovery.keys.iter().map(|k| hex(k)).collect();
            let organisations: Vec<Value> = organisations.iter().map(organisation).collect();
            let body = json!({
                "origin": origin, "law": hex(law), "organisations": organisations,
                "log-key": hex(log_key), "threshold": recovery.threshold, "recovery-keys": keys,
            });
            (1, body)
        }
        PublicAct::RecogniseBody(r) => (2, recognition(r)),
        PublicAct::Announce(plan) => (3, session_plan(plan)),
        PublicAct::CloseRegistration { session, registered, root, last_accepted_on } => (
            4,
            json!({
                "session": session.0, "registered": registered, "root": hex(root),
                "last-accepted-on": day(*last_accepted_on),
            }),
        ),
        PublicAct::RecordResults { session, held_on, sat, passed, root } => (
            5,
            json!({
                "session": session.0, "held-on": day(*held_on), "sat": sat, "passed": passed,
                "root": hex(root),
            }),
        ),
        PublicAct::ConfirmResults { session } => (6, json!({ "session": session.0 })),
        PublicAct::IssueCertificates(issue) => {
            let batch = entry.batch.expect("a header has its batch");
            let body = json!({
                "session": issue.session.0, "dated-on": day(issue.dated_on),
                "holders-are-staff": issue.holders_are_staff, "count": batch.count,
                "digest": hex(&batch.digest),
            });
            (7, body)
        }
        PublicAct::Occupation(_)
        | PublicAct::Exam(_)
        | PublicAct::Cohort(_)
        | PublicAct::Body(_)
        | PublicAct::Session(_)
        | PublicAct::Certificate(_)
        | PublicAct::Supervise(_) => {
            let Item::Uint(kind) = *bytes.at(&[1]) else { panic!("a kind is a number") };
            (kind as u8, say_areas::body(kind, bytes.at(&[6])))
        }
        PublicAct::Settle(t) => (
            8,
            json!({
                "session": t.session.0, "continued": t.continued, "refunded": t.refunded,
                "undecided": t.undecided, "withdrew": t.withdrew,
            }),
        ),
        PublicAct::Inspect { inspected, findings } => {
            (9, json!({ "inspected": inspected.0, "findings": hex(findings) }))
        }
        PublicAct::Landmark { size, root, state } => {
            (10, json!({ "size": size, "root": hex(root), "state": hex(state) }))
        }
        PublicAct::RotateKey(key) => (11, acting_key(key)),
        PublicAct::RetireKey => (12, json!({})),
        PublicAct::CompromiseKey { organisation, key, since } => {
            (13, json!({ "organisation": organisation.0, "key": hex(key), "since": since.0 }))
        }
        PublicAct::AddKey { organisation, key } => {
            let mut body = acting_key(key);
            body["organisation"] = json!(organisation.0);
            (14, body)
        }
    }
}

fn acting_key(key: &ActingKey) -> Value {
    json!({ "key": hex(&key.key), "operator-custody": key.operator_custody })
}

fn organisation(o: &Organisation) -> Value {
    let kind = match o.kind {
        OrganisationKind::Authority => 1,
        OrganisationKind::Department => 2,
        OrganisationKind::Supervisor => 3,
        OrganisationKind::Employer => 4,
        OrganisationKind::Social => 5,
        OrganisationKind::School => 6,
    };
    json!({
        "kind": kind, "name": o.name, "key": hex(&o.key),
        "operator-custody": o.operator_custody,
        "institution": o.institution.as_ref().map(ToString::to_string),
    })
}

fn recognition(r: &Recognition) -> Value {
    let scope: Vec<Value> = r.scope.iter().map(|(row, l)| json!([row.0, level(*l)])).collect();
    json!({
        "id": r.id.0, "body": organisation(&r.body), "prefix": r.prefix.to_string(),
        "scope": scope, "published-on": r.published_on.map(day), "until": r.until.map(day),
        "covers-outsiders": r.covers_outsiders, "standard-exists": r.standard_exists,
    })
}

fn session_plan(p: &SessionPlan) -> Value {
    let scheme = match p.scheme {
        Scheme::Qualification => 1,
        Scheme::Level => 2,
    };
    json!({
        "session": p.session.0, "scheme": scheme, "occupation": p.occupation.0,
        "level": level(p.level), "registration-until": day(p.registration_until),
        "planned-on": day(p.planned_on),
    })
}

fn level(level: Level) -> u32 {
    level.code().to_digit(10).expect("the code of a level is a digit")
}

fn day(day: Day) -> String {
    day.to_string()
}
