//! Supervision in a house: every code has words, texts stay private and open their commitments,
//! draws survive a restart, and a replayed house is the same.
//!
//! Out of scope: the order of the acts (crate `register`), the command line (crate `dengji`).

use crate::stage::{AUTHORITY, EMPLOYER, Stage};
use desk::act_words::supervision::code;
use desk::supervise::CaseAsk;
use desk::words::{Lang, Words};
use desk::{
    CaseId, DrawKind, FindingCode, Grounds, HoldReason, InspectionOutcome, OrganisationId,
    RelationKind, ReleaseReason, SanctionStep,
};

#[test]
fn every_code_has_words_in_both_languages() {
    let lists: [(&str, Vec<&str>); 7] = [
        ("hold", HoldReason::ALL.iter().map(|c| c.name()).collect()),
        ("release", ReleaseReason::ALL.iter().map(|c| c.name()).collect()),
        ("outcome", InspectionOutcome::ALL.iter().map(|c| c.name()).collect()),
        ("grounds", Grounds::ALL.iter().map(|c| c.name()).collect()),
        ("finding", FindingCode::ALL.iter().map(|c| c.name()).collect()),
        ("step", SanctionStep::ALL.iter().map(|c| c.name()).collect()),
        ("relation", RelationKind::ALL.iter().map(|c| c.name()).collect()),
    ];
    for lang in [Lang::Zh, Lang::En] {
        let words = Words::of(lang);
        for (list, names) in &lists {
            names.iter().for_each(|name| assert!(!code(&words, list, name).is_empty()));
        }
    }
}

#[test]
fn what_is_said_in_a_case_stays_private_and_opens_its_commitment() {
    let mut stage = Stage::new();
    let on = stage.on("2020-11-02");
    let text = "不公开的举报内容";
    let ask = CaseAsk {
        subject: EMPLOYER,
        grounds: Grounds::Complaint,
        inspection: None,
        draw: None,
        text: text.into(),
    };
    let receipt = stage.house.open_case((AUTHORITY, on), &ask).unwrap();
    assert_eq!(receipt.rule.as_deref(), Some("2020-80/p6.supervision-is-exercised"));
    let stage = stage.reopened();
    let commitment = stage.house.state().supervision().case(CaseId(0)).unwrap().open.commitment;
    assert_eq!(stage.house.supervision_text(&commitment).unwrap().as_deref(), Some(text));
    assert_eq!(stage.house.supervision_text(&[0; 32]).unwrap(), None);
}

#[test]
fn a_nonce_is_there_to_be_revealed_after_a_restart() {
    let mut stage = Stage::new();
    let on = stage.on("2020-11-02");
    let (draw, _) = stage.house.commit_draw((AUTHORITY, on), DrawKind::Bodies, 1).unwrap();
    let centre = OrganisationId(1);
    stage.house.witness_draw((centre, on), draw).unwrap();
    let mut stage = stage.reopened();
    assert!(stage.house.redraw(draw).is_none());
    stage.house.landmark().unwrap();
    stage.house.reveal_draw((AUTHORITY, on), draw).unwrap();
    stage.house.reveal_draw((centre, on), draw).unwrap();
    stage.house.draw_lots((AUTHORITY, on), draw).unwrap();
    let digest = stage.house.state().digest();
    let stage = stage.reopened();
    assert!(stage.house.redraw(draw).unwrap().agrees);
    let drawn = &stage.house.state().supervision().draw(draw).unwrap().numbers;
    assert_eq!(drawn, &[EMPLOYER.0]);
    assert_eq!(stage.house.state().digest(), digest);
}
