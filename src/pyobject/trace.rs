//! The trace of JAX in which a call runs: which objects may be written in it, and the mark that new objects bear.
//!
//! Every Variable and every `Pytree` holds the trace in which it was made, as a `TraceState`. Within one trace they may
//! share one: it never changes, and is only compared.

use super::flax::Flax;
use super::module::{Step, Stop};
use super::object::{Borrowed, Object, PyResult, Slot};

/// A trace.
#[derive(Clone)]
pub(super) struct Trace {
    /// JAX's weak reference to the trace, of which each trace has one.
    reference: Object,
    /// A `TraceState` of it.
    state: Object,
}

/// What is known of traces from call to call.
pub(super) struct Traces {
    /// `TraceState._jax_trace`.
    jax_trace: Slot,
    last: Option<Trace>,
}

impl Traces {
    pub(super) fn of(flax: &Flax) -> PyResult<Traces> {
        Ok(Traces { jax_trace: Slot::of(&flax.trace_state_class, &flax.names.jax_trace)?, last: None })
    }

    /// The trace in which this thread is now.
    pub(super) fn current(&mut self, flax: &Flax) -> Step<Trace> {
        let reference = flax.trace_ctx.get(&flax.names.trace)?.get(&flax.names.weakref)?;
        if let Some(last) = &self.last
            && last.reference.is(&reference)
        {
            return Ok(last.clone());
        }
        let opaque = flax.current_jax_trace.call(&[])?;
        if !opaque.get(&flax.names.trace_ref)?.is(&reference) {
            return Err(Stop::Fallback("JAX tells its trace in an unknown way"));
        }
        let state = flax.new_instance(&flax.trace_state_class)?;
        self.jax_trace.set(&state, &opaque)?;
        let trace = Trace { reference, state };
        drop(self.last.replace(trace.clone()));
        Ok(trace)
    }

    /// Whether an object that holds this `TraceState` was made in `trace`. A trace that is equal without being the same
    /// is answered with no: that is for Flax to judge.
    pub(super) fn is_of(&self, flax: &Flax, trace_state: &Borrowed, trace: &Trace) -> PyResult<bool> {
        if trace_state.is(&trace.state) {
            return Ok(true);
        }
        if !trace_state.is_exactly(&flax.trace_state_class) {
            return Ok(false);
        }
        let opaque = self.jax_trace.get(trace_state)?;
        Ok(opaque.is_exactly(&flax.opaque_trace_state) && opaque.get(&flax.names.trace_ref)?.is(&trace.reference))
    }
}

impl Trace {
    /// The `TraceState` that objects bear which are made in this trace.
    pub(super) fn state(&self) -> &Borrowed {
        &self.state
    }
}
