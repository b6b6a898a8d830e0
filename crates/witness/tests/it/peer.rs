//! Peers over HTTP on this machine: real routes, and raw ones that do as a test says.
//!
//! Each lives on a thread of its own until the tests end.

use axum::Router;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;

/// Serves routes; returns their address.
pub fn serve(routes: Router) -> String {
    let (told, address) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            told.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, routes).await.unwrap();
        });
    });
    format!("http://{}", address.recv().unwrap())
}

/// A peer that answers each request with the bytes that a function makes of it.
pub fn peer(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> String {
    listen(move |mut stream| {
        if let Some(request) = read_request(&mut stream) {
            // Whoever asked may have gone away.
            let _ = stream.write_all(&answer(&request));
        }
    })
}

/// A peer that takes requests and never answers.
pub fn silent() -> String {
    let mut kept = Vec::new();
    listen(move |stream| kept.push(stream))
}

/// A peer whose answer never ends.
pub fn endless() -> String {
    listen(|mut stream| {
        let _ = read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
        while stream.write_all(&[b'a'; 1024]).is_ok() {}
    })
}

/// A whole answer, after which the connection is closed.
pub fn http(status: u16, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

fn listen(mut serve: impl FnMut(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(|stream| serve(stream.unwrap())));
    url
}

/// Reads a head, and as many bytes of body as it announces.
fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase();
            let length = length.split_once("content-length: ").map_or("0", |(_, rest)| rest);
            let length = length.lines().next()?.trim().parse::<usize>().ok()?;
            if length <= body.len() {
                return Some(text);
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
        }
    }
}
