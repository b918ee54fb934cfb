//! What lives from call to call: what Flax is, and what was learnt of its types.

use std::cell::{Cell, UnsafeCell};
use std::ops::{Deref, DerefMut};

use super::flax::Flax;
use super::kind::Kinds;
use super::module::{Step, Stop};
use super::plan::Plans;
use super::trace::Traces;
use super::variable::{Methods, Variables};

/// Something that only threads with the interpreter's lock touch, and that therefore needs no lock of its own.
pub(super) struct Locked<T>(T);

// SAFETY: `get` is called with the interpreter's lock held, which passes from thread to thread with all that was written.
unsafe impl<T> Sync for Locked<T> {}

impl<T> Locked<T> {
    pub(super) const fn new(value: T) -> Locked<T> {
        Locked(value)
    }

    /// The value, for the thread that holds the interpreter's lock.
    #[inline(always)]
    pub(super) fn get(&self) -> &T {
        &self.0
    }
}

/// What `bind` and the calls since then have made.
pub(super) struct Native {
    /// Flax's classes and functions.
    pub(super) flax: Flax,
    /// What is known of types.
    pub(super) kinds: Kinds,
    /// The methods of Variables.
    pub(super) methods: Methods,
    /// The trace of the last call.
    pub(super) traces: Traces,
    /// GraphDefs that were read.
    pub(super) plans: Plans,
}

impl Native {
    /// What a call needs that makes or writes objects.
    pub(super) fn variables(&mut self) -> (Variables<'_>, &mut Plans) {
        let Native { flax, kinds, methods, traces, plans } = self;
        (Variables::new(flax, kinds, methods, traces), plans)
    }
}

struct Place {
    busy: Cell<bool>,
    native: UnsafeCell<Option<Native>>,
}

static PLACE: Locked<Place> = Locked::new(Place { busy: Cell::new(false), native: UnsafeCell::new(None) });

/// The right to use [`Native`], as long as it lives. Python code that runs meanwhile and calls a native function again
/// (a finalizer, a node's own flatten function, another thread that got the interpreter's lock) is sent to Flax.
pub(super) struct Entered(());

/// Enters the library for the length of one call.
#[inline]
pub(super) fn enter() -> Step<Entered> {
    let place = PLACE.get();
    if place.busy.replace(true) {
        return Err(Stop::Fallback("called from within a traversal"));
    }
    let mut entered = Entered(());
    // SAFETY: nobody else is in.
    match unsafe { &mut *place.native.get() } {
        None => Err(Stop::Fallback("not bound to Flax")),
        Some(_) => {
            let native = &mut *entered;
            native.kinds.begin_call(&native.flax);
            Ok(entered)
        }
    }
}

/// Replaces everything, when Flax is bound.
pub(super) fn replace(native: Native) -> Step<()> {
    let place = PLACE.get();
    if place.busy.replace(true) {
        return Err(Stop::Fallback("called from within a traversal"));
    }
    let entered = Entered(());
    // SAFETY: nobody else is in.
    let before = unsafe { (*place.native.get()).replace(native) };
    drop(entered);
    drop(before);
    Ok(())
}

impl Deref for Entered {
    type Target = Native;

    #[inline(always)]
    fn deref(&self) -> &Native {
        // SAFETY: who has entered is alone in, and `enter` made sure that there is one.
        unsafe { (*PLACE.get().native.get()).as_ref().unwrap_unchecked() }
    }
}

impl DerefMut for Entered {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Native {
        // SAFETY: the same.
        unsafe { (*PLACE.get().native.get()).as_mut().unwrap_unchecked() }
    }
}

impl Drop for Entered {
    #[inline(always)]
    fn drop(&mut self) {
        PLACE.get().busy.set(false);
    }
}
