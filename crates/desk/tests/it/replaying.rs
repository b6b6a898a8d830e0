//! Opening a house again: the entries alone give the same state, digest and tree.
//!
//! Keeps: I-REG-1, I-LOG-4, I-PRI-1 (the log's part). Out of scope: damaged stores (crate `store`).

use crate::stage::{EMPLOYER, ORIGIN, Stage, open};
use seal::{Entry, PublicKey};
use store::{Reader as _, SqliteStore, Store as _};

#[test]
fn i_reg_1_replaying_the_entries_reproduces_the_state_digest() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(5);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[1, 3]).unwrap();
    let (digest, size) = (stage.house.state().digest(), stage.house.size());
    let state = stage.house.state().clone();
    let checkpoint = stage.house.publish().unwrap().text().to_string();
    let Stage { house, clock, folder } = stage;
    drop(house);
    let mut again = open(folder.path(), &clock);
    assert_eq!(again.state(), &state);
    assert_eq!((again.state().digest(), again.size()), (digest, size));
    assert_eq!(again.publish().unwrap().text(), checkpoint);
    // And it goes on from there: the used rows and the counter are known.
    assert!(again.issue(EMPLOYER, session, (on, on), &[3]).is_err());
    let more = again.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    assert_eq!(more.numbers, ["Y000099000001204000003"]);
    assert_ne!(again.state().digest(), digest);
}

#[test]
fn i_log_4_every_entry_is_signed_by_its_organisation() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(3);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0]).unwrap();
    let state = stage.house.state().clone();
    let Stage { house, folder, .. } = stage;
    drop(house);
    let store = SqliteStore::read_only(folder.path()).unwrap();
    let mut acts = 0;
    store
        .each_entry(0, store.size().unwrap(), &mut |index, bytes| {
            let Entry::Act(act) = Entry::read(bytes).unwrap() else { return };
            let by = act.event.actor.unwrap_or(register::OrganisationId(0));
            let key = PublicKey::from_bytes(&state.organisation(by).unwrap().key).unwrap();
            assert!(act.signed_by(&key, ORIGIN), "entry {index}");
            assert!(!act.signed_by(&key, "another.origin"), "entry {index} in another log");
            let mut changed = bytes.to_vec();
            let last = changed.len() - 1;
            changed[last] ^= 1;
            let Ok(Entry::Act(changed)) = Entry::read(&changed) else { return };
            assert!(!changed.signed_by(&key, ORIGIN), "entry {index} changed");
            acts += 1;
        })
        .unwrap();
    assert_eq!(acts, 7, "founding, recognition, four steps and a header");
}

#[test]
fn i_pri_1_no_name_and_no_number_of_a_person_is_in_the_log() {
    let mut stage = Stage::new();
    let session = stage.confirmed_session(4);
    let on = stage.on("2020-12-16");
    stage.house.issue(EMPLOYER, session, (on, on), &[0, 1, 2]).unwrap();
    let people = stage.people(4);
    let Stage { house, folder, .. } = stage;
    drop(house);
    let store = SqliteStore::read_only(folder.path()).unwrap();
    let mut log = Vec::new();
    let size = store.size().unwrap();
    store.each_entry(0, size, &mut |_, bytes| log.extend_from_slice(bytes)).unwrap();
    let holds = |text: &str| log.windows(text.len()).any(|w| w == text.as_bytes());
    assert!(holds("示例"), "the log holds what is public");
    for person in &people {
        assert!(!holds(&person.name) && !holds(person.document.number()));
    }
}

/// A damaged database says which entry, and nothing panics.
#[test]
fn an_entry_that_does_not_fit_those_before_it_is_named_when_the_house_opens() {
    let stage = Stage::new();
    let event = register::Event {
        actor: Some(EMPLOYER),
        sequence: 0,
        on: stage.on("2020-12-16"),
        recorded_at: stage.house.now(),
        idempotency: [1; 16],
        act: register::PublicAct::ConfirmResults { session: register::SessionId(9) },
    };
    let Stage { house, clock, folder } = stage;
    let size = house.size();
    drop(house);
    let grounds = seal::Grounds { rule: None, asserted: 0 };
    let seed = seal::SigningSeed::from_bytes(&[6; 32]);
    let entries = [seal::seal_act(&event, &grounds, ORIGIN, &seed)];
    let mut store = SqliteStore::open(folder.path()).unwrap();
    let writing =
        store::Writing { expect_size: size, entries: &entries, ..store::Writing::default() };
    store.commit(&writing).unwrap();
    drop(store);
    let opened = desk::house_folder::open(folder.path(), crate::stage::room(), clock, None);
    let error = opened.err().expect("it is refused");
    assert!(matches!(error, desk::house_error::HouseError::Unfit(at) if at == size), "{error}");
}
