//! Listening for requests, with bounds on what strangers may cost.
//!
//! In scope: how many connections there are, how long one may be silent or last at all, stopping.
//! Out of scope: routes and bodies (`serve`, `shelf`); TLS, which a proxy in front adds.
//! Failure: connections under way end when the process does; nothing depends on them.

use axum::Router;
use axum::serve::Listener;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// How long open connections may take to end once the program is told to stop.
const STOPPING_MAX: Duration = Duration::from_secs(5);

/// What strangers may cost, each with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServeLimits {
    /// Connections at once; further ones wait in the system's queue.
    pub connections_max: usize,
    /// Time in which nothing is read from or written to a connection. Longer than any answer takes
    /// to be found.
    pub silence: Duration,
    /// Time a connection lasts at most, however busy.
    pub connection: Duration,
    /// Time in which the body of a request has to arrive.
    pub body: Duration,
}

impl Default for ServeLimits {
    fn default() -> ServeLimits {
        ServeLimits {
            connections_max: 256,
            silence: Duration::from_secs(60),
            connection: Duration::from_secs(600),
            body: Duration::from_secs(10),
        }
    }
}

/// Serves routes at an address, on threads of its own, until Ctrl-C or SIGTERM; calls `ready` with
/// the address in use once connections are accepted.
///
/// # Errors
/// An address that cannot be listened on, a listener that fails, or signals that cannot be heard.
pub fn listen(
    routes: Router,
    address: SocketAddr,
    limits: ServeLimits,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        ready(listener.local_addr()?);
        let stop = Arc::new(Notify::new());
        let told = Arc::clone(&stop);
        let server = axum::serve(BoundedListener::new(listener, limits), routes)
            .with_graceful_shutdown(async move { told.notified().await });
        let server = std::pin::pin!(server.into_future());
        let stopping = std::pin::pin!(async {
            stop_signal().await?;
            stop.notify_one();
            // A peer who never reads must not keep the process alive.
            sleep(STOPPING_MAX).await;
            Ok(())
        });
        tokio::select! {
            done = server => done,
            done = stopping => done,
        }
    })
}

/// A listener whose connections are few, and end.
pub struct BoundedListener {
    inner: TcpListener,
    limits: ServeLimits,
    places: Arc<Semaphore>,
}

/// A connection that ends when it is silent for too long or has lasted long enough.
pub struct BoundedStream {
    inner: TcpStream,
    limits: ServeLimits,
    silence: Pin<Box<Sleep>>,
    end: Pin<Box<Sleep>>,
    /// Given back when the connection is dropped.
    _place: OwnedSemaphorePermit,
}

impl BoundedListener {
    /// Returns the listener with bounds around its connections.
    pub fn new(inner: TcpListener, limits: ServeLimits) -> BoundedListener {
        BoundedListener { inner, limits, places: Arc::new(Semaphore::new(limits.connections_max)) }
    }
}

impl Listener for BoundedListener {
    type Io = BoundedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (BoundedStream, SocketAddr) {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.expect("nobody closes the semaphore");
        // The one of axum waits a moment when the system has no connections to give.
        let (inner, peer) = Listener::accept(&mut self.inner).await;
        let limits = self.limits;
        let silence = Box::pin(sleep(limits.silence));
        let end = Box::pin(sleep(limits.connection));
        (BoundedStream { inner, limits, silence, end, _place: place }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

impl BoundedStream {
    /// Passes on what the connection did, unless a limit was hit while it did nothing.
    fn bound<T>(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if self.end.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(ErrorKind::TimedOut.into()));
        }
        match done {
            Poll::Ready(done) => {
                self.silence.set(sleep(self.limits.silence));
                // Asked at once, so that it wakes this connection: a reading that already waits
                // will not ask again.
                match self.silence.as_mut().poll(cx) {
                    Poll::Ready(()) => Poll::Ready(Err(ErrorKind::TimedOut.into())),
                    Poll::Pending => Poll::Ready(done),
                }
            }
            Poll::Pending => match self.silence.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(Err(ErrorKind::TimedOut.into())),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}

impl AsyncRead for BoundedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let done = Pin::new(&mut self.inner).poll_read(cx, buffer);
        self.bound(cx, done)
    }
}

impl AsyncWrite for BoundedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.bound(cx, done)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Nothing moves here, so it is no sign of life.
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
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
