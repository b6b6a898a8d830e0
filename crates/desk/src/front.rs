//! `Front`, where many ask at once: one thread acts, and acts that wait together share a flush.
//!
//! In scope: the queue, groups, upkeep when nobody waits, what a caller hears.
//! Out of scope: what is done (the use cases), who may ask (`web`).
//! I-LOG-3: a caller hears of an act after the flush that made it durable.
//! Failure: when a flush fails, everybody of its group hears that nothing may be relied on; the
//! same request, repeated, says what was kept. A bug in one act ends its group, not the thread.

use crate::house::House;
use crate::house_error::HouseError;
use crate::observe::{Doing, Observer, Sight};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Acts of one group at most: bounds what is lost together, and how long the first waits.
const GROUP_MAX: usize = 256;
/// Acts that may wait; who comes after them waits to be let into the queue.
const WAITING_MAX: usize = 1_024;
/// How long nobody asks before the store is tended.
const QUIET: Duration = Duration::from_millis(50);
/// How long at most between two looks whether there is something to tend, when there was nothing.
const QUIET_MAX: Duration = Duration::from_secs(2);
/// A moment between slices of upkeep, in which others get the house.
const BETWEEN_SLICES: Duration = Duration::from_millis(1);
/// How long upkeep, or whoever only reads, waits after a fault before it is tried again, so that a
/// fault is not told without end and a storm of readers makes nothing be read anew.
pub const AFTER_FAULT: Duration = Duration::from_secs(10);

/// A way to the one thread that acts. Copies lead to the same thread; dropping the last waits until
/// it has done what was asked.
#[derive(Clone)]
pub struct Front(Arc<Acting>);

struct Acting {
    /// Nothing only while the last copy is dropped.
    queue: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
    observer: Arc<dyn Observer>,
}

/// Why an act was not answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Unanswered {
    /// The flush failed; what the act came to is unknown until it is asked again.
    #[error("what was done could not be made durable; repeat the request")]
    Flush(#[source] Arc<HouseError>),
    /// The act, or one beside it, stopped with a bug.
    #[error("the act stopped with a fault of this program; repeat the request")]
    Stopped,
}

/// What somebody asked for: its work, which answers once it is durable. It holds the way to answer
/// even when the work is never begun.
struct Job {
    work: Box<dyn FnOnce(&mut House) -> Reply + Send>,
    refuse: Reply,
}

type Reply = Box<dyn FnOnce(Result<(), Unanswered>) + Send>;

impl Front {
    /// Starts the thread. Others may lock the house to read; it is locked for the length of a
    /// group at most.
    pub fn over(house: Arc<Mutex<House>>) -> Front {
        let (queue, jobs) = sync_channel(WAITING_MAX);
        let observer = Arc::clone(&held(&house).observer);
        let thread = std::thread::spawn(move || act(&house, &jobs));
        Front(Arc::new(Acting { queue: Some(queue), thread: Some(thread), observer }))
    }

    /// Does something in the house, and returns what it came to once that is durable.
    ///
    /// # Errors
    /// [`Unanswered`]: nothing is known of what was done.
    pub fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut House) -> T + Send + 'static,
    ) -> Result<T, Unanswered> {
        let (send, answer) = sync_channel(1);
        let unheard = send.clone();
        let refuse: Reply = Box::new(move |why| {
            unheard.send(why.and(Err(Unanswered::Stopped))).ok();
        });
        let work = Box::new(move |house: &mut House| {
            let done = work(house);
            let reply: Reply = Box::new(move |durable| {
                // Whoever asked may have gone; what was done stays done.
                send.send(durable.map(|()| done)).ok();
            });
            reply
        });
        let job = Job { work, refuse };
        let queue = self.0.queue.as_ref().ok_or(Unanswered::Stopped)?;
        self.0.observer.saw(&Sight::Queued);
        if queue.send(job).is_err() {
            self.0.observer.saw(&Sight::Taken);
            return Err(Unanswered::Stopped);
        }
        answer.recv().unwrap_or(Err(Unanswered::Stopped))
    }
}

fn held(house: &Mutex<House>) -> MutexGuard<'_, House> {
    // Whoever stopped while holding it left a state that `Front` drops, or that only read.
    house.lock().unwrap_or_else(PoisonError::into_inner)
}

fn act(house: &Mutex<House>, jobs: &Receiver<Job>) {
    let mut wait = QUIET;
    loop {
        match jobs.recv_timeout(wait) {
            Ok(job) => {
                group(&mut held(house), job, jobs);
                wait = QUIET;
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                wait = match tend(&mut held(house)) {
                    Some(true) => BETWEEN_SLICES,
                    Some(false) => (2 * wait).clamp(QUIET, QUIET_MAX),
                    None => AFTER_FAULT,
                };
            }
        }
    }
}

/// Does a slice of upkeep, and says whether more is left; nothing when it failed, which the house
/// told its observer. A bug in it ends the slice, not the thread.
fn tend(house: &mut House) -> Option<bool> {
    match catch_unwind(AssertUnwindSafe(|| house.tend())) {
        Ok(tended) => tended.ok(),
        Err(_) => {
            house.abandon();
            house.observer.saw(&Sight::Failed { doing: Doing::Tend, why: &Unanswered::Stopped });
            None
        }
    }
}

fn group(house: &mut House, first: Job, jobs: &Receiver<Job>) {
    let mut replies: Vec<Reply> = Vec::new();
    let observer = Arc::clone(&house.observer);
    observer.saw(&Sight::Taken);
    let Job { work, refuse } = first;
    let mut first = Some(work);
    let done = catch_unwind(AssertUnwindSafe(|| {
        house.together(|house| {
            replies.extend(first.take().map(|work| work(house)));
            while replies.len() < GROUP_MAX
                && let Ok(job) = jobs.try_recv()
            {
                observer.saw(&Sight::Taken);
                replies.push((job.work)(house));
            }
        })
    }));
    if !replies.is_empty() {
        observer.saw(&Sight::Group(replies.len()));
    }
    let durable = match done {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Unanswered::Flush(Arc::new(error))),
        Err(_) => {
            house.abandon();
            let (doing, why) = (Doing::Act, &Unanswered::Stopped);
            observer.saw(&Sight::Failed { doing, why });
            Err(Unanswered::Stopped)
        }
    };
    if first.is_some() {
        // The group did not begin.
        refuse(durable.clone());
    }
    replies.into_iter().for_each(|reply| reply(durable.clone()));
}

impl Drop for Acting {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // It ends by itself: nobody can ask any more. A bug in it was heard by who asked.
            thread.join().ok();
        }
    }
}
