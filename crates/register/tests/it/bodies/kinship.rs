//! Who registers whom, where, and who is related to whom.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::bodies::stage::{
    APPLICANT, COUNTRY, HR_CENTRE, MOTHER, OTHER, PROVINCE, Stage, refusal,
};
use register::{BodyAct, CentreOf, OrganisationId, OrganisationKind, Particulars};

const NOTHING: Particulars = Particulars { region: None, parent: None, centre_of: CentreOf::None };

#[test]
fn only_an_authority_registers_and_only_in_the_region_it_speaks_for() {
    let check = |by, kind, particulars, expect: &str| {
        let mut stage = Stage::new();
        assert_eq!(refusal(stage.register(by, kind, particulars)), expect);
    };
    let here = Particulars { region: Some(99), ..NOTHING };
    check(MOTHER, OrganisationKind::Social, here, "p6.authority-registers");
    check(OTHER, OrganisationKind::Social, here, "NotItsRegion");
    // No authority of one province makes one of the whole country.
    check(PROVINCE, OrganisationKind::Authority, NOTHING, "NotItsRegion");
    let centre = Particulars { centre_of: CentreOf::Other, ..here };
    check(PROVINCE, OrganisationKind::Employer, centre, "ParticularsCannot");
    let orphan = Particulars { parent: Some(OrganisationId(70)), ..here };
    check(PROVINCE, OrganisationKind::Social, orphan, "UnknownParty");
    let mut stage = Stage::new();
    let rule = stage.register(PROVINCE, OrganisationKind::School, here).unwrap();
    assert_eq!(rule.as_deref(), Some("2020-80/p6.organisations-are-registered"));
}

#[test]
fn a_key_registers_once_and_numbers_follow() {
    let mut stage = Stage::new();
    let known = stage.state.organisation(APPLICANT).unwrap().clone();
    let id = stage.state.next_organisation();
    let register = |id, organisation| BodyAct::Register { id, organisation, particulars: NOTHING };
    let again = stage.act(COUNTRY, "2020-07-23", register(id, known.clone()));
    assert_eq!(refusal(again), "KeyKnown");
    let fresh = register::Organisation { key: [77; 32], ..known };
    let later = stage.act(COUNTRY, "2020-07-23", register(OrganisationId(90), fresh));
    assert_eq!(refusal(later), "NotTheNext");
}

#[test]
fn of_itself_an_authority_says_only_where_it_is_and_never_more_than_it_had() {
    let describe = |organisation, particulars| BodyAct::Describe { organisation, particulars };
    let check = |by, of, particulars, expect: &str| {
        let mut stage = Stage::new();
        let result = stage.act(by, "2020-07-23", describe(of, particulars));
        assert_eq!(refusal(result), expect);
    };
    check(PROVINCE, PROVINCE, NOTHING, "NotItsRegion");
    let own = Particulars { region: Some(99), parent: Some(COUNTRY), centre_of: CentreOf::None };
    check(PROVINCE, PROVINCE, own, "p6.nobody-registers-its-own-kinship");
    // Nor does it take the country's authority, or another province's organisations, for itself.
    let here = Particulars { region: Some(99), ..NOTHING };
    check(PROVINCE, COUNTRY, here, "NotItsRegion");
    check(OTHER, APPLICANT, Particulars { region: Some(98), ..NOTHING }, "NotItsRegion");
    // A circle of kinship is none.
    let mut stage = Stage::new();
    let below = Particulars { region: Some(99), parent: Some(APPLICANT), ..NOTHING };
    stage.act(PROVINCE, "2020-07-23", describe(MOTHER, below)).unwrap();
    let circle = Particulars { region: Some(99), parent: Some(MOTHER), ..NOTHING };
    let result = stage.act(PROVINCE, "2020-07-23", describe(APPLICANT, circle));
    assert_eq!(refusal(result), "ParticularsCannot");
    let rule = stage.act(COUNTRY, "2020-07-23", describe(COUNTRY, here)).unwrap();
    assert_eq!(rule.as_deref(), Some("2020-80/p6.organisations-are-registered"));
}

#[test]
fn the_same_parent_and_child_and_siblings_are_related_and_nobody_else() {
    let mut stage = Stage::new();
    let under = |parent| Particulars { region: Some(99), parent: Some(parent), ..NOTHING };
    for organisation in [APPLICANT, PROVINCE] {
        let particulars = under(MOTHER);
        let describe = BodyAct::Describe { organisation, particulars };
        stage.act(COUNTRY, "2020-07-23", describe).unwrap();
    }
    let related = |a, b| (stage.state.related(a, b), stage.state.related(b, a));
    assert_eq!(related(APPLICANT, APPLICANT), (true, true));
    assert_eq!(related(APPLICANT, MOTHER), (true, true));
    assert_eq!(related(APPLICANT, PROVINCE), (true, true));
    assert_eq!(related(HR_CENTRE, COUNTRY), (true, true));
    assert_eq!(related(HR_CENTRE, APPLICANT), (false, false));
    assert_eq!(related(OTHER, COUNTRY), (false, false));
    // Who is related decides nothing: the law says so of each act.
    stage.apply("2020-08-01").unwrap();
    let step = stage.step(PROVINCE, "2020-08-03", register::ReviewStep::Complete);
    assert_eq!(refusal(step), "p6.nobody-decides-on-its-own-recognition");
}
