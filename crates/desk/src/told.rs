//! Why a number or a file is not what it should be, told in both languages at once.
//!
//! In scope: what a line of a verdict gives as its reason. Out of scope: refusals (`refused`),
//! faults of commands (`house_fault_words`).

use seal::SealError;
use vocab::CodeError;

/// Returns why a certificate number is not well formed, in Chinese and in English.
pub(crate) fn number(why: &CodeError) -> (String, String) {
    let zh = match why {
        // The lengths are named with the Chinese names of the certificates in either language.
        CodeError::Length { found, .. } => format!(
            "共 {found} 个字符；应为 22（职业技能等级证书）、16 或 13（职业资格证书）、20（试点）个"
        ),
        CodeError::Position { position, found, .. } => {
            format!("第 {position} 位是“{found}”，该位不能是这个字符；请与证书核对")
        }
        CodeError::Field { found, max, .. } => {
            format!("其中一个数为 {found}，至多 {max}；请与证书核对")
        }
    };
    (format!("编号不合规则：{zh}"), format!("the number is not well formed: {why}"))
}

/// Returns why a file, a note or a proof is refused, in Chinese and in English.
pub(crate) fn seal(why: &SealError) -> (String, String) {
    let zh = match why {
        SealError::KeyName { name } => format!("“{name}”不是公钥的名称"),
        SealError::PublicKey => "公钥不能使用".to_string(),
        SealError::VerifierKey { .. } => "公钥的写法有误".to_string(),
        SealError::KeyId { .. } => "公钥的标识与其名称和内容不符".to_string(),
        SealError::NoteTooLong { bytes } => format!("检查点有 {bytes} 字节，过长"),
        SealError::Note { line, .. } | SealError::Checkpoint { line, .. } => {
            format!("检查点第 {line} 行格式有误")
        }
        SealError::TooManySignatures => "检查点的签名过多".to_string(),
        SealError::BadSignature { name } => format!("“{name}”的签名与内容不符"),
        SealError::NoKnownSignature => "检查点没有可识别的签名".to_string(),
        SealError::NoLogSignature { name } => format!("检查点没有日志“{name}”的签名"),
        SealError::File { line, .. } => format!("文件第 {line} 行有误"),
        SealError::Origin { found, expected } => {
            format!("检查点属于日志“{found}”，而非“{expected}”")
        }
        SealError::CosignatureTime { time_s } => format!("见证的时刻 {time_s} 过大"),
        SealError::Proof { line, .. } => format!("证明第 {line} 行格式有误"),
        SealError::Landmarks { line, .. } => format!("地标清单第 {line} 行有误"),
        SealError::Request { line, .. } => format!("向见证方的请求第 {line} 行有误"),
        SealError::Inclusion(_) => "包含证明不成立".to_string(),
    };
    (zh, why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, zh: &str) {
        let why = text.parse::<vocab::CertificateNumber>().unwrap_err();
        assert_eq!(number(&why).0, format!("编号不合规则：{zh}"));
    }

    #[test]
    fn why_a_number_is_not_well_formed_is_said_in_chinese() {
        check(
            "1",
            "共 1 个字符；应为 22（职业技能等级证书）、16 或 13（职业资格证书）、20（试点）个",
        );
        check("X000123000001195000001", "第 1 位是“X”，该位不能是这个字符；请与证书核对");
    }

    #[test]
    fn why_a_file_is_refused_is_said_in_chinese() {
        let why = ::seal::Bundle::parse(b"nothing").unwrap_err();
        let (zh, en) = seal(&why);
        assert!(zh.contains("文件第 1 行有误") && en == why.to_string(), "{zh} {en}");
    }
}
