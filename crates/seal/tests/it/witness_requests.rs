//! The text of a request to a witness.
//!
//! Out of scope: what the witness answers (crate `witness`).

use seal::{ADD_CHECKPOINT_BYTES_MAX, AddCheckpoint, SealError};

use crate::world::{NOTE, signed, tree};

const HASH: &str = "Wqx3HImawpLnS/Gv4ubjAvi1WIOy0b8Ze0amvqbavKk=";

/// What is wrong with a text as a request: nothing, or the line and what was expected there.
fn check(text: impl AsRef<[u8]>, expect: Option<(usize, &str)>) {
    let shown = String::from_utf8_lossy(text.as_ref()).into_owned();
    match (AddCheckpoint::parse(text.as_ref()), expect) {
        (Ok(request), None) => assert_eq!(request.to_string(), shown),
        (Err(SealError::Request { line, expected }), Some((expect_line, words))) => {
            assert_eq!(line, expect_line, "{shown}: {expected}");
            assert!(expected.contains(words), "{shown}: {expected}");
        }
        (found, expect) => panic!("{shown}: {found:?}, expected {expect:?}"),
    }
}

#[test]
fn a_request_reads_back_or_names_the_wrong_line() {
    check(format!("old 0\n\n{NOTE}"), None);
    check(format!("old 18446744073709551615\n{HASH}\n{HASH}\n\n{NOTE}"), None);
    check(format!("old 1\n{}\n{NOTE}", format!("{HASH}\n").repeat(63)), None);
    check(format!("old 1\n{}\n{NOTE}", format!("{HASH}\n").repeat(64)), Some((65, "63 hashes")));
    check("", Some((1, "a line with its newline")));
    check("old 1", Some((1, "a line with its newline")));
    check(format!("\n{NOTE}"), Some((1, "old and a size")));
    check(format!("new 1\n\n{NOTE}"), Some((1, "old and a size")));
    check(format!("old\n\n{NOTE}"), Some((1, "old and a size")));
    check(format!("old 01\n\n{NOTE}"), Some((1, "old and a size")));
    check(format!("old -1\n\n{NOTE}"), Some((1, "old and a size")));
    check(format!("old  1\n\n{NOTE}"), Some((1, "old and a size")));
    check(format!("old 1 \n\n{NOTE}"), Some((1, "old and a size")));
    check(format!("old 1\r\n\n{NOTE}"), Some((1, "old and a size")));
    check(format!("old 18446744073709551616\n\n{NOTE}"), Some((1, "old and a size")));
    check(b"old \xff\n\n", Some((1, "ASCII")));
    check("old 1\n", Some((2, "a line with its newline")));
    check(format!("old 1\n{NOTE}"), Some((2, "base 64 of 32 bytes")));
    check(format!("old 1\n{}\n\n{NOTE}", &HASH[..40]), Some((2, "base 64 of 32 bytes")));
    check(format!("old 1\n{HASH}\n {HASH}\n\n{NOTE}"), Some((3, "base 64 of 32 bytes")));
    check("\n".repeat(ADD_CHECKPOINT_BYTES_MAX + 1), Some((1, "a shorter request")));
    let no_note = AddCheckpoint::parse(b"old 1\n\nno note\n");
    assert!(matches!(no_note, Err(SealError::Note { .. })));
}

#[test]
fn a_request_that_is_built_reads_back() {
    let proof = tree().consistency_proof(2, 3).unwrap();
    let request = AddCheckpoint::new(2, proof.clone(), signed()).unwrap();
    assert_eq!(AddCheckpoint::parse(request.to_string().as_bytes()), Ok(request.clone()));
    assert_eq!((request.old_size(), request.proof()), (2, proof.as_slice()));
    assert_eq!(request.checkpoint(), &signed());
    assert!(AddCheckpoint::new(2, vec![[0; 32]; 64], signed()).is_err());
}
