//! What a log publishes of its landmarks beside the tree: the list, and a checkpoint of each.
//!
//! Each row names one thing that was changed and what has to be found.

use crate::author::{AUTHORITY, Author, EMPLOYER, ORIGIN, Published, checkpoint, seed};
use crate::{found, report, report_with};
use merkle::{Tree, covering, leaf_hash};
use recheck::{Kind, Options};
use register::PublicAct;
use seal::{Cosigner, KeyName, Landmark, Landmarks, NoteSigner, SignedNote};

/// Landmarks at 2, 4, 310 and 315: one day alone, a batch over several tiles, and small steps.
fn log() -> (Author, Vec<Landmark>) {
    let mut author = Author::new();
    let mut landmarks = Vec::new();
    let inspect = PublicAct::Inspect { inspected: EMPLOYER, findings: [4; 32] };
    mark(&mut author, "2020-09-01", &mut landmarks);
    author.act("2020-09-02", Some(AUTHORITY), inspect.clone());
    mark(&mut author, "2020-09-03", &mut landmarks);
    let session = author.session(301);
    author.issue(session, 0..300);
    mark(&mut author, "2020-12-17", &mut landmarks);
    for _ in 0..4 {
        author.act("2020-12-18", Some(AUTHORITY), inspect.clone());
    }
    mark(&mut author, "2020-12-19", &mut landmarks);
    (author, landmarks)
}

fn mark(author: &mut Author, on: &str, landmarks: &mut Vec<Landmark>) {
    let act = author.landmark();
    let PublicAct::Landmark { size, root, .. } = &act else { panic!() };
    let start = landmarks.last().map_or(0, |landmark: &Landmark| landmark.size);
    let mut tree = Tree::new();
    author.entries.iter().for_each(|entry| tree.append(leaf_hash(entry)));
    let (left, right) = covering(start, *size);
    let hash = |subtree: merkle::Subtree| subtree.hash(&mut &tree).unwrap();
    let covers = (hash(left), right.map(hash));
    let (size, root) = (*size, *root);
    author.act(on, None, act);
    landmarks.push(Landmark { size, time: author.now, root, covers });
}

fn list(landmarks: &[Landmark], key: u8) -> String {
    let mut list = Landmarks::new(ORIGIN);
    landmarks.iter().for_each(|landmark| assert!(list.push(landmark.clone())));
    list.signed(&NoteSigner::new(KeyName::new(ORIGIN).unwrap(), seed(key))).unwrap()
}

fn check(change: impl FnOnce(&Published, &[Landmark]), expect: &[(Kind, &str, Option<u64>)]) {
    let (author, landmarks) = log();
    let published = author.publish();
    for landmark in &landmarks {
        let note = author.checkpoint(landmark.size as usize);
        published.write(&format!("landmark/{}", landmark.size), note.as_bytes());
    }
    published.write("landmarks", list(&landmarks, 1).as_bytes());
    change(&published, &landmarks);
    let report = report(&published);
    let of = |f: &recheck::Finding| (f.kind, f.path.clone().unwrap_or_default(), f.index);
    let found: Vec<_> = report.findings.iter().map(of).collect();
    let expect: Vec<_> = expect.iter().map(|(k, path, i)| (*k, path.to_string(), *i)).collect();
    assert_eq!(found, expect, "{:#?}", report.findings);
}

#[test]
fn a_list_of_the_landmarks_and_a_checkpoint_of_each_agree_with_the_entries() {
    check(|_, _| {}, &[]);
    // What is not published yet is no finding.
    check(
        |published, landmarks| {
            published.remove(&format!("landmark/{}", landmarks[3].size));
            published.write("landmarks", list(&landmarks[..3], 1).as_bytes());
        },
        &[],
    );
    check(|published, _| published.remove("landmarks"), &[]);
}

#[test]
fn a_checkpoint_beside_a_landmark_that_says_something_else_is_a_fork() {
    let fork = |published: &Published, landmarks: &[Landmark]| {
        let note = checkpoint(ORIGIN, 1, landmarks[1].size, [5; 32]);
        published.write("landmark/4", note.as_bytes());
    };
    check(fork, &[(Kind::NotAPrefix, "landmark/4", Some(4))]);
    let unsigned = |published: &Published, landmarks: &[Landmark]| {
        let note = checkpoint(ORIGIN, 9, landmarks[1].size, landmarks[1].root);
        published.write("landmark/4", note.as_bytes());
    };
    check(unsigned, &[(Kind::Checkpoint, "landmark/4", None)]);
}

#[test]
fn a_list_that_is_not_that_of_the_entries_is_named() {
    let with = |change: fn(&mut Vec<Landmark>), expect: Option<u64>| {
        let write = |published: &Published, landmarks: &[Landmark]| {
            let mut landmarks = landmarks.to_vec();
            change(&mut landmarks);
            published.write("landmarks", list(&landmarks, 1).as_bytes());
        };
        check(write, &[(Kind::NotAPrefix, "landmarks", expect)]);
    };
    with(|l| l[0].root[0] ^= 1, Some(2));
    with(|l| l[1].time.0 += 1, Some(4));
    with(|l| l[2].covers.0[0] ^= 1, Some(310));
    with(|l| l[3].covers.1.as_mut().unwrap()[9] ^= 1, Some(315));
}

#[test]
fn a_list_that_the_log_did_not_sign_is_named() {
    let forged = |published: &Published, landmarks: &[Landmark]| {
        published.write("landmarks", list(landmarks, 9).as_bytes());
    };
    check(forged, &[(Kind::Form, "landmarks", None)]);
    check(|p, _| p.write("landmarks", &[b'x'; 100]), &[(Kind::Form, "landmarks", None)]);
    check(|p, _| p.write("landmark/2", &[b'x'; 70_000]), &[(Kind::Form, "landmark/2", None)]);
    assert_eq!(found(&report(&log().0.publish())), []);
}

/// Cosigns the landmark of 310 entries at an instant, and says what is found, with the witness
/// known or not.
fn cosigned(time_s: u64, known: bool, expect: &[(Kind, Option<u64>)]) {
    let (author, landmarks) = log();
    let published = author.publish();
    let witness = Cosigner::new(KeyName::new("witness.example/w1").unwrap(), seed(77));
    let size = landmarks[2].size;
    let note = author.checkpoint(size as usize);
    let mut note = SignedNote::parse(note.as_bytes()).unwrap();
    note.push(witness.cosign(&note, time_s).unwrap()).unwrap();
    published.write(&format!("landmark/{size}"), note.to_string().as_bytes());
    let witnesses = if known { vec![witness.verifier().clone()] } else { Vec::new() };
    let options = Options { witnesses, ..Options::default() };
    let report = report_with(&published, &options);
    let found = found(&report);
    assert_eq!(found, expect, "{:#?}", report.findings);
}

#[test]
fn an_entry_that_says_a_later_time_than_a_witness_saw_it_is_back_dated_by_nobody_unseen() {
    let (_, landmarks) = log();
    let last = landmarks[2].time.0 as u64 - 86_400;
    let size = landmarks[2].size;
    cosigned(last + 86_400, true, &[]);
    // The clocks of two machines differ a little.
    cosigned(last - 30, true, &[]);
    cosigned(last - 3_600, true, &[(Kind::BackDated, Some(size))]);
    cosigned(last - 3_600, false, &[]);
}
