//! Seats a day against rooms, and a body whose sites are all closed.
//!
//! Out of scope: the bound itself (`supervision_pace`), regions (`regions`).

use crate::bodies::stage::{APPLICANT, PROVINCE, Stage, day, grant, law, refusal, row, site};
use law::Law;
use register::{BodyAct, Breach, Event, Grant, PaceBatch, PublicAct, Refusal, Site, pace_figures};
use vocab::Instant;

/// The law as it was before it asked for either.
fn earlier() -> Law {
    let mut law = law().clone();
    law.selection.sittings_a_day = None;
    law.supervising.as_mut().unwrap().pace.closed_has_none = false;
    law
}

/// Grants a site of two rooms of thirty, and says what an earlier law and this one answer.
fn check(seats_a_day: u32, expect: Result<(), Breach>) {
    let mut stage = Stage::new();
    stage.publicised();
    let sites = vec![Site { seats_a_day, ..site("S000099000001") }];
    let event = Event {
        actor: Some(PROVINCE),
        sequence: stage.state.sequence(Some(PROVINCE)),
        on: day("2020-08-17"),
        recorded_at: Instant::start_of(day("2020-08-18")),
        idempotency: [0; 16],
        act: PublicAct::Body(BodyAct::Grant(Grant { sites, ..grant() })),
    };
    assert!(register::check(&stage.state, &earlier(), &event).is_ok(), "{seats_a_day}");
    let now = register::check(&stage.state, law(), &event).map(|_| ());
    assert_eq!(now, expect.map_err(Refusal::Breach), "{seats_a_day}");
}

#[test]
fn a_site_assesses_no_more_a_day_than_its_rooms_hold_in_four_sittings() {
    check(239, Ok(()));
    check(240, Ok(()));
    check(241, Err(Breach::SeatsAboveRooms));
    assert_eq!(Breach::SeatsAboveRooms.rule(), "2020-80/p5.recognition-is-guided");
    let mut stage = Stage::new();
    stage.granted();
    let larger = Site { seats_a_day: 241, ..site("S000099000001") };
    let act = BodyAct::ChangeSite { body: APPLICANT, site: larger, open: true };
    assert_eq!(refusal(stage.act(PROVINCE, "2020-09-01", act)), "SeatsAboveRooms");
}

#[test]
fn a_body_whose_sites_are_all_closed_has_a_bound_of_nought() {
    let mut stage = Stage::new();
    stage.granted();
    let batch = |more| PaceBatch { row: row("电工"), site: None, more };
    let on = day("2020-09-02");
    let exceeded = |stage: &Stage, law: &Law, more| {
        let all = pace_figures(&stage.state, law, APPLICANT, on, batch(more));
        all.iter().any(register::PaceFigure::exceeded)
    };
    assert!(!exceeded(&stage, law(), 1));
    let act = BodyAct::ChangeSite { body: APPLICANT, site: site("S000099000001"), open: false };
    stage.act(PROVINCE, "2020-09-01", act).unwrap();
    let figures = pace_figures(&stage.state, law(), APPLICANT, on, batch(1));
    assert_eq!(figures.iter().map(|f| (f.capacity, f.bound, f.sum)).collect::<Vec<_>>(), {
        [(0, 0, 1_000)]
    });
    assert!(exceeded(&stage, law(), 1) && !exceeded(&stage, law(), 0));
    assert!(!exceeded(&stage, &earlier(), 1), "an earlier law knows no such bound");
}
