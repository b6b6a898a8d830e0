//! Keys and their text form.
//!
//! Out of scope: what the keys sign.

use seal::{KeyKind, KeyName, PublicKey, SealError, VerifierKey};

use crate::world::{LOG_KEY, LOG_SEED, WITNESS_KEY, cosigner, log_key, log_signer, seed};

fn check(text: &str, expect: &str) {
    let found =
        text.parse::<VerifierKey>().map_or_else(|error| error.to_string(), |k| k.to_string());
    assert!(found.contains(expect), "{text}: {found}");
}

#[test]
fn a_verifier_key_reads_back_and_any_other_form_is_refused() {
    check(LOG_KEY, LOG_KEY);
    check(WITNESS_KEY, WITNESS_KEY);
    check("", "expected name+key id+base64");
    check("demo.example/log", "expected name+key id+base64");
    check("demo.example/log+0821bb91", "expected name+key id+base64");
    check(&LOG_KEY.replace("demo", ""), "the key id is `0821bb91`; name and key have");
    check(&LOG_KEY.replace("demo.example/log", ""), "no name of a key");
    check(&LOG_KEY.replace("demo", "de mo"), "no name of a key");
    check(&LOG_KEY.replace("demo", "de\u{2003}mo"), "no name of a key");
    check(&LOG_KEY.replace("0821bb91", "0821bb92"), "the key id is `0821bb92`");
    check(&LOG_KEY.replace("0821bb91", "0821BB91"), "8 digits 0-9 and a-f");
    check(&LOG_KEY.replace("0821bb91", "+821bb91"), "8 digits 0-9 and a-f");
    check(&LOG_KEY.replace("0821bb91", "821bb91"), "8 digits 0-9 and a-f");
    check(&LOG_KEY.replace("+Add", "+Bdd"), "kind 01 or 04");
    check(&LOG_KEY[..LOG_KEY.len() - 4], "base 64 of kind and 32 bytes");
    check(&format!("{LOG_KEY}AAAA"), "base 64 of kind and 32 bytes");
    check(&format!("{LOG_KEY}\n"), "base 64 of kind and 32 bytes");
}

#[test]
fn a_signer_has_the_verifier_key_of_its_seed() {
    assert_eq!(log_signer().verifier().to_string(), LOG_KEY);
    assert_eq!(cosigner().verifier().to_string(), WITNESS_KEY);
    assert_eq!(log_key().kind(), KeyKind::Ed25519);
    assert_eq!(log_key().id(), 0x0821_bb91);
    let same_key =
        VerifierKey::new(log_key().name().clone(), KeyKind::CosignatureV1, *log_key().public_key());
    assert_ne!(same_key.id(), log_key().id());
}

/// RFC 8032 §7.1, test 1: the empty message.
#[test]
fn a_signature_is_that_of_the_standard_and_no_changed_byte_of_it_holds() {
    let seed = seed(LOG_SEED);
    let signature = seed.sign(b"");
    let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex,
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555\
         fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    );
    assert!(seed.public_key().verify(b"", &signature));
    assert!(!seed.public_key().verify(b"\0", &signature));
    for i in 0..signature.len() {
        let mut changed = signature;
        changed[i] ^= 1;
        assert!(!seed.public_key().verify(b"", &changed), "byte {i}");
    }
}

#[test]
fn a_key_under_which_anyone_can_sign_is_refused() {
    let mut one = [0; 32];
    one[0] = 1;
    assert_eq!(PublicKey::from_bytes(&one), Err(SealError::PublicKey));
    assert_eq!(PublicKey::from_bytes(&[0; 32]), Err(SealError::PublicKey));
    // y = 2 is no point of the curve.
    one[0] = 2;
    assert_eq!(PublicKey::from_bytes(&one), Err(SealError::PublicKey));
}

#[test]
fn nothing_prints_a_seed() {
    let texts = format!("{:?} {:?} {:?}", seed(LOG_SEED), log_signer(), cosigner());
    assert!(texts.starts_with("SigningSeed(hidden) "));
    assert!(!texts.contains("9d61") && !texts.contains("157, 97"), "{texts}");
}

#[test]
fn a_name_fits_into_a_signature_line_or_is_refused() {
    assert!(KeyName::new(&"n".repeat(255)).is_ok());
    assert!(KeyName::new("省.example/日志").is_ok());
    for name in ["", "a b", "a+b", "a\nb", "a\u{85}b", "a\u{3000}b", &"n".repeat(256)] {
        assert!(matches!(KeyName::new(name), Err(SealError::KeyName { .. })), "{name:?}");
    }
}
