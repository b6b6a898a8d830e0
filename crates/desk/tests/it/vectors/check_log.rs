//! The log of the vectors, read from its files alone as a monitor reads it: every step of
//! docs/formats/README.md.
//!
//! Out of scope: single entries (`check_entries`), refused texts (`check_texts`).

use crate::stage::{Standing, day};
use crate::vectors::check_texts::accept;
use crate::vectors::keys::{self, ORIGIN};
use crate::vectors::{folder, read, rows, unhex};
use desk::PublicAct;
use desk::law_archive;
use desk::law_room::LawRoom;
use desk::published_log::kind_of;
use desk::verdict::{About, Answer};
use desk::verify_certificate::{Holder, TrustedLog, verify};
use merkle::{EntryBundle, Tree, leaf_hash, read_bundle, tiles_between, verify_consistency};
use register::State;
use seal::{CertificateEntry, Entry, Landmarks, OpenedCheckpoint, SignedNote, VerifierKey};
use std::sync::OnceLock;
use vocab::Instant;

fn key() -> VerifierKey {
    let text = String::from_utf8(read("log/vkey")).unwrap();
    text.trim_end().parse().unwrap()
}

/// Opens a checkpoint of the log with its one cosignature.
fn open(path: &str) -> OpenedCheckpoint {
    let note = SignedNote::parse(&read(path)).unwrap();
    let witness = keys::witness().verifier().clone();
    let opened = OpenedCheckpoint::open(&note, ORIGIN, &key(), &[witness]).unwrap();
    assert_eq!(opened.cosignatures().len(), 1, "{path}");
    opened
}

/// Returns the entries from the bundles, after the tiles of them were held against the checkpoint.
fn entries() -> (Vec<Vec<u8>>, Tree) {
    let opened = open("log/checkpoint");
    let size = opened.checkpoint().size();
    let (mut entries, mut tree) = (Vec::new(), Tree::new());
    for index in 0..size.div_ceil(256) {
        let bundle = EntryBundle::in_tree(index, size).unwrap();
        let bytes = read(&format!("log/{bundle}"));
        for entry in read_bundle(bundle, &bytes).unwrap() {
            tree.append(leaf_hash(entry));
            entries.push(entry.to_vec());
        }
    }
    assert_eq!((tree.size(), tree.root()), (size, *opened.checkpoint().root()));
    for tile in tiles_between(0, size) {
        let first = tile.index() * 256;
        let hashes = (first..first + u64::from(tile.width())).map(|at| {
            let (level, mut nodes) = (8 * tile.level(), &tree);
            merkle::NodeSource::node(&mut nodes, level, at).unwrap()
        });
        assert_eq!(hashes.collect::<Vec<_>>().concat(), read(&format!("log/{tile}")), "{tile}");
    }
    (entries, tree)
}

/// The law that the log was founded with, from its archive.
fn room(digest: &[u8; 32]) -> &'static LawRoom {
    static ROOM: OnceLock<LawRoom> = OnceLock::new();
    let room = ROOM.get_or_init(|| {
        let digest = crate::vectors::say::hex(digest);
        let bytes = read(&format!("log/law/{digest}"));
        let folder = law_archive::read(&bytes).unwrap();
        assert_eq!(law_archive::write(&folder), bytes);
        LawRoom::load(folder).unwrap()
    });
    assert_eq!(room.law().digest.0, *digest);
    room
}

#[test]
fn the_log_is_what_its_checkpoint_says_and_holds_no_other_file() {
    let (entries, tree) = entries();
    assert!(256 < entries.len(), "one tile is full");
    for row in rows("entries/log.json") {
        assert_eq!(entries[row["index"].as_u64().unwrap() as usize], unhex(&row["bytes"]));
    }
    let list = Landmarks::open(&read("log/landmarks"), &key()).unwrap();
    assert_eq!(list.all().len(), 3);
    for landmark in list.all() {
        let opened = open(&format!("log/landmark/{}", landmark.size));
        let checkpoint = opened.checkpoint();
        assert_eq!((checkpoint.size(), *checkpoint.root()), (landmark.size, landmark.root));
        let proof = tree.consistency_proof(landmark.size, tree.size()).unwrap();
        let (old, new) = ((landmark.size, &landmark.root), (tree.size(), &tree.root()));
        verify_consistency(old, new, &proof).unwrap();
    }
    let frozen = std::fs::read_to_string(folder().join("SHA256SUMS")).unwrap();
    for path in frozen.lines().filter_map(|line| line.split_once("  log/")) {
        assert!(kind_of(path.1).is_some(), "no log has a file {}", path.1);
    }
}

#[test]
fn i_reg_1_every_act_is_signed_lawful_and_gives_the_state_that_is_stated() {
    let (entries, tree) = entries();
    let said = rows("entries/log.json");
    let mut state = State::new();
    let mut at = 0;
    while at < entries.len() {
        let Entry::Act(act) = Entry::read(&entries[at]).unwrap() else { panic!("{at}: an act") };
        if let PublicAct::Landmark { size, root, .. } = &act.event.act {
            assert_eq!(tree.root_at(*size).unwrap(), *root);
        }
        let count = act.batch.map_or(0, |b| b.count as usize);
        let certificates: Vec<CertificateEntry> = entries[at + 1..at + 1 + count]
            .iter()
            .map(|bytes| match Entry::read(bytes).unwrap() {
                Entry::Certificate(c) => c,
                Entry::Act(_) => panic!("a certificate follows {at}"),
            })
            .collect();
        let event = act.with_certificates(at as u64, &certificates).unwrap();
        assert!(act.rightly_signed(&state), "{at}");
        let law = match (&event.act, state.law()) {
            (PublicAct::Genesis { law, .. }, _) => room(law),
            (_, law) => room(law.expect("the first entry founds")),
        };
        let checked = register::check(&state, law.law(), &event).unwrap();
        let rule = checked.cited().and_then(|d| law.law().cited(d)).map(|r| r.id.clone());
        assert_eq!((&rule, checked.asserted), (&act.grounds.rule, act.grounds.asserted), "{at}");
        register::apply(&mut state, &event);
        let row = said.iter().find(|r| r["index"] == at).unwrap();
        assert_eq!(state.digest().to_string(), row["state-after"], "{at}");
        at += 1 + count;
    }
}

#[test]
fn the_certificate_and_its_proof_hold_for_its_holder() {
    let about: serde_json::Value = serde_json::from_slice(&read("certificate.json")).unwrap();
    let (entries, _) = entries();
    assert_eq!(entries[about["index"].as_u64().unwrap() as usize], unhex(&about["entry"]));
    assert_eq!(accept("tlog-proof", &read("certificate.tlog-proof")), Ok(()));
    let Entry::Act(genesis) = Entry::read(&entries[0]).unwrap() else { panic!("an act") };
    let PublicAct::Genesis { law, .. } = &genesis.event.act else { panic!("the founding") };
    let trusted = TrustedLog {
        origin: ORIGIN.into(),
        key: key(),
        landmarks: Some(Landmarks::open(&read("log/landmarks"), &key()).unwrap()),
    };
    let document = about["document"]["number"].as_str();
    let holder = Holder { name: about["name"].as_str(), document };
    let clock = Standing::at(Instant::start_of(day("2020-12-24")));
    let bytes = read("certificate.dengji");
    let verdict = verify(room(law), &clock, Some(&trusted), &bytes, holder);
    assert_eq!(verdict.number.as_deref(), about["number"].as_str());
    for line in &verdict.lines {
        // Only the register knows what came later.
        let expect = if line.about == About::Status { Answer::CouldNotCheck } else { Answer::Yes };
        assert_eq!(line.answer, expect, "{line:?}");
    }
}
