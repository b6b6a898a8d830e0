//! The line of a verdict that says who signed, in whose custody the key was, and whether the key
//! can still be believed.
//!
//! Source: DESIGN.md of the house, "Who acts": entries of a key that was compromised, which no
//! landmark covers that was cosigned before, become *could not check*.
//! In scope: every act that a certificate rests on, and what the register knows that a file cannot.
//! Out of scope: the other lines (`verify_certificate`), making keys known (`trust`).
//! I-LOG-4: a key that was replaced or retired in order has signed what it has signed, for ever.

use crate::verdict::Answer;
use law::ExitNotice;
use register::{CertificateId, Event, OrganisationId, PublicAct, RowId, SignedBy, State, Status};
use seal::ActEntry;
use vocab::Instant;

/// What a register knows of keys that a file cannot tell.
pub(crate) trait Later {
    /// Returns since when a key is said to be in other hands.
    fn compromised_since(&self, key: &[u8; 32]) -> Option<Instant>;

    /// Says whether a witness confirmed before an instant that the log held an entry.
    fn cosigned_before(&self, index: u64, since: Instant) -> bool;

    /// Returns how a certificate stands.
    fn status(&self, id: CertificateId) -> Status;

    /// Returns what is announced or completed for an occupation.
    fn exit(&self, row: RowId) -> ExitNotice;
}

/// Says who signed the certificate, out of every act that it rests on with its place in the log.
/// The certificate's header stands at an index, by `by`; a correction may follow it.
pub(crate) fn signed<'a>(
    acts: impl Iterator<Item = (u64, &'a ActEntry, &'a Event)>,
    (header, by): (u64, OrganisationId),
    later: Option<&dyn Later>,
) -> (Answer, (String, String)) {
    let mut state = register::excerpt(&[]);
    let mut used = Vec::new();
    let mut own = None;
    for (index, act, event) in acts {
        if !act.rightly_signed(&state) {
            let (zh, en) =
                ("有条目的签名不是其机构的", "an entry is not signed by its organisation");
            return (Answer::No, (zh.to_string(), en.to_string()));
        }
        if index <= header {
            own = state.key_of(by).copied();
        }
        used.extend(signer(&state, event).map(|(who, key)| (index, who, key)));
        register::apply(&mut state, event);
    }
    let (Some(body), Some(own)) = (state.organisation(by), own) else {
        let (zh, en) = ("文件中没有签发机构", "the file does not hold the body that issued it");
        return (Answer::No, (zh.to_string(), en.to_string()));
    };
    let name = |who| state.organisation(who).map_or("", |o| o.name.as_str());
    let mut confirmed = false;
    for (index, who, key) in used {
        // What the file itself says, and what the register came to know: the earlier counts.
        let known = [state.compromised_since(&key), later.and_then(|l| l.compromised_since(&key))];
        let Some(since) = known.into_iter().flatten().min() else { continue };
        if !later.is_some_and(|l| l.cosigned_before(index, since)) {
            let name = name(who);
            let zh = format!(
                "{name}的密钥据报自 {since} 起落入他人之手，没有此前经见证的地标涵盖其签名，无法核对；\
                 请向该机构查询"
            );
            let en = format!(
                "the key of {name} is said to be in other hands since {since}, and no landmark \
                 that was witnessed before covers what it signed: it could not be checked; ask \
                 that organisation"
            );
            return (Answer::CouldNotCheck, (zh, en));
        }
        confirmed = true;
    }
    let (zh, en) = if own.operator_custody {
        ("密钥由运营方代管", "the operator holds the key")
    } else {
        ("密钥由机构自管", "the body holds the key itself")
    };
    let (more_zh, more_en) = if confirmed {
        (
            "；所用密钥其后失密，但此前经见证的地标已涵盖",
            "; a key was compromised later, and a landmark that was witnessed before covers it",
        )
    } else {
        ("", "")
    };
    let name = &body.name;
    let zh = format!("由{name}签发，{zh}{more_zh}");
    (Answer::Yes, (zh, format!("signed by {name}; {en}{more_en}")))
}

/// Returns the organisation whose key signed an act, with the key; nothing for acts that no single
/// organisation signs.
fn signer(before: &State, event: &Event) -> Option<(OrganisationId, [u8; 32])> {
    match (&event.act, event.act.signed_by()) {
        (PublicAct::Genesis { organisations, .. }, _) => {
            Some((OrganisationId(0), organisations.first()?.key))
        }
        (_, SignedBy::Log | SignedBy::Recovery) => None,
        (_, SignedBy::Actor | SignedBy::Founder) => {
            let actor = event.actor?;
            Some((actor, before.key_of(actor)?.key))
        }
    }
}
