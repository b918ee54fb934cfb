//! Steps.

use std::sync::Arc;

use super::graphdef::nnx_graphdef;
use super::guard;
use super::handle::{self, Handle, Tag};
use super::input;
use super::node::nnx_node;
use super::program::nnx_program;
use super::results::nnx_results;
use super::state::nnx_state;
use super::status::nnx_status;
use super::strings::nnx_str;
use super::tensor::nnx_tensor;
use crate::backend::cpu::MAX_THREADS;
use crate::error::{Error, Result};
use crate::graph::{Node, State};
use crate::step::{Device, Step, StepMap};
use crate::tensor::Tensor;

/// A compiled function over the leaves of objects, States and arrays. Immutable; any number of threads may run it at
/// once.
pub struct nnx_step {
    _private: [u8; 0],
}

handle!(nnx_step, Tag::Step, Step);

/// Makes a step of a program that was not traced here: its `main`, or its only public function. Its first `num_leaves`
/// arguments are the leaves of objects of this structure, in their order; the others are inputs. `changed` says for each
/// leaf which result of the program it is afterwards, or -1 when it stays; `outputs` are the results that the step gives.
/// `changed` and `outputs` may be NULL when there are none. `device` is "cpu", as is the empty text.
///
/// INVALID_ARGUMENT when the program does not fit; UNIMPLEMENTED for the device "cuda". Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_from_program(
    program: *const nnx_program,
    graphdef: *const nnx_graphdef,
    changed: *const i64,
    num_leaves: usize,
    outputs: *const usize,
    num_outputs: usize,
    device: nnx_str,
    out: *mut *mut nnx_step,
) -> nnx_status {
    guard(|| {
        out!(out);
        let program = Arc::clone(&*handle::get(program, "program")?);
        let graphdef = handle::get(graphdef, "graphdef")?.clone();
        // SAFETY: the contract of all exports.
        let (changed, outputs, device) = unsafe {
            let changed = input::array(changed, num_leaves, "changed")?;
            (changed, input::array(outputs, num_outputs, "outputs")?, device.as_str("device")?)
        };
        let device = Device::named(device).map_err(|error| error.argument("device"))?;
        let changed: Vec<Option<usize>> = changed.iter().map(|&result| usize::try_from(result).ok()).collect();
        let map = StepMap::for_objects(program.entry()?, &changed, outputs)?;
        out.set_new(Step::from_program(program, graphdef, map, device)?)
    })
}

/// A number that no other step of this process has: `nnx_results_step_id` says which step ran, and `nnx_trace_id` which
/// step a function will be. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_id(step: *const nnx_step, out: *mut u64) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(step, "step")?.id())
    })
}

/// The program of a step, to be printed as StableHLO. Its `main` takes the arrays among the leaves of the objects, then
/// those of the States, then the inputs. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_program(step: *const nnx_step, out: *mut *mut nnx_program) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Arc::clone(handle::get(step, "step")?.module()))
    })
}

/// The structure of the objects of a step, in a tuple, before a run. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_graphdef(step: *const nnx_step, out: *mut *mut nnx_graphdef) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(step, "step")?.graphdef().clone())
    })
}

/// The structure of the objects of a step, in a tuple, after a run. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_out_graphdef(step: *const nnx_step, out: *mut *mut nnx_graphdef) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(step, "step")?.out_graphdef().clone())
    })
}

/// Runs a step over the leaves of its objects, which are matched by path, over States and arrays. The leaves as they are
/// afterwards are a new State. `leaves` may be NULL when there are no objects; with `check_finite` 1 a float that is not
/// finite is NON_FINITE, naming its path.
///
/// INVALID_ARGUMENT or NOT_FOUND when leaves, States or inputs are not those that the step takes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_run(
    step: *const nnx_step,
    leaves: *const nnx_state,
    states: *const *const nnx_state,
    num_states: usize,
    inputs: *const *const nnx_tensor,
    num_inputs: usize,
    check_finite: i32,
    out_leaves: *mut *mut nnx_state,
    out_results: *mut *mut nnx_results,
) -> nnx_status {
    guard(|| {
        out!(out_leaves, out_results);
        let step = handle::get(step, "step")?.clone();
        let leaves = handle::get_optional(leaves, "leaves")?;
        let leaves: State = leaves.map_or_else(State::empty, |leaves| leaves.clone());
        // SAFETY: the contract of all exports.
        let (states, inputs) = unsafe { (self::states(states, num_states)?, tensors(inputs, num_inputs)?) };
        let check_finite = input::flag(check_finite, "check_finite")?;
        let (leaves, results) = step.run(&leaves, &states, &inputs, check_finite)?;
        let leaves = handle::new::<nnx_state>(leaves)?;
        match out_results.set_new(Arc::new(results)) {
            Ok(()) => out_leaves.set(leaves),
            Err(error) => {
                handle::release(leaves, "leaves")?;
                Err(error)
            }
        }
    })
}

/// Makes another handle for the same step.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_retain(step: *const nnx_step, out: *mut *mut nnx_step) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(step, "step")?.clone())
    })
}

/// Gives a handle back. `step` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_step_release(step: *mut nnx_step) -> nnx_status {
    guard(|| handle::release(step, "step"))
}

/// What `count` handles of the caller stand for.
///
/// # Safety
/// As [`input::handles`].
unsafe fn all<H: Handle>(handles: *const *const H, count: usize, argument: &str) -> Result<Vec<H::Object>> {
    // SAFETY: asked of the caller.
    let handles = unsafe { input::handles(handles, count, argument) }?;
    Ok(handles.iter().map(|handle| (**handle).clone()).collect())
}

/// The objects of a call.
///
/// # Safety
/// As [`input::handles`].
pub(super) unsafe fn objects(objects: *const *const nnx_node, count: usize) -> Result<Vec<Node>> {
    // SAFETY: asked of the caller.
    unsafe { all(objects, count, "objects") }
}

/// The States of a call.
///
/// # Safety
/// As [`input::handles`].
pub(super) unsafe fn states(states: *const *const nnx_state, count: usize) -> Result<Vec<State>> {
    // SAFETY: asked of the caller.
    unsafe { all(states, count, "states") }
}

/// The arrays of a call.
///
/// # Safety
/// As [`input::handles`].
pub(super) unsafe fn tensors(inputs: *const *const nnx_tensor, count: usize) -> Result<Vec<Tensor>> {
    // SAFETY: asked of the caller.
    unsafe { all(inputs, count, "inputs") }
}

/// `options.num_threads`.
pub(super) fn num_threads(given: i32) -> Result<usize> {
    let found = usize::try_from(given).ok().filter(|count| *count <= MAX_THREADS);
    let wrong = || Error::invalid(format!("`options.num_threads` is {given}; it must be from 0 to {MAX_THREADS}"));
    found.ok_or_else(wrong)
}

/// The device of options.
///
/// # Safety
/// As [`nnx_str::as_str`].
pub(super) unsafe fn device(name: nnx_str) -> Result<Device> {
    // SAFETY: asked of the caller.
    let name = unsafe { name.as_str("options.device") }?;
    Device::named(name).map_err(|error: Error| error.argument("options.device"))
}
