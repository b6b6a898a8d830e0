//! What an act says, as fields with their labels in the words of a language.
//!
//! In scope: every kind of act, read from the bytes that are signed, for whoever is to sign them.
//! Out of scope: layout, and what the register adds when it records the act.

use crate::words::Words;
use law::Law;
use register::{ActingKey, Organisation, PublicAct, Recognition, Scheme, SessionPlan};
use seal::Said;
use vocab::Hash;

/// One thing that an act says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name for programs.
    pub key: &'static str,
    /// Its name for people.
    pub label: String,
    /// What is said.
    pub value: String,
}

/// Returns everything that is said, in the order of reading. The law gives occupations their names.
pub fn fields(words: &Words, law: &Law, said: &Said) -> Vec<Field> {
    let mut fields = Fields { words, law, all: Vec::new() };
    let event = &said.event;
    fields.put("act", words.say("act-field-act", &[]), kind(words, &event.act));
    fields.put("log", words.say("act-field-log", &[]), said.origin.clone());
    if let Some(actor) = event.actor {
        fields.put("actor", words.say("act-field-actor", &[]), actor.0.to_string());
        fields.put("sequence", words.say("act-field-sequence", &[]), event.sequence.to_string());
    }
    fields.put("on", words.say("act-field-on", &[]), event.on.to_string());
    fields.act(&event.act);
    if let Some((count, digest)) = said.batch {
        fields.put("count", words.say("act-field-count", &[]), count.to_string());
        fields.hash("digest", words.say("act-field-digest", &[]), &digest);
    }
    fields.all
}

mod arrangement;
pub mod body;
pub mod cohort;
mod correction;
mod exam;
pub mod occupation;
pub mod supervision;

pub(crate) use arrangement::{room_words, volume};

/// Returns the name of a kind of act.
pub fn kind(words: &Words, act: &PublicAct) -> String {
    match act {
        PublicAct::Genesis { .. } => words.say("act-kind-genesis", &[]),
        PublicAct::RecogniseBody(_) => words.say("act-kind-recognise", &[]),
        PublicAct::Announce(_) => words.say("act-kind-announce", &[]),
        PublicAct::CloseRegistration { .. } => words.say("act-kind-close", &[]),
        PublicAct::RecordResults { .. } => words.say("act-kind-results", &[]),
        PublicAct::ConfirmResults { .. } => words.say("act-kind-confirm", &[]),
        PublicAct::IssueCertificates(_) => words.say("act-kind-issue", &[]),
        PublicAct::Settle(_) => words.say("act-kind-settle", &[]),
        PublicAct::Inspect { .. } => words.say("act-kind-inspect", &[]),
        PublicAct::Landmark { .. } => words.say("act-kind-landmark", &[]),
        PublicAct::RotateKey(_) => words.say("act-kind-rotate", &[]),
        PublicAct::RetireKey => words.say("act-kind-retire", &[]),
        PublicAct::CompromiseKey { .. } => words.say("act-kind-compromise", &[]),
        PublicAct::AddKey { .. } => words.say("act-kind-add-key", &[]),
        PublicAct::Occupation(act) => occupation::kind(words, act),
        PublicAct::Exam(act) => exam::kind(words, act),
        PublicAct::Cohort(act) => cohort::kind(words, act),
        PublicAct::Body(act) => body::kind(words, act),
        PublicAct::Session(act) => arrangement::kind(words, act),
        PublicAct::Certificate(act) => correction::kind(words, act),
        PublicAct::Supervise(act) => supervision::kind(words, act),
    }
}

/// Returns who holds a key, in words.
pub fn custody(words: &Words, operator: bool) -> String {
    if operator { words.say("custody-operator", &[]) } else { words.say("custody-self", &[]) }
}

pub(crate) struct Fields<'a> {
    words: &'a Words,
    law: &'a Law,
    all: Vec<Field>,
}

impl Fields<'_> {
    fn put(&mut self, key: &'static str, label: String, value: impl Into<String>) {
        self.all.push(Field { key, label, value: value.into() });
    }

    fn hash(&mut self, key: &'static str, label: String, hash: &[u8; 32]) {
        self.put(key, label, Hash(*hash).to_string());
    }

    fn session(&mut self, session: register::SessionId) {
        let label = self.words.say("act-field-session", &[]);
        self.put("session", label, session.0.to_string());
    }

    fn act(&mut self, act: &PublicAct) {
        let words = self.words;
        match act {
            PublicAct::Genesis { origin: _, law, organisations, log_key, recovery } => {
                self.hash("law", words.say("act-field-law", &[]), law);
                organisations.iter().for_each(|o| self.organisation(o));
                self.hash("log_key", words.say("act-field-log-key", &[]), log_key);
                let threshold = recovery.threshold.to_string();
                self.put("threshold", words.say("act-field-threshold", &[]), threshold);
                for key in &recovery.keys {
                    self.hash("recovery_key", words.say("act-field-recovery-key", &[]), key);
                }
            }
            PublicAct::RecogniseBody(recognition) => self.recognition(recognition),
            PublicAct::Announce(plan) => self.plan(plan),
            PublicAct::CloseRegistration { session, registered, root, last_accepted_on } => {
                self.session(*session);
                let registered = registered.to_string();
                self.put("registered", words.say("act-field-registered", &[]), registered);
                let last = last_accepted_on.to_string();
                self.put("last_accepted_on", words.say("act-field-last-accepted-on", &[]), last);
                self.hash("root", words.say("act-field-root", &[]), root);
            }
            PublicAct::RecordResults { session, held_on, sat, passed, root } => {
                self.session(*session);
                self.put("held_on", words.say("act-field-held-on", &[]), held_on.to_string());
                self.put("sat", words.say("act-field-sat", &[]), sat.to_string());
                self.put("passed", words.say("act-field-passed", &[]), passed.to_string());
                self.hash("root", words.say("act-field-root", &[]), root);
            }
            PublicAct::ConfirmResults { session } => self.session(*session),
            PublicAct::IssueCertificates(issue) => {
                self.session(issue.session);
                let dated = issue.dated_on.to_string();
                self.put("dated_on", words.say("act-field-dated-on", &[]), dated);
                let staff = self.yes(issue.holders_are_staff);
                self.put("holders_are_staff", words.say("act-field-staff", &[]), staff);
            }
            PublicAct::Settle(s) => {
                self.session(s.session);
                let of = |n: u32| n.to_string();
                self.put("continued", words.say("act-field-continued", &[]), of(s.continued));
                self.put("refunded", words.say("act-field-refunded", &[]), of(s.refunded));
                self.put("undecided", words.say("act-field-undecided", &[]), of(s.undecided));
                self.put("withdrew", words.say("act-field-withdrew", &[]), of(s.withdrew));
            }
            PublicAct::Inspect { inspected, findings } => {
                let label = words.say("act-field-organisation", &[]);
                self.put("organisation", label, inspected.0.to_string());
                self.hash("findings", words.say("act-field-findings", &[]), findings);
            }
            PublicAct::Landmark { size, root, state } => {
                self.put("size", words.say("act-field-size", &[]), size.to_string());
                self.hash("root", words.say("act-field-root", &[]), root);
                self.hash("state", words.say("act-field-state", &[]), state);
            }
            PublicAct::RetireKey => {}
            PublicAct::RotateKey(_)
            | PublicAct::CompromiseKey { .. }
            | PublicAct::AddKey { .. } => self.key_act(act),
            PublicAct::Occupation(act) => occupation::fields(self, act),
            PublicAct::Exam(act) => exam::fields(self, act),
            PublicAct::Cohort(act) => cohort::fields(self, act),
            PublicAct::Body(act) => body::fields(self, act),
            PublicAct::Session(act) => arrangement::fields(self, act),
            PublicAct::Certificate(act) => correction::fields(self, act),
            PublicAct::Supervise(act) => supervision::fields(self, act),
        }
    }

    fn key_act(&mut self, act: &PublicAct) {
        let words = self.words;
        let whose = words.say("act-field-organisation", &[]);
        match act {
            PublicAct::RotateKey(key) => self.acting(key),
            PublicAct::CompromiseKey { organisation, key, since } => {
                self.put("organisation", whose, organisation.0.to_string());
                self.hash("key", words.say("act-field-key", &[]), key);
                self.put("since", words.say("act-field-since", &[]), since.to_string());
            }
            PublicAct::AddKey { organisation, key } => {
                self.put("organisation", whose, organisation.0.to_string());
                self.acting(key);
            }
            _ => {}
        }
    }

    fn acting(&mut self, key: &ActingKey) {
        self.hash("key", self.words.say("act-field-key", &[]), &key.key);
        let custody = custody(self.words, key.operator_custody);
        self.put("custody", self.words.say("act-field-custody", &[]), custody);
    }

    fn organisation(&mut self, organisation: &Organisation) {
        let Organisation { kind: _, name, key, operator_custody, institution } = organisation;
        self.put("name", self.words.say("act-field-name", &[]), name.clone());
        self.acting(&ActingKey { key: *key, operator_custody: *operator_custody });
        if let Some(code) = institution {
            let label = self.words.say("act-field-institution", &[]);
            self.put("institution", label, code.to_string());
        }
    }

    fn recognition(&mut self, r: &Recognition) {
        let words = self.words;
        let label = words.say("act-field-organisation", &[]);
        self.put("organisation", label, r.id.0.to_string());
        self.organisation(&r.body);
        self.put("prefix", words.say("act-field-prefix", &[]), r.prefix.to_string());
        for (row, level) in &r.scope {
            let covered = format!("{} {}", self.occupation(*row), level.zh());
            self.put("scope", words.say("act-field-scope", &[]), covered);
        }
        if let Some(day) = r.published_on {
            self.put("published_on", words.say("act-field-published-on", &[]), day.to_string());
        }
        if let Some(day) = r.until {
            self.put("until", words.say("act-field-until", &[]), day.to_string());
        }
        let (outsiders, standard) = (self.yes(r.covers_outsiders), self.yes(r.standard_exists));
        self.put("covers_outsiders", words.say("act-field-outsiders", &[]), outsiders);
        self.put("standard_exists", words.say("act-field-standard", &[]), standard);
    }

    fn plan(&mut self, plan: &SessionPlan) {
        let words = self.words;
        self.session(plan.session);
        let scheme = match plan.scheme {
            Scheme::Qualification => words.say("act-scheme-qualification", &[]),
            Scheme::Level => words.say("act-scheme-level", &[]),
        };
        self.put("scheme", words.say("act-field-scheme", &[]), scheme);
        let occupation = self.occupation(plan.occupation);
        self.put("occupation", words.say("act-field-occupation", &[]), occupation);
        self.put("level", words.say("act-field-level", &[]), plan.level.zh());
        let until = plan.registration_until.to_string();
        self.put("registration_until", words.say("act-field-registration-until", &[]), until);
        self.put("planned_on", words.say("act-field-planned-on", &[]), plan.planned_on.to_string());
    }

    /// Returns the name of an occupation, which is legal text and the same in every language.
    fn occupation(&self, row: law::RowId) -> String {
        let row = self.law.rows.get(row).map(|row| row.canonical().to_string());
        row.unwrap_or_else(|| self.words.say("act-no-occupation", &[]))
    }

    fn yes(&self, holds: bool) -> String {
        if holds { self.words.say("act-yes", &[]) } else { self.words.say("act-no", &[]) }
    }
}
