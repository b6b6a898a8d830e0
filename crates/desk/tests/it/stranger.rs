//! Reads a whole published log as a stranger would: checkpoint, tiles, entries.
//!
//! Out of scope: what the entries say.

use crate::stage::ORIGIN;
use desk::house::House;
use merkle::{EntryBundle, Tile, TileEdge, leaf_hash, read_bundle};
use seal::{OpenedCheckpoint, SignedNote};
use store::Files;

/// Returns the size and the entries of the published log, or what is wrong with it.
pub fn read_log(files: &dyn Files, house: &House) -> Result<(u64, Vec<Vec<u8>>), String> {
    let read = |path: &str| {
        let bytes = files.read(path).map_err(|error| error.to_string())?;
        bytes.ok_or_else(|| format!("`{path}` is not there"))
    };
    let note = SignedNote::parse(&read("checkpoint")?).map_err(|error| error.to_string())?;
    let key = house.log_key(ORIGIN).map_err(|error| error.to_string())?;
    let opened = OpenedCheckpoint::open(&note, ORIGIN, &key, &[]).map_err(|e| e.to_string())?;
    let (size, root) = (opened.checkpoint().size(), *opened.checkpoint().root());
    let mut entries = Vec::new();
    let mut edge = TileEdge::new();
    let mut wrong = Vec::new();
    let mut compare = |tile: Tile, bytes: &[u8]| match read(&tile.to_string()) {
        Ok(found) if found == bytes => {}
        Ok(_) => wrong.push(format!("`{tile}` is another")),
        Err(error) => wrong.push(error),
    };
    for index in 0..size.div_ceil(256) {
        let bundle = EntryBundle::in_tree(index, size).expect("it lies in the tree");
        let bytes = read(&bundle.to_string())?;
        for entry in read_bundle(bundle, &bytes).map_err(|error| error.to_string())? {
            edge.append(&leaf_hash(entry), &mut compare);
            entries.push(entry.to_vec());
        }
    }
    edge.partial(&mut compare);
    match wrong.pop() {
        Some(wrong) => Err(wrong),
        None if edge.root() != root => Err("its entries do not give its root".to_string()),
        None => Ok((size, entries)),
    }
}
