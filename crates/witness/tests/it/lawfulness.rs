//! A lawful witness beside a plain one: what the law refuses, only the plain one cosigns.
//!
//! The logs are signed by their operator in every case; consistency is never what is wrong.

use crate::author::{AUTUMN, Author, EMPLOYER, LAW, Published, SPRING, checkpoint, log_key, seed};
use crate::world::cosigner;
use merkle::{Tree, leaf_hash};
use recheck::{FolderSource, Source, SourceError};
use register::{PublicAct, SessionId};
use seal::{AddCheckpoint, Grounds, SignedNote};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use vocab::Level;
use witness::{Answer, Cosigning, Lawful, StateFolder, Statement};

/// After every act of these logs, in seconds since 1970.
const NOW_S: u64 = 1_700_000_000;

const LONG: Duration = Duration::from_secs(120);

fn plain(folder: &Path) -> Cosigning {
    let cosigner = cosigner(1);
    let key = cosigner.verifier().clone();
    let state = StateFolder::open(folder, key, Statement::Consistent).unwrap();
    Cosigning::new(cosigner, vec![log_key()], state)
}

fn lawful_by(folder: &Path, source: Box<dyn Source + Send>, wait: Duration) -> Cosigning {
    let cosigner = cosigner(2);
    let key = cosigner.verifier().clone();
    let state = StateFolder::open(folder, key, Statement::Lawful).unwrap();
    let judge = Lawful::start((**LAW).clone(), source, &mirror(folder), &log_key(), wait).unwrap();
    Cosigning::new(cosigner, vec![log_key()], state).judged_by(Box::new(judge))
}

fn lawful(folder: &Path, published: &Published) -> Cosigning {
    lawful_by(folder, Box::new(FolderSource::new(published.folder.path())), LONG)
}

fn mirror(folder: &Path) -> std::path::PathBuf {
    folder.join("mirror")
}

/// The request for the checkpoint of the first entries.
fn request(author: &Author, old: u64, size: usize) -> String {
    let mut tree = Tree::new();
    author.entries[..size].iter().for_each(|entry| tree.append(leaf_hash(entry)));
    let proof = tree.consistency_proof(old, size as u64).unwrap();
    let note = SignedNote::parse(author.checkpoint(size).as_bytes()).unwrap();
    AddCheckpoint::new(old, proof, note).unwrap().to_string()
}

fn ask(witness: &Cosigning, author: &Author, old: u64) -> Answer {
    let request = request(author, old, author.entries.len());
    witness.add_checkpoint(request.as_bytes(), NOW_S).unwrap()
}

/// Entries 0 to 5: founding, recognition, plan, closing, results, confirmation; then a batch of
/// four at 6 to 10.
fn issued() -> Author {
    let mut author = Author::with_session(9);
    author.issue(SessionId(0), 0..4);
    author
}

/// A log of a lawful past, to which something was added that the law refuses.
fn with_unlawful_plan() -> Author {
    let mut author = issued();
    let plan = author.plan(&SPRING, Level::Three);
    let event = author.event(SPRING.announced, Some(EMPLOYER), PublicAct::Announce(plan));
    author.force(&event, &Grounds { rule: None, asserted: 0 });
    author
}

/// A whole log that also has the partial files of an earlier checkpoint.
fn published_with(author: &Author, size: usize) -> Published {
    let (published, earlier) = (author.publish(), author.publish_first(size));
    for of in ["0", "entries"] {
        let path = format!("tile/{of}/000.p/{size}");
        published.write(&path, &earlier.read(&path));
    }
    published
}

/// Both witnesses cosign the lawful past; asked for more, they have to answer so.
fn check(author: &Author, expect: (u16, &[&str])) {
    let (plain_folder, lawful_folder) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let past = issued();
    let published = past.publish();
    let (plain, lawful) = (plain(plain_folder.path()), lawful(lawful_folder.path(), &published));
    for witness in [&plain, &lawful] {
        let answer = ask(witness, &past, 0);
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    drop(lawful);
    // The log goes on, and the witness is started again in between.
    let published = author.publish();
    let lawful = self::lawful(lawful_folder.path(), &published);
    assert_eq!(ask(&plain, author, 11).status, 200);
    // Asking again does not help.
    for _ in 0..if expect.0 == 200 { 1 } else { 2 } {
        let answer = ask(&lawful, author, 11);
        assert_eq!(answer.status, expect.0, "{answer:?}");
        expect.1.iter().for_each(|words| assert!(answer.body.contains(words), "{}", answer.body));
    }
}

#[test]
fn a_lawful_log_is_cosigned_by_both() {
    let mut author = issued();
    let landmark = author.landmark();
    author.act("2020-12-31", None, landmark);
    author.session_in(&SPRING, 2);
    check(&author, (200, &["— w.example/2 "]));
}

#[test]
fn an_unlawful_entry_with_a_valid_signature_is_refused_with_its_rule_and_quotation() {
    let rule = "2020-80/p5.within-scope";
    let quote = &LAW.rules.iter().find(|found| found.id == rule).unwrap().quote;
    let quote = format!("「{quote}」");
    check(&with_unlawful_plan(), (422, &["entry 11 is not lawful", "条目 11", rule, &quote]));
}

#[test]
fn certificates_beyond_those_who_passed_are_refused() {
    // The body seals on a state of its own in which more rows passed than the log says.
    let mut other = Author::with_session(12);
    other.issue(SessionId(0), 0..4);
    let batch = other.batch(&AUTUMN, SessionId(0), vec![10, 11], 11);
    let mut author = issued();
    author.entries.extend(batch);
    check(&author, (422, &["entry 11 is not lawful", "2020-80/p6."]));
}

#[test]
fn a_forged_signature_and_bytes_that_are_no_entry_are_refused() {
    let mut author = with_unlawful_plan();
    let last = author.entries[11].len() - 1;
    author.entries[11][last] ^= 1;
    check(&author, (422, &["entry 11 is not lawful (signature)"]));
    let mut author = issued();
    author.entries.push(vec![0x8a, 9]);
    check(&author, (422, &["entry 11 is not lawful (entry)"]));
}

#[test]
fn what_was_refused_stays_refused_and_is_kept_as_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let mut author = with_unlawful_plan();
    for _ in 0..2 {
        let published = author.publish();
        let witness = lawful(folder.path(), &published);
        assert_eq!(ask(&witness, &author, 0).status, 422);
        let evidence = mirror(folder.path()).join("evidence");
        assert_eq!(fs::read(evidence.join("unlawful-11.entry")).unwrap(), author.entries[11]);
        let words = fs::read_to_string(evidence.join("unlawful-11.txt")).unwrap();
        assert!(words.contains("rule 2020-80/p5.within-scope"), "{words}");
        // More entries do not heal it, and a restart forgets nothing.
        author.session_in(&SPRING, 2);
    }
}

#[test]
fn a_checkpoint_before_the_unlawful_entry_can_be_cosigned() {
    let folder = tempfile::tempdir().unwrap();
    let author = with_unlawful_plan();
    let published = published_with(&author, 11);
    let witness = lawful(folder.path(), &published);
    let answer = witness.add_checkpoint(request(&author, 0, 11).as_bytes(), NOW_S).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(ask(&witness, &author, 11).status, 422);
}

#[test]
fn a_checkpoint_that_splits_a_batch_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let author = issued();
    let published = published_with(&author, 9);
    let witness = lawful(folder.path(), &published);
    let answer = witness.add_checkpoint(request(&author, 0, 9).as_bytes(), NOW_S).unwrap();
    assert_eq!((answer.status, answer.body.contains("splits a batch")), (422, true), "{answer:?}");
    assert_eq!(ask(&witness, &author, 0).status, 200);
}

#[test]
fn a_log_of_other_law_is_not_cosigned() {
    let folder = tempfile::tempdir().unwrap();
    let author = Author::founded_on([8; 32]);
    let published = author.publish();
    let answer = ask(&lawful(folder.path(), &published), &author, 0);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("entry 0 is not lawful (other_law)"), "{answer:?}");
}

#[test]
fn acts_from_the_future_are_not_cosigned_yet() {
    let folder = tempfile::tempdir().unwrap();
    let author = issued();
    let published = author.publish();
    let witness = lawful(folder.path(), &published);
    let request = request(&author, 0, author.entries.len());
    let recorded_s = author.now.0 as u64;
    let early = witness.add_checkpoint(request.as_bytes(), recorded_s - 301).unwrap();
    assert_eq!((early.status, early.body.contains("is recorded at")), (503, true), "{early:?}");
    assert_eq!(witness.add_checkpoint(request.as_bytes(), recorded_s).unwrap().status, 200);
}

#[test]
fn entries_that_are_not_those_of_the_checkpoint_are_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    let author = issued();
    let published = author.publish();
    let witness = lawful(folder.path(), &published);
    let bundle = "tile/entries/000.p/11";
    let good = published.read(bundle);
    published.flip(bundle, 20);
    let answer = ask(&witness, &author, 0);
    assert_eq!((answer.status, answer.body.contains("entry 0")), (503, true), "{answer:?}");
    published.remove(bundle);
    let answer = ask(&witness, &author, 0);
    assert_eq!((answer.status, answer.body.contains("lacks")), (503, true), "{answer:?}");
    published.write(bundle, &good);
    assert_eq!(ask(&witness, &author, 0).status, 200);
}

#[test]
fn two_faces_of_a_log_are_refused_even_where_neither_was_cosigned() {
    let folder = tempfile::tempdir().unwrap();
    let one = with_unlawful_plan();
    let published = one.publish();
    let witness = lawful(folder.path(), &published);
    assert_eq!(ask(&witness, &one, 0).status, 422);
    drop(witness);
    // The operator takes the entry back and signs another in its place.
    let mut two = issued();
    let landmark = two.landmark();
    two.act("2020-12-31", None, landmark);
    let published = two.publish();
    let answer = ask(&lawful(folder.path(), &published), &two, 0);
    assert_eq!((answer.status, answer.body.contains("a fork")), (422, true), "{answer:?}");
}

/// A source that gives nothing before it is let go.
struct Held {
    source: FolderSource,
    go: Mutex<Receiver<()>>,
}

impl Source for Held {
    fn read(&self, path: &str, max_bytes: usize) -> Result<Option<Vec<u8>>, SourceError> {
        // Answers at once after the sender is gone.
        let _ = self.go.lock().unwrap().recv();
        self.source.read(path, max_bytes)
    }
}

#[test]
fn a_judge_that_takes_long_says_so_and_has_the_answer_later() {
    let folder = tempfile::tempdir().unwrap();
    let author = issued();
    let published = author.publish();
    let (held, go) = channel();
    let source = FolderSource::new(published.folder.path());
    let source = Held { source, go: Mutex::new(go) };
    let witness = lawful_by(folder.path(), Box::new(source), Duration::from_millis(20));
    let answer = ask(&witness, &author, 0);
    let said = answer.body.contains("judged 0 of 11 entries so far; ask again");
    assert_eq!((answer.status, said), (503, true), "{answer:?}");
    drop(held);
    // Each question waits a little, so this ends when the judge has read the log.
    while ask(&witness, &author, 0).status == 503 {}
    assert_eq!(ask(&witness, &author, 11).status, 200);
}

#[test]
fn a_log_founded_under_another_name_than_its_keys_is_not_cosigned() {
    // The same entries under a checkpoint of another origin, by the same key.
    let author = issued();
    let published = author.publish();
    let origin = "demo.dengji.invalid/other";
    let note = checkpoint(origin, 1, 11, author.root(11));
    published.write("checkpoint", note.as_bytes());
    let name = seal::KeyName::new(origin).unwrap();
    let other = seal::VerifierKey::new(name, seal::KeyKind::Ed25519, seed(1).public_key());
    let folder = tempfile::tempdir().unwrap();
    let cosigner = cosigner(2);
    let key = cosigner.verifier().clone();
    let state = StateFolder::open(folder.path(), key, Statement::Lawful).unwrap();
    let source = Box::new(FolderSource::new(published.folder.path()));
    let judge = Lawful::start((**LAW).clone(), source, &mirror(folder.path()), &other, LONG);
    let witness = Cosigning::new(cosigner, vec![other], state).judged_by(Box::new(judge.unwrap()));
    let note = SignedNote::parse(note.as_bytes()).unwrap();
    let request = AddCheckpoint::new(0, Vec::new(), note).unwrap().to_string();
    let answer = witness.add_checkpoint(request.as_bytes(), NOW_S).unwrap();
    let said = answer.body.contains("entry 0 is not lawful (origin)");
    assert_eq!((answer.status, said), (422, true), "{answer:?}");
}
