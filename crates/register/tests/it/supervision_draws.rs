//! Draws by lot: committed to, fixed by a landmark, revealed, computed again; nothing else passes.
//!
//! In scope: what is answered. Out of scope: bytes (`seal`), people and files (`desk`).

use crate::supervised::{AUTHORITY, BODY, CENTRE, OTHER_BODY, OTHER_CENTRE, SESSION, World};
use expect_test::expect;
use register::{
    CaseId, DRAW_METHOD, DrawId, DrawKind, Grounds, Inspection, InspectionId, InspectionOutcome,
    OpenCase, OrganisationId, Population, Related, Relation, RelationKind, StaffId, SupervisionAct,
    draw_picks, draw_seed, nonce_commitment, population_numbers, population_root,
};

const DRAW: DrawId = DrawId(0);
const NONCE: [u8; 32] = [1; 32];
const WITNESS_NONCE: [u8; 32] = [2; 32];
const ROOT: [u8; 32] = [3; 32];

fn population(world: &World, kind: DrawKind, pick: u16) -> Population {
    let numbers = population_numbers(&world.state, kind);
    Population {
        draw: DRAW,
        kind,
        root: population_root(&numbers),
        size: numbers.len() as u32,
        pick,
        method: DRAW_METHOD,
        nonce: nonce_commitment(DRAW, &NONCE),
    }
}

fn commit(world: &mut World, population: Population) -> Result<String, String> {
    world.supervise(CENTRE, SupervisionAct::CommitPopulation(population))
}

fn witness(world: &mut World, by: OrganisationId) -> Result<String, String> {
    let commitment = nonce_commitment(DRAW, &WITNESS_NONCE);
    world.supervise(by, SupervisionAct::CommitNonce { draw: DRAW, commitment })
}

fn reveal(world: &mut World, by: OrganisationId, nonce: [u8; 32]) -> Result<String, String> {
    world.supervise(by, SupervisionAct::RevealNonce { draw: DRAW, nonce })
}

fn draw(world: &mut World, picks: Vec<u32>) -> Result<String, String> {
    world.supervise(CENTRE, SupervisionAct::Draw { draw: DRAW, picks })
}

/// A world in which one of the two bodies is to be drawn and everything is committed.
fn committed() -> World {
    let mut world = World::new();
    let population = population(&world, DrawKind::Bodies, 1);
    commit(&mut world, population).unwrap();
    witness(&mut world, OTHER_CENTRE).unwrap();
    world
}

fn check(change: impl Fn(&mut Population), expect: Result<&str, &str>) {
    let mut world = World::new();
    let mut population = population(&world, DrawKind::Bodies, 1);
    change(&mut population);
    assert_eq!(commit(&mut world, population).as_deref().map_err(String::as_str), expect);
}

#[test]
fn a_population_is_the_one_that_the_register_lists() {
    check(|_| {}, Ok("2020-80/p6.supervision-is-exercised"));
    let other = Err("OtherPopulation 2020-80/p6.supervision-is-exercised");
    check(|p| p.root = [0; 32], other);
    check(|p| p.size = 3, other);
    let count = Err("DrawCount 2020-80/p6.supervision-is-exercised");
    check(|p| p.pick = 0, count);
    check(|p| p.pick = 3, count);
    check(|p| p.method = 2, Err("DrawMethod 2020-80/p6.supervision-is-exercised"));
    check(|p| p.draw = DrawId(7), Err("NotTheNext 2020-80/p6.quality-is-supervised"));
}

#[test]
fn the_witness_is_another_and_no_body() {
    let mut world = World::new();
    let population = population(&world, DrawKind::Bodies, 1);
    commit(&mut world, population).unwrap();
    let itself = Err("2020-80/p6.supervisor-is-not-the-supervised".to_string());
    assert_eq!(witness(&mut world, CENTRE), itself);
    let body = Err("2020-80/p6.bodies-exercise-no-supervision".to_string());
    assert_eq!(witness(&mut world, BODY), body);
    let parent = Relation {
        a: Related::Organisation(AUTHORITY),
        b: CENTRE,
        kind: RelationKind::Parent,
        from: world.now,
        until: None,
    };
    world.supervise(AUTHORITY, SupervisionAct::DeclareRelation(parent)).unwrap();
    assert_eq!(witness(&mut world, AUTHORITY), itself);
    witness(&mut world, OTHER_CENTRE).unwrap();
    let twice = Err("WitnessedTwice 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(witness(&mut world, OTHER_CENTRE), twice);
}

#[test]
fn nonces_are_revealed_after_the_landmark_and_only_those_committed_to() {
    let mut world = committed();
    let early = Err("NoLandmarkYet 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(reveal(&mut world, CENTRE, NONCE), early);
    world.landmark(ROOT);
    let wrong = Err("WrongNonce 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(reveal(&mut world, CENTRE, [9; 32]), wrong);
    // The other's nonce is not one's own.
    assert_eq!(reveal(&mut world, OTHER_CENTRE, NONCE), wrong);
    let stranger = Err("NotOfTheDraw 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(reveal(&mut world, AUTHORITY, NONCE), stranger);
    reveal(&mut world, CENTRE, NONCE).unwrap();
    let twice = Err("RevealedTwice 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(reveal(&mut world, CENTRE, NONCE), twice);
    let missing = Err("NotRevealed 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(draw(&mut world, vec![0]), missing);
}

#[test]
fn what_is_drawn_is_what_the_method_gives_and_the_first_landmark_decides() {
    let mut world = committed();
    world.landmark(ROOT);
    world.landmark([4; 32]);
    reveal(&mut world, CENTRE, NONCE).unwrap();
    reveal(&mut world, OTHER_CENTRE, WITNESS_NONCE).unwrap();
    let picks = draw_picks(&draw_seed(&ROOT, &NONCE, &WITNESS_NONCE), 2, 1);
    let other = Err("OtherPicks 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(draw(&mut world, vec![1 - picks[0]]), other);
    assert_eq!(draw(&mut world, vec![]), other);
    draw(&mut world, picks.clone()).unwrap();
    let twice = Err("DrawnTwice 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(draw(&mut world, picks.clone()), twice);

    // Only what was drawn is inspected under the draw.
    let drawn = [BODY, OTHER_BODY][picks[0] as usize];
    let spared = [OTHER_BODY, BODY][picks[0] as usize];
    let not_drawn = inspect(&mut world, spared, CENTRE);
    assert_eq!(not_drawn, Err("NotDrawn 2020-80/p6.supervision-is-exercised".into()));
    // Inspectors of the body itself recuse themselves.
    let own = inspect(&mut world, drawn, drawn);
    assert_eq!(own, Err("2020-80/p6.nobody-decides-on-itself".into()));
    assert_eq!(inspect(&mut world, drawn, CENTRE), Ok("2020-80/p6.quality-is-supervised".into()));
}

fn inspect(world: &mut World, body: OrganisationId, of: OrganisationId) -> Result<String, String> {
    let inspection = Inspection {
        inspection: InspectionId(0),
        draw: Some((DRAW, 0)),
        body,
        session: None,
        inspectors: vec![StaffId { of, number: 1 }],
        findings: [0; 32],
        outcome: InspectionOutcome::InOrder,
    };
    world.supervise(CENTRE, SupervisionAct::Inspection(inspection))
}

#[test]
fn a_nonce_that_is_missing_after_two_days_is_ground_for_a_case() {
    let open = |world: &mut World, subject| {
        let open = OpenCase {
            case: CaseId(0),
            subject,
            grounds: Grounds::MissedReveal,
            inspection: None,
            draw: Some(DRAW),
            commitment: [0; 32],
        };
        world.supervise(AUTHORITY, SupervisionAct::OpenCase(open))
    };
    let mut world = committed();
    world.landmark(ROOT);
    reveal(&mut world, CENTRE, NONCE).unwrap();
    world.now = world.now.plus_days(2);
    let none = Err("OtherGrounds 2020-80/p6.supervision-is-exercised".to_string());
    assert_eq!(open(&mut world, OTHER_CENTRE), none);
    world.now = world.now.plus_days(1);
    assert_eq!(open(&mut world, CENTRE), none);
    let missed: Vec<_> = world.state.supervision().draw(DRAW).unwrap().missing().collect();
    assert_eq!(missed, [OTHER_CENTRE]);
    let duty = Ok("2020-80/p4.irregularity-opens-a-case".to_string());
    assert_eq!(open(&mut world, OTHER_CENTRE), duty);
}

#[test]
fn sessions_and_certificates_are_populations_too() {
    let mut world = World::new();
    world.session();
    let span = DrawKind::Sessions { from: world.now.plus_days(-1), until: world.now };
    assert_eq!(population_numbers(&world.state, span), [0]);
    let before = DrawKind::Sessions { from: world.now, until: world.now };
    assert!(population_numbers(&world.state, before).is_empty());
    assert!(population_numbers(&world.state, DrawKind::Certificates(SESSION)).is_empty());
    world.issue(SESSION, 4..9).unwrap();
    let rows = population_numbers(&world.state, DrawKind::Certificates(SESSION));
    assert_eq!(rows, [4, 5, 6, 7, 8]);
    let population = population(&world, DrawKind::Certificates(SESSION), 3);
    commit(&mut world, population).unwrap();
}

/// Vectors: the worked example of docs/draws.md, which shasum and pencil give too.
#[test]
fn the_worked_example_comes_out_as_documented() {
    let hex = |bytes: [u8; 32]| vocab::Hash(bytes).to_string();
    let seed = draw_seed(&ROOT, &NONCE, &WITNESS_NONCE);
    let text = format!(
        "population {}\ncommitment {}\nwitness {}\nseed {}\npicks {:?}\nall {:?}\n",
        hex(population_root(&[3, 4, 7, 11, 12, 20, 21, 22, 30, 31])),
        hex(nonce_commitment(DRAW, &NONCE)),
        hex(nonce_commitment(DRAW, &WITNESS_NONCE)),
        hex(seed),
        draw_picks(&seed, 10, 3),
        draw_picks(&seed, 10, 10),
    );
    expect![[r#"
        population a1be8cc67181762e4e5e450b836f39443ce7cb6195325bb6a4a2f06e85101121
        commitment 39c1732c889911eebc2b5659e1f20c2f5a7a9e8ad84ea99344ccfbbabe0e09d4
        witness 7940d546347541e1fa08048d964bf4c52f0d0106fb53a2cb8f6b5c647f3b7f84
        seed 052003ffb5af216d63ecb72665556fd24274a7f268297d40cd4162459be367fb
        picks [2, 0, 4]
        all [2, 0, 4, 7, 1, 8, 5, 3, 6, 9]
    "#]]
    .assert_eq(&text);
}
