//! The house: law, state, log, store and keys, and the one way every public act takes.
//!
//! In scope: opening a register, recording an act: load, decide, record, log, answer.
//! Out of scope: what single use cases put together (their own files), showing.
//! Failure: the store's transaction is the commit point. A stop before it leaves nothing; a stop
//! after it leaves the act, and opening again replays it into state and tree.
//! I-LOG-2: a certificate exists if and only if its entry does: both are written in one
//! transaction.
//! I-LOG-3: an act is answered after the store acknowledged it, never before.
//! I-LOG-4: a signature is checked before its entry is committed, wherever it was made (`signing`).

use crate::anchor_place::{ANCHOR, AnchorAsk, AnchorPlace, anchor_place, to_remember};
use crate::beside::Lost;
use crate::house_error::HouseError;
use crate::issue_certificates::LastBatch;
use crate::keep_state::StateKeeping;
use crate::key_folder::KeyFolder;
use crate::known_batches::KnownBatches;
use crate::law_room::LawRoom;
use crate::observe::{Nobody, Observer, Sight};
use crate::places::Places;
use crate::ports::{Clock, Entropy};
use crate::proving::Proving;
use crate::publish::Publisher;
use crate::signing::{Content, Signing};
use law::{Law, Outcome};
use register::{Event, Organisation, OrganisationId, PublicAct, RecoverySet, Refusal, State};
use seal::{Entry, Grounds, KeyKind, KeyName, Salt, VerifierKey};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use store::{
    BlindIndex, Committed, LogFolder, PrivateKind, PrivateRow, Reader as _, Readers, Store, Vault,
    Writing,
};
use vocab::{Day, Instant};

/// The register in one folder, with everything an act needs.
pub struct House {
    pub(crate) room: Arc<LawRoom>,
    pub(crate) store: Vault,
    /// Readers beside the writer, for whoever looks certificates up.
    pub(crate) readers: Readers,
    pub(crate) known_batches: Arc<KnownBatches>,
    /// The keys of the tokens by which people are found.
    pub(crate) index: BlindIndex,
    pub(crate) state: State,
    pub(crate) publisher: Publisher,
    anchor: AnchorPlace,
    pub(crate) places: Places,
    pub(crate) keys: KeyFolder,
    pub(crate) clock: Arc<dyn Clock + Send + Sync>,
    entropy: Box<dyn Entropy + Send>,
    /// True inside [`House::together`].
    pub(crate) grouped: bool,
    /// Checks signatures of a group beside it.
    pub(crate) proving: Proving,
    /// The batch that was issued last.
    pub(crate) last_batch: Option<LastBatch>,
    /// Whether the store may hold another log than the state knows, after a fault.
    pub(crate) lost: Lost,
    /// When the log could not be read again after such a fault; nothing once it could.
    pub(crate) lost_still: Option<Instant>,
    /// True when the last publication failed.
    pub(crate) unpublished: bool,
    /// The state that is kept in the store.
    pub(crate) kept: StateKeeping,
    /// True once corrections of before they were indexed are known to be.
    pub(crate) indexed: bool,
    /// True while acts are drafted and not recorded, whoever holds the keys.
    pub(crate) drafting: bool,
    /// True when it was opened to read one moment of the store.
    pub(crate) reads_only: bool,
    pub(crate) observer: Arc<dyn Observer>,
}

/// Where the log is published.
pub struct LogPlace {
    /// The folder of its files.
    pub folder: LogFolder,
    /// A file elsewhere that remembers the last checkpoint, so that an older copy of everything
    /// else is noticed.
    pub anchor: AnchorAsk,
}

/// What a recorded act is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The place of its first entry.
    pub index: u64,
    /// How many entries it has.
    pub entries: u64,
    /// What the law answered, in one word; nothing where the act asks the law nothing.
    pub outcome: Option<Outcome>,
    /// The rule cited.
    pub rule: Option<String>,
    /// The words it rests on.
    pub quote: Option<String>,
    /// True when the same request had been done before and nothing was written now.
    pub repeated: bool,
}

/// A request to record an act.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who acts.
    pub actor: Option<OrganisationId>,
    /// The day of effect.
    pub on: Day,
    /// Names the request; the same name with the same content is done once.
    pub name: String,
    /// What is done.
    pub act: PublicAct,
}

impl House {
    /// Opens the register: replays every entry into state and tree.
    ///
    /// # Errors
    /// The store or the keys cannot be read, or an entry is none.
    pub fn open(
        room: Arc<LawRoom>,
        store: Box<dyn Store>,
        keys: KeyFolder,
        log: LogPlace,
        clock: Arc<dyn Clock + Send + Sync>,
        entropy: Box<dyn Entropy + Send>,
    ) -> Result<House, HouseError> {
        let master = keys.master(&*store)?;
        let store = Vault::open(store, &*master)?;
        House::over(room, store, (keys, log), (clock, entropy), false)
    }

    /// Opens the register for reading, beside whoever writes: of store, keys and published log
    /// nothing is changed, and all that is read is of one moment.
    ///
    /// # Errors
    /// As [`House::open`]; the store was opened for writing.
    pub fn open_to_read(
        room: Arc<LawRoom>,
        mut store: Box<dyn Store>,
        keys: KeyFolder,
        log: LogPlace,
        clock: Arc<dyn Clock + Send + Sync>,
        entropy: Box<dyn Entropy + Send>,
    ) -> Result<House, HouseError> {
        store.hold()?;
        let (master, _) = keys.master_to_look(&*store)?;
        let store = Vault::open(store, &*master)?;
        House::over(room, store, (keys, log), (clock, entropy), true)
    }

    fn over(
        room: Arc<LawRoom>,
        store: Vault,
        (keys, log): (KeyFolder, LogPlace),
        (clock, entropy): (Arc<dyn Clock + Send + Sync>, Box<dyn Entropy + Send>),
        reads_only: bool,
    ) -> Result<House, HouseError> {
        let (state, places, index) = (State::new(), Places::default(), store.index());
        let anchor = anchor_place(&store, &log.anchor, keys.path())?;
        let asks_only = matches!(anchor, AnchorPlace::OfAnother(_));
        let publisher = Publisher::new(log.folder, anchor.path(), asks_only);
        let readers = store.readers();
        let (drafting, grouped, unpublished) = (false, false, false);
        let (kept, indexed, lost_still) = (StateKeeping::default(), false, None);
        let mut house = House {
            room,
            store,
            readers,
            known_batches: Arc::default(),
            index,
            state,
            publisher,
            anchor,
            places,
            keys,
            clock,
            entropy,
            grouped,
            proving: Proving::default(),
            last_batch: None,
            lost: Lost::default(),
            lost_still,
            unpublished,
            kept,
            indexed,
            drafting,
            reads_only,
            observer: Arc::new(Nobody),
        };
        house.replay()?;
        match log.anchor {
            AnchorAsk::Unasked => {}
            AnchorAsk::Remembered => house.cut_to_point()?,
            AnchorAsk::Named(_) => {
                house.cut_to_point()?;
                house.remember_anchor()?;
            }
        }
        Ok(house)
    }

    /// Returns the anchor that was asked at the opening.
    pub fn anchor(&self) -> &AnchorPlace {
        &self.anchor
    }

    /// Notes where the anchor is: after it was asked, so that an older copy notes nothing.
    fn remember_anchor(&mut self) -> Result<(), HouseError> {
        let note = to_remember(&self.store, &self.anchor, self.keys.path())?;
        let Some(path) = note else { return Ok(()) };
        let (expect_size, notes) = (self.size(), [(ANCHOR.to_string(), Some(path))]);
        self.commit(&Writing { expect_size, notes: &notes, ..Writing::default() }).map(|_| ())
    }

    /// Returns the law.
    pub fn law(&self) -> &Law {
        self.room.law()
    }

    /// Returns the law with its files.
    pub fn room(&self) -> &Arc<LawRoom> {
        &self.room
    }

    /// Returns the state.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns the number of entries.
    pub fn size(&self) -> u64 {
        self.state.entries()
    }

    /// Returns the present instant of the house's clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Records an act that issues nothing.
    ///
    /// # Errors
    /// [`HouseError::Refused`] when the law or the register's order refuses; the refusal is kept
    /// privately. [`HouseError::ToSign`] when the actor holds its key itself: the act is drafted.
    /// Everything else is a fault, and nothing was recorded.
    pub fn record(
        &mut self,
        request: &Request,
        private: &[PrivateRow],
    ) -> Result<Receipt, HouseError> {
        let content = Content { private: private.to_vec(), ..Content::default() };
        self.take(request, content, Signing::Held)
    }

    /// The one way: idempotency, decide, write, sign, commit, apply, answer.
    pub(crate) fn take(
        &mut self,
        request: &Request,
        content: Content,
        signing: Signing<'_>,
    ) -> Result<Receipt, HouseError> {
        self.find_again()?;
        let key = key_of(&request.name);
        let digest = seal::asked(request.actor, request.on, &request.act);
        if let Some(answered) = self.store.answered(&key)? {
            if answered.request != digest && answered.request != asked_formerly(request) {
                return Err(HouseError::OtherRequest(request.name.clone()));
            }
            return self.answer_again(answered.first, answered.count);
        }
        let event = Event {
            actor: request.actor,
            sequence: self.state.sequence(request.actor),
            on: request.on,
            recorded_at: self.clock.now(),
            idempotency: key,
            act: request.act.clone(),
        };
        let checked = match register::check(&self.state, self.room.law(), &event) {
            Ok(checked) => checked,
            Err(refusal) => return Err(self.keep_refusal(&request.name, refusal)?),
        };
        let outcome = checked.cited().map(|d| d.outcome);
        let rule = checked.cited().and_then(|d| self.room.law().cited(d)).cloned();
        let grounds =
            Grounds { rule: rule.as_ref().map(|r| r.id.clone()), asserted: checked.asserted };
        let quote = rule.as_ref().map(|r| r.quote.clone());
        let writ = self.writ(&event, checked.permit, &grounds, &content)?;
        let Some(signature) = self.sign(&event, &writ, &signing)? else {
            // Kept privately until it comes back signed; nothing of it is in the log.
            let draft = self.keep_draft(request, &event, &writ, content)?;
            return Err(HouseError::ToSign(Box::new(draft.citing(grounds.rule, quote))));
        };
        let signed = self.signed(&event, writ, (&signature, &signing), content)?;
        let serials = signed.batch.as_ref().map(|batch| (batch.first, batch.last));
        let committed = self.commit(&Writing {
            expect_size: self.state.entries(),
            entries: &signed.entries,
            answer: Some((key, digest)),
            batch: signed.batch,
            private: &signed.private,
            tokens: &signed.tokens,
            erased_tokens: &signed.erased_tokens,
            ..Writing::default()
        })?;
        // From here on the act is on the disk: what follows only follows it, and a stop here is
        // made good by replaying when the house is opened again.
        register::apply(&mut self.state, &event);
        self.places.note(committed.first, &event);
        self.tell_sizes();
        let Committed { first, count, repeated } = committed;
        self.last_batch = serials.map(|serials| LastBatch { header: first, event, serials });
        Ok(Receipt { index: first, entries: count, outcome, rule: grounds.rule, quote, repeated })
    }

    /// Says whether a request of that name was recorded before.
    pub(crate) fn was_asked(&self, name: &str) -> Result<bool, HouseError> {
        Ok(self.store.answered(&key_of(name))?.is_some())
    }

    pub(crate) fn answer_again(&self, index: u64, entries: u64) -> Result<Receipt, HouseError> {
        let Entry::Act(act) = self.entry(index)? else { return Err(HouseError::NotAnAct(index)) };
        let rule = act.grounds.rule.clone();
        let found = self.law().rules.iter().find(|r| Some(&r.id) == rule.as_ref());
        Ok(Receipt {
            index,
            entries,
            outcome: found.map(|r| Outcome::Effect(r.effect)),
            quote: found.map(|r| r.quote.clone()),
            rule,
            repeated: true,
        })
    }

    /// Keeps a refusal among the private rows; refusals never reach the log.
    pub(crate) fn keep_refusal(
        &mut self,
        name: &str,
        refusal: Refusal,
    ) -> Result<HouseError, HouseError> {
        let place = self.next_place(PrivateKind::Refusal, "refusals")?;
        let body = format!("{} {name} {refusal:?}", self.clock.now()).into_bytes();
        let (rule, _, _) = crate::refused::told(self.room.law(), &refusal);
        self.observer.saw(&Sight::Refused { rule: rule.map(|rule| rule.id.as_str()) });
        let row =
            PrivateRow { kind: PrivateKind::Refusal, group: "refusals".to_string(), place, body };
        self.commit(&Writing {
            expect_size: self.state.entries(),
            private: &[row],
            ..Writing::default()
        })?;
        Ok(HouseError::Refused(Box::new(refusal)))
    }

    /// Returns the number of refusals kept.
    pub fn refusals(&self) -> Result<usize, HouseError> {
        Ok(self.next_place(PrivateKind::Refusal, "refusals")? as usize)
    }

    /// Returns an entry, read.
    pub(crate) fn entry(&self, index: u64) -> Result<Entry, HouseError> {
        let bytes = self.bytes(index)?;
        Entry::read(&bytes).map_err(|why| HouseError::Entry { index, why })
    }

    pub(crate) fn bytes(&self, index: u64) -> Result<Vec<u8>, HouseError> {
        self.store.entry(index)?.ok_or(HouseError::NoEntry(index))
    }

    /// Returns a fresh salt.
    pub(crate) fn salt(&mut self) -> Result<Salt, HouseError> {
        let mut salt = [0; 16];
        self.entropy.fill(&mut salt).map_err(HouseError::Entropy)?;
        Ok(Salt(salt))
    }

    /// Makes a key for an organisation that leaves it to the operator, and returns its public half.
    ///
    /// # Errors
    /// No randomness, or the key cannot be kept.
    pub fn new_key(&mut self) -> Result<[u8; 32], HouseError> {
        let mut seed = [0; 32];
        self.entropy.fill(&mut seed).map_err(HouseError::Entropy)?;
        self.keys.keep(&seed)
    }

    /// Returns the act that founds a register under the house's law and log key.
    ///
    /// # Errors
    /// The log's key cannot be read.
    pub fn founding(
        &self,
        origin: &str,
        organisations: Vec<Organisation>,
        recovery: RecoverySet,
    ) -> Result<PublicAct, HouseError> {
        let log_key = *self.keys.log_seed()?.public_key().as_bytes();
        let (origin, law) = (origin.to_string(), self.law().digest.0);
        Ok(PublicAct::Genesis { origin, law, organisations, log_key, recovery })
    }

    /// Returns the log's verifier key, by which anyone checks its checkpoints.
    ///
    /// # Errors
    /// The log's key cannot be read.
    pub fn log_key(&self, origin: &str) -> Result<VerifierKey, HouseError> {
        let seed = self.keys.log_seed()?;
        let name = KeyName::new(origin).map_err(HouseError::Seal)?;
        Ok(VerifierKey::new(name, KeyKind::Ed25519, seed.public_key()))
    }
}

/// Returns the digest under which the first programs kept a request: of its debug form. Registers
/// of theirs answer a repeated one all the same, as long as no name in it has changed.
fn asked_formerly(request: &Request) -> [u8; 32] {
    let said = format!("{:?} {:?} {:?}", request.actor, request.on, request.act);
    Sha256::digest(said.as_bytes()).into()
}

/// Returns half of a hash, as the idempotency key of a named request.
fn key_of(name: &str) -> [u8; 16] {
    let hash = Sha256::new().chain_update(b"dengji request name\n").chain_update(name);
    let hash: [u8; 32] = hash.finalize().into();
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    half
}
