//! The log of the vectors: every kind of act, a batch that fills a tile, landmarks, cosignatures.
//!
//! In scope: making it once, decided by the law of that day, with keys that everybody knows.
//! Out of scope: checking it (`check_log`), the register's own way of publishing (`publishing`).

use crate::stage::{day, room};
use crate::vectors::keys::{self, ORIGIN, public, seed};
use crate::vectors::say::hex;
use desk::law_archive;
use desk::{
    ActingKey, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
    RowId, Scheme, SessionId, SessionPlan,
};
use merkle::{Digest, EntryBundle, TileEdge, Tree, covering, leaf_hash, push_entry};
use register::{Event, Issue, Settlement, State};
use seal::{
    Bundle, Checkpoint, Commitment, Field, Grounds, Landmark, Landmarks, ProvenEntry, Salt,
    ShortProof, SignedNote, TlogProof, seal_act, seal_batch, seal_recovery,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use vocab::{Instant, Level};

pub const AUTHORITY: u32 = 0;
pub const CENTRE: u32 = 1;
pub const SUPERVISOR: u32 = 2;
pub const EMPLOYER: u32 = 3;
/// Candidates of the session, how many of them passed, and how many get certificates: enough that
/// the first tile of the log is full.
const CANDIDATES: usize = 250;
const PASSED: u32 = 248;
const CERTIFIED: u32 = 244;

/// The log and what belongs to it, by path below `vectors/`.
pub struct Log {
    state: State,
    tree: Tree,
    edge: TileEdge,
    landmarks: Landmarks,
    pub entries: Vec<Vec<u8>>,
    /// The digest of the state after each act, by the index of its first entry.
    pub states: BTreeMap<u64, String>,
    /// Who signed each act.
    pub signers: BTreeMap<u64, Vec<String>>,
    pub files: BTreeMap<String, Vec<u8>>,
    salts: u32,
}

/// An invented holder, with the salts of the certificate.
struct Holder {
    name: String,
    document: (u8, String),
    salts: (Salt, Salt),
}

/// Makes the log.
pub fn make() -> Log {
    let mut log = Log {
        state: State::new(),
        tree: Tree::new(),
        edge: TileEdge::new(),
        landmarks: Landmarks::new(ORIGIN),
        entries: Vec::new(),
        states: BTreeMap::new(),
        signers: BTreeMap::new(),
        files: BTreeMap::new(),
        salts: 0,
    };
    log.found();
    log.examination();
    let holders = log.session();
    log.change_keys();
    log.landmark("2020-12-22");
    log.act(Some(AUTHORITY), "authority", "2020-12-23", inspection(CENTRE));
    log.publish();
    log.files_of_a_certificate(&holders[5]);
    log
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

fn organisation(kind: OrganisationKind, key: &str, code: Option<&str>) -> Organisation {
    Organisation {
        kind,
        name: format!("示例{key}（虚构）"),
        key: public(key),
        operator_custody: kind == OrganisationKind::Employer,
        institution: code.map(|c| c.parse().unwrap()),
    }
}

fn inspection(of: u32) -> PublicAct {
    PublicAct::Inspect { inspected: OrganisationId(of), findings: [7; 32] }
}

impl Log {
    fn row(name: &str) -> RowId {
        match room().law().rows.find(name) {
            desk::Named::One(row) => row,
            other => panic!("{name}: {other:?}"),
        }
    }

    fn salt(&mut self) -> Salt {
        self.salts += 1;
        salt(self.salts - 1)
    }

    fn event(&self, actor: Option<u32>, on: &str, act: PublicAct) -> (Event, Grounds) {
        let actor = actor.map(OrganisationId);
        let on = day(on);
        let event = Event {
            actor,
            sequence: self.state.sequence(actor),
            on,
            recorded_at: Instant(Instant::start_of(on).0 + 9 * 3600),
            idempotency: idempotency(&format!("vector {}", self.entries.len())),
            act,
        };
        let room = room();
        let checked = register::check(&self.state, room.law(), &event).unwrap();
        let cited = checked.cited().and_then(|d| room.law().cited(d));
        let rule = cited.map(|r| r.id.clone());
        (event, Grounds { rule, asserted: checked.asserted })
    }

    /// Records an act that one key signs.
    fn act(&mut self, actor: Option<u32>, key: &str, on: &str, act: PublicAct) {
        let (event, grounds) = self.event(actor, on, act);
        let entry = seal_act(&event, &grounds, ORIGIN, &seed(key));
        self.append(&event, &[key], vec![entry]);
    }

    /// Records an act that two keys of the recovery set sign.
    fn recovery(&mut self, on: &str, act: PublicAct) {
        let (event, grounds) = self.event(None, on, act);
        let seeds = [(0, seed("recovery 0")), (2, seed("recovery 2"))];
        let entry = seal_recovery(&event, &grounds, ORIGIN, &seeds);
        self.append(&event, &["recovery 0", "recovery 2"], vec![entry]);
    }

    fn append(&mut self, event: &Event, signers: &[&str], entries: Vec<Vec<u8>>) {
        let index = self.entries.len() as u64;
        register::apply(&mut self.state, event);
        self.states.insert(index, self.state.digest().to_string());
        self.signers.insert(index, signers.iter().map(ToString::to_string).collect());
        for entry in entries {
            let leaf = leaf_hash(&entry);
            self.tree.append(leaf);
            let files = &mut self.files;
            self.edge.append(&leaf, |tile, bytes| {
                files.insert(format!("log/{tile}"), bytes.to_vec());
            });
            self.entries.push(entry);
        }
        assert_eq!(self.state.entries(), self.entries.len() as u64);
    }

    fn found(&mut self) {
        let organisations = vec![
            organisation(OrganisationKind::Authority, "authority", None),
            organisation(OrganisationKind::Department, "centre", Some("99991001")),
            organisation(OrganisationKind::Supervisor, "supervisor", None),
        ];
        let keys = (0..3).map(|n| public(&format!("recovery {n}"))).collect();
        let genesis = PublicAct::Genesis {
            origin: ORIGIN.into(),
            law: room().law().digest.0,
            organisations,
            log_key: public("log"),
            recovery: RecoverySet { threshold: 2, keys },
        };
        self.act(None, "authority", "2020-07-22", genesis);
        let recognition = Recognition {
            id: OrganisationId(EMPLOYER),
            body: organisation(OrganisationKind::Employer, "employer", None),
            prefix: "Y000099000001".parse().unwrap(),
            scope: vec![(Self::row("车工"), Level::Four), (Self::row("车工"), Level::Three)],
            published_on: Some(day("2020-08-03")),
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        let act = PublicAct::RecogniseBody(recognition);
        self.act(Some(AUTHORITY), "authority", "2020-08-03", act);
    }

    fn plan(&self, scheme: Scheme, name: &str, until: &str, planned: &str) -> SessionPlan {
        SessionPlan {
            session: self.state.next_session(),
            scheme,
            occupation: Self::row(name),
            level: Level::Four,
            registration_until: day(until),
            planned_on: day(planned),
        }
    }

    /// An examination of the old scheme that is in flight at the exit, and its settlement.
    fn examination(&mut self) {
        let by = (Some(CENTRE), "centre");
        let plan = self.plan(Scheme::Qualification, "中式烹调师", "2020-10-10", "2020-10-24");
        let session = plan.session;
        self.act(by.0, by.1, "2020-09-10", PublicAct::Announce(plan));
        let leaves: Vec<Commitment> = sim::People::new(2)
            .take(4)
            .map(|p| self.salt().commit(Field::Document(p.id().kind().code(), p.id().number())))
            .collect();
        let last_accepted_on = day("2020-09-20");
        let (registered, root) = (4, root(&leaves));
        let closing = PublicAct::CloseRegistration { session, registered, root, last_accepted_on };
        self.act(by.0, by.1, "2020-10-12", closing);
        let settlement =
            Settlement { session, continued: 2, refunded: 1, undecided: 1, withdrew: 0 };
        self.act(by.0, by.1, "2020-10-13", PublicAct::Settle(settlement));
        let settlement = Settlement { continued: 3, undecided: 0, ..settlement };
        self.act(by.0, by.1, "2020-10-20", PublicAct::Settle(settlement));
        self.act(Some(SUPERVISOR), "supervisor", "2020-11-10", inspection(EMPLOYER));
    }

    /// A session of the new scheme, up to its certificates. Returns their holders.
    fn session(&mut self) -> Vec<Holder> {
        let by = (Some(EMPLOYER), "employer");
        let plan = self.plan(Scheme::Level, "车工", "2020-11-25", "2020-12-05");
        let session = plan.session;
        self.act(by.0, by.1, "2020-11-16", PublicAct::Announce(plan));
        let people: Vec<(String, (u8, String))> = sim::People::new(3)
            .take(CANDIDATES)
            .map(|p| (p.label(), (p.id().kind().code(), p.id().number().into())))
            .collect();
        let leaves: Vec<Commitment> = people
            .iter()
            .map(|(_, document)| self.salt().commit(Field::Document(document.0, &document.1)))
            .collect();
        let (registered, last_accepted_on) = (CANDIDATES as u32, day("2020-11-24"));
        let root_of = root(&leaves);
        let closing =
            PublicAct::CloseRegistration { session, registered, root: root_of, last_accepted_on };
        self.act(by.0, by.1, "2020-11-27", closing);
        let rows: Vec<Commitment> = (0..registered)
            .map(|place| {
                let theory = if place < PASSED { 700 } else { 500 };
                self.salt().commit(Field::Row(place, theory, 800, place < PASSED))
            })
            .collect();
        let results = PublicAct::RecordResults {
            session,
            held_on: day("2020-12-05"),
            sat: registered,
            passed: PASSED,
            root: root(&rows),
        };
        self.act(by.0, by.1, "2020-12-07", results);
        self.act(by.0, by.1, "2020-12-14", PublicAct::ConfirmResults { session });
        self.landmark("2020-12-15");
        let holders = self.issue(by, session, &people);
        self.landmark("2020-12-17");
        holders
    }

    fn issue(
        &mut self,
        (actor, key): (Option<u32>, &str),
        session: SessionId,
        people: &[(String, (u8, String))],
    ) -> Vec<Holder> {
        let holders: Vec<Holder> = people[..CERTIFIED as usize]
            .iter()
            .map(|(name, document)| Holder {
                name: name.clone(),
                document: document.clone(),
                salts: (self.salt(), self.salt()),
            })
            .collect();
        let commit = |h: &Holder| {
            let document = Field::Document(h.document.0, &h.document.1);
            (h.salts.0.commit(Field::Name(&h.name)), h.salts.1.commit(document))
        };
        let commitments: Vec<(Commitment, Commitment)> = holders.iter().map(commit).collect();
        let (rows, dated_on) = ((0..CERTIFIED).collect(), day("2020-12-16"));
        let issue = Issue { session, dated_on, rows, holders_are_staff: true };
        let (event, grounds) = self.event(actor, "2020-12-16", PublicAct::IssueCertificates(issue));
        let permit = register::check(&self.state, room().law(), &event).unwrap().permit.unwrap();
        let (header, version) = (self.entries.len() as u64, self.state.version());
        let act = (&event, &grounds);
        let signer = (ORIGIN, &seed(key));
        let (entries, _) = seal_batch(permit, version, header, act, &commitments, signer).unwrap();
        self.append(&event, &[key], entries);
        holders
    }

    /// A key is changed, found in other hands, given again and retired.
    fn change_keys(&mut self) {
        let key = |name, operator_custody| ActingKey { key: public(name), operator_custody };
        let second = key("employer, second", false);
        self.act(Some(EMPLOYER), "employer", "2020-12-18", PublicAct::RotateKey(second));
        let compromise = PublicAct::CompromiseKey {
            organisation: OrganisationId(EMPLOYER),
            key: second.key,
            since: Instant(Instant::start_of(day("2020-12-18")).0 + 18 * 3600),
        };
        self.recovery("2020-12-19", compromise);
        let third = key("employer, third", true);
        let given = PublicAct::AddKey { organisation: OrganisationId(EMPLOYER), key: third };
        self.recovery("2020-12-20", given);
        self.act(Some(EMPLOYER), "employer, third", "2020-12-21", PublicAct::RetireKey);
    }

    fn checkpoint(&self, on: &str) -> SignedNote {
        let log = keys::log();
        let checkpoint = Checkpoint::new(log.verifier().name(), self.tree.size(), self.tree.root());
        let mut note = checkpoint.to_note().unwrap();
        log.sign(&mut note).unwrap();
        let time = Instant::start_of(day(on)).0 + 9 * 3600 + 1;
        let line = keys::witness().cosign(&note, time as u64).unwrap();
        note.push(line).unwrap();
        note
    }

    /// States what the log is: the checkpoint of the landmark, the entry, the line of the list.
    fn landmark(&mut self, on: &str) {
        let (size, root) = (self.tree.size(), self.tree.root());
        let note = self.checkpoint(on);
        self.files.insert(format!("log/landmark/{size}"), note.to_string().into_bytes());
        let start = self.landmarks.all().last().map_or(0, |l| l.size);
        let (left, right) = covering(start, size);
        let hash = |s: merkle::Subtree| s.hash(&mut &self.tree).unwrap();
        let covers = (hash(left), right.map(hash));
        let act = PublicAct::Landmark { size, root, state: *self.state.digest().bytes() };
        self.act(None, "log", on, act);
        let time = self.state.landmark().unwrap().1;
        assert!(self.landmarks.push(Landmark { size, time, root, covers }));
    }

    /// Puts what is left of a published log: partial tiles, bundles, the checkpoint, the lists.
    fn publish(&mut self) {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        self.edge.clone().partial(|tile, bytes| files.push((tile.to_string(), bytes.to_vec())));
        for (index, entries) in (0..).zip(self.entries.chunks(256)) {
            let place = EntryBundle::in_tree(index, self.tree.size()).unwrap();
            let mut bytes = Vec::new();
            entries.iter().for_each(|entry| push_entry(&mut bytes, entry).unwrap());
            files.push((place.to_string(), bytes));
        }
        let text = |text: String| text.into_bytes();
        let list = self.landmarks.signed(&keys::log()).unwrap();
        files.push(("landmarks".into(), text(list)));
        files.push(("checkpoint".into(), text(self.checkpoint("2020-12-24").to_string())));
        files.push(("vkey".into(), text(format!("{}\n", keys::log().verifier()))));
        let law = format!("law/{}", room().law().digest);
        files.push((law, law_archive::write(room().folder())));
        self.files.extend(files.into_iter().map(|(path, bytes)| (format!("log/{path}"), bytes)));
    }

    fn proof(&self, index: u64) -> Vec<Digest> {
        self.tree.inclusion_proof(index, self.tree.size()).unwrap()
    }

    /// Puts the file of a certificate, what its holder knows, and a tlog-proof of its entry.
    fn files_of_a_certificate(&mut self, holder: &Holder) {
        // The header and the sixth certificate after it.
        let header = self.signers.keys().rev().find(|i| self.states_has_batch(**i)).copied();
        let header = header.expect("a batch was issued");
        let steps = self
            .signers
            .range(..header)
            .rev()
            .filter(|(index, signers)| **index != 0 && signers[0] == "employer");
        let mut places: Vec<u64> = steps.map(|(index, _)| *index).collect();
        places.extend([0, 1, header, header + 6]);
        places.sort_unstable();
        let entries = places.iter().map(|&index| {
            let short = self.landmarks.subtree(index).map(|(subtree, _, landmark)| ShortProof {
                landmark: landmark.size,
                hashes: subtree.prove(&mut &self.tree, index).unwrap(),
            });
            let bytes = self.entries[index as usize].clone();
            ProvenEntry { index, bytes, proof: self.proof(index), short }
        });
        let number = "Y000099000001204000006";
        let bundle = Bundle {
            number: number.into(),
            name_salt: holder.salts.0,
            document_salt: holder.salts.1,
            entries: entries.collect(),
            checkpoint: self.checkpoint("2020-12-24"),
        };
        let proof =
            TlogProof::new(header + 6, self.proof(header + 6), self.checkpoint("2020-12-24"));
        let about: Value = json!({
            "number": number,
            "index": header + 6,
            "entry": hex(&self.entries[header as usize + 6]),
            "name": holder.name,
            "document": { "kind": holder.document.0, "number": holder.document.1 },
        });
        let about = serde_json::to_string_pretty(&about).unwrap() + "\n";
        let files = [
            ("certificate.dengji", bundle.to_string()),
            ("certificate.json", about),
            ("certificate.tlog-proof", proof.unwrap().to_string()),
        ];
        self.files.extend(files.map(|(path, text)| (path.to_string(), text.into_bytes())));
    }

    fn states_has_batch(&self, index: u64) -> bool {
        let read = seal::Entry::read(&self.entries[index as usize]).unwrap();
        matches!(read, seal::Entry::Act(act) if act.batch.is_some())
    }
}
