//! Certificates of a site that was closed since: the body numbers under another one now, and what
//! it issued before is found as before.
//!
//! Keeps: I-PRI-1. In scope: a body of the short form that was removed, recognised anew with two
//! sites, and closed the first. Out of scope: what may be done in which order (crate `register`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage, day, room};
use desk::find_person::{Asking, Looked, Page, Purpose};
use desk::house::Request;
use desk::{
    ApplicationId, Applied, BodyAct, BodyReason, Grant, Named, OrganisationId, OrganisationKind,
    PublicAct, ReviewStep, Site, StaffId,
};
use vocab::Level;

/// Records an act about a body.
fn record(stage: &mut Stage, actor: OrganisationId, on: &str, act: BodyAct) {
    let name = format!("{on} {act:?}");
    let (on, act, actor) = (stage.on(on), PublicAct::Body(act), Some(actor));
    stage.house.record(&Request { actor, on, name, act }, &[]).unwrap();
}

/// Removes the employer and recognises it in the long form, with two sites.
fn recognised_anew(stage: &mut Stage) {
    let (body, application) = (EMPLOYER, ApplicationId(0));
    let removed = BodyAct::Remove { body, reason: BodyReason::OwnRequest };
    record(stage, AUTHORITY, "2021-01-04", removed);
    let room = room();
    let Named::One(row) = room.law().rows.find("车工") else { panic!("no 车工") };
    let (kind, scope) = (OrganisationKind::Employer, vec![(row, Level::Three)]);
    let conditions = room.law().selection.asked_of(kind.body_kind(), false);
    let (documents, national) = ([1; 32], false);
    let applied =
        Applied { application, kind, scope: scope.clone(), documents, conditions, national };
    record(stage, body, "2021-01-05", BodyAct::Apply(applied));
    let reviewers = (1..=3).map(|number| StaffId { of: AUTHORITY, number }).collect();
    let (from, until) = (day("2021-01-08"), day("2021-01-18"));
    for (on, step) in [
        ("2021-01-06", ReviewStep::Complete),
        ("2021-01-07", ReviewStep::Reviewed { reviewers, favourable: true }),
        ("2021-01-07", ReviewStep::Publicised { from, until }),
    ] {
        record(stage, AUTHORITY, on, BodyAct::Review { application, step });
    }
    let sites = vec![site("Y000099000001"), site("Y000099000002")];
    let (published_on, until) = (day("2021-01-20"), day("2023-12-31"));
    let (covers_outsiders, standard_exists) = (false, true);
    let grant = Grant {
        application,
        body,
        scope,
        sites,
        published_on,
        until,
        covers_outsiders,
        standard_exists,
    };
    record(stage, AUTHORITY, "2021-01-20", BodyAct::Grant(grant));
}

fn site(prefix: &str) -> Site {
    Site { prefix: prefix.parse().unwrap(), seats_a_day: 30, rooms: vec![30] }
}

#[test]
fn what_a_closed_site_issued_is_found_under_its_numbers_and_turned_to_a_new_key() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1]).unwrap();
    recognised_anew(&mut stage);
    let close = |prefix| BodyAct::ChangeSite { body: EMPLOYER, site: site(prefix), open: false };
    record(&mut stage, AUTHORITY, "2021-01-21", close("Y000099000001"));
    let header = issued.receipt.index;
    let now = stage.house.state().session(session).unwrap().clone();
    let (under, ..) = stage.house.state().counter_key(&now, 2020).unwrap();
    assert_eq!(under, "Y000099000002", "the body numbers elsewhere now");

    assert_eq!(stage.house.numbers(header).unwrap(), issued.numbers);
    let staff = StaffId { of: AUTHORITY, number: 1 };
    let asking = Asking { staff, purpose: Purpose::Archive, note: String::new() };
    let whole = Page { after: None, limit: 10 };
    let holder = stage.people(2).remove(1);
    let mut find = |looked: &Looked| {
        let found = stage.house.find_people(&asking, looked, whole).unwrap().found;
        found.into_iter().map(|one| one.number).collect::<Vec<_>>()
    };
    assert_eq!(find(&Looked::Document(holder.document.clone())), issued.numbers[1..]);
    assert!(find(&Looked::Name(holder.name.clone())).contains(&issued.numbers[1]));

    assert!(stage.house.begin_index_turning().unwrap());
    while stage.house.turn_index_slice(10).unwrap().is_some_and(|slice| slice.left) {}
    assert_eq!(stage.house.index_left().unwrap(), None);
    let kind = holder.document.kind().code();
    let places = stage.house.look_up().document(kind, holder.document.number()).unwrap();
    assert_eq!(places, [header + 2]);
}
