//! Drafting an act for a signature made elsewhere, and recording it when it comes back.
//!
//! In scope: what of a drafted act is kept here until then: salts, commitments and private rows, so
//! that the act which is recorded is the one that was signed.
//! Out of scope: the file that travels (`draft`), how it is signed (`signing`).
//! Failure: a draft is kept in one transaction and recorded in one; a stop between leaves a draft,
//! which can be submitted or made again.

use crate::candidates::group;
use crate::draft::Draft;
use crate::draft_error::{DraftError, Moved};
use crate::house::{House, Receipt, Request};
use crate::house_error::HouseError;
use crate::signing::{Content, Signing, Writ};
use base64ct::{Base64, Encoding as _};
use register::{Breach, Event, PublicAct, Refusal};
use seal::{Commitment, Entry};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use store::{PrivateKind, PrivatePlace, PrivateRow, Reader as _, Token, TokenSpace, Writing};
use vocab::{Hash, PersonId};

/// Bytes of a kept draft that stand in one private row.
const PIECE_BYTES: usize = 32_768;

/// What is kept of a draft. Bytes stand in base 64.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    message: String,
    rows: Vec<u32>,
    commitments: String,
    private: Vec<KeptRow>,
    by_serial: Vec<KeptRow>,
    /// Certificate of the batch from 0, code of the space, token. Of this and of the tokens below
    /// a program that turns the key of the index makes others when it records the act.
    #[serde(default)]
    found_by: Vec<(u32, u8, [u8; 12])>,
    basis: String,
    /// Place of a certificate, code of the space, token: by what it is found from then on.
    #[serde(default)]
    tokens: Vec<(u64, u8, [u8; 12])>,
    /// The same, by what it is found no more.
    #[serde(default)]
    erased_tokens: Vec<(u64, u8, [u8; 12])>,
}

/// Code of the kind, group, place, body.
type KeptRow = (u8, String, u32, String);

impl House {
    /// Drafts what would be recorded, whoever holds the key, and records nothing.
    ///
    /// # Errors
    /// Those of `what`, refusals of the law among them; [`DraftError::Recorded`] when the same was
    /// recorded before.
    pub fn draft(
        &mut self,
        what: impl FnOnce(&mut House) -> Result<Receipt, HouseError>,
    ) -> Result<Draft, HouseError> {
        let before = std::mem::replace(&mut self.drafting, true);
        let done = what(self);
        self.drafting = before;
        match done {
            Err(HouseError::ToSign(draft)) => Ok(*draft),
            Err(error) => Err(error),
            Ok(receipt) => Err(DraftError::Recorded(receipt.index).into()),
        }
    }

    /// Records a drafted act with the signatures that it came back with.
    ///
    /// # Errors
    /// [`DraftError`] when signatures are missing or wrong, or the register has moved on;
    /// [`HouseError::Refused`] when the law refuses the act now. Nothing is recorded then.
    pub fn submit(&mut self, draft: &Draft) -> Result<Receipt, HouseError> {
        let event = &draft.said().event;
        if let Some(answered) = self.store.answered(&event.idempotency)? {
            let Entry::Act(act) = self.entry(answered.first)? else {
                return Err(HouseError::NotAnAct(answered.first));
            };
            if act.message(&self.origin_of(&act.event)) != draft.message() {
                return Err(DraftError::Recorded(answered.first).into());
            }
            return self.answer_again(answered.first, answered.count);
        }
        let pieces = self.store.private_rows(PrivateKind::Draft, &group_of(event))?;
        let kept = read(&pieces).ok_or(DraftError::NotKept)?;
        let mut act = event.act.clone();
        if let PublicAct::IssueCertificates(issue) = &mut act {
            issue.rows = kept.rows.clone();
        }
        if kept.message != Base64::encode_string(draft.message()) {
            return Err(DraftError::Overtaken(Moved::Draft).into());
        }
        if self.state.sequence(event.actor) != event.sequence {
            return Err(DraftError::Overtaken(Moved::Sequence).into());
        }
        if kept.basis != self.basis(&act)? {
            return Err(DraftError::Overtaken(Moved::Candidates).into());
        }
        let mut content = content(&kept).ok_or(DraftError::NotKept)?;
        self.find_by_now(&act, &mut content)?;
        // The draft is spent by the transaction that records it.
        let spent = |(place, _): &(u32, Vec<u8>)| PrivateRow {
            kind: PrivateKind::Draft,
            group: group_of(event),
            place: *place,
            body: Vec::new(),
        };
        content.private.extend(pieces.iter().map(spent));
        let request = Request { actor: event.actor, on: event.on, name: kept.name.clone(), act };
        match self.take(&request, content, Signing::Given(draft)) {
            Err(HouseError::Refused(refusal))
                if matches!(*refusal, Refusal::Breach(Breach::NotTheNext)) =>
            {
                Err(DraftError::Overtaken(Moved::NextNumber).into())
            }
            done => done,
        }
    }

    /// Keeps what belongs to a draft, in the place of an earlier draft of the same request.
    pub(crate) fn keep_draft(
        &mut self,
        request: &Request,
        event: &Event,
        writ: &Writ,
        content: Content,
    ) -> Result<Draft, HouseError> {
        let message = writ.unsigned().message(&self.origin_of(event));
        let rows = match &request.act {
            PublicAct::IssueCertificates(issue) => issue.rows.clone(),
            _ => Vec::new(),
        };
        let mut commitments = Vec::with_capacity(64 * content.commitments.len());
        for (name, document) in &content.commitments {
            commitments.extend_from_slice(&name.0);
            commitments.extend_from_slice(&document.0);
        }
        let kept = Kept {
            name: request.name.clone(),
            message: Base64::encode_string(&message),
            rows,
            commitments: Base64::encode_string(&commitments),
            private: content.private.iter().map(kept_row).collect(),
            by_serial: content.by_serial.iter().map(kept_row).collect(),
            found_by: content.found_by.iter().map(|(n, s, t)| (*n, s.code(), *t)).collect(),
            tokens: content.tokens.iter().map(kept_token).collect(),
            erased_tokens: content.erased_tokens.iter().map(kept_token).collect(),
            basis: self.basis(&request.act)?,
        };
        let body = serde_json::to_vec(&kept).expect("plain fields are JSON");
        let row = |(place, piece): (u32, &[u8])| PrivateRow {
            kind: PrivateKind::Draft,
            group: group_of(event),
            place,
            body: piece.to_vec(),
        };
        let mut rows: Vec<PrivateRow> = (0..).zip(body.chunks(PIECE_BYTES)).map(row).collect();
        // Pieces of a longer draft that stood there before.
        let old = self.store.private_rows(PrivateKind::Draft, &group_of(event))?;
        rows.extend((rows.len() as u32..old.len() as u32).map(|place| row((place, &[]))));
        self.commit(&Writing {
            expect_size: self.state.entries(),
            private: &rows,
            ..Writing::default()
        })?;
        Ok(Draft::new(message, self.signers(event))?)
    }

    /// Returns the rows of drafts that would write one of these places, or the number of a document
    /// anywhere: who was erased does not come back with an act that was drafted before.
    pub(crate) fn drafts_of(
        &self,
        places: &BTreeSet<PrivatePlace>,
        document: &PersonId,
    ) -> Result<Vec<PrivatePlace>, HouseError> {
        let number = document.number().as_bytes();
        // Rows of every kind hold the number in the bytes of its text.
        let says = |row: &PrivateRow| row.body.windows(number.len()).any(|part| part == number);
        let mut found = Vec::new();
        self.each_group(PrivateKind::Draft, GROUP, &mut |group| {
            let pieces = self.store.private_rows(PrivateKind::Draft, group)?;
            let kept = read(&pieces).and_then(|kept| content(&kept));
            let rows = kept.map_or_else(Vec::new, |content| content.private);
            if rows.iter().any(|row| places.contains(&row.at()) || says(row)) {
                let kind = PrivateKind::Draft;
                let at = |(place, _)| PrivatePlace { kind, group: group.to_string(), place };
                found.extend(pieces.into_iter().map(at));
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Returns a digest of the private rows that an act speaks of: what is signed elsewhere must
    /// not speak of other rows than are there when it is recorded.
    fn basis(&self, act: &PublicAct) -> Result<String, HouseError> {
        let session = match act {
            PublicAct::CloseRegistration { session, .. }
            | PublicAct::RecordResults { session, .. } => *session,
            PublicAct::IssueCertificates(issue) => issue.session,
            PublicAct::Settle(settlement) => settlement.session,
            PublicAct::Genesis { .. }
            | PublicAct::RecogniseBody(_)
            | PublicAct::Announce(_)
            | PublicAct::ConfirmResults { .. }
            | PublicAct::Inspect { .. }
            | PublicAct::Landmark { .. }
            | PublicAct::RotateKey(_)
            | PublicAct::RetireKey
            | PublicAct::CompromiseKey { .. }
            | PublicAct::AddKey { .. } => return Ok(String::new()),
            // What these speak of in private, they bind by a root of their own.
            PublicAct::Occupation(_)
            | PublicAct::Exam(_)
            | PublicAct::Cohort(_)
            | PublicAct::Body(_)
            | PublicAct::Session(_)
            | PublicAct::Certificate(_)
            | PublicAct::Supervise(_) => return Ok(String::new()),
        };
        let mut hash = Sha256::new();
        for kind in [PrivateKind::Candidate, PrivateKind::Result] {
            for (place, body) in self.store.private_rows(kind, &group(session))? {
                hash.update([kind.code()]);
                hash.update(place.to_be_bytes());
                hash.update(Sha256::digest(&body));
            }
        }
        Ok(Hash(hash.finalize().into()).to_string())
    }
}

/// What every group of drafts begins with.
const GROUP: &str = "draft-";

fn group_of(event: &Event) -> String {
    format!("{GROUP}{}", Base64::encode_string(&event.idempotency))
}

/// Puts the pieces together; nothing when there are none, or they are spent.
fn read(pieces: &[(u32, Vec<u8>)]) -> Option<Kept> {
    let body: Vec<u8> = pieces.iter().flat_map(|(_, piece)| piece).copied().collect();
    serde_json::from_slice(&body).ok()
}

fn kept_row(row: &PrivateRow) -> KeptRow {
    (row.kind.code(), row.group.clone(), row.place, Base64::encode_string(&row.body))
}

fn kept_token(token: &Token) -> (u64, u8, [u8; 12]) {
    (token.place, token.space.code(), token.token)
}

fn content(kept: &Kept) -> Option<Content> {
    let row = |(code, group, place, body): &KeptRow| {
        let kind = PrivateKind::ALL.into_iter().find(|kind| kind.code() == *code)?;
        let body = Base64::decode_vec(body).ok()?;
        Some(PrivateRow { kind, group: group.clone(), place: *place, body })
    };
    let token =
        |(n, code, token): &(u32, u8, [u8; 12])| Some((*n, TokenSpace::from_code(*code)?, *token));
    let placed = |(place, code, token): &(u64, u8, [u8; 12])| {
        Some(Token { space: TokenSpace::from_code(*code)?, token: *token, place: *place })
    };
    let bytes = Base64::decode_vec(&kept.commitments).ok()?;
    let (both, rest) = bytes.as_chunks::<64>();
    let half = |bytes: &[u8]| bytes.try_into().ok().map(Commitment);
    let pair = |both: &[u8; 64]| Some((half(&both[..32])?, half(&both[32..])?));
    Some(Content {
        commitments: both.iter().map(pair).collect::<Option<_>>().filter(|_| rest.is_empty())?,
        private: kept.private.iter().map(row).collect::<Option<_>>()?,
        by_serial: kept.by_serial.iter().map(row).collect::<Option<_>>()?,
        found_by: kept.found_by.iter().map(token).collect::<Option<_>>()?,
        tokens: kept.tokens.iter().map(placed).collect::<Option<_>>()?,
        erased_tokens: kept.erased_tokens.iter().map(placed).collect::<Option<_>>()?,
    })
}
