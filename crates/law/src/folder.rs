//! One instrument's folder: its files found, read as text, and their faults placed by line.
//!
//! In scope: paths, lines, TOML. Out of scope: what the files mean (`read`).

use crate::error::{Fault, FaultAt, FieldTakes, Place};
use crate::load::Files;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::de::DeserializeOwned;
use toml::Spanned;
use vocab::{Day, Instant};

/// One instrument's folder.
pub(crate) struct Folder<'a> {
    pub(crate) files: &'a Files<'a>,
    pub(crate) id: &'a str,
}

/// A file's text with its path, so that a span becomes a line.
pub(crate) struct Source<'a> {
    pub(crate) path: String,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    /// Returns the line of a span.
    pub(crate) fn line<T>(&self, at: &Spanned<T>) -> usize {
        self.text[..at.span().start.min(self.text.len())].matches('\n').count() + 1
    }

    pub(crate) fn fault<T>(
        &self,
        at: &Spanned<T>,
        field: impl Into<Place>,
        what: Fault,
    ) -> FaultAt {
        fault(&self.path, Some(self.line(at)), field, what)
    }

    pub(crate) fn toml<T: DeserializeOwned>(&self) -> Result<T, FaultAt> {
        toml::from_str(self.text).map_err(|e| {
            let line = e
                .span()
                .map(|s| self.text[..s.start.min(self.text.len())].matches('\n').count() + 1);
            fault(&self.path, line, Place::File, Fault::Form(e.message().replace('\n', "; ")))
        })
    }

    pub(crate) fn day(
        &self,
        at: &Spanned<String>,
        field: impl Into<Place>,
    ) -> Result<Day, FaultAt> {
        let bad = |_| self.value(at, field, FieldTakes::Day);
        at.get_ref().parse().map_err(bad)
    }

    pub(crate) fn instant(
        &self,
        at: &Spanned<String>,
        field: impl Into<Place>,
    ) -> Result<Instant, FaultAt> {
        let bad = |_| self.value(at, field, FieldTakes::Instant);
        at.get_ref().parse().map_err(bad)
    }

    pub(crate) fn value(
        &self,
        at: &Spanned<String>,
        field: impl Into<Place>,
        takes: FieldTakes,
    ) -> FaultAt {
        self.fault(at, field, Fault::Value { value: at.get_ref().clone(), takes })
    }
}

impl<'a> Folder<'a> {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.files.iter().any(|(path, _)| *path == self.path(name))
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.id)
    }

    pub(crate) fn source(&self, name: &str) -> Result<Source<'a>, FaultAt> {
        let path = self.path(name);
        let found = self.files.iter().find(|(p, _)| *p == path);
        let Some((_, bytes)) = found else {
            return Err(fault(&path, None, Place::File, Fault::Missing));
        };
        match core::str::from_utf8(bytes) {
            Ok(text) => Ok(Source { path, text }),
            Err(_) => Err(fault(&path, None, Place::File, Fault::NotText)),
        }
    }

    /// Returns the sources below a subfolder, by name.
    pub(crate) fn sources(&self, below: &str) -> Result<Vec<Source<'a>>, FaultAt> {
        let prefix = self.path(&format!("{below}/"));
        let mut names: Vec<&str> = self
            .files
            .iter()
            .filter_map(|(p, _)| p.strip_prefix(prefix.as_str()))
            .filter(|name| name.ends_with(".toml"))
            .collect();
        names.sort_unstable();
        names.iter().map(|name| self.source(&format!("{below}/{name}"))).collect()
    }
}

pub(crate) fn fault(
    file: &str,
    line: Option<usize>,
    field: impl Into<Place>,
    fault: Fault,
) -> FaultAt {
    FaultAt { file: file.to_string(), line, field: field.into(), fault }
}
