//! A list of certificates that were issued before this register, as a table of text.
//!
//! Source: facts of the field §1.3 and §1.4: the forms of older numbers.
//! In scope: reading the table whole or not at all; every wrong row is named with row, field, value
//! and remedy. Out of scope: recording (`register_legacy`).
//! Form: UTF-8, lines, the first `number,name,document,issued_on,level`; no quotation marks.
//! I-PRI-1: no message repeats a name or the number of a document.

use register::LegacyForm;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use vocab::limits::NAME_CHARS_MAX;
use vocab::{CertificateNumber, Day, DocumentKind, InstitutionCode, Level, PersonId};

/// The first line of a list.
pub const HEADING: &str = "number,name,document,issued_on,level";

/// A certificate of a list.
#[derive(Clone, PartialEq, Eq)]
pub struct LegacyCertificate {
    /// Its number as printed.
    pub number: String,
    /// The holder's name.
    pub name: String,
    /// The holder's document.
    pub document: PersonId,
    /// The day it was issued.
    pub issued_on: Day,
    /// Its level.
    pub level: Level,
}

/// A list that was read whole.
pub struct LegacySheet {
    /// The form of its numbers.
    pub form: LegacyForm,
    /// The code that its numbers are under, where the form has one.
    pub institution: Option<InstitutionCode>,
    /// The certificates, in the order of the file.
    pub certificates: Vec<LegacyCertificate>,
    /// SHA-256 of the file.
    pub source: [u8; 32],
}

/// What is wrong in one place of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegacyFault {
    /// The line, from 1.
    pub row: usize,
    /// The field.
    pub field: &'static str,
    /// What stands there; a dash for what says who somebody is.
    pub value: String,
    /// The remedy in Chinese.
    pub zh: &'static str,
    /// The remedy in English.
    pub en: &'static str,
}

impl std::fmt::Display for LegacyFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let LegacyFault { row, field, value, en, .. } = self;
        write!(f, "row {row}, {field} `{value}`: {en}")
    }
}

impl std::error::Error for LegacyFault {}

/// Reads a list of numbers of one form, and of one institution where the form names one.
///
/// # Errors
/// Everything that is wrong, by rows; nothing of the list is used then.
pub fn read(
    bytes: &[u8],
    form: LegacyForm,
    institution: Option<InstitutionCode>,
) -> Result<LegacySheet, Vec<LegacyFault>> {
    let mut faults = Faults(Vec::new());
    let Ok(text) = std::str::from_utf8(bytes) else {
        faults.put(1, "file", "", "请存为 UTF-8 编码", "save the file as UTF-8");
        return Err(faults.0);
    };
    if institution.is_some() != (form == LegacyForm::Qualification) {
        let (zh, en) =
            ("只有 16 位编号须给机构编码", "the institution code goes with 16-digit numbers only");
        faults.put(1, "institution", "", zh, en);
    }
    let mut lines = (1..).zip(text.trim_start_matches('\u{feff}').lines());
    if lines.next().is_none_or(|(_, line)| line.trim() != HEADING) {
        let zh = "首行须为 number,name,document,issued_on,level";
        faults.put(1, "heading", "", zh, "the first line is number,name,document,issued_on,level");
    }
    let mut seen = BTreeSet::new();
    let mut certificates = Vec::new();
    for (row, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let Some(certificate) = faults.row(row, line, form, institution) else { continue };
        if !seen.insert(certificate.number.clone()) {
            let (zh, en) = ("编号重复，删去一行", "the number stands twice; take one row out");
            faults.put(row, "number", &certificate.number, zh, en);
        }
        certificates.push(certificate);
    }
    if certificates.is_empty() && faults.0.is_empty() {
        faults.put(1, "file", "", "名单没有证书", "the list holds no certificate");
    }
    let source = Sha256::digest(bytes).into();
    let sheet = LegacySheet { form, institution, certificates, source };
    if faults.0.is_empty() { Ok(sheet) } else { Err(faults.0) }
}

struct Faults(Vec<LegacyFault>);

impl Faults {
    fn put(
        &mut self,
        row: usize,
        field: &'static str,
        value: &str,
        zh: &'static str,
        en: &'static str,
    ) {
        self.0.push(LegacyFault { row, field, value: value.to_string(), zh, en });
    }

    /// Reads one row, and notes everything that is wrong with it.
    fn row(
        &mut self,
        row: usize,
        line: &str,
        form: LegacyForm,
        institution: Option<InstitutionCode>,
    ) -> Option<LegacyCertificate> {
        let before = self.0.len();
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let [number, name, document, issued_on, level] = fields[..] else {
            self.put(row, "row", "—", "每行须有五栏", "a row has five fields");
            return None;
        };
        let formed = number.parse::<CertificateNumber>().ok();
        let parsed = formed.as_ref().and_then(|n| parts(n, form));
        if parsed.is_none() {
            let (zh, en) =
                ("编号形式不符，请核对原证书", "the number has not this form; see the certificate");
            self.put(row, "number", number, zh, en);
        }
        let under = parsed.and_then(|(_, _, code)| code);
        if under.is_some() && under != institution {
            let zh = "第 3 至 10 位与机构编码不符";
            self.put(row, "number", number, zh, "digits 3 to 10 are another institution's code");
        }
        let day = issued_on.parse::<Day>().ok();
        if day.is_none() {
            self.put(row, "issued_on", issued_on, "日期须为 YYYY-MM-DD", "write YYYY-MM-DD");
        }
        if let (Some((Some(year), ..)), Some(day)) = (parsed, day)
            && i32::from(year) != day.year().rem_euclid(100)
        {
            let zh = "发证日期与编号年份不符";
            self.put(row, "issued_on", issued_on, zh, "the year in the number is another");
        }
        let rank = level.chars().next().filter(|_| level.len() == 1).and_then(Level::from_code);
        if rank.is_none() {
            self.put(row, "level", level, "等级须为 1 至 5", "the level is 1 to 5");
        } else if parsed.is_some_and(|(_, of, _)| of.is_some() && of != rank) {
            self.put(row, "level", level, "等级与编号不符", "the number says another level");
        }
        if name.is_empty() || NAME_CHARS_MAX < name.chars().count() {
            self.put(row, "name", "—", "请填写姓名", "give the name of the holder");
        }
        let document = self::document(document);
        if document.is_none() {
            let (zh, en) = ("证件号码有误，请核对", "the document number is wrong; check it");
            self.put(row, "document", "—", zh, en);
        }
        if self.0.len() != before {
            return None;
        }
        let (number, name) = (formed?.to_string(), name.to_string());
        let (document, issued_on, level) = (document?, day?, rank?);
        Some(LegacyCertificate { number, name, document, issued_on, level })
    }
}

/// Reads the number of a document of whatever kind. Seventeen digits and a check mark are nothing
/// else than the number of a citizen, so that a slip of the pen is seen.
pub fn document(text: &str) -> Option<PersonId> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if text.len() == 18 && 17 <= digits {
        return PersonId::new(DocumentKind::ResidentId, text).ok();
    }
    DocumentKind::ALL.iter().find_map(|kind| PersonId::new(*kind, text).ok())
}

/// Year, level and institution that a number says, as far as its form has them.
type Parts = (Option<u8>, Option<Level>, Option<InstitutionCode>);

/// Returns what a number says; nothing when it has another form.
fn parts(number: &CertificateNumber, form: LegacyForm) -> Option<Parts> {
    match (number, form) {
        (CertificateNumber::Qualification(n), LegacyForm::Qualification) => {
            Some((Some(n.year_code()), Some(n.level()), Some(n.institution())))
        }
        (CertificateNumber::Pilot(n), LegacyForm::Pilot) => {
            Some((Some(n.year_code()), Some(n.level()), None))
        }
        (CertificateNumber::Shanghai(_), LegacyForm::Shanghai) => Some((None, None, None)),
        _ => None,
    }
}
