//! One document, printed and passed on in many ways: the rows stay the same.
//!
//! `check` changes the real file and compares every row but its line, which has to be the line of
//! the changed file that prints the occupation. Where the change alters the print of a name (width
//! of brackets, separators inside a title), the expected print is changed in the same way.

use crate::SOURCE;
use notice::Row;

fn check(change: impl Fn(&str) -> Vec<u8>, print: impl Fn(&str) -> String) {
    let bytes = change(SOURCE);
    assert_ne!(bytes, SOURCE.as_bytes(), "the change changes nothing");
    let table = notice::read(&bytes).unwrap_or_else(|error| panic!("{error}"));
    let row = |row: &Row| {
        let departments: Vec<String> = row.departments.iter().map(|d| print(d)).collect();
        (row.item, print(&row.qualification), print(&row.occupation), departments, row.fate)
    };
    let original = notice::read(SOURCE.as_bytes()).unwrap();
    let expected: Vec<_> = original.rows.iter().map(row).collect();
    let found: Vec<_> = table.rows.iter().map(row).collect();
    assert_eq!(found, expected);
    let result = notice::reconcile(&table, None);
    assert!(result.ok(), "{result:?}");
    assert_eq!(result.stated.len(), 5);
    let decoded = notice::decode(&bytes).unwrap().text;
    let lines = notice::lines(&decoded);
    for row in &table.rows {
        let printed = |l: &&notice::Line| l.number == row.source_line;
        assert!(lines.iter().filter(printed).any(|l| l.text.contains(&row.occupation)), "{row:?}");
    }
}

fn check_same(change: impl Fn(&str) -> String) {
    check(|text| change(text).into_bytes(), str::to_string);
}

/// Writes the lines that `keep` returns; it gets the number, counted from 1, and the line.
fn each_line(text: &str, keep: impl Fn(usize, &str) -> String) -> String {
    text.lines().enumerate().map(|(at, line)| keep(at + 1, line)).collect()
}

fn widen(text: &str, which: impl Fn(char) -> bool) -> String {
    let wide = |c: char| char::from_u32(c as u32 + 0xfee0).unwrap();
    text.chars().map(|c| if which(c) { wide(c) } else { c }).collect()
}

fn narrow_brackets(text: &str) -> String {
    text.replace('（', "(").replace('）', ")")
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')')
}

#[test]
fn digits_of_full_width() {
    check_same(|text| widen(text, |c| c.is_ascii_digit()));
}

#[test]
fn brackets_of_full_width() {
    check(|text| widen(text, is_bracket).into_bytes(), narrow_brackets);
}

#[test]
fn brackets_of_half_width() {
    check(|text| narrow_brackets(text).into_bytes(), narrow_brackets);
}

#[test]
fn digits_brackets_and_punctuation_of_full_width() {
    let all = |c: char| c.is_ascii_digit() || is_bracket(c) || matches!(c, ',' | ';');
    check(|text| widen(text, all).into_bytes(), narrow_brackets);
}

#[test]
fn three_spaces_for_a_tab() {
    // Blank cells leave six spaces in front and three behind; cells are known by their content.
    check_same(|text| text.replace('\t', "   "));
}

#[test]
fn two_spaces_for_a_tab_and_trimmed_lines() {
    check_same(|text| each_line(text, |_, line| format!("{}\n", line.replace('\t', "  ").trim())));
}

#[test]
fn ideographic_spaces_for_a_tab() {
    check_same(|text| text.replace('\t', "\u{3000}"));
    check_same(|text| text.replace('\t', "\u{3000}\u{3000}"));
}

#[test]
fn spaces_for_a_tab_on_some_lines_only() {
    check_same(|text| {
        each_line(text, |at, line| match at % 3 {
            0 => format!("{}\n", line.replace('\t', "    ")),
            1 => format!("{}\n", line.replacen('\t', "     ", 2)),
            _ => format!("{line}\n"),
        })
    });
}

#[test]
fn columns_aligned_with_spaces() {
    check_same(|text| {
        each_line(text, |_, line| {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() == 1 {
                return format!("{line}\n");
            }
            cells.iter().map(|cell| format!("{cell:<30}  ")).collect::<String>() + "\n"
        })
    });
}

#[test]
fn blank_cells_cut_from_the_ends_of_lines() {
    check_same(|text| each_line(text, |_, line| format!("{}\n", line.trim_end())));
}

#[test]
fn blanks_around_every_cell() {
    check_same(|text| text.replace('\t', " \t "));
}

#[test]
fn other_separators_between_names() {
    for separator in [",", "，", "；", ";", ", ", "； "] {
        let plain = |name: &str| name.replace(separator, "、");
        check(|text| text.replace('、', separator).into_bytes(), plain);
    }
}

#[test]
fn other_line_ends() {
    check_same(|text| text.replace('\n', "\r\n"));
    check_same(|text| text.replace('\n', "\r"));
}

#[test]
fn form_feeds_between_pages() {
    // As a line of its own, in front of the next page's first line, and within a line.
    check_same(|text| text.replace("\n\n\n\n", "\n\u{c}\n"));
    check_same(|text| text.replace("\n\n\n\n", "\n\u{c}"));
    check_same(|text| text.replace("\n\n\n\n", "\u{c}"));
}

#[test]
fn blank_lines_everywhere() {
    check_same(|text| each_line(text, |_, line| format!("{line}\n\n")));
    check_same(|text| each_line(text, |_, line| format!("\t\t\n{line}\n \u{3000}\n")));
}

#[test]
fn no_blank_lines_at_all() {
    check_same(|text| {
        each_line(text, |_, l| if l.is_empty() { String::new() } else { format!("{l}\n") })
    });
}

#[test]
fn page_numbers_elsewhere() {
    for mark in
        ["— 2 —", "2", "第 2 页", "- 2 -", "第2页 共6页", "－２－", "                  3", "2/6"]
    {
        // Between rows, inside an item, inside the broken sentence, and at both ends.
        check_same(|text| {
            let body = each_line(text, |at, line| match at {
                13 => "\n".to_string(),
                25 | 55 | 66 | 90 | 129 | 148 | 164 => format!("{line}\n{mark}\n"),
                _ => format!("{line}\n"),
            });
            format!("{mark}\n{body}\n{mark}")
        });
    }
}

#[test]
fn table_headers_elsewhere() {
    let header = "序号\t职业资格名称\t\t实施部门（单位）\t批次";
    check_same(|text| {
        each_line(text, |at, line| match at {
            80 | 111 | 143 => String::new(),
            66 | 90 | 148 => format!("{line}\n{header}\n"),
            _ => format!("{line}\n"),
        })
    });
    check_same(|text| each_line(text, |_, line| format!("{}\n", line.replace("序号", "序 号"))));
}

#[test]
fn page_headers_on_every_page() {
    for heading in [
        "人社厅发〔2020〕80号",
        "水平评价类技能人员职业资格退出目录安排",
        "附件",
        "某某公报 第七期",
    ] {
        check_same(|text| {
            each_line(text, |at, line| match at {
                80 | 111 | 143 => format!("{heading}\n\n{line}\n"),
                _ => format!("{line}\n"),
            })
        });
    }
}

#[test]
fn a_heading_of_the_document_between_two_rows() {
    check_same(|text| {
        each_line(text, |at, line| match at {
            66 | 90 => format!("{line}\n人社厅发〔2020〕80号\n"),
            _ => format!("{line}\n"),
        })
    });
}

#[test]
fn an_item_named_again_on_the_next_page() {
    check_same(|text| {
        text.replace("\n\t\t机动车检测工", "\n64\t检验、检测和计量服务人员\t机动车检测工")
    });
}

#[test]
fn scanner_footers_removed_or_of_another_program() {
    check_same(|text| text.replace("扫描全能王 创建", ""));
    check_same(|text| text.replace("扫描全能王 创建", "Scanned with CamScanner"));
    check_same(|text| {
        each_line(text, |at, line| match at {
            57 | 79 | 150 => format!("{line}\n由 某某扫描宝 生成\n"),
            _ => format!("{line}\n"),
        })
    });
}

#[test]
fn other_encodings() {
    check(|text| format!("\u{feff}{text}").into_bytes(), str::to_string);
    check(|text| encoding_rs::GB18030.encode(text).0.into_owned(), str::to_string);
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    check(utf16, str::to_string);
}

#[test]
fn much_of_it_at_once() {
    check(
        |text| {
            let text = widen(&text.replace('\t', "    ").replace('、', "，"), is_bracket);
            let text = text.replace("\n\n\n\n", "\n\u{c}\n第 2 页\n").replace('\n', "\r\n");
            encoding_rs::GB18030.encode(&text).0.into_owned()
        },
        |name| narrow_brackets(&name.replace('，', "、")),
    );
}
