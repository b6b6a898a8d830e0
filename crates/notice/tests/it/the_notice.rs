//! The real notice: what is read of it, held against domain facts counted by hand.
//!
//! Out of scope: variations of it, and other notices.

use crate::SOURCE;
use expect_test::{Expect, expect};
use notice::{Anomaly, Column, Fate, Line, Noise, Row, Table};
use std::collections::{BTreeMap, BTreeSet};

fn check<T: std::fmt::Debug>(read: impl Fn(&Table) -> Vec<T>, expect: Expect) {
    let table = notice::read(SOURCE.as_bytes()).unwrap();
    let lines: Vec<String> = read(&table).iter().map(|line| format!("{line:?}\n")).collect();
    expect.assert_eq(&lines.concat());
}

#[test]
fn every_figure_agrees_with_the_text() {
    let table = notice::read(SOURCE.as_bytes()).unwrap();
    assert!(notice::reconcile(&table, None).ok());
    check(
        |table| {
            let result = notice::reconcile(table, None);
            let line = |c: &notice::Check| {
                (c.figure.to_string(), c.stated.map(|s| (s.value, s.line)), c.found)
            };
            result.checks().map(line).collect()
        },
        expect![[r#"
            ("batch1.items", Some((14, 23)), 14)
            ("batch1.occupations", Some((29, 23)), 29)
            ("batch2.items", Some((66, 23)), 66)
            ("batch2.occupations", Some((156, 23)), 156)
            ("items", Some((76, 51)), 76)
            ("access.items", None, 3)
            ("access.occupations", None, 7)
            ("rows", None, 192)
            ("bodies", None, 26)
        "#]],
    );
}

#[test]
fn the_ten_busiest_bodies_have_the_rows_known_of_them() {
    check(
        |table| {
            let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
            for department in table.rows.iter().flat_map(|row| &row.departments) {
                *rows.entry(department).or_default() += 1;
            }
            let mut rows: Vec<(u32, String)> =
                rows.into_iter().map(|(name, n)| (n, name.to_string())).collect();
            rows.sort_by_key(|(n, name)| (u32::MAX - n, name.clone()));
            rows.truncate(10);
            rows
        },
        expect![[r#"
            (44, "人力资源和社会保障部")
            (19, "中国石油和化学工业联合会")
            (16, "中国有色金属工业协会")
            (14, "中国轻工业联合会")
            (14, "中国钢铁工业协会")
            (12, "中国纺织工业联合会")
            (12, "工业和信息化部")
            (11, "住房和城乡建设部")
            (11, "自然资源部")
            (10, "中国电力企业联合会")
        "#]],
    );
}

#[test]
fn six_items_are_split_between_fates() {
    check(
        |table| {
            let mut fates: BTreeMap<u32, BTreeSet<Fate>> = BTreeMap::new();
            for row in &table.rows {
                fates.entry(row.item).or_default().insert(row.fate);
            }
            fates.into_iter().filter(|(_, fates)| 1 < fates.len()).collect()
        },
        expect![[r#"
            (8, {Batch(1), Batch(2)})
            (21, {Batch(1), Batch(2)})
            (38, {Batch(1), Batch(2)})
            (52, {Batch(1), Batch(2)})
            (58, {Batch(1), Batch(2)})
            (66, {Batch(1), Batch(2), Access})
        "#]],
    );
}

#[test]
fn only_sixteen_batch_cells_are_inherited() {
    check(
        |table| {
            let inherited = |a: &Anomaly| match a {
                Anomaly::Inherited { line, item, column, value } => {
                    assert_eq!(*column, Column::Fate);
                    Some((*line, *item, value.clone()))
                }
                _ => None,
            };
            table.anomalies.iter().filter_map(inherited).collect()
        },
        expect![[r#"
            (55, 1, "batch2")
            (56, 1, "batch2")
            (57, 1, "batch2")
            (61, 4, "batch2")
            (62, 4, "batch2")
            (65, 6, "batch2")
            (67, 7, "batch2")
            (68, 7, "batch2")
            (91, 23, "batch2")
            (121, 47, "batch2")
            (125, 50, "batch2")
            (146, 64, "batch2")
            (147, 64, "batch2")
            (148, 64, "batch2")
            (150, 65, "batch2")
            (165, 76, "access")
        "#]],
    );
}

#[test]
fn everything_else_that_is_odd_is_listed() {
    check(
        |table| {
            let other = |a: &&Anomaly| !matches!(a, Anomaly::Inherited { .. });
            table.anomalies.iter().filter(other).cloned().collect()
        },
        expect![[r#"
            MixedBrackets { half_width: [43, 45, 51, 53, 161], full_width: [9, 23, 29] }
            RepeatedInItem { item: 25, occupation: "重冶金法冶炼工", lines: [93, 93] }
        "#]],
    );
}

#[test]
fn titles_and_names_stay_whole_and_each_row_knows_its_line() {
    check(
        |table| {
            let shown = |row: &&Row| [6, 66, 73, 76].contains(&row.item);
            let brief = |row: &Row| {
                let Row { item, qualification, occupation, departments, fate, source_line } = row;
                let departments = departments.join("|");
                format!("{source_line} {item} {qualification} {occupation} {departments} {fate}")
            };
            table.rows.iter().filter(shown).map(brief).collect()
        },
        expect![[r#"
            "64 6 水生产、输排和水处理人员 水生产处理工 中国石油和化学工业联合会|中国电力企业联合会|住房和城乡建设部 batch2"
            "65 6 水生产、输排和水处理人员 工业废水处理工 中国石油和化学工业联合会 batch2"
            "151 66 安全保护服务人员 保安员 公安部|人力资源和社会保障部 access"
            "152 66 安全保护服务人员 安检员 中国民用航空局|人力资源和社会保障部 access"
            "153 66 安全保护服务人员 智能楼宇管理员 住房和城乡建设部|人力资源和社会保障部 batch2"
            "154 66 安全保护服务人员 安全评价师 人力资源和社会保障部 batch1"
            "161 73 仓储人员 (粮油) 仓储管理员 国家粮食和物资储备局 batch2"
            "164 76 消防和应急救援人员 消防员 应急管理部 access"
            "164 76 消防和应急救援人员 应急救援员 应急管理部 access"
            "165 76 消防和应急救援人员 森林消防员 应急管理部|国家林业和草原局 access"
        "#]],
    );
}

#[test]
fn each_line_has_its_kind() {
    let lines = notice::lines(SOURCE);
    assert_eq!(lines.len(), SOURCE.lines().count());
    let most = [Noise::Blank, Noise::Table];
    let shown = |l: &&Line| !most.contains(&l.kind) || l.number < 24;
    check(
        |_| {
            let mut numbers: BTreeMap<Noise, String> = BTreeMap::new();
            for line in lines.iter().filter(shown) {
                *numbers.entry(line.kind).or_default() += &format!(" {}", line.number);
            }
            numbers.into_iter().collect()
        },
        expect![[r#"
            (PageMark, " 13")
            (ScannerFooter, " 17 175")
            (Blank, " 1 2 4 8 10 12 14 15 16 18 20 22")
            (RepeatedHeader, " 80 111 143")
            (Text, " 3 5 6 7 9 11 19 21 23 25 29 31 33 35 39 43 45 49 51 169 171")
        "#]],
    );
}
