//! The portal: pages about the law, the catalogue, bodies and certificates, for everybody.
//!
//! In scope: routes that mirror their files, pages in two languages, headers, listening.
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

mod assets;
mod headers;
mod house;
mod labels;
mod page;
mod problem;
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
}

/// Returns the portal as a function from requests to answers, without a port.
pub fn router(portal: Arc<Portal>) -> Router {
    let house = Arc::new(house::House::new(portal));
    headers::around(routes::router(house))
}

/// Serves the portal until Ctrl-C or SIGTERM; requests under way are answered first.
///
/// # Errors
/// When the listener fails, or signals cannot be listened to.
pub async fn serve(portal: Arc<Portal>, listener: TcpListener) -> io::Result<()> {
    let stop = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&stop);
    let ending = async move { told.notified().await };
    let server = axum::serve(listener, router(portal)).with_graceful_shutdown(ending);
    let server = std::pin::pin!(server.into_future());
    let stopping = std::pin::pin!(async {
        stop_signal().await?;
        stop.notify_one();
        // A visitor who never reads must not keep the process alive.
        tokio::time::sleep(STOPPING_MAX).await;
        Ok(())
    });
    tokio::select! {
        done = server => done,
        done = stopping => done,
    }
}

/// Serves the portal at an address, on threads of its own, until Ctrl-C or SIGTERM; calls `ready`
/// with the address in use once connections are accepted.
///
/// # Errors
/// When the address cannot be listened on, and as [`serve`].
pub fn run(portal: Portal, addr: SocketAddr, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(addr).await?;
        ready(listener.local_addr()?);
        serve(Arc::new(portal), listener).await
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
