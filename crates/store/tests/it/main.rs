//! The tests of the store from outside: the contract on every backend, and what a folder adds.
//!
//! In scope: what a caller sees. Out of scope: private steps; they are tested beside their code.
#![allow(clippy::unwrap_used, reason = "the functions beside the tests are tests too")]

mod backup;
mod backup_power_loss;
mod conformance;
mod conformance_groups;
mod device;
mod index_keys;
mod killed;
mod memory_store;
mod postgres;
mod readers;
mod refusing_disk;
mod sqlite_folder;
mod tokens;
mod vault;
mod vault_groups;
