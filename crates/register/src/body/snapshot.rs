//! Bodies, their applications, histories and sites, as pieces of a snapshot.
//!
//! In scope: bytes. Out of scope: their order in a whole snapshot (`snapshot`).

use super::Bodies;
use super::application::{Application, ApplicationId, Applied, BodyReason, Ended};
use super::history::{BodyChange, BodyChanged, Terms};
use super::particulars::{CentreOf, Particulars};
use super::site::{Site, SiteState};
use crate::snapshot::{Piece, Reader, SnapshotError, choices, named_numbers, pieces};
use alloc::vec::Vec;

named_numbers! { ApplicationId }

choices! {
    CentreOf "whose centre it is" { None 0, Hr 1, Other 2 }
    Ended "the end of an application" { Returned 1, Granted 2, Refused 3, Withdrawn 4 }
    BodyReason "a reason" {
        Conditions 1, Review 2, Objection 3, Quality 4, Procedure 5, Investigation 6, OwnRequest 7,
    }
}

pieces! {
    Particulars { region, parent, centre_of }
    Applied { application, kind, scope, documents, conditions, national }
    Application {
        by, on, applied, missing, complete_on, reviewed, reviewers, public, objections,
        objections_decided, upheld, ended, last_on,
    }
    Terms { scope, published_on, until, covers_outsiders, standard_exists }
    BodyChange { on, recorded_at, entry, what }
    Site { prefix, seats_a_day, rooms }
    SiteState { of, site, open, place }
    Bodies { particulars, applications, histories, sites, sites_by_body, converted }
}

impl Piece for BodyChanged {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            BodyChanged::Granted(terms, short) => {
                to.push(1);
                terms.put(to);
                short.put(to);
            }
            BodyChanged::Amended(scope, standard_exists) => {
                to.push(2);
                scope.put(to);
                standard_exists.put(to);
            }
            BodyChanged::Renewed(until) => {
                to.push(3);
                until.put(to);
            }
            BodyChanged::Suspended(reach, until, reason) => {
                to.push(4);
                reach.put(to);
                until.put(to);
                reason.put(to);
            }
            BodyChanged::Reinstated(reach) => {
                to.push(5);
                reach.put(to);
            }
            BodyChanged::Removed(reason) => {
                to.push(6);
                reason.put(to);
            }
        }
    }

    fn get(from: &mut Reader<'_>) -> Result<BodyChanged, SnapshotError> {
        Ok(match from.byte()? {
            1 => BodyChanged::Granted(Piece::get(from)?, Piece::get(from)?),
            2 => BodyChanged::Amended(Piece::get(from)?, Piece::get(from)?),
            3 => BodyChanged::Renewed(Piece::get(from)?),
            4 => BodyChanged::Suspended(Piece::get(from)?, Piece::get(from)?, Piece::get(from)?),
            5 => BodyChanged::Reinstated(Piece::get(from)?),
            6 => BodyChanged::Removed(Piece::get(from)?),
            _ => return Err(from.not("a change of a recognition")),
        })
    }
}
