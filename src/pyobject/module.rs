//! The Python module `libnnx._native`: what Python can call, and how a call gets in and out.
//!
//! # How a native function is added
//! 1. Write it in the file of its idea, with its positional arguments in an array:
//!
//!    ```text
//!    /// `flax.nnx.graphdef(node)`.
//!    pub(super) fn graphdef([node]: [&Borrowed; 1]) -> Answer {
//!        let mut native = native::enter()?;      // what Flax is, and what is known of its types
//!        …
//!        Ok(graphdef)
//!    }
//!    ```
//!
//!    The arguments are owned by the caller for the length of the call. What the function borrows from them (an entry of
//!    a dict, an item of a list) it must [`own`](Borrowed::own) before anything that can run Python code.
//! 2. Name it in the table [`NATIVES`]: `traversal` when it stands for a function of Flax's and is counted, `helper`
//!    when not. That is all: Python finds it as `libnnx._native.<name>`.
//! 3. Where the call meets something unusual, or Flax would raise, it changes nothing and answers
//!    `Err(Stop::Fallback("reason"))`: the reason is counted under the function's name, and Python receives the object
//!    `libnnx._native.FALLBACK`, whereupon the wrapper calls Flax's own function with the same arguments. An exception
//!    of the interpreter's on the way ([`Raised`]) is forgotten and counted as the reason "an exception", so that Flax
//!    raises its own; use [`Stop::Propagate`] where something has been changed already and it must get out as it is. An
//!    exception that is no `Exception` (Ctrl-C) always gets out.
//!
//! Panics are caught at the entry and become a `SystemError`.

use std::any::Any;
use std::ffi::{CString, c_void};
use std::panic::{self, AssertUnwindSafe};
use std::ptr;
use std::sync::OnceLock;

use super::library::{self, Library};
use super::object::{Borrowed, Object, Raised};
use super::python::{self, FastCall, METH_FASTCALL, MethodDef, Pointer};
use super::stats::Count;
use super::{clone, flatten, flax, graphdef, handle, iterate, jit, merge, pop, run as runs, stats, unflatten, update};
use crate::error::{Error, Result};

/// Why a native function has no result.
#[derive(Debug)]
pub(super) enum Stop {
    /// Nothing was changed; Flax's own function does it, for this reason.
    Fallback(&'static str),
    /// The exception that is set gets out.
    Propagate(Raised),
    /// The exception that is set is forgotten, and Flax's own function does it.
    Raised(Raised),
}

impl From<Raised> for Stop {
    fn from(raised: Raised) -> Stop {
        Stop::Raised(raised)
    }
}

/// What a native function answers.
pub(super) type Answer = std::result::Result<Object, Stop>;

/// The result of a step of a native function.
pub(super) type Step<T> = std::result::Result<T, Stop>;

/// A function that Python sees.
pub(super) struct Native {
    pub(super) name: &'static str,
    enter: FastCall,
    /// Calls that ran natively; `None` where they are not counted.
    pub(super) count: Option<&'static Count>,
}

macro_rules! natives {
    ($($kind:ident $name:literal = $function:path;)*) => {
        /// Every function of `libnnx._native`.
        pub(super) static NATIVES: &[Native] = &[$(natives!(@ $kind $name $function)),*];
    };
    (@ traversal $name:literal $function:path) => {{
        static COUNT: Count = Count::new();
        unsafe extern "C" fn enter(_: Pointer, arguments: *const Pointer, count: isize) -> Pointer {
            // SAFETY: Python calls this with its arguments.
            unsafe { run($name, Some(&COUNT), arguments, count, $function) }
        }
        Native { name: $name, enter, count: Some(&COUNT) }
    }};
    (@ helper $name:literal $function:path) => {{
        unsafe extern "C" fn enter(_: Pointer, arguments: *const Pointer, count: isize) -> Pointer {
            // SAFETY: Python calls this with its arguments.
            unsafe { run($name, None, arguments, count, $function) }
        }
        Native { name: $name, enter, count: None }
    }};
}

natives! {
    helper "bind" = flax::bind;
    traversal "clone" = clone::clone;
    traversal "pop" = pop::pop;
    traversal "unflatten" = unflatten::unflatten;
    traversal "merge" = merge::merge;
    traversal "update" = update::update;
    helper "stats" = stats::stats;
    helper "reset_stats" = stats::reset_stats;
    traversal "flatten" = flatten::flatten;
    traversal "graphdef" = flatten::graphdef;
    traversal "split" = flatten::split;
    traversal "state" = flatten::state;
    traversal "tree_flatten" = flatten::tree_flatten;
    traversal "tree_graphdef" = flatten::tree_graphdef;
    traversal "tree_split" = flatten::tree_split;
    traversal "tree_state" = flatten::tree_state;
    traversal "iter_graph" = iterate::iter_graph;
    helper "jit_call" = jit::call;
    helper "jit_read" = jit::read;
    helper "jit_learn" = jit::learn;
    helper "graphdef_hash" = graphdef::graphdef_hash;
    helper "own" = handle::own;
    helper "bind_classes" = runs::bind_classes;
    helper "bind_array" = runs::bind_array;
    helper "run" = runs::run;
    helper "call" = runs::call;
}

/// A call from Python: its arguments are counted, and whatever the function answers becomes a Python result.
///
/// # Safety
/// Python calls this, with `count` objects that live as long as the call.
#[inline(always)]
unsafe fn run<const N: usize>(
    name: &'static str,
    counter: Option<&'static Count>,
    arguments: *const Pointer,
    count: isize,
    function: impl FnOnce([&Borrowed; N]) -> Answer,
) -> Pointer {
    if count != N as isize {
        return raise_type_error(&format!("{name}() takes {N} positional arguments but {count} were given"));
    }
    // SAFETY: there are N of them, each live.
    let arguments = std::array::from_fn(|index| unsafe { Borrowed::from_ptr(*arguments.add(index)) });
    match panic::catch_unwind(AssertUnwindSafe(|| function(arguments))) {
        Ok(Ok(result)) => {
            if let Some(counter) = counter {
                counter.add();
            }
            result.into_ptr()
        }
        Ok(Err(stop)) => stopped(name, stop),
        Err(payload) => raise_system_error(name, payload),
    }
}

#[cold]
fn stopped(name: &'static str, stop: Stop) -> Pointer {
    let reason = match stop {
        Stop::Fallback(reason) => reason,
        Stop::Raised(raised) if raised.is_ordinary() => {
            raised.forget();
            "an exception"
        }
        Stop::Raised(_) | Stop::Propagate(_) => return ptr::null_mut(),
    };
    stats::fell_back(name, reason);
    match MADE.get() {
        Some(made) => made.fallback.clone().into_ptr(),
        None => raise_type_error("the module libnnx._native is not there yet"),
    }
}

#[cold]
fn raise_type_error(text: &str) -> Pointer {
    // SAFETY: the interpreter has this exception.
    let _ = Raised::new(unsafe { Borrowed::from_ptr(python::PyExc_TypeError()) }, text);
    ptr::null_mut()
}

#[cold]
pub(super) fn raise_system_error(name: &str, payload: Box<dyn Any + Send>) -> Pointer {
    let text = match payload.downcast_ref::<&str>() {
        Some(text) => text,
        None => payload.downcast_ref::<String>().map_or("(no text)", String::as_str),
    };
    let text = format!("libnnx._native.{name} panicked: {text} (a bug in libnnx: please report it)");
    // SAFETY: the interpreter has this exception; a panic leaves none set.
    let _ = Raised::new(unsafe { Borrowed::from_ptr(python::PyExc_SystemError()) }, &text);
    // A payload may panic when it is dropped.
    std::mem::forget(payload);
    ptr::null_mut()
}

/// The module, made once per process, and what it answers when Flax shall do it.
struct Made {
    module: Object,
    fallback: Object,
}

// SAFETY: both are used by threads that hold the interpreter's lock only.
unsafe impl Send for Made {}
// SAFETY: the same.
unsafe impl Sync for Made {}

static MADE: OnceLock<Made> = OnceLock::new();

/// `libnnx._native` in the interpreter behind `handle`, as a reference that the caller owns.
pub(crate) fn python_module(handle: *mut c_void, library: &'static Library) -> Result<*mut c_void> {
    python::find(handle)?;
    library::set(library);
    python::with_lock(|| {
        let made = match MADE.get() {
            Some(made) => made,
            None => {
                let made = make().map_err(|raised| {
                    raised.forget();
                    Error::precondition("the Python interpreter could not make the module libnnx._native")
                })?;
                MADE.get_or_init(|| made)
            }
        };
        Ok(made.module.clone().into_ptr().cast())
    })
}

fn make() -> std::result::Result<Made, Raised> {
    let name = Object::interned("libnnx._native")?;
    // SAFETY: the name is a live `str`.
    let module = unsafe { Object::from_new(python::PyModule_NewObject(name.as_ptr()))? };
    for native in NATIVES {
        // The interpreter keeps the definition as long as the function, and so as long as the process.
        let definition = Box::leak(Box::new(MethodDef {
            name: CString::new(native.name).unwrap_or_default().into_raw(),
            method: native.enter,
            flags: METH_FASTCALL,
            doc: ptr::null(),
        }));
        // SAFETY: the definition lives as long as the process, and the function takes what its flags say.
        let function =
            unsafe { Object::from_new(python::PyCFunction_NewEx(definition, ptr::null_mut(), name.as_ptr()))? };
        module.set(&*Object::interned(native.name)?, &function)?;
    }
    // SAFETY: `object` is a class.
    let fallback = unsafe { Borrowed::from_ptr(python::PyBaseObject_Type()) }.call(&[])?;
    module.set(&*Object::interned("FALLBACK")?, &fallback)?;
    Ok(Made { module, fallback })
}
