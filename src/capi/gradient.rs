//! Gradients: derivatives of what a trace has computed.

use std::ffi::c_void;
use std::ptr;

use super::callback::{self, UserData, nnx_destroy_fn};
use super::filter::nnx_filter;
use super::guard;
use super::handle;
use super::input;
use super::node::nnx_node;
use super::out::OutArray;
use super::state::nnx_state;
use super::status::nnx_status;
use super::trace::{nnx_trace, trace_of};
use super::value::{self, nnx_value};
use crate::graph::{Filter, VariableType};
use crate::trace::{gradients, value_and_grad, watch};

/// Computes a loss from the objects that gradients are taken by: sets `loss` to a single float. A status other than
/// NNX_STATUS_OK ends the call that asked; numbers from 1000 come back unchanged.
pub type nnx_loss_fn = Option<
    unsafe extern "C" fn(user_data: *mut c_void, trace: *mut nnx_trace, loss: *mut *mut nnx_value) -> nnx_status,
>;

/// What `loss_fn` computes, and its gradients by those Variables below `node` that `wrt` takes: a State with their paths,
/// whose leaves are traced values. `wrt` may be NULL: the Variables of type Param are meant then. What `loss_fn` changes in
/// the objects stays changed; what it computes besides the loss goes out through `user_data`.
///
/// INVALID_ARGUMENT when the loss is not a single float, or a Variable does not hold floats, with its path; UNIMPLEMENTED for
/// an operation that has no rule, such as a loop whose length depends on values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_and_grad(
    trace: *mut nnx_trace,
    node: *mut nnx_node,
    wrt: *const nnx_filter,
    loss_fn: nnx_loss_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    out_loss: *mut *mut nnx_value,
    out_grads: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        out!(out_loss, out_grads);
        let open = trace_of(trace)?;
        let node = handle::get(node, "node")?.clone();
        let wrt = match handle::get_optional(wrt, "wrt")? {
            Some(filter) => (*filter).clone(),
            None => Filter::of_type(VariableType::named("Param")?),
        };
        let loss_fn = input::function(loss_fn, "loss_fn")?;
        let (loss, grads) = value_and_grad(&open, &node, &wrt, &mut || {
            let mut loss = ptr::null_mut();
            // SAFETY: the function takes its user_data, a trace and a place for a value.
            callback::call("loss_fn", || unsafe { loss_fn(user_data.as_ptr(), trace, &raw mut loss) })?;
            value::get(loss, "loss")
        })?;
        let grads = handle::new(grads)?;
        out_grads.set(grads)?;
        out_loss.set(value::put(&loss))
    })
}

/// A value equal to this one, by which `nnx_value_gradients` can be taken: what is computed from it depends on it, what was
/// computed before does not. INVALID_ARGUMENT when its elements are no floats.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_watch(value: *const nnx_value, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(value::put(&watch(&value::get(value, "value")?)?))
    })
}

/// The gradients of a single float by `count` values that were watched before it was computed: `count` values at `out`.
/// `wrt` and `out` may be NULL when `count` is 0. INVALID_ARGUMENT when `value` is not a single float, UNIMPLEMENTED for an
/// operation without a rule.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_gradients(
    value: *const nnx_value,
    wrt: *const *const nnx_value,
    count: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out = unsafe { OutArray::new(out, count, "out") }?;
        let value = value::get(value, "value")?;
        // SAFETY: the contract of all exports.
        let wrt = unsafe { value::get_all(wrt, count, "wrt") }?;
        out.set_values(&gradients(&value, &wrt)?, "count")
    })
}

/// The same value, which gradients do not pass.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_stop_gradient(value: *const nnx_value, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(value::put(&value::get(value, "value")?.stop_gradient()?))
    })
}
