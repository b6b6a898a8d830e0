//! `Proxy`, a way to the server that can be cut at one message.
//!
//! In scope: forwarding bytes both ways, closing both ends when a wanted message passes.
//! Out of scope: TLS; the test connects without.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Where the way is cut, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// When the client begins a transaction; the server does not hear of it.
    AtBegin = 1,
    /// When the client sends COMMIT; the server does not hear of it.
    BeforeCommit = 2,
    /// When the server answers COMMIT; the client does not hear of it.
    AfterCommit = 3,
}

/// A way that is cut when asked.
pub struct Proxy {
    port: u16,
    cut: Arc<AtomicU8>,
}

impl Proxy {
    /// Begins to forward to a port of this machine.
    ///
    /// # Panics
    /// No port is free.
    pub fn to(port: u16) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there are ports");
        let own = listener.local_addr().expect("it is bound").port();
        let cut = Arc::new(AtomicU8::new(0));
        let shared = cut.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                let (client, server) = (Arc::new(client), Arc::new(server));
                let (cut, from, to) = (shared.clone(), client.clone(), server.clone());
                std::thread::spawn(move || forward(&from, &to, &cut));
                let cut = shared.clone();
                std::thread::spawn(move || back(&server, &client, &cut));
            }
        });
        Proxy { port: own, cut }
    }

    /// Returns the URL with this way in place of the port.
    pub fn url(&self, url: &str, port: u16) -> String {
        format!(
            "{}?sslmode=disable",
            url.replace(&format!(":{port}/"), &format!(":{}/", self.port))
        )
    }

    /// Cuts the way at the next such message.
    pub fn cut_once(&self, cut: Cut) {
        self.cut.store(cut as u8, Ordering::SeqCst);
    }

    /// Says whether the cut was made.
    pub fn was_cut(&self) -> bool {
        self.cut.load(Ordering::SeqCst) == 0
    }
}

/// Takes the wish away where it is this one.
fn meets(cut: &AtomicU8, wanted: Cut) -> bool {
    cut.compare_exchange(wanted as u8, 0, Ordering::SeqCst, Ordering::SeqCst).is_ok()
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn forward(mut from: &TcpStream, mut to: &TcpStream, cut: &AtomicU8) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let bytes = &buffer[..count];
        if (holds(bytes, b"COMMIT\0") && meets(cut, Cut::BeforeCommit))
            || (holds(bytes, b"BEGIN\0") && meets(cut, Cut::AtBegin))
            || to.write_all(bytes).is_err()
        {
            break;
        }
    }
    close(from, to);
}

fn back(mut from: &TcpStream, mut to: &TcpStream, cut: &AtomicU8) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let bytes = &buffer[..count];
        if (holds(bytes, b"COMMIT\0") && meets(cut, Cut::AfterCommit))
            || to.write_all(bytes).is_err()
        {
            break;
        }
    }
    close(from, to);
}

fn close(one: &TcpStream, other: &TcpStream) {
    for stream in [one, other] {
        let _closed_already = stream.shutdown(Shutdown::Both);
    }
}
