//! Keys that change: who may change which, and what is refused afterwards.
//!
//! Keeps: I-LOG-4. Out of scope: what a verdict says of certificates (`custody`).

use crate::stage::{AUTHORITY, CENTRE, EMPLOYER, Stage};
use desk::draft_error::DraftError;
use desk::house::Receipt;
use desk::house_error::HouseError;
use desk::{ActingKey, Scheme};
use seal::SigningSeed;
use vocab::Instant;

fn seed(n: u8) -> SigningSeed {
    SigningSeed::from_bytes(&[n; 32])
}

fn own(n: u8) -> ActingKey {
    ActingKey { key: *seed(n).public_key().as_bytes(), operator_custody: false }
}

impl Stage {
    pub fn held(&mut self) -> ActingKey {
        ActingKey { key: self.house.new_key().unwrap(), operator_custody: true }
    }

    /// Announces a session of the employer: an act that needs its key.
    fn act(&mut self, name: &str) -> Result<Receipt, HouseError> {
        let on = self.on("2020-11-16");
        let plan = self.plan(Scheme::Level, "车工", "2020-11-25", "2020-12-05");
        self.house.announce(EMPLOYER, on, name, plan).map(|(_, receipt)| receipt)
    }
}

fn drafts(result: Result<Receipt, HouseError>) -> DraftError {
    match result {
        Err(HouseError::Draft(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_rotated_key_acts_and_the_one_before_it_does_not() {
    let mut stage = Stage::new();
    stage.act("before").unwrap();
    let key = stage.held();
    let old = stage.house.state().key_of(EMPLOYER).unwrap().key;
    stage.house.rotate_key(EMPLOYER, key).unwrap();
    assert_eq!(stage.house.state().key_of(EMPLOYER), Some(&key));
    stage.act("after").unwrap();
    let back = ActingKey { key: old, operator_custody: true };
    let result = stage.house.rotate_key(EMPLOYER, back);
    assert!(matches!(result, Err(HouseError::Refused(_))), "a key that was never comes back");
    let result = stage.house.rotate_key(AUTHORITY, key);
    assert!(matches!(result, Err(HouseError::Refused(_))), "and is nobody else's either");
}

#[test]
fn a_retired_key_acts_no_more_until_the_recovery_set_gives_another() {
    let mut stage = Stage::new();
    stage.house.retire_key(EMPLOYER).unwrap();
    let size = stage.house.size();
    let refused = stage.act("retired");
    assert!(matches!(refused, Err(HouseError::Refused(_))), "{refused:?}");
    assert_eq!(stage.house.size(), size);
    let (key, recovery) = (stage.held(), stage.recovery());
    let check = |stage: &mut Stage, seeds: &[SigningSeed], expect: DraftError| {
        assert_eq!(drafts(stage.house.add_key(EMPLOYER, key, seeds)), expect);
        assert_eq!(stage.house.size(), size, "nothing is written");
    };
    let few = DraftError::TooFewSignatures { have: 1, need: 2 };
    check(&mut stage, &recovery[..1], few.clone());
    let twice = [recovery[1].clone(), recovery[1].clone()];
    check(&mut stage, &twice, few);
    let stranger = vocab::Hash(*seed(9).public_key().as_bytes());
    let strange = [recovery[0].clone(), seed(9)];
    check(&mut stage, &strange, DraftError::NotASigner(stranger));
    // In any order.
    let two = [recovery[2].clone(), recovery[0].clone()];
    stage.house.add_key(EMPLOYER, key, &two).unwrap();
    stage.act("again").unwrap();
    let result = stage.house.add_key(EMPLOYER, own(7), &two);
    assert!(matches!(result, Err(HouseError::Refused(_))), "it has a key in force");
}

#[test]
fn a_key_in_other_hands_is_refused_and_only_the_recovery_set_says_so() {
    let mut stage = Stage::new();
    stage.act("before").unwrap();
    let key = stage.house.state().key_of(EMPLOYER).unwrap().key;
    let (recovery, now) = (stage.recovery(), stage.house.now());
    let result = stage.house.compromise_key(CENTRE, key, now, &recovery[..2]);
    assert!(matches!(result, Err(HouseError::Refused(_))), "it is another's key");
    let result = stage.house.compromise_key(EMPLOYER, key, Instant(now.0 + 1), &recovery[..2]);
    assert!(matches!(result, Err(HouseError::Refused(_))), "since tomorrow");
    let receipt = stage.house.compromise_key(EMPLOYER, key, now, &recovery[..2]).unwrap();
    assert_eq!(stage.house.state().compromised_since(&key), Some(now));
    let again = stage.house.compromise_key(EMPLOYER, key, now, &recovery[1..]).unwrap();
    assert_eq!((again.index, again.repeated), (receipt.index, true));
    assert!(matches!(stage.act("after"), Err(HouseError::Refused(_))));
    // The keys are what the entries say, also after the house is opened again.
    let digest = stage.house.state().digest();
    let stage = stage.reopened();
    assert_eq!(stage.house.state().digest(), digest);
}
