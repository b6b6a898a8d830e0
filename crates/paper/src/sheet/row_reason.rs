//! Why a row cannot be taken though its cells are well formed, in English and Chinese.
//!
//! In scope: a row against other rows, against itself, and against what the register knows; the
//! desk finds the latter. Out of scope: faults of single cells (`cell_reason`).

use super::column::Column;

/// A fault of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowReason {
    /// The value of a column that has each value once stands in an earlier row.
    Same {
        /// The earlier row.
        first: u32,
    },
    /// The row is the example of the template.
    Example,
    /// A cell goes with another that is blank.
    Without(Column),
    /// The number has another form than the list.
    CertificateForm,
    /// The number is under another institution.
    CertificateInstitution,
    /// The year in the number is another than that of the day.
    CertificateYear,
    /// The level in the number is another.
    CertificateLevel,
    /// The day is yet to come.
    Future,
    /// The person is none of the session's candidates.
    Stranger,
    /// The person is a candidate already.
    Registered {
        /// The place among the candidates.
        place: u32,
    },
    /// The person may not sit: what each alternative lacks.
    NotEligible {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
    /// The candidate's registration has ended.
    Settled,
    /// The candidate was examined.
    Examined,
    /// The name is another than that under which the person registered.
    OtherName,
    /// The candidate did not sign in.
    Absent,
    /// The level has a part for which there is no score.
    PartMissing,
    /// The level has no such part.
    NoSuchPart,
    /// The score is above the most of the part.
    AboveTheMost,
}

impl RowReason {
    /// Returns the name used in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            RowReason::Same { .. } => "repeated",
            RowReason::Example => "example",
            RowReason::Without(_) => "without",
            RowReason::CertificateForm => "certificate-form",
            RowReason::CertificateInstitution => "certificate-institution",
            RowReason::CertificateYear => "certificate-year",
            RowReason::CertificateLevel => "certificate-level",
            RowReason::Future => "future",
            RowReason::Stranger => "stranger",
            RowReason::Registered { .. } => "registered-already",
            RowReason::NotEligible { .. } => "not-eligible",
            RowReason::Settled => "settled",
            RowReason::Examined => "examined",
            RowReason::OtherName => "other-name",
            RowReason::Absent => "absent",
            RowReason::PartMissing => "part-missing",
            RowReason::NoSuchPart => "no-such-part",
            RowReason::AboveTheMost => "above-the-most",
        }
    }

    /// Returns what is wrong and what to do about it, in English.
    pub fn en(&self) -> (String, &'static str) {
        match self {
            RowReason::Same { first } => (
                format!("the value stands in row {first} already"),
                "delete one of the rows, or correct the value",
            ),
            RowReason::Example => ("the row is the example".into(), "delete the row"),
            RowReason::Without(column) => {
                (format!("it goes with `{}`, which is blank", column.en()), "fill in both, or none")
            }
            RowReason::CertificateForm => (
                "the number has not the form of the list".into(),
                "compare with the certificate; one list has one form",
            ),
            RowReason::CertificateInstitution => (
                "digits 3 to 10 are another institution's code".into(),
                "compare with the certificate; one list has one institution",
            ),
            RowReason::CertificateYear => {
                ("the year in the number is another".into(), "compare with the certificate")
            }
            RowReason::CertificateLevel => {
                ("the number says another level".into(), "compare with the certificate")
            }
            RowReason::Future => ("the day is yet to come".into(), "correct the day"),
            RowReason::Stranger => (
                "nobody with this document registered for the session".into(),
                "correct the document, or take the row out",
            ),
            RowReason::Registered { place } => (
                format!("the person is candidate {place} of the session already"),
                "take the row out",
            ),
            RowReason::NotEligible { en, .. } => (
                format!("no condition of the standard holds: {en}"),
                "complete the background, or take the row out",
            ),
            RowReason::Settled => {
                ("the candidate's registration has ended".into(), "take the row out")
            }
            RowReason::Examined => {
                ("the candidate was examined: the choice was acted upon".into(), "take the row out")
            }
            RowReason::OtherName => (
                "the person registered under another name".into(),
                "compare name and document; rows may be shifted",
            ),
            RowReason::Absent => {
                ("the candidate did not sign in".into(), "take the row out, or see the sign-in")
            }
            RowReason::PartMissing => {
                ("the level has this part, and there is no score".into(), "fill in the score")
            }
            RowReason::NoSuchPart => ("the level has no such part".into(), "leave the cell blank"),
            RowReason::AboveTheMost => {
                ("the score is above the most of the part".into(), "correct the score")
            }
        }
    }

    /// Returns what is wrong and what to do about it, in Chinese.
    pub fn zh(&self) -> (String, &'static str) {
        match self {
            RowReason::Same { first } => {
                (format!("与第 {first} 行相同"), "请删除其中一行，或更正该值")
            }
            RowReason::Example => ("这是模板的示例行".into(), "请删除该行"),
            RowReason::Without(column) => {
                (format!("须与“{}”同时填写", column.zh()), "请两项都填或都不填")
            }
            RowReason::CertificateForm => {
                ("编号形式与名单不符".into(), "请核对原证书；一份名单只有一种编号形式")
            }
            RowReason::CertificateInstitution => {
                ("第 3 至 10 位与机构编码不符".into(), "请核对原证书；一份名单只属一个机构")
            }
            RowReason::CertificateYear => ("发证日期与编号年份不符".into(), "请核对原证书"),
            RowReason::CertificateLevel => ("等级与编号不符".into(), "请核对原证书"),
            RowReason::Future => ("日期尚未到来".into(), "请更正日期"),
            RowReason::Stranger => {
                ("没有持该证件的人报名本场次".into(), "请更正证件号码，或删去该行")
            }
            RowReason::Registered { place } => {
                (format!("该人已是本场次第 {place} 号考生"), "请删去该行")
            }
            RowReason::NotEligible { zh, .. } => {
                (format!("不符合标准的任何一项申报条件：{zh}"), "请补全申报条件，或删去该行")
            }
            RowReason::Settled => ("该考生的报名已办结".into(), "请删去该行"),
            RowReason::Examined => ("该考生已参加考试，选择不再变更".into(), "请删去该行"),
            RowReason::OtherName => ("与报名时的姓名不同".into(), "请核对姓名与证件，检查是否错行"),
            RowReason::Absent => ("该考生没有签到".into(), "请删去该行，或核对签到表"),
            RowReason::PartMissing => ("该等级有此科目，但没有成绩".into(), "请填写成绩"),
            RowReason::NoSuchPart => ("该等级没有此科目".into(), "请留空"),
            RowReason::AboveTheMost => ("成绩超过该科目满分".into(), "请更正成绩"),
        }
    }
}
