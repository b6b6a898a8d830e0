//! `Postgres`, a server for tests and measurements that lives as long as its owner.
//!
//! In scope: making a cluster in a temporary folder, starting, killing and restarting it, empty
//! databases, a way to it that is cut at a message, and saying what is skipped without it. Out of
//! scope: what is done with them; nothing here knows of registers.
//! Failure: a shell stands between owner and server and waits for the end of its input. When the
//! owner ends, however it ends, the shell stops the server and removes the folder.

mod cluster;
mod proxy;
mod skipped;

pub use proxy::{Cut, Proxy};
pub use skipped::skipped;

use cluster::{Cluster, Failed};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The shell between owner and server: `$1` is the folder, the rest starts the server. It waits for
/// the server first, so that one that was killed is gone and not a zombie whose number the next
/// server would take for alive.
const WATCH: &str = r#"
    folder=$1; shift
    exec 3<&0
    "$@" & server=$!
    { read -r _ <&3; kill -QUIT $server; } & watch=$!
    wait $server
    kill $watch 2>/dev/null
    read -r _ <&3
    rm -rf "$folder"
"#;

/// How often a server is asked whether it answers before it counts as one that does not start.
const TRIES: u32 = 3000;

/// A running server.
pub struct Postgres {
    cluster: Cluster,
    watches: Mutex<Vec<Child>>,
    databases: AtomicU32,
}

impl Postgres {
    /// Makes and starts a server. Returns nothing where PostgreSQL is not installed, and says so by
    /// [`skipped`].
    ///
    /// # Panics
    /// PostgreSQL is installed and does not start.
    pub fn start() -> Option<Postgres> {
        Postgres::start_with(&[], &[])
    }

    /// As [`Postgres::start`], with settings besides, and files (name, content) in the folder of
    /// the data that only the server reads.
    ///
    /// # Panics
    /// As [`Postgres::start`].
    pub fn start_with(settings: &[(&str, &str)], files: &[(&str, &str)]) -> Option<Postgres> {
        told(Postgres::make(settings, files))
    }

    /// Returns the server that all tests of this process share. Says for each test that asks in
    /// vain, as [`Postgres::start`] does.
    ///
    /// # Panics
    /// As [`Postgres::start`].
    pub fn shared() -> Option<&'static Postgres> {
        static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
        told(SHARED.get_or_init(|| Postgres::make(&[], &[])).as_ref())
    }

    fn make(settings: &[(&str, &str)], files: &[(&str, &str)]) -> Option<Postgres> {
        let cluster = match Cluster::make(settings, files) {
            Ok(cluster) => cluster,
            Err(Failed::NotInstalled) => return None,
            Err(Failed::Made(why)) => panic!("{why}"),
        };
        let watches = Mutex::new(Vec::new());
        let server = Postgres { cluster, watches, databases: AtomicU32::new(0) };
        server.launch();
        Some(server)
    }

    /// Makes an empty database and returns its URL.
    ///
    /// # Panics
    /// The server refuses.
    pub fn database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        // Two processes may share a server.
        let name = format!("register_{}_{number}", std::process::id());
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// Returns the URL of a database, by TCP and with the password.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://owner:throwaway@127.0.0.1:{}/{database}", self.cluster.port)
    }

    /// Returns the URL of a database, by the socket in the folder of the server.
    pub fn socket_url(&self, database: &str) -> String {
        let folder = self.cluster.folder.display().to_string().replace('/', "%2F");
        format!("postgres://owner:throwaway@{folder}:{}/{database}", self.cluster.port)
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.cluster.port
    }

    /// Returns the folder: its socket, and `data`.
    pub fn folder(&self) -> &std::path::Path {
        &self.cluster.folder
    }

    /// Runs a statement with psql and returns what it prints, unaligned.
    ///
    /// # Panics
    /// The server refuses.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let url = self.url(database);
        let arguments = ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", &url, "-c", statement];
        let done = Command::new(self.cluster.program("psql")).args(arguments).output();
        let done = done.expect("psql comes with the server");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_string()
    }

    /// Kills the server as SIGKILL does, in the middle of whatever it does.
    ///
    /// # Panics
    /// It is not running.
    pub fn kill(&self) {
        let file = self.cluster.folder.join("data/postmaster.pid");
        let text = std::fs::read_to_string(file).expect("a running server has this file");
        let server = text.lines().next().expect("the first line is its process").to_string();
        // The processes that work for connections too; otherwise they finish what they are at.
        let children = Command::new("pgrep").args(["-P", &server]).output().map(|o| o.stdout);
        let children = String::from_utf8(children.unwrap_or_default()).unwrap_or_default();
        let all = std::iter::once(server.as_str()).chain(children.split_whitespace());
        let _some_ended_by_themselves =
            Command::new("kill").arg("-9").args(all).stderr(Stdio::null()).status();
        while is_alive(&server) {
            std::thread::yield_now();
        }
    }

    /// Starts the server again on what it left, and waits until it answers.
    ///
    /// # Panics
    /// It does not start.
    pub fn restart(&self) {
        self.launch();
    }

    fn launch(&self) {
        let mut command = Command::new("sh");
        command.args(["-c", WATCH, "watch"]).arg(&self.cluster.folder);
        let watch = command
            .args(self.cluster.server())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(self.cluster.log())
            .spawn()
            .expect("every system has a shell");
        self.watches.lock().unwrap_or_else(PoisonError::into_inner).push(watch);
        self.cluster.wait_until_ready(TRIES);
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let watches = self.watches.get_mut().unwrap_or_else(PoisonError::into_inner);
        for watch in watches {
            // The end of its input is what the shell waits for.
            drop(watch.stdin.take());
            let _ended = watch.wait();
        }
    }
}

/// Hands a server on, or says that there is none.
fn told<T>(server: Option<T>) -> Option<T> {
    if server.is_none() {
        skipped("PostgreSQL is not installed");
    }
    server
}

/// Says whether a process still works; one that ended and was not waited for does not.
fn is_alive(process: &str) -> bool {
    let state = Command::new("ps").args(["-o", "stat=", "-p", process]).output();
    state.is_ok_and(|state| !matches!(state.stdout.trim_ascii(), [] | [b'Z', ..]))
}
