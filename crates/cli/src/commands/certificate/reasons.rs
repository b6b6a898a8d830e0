//! The codes of acts about certificates, as values of arguments.
//!
//! In scope: their spelling. Out of scope: what they say (`help`, `register`).

use clap::ValueEnum;
use desk::{CorrectionReason, LegacyForm, ReissueReason, RevocationReason, StockMove};

/// Why a certificate is corrected.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CorrectWhy {
    /// The name.
    Name,
    /// The document.
    Document,
    /// Both.
    Both,
}

impl From<CorrectWhy> for CorrectionReason {
    fn from(why: CorrectWhy) -> CorrectionReason {
        match why {
            CorrectWhy::Name => CorrectionReason::Name,
            CorrectWhy::Document => CorrectionReason::Document,
            CorrectWhy::Both => CorrectionReason::Both,
        }
    }
}

/// Why a certificate is printed again.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PrintWhy {
    /// Lost.
    Lost,
    /// Damaged.
    Damaged,
    /// Corrected.
    Corrected,
}

impl From<PrintWhy> for ReissueReason {
    fn from(why: PrintWhy) -> ReissueReason {
        match why {
            PrintWhy::Lost => ReissueReason::Lost,
            PrintWhy::Damaged => ReissueReason::Damaged,
            PrintWhy::Corrected => ReissueReason::Corrected,
        }
    }
}

/// Why certificates are revoked.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RevokeWhy {
    /// Not passed.
    NotPassed,
    /// Irregular.
    Irregular,
    /// In a rush.
    Rush,
    /// False papers.
    FalsePapers,
}

impl From<RevokeWhy> for RevocationReason {
    fn from(why: RevokeWhy) -> RevocationReason {
        match why {
            RevokeWhy::NotPassed => RevocationReason::NotPassed,
            RevokeWhy::Irregular => RevocationReason::Irregular,
            RevokeWhy::Rush => RevocationReason::Rush,
            RevokeWhy::FalsePapers => RevocationReason::FalsePapers,
        }
    }
}

/// The form of older numbers.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Form {
    /// 16 digits.
    Qualification,
    /// 20 characters.
    Pilot,
    /// 13 digits.
    Shanghai,
}

impl From<Form> for LegacyForm {
    fn from(form: Form) -> LegacyForm {
        match form {
            Form::Qualification => LegacyForm::Qualification,
            Form::Pilot => LegacyForm::Pilot,
            Form::Shanghai => LegacyForm::Shanghai,
        }
    }
}

/// What happened to blanks.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Happened {
    /// Received.
    Received,
    /// Printed.
    Printed,
    /// Spoiled.
    Spoiled,
    /// Destroyed.
    Destroyed,
    /// Returned.
    Returned,
}

impl From<Happened> for StockMove {
    fn from(happened: Happened) -> StockMove {
        match happened {
            Happened::Received => StockMove::Received,
            Happened::Printed => StockMove::Printed,
            Happened::Spoiled => StockMove::Spoiled,
            Happened::Destroyed => StockMove::Destroyed,
            Happened::Returned => StockMove::Returned,
        }
    }
}
