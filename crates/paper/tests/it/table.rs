//! Plain tables: columns by name, in any order.
//!
//! In scope: headings and cells as text. Out of scope: what the cells mean (`desk`).

use paper::{TableError, read_table};

#[test]
fn columns_are_found_by_their_headings_in_any_order() {
    let text = "计划,\n* 座位 ,考场,备注\n30, 1 ,好\n\n20,2\n";
    let table = read_table(text.as_bytes(), "rooms.csv", &["考场", "座位"]).unwrap();
    let cells: Vec<(u32, String, String)> = table
        .rows()
        .map(|row| (row.row, row.cell("考场").to_string(), row.cell("座位").to_string()))
        .collect();
    assert_eq!(cells, [(3, "1".into(), "30".into()), (5, "2".into(), "20".into())]);
    assert_eq!(table.rows().next().unwrap().cell("科目"), "");
}

#[test]
fn a_missing_or_repeated_column_refuses_the_table() {
    let check = |text: &str| {
        let error = read_table(text.as_bytes(), "rooms.csv", &["考场"]).unwrap_err();
        assert_eq!(error, TableError::Heading("考场".into()), "{text}");
    };
    check("座位,科目\n1,2\n");
    check("考场,考场\n1,2\n");
    check("");
}
