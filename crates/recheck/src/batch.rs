//! `Assembler`: headers and the certificates that follow them, put together as they come.
//!
//! In scope: what a header promises of its certificates: how many, which serials, which digest.
//! Out of scope: whether they may be issued (`replay`).
//! Memory: the rows of the one open batch, bounded by the largest batch; nothing of a certificate
//! is kept once its batch is whole.

use crate::finding::{Finding, Kind};
use crate::step::Step;
use register::PublicAct;
use seal::{ActEntry, Batch, CertificateEntry};
use sha2::{Digest as _, Sha256};
use vocab::limits::BATCH_CERTIFICATES_MAX;

/// An act with everything that belongs to it: of a batch, the rows of its certificates.
pub(crate) struct Whole {
    /// The index of the act's own entry.
    pub index: u64,
    /// The act.
    pub act: Box<ActEntry>,
}

/// A batch whose certificates have not all come.
struct Open {
    index: u64,
    header: Box<ActEntry>,
    batch: Batch,
    rows: Vec<u32>,
    came: u32,
    hash: Sha256,
    /// True once something of it was found wrong; one finding a batch is enough.
    told: bool,
}

/// The reading of acts and batches, entry by entry.
#[derive(Default)]
pub(crate) struct Assembler {
    open: Option<Open>,
    /// True while certificates come that stand outside every batch.
    stray: bool,
}

impl Assembler {
    /// Says whether no batch is open.
    pub(crate) fn at_batch_end(&self) -> bool {
        self.open.is_none()
    }

    /// Takes the next entry; returns the act that it completes.
    pub(crate) fn take(
        &mut self,
        index: u64,
        step: Step,
        findings: &mut Vec<Finding>,
    ) -> Option<Whole> {
        match step {
            Step::Act(act, _) => {
                findings.extend(self.end());
                self.stray = false;
                match act.batch {
                    None => Some(Whole { index, act }),
                    Some(batch) => self.begin(index, act, batch, findings),
                }
            }
            Step::Certificate(certificate) => self.certificate(index, certificate, findings),
            Step::Bad(error) => {
                let zh = format!("不是条目，或不是唯一的规范写法：{error}");
                findings.push(Finding::new(Kind::Entry, zh, error.to_string()).at(index));
                // Within a batch it stands in the place of a certificate, whatever it was.
                self.open.as_mut()?.told = true;
                self.count(findings)
            }
        }
    }

    /// Says that nothing follows; a batch must not be left open. Returns what is wrong.
    pub(crate) fn end(&mut self) -> Option<Finding> {
        let open = self.open.take().filter(|open| !open.told)?;
        let (came, count) = (open.came, open.batch.count);
        Some(
            Finding::new(
                Kind::Batch,
                format!("该批应有 {count} 张证书，只跟随 {came} 张"),
                format!("its header promises {count} certificates and {came} follow"),
            )
            .at(open.index),
        )
    }

    fn begin(
        &mut self,
        index: u64,
        header: Box<ActEntry>,
        batch: Batch,
        findings: &mut Vec<Finding>,
    ) -> Option<Whole> {
        if batch.count == 0 {
            // Nothing follows; the register refuses it as an empty batch.
            return Some(Whole { index, act: header });
        }
        let told = BATCH_CERTIFICATES_MAX < batch.count as usize;
        if told {
            let (count, max) = (batch.count, BATCH_CERTIFICATES_MAX);
            let zh = format!("一批 {count} 张证书，至多 {max} 张");
            let en = format!("its header promises {count} certificates of at most {max}");
            findings.push(Finding::new(Kind::Batch, zh, en).at(index));
        }
        let (rows, hash) = (Vec::new(), Sha256::new());
        self.open = Some(Open { index, header, batch, rows, came: 0, hash, told });
        None
    }

    fn certificate(
        &mut self,
        index: u64,
        c: CertificateEntry,
        findings: &mut Vec<Finding>,
    ) -> Option<Whole> {
        let Some(open) = self.open.as_mut() else {
            // Of several in a row the first is named.
            if !std::mem::replace(&mut self.stray, true) {
                let zh = "从此条起的证书不在任何一批之内：没有签发许可";
                let en =
                    "certificates from here on stand outside every batch: nothing permits them";
                findings.push(Finding::new(Kind::Batch, zh, en).at(index));
            }
            return None;
        };
        let serial = open.batch.first_serial.wrapping_add(open.came);
        if !open.told && (c.header != open.index || c.serial != serial) {
            open.told = true;
            let (header, at) = (c.header, open.index);
            let zh = format!(
                "该证书写的是条目 {header} 之下的序号 {}，应为 {at} 之下的 {serial}",
                c.serial
            );
            let en = format!(
                "the certificate says serial {} under entry {header}; here stands {serial} under \
                 {at}",
                c.serial
            );
            findings.push(Finding::new(Kind::Batch, zh, en).at(index));
        }
        if open.rows.len() < BATCH_CERTIFICATES_MAX {
            open.rows.push(c.row);
            // Source: docs/formats/commitments.md, "Digest of a batch".
            open.hash.update(c.row.to_be_bytes());
            open.hash.update(c.name.0);
            open.hash.update(c.document.0);
        }
        self.count(findings)
    }

    /// Counts one more entry of the open batch; returns the act when it was the last.
    fn count(&mut self, findings: &mut Vec<Finding>) -> Option<Whole> {
        let open = self.open.as_mut()?;
        open.came += 1;
        let open = self.open.take_if(|open| open.came == open.batch.count)?;
        let digest: [u8; 32] = open.hash.finalize().into();
        if !open.told && digest != open.batch.digest {
            let zh = "该批证书与首条签名所覆盖的不同：有证书被改动";
            let en = "the certificates are not those that its header signed: one was altered";
            findings.push(Finding::new(Kind::Batch, zh, en).at(open.index));
        }
        let mut act = open.header;
        if let PublicAct::IssueCertificates(issue) = &mut act.event.act {
            issue.rows = open.rows;
        }
        Some(Whole { index: open.index, act })
    }
}
