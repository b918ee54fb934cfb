//! What natives over libnnx's own objects ask of the floors above. Handles are the C ABI's: here they are numbers.

use std::sync::OnceLock;

use crate::tensor::Tensor;

/// An input of a run.
#[derive(Debug)]
pub(crate) enum Input {
    /// None is given: the memory that is bound there.
    Bound,
    /// That of an `nnx_tensor`.
    Handle(u64),
    /// One that was made for this run.
    Array(Tensor),
}

/// What a run gave: handles, which belong to whom this is given.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The number of the step.
    pub(crate) step: u64,
    /// `nnx_state`s.
    pub(crate) states: Vec<u64>,
    /// `nnx_tensor`s; nothing for what was written to memory that is bound.
    pub(crate) arrays: Vec<Option<u64>>,
}

/// A run, or the status of a call that failed, whose text is this thread's last error.
pub(crate) type Answer = Result<Ran, i32>;

/// The functions of the C ABI that natives call. None of them needs the interpreter's lock.
pub(crate) struct Library {
    /// Gives a handle of any type back.
    pub(crate) release: fn(handle: u64),
    /// Whether that is done at once, whatever the handle stands for: other threads need not go on meanwhile.
    pub(crate) is_released_at_once: fn(handle: u64) -> bool,
    /// Whether this thread is in a function that is being traced.
    pub(crate) is_tracing: fn() -> bool,
    /// Runs a step over a Session, or evaluates it.
    pub(crate) run: fn(session: u64, step: u64, evaluates: bool, inputs: Vec<Input>) -> Answer,
    /// Calls a jit with objects, States and arrays.
    pub(crate) call: fn(jit: u64, objects: &[u64], states: &[u64], inputs: Vec<Input>) -> Answer,
}

static LIBRARY: OnceLock<&'static Library> = OnceLock::new();

/// Says what the library is, before the module is made.
pub(super) fn set(library: &'static Library) {
    let _ = LIBRARY.set(library);
}

/// The library; `None` where no module was made.
#[inline]
pub(super) fn get() -> Option<&'static Library> {
    LIBRARY.get().copied()
}
