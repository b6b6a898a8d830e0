//! The acts about certificates after they were issued, and the codes they carry.
//!
//! In scope: values. Out of scope: whether they may be done (`check`), what they add up to
//! (`state`).
//! I-PRI-1: no act holds a name or an identity number; corrections hold commitments, reasons are
//! codes.

use crate::act::{About, Scheme};
use crate::{OrganisationId, RowId};
use alloc::vec::Vec;
use vocab::{Day, InstitutionCode, Level};

/// One certificate, named by the index of its header in the log and its serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateId {
    /// The index of the header.
    pub header: u64,
    /// The serial.
    pub serial: u32,
}

/// Which certificates of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Serials {
    /// Every one.
    All,
    /// Runs of serials, first and last, rising and apart.
    Runs(Vec<(u32, u32)>),
}

macro_rules! codes {
    (
        $(#[$doc:meta])*
        $name:ident { $($variant:ident $code:literal $word:literal $zh:literal $en:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $en] $variant,)* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// Returns the number in entries and cells; never reused.
            pub const fn code(self) -> u8 { match self { $($name::$variant => $code,)* } }

            /// Returns the word for programs.
            pub const fn word(self) -> &'static str { match self { $($name::$variant => $word,)* } }

            /// Returns what it says in Chinese.
            pub const fn zh(self) -> &'static str { match self { $($name::$variant => $zh,)* } }

            /// Returns what it says in English.
            pub const fn en(self) -> &'static str { match self { $($name::$variant => $en,)* } }

            /// Returns the value of a number.
            pub fn from_code(code: u8) -> Option<$name> {
                $name::ALL.iter().copied().find(|v| v.code() == code)
            }

            /// Returns the value of a word.
            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|v| v.word() == word)
            }
        }
    };
}

codes! {
    /// Why a certificate is corrected.
    CorrectionReason {
        Name 1 "name" "姓名记载有误" "the name was wrong",
        Document 2 "document" "证件号码记载有误" "the document number was wrong",
        Both 3 "both" "姓名和证件号码记载有误" "name and document number were wrong",
    }
}

codes! {
    /// Why a certificate is printed again.
    ReissueReason {
        Lost 1 "lost" "遗失" "it was lost",
        Damaged 2 "damaged" "损毁" "it was damaged",
        Corrected 3 "corrected" "更正" "it was corrected",
    }
}

codes! {
    /// Why certificates are revoked.
    RevocationReason {
        NotPassed 1 "not-passed" "未合格而误发" "issued without a pass",
        Irregular 2 "irregular" "违规发放" "issued irregularly",
        Rush 3 "rush" "突击发放" "issued in a rush",
        FalsePapers 4 "false-papers" "申报材料弄虚作假" "obtained with false papers",
    }
}

codes! {
    /// The form of the numbers of a list of older certificates.
    LegacyForm {
        Qualification 1 "qualification" "16 位职业资格证书编号" "qualification, 16 digits",
        Pilot 2 "pilot" "20 位试点编号" "pilot, 20 characters",
        Shanghai 3 "shanghai" "上海 13 位编号" "Shanghai, 13 digits",
    }
}

codes! {
    /// What happened to blanks.
    StockMove {
        Received 1 "received" "领入" "received",
        Printed 2 "printed" "打印" "printed",
        Spoiled 3 "spoiled" "作废" "spoiled",
        Destroyed 4 "destroyed" "销毁" "destroyed",
        Returned 5 "returned" "退回" "returned",
    }
}

/// A list of certificates that were issued before this register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegacyList {
    /// The number the list gets: the next one.
    pub list: u32,
    /// The form of its numbers.
    pub form: LegacyForm,
    /// The occupation of its certificates.
    pub occupation: RowId,
    /// The code they are numbered under, where the form has one.
    pub institution: Option<InstitutionCode>,
    /// Number of certificates.
    pub count: u32,
    /// Merkle root of salted rows.
    pub root: [u8; 32],
    /// SHA-256 of the file it was read from.
    pub source: [u8; 32],
    /// The day of the earliest.
    pub issued_from: Day,
    /// The day of the latest.
    pub issued_until: Day,
}

/// An act about corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateAct {
    /// Replaces what a certificate says of its holder, wholly. The number stays.
    Correct {
        /// Which.
        certificate: CertificateId,
        /// Commitment to the name.
        name: [u8; 32],
        /// Commitment to the document.
        document: [u8; 32],
        /// Why.
        reason: CorrectionReason,
    },
    /// Prints a certificate again. The number stays, the print number is another.
    Reissue {
        /// Which.
        certificate: CertificateId,
        /// The print number, 流水码.
        print: u64,
        /// Why.
        reason: ReissueReason,
    },
    /// Revokes certificates of one batch.
    Revoke {
        /// The index of their header.
        header: u64,
        /// Which of the batch.
        serials: Serials,
        /// Why.
        reason: RevocationReason,
        /// The case of supervision that found it, by its number.
        case: Option<u32>,
        /// Asserted: the day the holders were told.
        told_on: Day,
        /// The last day on which they could be heard, which telling them fixed.
        heard_until: Day,
    },
    /// Registers a list of older certificates.
    RegisterLegacy(LegacyList),
    /// Goes on from numbers that were given before this register.
    OpenCounter {
        /// Whose numbers.
        of: OrganisationId,
        /// Under its prefix or its institution code.
        scheme: Scheme,
        /// The year in the numbers.
        year: i32,
        /// The level.
        level: Level,
        /// The last serial given.
        last: u32,
        /// SHA-256 of what shows it.
        source: [u8; 32],
    },
    /// Records what happened to blanks of the actor.
    Stock {
        /// The version of the blank.
        blank: u16,
        /// The first print number.
        from: u64,
        /// The last print number.
        to: u64,
        /// What happened.
        step: StockMove,
    },
}

impl CertificateAct {
    /// Returns the name of its kind, as in docs/formats/entry.cddl.
    pub const fn name(&self) -> &'static str {
        match self {
            CertificateAct::Correct { .. } => "correct",
            CertificateAct::Reissue { .. } => "reissue",
            CertificateAct::Revoke { .. } => "revoke",
            CertificateAct::RegisterLegacy(_) => "register-legacy",
            CertificateAct::OpenCounter { .. } => "open-counter",
            CertificateAct::Stock { .. } => "stock",
        }
    }

    /// Says what it is about: a certificate rests on none of these but its own correction, which is
    /// found by the certificate's name.
    pub fn about(&self) -> About {
        About::default()
    }
}
