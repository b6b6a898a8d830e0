//! What the demonstration is played on: the house under a virtual clock, and a way to tell.
//!
//! In scope: a fresh folder, the house in it, printing acts and refusals with their quotations.
//! Out of scope: the play (`old_scheme`, `new_scheme`).
//! Failure: only a folder that an earlier demonstration made is ever cleared, and only when no
//! other process holds it.

use super::clock::DemoClock;
use crate::Invented;
use desk::backend::Backend;
use desk::house::{House, Receipt};
use desk::house_error::HouseError;
use desk::house_folder;
use desk::import_sheet::ImportError;
use desk::law_room::LawRoom;
use desk::refused::told;
use desk::words::Lang;
use desk::{Effect, Outcome};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vocab::Day;

/// The file that marks a folder as a demonstration's own.
const MARK: &str = "DEMO";
/// What a demonstration leaves in its folder, besides the store's own files.
const LEFT: [&str; 6] = ["keys", "certificates", "results.xlsx", "log.vkey", "log", MARK];

/// The stage.
pub struct Stage {
    pub house: House,
    pub clock: Arc<DemoClock>,
    pub folder: PathBuf,
    pub invent: fn(u64, usize) -> Vec<Invented>,
    pub lang: Lang,
    pub refused: usize,
}

impl Stage {
    /// Makes a fresh folder and a house in it.
    pub fn set(
        folder: &Path,
        backend: &Backend,
        room: Arc<LawRoom>,
        invent: fn(u64, usize) -> Vec<Invented>,
        lang: Lang,
    ) -> Result<Stage, DemoFault> {
        // Before the folder is touched: a database that cannot be had leaves it as it was.
        backend.reach().map_err(|error| DemoFault::House(error.into()))?;
        clear(folder)?;
        let at = |source| DemoFault::Folder { path: folder.to_path_buf(), source };
        fs::create_dir_all(folder.join("certificates")).map_err(at)?;
        fs::write(folder.join(MARK), "A demonstration made this folder and may clear it.\n")
            .map_err(at)?;
        // A database is never cleared: what is in it may be a register, whose keys lie elsewhere.
        let there = backend.read_only(folder).and_then(|reader| reader.size());
        if there.is_ok_and(|size| 0 < size) {
            return Err(DemoFault::NotEmpty);
        }
        let clock = Arc::new(DemoClock::at(day("2020-07-22")));
        let house = house_folder::open_in(folder, backend, room, clock.clone(), None, None)?;
        if 0 < house.size() {
            return Err(DemoFault::NotEmpty);
        }
        Ok(Stage { house, clock, folder: folder.to_path_buf(), invent, lang, refused: 0 })
    }

    /// Returns the words of the chosen language.
    pub fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Prints a heading.
    pub fn heading(&self, zh: &str, en: &str) {
        print(&format!("\n■ {}", self.pick(zh, en)));
    }

    /// Prints a line.
    pub fn line(&self, zh: &str, en: &str) {
        print(&format!("  {}", self.pick(zh, en)));
    }

    /// Publishes the log and makes a landmark of it, as is done every day.
    pub fn landmark(&mut self) -> Result<(), DemoFault> {
        let size = self.house.landmark()?;
        let at = self.house.now();
        self.line(
            &format!("地标：{at}，日志 {size} 条，已发布"),
            &format!("landmark: {size} entries at {at}, published"),
        );
        Ok(())
    }

    /// Sets the clock to a day.
    pub fn on(&self, text: &str) -> Day {
        let day = day(text);
        self.clock.set(day);
        day
    }

    /// Prints an act that was recorded, with the words it rests on.
    pub fn done(&self, on: Day, zh: &str, en: &str, receipt: &Receipt) {
        let answer = match receipt.outcome {
            Some(Outcome::Effect(Effect::Duty)) => self.pick("应当", "duty"),
            Some(Outcome::Effect(_)) => self.pick("可以", "permitted"),
            Some(Outcome::NeedFact) | None => self.pick("记录", "recorded"),
        };
        print(&format!("  {on}  ✓ {answer}  {}  [#{}]", self.pick(zh, en), receipt.index));
        if let (Some(quote), Some(rule)) = (&receipt.quote, &receipt.rule) {
            print(&format!("              「{quote}」 {rule}"));
        }
    }

    /// Prints that an act was refused, and fails when it was not.
    pub fn refused<T>(
        &mut self,
        on: Day,
        zh: &str,
        en: &str,
        result: Result<T, HouseError>,
    ) -> Result<(), DemoFault> {
        let refusal = match result {
            Err(HouseError::Refused(refusal)) => refusal,
            Err(other) => return Err(other.into()),
            Ok(_) => return Err(DemoFault::LetPass(en.to_string())),
        };
        let (rule, why_zh, why_en) = told(self.house.law(), &refusal);
        let no = self.pick("拒绝", "refused");
        print(&format!("  {on}  ✗ {no}  {}", self.pick(zh, en)));
        print(&format!("              {}", self.pick(&why_zh, &why_en)));
        if let Some(rule) = rule {
            print(&format!("              「{}」 {}", rule.quote, rule.id));
        }
        self.refused += 1;
        Ok(())
    }
}

/// Returns a day of the script.
pub fn day(text: &str) -> Day {
    text.parse().expect("the script's days are in the calendar")
}

/// Prints a line. A reader that went away is no fault: the play goes on without it.
pub fn print(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// What keeps a demonstration from being played.
#[derive(Debug, thiserror::Error)]
pub enum DemoFault {
    /// The folder could not be cleared or written.
    #[error("the folder `{}` could not be cleared or written", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder is somebody else's.
    #[error(
        "`{}` is not empty and no demonstration made it; choose another folder with --data",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// The database holds a register.
    #[error("the database holds a register already\nname an empty database")]
    NotEmpty,
    /// The house failed.
    #[error("the register failed")]
    House(#[from] HouseError),
    /// The sheet was not imported.
    #[error("the results were not imported")]
    Import(#[from] ImportError),
    /// The sheet could not be made.
    #[error("the sheet of results could not be made: {0}")]
    Sheet(String),
    /// The law let an unlawful act pass.
    #[error("an unlawful act was let pass: {0}")]
    LetPass(String),
    /// A check of the demonstration itself failed.
    #[error("the demonstration expected otherwise: {0}")]
    Otherwise(String),
}

/// Clears what an earlier demonstration left. Another folder, or one in use, is left as it is.
fn clear(folder: &Path) -> Result<(), DemoFault> {
    let at = |source| DemoFault::Folder { path: folder.to_path_buf(), source };
    if !folder.exists() || fs::read_dir(folder).map_err(at)?.next().is_none() {
        return Ok(());
    }
    if !folder.join(MARK).is_file() {
        return Err(DemoFault::NotOurs(folder.to_path_buf()));
    }
    // Opening takes the lock: a folder that another process holds is refused here.
    house_folder::prove_free(folder)?;
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("").to_string();
        let ours = LEFT.contains(&name.as_str()) || name.starts_with("dengji.");
        if ours && path.is_dir() {
            fs::remove_dir_all(&path).map_err(at)?;
        } else if ours {
            fs::remove_file(&path).map_err(at)?;
        }
    }
    Ok(())
}
