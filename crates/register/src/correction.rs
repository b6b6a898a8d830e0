//! `CertificateAct`: what happens to a certificate after it was issued, and numbers that were
//! given elsewhere.
//!
//! Source: 四, 六; readings R-4-4 to R-4-7 (law/2020-80/readings.toml); facts of the field §1.
//! In scope: correction, reissue, revocation, legacy lists, opening balances, stock.
//! Out of scope: bytes (`seal`), people (`desk`).

mod act;
mod apply;
mod check;
mod snapshot;
mod state;
mod stock;

pub use act::{
    CertificateAct, CertificateId, CorrectionReason, LegacyForm, LegacyList, ReissueReason,
    RevocationReason, Serials, StockMove,
};
pub use state::{BatchPlace, Corrected, Corrections, Printed, Revoked, Status};
pub use stock::Stock;

pub(crate) use apply::{applies, apply};
pub(crate) use check::check;
pub(crate) use snapshot::put_batches;
