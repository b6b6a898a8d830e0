//! What supervision comes to, as pieces of a snapshot.
//!
//! In scope: bytes. Out of scope: their order in a whole snapshot (`snapshot`).

use super::act::{
    CaseId, DrawId, Finding, Hold, HoldId, Inspection, InspectionId, OpenCase, Population, Related,
    Relation, Release, Sanction,
};
use super::code::{
    DrawKind, FindingCode, Grounds, HoldReason, InspectionOutcome, RelationKind, ReleaseReason,
    SanctionStep,
};
use super::pace::{Issued, Record};
use super::region::{Regions, Seats};
use super::state::{Case, DrawState, Held, Inspected, Peers, Released, Sanctioned, Supervision};
use crate::snapshot::{Piece, Reader, SnapshotError, named_numbers, pieces};
use alloc::vec::Vec;

named_numbers! { HoldId DrawId InspectionId CaseId Record }

/// Codes stand by their numbers in entries, which never change.
macro_rules! codes {
    ($($name:ident $what:literal;)*) => { $(
        impl Piece for $name {
            fn put(&self, to: &mut Vec<u8>) {
                to.push(self.code());
            }

            fn get(from: &mut Reader<'_>) -> Result<$name, SnapshotError> {
                $name::from_code(from.byte()?).ok_or_else(|| from.not($what))
            }
        }
    )* };
}

codes! {
    HoldReason "a reason of a hold";
    ReleaseReason "a reason of a release";
    InspectionOutcome "an outcome of an inspection";
    Grounds "grounds of a case";
    FindingCode "a finding";
    SanctionStep "a step of sanctions";
    RelationKind "a kind of relation";
}

pieces! {
    Hold { hold, body, occupation, session, reason }
    Release { hold, body, session, until, reason }
    Released { release, by, on, used }
    Held { hold, by, on, release }
    Population { draw, kind, root, size, pick, method, nonce }
    DrawState {
        population, by, on, numbers, witness, landmark, nonce, witness_nonce, picks,
    }
    Inspection { inspection, draw, body, session, inspectors, findings, outcome }
    Inspected { inspection, by, on }
    OpenCase { case, subject, grounds, inspection, draw, commitment }
    Finding { case, code, session, rows, commitment }
    Sanction { case, step, until, occupation }
    Sanctioned { sanction, by, on, appealed_on, upheld }
    Case { open, by, on, findings, due, rectified_on, sanctions, closed_on }
    Relation { a, b, kind, from, until }
    Issued { day, row, site, count, released }
    Peers { month, rates, median }
    Seats { seats, bodies, since }
    Regions { seats, records }
    Supervision {
        holds, held, draws, waiting, inspections, cases, subjects, relations, records, peers,
        regions,
    }
}

impl Piece for DrawKind {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            DrawKind::Bodies => to.push(1),
            DrawKind::Sessions { from, until } => {
                to.push(2);
                from.put(to);
                until.put(to);
            }
            DrawKind::Certificates(session) => {
                to.push(3);
                session.put(to);
            }
        }
    }

    fn get(from: &mut Reader<'_>) -> Result<DrawKind, SnapshotError> {
        Ok(match from.byte()? {
            1 => DrawKind::Bodies,
            2 => DrawKind::Sessions { from: Piece::get(from)?, until: Piece::get(from)? },
            3 => DrawKind::Certificates(Piece::get(from)?),
            _ => return Err(from.not("what is drawn from")),
        })
    }
}

impl Piece for Related {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Related::Organisation(id) => {
                to.push(1);
                id.put(to);
            }
            Related::Staff(staff) => {
                to.push(2);
                staff.put(to);
            }
        }
    }

    fn get(from: &mut Reader<'_>) -> Result<Related, SnapshotError> {
        Ok(match from.byte()? {
            1 => Related::Organisation(Piece::get(from)?),
            2 => Related::Staff(Piece::get(from)?),
            _ => return Err(from.not("a party to a relation")),
        })
    }
}
