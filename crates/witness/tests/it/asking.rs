//! A log asking its witnesses: honest ones over HTTP, and every way in which one can fail.
//!
//! Limits are short here; a witness that fails never keeps the others' cosignatures from the log.

use crate::peer::{endless, http, peer, serve, silent};
use crate::world::{NOW_S, checkpoint, cosigner, log_key, signed, tree, witness};
use seal::{Policy, SignedNote};
use std::sync::Arc;
use std::time::Duration;
use witness::{AskLimits, Asked, Asker, ServeLimits, witness_routes};

fn limits() -> AskLimits {
    AskLimits {
        connect: Duration::from_millis(500),
        whole: Duration::from_millis(500),
        attempts_max: 2,
        pause: Duration::ZERO,
        ahead_s_max: 300,
    }
}

/// An asker of the witnesses 1, 2, … at these addresses, of which `k` are enough.
fn asker(k: usize, urls: &[String]) -> Asker {
    let lines: String = urls
        .iter()
        .zip(1..)
        .map(|(url, n)| format!("witness w{n} {} {url}\n", cosigner(n).verifier()))
        .collect();
    let names: String = (1..=urls.len()).map(|n| format!(" w{n}")).collect();
    let text = format!("log {}\n{lines}group g {k}{names}\nquorum g\n", log_key());
    Asker::new(Policy::parse(text.as_bytes()).unwrap(), limits())
}

fn ask(asker: &Asker, size: u64) -> Asked {
    let tree = tree(size, None);
    asker.ask(&signed(&tree), NOW_S, |old| {
        tree.consistency_proof(old, size).map_err(|error| error.to_string())
    })
}

/// Asks one witness about a checkpoint of 9 entries, and compares why it failed.
fn check(url: &str, expect: &str) {
    let asked = ask(&asker(1, &[url.to_string()]), 9);
    assert!(asked.cosignatures.is_empty() && !asked.quorum_met, "{expect}: {asked:?}");
    let (name, failure) = &asked.failed[0];
    assert_eq!(name, "w1");
    let told = format!("{failure}");
    assert!(told.contains(expect), "expected `{expect}`, found `{told}` ({failure:?})");
}

/// An answer with a cosignature of a witness over the checkpoint of 9 entries.
fn cosigned(number: u8, time_s: u64) -> String {
    let note = checkpoint(9, tree(9, None).root());
    format!("{}\n", cosigner(number).cosign(&note, time_s).unwrap())
}

#[test]
fn honest_witnesses_cosign_checkpoint_after_checkpoint() {
    let folders: Vec<_> = (0..2).map(|_| tempfile::tempdir().unwrap()).collect();
    let urls: Vec<String> = folders
        .iter()
        .zip(1..)
        .map(|(folder, number)| {
            let witness = crate::world::witness_of(folder.path(), number);
            let now = Arc::new(|| NOW_S);
            serve(witness_routes(Arc::new(witness), now, ServeLimits::default()))
        })
        .collect();
    let asker = asker(2, &urls);
    for size in [5, 9, 9, 300] {
        let asked = ask(&asker, size);
        assert!(asked.quorum_met && asked.failed.is_empty(), "{asked:?}");
        let mut note = signed(&tree(size, None));
        asked.add_to(&mut note).unwrap();
        assert!(asker.policy().satisfied(&note));
    }
    // A log that starts again knows no sizes and is told them.
    let again = self::asker(2, &urls);
    assert!(ask(&again, 513).quorum_met);
}

#[test]
fn a_witness_that_has_cosigned_is_not_asked_again() {
    let tree = tree(9, None);
    let mut note = signed(&tree);
    note.push(cosigner(1).cosign(&note, NOW_S).unwrap()).unwrap();
    // Nobody answers there, and nobody is missed.
    let asked = asker(1, &[silent()]).ask(&note, NOW_S, |_| Err("not asked for".into()));
    assert!(asked.quorum_met && asked.cosignatures.is_empty() && asked.failed.is_empty());
    // One that does not hold is asked for again.
    let mut forged = signed(&tree);
    let other = checkpoint(9, [7; 32]);
    forged.push(cosigner(1).cosign(&other, NOW_S).unwrap()).unwrap();
    let url = peer(|_| http(200, "text/plain", &cosigned(1, NOW_S)));
    let proof = |_| Ok(Vec::new());
    assert_eq!(asker(1, &[url]).ask(&forged, NOW_S, proof).cosignatures.len(), 1);
}

#[test]
fn a_slow_or_false_witness_does_not_keep_the_others_from_cosigning() {
    let folder = tempfile::tempdir().unwrap();
    let routes = witness_routes(
        Arc::new(witness(folder.path())),
        Arc::new(|| NOW_S),
        ServeLimits::default(),
    );
    let forged = cosigned(1, NOW_S).replace("w.example/1", "w.example/3");
    let urls = [serve(routes), silent(), peer(move |_| http(200, "text/plain", &forged))];
    let asked = ask(&asker(1, &urls), 9);
    assert!(asked.quorum_met);
    assert_eq!((asked.cosignatures.len(), asked.failed.len()), (1, 2), "{asked:?}");
    assert!(!ask(&asker(2, &urls), 9).quorum_met);
}

#[test]
fn a_size_told_in_a_conflict_is_proved_from_at_once() {
    // Takes only what begins at 5.
    let url = peer(|request| match request.contains("\r\n\r\nold 5\n") {
        true => http(200, "text/plain", &cosigned(1, NOW_S)),
        false => http(409, "text/x.tlog.size", "5\n"),
    });
    let asked = ask(&asker(1, &[url]), 9);
    assert_eq!(asked.cosignatures.len(), 1, "{asked:?}");
    assert_eq!(asked.cosignatures[0].1.time_s, NOW_S);
}

#[test]
fn a_witness_that_is_at_fault_is_asked_again() {
    let asked = std::sync::atomic::AtomicU32::new(0);
    let url = peer(move |_| match asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => http(503, "text/plain", "later\n"),
        _ => http(200, "text/plain", &cosigned(1, NOW_S)),
    });
    assert!(ask(&asker(1, &[url]), 9).quorum_met);
}

#[test]
fn lines_of_other_keys_are_ignored() {
    let body = format!("{}{}", cosigned(2, NOW_S), cosigned(1, NOW_S - 5));
    let url = peer(move |_| http(200, "text/plain", &body));
    let asked = ask(&asker(1, &[url]), 9);
    assert_eq!(asked.cosignatures[0].1.time_s, NOW_S - 5);
    assert_eq!(asked.cosignatures[0].0.name().as_str(), "w.example/1");
}

#[test]
fn each_failure_of_a_witness_is_named() {
    let answers = |status: u16, body: &str| {
        let body = body.to_string();
        peer(move |_| http(status, "text/plain", &body))
    };
    check(&silent(), "could not be asked");
    check(&endless(), "longer than 32768 bytes");
    // Nobody listens there: the port was given back.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    check(&format!("http://{gone}"), "could not be asked");
    check("ftp://w.example/", "its address cannot be asked");
    check("http://user:secret@w.example/", "its address cannot be asked");
    check(&answers(404, "no such log\nsecond line"), "status `404`: no such log");
    check(&answers(403, "\u{7}bell"), "status `403`: bell");
    check(&answers(422, ""), "status `422`");
    check(&answers(503, "busy"), "status `503`: busy");
    check(&answers(302, ""), "status `302`");
    check(&answers(409, "five\n"), "a size in decimal");
    check(&answers(409, "5"), "a size in decimal");
    check(&answers(409, "12\n"), "it knows size `12`, larger than the checkpoint's 9");
    check(&answers(409, "0\n"), "another root of size `0`");
    check(&answers(200, ""), "its cosignature does not hold");
    check(&answers(200, "thanks\n"), "its cosignature does not hold");
    check(&answers(200, &cosigned(2, NOW_S)), "its cosignature does not hold");
    check(&answers(200, cosigned(1, NOW_S).trim_end()), "its cosignature does not hold");
    check(&answers(200, &cosigned(1, NOW_S + 301)), "more than 300 s ahead");
    check(
        &peer(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\xff\xfe\xfd\xfc".to_vec()),
        "UTF-8",
    );
    check(&peer(|_| b"\x00\x01 no http".to_vec()), "could not be asked");
    // Each time another size, so that no proof is ever good enough.
    let turn = std::sync::atomic::AtomicU64::new(0);
    let moving = peer(move |_| {
        let size = 1 + turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 8;
        http(409, "text/x.tlog.size", &format!("{size}\n"))
    });
    check(&moving, "the same size twice");
}

#[test]
fn a_cosignature_of_another_checkpoint_is_not_accepted() {
    let other: SignedNote = checkpoint(9, [7; 32]);
    let line = format!("{}\n", cosigner(1).cosign(&other, NOW_S).unwrap());
    check(&peer(move |_| http(200, "text/plain", &line)), "its cosignature does not hold");
}

#[test]
fn a_log_that_cannot_prove_says_so() {
    let url = peer(|_| http(409, "text/x.tlog.size", "5\n"));
    let asked = asker(1, &[url]).ask(&signed(&tree(9, None)), NOW_S, |old| match old {
        0 => Ok(Vec::new()),
        _ => Err("the tiles are gone".to_string()),
    });
    let told = asked.failed[0].1.to_string();
    assert_eq!(told, "the proof from size `5` could not be made: the tiles are gone");
}

#[test]
fn a_witness_without_an_address_is_missing() {
    let text = format!("witness w {}\nquorum none\n", cosigner(1).verifier());
    let asker = Asker::new(Policy::parse(text.as_bytes()).unwrap(), limits());
    let asked = ask(&asker, 9);
    assert!(asked.quorum_met);
    assert_eq!(asked.failed[0].1.to_string(), "no address is known of it");
}
