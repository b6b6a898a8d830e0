//! Words for acts about bodies.
//!
//! In scope: the name of the kind, the fields. Out of scope: the acts (`register`).

use super::Fields;
use crate::words::Words;
use register::{BodyAct, BodyReason, CentreOf, OrganisationKind, Particulars, ReviewStep};
use vocab::Region;

mod recognition;

/// Returns the name of a kind of act.
pub(super) fn kind(words: &Words, act: &BodyAct) -> String {
    match act {
        BodyAct::Register { .. } => words.say("body-kind-register", &[]),
        BodyAct::Describe { .. } => words.say("body-kind-describe", &[]),
        BodyAct::Apply(_) => words.say("body-kind-apply", &[]),
        BodyAct::Review { step, .. } => review_step(words, step),
        BodyAct::Grant(_) => words.say("body-kind-grant", &[]),
        BodyAct::Amend { .. } => words.say("body-kind-amend", &[]),
        BodyAct::Renew { .. } => words.say("body-kind-renew", &[]),
        BodyAct::Suspend { .. } => words.say("body-kind-suspend", &[]),
        BodyAct::Reinstate { .. } => words.say("body-kind-reinstate", &[]),
        BodyAct::Remove { .. } => words.say("body-kind-remove", &[]),
        BodyAct::ChangeSite { open: true, .. } => words.say("body-kind-open-site", &[]),
        BodyAct::ChangeSite { open: false, .. } => words.say("body-kind-close-site", &[]),
        BodyAct::Convert { .. } => words.say("body-kind-convert", &[]),
    }
}

/// Returns the name of a step of a review.
pub fn review_step(words: &Words, step: &ReviewStep) -> String {
    match step {
        ReviewStep::Incomplete { .. } => words.say("body-step-incomplete", &[]),
        ReviewStep::Complete => words.say("body-step-complete", &[]),
        ReviewStep::Reviewed { .. } => words.say("body-step-reviewed", &[]),
        ReviewStep::Publicised { .. } => words.say("body-step-publicised", &[]),
        ReviewStep::Objected { .. } => words.say("body-step-objected", &[]),
        ReviewStep::ObjectionDecided { .. } => words.say("body-step-decided", &[]),
        ReviewStep::Refused { .. } => words.say("body-step-refused", &[]),
        ReviewStep::Withdrawn => words.say("body-step-withdrawn", &[]),
    }
}

/// Returns a reason in words.
pub fn reason(words: &Words, reason: BodyReason) -> String {
    match reason {
        BodyReason::Conditions => words.say("body-reason-conditions", &[]),
        BodyReason::Review => words.say("body-reason-review", &[]),
        BodyReason::Objection => words.say("body-reason-objection", &[]),
        BodyReason::Quality => words.say("body-reason-quality", &[]),
        BodyReason::Procedure => words.say("body-reason-procedure", &[]),
        BodyReason::Investigation => words.say("body-reason-investigation", &[]),
        BodyReason::OwnRequest => words.say("body-reason-own-request", &[]),
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
    if let Some(organisation) = act.organisation() {
        let label = words.say("act-field-organisation", &[]);
        fields.put("organisation", label, organisation.0.to_string());
    }
    match act {
        BodyAct::Register { organisation, particulars, .. } => {
            let kind = organisation_kind(words, organisation.kind);
            fields.put("kind", words.say("body-field-kind", &[]), kind);
            fields.organisation(organisation);
            said(fields, particulars);
        }
        BodyAct::Describe { particulars, .. } => said(fields, particulars),
        BodyAct::Apply(applied) => recognition::applied(fields, applied),
        BodyAct::Review { application, step } => {
            let label = words.say("body-field-application", &[]);
            fields.put("application", label, application.0.to_string());
            recognition::step(fields, step);
        }
        BodyAct::Grant(grant) => recognition::grant(fields, grant),
        BodyAct::Amend { scope, standard_exists, .. } => {
            recognition::scope(fields, scope);
            let standard = fields.yes(*standard_exists);
            fields.put("standard_exists", words.say("act-field-standard", &[]), standard);
        }
        BodyAct::Renew { until, .. } => {
            fields.put("until", words.say("act-field-until", &[]), until.to_string());
        }
        BodyAct::Suspend { occupation, until, reason: why, .. } => {
            recognition::reach(fields, *occupation);
            if let Some(until) = until {
                fields.put("until", words.say("act-field-until", &[]), until.to_string());
            }
            fields.put("reason", words.say("body-field-reason", &[]), reason(words, *why));
        }
        BodyAct::Reinstate { occupation, .. } => recognition::reach(fields, *occupation),
        BodyAct::Remove { reason: why, .. } => {
            fields.put("reason", words.say("body-field-reason", &[]), reason(words, *why));
        }
        BodyAct::ChangeSite { site, .. } => recognition::site(fields, site),
        BodyAct::Convert { .. } => {}
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
