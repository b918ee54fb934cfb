//! Functions that are traced when they are called with something new.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use super::callback::{UserData, nnx_destroy_fn};
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::node::nnx_node;
use super::options::{self, Options};
use super::results::nnx_results;
use super::state::nnx_state;
use super::status::nnx_status;
use super::step::{device, nnx_step, num_threads, objects as nodes, states as all_states, tensors};
use super::strings::nnx_str;
use super::tensor::nnx_tensor;
use super::trace::{self, nnx_trace_fn};
use crate::step::{Jit, JitOptions};

/// A function over objects, States and arrays, and the steps that it became: it is traced once for each structure of the
/// objects, types of their leaves, leaves of the States, and types of the arrays. Any number of threads may call it at
/// once, on different objects.
pub struct nnx_jit {
    _private: [u8; 0],
}

handle!(nnx_jit, Tag::Jit, Arc<Jit>);

/// How a function is compiled and run. Start from NNX_JIT_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_jit_options {
    /// `sizeof(nnx_jit_options)` as the caller compiled it.
    pub struct_size: usize,
    /// Where it runs: "cpu", as does the empty text (the default).
    pub device: nnx_str,
    /// 1 makes a float that is not finite, among what a call computes, NON_FINITE, with the objects as before; 0 is the
    /// default.
    pub check_finite: i32,
    /// On how many threads it runs at most, from 1 to 1024; 0, the default, is as many as the environment variable
    /// NNX_NUM_THREADS says, or else as the process may use at once. Results are the same.
    pub num_threads: i32,
}

// SAFETY: integers and text without padding, behind the size.
unsafe impl Options for nnx_jit_options {
    const NAME: &'static str = "nnx_jit_options";
    const FIRST_SIZE: usize = 32;
    const DEFAULT: nnx_jit_options = nnx_jit_options {
        struct_size: size_of::<nnx_jit_options>(),
        device: nnx_str { data: ptr::null(), size: 0 },
        check_finite: 0,
        num_threads: 0,
    };
}

/// Makes a function that is traced by `function` when it is called with something new, on the thread of that call.
/// `destroy` runs exactly once, when nothing holds the function any more, or before this call returns if it fails.
/// `options` may be NULL.
///
/// UNIMPLEMENTED for the device "cuda". Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_jit_new(
    function: nnx_trace_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    options: *const nnx_jit_options,
    out: *mut *mut nnx_jit,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of callbacks.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        out!(out);
        let function = input::function(function, "function")?;
        // SAFETY: the contract of all exports.
        let options = unsafe { jit_options(options) }?;
        let traced = move |scope: &crate::trace::Scope| trace::call(scope, function, &user_data);
        out.set_new(Arc::new(Jit::new(Box::new(traced), options)))
    })
}

/// Calls a function: runs the step that it is for these arguments, traced first where there is none yet. What it does to
/// the objects is done to them, and their Variables stay the Variables that they are; what it gives is `out`. `objects`,
/// `states` and `inputs` may be NULL when there are none.
///
/// An error of the function comes back unchanged; NON_FINITE names the path. After an error everything is as before.
/// FAILED_PRECONDITION when the objects are being traced: inside of another function call the function itself. Any
/// number of threads at once, with different objects.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_jit_call(
    jit: *const nnx_jit,
    objects: *const *const nnx_node,
    num_objects: usize,
    states: *const *const nnx_state,
    num_states: usize,
    inputs: *const *const nnx_tensor,
    num_inputs: usize,
    out: *mut *mut nnx_results,
) -> nnx_status {
    guard(|| {
        out!(out);
        let jit = Arc::clone(&*handle::get(jit, "jit")?);
        // SAFETY: the contract of all exports.
        let (objects, states, inputs) =
            unsafe { (nodes(objects, num_objects)?, all_states(states, num_states)?, tensors(inputs, num_inputs)?) };
        out.set_new(Arc::new(jit.call(&objects, &states, &inputs)?))
    })
}

/// The step that `nnx_jit_call` would run for these arguments, traced where there is none yet: to be run by a Session,
/// say, or printed. Nothing is run, and of the inputs only dtypes and shapes count. Errors and threads as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_jit_step(
    jit: *const nnx_jit,
    objects: *const *const nnx_node,
    num_objects: usize,
    states: *const *const nnx_state,
    num_states: usize,
    inputs: *const *const nnx_tensor,
    num_inputs: usize,
    out: *mut *mut nnx_step,
) -> nnx_status {
    guard(|| {
        out!(out);
        let jit = Arc::clone(&*handle::get(jit, "jit")?);
        // SAFETY: the contract of all exports.
        let (objects, states, inputs) =
            unsafe { (nodes(objects, num_objects)?, all_states(states, num_states)?, tensors(inputs, num_inputs)?) };
        out.set_new(jit.step(&objects, &states, &inputs)?)
    })
}

/// The number of steps that a function became so far. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_jit_num_steps(jit: *const nnx_jit, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(jit, "jit")?.num_steps())
    })
}

/// Makes another handle for the same function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_jit_retain(jit: *const nnx_jit, out: *mut *mut nnx_jit) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(jit, "jit")?.clone())
    })
}

/// Gives a handle back. `jit` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_jit_release(jit: *mut nnx_jit) -> nnx_status {
    guard(|| handle::release(jit, "jit"))
}

/// # Safety
/// As [`options::read`].
pub(super) unsafe fn jit_options(options: *const nnx_jit_options) -> crate::Result<JitOptions> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    // SAFETY: asked of the caller.
    let device = unsafe { device(options.device) }?;
    let check_finite = input::flag(options.check_finite, "options.check_finite")?;
    Ok(JitOptions { device, check_finite, num_threads: num_threads(options.num_threads)? })
}
