//! Applying acts about certificates that were checked.
//!
//! In scope: the state and its cells (docs/formats/state-digest.md). Out of scope: refusing.
//! I-REG-4: a certificate's own entry is never touched; what is said of it later stands beside it.

use super::act::{CertificateAct, CertificateId, LegacyList, Serials, StockMove};
use super::check::counter_key;
use super::state::{Corrected, Corrections, Printed, Revoked};
use crate::OrganisationId;
use crate::act::Event;
use crate::cell::Cell;
use crate::state::State;
use crate::verify::Formed;
use alloc::string::ToString;

/// Applies an act that was checked.
pub(crate) fn apply(state: &mut State, event: &Event, act: &CertificateAct) {
    let (at, on) = (state.entries, event.on);
    let actor = event.actor.expect("checked: an act about certificates has an actor");
    match act {
        CertificateAct::Correct { certificate: id, name, document, reason } => {
            let now = Corrected { at, on, name: *name, document: *document, reason: *reason };
            let before = state.corrections.corrected.insert(*id, now);
            let before = before.as_ref().map(Corrected::cell);
            state.digest.exchange("corrected", key(*id), before, Some(now.cell()));
        }
        CertificateAct::Reissue { certificate: id, print, reason } => {
            let now = Printed { at, on, print: *print, reason: *reason };
            let before = state.corrections.printed.insert(*id, now);
            let before = before.as_ref().map(Printed::cell);
            state.digest.exchange("reissued", key(*id), before, Some(now.cell()));
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
                state.digest.add_past("revoked", key.bytes(), value.bytes());
            }
            kept.sort_unstable_by_key(|run| run.first);
        }
        CertificateAct::RegisterLegacy(list) => {
            state.note("legacy", list.list, &list_cell(actor, list));
            state.corrections.lists.insert(list.list, (*list, actor, at));
        }
        CertificateAct::OpenCounter { of, scheme, year, level, last, source } => {
            let key = counter_key(state, *of, *scheme, *year, *level);
            let key = key.expect("checked: the organisation has numbers");
            let name = Cell::counter(&key);
            // The counter goes on from here: the next batch takes this cell away.
            state.digest.add("counter", name.bytes(), &last.to_be_bytes());
            state.digest.add("opened", name.bytes(), opened_cell(*last, source).bytes());
            state.counters.insert(key.clone(), *last);
            state.corrections.opened.insert(key, (*last, *source));
        }
        CertificateAct::Stock { blank, from, to, step } => {
            let kept = state.corrections.stock.entry((actor, *blank)).or_default();
            kept.put(*from, *to, *step);
            let key = Cell::new().u32(actor.0).u16(*blank).u64(*from).u64(*to).u64(state.version);
            let value = Cell::new().day(on).u8(step.code());
            state.digest.add_past("stock", key.bytes(), value.bytes());
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

fn list_cell(by: OrganisationId, list: &LegacyList) -> Cell {
    let cell = Cell::new().u32(by.0).u8(list.form.code()).u16(list.occupation.0);
    let code = list.institution.map(|code| code.to_string());
    let cell = cell.maybe(code, |cell, code| cell.text(&code)).u32(list.count);
    let cell = cell.raw(&list.root).raw(&list.source);
    cell.day(list.issued_from).day(list.issued_until)
}

fn opened_cell(last: u32, source: &[u8; 32]) -> Cell {
    Cell::new().u32(last).raw(source)
}

impl Corrected {
    fn cell(&self) -> Cell {
        Cell::new().day(self.on).raw(&self.name).raw(&self.document).u8(self.reason.code())
    }
}

impl Printed {
    fn cell(&self) -> Cell {
        Cell::new().day(self.on).u64(self.print).u8(self.reason.code())
    }
}

impl Corrections {
    /// Forms the cells again that are held here.
    pub(crate) fn form(&self, formed: &mut Formed) {
        for (id, corrected) in &self.corrected {
            formed.cell("corrected", &key(*id), &corrected.cell());
        }
        for (id, printed) in &self.printed {
            formed.cell("reissued", &key(*id), &printed.cell());
        }
        for (number, (list, by, _)) in &self.lists {
            formed.numbered("legacy", *number, &list_cell(*by, list));
        }
        for (counter, (last, source)) in &self.opened {
            formed.cell("opened", &Cell::counter(counter), &opened_cell(*last, source));
        }
    }
}
