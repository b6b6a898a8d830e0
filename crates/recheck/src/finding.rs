//! A finding: something in a log that is not as it has to be.
//!
//! In scope: what is wrong, where, by which rule, in two languages. Out of scope: faults of reading
//! (`source_error`), layout.

/// What kind of thing is wrong. Names are stable: programs read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The checkpoint is none, or not signed by the log's key.
    Checkpoint,
    /// The log is another than the one its key, founding or checkpoint names.
    Origin,
    /// A file of the log is missing.
    Missing,
    /// A bundle or tile has another length or form than its size says.
    Form,
    /// A tile differs from what the entries give.
    Tile,
    /// The checkpoint's root is not that of the entries.
    Root,
    /// An earlier statement of the log is no prefix of it: a fork, or a rewritten log.
    NotAPrefix,
    /// The bytes of an entry are none, or not in their one form.
    Entry,
    /// A batch is not what its header promises, or a certificate stands outside one.
    Batch,
    /// An entry is not signed by whoever has to sign it.
    Signature,
    /// The same request was recorded before.
    Repeated,
    /// It is not its actor's next act: one is missing, or moved.
    Sequence,
    /// The register's order or the law refuses the act.
    Refused,
    /// The serials do not go on where the last ended.
    Serial,
    /// The entry cites another rule than the law does.
    Citation,
    /// The entry asserts other facts than the act does.
    Asserted,
    /// A landmark states another state than the entries give.
    State,
    /// The register was founded under other law than it is decided by here.
    OtherLaw,
}

impl Kind {
    /// Says whether it is about files that cannot be used, rather than about what entries say.
    pub(crate) const fn is_of_files(self) -> bool {
        matches!(self, Kind::Missing | Kind::Form | Kind::Tile)
    }

    /// Returns the name, as programs read it.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Checkpoint => "checkpoint",
            Kind::Origin => "origin",
            Kind::Missing => "missing",
            Kind::Form => "form",
            Kind::Tile => "tile",
            Kind::Root => "root",
            Kind::NotAPrefix => "not_a_prefix",
            Kind::Entry => "entry",
            Kind::Batch => "batch",
            Kind::Signature => "signature",
            Kind::Repeated => "repeated",
            Kind::Sequence => "sequence",
            Kind::Refused => "refused",
            Kind::Serial => "serial",
            Kind::Citation => "citation",
            Kind::Asserted => "asserted",
            Kind::State => "state",
            Kind::OtherLaw => "other_law",
        }
    }
}

/// Something in a log that is not as it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The entry, by its index in the log; nothing when no single entry can be named.
    pub index: Option<u64>,
    /// The file of the log, where it is about one.
    pub path: Option<String>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// The rule it offends against, by id.
    pub rule: Option<String>,
    /// The words of that rule, in the original.
    pub quote: Option<String>,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
}

impl Finding {
    /// Returns a finding without a rule.
    pub(crate) fn new(kind: Kind, zh: impl Into<String>, en: impl Into<String>) -> Finding {
        let (zh, en) = (zh.into(), en.into());
        Finding { index: None, path: None, kind, rule: None, quote: None, zh, en }
    }

    /// Names the entry.
    pub(crate) fn at(self, index: u64) -> Finding {
        Finding { index: Some(index), ..self }
    }

    /// Names the file.
    pub(crate) fn of(self, path: impl ToString) -> Finding {
        Finding { path: Some(path.to_string()), ..self }
    }
}
