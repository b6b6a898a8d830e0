//! The text files of the repository, as git lists them.
//!
//! In scope: tracked files and new ones that no ignore rule names, so that a finding shows before
//! the commit and not after. Out of scope: files that are not UTF-8 (fonts, pictures).

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// A text file and its path from the root.
pub struct TextFile {
    /// Path from the root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The repository.
pub struct Tree {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// The files, in order of their paths.
    pub files: Vec<TextFile>,
}

impl Tree {
    /// Reads the repository that the running xtask belongs to.
    ///
    /// # Errors
    /// Fails outside cargo, outside a clone, or when a listed file cannot be read.
    pub fn load() -> Result<Tree> {
        // Asked at run time: several clones may share one target folder.
        let manifest = std::env::var("CARGO_MANIFEST_DIR")
            .context("`CARGO_MANIFEST_DIR` is not set; run `cargo xtask tidy`")?;
        let root = Path::new(&manifest).parent().context("xtask lies in the root")?.to_path_buf();
        let listing = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&root)
            .output()
            .context("could not start `git ls-files`")?;
        ensure!(
            listing.status.success(),
            "`git ls-files` failed: {}",
            String::from_utf8_lossy(&listing.stderr).trim()
        );
        let listing = String::from_utf8(listing.stdout).context("a path is not UTF-8")?;
        let mut paths: Vec<&str> = listing.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        let mut files = Vec::new();
        for path in paths {
            let full = root.join(path);
            if !full.is_file() {
                continue; // deleted in this working copy, or a link to a folder
            }
            let bytes = std::fs::read(&full).with_context(|| format!("could not read `{path}`"))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(TextFile { path: path.to_string(), text });
            }
        }
        Ok(Tree { root, files })
    }
}
