//! Loss of power while the blind index is tended: what was acknowledged is found, and nothing that
//! was not written.
//!
//! Keeps: I-LOG-3 for tokens. In scope: writings, erasures and slices of upkeep in turn, recorded
//! while this suite, started again, does them. Out of scope: everything else of a writing
//! (`sqlite/power_loss.rs`).

use super::super::SqliteStore;
use crate::contract::kept::{Kept, KeptKind};
use crate::contract::writing::{Token, TokenSpace, Writing};
use crate::contract::{Reader as _, Store as _};
use crate::sqlite::power_loss::faults;
use crate::store_error::StoreError;
use powercut::{Found, Moments, Recording, Trace, mark};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const STORE: &str = "a/store";
const SETTING: &str = "DENGJI_TOKENS_POWER_LOSS_SETTING";
/// The write-ahead log is short, so that it is moved into the database now and then.
const SHORT_LOG: &str = "PRAGMA wal_autocheckpoint=12";
const TOKEN_LOG: usize = 100;
const PART: u64 = 160;
const PARTS: u64 = 16;
const OPENINGS: u64 = 2;

/// The tokens of a part: half of them share a token.
fn part(part: u64) -> Vec<Token> {
    (part * PART..(part + 1) * PART)
        .map(|place| {
            let mut token = [5; 12];
            if place.is_multiple_of(2) {
                token[..8]
                    .copy_from_slice(&place.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            }
            Token { space: TokenSpace::Name, token, place }
        })
        .collect()
}

/// What is there after so many parts: each erased the first seven of the part before it.
fn after(parts: u64) -> BTreeSet<Token> {
    let whole = (0..parts).flat_map(part);
    whole.filter(|token| token.place / PART + 1 == parts || 7 <= token.place % PART).collect()
}

fn commit(store: &mut SqliteStore, n: u64) -> Result<(), StoreError> {
    let (tokens, entries) = (part(n), vec![vec![1]]);
    let erased_tokens: Vec<Token> =
        n.checked_sub(1).map_or(Vec::new(), |n| part(n).into_iter().take(7).collect());
    let erased_tokens = &erased_tokens;
    let (expect_size, entries, tokens) = (n, &entries, &tokens);
    let writing = Writing { expect_size, entries, tokens, erased_tokens, ..Writing::default() };
    store.commit(&writing).map(|_| ())
}

/// The writer: what this suite does when it is started under a recording.
fn write(root: &Path) {
    let setting = std::env::var(SETTING).unwrap_or_default();
    for opening in 0..OPENINGS {
        let store = SqliteStore::open(&root.join(STORE)).unwrap();
        let mut store = store.with_token_log(TOKEN_LOG);
        store.connection.execute_batch(&setting).unwrap();
        for n in opening * PARTS / OPENINGS..(opening + 1) * PARTS / OPENINGS {
            commit(&mut store, n).unwrap();
            mark(&format!("size {}\n", n + 1));
            for _ in 0..3 {
                store.tend().unwrap();
            }
        }
    }
}

fn record(recording: &Recording, setting: &str) -> Trace {
    let mut writer = Command::new(std::env::current_exe().unwrap());
    writer.args([
        "--exact",
        "sqlite::tokens::power_loss::i_log_3_tokens_survive_a_loss_of_power_amid_upkeep",
    ]);
    writer.env(SETTING, setting).stdout(std::process::Stdio::null());
    assert!(recording.run(&mut writer, None).unwrap().success());
    recording.trace().unwrap()
}

/// Opens what was found and looks for what has to be there, or says what is wrong with it.
fn look(found: &Found, acknowledged: u64) -> Result<(), String> {
    let folder = powercut::scratch().unwrap();
    found.write_into(folder.path(), "-shm").unwrap();
    let failed = |error: StoreError| error.to_string();
    let store = SqliteStore::open(&folder.path().join(STORE)).map_err(failed)?;
    let mut store = store.with_token_log(TOKEN_LOG);
    let size = store.size().map_err(failed)?;
    if size < acknowledged {
        return Err(format!("{acknowledged} acknowledged, {size} kept"));
    }
    same(&store, &after(size))?;
    // And it goes on from there.
    commit(&mut store, size).map_err(failed)?;
    while store.tend().map_err(failed)? {}
    same(&store, &after(size + 1))
}

fn same(store: &SqliteStore, expect: &BTreeSet<Token>) -> Result<(), String> {
    let failed = |error: StoreError| error.to_string();
    let mut all = Vec::new();
    let take = &mut |kept: Kept| {
        all.extend(if let Kept::Token(token) = kept { Some(token) } else { None });
        Ok(())
    };
    store.each_kept(KeptKind::Tokens, take).map_err(failed)?;
    all.sort_unstable();
    if !all.iter().eq(expect) {
        return Err(format!("{} tokens of {}", all.len(), expect.len()));
    }
    let space = TokenSpace::Name;
    for token in expect.iter().step_by(31).map(|token| token.token) {
        let places = expect.iter().filter(|other| other.token == token).map(|other| other.place);
        let found = store.find_token(space, &token, 0, usize::MAX).map_err(failed)?;
        if !places.eq(found.iter().copied()) {
            return Err(format!("{token:?} leads to {found:?}"));
        }
    }
    let damage = store.inspect().map_err(failed)?;
    if damage.is_empty() { Ok(()) } else { Err(damage.join(", ")) }
}

#[test]
fn i_log_3_tokens_survive_a_loss_of_power_amid_upkeep() {
    if let Some(root) = Recording::root_of_this_process() {
        return write(&root);
    }
    let Some(recording) = Recording::begin().unwrap() else { return };
    let trace = record(&recording, SHORT_LOG);
    let faults = faults((&trace, 0), Moments::of(24), look);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn without_flushes_a_loss_of_tokens_is_found() {
    let Some(recording) = Recording::begin().unwrap() else { return };
    let trace = record(&recording, "PRAGMA synchronous=OFF");
    let faults = faults((&trace, 0), Moments { cuts: 0, seed: 1 }, look);
    assert!(faults.iter().any(|fault| fault.contains(" acknowledged, ")), "{faults:#?}");
}
