//! Signing an act on its way into the log: with keys held here, with seeds of the recovery set, or
//! by what somebody signed elsewhere.
//!
//! In scope: the bytes to be signed, whose signature it has to be, checking it before it is
//! committed. Out of scope: keeping drafts (`draft`), files of keys (`key_folder`).
//! I-LOG-4: no entry is committed whose signature does not verify under the keys in force; those
//! of a group are verified beside it (`proving`), before it is committed.

use crate::draft::{Draft, Signers};
use crate::draft_error::{DraftError, Moved};
use crate::house::House;
use crate::house_error::HouseError;
use crate::proving::Claim;
use register::{Event, IssueCertificate, Permit, PublicAct, SignedBy};
use seal::{
    Commitment, Entry, Grounds, SIGNATURE_BYTES, Signature, SigningSeed, Unsigned, UnsignedBatch,
};
use store::{BatchRow, PrivateRow, Token, TokenSpace};

/// What goes with an act besides what it says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// For issuing: what the certificates commit to, in the order of rows.
    pub(crate) commitments: Vec<(Commitment, Commitment)>,
    /// Private rows, each in its place.
    pub(crate) private: Vec<PrivateRow>,
    /// For issuing: private rows whose places count from the first serial, which is not known
    /// before the act is recorded.
    pub(crate) by_serial: Vec<PrivateRow>,
    /// For issuing: by what each certificate, counted from 0, is found.
    pub(crate) found_by: Vec<(u32, TokenSpace, [u8; 12])>,
    /// By what certificates that were issued before are found from now on.
    pub(crate) tokens: Vec<Token>,
    /// By what they are found no more.
    pub(crate) erased_tokens: Vec<Token>,
}

/// Where the signature of an act comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Signing<'a> {
    /// From the key that the operator holds; an act of whoever holds its own is drafted.
    Held,
    /// From seeds of the recovery set; without any the act is drafted.
    Recovery(&'a [SigningSeed]),
    /// From elsewhere, over a draft.
    Given(&'a Draft),
}

/// An act that is written and not signed.
pub(crate) enum Writ {
    Act(Unsigned),
    Batch(UnsignedBatch),
}

impl Writ {
    pub(crate) fn unsigned(&self) -> &Unsigned {
        match self {
            Writ::Act(act) => act,
            Writ::Batch(batch) => batch.header(),
        }
    }
}

/// An act as it is written: entries, the batch among them, and what goes with them.
pub(crate) struct Signed {
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) batch: Option<BatchRow>,
    pub(crate) private: Vec<PrivateRow>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) erased_tokens: Vec<Token>,
}

impl House {
    /// Writes an act that was checked.
    pub(crate) fn writ(
        &self,
        event: &Event,
        permit: Option<Permit<IssueCertificate>>,
        grounds: &Grounds,
        content: &Content,
    ) -> Result<Writ, HouseError> {
        let Some(permit) = permit else { return Ok(Writ::Act(Unsigned::act(event, grounds))) };
        let (version, header) = (self.state.version(), self.state.entries());
        let act = (event, grounds);
        let batch = UnsignedBatch::new(permit, version, header, act, &content.commitments);
        batch.map(Writ::Batch).map_err(HouseError::Stale)
    }

    /// Returns the signature; nothing when it has to be made elsewhere.
    pub(crate) fn sign(
        &self,
        event: &Event,
        writ: &Writ,
        signing: &Signing<'_>,
    ) -> Result<Option<Signature>, HouseError> {
        let message = writ.unsigned().message(&self.origin_of(event));
        if let Signing::Given(draft) = signing {
            if draft.message() != message {
                return Err(DraftError::Overtaken(Moved::Content).into());
            }
            return self.given(event, draft).map(Some);
        }
        if self.drafting {
            return Ok(None);
        }
        match (signing, event.act.signed_by()) {
            (_, SignedBy::Recovery) => {
                let Signing::Recovery(seeds @ [_, ..]) = signing else { return Ok(None) };
                self.recovered(&message, seeds).map(Some)
            }
            (_, SignedBy::Log) => Ok(Some(Signature::One(self.keys.log_seed()?.sign(&message)))),
            (_, SignedBy::Actor | SignedBy::Founder) => {
                let (key, operator_custody) = self.acting(event);
                if !operator_custody {
                    return Ok(None);
                }
                Ok(Some(Signature::One(self.keys.seed(&key)?.sign(&message))))
            }
        }
    }

    /// Puts the signature to the act, and checks it; what this process signed itself in a group is
    /// checked beside the next acts, and before the group is durable.
    pub(crate) fn signed(
        &mut self,
        event: &Event,
        writ: Writ,
        (signature, signing): (&Signature, &Signing<'_>),
        content: Content,
    ) -> Result<Signed, HouseError> {
        let Content { commitments, mut private, by_serial, found_by, .. } = content;
        let header = self.state.entries();
        let issued = found_by.into_iter().map(|(nth, space, token)| {
            let place = header + 1 + u64::from(nth);
            Token { space, token, place }
        });
        let tokens = issued.chain(content.tokens).collect();
        let erased_tokens = content.erased_tokens;
        let (entries, batch) = match writ {
            Writ::Act(act) => (vec![act.signed(signature)], None),
            Writ::Batch(batch) => {
                let first = batch.first_serial();
                let moved = |row: PrivateRow| PrivateRow { place: first + row.place, ..row };
                private.extend(by_serial.into_iter().map(moved));
                let row = self.batch_row(event, header, first, commitments.len());
                (batch.signed(signature), Some(row))
            }
        };
        // I-LOG-4: whoever made it, it is checked as everybody else will check it.
        let act = match Entry::read(&entries[0]) {
            Ok(Entry::Act(act)) => act,
            Ok(Entry::Certificate(_)) => return Err(DraftError::WronglySigned.into()),
            Err(why) => return Err(HouseError::Entry { index: header, why }),
        };
        match act.signer(&self.state) {
            Some((origin, key)) if self.grouped && matches!(signing, Signing::Held) => {
                let (origin, key) = (origin.to_string(), *key);
                self.proving.check(Claim { act, key, origin });
            }
            _ if act.rightly_signed(&self.state) => {}
            _ => return Err(DraftError::WronglySigned.into()),
        }
        Ok(Signed { entries, batch, private, tokens, erased_tokens })
    }

    /// Returns who has to sign an act.
    pub(crate) fn signers(&self, event: &Event) -> Signers {
        match event.act.signed_by() {
            SignedBy::Recovery => {
                let set = self.state.recovery().expect("checked: the register is founded");
                Signers { threshold: set.threshold, keys: set.keys.clone() }
            }
            SignedBy::Log => {
                let key = self.state.log_key().expect("checked: the register is founded");
                Signers { threshold: 1, keys: vec![*key] }
            }
            SignedBy::Actor | SignedBy::Founder => {
                Signers { threshold: 1, keys: vec![self.acting(event).0] }
            }
        }
    }

    /// Returns the key that one organisation signs with, and whether the operator holds it.
    fn acting(&self, event: &Event) -> ([u8; 32], bool) {
        if let PublicAct::Genesis { organisations, .. } = &event.act {
            let founder = organisations.first().expect("checked: an authority founds it");
            return (founder.key, founder.operator_custody);
        }
        let actor = event.actor.expect("checked: the act has an actor");
        let key = self.state.key_of(actor).expect("checked: the actor has a key in force");
        (key.key, key.operator_custody)
    }

    /// Returns the signature of an act out of what was signed elsewhere.
    fn given(&self, event: &Event, draft: &Draft) -> Result<Signature, HouseError> {
        let signers = self.signers(event);
        let by = |key: &[u8; 32]| draft.signatures.iter().find(|(k, _)| k == key).map(|(_, s)| *s);
        let found: Vec<(u8, [u8; SIGNATURE_BYTES])> =
            (0..).zip(&signers.keys).filter_map(|(place, key)| Some((place, by(key)?))).collect();
        if found.len() < usize::from(signers.threshold) {
            let (have, need) = (found.len(), usize::from(signers.threshold));
            return Err(DraftError::TooFewSignatures { have, need }.into());
        }
        match event.act.signed_by() {
            SignedBy::Recovery => Ok(Signature::Recovery(found)),
            SignedBy::Actor | SignedBy::Founder | SignedBy::Log => Ok(Signature::One(found[0].1)),
        }
    }

    /// Signs with seeds of the recovery set, by rising place.
    fn recovered(&self, message: &[u8], seeds: &[SigningSeed]) -> Result<Signature, HouseError> {
        let set = self.state.recovery().expect("checked: the register is founded");
        let mut signatures = Vec::with_capacity(seeds.len());
        for seed in seeds {
            let key = *seed.public_key().as_bytes();
            let place = set.keys.iter().position(|k| *k == key);
            let place = place.ok_or(DraftError::NotASigner(vocab::Hash(key)))?;
            signatures.push((place as u8, seed.sign(message)));
        }
        signatures.sort_unstable_by_key(|(place, _)| *place);
        signatures.dedup_by_key(|(place, _)| *place);
        let (have, need) = (signatures.len(), usize::from(set.threshold));
        if have < need {
            return Err(DraftError::TooFewSignatures { have, need }.into());
        }
        Ok(Signature::Recovery(signatures))
    }

    pub(crate) fn origin_of(&self, event: &Event) -> String {
        match &event.act {
            PublicAct::Genesis { origin, .. } => origin.clone(),
            _ => self.state.origin().expect("checked: the register is founded").to_string(),
        }
    }

    fn batch_row(&self, event: &Event, header: u64, first: u32, count: usize) -> BatchRow {
        let PublicAct::IssueCertificates(issue) = &event.act else { panic!("a batch issues") };
        let session = self.state.session(issue.session).expect("checked: the session exists");
        let key = self.state.counter_key(session, issue.dated_on.year());
        let (site, year, level) = key.expect("checked: the session numbers under a prefix");
        let last = first + count as u32 - 1;
        BatchRow { site, year, level, first, last, entry: header + 1, header }
    }
}
