//! Traces: functions that are traced, what they take and what they give.

use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use parking_lot::Mutex;

use super::callback::{self, UserData, nnx_destroy_fn};
use super::dtype::{self, nnx_dtype};
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::node::nnx_node;
use super::program::nnx_program;
use super::state::nnx_state;
use super::status::nnx_status;
use super::tensor::nnx_tensor;
use super::value::{self, nnx_value};
use crate::error::{Error, Result};
use crate::graph::{Node, State};
use crate::program::TensorType;
use crate::trace::{Arguments, Outputs, Scope, Trace, Value, trace_function};

/// A function that is being traced. It is lent to the callback that it is traced by, and over when that returns.
pub struct nnx_trace {
    _private: [u8; 0],
}

handle!(nnx_trace, Tag::Trace, Arc<Open>);

/// A function to be traced: gets its arguments from `trace`, computes with values, and says what it gives by
/// `nnx_trace_output`. The Variables of the traced objects hold traced values meanwhile. A status other than
/// NNX_STATUS_OK ends the call that asked, with everything as before; numbers from 1000 come back unchanged.
pub type nnx_trace_fn = Option<unsafe extern "C" fn(user_data: *mut c_void, trace: *mut nnx_trace) -> nnx_status>;

/// A trace while its function runs.
pub struct Open {
    trace: Trace,
    objects: Vec<Node>,
    states: Vec<State>,
    inputs: Vec<Value>,
    outputs: Mutex<Outputs>,
}

thread_local! {
    /// The handles of the traces whose functions this thread is in, the innermost last.
    static CURRENT: RefCell<Vec<*mut nnx_trace>> = const { RefCell::new(Vec::new()) };
}

/// A handle that is lent to a callback.
struct Lent(*mut nnx_trace);

impl Lent {
    fn new(open: &Arc<Open>) -> Result<Lent> {
        let lent = Lent(handle::new(open.clone())?);
        CURRENT.with_borrow_mut(|current| current.push(lent.0));
        Ok(lent)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let _ = CURRENT.try_with(|current| current.borrow_mut().retain(|&handle| handle != self.0));
        let _ = handle::release(self.0, "trace");
    }
}

/// Lends a trace to `function` and gives what was said to come out of it.
///
/// # Errors
/// What `function` answers.
pub fn with_handle(scope: &Scope, function: impl FnOnce(*mut nnx_trace) -> Result<()>) -> Result<Outputs> {
    let _named = value::Named::new(&scope.trace);
    lent(scope, function)
}

/// As [`with_handle`], inside of a trace whose values have names already.
pub(super) fn lent(scope: &Scope, function: impl FnOnce(*mut nnx_trace) -> Result<()>) -> Result<Outputs> {
    let open = Arc::new(Open {
        trace: scope.trace.clone(),
        objects: scope.objects.clone(),
        states: scope.states.clone(),
        inputs: scope.inputs.clone(),
        outputs: Mutex::new(Outputs::default()),
    });
    let lent = Lent::new(&open)?;
    function(lent.0)?;
    drop(lent);
    Ok(std::mem::take(&mut *open.outputs.lock()))
}

/// What a branch or a loop inside of a trace is given: these values, and the same objects.
pub(super) fn inner_scope(outer: *const nnx_trace, values: &[Value]) -> Result<Scope> {
    let outer = handle::get(outer, "trace")?;
    Ok(Scope {
        trace: outer.trace.clone(),
        objects: outer.objects.clone(),
        states: Vec::new(),
        inputs: values.to_vec(),
    })
}

/// As [`with_handle`], of a function in C.
///
/// # Errors
/// As there.
pub fn call(
    scope: &Scope,
    function: unsafe extern "C" fn(*mut c_void, *mut nnx_trace) -> nnx_status,
    user_data: &UserData,
) -> Result<Outputs> {
    // SAFETY: the function takes its user_data and a trace.
    with_handle(scope, |trace| callback::call("function", || unsafe { function(user_data.as_ptr(), trace) }))
}

/// The trace that a handle is lent for.
pub(super) fn trace_of(trace: *const nnx_trace) -> Result<Trace> {
    Ok(handle::get(trace, "trace")?.trace.clone())
}

/// The trace whose function this thread is in, the innermost of several; NULL when there is none. It is lent as there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_current(out: *mut *mut nnx_trace) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(CURRENT.with_borrow(|current| current.last().copied().unwrap_or(ptr::null_mut())))
    })
}

/// Whether this thread is in a function that is being traced.
pub(super) fn is_tracing() -> bool {
    CURRENT.with_borrow(|current| !current.is_empty())
}

/// A number that no other trace of this process has. When `nnx_jit_call` traces, it is that of the step that the function
/// becomes: `nnx_step_id`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_id(trace: *const nnx_trace, out: *mut u64) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(u64::from(trace_of(trace)?.number()))
    })
}

/// The number of objects that the function is traced over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_num_objects(trace: *const nnx_trace, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(trace, "trace")?.objects.len())
    })
}

/// An object that the function is traced over: the caller's own, whose Variables hold traced values. A new handle.
/// INVALID_ARGUMENT when there is no such object. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_object(
    trace: *const nnx_trace,
    index: usize,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let open = handle::get(trace, "trace")?;
        out.set_new(at(&open.objects, index, "objects")?.clone())
    })
}

/// The number of States that the function takes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_num_states(trace: *const nnx_trace, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(trace, "trace")?.states.len())
    })
}

/// A State that the function takes; its leaves are traced values, which `nnx_state_get_value` reads and merging and
/// updating carry on. A new handle. INVALID_ARGUMENT when there is no such State. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_state(
    trace: *const nnx_trace,
    index: usize,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        let open = handle::get(trace, "trace")?;
        out.set_new(at(&open.states, index, "States")?.clone())
    })
}

/// The number of arrays that the function takes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_num_inputs(trace: *const nnx_trace, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(trace, "trace")?.inputs.len())
    })
}

/// An array that the function takes. INVALID_ARGUMENT when there is no such input. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_input(
    trace: *const nnx_trace,
    index: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let open = handle::get(trace, "trace")?;
        out.set(value::put(at(&open.inputs, index, "inputs")?))
    })
}

/// The function gives this value, after those before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_output(trace: *mut nnx_trace, value: *const nnx_value) -> nnx_status {
    guard(|| {
        let open = handle::get(trace, "trace")?;
        let value = value::get(value, "value")?;
        open.outputs.lock().values.push(value);
        Ok(())
    })
}

/// The function gives this State, after those before. Its leaves may be traced values or arrays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_output_state(trace: *mut nnx_trace, state: *const nnx_state) -> nnx_status {
    guard(|| {
        let open = handle::get(trace, "trace")?;
        let state = handle::get(state, "state")?.clone();
        open.outputs.lock().states.push(state);
        Ok(())
    })
}

/// An array as a value: a constant of the program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_constant(
    trace: *mut nnx_trace,
    tensor: *const nnx_tensor,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace_of(trace)?;
        out.set(value::put(&trace.constant(&*handle::get(tensor, "tensor")?)?))
    })
}

/// One number as a value without axes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_scalar(
    trace: *mut nnx_trace,
    dtype: nnx_dtype,
    number: f64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace_of(trace)?;
        out.set(value::put(&trace.scalar(dtype::from_c(dtype, "dtype")?, number)?))
    })
}

/// An array of `rank` extents with one number everywhere. `shape` may be NULL when `rank` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_full(
    trace: *mut nnx_trace,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    number: f64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace_of(trace)?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set(value::put(&trace.full(dtype::from_c(dtype, "dtype")?, shape, number)?))
    })
}

/// An array of `rank` extents with 0, 1, 2, … along an axis.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_iota(
    trace: *mut nnx_trace,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace_of(trace)?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        let place = usize::try_from(if axis < 0 { axis + rank as i64 } else { axis }).ok().filter(|&axis| axis < rank);
        let place = place.ok_or_else(|| Error::invalid(format!("`axis` is {axis}; there are {rank} axes")))?;
        out.set(value::put(&trace.iota(dtype::from_c(dtype, "dtype")?, shape, place)?))
    })
}

/// Traces a function and gives the program that it leaves, to be printed as StableHLO, verified or evaluated. It is traced
/// over `num_objects` objects, `num_states` States and `num_inputs` arrays: `ranks` says how many extents each of them has,
/// and `dims` has the extents of all, one after another. `objects`, `states`, `dtypes`, `ranks` and `dims` may be NULL when
/// there are none.
///
/// `main` of the program takes the arrays of the objects, in the order in which `nnx_node_split` gives their leaves, then
/// those of the States, then the inputs. It gives the values of `nnx_trace_output`, then the arrays of the States of
/// `nnx_trace_output_state`, then those of the objects as they are after the function; each is named. The objects
/// themselves are as before when this returns.
///
/// Errors are the function's own, unchanged; INVALID_ARGUMENT for a type that cannot be; FAILED_PRECONDITION when the
/// objects are being traced already, or when the function changed a Variable that is not below them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_program(
    function: nnx_trace_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    objects: *const *const nnx_node,
    num_objects: usize,
    states: *const *const nnx_state,
    num_states: usize,
    dtypes: *const nnx_dtype,
    ranks: *const usize,
    dims: *const i64,
    num_inputs: usize,
    out: *mut *mut nnx_program,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        out!(out);
        let function = input::function(function, "function")?;
        // SAFETY: the contract of all exports.
        let objects = unsafe { input::handles(objects, num_objects, "objects") }?;
        // SAFETY: the contract of all exports.
        let states = unsafe { input::handles(states, num_states, "states") }?;
        // SAFETY: the contract of all exports.
        let inputs = unsafe { types(dtypes, ranks, dims, num_inputs) }?;
        let objects: Vec<Node> = objects.iter().map(|object| (**object).clone()).collect();
        let states: Vec<State> = states.iter().map(|state| (**state).clone()).collect();
        let arguments = Arguments { objects: &objects, states: &states, inputs: &inputs };
        let traced = trace_function(arguments, &mut |scope| call(scope, function, &user_data))?;
        out.set_new(traced.whole_program()?)
    })
}

/// # Safety
/// As [`input::array`], of each.
unsafe fn types(
    dtypes: *const nnx_dtype,
    ranks: *const usize,
    dims: *const i64,
    count: usize,
) -> Result<Vec<TensorType>> {
    // SAFETY: asked of the caller.
    let (dtypes, ranks) = unsafe { (input::array(dtypes, count, "dtypes")?, input::array(ranks, count, "ranks")?) };
    let total = ranks.iter().try_fold(0usize, |total, &rank| total.checked_add(rank));
    let total = total.ok_or_else(|| Error::invalid("`ranks` are more axes than memory can hold"))?;
    // SAFETY: asked of the caller.
    let mut dims = unsafe { input::array(dims, total, "dims") }?;
    let mut types = Vec::new();
    for (&code, &rank) in dtypes.iter().zip(ranks) {
        let (shape, rest) = dims.split_at(rank);
        types.push(TensorType::new(dtype::from_c(code, "dtypes")?, shape)?);
        dims = rest;
    }
    Ok(types)
}

fn at<'a, T>(items: &'a [T], index: usize, what: &str) -> Result<&'a T> {
    let missing = || Error::invalid(format!("`index` is {index}, but the function takes {} {what}", items.len()));
    items.get(index).ok_or_else(missing)
}
