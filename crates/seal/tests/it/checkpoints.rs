//! Checkpoints and cosignatures.
//!
//! Out of scope: plain notes and proofs.

use merkle::empty_root;
use seal::{Checkpoint, KeyName, OpenedCheckpoint, SealError, SignedNote, TIME_S_MAX};

use crate::world::{
    NOTE, ORIGIN, TIME_S, cosigner, log_key, log_signer, signed, tree, witness_key,
};

const ROOT: &str = "Wqx3HImawpLnS/Gv4ubjAvi1WIOy0b8Ze0amvqbavKk=";
const EMPTY: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/// What is wrong with a text as a checkpoint: nothing, or the line and what was expected there.
fn check(text: &str, expect: Option<(usize, &str)>) {
    match (text.parse::<Checkpoint>(), expect) {
        (Ok(checkpoint), None) => assert_eq!(checkpoint.to_string(), text),
        (Err(SealError::Checkpoint { line, expected }), Some((expect_line, words))) => {
            assert_eq!(line, expect_line, "{text}: {expected}");
            assert!(expected.contains(words), "{text}: {expected}");
        }
        (found, expect) => panic!("{text}: {found:?}, expected {expect:?}"),
    }
}

#[test]
fn a_checkpoint_reads_back_or_names_the_wrong_line() {
    check(&format!("o\n3\n{ROOT}\n"), None);
    check(&format!("an origin with blanks\n3\n{ROOT}\n"), None);
    check(&format!("o\n3\n{ROOT}\nextension\nanother\n"), None);
    check(&format!("o\n18446744073709551615\n{ROOT}\n"), None);
    check(&format!("o\n0\n{EMPTY}\n"), None);
    check(&format!("o\n0\n{ROOT}\n"), Some((3, "the empty tree")));
    check("", Some((1, "a newline")));
    check("\n", Some((1, "a line with text")));
    check("o\n3\n", Some((3, "three lines")));
    check(&format!("o\n3\n{ROOT}"), Some((3, "a newline")));
    check(&format!("\n3\n{ROOT}\n"), Some((1, "a line with text")));
    check(&format!("o\n3\n{ROOT}\n\n"), Some((4, "a line with text")));
    check(&format!("o\n3\n{ROOT}\nx\n\nx\n"), Some((5, "a line with text")));
    check(&format!("o\r\n3\n{ROOT}\n"), Some((1, "no control")));
    check(&format!("o\n03\n{ROOT}\n"), Some((2, "leading zeros")));
    check(&format!("o\n+3\n{ROOT}\n"), Some((2, "leading zeros")));
    check(&format!("o\n-3\n{ROOT}\n"), Some((2, "leading zeros")));
    check(&format!("o\n3 \n{ROOT}\n"), Some((2, "leading zeros")));
    check(&format!("o\n18446744073709551616\n{ROOT}\n"), Some((2, "leading zeros")));
    check(&format!("o\n3\n{}\n", &ROOT[..40]), Some((3, "32 bytes")));
    check(&format!("o\n3\n{ROOT}AAAA\n"), Some((3, "32 bytes")));
    check(&format!("o\n3\n{}\n", ROOT.replace("Kk=", "Kl=")), Some((3, "32 bytes")));
    check(&format!("o\n3\n {ROOT}\n"), Some((3, "32 bytes")));
}

#[test]
fn the_checkpoint_of_an_empty_log_can_be_signed_and_opened() {
    let origin = KeyName::new(ORIGIN).unwrap();
    let mut note = Checkpoint::new(&origin, 0, empty_root()).to_note().unwrap();
    log_signer().sign(&mut note).unwrap();
    let opened = OpenedCheckpoint::open(&note, ORIGIN, &log_key(), &[]).unwrap();
    assert_eq!((opened.checkpoint().size(), opened.cosignatures().len()), (0, 0));
}

fn open(note: &str, origin: &str) -> Result<OpenedCheckpoint, SealError> {
    let note = SignedNote::parse(note.as_bytes())?;
    OpenedCheckpoint::open(&note, origin, &log_key(), &[witness_key()])
}

#[test]
fn a_checkpoint_opens_only_with_its_logs_signature_and_origin() {
    let opened = open(NOTE, ORIGIN).unwrap();
    let checkpoint = opened.checkpoint();
    assert_eq!((checkpoint.origin(), checkpoint.size()), (ORIGIN, 3));
    assert_eq!((checkpoint.root(), checkpoint.extensions().len()), (&tree().root(), 0));
    let cosigned: Vec<_> =
        opened.cosignatures().iter().map(|c| (c.witness.name().as_str(), c.time_s)).collect();
    assert_eq!(cosigned, [("witness.example/w1", TIME_S)]);

    let lines: Vec<&str> = NOTE.split_inclusive('\n').collect();
    let without = |line: usize| {
        lines.iter().enumerate().filter(|(i, _)| *i != line).map(|(_, l)| *l).collect::<String>()
    };
    // Without its witness it opens, without its log it does not.
    assert_eq!(open(&without(5), ORIGIN).map(|opened| opened.cosignatures().len()), Ok(0));
    let missing = SealError::NoLogSignature { name: ORIGIN.into() };
    assert_eq!(open(&without(4), ORIGIN), Err(missing));
    let (found, expected) = (ORIGIN.to_string(), "demo.example/other".to_string());
    assert_eq!(open(NOTE, "demo.example/other"), Err(SealError::Origin { found, expected }));
}

#[test]
fn a_signed_text_that_is_no_checkpoint_does_not_open() {
    let mut note = SignedNote::new("demo.example/log\nthree\n".into()).unwrap();
    log_signer().sign(&mut note).unwrap();
    assert!(matches!(open(&note.to_string(), ORIGIN), Err(SealError::Checkpoint { .. })));
    assert!(matches!(cosigner().cosign(&note, 0), Err(SealError::Checkpoint { .. })));
}

#[test]
fn no_changed_byte_of_a_checkpoint_leaves_it_open_with_all_its_cosignatures() {
    for at in 0..NOTE.len() {
        for bit in [0, 1, 5] {
            let mut bytes = NOTE.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let opened = String::from_utf8(bytes).map(|note| open(&note, ORIGIN));
            if let Ok(Ok(opened)) = opened {
                assert_eq!(opened.cosignatures().len(), 0, "byte {at} bit {bit}");
                assert_eq!(opened.checkpoint(), open(NOTE, ORIGIN).unwrap().checkpoint());
            }
        }
    }
}

#[test]
fn a_cosignature_states_a_time_that_the_format_holds() {
    let mut note = signed();
    let late = SealError::CosignatureTime { time_s: TIME_S_MAX + 1 };
    assert_eq!(cosigner().cosign(&note, TIME_S_MAX + 1), Err(late));
    note = SignedNote::new(note.text().into()).unwrap();
    note.push(cosigner().cosign(&note, TIME_S_MAX).unwrap()).unwrap();
    assert_eq!(note.verify(&[witness_key()]).unwrap()[0].time_s, Some(TIME_S_MAX));
    note.push(cosigner().cosign(&note, 0).unwrap()).unwrap();
    assert!(note.verify(&[witness_key()]).is_ok());
}
