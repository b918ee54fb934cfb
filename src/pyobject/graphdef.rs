//! GraphDefs that were made before: the same structure gives the same object.
//!
//! A GraphDef is recognised by the tape of the walk that made it. Static values count as the same when they are one
//! object, or when they are of the same builtin type and equal to the last bit; nobody could tell which of the two a
//! GraphDef holds. (`1 == True == 1.0` for Python, and so for the equality of GraphDefs; here they differ.) Whatever a
//! tape has the address of is held as long as the tape, so that an address means one object. So much is remembered, no
//! more: the least recently used goes first.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use super::flax::Flax;
use super::jit;
use super::kind::AddressHasher;
use super::layout::Layouts;
use super::module::{Answer, Step, Stop};
use super::native::{self, Native};
use super::nested::Leaves;
use super::object::{Borrowed, Object, Raised};
use super::python;
use super::record::Record;
use super::walk::{self, Found};

/// What is known of a structure.
pub(super) struct Known {
    tape: Box<[u64]>,
    statics: Box<[u32]>,
    hash: u64,
    /// Flax's GraphDef.
    pub(super) graphdef: Object,
    /// The paths of the leaves.
    pub(super) leaves: Leaves,
    /// What the tape has the addresses of.
    _pins: Vec<Object>,
}

/// So many structures are remembered.
const CAPACITY: usize = 256;

/// Every structure that is remembered.
#[derive(Default)]
pub(super) struct GraphDefs {
    by_hash: HashMap<u64, Vec<usize>, BuildHasherDefault<AddressHasher>>,
    by_address: HashMap<usize, usize, BuildHasherDefault<AddressHasher>>,
    slots: Vec<Slot>,
    clock: u64,
}

struct Slot {
    known: Rc<Known>,
    used: u64,
    /// Python's `hash` of the GraphDef, once somebody has asked for it.
    python_hash: Option<Object>,
}

impl GraphDefs {
    /// The structure that this walk found, if it is remembered.
    pub(super) fn find(&mut self, found: &Found) -> Step<Option<Rc<Known>>> {
        let Some(candidates) = self.by_hash.get(&found.hash) else { return Ok(None) };
        for &at in candidates.iter().rev() {
            let slot = &mut self.slots[at];
            if slot.known.is_of(found)? {
                self.clock += 1;
                slot.used = self.clock;
                return Ok(Some(slot.known.clone()));
            }
        }
        Ok(None)
    }

    /// Remembers a structure; returns the one that had to go, for whom to drop can run Python code.
    fn remember(&mut self, known: &Rc<Known>) -> Option<Rc<Known>> {
        self.clock += 1;
        let slot = Slot { known: known.clone(), used: self.clock, python_hash: None };
        let (at, gone) = if self.slots.len() < CAPACITY {
            self.slots.push(slot);
            (self.slots.len() - 1, None)
        } else {
            let oldest = self.slots.iter().enumerate().min_by_key(|(_, slot)| slot.used);
            let at = oldest.map_or(0, |(at, _)| at);
            let gone = std::mem::replace(&mut self.slots[at], slot).known;
            self.by_address.remove(&(gone.graphdef.as_ptr() as usize));
            if let Some(places) = self.by_hash.get_mut(&gone.hash) {
                places.retain(|place| *place != at);
                if places.is_empty() {
                    self.by_hash.remove(&gone.hash);
                }
            }
            (at, Some(gone))
        };
        self.by_hash.entry(known.hash).or_default().push(at);
        self.by_address.insert(known.graphdef.as_ptr() as usize, at);
        gone
    }

    fn place(&self, graphdef: &Borrowed) -> Option<usize> {
        self.by_address.get(&(graphdef.as_ptr() as usize)).copied()
    }
}

/// `graphdef_hash(graphdef)`: Python's `hash` of a GraphDef that is remembered, `None` of any other. Flax works it out
/// once.
pub(super) fn graphdef_hash([graphdef]: [&Borrowed; 1]) -> Answer {
    let mut native = native::enter()?;
    let Some(at) = native.graphdefs.place(graphdef) else { return Ok(Object::none()) };
    if let Some(hash) = &native.graphdefs.slots[at].python_hash {
        return Ok(hash.clone());
    }
    // What cannot be hashed is an exception of Flax's.
    let hash = native.flax.graphdef_hash.call(&[graphdef]).map_err(Stop::Propagate)?;
    native.graphdefs.slots[at].python_hash = Some(hash.clone());
    Ok(hash)
}

impl Known {
    fn is_of(&self, found: &Found) -> Step<bool> {
        is_same_tape(&self.tape, &self.statics, found)
    }
}

/// Whether a walk found what this tape says. `statics` are the places of its words that are addresses of static values,
/// which are held.
pub(super) fn is_same_tape(tape: &[u64], statics: &[u32], found: &Found) -> Step<bool> {
    if tape.len() != found.tape.len() {
        return Ok(false);
    }
    if *tape == *found.tape {
        return Ok(true);
    }
    // As long as all words before say the same, a place means the same in both.
    let mut statics = statics.iter().peekable();
    for (place, (known, word)) in tape.iter().zip(&found.tape).enumerate() {
        let is_static = statics.next_if(|next| **next as usize == place).is_some();
        if known == word {
            continue;
        }
        if !is_static {
            return Ok(false);
        }
        // SAFETY: these words are addresses of objects that the tape's owner and the walk hold.
        let (known, word) = unsafe { (Borrowed::from_ptr(*known as _), Borrowed::from_ptr(*word as _)) };
        if !is_same_static(known, word, 0)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether two objects are the same value of the same builtin type, so that either may stand for the other.
fn is_same_static(a: &Borrowed, b: &Borrowed, depth: u32) -> Result<bool, Raised> {
    if a.is(b) {
        return Ok(true);
    }
    if !a.is_exactly(b.class()) {
        return Ok(false);
    }
    if a.is_str() || a.is_int() || a.is_bytes() {
        return a.equals(b);
    }
    if a.is_float() {
        // SAFETY: both are floats.
        let bits = |float: &Borrowed| unsafe { python::PyFloat_AsDouble(float.as_ptr()) }.to_bits();
        return Ok(bits(a) == bits(b));
    }
    if a.is_tuple() && depth < 8 && a.tuple_size() == b.tuple_size() {
        for at in 0..a.tuple_size() {
            if !is_same_static(a.tuple_get(at)?, b.tuple_get(at)?, depth + 1)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    Ok(false)
}

/// The structure that a walk found. When it is not known the graph is walked once more, to write it down, and `found` is
/// what that walk finds; `begin` sets up its indices.
pub(super) fn describe(
    native: &mut Native,
    found: &mut Found,
    root: &Borrowed,
    leaf_variables: bool,
    begin: impl Fn(&mut Found),
) -> Step<Rc<Known>> {
    if let Some(known) = native.graphdefs.find(found)? {
        return Ok(known);
    }
    found.clear();
    begin(found);
    let mut record = Record::default();
    walk::walk::<true>(native, found, &mut record, root, leaf_variables)?;
    let flax = &native.flax;
    let leaves = Leaves::new(record.paths)?;
    let graphdef = if found.is_tree {
        tree_graphdef(flax, root, found, &leaves)?
    } else {
        let graphdef = flax.new_instance(&flax.graphdef)?;
        graphdef.set_plainly(&flax.names.nodes, &*Object::list(record.nodes.into_iter())?)?;
        graphdef.set_plainly(&flax.names.attributes, &*Object::list(record.attributes.into_iter())?)?;
        graphdef.set_plainly(&flax.names.num_leaves, &*Object::int(found.leaves.len())?)?;
        graphdef
    };
    let known = Rc::new(Known {
        tape: found.tape.as_slice().into(),
        statics: found.statics.as_slice().into(),
        hash: found.hash,
        graphdef,
        leaves,
        _pins: record.pins,
    });
    let gone = if found.is_unique { None } else { native.graphdefs.remember(&known) };
    drop(gone);
    Ok(known)
}

/// The GraphDef of tree mode, which only JAX can make: it holds a `PyTreeDef`. Flax is asked for it, and must have found
/// the same leaves under the same paths.
fn tree_graphdef(flax: &Flax, root: &Borrowed, found: &Found, leaves: &Leaves) -> Step<Object> {
    const ODD: Stop = Stop::Fallback("a tree that JAX takes apart in another way");
    let (arguments, keywords) = (Object::tuple([root.own()].into_iter())?, Object::new_dict()?);
    // SAFETY: the interpreter has a `False`.
    keywords.dict_set(&flax.names.graph, unsafe { Borrowed::from_ptr(python::Py_False()) })?;
    // SAFETY: all are live.
    let answer = unsafe {
        Object::from_new(python::PyObject_Call(flax.flatten.as_ptr(), arguments.as_ptr(), keywords.as_ptr()))?
    };
    let (graphdef, state) = (answer.tuple_get(0)?.own(), answer.tuple_get(1)?.own());
    let (paths, values) = (state.get(&flax.names.keys)?, state.get(&flax.names.values)?);
    if !values.is_list() || values.list_size() != found.leaves.len() || !leaves.tuple.equals(&paths)? {
        return Err(ODD);
    }
    for at in 0..found.leaves.len() {
        if !values.list_get(at)?.is(found.leaf(at)) {
            return Err(ODD);
        }
    }
    Ok(graphdef)
}

/// Forgets every structure, and the layouts that their tapes speak of.
pub(super) fn forget(native: &mut Native) {
    // Dropping them can run Python code, which finds empty tables.
    let gone = (std::mem::take(&mut native.graphdefs), std::mem::take(&mut native.layouts));
    drop::<(GraphDefs, Layouts)>(gone);
    jit::forget(native);
}
