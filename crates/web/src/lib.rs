//! The portal: pages about the law, the catalogue, bodies and certificates, for everybody.
//!
//! In scope: routes that mirror their files, pages in two languages, headers, listening; on another
//! address what an operator reads.
//! Out of scope: deciding (`law`), checking certificates (`desk::ports::Verifier`), words of the
//! law (`desk`).
//! Invariants: I-WEB-1 (`routes.rs`). `web` opens no transaction and holds no rule; it keeps
//! nothing of what is uploaded.

use axum::Router;
use desk::law_room::LawRoom;
use desk::ports::{Clock, Verifier};
use desk::published_log::PublishedLog;
use desk::see_register::Reading;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use watch::Instruments;

mod assets;
mod headers;
mod house;
mod labels;
mod operator;
mod page;
mod problem;
mod readiness;
mod routes;
mod visit;

/// How long open connections may take to end once the portal is told to stop.
const STOPPING_MAX: Duration = Duration::from_secs(5);

/// What the portal shows.
pub struct Portal {
    /// The law with its files.
    pub law: LawRoom,
    /// Tells the present, for the day a page is about when none is chosen.
    pub clock: Box<dyn Clock + Send + Sync>,
    /// Whoever checks certificates; nothing where this server holds no register.
    pub verifier: Option<Box<dyn Verifier + Send + Sync>>,
    /// The public log; nothing where this server holds no register.
    pub log: Option<PublishedLog>,
    /// The register for readers; nothing where this server holds none.
    pub register: Option<Reading>,
    /// True when the register holds invented data; every page then says so.
    pub demo: bool,
    /// Counts what is answered, and tells it to an operator.
    pub instruments: Arc<Instruments>,
}

/// Returns the portal as a function from requests to answers, without a port.
pub fn router(portal: Arc<Portal>) -> Router {
    of(&Arc::new(house::House::new(portal)))
}

/// Returns both: the portal, and what an operator reads.
pub fn routers(portal: Arc<Portal>) -> (Router, Router) {
    let house = Arc::new(house::House::new(portal));
    (of(&house), operator::router(house))
}

fn of(house: &Arc<house::House>) -> Router {
    let instruments = Arc::clone(&house.portal.instruments);
    headers::around(routes::router(Arc::clone(house)), instruments)
}

/// Serves the portal until Ctrl-C or SIGTERM; requests under way are answered first. What an
/// operator reads is served on a listener of its own, where there is one, and ends with the portal.
///
/// # Errors
/// When the listener fails, or signals cannot be listened to.
pub async fn serve(
    portal: Arc<Portal>,
    listener: TcpListener,
    operators: Option<TcpListener>,
) -> io::Result<()> {
    let stop = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&stop);
    let ending = async move { told.notified().await };
    let (portal, operator) = routers(portal);
    let watching = operators.map(|own| tokio::spawn(axum::serve(own, operator).into_future()));
    let server = axum::serve(listener, portal).with_graceful_shutdown(ending);
    let server = std::pin::pin!(server.into_future());
    let stopping = std::pin::pin!(async {
        stop_signal().await?;
        stop.notify_one();
        // A visitor who never reads must not keep the process alive.
        tokio::time::sleep(STOPPING_MAX).await;
        Ok(())
    });
    let done = tokio::select! {
        done = server => done,
        done = stopping => done,
    };
    if let Some(watching) = watching {
        watching.abort();
    }
    done
}

/// Serves the portal at an address, on threads of its own, until Ctrl-C or SIGTERM; calls `ready`
/// with the address in use once connections are accepted. `operators` is listened on already.
///
/// # Errors
/// When the address cannot be listened on, and as [`serve`].
pub fn run(
    portal: Portal,
    addr: SocketAddr,
    operators: Option<std::net::TcpListener>,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(addr).await?;
        let operators = operators.map(|own| {
            own.set_nonblocking(true)?;
            TcpListener::from_std(own)
        });
        let operators = operators.transpose()?;
        ready(listener.local_addr()?);
        serve(Arc::new(portal), listener, operators).await
    })
}

#[cfg(unix)]
async fn stop_signal() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn stop_signal() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
