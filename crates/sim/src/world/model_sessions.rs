//! The second count of arranged sessions: who is where when, who came, when publicity ends.
//!
//! In scope: arithmetic of the world's own, over working days as the calendar's table has them.
//! Out of scope: results and rows (`model`).

use crate::world::END;
use crate::world::failure::Broken;
use law::Law;
use register::{Event, OrganisationId, PublicAct, SessionAct, SessionId, StaffId, State};
use std::collections::{HashMap, HashSet};
use vocab::{Day, Instant, SitePrefix};

/// Working days of publicity.
const PUBLIC_DAYS: u32 = 5;

/// Returns the last day on which results of a day may be objected to: day by day.
pub(crate) fn publicity_end(law: &Law, published_on: Day) -> Day {
    let (mut day, mut worked) = (published_on, 0);
    while worked < PUBLIC_DAYS {
        day = day.plus_days(1);
        // Beyond the table, every day counts: the register answers that it does not know.
        worked += u32::from(law.workdays().is_workday(day).unwrap_or(true));
    }
    day
}

/// Says whether publicity that begins on a day may end after the last day of the table of working
/// days. The longest holidays are of eight days.
pub(crate) fn beyond_calendar(published_on: Day) -> bool {
    END <= published_on.plus_days(PUBLIC_DAYS as i32 + 12)
}

/// What is taken for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Taken {
    Staff(StaffId),
    Room(SitePrefix, u16),
}

/// What the model knows of an arranged session.
#[derive(Clone, Debug, Default)]
struct Course {
    taken: Vec<Taken>,
    present: Option<u32>,
    published_on: Option<Day>,
    open: u32,
    owed: u32,
    objections: usize,
    archived: bool,
}

/// The second count.
#[derive(Default)]
pub(crate) struct Arranged {
    courses: HashMap<SessionId, Course>,
    busy: HashMap<Taken, Vec<(SessionId, Instant, Instant)>>,
    /// Who is lent to whom, from when to when.
    lent: HashMap<(StaffId, OrganisationId), (Day, Day)>,
    /// Who stands back from which session.
    back: HashSet<(SessionId, StaffId)>,
}

fn broken<T>(what: String) -> Result<T, Broken> {
    Err(Broken::Invariant { id: "arranged sessions", what })
}

impl Arranged {
    /// Compares what an act touched.
    pub(crate) fn touched(
        &mut self,
        law: &Law,
        registered: u32,
        event: &Event,
    ) -> Result<(), Broken> {
        match &event.act {
            PublicAct::Session(act) => self.session(law, registered, event, act),
            PublicAct::RecordResults { session, sat, .. } => {
                let Some(course) = self.courses.get_mut(session) else { return Ok(()) };
                course.published_on = Some(event.on);
                match course.present {
                    Some(present) if *sat <= present => Ok(()),
                    _ => broken(format!("results of session {}: {course:?}", session.0)),
                }
            }
            PublicAct::ConfirmResults { session } => self.confirmed(law, event, *session),
            _ => Ok(()),
        }
    }

    fn confirmed(&mut self, law: &Law, event: &Event, id: SessionId) -> Result<(), Broken> {
        let Some(course) = self.courses.get(&id) else { return Ok(()) };
        let end = course.published_on.map(|day| publicity_end(law, day));
        let over = end.is_some_and(|end| end < event.on) && course.open == 0 && course.owed == 0;
        if !over {
            return broken(format!("session {} confirmed on {}: {course:?}", id.0, event.on));
        }
        self.release(id);
        Ok(())
    }

    fn session(
        &mut self,
        law: &Law,
        registered: u32,
        event: &Event,
        act: &SessionAct,
    ) -> Result<(), Broken> {
        match act {
            SessionAct::Arrange(arrangement) => {
                self.serve(event.actor, arrangement)?;
                return self.arranged(registered, arrangement);
            }
            SessionAct::Lend { staff, to, from, until } => {
                self.lent.insert((*staff, *to), (*from, *until));
                let own = Some(staff.of) == event.actor && *from <= *until;
                return if own { Ok(()) } else { broken(format!("{act:?}")) };
            }
            SessionAct::DeclareRelation { session, staff } => {
                self.back.insert((*session, *staff));
                return Ok(());
            }
            _ => {}
        }
        let Some(id) = act.session() else { return Ok(()) };
        let Some(course) = self.courses.get_mut(&id) else {
            return broken(format!("{act:?} of a session that is not arranged"));
        };
        let right = match act {
            SessionAct::SignIn { present, .. } => {
                course.present.replace(*present).is_none() && *present <= registered
            }
            SessionAct::Object { objection, .. } => {
                let end = course.published_on.map(|day| publicity_end(law, day));
                course.open += 1;
                course.objections += 1;
                let numbered = *objection as usize + 1 == course.objections;
                numbered && end.is_some_and(|end| event.on <= end)
            }
            SessionAct::DecideObjection { upheld, .. } => {
                course.owed += u32::from(*upheld);
                let open = course.open;
                course.open = open.saturating_sub(1);
                0 < open
            }
            SessionAct::ReviseResults { sat, passed, .. } => {
                course.published_on = Some(event.on);
                let owed = std::mem::take(&mut course.owed);
                0 < owed && passed <= sat && Some(*sat) <= course.present
            }
            SessionAct::Archive(_) => {
                course.archived = true;
                true
            }
            _ => true,
        };
        if right { Ok(()) } else { broken(format!("{act:?} on {}: {course:?}", event.on)) }
    }

    /// Whoever serves is the body's own or lent for the day, and does not stand back.
    fn serve(&self, by: Option<OrganisationId>, it: &register::Arrangement) -> Result<(), Broken> {
        for room in &it.rooms {
            let day = room.from.day_in_china();
            for staff in room.invigilators.iter().chain(&room.examiners) {
                let days = by.and_then(|by| self.lent.get(&(*staff, by)));
                let lent = days.is_some_and(|(from, until)| *from <= day && day <= *until);
                let may = Some(staff.of) == by || lent;
                if !may || self.back.contains(&(it.session, *staff)) {
                    return broken(format!("{staff:?} serves in session {}", it.session.0));
                }
            }
        }
        Ok(())
    }

    fn arranged(
        &mut self,
        registered: u32,
        arrangement: &register::Arrangement,
    ) -> Result<(), Broken> {
        let id = arrangement.session;
        self.release(id);
        let mut seated: HashMap<_, u32> = HashMap::new();
        let mut taken = Vec::new();
        for room in &arrangement.rooms {
            *seated.entry(room.part).or_default() += u32::from(room.candidates);
            let staff = room.invigilators.iter().chain(&room.examiners).copied().map(Taken::Staff);
            for what in staff.chain([Taken::Room(arrangement.site, room.room)]) {
                let all = self.busy.entry(what).or_default();
                if all.iter().any(|(_, from, until)| room.from < *until && *from < room.until) {
                    return broken(format!("{what:?} is in two places at {}", room.from));
                }
                all.push((id, room.from, room.until));
                taken.push(what);
            }
            if room.seats < room.candidates {
                return broken(format!("{room:?}"));
            }
        }
        if seated.values().any(|seats| *seats != registered) {
            return broken(format!("session {}: {seated:?} of {registered}", id.0));
        }
        self.courses.entry(id).or_default().taken = taken;
        Ok(())
    }

    fn release(&mut self, id: SessionId) {
        let Some(course) = self.courses.get_mut(&id) else { return };
        for what in std::mem::take(&mut course.taken) {
            if let Some(all) = self.busy.get_mut(&what) {
                all.retain(|(of, ..)| *of != id);
                if all.is_empty() {
                    self.busy.remove(&what);
                }
            }
        }
    }

    /// Compares everything.
    pub(crate) fn at_the_end(&self, state: &State) -> Result<(), Broken> {
        for (id, found) in state.arrangements().all() {
            let Some(course) = self.courses.get(&id) else {
                return broken(format!("session {} is arranged", id.0));
            };
            let open = found.objections.iter().filter(|o| o.upheld.is_none()).count();
            let same = found.present == course.present
                && found.objections.len() == course.objections
                && open == course.open as usize
                && found.owed == course.owed
                && found.archive.is_some() == course.archived;
            if !same {
                return broken(format!("session {}: {found:?}, not {course:?}", id.0));
            }
        }
        let all = state.arrangements().all().count();
        if all == self.courses.len() { Ok(()) } else { broken(format!("{all} are arranged")) }
    }
}
