//! Files and lines that are refused, each with what and where.
//!
//! A row of `check` is the bytes of a file and the message, one clause a line. `in_table`
//! puts lines into a table.

use crate::SOURCE;
use expect_test::{Expect, expect};

fn check(bytes: &[u8], expect: Expect) {
    let error = notice::read(bytes).expect_err("the file must be refused");
    expect.assert_eq(&error.to_string().replace(": ", ":\n").replace("; ", ";\n"));
}

fn in_table(lines: &str) -> Vec<u8> {
    format!(
        "序号\t名称\t\t部门\t批次\n1\t甲人员\t甲工\t某部\t2\n{lines}\n3\t丙人员\t丙工\t某部\t2\n"
    )
    .into()
}

#[test]
fn what_is_no_notice_is_refused() {
    check(b"", expect!["the file has no text in it"]);
    check("\u{feff}\n \n".as_bytes(), expect!["the file has no text in it"]);
    check(
        b"PK\x03\x04",
        expect![[r#"
        byte 2 is `0x03`, which no text has;
        export the notice as plain text"#]],
    );
    check(
        b"\x89PNG\r\n\x1a\n",
        expect![[r#"
        byte 6 is `0x1a`, which no text has;
        export the notice as plain text"#]],
    );
    check(
        "一份没有表格的文件。\n".as_bytes(),
        expect![[r#"
        no table found:
        no line runs from `序号` to `批次`"#]],
    );
    check(
        "序号\t名称\t\t部门\t批次\n\n某部印发\n".as_bytes(),
        expect![[r#"
        line 1:
        the table has no row"#]],
    );
    check(
        &SOURCE.as_bytes()[..SOURCE.len() - 1],
        expect!["the file is UTF-8 and damaged at byte 14486"],
    );
}

#[test]
fn a_line_without_a_place_is_refused_with_line_text_and_reason() {
    check(
        &in_table("此行不知所云"),
        expect![[r#"
        line 3:
        `此行不知所云` has no place in the table:
        it has no columns and is no known page mark"#]],
    );
    check(
        &in_table("\t\t乙工、、丁工\t某部\t"),
        expect![[r#"
        line 3:
        `乙工、、丁工 某部` has no place in the table:
        a name among the occupations is empty"#]],
    );
    check(
        &in_table("\t\t乙工\t某部、\t"),
        expect![[r#"
        line 3:
        `乙工 某部、` has no place in the table:
        a name among the departments is empty"#]],
    );
    check(
        &in_table("\t\t\t某部\t2"),
        expect![[r#"
        line 3:
        `某部 2` has no place in the table:
        it names no occupation"#]],
    );
    check(
        &in_table("\t\t乙工\t某部\t待定"),
        expect![[r#"
        line 3:
        `乙工 某部 待定` has no place in the table:
        `待定` is neither a batch nor access-type"#]],
    );
}

#[test]
fn a_line_that_does_not_fit_what_is_above_is_refused() {
    check(
        &in_table("\t乙人员\t乙工\t某部\t2"),
        expect![[r#"
        line 3:
        `乙人员 乙工 某部 2` has no place in the table:
        `乙人员` begins an item and has no number"#]],
    );
    check(
        &in_table("1\t乙人员\t乙工\t某部\t2"),
        expect![[r#"
        line 3:
        `1 乙人员 乙工 某部 2` has no place in the table:
        item 1 is `甲人员` above and `乙人员` here"#]],
    );
    check(
        &in_table("2\t\t乙工\t某部\t2"),
        expect![[r#"
        line 3:
        `2  乙工 某部 2` has no place in the table:
        item 2 has no qualification"#]],
    );
    check(
        &in_table("2\t乙人员\t乙工\t某部\t"),
        expect![[r#"
        line 3:
        `2 乙人员 乙工 某部` has no place in the table:
        its batches are blank and item 2 has no row above"#]],
    );
    check(
        &in_table("2\t乙人员\t乙工\t\t2"),
        expect![[r#"
        line 3:
        `2 乙人员 乙工  2` has no place in the table:
        its departments are blank and item 2 has no row above"#]],
    );
    check(
        &in_table("二\t乙人员\t乙工\t某部\t2"),
        expect![[r#"
        line 3:
        `二 乙人员 乙工 某部 2` has no place in the table:
        `二` is not an item number"#]],
    );
    check(
        &in_table("2\t乙人员\t乙工\t某部\t2\t附注"),
        expect![[r#"
        line 3:
        `2 乙人员 乙工 某部 2 附注` has no place in the table:
        it has 6 cells, more than fit"#]],
    );
    check(
        "序号\t批次\n\t\t甲工\t某部\t2\n".as_bytes(),
        expect![[r#"
        line 2:
        `甲工 某部 2` has no place in the table:
        it has no number and no item stands above it"#]],
    );
}

#[test]
fn a_last_row_that_lost_its_columns_is_refused_and_not_taken_for_text() {
    let text = SOURCE.replace("\t\t森林消防员\t应急管理部、国家林业和草原局\t", "森林消防员");
    check(
        text.as_bytes(),
        expect![[r#"
        line 165:
        `森林消防员` has no place in the table:
        it has no columns and is no known page mark"#]],
    );
}

#[test]
fn a_stray_line_twice_between_rows_is_no_page_header() {
    let text = SOURCE.replace("\n56\t", "\n乱码\n56\t").replace("\n60\t", "\n乱码\n60\t");
    check(
        text.as_bytes(),
        expect![[r#"
        line 132:
        `乱码` has no place in the table:
        it has no columns and is no known page mark"#]],
    );
}
