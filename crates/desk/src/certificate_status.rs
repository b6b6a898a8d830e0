//! How a certificate stands now, as the register itself says it: valid, corrected, revoked, or of a
//! list of older ones.
//!
//! Source: 四; readings R-4-1, R-4-4 to R-4-6.
//! In scope: the lines of a verdict that only the register knows, and the same for programs.
//! Out of scope: what the file proves (`verify_certificate`).
//! I-PRI-1: nothing is said of the holder.

use crate::certificate_grounds::entry;
use crate::house::House;
use crate::house_error::HouseError;
use crate::register_legacy::{self, LegacyRow};
use crate::verdict::{About, Answer, VerdictLine};
use crate::verifier::line as plain;
use law::{Act, Facts, Key, Law, Question};
use register::{CertificateId, Corrected, LegacyForm, Printed, Revoked, Status};
use seal::Entry;
use store::Reader;
use vocab::{CertificateNumber, Day, Instant};

/// What the register knows of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateView {
    /// How it is named.
    pub id: CertificateId,
    /// How it stands.
    pub status: Status,
    /// Its last print, where it was printed again.
    pub print: Option<Printed>,
    /// The rule that the act cites by which it stands so, and its words; nothing while it stands as
    /// it was issued.
    pub cited: Option<(String, Option<String>)>,
}

impl House {
    /// Returns how the certificate of a number stands.
    ///
    /// # Errors
    /// [`HouseError::NoCertificate`] when none has that number.
    pub fn see_certificate(&self, number: &str) -> Result<CertificateView, HouseError> {
        let id = self.certificate(number)?;
        let corrections = self.state.corrections();
        let status = corrections.status_of(id.header, id.serial);
        let at = match status {
            Status::Valid => None,
            Status::Corrected(Corrected { at, .. }) | Status::Revoked(Revoked { at, .. }) => {
                Some(at)
            }
        };
        let cited = at.map(|at| cited(&self.store, self.law(), at)).transpose()?.flatten();
        Ok(CertificateView { id, status, print: corrections.print(id).copied(), cited })
    }

    /// Returns how a certificate stands by what is in memory.
    pub(crate) fn standing(&self, id: CertificateId) -> Standing {
        let corrections = self.state.corrections();
        Standing {
            size: self.size(),
            last: self.state.recorded_at(),
            status: corrections.status_of(id.header, id.serial),
            print: corrections.print(id).copied(),
        }
    }
}

/// A rule with its words as far as the law has it.
pub(crate) type Cited = (String, Option<String>);

/// Returns the rule that an act of the log cites.
///
/// # Errors
/// The store fails, or no act stands there.
pub(crate) fn cited(reader: &dyn Reader, law: &Law, at: u64) -> Result<Option<Cited>, HouseError> {
    let Entry::Act(act) = entry(reader, at)? else { return Err(HouseError::NotAnAct(at)) };
    let Some(id) = act.grounds.rule else { return Ok(None) };
    let quote = law.rules.iter().find(|r| r.id == id).map(|r| r.quote.clone());
    Ok(Some((id, quote)))
}

/// How a certificate stands after so many entries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// How many entries were looked through.
    pub(crate) size: u64,
    /// When the last of them was recorded.
    pub(crate) last: Option<Instant>,
    pub(crate) status: Status,
    print: Option<Printed>,
}

/// Says how a certificate of this register stands; the file carries the correction of an entry, or
/// none. What revoked it cites a rule.
pub(crate) fn line(
    standing: &Standing,
    now: Instant,
    carried: Option<u64>,
    cited: Option<Cited>,
) -> VerdictLine {
    let (size, last) = (standing.size, standing.last.unwrap_or(now));
    let print = standing.print.map_or((String::new(), String::new()), |p| {
        let Printed { print, on, .. } = p;
        (
            format!("；{on} 补发，以流水码 {print} 为准"),
            format!("; printed again on {on}, the print {print} counts"),
        )
    });
    match standing.status {
        Status::Valid => plain(
            About::Status,
            Answer::Yes,
            &format!(
                "有效：截至 {now}，日志共 {size} 条（最后一条记录于 {last}），其中没有更正或撤销该证书的条目{}",
                print.0
            ),
            &format!(
                "valid: as of {now}, none of the {size} entries of the log (the last recorded at \
                 {last}) corrects or revokes it{}",
                print.1
            ),
        ),
        Status::Corrected(c) if carried == Some(c.at) => plain(
            About::Status,
            Answer::Yes,
            &format!("有效：{} 更正（日志第 {} 条），截至 {now} 未撤销{}", c.on, c.at, print.0),
            &format!(
                "valid: corrected on {} by entry {} of the log and, as of {now}, not revoked{}",
                c.on, c.at, print.1
            ),
        ),
        Status::Corrected(c) => plain(
            About::Status,
            Answer::No,
            &format!(
                "已更正，见日志第 {} 条（{}，{}）；此文件所载已被取代，请向发证机构索取新文件",
                c.at,
                c.on,
                c.reason.zh()
            ),
            &format!(
                "corrected, see entry {} of the log ({}: {}); what this file says was replaced: \
                 ask who issued it for the new file",
                c.at,
                c.on,
                c.reason.en()
            ),
        ),
        Status::Revoked(r) => revoked(&r, cited),
    }
}

fn revoked(r: &Revoked, cited: Option<Cited>) -> VerdictLine {
    let (rule, quote) = cited.map_or((String::from("—"), None), |(id, quote)| (id, quote));
    let case = r.case.map_or((String::new(), String::new()), |case| {
        (format!("，监督案件 {case}"), format!(", case {case}"))
    });
    VerdictLine {
        about: About::Status,
        answer: Answer::No,
        zh: format!(
            "{} 撤销（日志第 {} 条）：{}{}；依据 {rule}",
            r.on,
            r.at,
            r.reason.zh(),
            case.0
        ),
        en: format!(
            "revoked on {} by entry {} of the log: {}{}; under {rule}",
            r.on,
            r.at,
            r.reason.en(),
            case.1
        ),
        quote,
    }
}

/// Finds an older certificate by its number as it was typed, in the first list that has it.
///
/// # Errors
/// The store failed, or a row is damaged.
pub(crate) fn listed(reader: &dyn Reader, number: &str) -> Result<Option<LegacyRow>, HouseError> {
    let formed = number.parse::<CertificateNumber>().map(|n| n.to_string());
    let rows = register_legacy::listed(reader, formed.as_deref().unwrap_or(number))?;
    Ok(rows.into_iter().next())
}

/// Says what is known of an older certificate; nothing when its list is not known.
pub(crate) fn legacy(house: &House, row: &LegacyRow) -> Option<Vec<VerdictLine>> {
    let (list, by, at) = house.state().corrections().list(row.list)?;
    let name = house.state().organisation(*by).map_or("", |o| o.name.as_str());
    let (row_id, issued) = (list.occupation, Day(row.issued_on));
    let kind = match list.form {
        LegacyForm::Qualification | LegacyForm::Shanghai => "qualification",
        LegacyForm::Pilot => "level",
    };
    let known_at = house.now();
    let facts = house
        .state()
        .exit(row_id)
        .facts(Facts::new())
        .choice(Key::CertificateKind, kind)
        .choice(Key::CertificateStatus, "valid")
        .day(Key::CertificateIssuedOn, issued);
    let on = known_at.day_in_china();
    let act = Act::CertificateStanding;
    let question = Question { act, row: row_id, on, facts: &facts, known_at, region: None };
    let decision = house.law().decide(&question).ok();
    let stands = decision.is_some_and(|d| d.outcome.allows());
    let rule = decision.and_then(|d| house.law().cited(&d).cloned());
    let occupation = house.law().rows.get(row_id).map_or("", |row| row.canonical());
    let count = list.count;
    let number = plain(
        About::Number,
        Answer::Yes,
        &format!("编号合乎旧证规则（{}）", list.form.zh()),
        &format!("the number has an older form ({})", list.form.en()),
    );
    let listed = plain(
        About::InLog,
        Answer::Yes,
        &format!(
            "旧证：不是本系统发放，据{name}登记的名单（第 {} 号，{count} 张，日志第 {at} 条）",
            list.list
        ),
        &format!(
            "legacy: not issued here, but registered from the list of {name} (number {}, {count} \
             certificates, entry {at} of the log)",
            list.list
        ),
    );
    let unchecked = plain(
        About::Status,
        Answer::CouldNotCheck,
        "名单是登记者的陈述；名单登记之后原系统的变动，本系统不知",
        "the list is the word of who registered it; changes at its source are not known here",
    );
    let (zh, en) = match &rule {
        Some(rule) => (rule.zh.clone(), rule.en.clone()),
        None => (String::new(), String::new()),
    };
    let standing = VerdictLine {
        about: About::Occupation,
        answer: if stands { Answer::Yes } else { Answer::CouldNotCheck },
        zh: format!("{occupation}，{issued} 发放：{zh}"),
        en: format!("{occupation}, issued on {issued}: {en}"),
        quote: rule.map(|rule| rule.quote),
    };
    Some(vec![number, listed, unchecked, standing])
}
