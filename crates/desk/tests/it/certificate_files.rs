//! Certificate files: offline, each line by itself; any changed byte shows; swapped entries show.
//!
//! Out of scope: the file's form alone (crate `seal`).

use crate::stage::{EMPLOYER, ORIGIN, Stage};
use crate::vectors::cbor::Item;
use desk::ports::Verifier;
use desk::verdict::{About, Answer, Verdict};
use desk::verifier::Counter;
use desk::verify_certificate::{Holder, TrustedLog, verify};
use seal::{Bundle, Landmark, Landmarks};
use vocab::Instant;

struct Held {
    stage: Stage,
    /// The second certificate's file and the third's.
    file: Bundle,
    other: Bundle,
    trusted: TrustedLog,
}

fn held() -> Held {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(5);
    stage.house.landmark().unwrap();
    let on = stage.on("2020-12-16");
    let issued = stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    stage.on("2020-12-17");
    stage.house.landmark().unwrap();
    let trusted = TrustedLog {
        origin: ORIGIN.into(),
        key: stage.house.log_key(ORIGIN).unwrap(),
        landmarks: Some(stage.house.landmarks().clone()),
    };
    let number = |n: usize| issued.numbers[n].clone();
    let file = stage.house.certificate_file(&number(1)).unwrap();
    let other = stage.house.certificate_file(&number(2)).unwrap();
    Held { file, other, stage, trusted }
}

impl Held {
    fn file(&self) -> Bundle {
        self.file.clone()
    }

    fn verdict(&self, bytes: &[u8], holder: Holder<'_>) -> Verdict {
        let room = self.stage.house.room();
        verify(room, &*self.stage.clock, Some(&self.trusted), bytes, holder)
    }
}

fn answer(verdict: &Verdict, about: About) -> Option<Answer> {
    verdict.lines.iter().find(|l| l.about == about).map(|l| l.answer)
}

#[test]
fn a_file_verifies_offline_for_its_holder_and_for_nobody_else() {
    let held = held();
    let people = held.stage.people(5);
    let bytes = held.file().to_string().into_bytes();
    let check = |name: Option<&str>, document: Option<&str>, expect: Answer| {
        let verdict = held.verdict(&bytes, Holder { name, document });
        assert_eq!(answer(&verdict, About::Holder), Some(expect));
        for about in [
            About::Number,
            About::InLog,
            About::Signed,
            About::Body,
            About::Occupation,
            About::Lawful,
        ] {
            assert_eq!(answer(&verdict, about), Some(Answer::Yes), "{about:?} {verdict:?}");
        }
    };
    let (own, other) = (&people[1], &people[2]);
    check(Some(&own.name), Some(own.document.number()), Answer::Yes);
    check(Some(&own.name), None, Answer::CouldNotCheck);
    check(None, Some(own.document.number()), Answer::CouldNotCheck);
    check(None, None, Answer::CouldNotCheck);
    check(Some(&own.name), Some(other.document.number()), Answer::No);
    check(Some("某某"), Some(own.document.number()), Answer::No);
}

#[test]
fn any_changed_byte_of_a_file_is_refused() {
    let held = held();
    let people = held.stage.people(5);
    let holder =
        Holder { name: Some(&people[1].name), document: Some(people[1].document.number()) };
    let good = held.file().to_string().into_bytes();
    // Every seventh byte, so that the test stays quick; all kinds of lines are met.
    for at in (0..good.len()).step_by(7) {
        let mut changed = good.clone();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let verdict = held.verdict(&changed, holder);
        let refused = verdict.lines.iter().any(|l| l.answer == Answer::No);
        assert!(refused, "byte {at} of {}: {verdict:?}", good.len());
    }
}

#[test]
fn landmarks_say_when_it_was_logged_and_refuse_a_date_outside() {
    let held = held();
    let good = held.file();
    let shorts = good.entries.iter().filter(|e| e.short.is_some()).count();
    assert_eq!(shorts, good.entries.len(), "a landmark covers every entry");
    let verdict = held.verdict(good.to_string().as_bytes(), Holder::default());
    let line = verdict.lines.iter().find(|l| l.about == About::Time).unwrap();
    assert_eq!(line.answer, Answer::Yes, "{line:?}");
    for day in ["2020-12-14", "2020-12-17"] {
        assert!(line.en.contains(day), "{}", line.en);
    }
    // A list whose landmarks were made after the entry says it was recorded, shows it back-dated.
    let mut late = Landmarks::new(ORIGIN);
    for landmark in held.trusted.landmarks.as_ref().unwrap().all() {
        let time = Instant(landmark.time.0 + 86_400 * 30);
        assert!(late.push(Landmark { time, ..landmark.clone() }));
    }
    let trusted = TrustedLog { landmarks: Some(late), ..held.trusted.clone() };
    let (room, bytes) = (held.stage.house.room(), good.to_string().into_bytes());
    let verdict = verify(room, &*held.stage.clock, Some(&trusted), &bytes, Holder::default());
    assert_eq!(answer(&verdict, About::Time), Some(Answer::No), "{verdict:?}");
    let trusted = TrustedLog { landmarks: None, ..held.trusted.clone() };
    let verdict = verify(room, &*held.stage.clock, Some(&trusted), &bytes, Holder::default());
    assert_eq!(answer(&verdict, About::Time), Some(Answer::CouldNotCheck));
}

#[test]
fn a_file_of_another_log_or_without_a_trusted_log_does_not_verify() {
    let held = held();
    let other = self::held();
    let bytes = other.file().to_string().into_bytes();
    let verdict = held.verdict(&bytes, Holder::default());
    assert_eq!(answer(&verdict, About::InLog), Some(Answer::No));
    let room = held.stage.house.room();
    let bytes = held.file().to_string().into_bytes();
    let verdict = verify(room, &*held.stage.clock, None, &bytes, Holder::default());
    assert_eq!(answer(&verdict, About::InLog), Some(Answer::CouldNotCheck));
}

#[test]
fn entries_that_are_left_out_or_belong_to_another_certificate_are_refused() {
    let held = held();
    let good = held.file();
    let check = |change: &dyn Fn(&mut Bundle)| {
        let mut bundle = good.clone();
        change(&mut bundle);
        let verdict = held.verdict(bundle.to_string().as_bytes(), Holder::default());
        let refused = verdict.lines.iter().any(|l| l.answer == Answer::No);
        assert!(refused, "{verdict:?}");
    };
    for n in 0..good.entries.len() {
        check(&|b| drop(b.entries.remove(n)));
    }
    check(&|b| b.entries.clear());
    check(&|b| b.number = "Y000099000001204000003".into());
    let other = held.other.clone();
    check(&|b| *b.entries.last_mut().unwrap() = other.entries.last().unwrap().clone());
}

/// Found by fuzzing: signatures are checked by replaying the acts, which panicked on these.
#[test]
fn a_file_whose_acts_cannot_be_replayed_gets_a_verdict() {
    let held = held();
    let check = |entry: Item| {
        let mut bundle = held.file();
        bundle.entries[2].bytes = entry.bytes();
        let verdict = held.verdict(bundle.to_string().as_bytes(), Holder::default());
        assert_eq!(answer(&verdict, About::InLog), Some(Answer::No), "{verdict:?}");
    };
    let announcing = Item::read(&held.file().entries[2].bytes);
    // The last number of an act that there is, so that no other could come after it.
    check(announcing.with(&[3], Item::Uint(u64::MAX)));
    // A key that nobody changes.
    let key = Item::List(vec![Item::Bytes(vec![1; 32]), Item::Simple(20)]);
    let rotating = announcing.with(&[1], Item::Uint(11)).with(&[6], key);
    check(rotating.with(&[2], Item::Simple(22)));
}

#[test]
fn bytes_that_are_no_file_are_told_with_the_line() {
    let held = held();
    let check = |bytes: &[u8], expect: &str| {
        let verdict = held.verdict(bytes, Holder::default());
        assert_eq!(verdict.lines.len(), 1);
        assert!(verdict.lines[0].en.contains(expect), "{}", verdict.lines[0].en);
    };
    check(b"", "line 1");
    check(b"\xff\xfe\n\n", "UTF-8");
    check(b"hello\n\nworld\n", "dengji.certificate/v1");
    check(b"dengji.certificate/v1\nnumber x\n\nnote\n", "line 3");
}

fn status(verdict: &Verdict) -> (Answer, &str, &str) {
    let line = verdict.lines.iter().find(|line| line.about == About::Status).unwrap();
    (line.answer, &line.zh, &line.en)
}

/// The register knows the status now; a file alone does not.
#[test]
fn the_status_is_the_registers_own_when_it_is_asked_and_open_when_it_is_not() {
    let held = held();
    let bytes = held.file().to_string().into_bytes();
    let alone = held.verdict(&bytes, Holder::default());
    let (answer, zh, en) = status(&alone);
    assert_eq!(answer, Answer::CouldNotCheck);
    assert!(
        zh.contains("未询问登记系统") && en.contains("the register was not asked"),
        "{zh} {en}"
    );

    let Held { stage, file, .. } = held;
    let number = file.number.clone();
    let size = stage.house.size();
    let other = Stage::new();
    stage.on("2021-03-01");
    let counter = Counter::new(stage.house, stage.clock.clone()).unwrap();
    for verdict in [counter.number(&number), counter.file(&bytes, None, None)] {
        let (answer, zh, en) = status(&verdict);
        assert_eq!(answer, Answer::Yes, "{zh}");
        assert!(zh.contains(&format!("截至 2021-03-01T09:00:00+08:00，日志共 {size} 条")), "{zh}");
        assert!(zh.contains("最后一条记录于 2020-12-17") && en.starts_with("valid: as of"), "{zh}");
    }
    let counter = Counter::new(other.house, other.clock.clone()).unwrap();
    let stranger = counter.file(&bytes, None, None);
    let (answer, zh, _) = status(&stranger);
    assert_eq!((answer, zh), (Answer::CouldNotCheck, "文件未能证明出自本登记系统，其状态无法核对"));
}
