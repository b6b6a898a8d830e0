//! The TLS of a connection to a database: rustls with ring, as `Trust` says.
//!
//! Source: libpq, "SSL Mode Descriptions"; RFC 8446.
//! In scope: which certificates are believed. Out of scope: whether TLS is used (`address`).
//! Invariant: signatures of the handshake are checked under every `sslmode`; only whom the
//! certificate belongs to is let pass under those that do not ask.

use super::address::{Check, Roots, Trust};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use std::path::Path;
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What went wrong with a certificate file, as a cause.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Returns what makes the handshakes.
///
/// # Errors
/// A certificate or key cannot be read.
pub fn connector(trust: &Trust) -> Result<MakeRustlsConnect, Cause> {
    let provider = Arc::new(ring::default_provider());
    let signer = match &trust.roots {
        Some(roots) if trust.check != Check::Nothing => {
            let roots = Arc::new(root_store(roots)?);
            Some(WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build()?)
        }
        _ => None,
    };
    let verifier = Verifier { check: trust.check, signer, provider: provider.clone() };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // `Verifier` does everything that the usual one does where `sslmode` asks for it.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let config = match &trust.own {
        Some((certificate, key)) => {
            let key = PrivateKeyDer::from_pem_file(key).map_err(|e| about(key, &e))?;
            config.with_client_auth_cert(certificates(certificate)?, key)?
        }
        None => config.with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

fn root_store(roots: &Roots) -> Result<RootCertStore, Cause> {
    let mut store = RootCertStore::empty();
    match roots {
        Roots::File(path) => {
            for certificate in certificates(path)? {
                store.add(certificate)?;
            }
        }
        Roots::System => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if store.is_empty() { Err("there is no root certificate".into()) } else { Ok(store) }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Cause> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    read.map_err(|error| about(path, &error))
}

fn about(path: &Path, error: &dyn std::error::Error) -> Cause {
    format!("`{}`: {error}", path.display()).into()
}

/// Looks at the certificate of the server as far as `check` says.
#[derive(Debug)]
struct Verifier {
    check: Check,
    /// Present unless nothing is checked.
    signer: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(signer) = &self.signer else {
            return Ok(ServerCertVerified::assertion());
        };
        let found =
            signer.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match found {
            // The chain is looked at before the name, so that here the signer is known.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.check == Check::Signer => Ok(ServerCertVerified::assertion()),
            found => found,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
