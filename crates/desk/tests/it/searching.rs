//! Searching occupations and organisations: names, codes, what comes in meanwhile.
//!
//! In scope: the use case on a house. Out of scope: how names fit (`desk::name_index`), what is no
//! question (`desk::search_text`), people (`finding`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage};
use desk::house::{House, Request};
use desk::search_register::{Fit, Found, Question, SHOWN, SearchKind};
use desk::see_register::Reading;
use desk::{Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RowId};
use std::sync::{Arc, Mutex};
use vocab::{Day, Level};

fn find(stage: &Stage, text: &str) -> Found {
    stage.house.search(&Question::read(text).unwrap(), None, SHOWN)
}

fn bodies(found: &Found) -> Vec<u32> {
    found.bodies.iter().map(|hit| hit.number).collect()
}

/// Recognises one more employer, under a name and a prefix of its own.
fn recognise(house: &mut House, (on, row): (Day, RowId), number: u32, name: &str) {
    let body = Organisation {
        kind: OrganisationKind::Employer,
        name: name.to_string(),
        key: house.new_key().unwrap(),
        operator_custody: true,
        institution: None,
    };
    let recognition = Recognition {
        id: OrganisationId(number),
        body,
        prefix: format!("Y0000990{number:05}").parse().unwrap(),
        scope: vec![(row, Level::Four)],
        published_on: Some(on),
        until: None,
        covers_outsiders: false,
        standard_exists: true,
    };
    let act = PublicAct::RecogniseBody(recognition);
    let request = Request { actor: Some(AUTHORITY), on, name: format!("recognise {number}"), act };
    house.record(&request, &[]).unwrap();
}

#[test]
fn an_occupation_is_found_by_its_corrected_and_its_printed_name_and_by_the_title_of_its_item() {
    let stage = Stage::new();
    let rows = stage.house.law().rows.rows.clone();
    let corrected: Vec<_> = rows.iter().filter(|row| row.printed != row.canonical()).collect();
    assert!(!corrected.is_empty());
    for row in &rows {
        for name in [row.canonical(), &row.printed] {
            // Full width and half width are one.
            let typed = name.replace('（', "(").replace('）', ")");
            let found = stage.house.search(&Question::read(&typed).unwrap(), None, 200);
            let hit = found.occupations.iter().find(|hit| hit.name == row.canonical());
            assert_eq!(hit.map(|hit| hit.fit), Some(Fit::Whole), "{name}");
        }
    }
    let found = find(&stage, "车工");
    assert_eq!(
        (found.occupations[0].name.as_str(), found.occupations[0].fit),
        ("车工", Fit::Whole)
    );
    assert!(find(&stage, "没有的职业名").occupations.is_empty());
    let none = stage.house.search(&Question::read("车工").unwrap(), Some(SearchKind::Body), SHOWN);
    assert_eq!(none.occupations_all, 0);
}

#[test]
fn a_body_is_found_by_two_characters_of_its_name_by_its_code_and_by_the_prefix_of_its_site() {
    let mut stage = Stage::new();
    let when = (stage.on("2020-08-03"), stage.row("车工"));
    recognise(&mut stage.house, when, 3, "虚构甲市北方机械厂");
    recognise(&mut stage.house, when, 4, "北方");
    assert_eq!(bodies(&find(&stage, "北方")), [4, 3]);
    assert_eq!(bodies(&find(&stage, "方机")), [3]);
    assert_eq!(bodies(&find(&stage, "机械 虚构")), [3]);
    assert_eq!(bodies(&find(&stage, "Ｙ000099000003")), [3]);
    assert_eq!(bodies(&find(&stage, "y0000990")), [2, 3, 4]);
    let centre = find(&stage, "99991001");
    assert_eq!(bodies(&centre), [1]);
    assert_eq!(centre.bodies[0].institution.as_deref(), Some("99991001"));
    assert_eq!((centre.bodies[0].standing, centre.bodies_all), (None, 1));
    let employer = find(&stage, "Y000099000001");
    assert_eq!(bodies(&employer), [EMPLOYER.0]);
    assert_eq!(employer.bodies[0].standing, Some("recognised"));
    assert_eq!(employer.to_json()["bodies"][0]["fit"], "whole");
}

#[test]
fn a_body_that_came_in_since_the_last_search_is_found_by_the_next() {
    let stage = Stage::new();
    let (on, row) = (stage.on("2020-08-03"), stage.row("车工"));
    let name = Question::read("北方").unwrap();
    let house = Arc::new(Mutex::new(stage.house));
    let reading = Reading::of(house.clone());
    for number in 3..6 {
        let before = usize::try_from(number - 3).unwrap();
        assert_eq!(reading.search(&name, None, SHOWN).unwrap().bodies_all, before);
        let named = format!("北方第{number}厂");
        recognise(&mut house.lock().unwrap(), (on, row), number, &named);
        let found = reading.search(&name, None, SHOWN).unwrap();
        assert_eq!((found.bodies_all, found.bodies.len()), (before + 1, before + 1));
        assert!(found.bodies.iter().any(|hit| hit.name == named));
    }
    let few = reading.search(&name, None, 2).unwrap();
    assert_eq!((few.bodies.len(), few.bodies_all), (2, 3));
}
