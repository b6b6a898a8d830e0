//! Made-up notices with other totals: nothing about the real one is in the reader.
//!
//! A row of `check` is a notice, one line for each figure that does not agree, and the remedies.

use expect_test::{Expect, expect};
use notice::{Expected, Figure, Remedy};

const THREE_BATCHES: &str = "某发〔2031〕7号\n\n关于某事的通知\n\n\
    一、甲部组织实施的 2 项职业资格（涉及 3 个职业）拟于 3 月 1 日前第一批退出。\
    乙部组织实施的两项职业资格（涉及四个职业）拟于 6 月 1 日前第二批退出；\
    其余 3 项职业资格（涉及 3 个职业）拟于年底前第三批退出。\n\n\
    附件\n某某类人员目录安排（某某类7项）\n\n\
    序号\t职业资格名称\t\t实施部门（单位）\t批次\n\
    1\t木、竹人员\t木工、竹工\t甲部\t第一批\n\
    2\t石人员\t石工\t甲部、丙会\t1\n\
    \t\t玉工\t乙部\t2\n\
    - 1 -\n\
    序号\t职业资格名称\t\t实施部门（单位）\t批次\n\
    3\t水人员\t水工、汽工\t乙部\t2\n\
    \t\t冰工\t\t\n\
    4\t火人员\t火工\t丁会\t3\n\
    5\t土人员\t土工\t丁会\t3\n\
    6\t风人员\t风工\t丁会、乙部\t3\n\
    7\t电人员\t电工\t戊部\t拟调整为准入类职业资格\n\n\
    某部办公厅\n2031年1月2日印发\n";

fn check(text: &str, expected: Option<&Expected>, expect: Expect) {
    let table = notice::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let result = notice::reconcile(&table, expected);
    let mut shown: Vec<String> = result
        .checks()
        .filter(|c| !c.ok)
        .map(|c| format!("{} {:?} found {}", c.figure, c.expected(), c.found))
        .collect();
    assert_eq!(result.ok(), shown.is_empty());
    shown.extend(result.remedies.iter().map(|remedy| match remedy {
        Remedy::Differs { item, missing, extra } => {
            let names = |rows: &[notice::Row]| -> Vec<String> {
                rows.iter().map(|r| format!("{} {}", r.occupation, r.fate)).collect()
            };
            format!("differs {item} missing {:?} extra {:?}", names(missing), names(extra))
        }
        other => format!("{other:?}"),
    }));
    shown.extend(result.likeliest.iter().map(|remedy| format!("likeliest {}", remedy.item())));
    expect.assert_eq(&shown.join("\n"));
}

fn changed(from: &str, to: &str) -> String {
    assert!(THREE_BATCHES.contains(from));
    THREE_BATCHES.replacen(from, to, 1)
}

#[test]
fn a_notice_with_three_batches_reconciles() {
    check(THREE_BATCHES, None, expect![[r#""#]]);
    let table = notice::read(THREE_BATCHES.as_bytes()).unwrap();
    let figures: Vec<String> =
        notice::figures(&table.rows).iter().map(|(f, n)| format!("{f}={n}")).collect();
    expect![[r#"
        batch1.items=2
        batch1.occupations=3
        batch2.items=2
        batch2.occupations=4
        batch3.items=3
        batch3.occupations=3
        access.items=1
        access.occupations=1
        items=7
        rows=11
        bodies=5"#]]
    .assert_eq(&figures.join("\n"));
    expect![[r#"
        [
            Inherited {
                line: 17,
                item: 3,
                column: Departments,
                value: "乙部",
            },
            Inherited {
                line: 17,
                item: 3,
                column: Fate,
                value: "batch2",
            },
        ]
    "#]]
    .assert_debug_eq(&table.anomalies);
}

#[test]
fn an_item_cut_out_is_named_by_the_gap_it_leaves() {
    check(
        &changed("5\t土人员\t土工\t丁会\t3\n", ""),
        None,
        expect![[r#"
        batch3.items Some(3) found 2
        batch3.occupations Some(3) found 2
        items Some(7) found 6
        Absent { item: 5 }"#]],
    );
}

#[test]
fn an_item_cut_off_at_the_end_is_the_next_number() {
    check(
        &changed("7\t电人员\t电工\t戊部\t拟调整为准入类职业资格\n", ""),
        None,
        expect![[r#"
        items Some(7) found 6
        Absent { item: 7 }"#]],
    );
}

#[test]
fn an_item_in_the_wrong_batch_is_named() {
    check(
        &changed("水工、汽工\t乙部\t2", "水工、汽工\t乙部\t3"),
        None,
        expect![[r#"
        batch2.items Some(2) found 1
        batch2.occupations Some(4) found 1
        batch3.items Some(3) found 4
        batch3.occupations Some(3) found 6
        Moved { item: 3, from: Batch(3), to: Batch(2), rows: 3 }"#]],
    );
}

#[test]
fn departments_point_at_one_of_several_possible_items() {
    let text = changed("风工\t丁会、乙部\t3", "风工\t丁会\t3");
    check(
        &text.replace("火工\t丁会\t3", "火工\t丁会\t1"),
        None,
        expect![[r#"
        batch1.items Some(2) found 3
        batch1.occupations Some(3) found 4
        batch3.items Some(3) found 2
        batch3.occupations Some(3) found 2
        Moved { item: 2, from: Batch(1), to: Batch(3), rows: 1 }
        Moved { item: 4, from: Batch(1), to: Batch(3), rows: 1 }
        likeliest 4"#]],
    );
}

#[test]
fn a_row_read_twice_is_named() {
    let twice = "4\t火人员\t火工\t丁会\t3\n8\t火人员\t火工、炉工\t丁会\t3\n";
    check(
        &changed("4\t火人员\t火工\t丁会\t3\n", twice),
        None,
        expect![[r#"
        batch3.items Some(3) found 4
        batch3.occupations Some(3) found 5
        items Some(7) found 8
        Surplus { item: 8, fate: Batch(3), rows: 2 }"#]],
    );
}

#[test]
fn a_lost_row_of_a_present_item_is_explained_by_no_item() {
    check(&changed("木工、竹工", "木工"), None, expect!["batch1.occupations Some(3) found 2"]);
}

#[test]
fn known_rows_name_the_item_that_counts_cannot() {
    let rows = notice::read(THREE_BATCHES.as_bytes()).unwrap().rows;
    let derived = notice::figures(&rows).into_iter().filter(|(f, _)| *f == Figure::Bodies);
    let expected = Expected { stated: Default::default(), derived: derived.collect(), rows };
    check(
        &changed("木工、竹工", "木工"),
        Some(&expected),
        expect![[r#"
        batch1.occupations Some(3) found 2
        differs 1 missing ["竹工 batch1"] extra []"#]],
    );
    check(
        &changed("石工\t甲部、丙会", "石工\t甲部"),
        Some(&expected),
        expect![[r#"
        bodies Some(5) found 4
        differs 2 missing ["石工 batch1"] extra ["石工 batch1"]"#]],
    );
}

#[test]
fn a_number_known_to_be_stated_may_not_be_missing_from_the_text() {
    let expected = Expected { stated: [(Figure::Items, 7)].into(), ..Expected::default() };
    check(THREE_BATCHES, Some(&expected), expect![[r#""#]]);
    check(&changed("（某某类7项）", ""), Some(&expected), expect!["items Some(7) found 7"]);
    check(
        &changed("（某某类7项）", "（某某类8项）"),
        Some(&expected),
        expect!["items Some(8) found 7"],
    );
}

#[test]
fn odd_numbering_and_repeated_names_are_listed() {
    let text = changed("6\t风人员\t风工", "9\t风人员\t土工");
    let table = notice::read(text.as_bytes()).unwrap();
    expect![[r#"
        [
            Inherited {
                line: 17,
                item: 3,
                column: Departments,
                value: "乙部",
            },
            Inherited {
                line: 17,
                item: 3,
                column: Fate,
                value: "batch2",
            },
            RepeatedInTable {
                items: [
                    5,
                    9,
                ],
                occupation: "土工",
                lines: [
                    19,
                    20,
                ],
            },
            NumberJumps {
                line: 20,
                expected: 6,
                found: 9,
            },
            NumberJumps {
                line: 21,
                expected: 10,
                found: 7,
            },
        ]
    "#]]
    .assert_debug_eq(&table.anomalies);
}
