//! Marks by which a single line shows its kind: page numbers, scanner footers, headers, closings.
//!
//! In scope: what can be told from one line alone.
//! Out of scope: what needs its neighbours (`line`).

use super::Noise;
use crate::fold::{fold, is_blank};
use crate::number;
use alloc::string::String;

/// The most characters a scanner's program writes at the foot of a page.
const FOOTER_CHARS_MAX: usize = 40;

/// The most digits of a page number that stands alone; a year has four.
const PAGE_DIGITS_MAX: usize = 3;

/// Programs for scanning whose footers do not have the word for it in them.
const SCANNER_NAMES: [&str; 6] =
    ["camscanner", "白描", "microsoftlens", "officelens", "vflat", "全能王"];

/// Returns the kind of a line as far as the line itself shows it. A header is `RepeatedHeader`,
/// also when it is the first; everything unknown is `Text`.
pub(super) fn kind_alone(text: &str) -> Noise {
    let folded = fold(text);
    if folded.is_empty() {
        Noise::Blank
    } else if !text.contains('\t') && is_page_mark(&folded) {
        Noise::PageMark
    } else if is_scanner_footer(&folded) {
        Noise::ScannerFooter
    } else if folded.starts_with("序号") && folded.ends_with("批次") {
        Noise::RepeatedHeader
    } else {
        Noise::Text
    }
}

/// Says whether the line closes the document: the imprint, copies to, notes, contacts.
pub(super) fn closes_document(text: &str) -> bool {
    let folded = fold(text);
    folded.ends_with("印发")
        || ["抄送", "附注", "注:", "联系人", "联系单位"].iter().any(|m| folded.starts_with(m))
        || is_date(&folded)
}

/// Returns what two prints of one heading share: no digits, no marks of emphasis.
pub(super) fn heading_key(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '*' | '#' | '_')).collect()
}

/// Says whether a folded line is a page number: `1`, `—1—`, `第1页`, `第1页共5页`, `1/5`, `Page1of5`.
fn is_page_mark(folded: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '−' | '―' | '─' | '·' | '•' | '~' | '|');
    let bare = folded.trim_matches(dash);
    if bare.chars().all(|c| c.is_ascii_digit()) {
        return !bare.is_empty() && bare.len() <= PAGE_DIGITS_MAX;
    }
    let shape = shape(bare);
    [
        "第#页",
        "第#页共#页",
        "第#页/共#页",
        "第#页,共#页",
        "共#页第#页",
        "共#页,第#页",
        "#页",
        "#/#",
        "page#",
        "page#of#",
        "page#/#",
        "p.#",
        "p#",
        "#of#",
    ]
    .contains(&shape.as_str())
}

/// Returns the text in small letters with every number as `#`; numbers too long for a page remain.
fn shape(folded: &str) -> String {
    let mut shape = String::new();
    let mut rest = folded;
    while let Some(c) = rest.chars().next() {
        if let Some((_, behind)) = number::at_start(rest) {
            shape.push('#');
            rest = behind;
        } else {
            shape.push(c.to_ascii_lowercase());
            rest = &rest[c.len_utf8()..];
        }
    }
    shape
}

/// Says whether a folded line is what a scanner's program leaves: it names scanning, and says that
/// something was made with it or praises the program.
fn is_scanner_footer(folded: &str) -> bool {
    if FOOTER_CHARS_MAX < folded.chars().count() || folded.ends_with('。') {
        return false;
    }
    let small = folded.to_ascii_lowercase();
    if small.contains("scannedwith") || small.contains("scannedby") {
        return true;
    }
    let names_program = small.contains("扫描")
        || small.contains("scan")
        || SCANNER_NAMES.iter().any(|name| small.contains(name));
    let says_made =
        ["创建", "生成", "制作", "扫描", "app", "出品"].iter().any(|m| small.ends_with(m))
            || small.contains("createdwith")
            || small.contains("createdby");
    let is_name_alone = SCANNER_NAMES.contains(&small.as_str()) || small.ends_with("扫描全能王");
    (names_program && says_made) || is_name_alone
}

/// Says whether a folded line is a date and nothing else.
fn is_date(folded: &str) -> bool {
    let bare: String =
        folded.chars().filter(|c| !number::is_numeral(*c) && !is_blank(*c)).collect();
    bare == "年月日" && folded.starts_with(number::is_numeral)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Noise) {
        assert_eq!(kind_alone(text), expect, "{text}");
    }

    #[test]
    fn page_numbers_are_known_in_their_forms() {
        for text in [
            "— 1 —",
            "－ １２ －",
            "- 3 -",
            "–3–",
            "7",
            "１４",
            "第 1 页",
            "第三页",
            "第 1 页 共 5 页",
            "第1页/共5页",
            "共5页，第1页",
            "1 / 5",
            "Page 2 of 5",
            "~ 2 ~",
            "· 2 ·",
            "P. 3",
        ] {
            check(text, Noise::PageMark);
        }
        for text in ["2020", "—", "一", "一、", "(1)", "2020年7月21日", "\t\t\t\t2", "第一批"]
        {
            check(text, Noise::Text);
        }
    }

    #[test]
    fn scanner_footers_are_known_in_general() {
        for text in [
            "扫描全能王 创建",
            "扫描全能王　創建 扫描",
            "由 某某扫描 生成",
            "Scanned with CamScanner",
            "scanned by Any Program",
            "扫描全能王 3亿人都在用的扫描App",
            "CamScanner",
            "扫描全能王",
        ] {
            check(text, Noise::ScannerFooter);
        }
        for text in
            ["扫描员", "由有关单位扫描原件后报送，逾期不候。", "安全扫描工\t某部\t2", "创建"]
        {
            check(text, Noise::Text);
        }
    }

    #[test]
    fn headers_and_closings_are_known() {
        check("序号\t职业资格名称\t\t实施部门(单位)\t批次", Noise::RepeatedHeader);
        check(" 序 号   名称   批　次 ", Noise::RepeatedHeader);
        check("　\t ", Noise::Blank);
        for text in ["2020年7月21日印发", "二〇二〇年七月二十一日", "抄送：某部", "注：见正文"]
        {
            assert!(closes_document(text), "{text}");
        }
        for text in ["2020年", "某厅", "日", "1\t甲\t乙\t丙\t2"] {
            assert!(!closes_document(text), "{text}");
        }
    }
}
