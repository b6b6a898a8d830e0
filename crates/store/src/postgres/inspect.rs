//! Looking through everything for damage.
//!
//! In scope: gaps and overlaps of the log, bodies that cannot be read, rows that point nowhere.
//! Out of scope: what entries mean; damage of the server's own files (`pg_amcheck`).

use super::link::Link;
use super::part;
use super::read::{self, natural};
use super::walk;
use super::{lease, read_private};
use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{BatchRow, Token};
use crate::segment;
use crate::store_error::StoreError;

/// More sentences than these help nobody.
const FOUND_MAX: usize = 100;

/// Returns what is damaged, a sentence each, all of one snapshot.
///
/// # Errors
/// The backend failed.
pub fn everything(link: &Link) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    link.hold()?;
    let looked = look(link, &mut found);
    let released = link.release();
    looked.and(released)?;
    if FOUND_MAX < found.len() {
        let more = found.len() - FOUND_MAX;
        found.truncate(FOUND_MAX);
        found.push(format!("and {more} more"));
    }
    Ok(found)
}

fn look(link: &Link, found: &mut Vec<String>) -> Result<(), StoreError> {
    let size = read::size(link)?;
    let turn = link.read("read the turn", lease::turn_now)?;
    if turn < 1 {
        found.push(format!("the turn is `{turn}`"));
    }
    entries(link, size, found)?;
    let mut before: Option<BatchRow> = None;
    for kind in KeptKind::ALL {
        let walked = walk::each_kept(link, kind, &mut |row| {
            row_of(&row, size, &mut before, found);
            Ok(())
        });
        damage(walked, found)?;
    }
    parts(link, found)?;
    let state = read_private::kept_state(link);
    match state {
        Ok(Some(state)) if size < state.size => {
            found.push(format!("the kept state is of `{}` entries of `{size}`", state.size));
        }
        other => damage(other.map(|_| ()), found)?,
    }
    Ok(())
}

/// Turns damage into a sentence; other errors stay errors.
fn damage(result: Result<(), StoreError>, found: &mut Vec<String>) -> Result<(), StoreError> {
    match result {
        Err(StoreError::Damaged { what }) => {
            found.push(what);
            Ok(())
        }
        other => other,
    }
}

fn entries(link: &Link, size: u64, found: &mut Vec<String>) -> Result<(), StoreError> {
    let mut next = 0;
    let select = "SELECT first, count, part, body FROM dengji.entries ORDER BY first";
    walk::each_row(link, select, 512, &mut |row| {
        let (first, count) = (natural(row.get(0))?, row.get::<_, i32>(1) as u32);
        if next < first {
            found.push(format!("entries `{next}` to `{first}` are missing"));
        } else if first < next {
            found.push(format!("the segment at `{first}` begins before `{next}`"));
        }
        let end = first + u64::from(count);
        if first / part::RUN != (end - 1) / part::RUN {
            found.push(format!("the segment at `{first}` crosses the end of a run"));
        }
        if part::of_place(first) != row.get::<_, i16>(2) {
            found.push(format!("the segment at `{first}` lies in a wrong part"));
        }
        let read = segment::each(first, count, row.get(3), |entry| {
            if entry.is_empty() {
                found.push(format!("the segment at `{first}` has an empty entry"));
            }
        });
        damage(read, found)?;
        next = end.max(next);
        Ok(())
    })?;
    if next != size {
        found.push(format!("the log has `{next}` entries and its size is said to be `{size}`"));
    }
    Ok(())
}

fn row_of(row: &Kept, size: u64, before: &mut Option<BatchRow>, found: &mut Vec<String>) {
    match row {
        Kept::Answer(key, answered) => {
            let end = answered.first.checked_add(answered.count);
            if end.is_none_or(|end| size < end) {
                let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
                found.push(format!("the answer of `{key}` points beyond the log"));
            }
        }
        Kept::Batch(batch) => {
            let name =
                |b: &BatchRow| format!("{} {} {} {}-{}", b.site, b.year, b.level, b.first, b.last);
            let end = batch.entry.checked_add(u64::from(batch.last.saturating_sub(batch.first)));
            if end.is_none_or(|end| size <= end) || batch.entry <= batch.header {
                found.push(format!("batch `{}` points beyond the log", name(batch)));
            }
            if let Some(older) = before.as_ref()
                && (&older.site, older.year, older.level) == (&batch.site, batch.year, batch.level)
                && batch.first <= older.last
            {
                found.push(format!("batch `{}` meets batch `{}`", name(batch), name(older)));
            }
            *before = Some(batch.clone());
        }
        // What they say is the desk's.
        Kept::Private(_) | Kept::Token(_) | Kept::Note(..) => {}
    }
}

/// Looks for rows that lie where nobody would look for them.
fn parts(link: &Link, found: &mut Vec<String>) -> Result<(), StoreError> {
    let wrong = |table: &str, found: &mut Vec<String>| {
        found.push(format!("a row of `{table}` lies in a wrong part"));
    };
    walk::each_row(
        link,
        "SELECT DISTINCT part, owner FROM dengji.private_rows",
        2048,
        &mut |row| {
            if part::of_name(&read_private::name(row.get(1))?) != row.get::<_, i16>(0) {
                wrong("private_rows", found);
            }
            Ok(())
        },
    )?;
    walk::each_row(link, "SELECT DISTINCT part, site FROM dengji.batches", 2048, &mut |row| {
        if part::of_name(&read_private::name(row.get(1))?) != row.get::<_, i16>(0) {
            wrong("batches", found);
        }
        Ok(())
    })?;
    let first_bytes = "SELECT DISTINCT part, get_byte(token, 0), 't' FROM dengji.tokens UNION ALL \
                       SELECT DISTINCT part, get_byte(key, 0), 'a' FROM dengji.answers";
    walk::each_row(link, first_bytes, 2048, &mut |row| {
        let mut key = [0; 16];
        key[0] = row.get::<_, i32>(1) as u8;
        let of_token = row.get::<_, &str>(2) == "t";
        let mut token =
            Token { space: crate::contract::writing::TokenSpace::Name, token: [0; 12], place: 0 };
        token.token[0] = key[0];
        let expect = if of_token { part::of_token(&token) } else { part::of_key(&key) };
        if row.get::<_, i16>(0) != expect {
            wrong(if of_token { "tokens" } else { "answers" }, found);
        }
        Ok(())
    })
}
