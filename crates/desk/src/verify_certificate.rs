//! Verifying a certificate file offline: separate lines, each yes, no or could not check.
//!
//! Source: DESIGN.md of the house, "A certificate"; 四 for what stays valid.
//! In scope: proofs, signatures, the holder, and every decision taken again from the entries in the
//! file. Out of scope: what only the whole log shows (gaps, later acts): those lines say so.
//! A file is a stranger's bytes: nothing of it is believed before the line that checks it.

pub(crate) use self::file_entries::Opened;
use self::file_entries::Told;
use crate::custody::{self, Later};
use crate::issue_certificates::number;
use crate::law_room::LawRoom;
use crate::logged_when;
use crate::ports::Clock;
use crate::told;
use crate::verdict::{About, Answer, Verdict, VerdictLine};
use law::{Act, ExitNotice, Facts, Key, Outcome, Question, Standing};
use register::{PublicAct, Refusal, Scheme, State};
use seal::{Bundle, Field, Landmarks, SealError, VerifierKey};
use vocab::{CertificateNumber, DocumentKind, PersonId};

mod file_entries;

/// The log a verifier trusts.
#[derive(Clone, Debug)]
pub struct TrustedLog {
    /// Its origin.
    pub origin: String,
    /// Its key.
    pub key: VerifierKey,
    /// Its landmarks, where the verifier has them.
    pub landmarks: Option<Landmarks>,
}

/// Who is said to hold the certificate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Holder<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The number of the document.
    pub document: Option<&'a str>,
}

/// Verifies a file, offline.
pub fn verify(
    room: &LawRoom,
    clock: &dyn Clock,
    trusted: Option<&TrustedLog>,
    bytes: &[u8],
    holder: Holder<'_>,
) -> Verdict {
    match Bundle::parse(bytes) {
        Ok(bundle) => verify_knowing(room, clock, trusted, &Opened::of(bundle), holder, None),
        Err(why) => unreadable(&why),
    }
}

/// Verifies a file that was read with what a register knows of keys.
pub(crate) fn verify_knowing(
    room: &LawRoom,
    clock: &dyn Clock,
    trusted: Option<&TrustedLog>,
    opened: &Opened,
    holder: Holder<'_>,
    later: Option<&dyn Later>,
) -> Verdict {
    let bundle = &opened.bundle;
    let mut lines = Lines { lines: Vec::new() };
    let Some(told) = &opened.told else {
        lines.put(
            About::InLog,
            Answer::No,
            words(
                "文件内的条目不是一张证书及其依据",
                "the entries in the file are not a certificate and what it rests on",
            ),
        );
        return of(&bundle.number, lines);
    };
    let decided = told.decide_again(room);
    told.number(bundle, decided.as_ref().ok().map(|(state, _)| state), &mut lines);
    in_log(bundle, trusted, &mut lines);
    told.signed(later, &mut lines);
    told.holder(bundle, holder, &mut lines);
    lines.put(About::Status, Answer::CouldNotCheck, told.status_offline());
    let proved = lines.lines.iter().any(|l| l.about == About::InLog && l.answer == Answer::Yes);
    let landmarks = trusted.filter(|_| proved).and_then(|log| log.landmarks.as_ref());
    let recorded_at = told.header().event.recorded_at;
    lines.lines.push(logged_when::line(landmarks, told.certificate.header, recorded_at));
    told.lawful(room, clock, decided, later, &mut lines);
    of(&bundle.number, lines)
}

fn of(number: &str, lines: Lines) -> Verdict {
    let number = Some(number.to_string());
    Verdict { number, lines: lines.lines, of_body: None, unread: false }
}

/// Returns the verdict on bytes that are no file.
pub(crate) fn unreadable(why: &SealError) -> Verdict {
    let (zh, en) = told::seal(why);
    let line = VerdictLine {
        about: About::InLog,
        answer: Answer::No,
        zh: format!("不是可以读取的 .dengji 文件（{zh}）；请索取原文件"),
        en: format!("this is no .dengji file that can be read: {en}; ask for the file again"),
        quote: None,
    };
    Verdict { number: None, lines: vec![line], of_body: None, unread: false }
}

struct Lines {
    lines: Vec<VerdictLine>,
}

fn words(zh: &str, en: &str) -> (String, String) {
    (zh.to_string(), en.to_string())
}

impl Lines {
    fn put(&mut self, about: About, answer: Answer, words: (String, String)) {
        self.quoting(about, answer, words, None);
    }

    fn quoting(
        &mut self,
        about: About,
        answer: Answer,
        (zh, en): (String, String),
        quote: Option<String>,
    ) {
        self.lines.push(VerdictLine { about, answer, zh, en, quote });
    }
}

fn in_log(bundle: &Bundle, trusted: Option<&TrustedLog>, lines: &mut Lines) {
    let Some(log) = trusted else {
        let say =
            words("不知道应信任哪个登记系统的公钥", "it is not known which log's key to trust");
        return lines.put(About::InLog, Answer::CouldNotCheck, say);
    };
    let proved = bundle.prove(&log.origin, &log.key, &[]).and_then(|opened| {
        let short = log.landmarks.as_ref().map_or(Ok(0), |list| bundle.prove_short(list))?;
        Ok((opened, short))
    });
    match proved {
        Ok((opened, short)) => {
            let (size, n) = (opened.checkpoint().size(), bundle.entries.len());
            let (zh, en) = match short {
                0 => (String::new(), String::new()),
                _ => (
                    format!("，其中 {short} 条另由地标证明"),
                    format!("; {short} of them are proved under landmarks, too"),
                ),
            };
            lines.put(
                About::InLog,
                Answer::Yes,
                words(
                    &format!("证书及其依据共 {n} 条均在日志 {} 的前 {size} 条之内{zh}", log.origin),
                    &format!(
                        "all {n} entries stand among the first {size} of the log {}{en}",
                        log.origin
                    ),
                ),
            );
        }
        Err(why) => {
            let ((zh, en), origin) = (told::seal(&why), &log.origin);
            lines.put(
                About::InLog,
                Answer::No,
                (
                    format!("文件与日志 {origin} 不符：已被改动，或不属于该日志（{zh}）"),
                    format!(
                        "the file does not fit the log {origin}: it was changed, or is another \
                         log's: {en}"
                    ),
                ),
            );
        }
    }
}

impl Told {
    fn number(&self, bundle: &Bundle, state: Option<&State>, lines: &mut Lines) {
        let formed = bundle.number.parse::<CertificateNumber>();
        let event = &self.events[self.header_at];
        let entered = state.and_then(|s| number(s, event, self.certificate.serial));
        let (answer, say) = match (formed, entered) {
            (Err(why), _) => (Answer::No, told::number(&why)),
            (Ok(_), Some(n)) if n == bundle.number => (
                Answer::Yes,
                words("编号合乎规则，与条目一致", "the number is well formed and is the entry's"),
            ),
            (Ok(_), Some(n)) => {
                (Answer::No, (format!("条目的编号是 {n}"), format!("the entry's number is {n}")))
            }
            (Ok(_), None) => (
                Answer::CouldNotCheck,
                words(
                    "编号合乎规则，但无法与条目核对",
                    "the number is well formed but could not be held against the entry",
                ),
            ),
        };
        lines.put(About::Number, answer, say);
    }

    fn signed(&self, later: Option<&dyn Later>, lines: &mut Lines) {
        let header = (self.certificate.header, self.by);
        let (answer, say) = custody::signed(self.placed(), header, later);
        lines.put(About::Signed, answer, say);
    }

    fn holder(&self, bundle: &Bundle, holder: Holder<'_>, lines: &mut Lines) {
        let corrected = self.correction().map(|(_, _, name, document)| (name, document));
        let said = corrected.unwrap_or((self.certificate.name, self.certificate.document));
        let name =
            holder.name.map(|name| bundle.name_salt.commit(Field::Name(name.trim())) == said.0);
        let document = holder.document.map(|text| {
            DocumentKind::ALL.iter().any(|&kind| {
                PersonId::new(kind, text.trim()).is_ok_and(|id| {
                    let field = Field::Document(kind.code(), id.number());
                    bundle.document_salt.commit(field) == said.1
                })
            })
        });
        let (answer, say) = match (name, document) {
            (None, None) => (
                Answer::CouldNotCheck,
                words("未提供姓名和证件号码", "no name and no document number were given"),
            ),
            (Some(false), _) | (_, Some(false)) => (
                Answer::No,
                words("与所称持证人不符", "it is not the certificate of the person named"),
            ),
            (Some(true), Some(true)) => (
                Answer::Yes,
                words("姓名和证件号码均与证书相符", "name and document are the certificate's"),
            ),
            (Some(true), None) => (
                Answer::CouldNotCheck,
                words(
                    "姓名相符；未提供证件号码",
                    "the name is the certificate's; no document number was given",
                ),
            ),
            (None, Some(true)) => (
                Answer::CouldNotCheck,
                words(
                    "证件号码相符；未提供姓名",
                    "the document is the certificate's; no name was given",
                ),
            ),
        };
        lines.put(About::Holder, answer, say);
    }

    fn lawful(
        &self,
        room: &LawRoom,
        clock: &dyn Clock,
        decided: Result<(State, Option<law::Decision>), Refusal>,
        later: Option<&dyn Later>,
        lines: &mut Lines,
    ) {
        let law = room.law();
        let (state, decision) = match decided {
            Ok(found) => found,
            Err(refusal) => {
                let (rule, zh, en) = crate::refused::told(law, &refusal);
                let quote = rule.map(|r| r.quote.clone());
                return lines.quoting(About::Lawful, Answer::No, (zh, en), quote);
            }
        };
        let session = state.session(self.session).expect("decided: the session is in the excerpt");
        if session.plan.scheme == Scheme::Level {
            let on = session.announced_on;
            lines.put(
                About::Body,
                Answer::Yes,
                words(
                    &format!("机构在公告（{on}）、认定和确认之日均在备案有效期和范围内"),
                    &format!(
                        "the body was recognised, within scope, on the days of announcement ({on}), \
                         holding and confirmation"
                    ),
                ),
            );
        }
        self.occupation(room, clock, &state, later, lines);
        let rule = decision.as_ref().and_then(|d| law.cited(d));
        let founded_on = match &self.acts[0].1.event.act {
            PublicAct::Genesis { law, .. } => Some(*law),
            _ => None,
        };
        let same = founded_on == Some(law.digest.0);
        let (zh, en) = if same {
            (
                "依登记系统所据法规重新判定，每一步均合法",
                "decided again under the register's own law: every step is lawful",
            )
        } else {
            (
                "依本程序所载法规重新判定，每一步均合法（登记系统所据法规版本不同）",
                "decided again under the law in this program, which is another version than the \
                 register's: every step is lawful",
            )
        };
        lines.quoting(About::Lawful, Answer::Yes, words(zh, en), rule.map(|r| r.quote.clone()));
    }

    /// Returns the words of the status of a file that is checked without its register.
    fn status_offline(&self) -> (String, String) {
        match self.correction() {
            Some((index, event, ..)) => {
                let on = event.on;
                (
                    format!(
                        "文件载有 {on} 的更正（日志第 {index} 条）；未询问登记系统，无法得知其后是否\
                         再次更正或撤销；请在登记系统的门户查验"
                    ),
                    format!(
                        "the file carries the correction of {on}, entry {index} of the log; the \
                         register was not asked: whether it was corrected again or revoked after \
                         this file's checkpoint is not known; check it at the register's portal"
                    ),
                )
            }
            None => words(
                "未询问登记系统，无法得知此文件之后是否更正或撤销；请在登记系统的门户查验",
                "the register was not asked: whether it was corrected or revoked after this file \
                 was made is not known; check it at the register's portal",
            ),
        }
    }

    /// Says where the occupation stood on the day and whether the certificate stands today.
    fn occupation(
        &self,
        room: &LawRoom,
        clock: &dyn Clock,
        state: &State,
        later: Option<&dyn Later>,
        lines: &mut Lines,
    ) {
        let law = room.law();
        let session = state.session(self.session).expect("decided: the session is in the excerpt");
        let row = session.plan.occupation;
        let issued = self.header().event.on;
        let known_at = clock.now().max(self.header().event.recorded_at);
        let notice = later.map_or(ExitNotice::default(), |later| later.exit(row));
        let status = match (later, self.correction()) {
            (Some(later), _) => later.status(self.id()).name(),
            (None, Some(_)) => "corrected",
            (None, None) => "valid",
        };
        let entry = law.entry(row, issued, known_at, &notice);
        let today = known_at.day_in_china();
        let kind = match session.plan.scheme {
            Scheme::Level => "level",
            Scheme::Qualification => "qualification",
        };
        let facts = notice
            .facts(Facts::new())
            .choice(Key::CertificateKind, kind)
            .day(Key::CertificateIssuedOn, issued)
            .day(Key::AnnouncedOn, session.announced_on)
            .day(Key::RegistrationWindowUntil, session.plan.registration_until)
            .choice(Key::CertificateStatus, status);
        let closing = session.closing.map(|c| c.last_accepted_on);
        let held = session.results.map(|r| r.held_on);
        let facts = closing.map_or(facts.clone(), |day| facts.day(Key::AcceptedOn, day));
        let facts = held.map_or(facts.clone(), |day| facts.day(Key::ExamHeldOn, day));
        let act = Act::CertificateStanding;
        let question = Question { act, row, on: today, facts: &facts, known_at, region: None };
        let decision = law.decide(&question);
        let (name, zh, en) = match entry.as_ref().map(|e| (e.name.as_str(), e.standing)) {
            Some((name, Standing::Exited)) => (name, "已退出目录", "had left the catalogue"),
            Some((name, Standing::ExitPlanned)) => {
                (name, "尚未退出目录", "had not left the catalogue yet")
            }
            Some((name, Standing::AccessPending)) => {
                (name, "拟调整为准入类", "was to become access-type")
            }
            Some((name, Standing::Access)) => (name, "已调整为准入类", "was access-type"),
            Some((name, Standing::Listed)) => (name, "在目录内", "was in the catalogue"),
            None => ("", "不在附件内", "is not in the annex"),
        };
        let stands = decision.as_ref().is_ok_and(|d| d.outcome.allows());
        let open = decision.as_ref().is_ok_and(|d| d.outcome == Outcome::NeedFact);
        let answer = match (stands, open) {
            (true, _) => Answer::Yes,
            (false, true) => Answer::CouldNotCheck,
            (false, false) => Answer::No,
        };
        let rule = decision.ok().and_then(|d| law.cited(&d).cloned());
        let rest = rule.as_ref().map_or((String::new(), String::new()), |r| {
            (format!("；今日：{}", r.zh), format!("; today: {}", r.en))
        });
        let (level_zh, on) = (session.plan.level.zh(), self.dated);
        lines.quoting(
            About::Occupation,
            answer,
            (
                format!("{name}（{level_zh}），落款 {on}，发证日 {issued} 该职业{zh}{}", rest.0),
                format!(
                    "{name} ({level_zh}), dated {on}; on {issued} the occupation {en}{}",
                    rest.1
                ),
            ),
            rule.map(|r| r.quote),
        );
    }
}
