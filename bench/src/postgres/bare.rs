//! `Bare`, a connection without a store: rows copied from table to table, and prepared selects.
//!
//! In scope: what one would write by hand for exactly this. Out of scope: the contract of a store.

use anyhow::Result;
use bytes::Bytes;
use futures_util::{SinkExt, TryStreamExt};
use std::pin::pin;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, NoTls};

const TABLES: [&str; 5] = ["entries", "answers", "batches", "private_rows", "tokens"];

/// Rows of a table, as COPY gives and takes them.
pub struct Table(&'static str, Vec<Bytes>);

impl Table {
    /// Returns how long they are.
    pub fn bytes(&self) -> usize {
        self.1.iter().map(Bytes::len).sum()
    }
}

/// A connection.
pub struct Bare {
    runtime: Runtime,
    client: Client,
}

impl Bare {
    /// Connects.
    pub fn connect(url: &str) -> Result<Bare> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
            tokio::spawn(connection);
            anyhow::Ok(client)
        })?;
        Ok(Bare { runtime, client })
    }

    /// Reads the rows of another database, in messages of 256 KiB.
    pub fn rows_of(&self, url: &str) -> Result<Vec<Table>> {
        let other = Bare::connect(url)?;
        let read = async |table| {
            let copy = format!("COPY dengji.{table} TO STDOUT BINARY");
            let rows: Vec<Bytes> = other.client.copy_out(&copy).await?.try_collect().await?;
            let all = rows.concat();
            let messages = all.chunks(1 << 18).map(Bytes::copy_from_slice).collect();
            anyhow::Ok(Table(table, messages))
        };
        TABLES.into_iter().map(|table| other.runtime.block_on(read(table))).collect()
    }

    /// Writes rows, each table as one COPY and all in one transaction.
    pub fn copy(&mut self, tables: Vec<Table>) -> Result<()> {
        let Bare { runtime, client } = self;
        runtime.block_on(async {
            client.batch_execute("BEGIN").await?;
            for Table(table, messages) in tables {
                let copy = format!("COPY dengji.{table} FROM STDIN BINARY");
                let mut sink = pin!(client.copy_in::<_, Bytes>(&copy).await?);
                for message in messages {
                    sink.feed(message).await?;
                }
                sink.finish().await?;
            }
            client.batch_execute("COMMIT").await?;
            Ok(())
        })
    }

    /// Finds entries by site and serial and returns the sum of their lengths. The entry is cut out
    /// of its segment, which is what a program by hand would have to do as well.
    pub fn entries_by_number(&self, numbers: &[(String, u32)]) -> usize {
        let batch = "SELECT first, entry FROM dengji.batches WHERE site = $1 AND year = $2 \
                     AND level = $3 AND last >= $4 ORDER BY last LIMIT 1";
        let entry = "SELECT first, count, body FROM dengji.entries WHERE first <= $1 \
                     ORDER BY first DESC LIMIT 1";
        let found = self.runtime.block_on(async {
            let (batch, entry) =
                (self.client.prepare(batch).await?, self.client.prepare(entry).await?);
            let mut sum = 0;
            for (site, serial) in numbers {
                let (level, serial) = ('3' as i32, i64::from(*serial));
                let key: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
                    [&site.as_bytes(), &2020, &level, &serial];
                let row = self.client.query_one(&batch, &key).await?;
                let place = row.get::<_, i64>(1) + serial - row.get::<_, i64>(0);
                let row = self.client.query_one(&entry, &[&place]).await?;
                let (count, body): (i32, &[u8]) = (row.get(1), row.get(2));
                let at = 2 * (place - row.get::<_, i64>(0)) as usize;
                let length = |at: usize| usize::from(body[at]) + 256 * usize::from(body[at + 1]);
                sum += if count == 1 { body.len() } else { length(at) };
            }
            anyhow::Ok(sum)
        });
        found.unwrap_or(0)
    }

    /// Finds places by token and returns their sum.
    pub fn places_by_token(&self, tokens: &[[u8; 12]]) -> u64 {
        let sql = "SELECT place FROM dengji.tokens WHERE token = $1 AND space = $2 \
                   ORDER BY place LIMIT 10";
        let found = self.runtime.block_on(async {
            let statement = self.client.prepare(sql).await?;
            let mut sum = 0;
            for token in tokens {
                let rows = self.client.query(&statement, &[&token.as_slice(), &1_i16]).await?;
                sum += rows.iter().map(|row| row.get::<_, i64>(0) as u64).sum::<u64>();
            }
            anyhow::Ok(sum)
        });
        found.unwrap_or(0)
    }
}
