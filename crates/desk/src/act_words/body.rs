//! Words for acts about bodies.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::{BodyAct, CentreOf, OrganisationKind, Particulars};
use vocab::Region;

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &BodyAct) -> String {
    match act {
        BodyAct::Register { .. } => words.say("body-kind-register", &[]),
        BodyAct::Describe { .. } => words.say("body-kind-describe", &[]),
    }
}

/// Returns the name of a kind of organisation.
pub fn organisation_kind(words: &Words, kind: OrganisationKind) -> String {
    match kind {
        OrganisationKind::Authority => words.say("body-organisation-authority", &[]),
        OrganisationKind::Department => words.say("body-organisation-department", &[]),
        OrganisationKind::Supervisor => words.say("body-organisation-supervisor", &[]),
        OrganisationKind::Employer => words.say("body-organisation-employer", &[]),
        OrganisationKind::Social => words.say("body-organisation-social", &[]),
        OrganisationKind::School => words.say("body-organisation-school", &[]),
    }
}

/// Returns whose centre an organisation is, in words.
pub fn centre_of(words: &Words, centre: CentreOf) -> String {
    match centre {
        CentreOf::None => words.say("body-centre-none", &[]),
        CentreOf::Hr => words.say("body-centre-hr", &[]),
        CentreOf::Other => words.say("body-centre-other", &[]),
    }
}

/// Returns a region in words; one that the table lacks is called by its code.
pub fn region(words: &Words, code: Option<u8>) -> String {
    match code {
        None => words.say("body-no-region", &[]),
        Some(code) => Region::from_code(code).map_or(code.to_string(), |r| r.name().to_string()),
    }
}

/// Adds what the act says.
pub(super) fn fields(fields: &mut Fields<'_>, act: &BodyAct) {
    let words = fields.words;
    match act {
        BodyAct::Register { id, organisation, particulars } => {
            let label = words.say("act-field-organisation", &[]);
            fields.put("organisation", label, id.0.to_string());
            let kind = organisation_kind(words, organisation.kind);
            fields.put("kind", words.say("body-field-kind", &[]), kind);
            fields.organisation(organisation);
            said(fields, particulars);
        }
        BodyAct::Describe { organisation, particulars } => {
            let label = words.say("act-field-organisation", &[]);
            fields.put("organisation", label, organisation.0.to_string());
            said(fields, particulars);
        }
    }
}

fn said(fields: &mut Fields<'_>, particulars: &Particulars) {
    let words = fields.words;
    let region = region(words, particulars.region);
    fields.put("region", words.say("body-field-region", &[]), region);
    if let Some(parent) = particulars.parent {
        fields.put("parent", words.say("body-field-parent", &[]), parent.0.to_string());
    }
    let centre = centre_of(words, particulars.centre_of);
    fields.put("centre_of", words.say("body-field-centre", &[]), centre);
}
