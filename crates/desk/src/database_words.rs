//! What is wrong with a database on a server, in the words of a language.
//!
//! In scope: its address, the way to it, its schema, the turn; what to know of one that works. Out
//! of scope: what stands in the way of one that was open (`hindrance_words`).
//! Invariant: a database is named without its password.

use crate::system_words::system;
use crate::words::{Value, Words};
use std::error::Error;
use store::{AddressFault, DatabaseFault, TlsFault, Warning};

/// Returns what is wrong with a database as a whole.
pub(crate) fn fault(words: &Words, fault: &DatabaseFault) -> String {
    let named = |shown: &str| ("database", Value::from(shown.to_string()));
    match fault {
        DatabaseFault::Address { why } => {
            words.say("database-address", &[("why", address(words, why).into())])
        }
        DatabaseFault::Unreachable { shown, source } => {
            let why = ("why", connecting(words, &**source).into());
            words.say("database-unreachable", &[named(shown), why])
        }
        DatabaseFault::SignIn { shown, .. } => words.say("database-sign-in", &[named(shown)]),
        DatabaseFault::NoDatabase { shown } => words.say("database-none", &[named(shown)]),
        DatabaseFault::Tls { shown, kind, source } => {
            let why = ("why", tls(words, *kind, &**source).into());
            words.say("database-tls", &[named(shown), why])
        }
        DatabaseFault::Version { shown, found } => {
            words.say("database-version", &[named(shown), ("found", found.clone().into())])
        }
        DatabaseFault::Standby { shown } => words.say("database-standby", &[named(shown)]),
        DatabaseFault::Foreign { shown } => words.say("database-foreign", &[named(shown)]),
        DatabaseFault::Newer { shown, found, known } => words.say(
            "database-newer",
            &[named(shown), ("found", (*found).into()), ("known", (*known).into())],
        ),
        DatabaseFault::Older { shown, found, known } => words.say(
            "database-older",
            &[named(shown), ("found", (*found).into()), ("known", (*known).into())],
        ),
        DatabaseFault::Held { shown, seconds, wait, .. } => words.say(
            "database-held",
            &[
                named(shown),
                ("seconds", seconds.to_string().into()),
                ("wait", wait.to_string().into()),
            ],
        ),
        DatabaseFault::ReadOnly { shown } => words.say("database-read-only", &[named(shown)]),
    }
}

/// Returns what an operator should know of a database that works.
pub fn warning(words: &Words, warning: Warning) -> String {
    match warning {
        Warning::NoFlush => words.say("warning-no-flush", &[]),
        Warning::TornPages => words.say("warning-torn-pages", &[]),
        Warning::NoChecksums => words.say("warning-no-checksums", &[]),
        Warning::NotEncrypted => words.say("warning-not-encrypted", &[]),
        Warning::PerhapsEncrypted => words.say("warning-perhaps-encrypted", &[]),
        Warning::NotVerified => words.say("warning-not-verified", &[]),
        Warning::HostNotVerified => words.say("warning-host-not-verified", &[]),
    }
}

fn address(words: &Words, why: &AddressFault) -> String {
    match why {
        AddressFault::Scheme => words.say("address-scheme", &[]),
        AddressFault::NoHost => words.say("address-no-host", &[]),
        AddressFault::NoUser => words.say("address-no-user", &[]),
        AddressFault::HalfCertificate => words.say("address-half-certificate", &[]),
        AddressFault::NoRoots => words.say("address-no-roots", &[]),
        AddressFault::SystemRoots => words.say("address-system-roots", &[]),
        AddressFault::Mode(mode) => words.say("address-mode", &[("mode", mode.clone().into())]),
        AddressFault::Part(said) => words.say("address-part", &[("why", said.clone().into())]),
    }
}

/// Returns why nothing answers: what the system reported, else what the server says.
fn connecting(words: &Words, error: &(dyn Error + 'static)) -> String {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            return system(words, error);
        }
        next = error.source();
    }
    words.say("database-says", &[("why", error.to_string().into())])
}

fn tls(words: &Words, kind: TlsFault, error: &(dyn Error + 'static)) -> String {
    let said = || {
        let mut last = error;
        while let Some(source) = last.source() {
            last = source;
        }
        ("why", Value::from(last.to_string()))
    };
    match kind {
        TlsFault::NotOffered => words.say("tls-not-offered", &[]),
        TlsFault::Files => words.say("tls-files", &[said()]),
        TlsFault::UnknownSigner => words.say("tls-unknown-signer", &[]),
        TlsFault::OtherHost => words.say("tls-other-host", &[]),
        TlsFault::Expired => words.say("tls-expired", &[]),
        TlsFault::Other => words.say("tls-other", &[said()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use std::io::{self, ErrorKind};

    fn check(of: DatabaseFault, zh: &str, en: &str) {
        assert_eq!(fault(&Words::of(Lang::Zh), &of), zh);
        assert_eq!(fault(&Words::of(Lang::En), &of), en);
    }

    #[test]
    fn what_is_wrong_with_a_database_is_told_by_its_kind_in_either_language() {
        let shown = || "u@h:5432/d".to_string();
        let unreachable = |source| DatabaseFault::Unreachable { shown: shown(), source };
        check(
            unreachable(io::Error::from(ErrorKind::ConnectionRefused).into()),
            "无法连接数据库 u@h:5432/d：那里没有程序应答；请启动服务器，或核对主机与端口",
            "could not reach the database u@h:5432/d: nothing answers there; start the server, or \
             check host and port",
        );
        check(
            unreachable("too many clients (53300)".into()),
            "无法连接数据库 u@h:5432/d：数据库的原话：too many clients (53300)；请启动服务器，\
             或核对主机与端口",
            "could not reach the database u@h:5432/d: the database says: too many clients (53300); \
             start the server, or check host and port",
        );
        let tls = |kind| DatabaseFault::Tls { shown: shown(), kind, source: "odd".into() };
        check(
            tls(TlsFault::OtherHost),
            "与数据库 u@h:5432/d 的连接无法加密保护：服务器的证书属于另一主机；\
             请在地址中写证书所载的主机名",
            "could not protect the way to the database u@h:5432/d: the certificate of the server is \
             of another host; write the host into the address as the certificate names it",
        );
        check(
            tls(TlsFault::Other),
            "与数据库 u@h:5432/d 的连接无法加密保护：加密程序库的原话：odd；请核对服务器的证书设置",
            "could not protect the way to the database u@h:5432/d: the library says: odd; look at \
             the certificate of the server and its settings",
        );
        check(
            DatabaseFault::Address { why: AddressFault::NoRoots },
            "数据库地址无法识别：sslmode 要求核对证书，却没有 sslrootcert；请加上 sslrootcert=文件，\
             或 sslrootcert=system；地址写作 postgres://用户@主机:端口/库名",
            "the address of the database is not understood: `sslmode` checks the certificate and \
             `sslrootcert` is missing; add sslrootcert=FILE, or sslrootcert=system; an address is \
             written postgres://USER@HOST:PORT/NAME",
        );
    }

    #[test]
    fn a_warning_says_what_others_can_do_and_what_to_write() {
        let zh = warning(&Words::of(Lang::Zh), Warning::PerhapsEncrypted);
        let en = warning(&Words::of(Lang::En), Warning::PerhapsEncrypted);
        assert!(zh.contains("sslmode=verify-full"), "{zh}");
        assert!(en.contains("sslmode=verify-full"), "{en}");
    }
}
