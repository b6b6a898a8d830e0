//! What is fuzzed: each target takes any bytes, must not panic, and prints what it read as the
//! very same bytes.
//!
//! In scope: entries, notes, keys, checkpoints, proofs, requests to
//! witnesses, policies, certificate files and the verdict on them,
//! landmarks, tiles and bundles, the law's archive. Out of scope: choosing the bytes: cargo-fuzz
//! does, and crates/desk/tests/it/fuzz.rs, which includes this file.

use desk::law_archive;
use desk::law_folder::LawFolder;
use desk::law_room::LawRoom;
use desk::ports::Clock;
use desk::verify_certificate::{Holder, verify};
use merkle::{
    Digest, EntryBundle, Tile, TileEdge, TileNodes, TileSource, leaf_hash, push_entry, read_bundle,
    tree_root, verify_consistency, verify_inclusion,
};
use seal::{
    AddCheckpoint, Bundle, CertificateEntry, Checkpoint, Entry, KeyName, Landmarks, NoteSignature,
    NoteSigner, OpenedCheckpoint, Policy, SignedNote, SigningSeed, TlogProof, VerifierKey,
};
use sha2::{Digest as _, Sha256};
use std::fmt::Display;
use std::sync::OnceLock;
use vocab::Instant;

/// A target: the name of its corpus, and what it does with some bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: [Target; 14] = [
    ("entry", entry),
    ("note", note),
    ("checkpoint", checkpoint),
    ("verifier_key", verifier_key),
    ("tlog_proof", tlog_proof),
    ("add_checkpoint", add_checkpoint),
    ("policy", policy),
    ("certificate_file", certificate_file),
    ("landmarks", landmarks),
    ("tile_path", tile_path),
    ("tile", tile),
    ("entry_bundle", entry_bundle),
    ("merkle_proof", merkle_proof),
    ("law_archive", law_archive),
];

/// The first test key of RFC 8032 §7.1, which signs the log of the vectors.
const SEED: [u8; 32] = [
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
];

fn log() -> NoteSigner {
    let name = KeyName::new("demo.dengji.invalid/vectors").expect("it is a name");
    NoteSigner::new(name, SigningSeed::from_bytes(&SEED))
}

fn same(read: impl Display, data: &[u8]) {
    assert_eq!(read.to_string().as_bytes(), data, "it is printed as it was read");
}

/// Entries; that they are written again as the same bytes, the reader itself asks.
pub fn entry(data: &[u8]) {
    let read = Entry::read(data);
    let certificate = match &read {
        Ok(Entry::Certificate(certificate)) => Some(certificate),
        Ok(Entry::Act(_)) | Err(_) => None,
    };
    assert_eq!(
        CertificateEntry::read(data).as_ref(),
        certificate,
        "the quick reader reads the same"
    );
    if let Ok(Entry::Act(act)) = &read {
        let message = act.message("");
        assert!(
            data.starts_with(&message[b"dengji act v1\n\n".len()..]),
            "what is signed is there"
        );
    }
}

/// Signed notes, and single signature lines.
pub fn note(data: &[u8]) {
    if let Ok(note) = SignedNote::parse(data) {
        same(&note, data);
        let _ = note.verify(&[log().verifier().clone()]);
    }
    if let Some(Ok(line)) = std::str::from_utf8(data).ok().map(NoteSignature::parse) {
        same(line, data);
    }
}

/// Checkpoints, as texts and as notes that the log has signed.
pub fn checkpoint(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(read) = text.parse::<Checkpoint>() {
        same(&read, data);
        let log = log();
        let mut note = read.to_note().expect("a checkpoint that was read makes a note");
        if log.sign(&mut note).is_ok() {
            let opened = OpenedCheckpoint::open(&note, read.origin(), log.verifier(), &[]);
            assert_eq!(opened.map(|o| o.checkpoint().clone()), Ok(read), "it opens as it was");
        }
    }
}

/// Keys as text.
pub fn verifier_key(data: &[u8]) {
    if let Some(Ok(key)) = std::str::from_utf8(data).ok().map(str::parse::<VerifierKey>) {
        same(key, data);
    }
}

/// tlog-proof files.
pub fn tlog_proof(data: &[u8]) {
    if let Ok(proof) = TlogProof::parse(data) {
        same(&proof, data);
        let log = log();
        let origin = log.verifier().name().as_str();
        let _ = proof.verify(&leaf_hash(data), origin, log.verifier(), &[]);
    }
}

/// Requests to a witness.
pub fn add_checkpoint(data: &[u8]) {
    if let Ok(request) = AddCheckpoint::parse(data) {
        same(&request, data);
    }
}

/// Policies of witnesses: they may have comments, so what is printed is read as the same policy.
pub fn policy(data: &[u8]) {
    if let Ok(policy) = Policy::parse(data) {
        let printed = policy.to_string();
        assert_eq!(Policy::parse(printed.as_bytes()).as_ref(), Ok(&policy), "{printed}");
        let asks_nobody = printed.lines().any(|line| line == "quorum none");
        assert_eq!(policy.quorum_met(&[]), asks_nobody, "{printed}");
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Instant {
        Instant(1_608_800_000)
    }
}

fn room() -> &'static LawRoom {
    static ROOM: OnceLock<LawRoom> = OnceLock::new();
    ROOM.get_or_init(|| LawRoom::load(LawFolder::compiled()).expect("the law loads"))
}

/// `.dengji` files, and the verdict on whatever they hold.
pub fn certificate_file(data: &[u8]) {
    if let Ok(bundle) = Bundle::parse(data) {
        same(&bundle, data);
        let log = log();
        let _ = bundle.prove(log.verifier().name().as_str(), log.verifier(), &[]);
        let _ = verify(room(), &Noon, None, data, Holder::default());
    }
}

/// Lists of landmarks: as they are, and under a statement that the log has signed.
pub fn landmarks(data: &[u8]) {
    let log = log();
    let open = |bytes: &[u8]| {
        if let Ok(list) = Landmarks::open(bytes, log.verifier()) {
            same(list.signed(&log).expect("a list that was read is signed again"), bytes);
        }
    };
    open(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    // The lines alone, so that changes get past the signature.
    let lines = text.rsplit("\n\n").next().unwrap_or("");
    let count = lines.split_terminator('\n').count();
    let digest: [u8; 32] = Sha256::digest(lines.as_bytes()).into();
    let root = Checkpoint::new(log.verifier().name(), 1, digest).to_string();
    let digest = root.lines().nth(2).unwrap_or("");
    let statement = format!("dengji landmarks v1\n{}\n{count}\n{digest}\n", log.verifier().name());
    if let Ok(mut note) = SignedNote::new(statement)
        && log.sign(&mut note).is_ok()
    {
        open(format!("{note}\n{lines}").as_bytes());
    }
}

/// Paths of tiles and bundles.
pub fn tile_path(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(tile) = text.parse::<Tile>() {
        same(tile, data);
    }
    if let Ok(bundle) = text.parse::<EntryBundle>() {
        same(bundle, data);
        let _ = bundle.entries().count();
    }
    let _ = desk::published_log::kind_of(text);
}

/// Gives the same bytes, or as many of them as the tile has, for every tile.
struct AnyTile<'a>(&'a [u8]);

impl TileSource for AnyTile<'_> {
    type Error = ();

    fn read_tile(&mut self, tile: Tile) -> Result<Vec<u8>, ()> {
        let length = tile.bytes_len().min(self.0.len());
        Ok(self.0[..length].to_vec())
    }
}

/// The bytes of tiles, under a size that stands in the first eight.
pub fn tile(data: &[u8]) {
    let Some((size, bytes)) = data.split_first_chunk::<8>() else { return };
    let size = u64::from_be_bytes(*size);
    let root = tree_root(&mut TileNodes::new(AnyTile(bytes), size), size);
    if let Ok(edge) = TileEdge::resume(&mut AnyTile(bytes), size) {
        assert_eq!(edge.size(), size);
        let _ = (edge.root(), root);
    }
}

/// Entry bundles, of a width that the first byte says.
pub fn entry_bundle(data: &[u8]) {
    let Some((width, bytes)) = data.split_first() else { return };
    let bundle = EntryBundle::new(0, u16::from(*width) + 1).expect("1 to 256 entries");
    if let Ok(entries) = read_bundle(bundle, bytes) {
        let mut again = Vec::new();
        for entry in entries {
            push_entry(&mut again, entry).expect("what was read fits");
        }
        assert_eq!(again, bytes, "it is written as it was read");
    }
}

/// Inclusion and consistency proofs of any sizes and hashes.
pub fn merkle_proof(data: &[u8]) {
    let Some((numbers, hashes)) = data.split_first_chunk::<16>() else { return };
    let number = |at: usize| u64::from_be_bytes(numbers[at..at + 8].try_into().expect("eight"));
    let hashes: Vec<Digest> =
        hashes.chunks_exact(32).map(|h| h.try_into().expect("32 bytes")).collect();
    let [leaf, root, proof @ ..] = hashes.as_slice() else { return };
    let _ = verify_inclusion(leaf, number(0), number(8), proof, root);
    let _ = verify_consistency((number(0), leaf), (number(8), root), proof);
}

/// The law in one file.
pub fn law_archive(data: &[u8]) {
    if let Ok(folder) = law_archive::read(data) {
        assert_eq!(law_archive::write(&folder), data, "it is written as it was read");
    }
}
