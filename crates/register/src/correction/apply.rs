//! Applying acts about certificates that were checked.
//!
//! In scope: the state and its cells (docs/formats/state-digest.md). Out of scope: refusing.
//! I-REG-4: a certificate's own entry is never touched; what is said of it later stands beside it.

use super::act::{CertificateAct, CertificateId, Serials, StockMove};
use super::check::counter_key;
use super::state::{Corrected, Printed, Revoked};
use crate::act::Event;
use crate::cell::Cell;
use crate::state::State;
use alloc::string::ToString;

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &CertificateAct) {
    let (at, on) = (state.entries, event.on);
    let actor = event.actor.expect("checked: an act about certificates has an actor");
    match act {
        CertificateAct::Correct { certificate: id, name, document, reason } => {
            let now = Corrected { at, on, name: *name, document: *document, reason: *reason };
            let before = state.corrections.corrected.insert(*id, now);
            let cell = |c: &Corrected| {
                Cell::new().day(c.on).raw(&c.name).raw(&c.document).u8(c.reason.code())
            };
            replace(state, "corrected", &key(*id), before.as_ref().map(cell), cell(&now));
        }
        CertificateAct::Reissue { certificate: id, print, reason } => {
            let now = Printed { at, on, print: *print, reason: *reason };
            let before = state.corrections.printed.insert(*id, now);
            let cell = |p: &Printed| Cell::new().day(p.on).u64(p.print).u8(p.reason.code());
            replace(state, "reissued", &key(*id), before.as_ref().map(cell), cell(&now));
            let batch = state.corrections.batch(id.header);
            let by = batch.and_then(|b| state.sessions.get(&b.session)).map(|s| s.by);
            let mut kept = state.corrections.stock.iter_mut();
            let held = kept.find(|((of, _), stock)| {
                Some(*of) == by && stock.of(*print) == Some(StockMove::Received)
            });
            if let Some((_, stock)) = held {
                stock.put(*print, *print, StockMove::Printed);
            }
        }
        CertificateAct::Revoke { header, serials, reason, case, .. } => {
            let runs = serials.runs(state.corrections.batch(*header));
            let kept = state.corrections.revoked.entry(*header).or_default();
            let whole = matches!(serials, Serials::All);
            for (first, last) in runs {
                kept.push(Revoked { first, last, at, on, reason: *reason, case: *case });
                let key = Cell::new().u64(*header).u32(first).u32(last);
                let value = Cell::new().day(on).u8(reason.code()).maybe(*case, Cell::u32);
                let value = value.u8(u8::from(whole));
                state.digest.add("revoked", key.bytes(), value.bytes());
            }
            kept.sort_unstable_by_key(|run| run.first);
        }
        CertificateAct::RegisterLegacy(list) => {
            let value = Cell::new().u32(actor.0).u8(list.form.code()).u16(list.occupation.0);
            let code = list.institution.map(|code| code.to_string());
            let value = value.maybe(code, |cell, code| cell.text(&code)).u32(list.count);
            let value = value.raw(&list.root).raw(&list.source);
            let value = value.day(list.issued_from).day(list.issued_until);
            state.note("legacy", list.list, &value);
            state.corrections.lists.insert(list.list, (*list, actor, at));
        }
        CertificateAct::OpenCounter { of, scheme, year, level, last, source } => {
            let key = counter_key(state, *of, *scheme, *year, *level);
            let key = key.expect("checked: the organisation has numbers");
            let name = Cell::counter(&key);
            // The counter goes on from here: the next batch takes this cell away.
            state.digest.add("counter", name.bytes(), &last.to_be_bytes());
            let value = Cell::new().u32(*last).raw(source);
            state.digest.add("opened", name.bytes(), value.bytes());
            state.counters.insert(key.clone(), *last);
            state.corrections.opened.insert(key, (*last, *source));
        }
        CertificateAct::Stock { blank, from, to, step } => {
            let kept = state.corrections.stock.entry((actor, *blank)).or_default();
            kept.put(*from, *to, *step);
            let key = Cell::new().u32(actor.0).u16(*blank).u64(*from).u64(*to).u64(state.version);
            let value = Cell::new().day(on).u8(step.code());
            state.digest.add("stock", key.bytes(), value.bytes());
        }
    }
}

/// Says whether [`apply`] finds what it needs for an act that nobody checked.
pub(crate) fn applies(state: &State, act: &CertificateAct) -> bool {
    match act {
        CertificateAct::Correct { .. }
        | CertificateAct::Reissue { .. }
        | CertificateAct::Revoke { .. }
        | CertificateAct::RegisterLegacy(_) => true,
        CertificateAct::OpenCounter { of, scheme, year, level, last, .. } => {
            let key = counter_key(state, *of, *scheme, *year, *level);
            // A second balance would leave the digest with two cells of one counter.
            key.is_some_and(|key| state.counter(&key) == 0) && 0 < *last
        }
        CertificateAct::Stock { from, to, .. } => from <= to,
    }
}

fn key(id: CertificateId) -> Cell {
    Cell::new().u64(id.header).u32(id.serial)
}

fn replace(state: &mut State, map: &str, key: &Cell, before: Option<Cell>, now: Cell) {
    if let Some(before) = before {
        state.digest.take(map, key.bytes(), before.bytes());
    }
    state.digest.add(map, key.bytes(), now.bytes());
}
