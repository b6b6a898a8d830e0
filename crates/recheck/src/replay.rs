//! `Replay`: every entry decoded, put together, checked for its signature and decided again.
//!
//! In scope: one entry after the other, on the state that the entries before it give. A lawful
//! witness uses it entry by entry, the re-checker from its own thread.
//! Out of scope: whether the entries are those of the log (`tree`).
//! I-REG-1: the same entries give the same state; I-LOG-4: signatures.
//! After a finding it may go on: an act that was refused is not applied; one that is lawful and
//! merely signed, cited or counted wrongly is, so that what follows is judged for itself.
//! Memory: acts, bodies and sessions; nothing of a certificate once its batch is whole.

use crate::batch::{Assembler, Whole};
use crate::finding::{Finding, Kind};
use crate::keys::KeyBook;
use crate::landmarks::Stated;
use crate::step::Step;
use crate::tally::Tally;
use crate::told;
use law::{Key, Law};
use merkle::{Digest, Frontier, leaf_hash};
use register::{Breach, Checked, Event, OrganisationId, PublicAct, Refusal, State};
use seal::ActEntry;
use std::collections::{BTreeMap, HashSet};
use vocab::{Hash, Instant};

/// A key that was said to be in other hands: what it signed from an index on could not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Whose key it was.
    pub organisation: OrganisationId,
    /// The key.
    pub key: Hash,
    /// Since when it is in other hands.
    pub since: Instant,
    /// The size of the last landmark not after that: entries before it are beyond doubt.
    pub from: u64,
}

/// A replay of a log from its first entry.
pub struct Replay<'law> {
    /// Nothing: only form and signatures are checked.
    law: Option<&'law Law>,
    state: State,
    size: u64,
    assembler: Assembler,
    keys: KeyBook,
    /// The idempotency keys of the acts so far.
    requests: HashSet<[u8; 16]>,
    /// The last act that was a repetition; it is not decided.
    repeated: Option<u64>,
    /// How many acts each organisation has done in the log, lawful or not.
    sequences: BTreeMap<OrganisationId, u64>,
    tally: Tally,
    /// The edge of the tree, for entries that come one by one.
    frontier: Frontier,
    landmarks: Vec<Stated>,
    /// When the last act was recorded.
    recorded_at: Instant,
    doubts: Vec<Doubt>,
    /// True once an act was refused or a batch was broken: then the state is not the log's.
    has_gap: bool,
}

impl<'law> Replay<'law> {
    /// Returns the replay of a log of which nothing was read, by this law.
    pub fn new(law: &'law Law) -> Replay<'law> {
        Replay::by(Some(law))
    }

    /// Returns a replay that checks form and signatures and asks no law; its state stays empty.
    pub fn of_signatures() -> Replay<'law> {
        Replay::by(None)
    }

    fn by(law: Option<&'law Law>) -> Replay<'law> {
        Replay {
            law,
            state: State::new(),
            size: 0,
            assembler: Assembler::default(),
            keys: KeyBook::default(),
            requests: HashSet::new(),
            repeated: None,
            sequences: BTreeMap::new(),
            tally: Tally::default(),
            frontier: Frontier::new(),
            landmarks: Vec::new(),
            recorded_at: Instant(0),
            doubts: Vec::new(),
            has_gap: false,
        }
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// The first thing found wrong with it, or with the batch that it ends. The replay may go on.
    ///
    /// # Panics
    /// When `index` is not [`Replay::size`]: entries come in order.
    pub fn entry(&mut self, index: u64, bytes: &[u8]) -> Result<(), Finding> {
        let mut findings = Vec::new();
        let step = Step::read(bytes, || self.frontier.root());
        self.frontier.append(&leaf_hash(bytes));
        self.step(index, step, &mut findings);
        findings.into_iter().next().map_or(Ok(()), Err)
    }

    /// Returns the state that the lawful acts gave, and ends.
    pub(crate) fn into_state(self) -> State {
        self.state
    }

    /// Says that the log ends here.
    ///
    /// # Errors
    /// A batch that was not ended.
    pub fn end(&mut self) -> Result<(), Finding> {
        self.assembler.end().map_or(Ok(()), Err)
    }

    /// Returns the state that the lawful acts so far give.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns the number of entries taken.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Says whether a checkpoint may be here: it must not split a batch.
    pub fn at_batch_end(&self) -> bool {
        self.assembler.at_batch_end()
    }

    /// Returns the log's origin, once founded.
    pub fn origin(&self) -> Option<&str> {
        self.keys.origin()
    }

    /// Returns the log's key as its founding names it.
    pub fn log_key(&self) -> Option<&[u8; 32]> {
        self.keys.log_key()
    }

    /// Returns what was counted.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Returns the landmarks so far, as their entries state them.
    pub fn landmarks(&self) -> &[Stated] {
        &self.landmarks
    }

    /// Returns the keys that were said to be in other hands.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// Says whether an act was refused or a batch broken, so that the state is not the log's.
    pub(crate) fn has_gap(&self) -> bool {
        self.has_gap
    }

    /// Takes the next entry, read; adds what is wrong to the findings.
    pub(crate) fn step(&mut self, index: u64, step: Step, findings: &mut Vec<Finding>) {
        assert_eq!(index, self.size, "entries come in order");
        self.size += 1;
        self.tally.certificates += u64::from(matches!(step, Step::Certificate(_)));
        if let Step::Act(act, root) = &step {
            self.receive(index, act, *root, findings);
        }
        let before = findings.len();
        let whole = self.assembler.take(index, step, findings);
        self.has_gap |= before < findings.len();
        if let Some(whole) = whole.filter(|whole| self.repeated != Some(whole.index)) {
            self.judge(&whole, findings);
        }
    }

    /// Checks what can be said of an act by its own entry, before its certificates have come.
    fn receive(
        &mut self,
        index: u64,
        act: &ActEntry,
        root: Option<Digest>,
        findings: &mut Vec<Finding>,
    ) {
        let event = &act.event;
        self.tally.count(&event.act);
        findings.extend(self.keys.check(index, act));
        if !self.requests.insert(event.idempotency) {
            let zh = "同一请求曾经登记：条目重复";
            let en = "the same request was recorded before: the entry is a repetition";
            findings.push(Finding::new(Kind::Repeated, zh, en).at(index));
            self.repeated = Some(index);
            self.has_gap = true;
            return;
        }
        findings.extend(self.out_of_turn(event).map(|finding| finding.at(index)));
        let rewritten = other_tree(index, &event.act, root);
        self.has_gap |= rewritten.is_some();
        findings.extend(rewritten);
    }

    /// Decides an act again, with its certificates.
    fn judge(&mut self, whole: &Whole, findings: &mut Vec<Finding>) {
        let (index, event) = (whole.index, &whole.act.event);
        let Some(law) = self.law else {
            self.keys.note(event);
            self.note_trust(event);
            return;
        };
        // Its turn was judged when it came, by the log alone: an act that was refused takes its
        // actor's number too, and what follows is judged for itself.
        let in_turn = Event { sequence: self.state.sequence(event.actor), ..event.clone() };
        match register::check(&self.state, law, &in_turn) {
            Ok(checked) => {
                findings.extend(other_grounds(law, &whole.act, &checked).map(|f| f.at(index)));
                findings.extend(self.other_serial(&whole.act, checked).map(|f| f.at(index)));
                findings.extend(other_law(law, event).map(|f| f.at(index)));
                register::apply(&mut self.state, &in_turn);
                self.keys.note(event);
                self.note_trust(event);
            }
            Err(refusal) => {
                // After a gap no landmark can agree with the state; that says nothing new.
                let follows = self.has_gap && matches!(event.act, PublicAct::Landmark { .. });
                if !follows {
                    findings.push(told::refused(law, &refusal).at(index));
                }
                self.has_gap = true;
            }
        }
    }

    /// Says whether an act is not its actor's next, and takes note of it as the last.
    fn out_of_turn(&mut self, event: &Event) -> Option<Finding> {
        let next = match event.actor {
            Some(actor) => {
                let next = self.sequences.entry(actor).or_default();
                std::mem::replace(next, (*next).max(event.sequence.saturating_add(1)))
            }
            None => 0,
        };
        if event.sequence == next {
            return None;
        }
        self.has_gap = true;
        let breach = Breach::OutOfTurn;
        Some(match self.law {
            Some(law) => told::refused(law, &Refusal::Breach(breach)),
            None => Finding::new(Kind::Sequence, breach.zh(), breach.en()),
        })
    }

    /// Notes landmarks, and what a compromised key leaves in doubt.
    fn note_trust(&mut self, event: &Event) {
        let covered_until = std::mem::replace(&mut self.recorded_at, event.recorded_at);
        match &event.act {
            PublicAct::Landmark { size, root, .. } => {
                let (size, time, root) = (*size, event.recorded_at, *root);
                self.landmarks.push(Stated { size, time, root, covered_until });
            }
            PublicAct::CompromiseKey { organisation, key, since } => {
                let sure = self.landmarks.iter().rev().find(|landmark| landmark.time <= *since);
                let from = sure.map_or(0, |landmark| landmark.size);
                let (organisation, key, since) = (*organisation, Hash(*key), *since);
                self.doubts.push(Doubt { organisation, key, since, from });
            }
            _ => {}
        }
    }

    /// Compares the first serial with the one that the permit grants on this state.
    fn other_serial(&self, act: &ActEntry, checked: Checked) -> Option<Finding> {
        let (batch, permit) = (act.batch?, checked.permit?);
        let next = permit.redeem(self.state.version()).expect("granted on this very state");
        if next == batch.first_serial {
            return None;
        }
        let zh = format!("序号从 {} 开始，应为 {next}", batch.first_serial);
        let en = format!("its serials begin at {} and should at {next}", batch.first_serial);
        Some(Finding::new(Kind::Serial, zh, en))
    }
}

/// Compares size and root of a landmark with the tree before it.
fn other_tree(index: u64, act: &PublicAct, ours: Option<Digest>) -> Option<Finding> {
    let PublicAct::Landmark { size, root, .. } = act else { return None };
    let ours = ours.expect("the root before a landmark is always asked for");
    if *size == index && *root == ours {
        return None;
    }
    let (zh, en) = if *size == index {
        (
            format!("地标所记 {size} 条目时的根与现有条目不符：日志被改写"),
            format!("its root is not that of the {size} entries before it: the log was rewritten"),
        )
    } else {
        (
            format!("地标记日志有 {size} 条目，却位于第 {index} 条：条目有增减"),
            format!(
                "it says the log has {size} entries and stands at {index}: entries were added or \
                 taken"
            ),
        )
    };
    Some(Finding::new(Kind::NotAPrefix, zh, en).at(index))
}

/// Compares the rule cited and the facts asserted with what the decision says.
fn other_grounds(law: &Law, act: &ActEntry, checked: &Checked) -> Option<Finding> {
    let rule = checked.cited().and_then(|decision| law.cited(decision));
    let id = rule.map(|rule| rule.id.as_str());
    if act.grounds.rule.as_deref() != id {
        let none = "—";
        let (cited, id) = (act.grounds.rule.as_deref().unwrap_or(none), id.unwrap_or(none));
        let zh = format!("条目引用 {cited}，重新判定所据为 {id}");
        let en = format!("it cites {cited}; decided again it rests on {id}");
        let quote = rule.map(|rule| rule.quote.clone());
        let rule = rule.map(|rule| rule.id.clone());
        return Some(Finding { rule, quote, ..Finding::new(Kind::Citation, zh, en) });
    }
    let differ = act.grounds.asserted ^ checked.asserted;
    if differ == 0 {
        return None;
    }
    let named = Key::ALL.iter().enumerate().filter(|(n, _)| differ >> n & 1 == 1);
    let mut names: Vec<String> = named.map(|(_, key)| key.name().to_string()).collect();
    if names.is_empty() {
        names.push(format!("{differ:#x}"));
    }
    let names = names.join(", ");
    let zh = format!("所列由机构负责的事实与该行为不符：{names}");
    let en = format!("the facts it answers for are not those of the act: {names}");
    Some(Finding::new(Kind::Asserted, zh, en))
}

fn other_law(law: &Law, event: &Event) -> Option<Finding> {
    let PublicAct::Genesis { law: founded, .. } = &event.act else { return None };
    if *founded == law.digest.0 {
        return None;
    }
    let (theirs, ours) = (Hash(*founded), law.digest);
    let zh = format!("登记系统所据法规摘要为 {theirs}，此处用以判定的为 {ours}");
    let en = format!("it was founded under the law {theirs} and is decided here by {ours}");
    Some(Finding::new(Kind::OtherLaw, zh, en))
}
