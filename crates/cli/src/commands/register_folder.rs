//! The folder of a register as an argument: opened with its passphrase, under the machine's clock.
//!
//! In scope: opening, and refusing a folder without a register. Out of scope: what is done then.

use crate::database::Database;
use crate::fault::Fault;
use crate::{Context, output, passphrase};
use desk::anchor_place::AnchorPlace;
use desk::backend::Backend;
use desk::house::House;
use desk::house_folder::{self, KEY_FOLDER};
use desk::law_room::LawRoom;
use desk::passphrase::Passphrase;
use desk::ports::SystemClock;
use desk::words::Words;
use desk::{OrganisationId, key_file};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of a register.
#[derive(Debug, clap::Args)]
pub(crate) struct RegisterFolder {
    /// Folder with the register.
    #[arg(id = "register", long = "data", value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) database: Database,
    /// File whose first line is the passphrase of the register's keys.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl RegisterFolder {
    /// Opens the register. A server that has it open has to be stopped before.
    pub(crate) fn open(&self, context: &Context) -> Result<House, Fault> {
        let (backend, room, passphrase) = self.asked(context)?;
        let clock = Arc::new(SystemClock);
        let opened = house_folder::open_in(&self.folder, &backend, room, clock, None, passphrase);
        opened.map_err(Fault::House)
    }

    /// Opens the register for reading, also beside a server that has it open.
    pub(crate) fn open_to_read(&self, context: &Context) -> Result<House, Fault> {
        let (backend, room, passphrase) = self.asked(context)?;
        let clock = Arc::new(SystemClock);
        let opened = house_folder::open_to_read(&self.folder, &backend, room, clock, passphrase);
        opened.map_err(Fault::House)
    }

    fn asked(&self, context: &Context) -> Result<Asked, Fault> {
        let backend = self.database.told(&context.words);
        if !backend.holds_register(&self.folder) {
            return Err(Fault::NoRegister(self.folder.clone()));
        }
        let file = self.passphrase_file.as_deref();
        let passphrase = passphrase::to_open(&context.words, file, encrypted(&self.folder))?;
        Ok((backend, Arc::new(context.law_room()?), passphrase))
    }
}

/// Where the rows lie, the law, and what opens the keys.
type Asked = (Backend, Arc<LawRoom>, Option<Passphrase>);

/// Says once, of what a command recorded, that no anchor was asked: an older copy goes unnoticed.
pub(crate) fn tell_anchor(context: &Context, house: &House) {
    match house.anchor() {
        AnchorPlace::At(_) => {}
        AnchorPlace::Nowhere => output::tell(&context.words.say("anchor-nowhere", &[])),
        AnchorPlace::Missing(path) => output::tell(&anchor_missing(&context.words, path)),
    }
}

/// Returns the words for an anchor that is remembered and not there.
pub(crate) fn anchor_missing(words: &Words, path: &Path) -> String {
    words.say("anchor-missing", &[("path", path.display().to_string().into())])
}

/// Says whether the register's keys are encrypted, as far as that of its log tells.
pub(crate) fn encrypted(folder: &Path) -> bool {
    let log = folder.join(KEY_FOLDER).join(desk::key_folder::LOG_KEY);
    key_file::public(&log).is_ok_and(|(_, encrypted)| encrypted)
}

/// Returns an organisation of the register by its number.
pub(crate) fn known(house: &House, number: u32) -> Result<OrganisationId, Fault> {
    let id = OrganisationId(number);
    house.state().organisation(id).map(|_| id).ok_or(Fault::NoOrganisation(number))
}
