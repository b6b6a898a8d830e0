//! Cohorts as pieces of a snapshot.
//!
//! In scope: bytes. Out of scope: their order in a whole snapshot (`snapshot`).

use super::{Admission, Cohort, CohortEnds, CohortKind, Cohorts, PlannedCertificate, UnmetReason};
use crate::snapshot::{choices, pieces};

choices! {
    CohortKind "a kind of cohort" { Student 1, Apprentice 2 }
    PlannedCertificate "a kind of certificate" { Qualification 1, Level 2 }
    UnmetReason "a reason without a certificate" {
        NotPassed 1, Absent 2, Declined 3, NoBody 4, HasOne 5, Unreachable 6,
    }
}

pieces! {
    Admission {
        cohort, kind, occupation, level, plan, admitted_on, expected_on, heads, root, region,
    }
    CohortEnds { cohort, certified, unmet, root }
    Cohort { by, admission, heads, named, completed_on, ends }
    Cohorts { all, changed, on_the_way, reported }
}
