//! Verifying at the counter: a number in this register, or a file of it.
//!
//! In scope: the port `Verifier` over an open house, and the status that only the register knows.
//! Out of scope: limits on how often somebody asks.
//! Invariant: out of a state that may not be the log's, nothing is said of a certificate.
//! I-PRI-1: a verdict by number says nothing of the holder; names are asked for, never told.

use crate::certificate_status;
use crate::custody::Asked;
use crate::house::House;
use crate::house_error::HouseError;
use crate::ports::{Clock, Verifier};
use crate::told;
use crate::verdict::{About, Answer, OfBody, Verdict, VerdictLine};
use crate::verify_certificate::{Holder, TrustedLog, carried_correction, verify_knowing};
use register::{CertificateId, PublicAct};
use seal::{Entry, Policy};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A house that answers verifiers.
pub struct Counter {
    house: Arc<Mutex<House>>,
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
        Ok(Counter { house: Arc::new(Mutex::new(house)), trusted, witnesses: None, clock })
    }

    /// Returns the counter, believing a quorum of witnesses too: what they cosigned before a key
    /// was compromised stays checked.
    pub fn believing(self, witnesses: Policy) -> Counter {
        Counter { witnesses: Some(witnesses), ..self }
    }

    /// Returns the house, which others may use between answers.
    pub fn shared(&self) -> Arc<Mutex<House>> {
        Arc::clone(&self.house)
    }

    /// A panic of another request leaves the house as its store has it; reading goes on, once the
    /// state is the log's.
    fn house(&self) -> Result<MutexGuard<'_, House>, HouseError> {
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        house.find_again_to_read()?;
        Ok(house)
    }

    /// Verifies a file, and asks the register for the status of what is proved to be its own.
    fn checked(&self, house: &House, bytes: &[u8], holder: Holder<'_>) -> Verdict {
        let landmarks = Some(house.landmarks().clone()).filter(|list| !list.all().is_empty());
        let trusted = TrustedLog { landmarks, ..self.trusted.clone() };
        let asked = Asked { house, witnesses: self.witnesses.as_ref() };
        let (room, clock) = (house.room(), &*self.clock);
        let mut verdict = verify_knowing(room, clock, Some(&trusted), bytes, holder, Some(&asked));
        let yes = |about| verdict.lines.iter().any(|l| l.about == about && l.answer == Answer::Yes);
        let own = yes(About::InLog) && yes(About::Number);
        let number = verdict.number.clone().unwrap_or_default();
        if let Some(line) = verdict.lines.iter_mut().find(|line| line.about == About::Status) {
            let status = self.status(house, own.then_some(&number), carried_correction(bytes));
            verdict.unread = status.is_none();
            *line = status.unwrap_or_else(|| unchecked(About::Status));
        }
        verdict.of_body = if own { of_body(house, &number) } else { None };
        verdict
    }

    /// Says how a certificate stands in the register now; `None` for one that is not proved to be
    /// of this register. The file carries the correction of an entry, or none. Nothing when the
    /// register cannot be read.
    fn status(
        &self,
        house: &House,
        number: Option<&String>,
        carried: Option<u64>,
    ) -> Option<VerdictLine> {
        let Some(number) = number else {
            return Some(line(
                About::Status,
                Answer::CouldNotCheck,
                "文件未能证明出自本登记系统，其状态无法核对",
                "the file is not proved to be of this register; its status could not be checked",
            ));
        };
        let now = self.clock.now();
        Some(match house.find(number).ok()? {
            Some((batch, serial)) => {
                let id = CertificateId { header: batch.header, serial };
                certificate_status::line(house, now, id, carried)
            }
            None => line(
                About::Status,
                Answer::No,
                &format!("截至 {now}，本登记系统没有这个编号的证书（日志共 {} 条）", house.size()),
                &format!(
                    "as of {now} this register, of {} entries, has no such number",
                    house.size()
                ),
            ),
        })
    }
}

impl Verifier for Counter {
    fn number(&self, number: &str) -> Verdict {
        let number = number.trim();
        let told = |lines| {
            let (number, of_body, unread) = (Some(number.to_string()), None, false);
            Verdict { number, lines, of_body, unread }
        };
        let only = |line| told(vec![line]);
        if let Err(why) = number.parse::<vocab::CertificateNumber>() {
            let (zh, en) = told::number(&why);
            return only(line(About::Number, Answer::No, &zh, &en));
        }
        let Ok(mut house) = self.house() else { return unread(Some(number)) };
        match house.certificate_file(number) {
            Ok(file) => {
                let bytes = file.to_string().into_bytes();
                self.checked(&house, &bytes, Holder::default())
            }
            Err(HouseError::NoCertificate) => match certificate_status::legacy(&house, number) {
                Ok(lines) if !lines.is_empty() => told(lines),
                // Not being able to read a list is no answer.
                Err(_) => unread(Some(number)),
                Ok(_) => only(line(
                    About::InLog,
                    Answer::No,
                    "本登记系统没有发过这个编号的证书；编号无误的，请向发证机构查询",
                    "this register issued no certificate of that number; if the number is right, ask \
                 the body that issued it",
                )),
            },
            Err(_) => unread(Some(number)),
        }
    }

    fn file(&self, bytes: &[u8], name: Option<&str>, document: Option<&str>) -> Verdict {
        // Keys and corrections are the register's to tell, so nothing of a file is told without it.
        let Ok(house) = self.house() else { return unread(None) };
        self.checked(&house, bytes, Holder { name, document })
    }
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

/// Returns what to ask the list of bodies about a certificate of this register; nothing for a
/// department, which is on no list.
fn of_body(house: &House, number: &str) -> Option<OfBody> {
    let (batch, _) = house.find(number).ok().flatten()?;
    let Entry::Act(header) = house.entry(batch.header).ok()? else { return None };
    let PublicAct::IssueCertificates(issue) = &header.event.act else { return None };
    let session = house.state().session(issue.session)?;
    let (by, plan) = (session.by, &session.plan);
    let listed = !house.state().bodies().history(by).is_empty();
    let occupation = house.law().rows.get(plan.occupation)?.canonical().to_string();
    let of = OfBody { number: by.0, occupation, level: plan.level, on: session.announced_on };
    listed.then_some(of)
}

pub(crate) fn line(about: About, answer: Answer, zh: &str, en: &str) -> VerdictLine {
    VerdictLine { about, answer, zh: zh.to_string(), en: en.to_string(), quote: None }
}
