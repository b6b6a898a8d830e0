//! What is read of the log: its size, entries, answers and batches, as the database has them.
//!
//! In scope: one statement each. Out of scope: what a group has staged (`seen`).

use super::link::Link;
use super::part::{self, RUN};
use super::session::Session;
use crate::contract::writing::{Answered, BatchRow};
use crate::segment;
use crate::store_error::StoreError;
use tokio_postgres::{Error, Row};

/// Returns the number of entries.
pub fn size(link: &Link) -> Result<u64, StoreError> {
    let row = link.read("read the size of the log", async |session| {
        session.row("SELECT size FROM dengji.head", &[]).await
    })?;
    let row = row.ok_or_else(|| damaged("the row of `head` is missing".to_string()))?;
    natural(row.get(0))
}

/// Returns one entry of a log that is longer than its place.
pub fn entry(link: &Link, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let Ok(place) = i64::try_from(index) else {
        return Ok(None);
    };
    let row = link.read("read an entry", async |session| {
        // The segment of a place is the last that does not begin after it.
        let sql = "SELECT first, count, body FROM dengji.entries \
                   WHERE part = $1 AND first <= $2 ORDER BY first DESC LIMIT 1";
        session.row(sql, &[&part::of_place(index), &place]).await
    })?;
    let Some(row) = row else {
        return Ok(None);
    };
    let (first, count, body): (i64, i32, &[u8]) = (row.get(0), row.get(1), row.get(2));
    let offset = (place - first) as usize;
    if count as usize <= offset {
        return Ok(None);
    }
    let entry = segment::nth(natural(first)?, count as u32, body, offset as u32)?;
    Ok(Some(entry.to_vec()))
}

/// Calls `each` with the entries `from` up to and without `to`, which lie in the log. They never
/// change, so that it does not matter that they are read in several steps.
pub fn each_entry(
    link: &Link,
    from: u64,
    to: u64,
    each: &mut dyn FnMut(u64, &[u8]),
) -> Result<(), StoreError> {
    let mut next = from;
    while next < to {
        // All of a run lie in one part.
        let end = to.min((next / RUN + 1) * RUN);
        let rows = link.read("read entries", async |session| run(session, next, end).await)?;
        for row in rows {
            let (first, count, body): (i64, i32, &[u8]) = (row.get(0), row.get(1), row.get(2));
            let first = natural(first)?;
            if next < first {
                return Err(damaged(format!("entry `{next}` is missing")));
            }
            let mut place = first;
            segment::each(first, count as u32, body, |entry| {
                if next <= place && place < end {
                    each(place, entry);
                    next = place + 1;
                }
                place += 1;
            })?;
        }
        if next < end {
            return Err(damaged(format!("entry `{next}` is missing")));
        }
    }
    Ok(())
}

async fn run(session: &Session, from: u64, to: u64) -> Result<Vec<Row>, Error> {
    let sql = "SELECT first, count, body FROM dengji.entries \
               WHERE part = $1 AND first < $3 AND first >= coalesce((SELECT max(first) \
               FROM dengji.entries WHERE part = $1 AND first <= $2), $2) ORDER BY first";
    session.rows(sql, &[&part::of_place(from), &(from as i64), &(to as i64)]).await
}

/// Returns what was answered under a key, and the first batch whose last serial is not below the
/// first of a batch: both in one way to the server and back.
pub fn before_writing(
    link: &Link,
    key: Option<&[u8; 16]>,
    batch: Option<&BatchRow>,
) -> Result<(Option<Answered>, Option<BatchRow>), StoreError> {
    if key.is_none() && batch.is_none() {
        return Ok((None, None));
    }
    let (answer, next) = link.read("look at what was written before", async |session| {
        let answer = async {
            match key {
                Some(key) => find_answer(session, key).await,
                None => Ok(None),
            }
        };
        let next = async {
            match batch {
                Some(b) => find_next(session, &b.site, b.year, b.level, b.first).await,
                None => Ok(None),
            }
        };
        let (answer, next) = tokio::join!(answer, next);
        Ok((answer?, next?))
    })?;
    let next = next.zip(batch).map(|(row, b)| batch_of(&row, &b.site, b.year, b.level));
    Ok((answer.map(|row| answer_of(&row)).transpose()?, next.transpose()?))
}

/// Returns what was answered under a key.
pub fn answered(link: &Link, key: &[u8; 16]) -> Result<Option<Answered>, StoreError> {
    before_writing(link, Some(key), None).map(|(answer, _)| answer)
}

/// Returns the batch that holds a serial.
pub fn find_batch(
    link: &Link,
    site: &str,
    year: i32,
    level: char,
    serial: u32,
) -> Result<Option<BatchRow>, StoreError> {
    let row = link.read("look up a batch", async |session| {
        find_next(session, site, year, level, serial).await
    })?;
    let next = row.map(|row| batch_of(&row, site, year, level)).transpose()?;
    Ok(next.filter(|batch| batch.first <= serial))
}

async fn find_answer(session: &Session, key: &[u8; 16]) -> Result<Option<Row>, Error> {
    let sql = "SELECT request, first, count FROM dengji.answers WHERE key = $1 AND part = $2";
    session.row(sql, &[&key.as_slice(), &part::of_key(key)]).await
}

async fn find_next(
    session: &Session,
    site: &str,
    year: i32,
    level: char,
    serial: u32,
) -> Result<Option<Row>, Error> {
    let sql = "SELECT first, last, entry, header FROM dengji.batches WHERE site = $1 AND year = $2 \
               AND level = $3 AND last >= $4 AND part = $5 ORDER BY last LIMIT 1";
    let (level, serial, part) = (level as i32, i64::from(serial), part::of_name(site));
    session.row(sql, &[&site.as_bytes(), &year, &level, &serial, &part]).await
}

/// Reads the columns request, first, count.
pub fn answer_of(row: &Row) -> Result<Answered, StoreError> {
    let request = row.get::<_, &[u8]>(0).try_into();
    let request = request.map_err(|_| damaged("a digest has not 32 bytes".to_string()))?;
    Ok(Answered { request, first: natural(row.get(1))?, count: natural(row.get(2))? })
}

/// Reads the columns first, last, entry, header.
pub fn batch_of(row: &Row, site: &str, year: i32, level: char) -> Result<BatchRow, StoreError> {
    Ok(BatchRow {
        site: site.to_string(),
        year,
        level,
        first: small(row.get(0))?,
        last: small(row.get(1))?,
        entry: natural(row.get(2))?,
        header: natural(row.get(3))?,
    })
}

/// Reads a number that is never negative.
pub fn natural(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| damaged(format!("`{number}` stands for a place")))
}

/// Reads a serial, or the place of a private row.
pub fn small(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| damaged(format!("`{number}` stands for a place")))
}

/// Says what contradicts itself.
pub fn damaged(what: String) -> StoreError {
    StoreError::Damaged { what }
}
