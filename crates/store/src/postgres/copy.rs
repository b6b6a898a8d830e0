//! The rows of a group as COPY takes them, and sending them.
//!
//! In scope: columns and their order, table by table. Out of scope: the transaction (`write`).

use super::part::{self, RUN};
use super::rows::Rows;
use super::session::Session;
use super::staged::Staged;
use crate::segment;
use bytes::Bytes;
use futures_util::SinkExt;
use std::pin::Pin;
use tokio_postgres::{CopyInSink, Error};

/// Rows for one table.
pub struct Copy {
    statement: &'static str,
    /// The rows.
    pub rows: Rows,
}

/// Sends rows, table after table. The next table is announced before the last is confirmed, so that
/// each costs one way to the server and back.
///
/// # Errors
/// The server refused, or the connection was lost; the transaction is to be rolled back.
pub async fn send(session: &Session, copies: Vec<Copy>) -> Result<(), Error> {
    let mut statements = Vec::new();
    for copy in &copies {
        statements.push(session.prepared(copy.statement).await?);
    }
    let mut open: Option<Pin<Box<CopyInSink<Bytes>>>> = None;
    for (copy, statement) in copies.into_iter().zip(&statements) {
        let begin = session.client().copy_in::<_, Bytes>(statement);
        let sink = match open.take() {
            Some(mut before) => {
                let (ended, begun) = tokio::join!(before.as_mut().finish(), begin);
                ended?;
                begun?
            }
            None => begin.await?,
        };
        let mut sink = Box::pin(sink);
        for message in copy.rows.messages() {
            sink.feed(message).await?;
        }
        sink.flush().await?;
        open = Some(sink);
    }
    match open {
        Some(mut last) => last.as_mut().finish().await.map(|_| ()),
        None => Ok(()),
    }
}

/// The entries, in segments.
pub fn entries(staged: &Staged) -> Copy {
    let mut rows = Rows::of(4);
    let (mut place, mut rest) = (staged.base, staged.entries.as_slice());
    while !rest.is_empty() {
        // All of a run lie in one part, so no segment goes beyond it.
        let to_end = (RUN - place % RUN) as usize;
        let (now, after) = rest.split_at(to_end.min(rest.len()));
        for found in segment::cut(place, now) {
            let (first, count) = (found.place as i64, found.count as i32);
            rows.row().int8(first).int2(part::of_place(found.place)).int4(count).bytes(&found.body);
        }
        place += now.len() as u64;
        rest = after;
    }
    let statement = "COPY dengji.entries (first, part, count, body) FROM STDIN BINARY";
    Copy { statement, rows }
}

/// The answers.
pub fn answers(staged: &Staged) -> Copy {
    let mut rows = Rows::of(5);
    for (key, answered) in &staged.answers {
        let (first, count) = (answered.first as i64, answered.count as i64);
        rows.row()
            .bytes(key)
            .int2(part::of_key(key))
            .bytes(&answered.request)
            .int8(first)
            .int8(count);
    }
    let statement = "COPY dengji.answers (key, part, request, first, count) FROM STDIN BINARY";
    Copy { statement, rows }
}

/// The batches.
pub fn batches(staged: &Staged) -> Copy {
    let mut rows = Rows::of(8);
    for batch in &staged.batches {
        let part = part::of_name(&batch.site);
        rows.row().bytes(batch.site.as_bytes()).int4(batch.year).int4(batch.level as i32);
        rows.int8(batch.last.into()).int2(part).int8(batch.first.into());
        rows.int8(batch.entry as i64).int8(batch.header as i64);
    }
    let statement = "COPY dengji.batches (site, year, level, last, part, first, entry, header) \
                     FROM STDIN BINARY";
    Copy { statement, rows }
}

/// The private rows that are put.
pub fn private(staged: &Staged) -> Copy {
    let mut rows = Rows::of(5);
    for (at, body) in &staged.private {
        let Some(body) = body else { continue };
        let part = part::of_name(&at.group);
        rows.row().int2(at.kind.code().into()).bytes(at.group.as_bytes());
        rows.int8(at.place.into()).int2(part).bytes(body);
    }
    let statement = "COPY dengji.private_rows (kind, owner, place, part, body) FROM STDIN BINARY";
    Copy { statement, rows }
}

/// The tokens that are put.
pub fn tokens(staged: &Staged) -> Copy {
    let mut rows = Rows::of(4);
    for (token, _) in staged.tokens.iter().filter(|(_, put)| **put) {
        let (space, place) = (token.space.code().into(), token.place as i64);
        rows.row().bytes(&token.token).int2(space).int8(place).int2(part::of_token(token));
    }
    let statement = "COPY dengji.tokens (token, space, place, part) FROM STDIN BINARY";
    Copy { statement, rows }
}
