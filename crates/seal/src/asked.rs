//! The digest of what somebody asks to be recorded, by which a repeated request is known.
//!
//! In scope: who acts, from which day, and the act in the bytes that are signed; of issuing also
//! the rows, whose place there is in the certificates.
//! Out of scope: what the register adds (place, instant, rule, serials); names of requests.
//! Invariant: it hangs on the frozen bytes of acts and on no name in the program, so that it can be
//! kept and compared by later versions.

use crate::entry::Batch;
use crate::entry_bytes;
use register::{OrganisationId, PublicAct};
use sha2::{Digest as _, Sha256};
use vocab::Day;

/// What the digest is of, before its bytes.
const DOMAIN: &[u8] = b"dengji-asked-v1\0";

/// Returns the digest of a request.
pub fn asked(actor: Option<OrganisationId>, on: Day, act: &PublicAct) -> [u8; 32] {
    let batch = match act {
        PublicAct::IssueCertificates(issue) => {
            let mut rows = Sha256::new();
            issue.rows.iter().for_each(|row| rows.update(row.to_le_bytes()));
            let digest = rows.finalize().into();
            Some(Batch { first_serial: 0, count: issue.rows.len() as u32, digest })
        }
        _ => None,
    };
    let bytes = entry_bytes::asked(actor, on, act, batch.as_ref());
    Sha256::new().chain_update(DOMAIN).chain_update(bytes).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use register::{Issue, SessionId};
    use std::vec;
    use std::vec::Vec;

    #[test]
    fn requests_differ_by_who_asks_from_when_and_by_each_row() {
        let issue = |rows: Vec<u32>, holders_are_staff| {
            let (session, dated_on) = (SessionId(3), Day(7));
            PublicAct::IssueCertificates(Issue { session, dated_on, rows, holders_are_staff })
        };
        let confirm = |session| PublicAct::ConfirmResults { session: SessionId(session) };
        let all = [
            asked(None, Day(1), &confirm(3)),
            asked(Some(OrganisationId(0)), Day(1), &confirm(3)),
            asked(Some(OrganisationId(1)), Day(1), &confirm(3)),
            asked(Some(OrganisationId(0)), Day(2), &confirm(3)),
            asked(Some(OrganisationId(0)), Day(1), &confirm(4)),
            asked(Some(OrganisationId(0)), Day(1), &issue(vec![], false)),
            asked(Some(OrganisationId(0)), Day(1), &issue(vec![1, 2], false)),
            asked(Some(OrganisationId(0)), Day(1), &issue(vec![2, 1], false)),
            asked(Some(OrganisationId(0)), Day(1), &issue(vec![1, 2], true)),
        ];
        for (n, one) in all.iter().enumerate() {
            assert!(!all[..n].contains(one), "{n}");
        }
    }

    /// Kept in databases: whoever repeats a request after an upgrade is to be known.
    #[test]
    fn the_digest_of_a_request_stays_what_it_was() {
        let digest = asked(
            Some(OrganisationId(2)),
            Day(18_500),
            &PublicAct::ConfirmResults { session: SessionId(9) },
        );
        let hex: std::string::String =
            digest.iter().map(|byte| std::format!("{byte:02x}")).collect();
        assert_eq!(hex, "edaf264b74b0adb22b062be705c0aaf45ae424b3a73cb0386aec2dd2903187ae");
    }
}
