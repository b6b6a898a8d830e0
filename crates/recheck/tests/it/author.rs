//! `Author`: seals entries with keys of its own and publishes them as a log folder.
//!
//! In scope: lawful acts, decided as a register would, and unlawful ones put in by force.
//! Out of scope: what the re-checker makes of them (the suites).
//! The organisations are invented, of a region that does not exist.

use law::{Law, Named, RowId};
use merkle::{Tile, TileEdge, bundles_between, leaf_hash, push_entry};
use register::{
    ActingKey, Event, Issue, Organisation, OrganisationId, OrganisationKind, PublicAct,
    Recognition, RecoverySet, Scheme, SessionId, SessionPlan, State,
};
use seal::{
    Checkpoint, Commitment, Grounds, KeyKind, KeyName, NoteSigner, SigningSeed, VerifierKey,
    seal_act, seal_batch, seal_recovery,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use vocab::{Day, Instant, Level};

pub const ORIGIN: &str = "demo.dengji.invalid/recheck";
pub const AUTHORITY: OrganisationId = OrganisationId(0);
pub const EMPLOYER: OrganisationId = OrganisationId(1);

/// The law of this workspace, read from its folder once.
pub static LAW: LazyLock<Arc<Law>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), &b[..])).collect();
    Arc::new(law::load(&files).unwrap())
});

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn seed(n: u8) -> SigningSeed {
    SigningSeed::from_bytes(&[n; 32])
}

pub fn key(n: u8) -> ActingKey {
    ActingKey { key: *seed(n).public_key().as_bytes(), operator_custody: true }
}

/// The seeds: log 1, recovery 2 to 4, authority 10, employer 11.
const LOG: u8 = 1;
const RECOVERY: [u8; 3] = [2, 3, 4];
const ACTORS: [u8; 2] = [10, 11];

/// The days of a session.
pub struct Season {
    pub announced: &'static str,
    pub accepted: &'static str,
    pub closed: &'static str,
    pub held: &'static str,
    pub results: &'static str,
    pub confirmed: &'static str,
    pub issued: &'static str,
}

pub const AUTUMN: Season = Season {
    announced: "2020-11-16",
    accepted: "2020-11-24",
    closed: "2020-11-27",
    held: "2020-12-05",
    results: "2020-12-07",
    confirmed: "2020-12-14",
    issued: "2020-12-16",
};

pub const SPRING: Season = Season {
    announced: "2021-03-16",
    accepted: "2021-03-24",
    closed: "2021-03-27",
    held: "2021-04-05",
    results: "2021-04-07",
    confirmed: "2021-04-14",
    issued: "2021-04-16",
};

#[derive(Clone)]
pub struct Author {
    pub state: State,
    pub entries: Vec<Vec<u8>>,
    /// The seed that each organisation signs with.
    pub seeds: [u8; 2],
    /// The recovery keys that sign.
    pub recovery: Vec<u8>,
    pub now: Instant,
    requests: u8,
}

impl Author {
    /// Founds a register and recognises an employer: entries 0 and 1.
    pub fn new() -> Author {
        Author::founded_on(LAW.digest.0)
    }

    pub fn founded_on(law: [u8; 32]) -> Author {
        let mut author = Author {
            state: State::new(),
            entries: Vec::new(),
            seeds: ACTORS,
            recovery: vec![0, 2],
            now: Instant(0),
            requests: 0,
        };
        let genesis = PublicAct::Genesis {
            origin: ORIGIN.into(),
            law,
            organisations: vec![organisation(OrganisationKind::Authority, ACTORS[0])],
            log_key: key(LOG).key,
            recovery: RecoverySet { threshold: 2, keys: RECOVERY.map(|n| key(n).key).to_vec() },
        };
        author.act("2020-07-22", None, genesis);
        let recognition = Recognition {
            id: EMPLOYER,
            body: organisation(OrganisationKind::Employer, ACTORS[1]),
            prefix: "Y000099000001".parse().unwrap(),
            scope: vec![(turner(), Level::Four)],
            published_on: Some(day("2020-08-03")),
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        author.act("2020-08-03", Some(AUTHORITY), PublicAct::RecogniseBody(recognition));
        author
    }

    /// A register whose employer has run a session: entries 2 to 5.
    pub fn with_session(passed: u32) -> Author {
        let mut author = Author::new();
        author.session(passed);
        author
    }

    /// Plans, closes, records and confirms a session of 2020: four entries.
    pub fn session(&mut self, passed: u32) -> SessionId {
        self.session_in(&AUTUMN, passed)
    }

    /// Plans, closes, records and confirms a session in a season: four entries.
    pub fn session_in(&mut self, season: &Season, passed: u32) -> SessionId {
        let plan = self.plan(season, Level::Four);
        let session = plan.session;
        self.act(season.announced, Some(EMPLOYER), PublicAct::Announce(plan));
        let (registered, root) = (passed + 1, [1; 32]);
        let last_accepted_on = day(season.accepted);
        let close = PublicAct::CloseRegistration { session, registered, root, last_accepted_on };
        self.act(season.closed, Some(EMPLOYER), close);
        let (held_on, sat) = (day(season.held), registered);
        let results = PublicAct::RecordResults { session, held_on, sat, passed, root };
        self.act(season.results, Some(EMPLOYER), results);
        self.act(season.confirmed, Some(EMPLOYER), PublicAct::ConfirmResults { session });
        session
    }

    pub fn plan(&self, season: &Season, level: Level) -> SessionPlan {
        SessionPlan {
            session: self.state.next_session(),
            scheme: Scheme::Level,
            occupation: turner(),
            level,
            registration_until: day(season.accepted),
            planned_on: day(season.held),
        }
    }

    /// Returns the event of an act, recorded at nine in the morning of its day or right after the
    /// one before it, if that is later.
    pub fn event(&mut self, on: &str, actor: Option<OrganisationId>, act: PublicAct) -> Event {
        let on = day(on);
        let morning = Instant(Instant::start_of(on).0 + 9 * 3600);
        self.now = self.now.max(morning);
        self.requests += 1;
        let idempotency = [self.requests; 16];
        let sequence = self.state.sequence(actor);
        Event { actor, sequence, on, recorded_at: self.now, idempotency, act }
    }

    /// Records a lawful act; panics when it is not.
    pub fn act(&mut self, on: &str, actor: Option<OrganisationId>, act: PublicAct) {
        let event = self.event(on, actor, act);
        let grounds = self.grounds(&event);
        let sealed = self.sealed(&event, &grounds);
        register::apply(&mut self.state, &event);
        self.entries.push(sealed);
    }

    /// Puts an act into the log that nobody checked; the state stays as it was.
    pub fn force(&mut self, event: &Event, grounds: &Grounds) {
        let sealed = self.sealed(event, grounds);
        self.entries.push(sealed);
    }

    /// Returns what a lawful event rests on.
    pub fn grounds(&self, event: &Event) -> Grounds {
        let checked = register::check(&self.state, &LAW, event).expect("the act is lawful");
        let rule = checked.cited().and_then(|d| LAW.cited(d)).map(|rule| rule.id.clone());
        Grounds { rule, asserted: checked.asserted }
    }

    fn sealed(&self, event: &Event, grounds: &Grounds) -> Vec<u8> {
        let signer = match &event.act {
            PublicAct::Landmark { .. } => LOG,
            PublicAct::CompromiseKey { .. } | PublicAct::AddKey { .. } => {
                let of = |place: &u8| (*place, seed(RECOVERY[usize::from(*place)]));
                let seeds: Vec<_> = self.recovery.iter().map(of).collect();
                return seal_recovery(event, grounds, ORIGIN, &seeds);
            }
            _ => self.seeds[event.actor.unwrap_or(AUTHORITY).0 as usize],
        };
        seal_act(event, grounds, ORIGIN, &seed(signer))
    }

    /// Issues certificates for rows of a session of 2020.
    pub fn issue(&mut self, session: SessionId, rows: impl IntoIterator<Item = u32>) {
        self.issue_in(&AUTUMN, session, rows);
    }

    /// Issues certificates for rows of a session in a season.
    pub fn issue_in(
        &mut self,
        season: &Season,
        session: SessionId,
        rows: impl IntoIterator<Item = u32>,
    ) {
        let header = self.entries.len() as u64;
        let entries = self.batch(season, session, rows.into_iter().collect(), header);
        self.entries.extend(entries);
    }

    /// Returns the entries of a batch, which becomes part of the state.
    pub fn batch(
        &mut self,
        season: &Season,
        session: SessionId,
        rows: Vec<u32>,
        header: u64,
    ) -> Vec<Vec<u8>> {
        let dated_on = day(season.issued);
        let pairs: Vec<_> =
            rows.iter().map(|row| (Commitment([*row as u8; 32]), Commitment([7; 32]))).collect();
        let issue = Issue { session, dated_on, rows, holders_are_staff: true };
        let act = PublicAct::IssueCertificates(issue);
        let event = self.event(season.issued, Some(EMPLOYER), act);
        let grounds = self.grounds(&event);
        let checked = register::check(&self.state, &LAW, &event).unwrap();
        let (permit, version) = (checked.permit.unwrap(), self.state.version());
        let keys = (ORIGIN, &seed(self.seeds[1]));
        let sealed = seal_batch(permit, version, header, (&event, &grounds), &pairs, keys);
        register::apply(&mut self.state, &event);
        sealed.unwrap().0
    }

    /// Returns the landmark that is true now.
    pub fn landmark(&self) -> PublicAct {
        let size = self.entries.len() as u64;
        let root = self.root(self.entries.len());
        PublicAct::Landmark { size, root, state: *self.state.digest().bytes() }
    }

    pub fn root(&self, size: usize) -> [u8; 32] {
        let mut edge = TileEdge::new();
        self.entries[..size].iter().for_each(|e| edge.append(&leaf_hash(e), |_, _| {}));
        edge.root()
    }

    /// Returns a signed checkpoint of the first entries.
    pub fn checkpoint(&self, size: usize) -> String {
        checkpoint(ORIGIN, LOG, size as u64, self.root(size))
    }

    /// Publishes the log.
    pub fn publish(&self) -> Published {
        self.publish_first(self.entries.len())
    }

    /// Publishes the log as it was at a size.
    pub fn publish_first(&self, size: usize) -> Published {
        let folder = tempfile::tempdir().unwrap();
        let published = Published { folder };
        let mut edge = TileEdge::new();
        let write = |tile: Tile, bytes: &[u8]| published.write(&tile.to_string(), bytes);
        self.entries[..size].iter().for_each(|e| edge.append(&leaf_hash(e), write));
        edge.partial(write);
        for bundle in bundles_between(0, size as u64) {
            let mut bytes = Vec::new();
            let range = bundle.entries();
            for entry in &self.entries[range.start as usize..range.end as usize] {
                push_entry(&mut bytes, entry).unwrap();
            }
            published.write(&bundle.to_string(), &bytes);
        }
        published.write("checkpoint", self.checkpoint(size).as_bytes());
        published.write("vkey", format!("{}\n", log_key()).as_bytes());
        published
    }
}

/// Returns the signed note of a checkpoint.
pub fn checkpoint(origin: &str, log: u8, size: u64, root: [u8; 32]) -> String {
    let name = KeyName::new(origin).unwrap();
    let mut note = Checkpoint::new(&name, size, root).to_note().unwrap();
    NoteSigner::new(name, seed(log)).sign(&mut note).unwrap();
    note.to_string()
}

pub fn log_key() -> VerifierKey {
    VerifierKey::new(KeyName::new(ORIGIN).unwrap(), KeyKind::Ed25519, seed(LOG).public_key())
}

pub fn turner() -> RowId {
    match LAW.rows.find("车工") {
        Named::One(row) => row,
        other => panic!("{other:?}"),
    }
}

fn organisation(kind: OrganisationKind, n: u8) -> Organisation {
    let ActingKey { key, operator_custody } = key(n);
    Organisation {
        kind, name: "示例（虚构）".into(), key, operator_custody, institution: None
    }
}

/// A log folder.
pub struct Published {
    pub folder: tempfile::TempDir,
}

impl Published {
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap()
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// Changes one bit of a file.
    pub fn flip(&self, path: &str, at: usize) {
        let mut bytes = self.read(path);
        bytes[at] ^= 1;
        self.write(path, &bytes);
    }
}
