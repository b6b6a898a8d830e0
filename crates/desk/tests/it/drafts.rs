//! Acts signed on the body's own machine: drafted here, signed there, recorded when they come back.
//!
//! Keeps: I-LOG-4. Out of scope: the command line.

use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage, day};
use desk::candidates::Score;
use desk::draft::Draft;
use desk::draft_error::{DraftError, Moved};
use desk::house::Receipt;
use desk::house_error::HouseError;
use desk::{ActingKey, Scheme, SessionId};
use seal::SigningSeed;

fn seed(n: u8) -> SigningSeed {
    SigningSeed::from_bytes(&[n; 32])
}

/// A stage whose employer holds its key, which is `seed(7)`, itself.
fn own_key() -> Stage {
    let mut stage = Stage::new();
    let key = *seed(7).public_key().as_bytes();
    let key = ActingKey { key, operator_custody: false };
    stage.house.rotate_key(EMPLOYER, key).unwrap();
    stage
}

fn to_sign<T: std::fmt::Debug>(result: Result<T, HouseError>) -> Draft {
    match result {
        Err(HouseError::ToSign(draft)) => *draft,
        other => panic!("not drafted: {other:?}"),
    }
}

fn error(result: Result<Receipt, HouseError>) -> DraftError {
    match result {
        Err(HouseError::Draft(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// Signs as the body's machine does: with nothing but the file and the key.
fn signed(draft: &Draft, seed: &SigningSeed) -> Draft {
    let mut read = Draft::parse(&draft.to_text(&["备注".into()])).unwrap();
    assert_eq!(read.said(), draft.said());
    read.sign(seed).unwrap();
    Draft::parse(&read.to_text(&[])).unwrap()
}

impl Stage {
    fn announced(&mut self, name: &str) -> Result<(SessionId, Receipt), HouseError> {
        let on = self.on("2020-11-16");
        let plan = self.plan(Scheme::Level, "车工", "2020-11-25", "2020-12-05");
        self.house.announce(EMPLOYER, on, name, plan)
    }
}

#[test]
fn a_body_with_its_own_key_runs_a_session_and_issues_by_what_it_signed_itself() {
    let mut stage = own_key();
    let size = stage.house.size();
    let draft = to_sign(stage.announced("session"));
    assert_eq!(stage.house.size(), size, "a draft is not in the log");
    assert!(draft.rule.is_some() && draft.quote.is_some());
    let receipt = stage.house.submit(&signed(&draft, &seed(7))).unwrap();
    assert_eq!((receipt.index, &receipt.rule), (size, &draft.rule));
    let session = SessionId(0);
    let on = stage.on("2020-11-24");
    let people = stage.people(3);
    stage.house.accept(session, on, &people).unwrap();
    let on = stage.on("2020-11-27");
    let draft = to_sign(stage.house.close_registration(EMPLOYER, session, on));
    stage.house.submit(&signed(&draft, &seed(7))).unwrap();
    let on = stage.on("2020-12-07");
    let score = |place| Score { place, theory_tenths: 700, skill_tenths: 800 };
    let scores = [score(0), score(1), score(2)];
    let days = (day("2020-12-05"), on);
    let draft = to_sign(stage.house.record_results(EMPLOYER, session, days, &scores));
    stage.house.submit(&signed(&draft, &seed(7))).unwrap();
    let on = stage.on("2020-12-14");
    let draft = to_sign(stage.house.confirm(EMPLOYER, session, on));
    stage.house.submit(&signed(&draft, &seed(7))).unwrap();
    let on = stage.on("2020-12-16");
    let draft = to_sign(stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]));
    assert_eq!(draft.said().batch.map(|(count, _)| count), Some(3));
    // The register moves on between: others act, and serials and indices are outside the signature.
    let plan = stage.plan(Scheme::Level, "车工", "2020-12-20", "2020-12-29");
    let taken = stage.house.announce(CENTRE, on, "other", plan);
    assert!(matches!(taken, Err(HouseError::Refused(_))));
    let key = stage.held();
    stage.house.rotate_key(CENTRE, key).unwrap();
    let mut stage = stage.reopened();
    let receipt = stage.house.submit(&signed(&draft, &seed(7))).unwrap();
    let numbers = stage.house.numbers(receipt.index).unwrap();
    assert_eq!(numbers.len(), 3);
    for number in &numbers {
        assert!(stage.house.certificate_file(number).is_ok(), "its salts were kept: {number}");
    }
    let again = stage.house.submit(&signed(&draft, &seed(7))).unwrap();
    assert_eq!((again.index, again.repeated), (receipt.index, true));
}

#[test]
fn nothing_is_written_without_the_right_signature() {
    let mut stage = own_key();
    let draft = to_sign(stage.announced("session"));
    let size = stage.house.size();
    assert_eq!(
        error(stage.house.submit(&draft)),
        DraftError::TooFewSignatures { have: 0, need: 1 }
    );
    let mut wrong = draft.clone();
    let signature = seed(8).sign(draft.message());
    wrong.put(*seed(7).public_key().as_bytes(), signature).unwrap();
    assert_eq!(error(stage.house.submit(&wrong)), DraftError::WronglySigned);
    // A file that names another signer does not make it one.
    let own = vocab::Hash(*seed(7).public_key().as_bytes()).to_string();
    let other = vocab::Hash(*seed(8).public_key().as_bytes()).to_string();
    let mut foreign = Draft::parse(&draft.to_text(&[]).replace(&own, &other)).unwrap();
    foreign.sign(&seed(8)).unwrap();
    let few = DraftError::TooFewSignatures { have: 0, need: 1 };
    assert_eq!(error(stage.house.submit(&foreign)), few);
    assert_eq!(
        draft.clone().sign(&seed(8)),
        Err(DraftError::NotASigner(vocab::Hash(*seed(8).public_key().as_bytes())))
    );
    assert_eq!(stage.house.size(), size);
    stage.house.submit(&signed(&draft, &seed(7))).unwrap();
    assert_eq!(stage.house.size(), size + 1);
}

#[test]
fn a_draft_that_the_register_has_overtaken_is_refused_and_can_be_made_again() {
    let mut stage = own_key();
    let (one, two) = (to_sign(stage.announced("one")), to_sign(stage.announced("two")));
    stage.house.submit(&signed(&one, &seed(7))).unwrap();
    let overtaken = |stage: &mut Stage, draft: &Draft, expect: Moved| match error(
        stage.house.submit(&signed(draft, &seed(7))),
    ) {
        DraftError::Overtaken(what) => assert_eq!(what, expect),
        other => panic!("{other:?}"),
    };
    overtaken(&mut stage, &two, Moved::Sequence);
    let again = to_sign(stage.announced("two"));
    overtaken(&mut stage, &two, Moved::Draft);
    stage.house.submit(&signed(&again, &seed(7))).unwrap();
    // Somebody is accepted after the closing was drafted: its root does not speak of everybody.
    let on = stage.on("2020-11-24");
    let people = stage.people(3);
    stage.house.accept(SessionId(0), on, &people[..2]).unwrap();
    let on = stage.on("2020-11-27");
    let closing = to_sign(stage.house.close_registration(EMPLOYER, SessionId(0), on));
    stage.house.accept(SessionId(0), day("2020-11-24"), &people[2..]).unwrap();
    overtaken(&mut stage, &closing, Moved::Candidates);
    let closing = to_sign(stage.house.close_registration(EMPLOYER, SessionId(0), on));
    stage.house.submit(&signed(&closing, &seed(7))).unwrap();
    // Another register never heard of it.
    let mut other = own_key();
    assert_eq!(error(other.house.submit(&signed(&closing, &seed(7)))), DraftError::NotKept);
}

#[test]
fn an_act_of_the_recovery_set_collects_signatures_from_hand_to_hand() {
    let mut stage = Stage::new();
    let key = stage.house.state().key_of(EMPLOYER).unwrap().key;
    let now = stage.house.now();
    let draft = to_sign(stage.house.compromise_key(EMPLOYER, key, now, &[]));
    let recovery = stage.recovery();
    let once = signed(&draft, &recovery[2]);
    let few = DraftError::TooFewSignatures { have: 1, need: 2 };
    assert_eq!(error(stage.house.submit(&once)), few);
    let twice = signed(&once, &recovery[0]);
    stage.house.submit(&twice).unwrap();
    assert_eq!(stage.house.state().key_of(EMPLOYER), None);
}

#[test]
fn an_act_can_be_drafted_that_the_operator_could_sign() {
    let mut stage = Stage::new();
    let size = stage.house.size();
    let key = ActingKey { key: *seed(7).public_key().as_bytes(), operator_custody: false };
    let draft = stage.house.draft(|house| house.rotate_key(AUTHORITY, key)).unwrap();
    assert_eq!(stage.house.size(), size);
    stage.house.rotate_key(AUTHORITY, key).unwrap();
    let result = stage.house.draft(|house| house.rotate_key(AUTHORITY, key));
    assert!(matches!(result, Err(HouseError::Draft(DraftError::Recorded(n))) if n == size));
    let again = stage.house.submit(&draft).unwrap();
    assert!(again.repeated, "it is in the log, whoever signed it");
}

#[test]
fn a_file_that_is_no_draft_is_told_with_its_line() {
    let mut stage = own_key();
    let good = to_sign(stage.announced("session")).to_text(&["a\nb".into()]);
    let check = |from: &str, to: &str, line: usize| match Draft::parse(&good.replacen(from, to, 1))
    {
        Err(DraftError::Form { line: found, .. }) => assert_eq!(found, line, "{from}"),
        other => panic!("{from}: {other:?}"),
    };
    check("dengji.draft/v1", "dengji.draft/v2", 1);
    check("signers 1", "signers 0", 4);
    check("signers 1", "signers 2", 4);
    check("signers", "signer", 4);
    check("message ", "message !", 5);
    let extra = format!("{good}signature 00 aa\n");
    assert!(matches!(Draft::parse(&extra), Err(DraftError::Form { line: 6, .. })));
    let changed = good.replacen("message Z", "message Y", 1);
    assert!(matches!(Draft::parse(&changed), Err(DraftError::Message(_))), "{good}");
}
