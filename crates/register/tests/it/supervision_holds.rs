//! Holds and releases: who may, what waits, what a release lets pass, who recuses itself.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::supervised::{
    AUTHORITY, BODY, CENTRE, OTHER_BODY, OTHER_CENTRE, SESSION, World, day, turner,
};
use register::{
    Hold, HoldId, HoldReason, OrganisationId, Related, Relation, RelationKind, Release,
    ReleaseReason, RowId, SessionId, StaffId, SupervisionAct,
};

fn hold(body: OrganisationId, session: Option<SessionId>) -> Hold {
    Hold { hold: HoldId(0), body, occupation: None, session, reason: HoldReason::Complaint }
}

fn release(session: Option<SessionId>) -> Release {
    let (hold, body, reason) = (HoldId(0), BODY, ReleaseReason::Verified);
    Release { hold, body, session, until: None, reason }
}

fn check(by: OrganisationId, act: SupervisionAct, expect: Result<&str, &str>) {
    let mut world = World::new();
    world.session();
    let got = world.supervise(by, act);
    assert_eq!(got.as_deref().map_err(String::as_str), expect);
}

#[test]
fn supervision_holds_and_bodies_do_not() {
    let whole = SupervisionAct::Hold(hold(BODY, None));
    check(CENTRE, whole.clone(), Ok("2020-80/p6.quality-is-supervised"));
    check(AUTHORITY, whole.clone(), Ok("2020-80/p6.quality-is-supervised"));
    check(OTHER_BODY, whole.clone(), Err("2020-80/p6.bodies-do-not-supervise"));
    check(BODY, whole, Err("2020-80/p6.bodies-do-not-supervise"));
    let itself = SupervisionAct::Hold(hold(CENTRE, None));
    check(CENTRE, itself, Err("2020-80/p6.nobody-decides-on-itself"));
    let unknown = SupervisionAct::Hold(hold(OrganisationId(99), None));
    check(CENTRE, unknown, Err("UnknownParty 2020-80/p6.quality-is-supervised"));
    let of_another = SupervisionAct::Hold(hold(OTHER_BODY, Some(SESSION)));
    check(CENTRE, of_another, Err("NotItsOwnSession 2020-80/p5.within-scope"));
    let skipped = SupervisionAct::Hold(Hold { hold: HoldId(1), ..hold(BODY, None) });
    check(CENTRE, skipped, Err("NotTheNext 2020-80/p6.quality-is-supervised"));
    let nothing = SupervisionAct::Release(release(None));
    check(CENTRE, nothing, Err("UnknownHold 2020-80/p6.release-is-supervised"));
}

/// A world with a hold.
fn held(hold: Hold) -> World {
    let mut world = World::new();
    world.session();
    world.supervise(CENTRE, SupervisionAct::Hold(hold)).unwrap();
    world
}

const HELD: &str = "Held 2020-80/p6.release-is-supervised";

#[test]
fn what_is_held_is_issued_after_a_supervisor_released_it_and_not_before() {
    let mut world = held(hold(BODY, Some(SESSION)));
    assert_eq!(world.issue(SESSION, 0..10), Err(HELD.into()));
    let by = |world: &mut World, by| world.supervise(by, SupervisionAct::Release(release(None)));
    // An authority that is no supervisor does not release; neither does the body.
    assert_eq!(by(&mut world, AUTHORITY), Err("2020-80/p6.release-is-supervised".into()));
    assert_eq!(by(&mut world, BODY), Err("2020-80/p6.nobody-decides-on-itself".into()));
    let other = Release { body: OTHER_BODY, ..release(None) };
    let other = world.supervise(CENTRE, SupervisionAct::Release(other));
    assert_eq!(other, Err("ReleasesAnother 2020-80/p6.release-is-supervised".into()));
    assert_eq!(by(&mut world, CENTRE), Ok("2020-80/p4.supervisor-releases".into()));
    let twice = by(&mut world, OTHER_CENTRE);
    assert_eq!(twice, Err("ReleasedTwice 2020-80/p6.release-is-supervised".into()));
    assert!(world.issue(SESSION, 0..10).is_ok());
}

#[test]
fn a_hold_of_one_session_or_occupation_leaves_the_others() {
    let mut world = held(hold(BODY, Some(SESSION)));
    world.session();
    assert!(world.issue(SessionId(1), 0..3).is_ok());
    assert_eq!(world.issue(SESSION, 0..3), Err(HELD.into()));
    let mut world = held(Hold { occupation: Some(RowId(0)), ..hold(BODY, None) });
    assert!(world.issue(SESSION, 0..3).is_ok());
    let mut world = held(Hold { occupation: Some(turner()), ..hold(BODY, None) });
    assert_eq!(world.issue(SESSION, 0..3), Err(HELD.into()));
}

#[test]
fn a_release_is_used_up_by_one_batch() {
    let mut world = held(hold(BODY, None));
    let act = SupervisionAct::Release(release(Some(SESSION)));
    world.supervise(CENTRE, act).unwrap();
    let used =
        |world: &World| world.state.supervision().hold(HoldId(0)).unwrap().release.unwrap().used;
    assert!(!used(&world));
    world.issue(SESSION, 0..10).unwrap();
    assert!(used(&world));
}

fn relation(a: Related, until: Option<&str>) -> SupervisionAct {
    let (kind, from) = (RelationKind::Parent, day("2016-01-01"));
    SupervisionAct::DeclareRelation(Relation { a, b: BODY, kind, from, until: until.map(day) })
}

#[test]
fn whoever_is_related_recuses_itself_for_as_long_as_the_law_says() {
    let after = |until| {
        let mut world = World::new();
        let parent = relation(Related::Organisation(CENTRE), until);
        world.supervise(AUTHORITY, parent).unwrap();
        world.supervise(CENTRE, SupervisionAct::Hold(hold(BODY, None))).map_err(drop)
    };
    assert_eq!(after(None), Err(()));
    // Three years before 1 October 2020 are 1,095 days: 2 October 2017.
    assert_eq!(after(Some("2017-10-02")), Err(()));
    assert!(after(Some("2017-10-01")).is_ok());
}

#[test]
fn bodies_declare_only_their_own_relations() {
    let staff = Related::Staff(StaffId { of: CENTRE, number: 1 });
    check(BODY, relation(staff, None), Ok("2020-80/p6.relations-are-declared"));
    check(OTHER_BODY, relation(staff, None), Err("2020-80/p6.bodies-declare-their-own"));
    let itself = relation(Related::Organisation(BODY), None);
    check(CENTRE, itself, Err("RelatedToItself 2020-80/p6.relations-are-declared"));
    let over = relation(staff, Some("2015-12-31"));
    check(CENTRE, over, Err("DatesOutOfOrder 2020-80/p4.dates-are-in-order"));
}
