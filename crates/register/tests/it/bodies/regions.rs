//! Seats on record in a region, as recognitions, sites and removals change them.
//!
//! Out of scope: the arithmetic of the bound (`supervision_regions`), what was issued (`rush`).

use crate::bodies::stage::{
    COUNTRY, PROVINCE, Stage, applied, day, grant, law, reviewed, row, site,
};
use register::{
    BodyAct, BodyReason, CentreOf, Grant, OrganisationId, OrganisationKind, PaceFigure, PaceOf,
    Particulars, ReviewStep, region_figures, regions_on_record,
};

/// Recognises one more body in the region, with one site of 120 seats a day.
fn recognised(stage: &mut Stage, n: u32) -> OrganisationId {
    let body = stage.state.next_organisation();
    let particulars = Particulars { region: Some(99), parent: None, centre_of: CentreOf::None };
    stage.register(COUNTRY, OrganisationKind::Social, particulars).unwrap();
    let application = stage.state.bodies().next_application();
    stage.act(body, "2020-08-01", BodyAct::Apply(applied(application))).unwrap();
    let (from, until) = (day("2020-08-10"), day("2020-08-16"));
    for step in [ReviewStep::Complete, reviewed(&[1, 2, 3]), ReviewStep::Publicised { from, until }]
    {
        stage.act(PROVINCE, "2020-08-03", BodyAct::Review { application, step }).unwrap();
    }
    let sites = vec![site(&format!("S0000990001{n:02}"))];
    let grant = Grant { application, body, sites, ..grant() };
    stage.act(PROVINCE, "2020-08-17", BodyAct::Grant(grant)).unwrap();
    body
}

fn figures(stage: &Stage) -> Vec<PaceFigure> {
    let table = law().supervising.as_ref().unwrap().region.as_ref().unwrap();
    region_figures(&stage.state, table, 99, day("2020-12-01"), (row("电工"), 7))
}

#[test]
fn a_region_has_a_bound_from_its_tenth_body_on_by_the_seats_of_its_open_sites() {
    let mut stage = Stage::new();
    let bodies: Vec<OrganisationId> = (0..10)
        .map(|n| {
            assert_eq!(figures(&stage), [], "{n} bodies are too few");
            recognised(&mut stage, n)
        })
        .collect();
    assert_eq!(regions_on_record(&stage.state), [(99, vec![])]);
    // 685 of a thousand days, and a quarter of them; nothing of its own yet.
    let check = |stage: &Stage, seats: u64| {
        let [whole, occupation] = figures(stage)[..] else { panic!("{seats}") };
        assert_eq!((whole.of, occupation.of), {
            (PaceOf::Region(99), PaceOf::RegionOccupation(99, row("电工")))
        });
        let reference = seats * 685 * 250 / 1_000;
        assert_eq!((whole.capacity, whole.reference, whole.sum), (seats * 685, reference, 7_000));
        assert_eq!(whole.bound, 60 * reference);
        // The only occupation of the region is the region.
        assert_eq!((occupation.reference, occupation.sum), (reference, 7_000));
    };
    check(&stage, 1_200);
    let changed = |stage: &mut Stage, act, seats| {
        stage.act(PROVINCE, "2020-09-01", act).unwrap();
        check(stage, seats);
    };
    let body = bodies[0];
    let other = site("S000099000200");
    changed(&mut stage, BodyAct::ChangeSite { body, site: other.clone(), open: true }, 1_320);
    changed(&mut stage, BodyAct::ChangeSite { body, site: other, open: false }, 1_200);
    let removed = BodyAct::Remove { body: bodies[9], reason: BodyReason::Quality };
    stage.act(PROVINCE, "2020-09-02", removed).unwrap();
    assert_eq!(figures(&stage), [], "nine bodies are too few again");
    recognised(&mut stage, 10);
    check(&stage, 1_200);
}
