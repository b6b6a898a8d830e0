//! `Address`, where a database is and how the way there is protected, read from one URL.
//!
//! Source: libpq, "Connection URIs" and "SSL Mode Descriptions", for the meaning of `sslmode`,
//! `sslrootcert`, `sslcert` and `sslkey`.
//! Not here: the handshake (`tls`), the connection (`session`).
//! Invariant: the password is in no text that this program prints; `shown` leaves it out.

use super::fault::DatabaseFault;
use super::warning::Warning;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// How long a connection may take unless `connect_timeout` says otherwise.
const CONNECT_SECONDS: u64 = 10;

/// How long sent bytes may stay unconfirmed unless `tcp_user_timeout` says otherwise; then the peer
/// is taken for gone.
const UNCONFIRMED_SECONDS: u64 = 30;

/// Where a database is. Cloning it keeps nothing open.
#[derive(Clone)]
pub struct Address {
    /// As tokio-postgres takes it, with `disable`, `prefer` or `require`.
    pub config: Config,
    /// How certificates are looked at.
    pub trust: Trust,
    /// `user@host:port/name`, without password.
    pub shown: String,
}

/// How the certificate of the server is looked at, and which one is shown to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// What is checked.
    pub check: Check,
    /// Whom the certificate of the server has to come from.
    pub roots: Option<Roots>,
    /// The certificate of this side and its key.
    pub own: Option<(PathBuf, PathBuf)>,
}

/// What is checked of the certificate of the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Check {
    /// Nothing: the way is encrypted, and who is at its end is not known.
    #[default]
    Nothing,
    /// Who signed it.
    Signer,
    /// Who signed it, and that it names the host.
    SignerAndHost,
}

/// Whom certificates have to come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    /// Those in a file of PEM.
    File(PathBuf),
    /// Those that the system trusts.
    System,
}

/// Why a URL is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// It is of something else.
    #[error("it does not begin with `postgres://`")]
    Scheme,
    /// There is no host in it.
    #[error("it names no host")]
    NoHost,
    /// There is no user in it.
    #[error("it names no user")]
    NoUser,
    /// The certificate of this side or its key is missing.
    #[error("`sslcert` and `sslkey` come together")]
    HalfCertificate,
    /// Certificates are to be checked, and nothing is said to check them against.
    #[error("`sslmode` checks the certificate and `sslrootcert` is missing")]
    NoRoots,
    /// Roots of the whole world without the name of the host say nothing.
    #[error("`sslrootcert=system` needs `sslmode=verify-full`")]
    SystemRoots,
    /// There is no such `sslmode`.
    #[error("`sslmode` is `{0}`, not disable, prefer, require, verify-ca or verify-full")]
    Mode(String),
    /// A part that the driver does not take, in its words; they repeat no value.
    #[error("{0}")]
    Part(String),
}

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// It is not one of a PostgreSQL database, or contradicts itself. The message never repeats it.
    pub fn read(url: &str) -> Result<Address, DatabaseFault> {
        let fault = |why| DatabaseFault::Address { why };
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(fault(AddressFault::Scheme));
        }
        let (rest, taken) = take_parameters(url);
        let last = |name: &str| taken.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        let mut config: Config = rest.parse().map_err(|error: tokio_postgres::Error| {
            // Which parameter it is; the values are in neither text.
            let source = std::error::Error::source(&error).map(ToString::to_string);
            fault(AddressFault::Part(source.unwrap_or_else(|| error.to_string())))
        })?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(fault(AddressFault::NoHost));
        }
        if config.get_user().is_none() {
            return Err(fault(AddressFault::NoUser));
        }
        let roots = last("sslrootcert").map(|value| match value.as_str() {
            "system" => Roots::System,
            file => Roots::File(PathBuf::from(file)),
        });
        let own = match (last("sslcert"), last("sslkey")) {
            (Some(certificate), Some(key)) => Some((certificate.into(), key.into())),
            (None, None) => None,
            _ => return Err(fault(AddressFault::HalfCertificate)),
        };
        let (mode, check) = mode(last("sslmode").as_deref(), roots.as_ref()).map_err(fault)?;
        config.ssl_mode(mode);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(CONNECT_SECONDS));
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(UNCONFIRMED_SECONDS));
        }
        let shown = shown(&config);
        Ok(Address { config, trust: Trust { check, roots, own }, shown })
    }

    /// Says how far the way over a network can be trusted; nothing is said of one that does not
    /// leave this machine.
    pub fn exposed(&self) -> Option<Warning> {
        let is_here = |host: &Host| match host {
            Host::Tcp(name) => {
                name == "localhost" || name.parse().is_ok_and(|at: IpAddr| at.is_loopback())
            }
            #[cfg(unix)]
            Host::Unix(_) => true,
        };
        let hosts_here = self.config.get_hosts().iter().all(is_here);
        if hosts_here && self.config.get_hostaddrs().iter().all(IpAddr::is_loopback) {
            return None;
        }
        match (self.config.get_ssl_mode(), self.trust.check) {
            (SslMode::Disable, _) => Some(Warning::NotEncrypted),
            (SslMode::Prefer, _) => Some(Warning::PerhapsEncrypted),
            (_, Check::Nothing) => Some(Warning::NotVerified),
            (_, Check::Signer) => Some(Warning::HostNotVerified),
            (_, Check::SignerAndHost) => None,
        }
    }

    /// Says whether the way leaves this machine's file system; TLS is only for that.
    pub fn is_network(&self) -> bool {
        let is_tcp = |host: &Host| matches!(host, Host::Tcp(_));
        self.config.get_hosts().iter().any(is_tcp) || !self.config.get_hostaddrs().is_empty()
    }
}

/// Takes the parameters about TLS out of a URL, decoded: tokio-postgres knows only some of them.
fn take_parameters(url: &str) -> (String, Vec<(String, String)>) {
    let Some((base, query)) = url.split_once('?') else {
        return (url.to_string(), Vec::new());
    };
    let ours = ["sslmode", "sslrootcert", "sslcert", "sslkey"];
    let (mut kept, mut taken) = (Vec::new(), Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some((name, value)) if ours.contains(&name) => {
                taken.push((name.to_string(), decoded(value)));
            }
            _ => kept.push(pair),
        }
    }
    let rest =
        if kept.is_empty() { base.to_string() } else { format!("{base}?{}", kept.join("&")) };
    (rest, taken)
}

/// Undoes percent-encoding. In a URI of libpq, other than in a form, a plus is a plus.
fn decoded(value: &str) -> String {
    let value = value.replace('+', "%2B");
    form_urlencoded::parse(format!("v={value}").as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

/// Says what `sslmode` means. As in libpq, `require` with a root certificate checks the signer.
fn mode(given: Option<&str>, roots: Option<&Roots>) -> Result<(SslMode, Check), AddressFault> {
    let known = |check| match roots {
        Some(_) => Ok((SslMode::Require, check)),
        None => Err(AddressFault::NoRoots),
    };
    match given {
        Some("disable") => Ok((SslMode::Disable, Check::Nothing)),
        Some("verify-full") => known(Check::SignerAndHost),
        // With the roots of the whole world the signer alone says nothing.
        _ if roots == Some(&Roots::System) => Err(AddressFault::SystemRoots),
        Some("verify-ca") => known(Check::Signer),
        Some("require") if roots.is_some() => known(Check::Signer),
        Some("require") => Ok((SslMode::Require, Check::Nothing)),
        None | Some("prefer") => Ok((SslMode::Prefer, Check::Nothing)),
        Some(other) => Err(AddressFault::Mode(other.to_string())),
    }
}

fn shown(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(host)) => host.clone(),
        #[cfg(unix)]
        Some(Host::Unix(path)) => path.display().to_string(),
        None => config.get_hostaddrs().first().map(ToString::to_string).unwrap_or_default(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let user = config.get_user().unwrap_or_default();
    format!("{user}@{host}:{port}/{}", config.get_dbname().unwrap_or(user))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what the URL says of TLS and how it is shown, or why it is refused.
    fn check(url: &str, expect: Result<(SslMode, Check, &str), &str>) {
        let found = Address::read(url).map(|a| (a.config.get_ssl_mode(), a.trust.check, a.shown));
        match (found, expect) {
            (Ok((mode, check, shown)), Ok(expect)) => {
                assert_eq!((mode, check, shown.as_str()), expect, "{url}");
            }
            (Err(DatabaseFault::Address { why }), Err(expect)) => {
                assert_eq!(why.to_string(), expect, "{url}");
            }
            (found, _) => panic!("{url}: {:?}", found.err()),
        }
    }

    #[test]
    fn sslmode_means_what_it_means_for_libpq() {
        let good = |rest: &str, mode, check_of| {
            let url = format!("postgres://u:secret@db.example:6000/reg{rest}");
            check(&url, Ok((mode, check_of, "u@db.example:6000/reg")));
        };
        good("", SslMode::Prefer, Check::Nothing);
        good("?sslmode=disable", SslMode::Disable, Check::Nothing);
        good("?sslmode=require", SslMode::Require, Check::Nothing);
        good("?sslmode=require&sslrootcert=/ca.pem", SslMode::Require, Check::Signer);
        good("?sslmode=verify-ca&sslrootcert=/ca.pem", SslMode::Require, Check::Signer);
        good("?sslrootcert=/ca.pem&sslmode=verify-full", SslMode::Require, Check::SignerAndHost);
        good("?sslmode=verify-full&sslrootcert=system", SslMode::Require, Check::SignerAndHost);
        let bad = |rest: &str, why| check(&format!("postgres://u:secret@h/d{rest}"), Err(why));
        let missing = "`sslmode` checks the certificate and `sslrootcert` is missing";
        bad("?sslmode=verify-full", missing);
        bad("?sslmode=verify-ca", missing);
        bad(
            "?sslmode=require&sslrootcert=system",
            "`sslrootcert=system` needs `sslmode=verify-full`",
        );
        bad(
            "?sslmode=on",
            "`sslmode` is `on`, not disable, prefer, require, verify-ca or verify-full",
        );
        bad("?sslcert=a.pem", "`sslcert` and `sslkey` come together");
    }

    #[test]
    fn a_wrong_address_is_refused_without_being_repeated() {
        check("mysql://u:secret@h/d", Err("it does not begin with `postgres://`"));
        check("postgres://u:secret@h:port/d", Err("invalid value for option `port`"));
        check("postgres://u:secret@h/d?colour=red", Err("unknown option `colour`"));
        check("postgres:///d", Err("it names no host"));
        check("postgres://h/d", Err("it names no user"));
    }

    #[test]
    fn a_way_over_a_network_is_warned_of_unless_the_server_is_verified() {
        let check = |rest: &str, expect: Option<Warning>| {
            let address = Address::read(&format!("postgres://u@{rest}")).unwrap();
            assert_eq!(address.exposed(), expect, "{rest}");
        };
        check("db.example/d", Some(Warning::PerhapsEncrypted));
        check("db.example/d?sslmode=disable", Some(Warning::NotEncrypted));
        check("db.example/d?sslmode=require", Some(Warning::NotVerified));
        check("db.example/d?sslmode=verify-ca&sslrootcert=/ca", Some(Warning::HostNotVerified));
        check("db.example/d?sslmode=verify-full&sslrootcert=/ca", None);
        check("localhost,db.example/d", Some(Warning::PerhapsEncrypted));
        check("localhost/d?hostaddr=192.0.2.1", Some(Warning::PerhapsEncrypted));
        for here in ["localhost/d", "127.0.0.1/d", "[::1]/d", "%2Ftmp%2Fx/d"] {
            check(here, None);
        }
    }

    #[test]
    fn values_are_decoded_as_libpq_does() {
        let url = "postgres://u@%2Ftmp%2Fx/d?sslrootcert=%2Fa%20b%2Bc+d&sslmode=require";
        let address = Address::read(url).unwrap();
        assert_eq!(address.trust.roots, Some(Roots::File("/a b+c+d".into())));
        assert!(!address.is_network());
        assert_eq!(address.shown, "u@/tmp/x:5432/d");
    }
}
