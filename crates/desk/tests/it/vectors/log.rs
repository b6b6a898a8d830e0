//! The log of the vectors: every kind of act, a batch that fills a tile, landmarks, cosignatures.
//!
//! In scope: making it once, decided by the law of that day, with keys that everybody knows.
//! Out of scope: checking it (`check_log`), the register's own way of publishing (`publishing`).

use crate::stage::{day, room};
use crate::vectors::keys::{ORIGIN, public};
use crate::vectors::making::{Holder, LEVEL, Making, root, row};
use crate::vectors::say::hex;
use desk::{
    ActingKey, Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet,
    Scheme, SessionId, SessionPlan,
};
use register::{Issue, Settlement};
use seal::{Bundle, Commitment, Field, ProvenEntry, ShortProof, TlogProof};
use serde_json::{Value, json};
use vocab::{Instant, Level};

pub const AUTHORITY: u32 = 0;
pub const CENTRE: u32 = 1;
pub const SUPERVISOR: u32 = 2;
pub const EMPLOYER: u32 = 3;
/// Candidates of the session, how many of them passed, and how many get certificates: enough that
/// the first tile of the log is full.
const CANDIDATES: usize = 250;
const PASSED: u32 = 248;
const CERTIFIED: u32 = 244;

/// Makes the log.
pub fn make() -> Making {
    let mut log = Making::new(ORIGIN, "log/", "log");
    log.found();
    log.examination();
    let holders = log.session();
    log.change_keys();
    log.landmark("2020-12-22");
    log.act(Some(AUTHORITY), "authority", "2020-12-23", inspection(CENTRE));
    log.publish("2020-12-24");
    log.files_of_a_certificate(&holders[5]);
    log
}

fn organisation(kind: OrganisationKind, key: &str, code: Option<&str>) -> Organisation {
    Organisation {
        kind,
        name: format!("示例{key}（虚构）"),
        key: public(key),
        operator_custody: kind == OrganisationKind::Employer,
        institution: code.map(|c| c.parse().unwrap()),
    }
}

fn inspection(of: u32) -> PublicAct {
    PublicAct::Inspect { inspected: OrganisationId(of), findings: [7; 32] }
}

impl Making {
    fn found(&mut self) {
        let organisations = vec![
            organisation(OrganisationKind::Authority, "authority", None),
            organisation(OrganisationKind::Department, "centre", Some("99991001")),
            organisation(OrganisationKind::Supervisor, "supervisor", None),
        ];
        let keys = (0..3).map(|n| public(&format!("recovery {n}"))).collect();
        let genesis = PublicAct::Genesis {
            origin: ORIGIN.into(),
            law: room().law().digest.0,
            organisations,
            log_key: public("log"),
            recovery: RecoverySet { threshold: 2, keys },
        };
        self.act(None, "authority", "2020-07-22", genesis);
        let recognition = Recognition {
            id: OrganisationId(EMPLOYER),
            body: organisation(OrganisationKind::Employer, "employer", None),
            prefix: "Y000099000001".parse().unwrap(),
            scope: vec![(row("车工"), Level::Four), (row("车工"), Level::Three)],
            published_on: Some(day("2020-08-03")),
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        let act = PublicAct::RecogniseBody(recognition);
        self.act(Some(AUTHORITY), "authority", "2020-08-03", act);
    }

    fn plan(&self, scheme: Scheme, name: &str, until: &str, planned: &str) -> SessionPlan {
        SessionPlan {
            session: self.state.next_session(),
            scheme,
            occupation: row(name),
            level: LEVEL,
            registration_until: day(until),
            planned_on: day(planned),
        }
    }

    /// An examination of the old scheme that is in flight at the exit, and its settlement.
    fn examination(&mut self) {
        let by = (Some(CENTRE), "centre");
        let plan = self.plan(Scheme::Qualification, "中式烹调师", "2020-10-10", "2020-10-24");
        let session = plan.session;
        self.act(by.0, by.1, "2020-09-10", PublicAct::Announce(plan));
        let leaves: Vec<Commitment> = sim::People::new(2)
            .take(4)
            .map(|p| self.salt().commit(Field::Document(p.id().kind().code(), p.id().number())))
            .collect();
        let last_accepted_on = day("2020-09-20");
        let (registered, root) = (4, root(&leaves));
        let closing = PublicAct::CloseRegistration { session, registered, root, last_accepted_on };
        self.act(by.0, by.1, "2020-10-12", closing);
        let settlement =
            Settlement { session, continued: 2, refunded: 1, undecided: 1, withdrew: 0 };
        self.act(by.0, by.1, "2020-10-13", PublicAct::Settle(settlement));
        let settlement = Settlement { continued: 3, undecided: 0, ..settlement };
        self.act(by.0, by.1, "2020-10-20", PublicAct::Settle(settlement));
        self.act(Some(SUPERVISOR), "supervisor", "2020-11-10", inspection(EMPLOYER));
    }

    /// A session of the new scheme, up to its certificates. Returns their holders.
    fn session(&mut self) -> Vec<Holder> {
        let by = (Some(EMPLOYER), "employer");
        let plan = self.plan(Scheme::Level, "车工", "2020-11-25", "2020-12-05");
        let session = plan.session;
        self.act(by.0, by.1, "2020-11-16", PublicAct::Announce(plan));
        let people: Vec<(String, (u8, String))> = sim::People::new(3)
            .take(CANDIDATES)
            .map(|p| (p.label(), (p.id().kind().code(), p.id().number().into())))
            .collect();
        let leaves: Vec<Commitment> = people
            .iter()
            .map(|(_, document)| self.salt().commit(Field::Document(document.0, &document.1)))
            .collect();
        let (registered, last_accepted_on) = (CANDIDATES as u32, day("2020-11-24"));
        let root_of = root(&leaves);
        let closing =
            PublicAct::CloseRegistration { session, registered, root: root_of, last_accepted_on };
        self.act(by.0, by.1, "2020-11-27", closing);
        let rows: Vec<Commitment> = (0..registered)
            .map(|place| {
                let theory = if place < PASSED { 700 } else { 500 };
                self.scored(place, theory, 800, place < PASSED)
            })
            .collect();
        let results = PublicAct::RecordResults {
            session,
            held_on: day("2020-12-05"),
            sat: registered,
            passed: PASSED,
            root: root(&rows),
        };
        self.act(by.0, by.1, "2020-12-07", results);
        self.act(by.0, by.1, "2020-12-14", PublicAct::ConfirmResults { session });
        self.landmark("2020-12-15");
        let holders = self.issue_all(by, session, &people);
        self.landmark("2020-12-17");
        holders
    }

    fn issue_all(
        &mut self,
        by: (Option<u32>, &str),
        session: SessionId,
        people: &[(String, (u8, String))],
    ) -> Vec<Holder> {
        let holders: Vec<Holder> = people[..CERTIFIED as usize]
            .iter()
            .map(|(name, document)| Holder {
                name: name.clone(),
                document: document.clone(),
                salts: (self.salt(), self.salt()),
            })
            .collect();
        let (rows, dated_on) = ((0..CERTIFIED).collect(), day("2020-12-16"));
        let issue = Issue { session, dated_on, rows, holders_are_staff: true };
        self.issue(by, "2020-12-16", issue, &holders);
        holders
    }

    /// A key is changed, found in other hands, given again and retired.
    fn change_keys(&mut self) {
        let key = |name, operator_custody| ActingKey { key: public(name), operator_custody };
        let second = key("employer, second", false);
        self.act(Some(EMPLOYER), "employer", "2020-12-18", PublicAct::RotateKey(second));
        let compromise = PublicAct::CompromiseKey {
            organisation: OrganisationId(EMPLOYER),
            key: second.key,
            since: Instant(Instant::start_of(day("2020-12-18")).0 + 18 * 3600),
        };
        self.recovery("2020-12-19", compromise);
        let third = key("employer, third", true);
        let given = PublicAct::AddKey { organisation: OrganisationId(EMPLOYER), key: third };
        self.recovery("2020-12-20", given);
        self.act(Some(EMPLOYER), "employer, third", "2020-12-21", PublicAct::RetireKey);
    }

    /// Puts the file of a certificate, what its holder knows, and a tlog-proof of its entry.
    fn files_of_a_certificate(&mut self, holder: &Holder) {
        // The header and the sixth certificate after it.
        let header = self.signers.keys().rev().find(|i| self.states_has_batch(**i)).copied();
        let header = header.expect("a batch was issued");
        let steps = self
            .signers
            .range(..header)
            .rev()
            .filter(|(index, signers)| **index != 0 && signers[0] == "employer");
        let mut places: Vec<u64> = steps.map(|(index, _)| *index).collect();
        places.extend([0, 1, header, header + 6]);
        places.sort_unstable();
        let entries = places.iter().map(|&index| {
            let short = self.landmarks.subtree(index).map(|(subtree, _, landmark)| ShortProof {
                landmark: landmark.size,
                hashes: subtree.prove(&mut &self.tree, index).unwrap(),
            });
            let bytes = self.entries[index as usize].clone();
            ProvenEntry { index, bytes, proof: self.proof(index), short }
        });
        let number = "Y000099000001204000006";
        let bundle = Bundle {
            number: number.into(),
            name_salt: holder.salts.0,
            document_salt: holder.salts.1,
            entries: entries.collect(),
            checkpoint: self.checkpoint("2020-12-24"),
        };
        let proof =
            TlogProof::new(header + 6, self.proof(header + 6), self.checkpoint("2020-12-24"));
        let about: Value = json!({
            "number": number,
            "index": header + 6,
            "entry": hex(&self.entries[header as usize + 6]),
            "name": holder.name,
            "document": { "kind": holder.document.0, "number": holder.document.1 },
        });
        let about = serde_json::to_string_pretty(&about).unwrap() + "\n";
        let files = [
            ("certificate.dengji", bundle.to_string()),
            ("certificate.json", about),
            ("certificate.tlog-proof", proof.unwrap().to_string()),
        ];
        self.files.extend(files.map(|(path, text)| (path.to_string(), text.into_bytes())));
    }

    fn states_has_batch(&self, index: u64) -> bool {
        let read = seal::Entry::read(&self.entries[index as usize]).unwrap();
        matches!(read, seal::Entry::Act(act) if act.batch.is_some())
    }
}
