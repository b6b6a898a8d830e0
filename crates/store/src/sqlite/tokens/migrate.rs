//! The plain table of tokens of schema 2, moved into one run.
//!
//! In scope: the step of the third migration that SQL cannot do. Out of scope: later schemas.
//! Failure: inside the transaction of the migration.

use super::super::{backend, read};
use super::LOG_KEYS_MAX;
use super::key;
use super::run::RunWriter;
use super::tend::FAN;
use crate::contract::writing::{Token, TokenSpace};
use crate::store_error::StoreError;
use rusqlite::{Connection, params};

/// Moves the tokens into slot 0 and drops their table. Nothing else is in the index yet.
///
/// # Errors
/// The backend failed, or a row has an unknown space.
pub fn move_plain_table(connection: &Connection) -> Result<(), StoreError> {
    let failed = backend("move the tokens");
    {
        let mut statement = connection
            .prepare("SELECT space, token, place FROM tokens ORDER BY token, space, place")
            .map_err(&failed)?;
        let mut rows = statement.query([]).map_err(&failed)?;
        let mut writer = RunWriter::behind(connection, 0)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(&failed)? {
            let space = row.get(0).map_err(&failed)?;
            let space = TokenSpace::from_code(space)
                .ok_or_else(|| super::damaged(format!("a token has space `{space}`")))?;
            let token = row.get(1).map_err(&failed)?;
            let place = read::natural(row.get(2).map_err(&failed)?)?;
            writer.push(&key::key(&Token { space, token, place }))?;
            count += 1;
        }
        writer.finish()?;
        if 0 < count {
            connection
                .execute("INSERT INTO token_runs (slot, level) VALUES (0, ?1)", [level(count)])
                .map_err(&failed)?;
        }
    }
    connection.execute("DROP TABLE tokens", params![]).map(|_| ()).map_err(&failed)
}

/// Returns the level to which runs of the log grow with so many keys.
fn level(count: usize) -> u32 {
    (count / LOG_KEYS_MAX).checked_ilog(FAN).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_run_has_the_level_of_its_size() {
        let check = |runs: usize, expect: u32| {
            assert_eq!(level(runs * LOG_KEYS_MAX), expect, "{runs}");
        };
        for (runs, expect) in [(0, 0), (1, 0), (3, 0), (4, 1), (15, 1), (16, 2), (120, 3)] {
            check(runs, expect);
        }
    }
}
