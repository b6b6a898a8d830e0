//! Nouns of the house: days, spans, levels, identifiers with check digits, and limits.
//!
//! In scope: plain values with their parsing, printing and checks.
//! Out of scope: clocks, files, law, anything that decides. Nothing here allocates more than a
//! string.
#![no_std]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod certificate_number;
mod day;
mod hash;
mod instant;
mod institution_code;
mod level;
pub mod limits;
mod mask;
mod org_code;
mod person_id;
mod positions;
mod region;
mod site_prefix;

pub use certificate_number::{
    CertificateNumber, FilingRoute, NumberingError, PilotNumber, PilotOrganiser,
    QualificationNumber, ShanghaiNumber, SkillLevelNumber,
};
pub use day::{Day, DayError, Span};
pub use hash::{Hash, HashError};
pub use instant::{Instant, InstantError};
pub use institution_code::{InstitutionCode, InstitutionKind};
pub use level::{Level, LevelError, LevelLetters, LevelMark};
pub use mask::masked;
pub use org_code::{OrgCode, OrgCodeError, OrgCodeWarning};
pub use person_id::{DocumentKind, PersonId, PersonIdError};
pub use positions::CodeError;
pub use region::Region;
pub use site_prefix::{BodyCategory, SitePrefix};
