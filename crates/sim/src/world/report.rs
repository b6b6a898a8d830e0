//! `Report`: what a run did, in numbers.
//!
//! In scope: counting and one text. Out of scope: judging.

use crate::world::keeper::Answer;
use crate::world::post::{Expect, Message};
use std::collections::BTreeMap;
use std::fmt;

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Requests taken.
    pub requests: u64,
    /// Acts recorded.
    pub acts: u64,
    /// Requests that were a repetition.
    pub repeated: u64,
    /// Requests refused.
    pub refused: u64,
    /// Entries of the log.
    pub entries: u64,
    /// Certificates among them.
    pub certificates: u64,
    /// Landmarks stated.
    pub landmarks: u64,
    /// Crashes.
    pub crashes: u64,
    /// Candidates of examinations in flight that were followed to their end.
    pub settled: u64,
    /// Bodies listed because hardly anybody failed: every crooked one with enough candidates.
    pub listed: u64,
    /// Batches of honest bodies that have a bound on their pace; one that was refused for it would
    /// have ended the run.
    pub paced: u64,
    /// How often each scheme was tried, and refused every time.
    pub schemes: BTreeMap<&'static str, u64>,
}

impl Report {
    pub(crate) fn count(&mut self, message: &Message, answer: &Answer) {
        self.requests += 1;
        match answer {
            Answer::Done(_) => self.acts += 1,
            Answer::Repeated(_) => self.repeated += 1,
            Answer::Refused(..) | Answer::OtherRequest => self.refused += 1,
        }
        if let Expect::Refused { scheme, .. } = message.expect {
            *self.schemes.entry(scheme).or_default() += 1;
        }
    }

    /// Adds another run's numbers.
    pub fn add(&mut self, other: &Report) {
        self.requests += other.requests;
        self.acts += other.acts;
        self.repeated += other.repeated;
        self.refused += other.refused;
        self.entries += other.entries;
        self.certificates += other.certificates;
        self.landmarks += other.landmarks;
        self.crashes += other.crashes;
        self.settled += other.settled;
        self.listed += other.listed;
        self.paced += other.paced;
        for (scheme, tries) in &other.schemes {
            *self.schemes.entry(scheme).or_default() += tries;
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { requests, acts, repeated, refused, entries, landmarks, crashes, .. } = self;
        writeln!(
            f,
            "{requests} requests: {acts} recorded, {repeated} repeated, {refused} refused"
        )?;
        let certificates = self.certificates;
        writeln!(f, "{entries} entries with {certificates} certificates")?;
        writeln!(f, "{landmarks} landmarks, {crashes} crashes")?;
        write!(f, "{} candidates in flight followed to their end", self.settled)?;
        write!(f, "\n{} bodies listed that let everybody pass", self.listed)?;
        write!(f, "\n{} batches of honest bodies, none refused for its pace", self.paced)?;
        for (scheme, tries) in &self.schemes {
            write!(f, "\n  {scheme}: tried {tries} times, refused every time")?;
        }
        Ok(())
    }
}
