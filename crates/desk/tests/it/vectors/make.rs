//! The sets of vectors, each made once and read ever after.
//!
//! In scope: what a set holds. Out of scope: whether it is true (`check_entries`, `check_texts`,
//! `check_log`), which is asked of what lies in the folder and not of what is made here.

use crate::vectors::cbor::Item;
use crate::vectors::keys::{self, AREA_KEYS, AREAS, KEYS, Seed, seed};
use crate::vectors::making::{Making, idempotency, root, salt};
use crate::vectors::say::{self, hex};
use crate::vectors::{areas, log, read, rows, unhex};
use merkle::covering;
use seal::{Entry, Field, SigningSeed};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<u8>>;

/// A set of vectors: what its paths begin with, and how it is made. Later sets read earlier ones.
pub struct Set {
    pub place: &'static str,
    pub make: fn() -> Files,
}

pub const SETS: &[Set] = &[
    Set { place: "keys.json", make: all_keys },
    Set { place: "log/", make: whole_log },
    Set { place: "entries/refused.json", make: refused_entries },
    Set { place: "signatures.json", make: signatures },
    Set { place: "commitments.json", make: commitments },
    Set { place: "texts/refused.json", make: refused_texts },
    Set { place: "geometry.json", make: geometry },
    Set { place: "areas/keys.json", make: area_keys },
    Set { place: "areas/log/", make: areas_log },
];

/// Prints rows, one a line.
fn file(path: &str, rows: &[Value]) -> Files {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    Files::from([(path.to_string(), format!("[\n{}\n]\n", lines.join(",\n")).into_bytes())])
}

fn all_keys() -> Files {
    let mut rows: Vec<Value> = KEYS
        .iter()
        .map(|(name, from)| {
            let seed = from.bytes(name);
            let public = SigningSeed::from_bytes(&seed).public_key();
            json!({
                "name": name, "from": from.from(name), "seed": hex(&seed),
                "public": hex(public.as_bytes()),
            })
        })
        .collect();
    rows[0]["verifier-key"] = json!(keys::log().verifier().to_string());
    rows[1]["verifier-key"] = json!(keys::witness().verifier().to_string());
    file("keys.json", &rows)
}

fn area_keys() -> Files {
    let mut rows: Vec<Value> = AREA_KEYS
        .iter()
        .map(|name| {
            let (from, seed) = (Seed::Words, seed(name));
            json!({
                "name": name, "from": from.from(name), "seed": hex(&from.bytes(name)),
                "public": hex(seed.public_key().as_bytes()),
            })
        })
        .collect();
    let signer = keys::log_of(AREAS, AREA_KEYS[0]);
    rows[0]["verifier-key"] = json!(signer.verifier().to_string());
    file("areas/keys.json", &rows)
}

fn whole_log() -> Files {
    with_entries(log::make(), "entries/log.json")
}

fn areas_log() -> Files {
    with_entries(areas::make(), "areas/entries.json")
}

/// Returns the files of a log with the one of its entries.
fn with_entries(log: Making, path: &str) -> Files {
    let mut rows = Vec::new();
    for (index, bytes) in log.entries.iter().enumerate() {
        let (read, at) = (Entry::read(bytes).unwrap(), index as u64);
        let mut row = json!({ "index": index, "bytes": hex(bytes), "says": say::entry(bytes) });
        row["leaf"] = json!(hex(&merkle::leaf_hash(bytes)));
        match &read {
            Entry::Act(act) => {
                row["signed"] = json!(hex(&act.message(log.origin)));
                row["signed-by"] = json!(log.signers[&at]);
                row["state-after"] = json!(log.states[&at]);
            }
            // Two of them show how all are.
            Entry::Certificate(c) if 2 < c.serial => continue,
            Entry::Certificate(_) => {}
        }
        rows.push(row);
    }
    let mut files = log.files;
    files.extend(file(path, &rows));
    files
}

/// Returns the entry of a kind in the log of the vectors.
fn entry(kind: u64) -> Item {
    let of_kind = |row: &&Value| row["says"]["kind"] == kind;
    let all = rows("entries/log.json");
    let row = all.iter().find(of_kind).expect("the log has every kind");
    Item::read(&unhex(&row["bytes"]))
}

fn refused_entries() -> Files {
    let mut rows = refused_forms();
    rows.extend(refused_values());
    file("entries/refused.json", &rows)
}

/// Bytes that are no entry, or another form of one.
fn refused_forms() -> Vec<Value> {
    use Item::{Bytes, Negative, Raw, Text, Uint};
    let (certificate, inspecting) = (entry(64), entry(9));
    let mut rows = Vec::new();
    let mut put =
        |why: &str, bytes: Vec<u8>| rows.push(json!({ "why": why, "bytes": hex(&bytes) }));
    let bytes = certificate.bytes();
    put("no bytes", Vec::new());
    put("cut before its last byte", bytes[..bytes.len() - 1].to_vec());
    put("a byte after its end", [&bytes[..], &[0]].concat());
    put("twice", bytes.repeat(2));
    let wide = |n: u64| Raw(vec![0x18, n as u8]);
    put("1 written in two bytes", certificate.with(&[0], wide(1)).bytes());
    let serial = Raw(vec![0x1a, 0, 0, 0, 1]);
    put("a serial written in five bytes", certificate.with(&[3], serial).bytes());
    let indefinite = [&[0x9f][..], &bytes[1..], &[0xff]].concat();
    put("an array of indefinite length", indefinite);
    let chunks = Raw([&[0x5f, 0x58, 0x20][..], &[1; 32], &[0xff]].concat());
    put("bytes of indefinite length", certificate.with(&[5], chunks).bytes());
    put("a tag before the array", [&[0xd9, 0xd9, 0xf7][..], &bytes].concat());
    put("a map", vec![0xa1, 0x01, 0x18, 0x40]);
    put("version 0", certificate.with(&[0], Uint(0)).bytes());
    put("version 2", certificate.with(&[0], Uint(2)).bytes());
    put("kind 0", inspecting.with(&[1], Uint(0)).bytes());
    put("kind 15", inspecting.with(&[1], Uint(15)).bytes());
    put("kind 63", certificate.with(&[1], Uint(63)).bytes());
    put("kind 65", certificate.with(&[1], Uint(65)).bytes());
    put("an act of seven items", certificate.with(&[1], Uint(9)).bytes());
    put("a certificate of twelve items", inspecting.with(&[1], Uint(64)).bytes());
    put("a body of another kind", inspecting.with(&[1], Uint(4)).bytes());
    put("a serial above 4 bytes", certificate.with(&[3], Uint(1 << 32)).bytes());
    put("a serial that is negative", certificate.with(&[3], Negative(0)).bytes());
    let float = Raw(vec![0xf9, 0x3c, 0x00]);
    put("a serial that is a float", certificate.with(&[3], float).bytes());
    put("a commitment of 31 bytes", certificate.with(&[5], Bytes(vec![1; 31])).bytes());
    put("a commitment of 33 bytes", certificate.with(&[5], Bytes(vec![1; 33])).bytes());
    put("a commitment that is text", certificate.with(&[5], Text(vec![b'a'; 32])).bytes());
    rows
}

/// Acts of the right form, with a value outside what its field takes.
fn refused_values() -> Vec<Value> {
    use Item::{Bytes, List, Negative, Simple, Text, Uint};
    let (genesis, inspecting) = (entry(1), entry(9));
    let (recognising, announcing, issuing) = (entry(2), entry(3), entry(7));
    let (compromising, closing) = (entry(13), entry(4));
    let mut rows = Vec::new();
    let mut put =
        |why: &str, bytes: Vec<u8>| rows.push(json!({ "why": why, "bytes": hex(&bytes) }));
    put("an actor above 4 bytes", inspecting.with(&[2], Uint(1 << 32)).bytes());
    put("an actor that is undefined", inspecting.with(&[2], Simple(23)).bytes());
    put("the day before 0001-01-01", inspecting.with(&[4], Negative(719_162)).bytes());
    put("the day after 9999-12-31", inspecting.with(&[4], Uint(2_932_897)).bytes());
    put("an idempotency key of 15 bytes", inspecting.with(&[5], Bytes(vec![0; 15])).bytes());
    put("recorded before 1970", inspecting.with(&[7], Negative(0)).bytes());
    put("recorded after 9999", inspecting.with(&[7], Uint(253_402_300_800)).bytes());
    put("a first serial where none is", inspecting.with(&[10], Uint(1)).bytes());
    put("no first serial where one is", issuing.with(&[10], Simple(22)).bytes());
    put("a signature of 63 bytes", inspecting.with(&[11], Bytes(vec![1; 63])).bytes());
    let several = compromising.clone().at(&[11]).clone();
    put("signatures where one is", inspecting.with(&[11], several.clone()).bytes());
    put("one signature where several are", {
        compromising.with(&[11], Bytes(vec![1; 64])).bytes()
    });
    let List(mut pair) = several else { panic!("two signatures") };
    pair.reverse();
    put("signatures by falling place", compromising.with(&[11], List(pair.clone())).bytes());
    pair[0] = pair[1].clone();
    put("one place twice", compromising.with(&[11], List(pair)).bytes());
    put("a name that is not UTF-8", genesis.with(&[6, 2, 0, 1], Text(vec![0xff])).bytes());
    put("a kind of organisation that is none", genesis.with(&[6, 2, 0, 0], Uint(7)).bytes());
    put(
        "an institution of 7 digits",
        genesis.with(&[6, 2, 1, 4], Text(b"9999100".to_vec())).bytes(),
    );
    put("custody as a number", genesis.with(&[6, 2, 0, 3], Uint(1)).bytes());
    put("a threshold above one byte", genesis.with(&[6, 4], Uint(256)).bytes());
    put(
        "a prefix of 12 characters",
        recognising.with(&[6, 2], Text(b"Y00009900001".to_vec())).bytes(),
    );
    put("level 0", recognising.with(&[6, 3, 0, 1], Uint(0)).bytes());
    put("level 6", announcing.with(&[6, 3], Uint(6)).bytes());
    put("scheme 3", announcing.with(&[6, 1], Uint(3)).bytes());
    put("a row above 2 bytes", announcing.with(&[6, 2], Uint(65_536)).bytes());
    put("a session above 4 bytes", closing.with(&[6, 0], Uint(1 << 32)).bytes());
    rows
}

/// The order of the curve's group, little-endian (RFC 8032 §5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn signatures() -> Files {
    let mut rows = Vec::new();
    let mut put = |why: &str, holds: bool, public: &[u8], message: &[u8], signature: &[u8]| {
        rows.push(json!({
            "holds": holds, "why": why, "public": hex(public), "message": hex(message),
            "signature": hex(signature),
        }));
    };
    for (name, message) in [("log", &b""[..]), ("witness", &[0x72]), ("authority", &[0xaf, 0x82])] {
        let key = seed(name);
        let (public, signature) = (*key.public_key().as_bytes(), key.sign(message));
        put("RFC 8032 section 7.1", true, &public, message, &signature);
        put("another message", false, &public, b"other", &signature);
        let mut other = signature;
        let mut carry = 0;
        for (byte, order) in other[32..].iter_mut().zip(ORDER) {
            let sum = u16::from(*byte) + u16::from(order) + carry;
            *byte = sum as u8;
            carry = sum >> 8;
        }
        put("the same S plus the order of the group", false, &public, message, &other);
    }
    let mut identity = [0; 32];
    identity[0] = 1;
    let zero = [&identity[..], &[0; 32]].concat();
    put("a key of small order, for which this holds for any message", false, &identity, b"", &zero);
    file("signatures.json", &rows)
}

fn commitments() -> Files {
    let mut rows = Vec::new();
    let fields = [
        ("name", json!(["示例甲"]), Field::Name("示例甲")),
        ("name", json!(["Example Ａ"]), Field::Name("Example Ａ")),
        ("document", json!([5, "E00000000"]), Field::Document(5, "E00000000")),
        ("document", json!([9, "0"]), Field::Document(9, "0")),
        ("row", json!([0, 600, 1000, true]), Field::Row(0, 600, 1000, true)),
        ("row", json!([70000, 0, 599, false]), Field::Row(70_000, 0, 599, false)),
    ];
    let mut made = Vec::new();
    for (n, (what, parts, field)) in (0..).zip(fields) {
        let commitment = salt(n).commit(field);
        made.push(commitment);
        rows.push(json!({
            "what": what, "parts": parts, "salt": hex(&salt(n).0), "value": hex(&commitment.0),
        }));
    }
    for count in [1, 2, 3, 6] {
        let leaves: Vec<String> = made[..count].iter().map(|c| hex(&c.0)).collect();
        rows.push(json!({ "what": "root", "parts": leaves, "value": hex(&root(&made[..count])) }));
    }
    for name in ["vector 0", "", "发证"] {
        let value = hex(&idempotency(name));
        rows.push(json!({ "what": "idempotency", "parts": [name], "value": value }));
    }
    file("commitments.json", &rows)
}

fn refused_texts() -> Files {
    let mut rows = Vec::new();
    let mut put = |of: &str, reader: &str, replace: &str, with: &str, why: &str| {
        let text = read(of);
        assert!(String::from_utf8_lossy(&text).contains(replace), "{of}: {why}");
        rows.push(json!({
            "of": of, "read-as": reader, "replace": replace, "with": with, "why": why,
        }));
    };
    let (note, list) = ("log/checkpoint", "log/landmarks");
    let (proof, file_of) = ("certificate.tlog-proof", "certificate.dengji");
    for (of, reader) in [(note, "checkpoint"), (proof, "tlog-proof"), (file_of, "certificate")] {
        put(of, reader, "\n\n— demo", "\n— demo", "no empty line before the signatures");
        put(of, reader, "— demo", "- demo", "a hyphen in place of the dash");
        put(of, reader, "invalid/vectors\n", "invalid/other\n", "another origin");
        put(of, reader, "— demo.dengji.invalid/vectors", "— x", "not signed by the log");
        put(of, reader, "invalid/vectors\n2", "invalid/vectors\n02", "a leading zero");
        put(of, reader, "invalid/vectors\n2", "invalid/vectors\n3", "another size than signed");
    }
    put(list, "landmarks", "landmarks v1", "landmarks v2", "another version");
    put(list, "landmarks", "invalid/vectors\n3\n", "invalid/vectors\n2\n", "another number");
    put(list, "landmarks", " 16", "  16", "two blanks");
    put(list, "landmarks", "\n\n— demo", "\n— demo", "no empty line before the signatures");
    put(proof, "tlog-proof", "@v1", "@v2", "another version");
    put(proof, "tlog-proof", "index 1", "index 01", "a leading zero");
    put(proof, "tlog-proof", "index 1", "index 2", "another index than proved");
    put(file_of, "certificate", "certificate/v1", "certificate/v2", "another version");
    put(file_of, "certificate", "name-salt ", "name-salt  ", "two blanks");
    put(file_of, "certificate", "entry 1 ", "entry 0 ", "an index that does not rise");
    put(file_of, "certificate", "entry 1 ", "entry 2 ", "another index than proved");
    put(file_of, "certificate", "landmark 1", "landmark 0", "a landmark below its entry");
    file("texts/refused.json", &rows)
}

fn geometry() -> Files {
    let mut rows = Vec::new();
    let sizes =
        [(0, 1), (0, 2), (0, 7), (5, 6), (5, 7), (5, 13), (8, 12), (7, 4096), (1000, 66_536)];
    for (start, end) in sizes {
        let (left, right) = covering(start, end);
        let subtrees: Vec<[u64; 2]> =
            [Some(left), right].into_iter().flatten().map(|s| [s.start(), s.end()]).collect();
        rows.push(json!({ "what": "covering", "start": start, "end": end, "subtrees": subtrees }));
    }
    for path in [
        "tile/0/000",
        "tile/0/000.p/1",
        "tile/0/x001/067.p/8",
        "tile/7/000.p/255",
        "tile/entries/x123/x456/789",
    ] {
        rows.push(json!({ "what": "path", "path": path, "good": true }));
    }
    for path in [
        "tile/0/0",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/08",
        "tile/8/000",
        "tile/00/000",
        "tile/0/x000/001",
        "tile/0/001/067",
        "/tile/0/000",
        "tile/entries/x001",
    ] {
        rows.push(json!({ "what": "path", "path": path, "good": false }));
    }
    file("geometry.json", &rows)
}
