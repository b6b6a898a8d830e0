//! tlog-proof files.
//!
//! Out of scope: the hashing under them (crate `merkle`).

use merkle::VerifyError;
use seal::{SealError, TlogProof};

use crate::world::{NOTE, ORIGIN, leaf, log_key, signed, tree, witness_key};

/// The proof of the entry `two`, hashes computed by another implementation.
const HEAD: &str = "\
c2sp.org/tlog-proof@v1
index 1
0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=
Zx8UbF5HHooag6PCFM5LqQe486WIjRTMjNPOdbsS75Q=

";

fn text() -> String {
    format!("{HEAD}{NOTE}")
}

fn verify(proof: &TlogProof) -> Result<usize, SealError> {
    let opened = proof.verify(&leaf(), ORIGIN, &log_key(), &[witness_key()])?;
    Ok(opened.cosignatures().len())
}

/// What is wrong with a text as a proof: nothing, or the line and what was expected there.
fn check(text: &str, expect: Option<(usize, &str)>) {
    match (TlogProof::parse(text.as_bytes()), expect) {
        (Ok(proof), None) => assert_eq!(proof.to_string(), text),
        (Err(SealError::Proof { line, expected }), Some((expect_line, words))) => {
            assert_eq!(line, expect_line, "{text}: {expected}");
            assert!(expected.contains(words), "{text}: {expected}");
        }
        (found, expect) => panic!("{text}: {found:?}, expected {expect:?}"),
    }
}

#[test]
fn a_proof_reads_back_or_names_the_wrong_line() {
    let replace = |from: &str, to: &str| text().replacen(from, to, 1);
    let hash = "0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=\n";
    check(&text(), None);
    check(&replace("index 1", "extra ZXh0cmE=\nindex 1"), None);
    check(&replace("index 1", "index 0"), None);
    check(&replace(hash, &hash.repeat(63)), None);
    check(&replace(hash, &hash.repeat(64)), Some((67, "at most 64")));
    check("", Some((1, "with its newline")));
    check("c2sp.org/tlog-proof@v1", Some((1, "with its newline")));
    check("c2sp.org/tlog-proof@v1\n", Some((2, "with its newline")));
    check(&replace("@v1", "@v2"), Some((1, "c2sp.org/tlog-proof@v1")));
    check(&replace("@v1", "@v1 "), Some((1, "c2sp.org/tlog-proof@v1")));
    check(&replace("index 1", "index 01"), Some((2, "index and a number")));
    check(&replace("index 1", "index -1"), Some((2, "index and a number")));
    check(&replace("index 1", "index  1"), Some((2, "index and a number")));
    check(&replace("index 1", "Index 1"), Some((2, "index and a number")));
    check(&replace("index 1\n", ""), Some((2, "index and a number")));
    check(&replace("index 1", "extra \nindex 1"), Some((2, "base 64 of some")));
    check(&replace("index 1", "extra ZXh0cmE\nindex 1"), Some((2, "base 64 of some")));
    check(&replace("index 1", "index 1\nextra ZXh0cmE="), Some((3, "32 bytes")));
    check(&replace("index 1", "extra QQ==\nextra QQ==\nindex 1"), Some((3, "index and a number")));
    check(&replace("0Nc2", "0Nc"), Some((3, "32 bytes")));
    check(&replace("0Nc2", "０Nc2"), Some((3, "32 bytes")));
    check(&replace("+ek=\n", "+ek=\r\n"), Some((3, "32 bytes")));
    check(&"a".repeat(1_000_000), Some((1, "a shorter file")));
    let no_note = TlogProof::parse(HEAD.as_bytes());
    assert!(matches!(no_note, Err(SealError::Note { .. })));
}

#[test]
fn what_is_built_here_is_what_another_implementation_built() {
    let hashes = tree().inclusion_proof(1, 3).unwrap();
    let proof = TlogProof::new(1, hashes, signed()).unwrap();
    assert_eq!(proof.to_string(), text());
    assert_eq!(verify(&proof), Ok(1));
    let with_extra = proof.with_extra(b"extra".to_vec()).unwrap();
    assert!(with_extra.to_string().contains("\nextra ZXh0cmE=\nindex 1\n"));
    assert_eq!(with_extra.extra(), Some(b"extra".as_slice()));
    assert_eq!(verify(&with_extra), Ok(1));
    let without = with_extra.with_extra(Vec::new()).unwrap();
    assert_eq!(without.to_string(), text());
}

#[test]
fn a_proof_shows_one_entry_of_one_log_only() {
    let proof = TlogProof::parse(text().as_bytes()).unwrap();
    let differs = Err(SealError::Inclusion(VerifyError::RootDiffers));
    let other_leaf = merkle::leaf_hash(b"three");
    assert_eq!(proof.verify(&other_leaf, ORIGIN, &log_key(), &[]).map(|_| ()), differs);
    let other_index = TlogProof::new(0, proof.hashes().to_vec(), signed()).unwrap();
    assert_eq!(verify(&other_index).map(|_| ()), differs);
    let outside = TlogProof::new(3, proof.hashes().to_vec(), signed()).unwrap();
    let error = SealError::Inclusion(VerifyError::IndexOutside { index: 3, size: 3 });
    assert_eq!(verify(&outside), Err(error));
    let other_log = proof.verify(&leaf(), "demo.example/other", &log_key(), &[]);
    assert!(matches!(other_log, Err(SealError::Origin { .. })));
    let too_many = TlogProof::new(0, vec![leaf(); 65], signed());
    assert!(matches!(too_many, Err(SealError::Proof { line: 67, .. })));
}

#[test]
fn no_changed_byte_of_a_proof_leaves_it_whole() {
    let text = text();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let found = TlogProof::parse(&bytes).and_then(|proof| verify(&proof));
            // A changed name or id of the witness makes its cosignature unknown, which is not
            // counted.
            assert!(found.is_err() || found == Ok(0), "byte {at} bit {bit}: {found:?}");
        }
    }
}
