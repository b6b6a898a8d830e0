//! TLS as `sslmode` asks for it, against a server with a certificate of our own.
//!
//! In scope: every mode, the right and the wrong root, a name that does not match.

use super::told;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use store::{DatabaseFault, PostgresStore, StoreError, TlsFault};

/// Returns the root, and certificate and key of a server of that name, in PEM.
fn certificates(name: &str) -> (String, String, String) {
    let mut root = CertificateParams::new(Vec::new()).unwrap();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec![name.to_string()]).unwrap();
    let server = server.signed_by(&key, &root).unwrap();
    (root.pem(), server.pem(), key.serialize_pem())
}

#[test]
fn each_mode_trusts_whom_it_says() {
    let (root, certificate, key) = certificates("localhost");
    let settings = [("ssl", "on")];
    let files = [("server.crt", certificate.as_str()), ("server.key", key.as_str())];
    let Some(server) = throwaway::Postgres::start_with(&settings, &files) else { return };
    let folder = tempfile::tempdir().unwrap();
    let (right, wrong) = (folder.path().join("right.pem"), folder.path().join("wrong.pem"));
    std::fs::write(&right, root).unwrap();
    std::fs::write(&wrong, certificates("localhost").0).unwrap();
    let by_name = server.database().replace("127.0.0.1", "localhost");
    let by_number = by_name.replace("localhost", "127.0.0.1");
    let check = |url: &str, parameters: &str, expect: &str| {
        let parameters = parameters
            .replace("RIGHT", &right.display().to_string())
            .replace("WRONG", &wrong.display().to_string());
        let text = told(PostgresStore::open(&format!("{url}?{parameters}")));
        assert!(text.contains(expect), "{url} {parameters}: {text}");
    };
    let (good, unknown) = ("no error", "BadSignature");
    check(&by_name, "sslmode=disable", good);
    check(&by_name, "sslmode=prefer", good);
    check(&by_name, "sslmode=require", good);
    check(&by_name, "sslmode=require&sslrootcert=RIGHT", good);
    check(&by_name, "sslmode=require&sslrootcert=WRONG", unknown);
    check(&by_name, "sslmode=verify-ca&sslrootcert=RIGHT", good);
    check(&by_number, "sslmode=verify-ca&sslrootcert=RIGHT", good);
    check(&by_number, "sslmode=verify-ca&sslrootcert=WRONG", unknown);
    check(&by_name, "sslmode=verify-full&sslrootcert=RIGHT", good);
    check(&by_name, "sslmode=verify-full&sslrootcert=WRONG", unknown);
    check(&by_number, "sslmode=verify-full&sslrootcert=RIGHT", "not valid for name");
    check(&by_name, "sslmode=verify-full&sslrootcert=RIGHT.none", "right.pem.none");
    let kind = |url: &str, parameters: &str| {
        let parameters = parameters
            .replace("RIGHT", &right.display().to_string())
            .replace("WRONG", &wrong.display().to_string());
        match PostgresStore::open(&format!("{url}?{parameters}")).map(drop) {
            Err(StoreError::Database(fault)) => match *fault {
                DatabaseFault::Tls { kind, .. } => Some(kind),
                _ => None,
            },
            _ => None,
        }
    };
    let full = "sslmode=verify-full&sslrootcert=";
    assert_eq!(kind(&by_name, &format!("{full}WRONG")), Some(TlsFault::UnknownSigner));
    assert_eq!(kind(&by_number, &format!("{full}RIGHT")), Some(TlsFault::OtherHost));
    assert_eq!(kind(&by_name, &format!("{full}RIGHT.none")), Some(TlsFault::Files));
    let Some(plain) = throwaway::Postgres::shared() else { return };
    assert_eq!(kind(&plain.database(), "sslmode=require"), Some(TlsFault::NotOffered));
}
