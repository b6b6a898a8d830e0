//! Importing what candidates of an examination chose: many at once, or nothing.
//!
//! Source: 三: the candidate chooses to continue or the refund.
//! In scope: matching rows to candidates, choices that come too late, one transaction for a part.
//! Out of scope: what one candidate says (`settle_exam`), the public tally.
//! I-PRI-1: choices stay in private rows; the log gets counts.

use crate::candidates::group;
use crate::house::House;
use crate::house_error::HouseError;
use crate::import_candidates::Entered;
use crate::import_record::group as import_group;
use crate::import_sheet::{Column, Form, Options, SheetFile, Taken, part_of, take};
use crate::private_rows::private;
use crate::settle_exam::{Channel, Choice, Said, election_name};
use paper::{CellReason, Faults, Row, RowReason};
use register::{Election, SessionId, Settled};
use std::collections::{BTreeMap, BTreeSet};
use store::PrivateKind;
use vocab::Day;

/// What a row says: the candidate's place, what was said, when and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The candidate's place.
    pub place: u32,
    /// What was said.
    pub said: Said,
    /// When; nothing for the day of the import.
    pub on: Option<Day>,
    /// How it came.
    pub channel: Channel,
}

/// The words under 选择.
const CHOICES: &str = "继续考试 continue, 退费 refund, 未定 undecided, 放弃 withdrew";
/// The words under 渠道.
const CHANNELS: &str = "窗口 window, 电话 phone, 短信 message, 网上 online, 信函 letter";

impl House {
    /// Reads a sheet of what candidates of an examination chose.
    ///
    /// # Errors
    /// There is no such examination, or private rows cannot be read.
    pub fn read_elections(
        &self,
        (session, on): (SessionId, Day),
        file: &SheetFile,
        options: &Options,
        news: &mut dyn FnMut(u32),
    ) -> Result<Taken<Heard>, HouseError> {
        self.session(session)?;
        let candidates = self.candidate_rows(session)?;
        let places: BTreeMap<(u8, &str), u32> =
            candidates.iter().zip(0u32..).map(|(c, place)| (c.document(), place)).collect();
        let examined: BTreeSet<u32> =
            self.scores(session)?.iter().map(|(place, _)| *place).collect();
        let done = match file.digest() {
            Ok(digest) => self.imported(&import_group(&into(session), &digest))?,
            Err(_) => Vec::new(),
        };
        let done: BTreeSet<u32> = done.into_iter().map(|(part, _)| part).collect();
        Ok(take(file, Form::Elections, options, news, |row, faults| {
            let heard = said(row, faults);
            let chosen_on = row.day(Column::ChosenOn);
            if chosen_on.is_some_and(|day| on < day) {
                faults.put(Column::ChosenOn, RowReason::Future);
            }
            let person = row.person()?;
            let Some(place) = places.get(&(person.kind().code(), person.number())).copied() else {
                faults.put(Column::DocumentNumber, RowReason::Stranger);
                return None;
            };
            // What this same file brought about is no reason against it.
            if !done.contains(&part_of(row.number())) {
                if candidates[place as usize].candidate().settled.is_some() {
                    faults.put(Column::DocumentNumber, RowReason::Settled);
                } else if examined.contains(&place) {
                    faults.put(Column::DocumentNumber, RowReason::Examined);
                }
            }
            let (said, channel) = heard?;
            row.is_good().then_some(Heard { place, said, on: chosen_on, channel })
        }))
    }

    /// Keeps what many candidates said. The same file is heard once.
    ///
    /// # Errors
    /// As [`House::hear`].
    pub fn import_elections(
        &mut self,
        (session, on): (SessionId, Day),
        taken: Taken<Heard>,
        news: &mut dyn FnMut(u32),
    ) -> Result<Entered, HouseError> {
        let digest = taken.report.digest();
        let remembered = import_group(&into(session), &digest);
        let done: BTreeSet<u32> =
            self.imported(&remembered)?.into_iter().map(|(part, _)| part).collect();
        let mut entered = Entered::default();
        for (part, heard) in taken.into_parts() {
            entered.parts += 1;
            entered.places.extend(heard.iter().map(|heard| heard.place));
            if done.contains(&part) {
                entered.repeated += 1;
                continue;
            }
            self.hear_all((session, on), &heard, (&remembered, part, &digest))?;
            news(part);
        }
        Ok(entered)
    }

    fn hear_all(
        &mut self,
        (session, on): (SessionId, Day),
        all: &[Heard],
        (remembered, part, digest): (&str, u32, &[u8; 32]),
    ) -> Result<(), HouseError> {
        let mut candidates = self.candidate_rows(session)?;
        let first = self.choices(session)?.len() as u32;
        let mut rows = Vec::with_capacity(2 * all.len() + 1);
        for (next, heard) in (first..).zip(all) {
            let Heard { place, said, channel, .. } = *heard;
            let row = candidates.get_mut(place as usize).ok_or(HouseError::NoCandidate(place))?;
            let mut candidate = row.candidate();
            let name = match said {
                Said::Chose(election) => {
                    if candidate.settled.is_some() {
                        return Err(HouseError::Settled);
                    }
                    candidate.election = election;
                    election_name(election)
                }
                Said::Withdrew => {
                    candidate.settle(Settled::Withdrew).map_err(|_| HouseError::Settled)?;
                    "withdrew"
                }
            };
            row.update(&candidate);
            rows.push(row.row(session, place));
            let on = heard.on.unwrap_or(on).0;
            let choice = Choice { place, said: name.to_string(), on, channel };
            rows.push(private(PrivateKind::Election, &group(session), next, &choice));
        }
        rows.push(self.remember(remembered, part, digest, (first, all.len() as u32)));
        self.write_private(&rows)
    }
}

/// Names what elections go into.
fn into(session: SessionId) -> String {
    format!("elections-{}", group(session))
}

/// Reads what a row says and how it came.
pub(crate) fn said(row: &Row<'_>, faults: &mut Faults<'_>) -> Option<(Said, Channel)> {
    let said = row.text(Column::Choice).and_then(|text| {
        let found = match text {
            "继续考试" | "继续" | "continue" => Some(Said::Chose(Election::Continue)),
            "退费" | "退款" | "refund" => Some(Said::Chose(Election::Refund)),
            "未定" | "undecided" => Some(Said::Chose(Election::Undecided)),
            "放弃" | "withdrew" => Some(Said::Withdrew),
            _ => None,
        };
        if found.is_none() {
            faults.put(Column::Choice, CellReason::NotOneOf(CHOICES));
        }
        found
    });
    let channel = row.text(Column::Channel).and_then(|text| {
        let zh = ["窗口", "电话", "短信", "网上", "信函"];
        let named = |(channel, zh): &(Channel, &str)| *zh == text || channel.name() == text;
        let found = Channel::ALL.into_iter().zip(zh).find(named);
        if found.is_none() {
            faults.put(Column::Channel, CellReason::NotOneOf(CHANNELS));
        }
        found.map(|(channel, _)| channel)
    });
    said.zip(channel)
}
