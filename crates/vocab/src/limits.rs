//! Limits of the house, each with its unit, its reason and who notices when it is hit.
//!
//! In scope: bounds on what is accepted from outside or written into the log.
//! Out of scope: limits that a law sets (days, counts of people); those are data of the law.

/// Bytes of one log entry. The tile format holds an entry's length in sixteen bits (C2SP
/// tlog-tiles). The desk notices, before anything is recorded.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// Certificates issued by one act. Bounds the transaction, the lock of the writer and the memory of
/// a replay; a national body issues more by several acts. The clerk notices.
pub const BATCH_CERTIFICATES_MAX: usize = 10_000;

/// Serial of a certificate in a 22-character number; the field has six digits. A full counter is
/// refused, the body needs another site sequence from its province.
pub const SKILL_LEVEL_SERIAL_MAX: u32 = 999_999;

/// Serial of a certificate in a 16-digit number and in the pilot form; the field has five digits.
pub const QUALIFICATION_SERIAL_MAX: u32 = 99_999;

/// First year for which a number is built. Numbers carry two digits of the year, and a 16-digit
/// number of the year 2000 could not be told from a padded Shanghai number, so older numbers are
/// only read.
pub const NUMBER_YEAR_FIRST: i32 = 2001;

/// Last year for which a number is built: after it, two digits of the year repeat.
pub const NUMBER_YEAR_LAST: i32 = 2099;

/// Characters of a person's name, of an organisation's name or of an occupation. Longer than any
/// name in use, short enough for a line of print. The person who types or imports it notices.
pub const NAME_CHARS_MAX: usize = 120;

/// Characters of an identity document's number other than the citizen number.
pub const DOCUMENT_NUMBER_CHARS_MAX: usize = 40;

/// Bytes of a key name, which is also the longest origin of a log that we make. The signature lines
/// of a note stay readable.
pub const KEY_NAME_BYTES_MAX: usize = 255;

/// Keys of the set that can replace other keys. Each is a person or a safe of its own; more could
/// not be brought together when it matters. Who founds a register notices.
pub const RECOVERY_KEYS_MAX: usize = 16;

/// Bytes of a signed note: text and signatures. A checkpoint with a hundred cosignatures is below
/// 20,000; ours is not the only software that adds signatures. A verifier notices.
pub const NOTE_BYTES_MAX: usize = 65_536;

/// Signature lines of a signed note. The format asks for at least 16 to be accepted (C2SP
/// signed-note).
pub const NOTE_SIGNATURES_MAX: usize = 128;

/// Bytes of one signature in a note, without the key id. An ML-DSA-44 cosignature has 2,428; kinds
/// we do not know are carried along, not verified.
pub const NOTE_SIGNATURE_BYTES_MAX: usize = 8_192;

/// Hashes of a Merkle proof. A tree of fewer than 2^64 leaves never needs more.
pub const PROOF_HASHES_MAX: usize = 64;

/// Hashes of a request to a witness (C2SP tlog-witness). A log of more than 2^63 entries would
/// notice.
pub const WITNESS_PROOF_HASHES_MAX: usize = 63;

/// Bytes of the unauthenticated `extra` line of a tlog-proof, decoded. It may carry an entry with
/// its header entry and salts.
pub const PROOF_EXTRA_BYTES_MAX: usize = 2 * ENTRY_BYTES_MAX + 1_024;

/// Bytes of a trust policy. The format asks for at least 32 logs, witnesses and groups to be read
/// (C2SP tlog-policy), which are below 20,000. Whoever names the file notices.
pub const POLICY_BYTES_MAX: usize = 65_536;

/// Logs of a trust policy; also its witnesses, and its groups.
pub const POLICY_NAMES_MAX: usize = 256;

const _: () = assert!(NUMBER_YEAR_LAST - NUMBER_YEAR_FIRST < 100, "a year code names one year");
const _: () = assert!(BATCH_CERTIFICATES_MAX < SKILL_LEVEL_SERIAL_MAX as usize);
