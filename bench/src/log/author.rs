//! A lawful log of any length, written straight into a folder.
//!
//! In scope: sessions of a thousand certificates with five signed acts each, which is a signature
//! for every two hundred. Every act is decided and applied as a register would.
//! Out of scope: people; the commitments are to nothing.

use anyhow::{Result, anyhow};
use desk::law_folder::LawFolder;
use law::{Law, Named, RowId};
use merkle::{EntryBundle, TILE_WIDTH, TileEdge, leaf_hash, push_entry};
use register::{
    Event, Issue, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition,
    RecoverySet, Scheme, SessionId, SessionPlan, State, apply, check,
};
use seal::{
    Checkpoint, Commitment, Grounds, KeyKind, KeyName, NoteSigner, SigningSeed, VerifierKey,
    seal_act, seal_batch,
};
use std::fs;
use std::path::{Path, PathBuf};
use vocab::{Day, Instant, Level};

const ORIGIN: &str = "demo.dengji.invalid/bench";
const CERTIFICATES: u32 = 1_000;
/// Certificates of one employer: its numbers of one level and year have six digits.
const OF_ONE_EMPLOYER: u64 = 900_000;

/// Writes a log of about so many entries, with its checkpoint.
pub fn write(folder: &Path, entries: u64) -> Result<()> {
    let files = LawFolder::compiled();
    let files: Vec<(&str, &[u8])> = files.files().collect();
    let law = law::load(&files)?;
    let Named::One(turner) = law.rows.find("车工") else { return Err(anyhow!("no 车工")) };
    let mut log = Log {
        law: &law,
        state: State::new(),
        folder: folder.to_path_buf(),
        edge: TileEdge::new(),
        bundle: Vec::new(),
        seed: SigningSeed::from_bytes(&[7; 32]),
    };
    log.found()?;
    let employers = entries.div_ceil(OF_ONE_EMPLOYER) as u32;
    for n in 1..=employers {
        log.recognise(n, turner)?;
    }
    let mut n = 0;
    while log.edge.size() < entries {
        log.session(OrganisationId(1 + n % employers), turner)?;
        n += 1;
    }
    log.end()
}

struct Log<'a> {
    law: &'a Law,
    state: State,
    folder: PathBuf,
    edge: TileEdge,
    bundle: Vec<u8>,
    seed: SigningSeed,
}

fn organisation(kind: OrganisationKind, key: [u8; 32]) -> Organisation {
    let name = "示例（虚构）".to_string();
    Organisation { kind, name, key, operator_custody: true, institution: None }
}

impl Log<'_> {
    fn key(&self) -> [u8; 32] {
        *self.seed.public_key().as_bytes()
    }

    fn found(&mut self) -> Result<()> {
        let recovery = RecoverySet { threshold: 1, keys: vec![[9; 32]] };
        let organisations = vec![organisation(OrganisationKind::Authority, self.key())];
        let (origin, law, log_key) = (ORIGIN.to_string(), self.law.digest.0, self.key());
        let act = PublicAct::Genesis { origin, law, organisations, log_key, recovery };
        self.act("2020-07-22", None, act)
    }

    fn recognise(&mut self, n: u32, row: RowId) -> Result<()> {
        let seed = SigningSeed::from_bytes(&[n as u8 + 20; 32]);
        let recognition = Recognition {
            id: OrganisationId(n),
            body: organisation(OrganisationKind::Employer, *seed.public_key().as_bytes()),
            prefix: format!("Y{:012}", 99_000_000 + n).parse()?,
            scope: vec![(row, Level::Four)],
            published_on: Some("2020-08-03".parse()?),
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        let act = PublicAct::RecogniseBody(recognition);
        self.act("2020-08-03", Some(OrganisationId(0)), act)
    }

    fn session(&mut self, by: OrganisationId, occupation: RowId) -> Result<()> {
        let session = self.state.next_session();
        let day = |text: &str| -> Result<Day> { Ok(text.parse()?) };
        let plan = SessionPlan {
            session,
            scheme: Scheme::Level,
            occupation,
            level: Level::Four,
            registration_until: day("2020-12-18")?,
            planned_on: day("2020-12-19")?,
        };
        // All on one day, so that time never goes back from one session to the next.
        let on = "2020-12-18";
        self.act(on, Some(by), PublicAct::Announce(plan))?;
        let (root, registered) = ([1; 32], CERTIFICATES);
        let closing =
            PublicAct::CloseRegistration { session, registered, root, last_accepted_on: day(on)? };
        self.act(on, Some(by), closing)?;
        let (held_on, sat, passed) = (day(on)?, CERTIFICATES, CERTIFICATES);
        self.act(on, Some(by), PublicAct::RecordResults { session, held_on, sat, passed, root })?;
        self.act(on, Some(by), PublicAct::ConfirmResults { session })?;
        self.issue(on, by, session)
    }

    fn issue(&mut self, on: &str, by: OrganisationId, session: SessionId) -> Result<()> {
        let issue = Issue {
            session,
            dated_on: on.parse()?,
            rows: (0..CERTIFICATES).collect(),
            holders_are_staff: true,
        };
        let event = self.event(on, Some(by), PublicAct::IssueCertificates(issue))?;
        let (checked, grounds) = self.decide(&event)?;
        let permit = checked.permit.ok_or(anyhow!("no permit"))?;
        let size = self.edge.size();
        let commitments: Vec<(Commitment, Commitment)> = (0..u64::from(CERTIFICATES))
            .map(|n| (Commitment(leaf_hash(&(size + n).to_be_bytes())), Commitment([3; 32])))
            .collect();
        let seed = self.seed_of(Some(by));
        let (version, act) = (self.state.version(), (&event, &grounds));
        let sealed = seal_batch(permit, version, size, act, &commitments, (ORIGIN, &seed));
        let (entries, _) = sealed.map_err(|_| anyhow!("the state moved"))?;
        apply(&mut self.state, &event);
        entries.iter().try_for_each(|entry| self.append(entry))
    }

    fn act(&mut self, on: &str, actor: Option<OrganisationId>, act: PublicAct) -> Result<()> {
        let event = self.event(on, actor, act)?;
        let (_, grounds) = self.decide(&event)?;
        let entry = seal_act(&event, &grounds, ORIGIN, &self.seed_of(actor));
        apply(&mut self.state, &event);
        self.append(&entry)
    }

    fn event(&self, on: &str, actor: Option<OrganisationId>, act: PublicAct) -> Result<Event> {
        let on: Day = on.parse()?;
        let mut idempotency = [0; 16];
        idempotency[..8].copy_from_slice(&self.state.version().to_be_bytes());
        let recorded_at = Instant(Instant::start_of(on).0 + 9 * 3600);
        let sequence = self.state.sequence(actor);
        Ok(Event { actor, sequence, on, recorded_at, idempotency, act })
    }

    fn decide(&self, event: &Event) -> Result<(register::Checked, Grounds)> {
        let checked = check(&self.state, self.law, event);
        let checked = checked.map_err(|refusal| anyhow!("refused: {refusal:?}"))?;
        let rule = checked.cited().and_then(|d| self.law.cited(d)).map(|r| r.id.clone());
        let grounds = Grounds { rule, asserted: checked.asserted };
        Ok((checked, grounds))
    }

    fn seed_of(&self, actor: Option<OrganisationId>) -> SigningSeed {
        match actor {
            None | Some(OrganisationId(0)) => self.seed.clone(),
            Some(OrganisationId(n)) => SigningSeed::from_bytes(&[n as u8 + 20; 32]),
        }
    }

    fn append(&mut self, entry: &[u8]) -> Result<()> {
        push_entry(&mut self.bundle, entry)?;
        let mut tiles = Vec::new();
        self.edge.append(&leaf_hash(entry), |tile, bytes| {
            tiles.push((tile.to_string(), bytes.to_vec()));
        });
        if self.edge.size().is_multiple_of(u64::from(TILE_WIDTH)) {
            tiles.push(self.bundle_file());
        }
        self.put(&tiles)
    }

    fn bundle_file(&mut self) -> (String, Vec<u8>) {
        let size = self.edge.size();
        let place = EntryBundle::in_tree((size - 1) / u64::from(TILE_WIDTH), size);
        let place = place.expect("the last entry lies in a bundle");
        (place.to_string(), std::mem::take(&mut self.bundle))
    }

    fn put(&self, files: &[(String, Vec<u8>)]) -> Result<()> {
        for (path, bytes) in files {
            let path = self.folder.join(path);
            fs::create_dir_all(path.parent().ok_or(anyhow!("a path in a folder"))?)?;
            fs::write(path, bytes)?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        let mut files = Vec::new();
        if !self.bundle.is_empty() {
            files.push(self.bundle_file());
        }
        self.edge.partial(|tile, bytes| files.push((tile.to_string(), bytes.to_vec())));
        let name = KeyName::new(ORIGIN)?;
        let mut note = Checkpoint::new(&name, self.edge.size(), self.edge.root()).to_note()?;
        NoteSigner::new(name.clone(), self.seed.clone()).sign(&mut note)?;
        let key = VerifierKey::new(name, KeyKind::Ed25519, self.seed.public_key());
        files.push(("checkpoint".to_string(), note.to_string().into_bytes()));
        files.push(("vkey".to_string(), format!("{key}\n").into_bytes()));
        self.put(&files)
    }
}
