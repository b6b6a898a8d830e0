//! Starting again from a snapshot of the state.
//!
//! In scope: what is loaded is what was kept, and goes on as if nothing had happened. Out of scope:
//! when it happens (`keeper`), where snapshots are kept (`store`).

use crate::world::failure::Broken;
use register::State;

/// Returns the state that is loaded from the snapshot of another. That it is the same is seen
/// later: the digest is compared at once, and the whole at the end of the world.
///
/// # Errors
/// It does not load.
pub(crate) fn loaded(state: &State) -> Result<State, Broken> {
    State::from_snapshot(&state.snapshot()).map_err(|error| {
        let what = format!("a snapshot does not load: {error}");
        Broken::Invariant { id: "I-REG-1", what }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Settings, World};
    use desk::law_folder::LawFolder;
    use fastrand::Rng;
    use law::Law;
    use register::{Event, apply, check};
    use std::collections::BTreeSet;

    fn law() -> Law {
        let folder = LawFolder::compiled();
        let files: Vec<(&str, &[u8])> = folder.files().collect();
        law::load(&files).expect("the compiled law loads")
    }

    fn history(law: &Law, seed: u64, days: i32) -> Vec<Event> {
        let mut world = World::new(law, Settings { seed, days, sabotage: None });
        world.live().expect("the seed runs clean");
        world.keeper.log().to_vec()
    }

    /// The same acts on a state that is never kept and on one that is loaded again at random
    /// times: both answer alike whatever is asked, to the end.
    fn check_alike(law: &Law, seed: u64, kinds: &mut BTreeSet<String>) {
        let mut rng = Rng::with_seed(seed);
        let (mut plain, mut kept) = (State::new(), State::new());
        for event in history(law, seed, 240) {
            if rng.u8(0..24) == 0 {
                let again = loaded(&kept).expect("what was kept loads");
                assert!(again == kept, "seed {seed}: it loads as it was kept");
                kept = again;
            }
            let mut asked = event.clone();
            match rng.u8(0..3) {
                0 => asked.on = asked.on.plus_days(rng.i32(-400..400)),
                1 => asked.sequence = asked.sequence.wrapping_add(rng.u64(0..2)),
                _ => {}
            }
            for asked in [&asked, &event] {
                let [a, b] = [&plain, &kept].map(|state| format!("{:?}", check(state, law, asked)));
                assert_eq!(a, b, "seed {seed}: {asked:?}");
            }
            let act = format!("{:?}", event.act);
            kinds.insert(act.split([' ', '{']).next().unwrap_or_default().to_string());
            for state in [&mut plain, &mut kept] {
                apply(state, &event);
            }
            assert_eq!(plain.entries(), kept.entries());
        }
        assert_eq!(plain.digest(), kept.digest());
        assert!(plain == kept);
        assert_eq!(plain.verify_digest(), Ok(()));
    }

    #[test]
    fn a_state_that_is_loaded_again_at_any_time_goes_on_as_if_it_had_not_been() {
        let law = law();
        let mut kinds = BTreeSet::new();
        (1..=8).for_each(|seed| check_alike(&law, seed, &mut kinds));
        assert!(30 < kinds.len(), "too few kinds of acts: {kinds:?}");
    }

    #[test]
    fn a_snapshot_of_a_long_history_that_was_changed_is_refused_or_loads() {
        let law = law();
        let mut state = State::new();
        history(&law, 3, 240).iter().for_each(|event| apply(&mut state, event));
        let (bytes, mut rng) = (state.snapshot(), Rng::with_seed(3));
        let (mut loaded, mut refused) = (0u32, BTreeSet::new());
        for _ in 0..4_000 {
            let mut changed = bytes.clone();
            for _ in 0..rng.u8(1..4) {
                let place = rng.usize(..changed.len());
                match rng.u8(0..4) {
                    0 => changed[place] = rng.u8(..),
                    1 => changed[place] ^= 1 << rng.u8(0..8),
                    2 => changed.truncate(place + 1),
                    _ => {
                        changed.remove(place);
                    }
                }
            }
            match State::from_snapshot(&changed) {
                Ok(_) => loaded += 1,
                Err(error) => {
                    refused.insert(format!("{error}").split('`').nth(1).map(str::to_string));
                }
            }
        }
        assert!(0 < loaded && 8 < refused.len(), "{loaded} loaded, {refused:?} refused");
    }
}
