//! Verifying at the counter: a number in this register, or a file of it.
//!
//! In scope: the port `Verifier` over an open house, and the status that only the register knows.
//! Out of scope: limits on how often somebody asks.
//! The certificate is looked for in the store, what may have become of it is taken out of memory in
//! one hold (`known`), and entries, proofs, signatures and decisions are read and checked without
//! the house: see `beside` for why in this order. A number that was never given here is answered
//! without the house.
//! Invariant: out of a state that may not be the log's, nothing is said of a certificate.
//! I-PRI-1: a verdict by number says nothing of the holder, and reads no private row of a
//! certificate of this register; names are asked for, never told.

use self::known::{Asked, Known};
use crate::beside::{Beside, known_to};
use crate::certificate_grounds::{Issued, Mended, mended_by};
use crate::certificate_status;
use crate::house::House;
use crate::house_error::HouseError;
use crate::ports::{Clock, Verifier};
use crate::told;
use crate::verdict::{About, Answer, Verdict, VerdictLine};
use crate::verify_certificate::{Holder, Opened, TrustedLog, unreadable, verify_knowing};
use register::Status;
use seal::{Bundle, Policy, Salt, SignedNote};
use std::sync::{Arc, Mutex};
use vocab::Instant;

mod known;

/// An instant as everybody who checks one certificate sees it.
struct At(Instant);

impl Clock for At {
    fn now(&self) -> Instant {
        self.0
    }
}

/// How often a certificate is looked at again that is corrected anew meanwhile.
const LOOKS_MAX: u32 = 8;

/// A house that answers verifiers.
pub struct Counter {
    beside: Beside,
    trusted: TrustedLog,
    witnesses: Option<Policy>,
    clock: Arc<dyn Clock + Send + Sync>,
}

impl Counter {
    /// Returns a counter of the house, which trusts its own log's key.
    ///
    /// # Errors
    /// The register is not founded, or its key cannot be read.
    pub fn new(house: House, clock: Arc<dyn Clock + Send + Sync>) -> Result<Counter, HouseError> {
        let origin = house.state().origin().ok_or(HouseError::NotFounded)?.to_string();
        let trusted = TrustedLog { key: house.log_key(&origin)?, origin, landmarks: None };
        let beside = Beside::of(Arc::new(Mutex::new(house)));
        Ok(Counter { beside, trusted, witnesses: None, clock })
    }

    /// Returns the counter, believing a quorum of witnesses too: what they cosigned before a key
    /// was compromised stays checked.
    pub fn believing(self, witnesses: Policy) -> Counter {
        Counter { witnesses: Some(witnesses), ..self }
    }

    /// Returns the house, which others may use between answers.
    pub fn shared(&self) -> Arc<Mutex<House>> {
        self.beside.shared()
    }

    fn by_number(&self, number: &str) -> Result<Verdict, HouseError> {
        // Of the store alone something can be said, but not while its register is in doubt.
        self.beside.in_step()?;
        let Some(issued) = self.beside.store(|reader| Issued::find(reader, number))? else {
            return self.not_issued(number);
        };
        let now = self.clock.now();
        let (known, places, checkpoint) = self.look(&issued)?;
        let entries = self.beside.store(|reader| {
            places.iter().map(|place| known.tree.proven(reader, *place)).collect()
        })?;
        let bundle = Bundle {
            number: number.to_string(),
            // Nobody says who holds it, and nothing is opened.
            name_salt: Salt([0; 16]),
            document_salt: Salt([0; 16]),
            entries,
            checkpoint,
        };
        let opened = Opened::of(bundle);
        match opened.id() {
            Some(other) if other != issued.id() => Err(HouseError::BatchBroken(other.header)),
            _ => Ok(self.verdict(&opened, &known, now, Holder::default())),
        }
    }

    /// Takes what is known of a certificate and the entries that its file would bring, all of them
    /// under one checkpoint. What is not published yet is published now.
    fn look(&self, issued: &Issued) -> Result<(Known, Vec<u64>, SignedNote), HouseError> {
        let mut mended = None;
        for _ in 0..LOOKS_MAX {
            let looked = self.beside.memory(|house| look(house, issued, mended))??;
            match looked {
                Looked::At(found) => return Ok(*found),
                // Who corrected it is read without the house.
                Looked::Mended(at) => {
                    let by = |at| self.beside.store(|reader| mended_by(reader, at));
                    mended = at.map(by).transpose()?;
                }
            }
        }
        Err(HouseError::OutOfStep)
    }

    /// Answers for a number that was not given here: of an older certificate that a list has, or of
    /// none.
    fn not_issued(&self, number: &str) -> Result<Verdict, HouseError> {
        let row = self.beside.store(|reader| certificate_status::listed(reader, number))?;
        let lines = match &row {
            Some(row) => self.beside.memory(|house| certificate_status::legacy(house, row))?,
            None => None,
        };
        let none = || {
            line(
                About::InLog,
                Answer::No,
                "本登记系统没有发过这个编号的证书；编号无误的，请向发证机构查询",
                "this register issued no certificate of that number; if the number is right, ask \
                 the body that issued it",
            )
        };
        Ok(told_of(number, lines.unwrap_or_else(|| vec![none()])))
    }

    fn by_file(&self, bytes: &[u8], holder: Holder<'_>) -> Result<Verdict, HouseError> {
        // Keys and corrections are the register's to tell, so nothing of a file is told without it.
        self.beside.in_step()?;
        let opened = match Bundle::parse(bytes) {
            Ok(bundle) => Opened::of(bundle),
            Err(why) => return Ok(unreadable(&why)),
        };
        let issued = self.beside.store(|reader| Issued::find(reader, opened.number()))?;
        let now = self.clock.now();
        let known =
            self.beside.memory(|house| Known::of(house, issued.as_ref(), opened.id()))??;
        Ok(self.verdict(&opened, &known, now, holder))
    }

    /// Verifies a file, with what the register knows of what is proved to be its own. The instant
    /// is from before that was taken: all that was acknowledged by then is in it.
    fn verdict(&self, opened: &Opened, known: &Known, now: Instant, holder: Holder<'_>) -> Verdict {
        let landmarks = Some(known.tree.landmarks.clone()).filter(|list| !list.all().is_empty());
        let trusted = TrustedLog { landmarks, ..self.trusted.clone() };
        let asked = Asked { known, trusted: &trusted, witnesses: self.witnesses.as_ref() };
        let room = self.beside.room();
        let mut verdict =
            verify_knowing(room, &At(now), Some(&trusted), opened, holder, Some(&asked));
        let yes = |about| verdict.lines.iter().any(|l| l.about == about && l.answer == Answer::Yes);
        let own = yes(About::InLog) && yes(About::Number);
        if let Some(line) = verdict.lines.iter_mut().find(|line| line.about == About::Status) {
            *line = self.status(own.then_some(known), now, opened.correction_at());
        }
        verdict.of_body = if own { known.of_body.clone() } else { None };
        verdict
    }

    /// Says how a certificate stands in the register now; nothing is known of one that is not
    /// proved to be of this register. The file carries the correction of an entry, or none.
    fn status(&self, known: Option<&Known>, now: Instant, carried: Option<u64>) -> VerdictLine {
        match known.map(|known| (known.size, &known.standing)) {
            None => line(
                About::Status,
                Answer::CouldNotCheck,
                "文件未能证明出自本登记系统，其状态无法核对",
                "the file is not proved to be of this register; its status could not be checked",
            ),
            Some((_, Some(standing))) => {
                let cited = match standing.status {
                    Status::Revoked(revoked) => self.cited(revoked.at),
                    Status::Valid | Status::Corrected(_) => None,
                };
                certificate_status::line(standing, now, carried, cited)
            }
            Some((size, None)) => line(
                About::Status,
                Answer::No,
                &format!("截至 {now}，本登记系统没有这个编号的证书（日志共 {size} 条）"),
                &format!("as of {now} this register, of {size} entries, has no such number"),
            ),
        }
    }

    /// Returns the rule that an act cites; nothing where that cannot be read.
    fn cited(&self, at: u64) -> Option<certificate_status::Cited> {
        let law = self.beside.law();
        self.beside.store(|reader| certificate_status::cited(reader, law, at)).ok().flatten()
    }
}

impl Verifier for Counter {
    fn number(&self, number: &str) -> Verdict {
        let number = number.trim();
        if let Err(why) = number.parse::<vocab::CertificateNumber>() {
            let (zh, en) = told::number(&why);
            return told_of(number, vec![line(About::Number, Answer::No, &zh, &en)]);
        }
        self.by_number(number).unwrap_or_else(|_| unread(Some(number)))
    }

    fn file(&self, bytes: &[u8], name: Option<&str>, document: Option<&str>) -> Verdict {
        self.by_file(bytes, Holder { name, document }).unwrap_or_else(|_| unread(None))
    }
}

/// What a look into memory came to.
enum Looked {
    /// What is known, the entries to bring, the checkpoint they are under.
    At(Box<(Known, Vec<u64>, SignedNote)>),
    /// The correction that is known is another: the one at this place, or none.
    Mended(Option<u64>),
}

fn look(house: &mut House, issued: &Issued, mended: Option<Mended>) -> Result<Looked, HouseError> {
    known_to(house, issued.seen)?;
    let id = issued.id();
    let corrected = house.state().corrections().correction(id).map(|c| c.at);
    if corrected != mended.map(|(at, _)| at) {
        return Ok(Looked::Mended(corrected));
    }
    let places = house.brought(issued, mended);
    let last = places.iter().copied().max().unwrap_or_default();
    let checkpoint = match house.published() {
        Some(note) if last < house.published_size() => note.clone(),
        _ => house.publish()?,
    };
    let known = Known::of(house, Some(issued), Some(id))?;
    Ok(Looked::At(Box::new((known, places, checkpoint))))
}

/// Returns a verdict of a register that could be read.
fn told_of(number: &str, lines: Vec<VerdictLine>) -> Verdict {
    Verdict { number: Some(number.to_string()), lines, of_body: None, unread: false }
}

/// Returns the verdict of a register that cannot be read just now.
fn unread(number: Option<&str>) -> Verdict {
    let (number, lines) = (number.map(str::to_string), vec![unchecked(About::InLog)]);
    Verdict { number, lines, of_body: None, unread: true }
}

fn unchecked(about: About) -> VerdictLine {
    line(
        about,
        Answer::CouldNotCheck,
        "登记系统暂时无法读取，不能核验；请稍后再试",
        "the register cannot be read at the moment; this could not be checked; try again later",
    )
}

pub(crate) fn line(about: About, answer: Answer, zh: &str, en: &str) -> VerdictLine {
    VerdictLine { about, answer, zh: zh.to_string(), en: en.to_string(), quote: None }
}
