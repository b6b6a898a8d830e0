//! Verifying a certificate file offline: separate lines, each yes, no or could not check.
//!
//! Source: DESIGN.md of the house, "A certificate"; 四 for what stays valid.
//! In scope: proofs, signatures, the holder, and every decision taken again from the entries in the
//! file. Out of scope: what only the whole log shows (gaps, later acts): those lines say so.
//! A file is a stranger's bytes: nothing of it is believed before the line that checks it.

use crate::custody::{self, Later};
use crate::issue_certificates::number;
use crate::law_room::LawRoom;
use crate::logged_when;
use crate::ports::Clock;
use crate::told;
use crate::verdict::{About, Answer, Verdict, VerdictLine};
use law::{Act, ExitNotice, Facts, Key, Outcome, Question, Standing};
use register::{Event, OrganisationId, PublicAct, Refusal, Scheme, SessionId, State};
use seal::{ActEntry, Bundle, CertificateEntry, Entry, Field, Landmarks, SealError, VerifierKey};
use vocab::{CertificateNumber, DocumentKind, PersonId};

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
    verify_knowing(room, clock, trusted, bytes, holder, None)
}

/// Verifies a file with what a register knows of keys.
pub(crate) fn verify_knowing(
    room: &LawRoom,
    clock: &dyn Clock,
    trusted: Option<&TrustedLog>,
    bytes: &[u8],
    holder: Holder<'_>,
    later: Option<&dyn Later>,
) -> Verdict {
    let bundle = match Bundle::parse(bytes) {
        Ok(bundle) => bundle,
        Err(why) => return unreadable(&why),
    };
    let mut lines = Lines { lines: Vec::new() };
    let Some(told) = Told::read(&bundle) else {
        lines.put(
            About::InLog,
            Answer::No,
            words(
                "文件内的条目不是一张证书及其依据",
                "the entries in the file are not a certificate and what it rests on",
            ),
        );
        return Verdict { number: Some(bundle.number), lines: lines.lines };
    };
    let decided = told.decide_again(room);
    told.number(&bundle, decided.as_ref().ok().map(|(state, _)| state), &mut lines);
    in_log(&bundle, trusted, &mut lines);
    told.signed(&bundle, later, &mut lines);
    told.holder(&bundle, holder, &mut lines);
    lines.put(
        About::Status,
        Answer::CouldNotCheck,
        words(
            "未询问登记系统，无法得知此文件之后是否更正或撤销；请在登记系统的门户查验",
            "the register was not asked: whether it was corrected or revoked after this file was \
             made is not known; check it at the register's portal",
        ),
    );
    let proved = lines.lines.iter().any(|l| l.about == About::InLog && l.answer == Answer::Yes);
    let landmarks = trusted.filter(|_| proved).and_then(|log| log.landmarks.as_ref());
    let recorded_at = told.header.event.recorded_at;
    lines.lines.push(logged_when::line(landmarks, told.certificate.header, recorded_at));
    told.lawful(room, clock, decided, &mut lines);
    Verdict { number: Some(bundle.number), lines: lines.lines }
}

fn unreadable(why: &SealError) -> Verdict {
    let (zh, en) = told::seal(why);
    let line = VerdictLine {
        about: About::InLog,
        answer: Answer::No,
        zh: format!("不是可以读取的 .dengji 文件（{zh}）；请索取原文件"),
        en: format!("this is no .dengji file that can be read: {en}; ask for the file again"),
        quote: None,
    };
    Verdict { number: None, lines: vec![line] }
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

/// What the entries of a file say, in the order a certificate needs.
struct Told {
    events: Vec<Event>,
    acts: Vec<ActEntry>,
    header: ActEntry,
    certificate: CertificateEntry,
    by: OrganisationId,
    session: SessionId,
    dated: vocab::Day,
}

impl Told {
    /// Reads the entries; nothing when they are not: founding, recognition for a body of the new
    /// scheme, the steps of one session, its header, one of its certificates.
    fn read(bundle: &Bundle) -> Option<Told> {
        let mut acts = Vec::new();
        let mut certificate = None;
        for (i, entry) in bundle.entries.iter().enumerate() {
            match Entry::read(&entry.bytes).ok()? {
                Entry::Act(act) => acts.push(*act),
                Entry::Certificate(c) if i + 1 == bundle.entries.len() => certificate = Some(c),
                Entry::Certificate(_) => return None,
            }
        }
        let header = acts.pop()?;
        let header_index = bundle.entries.len().checked_sub(2)?;
        let certificate = certificate?;
        let PublicAct::IssueCertificates(issue) = &header.event.act else { return None };
        let (session, dated, by) = (issue.session, issue.dated_on, header.event.actor?);
        let batch = header.batch?;
        let serials = batch.first_serial..batch.first_serial.checked_add(batch.count)?;
        let place = certificate.header.checked_add(1)?;
        let place =
            place.checked_add(u64::from(certificate.serial.checked_sub(batch.first_serial)?))?;
        let fits = bundle.entries[header_index].index == certificate.header
            && bundle.entries.last().is_some_and(|e| e.index == place)
            && serials.contains(&certificate.serial);
        if !fits || !in_form(&acts, by, session) {
            return None;
        }
        let mut event = header.event.clone();
        if let PublicAct::IssueCertificates(issue) = &mut event.act {
            issue.rows = vec![certificate.row];
        }
        let mut events: Vec<Event> = acts.iter().map(|a| a.event.clone()).collect();
        events.push(event);
        // Signatures and decisions replay the events, and these are a stranger's.
        let mut state = register::excerpt(&[]);
        let whole = events.iter().all(|event| {
            let applies = register::applies(&state, event);
            applies.then(|| register::apply(&mut state, event)).is_some()
        });
        if !whole {
            return None;
        }
        Some(Told { events, acts, header, certificate, by, session, dated })
    }

    /// Decides every act of the file again, each on the state that the ones before it give.
    fn decide_again(&self, room: &LawRoom) -> Result<(State, Option<law::Decision>), Refusal> {
        for n in 1..self.events.len() {
            let state = register::excerpt(&self.events[..n]);
            let checked = register::check(&state, room.law(), &self.events[n])?;
            if n + 1 == self.events.len() {
                return Ok((state, checked.cited().copied()));
            }
        }
        unreachable!("a file in form holds the founding and a header")
    }

    fn number(&self, bundle: &Bundle, state: Option<&State>, lines: &mut Lines) {
        let formed = bundle.number.parse::<CertificateNumber>();
        let event = self.events.last().expect("the header is the last event");
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

    fn signed(&self, bundle: &Bundle, later: Option<&dyn Later>, lines: &mut Lines) {
        let acts = self.acts.iter().chain([&self.header]).zip(&self.events);
        let placed = bundle.entries.iter().map(|e| e.index).zip(acts);
        let placed = placed.map(|(index, (act, event))| (index, act, event));
        let (answer, say) = custody::signed(placed, self.by, later);
        lines.put(About::Signed, answer, say);
    }

    fn holder(&self, bundle: &Bundle, holder: Holder<'_>, lines: &mut Lines) {
        let name = holder
            .name
            .map(|name| bundle.name_salt.commit(Field::Name(name.trim())) == self.certificate.name);
        let document = holder.document.map(|text| {
            DocumentKind::ALL.iter().any(|&kind| {
                PersonId::new(kind, text.trim()).is_ok_and(|id| {
                    let field = Field::Document(kind.code(), id.number());
                    bundle.document_salt.commit(field) == self.certificate.document
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
        self.occupation(room, clock, &state, lines);
        let rule = decision.as_ref().and_then(|d| law.cited(d));
        let founded_on = match &self.acts[0].event.act {
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

    /// Says where the occupation stood on the day and whether the certificate stands today.
    fn occupation(&self, room: &LawRoom, clock: &dyn Clock, state: &State, lines: &mut Lines) {
        let law = room.law();
        let session = state.session(self.session).expect("decided: the session is in the excerpt");
        let row = session.plan.occupation;
        let issued = self.header.event.on;
        let known_at = clock.now().max(self.header.event.recorded_at);
        let entry = law.entry(row, issued, known_at, &ExitNotice::default());
        let today = known_at.day_in_china();
        let kind = match session.plan.scheme {
            Scheme::Level => "level",
            Scheme::Qualification => "qualification",
        };
        let facts = ExitNotice::default()
            .facts(Facts::new())
            .choice(Key::CertificateKind, kind)
            .day(Key::CertificateIssuedOn, issued)
            .day(Key::AnnouncedOn, session.announced_on)
            .day(Key::RegistrationWindowUntil, session.plan.registration_until)
            .choice(Key::CertificateStatus, "valid");
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

/// Says whether the acts are: founding, at most one recognition, then the steps of one session in
/// order.
fn in_form(acts: &[ActEntry], by: OrganisationId, session: SessionId) -> bool {
    let Some((genesis, rest)) = acts.split_first() else { return false };
    let founded = matches!(genesis.event.act, PublicAct::Genesis { .. });
    let mut announced = false;
    let mut recognised = false;
    let steps = rest.iter().all(|a| match &a.event.act {
        PublicAct::RecogniseBody(r) => {
            r.id == by && !announced && !std::mem::replace(&mut recognised, true)
        }
        PublicAct::Announce(plan) => {
            plan.session == session
                && a.event.actor == Some(by)
                && !std::mem::replace(&mut announced, true)
        }
        PublicAct::CloseRegistration { session: s, .. }
        | PublicAct::RecordResults { session: s, .. }
        | PublicAct::ConfirmResults { session: s } => announced && *s == session,
        // Keys of the body or of who recognised it: other ones change nothing in this file.
        PublicAct::RotateKey(_)
        | PublicAct::RetireKey
        | PublicAct::CompromiseKey { .. }
        | PublicAct::AddKey { .. } => true,
        // What is about other organisations or sessions changes nothing in this file.
        PublicAct::Body(_)
        | PublicAct::Occupation(_)
        | PublicAct::Exam(_)
        | PublicAct::Session(_) => true,
        PublicAct::Landmark { .. }
        | PublicAct::Genesis { .. }
        | PublicAct::IssueCertificates(_)
        | PublicAct::Settle(_)
        | PublicAct::Inspect { .. }
        | PublicAct::Cohort(_)
        | PublicAct::Certificate(_)
        | PublicAct::Supervise(_) => false,
    });
    founded && steps && announced
}
