//! A second thread that checks signatures of a group while the house goes on deciding.
//!
//! Source: RFC 8032, strict verification, as `seal` does it.
//! In scope: the queue of what is to be checked, and one answer for all of a group.
//! Out of scope: whose signature it has to be (`seal`), committing (`together`).
//! I-LOG-4: a group is committed after the last of its signatures was found good. Only what this
//! process signed itself is checked here: what comes from elsewhere is refused at once, alone.

use seal::{ActEntry, PublicKey};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Signatures that may wait. Who comes after them waits too: deciding is hardly ever faster.
const WAITING_MAX: usize = 256;

/// An act with the key that has to have signed it.
pub(crate) struct Claim {
    pub(crate) act: Box<ActEntry>,
    pub(crate) key: [u8; 32],
    pub(crate) origin: String,
}

impl Claim {
    fn holds(&self, keys: &mut Keys) -> bool {
        if !keys.contains_key(&self.key) {
            let Ok(key) = PublicKey::from_bytes(&self.key) else { return false };
            if KEYS_KEPT_MAX <= keys.len() {
                keys.clear();
            }
            keys.insert(self.key, key);
        }
        keys.get(&self.key).is_some_and(|key| self.act.signed_by(key, &self.origin))
    }
}

/// Keys as points of their curve: finding the point takes a tenth of checking a signature.
type Keys = BTreeMap<[u8; 32], PublicKey>;

/// Keys whose points are remembered. More organisations hardly act within a short time.
const KEYS_KEPT_MAX: usize = 1_024;

enum Task {
    Check(Claim),
    /// Answers whether all since the last answer were good.
    Answer(SyncSender<bool>),
}

/// The thread, which starts with the first claim and ends with its owner.
#[derive(Default)]
pub(crate) struct Proving {
    running: Option<(SyncSender<Task>, JoinHandle<()>)>,
}

impl Proving {
    /// Lets a signature be checked. A thread that is gone shows in the next answer.
    pub(crate) fn check(&mut self, claim: Claim) {
        let (tasks, _) = self.running.get_or_insert_with(|| {
            let (tasks, todo) = sync_channel(WAITING_MAX);
            (tasks, std::thread::spawn(move || work(&todo)))
        });
        tasks.send(Task::Check(claim)).ok();
    }

    /// Waits for what was asked, and says whether all of it was rightly signed.
    pub(crate) fn all_good(&mut self) -> bool {
        let Some((tasks, _)) = &self.running else { return true };
        let (answer, all) = sync_channel(1);
        let sent = tasks.send(Task::Answer(answer)).is_ok();
        let good = sent.then(|| all.recv().ok()).flatten();
        if good.is_none() {
            // It stopped with a bug: the next claim starts another.
            self.end();
        }
        good == Some(true)
    }

    fn end(&mut self) {
        if let Some((tasks, thread)) = self.running.take() {
            drop(tasks);
            thread.join().ok();
        }
    }
}

impl Drop for Proving {
    fn drop(&mut self) {
        self.end();
    }
}

fn work(todo: &Receiver<Task>) {
    let (mut good, mut keys) = (true, Keys::new());
    for task in todo {
        match task {
            Task::Check(claim) => good &= claim.holds(&mut keys),
            // Whoever asked waits for it.
            Task::Answer(to) => drop(to.send(std::mem::replace(&mut good, true))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use register::{Event, OrganisationId, PublicAct};
    use seal::{Entry, Grounds, Signature, SigningSeed, Unsigned};
    use vocab::{Day, Instant};

    const ORIGIN: &str = "demo.dengji.invalid/proving";

    fn claim(signer: u8, key: u8, origin: &str) -> Claim {
        let seed = |n: u8| SigningSeed::from_bytes(&[n; 32]);
        let act = PublicAct::RetireKey;
        let event = Event {
            actor: Some(OrganisationId(3)),
            sequence: 1,
            on: Day(18_600),
            recorded_at: Instant(1_600_000_000),
            idempotency: [1; 16],
            act,
        };
        let unsigned = Unsigned::act(&event, &Grounds { rule: None, asserted: 0 });
        let signature = seed(signer).sign(&unsigned.message(ORIGIN));
        let bytes = unsigned.signed(&Signature::One(signature));
        let Ok(Entry::Act(act)) = Entry::read(&bytes) else { panic!("an act was written") };
        Claim { act, key: *seed(key).public_key().as_bytes(), origin: origin.to_string() }
    }

    #[test]
    fn one_wrong_signature_spoils_its_group_and_not_the_next() {
        let good = || claim(1, 1, ORIGIN);
        let mut proving = Proving::default();
        assert!(proving.all_good(), "nothing was asked");
        for wrong in [claim(1, 2, ORIGIN), claim(2, 1, ORIGIN), claim(1, 1, "another.invalid/x")] {
            proving.check(good());
            assert!(proving.all_good());
            proving.check(good());
            proving.check(wrong);
            proving.check(good());
            assert!(!proving.all_good());
            assert!(proving.all_good(), "the next group is another");
        }
    }
}
