//! Entries about occupations and about certificates after issue: written and read back, and what
//! is refused of them.
//!
//! Out of scope: whether an act is lawful (crate `register`).

use register::{
    CertificateAct, CertificateId, CorrectionReason, Event, LegacyForm, LegacyList, OccupationAct,
    OrganisationId, PublicAct, ReissueReason, RevocationReason, RowId, Scheme, Serials, Step,
    StockMove,
};
use seal::{Entry, EntryError, Grounds, SigningSeed, seal_act};
use vocab::{Day, Instant, Level};

const ORIGIN: &str = "demo.dengji.invalid/x";

fn bytes(act: PublicAct) -> (Event, Vec<u8>) {
    let event = Event {
        actor: Some(OrganisationId(2)),
        sequence: 9,
        on: Day(18_600),
        recorded_at: Instant(1_610_000_000),
        idempotency: [5; 16],
        act,
    };
    let grounds = Grounds { rule: Some("2020-80/p4.certificate-is-corrected".into()), asserted: 0 };
    let bytes = seal_act(&event, &grounds, ORIGIN, &SigningSeed::from_bytes(&[6; 32]));
    (event, bytes)
}

fn list() -> LegacyList {
    LegacyList {
        list: 3,
        form: LegacyForm::Qualification,
        occupation: RowId(24),
        institution: Some("99991001".parse().unwrap()),
        count: 400,
        root: [1; 32],
        source: [2; 32],
        issued_from: Day(18_000),
        issued_until: Day(18_500),
    }
}

fn acts() -> Vec<PublicAct> {
    let certificate = CertificateId { header: 1 << 33, serial: 999_999 };
    let (day, basis) = (Day(18_601), [7; 32]);
    let step = |step| {
        PublicAct::Occupation(OccupationAct::Reclassify { occupation: RowId(191), step, basis })
    };
    let revoke = |serials, case| CertificateAct::Revoke {
        header: 24,
        serials,
        reason: RevocationReason::Rush,
        case,
        told_on: Day(18_550),
        heard_until: Day(18_580),
    };
    let counter = |scheme| CertificateAct::OpenCounter {
        of: OrganisationId(4),
        scheme,
        year: 2020,
        level: Level::Four,
        last: 70_000,
        source: [9; 32],
    };
    let unlisted = LegacyList { form: LegacyForm::Shanghai, institution: None, ..list() };
    let mut all: Vec<PublicAct> = [None, Some(day)]
        .map(|effective_on| OccupationAct::AnnounceExit { occupation: RowId(0), effective_on })
        .map(PublicAct::Occupation)
        .into();
    all.extend([
        step(Step::Drafted),
        step(Step::Enacted { effective_on: day }),
        step(Step::CatalogueChanged { on: day }),
        step(Step::TurnedToLevel),
        step(Step::Continue),
        step(Step::Stop),
    ]);
    let acts = [
        CertificateAct::Correct {
            certificate,
            name: [3; 32],
            document: [4; 32],
            reason: CorrectionReason::Both,
        },
        CertificateAct::Reissue { certificate, print: u64::MAX, reason: ReissueReason::Lost },
        revoke(Serials::All, Some(70_000)),
        revoke(Serials::Runs(vec![(1, 24), (300, 300)]), None),
        CertificateAct::RegisterLegacy(list()),
        CertificateAct::RegisterLegacy(unlisted),
        counter(Scheme::Level),
        counter(Scheme::Qualification),
        CertificateAct::Stock { blank: 2015, from: 0, to: 1 << 40, step: StockMove::Destroyed },
    ];
    all.extend(acts.map(PublicAct::Certificate));
    all
}

#[test]
fn every_act_after_issue_reads_back_as_it_was_written() {
    let key = SigningSeed::from_bytes(&[6; 32]).public_key();
    for act in acts() {
        let (event, bytes) = bytes(act);
        let Entry::Act(read) = Entry::read(&bytes).unwrap() else { panic!("an act") };
        assert_eq!(read.event, event);
        assert!(read.signed_by(&key, ORIGIN));
        for length in 0..bytes.len() {
            assert!(Entry::read(&bytes[..length]).is_err(), "cut at {length}");
        }
    }
}

/// Replaces the one place where some bytes stand, and expects the error.
fn check(act: CertificateAct, from: &[u8], to: &[u8], expect: EntryError) {
    let (_, bytes) = bytes(PublicAct::Certificate(act));
    let at = bytes.windows(from.len()).position(|w| w == from).expect("the bytes to change");
    let mut changed = bytes.clone();
    changed.splice(at..at + from.len(), to.iter().copied());
    assert_eq!(Entry::read(&changed), Err(expect));
}

#[test]
fn a_code_that_nobody_gave_is_refused_by_name() {
    let stock = |step| CertificateAct::Stock { blank: 1, from: 30, to: 31, step };
    let head = [0x84, 0x01, 0x18, 30, 0x18, 31];
    let with = |code: u8| [&head[..], &[code]].concat();
    check(stock(StockMove::Received), &with(1), &with(6), EntryError::Value("move of stock"));
    check(stock(StockMove::Received), &with(1), &with(0), EntryError::Value("move of stock"));
    let reissue = CertificateAct::Reissue {
        certificate: CertificateId { header: 30, serial: 31 },
        print: 32,
        reason: ReissueReason::Lost,
    };
    let from = [0x84, 0x18, 30, 0x18, 31, 0x18, 32, 1];
    let to = [0x84, 0x18, 30, 0x18, 31, 0x18, 32, 9];
    check(reissue, &from, &to, EntryError::Value("reason of reissue"));
    let bad = CertificateAct::RegisterLegacy(list());
    check(bad, b"99991001", b"9999100x", EntryError::Value("institution"));
}
