//! The Python module over Flax's own objects and the steps of libnnx's, which only a Python interpreter asks for.

use std::ffi::c_void;
use std::sync::Arc;

use super::bundle::nnx_bundle;
use super::filter::nnx_filter;
use super::graph::nnx_graph;
use super::graphdef::nnx_graphdef;
use super::guard;
use super::handle::{self, Handle, of_number};
use super::jit::nnx_jit;
use super::node::nnx_node;
use super::opaque::nnx_opaque;
use super::program::nnx_program;
use super::report::nnx_report;
use super::results::nnx_results;
use super::session::nnx_session;
use super::state::nnx_state;
use super::statics::nnx_static;
use super::status::nnx_status;
use super::step::nnx_step;
use super::strings::nnx_bytes;
use super::tensor::nnx_tensor;
use super::trace;
use crate::error::{Error, Result};
use crate::pyobject::{self, Answer, Input, Library, Ran};
use crate::step::Results;
use crate::tensor::Tensor;

/// Makes the Python module `libnnx._native`, whose functions walk Flax's own objects and run steps, and sets `out_module`
/// to a new reference to it (a `PyObject *`). `python` is the handle of the dynamic linker under which the process has its
/// interpreter: `ctypes.pythonapi._handle`. FAILED_PRECONDITION where no CPython of version 3.11 or later with the
/// global interpreter lock runs, and in a subinterpreter; INVALID_ARGUMENT when `python` is no handle. Every call in
/// one process gives the same module. Any thread, with or without the interpreter's lock; once CPython 3.11 had a
/// subinterpreter, a thread without it may get FAILED_PRECONDITION too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_python_module(python: *mut c_void, out_module: *mut *mut c_void) -> nnx_status {
    guard(|| {
        out!(out_module);
        if python.is_null() {
            return Err(Error::invalid("`python` is NULL; it must be the handle of `ctypes.pythonapi`"));
        }
        out_module.set(pyobject::python_module(python, &LIBRARY)?)
    })
}

/// What the module calls: these functions with numbers in the place of handles, because Python has them as numbers.
static LIBRARY: Library = Library { release, is_released_at_once, is_tracing: trace::is_tracing, run, call };

fn run(session: u64, step: u64, evaluates: bool, inputs: Vec<Input>) -> Answer {
    answer(|| {
        let session = Arc::clone(&*handle::get(of_number::<nnx_session>(session), "session")?);
        let step = handle::get(of_number::<nnx_step>(step), "step")?.clone();
        let inputs = inputs.into_iter().map(input).collect::<Result<Vec<Option<Tensor>>>>()?;
        if evaluates { session.evaluate(&step, &inputs) } else { session.run(&step, &inputs) }
    })
}

fn call(jit: u64, objects: &[u64], states: &[u64], inputs: Vec<Input>) -> Answer {
    answer(|| {
        let jit = Arc::clone(&*handle::get(of_number::<nnx_jit>(jit), "jit")?);
        let (objects, states) = (all::<nnx_node>(objects, "objects")?, all::<nnx_state>(states, "states")?);
        let given = |place, each| input(each)?.ok_or_else(|| Error::invalid(format!("`inputs[{place}]` is NULL")));
        let inputs = inputs.into_iter().enumerate().map(|(place, each)| given(place, each));
        jit.call(&objects, &states, &inputs.collect::<Result<Vec<Tensor>>>()?)
    })
}

/// The objects of handles.
fn all<H: Handle>(numbers: &[u64], argument: &str) -> Result<Vec<H::Object>> {
    numbers.iter().map(|number| Ok((*handle::get(of_number::<H>(*number), argument)?).clone())).collect()
}

fn input(given: Input) -> Result<Option<Tensor>> {
    Ok(match given {
        Input::Bound => None,
        Input::Handle(number) => Some((*handle::get(of_number::<nnx_tensor>(number), "inputs")?).clone()),
        Input::Array(tensor) => Some(tensor),
    })
}

/// The handles of what `run` gives, or the status of its failure, whose text is this thread's last error then.
fn answer(run: impl FnOnce() -> Result<Results>) -> Answer {
    let mut ran = None;
    let status = guard(|| {
        let results = run()?;
        let states = results.states.into_iter().map(number_of::<nnx_state>).collect::<Result<Vec<u64>>>()?;
        let array = |array: Option<Tensor>| array.map(number_of::<nnx_tensor>).transpose();
        let arrays = results.outputs.into_iter().map(array).collect::<Result<Vec<Option<u64>>>>()?;
        ran = Some(Ran { step: results.step, states, arrays });
        Ok(())
    });
    ran.ok_or(status)
}

fn number_of<H: Handle>(object: H::Object) -> Result<u64> {
    Ok(handle::new::<H>(object)?.addr() as u64)
}

macro_rules! release_by_tag {
    ($number:ident: $($handle:ty),* $(,)?) => {
        match ($number >> 56) as u8 {
            $(tag if tag == <$handle as Handle>::TAG as u8 => handle::release(of_number::<$handle>($number), "handle"),)*
            _ => Ok(()),
        }
    };
}

/// Gives back a handle of any type that Python owns.
fn release(number: u64) {
    let _ = guard(|| {
        release_by_tag!(number:
            nnx_tensor, nnx_node, nnx_state, nnx_graphdef, nnx_filter, nnx_static, nnx_opaque, nnx_graph, nnx_program,
            nnx_step, nnx_jit, nnx_results, nnx_session, nnx_report, nnx_bundle, nnx_bytes,
        )
    });
}

/// A tensor is one allocation or two; a graph may be many.
fn is_released_at_once(number: u64) -> bool {
    (number >> 56) as u8 == <nnx_tensor as Handle>::TAG as u8
}
