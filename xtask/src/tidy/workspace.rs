//! The crates of the workspace and what they depend on, as cargo knows them.
//!
//! In scope: asking `cargo metadata`. Out of scope: judging the answer (`levels`, `map`).

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};

/// A crate of the workspace as cargo knows it.
#[derive(Clone, Debug)]
pub struct Member {
    /// Name of the crate.
    pub name: String,
    /// Folder from the root.
    pub folder: String,
    /// What it depends on.
    pub edges: Vec<Edge>,
}

/// One dependency.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The crate that is used.
    pub to: String,
    /// It belongs to this workspace.
    pub ours: bool,
    /// It is used by tests, examples and benches only.
    pub dev: bool,
}

/// Asks cargo for the crates of the workspace; needs no network.
///
/// # Errors
/// Fails when cargo cannot read a manifest.
pub fn members(root: &Path) -> Result<Vec<Member>> {
    let mut command = MetadataCommand::new();
    let metadata = command.manifest_path(root.join("Cargo.toml")).no_deps().exec();
    let metadata = metadata.context("could not read the workspace with `cargo metadata`")?;
    let member = |package: cargo_metadata::Package| {
        let folder = package.manifest_path.parent().map(|folder| folder.as_std_path());
        let folder = folder.and_then(|folder| folder.strip_prefix(root).ok());
        let edges = package.dependencies.iter().map(|dependency| Edge {
            to: dependency.name.clone(),
            ours: dependency.path.is_some(),
            dev: dependency.kind == DependencyKind::Development,
        });
        Member {
            name: package.name.to_string(),
            folder: folder.map(|f| f.display().to_string()).unwrap_or_default(),
            edges: edges.collect(),
        }
    };
    Ok(metadata.packages.into_iter().map(member).collect())
}
