//! `Cluster`, the folder of a server: where its programs are, who runs it, how it is set up.
//!
//! In scope: finding PostgreSQL, `initdb`, the command line of the server, asking whether it
//! answers. Out of scope: how long it lives.
//! PostgreSQL refuses to run as root; for root the user `postgres` or `nobody` does it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why there is no cluster.
pub enum Failed {
    /// There is no PostgreSQL here.
    NotInstalled,
    /// It could not be made, and why.
    Made(String),
}

/// A cluster in a temporary folder.
pub struct Cluster {
    /// The folder, with the socket and `data` in it.
    pub folder: PathBuf,
    /// The port.
    pub port: u16,
    programs: PathBuf,
    /// What stands before the command so that an unprivileged user runs it.
    before: Vec<String>,
    settings: Vec<String>,
}

impl Cluster {
    /// Makes a cluster whose only user is `owner` with the password `throwaway`.
    pub fn make(settings: &[(&str, &str)], files: &[(&str, &str)]) -> Result<Cluster, Failed> {
        let programs = programs().ok_or(Failed::NotInstalled)?;
        let failed = |why: std::io::Error| Failed::Made(format!("could not make a cluster: {why}"));
        let folder = tempfile::Builder::new().prefix("throwaway").tempdir().map_err(failed)?.keep();
        let user = unprivileged().map_err(failed)?;
        let before = match &user {
            Some(user) => {
                let owner = format!("{user}:");
                run(Command::new("chown").arg(owner).arg(&folder))?;
                ["setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups", "--"]
                    .map(str::to_string)
                    .to_vec()
            }
            None => Vec::new(),
        };
        // Not readable for the user before its folder was given to it.
        let password = folder.join("password");
        std::fs::write(&password, "throwaway\n").map_err(failed)?;
        let settings = settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let port = free_port().map_err(failed)?;
        let cluster = Cluster { folder, port, programs, before, settings };
        run(cluster
            .command("initdb")
            .arg("--pgdata")
            .arg(cluster.folder.join("data"))
            .arg(format!("--pwfile={}", password.display()))
            .args(["--username=owner", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"])
            .args(["--data-checksums", "--no-sync", "--no-instructions"]))?;
        for (name, content) in files {
            let path = cluster.folder.join("data").join(name);
            std::fs::write(&path, content).map_err(failed)?;
            if let Some(user) = &user {
                run(Command::new("chown").arg(user).arg(&path))?;
            }
            run(Command::new("chmod").arg("600").arg(&path))?;
        }
        Ok(cluster)
    }

    /// Returns the path of a program of PostgreSQL.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Returns the command line of the server.
    pub fn server(&self) -> Vec<String> {
        let folder = self.folder.display();
        let mut line = self.before.clone();
        line.extend([self.program("postgres").display().to_string(), "-D".to_string()]);
        line.push(format!("{folder}/data"));
        line.extend(["-p".to_string(), self.port.to_string()]);
        line.extend(["-k".to_string(), folder.to_string()]);
        let always = ["listen_addresses=127.0.0.1", "fsync=on", "max_connections=100"];
        for setting in always.into_iter().map(str::to_string).chain(self.settings.clone()) {
            line.extend(["-c".to_string(), setting]);
        }
        line
    }

    /// Opens the file that the server writes its messages to.
    pub fn log(&self) -> Stdio {
        let file = std::fs::File::options().create(true).append(true).open(self.folder.join("log"));
        file.map_or_else(|_| Stdio::null(), Stdio::from)
    }

    /// Waits until the server answers, asking so often at most. Asking starts a process, which is
    /// pause enough.
    pub fn wait_until_ready(&self, tries: u32) {
        if !(0..tries).any(|_| self.is_ready()) {
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            panic!("the server does not start:\n{log}");
        }
    }

    fn is_ready(&self) -> bool {
        let mut command = Command::new(self.program("pg_isready"));
        command.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        command.status().is_ok_and(|status| status.success())
    }

    fn command(&self, program: &str) -> Command {
        let program = self.program(program);
        match self.before.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program).current_dir(&self.folder);
                command
            }
            None => Command::new(program),
        }
    }
}

/// Returns the folder with the programs: the newest of Debian's, or that of `postgres` in PATH.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.map(|entry| entry.path()).max_by_key(|path| version(path));
    let debian = newest.map(|path| path.join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = debian.into_iter().chain(std::env::split_paths(&path));
    all.filter_map(|folder| folder.join("initdb").canonicalize().ok())
        .filter_map(|initdb| initdb.parent().map(Path::to_path_buf))
        .find(|folder| folder.join("postgres").is_file())
}

/// Returns the user that runs the server in place of root, or nothing when we are not root.
fn unprivileged() -> std::io::Result<Option<String>> {
    let me = Command::new("id").arg("-u").output()?;
    if me.stdout.trim_ascii() != b"0" {
        return Ok(None);
    }
    let there = |user: &&str| {
        let id = Command::new("id").arg(user).stdout(Stdio::null()).stderr(Stdio::null()).status();
        id.is_ok_and(|status| status.success())
    };
    let user = ["postgres", "nobody"].into_iter().find(there);
    user.map(|user| Some(user.to_string())).ok_or_else(|| {
        std::io::Error::other("neither `postgres` nor `nobody` is a user here, and root may not")
    })
}

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind("127.0.0.1:0")?.local_addr().map(|address| address.port())
}

fn run(command: &mut Command) -> Result<(), Failed> {
    let line = format!("{command:?}");
    let done = command.output().map_err(|why| Failed::Made(format!("{line}: {why}")))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    Err(Failed::Made(format!("{line}: {said}")))
}
