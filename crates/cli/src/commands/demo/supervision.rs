//! The demonstration's third part: a held batch and its release, a draw by lot and its computation.
//!
//! Source: 四 「严禁违规、突击发放证书」, 六; readings R-4-2, R-6-20; docs/draws.md.
//! Out of scope: the batch itself (`new_scheme`). The body came in by the short form and so has no
//! bound on its pace; what is held here is held on a complaint.

use super::old_scheme::{AUTHORITY, SUPERVISOR};
use super::stage::{DemoFault, Stage};
use desk::{DrawKind, HoldId, HoldReason, OrganisationId, Redrawn, ReleaseReason, SessionId};
use vocab::Hash;

/// A batch is held, and released by a supervisor with a reason.
pub fn hold(stage: &mut Stage, body: OrganisationId, session: SessionId) -> Result<(), DemoFault> {
    stage.heading("暂停发证与解除", "A batch is held, and released");
    let on = stage.on("2020-12-16");
    let hold = stage.house.state().supervision().next_hold();
    let of = (None, Some(session));
    let receipt = stage.house.hold_issuing((SUPERVISOR, on), body, of, HoldReason::Complaint)?;
    stage.done(on, "接到投诉，暂停该批次发证", "a complaint: the batch is held", &receipt);
    let result = stage.house.issue(body, session, (on, on), &[0]);
    stage.refused(on, "暂停期间发证", "issuing while it is held", result)?;
    let result = release(stage, body, hold, session);
    stage.refused(on, "机构自行解除暂停", "the body releases itself", result)?;
    let receipt = release(stage, SUPERVISOR, hold, session)?;
    stage.done(on, "现场核实无误，解除一次", "checked on the spot, released once", &receipt);
    Ok(())
}

fn release(
    stage: &mut Stage,
    by: OrganisationId,
    hold: HoldId,
    session: SessionId,
) -> Result<desk::house::Receipt, desk::house_error::HouseError> {
    let on = stage.house.now().day_in_china();
    stage.house.release_issuing((by, on), hold, (Some(session), None), ReleaseReason::Verified)
}

/// A body is drawn by lot, and the draw is computed again.
pub fn draw(stage: &mut Stage) -> Result<(), DemoFault> {
    stage.heading(
        "公开抽签：谁也不能左右，谁都能重算",
        "A draw that nobody steers and anyone repeats",
    );
    let on = stage.house.now().day_in_china();
    let (by, witness) = ((SUPERVISOR, on), (AUTHORITY, on));
    let (draw, receipt) = stage.house.commit_draw(by, DrawKind::Bodies, 1)?;
    stage.done(on, "承诺总体与随机数", "population and nonce committed to", &receipt);
    let result = stage.house.witness_draw(by, draw);
    stage.refused(on, "抽取方自任见证方", "whoever draws is its own witness", result)?;
    let receipt = stage.house.witness_draw(witness, draw)?;
    stage.done(on, "见证方承诺随机数", "the witness commits to a nonce", &receipt);
    let result = stage.house.reveal_draw(by, draw);
    stage.refused(on, "地标之前揭示", "a nonce revealed before the landmark", result)?;
    stage.landmark()?;
    stage.house.reveal_draw(by, draw)?;
    let receipt = stage.house.reveal_draw(witness, draw)?;
    stage.done(on, "双方揭示随机数", "both nonces revealed", &receipt);
    let receipt = stage.house.draw_lots(by, draw)?;
    let drawn = stage.house.state().supervision().draw(draw).map(|d| d.numbers.clone());
    let drawn = drawn.unwrap_or_default();
    let name = drawn.first().and_then(|n| stage.house.state().organisation(OrganisationId(*n)));
    let name = name.map_or(String::new(), |body| body.name.clone());
    stage.done(on, &format!("抽中：{name}"), &format!("drawn: {name}"), &receipt);
    let again = stage.house.redraw(draw);
    let Some(Redrawn { seed, agrees: true, .. }) = again else {
        return Err(DemoFault::Otherwise("the draw does not come out again".into()));
    };
    let seed = Hash(seed);
    stage.line(
        &format!("重算：种子 {seed}，结果一致"),
        &format!("computed again from seed {seed}: it agrees"),
    );
    Ok(())
}
