//! Closed lists of supervision: reasons, grounds, findings, steps, by number and by name.
//!
//! In scope: the lists. A number once published never means another thing.
//! Out of scope: words for people (`locales/*/supervision.ftl`).

use crate::SessionId;
use vocab::Day;

macro_rules! codes {
    ($(
        $(#[doc = $what:literal])*
        $list:ident { $($variant:ident $number:literal $name:literal $doc:literal;)* }
    )*) => {
        $(
            $(#[doc = $what])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $list {
                $(#[doc = $doc] $variant,)*
            }

            impl $list {
                /// Every one, by rising number.
                pub const ALL: &'static [$list] = &[$($list::$variant,)*];

                /// Returns its number in entries.
                pub const fn code(self) -> u8 {
                    match self { $($list::$variant => $number,)* }
                }

                /// Returns the one of that number.
                pub const fn from_code(code: u8) -> Option<$list> {
                    match code { $($number => Some($list::$variant),)* _ => None }
                }

                /// Returns its name on the command line and in JSON.
                pub const fn name(self) -> &'static str {
                    match self { $($list::$variant => $name,)* }
                }

                /// Returns the one of that name.
                pub fn from_name(name: &str) -> Option<$list> {
                    match name { $($name => Some($list::$variant),)* _ => None }
                }
            }
        )*
    };
}

codes! {
    /// Why issuing is held.
    HoldReason {
        Pace 1 "pace" "The pace is above its bound.";
        Inspection 2 "inspection" "An inspection found something.";
        Case 3 "case" "A case is open.";
        Complaint 4 "complaint" "Somebody complained.";
    }
    /// Why what was held is released.
    ReleaseReason {
        Verified 1 "verified" "The batch was checked on the spot.";
        Capacity 2 "capacity" "The body has more capacity than is on record.";
        Campaign 3 "campaign" "A training campaign explains the number.";
        Rectified 4 "rectified" "What was wrong was put right.";
        Unfounded 5 "unfounded" "The hold was unfounded.";
    }
    /// What came out of an inspection.
    InspectionOutcome {
        InOrder 1 "in-order" "Everything is in order.";
        Defects 2 "defects" "There are defects to put right.";
        Irregular 3 "irregular" "It is irregular.";
    }
    /// On what grounds a case is opened.
    Grounds {
        Inspection 1 "inspection" "An inspection.";
        Complaint 2 "complaint" "A complaint.";
        Pace 3 "pace" "The pace of issuing.";
        MissedReveal 4 "missed-reveal" "A nonce that was not revealed in time.";
        Audit 5 "audit" "An audit.";
        Other 6 "other" "Another ground.";
    }
    /// What was found in a case.
    FindingCode {
        NoSession 1 "no-session" "Certificates without a session held.";
        PassAll 2 "pass-all" "Candidates were let pass.";
        AlteredScores 3 "altered-scores" "Scores were altered.";
        OutOfScope 4 "out-of-scope" "Outside the scope of recognition.";
        BorrowedStaff 5 "borrowed-staff" "Examiners or rooms that were elsewhere.";
        BackDated 6 "back-dated" "Dates that are not true.";
        Rush 7 "rush" "Issued in a rush.";
        Records 8 "records" "Records are missing.";
        MissedReveal 9 "missed-reveal" "A nonce was withheld.";
        Unfounded 10 "unfounded" "Nothing was found.";
    }
    /// A step of the ladder of sanctions.
    SanctionStep {
        Warning 1 "warning" "A talk and a warning.";
        Rectification 2 "rectification" "Rectification is ordered as a sanction.";
        Suspension 3 "suspension" "Recognition is suspended.";
        Removal 4 "removal" "The body is removed from the list.";
        Revocation 5 "revocation" "Its irregular certificates are to be revoked.";
    }
    /// How two are related.
    RelationKind {
        Parent 1 "parent" "One owns or directs the other.";
        Staff 2 "staff" "One works for the other.";
        Teacher 3 "teacher" "Teacher and pupil.";
        Relative 4 "relative" "Relatives.";
        Interest 5 "interest" "Another interest.";
    }
}

/// What a draw is from. Lists are by rising number, as they stand when they are committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawKind {
    /// Every recognised body.
    Bodies,
    /// Sessions held within a span of days, of which the results are recorded.
    Sessions {
        /// First day.
        from: Day,
        /// Last day.
        until: Day,
    },
    /// Rows of a session that carry a certificate.
    Certificates(SessionId),
}
