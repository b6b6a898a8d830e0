//! Signed notes: reading, verifying by known keys, and every way to be wrong.
//!
//! Out of scope: checkpoints, which are notes of one form.

use seal::{NoteSignature, SealError, SignedNote, VerifierKey};

use crate::world::{NOTE, TIME_S, cosigner, log_key, log_signer, signed, witness_key};

/// What is wrong with bytes as a note: nothing, or the line and what was expected there.
fn check(bytes: impl AsRef<[u8]>, expect: Option<(usize, &str)>) {
    let text = String::from_utf8_lossy(bytes.as_ref()).into_owned();
    match (SignedNote::parse(bytes.as_ref()), expect) {
        (Ok(note), None) => assert_eq!(note.to_string(), text),
        (Err(SealError::Note { line, expected }), Some((expect_line, words))) => {
            assert_eq!(line, expect_line, "{text}: {expected}");
            assert!(expected.contains(words), "{text}: {expected}");
        }
        (found, expect) => panic!("{text}: {found:?}, expected {expect:?}"),
    }
}

#[test]
fn a_note_reads_back_or_names_the_wrong_line() {
    check(NOTE, None);
    check("a\n\n— n AAAAAAA=\n", None);
    check("a\n\nb\n\n— n AAAAAAA=\n", None);
    check("\n\n— n AAAAAAA=\n", None);
    check("", Some((1, "an empty line")));
    check("a\n", Some((1, "an empty line")));
    check("a\n\n", Some((3, "with its newline")));
    check("a\n— n AAAAAAA=\n", Some((1, "an empty line")));
    check("a\n\n— n AAAAAAA=", Some((3, "with its newline")));
    check("a\n\n— n AAAAAAA=\nb\n", Some((4, "a signature line")));
    check("a\n\n- n AAAAAAA=\n", Some((3, "a signature line")));
    check("a\n\n—  n AAAAAAA=\n", Some((3, "the name of a key")));
    check("a\n\n— n  AAAAAAA=\n", Some((3, "base 64")));
    check("a\n\n— n AAAAAAA= \n", Some((3, "base 64")));
    check("a\n\n— n+m AAAAAAA=\n", Some((3, "the name of a key")));
    check("a\n\n— n\n", Some((3, "a signature line")));
    check("a\n\n— n AAAAAA==\n", Some((3, "base 64 of key id and signature")));
    check("a\n\n— n AAA=\n", Some((3, "base 64 of key id and signature")));
    check("a\n\n— n AAAAAAB=\n", Some((3, "base 64")));
    check("a\n\n— n AAAAAAA\n", Some((3, "base 64")));
    check("a\tb\n\n— n AAAAAAA=\n", Some((1, "no control")));
    check("a\n\n— n AAAAAAA=\r\n", Some((3, "no control")));
    check(b"a\n\xff\n\n\xe2\x80\x94 n AAAAAAA=\n", Some((2, "UTF-8")));
}

#[test]
fn a_note_is_bounded_in_bytes_and_signatures() {
    let line = "— n AAAAAAA=\n";
    let note = |count| SignedNote::parse(format!("a\n\n{}", line.repeat(count)).as_bytes());
    assert_eq!(note(16).unwrap().signatures().len(), 16);
    assert_eq!(note(128).unwrap().signatures().len(), 128);
    assert_eq!(note(129), Err(SealError::TooManySignatures));
    let long = format!("{}\n\n{line}", "a".repeat(65_536));
    assert!(matches!(SignedNote::parse(long.as_bytes()), Err(SealError::NoteTooLong { .. })));
    assert!(matches!(SignedNote::new(long), Err(SealError::NoteTooLong { .. })));
    let mut full = note(128).unwrap();
    assert_eq!(log_signer().sign(&mut full), Err(SealError::TooManySignatures));
}

#[test]
fn a_text_that_cannot_be_a_note_is_not_signed() {
    assert!(SignedNote::new("a\n".into()).is_ok());
    assert!(SignedNote::new("a".into()).is_err());
    assert!(SignedNote::new("".into()).is_err());
    assert!(SignedNote::new("a\r\n".into()).is_err());
}

#[test]
fn what_is_signed_here_is_what_another_implementation_signed() {
    assert_eq!(signed().to_string(), NOTE);
}

#[test]
fn known_keys_are_verified_and_unknown_ones_ignored() {
    let verify = |known: &[VerifierKey]| {
        let note = SignedNote::parse(NOTE.as_bytes()).unwrap();
        let verified = note.verify(known)?;
        Ok(verified.iter().map(|v| (v.key.name().to_string(), v.time_s)).collect::<Vec<_>>())
    };
    let log = ("demo.example/log".to_string(), None);
    let witness = ("witness.example/w1".to_string(), Some(TIME_S));
    assert_eq!(verify(&[log_key()]), Ok(vec![log.clone()]));
    assert_eq!(verify(&[witness_key(), log_key()]), Ok(vec![log, witness]));
    assert_eq!(verify(&[]), Err(SealError::NoKnownSignature));
    // The same name with another key is another signer.
    let other =
        VerifierKey::new(log_key().name().clone(), log_key().kind(), *witness_key().public_key());
    assert_eq!(verify(&[other]), Err(SealError::NoKnownSignature));
}

#[test]
fn a_bad_signature_of_a_known_key_spoils_the_note_even_beside_good_ones() {
    let note = NOTE.replace("\n3\n", "\n4\n");
    let note = SignedNote::parse(note.as_bytes()).unwrap();
    let bad = |name: &str| Err(SealError::BadSignature { name: name.into() });
    assert_eq!(note.verify(&[log_key(), witness_key()]), bad("demo.example/log"));
    assert_eq!(note.verify(&[witness_key()]), bad("witness.example/w1"));
    // A signature too short for its kind is bad, not unknown.
    let mut lines: Vec<&str> = NOTE.lines().collect();
    let short = "— witness.example/w1 BNLYMwAAAABlU/EA";
    lines[5] = short;
    let note = SignedNote::parse(format!("{}\n", lines.join("\n")).as_bytes()).unwrap();
    assert_eq!(note.verify(&[log_key(), witness_key()]), bad("witness.example/w1"));
}

#[test]
fn a_key_that_signed_twice_counts_once() {
    let mut note = signed();
    log_signer().sign(&mut note).unwrap();
    note.push(cosigner().cosign(&note, TIME_S + 1).unwrap()).unwrap();
    let known = [log_key(), witness_key()];
    let verified = note.verify(&known).unwrap();
    assert_eq!(verified.len(), 2);
    assert_eq!(verified[1].time_s, Some(TIME_S));
}

#[test]
fn a_signature_line_is_read_alone_as_a_witness_answers_it() {
    let line = NOTE.lines().last().unwrap();
    let signature = NoteSignature::parse(line).unwrap();
    assert_eq!(signature.to_string(), line);
    assert_eq!(
        (signature.name().as_str(), signature.key_id()),
        ("witness.example/w1", 0x04d2_d833)
    );
    assert!(NoteSignature::parse(&format!("{line}\n")).is_err());
    assert!(NoteSignature::parse("").is_err());
}

#[test]
fn no_changed_byte_of_a_note_goes_unnoticed() {
    let known = [log_key(), witness_key()];
    for at in 0..NOTE.len() {
        for bit in 0..8 {
            let mut bytes = NOTE.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let verified = SignedNote::parse(&bytes)
                .and_then(|note| note.verify(&known).map(|verified| verified.len()));
            // A changed name or key id makes one of the two signers unknown.
            assert!(verified.is_err() || verified == Ok(1), "byte {at} bit {bit}: {verified:?}");
        }
    }
}
