//! The walk: depth first, attributes in key order, one index counter for graph nodes and Variables; whatever has an index
//! already becomes a reference to it.
//!
//! A walk leaves the leaves, and a **tape**: a word per fact that a GraphDef states (which type, which attributes, which
//! static value, which metadata, which index is met again). Equal tapes are equal GraphDefs, so an unchanged structure is
//! recognised by comparing two rows of words, and its GraphDef and its paths need not be made again (`graphdef.rs`). Only
//! a walk with `RECORD` makes them, in a [`Record`].
//!
//! Whatever a walk looks at it holds: between two steps Python code may run (a finalizer, a node's own function) and take
//! the graph apart.

use super::flax::Flax;
use super::kind::{ClassId, Kind, Kinds};
use super::layout::{Keys, Layouts};
use super::module::{Step, Stop};
use super::native::Native;
use super::numbers::Numbers;
use super::object::{Borrowed, Object, Raised, Slot};
use super::python::{self, Pointer};
use super::record::Record;
use crate::graph::rule::{Counter, Marks};

/// Flax's functions are recursive and end in a `RecursionError`; graphs and states deeper than that are left to them.
pub(super) const MAX_DEPTH: usize = 400;

/// What stands in the lowest bits of the first word about a value.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Tag {
    Reference = 1,
    Graph,
    List,
    Tuple,
    Dict,
    State,
    None,
    PytreeState,
    NamedTuple,
    Foreign,
    Variable,
    Leaf,
    Static,
}

/// The indices of objects, by address.
#[derive(Default)]
struct Indices(Numbers);

impl Marks for Indices {
    type Node = usize;

    #[inline(always)]
    fn mark(&mut self, address: usize, next: u32) -> Option<u32> {
        self.0.get_or_insert(address, next)
    }
}

/// What a walk has found.
#[derive(Default)]
pub(super) struct Found {
    /// The words.
    pub(super) tape: Vec<u64>,
    /// The places of words that are addresses of static values, which only a walk with `RECORD` notes: equal values may
    /// stand there.
    pub(super) statics: Vec<u32>,
    /// The hash of all other words.
    pub(super) hash: u64,
    /// The leaves, which `held` keeps alive.
    pub(super) leaves: Vec<Pointer>,
    /// Graph nodes and Variables that got an index, in the order of their indices.
    pub(super) indexed: Vec<Pointer>,
    /// How many indices were given before.
    pub(super) base: u32,
    /// Whether the graph is walked as JAX walks pytrees (Flax's tree mode): nothing has an index or may be shared, and every
    /// value that is no node is a leaf.
    pub(super) is_tree: bool,
    /// Whether some word is of an object that is made anew at every walk, so that no tape will equal this one.
    pub(super) is_unique: bool,
    indices: Indices,
    counter: Counter,
    outer: Numbers,
    held: Vec<Object>,
    depth: usize,
}

impl Found {
    /// The leaves.
    pub(super) fn leaf(&self, index: usize) -> &Borrowed {
        // SAFETY: `held` keeps it.
        unsafe { Borrowed::from_ptr(self.leaves[index]) }
    }

    /// A graph node or Variable that got an index, by the order of the indices.
    pub(super) fn indexed(&self, at: usize) -> &Borrowed {
        // SAFETY: `held`, or the caller's reference to the root, keeps it.
        unsafe { Borrowed::from_ptr(self.indexed[at]) }
    }

    /// Makes room for another walk. Drops what was held, which can run Python code.
    pub(super) fn clear(&mut self) {
        self.tape.clear();
        self.statics.clear();
        self.hash = 0;
        self.leaves.clear();
        self.indexed.clear();
        self.base = 0;
        self.is_tree = false;
        self.is_unique = false;
        self.indices.0.clear();
        self.counter = Counter::default();
        self.outer.clear();
        self.depth = 0;
        self.held.clear();
    }

    /// Objects that have an index from walks before this one (Flax's `ref_index`).
    pub(super) fn begin_at(&mut self, known: impl Iterator<Item = (usize, u32)>, count: u32) {
        known.for_each(|(address, index)| self.indices.0.insert(address, index));
        self.counter = Counter::behind(count);
        self.base = count;
    }

    /// Objects that have an index outside (Flax's `ref_outer_index`).
    pub(super) fn know_outer(&mut self, known: impl Iterator<Item = (usize, u32)>) {
        known.for_each(|(address, index)| self.outer.insert(address, index));
    }

    #[inline(always)]
    pub(super) fn word(&mut self, word: u64) {
        self.tape.push(word);
        self.hash = (self.hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    #[inline(always)]
    fn static_word<const RECORD: bool>(&mut self, value: &Borrowed) {
        if RECORD {
            self.statics.push(self.tape.len() as u32);
        }
        self.tape.push(value.as_ptr() as u64);
    }

    #[inline(always)]
    pub(super) fn hold(&mut self, object: Object) -> Pointer {
        let pointer = object.as_ptr();
        self.held.push(object);
        pointer
    }
}

/// Walks from `root`. `leaf_variables` says whether a Variable's leaf is the Variable or its raw value.
pub(super) fn walk<const RECORD: bool>(
    native: &mut Native,
    found: &mut Found,
    record: &mut Record,
    root: &Borrowed,
    leaf_variables: bool,
) -> Step<()> {
    let Native { flax, kinds, layouts, .. } = native;
    let mut walk = Walk::<RECORD> { flax, kinds, layouts, found, record, leaf_variables };
    let base = u64::from(walk.found.base);
    walk.found.word(base << 2 | u64::from(walk.found.is_tree) << 1 | u64::from(leaf_variables));
    let id = walk.kinds.of_object(walk.flax, root)?;
    match walk.kinds.class(id).kind {
        Kind::Variable => walk.variable(root, id),
        kind if kind.is_node() => walk.node(root, id, kind),
        Kind::Array | Kind::Value if walk.found.indices.0.get(root.as_ptr() as usize).is_none() => {
            // The GraphDef of a tree has the type of its root.
            walk.found.word(u64::from(id));
            walk.leaf(root)
        }
        Kind::Unusual(reason) => Err(Stop::Fallback(reason)),
        _ => Err(Stop::Fallback("the root is a leaf")),
    }
}

struct Walk<'a, const RECORD: bool> {
    flax: &'a Flax,
    kinds: &'a mut Kinds,
    layouts: &'a mut Layouts,
    found: &'a mut Found,
    record: &'a mut Record,
    leaf_variables: bool,
}

/// What the node that has an attribute says about it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Data,
    Unsaid,
}

impl<const RECORD: bool> Walk<'_, RECORD> {
    fn node(&mut self, node: &Borrowed, id: ClassId, kind: Kind) -> Step<()> {
        self.found.depth += 1;
        if self.found.depth > MAX_DEPTH {
            return Err(Stop::Fallback("a deep graph"));
        }
        match kind {
            Kind::Graph => self.graph(node, id)?,
            Kind::List => self.sequence(node, Tag::List, id)?,
            Kind::Tuple => self.sequence(node, Tag::Tuple, id)?,
            Kind::Dict => self.dict(node, node, Tag::Dict, id)?,
            Kind::State => {
                let state = node.dict()?;
                let mapping = state.dict_get(&self.flax.names.mapping)?;
                let mapping = mapping.filter(|mapping| mapping.is_dict()).ok_or(Stop::Fallback("an odd State"))?;
                let mapping = self.found.hold(mapping.own());
                // SAFETY: it is held.
                self.dict(node, unsafe { Borrowed::from_ptr(mapping) }, Tag::State, id)?;
            }
            Kind::None => {
                self.found.word(Tag::None as u64);
                if RECORD {
                    let class = self.class(id);
                    self.record.node(self.flax, &class, None, None, 0, None)?;
                }
            }
            Kind::PytreeState => self.pytree_state(node)?,
            Kind::NamedTuple => self.named_tuple(node, id)?,
            _ => self.foreign(node, id, kind)?,
        }
        self.found.depth -= 1;
        Ok(())
    }

    fn class(&self, id: ClassId) -> Object {
        self.kinds.class(id).class.clone()
    }

    /// Gives the node an index, or notes that it has one.
    #[inline]
    fn index(&mut self, node: &Borrowed) -> Step<Option<u32>> {
        let found = &mut *self.found;
        match found.counter.index(&mut found.indices, node.as_ptr() as usize) {
            Ok(index) => {
                found.indexed.push(node.as_ptr());
                Ok(Some(index))
            }
            Err(index) => {
                found.word(Tag::Reference as u64 | u64::from(index) << 4);
                if RECORD {
                    self.record.reference(self.flax, index)?;
                }
                Ok(None)
            }
        }
    }

    #[inline]
    fn outer_index(&self, node: &Borrowed) -> Option<u32> {
        if self.found.outer.is_empty() { None } else { self.found.outer.get(node.as_ptr() as usize) }
    }

    #[inline(always)]
    fn held(&self, place: usize) -> &'static Borrowed {
        // SAFETY: what is held stays so until the walk is over, and nothing that a walk hands out lives longer.
        unsafe { Borrowed::from_ptr(self.found.held[place].as_ptr()) }
    }

    /// A `Pytree` of Flax's: a module, an optimizer, a list of modules.
    fn graph(&mut self, node: &Borrowed, id: ClassId) -> Step<()> {
        let index = match self.found.is_tree {
            true => None,
            false => match self.index(node)? {
                None => return Ok(()),
                index => index,
            },
        };
        let outer = self.outer_index(node);
        let class = self.kinds.class(id);
        if self.found.is_tree && !class.is_jax_pytree {
            return Err(Stop::Fallback("an object that JAX takes apart in another way, or not"));
        }
        let (is_pytree, keys) = (class.is_pytree, if class.has_int_keys { Keys::NamesOrIndices } else { Keys::Names });
        let start = self.found.held.len();
        let dict = node.dict()?;
        if !dict.is_dict() {
            return Err(Stop::Fallback("an object with an odd dict"));
        }
        let layout = self.layouts.read(self.flax, &dict, keys, &mut self.found.held)?;
        drop(dict);
        let Some(layout) = layout else { return Err(Stop::Fallback("an object with odd names")) };
        let count = self.layouts.layout(layout).order.len();
        self.found.word(Tag::Graph as u64 | u64::from(id) << 4 | u64::from(layout) << 32);
        self.found.word(outer.map_or(0, |outer| u64::from(outer) + 1));
        if RECORD {
            let class = self.class(id);
            self.record.node(self.flax, &class, index, outer, count, Some(&class))?;
        }
        if !is_pytree {
            return self.unsaid_values(layout, start, count);
        }
        let nodes = match self.layouts.layout(layout).nodes_at {
            Some(at) => {
                let place = self.layouts.layout(layout).order[at as usize] as usize;
                self.held(start + place).own()
            }
            None => node.get(&self.flax.names.pytree_nodes)?,
        };
        if !nodes.is_exactly(&self.flax.hashable_mapping) {
            return Err(Stop::Fallback("an odd _pytree__nodes"));
        }
        let mapping = nodes.get(&self.flax.names.mapping)?;
        if !mapping.is_dict() {
            return Err(Stop::Fallback("an odd _pytree__nodes"));
        }
        let statuses = self.layouts.read_statuses(layout, &mapping)?;
        self.found.word(u64::from(statuses));
        for at in 0..count {
            let value = self.held(start + self.layouts.layout(layout).order[at] as usize);
            if self.layouts.statuses(statuses).data[at] {
                self.value(layout, at, value, Status::Data)?;
            } else {
                self.found.static_word::<RECORD>(value);
                if RECORD {
                    self.found.is_unique |= value.is_a(&self.flax.tracer);
                    let key = self.layouts.layout(layout).sorted[at].clone();
                    self.record.static_attribute(self.flax, key, value)?;
                }
            }
        }
        Ok(())
    }

    /// The values of a dict that was read, where nothing says which of them are data.
    fn unsaid_values(&mut self, layout: u32, start: usize, count: usize) -> Step<()> {
        for at in 0..count {
            let value = self.held(start + self.layouts.layout(layout).order[at] as usize);
            self.value(layout, at, value, Status::Unsaid)?;
        }
        Ok(())
    }

    #[inline(always)]
    fn value(&mut self, layout: u32, at: usize, value: &Borrowed, status: Status) -> Step<()> {
        if RECORD {
            let key = self.layouts.layout(layout).sorted[at].clone();
            return self.keyed_value(key, value, status);
        }
        self.any_value(value, status)
    }

    fn keyed_value(&mut self, key: Object, value: &Borrowed, status: Status) -> Step<()> {
        self.record.enter(key);
        self.any_value(value, status)?;
        self.record.leave();
        Ok(())
    }

    /// The value of an attribute that is not static.
    #[inline]
    fn any_value(&mut self, value: &Borrowed, status: Status) -> Step<()> {
        let id = self.kinds.of_object(self.flax, value)?;
        let kind = self.kinds.class(id).kind;
        match kind {
            Kind::Variable => {
                if RECORD {
                    self.record.node_attribute(self.flax)?;
                }
                self.variable(value, id)
            }
            Kind::Array => self.leaf(value),
            Kind::Value if status == Status::Data || self.found.is_tree => self.leaf(value),
            Kind::Value => {
                self.found.word(Tag::Static as u64);
                self.found.static_word::<RECORD>(value);
                if RECORD {
                    self.record.static_value(self.flax, value)?;
                }
                Ok(())
            }
            Kind::Tracer => {
                if value.is_instance(&self.flax.variable)? || self.is_array_ref(value)? {
                    return Err(Stop::Fallback("a tracer of a Variable or a jax.Ref"));
                }
                self.leaf(value)
            }
            Kind::Unusual(reason) => Err(Stop::Fallback(reason)),
            _ => {
                if RECORD {
                    self.record.node_attribute(self.flax)?;
                }
                self.node(value, id, kind)
            }
        }
    }

    fn is_array_ref(&self, value: &Borrowed) -> Result<bool, Raised> {
        self.flax.is_array_ref.call(&[value])?.truth()
    }

    fn leaf(&mut self, value: &Borrowed) -> Step<()> {
        self.found.word(Tag::Leaf as u64);
        self.found.leaves.push(value.as_ptr());
        if RECORD {
            self.record.leaf_attribute(self.flax)?;
            self.record.leaf();
        }
        Ok(())
    }

    fn variable(&mut self, variable: &Borrowed, id: ClassId) -> Step<()> {
        let Some(index) = self.index(variable)? else {
            return if self.found.is_tree { Err(Stop::Fallback("a Variable in two places of a tree")) } else { Ok(()) };
        };
        let outer = self.outer_index(variable);
        let raw = self.flax.raw_value.get(variable)?;
        match self.kinds.kind(self.flax, &raw)? {
            Kind::Array | Kind::Value => (),
            Kind::Tracer if self.is_array_ref(&raw)? => return Err(Stop::Fallback("a jax.Ref")),
            Kind::Unusual(reason) => return Err(Stop::Fallback(reason)),
            _ if raw.is(&self.flax.repeated) => return Err(Stop::Fallback("a jax.Ref")),
            _ => (),
        }
        let metadata = self.flax.metadata.get(variable)?;
        if !metadata.is_dict() {
            return Err(Stop::Fallback("a Variable with odd metadata"));
        }
        self.found.word(Tag::Variable as u64 | u64::from(id) << 4 | (metadata.dict_size() as u64) << 32);
        self.found.word(outer.map_or(0, |outer| u64::from(outer) + 1));
        if RECORD {
            // SAFETY: it is a dict.
            let copy = unsafe { Object::from_new(python::PyDict_Copy(metadata.as_ptr()))? };
            self.metadata_words(&copy);
            self.found.is_unique |= copy.entries().any(|(_, value)| value.is_a(&self.flax.tracer));
            let class = self.class(id);
            self.record.variable(self.flax, &class, index, outer, copy)?;
            self.record.leaf();
        } else {
            self.metadata_words(&metadata);
        }
        let leaf = if self.leaf_variables { variable.as_ptr() } else { self.found.hold(raw) };
        self.found.leaves.push(leaf);
        Ok(())
    }

    /// The words are compared when the walk is over, and a node's own function may have changed the metadata by then: what
    /// only they may have is held.
    #[inline(always)]
    fn metadata_words(&mut self, metadata: &Borrowed) {
        let names = &self.flax.names;
        for (key, value) in metadata.entries() {
            self.found.static_word::<RECORD>(key);
            self.found.static_word::<RECORD>(value);
            if !(key.is(&names.hijax) || key.is(&names.ref_) || key.is(&names.eager_sharding)) {
                self.found.held.push(key.own());
            }
            if !(value.is_false() || value.is_true() || value.is_none()) {
                self.found.held.push(value.own());
            }
        }
    }

    /// A `list` or a `tuple`.
    fn sequence(&mut self, node: &Borrowed, tag: Tag, id: ClassId) -> Step<()> {
        let start = self.found.held.len();
        let count = if let Tag::List = tag { node.list_size() } else { node.tuple_size() };
        for at in 0..count {
            let item = if let Tag::List = tag { node.list_get(at)? } else { node.tuple_get(at)? };
            self.found.held.push(item.own());
        }
        self.found.word(tag as u64 | (count as u64) << 32);
        if RECORD {
            let class = self.class(id);
            self.record.node(self.flax, &class, None, None, count, None)?;
        }
        for at in 0..count {
            let value = self.held(start + at);
            if RECORD {
                self.keyed_value(Object::int(at)?, value, Status::Unsaid)?;
            } else {
                self.any_value(value, Status::Unsaid)?;
            }
        }
        Ok(())
    }

    /// A `dict`, or a `State` with its dict.
    fn dict(&mut self, node: &Borrowed, dict: &Borrowed, tag: Tag, id: ClassId) -> Step<()> {
        let start = self.found.held.len();
        let Some(layout) = self.layouts.read(self.flax, dict, Keys::Any, &mut self.found.held)? else {
            let kind = self.kinds.class(id).kind;
            return self.foreign(node, id, kind);
        };
        let count = self.layouts.layout(layout).order.len();
        self.found.word(tag as u64 | u64::from(layout) << 32);
        if RECORD {
            let class = self.class(id);
            self.record.node(self.flax, &class, None, None, count, None)?;
        }
        self.unsaid_values(layout, start, count)
    }

    fn pytree_state(&mut self, state: &Borrowed) -> Step<()> {
        let flag = |slot: &Slot| -> Step<usize> {
            let value = slot.get(state)?;
            match (value.is_true(), value.is_false()) {
                (false, false) => Err(Stop::Fallback("an odd PytreeState")),
                (is_true, _) => Ok(usize::from(is_true)),
            }
        };
        let flags = flag(&self.flax.initializing)? << 1 | flag(&self.flax.is_setup)?;
        self.found.word(Tag::PytreeState as u64 | (flags as u64) << 4);
        if RECORD {
            let metadata = self.layouts.pytree_state(self.flax, state, flags)?;
            self.record.node(self.flax, &self.flax.generic_pytree, None, None, 0, Some(&metadata))?;
        }
        Ok(())
    }

    fn named_tuple(&mut self, tuple: &Borrowed, id: ClassId) -> Step<()> {
        let known = self.layouts.named_tuple(self.flax, id, tuple)?;
        let count = known.fields.len();
        if tuple.tuple_size() != count {
            return Err(Stop::Fallback("an unusual named tuple"));
        }
        self.found.word(Tag::NamedTuple as u64 | u64::from(id) << 4);
        if RECORD {
            self.record.node(self.flax, &self.flax.generic_pytree, None, None, count, Some(&known.metadata))?;
        }
        let start = self.found.held.len();
        for (_, place) in &known.fields {
            self.found.held.push(tuple.tuple_get(*place as usize)?.own());
        }
        for (at, (key, _)) in known.fields.iter().enumerate() {
            let value = self.held(start + at);
            if RECORD {
                self.keyed_value(key.clone(), value, Status::Unsaid)?;
            } else {
                self.any_value(value, Status::Unsaid)?;
            }
        }
        Ok(())
    }

    /// A node that a function in Python takes apart: one that a program has registered, or a pytree of JAX's.
    fn foreign(&mut self, node: &Borrowed, id: ClassId, kind: Kind) -> Step<()> {
        const ODD: Stop = Stop::Fallback("a node whose function gives no list of pairs");
        if self.found.is_tree {
            return Err(Stop::Fallback("a pytree that only JAX takes apart, in tree mode"));
        }
        let index = match kind.is_graph_node() {
            true => match self.index(node)? {
                Some(index) => Some(index),
                None => return Ok(()),
            },
            false => None,
        };
        let outer = index.and_then(|_| self.outer_index(node));
        let names = &self.flax.names;
        let (taken, class) = match &self.kinds.class(id).entry {
            Some(entry) => (entry.get(&names.flatten)?.call(&[node])?, entry.get(&names.type_)?),
            None => (self.flax.flatten_pytree.call(&[node])?, self.flax.generic_pytree.clone()),
        };
        if !taken.is_tuple() || taken.tuple_size() != 2 {
            return Err(ODD);
        }
        let (values, metadata) = (taken.tuple_get(0)?.own(), taken.tuple_get(1)?.own());
        self.found.hold(taken);
        let count = match () {
            () if values.is_list() => values.list_size(),
            () if values.is_tuple() => values.tuple_size(),
            () => return Err(ODD),
        };
        let start = self.found.held.len();
        for at in 0..count {
            let pair = if values.is_list() { values.list_get(at)? } else { values.tuple_get(at)? };
            if !pair.is_tuple() || pair.tuple_size() != 2 {
                return Err(ODD);
            }
            self.found.held.push(pair.tuple_get(0)?.own());
            self.found.held.push(pair.tuple_get(1)?.own());
        }
        self.found.word(Tag::Foreign as u64 | u64::from(id) << 4 | (count as u64) << 32);
        self.found.word(outer.map_or(0, |outer| u64::from(outer) + 1));
        self.found.static_word::<RECORD>(&metadata);
        // What JAX keeps of a pytree is made anew each time, and so is not to be recognised.
        self.found.is_unique |= kind == Kind::Pytree;
        if RECORD {
            self.record.node(self.flax, &class, index, outer, count, Some(&metadata))?;
        }
        for at in 0..count {
            let (key, value) = (self.held(start + 2 * at), self.held(start + 2 * at + 1));
            if RECORD {
                self.record.pins.push(key.own());
            }
            self.found.static_word::<RECORD>(key);
            self.foreign_value(key.own(), value)?;
        }
        Ok(())
    }

    fn foreign_value(&mut self, key: Object, value: &Borrowed) -> Step<()> {
        let names = &self.flax.names;
        if value.is_a(&self.flax.data_elem) {
            self.found.word(1);
            let value = self.found.hold(value.get(&names.value)?);
            // SAFETY: it is held.
            return self.keyed_value(key, unsafe { Borrowed::from_ptr(value) }, Status::Data);
        }
        if value.is_a(&self.flax.static_elem) {
            self.found.word(2);
            let value = self.found.hold(value.get(&names.value)?);
            // SAFETY: it is held.
            let value = unsafe { Borrowed::from_ptr(value) };
            self.found.static_word::<RECORD>(value);
            if RECORD {
                self.record.static_attribute(self.flax, key, value)?;
            }
            return Ok(());
        }
        self.found.word(3);
        self.keyed_value(key, value, Status::Unsaid)
    }
}
