//! The pool of readers: lent to one at a time, opened as they are needed, let go when they failed.
//!
//! In scope: every backend. Out of scope: what a reader reads (`conformance`).

use crate::conformance::{check, entries, writing};
use std::sync::Barrier;
use std::thread::scope;
use store::{Readers, StoreError};

#[test]
fn i_sto_1_many_threads_read_beside_the_writer_what_was_acknowledged() {
    check(|store| {
        let readers = store.readers();
        assert_eq!(readers.count(), 0, "none is opened before somebody asks");
        for round in 1..=20u64 {
            let size = store.size().unwrap();
            store.commit(&writing(size, &entries(size, 3))).unwrap();
            scope(|scope| {
                for thread in 0..6 {
                    let readers = readers.clone();
                    scope.spawn(move || {
                        let index = (thread * 7) % (3 * round);
                        let found = readers.ask(|reader| {
                            assert_eq!(reader.size()?, 3 * round);
                            reader.entry(index)
                        });
                        let expect = format!("entry {index}").into_bytes();
                        assert_eq!(found.unwrap(), Some(expect));
                    });
                }
            });
        }
        assert!((1..=6).contains(&readers.count()), "{}", readers.count());
    });
}

#[test]
fn no_more_readers_are_open_than_there_may_be_and_the_next_waits() {
    check(|store| {
        store.commit(&writing(0, &entries(0, 1))).unwrap();
        let readers = Readers::new(store.open_reader(), 2);
        let (both, done) = (Barrier::new(3), Barrier::new(3));
        scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let size = readers.ask(|reader| {
                        both.wait();
                        done.wait();
                        reader.size()
                    });
                    assert_eq!(size.unwrap(), 1);
                });
            }
            both.wait();
            assert_eq!(readers.count(), 2);
            let third = scope.spawn(|| readers.ask(|reader| reader.size()));
            done.wait();
            assert_eq!(third.join().unwrap().unwrap(), 1);
        });
        assert_eq!(readers.count(), 2);
    });
}

#[test]
fn a_reader_that_failed_is_let_go_and_the_next_asker_gets_another() {
    check(|store| {
        store.commit(&writing(0, &entries(0, 2))).unwrap();
        let readers = Readers::new(store.open_reader(), 1);
        let failed = readers.ask(|reader| reader.each_entry(0, 3, &mut |_, _| {}));
        assert!(failed.is_err(), "there are two entries");
        assert_eq!(readers.count(), 0);
        let panicked = scope(|scope| {
            let ask = || readers.ask(|_| -> Result<(), StoreError> { panic!("in the middle") });
            scope.spawn(ask).join()
        });
        assert!(panicked.is_err());
        assert_eq!(readers.count(), 0);
        assert_eq!(readers.ask(|reader| reader.size()).unwrap(), 2);
        assert_eq!(readers.count(), 1);
    });
}
