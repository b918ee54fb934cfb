//! A table of slots that never move, with a lock-free list of the free ones.

use std::alloc::{self, Layout};
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, fence};

use super::GENERATIONS;

const PINS: u64 = (1 << 32) - 1;
const WRITING: u64 = 1 << 37;
const POISONED: u64 = 1 << 38;
const LIVE: u64 = 1 << 39;
const GENERATION_SHIFT: u32 = 40;

/// The slots of the first chunk; each further chunk has twice as many.
const FIRST_CHUNK: u64 = 64;
const CHUNKS: usize = 27;
const NO_SLOT: u32 = u32::MAX;

/// Why a handle cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It was released.
    Stale,
    /// Its slot was not used yet in this generation.
    Never,
    /// A change of its object panicked.
    Poisoned,
    /// The object is being changed, or is in use and to be changed. Waiting helps.
    Busy,
}

/// The handles of one type.
pub struct Table<T: 'static> {
    chunks: [AtomicPtr<Slot<T>>; CHUNKS],
    /// The first index that was never used.
    unused: AtomicU32,
    /// The newest free slot (low half), and a counter so that a list that came back to it is told apart (high half).
    free: AtomicU64,
}

struct Slot<T> {
    state: AtomicU64,
    /// The index of this slot while it is used, of the next free one while it is free.
    index: AtomicU32,
    object: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: a slot hands out `&T` to several threads and moves `T` between them, under the rules of its atomic state.
unsafe impl<T: Send + Sync> Sync for Slot<T> {}

/// A use of an object; ends when dropped.
pub(super) struct Pin<T: Send + Sync + 'static> {
    table: &'static Table<T>,
    slot: &'static Slot<T>,
}

/// The only use of an object; poisons it unless it is finished.
pub(super) struct Change<T: Send + Sync + 'static> {
    pin: Pin<T>,
    poison: u64,
}

impl<T: Send + Sync + 'static> Table<T> {
    /// An empty table.
    #[expect(clippy::new_without_default, reason = "a table is a static")]
    pub const fn new() -> Table<T> {
        Table {
            chunks: [const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS],
            unused: AtomicU32::new(0),
            free: AtomicU64::new(NO_SLOT as u64),
        }
    }

    /// Stores an object and says under which generation and index; nothing when there is no memory.
    pub(super) fn insert(&'static self, object: T) -> Option<(u32, u32)> {
        let (index, slot) = match self.pop_free() {
            Some(found) => found,
            None => self.take_unused()?,
        };
        // SAFETY: the slot was popped or taken by this thread alone, and no handle of its generation exists yet.
        unsafe { (*slot.object.get()).write(object) };
        slot.index.store(index, Relaxed);
        let generation = slot.state.load(Relaxed) >> GENERATION_SHIFT;
        slot.state.store(generation << GENERATION_SHIFT | LIVE, Release);
        Some((generation as u32, index))
    }

    /// Begins a use.
    #[inline]
    pub(super) fn pin(&'static self, generation: u32, index: u32) -> Result<Pin<T>, Refusal> {
        let slot = self.slot(index).ok_or(Refusal::Never)?;
        let usable = u64::from(generation) << GENERATION_SHIFT | LIVE;
        let mut state = slot.state.load(Relaxed);
        loop {
            if state & !PINS != usable {
                return Err(refusal(state, generation));
            }
            match slot.state.compare_exchange_weak(state, state + 1, Acquire, Relaxed) {
                Ok(_) => return Ok(Pin { table: self, slot }),
                Err(now) => state = now,
            }
        }
    }

    /// Begins the only use, when there is no other.
    pub(super) fn change(&'static self, generation: u32, index: u32) -> Result<Change<T>, Refusal> {
        let slot = self.slot(index).ok_or(Refusal::Never)?;
        let usable = u64::from(generation) << GENERATION_SHIFT | LIVE;
        match slot.state.compare_exchange(usable, usable | WRITING | 1, Acquire, Relaxed) {
            Ok(_) => Ok(Change { pin: Pin { table: self, slot }, poison: POISONED }),
            Err(state) if state & !PINS == usable => Err(Refusal::Busy),
            Err(state) => Err(refusal(state, generation)),
        }
    }

    /// Makes the handle stale. The object is dropped now, or by the last use.
    pub(super) fn release(&'static self, generation: u32, index: u32) -> Result<(), Refusal> {
        let slot = self.slot(index).ok_or(Refusal::Never)?;
        let mut state = slot.state.load(Relaxed);
        loop {
            if state >> GENERATION_SHIFT != u64::from(generation) || state & LIVE == 0 {
                return Err(refusal(state, generation));
            }
            match slot.state.compare_exchange_weak(state, state & !LIVE, AcqRel, Relaxed) {
                Ok(_) => break,
                Err(now) => state = now,
            }
        }
        if state & PINS == 0 {
            self.reclaim(slot);
        }
        Ok(())
    }

    /// Empties a slot that is neither live nor pinned; exactly one thread gets here for a generation.
    fn reclaim(&'static self, slot: &'static Slot<T>) {
        // SAFETY: the slot was filled when it became live, it is no longer live, and the last use is over.
        let object = unsafe { (*slot.object.get()).assume_init_read() };
        let index = slot.index.load(Relaxed);
        let generation = slot.state.load(Relaxed) >> GENERATION_SHIFT;
        if generation < u64::from(GENERATIONS) {
            slot.state.store((generation + 1) << GENERATION_SHIFT, Release);
            self.push_free(index, slot);
        }
        // Last, because this may run the caller's code, which may use the table.
        drop(object);
    }

    /// Makes a live slot look as if it had been used this often.
    #[cfg(test)]
    pub(super) fn set_generation(&'static self, index: u32, generation: u32) {
        let slot = self.slot(index).expect("a used slot");
        slot.state.store(u64::from(generation) << GENERATION_SHIFT | LIVE, Relaxed);
    }

    #[inline]
    fn slot(&'static self, index: u32) -> Option<&'static Slot<T>> {
        let (chunk, offset) = place(index);
        let chunk = self.chunks[chunk].load(Acquire);
        if chunk.is_null() {
            return None;
        }
        // SAFETY: a chunk in the table has the length that `place` counts with, and is never freed.
        Some(unsafe { &*chunk.add(offset) })
    }

    fn pop_free(&'static self) -> Option<(u32, &'static Slot<T>)> {
        let mut head = self.free.load(Acquire);
        loop {
            let index = head as u32;
            if index == NO_SLOT {
                return None;
            }
            let slot = self.slot(index)?;
            let next = slot.index.load(Relaxed);
            let new = ((head >> 32) + 1) << 32 | u64::from(next);
            match self.free.compare_exchange_weak(head, new, Acquire, Acquire) {
                Ok(_) => return Some((index, slot)),
                Err(now) => head = now,
            }
        }
    }

    fn push_free(&'static self, index: u32, slot: &'static Slot<T>) {
        let mut head = self.free.load(Relaxed);
        loop {
            slot.index.store(head as u32, Relaxed);
            let new = ((head >> 32) + 1) << 32 | u64::from(index);
            match self.free.compare_exchange_weak(head, new, Release, Relaxed) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }

    fn take_unused(&'static self) -> Option<(u32, &'static Slot<T>)> {
        let mut index = self.unused.load(Relaxed);
        loop {
            if index == NO_SLOT {
                return None;
            }
            self.ensure_chunk(place(index).0)?;
            match self.unused.compare_exchange_weak(index, index + 1, Relaxed, Relaxed) {
                Ok(_) => return self.slot(index).map(|slot| (index, slot)),
                Err(now) => index = now,
            }
        }
    }

    fn ensure_chunk(&self, number: usize) -> Option<()> {
        let place = &self.chunks[number];
        if !place.load(Acquire).is_null() {
            return Some(());
        }
        let layout = Layout::array::<Slot<T>>((FIRST_CHUNK as usize) << number).ok()?;
        // SAFETY: a slot has at least its atomics, so the layout is not empty.
        let chunk = unsafe { alloc::alloc_zeroed(layout) }.cast::<Slot<T>>();
        if chunk.is_null() {
            return None;
        }
        // All-zero slots are what a new slot is: generation 0, not live, no pins, no object.
        if place.compare_exchange(ptr::null_mut(), chunk, AcqRel, Acquire).is_err() {
            // SAFETY: allocated above with this layout, and another thread's chunk is in the table instead.
            unsafe { alloc::dealloc(chunk.cast(), layout) };
        }
        Some(())
    }
}

/// Chunk and offset of an index: chunk `k` holds `FIRST_CHUNK << k` slots.
#[inline]
fn place(index: u32) -> (usize, usize) {
    let counted = u64::from(index) + FIRST_CHUNK;
    let chunk = counted.ilog2() - FIRST_CHUNK.ilog2();
    (chunk as usize, (counted - (FIRST_CHUNK << chunk)) as usize)
}

#[cold]
fn refusal(state: u64, generation: u32) -> Refusal {
    let now = state >> GENERATION_SHIFT;
    if u64::from(generation) > now {
        Refusal::Never
    } else if u64::from(generation) < now || state & LIVE == 0 {
        Refusal::Stale
    } else if state & POISONED != 0 {
        Refusal::Poisoned
    } else {
        // Being changed; or it was, and is usable by now.
        Refusal::Busy
    }
}

impl<T: Send + Sync> Pin<T> {
    #[inline]
    pub(super) fn object(&self) -> &T {
        // SAFETY: a pinned slot holds its object until the pin is gone, and nobody changes it meanwhile.
        unsafe { (*self.slot.object.get()).assume_init_ref() }
    }
}

impl<T: Send + Sync> Drop for Pin<T> {
    #[inline]
    fn drop(&mut self) {
        let before = self.slot.state.fetch_sub(1, Release);
        if before & (PINS | LIVE) == 1 {
            fence(Acquire);
            self.table.reclaim(self.slot);
        }
    }
}

impl<T: Send + Sync> Change<T> {
    pub(super) fn object(&mut self) -> &mut T {
        // SAFETY: `WRITING` was set when there was no pin but this one, and keeps new ones away.
        unsafe { (*self.pin.slot.object.get()).assume_init_mut() }
    }

    /// The change came to its end, with or without success.
    pub(super) fn finish(mut self) {
        self.poison = 0;
    }
}

impl<T: Send + Sync> Drop for Change<T> {
    fn drop(&mut self) {
        // The pin itself goes when the field is dropped.
        self.pin.slot.state.fetch_sub(WRITING.wrapping_sub(self.poison), Release);
    }
}
