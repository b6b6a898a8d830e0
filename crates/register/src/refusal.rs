//! Refusals: the law says no, or the register's own order does. Values, not errors.
//!
//! In scope: what was refused and under which rule. Every refusal names a rule of the law, so that
//! it can be shown with the words it rests on; the register's own order rests on rules too
//! (`Breach`).
//! Out of scope: keeping refusals (they are private, never in the log).

use law::{Act, Decision, Unanswered};

/// An act that may not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The law forbids it, or needs a fact.
    Law {
        /// The act as the law knows it.
        act: Act,
        /// The decision.
        decision: Decision,
    },
    /// The law has no answer for the day or instant.
    Unanswered(Unanswered),
    /// The register's own order forbids it.
    Breach(Breach),
}

macro_rules! breaches {
    ($($variant:ident $rule:literal $zh:literal $en:literal;)*) => {
        /// A breach of the register's own order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Breach {
            $(#[doc = $en] $variant,)*
        }

        impl Breach {
            /// Every breach.
            pub const ALL: &'static [Breach] = &[$(Breach::$variant,)*];

            /// Returns the rule of the law that the order rests on.
            pub const fn rule(self) -> &'static str {
                match self { $(Breach::$variant => $rule,)* }
            }

            /// Returns what is wrong, in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Breach::$variant => $zh,)* }
            }

            /// Returns what is wrong, in English.
            pub const fn en(self) -> &'static str {
                match self { $(Breach::$variant => $en,)* }
            }
        }
    };
}

breaches! {
    NotFounded "2020-80/p6.quality-is-supervised"
        "登记系统尚未创建" "the register is not founded yet";
    FoundedTwice "2020-80/p6.quality-is-supervised"
        "登记系统已创建" "the register is founded already";
    UnknownActor "2020-80/p6.quality-is-supervised"
        "行为人未登记" "the actor is not registered";
    UnknownParty "2020-80/p6.quality-is-supervised"
        "当事机构未登记" "the party concerned is not registered";
    NotAnEvaluationBody "2020-80/p1.government-issues-no-level-certificate"
        "只有用人单位、社会组织和技工院校可以备案" "only employers, social bodies and schools are recognised";
    BodyMismatch "2020-80/p5.within-scope"
        "证书编号前缀与机构类别不符" "the number prefix does not fit the kind of body";
    NotTheNext "2020-80/p6.quality-is-supervised"
        "编号不是下一个" "the number given is not the next one";
    UnknownSession "2020-80/p5.announced-before-held"
        "没有这个考试或认定批次" "there is no such examination or session";
    NotItsOwnSession "2020-80/p5.within-scope"
        "不是本机构的批次" "the session is another organisation's";
    DatesOutOfOrder "2020-80/p4.dates-are-in-order"
        "日期次序颠倒" "the dates are out of order";
    RecordedBackwards "2020-80/p4.dates-are-in-order"
        "记录时间早于上一条" "it is recorded earlier than the entry before it";
    ClosedTwice "2020-80/p5.held-before-confirmed"
        "报名已截止" "registration is closed already";
    NotClosed "2020-80/p5.held-before-confirmed"
        "尚未截止报名并登记人数" "registration is not closed: head counts come before the examination";
    ResultsTwice "2020-80/p5.held-before-confirmed"
        "结果已登记" "the results are recorded already";
    NoResults "2020-80/p6.no-level-certificate-without-session"
        "尚未登记结果" "no results are recorded: scores come before certificates";
    ConfirmedTwice "2020-80/p5.held-before-confirmed"
        "结果已确认" "the results are confirmed already";
    MoreThanRegistered "2020-80/p6.no-level-certificate-without-session"
        "参加或合格人数超过登记人数" "more sat or passed than were registered";
    NoSuchRow "2020-80/p6.no-level-certificate-without-session"
        "该行不是合格成绩" "the row is not one of a candidate who passed";
    RowUsed "2020-80/p6.no-level-certificate-without-session"
        "该行成绩已发过证书" "the row of results already carries a certificate";
    EmptyBatch "2020-80/p4.no-certificate-without-exam"
        "没有可发证书的成绩" "the batch holds no row";
    BatchTooLarge "2020-80/p4.no-rush"
        "一批证书过多" "the batch is larger than the limit";
    CounterFull "2020-80/p4.certificates-are-issued-strictly"
        "证书编号已用尽" "the numbers under this prefix, year and level are used up";
    NoInstitution "2020-80/p4.certificates-are-issued-strictly"
        "该单位没有鉴定机构编码" "the organisation has no institution code to number under";
    SettlementDoesNotAddUp "2020-80/p3.candidate-chooses"
        "继续、退费、未选择与退出人数之和不等于受理人数"
        "continued, refunded, undecided and withdrawn do not add up to the accepted";
    SettledAndSat "2020-80/p3.continues-as-chosen"
        "参加考试人数超过选择继续的人数" "more sat than chose to continue";
    NoKey "2020-80/p6.quality-is-supervised"
        "该机构没有有效密钥" "the organisation has no key in force";
    OutOfTurn "2020-80/p6.quality-is-supervised"
        "不是该机构的下一个行为" "it is not the actor's next act: one was done already, or is missing";
    FoundedByNoAuthority "2020-80/p5.authority-selects"
        "创建登记系统的首个机构须为人力资源社会保障部门"
        "the first organisation of a founding must be a human-resources authority";
    RecoveryCannot "2020-80/p6.quality-is-supervised"
        "恢复密钥组不成立：须有不重复的密钥，且签名数不超过密钥数"
        "the recovery set cannot work: distinct keys, and no more signatures than keys";
    LandmarkElsewhere "2020-80/p6.quality-is-supervised"
        "地标的大小不是此刻日志的大小" "the landmark's size is not the size of the log at its place";
    LandmarkOtherState "2020-80/p6.quality-is-supervised"
        "地标的状态摘要与登记状态不符" "the landmark's state digest is not that of the state";
    KeyKnown "2020-80/p6.quality-is-supervised"
        "密钥已用过" "the key was in use before; make a new one";
    KeyOfNobody "2020-80/p6.quality-is-supervised"
        "该密钥从未属于该机构" "the key never was the organisation's";
    CompromisedTwice "2020-80/p6.quality-is-supervised"
        "该密钥已登记泄露" "the key is said to be compromised already";
    ExitAnnouncedTwice "2020-80/p2.exit-is-announced"
        "该职业的退出已公告，以第一次为准" "the exit of the occupation is announced already; the first counts";
    StepOutOfOrder "2020-80/p6.turned-by-law"
        "调整步骤次序不符、重复，或已经完成"
        "the step is out of order, was recorded before, or the occupation has arrived already";
    NoSuchCertificate "2020-80/p4.never-issued"
        "没有这张证书" "there is no such certificate";
    RangeBroken "2020-80/p4.certificates-are-issued-strictly"
        "号段为空、颠倒或重叠" "the runs of numbers are empty, reversed or overlap";
    NotHeard "2020-80/p4.irregular-is-revoked"
        "未告知持证人，或申辩期未满" "the holders were not told, or the time to be heard runs still";
    NoFinding "2020-80/p4.irregular-is-revoked"
        "以违规为由撤销须有认定违规的监督案件" "revoking for an irregularity needs the case that found it";
    PrintUsed "2020-80/p4.certificates-are-issued-strictly"
        "流水码与上一次相同" "the print number is that of the last print";
    NotInStock "2020-80/p4.stock-is-recorded"
        "流水码不在库，或号段不能这样变动"
        "the print numbers are not on hand, or cannot move in this way";
    CounterRuns "2020-80/p4.counter-goes-on"
        "该前缀、年份、等级已有编号" "numbers under this prefix, year and level are given here already";
    KeyInForce "2020-80/p6.quality-is-supervised"
        "该机构仍有有效密钥" "the organisation has a key in force; it rotates its own key";
    ExamEnded "2020-80/p3.exam-is-closed"
        "考试已办结，不再有任何行为" "the examination is closed: nothing more is done in it";
    BatchCompletedTwice "2020-80/p3.batch-is-completed"
        "批次手续已登记完备" "the batch is complete already";
    CompletedAfterwards "2020-80/p3.batch-is-completed"
        "批次手续完备须当日登记，不得补记" "that a batch is complete is recorded on the day itself, never afterwards";
    MoreThanAdmitted "2020-80/p3.batch-is-completed"
        "参加考试人数超过准考证号数" "more sat than were given admission numbers";
    EndsDoNotAddUp "2020-80/p3.exam-is-closed"
        "取证、不合格、退费与退出人数与受理、成绩、发证或报告的人数不符"
        "certified, not passed, refunded and withdrawn are not those accepted, examined, certified \
         and reported";
    UndecidedLeft "2020-80/p3.candidate-chooses"
        "仍有考生未作选择" "some candidates have not chosen";
    MoneyDoesNotAddUp "2020-80/p3.exam-is-closed"
        "所退费用与所收费用对不上" "what was paid back does not fit what was received";
    UnknownCohort "2020-80/p3.cohort-is-admitted"
        "没有这个班" "there is no such cohort";
    NotItsOwnCohort "2020-80/p3.cohort-is-admitted"
        "不是本单位招收的" "another organisation admitted the cohort";
    NotAnAdmitter "2020-80/p3.no-new-qualification-plan"
        "学生由院校招收，企业新型学徒由企业招收" "schools admit students and employers apprentices";
    HeadsDoNotAddUp "2020-80/p3.promise-is-accounted-for"
        "人数对不上" "the head counts do not add up";
    CohortOver "2020-80/p3.cohort-is-amended"
        "已结业或已报告" "the cohort has completed, or its ends are reported";
    CohortNotCompleted "2020-80/p3.cohort-not-completed"
        "尚未结业" "the cohort has not completed";
    OtherCohort "2020-80/p3.cohort-is-amended"
        "转入转出的班职业、等级或类别不同" "the two cohorts differ in occupation, level or kind";
    TransferUnmatched "2020-80/p3.cohort-is-amended"
        "转入人数超过转出人数" "more are said to come in than left the other cohort for this one";
    NamedTwice "2020-80/p3.cohort-body-is-named"
        "已指定该机构" "the body is named already";
    NotNamed "2020-80/p3.named-body-is-recognised"
        "取证批次不是指定机构就该职业、等级举办的"
        "the session is not one of a named body for the occupation and level";
    MoreThanCertified "2020-80/p3.promise-is-accounted-for"
        "报告的取证人数超过该批次所发证书" "more are reported as certified than the session has certificates";
    Held "2020-80/p6.release-is-supervised"
        "发证已暂停，尚未解除"
        "issuing is held, and supervision has not released it";
    UnknownHold "2020-80/p6.release-is-supervised"
        "没有这项暂停"
        "there is no such hold";
    ReleasedTwice "2020-80/p6.release-is-supervised"
        "该暂停已解除"
        "the hold was released already";
    ReleasesAnother "2020-80/p6.release-is-supervised"
        "解除的机构或批次不是所暂停的"
        "the release names another body or session than the hold";
    UnknownDraw "2020-80/p6.supervision-is-exercised"
        "没有这次抽查"
        "there is no such draw";
    DrawMethod "2020-80/p6.supervision-is-exercised"
        "抽取方法版本未知"
        "the version of the method of drawing is not known";
    DrawCount "2020-80/p6.supervision-is-exercised"
        "抽取数须至少为一，不超过总体，也不超过 2000"
        "a draw takes at least one, no more than there are, and no more than 2000";
    OtherPopulation "2020-80/p6.supervision-is-exercised"
        "总体与登记系统所列不符"
        "the population is not the one the register lists";
    WitnessedTwice "2020-80/p6.supervision-is-exercised"
        "该抽查已有见证方"
        "the draw has a witness already";
    NoLandmarkYet "2020-80/p6.supervision-is-exercised"
        "承诺之后尚无地标，不得揭示"
        "no landmark has followed the commitments yet: nothing is revealed before";
    NotOfTheDraw "2020-80/p6.supervision-is-exercised"
        "不是该抽查的抽取方或见证方"
        "the actor neither draws nor witnesses here";
    RevealedTwice "2020-80/p6.supervision-is-exercised"
        "随机数已揭示"
        "the nonce was revealed already";
    WrongNonce "2020-80/p6.supervision-is-exercised"
        "揭示的随机数与承诺不符"
        "the nonce is not the one committed to";
    NotRevealed "2020-80/p6.supervision-is-exercised"
        "随机数尚未全部揭示"
        "not every nonce is revealed yet";
    DrawnTwice "2020-80/p6.supervision-is-exercised"
        "已抽取"
        "the draw was made already";
    OtherPicks "2020-80/p6.supervision-is-exercised"
        "抽取结果与重算不符"
        "the picks are not those that the method gives";
    NotDrawn "2020-80/p6.supervision-is-exercised"
        "被检查的机构或批次未被抽中"
        "what was inspected is not what was drawn at that place";
    Inspectors "2020-80/p6.supervision-is-exercised"
        "检查人员须为一至十六人，不重复"
        "an inspection has one to sixteen inspectors, each once";
    UnknownCase "2020-80/p6.supervision-is-exercised"
        "没有这个案件"
        "there is no such case";
    CaseClosed "2020-80/p6.supervision-is-exercised"
        "案件已结"
        "the case is closed";
    OtherGrounds "2020-80/p6.supervision-is-exercised"
        "所引检查或抽查不支持该立案理由"
        "the inspection or draw cited does not bear out the grounds";
    NothingToRectify "2020-80/p6.supervision-is-exercised"
        "没有待完成的整改"
        "no rectification is waiting";
    NotRectified "2020-80/p6.supervision-is-exercised"
        "责令的整改尚未报告"
        "the rectification ordered has not been reported";
    NoLadder "2020-80/p6.supervision-is-exercised"
        "法规数据中没有该处理步骤"
        "the law's data knows no such step of sanctions";
    StepOutOfTurn "2020-80/p6.supervision-is-exercised"
        "处理应逐级进行，情节严重的除外"
        "steps are taken in order, unless a grave finding lets them be left out";
    SanctionTerm "2020-80/p6.supervision-is-exercised"
        "处理期限不在规定范围内"
        "the term of the sanction is not within the ladder's";
    NothingToAppeal "2020-80/p6.only-the-subject-answers"
        "没有可以申诉或裁决的处理"
        "there is no sanction to appeal against, or no appeal to decide";
    AppealTooLate "2020-80/p6.only-the-subject-answers"
        "申诉期限已过"
        "the time to appeal has passed";
    AppealOpen "2020-80/p6.only-the-subject-answers"
        "申诉尚未裁决"
        "an appeal waits for its decision";
    RelatedToItself "2020-80/p6.relations-are-declared"
        "利害关系须在两方之间"
        "a relation is between two";
    ParticularsCannot "2020-80/p6.nobody-decides-on-itself"
        "隶属关系成环，或者不是鉴定中心却登记为中心"
        "the particulars cannot be: it belongs to itself in the end, or is called a centre and is \
         none";
    NotItsRegion "2020-80/p5.authority-selects"
        "不是该部门管辖的地区" "the region is not one the authority speaks for";
    NotArranged "2020-80/p1.arranged-by-standard"
        "尚未编排考场" "the session is not arranged: rooms and staff come before results";
    ArrangedTooLate "2020-80/p1.arranged-by-standard"
        "开考之后不得编排" "it is arranged after it begins";
    RoomsOutOfBounds "2020-80/p1.arranged-by-standard"
        "考场或人次超出一次编排的限度：考场1至256个，人次至多4096"
        "an arrangement has 1 to 256 rooms and at most 4096 servings of staff";
    UnknownStandard "2020-80/p1.arranged-by-standard"
        "没有这个版本的标准" "there is no such version of a standard";
    StandardNotInForce "2020-80/p1.arranged-by-standard"
        "不是公告之日适用于该职业的标准版本"
        "the standard is not that of the occupation on the day of announcement";
    PartsNotOfStandard "2020-80/p1.arranged-by-standard"
        "考试科目与标准不符" "the parts are not those of the standard";
    MoreThanSeats "2020-80/p1.arranged-by-standard"
        "考生多于座位" "there are more candidates than seats";
    NotEveryoneSeated "2020-80/p1.arranged-by-standard"
        "编排人数与登记人数不符" "those seated are not as many as those registered";
    TimeTooShort "2020-80/p1.arranged-by-standard"
        "考试时间短于标准" "the time is shorter than the standard asks";
    TooFewInvigilators "2020-80/p1.arranged-by-standard"
        "监考人员少于标准" "there are fewer invigilators than the standard asks";
    PanelTooSmall "2020-80/p1.arranged-by-standard"
        "考评小组人数少于标准" "the panel is smaller than the standard asks";
    PanelEven "2020-80/p1.arranged-by-standard"
        "考评小组人数须为单数" "the panel is even";
    RoomInUse "2020-80/p1.arranged-by-standard"
        "考场在同一时间已被使用" "the room is in use at that time";
    StaffInUse "2020-80/p1.arranged-by-standard"
        "人员在同一时间已在另一考场" "somebody of the staff is in another room at that time";
    NotItsSite "2020-80/p5.within-scope"
        "站点不属于该机构" "the site is not one of the body's";
    StaffOfAnother "2020-80/p1.arranged-by-standard"
        "人员属于其他机构且未公开借调"
        "somebody of the staff is another organisation's and was not lent openly";
    Recused "2020-80/p1.arranged-by-standard"
        "人员已申报回避" "somebody of the staff declared a relation and does not serve";
    SamePanelAgain "2020-80/p1.arranged-by-standard"
        "同一考评小组连续考评次数已达上限"
        "the same panel has examined as many sessions in a row as it may";
    SignedInTwice "2020-80/p1.arranged-by-standard"
        "已签到" "those present have signed in already";
    NotSignedIn "2020-80/p1.arranged-by-standard"
        "尚未签到" "nobody has signed in: who came is bound before results";
    MoreThanPresent "2020-80/p6.no-level-certificate-without-session"
        "参加人数超过签到人数" "more sat than signed in";
    NotHeldAsArranged "2020-80/p1.arranged-by-standard"
        "不在编排的考试时间" "it is not within the time for which it is arranged";
    PublicityRuns "2020-80/p6.results-may-be-objected-to"
        "公示期未满" "the results are still public for objections";
    OutsideCalendar "2020-80/p6.results-may-be-objected-to"
        "工作日历不含该期间，无法计算公示期" "the calendar of working days does not have that time";
    ObjectionTooLate "2020-80/p6.results-may-be-objected-to"
        "公示期已过" "the time for objections is over";
    NoSuchObjection "2020-80/p6.results-may-be-objected-to"
        "没有这个异议" "there is no such objection";
    ObjectionDecided "2020-80/p6.results-may-be-objected-to"
        "该异议已处理" "the objection is decided already";
    ResultsDisputed "2020-80/p6.results-may-be-objected-to"
        "尚有异议未处理" "an objection is not decided yet";
    RevisionOwed "2020-80/p6.results-may-be-objected-to"
        "异议成立，须先更正结果" "an objection was upheld: the results have to be revised first";
    NothingToRevise "2020-80/p6.results-may-be-objected-to"
        "没有成立的异议" "no objection was upheld: there is nothing to revise";
    NotConfirmed "2020-80/p5.held-before-confirmed"
        "结果尚未确认" "the results are not confirmed";
    NoSuchVolume "2020-80/p1.arranged-by-standard"
        "归档至少一卷，至多五卷" "an archive has one to five volumes";
    VolumeGone "2020-80/p1.arranged-by-standard"
        "已归档的卷不得减少" "a volume that was archived is missing";
    KeptTooShort "2020-80/p1.arranged-by-standard"
        "保存期限短于标准" "it is kept for less time than the standard asks";
    UnknownApplication "2020-80/p5.recognition-is-guided"
        "没有这个备案申请" "there is no such application of this applicant";
    ApplicationEnded "2020-80/p5.recognition-is-guided"
        "该申请已办结" "the application has ended";
    ApplicationOutOfOrder "2020-80/p5.recognition-is-guided"
        "次序不符：材料齐全、评审通过、公示、备案依次进行"
        "the steps come in order: complete, reviewed in favour, public, granted";
    ConditionsMissing "2020-80/p5.recognition-is-guided"
        "所列条件与该类机构应具备的条件不符" "the conditions are not those asked of this kind of body";
    TooFewReviewers "2020-80/p5.recognition-is-guided"
        "评审人员须为不重复的单数，且不少于规定人数"
        "reviewers are an odd number of different people, no fewer than the law's setting";
    ReviewerRelated "2020-80/p6.nobody-decides-on-its-own-recognition"
        "评审人员须来自监管一方，且与申请人无关联"
        "a reviewer is of a supervising organisation that the applicant is not related to";
    PublicityTooShort "2020-80/p5.recognition-is-guided"
        "公示期短于规定天数" "it is public for fewer days than the law's setting";
    ObjectionLate "2020-80/p5.recognition-is-guided"
        "不在公示期内，不受理异议" "an objection is made while the application is public";
    StillPublic "2020-80/p5.recognition-is-guided"
        "公示期未满" "it is still public: it is granted the day after at the earliest";
    ApplicationObjected "2020-80/p5.recognition-is-guided"
        "异议未决或者已成立" "an objection is open or was upheld";
    ScopeCannot "2020-80/p5.within-scope"
        "范围为空、重复，或者超出所申请、所备案的范围"
        "the scope is empty, names something twice, or exceeds what was applied for or recognised";
    SiteCannot "2020-80/p5.recognition-is-guided"
        "站点不成立：前缀已属他人或与其他站点不符，或者没有座位"
        "the site cannot be: its prefix is another's or does not fit the others, or it has no \
         seats";
    RecognisedAlready "2020-80/p5.recognition-is-guided"
        "备案仍有效：请调整、续期" "the body is recognised: amend or renew instead";
    NeverRecognised "2020-80/p5.body-is-recognised"
        "该机构从未备案" "the organisation was never recognised";
    NotConverted "2020-80/p6.centre-does-not-assess"
        "鉴定中心尚未转型" "the centre has not turned into a body yet";
    NotACentre "2020-80/p6.centre-may-turn"
        "不是鉴定中心，或者已转型" "it is no centre, or has turned already";
    SuspendedTwice "2020-80/p6.bodies-are-suspended-for-quality"
        "已在暂停中" "it is suspended already";
    NotSuspended "2020-80/p6.bodies-are-suspended-for-quality"
        "未在暂停中" "it is not suspended in this reach";
    DecidedByNoAuthority "2020-80/p5.authority-selects"
        "由人力资源社会保障部门决定" "a human-resources authority decides this";
    RelatedParty "2020-80/p6.nobody-decides-on-itself"
        "决定者与当事方有关联" "whoever decides is related to the party concerned";
    CaseOfAnother "2020-80/p4.irregular-is-revoked"
        "该案件的当事方不是发证方" "the case is about another than the issuer";
    SeatsNotOnRecord "2020-80/p1.arranged-by-standard"
        "考场座位多于站点在案的座位" "a room has more seats than its site has on record";
    SeatsAboveRooms "2020-80/p5.recognition-is-guided"
        "站点每日评价人数多于其考场按每日场次所能容纳的人数"
        "the site is to assess more people a day than its rooms hold in a day's sittings";
}
