//! The acts that the law is asked about, by the names people use for them.
//!
//! In scope: the closed list and its spelling. Out of scope: what an act does; that is the
//! register's.

use core::fmt;

macro_rules! acts {
    ($($variant:ident $name:literal $zh:literal,)*) => {
        /// An act somebody wants to do, or a question about a certificate. Closed: adding one
        /// breaks the build until the register handles it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Act {
            $(#[doc = $zh] $variant,)*
        }

        impl Act {
            /// Every act, in the order of its definition.
            pub const ALL: &'static [Act] = &[$(Act::$variant,)*];

            /// Returns the name used in rules, on the command line and in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Act::$variant => $name,)* }
            }

            /// Returns the name in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Act::$variant => $zh,)* }
            }

            /// Returns the act of that name.
            pub fn from_name(name: &str) -> Option<Act> {
                match name { $($name => Some(Act::$variant),)* _ => None }
            }
        }
    };
}

acts! {
    AnnounceExam "announce-exam" "发布鉴定考试公告",
    AcceptRegistration "accept-registration" "受理鉴定考试报名",
    AcceptResit "accept-resit" "受理补考申请",
    HoldExam "hold-exam" "组织鉴定考试",
    PublishResults "publish-results" "公布鉴定成绩",
    IssueQualificationCertificate "issue-qualification-certificate" "发放职业资格证书",
    Refund "refund" "退回有关费用",
    AdmitCohort "admit-cohort" "招收学生或新型学徒",
    CertifyCohortMember "certify-cohort-member" "为结业学生（学员）发证",
    RecogniseBody "recognise-body" "遴选公布评价机构",
    AnnounceSession "announce-session" "发布等级认定公告",
    HoldSession "hold-session" "组织等级认定",
    ConfirmResults "confirm-results" "确认认定结果",
    IssueLevelCertificate "issue-level-certificate" "颁发职业技能等级证书",
    CertificateStanding "certificate-standing" "证书效力",
    RevokeCertificate "revoke-certificate" "撤销证书",
    ConvertCentre "convert-centre" "鉴定中心转型",
    Inspect "inspect" "质量督导检查",
    HoldIssuance "hold-issuance" "暂停发证",
    ReleaseIssuance "release-issuance" "解除暂停发证",
    CompleteBatch "complete-batch" "登记批次手续完备",
    ReportChoices "report-choices" "报告考生选择情况",
    CloseExam "close-exam" "办结鉴定考试",
    AmendCohort "amend-cohort" "登记学生（学员）变动",
    CompleteCohort "complete-cohort" "登记学生（学员）结业",
    NameCohortBody "name-cohort-body" "指定评价机构",
    ReportCohort "report-cohort" "报告学生（学员）取证情况",
    CommitDraw "commit-draw" "抽查承诺",
    RevealDraw "reveal-draw" "抽查揭示",
    DrawInspection "draw-inspection" "抽取检查对象",
    OpenCase "open-case" "立案",
    RecordFinding "record-finding" "认定违规事实",
    OrderRectification "order-rectification" "责令整改",
    ReportRectification "report-rectification" "报告整改",
    Sanction "sanction" "处理",
    Appeal "appeal" "申诉",
    DecideAppeal "decide-appeal" "申诉裁决",
    CloseCase "close-case" "结案",
    RecuseStaff "recuse-staff" "申报回避",
    RegisterOrganisation "register-organisation" "登记机构",
    AnnounceExit "announce-exit" "公告职业退出目录",
    DraftReclassification "draft-reclassification" "起草准入类法律法规",
    Reclassify "reclassify" "调整为准入类",
    CorrectCertificate "correct-certificate" "更正证书",
    ReissueCertificate "reissue-certificate" "补发证书",
    RegisterLegacy "register-legacy" "登记旧证",
    OpenCounter "open-counter" "承接编号",
    RecordStock "record-stock" "登记空白证书",
    ArrangeSession "arrange-session" "编排考场",
    SignIn "sign-in" "签到",
    Object "object" "对认定结果提出异议",
    DecideObjection "decide-objection" "处理异议",
    ReviseResults "revise-results" "更正认定结果",
    ArchiveSession "archive-session" "认定资料归档",
    LendStaff "lend-staff" "公开借调考评人员",
    DeclareInterest "declare-interest" "申报利害关系",
    ApplyRecognition "apply-recognition" "申请备案",
    ReviewApplication "review-application" "评审备案申请",
    AmendRecognition "amend-recognition" "调整备案范围",
    RenewRecognition "renew-recognition" "备案续期",
    SuspendBody "suspend-body" "暂停评价机构",
    ReinstateBody "reinstate-body" "恢复评价机构",
    RemoveBody "remove-body" "移出评价机构目录",
    ChangeSite "change-site" "变更认定站点",
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
