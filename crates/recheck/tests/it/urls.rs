//! Logs read by URL: from a server that answers as it should, and from servers that do not.
//!
//! Each server is a thread with a listener of the system's choosing; limits of time are short, and
//! nothing here sleeps.

use crate::author::{Author, LAW};
use crate::found;
use recheck::{FolderSource, Options, Source, SourceError, UrlLimits, UrlSource, recheck};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// Limits of time that no answer here comes near to, however busy the machine is.
const PATIENT: UrlLimits = UrlLimits {
    connect: Duration::from_secs(100),
    response: Duration::from_secs(100),
    whole: Duration::from_secs(100),
    redirects_max: 2,
    attempts_max: 2,
};

/// Limits of time for answers that never come.
const SHORT: UrlLimits = UrlLimits {
    response: Duration::from_millis(200),
    whole: Duration::from_millis(400),
    ..PATIENT
};

/// Answers every request by a function of its path, and returns the URL. The thread ends with the
/// process: it waits for the next request.
fn serve(answer: impl Fn(&str, &mut TcpStream) -> std::io::Result<()> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/log", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let Some(path) = request(&stream) else { continue };
            // A client that goes away is what these tests are about.
            let _ = answer(&path, &mut stream);
        }
    });
    url
}

/// Reads the head of a request and returns its path below `/log/`.
fn request(stream: &TcpStream) -> Option<String> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    while lines.next()?.ok().is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1)?;
    Some(path.strip_prefix("/log/").unwrap_or(path).to_string())
}

fn head(stream: &mut TcpStream, status: &str, rest: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n{rest}\r\n")
}

fn read_within(url: &str, limits: UrlLimits) -> Result<Option<Vec<u8>>, SourceError> {
    UrlSource::new(url, limits).unwrap().read("checkpoint", 1000)
}

fn read(url: &str) -> Result<Option<Vec<u8>>, SourceError> {
    read_within(url, PATIENT)
}

#[test]
fn a_log_that_is_served_is_checked_as_one_in_a_folder() {
    let mut author = Author::with_session(300);
    author.issue(register::SessionId(0), 0..300);
    let published = author.publish();
    let folder = FolderSource::new(published.folder.path());
    let url = serve(move |path, stream| match folder.read(path, 1 << 20).unwrap() {
        Some(bytes) => {
            head(stream, "200 OK", &format!("Content-Length: {}\r\n", bytes.len()))?;
            stream.write_all(&bytes)
        }
        None => head(stream, "404 Not Found", "Content-Length: 0\r\n"),
    });
    let source = UrlSource::new(&format!("{url}/"), PATIENT).unwrap();
    assert_eq!(source.url(), url);
    let report = recheck(&source, &LAW, &Options::default(), &mut |_, _| {}).unwrap();
    assert_eq!(found(&report), []);
    assert_eq!(report.entries, 307);
    assert_eq!(source.read("tile/none", 10).unwrap(), None);
}

#[test]
fn an_answer_without_end_is_cut_at_the_limit_of_length() {
    let url = serve(|_, stream| {
        head(stream, "200 OK", "")?;
        loop {
            stream.write_all(&[b'x'; 1024])?;
        }
    });
    match read(&url) {
        Err(SourceError::TooLong { place, max_bytes: 1000 }) => {
            assert_eq!(place, format!("{url}/checkpoint"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_answer_that_never_comes_or_never_goes_on_ends_at_the_limit_of_time() {
    // The streams are kept, so that the connections stay open.
    let kept = std::sync::Mutex::new(Vec::new());
    let silent = serve(move |_, stream| {
        kept.lock().unwrap().push(stream.try_clone()?);
        Ok(())
    });
    assert!(matches!(read_within(&silent, SHORT), Err(SourceError::Slow { .. })));
    let kept = std::sync::Mutex::new(Vec::new());
    let stuck = serve(move |_, stream| {
        head(stream, "200 OK", "Content-Length: 100\r\n")?;
        stream.write_all(b"one")?;
        kept.lock().unwrap().push(stream.try_clone()?);
        Ok(())
    });
    assert!(matches!(read_within(&stuck, SHORT), Err(SourceError::Slow { .. })));
}

#[test]
fn an_answer_that_breaks_off_is_tried_again_and_then_named() {
    let broken = serve(|_, stream| {
        head(stream, "200 OK", "Content-Length: 100\r\n")?;
        stream.write_all(b"one")
    });
    assert!(matches!(read(&broken), Err(SourceError::Request { .. })), "{:?}", read(&broken));
    let times = std::sync::atomic::AtomicU32::new(0);
    let second = serve(move |_, stream| {
        if times.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0 {
            return head(stream, "503 Service Unavailable", "Content-Length: 0\r\n");
        }
        head(stream, "200 OK", "Content-Length: 4\r\n")?;
        stream.write_all(b"good")
    });
    assert_eq!(read(&second).unwrap(), Some(b"good".to_vec()));
}

#[test]
fn redirects_are_followed_so_often_and_not_for_ever() {
    let round = serve(|_, stream| {
        head(stream, "302 Found", "Location: /log/again\r\nContent-Length: 0\r\n")
    });
    assert!(matches!(read(&round), Err(SourceError::Redirects { redirects_max: 2, .. })));
    let once = serve(|path, stream| {
        if path == "checkpoint" {
            return head(stream, "302 Found", "Location: /log/there\r\nContent-Length: 0\r\n");
        }
        head(stream, "200 OK", "Content-Length: 5\r\n")?;
        stream.write_all(b"there")
    });
    assert_eq!(read(&once).unwrap(), Some(b"there".to_vec()));
}

#[test]
fn other_statuses_and_other_protocols_are_named() {
    let teapot = serve(|_, stream| head(stream, "418 Teapot", "Content-Length: 0\r\n"));
    assert!(matches!(read(&teapot), Err(SourceError::Status { status: 418, .. })));
    let gone = serve(|_, stream| head(stream, "410 Gone", "Content-Length: 0\r\n"));
    assert_eq!(read(&gone).unwrap(), None);
    let other = serve(|_, stream| stream.write_all(b"220 mail.invalid ready\r\n"));
    assert!(matches!(read(&other), Err(SourceError::Request { .. })), "{:?}", read(&other));
}

#[test]
fn urls_that_are_no_prefix_of_a_log_are_refused() {
    let refused = |url: &str| match UrlSource::new(url, SHORT) {
        Err(error @ SourceError::BadUrl { .. }) => error.to_string(),
        other => panic!("{url}: {other:?}"),
    };
    for url in ["ftp://a.invalid", "a.invalid/log", "http://", "file:///etc", "http://a b", ""] {
        refused(url);
    }
    refused("https://a.invalid/log?x=1");
    refused("https://a.invalid/log#part");
    let said = refused("https://user:hunter2@a.invalid/log");
    assert!(!said.contains("hunter2"), "{said}");
    assert!(UrlSource::new("https://a.invalid/log/", SHORT).is_ok());
}
