//! Control flow: branches and loops whose course is decided when the program runs.

use std::ffi::c_void;

use super::callback::{self, UserData, nnx_destroy_fn};
use super::guard;
use super::input;
use super::out::OutArray;
use super::status::nnx_status;
use super::trace::{self, nnx_trace, nnx_trace_fn};
use super::value::{self, nnx_value};
use crate::error::{Error, Result};
use crate::trace::Value;

/// What one of two functions gives, as `predicate`, a single truth value, says: both are traced, and one of them runs. Each
/// gets a trace of its own for the call, without inputs, and gives its values by `nnx_trace_output`; what it uses of the
/// values around it is captured. Both give values of the same types.
///
/// The results are at `out`, which has `capacity` places, and `out_count` says how many there are. `out` may be NULL when
/// `capacity` is 0. INVALID_ARGUMENT when the types differ or there are more results than places; the functions' own errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_cond(
    trace: *mut nnx_trace,
    predicate: *const nnx_value,
    on_true: nnx_trace_fn,
    on_false: nnx_trace_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    out: *mut *mut nnx_value,
    capacity: usize,
    out_count: *mut usize,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        // SAFETY: the contract of all exports.
        let out = unsafe { OutArray::new(out, capacity, "out") };
        out!(out_count);
        let (out, open) = (out?, trace::trace_of(trace)?);
        let predicate = value::get(predicate, "predicate")?;
        let on_true = input::function(on_true, "on_true")?;
        let on_false = input::function(on_false, "on_false")?;
        // SAFETY: a function in C takes its user_data and a trace.
        let run = |name, function: Function| unsafe { region(trace, name, function, &user_data, &[]) };
        let results = open.cond(&predicate, &mut |_| run("on_true", on_true), &mut |_| run("on_false", on_false))?;
        out_count.set(results.len())?;
        out.set_some(&results)
    })
}

/// Runs `body` on what it gave before, from the `num_init` values of `init` on, as long as `condition` gives true. Each gets a
/// trace of its own for the call, whose inputs are these values; `condition` gives a single truth value and `body` as many
/// values of the same types. The results are the `num_init` values at `out`; `init` and `out` may be NULL when there are none.
///
/// INVALID_ARGUMENT when the types differ; the functions' own errors. Such a loop has no gradient.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_while_loop(
    trace: *mut nnx_trace,
    condition: nnx_trace_fn,
    body: nnx_trace_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    init: *const *const nnx_value,
    num_init: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        // SAFETY: the contract of all exports.
        let out = unsafe { OutArray::new(out, num_init, "out") }?;
        let open = trace::trace_of(trace)?;
        let condition = input::function(condition, "condition")?;
        let body = input::function(body, "body")?;
        // SAFETY: the contract of all exports.
        let init = unsafe { value::get_all(init, num_init, "init") }?;
        // SAFETY: a function in C takes its user_data and a trace.
        let run =
            |name, function: Function, values: &[Value]| unsafe { region(trace, name, function, &user_data, values) };
        let results = open.while_loop(&init, &mut |values| run("condition", condition, values), &mut |values| {
            run("body", body, values)
        })?;
        out.set_values(&results, "num_init")
    })
}

/// Runs `body` `length` times. It gets a trace of its own for the call, whose inputs are the carry, from the `num_init` values
/// of `init` on, and then a slice of each of the `num_xs` values of `xs` along axis 0. It gives the next carry, values of the
/// same types, and then any further values.
///
/// The results are at `out`, which has `capacity` places, and `out_count` says how many there are: the last carry, then the
/// further values of all rounds, stacked along a new axis 0. `init`, `xs` and `out` may be NULL when there are none.
/// INVALID_ARGUMENT when `xs` are not `length` long, the carry changes its types, or there are more results than places; the
/// function's own errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_scan(
    trace: *mut nnx_trace,
    length: i64,
    init: *const *const nnx_value,
    num_init: usize,
    xs: *const *const nnx_value,
    num_xs: usize,
    body: nnx_trace_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    out: *mut *mut nnx_value,
    capacity: usize,
    out_count: *mut usize,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        // SAFETY: the contract of all exports.
        let out = unsafe { OutArray::new(out, capacity, "out") };
        out!(out_count);
        let (out, open) = (out?, trace::trace_of(trace)?);
        // SAFETY: the contract of all exports.
        let init = unsafe { value::get_all(init, num_init, "init") }?;
        // SAFETY: the contract of all exports.
        let xs = unsafe { value::get_all(xs, num_xs, "xs") }?;
        let body = input::function(body, "body")?;
        let (mut results, stacked) = open.scan(length, &init, &xs, &mut |carry, slices| {
            // SAFETY: a function in C takes its user_data and a trace.
            let mut next = unsafe { region(trace, "body", body, &user_data, &[carry, slices].concat()) }?;
            if next.len() < carry.len() {
                return Err(Error::invalid(format!(
                    "scan: the body gives {} values, fewer than the {} of the carry",
                    next.len(),
                    carry.len()
                )));
            }
            let further = next.split_off(carry.len());
            Ok((next, further))
        })?;
        results.extend(stacked);
        out_count.set(results.len())?;
        out.set_some(&results)
    })
}

type Function = unsafe extern "C" fn(*mut c_void, *mut nnx_trace) -> nnx_status;

/// What a function gives for these values, which it gets as the inputs of a trace that is lent to it.
///
/// # Safety
/// `function` may be called with this user_data and a trace.
unsafe fn region(
    outer: *mut nnx_trace,
    name: &str,
    function: Function,
    user_data: &UserData,
    values: &[Value],
) -> Result<Vec<Value>> {
    let scope = trace::inner_scope(outer, values)?;
    let outputs = trace::lent(&scope, |trace| {
        // SAFETY: asked of the caller.
        callback::call(name, || unsafe { function(user_data.as_ptr(), trace) })
    })?;
    if !outputs.states.is_empty() {
        return Err(Error::invalid(format!("`{name}` gave a State; a branch or a loop gives values")));
    }
    Ok(outputs.values)
}
