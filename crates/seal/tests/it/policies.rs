//! Trust policies: every way to be wrong, and which cosignatures are enough.
//!
//! The keys beyond those of `world` are made of seeds of one repeated byte.

use seal::{
    Checkpoint, Cosigner, KeyName, NoteSigner, OpenedCheckpoint, Policy, SignedNote, SigningSeed,
};

use crate::world::{LOG_KEY, NOTE, ORIGIN, TIME_S, WITNESS_KEY, log_key, log_signer, tree};

fn cosigner(number: u8) -> Cosigner {
    let name = KeyName::new(&format!("w.example/{number}")).unwrap();
    Cosigner::new(name, SigningSeed::from_bytes(&[number; 32]))
}

/// A policy of the log and six witnesses; the last lines are the caller's.
fn policy_of(lines: &str) -> String {
    let witness = |n: u8| format!("witness w{n} {}\n", cosigner(n).verifier());
    format!("log {LOG_KEY}\n{}{lines}", (1..=6).map(witness).collect::<String>())
}

/// What a policy is refused for: nothing, or words of the message, which names the line.
fn check(text: impl AsRef<[u8]>, expect: Option<&str>) {
    let shown = String::from_utf8_lossy(text.as_ref()).into_owned();
    match (Policy::parse(text.as_ref()), expect) {
        (Ok(policy), None) => {
            let printed = policy.to_string();
            assert_eq!(Policy::parse(printed.as_bytes()).as_ref(), Ok(&policy), "{shown}");
        }
        (Err(error), Some(words)) => {
            assert!(error.to_string().contains(words), "{shown}: {error}");
        }
        (found, expect) => panic!("{shown}: {found:?}, expected {expect:?}"),
    }
}

#[test]
fn a_policy_reads_back_or_names_the_wrong_line() {
    check("quorum none\n", None);
    check(policy_of("group g 2 w1 w2 w3\nquorum g\n"), None);
    check(policy_of("group g all w1\ngroup h any g w2\nquorum h\n"), None);
    check(policy_of("\t group\tg  any w1 \n# g\n  #\n\n \t\nquorum\tg\t\n"), None);
    check(b"# \xff\nquorum none\n", None);
    check(format!("log {LOG_KEY} https://log.example/\nquorum none\n"), None);
    check(format!("witness 见证 {WITNESS_KEY} https://w.example/\nquorum 见证\n"), None);
    check(policy_of("group all all w1\ngroup any any w2\ngroup 3 1 w3\nquorum all\n"), None);

    check("", Some("no quorum line"));
    check(policy_of(""), Some("no quorum line"));
    check("quorum none", Some("line `1` of the policy has the wrong form; expected a newline"));
    check("quorum none\nquorum none\n", Some("line `2`"));
    check("quorum\n", Some("line `1`"));
    check("quorum none none\n", Some("line `1`"));
    check("Quorum none\n", Some("line `1`"));
    check("quorum none\r\n", Some("no control characters"));
    check("# \u{7f}\nquorum none\n", Some("no control characters"));
    check(b"quorum none\nwitness \xff k\n", Some("line `2` of the policy has the wrong form"));
    check("quorum w1\n", Some("line 1 of the policy: `w1` is not defined on a line above"));
    check("log\nquorum none\n", Some("line `1`"));
    check("log x\nquorum none\n", Some("the key on line `1`"));
    check(format!("log {WITNESS_KEY}\nquorum none\n"), Some("a key of kind 01"));
    check(format!("witness w {LOG_KEY}\nquorum none\n"), Some("a key of kind 04"));
    check(
        format!("log {LOG_KEY}\nlog {LOG_KEY}\nquorum none\n"),
        Some("line `2` of the policy st"),
    );
    let again = format!("witness v {}\nquorum none\n", cosigner(3).verifier());
    check(policy_of(&again), Some("the key on line `8`"));
    let renamed = Cosigner::new(KeyName::new("other").unwrap(), SigningSeed::from_bytes(&[3; 32]));
    let again = format!("witness v {}\nquorum none\n", renamed.verifier());
    check(policy_of(&again), Some("the key on line `8`"));
    let same = format!("witness w1 {WITNESS_KEY}\nquorum none\n");
    check(policy_of(&same), Some("line 8 of the policy: `w1` is defined twice"));
    check(format!("witness none {WITNESS_KEY}\nquorum none\n"), Some("`none` stands for"));
    check(policy_of("group g any w1\ngroup g any w2\nquorum g\n"), Some("`g` is defined twice"));
    check(policy_of("group w1 any w2\nquorum w1\n"), Some("`w1` is defined twice"));
    check(policy_of("group g any g\nquorum g\n"), Some("`g` is not defined on a line above"));
    check(policy_of("group g any none\nquorum g\n"), Some("`none` is not defined"));
    check(policy_of("quorum g\ngroup g any w1\n"), Some("`g` is not defined"));
    check(policy_of("group g any w1 w1\nquorum g\n"), Some("`w1` is a member of a group already"));
    let twice = "group g any w1\ngroup h any w1\nquorum h\n";
    check(policy_of(twice), Some("line 9 of the policy: `w1` is a member of a group already"));
    check(policy_of("group g any\nquorum g\n"), Some("line `8`"));
    check(policy_of("group g 0 w1\nquorum g\n"), Some("1 to 1, its members"));
    check(policy_of("group g 3 w1 w2\nquorum g\n"), Some("1 to 2, its members"));
    check(policy_of("group g 99999999999999999999 w1\nquorum g\n"), Some("all, any or a number"));
    check(policy_of("group g 01 w1\nquorum g\n"), Some("all, any or a number"));
    check(policy_of("group g some w1\nquorum g\n"), Some("all, any or a number"));
}

#[test]
fn a_policy_is_bounded_in_bytes_and_names() {
    check("#\n".repeat(32_768), Some("no quorum line"));
    check("#\n".repeat(32_769), Some("`65538` bytes"));
    let mut text = policy_of("");
    (0..256).for_each(|n| match n {
        0 => text.push_str("group g0 any w1\n"),
        n => text.push_str(&format!("group g{n} any g{}\n", n - 1)),
    });
    check(format!("{text}quorum g255\n"), None);
    check(format!("{text}group g256 any g255\nquorum g256\n"), Some("line `264` of the policy is"));
}

/// The checkpoint of the log with cosignatures of some of the six witnesses.
fn note(cosigned: &[u8]) -> SignedNote {
    let origin = KeyName::new(ORIGIN).unwrap();
    let mut note = Checkpoint::new(&origin, 3, tree().root()).to_note().unwrap();
    log_signer().sign(&mut note).unwrap();
    for number in cosigned {
        note.push(cosigner(*number).cosign(&note, TIME_S).unwrap()).unwrap();
    }
    note
}

fn satisfied(lines: &str, cosigned: &[u8]) -> bool {
    Policy::parse(policy_of(lines).as_bytes()).unwrap().satisfied(&note(cosigned))
}

#[test]
fn a_quorum_is_met_by_enough_of_each_group() {
    let check = |lines: &str, rows: &[(&[u8], bool)]| {
        for (cosigned, expect) in rows {
            assert_eq!(satisfied(lines, cosigned), *expect, "{lines} {cosigned:?}");
        }
    };
    check("quorum none\n", &[(&[], true), (&[1], true)]);
    check("quorum w2\n", &[(&[], false), (&[1], false), (&[2], true), (&[1, 2], true)]);
    check("group g any w1 w2\nquorum g\n", &[(&[], false), (&[2], true), (&[3], false)]);
    check("group g all w1 w2\nquorum g\n", &[(&[1], false), (&[2, 1], true)]);
    let rows: &[(&[u8], bool)] =
        &[(&[1], false), (&[1, 1], false), (&[1, 4], false), (&[3, 1], true), (&[1, 2, 3], true)];
    check("group g 2 w1 w2 w3\nquorum g\n", rows);
    let two_houses = "group x 2 w1 w2 w3\ngroup y any w4 w5 w6\ngroup both all x y\nquorum both\n";
    let rows: &[(&[u8], bool)] = &[
        (&[1, 2, 3], false),
        (&[1, 4, 5, 6], false),
        (&[4, 1, 2], true),
        (&[1, 2, 3, 4, 5, 6], true),
    ];
    check(two_houses, rows);
}

#[test]
fn only_a_listed_log_in_its_own_name_satisfies_a_policy() {
    let parse = |text: String| Policy::parse(text.as_bytes()).unwrap();
    let listed = parse(policy_of("quorum none\n"));
    assert!(listed.satisfied(&note(&[])));
    assert!(!parse("quorum none\n".into()).satisfied(&note(&[])), "no log is listed");
    // A key that is listed for its own log cannot vouch for another.
    let other = NoteSigner::new(KeyName::new("o").unwrap(), SigningSeed::from_bytes(&[9; 32]));
    let of_other = parse(format!("log {}\nquorum none\n", other.verifier()));
    let mut signed = SignedNote::new(note(&[]).text().into()).unwrap();
    other.sign(&mut signed).unwrap();
    assert!(!of_other.satisfied(&signed));
    assert!(!listed.satisfied(&signed));
}

#[test]
fn a_bad_cosignature_of_a_listed_witness_spoils_the_note_and_an_unlisted_one_does_not_count() {
    let listed = format!("log {LOG_KEY}\nwitness w {WITNESS_KEY}\n");
    let parse = |quorum: &str| Policy::parse(format!("{listed}{quorum}").as_bytes()).unwrap();
    let read = |text: &str| SignedNote::parse(text.as_bytes()).unwrap();
    assert!(parse("quorum w\n").satisfied(&read(NOTE)));
    let forged = NOTE.replace("BNLYMwAAAABlU", "BNLYMwAAAABlV");
    assert!(!parse("quorum w\n").satisfied(&read(&forged)));
    assert!(!parse("quorum none\n").satisfied(&read(&forged)));
    assert!(!parse("quorum w\n").satisfied(&note(&[1, 2])));

    let opened = OpenedCheckpoint::open(&note(&[1]), ORIGIN, &log_key(), &[]).unwrap();
    assert!(!parse("quorum w\n").quorum_met(opened.cosignatures()));
    assert!(parse("quorum none\n").quorum_met(opened.cosignatures()));
}
