//! `dengji person find`: pages, what is asked wrongly, both languages.
//!
//! Out of scope: who is found and what is recorded (crate `desk`).

use crate::data_keys::World;
use serde_json::Value;

fn find(world: &World, by: &str, arguments: &[&str], code: i32) -> String {
    let data = world.at("data");
    let who = ["person", "find", "--data", &data, "--staff", "1", "--why", "archive", "--by", by];
    world.run(&[&who, arguments].concat(), code)
}

fn json(world: &World, arguments: &[&str]) -> Value {
    let said = find(world, "0", &[arguments, &["--json"]].concat(), 0);
    serde_json::from_str(&said).unwrap_or_else(|why| panic!("{why}\n{said}"))
}

/// Returns two characters that the names of several holders have in a row, and how many they are.
fn shared(world: &World) -> (String, usize) {
    let folder = format!("{}/certificates", world.at("data"));
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let one = json(world, &["--number", path.file_stem().unwrap().to_str().unwrap()]);
        let name = one["found"][0]["name"].as_str().unwrap_or("").to_string();
        let part: String = name.chars().take(2).collect();
        if part.chars().count() == 2 {
            let all =
                json(world, &["--name", &part, "--begins"])["found"].as_array().unwrap().len();
            if 1 < all {
                return (part, all);
            }
        }
    }
    panic!("no two holders share the beginning of a name");
}

#[test]
fn people_are_found_a_page_at_a_time_and_what_is_asked_wrongly_is_no_fault_of_the_register() {
    let world = World::new(&[]);
    let (part, all) = shared(&world);
    let name = ["--name", &part, "--begins"];
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let after_it = after.map(|after: u64| after.to_string());
        let on = after_it.iter().flat_map(|after| ["--after", after]);
        let page =
            [&name[..], &["--limit", "1"]].concat().into_iter().chain(on).collect::<Vec<_>>();
        let page = json(&world, &page);
        entries.extend(page["found"].as_array().unwrap().iter().map(|one| one["entry"].clone()));
        let more = &page["more"];
        if more.is_null() {
            break;
        }
        assert!(more["remedy"].as_str().unwrap().contains("--after"), "{more}");
        after = more["after"].as_u64();
    }
    assert_eq!(entries.len(), all);
    assert!(entries.is_sorted_by(|a, b| a.as_u64() < b.as_u64()), "{entries:?}");
    let said = find(&world, "0", &[&name[..], &["--limit", "1"]].concat(), 0);
    assert!(said.contains("found: 1;") && said.contains("write a longer part"), "{said}");
    let said = find(&world, "0", &name, 0);
    assert!(!said.contains("--after"), "{said}");
    let said = find(&world, "0", &["--lang", "zh", "--limit", "1", "--name", &part], 0);
    assert!(said.contains("尚未查完"), "{said}");
    let one: String = part.chars().take(1).collect();
    for (by, arguments, expect) in [
        ("0", &["--name", &one][..], "two characters in a row"),
        ("99", &["--name", &part], "99"),
        ("0", &["--limit", "0", "--name", &part], "--limit"),
        ("0", &["--begins", "--number", "Y000099000001204000001"], "--begins"),
    ] {
        let said = find(&world, by, arguments, 2);
        assert!(said.contains(expect) && !said.contains("the register failed"), "{said}");
    }
}
