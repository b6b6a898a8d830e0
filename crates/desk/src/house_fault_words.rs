//! Faults of the register in the words of a language, with the remedy where the operator has one.
//!
//! In scope: one message for each case; a new case of `HouseError`, `StoreError` or `EntryError`
//! breaks this file until it has its words. Out of scope: what a database or an operating system
//! says itself; it is introduced and passed through (`system_words`).
//! I-PRI-1: no body of a row and no identity number is repeated.

use crate::database_words;
use crate::hindrance_words;
use crate::house_error::HouseError;
use crate::import_sheet::ImportError;
use crate::key_fault_words;
use crate::private_fault;
use crate::refused;
use crate::system_words::system;
use crate::told;
use crate::words::{Lang, Value, Words};
use law::Law;
use seal::{EntryError, SealError};
use std::path::Path;
use store::{InFile, MasterKeyFault, SealedFault, StoreError};

/// Returns why a request was not done. Where the law is at hand, a refusal names its reason.
pub fn house(words: &Words, law: Option<&Law>, error: &HouseError) -> String {
    let index = |index: u64| [("index", index.to_string().into())];
    let size = |size: u64| [("size", size.to_string().into())];
    match error {
        HouseError::Refused(refusal) => {
            let why = law.map_or(("—".into(), "—".into()), |law| {
                let (_, zh, en) = refused::told(law, refusal);
                (zh, en)
            });
            words.say("house-refused", &[("why", pick(words, why).into())])
        }
        HouseError::ToSign(_) => words.say("house-to-sign", &[]),
        HouseError::Draft(error) => key_fault_words::draft(words, error),
        HouseError::KeyFile { path, why } => key_fault_words::key_file(words, path, *why),
        HouseError::OtherRequest(request) => {
            words.say("house-other-request", &[("request", request.clone().into())])
        }
        HouseError::SheetChanged(file) => {
            words.say("house-sheet-changed", &[("file", file.clone().into())])
        }
        HouseError::Stale(_) => words.say("house-stale", &[]),
        HouseError::Store(error) => store(words, error),
        HouseError::OutOfStep => words.say("house-out-of-step", &[]),
        HouseError::Seal(error) => words.say("house-seal", &[("why", seal(words, error))]),
        HouseError::Entry { index: at, why } => {
            let [at] = index(*at);
            words.say("house-entry", &[at, ("why", entry(words, *why).into())])
        }
        HouseError::NoEntry(at) => words.say("house-no-entry", &index(*at)),
        HouseError::NotAnAct(at) => words.say("house-not-an-act", &index(*at)),
        HouseError::Unfit(at) => words.say("house-unfit", &index(*at)),
        HouseError::StateWrong { size, .. } => {
            words.say("house-state-wrong", &[("size", size.to_string().into())])
        }
        HouseError::BatchBroken(at) => words.say("house-batch-broken", &index(*at)),
        HouseError::Private(fault) => private_fault::told(words, fault),
        HouseError::NotFounded => words.say("house-not-founded", &[]),
        HouseError::PublishedAhead { .. }
        | HouseError::AnchorAhead { .. }
        | HouseError::WitnessAhead { .. } => ahead(words, error),
        HouseError::PublishedDiffers(n) => words.say("house-published-differs", &size(*n)),
        HouseError::AnchorDiffers { anchor, anchored } => {
            let size = ("size", anchored.to_string().into());
            words.say("house-anchor-differs", &[path(anchor), size])
        }
        HouseError::NotPublished { index: at, size } => {
            let [at] = index(*at);
            words.say("house-not-published", &[at, ("size", size.to_string().into())])
        }
        HouseError::Tiles(why) => words.say("house-tiles", &[("why", why.clone().into())]),
        HouseError::Published(source) => {
            words.say("house-published", &[("why", system(words, source).into())])
        }
        HouseError::Anchor { path: at, source } => {
            words.say("house-anchor", &[path(at), ("why", system(words, source).into())])
        }
        HouseError::Entropy(source) => {
            words.say("house-entropy", &[("why", system(words, source).into())])
        }
        HouseError::Key { path: at, source } => {
            words.say("house-key", &[path(at), ("why", system(words, source).into())])
        }
        HouseError::NoLogKey { path: at, key } => {
            words.say("house-no-log-key", &[path(at), ("key", key.to_string().into())])
        }
        HouseError::OtherLogKey(key) => {
            words.say("house-other-log-key", &[("key", key.to_string().into())])
        }
        HouseError::NotAKey(at) => words.say("house-not-a-key", &[path(at)]),
        HouseError::PrivateRow(group) => {
            words.say("house-private-row", &[("group", group.clone().into())])
        }
        HouseError::Settled => words.say("house-settled", &[]),
        HouseError::NoCandidate(n) => words.say("house-no-candidate", &[("n", (*n).into())]),
        HouseError::Examined(n) => words.say("house-examined", &[("n", (*n).into())]),
        HouseError::OrderUsed(order) => {
            words.say("house-order-used", &[("order", order.clone().into())])
        }
        HouseError::OpenEnds(places) => {
            words.say("house-open-ends", &[("places", listed(words, places).into())])
        }
        HouseError::InTwoCohorts { place, cohort } => {
            let said = [("place", (*place).into()), ("cohort", (*cohort).into())];
            words.say("house-in-two-cohorts", &said)
        }
        HouseError::NoCohort(n) => words.say("house-no-cohort", &[("n", (*n).into())]),
        HouseError::NoMember(n) => words.say("house-no-member", &[("n", (*n).into())]),
        HouseError::Session(fault) => crate::session_fault_words::told(words, fault),
        HouseError::NoSession(n) => words.say("house-no-session", &[("n", (*n).into())]),
        HouseError::NoCertificate => words.say("house-no-certificate", &[]),
    }
}

/// Returns who has seen more of the log than the register has.
fn ahead(words: &Words, error: &HouseError) -> String {
    match error {
        HouseError::PublishedAhead { published, size } => words.say(
            "house-published-ahead",
            &[("published", published.to_string().into()), ("size", size.to_string().into())],
        ),
        HouseError::AnchorAhead { anchor, anchored, size } => words.say(
            "house-anchor-ahead",
            &[
                path(anchor),
                ("anchored", anchored.to_string().into()),
                ("size", size.to_string().into()),
            ],
        ),
        HouseError::WitnessAhead { witness, seen, size } => words.say(
            "house-witness-ahead",
            &[
                ("witness", witness.clone().into()),
                ("seen", seen.to_string().into()),
                ("size", size.to_string().into()),
            ],
        ),
        other => other.to_string(),
    }
}

fn listed(words: &Words, places: &[u32]) -> String {
    let places: Vec<String> = places.iter().map(u32::to_string).collect();
    places.join(&words.say("list-separator", &[]))
}

/// Returns why a sheet was not taken, every wrong row with its remedy.
pub fn import(words: &Words, error: &ImportError) -> String {
    match error {
        ImportError::Wrong(report) => {
            let lines: Vec<String> = match words.lang() {
                Lang::Zh => report.errors.iter().map(|row| row.zh()).collect(),
                Lang::En => report.errors.iter().map(ToString::to_string).collect(),
            };
            let all = format!("\n{}", lines.join("\n"));
            let count = report.errors_in_all.to_string();
            words.say("import-rows", &[("count", count.into()), ("rows", all.into())])
        }
        ImportError::House(error) => house(words, None, error),
    }
}

pub(crate) fn entry(words: &Words, why: EntryError) -> String {
    let number = |n: String| -> Value<'static> { n.into() };
    match why {
        EntryError::Length(n) => words.say("entry-length", &[("bytes", number(n.to_string()))]),
        EntryError::Form(at) => words.say("entry-form", &[("at", number(at.to_string()))]),
        EntryError::Version(n) => words.say("entry-version", &[("n", n.into())]),
        EntryError::Kind(n) => words.say("entry-kind", &[("n", n.into())]),
        EntryError::Value(field) => words.say("entry-value", &[("field", field.into())]),
        EntryError::NotCanonical => words.say("entry-not-canonical", &[]),
        EntryError::Batch => words.say("entry-batch", &[]),
    }
}

/// Returns what failed in the store.
pub fn store(words: &Words, error: &StoreError) -> String {
    let number = |n: u64| -> Value<'static> { n.to_string().into() };
    match error {
        StoreError::Moved { expected, actual } => words
            .say("store-moved", &[("expected", number(*expected)), ("actual", number(*actual))]),
        StoreError::KeyReused { .. } => words.say("store-key-reused", &[]),
        // What the desk itself would have to have done wrongly: its own words are for developers.
        StoreError::TooManyEntries { .. }
        | StoreError::EntryLength { .. }
        | StoreError::PrivateBody { .. }
        | StoreError::PrivateGroup { .. }
        | StoreError::BatchSite { .. }
        | StoreError::TokenPlace { .. }
        | StoreError::TooManyTokens { .. }
        | StoreError::Note { .. }
        | StoreError::Group { .. }
        | StoreError::BatchOutside(_)
        | StoreError::BatchMeets { .. } => {
            words.say("store-limits", &[("why", error.to_string().into())])
        }
        StoreError::Range { from, to, size } => words.say(
            "store-range",
            &[("from", number(*from)), ("to", number(*to)), ("size", number(*size))],
        ),
        StoreError::ReadOnly { folder } => words.say("store-read-only", &[path(folder)]),
        StoreError::MasterKey { name, why } => words.say(
            "store-master-key",
            &[("name", name.clone().into()), ("why", master_key(words, *why).into())],
        ),
        StoreError::Device { name, why } => private_fault::device(words, name, why),
        StoreError::Sealed { why } => {
            words.say("store-sealed", &[("why", sealed(words, *why).into())])
        }
        StoreError::Fenced { .. } => words.say("store-fenced", &[]),
        StoreError::GroupLost => words.say("store-group-lost", &[]),
        StoreError::Locked { folder } => words.say("store-locked", &[path(folder)]),
        StoreError::Open { path: at, source } => {
            words.say("store-open", &[path(at), ("why", system(words, source).into())])
        }
        StoreError::Missing { file } => words.say("store-missing", &[path(file)]),
        StoreError::Foreign { file } => words.say("store-foreign", &[path(file)]),
        StoreError::Newer { file, found, known } => words.say(
            "store-newer",
            &[path(file), ("found", (*found).into()), ("known", (*known).into())],
        ),
        StoreError::Older { file, found, known } => words.say(
            "store-older",
            &[path(file), ("found", (*found).into()), ("known", (*known).into())],
        ),
        StoreError::Journal { file, found } => {
            words.say("store-journal", &[path(file), ("found", found.clone().into())])
        }
        StoreError::Database(fault) => database_words::fault(words, fault),
        StoreError::Damaged { what } => {
            words.say("store-damaged", &[("what", what.clone().into())])
        }
        StoreError::HalfRestored { place } => {
            words.say("store-half-restored", &[("place", place.clone().into())])
        }
        StoreError::Replaced { file } => words.say("store-replaced", &[path(file)]),
        StoreError::Backend { source, .. } => {
            let why = hindrance_words::why(words, error, &**source);
            match source.downcast_ref::<InFile>() {
                None => words.say("store-backend", &[("why", why.into())]),
                Some(of) => words.say("store-backend-file", &[path(&of.file), ("why", why.into())]),
            }
        }
        StoreError::InDoubt { first, source } => {
            let why = hindrance_words::why(words, error, &**source);
            words.say("store-in-doubt", &[("first", number(*first)), ("why", why.into())])
        }
    }
}

fn master_key(words: &Words, why: MasterKeyFault) -> String {
    match why {
        MasterKeyFault::OtherKey => words.say("master-key-other", &[]),
        MasterKeyFault::NoRandomness => words.say("master-key-no-randomness", &[]),
        MasterKeyFault::NotWrapped => words.say("master-key-not-wrapped", &[]),
    }
}

fn sealed(words: &Words, why: SealedFault) -> String {
    match why {
        SealedFault::TooLong => words.say("sealed-too-long", &[]),
        SealedFault::Form => words.say("sealed-form", &[]),
        SealedFault::KeyDestroyed => words.say("sealed-key-destroyed", &[]),
        SealedFault::Altered => words.say("sealed-altered", &[]),
    }
}

/// Returns why a signature, a key, a checkpoint or a proof is refused.
pub fn seal(words: &Words, error: &SealError) -> Value<'static> {
    pick(words, told::seal(error)).into()
}

fn pick(words: &Words, (zh, en): (String, String)) -> String {
    match words.lang() {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn path(path: &Path) -> (&'static str, Value<'static>) {
    ("path", path.display().to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    fn check(error: HouseError, zh: &str, en: &str) {
        assert_eq!(house(&Words::of(Lang::Zh), None, &error), zh);
        assert_eq!(house(&Words::of(Lang::En), None, &error), en);
    }

    #[test]
    fn a_fault_of_the_register_is_told_in_the_language_with_its_thing_and_remedy() {
        check(
            HouseError::Store(StoreError::Locked { folder: "data".into() }),
            "“data”正由另一程序写入；请先停止该程序",
            "`data` is in use by another process that writes; stop that process",
        );
        check(
            HouseError::Key { path: "log.vkey".into(), source: ErrorKind::NotFound.into() },
            "无法读写密钥文件“log.vkey”：不存在；请核对路径",
            "the key file `log.vkey` could not be read or written: it does not exist; check the \
             path",
        );
        check(
            HouseError::Store(StoreError::MasterKey {
                name: "k".into(),
                why: MasterKeyFault::OtherKey,
            }),
            "个人数据的密钥（k）：这些数据由另一把密钥加密；请放回加密这些数据时所用的密钥",
            "the key of personal data, k: the data was sealed under another key; put back the key \
             that the data was sealed under",
        );
        check(
            HouseError::Store(StoreError::Sealed { why: SealedFault::Altered }),
            "一条私有记录无法解开：内容被改动，或移自他处；请恢复登记库的备份",
            "a private row does not open: it was altered, or moved from another place; restore a \
             backup of the register",
        );
        let source = InFile { file: "d.sqlite".into(), source: "odd".into() };
        check(
            HouseError::Store(StoreError::Backend { doing: "x", source: Box::new(source) }),
            "“d.sqlite”操作失败，没有写入：数据库的原话：odd",
            "`d.sqlite` failed and nothing was written: the database says: odd",
        );
        check(
            HouseError::Entry { index: 1234, why: EntryError::Kind(9) },
            "日志第 1234 条无法读取：种类 9 不为本程序所知；请用较新的程序；请恢复备份，或与日志的镜像比对",
            "entry 1234 of the log cannot be read: kind 9 is not known here; use a newer program; \
             restore a backup, or compare with a mirror",
        );
        check(
            HouseError::Seal(SealError::PublicKey),
            "签名、检查点或文件有误：公钥不能使用",
            "a signature, checkpoint or file is wrong: the bytes are no usable `Ed25519 public key`",
        );
    }

    #[test]
    fn every_wrong_row_of_a_sheet_is_told_in_the_language() {
        let text = "姓名,证件号码\n虚构甲,99000019900202008X\n,X\n";
        let file = crate::import_sheet::SheetFile::of_bytes("a.csv", text.as_bytes().to_vec());
        let options = crate::import_sheet::Options::default();
        let taken = crate::import_candidates::read_members(&file, &options, &mut |_| {});
        let error = taken.accepted(crate::import_sheet::Accept::Whole).err().unwrap();
        let (zh, en) = (import(&Words::of(Lang::Zh), &error), import(&Words::of(Lang::En), &error));
        assert!(zh.contains("3 处") && zh.contains("第 3 行「姓名」：单元格为空"), "{zh}");
        assert!(en.contains("3 errors") && en.contains("row 2, column `证件号码`"), "{en}");
        assert!(!en.contains("9900"), "{en}");
    }
}
