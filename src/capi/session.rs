//! Sessions.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use super::callback::{UserData, nnx_destroy_fn};
use super::dtype::{self, nnx_dtype};
use super::graphdef::nnx_graphdef;
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::node::nnx_node;
use super::options::{self, Options};
use super::path;
use super::results::nnx_results;
use super::state::nnx_state;
use super::status::nnx_status;
use super::step::{self, nnx_step};
use super::strings::nnx_str;
use super::tensor::nnx_tensor;
use crate::error::{Error, Result};
use crate::graph::Leaf;
use crate::step::{OutputMemory, Session, SessionOptions, StateLayout};
use crate::tensor::Tensor;

/// A state that is held in one place, and any number of steps that run over it: those that take its leaves. Calls from
/// several threads run one after another. What it gives never changes afterwards.
pub struct nnx_session {
    _private: [u8; 0],
}

handle!(nnx_session, Tag::Session, Arc<Session>);

/// How a Session runs its steps. Start from NNX_SESSION_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_session_options {
    /// `sizeof(nnx_session_options)` as the caller compiled it.
    pub struct_size: usize,
    /// Where the state is held and the steps run: "cpu", as is the empty text (the default).
    pub device: nnx_str,
    /// 1 makes a float that is not finite, among what a step computes, NON_FINITE, with the state as before; 0 is the
    /// default.
    pub check_finite: i32,
    /// On how many threads a run is done at most, from 1 to 1024; 0, the default, is as many as the environment variable
    /// NNX_NUM_THREADS says, or else as the process may use at once. Results are the same.
    pub num_threads: i32,
}

// SAFETY: integers and text without padding, behind the size.
unsafe impl Options for nnx_session_options {
    const NAME: &'static str = "nnx_session_options";
    const FIRST_SIZE: usize = 32;
    const DEFAULT: nnx_session_options = nnx_session_options {
        struct_size: size_of::<nnx_session_options>(),
        device: nnx_str { data: ptr::null(), size: 0 },
        check_finite: 0,
        num_threads: 0,
    };
}

/// What a Session has done so far. Start from NNX_SESSION_INFO_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_session_info {
    /// `sizeof(nnx_session_info)` as the caller compiled it.
    pub struct_size: usize,
    /// The different steps that ran.
    pub steps: usize,
    /// The leaves of the state.
    pub leaves: usize,
    /// Their bytes.
    pub nbytes: usize,
    /// The runs, evaluations among them; `nnx_session_run_many` counts each.
    pub runs: u64,
    /// The time that they took.
    pub nanoseconds: u64,
}

// SAFETY: integers without padding, behind the size.
unsafe impl Options for nnx_session_info {
    const NAME: &'static str = "nnx_session_info";
    const FIRST_SIZE: usize = 48;
    const DEFAULT: nnx_session_info = nnx_session_info {
        struct_size: size_of::<nnx_session_info>(),
        steps: 0,
        leaves: 0,
        nbytes: 0,
        runs: 0,
        nanoseconds: 0,
    };
}

/// Makes a Session that holds the state of `num_objects` objects as it is now, at least one; they themselves stay as they
/// are. It runs the steps of a jit that is called with these objects in this order. `options` may be NULL.
///
/// UNIMPLEMENTED for the device "cuda". Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_new(
    objects: *const *const nnx_node,
    num_objects: usize,
    options: *const nnx_session_options,
    out: *mut *mut nnx_session,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let (objects, options) = unsafe { (step::objects(objects, num_objects)?, session_options(options)?) };
        if objects.is_empty() {
            return Err(Error::invalid("`num_objects` is 0; a Session holds the state of at least one object"));
        }
        out.set_new(Arc::new(Session::of_objects(&objects, options)?))
    })
}

/// Makes a Session that holds the state of a structure, which comes in `num_states` States. It runs steps over objects of
/// this structure, and steps that take the leaves as one State. `options` may be NULL.
///
/// INVALID_ARGUMENT when they are not the leaves of the structure; UNIMPLEMENTED for the device "cuda". Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_from_states(
    graphdef: *const nnx_graphdef,
    states: *const *const nnx_state,
    num_states: usize,
    options: *const nnx_session_options,
    out: *mut *mut nnx_session,
) -> nnx_status {
    guard(|| {
        out!(out);
        let graphdef = handle::get(graphdef, "graphdef")?.clone();
        // SAFETY: the contract of all exports.
        let (states, options) = unsafe { (step::states(states, num_states)?, session_options(options)?) };
        out.set_new(Arc::new(Session::new(&graphdef, &states, options)?))
    })
}

/// Runs a step over the state, which is changed when it succeeds. The step takes the leaves of the Session: as those of
/// its objects, or as its only State, which is then not among the results when the step gives it first. An input that is
/// NULL, or is left out at the end, is the memory that is bound there.
///
/// INVALID_ARGUMENT when the step takes other leaves or inputs; FAILED_PRECONDITION when it changes the structure of its
/// objects; NON_FINITE, with the path, where the options ask for it. After an error the state is as before. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_run(
    session: *mut nnx_session,
    step: *const nnx_step,
    inputs: *const *const nnx_tensor,
    num_inputs: usize,
    out: *mut *mut nnx_results,
) -> nnx_status {
    guard(|| {
        out!(out);
        let session = handle::get(session, "session")?;
        let step = handle::get(step, "step")?;
        // SAFETY: the contract of all exports.
        let inputs = unsafe { given(inputs, num_inputs) }?;
        out.set_new(Arc::new(session.run(&step, &inputs)?))
    })
}

/// As `nnx_session_run`, `count` times, as if by one call: all runs succeed, or the state is as before. An input has a
/// first axis of `count`, of which each run takes its part, or is the same for all. What the runs give is put together
/// along a new first axis. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_run_many(
    session: *mut nnx_session,
    step: *const nnx_step,
    count: usize,
    inputs: *const *const nnx_tensor,
    num_inputs: usize,
    out: *mut *mut nnx_results,
) -> nnx_status {
    guard(|| {
        out!(out);
        let session = handle::get(session, "session")?;
        let step = handle::get(step, "step")?;
        // SAFETY: the contract of all exports.
        let inputs = unsafe { given(inputs, num_inputs) }?;
        out.set_new(Arc::new(session.run_many(&step, count, &inputs)?))
    })
}

/// What `nnx_session_run` would give. The state stays as it is. Errors as there. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_evaluate(
    session: *const nnx_session,
    step: *const nnx_step,
    inputs: *const *const nnx_tensor,
    num_inputs: usize,
    out: *mut *mut nnx_results,
) -> nnx_status {
    guard(|| {
        out!(out);
        let session = handle::get(session, "session")?;
        let step = handle::get(step, "step")?;
        // SAFETY: the contract of all exports.
        let inputs = unsafe { given(inputs, num_inputs) }?;
        out.set_new(Arc::new(session.evaluate(&step, &inputs)?))
    })
}

/// The structure whose state a Session holds. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_graphdef(session: *const nnx_session, out: *mut *mut nnx_graphdef) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(session, "session")?.graphdef().clone())
    })
}

/// The state as it is now: later runs do not change what is given. Nothing is copied, unless the state lies in memory of
/// the caller. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_state(session: *const nnx_session, out: *mut *mut nnx_state) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(session, "session")?.state()?)
    })
}

/// Sets leaves, by path: all of `state`, or none after an error. NOT_FOUND for a path that is not there, INVALID_ARGUMENT
/// for another dtype or shape. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_set_state(session: *mut nnx_session, state: *const nnx_state) -> nnx_status {
    guard(|| {
        let session = handle::get(session, "session")?;
        session.set_state(&*handle::get(state, "state")?)
    })
}

/// The array of the leaf at a path, as it is now. NOT_FOUND when there is none, INVALID_ARGUMENT when it is opaque. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_read(
    session: *const nnx_session,
    path: nnx_str,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let session = handle::get(session, "session")?;
        // SAFETY: the contract of all exports.
        let path = unsafe { path::from_c(path, "path") }?;
        match session.read(&path)? {
            Leaf::Tensor(tensor) => out.set_new(tensor),
            other => Err(Error::invalid(format!("expected an array, found the opaque value {other}")).at(path)),
        }
    })
}

/// Sets the leaf at a path to an array of the same dtype and shape; later runs see it. NOT_FOUND when there is no such
/// leaf, INVALID_ARGUMENT when the array does not fit. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_write(
    session: *mut nnx_session,
    path: nnx_str,
    tensor: *const nnx_tensor,
) -> nnx_status {
    guard(|| {
        let session = handle::get(session, "session")?;
        // SAFETY: the contract of all exports.
        let path = unsafe { path::from_c(path, "path") }?;
        session.write(&path, Leaf::Tensor(handle::get(tensor, "tensor")?.clone()))
    })
}

/// Writes the state into `num_objects` objects: those that the Session was made of, in their order, or others of the same
/// structure. Their Variables stay the Variables that they are. Errors as in `nnx_node_update`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_update(
    session: *const nnx_session,
    objects: *const *const nnx_node,
    num_objects: usize,
) -> nnx_status {
    guard(|| {
        let session = handle::get(session, "session")?;
        // SAFETY: the contract of all exports.
        session.update(&unsafe { step::objects(objects, num_objects) }?)
    })
}

/// Binds memory of the caller, an array of this dtype and shape, as input `index` of all runs that are given nothing in
/// its place: `nbytes` bytes at `data`, lent until something else is bound there or the last handle of the Session is
/// released. The caller changes them between runs, never during one. `data` may be NULL, which ends that; then nothing
/// else counts.
///
/// INVALID_ARGUMENT when `nbytes` is not the size of the array, or `data` not a multiple of that of an element;
/// RESOURCE_EXHAUSTED when a leaf of the state lies in this memory and there is none for a copy. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_bind_input(
    session: *mut nnx_session,
    index: usize,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    data: *const c_void,
    nbytes: usize,
) -> nnx_status {
    guard(|| {
        let session = handle::get(session, "session")?;
        let dtype = dtype::from_c(dtype, "dtype")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        if data.is_null() {
            return session.bind_input(index, None);
        }
        // SAFETY: the caller lends the memory as long as it is bound, and does not change it while it is read.
        let tensor = unsafe { Tensor::from_foreign(dtype, shape, data.cast_mut().cast(), nbytes, false, ()) }?;
        session.bind_input(index, Some(tensor))
    })
}

/// Binds memory of the caller as the place to which the output `index` of each run is written; the results do not have it
/// then. `nbytes` bytes at `data`, lent as in `nnx_session_bind_input`. A run whose output has another size is INVALID_ARGUMENT;
/// one that has no such output leaves the memory alone. `data` may be NULL, which ends that; it need not be aligned.
/// RESOURCE_EXHAUSTED as in `nnx_session_bind_input`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_bind_output(
    session: *mut nnx_session,
    index: usize,
    data: *mut c_void,
    nbytes: usize,
) -> nnx_status {
    guard(|| {
        let session = handle::get(session, "session")?;
        let output = match data.is_null() {
            true => None,
            // SAFETY: the caller lends the memory as long as it is bound, and does not use it during a run.
            false => Some(unsafe { OutputMemory::new(data.cast(), nbytes, ()) }?),
        };
        session.bind_output(index, output)
    })
}

/// How the state lies in one block of memory: the number of its leaves, the bytes of the block, and what the address of
/// the block must be a multiple of. INVALID_ARGUMENT when a leaf is opaque. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_size(
    session: *const nnx_session,
    out_num_leaves: *mut usize,
    out_nbytes: *mut usize,
    out_alignment: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out_num_leaves, out_nbytes, out_alignment);
        let session = handle::get(session, "session")?;
        let layout = session.layout()?;
        out_num_leaves.set(layout.leaves().len())?;
        out_nbytes.set(layout.nbytes())?;
        out_alignment.set(StateLayout::alignment())
    })
}

/// Where leaf `index` lies in the block: its path, its first byte, the number of its bytes, its dtype and extents. Path
/// and extents are lent until `session` is released. INVALID_ARGUMENT when there is no such leaf, or a leaf is opaque.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_layout(
    session: *const nnx_session,
    index: usize,
    out_path: *mut nnx_str,
    out_offset: *mut usize,
    out_nbytes: *mut usize,
    out_dtype: *mut nnx_dtype,
    out_shape: *mut *const i64,
    out_rank: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out_path, out_offset, out_nbytes, out_dtype, out_shape, out_rank);
        let session = handle::get(session, "session")?;
        let leaves = session.layout()?.leaves();
        let missing = || Error::invalid(format!("`index` is {index}, but there are {} leaves", leaves.len()));
        let leaf = leaves.get(index).ok_or_else(missing)?;
        out_path.set(nnx_str::lend(&leaf.name))?;
        out_offset.set(leaf.offset)?;
        out_nbytes.set(leaf.nbytes)?;
        out_dtype.set(leaf.ty.dtype as nnx_dtype)?;
        out_shape.set(leaf.ty.dims().as_ptr())?;
        out_rank.set(leaf.ty.rank())
    })
}

/// Moves the state into memory of the caller: `nbytes` bytes at `data`, laid out as `nnx_session_layout` says. From then
/// on runs change the state there, and the caller may read and write it between calls, never during one. `destroy` runs
/// exactly once: when the Session is gone or has moved to other memory, or before this call returns if it fails.
///
/// INVALID_ARGUMENT when `nbytes` is less than `nnx_session_size` says, or `data` is not aligned. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_use_memory(
    session: *mut nnx_session,
    data: *mut c_void,
    nbytes: usize,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of callbacks.
        let owner = unsafe { UserData::new(user_data, destroy) };
        let session = handle::get(session, "session")?;
        // SAFETY: the caller keeps the memory valid until the owner is dropped, and leaves it alone during calls.
        unsafe { session.use_memory(data.cast(), nbytes, owner) }
    })
}

/// What a Session has done so far. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_report(session: *const nnx_session, out: *mut nnx_session_info) -> nnx_status {
    guard(|| {
        let session = handle::get(session, "session");
        let report = session.as_ref().map(|session| session.report()).unwrap_or_default();
        // SAFETY: the contract of all exports, and the struct says its size.
        unsafe {
            options::write(out, "out", || nnx_session_info {
                steps: report.steps,
                leaves: report.leaves,
                nbytes: report.nbytes,
                runs: report.runs,
                nanoseconds: u64::try_from(report.time.as_nanos()).unwrap_or(u64::MAX),
                ..nnx_session_info::DEFAULT
            })
        }?;
        session.map(drop)
    })
}

/// Makes another handle for the same Session.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_session_retain(session: *const nnx_session, out: *mut *mut nnx_session) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(session, "session")?.clone())
    })
}

/// Gives a handle back. `session` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_session_release(session: *mut nnx_session) -> nnx_status {
    guard(|| handle::release(session, "session"))
}

/// The arrays of a run; nothing where NULL stands.
///
/// # Safety
/// As [`input::handles`].
unsafe fn given(inputs: *const *const nnx_tensor, count: usize) -> Result<Vec<Option<Tensor>>> {
    // SAFETY: asked of the caller.
    let handles = unsafe { input::array(inputs, count, "inputs") }?;
    let mut given = Vec::new();
    given.try_reserve_exact(count).map_err(|_| Error::out_of_memory("`inputs`", count.saturating_mul(8)))?;
    for (index, &handle) in handles.iter().enumerate() {
        let tensor = handle::get_optional(handle, format_args!("inputs[{index}]"))?;
        given.push(tensor.map(|tensor| tensor.clone()));
    }
    Ok(given)
}

/// # Safety
/// As [`options::read`].
unsafe fn session_options(options: *const nnx_session_options) -> Result<SessionOptions> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    // SAFETY: asked of the caller.
    let device = unsafe { step::device(options.device) }?;
    let check_finite = input::flag(options.check_finite, "options.check_finite")?;
    Ok(SessionOptions { device, check_finite, num_threads: step::num_threads(options.num_threads)? })
}
