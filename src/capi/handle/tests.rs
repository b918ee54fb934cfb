use super::*;
use crate::capi::error::{last_error_text, nnx_error};
use crate::capi::strings::{Bytes, nnx_bytes};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// An object that counts how often one of its kind was dropped.
#[derive(Clone)]
struct Counted(Arc<AtomicUsize>, u64);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A table of the test's own.
macro_rules! table {
    () => {{
        static TABLE: Table<Counted> = Table::new();
        &TABLE
    }};
}

fn bytes(text: &str) -> *mut nnx_bytes {
    new(Bytes::from(text)).unwrap()
}

fn message<T>(result: Result<T>) -> String {
    result.err().expect("a bad handle").to_string()
}

#[test]
fn a_handle_stands_for_its_object_until_it_is_released() {
    let handle = bytes("abc");
    assert_eq!(get(handle, "bytes").unwrap().as_slice(), b"abc");
    release(handle, "bytes").unwrap();
    let error = get(handle, "bytes").err().unwrap();
    assert_eq!(error.status(), Some(Status::InvalidHandle));
    assert_eq!(error.message(), "`bytes` is an nnx_bytes handle that was already released");
    assert!(message(release(handle, "bytes")).contains("already released"));
}

#[test]
fn bad_handles_are_told_apart() {
    let null: *mut nnx_bytes = ptr::null_mut();
    assert_eq!(get(null, "b").err().unwrap().status(), Some(Status::InvalidArgument));
    release(null, "b").unwrap();

    let handle = bytes("x");
    let as_error: *const nnx_error = handle.cast_const().cast();
    assert_eq!(message(get(as_error, "error")), "`error` is a handle of type nnx_bytes, not nnx_error");

    let address: *const nnx_bytes = (&raw const null).cast();
    assert!(message(get(address, "b")).contains("no call returned"), "an address is no handle");
    let forged: *const nnx_bytes = ptr::without_provenance(handle.addr() + (7 << 32));
    assert!(message(get(forged, "b")).contains("no call returned"), "a generation to come");
    let far: *const nnx_bytes = ptr::without_provenance(handle.addr() | 0xffff_fff0);
    assert!(message(get(far, "b")).contains("no call returned"), "an index to come");
    let all: *const nnx_bytes = ptr::without_provenance(usize::MAX);
    assert!(message(get(all, "b")).contains("0xffffffffffffffff"));
    release(handle, "b").unwrap();
}

#[test]
fn every_tag_has_the_name_of_its_type() {
    assert_eq!(name::<nnx_bytes>(), "nnx_bytes");
    assert_eq!(name::<nnx_error>(), "nnx_error");
    assert_eq!(Tag::name_of(Tag::Report as u8), Some("nnx_report"));
    assert_eq!(Tag::name_of(0), None);
    let unnamed = (1..=u8::MAX).find(|&byte| Tag::name_of(byte).is_none());
    assert_eq!(unnamed, Some(Tag::Bundle as u8 + 1), "the names are as many as the tags");
}

#[test]
fn a_released_object_lives_until_its_last_use_is_over() {
    let drops = Arc::new(AtomicUsize::new(0));
    let table = table!();
    let (generation, index) = table.insert(Counted(drops.clone(), 7)).unwrap();
    let first = table.pin(generation, index).unwrap();
    let second = table.pin(generation, index).unwrap();
    table.release(generation, index).unwrap();
    assert_eq!(table.pin(generation, index).err(), Some(Refusal::Stale));
    assert_eq!(table.release(generation, index).err(), Some(Refusal::Stale));
    drop(first);
    assert_eq!((drops.load(Ordering::Relaxed), second.object().1), (0, 7));
    drop(second);
    assert_eq!(drops.load(Ordering::Relaxed), 1);
    let again = table.insert(Counted(drops, 8)).unwrap();
    assert_eq!(again, (generation + 1, index), "the slot is used again, in its next generation");
}

#[test]
fn an_exhausted_slot_is_retired() {
    let drops = Arc::new(AtomicUsize::new(0));
    let table = table!();
    let (_, index) = table.insert(Counted(drops.clone(), 0)).unwrap();
    table.set_generation(index, GENERATIONS);
    table.release(GENERATIONS, index).unwrap();
    assert_eq!(drops.load(Ordering::Relaxed), 1);
    let (generation, other) = table.insert(Counted(drops, 0)).unwrap();
    assert_ne!(other, index);
    assert_eq!(generation, 0);
    assert_eq!(table.pin(GENERATIONS, index).err(), Some(Refusal::Stale));
    assert_eq!(table.pin(0, index).err(), Some(Refusal::Stale));
}

#[test]
fn many_handles_cross_chunks() {
    let drops = Arc::new(AtomicUsize::new(0));
    let table = table!();
    let count = if cfg!(miri) { 200 } else { 20_000 };
    let all: Vec<_> = (0..count).map(|i| table.insert(Counted(drops.clone(), i)).unwrap()).collect();
    for (i, &(generation, index)) in all.iter().enumerate() {
        assert_eq!(table.pin(generation, index).unwrap().object().1, i as u64);
    }
    for &(generation, index) in &all {
        table.release(generation, index).unwrap();
    }
    assert_eq!(drops.load(Ordering::Relaxed) as u64, count);
}

#[test]
fn a_change_waits_for_uses_and_keeps_them_away() {
    let table = table!();
    let (generation, index) = table.insert(Counted(Arc::default(), 1)).unwrap();
    let pin = table.pin(generation, index).unwrap();
    assert_eq!(table.change(generation, index).err(), Some(Refusal::Busy));
    drop(pin);
    let mut held = table.change(generation, index).unwrap();
    held.object().1 = 2;
    assert_eq!(table.pin(generation, index).err(), Some(Refusal::Busy));
    assert_eq!(table.change(generation, index).err(), Some(Refusal::Busy));
    held.finish();
    assert_eq!(table.pin(generation, index).unwrap().object().1, 2);
}

#[test]
fn an_object_whose_change_panicked_can_only_be_released() {
    let handle = bytes("x");
    let caught =
        panic::catch_unwind(AssertUnwindSafe(|| change(handle, "bytes", |_| -> Result<()> { panic!("half") })));
    assert!(caught.is_err());
    let error = get(handle, "bytes").err().unwrap();
    assert_eq!(error.status(), Some(Status::Poisoned));
    let again = change(handle, "bytes", |_| Ok(())).unwrap_err();
    assert_eq!(again.status(), Some(Status::Poisoned));
    release(handle, "bytes").unwrap();
    assert_eq!(get(handle, "bytes").err().unwrap().status(), Some(Status::InvalidHandle));
}

#[test]
fn a_change_that_fails_leaves_the_object_usable() {
    let handle = bytes("x");
    assert!(change(handle, "bytes", |_| -> Result<()> { Err(Error::invalid("no")) }).is_err());
    assert_eq!(get(handle, "bytes").unwrap().as_slice(), b"x");
    release(handle, "bytes").unwrap();
}

#[test]
fn a_call_from_a_callback_does_not_wait_for_the_call_around_it() {
    let handle = bytes("x");
    let status = guard::guard(|| {
        let _used = get(handle, "bytes")?;
        guard::outside(|| {
            assert_eq!(guard::guard(|| change(handle, "bytes", |_| Ok(()))), Status::FailedPrecondition as i32);
            assert!(last_error_text().contains("callback"), "{}", last_error_text());
        });
        Ok(())
    });
    assert_eq!(status, 0);
    release(handle, "bytes").unwrap();
}

#[test]
fn releases_and_uses_on_many_threads_drop_every_object_once() {
    let rounds = if cfg!(miri) { 20 } else { 20_000 };
    let drops = Arc::new(AtomicUsize::new(0));
    let table = table!();
    for round in 0..rounds {
        let (generation, index) = table.insert(Counted(drops.clone(), round)).unwrap();
        // Some rounds are driven by one thread only, so that threads are not started 20,000 times.
        if round % 50 != 0 {
            table.release(generation, index).unwrap();
            continue;
        }
        let go = AtomicBool::new(false);
        let released = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !go.load(Ordering::Acquire) {
                        thread::yield_now();
                    }
                    while let Ok(pin) = table.pin(generation, index) {
                        assert_eq!(pin.object().1, round);
                    }
                });
                scope.spawn(|| {
                    while !go.load(Ordering::Acquire) {
                        thread::yield_now();
                    }
                    released.fetch_add(usize::from(table.release(generation, index).is_ok()), Ordering::Relaxed);
                });
            }
            go.store(true, Ordering::Release);
        });
        assert_eq!(released.into_inner(), 1, "one of two releases counts");
        assert_eq!(drops.load(Ordering::Relaxed) as u64, round + 1);
    }
}

#[test]
fn threads_share_one_free_list() {
    let rounds = if cfg!(miri) { 30 } else { 20_000 };
    let drops = Arc::new(AtomicUsize::new(0));
    let table = table!();
    thread::scope(|scope| {
        for worker in 0..4_u64 {
            let drops = drops.clone();
            scope.spawn(move || {
                let mut held = Vec::new();
                for round in 0..rounds {
                    let value = worker << 32 | round;
                    held.push((table.insert(Counted(drops.clone(), value)).unwrap(), value));
                    if held.len() == 3 {
                        let ((generation, index), value) = held.swap_remove((round % 3) as usize);
                        assert_eq!(table.pin(generation, index).unwrap().object().1, value);
                        table.release(generation, index).unwrap();
                    }
                }
                for ((generation, index), _) in held {
                    table.release(generation, index).unwrap();
                }
            });
        }
    });
    assert_eq!(drops.load(Ordering::Relaxed) as u64, 4 * rounds);
}

#[test]
fn changes_on_many_threads_are_serialised() {
    let rounds = if cfg!(miri) { 20 } else { 5_000 };
    let table = table!();
    let (generation, index) = table.insert(Counted(Arc::default(), 0)).unwrap();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..rounds {
                    let mut held = wait(|| table.change(generation, index)).unwrap();
                    held.object().1 += 1;
                    held.finish();
                    let _ = wait(|| table.pin(generation, index)).unwrap().object().1;
                }
            });
        }
    });
    assert_eq!(table.pin(generation, index).unwrap().object().1, 3 * rounds);
}
