//! A log of the vectors while it is made: acts decided by the law of that day, sealed, put into the
//! tree, published.
//!
//! In scope: whatever every log of the vectors needs. Out of scope: what is done in one (`log`,
//! `areas`), whether it is true (`check_log`).

use crate::stage::{day, room};
use crate::vectors::keys::{self, seed};
use desk::law_archive;
use desk::{Named, OrganisationId, PublicAct, RowId};
use merkle::{Digest, EntryBundle, TileEdge, Tree, covering, leaf_hash, push_entry};
use register::{Event, Issue, State};
use seal::{
    Checkpoint, Commitment, Field, Grounds, Landmark, Landmarks, NoteSigner, Salt, SignedNote,
    seal_act, seal_batch, seal_recovery,
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use vocab::{Instant, Level};

/// The log and what belongs to it, by path below `vectors/`.
pub struct Making {
    pub origin: &'static str,
    /// Where it lies below `vectors/`, with a slash at its end.
    place: &'static str,
    signer: NoteSigner,
    /// The name of the key that signs the log's notes.
    log_key: &'static str,
    pub state: State,
    pub tree: Tree,
    edge: TileEdge,
    pub landmarks: Landmarks,
    pub entries: Vec<Vec<u8>>,
    /// The digest of the state after each act, by the index of its first entry.
    pub states: BTreeMap<u64, String>,
    /// Who signed each act.
    pub signers: BTreeMap<u64, Vec<String>>,
    pub files: BTreeMap<String, Vec<u8>>,
    salts: u32,
}

/// An invented holder, with the salts of the certificate.
pub struct Holder {
    pub name: String,
    pub document: (u8, String),
    pub salts: (Salt, Salt),
}

/// Returns the salt with a number.
pub fn salt(n: u32) -> Salt {
    let hash: [u8; 32] = Sha256::digest(format!("dengji test salt: {n}")).into();
    Salt(hash[..16].try_into().unwrap())
}

/// Returns the idempotency key of a request by its name.
pub fn idempotency(name: &str) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::digest(format!("dengji request name\n{name}")).into();
    hash[..16].try_into().unwrap()
}

/// Returns the root over commitments.
pub fn root(leaves: &[Commitment]) -> Digest {
    let mut tree = Tree::new();
    leaves.iter().for_each(|c| tree.append(leaf_hash(&c.0)));
    tree.root()
}

/// Returns the row of an occupation.
pub fn row(name: &str) -> RowId {
    match room().law().rows.find(name) {
        Named::One(row) => row,
        other => panic!("{name}: {other:?}"),
    }
}

impl Making {
    pub fn new(origin: &'static str, place: &'static str, log_key: &'static str) -> Making {
        Making {
            origin,
            place,
            signer: keys::log_of(origin, log_key),
            log_key,
            state: State::new(),
            tree: Tree::new(),
            edge: TileEdge::new(),
            landmarks: Landmarks::new(origin),
            entries: Vec::new(),
            states: BTreeMap::new(),
            signers: BTreeMap::new(),
            files: BTreeMap::new(),
            salts: 0,
        }
    }

    pub fn salt(&mut self) -> Salt {
        self.salts += 1;
        salt(self.salts - 1)
    }

    /// Invents people, with salts of their own for what commits to them.
    pub fn people(&mut self, from: u64, count: usize) -> Vec<Holder> {
        sim::People::new(from)
            .take(count)
            .map(|p| Holder {
                name: p.label(),
                document: (p.id().kind().code(), p.id().number().into()),
                salts: (self.salt(), self.salt()),
            })
            .collect()
    }

    /// Returns the act as it is recorded: at nine of its day, or when the last one was.
    fn event(&self, actor: Option<u32>, on: &str, act: PublicAct) -> (Event, Grounds) {
        let actor = actor.map(OrganisationId);
        let on = day(on);
        let at_nine = Instant(Instant::start_of(on).0 + 9 * 3600);
        let event = Event {
            actor,
            sequence: self.state.sequence(actor),
            on,
            recorded_at: self.state.recorded_at().map_or(at_nine, |last| last.max(at_nine)),
            idempotency: idempotency(&format!("vector {}", self.entries.len())),
            act,
        };
        let room = room();
        let checked = register::check(&self.state, room.law(), &event);
        let checked = checked.unwrap_or_else(|why| panic!("{on} {:?}: {why:?}", event.act));
        let cited = checked.cited().and_then(|d| room.law().cited(d));
        let rule = cited.map(|r| r.id.clone());
        (event, Grounds { rule, asserted: checked.asserted })
    }

    /// Records an act that one key signs.
    pub fn act(&mut self, actor: Option<u32>, key: &str, on: &str, act: PublicAct) {
        let (event, grounds) = self.event(actor, on, act);
        let entry = seal_act(&event, &grounds, self.origin, &seed(key));
        self.append(&event, &[key], vec![entry]);
    }

    /// Records an act that two keys of the recovery set sign.
    pub fn recovery(&mut self, on: &str, act: PublicAct) {
        let (event, grounds) = self.event(None, on, act);
        let seeds = [(0, seed("recovery 0")), (2, seed("recovery 2"))];
        let entry = seal_recovery(&event, &grounds, self.origin, &seeds);
        self.append(&event, &["recovery 0", "recovery 2"], vec![entry]);
    }

    /// Records a batch: the header on its day, and a certificate for each holder. Returns the index
    /// of the header.
    pub fn issue(
        &mut self,
        (actor, key): (Option<u32>, &str),
        on: &str,
        issue: Issue,
        holders: &[Holder],
    ) -> u64 {
        let commit = |h: &Holder| {
            let document = Field::Document(h.document.0, &h.document.1);
            (h.salts.0.commit(Field::Name(&h.name)), h.salts.1.commit(document))
        };
        let commitments: Vec<(Commitment, Commitment)> = holders.iter().map(commit).collect();
        let (event, grounds) = self.event(actor, on, PublicAct::IssueCertificates(issue));
        let permit = register::check(&self.state, room().law(), &event).unwrap().permit.unwrap();
        let (header, version) = (self.entries.len() as u64, self.state.version());
        let act = (&event, &grounds);
        let signer = (self.origin, &seed(key));
        let (entries, _) = seal_batch(permit, version, header, act, &commitments, signer).unwrap();
        self.append(&event, &[key], entries);
        header
    }

    fn append(&mut self, event: &Event, signers: &[&str], entries: Vec<Vec<u8>>) {
        let index = self.entries.len() as u64;
        register::apply(&mut self.state, event);
        self.states.insert(index, self.state.digest().to_string());
        self.signers.insert(index, signers.iter().map(ToString::to_string).collect());
        for entry in entries {
            let leaf = leaf_hash(&entry);
            self.tree.append(leaf);
            let (files, place) = (&mut self.files, self.place);
            self.edge.append(&leaf, |tile, bytes| {
                files.insert(format!("{place}{tile}"), bytes.to_vec());
            });
            self.entries.push(entry);
        }
        assert_eq!(self.state.entries(), self.entries.len() as u64);
    }

    pub fn checkpoint(&self, on: &str) -> SignedNote {
        let log = &self.signer;
        let checkpoint = Checkpoint::new(log.verifier().name(), self.tree.size(), self.tree.root());
        let mut note = checkpoint.to_note().unwrap();
        log.sign(&mut note).unwrap();
        let time = Instant::start_of(day(on)).0 + 9 * 3600 + 1;
        let line = keys::witness().cosign(&note, time as u64).unwrap();
        note.push(line).unwrap();
        note
    }

    /// States what the log is: the checkpoint of the landmark, the entry, the line of the list.
    pub fn landmark(&mut self, on: &str) {
        let (size, root) = (self.tree.size(), self.tree.root());
        let note = self.checkpoint(on);
        let place = self.place;
        self.files.insert(format!("{place}landmark/{size}"), note.to_string().into_bytes());
        let start = self.landmarks.all().last().map_or(0, |l| l.size);
        let (left, right) = covering(start, size);
        let hash = |s: merkle::Subtree| s.hash(&mut &self.tree).unwrap();
        let covers = (hash(left), right.map(hash));
        let act = PublicAct::Landmark { size, root, state: *self.state.digest().bytes() };
        self.act(None, self.log_key, on, act);
        let time = self.state.landmark().unwrap().1;
        assert!(self.landmarks.push(Landmark { size, time, root, covers }));
    }

    /// Puts what is left of a published log: partial tiles, bundles, the checkpoint, the lists.
    pub fn publish(&mut self, on: &str) {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        self.edge.clone().partial(|tile, bytes| files.push((tile.to_string(), bytes.to_vec())));
        for (index, entries) in (0..).zip(self.entries.chunks(256)) {
            let place = EntryBundle::in_tree(index, self.tree.size()).unwrap();
            let mut bytes = Vec::new();
            entries.iter().for_each(|entry| push_entry(&mut bytes, entry).unwrap());
            files.push((place.to_string(), bytes));
        }
        let text = |text: String| text.into_bytes();
        files.push(("landmarks".into(), text(self.landmarks.signed(&self.signer).unwrap())));
        files.push(("checkpoint".into(), text(self.checkpoint(on).to_string())));
        files.push(("vkey".into(), text(format!("{}\n", self.signer.verifier()))));
        let law = format!("law/{}", room().law().digest);
        files.push((law, law_archive::write(room().folder())));
        let place = self.place;
        self.files.extend(files.into_iter().map(|(path, bytes)| (format!("{place}{path}"), bytes)));
    }

    pub fn proof(&self, index: u64) -> Vec<Digest> {
        self.tree.inclusion_proof(index, self.tree.size()).unwrap()
    }

    /// Returns the commitment to a row of results with a salt of its own.
    pub fn scored(&mut self, place: u32, theory: u16, skill: u16, passed: bool) -> Commitment {
        self.salt().commit(Field::Row(place, theory, skill, passed))
    }
}

/// The only level that the histories examine.
pub const LEVEL: Level = Level::Four;
