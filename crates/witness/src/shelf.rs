//! The routes of a mirror: the files of its folder, as a log serves them.
//!
//! Source: C2SP tlog-tiles: types of content, what may be cached and for how long.
//! In scope: files that the checkpoint covers, and those beside the tree. Nothing else of the
//! folder can be asked for, and a file copied past the checkpoint is not served before it counts:
//! whoever caches it would keep it for ever.
//! Out of scope: filling the folder (`mirror`), listening (`listening`).

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use merkle::{EntryBundle, Tile};
use seal::{Checkpoint, SignedNote};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::task::spawn_blocking;
use vocab::Hash;

/// What changes is asked for again each time.
const FRESH: &str = "no-cache";

/// What is named by its content or place never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

const TEXT: &str = "text/plain; charset=utf-8";

const BYTES: &str = "application/octet-stream";

/// Returns the routes of a log folder.
pub fn folder_routes(folder: impl Into<PathBuf>) -> Router {
    Router::new().route("/{*path}", get(file)).with_state(Arc::new(folder.into()))
}

async fn file(State(folder): State<Arc<PathBuf>>, Path(path): Path<String>) -> Response {
    let read = spawn_blocking(move || {
        let Some(kind) = kind(&path) else { return Ok(None) };
        if let Kind::OfTree { .. } = kind
            && !covers(&folder, &kind)?
        {
            return Ok(None);
        }
        let bytes = read_if_there(folder.join(&path))?;
        Ok::<_, io::Error>(bytes.map(|bytes| (kind, bytes)))
    });
    match read.await {
        Ok(Ok(Some((kind, bytes)))) => {
            let (of, cache) = kind.headers();
            ([(header::CONTENT_TYPE, of), (header::CACHE_CONTROL, cache)], bytes).into_response()
        }
        Ok(Ok(None)) => (StatusCode::NOT_FOUND, "the log has no such file\n").into_response(),
        Ok(Err(error)) => {
            eprintln!("could not read a file of the mirror: {error}");
            fault()
        }
        Err(_) => fault(),
    }
}

/// A file that a log has.
enum Kind {
    /// Text that is replaced by a later one.
    Changing,
    /// Named by its own hash.
    ByHash,
    /// A tile or bundle, which is right once the checkpoint covers it.
    OfTree { level: u8, index: u64, width: u16 },
}

impl Kind {
    fn headers(&self) -> (&'static str, &'static str) {
        match self {
            Kind::Changing => (TEXT, FRESH),
            Kind::ByHash | Kind::OfTree { .. } => (BYTES, FOR_EVER),
        }
    }
}

/// Returns what a path names; every path that is served has exactly one of these forms.
fn kind(path: &str) -> Option<Kind> {
    if let Ok(tile) = path.parse::<Tile>() {
        let (level, index, width) = (tile.level(), tile.index(), tile.width());
        return Some(Kind::OfTree { level, index, width });
    }
    if let Ok(bundle) = path.parse::<EntryBundle>() {
        let (index, width) = (bundle.index(), bundle.width());
        return Some(Kind::OfTree { level: 0, index, width });
    }
    match path.split_once('/') {
        None => matches!(path, "checkpoint" | "vkey" | "landmarks").then_some(Kind::Changing),
        Some(("landmark", size)) => {
            let read: Option<u64> = size.parse().ok();
            read.filter(|read| read.to_string() == size).map(|_| Kind::Changing)
        }
        Some(("law", digest)) => digest.parse::<Hash>().ok().map(|_| Kind::ByHash),
        Some(_) => None,
    }
}

/// Says whether the tree of the checkpoint has a tile or bundle.
fn covers(folder: &std::path::Path, kind: &Kind) -> io::Result<bool> {
    let Kind::OfTree { level, index, width } = *kind else { return Ok(true) };
    let bytes = read_if_there(folder.join("checkpoint"))?.unwrap_or_default();
    let checkpoint =
        SignedNote::parse(&bytes).and_then(|note| note.text().parse::<Checkpoint>()).ok();
    let tile = checkpoint.and_then(|checkpoint| Tile::in_tree(level, index, checkpoint.size()));
    Ok(tile.is_some_and(|tile| width <= tile.width()))
}

fn read_if_there(path: PathBuf) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn fault() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "this mirror has a fault\n").into_response()
}
