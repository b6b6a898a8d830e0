//! `dengji search`: words, exit codes, JSON, what is no question and is not repeated.
//!
//! Out of scope: what fits (crate `desk`).

use crate::dengji;
use crate::session::check;

#[test]
fn an_occupation_is_searched_in_the_law_alone_and_nothing_found_is_said() {
    let found = check("search 车工 --json", 0, &[]);
    let found: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    assert_eq!(found["occupations"][0]["name"], "车工");
    assert_eq!(found["bodies_all"], 0);
    check("search 车工", 0, &["occupations (", "车工"]);
    check("search 没有的名称", 1, &["no occupation and no organisation fits", "person find"]);
    check("search 车工 --kind body", 1, &["no occupation and no organisation fits"]);
    check("search ·", 2, &["write what to search for"]);
    let said = dengji(&["search", "车工"]).output().unwrap();
    assert!(String::from_utf8(said.stdout).unwrap().starts_with("职业（共 "));
}

#[test]
fn a_number_that_may_be_somebodys_is_not_repeated() {
    let number = "99000019900202008X";
    for lang in ["zh_CN.UTF-8", "en"] {
        let said = dengji(&["search", "某人", number]).env("LANG", lang).output().unwrap();
        assert_eq!(said.status.code(), Some(2));
        let all = [said.stdout, said.stderr].concat();
        let all = String::from_utf8(all).unwrap();
        assert!(!all.contains("9900") && !all.contains("某人"), "{all}");
        assert!(all.contains("people are looked up") || all.contains("人员由有权者查阅"), "{all}");
    }
}
