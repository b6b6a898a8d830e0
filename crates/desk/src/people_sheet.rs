//! A list of people as a plain file: one a line, cells apart by commas or tabs.
//!
//! In scope: name, number of the document, fee in yuan where one is asked for, kind of document
//! where it is not 居民身份证. A first line that begins with 姓名 or `name` is a heading.
//! Out of scope: spreadsheets of results (`paper`). Nothing of a wrong file is taken.
//! I-PRI-1: what is wrong is told by line and column, never by the person's words.

use crate::candidates::Applicant;
use crate::follow_cohort::Member;
use vocab::{DocumentKind, PersonId};

/// A line that cannot be read, and its column: `name`, `document`, `fee` or `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongLine {
    /// The line, from 1.
    pub line: u32,
    /// The column.
    pub column: &'static str,
}

/// Reads people who register, with their fees.
///
/// # Errors
/// The first line that is wrong.
pub fn applicants(text: &str) -> Result<Vec<Applicant>, WrongLine> {
    let read = |(line, cells): (u32, Vec<&str>)| {
        let fee = cells.get(2).copied().unwrap_or("0");
        let fee_fen = fen(fee).ok_or(WrongLine { line, column: "fee" })?;
        let (name, document) = person(line, &cells, 3)?;
        Ok(Applicant { name, document, staff: false, fee_fen })
    };
    lines(text).map(read).collect()
}

/// Reads people who are admitted.
///
/// # Errors
/// The first line that is wrong.
pub fn members(text: &str) -> Result<Vec<Member>, WrongLine> {
    let read = |(line, cells): (u32, Vec<&str>)| {
        let (name, document) = person(line, &cells, 2)?;
        Ok(Member { name, document })
    };
    lines(text).map(read).collect()
}

fn lines(text: &str) -> impl Iterator<Item = (u32, Vec<&str>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..).zip(text.lines()).filter_map(|(line, text)| {
        let cells: Vec<&str> = text.split([',', '\t']).map(str::trim).collect();
        let heading = line == 1 && matches!(cells[0], "姓名" | "name");
        (!heading && !text.trim().is_empty()).then_some((line, cells))
    })
}

fn person(line: u32, cells: &[&str], kind: usize) -> Result<(String, PersonId), WrongLine> {
    let wrong = |column| WrongLine { line, column };
    let name = cells[0];
    if name.is_empty() {
        return Err(wrong("name"));
    }
    let kind = match cells.get(kind).copied().unwrap_or("") {
        "" => DocumentKind::ResidentId,
        text => {
            let kinds = DocumentKind::ALL.into_iter();
            kinds.into_iter().find(|kind| kind.zh() == text).ok_or(wrong("kind"))?
        }
    };
    let number = cells.get(1).copied().unwrap_or("");
    let document = PersonId::new(kind, number).map_err(|_| wrong("document"))?;
    Ok((name.to_string(), document))
}

/// Reads yuan with at most two decimals as fen.
fn fen(text: &str) -> Option<u32> {
    let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || !digits(yuan) || !digits(rest) || 2 < rest.len() {
        return None;
    }
    let hundredths: u32 = format!("{rest:0<2}").parse().ok()?;
    yuan.parse::<u32>().ok()?.checked_mul(100)?.checked_add(hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<&[u32], (u32, &'static str)>) {
        let read = applicants(text).map(|all| all.iter().map(|a| a.fee_fen).collect::<Vec<_>>());
        let read = read.map_err(|wrong| (wrong.line, wrong.column));
        assert_eq!(read, expect.map(<[u32]>::to_vec), "{text}");
    }

    #[test]
    fn a_list_is_read_whole_or_its_first_wrong_line_is_named() {
        check("姓名,证件号码,费用\n某甲,X1234567,280,护照\n", Ok(&[28_000]));
        check("某甲\tX1234567\t280.5\t护照\n\n某乙,X1234568,0.05,护照", Ok(&[28_050, 5]));
        check("某甲,X1234567,,护照", Err((1, "fee")));
        check("某甲,X1234567,2.805,护照", Err((1, "fee")));
        check("某甲,X1234567,-1,护照", Err((1, "fee")));
        check(",X1234567,1,护照", Err((1, "name")));
        check("某甲,X1234567,1,学生证", Err((1, "kind")));
        check("某甲,110105194912310021,1", Err((1, "document")));
        check("", Ok(&[]));
    }
}
