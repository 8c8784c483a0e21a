//! Signals hold any type, and run again what read them, as those of Leptos do.

use std::cell::Cell;
use std::rc::Rc;
use view::prelude::*;

/// A memo that counts how often it is worked out.
fn counted<T: PartialEq + 'static>(compute: impl Fn() -> T + 'static) -> (Memo<T>, Rc<Cell<u32>>) {
    let times = Rc::new(Cell::new(0));
    let counter = Rc::clone(&times);
    let memo = Memo::new(move |_| {
        counter.set(counter.get() + 1);
        compute()
    });
    (memo, times)
}

#[test]
fn a_memo_is_worked_out_again_only_when_what_it_read_is_another() {
    Owner::new().with(|| {
        let number = RwSignal::new(4);
        let (is_even, evens) = counted(move || number.get() % 2 == 0);
        let (words, said) = counted(move || if is_even.get() { "even" } else { "odd" });
        assert_eq!((words.get(), words.get()), ("even", "even"));
        number.set(6);
        assert_eq!((words.get(), evens.get(), said.get()), ("even", 2, 1));
        number.update(|number| *number += 1);
        assert_eq!((words.get(), evens.get(), said.get()), ("odd", 3, 2));
    });
}

#[test]
fn a_memo_is_given_what_it_was_before() {
    Owner::new().with(|| {
        let number = RwSignal::new(3);
        let most = Memo::new(move |most: Option<&i32>| number.get().max(most.copied().unwrap_or(i32::MIN)));
        assert_eq!(most.get(), 3);
        number.set(5);
        assert_eq!(most.get(), 5);
        number.set(1);
        assert_eq!(most.get(), 5);
    });
}

#[test]
fn what_is_read_untracked_runs_nothing_again() {
    Owner::new().with(|| {
        let (seen, unseen) = (RwSignal::new(1), RwSignal::new(10));
        let closure = Signal::derive(move || unseen.get());
        let (sum, times) = counted(move || {
            seen.get() + unseen.get_untracked() + closure.get_untracked() + untrack(|| unseen.get())
        });
        assert_eq!(sum.get(), 31);
        unseen.set(20);
        assert_eq!((sum.get(), times.get()), (31, 1));
        seen.set(2);
        assert_eq!((sum.get(), times.get()), (62, 2));
    });
}

#[test]
fn a_signal_of_anything_tells_what_that_tells() {
    Owner::new().with(|| {
        let name = RwSignal::new("Aïcha".to_owned());
        let (long, _) = counted(move || name.with(|name| name.len() > 5));
        let signals: [Signal<bool>; 4] =
            [long.into(), Signal::derive(move || long.get()), RwSignal::new(true).into(), true.into()];
        let (all, _) = counted(move || signals.map(|signal| signal.get()));
        assert_eq!(all.get(), [true; 4]);
        name.set("Ali".into());
        assert_eq!(all.get(), [false, false, true, true]);
    });
}

#[test]
fn a_value_is_changed_in_its_place_and_answers() {
    struct NoCopy(Vec<u8>);
    Owner::new().with(|| {
        let signal = RwSignal::new(NoCopy(vec![1]));
        assert_eq!(signal.try_update(|value| value.0.pop()), Some(Some(1)));
        let stored = StoredValue::new(NoCopy(vec![2]));
        stored.update_value(|value| value.0.push(3));
        assert_eq!(stored.with_value(|value| value.0.clone()), [2, 3]);
        // Whoever reads one may set another value: the reader has the old one to its end.
        let list = RwSignal::new(vec![1]);
        list.with(|old| {
            list.set(vec![2]);
            assert_eq!(old, &[1]);
        });
        assert_eq!(list.get(), [2]);
    });
}

#[test]
fn what_its_owner_takes_along_is_gone() {
    let owner = Owner::new();
    let (signal, stored) = owner.with(|| (RwSignal::new(1), StoredValue::new(2)));
    let tidied = Rc::new(Cell::new(false));
    owner.with(|| {
        let tidied = Rc::clone(&tidied);
        on_cleanup(move || tidied.set(true));
    });
    assert_eq!(signal.try_get_untracked(), Some(1));
    owner.cleanup();
    assert!(tidied.get());
    assert_eq!(
        (signal.try_get_untracked(), signal.try_update(|_| ()), signal.try_set(3)),
        (None, None, false)
    );
    assert_eq!(
        (stored.try_with_value(|value| *value), stored.try_update_value(|value| *value)),
        (None, None)
    );
}

#[test]
#[should_panic(expected = "not being read")]
fn changing_what_is_being_read_is_a_fault() {
    Owner::new().with(|| {
        let list = RwSignal::new(vec![1]);
        list.with(|_| list.update(|list| list.push(2)));
    });
}
