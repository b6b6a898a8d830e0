//! Verifying at the counter: a number in this register, or a file of it.
//!
//! In scope: the port `Verifier` over an open house. Out of scope: limits on how often somebody
//! asks.
//! I-PRI-1: a verdict by number says nothing of the holder; names are asked for, never told.

use crate::house::House;
use crate::house_error::HouseError;
use crate::ports::{Clock, Verifier};
use crate::verdict::{About, Answer, Verdict, VerdictLine};
use crate::verify_certificate::{Holder, TrustedLog, verify};
use std::sync::{Arc, Mutex, PoisonError};

/// A house that answers verifiers.
pub struct Counter {
    house: Arc<Mutex<House>>,
    trusted: TrustedLog,
    clock: Arc<dyn Clock + Send + Sync>,
}

impl Counter {
    /// Returns a counter of the house, which trusts its own log's key.
    ///
    /// # Errors
    /// The register is not founded, or its key cannot be read.
    pub fn new(house: House, clock: Arc<dyn Clock + Send + Sync>) -> Result<Counter, HouseError> {
        let origin = house.state().origin().ok_or(HouseError::NotFounded)?.to_string();
        let trusted = TrustedLog { key: house.log_key(&origin)?, origin };
        Ok(Counter { house: Arc::new(Mutex::new(house)), trusted, clock })
    }

    /// Returns the house, which others may use between answers.
    pub fn house(&self) -> Arc<Mutex<House>> {
        Arc::clone(&self.house)
    }

    fn not_here(number: &str, answer: Answer, zh: &str, en: &str) -> Verdict {
        let line = VerdictLine {
            about: About::InLog,
            answer,
            zh: zh.to_string(),
            en: en.to_string(),
            quote: None,
        };
        Verdict { number: Some(number.to_string()), lines: vec![line] }
    }
}

impl Verifier for Counter {
    fn number(&self, number: &str) -> Verdict {
        let number = number.trim();
        if let Err(why) = number.parse::<vocab::CertificateNumber>() {
            let line = VerdictLine {
                about: About::Number,
                answer: Answer::No,
                zh: format!("编号不合规则：{why}"),
                en: format!("the number is not well formed: {why}"),
                quote: None,
            };
            return Verdict { number: Some(number.to_string()), lines: vec![line] };
        }
        // A panic of another request leaves the house as its store has it; reading goes on.
        let mut house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        match house.certificate_file(number) {
            Ok(file) => {
                let bytes = file.to_string().into_bytes();
                let holder = Holder::default();
                verify(house.room(), &*self.clock, Some(&self.trusted), &bytes, holder)
            }
            Err(HouseError::NoCertificate) => Counter::not_here(
                number,
                Answer::No,
                "本登记系统没有发过这个编号的证书；编号无误的，请向发证机构查询",
                "this register issued no certificate of that number; if the number is right, ask \
                 the body that issued it",
            ),
            Err(_) => Counter::not_here(
                number,
                Answer::CouldNotCheck,
                "登记系统暂时无法读取，不能核验",
                "the register cannot be read at the moment; nothing could be checked",
            ),
        }
    }

    fn file(&self, bytes: &[u8], name: Option<&str>, document: Option<&str>) -> Verdict {
        let house = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        let holder = Holder { name, document };
        verify(house.room(), &*self.clock, Some(&self.trusted), bytes, holder)
    }
}
