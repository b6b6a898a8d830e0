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
use vocab::Instant;

/// A log of the vectors.
pub struct Log {
    /// Where it lies below `vectors/`, with a slash at its end.
    pub place: &'static str,
    pub origin: &'static str,
    /// The file of its entries.
    pub entries: &'static str,
}

const LOG: Log = Log { place: "log/", origin: ORIGIN, entries: "entries/log.json" };

impl Log {
    fn read(&self, path: &str) -> Vec<u8> {
        read(&format!("{}{path}", self.place))
    }

    fn key(&self) -> VerifierKey {
        let text = String::from_utf8(self.read("vkey")).unwrap();
        text.trim_end().parse().unwrap()
    }

    /// Opens a checkpoint of the log with its one cosignature.
    fn open(&self, path: &str) -> OpenedCheckpoint {
        let note = SignedNote::parse(&self.read(path)).unwrap();
        let witness = keys::witness().verifier().clone();
        let opened = OpenedCheckpoint::open(&note, self.origin, &self.key(), &[witness]).unwrap();
        assert_eq!(opened.cosignatures().len(), 1, "{path}");
        opened
    }

    /// Returns the entries from the bundles, after the tiles of them were held against the
    /// checkpoint.
    fn entries(&self) -> (Vec<Vec<u8>>, Tree) {
        let opened = self.open("checkpoint");
        let size = opened.checkpoint().size();
        let (mut entries, mut tree) = (Vec::new(), Tree::new());
        for index in 0..size.div_ceil(256) {
            let bundle = EntryBundle::in_tree(index, size).unwrap();
            let bytes = self.read(&bundle.to_string());
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
            let tile_bytes = self.read(&tile.to_string());
            assert_eq!(hashes.collect::<Vec<_>>().concat(), tile_bytes, "{tile}");
        }
        (entries, tree)
    }

    /// The law that the log was founded with, from its archive.
    fn room(&self, digest: &[u8; 32]) -> LawRoom {
        let digest_hex = crate::vectors::say::hex(digest);
        let bytes = self.read(&format!("law/{digest_hex}"));
        let folder = law_archive::read(&bytes).unwrap();
        assert_eq!(law_archive::write(&folder), bytes);
        let room = LawRoom::load(folder).unwrap();
        assert_eq!(room.law().digest.0, *digest);
        room
    }

    /// Holds entries, landmarks and files against the checkpoint; returns how many there are.
    pub fn is_what_its_checkpoint_says(&self) -> (usize, usize) {
        let (entries, tree) = self.entries();
        for row in rows(self.entries) {
            assert_eq!(entries[row["index"].as_u64().unwrap() as usize], unhex(&row["bytes"]));
        }
        let list = Landmarks::open(&self.read("landmarks"), &self.key()).unwrap();
        for landmark in list.all() {
            let opened = self.open(&format!("landmark/{}", landmark.size));
            let checkpoint = opened.checkpoint();
            assert_eq!((checkpoint.size(), *checkpoint.root()), (landmark.size, landmark.root));
            let proof = tree.consistency_proof(landmark.size, tree.size()).unwrap();
            let (old, new) = ((landmark.size, &landmark.root), (tree.size(), &tree.root()));
            verify_consistency(old, new, &proof).unwrap();
        }
        let frozen = std::fs::read_to_string(folder().join("SHA256SUMS")).unwrap();
        let of_the_log = format!("  {}", self.place);
        for path in frozen.lines().filter_map(|line| line.split_once(&of_the_log)) {
            assert!(kind_of(path.1).is_some(), "no log has a file {}", path.1);
        }
        (entries.len(), list.all().len())
    }

    /// I-REG-1: every act is signed, lawful, and gives the state that is stated.
    pub fn replays(&self) {
        let (entries, tree) = self.entries();
        let said = rows(self.entries);
        let (mut state, mut room) = (State::new(), None);
        let mut at = 0;
        while at < entries.len() {
            let Entry::Act(act) = Entry::read(&entries[at]).unwrap() else {
                panic!("{at}: an act")
            };
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
            if let PublicAct::Genesis { law, .. } = &event.act {
                room = Some(self.room(law));
            }
            let law = room.as_ref().expect("the first entry founds").law();
            let checked = register::check(&state, law, &event).unwrap();
            let rule = checked.cited().and_then(|d| law.cited(d)).map(|r| r.id.clone());
            let grounds = (&act.grounds.rule, act.grounds.asserted);
            assert_eq!((&rule, checked.asserted), grounds, "{at}");
            register::apply(&mut state, &event);
            let row = said.iter().find(|r| r["index"] == at).unwrap();
            assert_eq!(state.digest().to_string(), row["state-after"], "{at}");
            at += 1 + count;
        }
    }
}

#[test]
fn the_log_is_what_its_checkpoint_says_and_holds_no_other_file() {
    let (entries, landmarks) = LOG.is_what_its_checkpoint_says();
    assert!(256 < entries, "one tile is full");
    assert_eq!(landmarks, 3);
}

#[test]
fn i_reg_1_every_act_is_signed_lawful_and_gives_the_state_that_is_stated() {
    LOG.replays();
}

#[test]
fn the_certificate_and_its_proof_hold_for_its_holder() {
    let about: serde_json::Value = serde_json::from_slice(&read("certificate.json")).unwrap();
    let (entries, _) = LOG.entries();
    assert_eq!(entries[about["index"].as_u64().unwrap() as usize], unhex(&about["entry"]));
    assert_eq!(accept("tlog-proof", &read("certificate.tlog-proof")), Ok(()));
    let Entry::Act(genesis) = Entry::read(&entries[0]).unwrap() else { panic!("an act") };
    let PublicAct::Genesis { law, .. } = &genesis.event.act else { panic!("the founding") };
    let trusted = TrustedLog {
        origin: ORIGIN.into(),
        key: LOG.key(),
        landmarks: Some(Landmarks::open(&LOG.read("landmarks"), &LOG.key()).unwrap()),
    };
    let document = about["document"]["number"].as_str();
    let holder = Holder { name: about["name"].as_str(), document };
    let clock = Standing::at(Instant::start_of(day("2020-12-24")));
    let bytes = read("certificate.dengji");
    let verdict = verify(&LOG.room(law), &clock, Some(&trusted), &bytes, holder);
    assert_eq!(verdict.number.as_deref(), about["number"].as_str());
    for line in &verdict.lines {
        // Only the register knows what came later.
        let expect = if line.about == About::Status { Answer::CouldNotCheck } else { Answer::Yes };
        assert_eq!(line.answer, expect, "{line:?}");
    }
}
