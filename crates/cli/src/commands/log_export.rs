//! `dengji log export DIR`: the published log of a register as a folder that anybody can serve.
//!
//! In scope: which register. Out of scope: copying, which verifies as it goes (`witness`); serving,
//! which any static server does.

use crate::commands::{mirror, recheck};
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use desk::house_folder::LOG_FOLDER;
use std::path::PathBuf;
use witness::Mirror;

/// Arguments of `log export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder to write; it is made when it is not there, and brought up to date when it is.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder of the register.
    #[arg(long, value_name = "DIR", default_value = "dengji-data/demo")]
    data: PathBuf,
}

/// Copies what is published; a register that goes on writing is not held up.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let log = arguments.data.join(LOG_FOLDER);
    let source = recheck::source(&log.display().to_string())?;
    let opened = Mirror::open(&arguments.folder, None, &*source);
    let mut mirror = opened.map_err(Fault::Mirror)?;
    let bar = recheck::progress_bar(context);
    let followed = mirror.follow(&*source, |done, size| {
        bar.set_length(size);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let followed = followed.map_err(Fault::Mirror)?;
    output::answer(&format!("{}\n", mirror::words::followed(&context.words, followed)))?;
    Ok(Exit::Yes)
}
