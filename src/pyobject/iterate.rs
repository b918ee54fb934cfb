//! `iter_graph`: every node and leaf of a graph with its path, children before their parent, each node once.
//!
//! The iterator is lazy, as Flax's generator is: a node is looked at when its turn has come, so that a loop sees what it
//! has changed further on. A node of a kind that only Flax knows is taken apart by Flax.

use std::collections::HashSet;
use std::ffi::c_void;
use std::hash::BuildHasherDefault;
use std::panic::{self, AssertUnwindSafe};
use std::ptr;

use super::class::{self, TypeSlot};
use super::kind::{AddressHasher, Kind};
use super::layout::Keys;
use super::module::{Answer, Step, Stop, raise_system_error};
use super::native::{self, Entered, Locked};
use super::object::{Borrowed, Object, PyResult, Raised};
use super::python::{self, Pointer};

/// `flax.nnx.iter_graph(node)`.
pub(super) fn iter_graph([node]: [&Borrowed; 1]) -> Answer {
    let (asked, path) = {
        let flax = &native::enter()?.flax;
        let asked = Asked {
            is_node: flax.is_node.clone(),
            get_node_impl: flax.get_node_impl.clone(),
            variable: flax.variable.clone(),
            node_dict: flax.names.node_dict.clone(),
        };
        (asked, flax.empty_tuple())
    };
    let class = class()?;
    let root = Item { path, value: node.own(), is_done: false };
    let iteration = Iteration { stack: vec![root], visited: HashSet::default(), asked };
    // SAFETY: the class is ours, without items of its own.
    let iterator = unsafe { Object::from_new(python::PyType_GenericAlloc(class.as_ptr(), 0))? };
    let instance = iterator.as_ptr().cast::<Instance>();
    // SAFETY: an object of our class is an `Instance`, and nobody else has this one.
    unsafe { (*instance).iteration = Box::into_raw(Box::new(iteration)) };
    Ok(iterator)
}

/// Where an iteration is.
struct Iteration {
    stack: Vec<Item>,
    /// Nodes that were met, by address.
    visited: HashSet<usize, BuildHasherDefault<AddressHasher>>,
    asked: Asked,
}

/// What Flax says of nodes that the library does not know, also while the library is in use.
struct Asked {
    is_node: Object,
    get_node_impl: Object,
    variable: Object,
    node_dict: Object,
}

struct Item {
    path: Object,
    value: Object,
    /// Whether it is a node whose children are done.
    is_done: bool,
}

/// How a value goes on.
enum Next {
    /// It is yielded: it has no children, or is a Variable or another node that was not met before.
    Yield { once: bool },
    /// It is a node with these children.
    Node(Vec<(Object, Object)>),
    /// It is for Flax to say.
    Unknown,
}

impl Iteration {
    /// The next pair; `None` at the end.
    fn next(&mut self) -> PyResult<Option<Object>> {
        while let Some(item) = self.stack.pop() {
            if item.is_done {
                return pair(item).map(Some);
            }
            // Nothing of the library is in use while Flax says what it knows.
            let next = match native::enter() {
                Ok(mut native) => look(&mut native, &item.value),
                Err(_) => Ok(Next::Unknown),
            };
            let next = match next {
                Ok(Next::Unknown) | Err(Stop::Fallback(_)) => self.ask_flax(&item.value)?,
                Ok(next) => next,
                Err(Stop::Raised(raised) | Stop::Propagate(raised)) => return Err(raised),
            };
            let address = item.value.as_ptr() as usize;
            match next {
                Next::Yield { once: false } | Next::Unknown => return pair(item).map(Some),
                Next::Yield { once: true } => {
                    if self.visited.insert(address) {
                        return pair(item).map(Some);
                    }
                }
                Next::Node(children) => {
                    if self.visited.insert(address) {
                        let path = item.path.clone();
                        self.stack.push(Item { is_done: true, ..item });
                        for (key, value) in children.into_iter().rev() {
                            self.stack.push(Item { path: extended(&path, key)?, value, is_done: false });
                        }
                    }
                }
            }
        }
        Ok(None)
    }

    fn ask_flax(&self, value: &Borrowed) -> PyResult<Next> {
        let asked = &self.asked;
        if !asked.is_node.call(&[value])?.truth()? && !value.is_instance(&asked.variable)? {
            return Ok(Next::Yield { once: false });
        }
        if self.visited.contains(&(value.as_ptr() as usize)) {
            return Ok(Next::Yield { once: true });
        }
        let found = asked.get_node_impl.call(&[value])?;
        if found.is_none() {
            return Ok(Next::Yield { once: true });
        }
        let children = found.get(&asked.node_dict)?.call(&[value])?;
        Ok(Next::Node(children.entries().map(|(key, value)| (key.own(), value.own())).collect()))
    }
}

fn pair(item: Item) -> PyResult<Object> {
    Object::tuple([item.path, item.value].into_iter())
}

fn extended(path: &Borrowed, key: Object) -> PyResult<Object> {
    let mut keys = Vec::with_capacity(path.tuple_size() + 1);
    for at in 0..path.tuple_size() {
        keys.push(path.tuple_get(at)?.own());
    }
    keys.push(key);
    Object::tuple(keys.into_iter())
}

/// How a value goes on, of the kinds that are known.
fn look(native: &mut Entered, value: &Borrowed) -> Step<Next> {
    let native = &mut **native;
    let id = native.kinds.of_object(&native.flax, value)?;
    let class = native.kinds.class(id);
    let (kind, is_pytree) = (class.kind, class.is_pytree);
    let keys = if class.has_int_keys { Keys::NamesOrIndices } else { Keys::Names };
    let read = |native: &mut native::Native, dict: &Borrowed, keys: Keys| -> Step<Next> {
        let mut values = Vec::new();
        let Some(layout) = native.layouts.read(&native.flax, dict, keys, &mut values)? else {
            return Ok(Next::Unknown);
        };
        let layout = native.layouts.layout(layout);
        let places = layout.order.iter().map(|place| values[*place as usize].clone());
        Ok(Next::Node(layout.sorted.iter().cloned().zip(places).collect()))
    };
    match kind {
        Kind::Array | Kind::Value => Ok(Next::Yield { once: false }),
        Kind::Variable => Ok(Next::Yield { once: true }),
        Kind::None | Kind::PytreeState => Ok(Next::Node(Vec::new())),
        // Flax asks the mapping of data attributes, and raises where it is none.
        Kind::Graph if is_pytree && !has_statuses(native, value)? => Ok(Next::Unknown),
        Kind::Graph => read(native, &*value.dict()?, keys),
        Kind::Dict => read(native, value, Keys::Any),
        Kind::State => {
            let state = value.dict()?;
            match state.dict_get(&native.flax.names.mapping)? {
                Some(mapping) if mapping.is_dict() => read(native, &mapping.own(), Keys::Any),
                _ => Ok(Next::Unknown),
            }
        }
        Kind::List => {
            let mut children = Vec::with_capacity(value.list_size());
            for at in 0..value.list_size() {
                let item = value.list_get(at)?.own();
                children.push((Object::int(at)?, item));
            }
            Ok(Next::Node(children))
        }
        Kind::Tuple => {
            let mut children = Vec::with_capacity(value.tuple_size());
            for at in 0..value.tuple_size() {
                children.push((Object::int(at)?, value.tuple_get(at)?.own()));
            }
            Ok(Next::Node(children))
        }
        _ => Ok(Next::Unknown),
    }
}

fn has_statuses(native: &native::Native, node: &Borrowed) -> PyResult<bool> {
    Ok(node.get(&native.flax.names.pytree_nodes)?.is_exactly(&native.flax.hashable_mapping))
}

/// An iterator, as Python sees it.
#[repr(C)]
struct Instance {
    _head: Borrowed,
    /// NULL while it runs.
    iteration: *mut Iteration,
}

/// The class of the iterators, made when the first is asked for.
fn class() -> PyResult<Object> {
    static CLASS: Locked<std::cell::OnceCell<Object>> = Locked::new(std::cell::OnceCell::new());
    if let Some(class) = CLASS.get().get() {
        return Ok(class.clone());
    }
    let slots = [
        TypeSlot::new(python::Py_tp_dealloc, deallocate as unsafe extern "C" fn(Pointer) as *mut c_void),
        TypeSlot::new(python::Py_tp_iter, itself as unsafe extern "C" fn(Pointer) -> Pointer as *mut c_void),
        TypeSlot::new(python::Py_tp_iternext, next as unsafe extern "C" fn(Pointer) -> Pointer as *mut c_void),
    ];
    // SAFETY: an `Instance` begins with a `PyObject`, may be zeros, and the slots hold what their numbers say.
    let class = unsafe { class::make::<Instance>(c"libnnx._native.GraphIterator", slots)? };
    Ok(CLASS.get().get_or_init(|| class).clone())
}

/// `iter(iterator)`.
unsafe extern "C" fn itself(iterator: Pointer) -> Pointer {
    // SAFETY: Python calls this with a live iterator.
    unsafe { Object::from_borrowed(iterator) }.into_ptr()
}

/// `next(iterator)`: NULL without an exception at the end.
unsafe extern "C" fn next(iterator: Pointer) -> Pointer {
    let instance = iterator.cast::<Instance>();
    // SAFETY: Python calls this with an iterator of this class.
    let iteration = unsafe { ptr::replace(&raw mut (*instance).iteration, ptr::null_mut()) };
    if iteration.is_null() {
        // SAFETY: the interpreter has this exception.
        let exception = unsafe { Borrowed::from_ptr(python::PyExc_ValueError()) };
        let _ = Raised::new(exception, "generator already executing");
        return ptr::null_mut();
    }
    // SAFETY: it was made of a box, and is nobody else's as long as the place holds NULL.
    let mut iteration = unsafe { Box::from_raw(iteration) };
    let answer = panic::catch_unwind(AssertUnwindSafe(|| iteration.next()));
    if !matches!(answer, Ok(Ok(Some(_)))) {
        // It is over, also after an exception.
        iteration.stack.clear();
    }
    // SAFETY: as above; the iterator lives as long as the call.
    unsafe { (*instance).iteration = Box::into_raw(iteration) };
    match answer {
        Ok(Ok(Some(pair))) => pair.into_ptr(),
        Ok(Ok(None) | Err(Raised)) => ptr::null_mut(),
        Err(payload) => raise_system_error("iter_graph", payload),
    }
}

/// The last reference is gone.
unsafe extern "C" fn deallocate(iterator: Pointer) {
    let instance = iterator.cast::<Instance>();
    // SAFETY: Python calls this once, with an iterator of this class; a running one is still referred to.
    unsafe {
        let iteration = (*instance).iteration;
        if !iteration.is_null() {
            let _ = panic::catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(iteration))));
        }
        class::free(iterator);
    }
}
