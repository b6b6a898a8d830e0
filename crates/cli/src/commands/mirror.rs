//! `dengji mirror LOG DIR`: a verified copy of a log, followed and served.
//!
//! In scope: once or again and again, progress, serving. Out of scope: verifying (`witness`).
//! Exit codes: 0 when the log is held, 1 when it is a fork or otherwise not what it signed, 2 for a
//! wrong place or key, 3 when it cannot be read or written.

use crate::commands::recheck;
use crate::commands::witness_serve::verifier_key;
use crate::exit::Exit;
use crate::fault::Fault;
use crate::{Context, output};
use ::recheck::Source;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;
use witness::{Followed, Mirror, MirrorError, ServeLimits, folder_routes};

pub(crate) mod words;

/// Arguments of `mirror`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The log: the folder that holds its checkpoint, or the URL under which that is served.
    #[arg(value_name = "LOG")]
    log: String,
    /// Folder of the mirror; it is made when it is not there.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Verifier key of the log that is meant, or the file that holds it; without it, the log's own
    /// word is taken for it the first time.
    #[arg(long, value_name = "VKEY")]
    key: Option<String>,
    /// Follows the log until interrupted, with so many seconds in between.
    #[arg(long, value_name = "SECONDS")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=86_400))]
    follow: Option<u32>,
    /// Serves the mirror at an address until interrupted.
    #[arg(long, value_name = "ADDR")]
    serve: Option<SocketAddr>,
}

/// Mirrors once, or until interrupted.
pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<Exit, Fault> {
    let source = recheck::source(&arguments.log)?;
    let key = arguments.key.as_deref().map(verifier_key).transpose()?;
    let opened = Mirror::open(&arguments.folder, key.as_ref(), &*source);
    let mut mirror = opened.map_err(Fault::Mirror)?;
    if key.is_none() {
        let key = mirror.key().to_string().into();
        output::tell(&context.words.say("mirror-own-key", &[("key", key)]));
    }
    let first = follow(context, &mut mirror, &*source);
    let stays = arguments.follow.is_some() || arguments.serve.is_some();
    match first {
        Ok(followed) => {
            output::answer(&format!("{}\n", words::followed(&context.words, followed)))?
        }
        // What is held goes on being served, and the log may come back.
        Err(error) if stays && mirror.size() != 0 => {
            output::tell(&words::error(&context.words, &error));
        }
        Err(error) => return Err(Fault::Mirror(error)),
    }
    let (stop, stopped) = channel();
    let every = arguments.follow.map(|seconds| Duration::from_secs(seconds.into()));
    thread::scope(|scope| {
        let following = every.map(|every| {
            scope.spawn(move || follow_on(context, &mut mirror, &*source, every, &stopped))
        });
        let served = arguments.serve.map_or(Ok(()), |address| {
            let routes = folder_routes(&arguments.folder);
            witness::listen(routes, address, ServeLimits::default(), |ready| {
                let _ = output::answer(&format!("http://{ready}/\n"));
            })
            .map_err(|source| Fault::Listen { address, source })
        });
        // Serving has ended; where nothing is served, following ends with the process.
        if arguments.serve.is_some() {
            drop(stop);
        }
        let _ = following.map(|thread| thread.join());
        served
    })?;
    Ok(Exit::Yes)
}

/// Follows again and again. What fails is told when it begins to fail, and tried again.
fn follow_on(
    context: &Context,
    mirror: &mut Mirror,
    source: &dyn Source,
    every: Duration,
    stopped: &Receiver<()>,
) {
    let mut told = String::new();
    while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        let now = match follow(context, mirror, source) {
            Ok(Followed::Same { .. }) => String::new(),
            Ok(followed) => words::followed(&context.words, followed),
            Err(error) => words::error(&context.words, &error),
        };
        if now != told && !now.is_empty() {
            output::tell(&now);
        }
        told = now;
    }
}

fn follow(
    context: &Context,
    mirror: &mut Mirror,
    source: &dyn Source,
) -> Result<Followed, MirrorError> {
    let bar = recheck::progress_bar(context);
    let followed = mirror.follow(source, |held, size| {
        bar.set_length(size);
        bar.set_position(held);
    });
    bar.finish_and_clear();
    followed
}
