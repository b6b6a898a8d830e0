//! Texts of the vectors: notes, proofs and files with one thing wrong are refused.
//!
//! Out of scope: the good ones (`check_log`).

use crate::vectors::keys::{self, ORIGIN};
use crate::vectors::{read, rows, unhex};
use merkle::leaf_hash;
use seal::{Bundle, Landmarks, OpenedCheckpoint, SealError, SignedNote, TlogProof};

/// Reads and verifies a text as a monitor does.
pub fn accept(reader: &str, bytes: &[u8]) -> Result<(), SealError> {
    let log = keys::log();
    let key = log.verifier();
    match reader {
        "checkpoint" => {
            let witness = keys::witness().verifier().clone();
            let note = SignedNote::parse(bytes)?;
            OpenedCheckpoint::open(&note, ORIGIN, key, &[witness]).map(drop)
        }
        "landmarks" => Landmarks::open(bytes, key).map(drop),
        "tlog-proof" => {
            let about: serde_json::Value =
                serde_json::from_slice(&read("certificate.json")).unwrap();
            let leaf = leaf_hash(&unhex(&about["entry"]));
            TlogProof::parse(bytes)?.verify(&leaf, ORIGIN, key, &[]).map(drop)
        }
        "certificate" => {
            let bundle = Bundle::parse(bytes)?;
            bundle.prove(ORIGIN, key, &[])?;
            bundle.prove_short(&Landmarks::open(&read("log/landmarks"), key)?).map(drop)
        }
        reader => panic!("nobody reads {reader}"),
    }
}

#[test]
fn texts_that_are_wrong_in_one_thing_are_refused() {
    for row in rows("texts/refused.json") {
        let of = |name: &str| row[name].as_str().unwrap();
        let good = String::from_utf8(read(of("of"))).unwrap();
        let good_one = accept(of("read-as"), good.as_bytes());
        assert_eq!(good_one, Ok(()), "{} itself", of("of"));
        let bad = good.replacen(of("replace"), of("with"), 1);
        assert_ne!(bad, good, "{}: {}", of("of"), of("why"));
        assert!(accept(of("read-as"), bad.as_bytes()).is_err(), "{}: {}", of("of"), of("why"));
    }
}
