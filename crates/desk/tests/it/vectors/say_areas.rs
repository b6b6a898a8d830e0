//! What the bodies of kinds from 15 on say, as JSON, by the names of docs/formats/entry.cddl.
//!
//! In scope: names beside what stands in the bytes; a step or change of one of several forms stays
//! an array. Out of scope: kinds 1 to 14 and the parts that every act has (`say`).
//! A reader of its own: what the register's reader makes of a body shows in the state after it.

use crate::vectors::cbor::Item;
use crate::vectors::hex;
use serde_json::{Map, Value, json};
use vocab::Day;

const SITE: &str = "prefix seats-a-day rooms";
const ORGANISATION: &str = "kind name key operator-custody institution";
const PARTICULARS: &str = "region parent centre-of";
const ROOM: &str = "room seats candidates part from until invigilators examiners";
const SETTLEMENT: &str = "session continued refunded undecided withdrew";

/// The fields of each body, in order. `:day` is a day; `:X` a record of the fields of X, `:*X` a
/// list of such records.
const BODIES: &[(u64, &str)] = &[
    (15, "occupation effective-on:day"),
    (16, "occupation step day:day basis"),
    (20, "session admitted root"),
    (21, "settlement:settlement root"),
    (22, "session certified not-passed refunded withdrew received-fen refunded-fen root"),
    (25, "cohort members occupation level plan admitted-on:day expected-on:day heads root region"),
    (26, "cohort change count heads-after root reason"),
    (27, "cohort completed-on:day heads"),
    (28, "cohort body"),
    (29, "cohort certified unmet root"),
    (30, "id organisation:organisation particulars:particulars"),
    (31, "organisation particulars:particulars"),
    (32, "application kind scope documents conditions national"),
    (33, "application step"),
    (
        34,
        "application body scope sites:*site published-on:day until:day covers-outsiders \
         standard-exists",
    ),
    (35, "body scope standard-exists"),
    (36, "body until:day"),
    (37, "body occupation until:day reason"),
    (38, "body occupation"),
    (39, "body reason"),
    (40, "body site:site open"),
    (41, "centre"),
    (45, "session standard site rooms:*room root"),
    (46, "session present root"),
    (47, "session objection commitment"),
    (48, "session objection upheld"),
    (49, "session sat passed root reason"),
    (50, "session present root paper-until:day electronic-until:day"),
    (51, "staff to from:day until:day"),
    (52, "session staff"),
    (55, "header serial name document reason"),
    (56, "header serial print reason"),
    (57, "header serials reason case told-on:day heard-until:day"),
    (58, "list form occupation institution count root source issued-from:day issued-until:day"),
    (59, "of scheme year level last source"),
    (60, "blank from to step"),
    (70, "hold body occupation session reason"),
    (71, "hold body session until:day reason"),
    (72, "draw from root size pick method nonce"),
    (73, "draw commitment"),
    (74, "draw nonce"),
    (75, "draw picks"),
    (76, "inspection draw body session inspectors findings outcome"),
    (77, "case subject grounds inspection draw commitment"),
    (78, "case code session rows commitment"),
    (79, "case due:day"),
    (80, "case commitment"),
    (81, "case step until:day occupation"),
    (82, "case commitment"),
    (83, "case upheld"),
    (84, "case"),
    (85, "a b kind from:day until:day"),
];

/// Returns what a body of a kind says.
pub fn body(kind: u64, body: &Item) -> Value {
    let (_, fields) = BODIES.iter().find(|(k, _)| *k == kind).expect("a kind of an area");
    record(fields, body)
}

fn record(fields: &str, item: &Item) -> Value {
    let Item::List(items) = item else { panic!("{fields}: {item:?}") };
    let names: Vec<&str> = fields.split_whitespace().collect();
    assert_eq!(names.len(), items.len(), "{fields}");
    let field = |(name, item): (&&str, &Item)| {
        let (name, form) = name.split_once(':').unwrap_or((name, ""));
        (name.to_string(), value(form, item))
    };
    names.iter().zip(items).map(field).collect::<Map<_, _>>().into()
}

fn value(form: &str, item: &Item) -> Value {
    match (form, item) {
        (_, Item::Simple(22)) => Value::Null,
        ("day", Item::Uint(n)) => json!(Day(*n as i32).to_string()),
        ("site", _) => record(SITE, item),
        ("organisation", _) => record(ORGANISATION, item),
        ("particulars", _) => record(PARTICULARS, item),
        ("settlement", _) => record(SETTLEMENT, item),
        ("*site", Item::List(all)) => all.iter().map(|one| record(SITE, one)).collect(),
        ("*room", Item::List(all)) => all.iter().map(|one| record(ROOM, one)).collect(),
        ("", _) => plain(item),
        other => panic!("{other:?}"),
    }
}

fn plain(item: &Item) -> Value {
    match item {
        Item::Uint(n) => json!(n),
        Item::Bytes(bytes) => json!(hex(bytes)),
        Item::Text(text) => json!(String::from_utf8_lossy(text)),
        Item::List(items) => items.iter().map(plain).collect(),
        Item::Simple(20) => json!(false),
        Item::Simple(21) => json!(true),
        other => panic!("{other:?}"),
    }
}
