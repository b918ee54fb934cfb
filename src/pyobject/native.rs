//! What lives from call to call: what Flax is, and what was learnt of its types.

use std::cell::{Cell, UnsafeCell};
use std::ops::{Deref, DerefMut};

use super::flax::Flax;
use super::graphdef::{self, GraphDefs};
use super::jit::Structures;
use super::kind::Kinds;
use super::layout::Layouts;
use super::module::{Step, Stop};
use super::plan::Plans;
use super::trace::Traces;
use super::variable::{Methods, Variables};
use super::walk::Found;

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
    /// What is known of the attributes of nodes.
    pub(super) layouts: Layouts,
    /// GraphDefs that were made.
    pub(super) graphdefs: GraphDefs,
    /// The structures of arguments of compiled functions.
    pub(super) structures: Structures,
    /// The memory of walks that are over.
    pub(super) walks: Vec<Found>,
    generation: u64,
}

impl Native {
    pub(super) fn new(flax: Flax, kinds: Kinds, methods: Methods, traces: Traces) -> Native {
        let (layouts, graphdefs, plans) = (Layouts::default(), GraphDefs::default(), Plans::new());
        let structures = Structures::default();
        Native { flax, kinds, methods, traces, plans, layouts, graphdefs, structures, walks: Vec::new(), generation: 0 }
    }

    /// What a call needs that makes or writes objects.
    pub(super) fn variables(&mut self) -> (Variables<'_>, &mut Plans) {
        let Native { flax, kinds, methods, traces, plans, .. } = self;
        (Variables::new(flax, kinds, methods, traces), plans)
    }

    fn begin_call(&mut self) {
        self.kinds.begin_call(&self.flax);
        if self.kinds.generation != self.generation || self.layouts.is_full() {
            self.generation = self.kinds.generation;
            graphdef::forget(self);
        }
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
            entered.begin_call();
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
