//! What a witness answers, row by row, and that it keeps what it cosigned.
//!
//! Source: C2SP tlog-witness, “add-checkpoint”.

use crate::world::{
    NOW_S, ORIGIN, checkpoint, cosigner, log_signer, request, signed, signer, tree, witness,
};
use merkle::Tree;
use seal::{AddCheckpoint, Cosigner, NoteSignature, SignedNote};
use std::fs;
use std::path::Path;
use std::thread;
use witness::{Cosigning, SIZE_TYPE, StateFolder, Statement, WitnessError};

/// Asks, and compares the status and a part of the body.
fn check(witness: &Cosigning, body: impl AsRef<[u8]>, expect: (u16, &str)) {
    let shown = String::from_utf8_lossy(body.as_ref()).into_owned();
    let answer = witness.add_checkpoint(body.as_ref(), NOW_S).unwrap();
    assert_eq!(answer.status, expect.0, "{shown}\n{answer:?}");
    assert!(answer.body.contains(expect.1) && answer.body.ends_with('\n'), "{shown}\n{answer:?}");
    assert_eq!(answer.kind == SIZE_TYPE, answer.status == 409, "{answer:?}");
}

/// A witness that has cosigned the tree of a size.
fn knowing(folder: &Path, size: u64) -> Cosigning {
    let witness = witness(folder);
    check(&witness, request(0, &tree(size, None)), (200, "— w.example/1 "));
    witness
}

/// The request of `request` with its note replaced.
fn with_note(old: u64, tree: &Tree, note: SignedNote) -> String {
    let proof = tree.consistency_proof(old, tree.size()).unwrap();
    AddCheckpoint::new(old, proof, note).unwrap().to_string()
}

#[test]
fn a_checkpoint_that_goes_on_is_cosigned_by_the_witness_over_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let witness = witness(folder.path());
    let keys = [cosigner(1).verifier().clone()];
    // From nothing, on, the same again, across a full tile, and from a power of two.
    for (old, size) in [(0, 1), (1, 5), (5, 5), (5, 256), (256, 300), (300, 513)] {
        let tree = tree(size, None);
        let answer = witness.add_checkpoint(request(old, &tree).as_bytes(), NOW_S + size).unwrap();
        assert_eq!((answer.status, answer.body.lines().count()), (200, 1), "{answer:?}");
        let mut note = signed(&tree);
        note.push(NoteSignature::parse(answer.body.trim_end()).unwrap()).unwrap();
        assert_eq!(note.verify(&keys).unwrap()[0].time_s, Some(NOW_S + size));
    }
}

#[test]
fn an_empty_log_can_be_cosigned() {
    let folder = tempfile::tempdir().unwrap();
    let witness = witness(folder.path());
    check(&witness, request(0, &tree(0, None)), (200, "— w.example/1 "));
    check(&witness, request(0, &tree(3, None)), (200, "— w.example/1 "));
}

#[test]
fn a_malformed_request_is_400() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let good = request(5, &tree(9, None));
    check(&witness, "", (400, "line `1` of the request"));
    check(&witness, b"\xff\n", (400, "line `1` of the request"));
    check(&witness, good.replace("old 5", "old five"), (400, "line `1` of the request"));
    check(&witness, good.replacen("\n\n", "\n", 1), (400, "base 64 of 32 bytes"));
    check(&witness, &good[..good.len() - 1], (400, "of the note"));
    check(&witness, good.replace("\n9\n", "\n09\n"), (400, "leading zeros"));
    let many = good.replacen("\n\n", &format!("\n{}\n", "AAAA\n".repeat(64)), 1);
    check(&witness, many, (400, "of the request"));
    check(&witness, vec![b'a'; 100_000], (400, "a shorter request"));
    let mut no_checkpoint = SignedNote::new(format!("{ORIGIN}\nfive\n")).unwrap();
    log_signer().sign(&mut no_checkpoint).unwrap();
    check(&witness, with_note(5, &tree(9, None), no_checkpoint), (400, "of the checkpoint"));
}

#[test]
fn an_old_size_past_the_checkpoint_is_400() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let old = |old| with_old(old, &tree(4, None));
    check(&witness, old(5), (400, "the old size `5` is larger"));
    check(&witness, old(u64::MAX), (400, "is larger"));
}

/// A request with an old size for which there is no proof.
fn with_old(old: u64, tree: &Tree) -> String {
    AddCheckpoint::new(old, Vec::new(), signed(tree)).unwrap().to_string()
}

#[test]
fn a_log_that_is_not_watched_is_404_whoever_signed() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let other = signer("log.example/other", 9);
    let text = signed(&tree(9, None)).text().replace(ORIGIN, "log.example/other");
    let mut note = SignedNote::new(text).unwrap();
    other.sign(&mut note).unwrap();
    log_signer().sign(&mut note).unwrap();
    check(&witness, with_note(5, &tree(9, None), note), (404, "not watched"));
}

#[test]
fn a_checkpoint_without_a_good_signature_of_its_log_is_403() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let nine = tree(9, None);
    let unsigned = || checkpoint(9, nine.root());
    // The right name with another key.
    let mut note = unsigned();
    signer(ORIGIN, 2).sign(&mut note).unwrap();
    check(&witness, with_note(5, &nine, note), (403, "no signature"));
    // Only a cosignature.
    let mut note = unsigned();
    note.push(cosigner(1).cosign(&note, 0).unwrap()).unwrap();
    check(&witness, with_note(5, &nine, note), (403, "no signature"));
    // The signature of another checkpoint.
    let moved = request(5, &nine).replace("\n9\n", "\n10\n");
    check(&witness, moved, (403, "is not of its key"));
    // Unknown signatures beside the good one are ignored.
    let mut note = signed(&nine);
    signer(ORIGIN, 2).sign(&mut note).unwrap();
    check(&witness, with_note(5, &nine, note), (200, "—"));
}

#[test]
fn another_size_than_the_one_known_is_409_with_the_size() {
    let folder = tempfile::tempdir().unwrap();
    let witness = witness(folder.path());
    check(&witness, request(3, &tree(9, None)), (409, "0\n"));
    check(&witness, request(0, &tree(5, None)), (200, "—"));
    for old in [0, 1, 4, 6, 9] {
        let answer =
            witness.add_checkpoint(request(old, &tree(9, None)).as_bytes(), NOW_S).unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (409, "5\n"));
    }
    // A checkpoint older than what is known.
    check(&witness, request(3, &tree(4, None)), (409, "5\n"));
}

#[test]
fn another_root_of_the_same_size_is_409_and_both_are_kept_as_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let forked = tree(5, Some(4));
    for _ in 0..2 {
        check(&witness, request(5, &forked), (409, "5\n"));
    }
    let kept: Vec<_> = fs::read_dir(folder.path().join("evidence")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    let kept = fs::read_to_string(kept[0].as_ref().unwrap().path()).unwrap();
    assert!(kept.contains(signed(&forked).text()) && kept.contains(signed(&tree(5, None)).text()));
    check(&witness, request(5, &tree(5, None)), (200, "—"));
}

#[test]
fn a_proof_that_does_not_hold_is_422() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let nine = tree(9, None);
    let proof = nine.consistency_proof(5, 9).unwrap();
    let ask = |proof: Vec<merkle::Digest>, tree: &Tree| {
        AddCheckpoint::new(5, proof, signed(tree)).unwrap().to_string()
    };
    // Every hash altered, left out or doubled.
    for at in 0..proof.len() {
        let mut altered = proof.clone();
        altered[at][31] ^= 1;
        check(&witness, ask(altered, &nine), (422, "root"));
        let mut shorter = proof.clone();
        shorter.remove(at);
        check(&witness, ask(shorter, &nine), (422, ""));
        let mut longer = proof.clone();
        longer.insert(at, proof[at]);
        check(&witness, ask(longer, &nine), (422, ""));
    }
    check(&witness, ask(Vec::new(), &nine), (422, "ends too early"));
    check(&witness, ask(proof.iter().rev().copied().collect(), &nine), (422, ""));
    // A log that rewrote an entry the witness has seen, with its own proof.
    let forked = tree(9, Some(3));
    check(&witness, ask(forked.consistency_proof(5, 9).unwrap(), &forked), (422, "older tree"));
    // Hashes where there is nothing to prove.
    check(&witness, ask(vec![[0; 32]], &tree(5, None)), (422, "goes on past"));
    let fresh = tempfile::tempdir().unwrap();
    let from_nothing = AddCheckpoint::new(0, vec![[0; 32]], signed(&nine)).unwrap();
    check(&crate::world::witness(fresh.path()), from_nothing.to_string(), (422, "goes on past"));
    // After all of that, the honest log goes on.
    check(&witness, request(5, &nine), (200, "—"));
}

#[test]
fn what_was_cosigned_is_known_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    drop(knowing(folder.path(), 5));
    let witness = witness(folder.path());
    check(&witness, request(0, &tree(5, Some(0))), (409, "5\n"));
    check(&witness, request(5, &tree(5, Some(0))), (409, "5\n"));
    check(&witness, request(5, &tree(9, None)), (200, "—"));
}

#[test]
fn a_cosignature_that_cannot_be_kept_is_not_given() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let known = fs::read_dir(folder.path().join("known")).unwrap().next().unwrap().unwrap().path();
    // Nothing can be written beside the file, as on a disk that is full.
    let part = known.with_extension("part");
    fs::create_dir(&part).unwrap();
    let refused = witness.add_checkpoint(request(5, &tree(9, None)).as_bytes(), NOW_S);
    assert!(matches!(refused, Err(WitnessError::Write { .. })), "{refused:?}");
    fs::remove_dir(&part).unwrap();
    check(&witness, request(9, &tree(9, None)), (409, "5\n"));
    check(&witness, request(5, &tree(9, None)), (200, "—"));
}

#[test]
fn a_clock_that_went_back_stops_the_witness() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let body = request(5, &tree(9, None));
    let back = witness.add_checkpoint(body.as_bytes(), NOW_S - 1);
    assert!(matches!(back, Err(WitnessError::ClockBack { last_s: NOW_S, .. })), "{back:?}");
    check(&witness, body, (200, "—"));
}

#[test]
fn of_many_requests_at_once_none_rolls_back_another() {
    let folder = tempfile::tempdir().unwrap();
    let witness = knowing(folder.path(), 5);
    let sizes: Vec<u64> = (6..30).collect();
    let bodies: Vec<String> = sizes.iter().map(|size| request(5, &tree(*size, None))).collect();
    let granted: Vec<u16> = thread::scope(|scope| {
        let asked: Vec<_> = bodies
            .iter()
            .map(|body| scope.spawn(|| witness.add_checkpoint(body.as_bytes(), NOW_S).unwrap()))
            .collect();
        asked.into_iter().map(|asked| asked.join().unwrap().status).collect()
    });
    // Whichever was first was granted; to all others the size had moved on.
    assert_eq!(granted.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(granted.iter().filter(|status| **status == 409).count(), sizes.len() - 1);
}

#[test]
fn a_log_with_two_keys_may_sign_with_either() {
    let folder = tempfile::tempdir().unwrap();
    let cosigner: Cosigner = cosigner(1);
    let state =
        StateFolder::open(folder.path(), cosigner.verifier().clone(), Statement::Consistent)
            .unwrap();
    let keys = [signer(ORIGIN, 1), signer(ORIGIN, 2)];
    let both = keys.iter().map(|key| key.verifier().clone()).collect();
    let witness = Cosigning::new(cosigner, both, state);
    let (five, nine) = (tree(5, None), tree(9, None));
    check(&witness, request(0, &five), (200, "—"));
    let mut note = checkpoint(9, nine.root());
    keys[1].sign(&mut note).unwrap();
    check(&witness, with_note(5, &nine, note), (200, "—"));
}
