//! Nouns of the register as pieces of a snapshot: ids, organisations, sessions.
//!
//! In scope: what more than one area holds. Out of scope: what one area holds (its `snapshot`).

use super::piece::{Piece, Reader, choices, named_numbers, pieces, put_length};
use super::{SnapshotError, VERSION};
use crate::act::{
    ActingKey, Organisation, OrganisationKind, RecoverySet, Scheme, SessionPlan, Settlement,
};
use crate::row_set::RowSet;
use crate::session::{Closing, Results, Session};
use crate::{CohortId, OrganisationId, SessionId, StaffId};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use law::{Part, RowId};
use vocab::{BodyCategory, InstitutionCode, Level, SitePrefix};

const _: () = assert!(VERSION == 2, "a form that changes takes another version");

named_numbers! { OrganisationId SessionId CohortId RowId }

choices! {
    OrganisationKind "a kind of organisation" {
        Authority 1, Department 2, Supervisor 3, Employer 4, Social 5, School 6,
    }
    Scheme "a scheme" { Qualification 1, Level 2 }
    Part "a part" { Theory 1, Skill 2, Review 3 }
    BodyCategory "a category of bodies" { Employer 1, SocialBody 2 }
}

pieces! {
    StaffId { of, number }
    Organisation { kind, name, key, operator_custody, institution }
    ActingKey { key, operator_custody }
    RecoverySet { threshold, keys }
    SessionPlan {
        session, scheme, occupation, level, registration_until, planned_on,
    }
    Settlement { session, continued, refunded, undecided, withdrew }
    Closing { registered, root, last_accepted_on }
    Results { held_on, published_on, sat, passed, root }
    Session { by, announced_on, plan, closing, results, confirmed_on, settlement, used }
}

impl Piece for Level {
    fn put(&self, to: &mut Vec<u8>) {
        self.code().put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<Level, SnapshotError> {
        Level::from_code(char::get(from)?).ok_or_else(|| from.not("a level"))
    }
}

impl Piece for SitePrefix {
    fn put(&self, to: &mut Vec<u8>) {
        self.category().put(to);
        self.national_body_code().unwrap_or(0).put(to);
        self.region_code().put(to);
        self.sequence().put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<SitePrefix, SnapshotError> {
        let (category, body) = Piece::get(from)?;
        let (region, sequence) = Piece::get(from)?;
        let prefix = SitePrefix::new(category, body, region, sequence);
        prefix.map_err(|_| from.not("the prefix of a site"))
    }
}

impl Piece for InstitutionCode {
    fn put(&self, to: &mut Vec<u8>) {
        self.to_string().put(to);
    }

    fn get(from: &mut Reader<'_>) -> Result<InstitutionCode, SnapshotError> {
        let text = String::get(from)?;
        text.parse().map_err(|_| from.not("the code of an institution"))
    }
}

/// Runs: the rows passed over before each, and its length.
impl Piece for RowSet {
    fn put(&self, to: &mut Vec<u8>) {
        put_length(self.runs(), to);
        let mut next = 0;
        for run in self.iter() {
            (run.start - next).put(to);
            (run.end - run.start).put(to);
            next = run.end;
        }
    }

    fn get(from: &mut Reader<'_>) -> Result<RowSet, SnapshotError> {
        let (runs, mut next, mut rows) = (from.length()?, 0u32, RowSet::default());
        for n in 0..runs {
            let (gap, length): (u32, u32) = Piece::get(from)?;
            let start = next.checked_add(gap).filter(|_| n == 0 || 0 < gap);
            let end = start.and_then(|start| start.checked_add(length)).filter(|_| 0 < length);
            let (Some(start), Some(end)) = (start, end) else {
                return Err(from.not("a run of rows"));
            };
            rows.insert_run(start..end);
            next = end;
        }
        Ok(rows)
    }
}
