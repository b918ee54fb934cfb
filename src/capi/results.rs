//! What a run of a step gives.

use std::sync::Arc;

use super::guard;
use super::handle::{self, Tag};
use super::state::nnx_state;
use super::status::nnx_status;
use super::tensor::nnx_tensor;
use crate::error::{Error, Result};
use crate::step::Results;

/// The arrays and States that a run of a step gives. Immutable, and not changed by later runs; any thread may use it.
pub struct nnx_results {
    _private: [u8; 0],
}

handle!(nnx_results, Tag::Results, Arc<Results>);

/// The step that ran, see `nnx_step_id`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_results_step_id(results: *const nnx_results, out: *mut u64) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(results, "results")?.step)
    })
}

/// The number of arrays: those of `nnx_trace_output`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_results_num_tensors(results: *const nnx_results, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(results, "results")?.outputs.len())
    })
}

/// One of the arrays. INVALID_ARGUMENT when there is no such one, FAILED_PRECONDITION when it was written to memory that
/// `nnx_session_bind_output` has bound for it. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_results_tensor(
    results: *const nnx_results,
    index: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let results = handle::get(results, "results")?;
        out.set_new(results.output(index)?.clone())
    })
}

/// The number of States: those of `nnx_trace_output_state`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_results_num_states(results: *const nnx_results, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(results, "results")?.states.len())
    })
}

/// One of the States. INVALID_ARGUMENT when there is no such one. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_results_state(
    results: *const nnx_results,
    index: usize,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        let results = handle::get(results, "results")?;
        out.set_new(at(&results.states, index, "States")?.clone())
    })
}

/// Makes another handle for the same results.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_results_retain(results: *const nnx_results, out: *mut *mut nnx_results) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(results, "results")?.clone())
    })
}

/// Gives a handle back. `results` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_results_release(results: *mut nnx_results) -> nnx_status {
    guard(|| handle::release(results, "results"))
}

fn at<'a, T>(items: &'a [T], index: usize, what: &str) -> Result<&'a T> {
    let missing = || Error::invalid(format!("`index` is {index}, but there are {} {what}", items.len()));
    items.get(index).ok_or_else(missing)
}
