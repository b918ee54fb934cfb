//! What an object is to Flax, decided by its type: a node and how it is taken apart, a Variable, a leaf, or something
//! that only Flax's own code knows.
//!
//! A decision is made once per type and kept, with the type, so that its address means no other. Its guards are looked
//! at again in the first meeting of each call: that the registry has the entry it had, and that the methods of a
//! Variable's class are still Flax's own. So a class that is registered or changed later is seen.

use std::hash::Hasher;

use super::flax::Flax;
use super::module::{Step, Stop};
use super::numbers::Numbers;
use super::object::{Borrowed, Object, PyResult};
use super::python::{self, Pointer};

/// What an object of one type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A graph node that Flax's `Pytree` takes apart: by the names of its attributes.
    Graph,
    /// A graph node with functions of its own in the registry.
    CustomGraph,
    /// `list`.
    List,
    /// `tuple`.
    Tuple,
    /// `dict`.
    Dict,
    /// `flax.nnx.State`.
    State,
    /// `None`.
    None,
    /// `PytreeState`, which every `Pytree` has.
    PytreeState,
    /// A named tuple that JAX takes apart by itself.
    NamedTuple,
    /// Any other pytree that JAX knows.
    Pytree,
    /// A type in Flax's registry of pytrees that Flax did not put there.
    CustomPytree,
    /// A Variable whose methods are Flax's own.
    Variable,
    /// An array, never a reference.
    Array,
    /// A value that is none of all this: a leaf where the attribute is data, else static.
    Value,
    /// A tracer, which may stand for anything. Under a Variable it is asked what it is; elsewhere it is for Flax.
    Tracer,
    /// For Flax's own code, for this reason.
    Unusual(&'static str),
}

impl Kind {
    /// Whether `get_node_impl` finds something.
    pub(super) fn is_node(self) -> bool {
        use Kind::{CustomGraph, CustomPytree, Dict, Graph, List, NamedTuple, None, Pytree, PytreeState, State, Tuple};
        matches!(
            self,
            Graph | CustomGraph | List | Tuple | Dict | State | None | PytreeState | NamedTuple | Pytree | CustomPytree
        )
    }

    /// Whether the object has identity and an index.
    pub(super) fn is_graph_node(self) -> bool {
        matches!(self, Kind::Graph | Kind::CustomGraph)
    }
}

/// What is known of a type.
pub(super) struct Class {
    /// The type.
    pub(super) class: Object,
    pub(super) kind: Kind,
    /// The registry's entry, of a kind that has one.
    pub(super) entry: Option<Object>,
    /// A graph node's `_pytree__is_pytree`: which attributes are data is written down.
    pub(super) is_pytree: bool,
    /// A graph node's `_pytree__has_int_keys`.
    pub(super) has_int_keys: bool,
    /// Whether JAX takes objects of a class of graph nodes apart by `Pytree`'s own functions.
    pub(super) is_jax_pytree: bool,
    checked: u64,
}

/// A number for a type, as long as [`Kinds::generation`] stays.
pub(super) type ClassId = u32;

/// The types that were met.
pub(super) struct Kinds {
    ids: Numbers,
    classes: Vec<Class>,
    /// Counts the calls.
    epoch: u64,
    /// Counts how often everything was forgotten.
    pub(super) generation: u64,
    registry_sizes: [usize; 3],
    methods: Methods,
    builtins: Vec<(Object, Option<Object>, Kind)>,
}

/// What Flax's own classes have, to compare with.
struct Methods {
    /// `object.__getattribute__`, and that of Optimizer, which only refuses one name.
    getattributes: [Object; 2],
    graph_node_flatten: Object,
    /// `_pytree__flatten` and `_pytree__flatten_with_paths`.
    pytree: [Object; 2],
    var_type: Object,
    get_raw_value: Object,
    get_metadata: Object,
}

/// More types than that are not remembered at once.
const MAX_CLASSES: usize = 4096;

impl Kinds {
    pub(super) fn of(flax: &Flax) -> PyResult<Kinds> {
        let names = &flax.names;
        // SAFETY: the interpreter has these types.
        let builtin = |pointer: Pointer| unsafe { Object::from_borrowed(pointer) };
        let registered = |class: Object, kind: Kind| -> PyResult<(Object, Option<Object>, Kind)> {
            let entry = flax.pytree_registry.dict_get(&class)?.map(Borrowed::own);
            Ok((class, entry, kind))
        };
        // SAFETY: the interpreter has these types.
        let (object, list, tuple, dict) = unsafe {
            (
                builtin(python::PyBaseObject_Type()),
                builtin(python::PyList_Type()),
                builtin(python::PyTuple_Type()),
                builtin(python::PyDict_Type()),
            )
        };
        Ok(Kinds {
            ids: Numbers::default(),
            classes: Vec::new(),
            epoch: 0,
            generation: 0,
            registry_sizes: [0; 3],
            methods: Methods {
                getattributes: [object.get(&names.getattribute)?, flax.optimizer.get(&names.getattribute)?],
                graph_node_flatten: flax.pytree.get(&names.graph_node_flatten)?,
                pytree: [flax.pytree.get(&names.pytree_flatten)?, flax.pytree.get(&names.pytree_flatten_with_paths)?],
                var_type: flax.variable.get(&names.var_type)?,
                get_raw_value: flax.variable.get(&names.get_raw_value)?,
                get_metadata: flax.variable.get(&names.get_metadata)?,
            },
            builtins: vec![
                registered(list, Kind::List)?,
                registered(tuple, Kind::Tuple)?,
                registered(dict, Kind::Dict)?,
                registered(flax.state.clone(), Kind::State)?,
                registered(Object::none().class().own(), Kind::None)?,
            ],
        })
    }

    /// To be called once at the beginning of every call: decisions are checked anew in it.
    pub(super) fn begin_call(&mut self, flax: &Flax) {
        self.epoch += 1;
        let registries = [&flax.graph_registry, &flax.pytree_registry, &flax.jax_pytree_registry];
        let sizes = registries.map(|registry| registry.dict_size());
        if sizes != self.registry_sizes || self.classes.len() > MAX_CLASSES {
            self.registry_sizes = sizes;
            self.forget();
        }
    }

    /// Forgets every type.
    pub(super) fn forget(&mut self) {
        self.generation += 1;
        self.ids.clear();
        // Dropping a class may run Python code, which finds an empty table.
        drop(std::mem::take(&mut self.classes));
    }

    /// What is known of the type of `object`.
    #[inline]
    pub(super) fn of_object(&mut self, flax: &Flax, object: &Borrowed) -> Step<ClassId> {
        let class = object.class();
        match self.ids.get(class.as_ptr() as usize) {
            Some(id) if self.classes[id as usize].checked == self.epoch => Ok(id),
            Some(id) => self.check(flax, id),
            None => self.decide(flax, object),
        }
    }

    /// The class of a number.
    #[inline(always)]
    pub(super) fn class(&self, id: ClassId) -> &Class {
        &self.classes[id as usize]
    }

    /// What an object is.
    #[inline]
    pub(super) fn kind(&mut self, flax: &Flax, object: &Borrowed) -> Step<Kind> {
        let id = self.of_object(flax, object)?;
        Ok(self.classes[id as usize].kind)
    }

    #[cold]
    fn decide(&mut self, flax: &Flax, object: &Borrowed) -> Step<ClassId> {
        let class = object.class().own();
        let mut known = Class {
            class: class.clone(),
            kind: Kind::Value,
            entry: None,
            is_pytree: false,
            has_int_keys: false,
            is_jax_pytree: false,
            checked: self.epoch,
        };
        self.look(flax, object, &mut known)?;
        let id = self.classes.len() as ClassId;
        self.ids.insert(class.as_ptr() as usize, id);
        self.classes.push(known);
        Ok(id)
    }

    /// The order of the questions is that of `get_node_impl`.
    fn look(&self, flax: &Flax, object: &Borrowed, known: &mut Class) -> Step<()> {
        let class = &*known.class;
        if class.is_subclass(&flax.variable) {
            known.kind = if self.is_plain_variable(flax, class)? && self.has_plain_slots(flax, class)? {
                Kind::Variable
            } else {
                Kind::Unusual("a Variable class with methods of its own")
            };
            return Ok(());
        }
        if class.is_subclass(&flax.tracer) {
            known.kind = Kind::Tracer;
            return Ok(());
        }
        if class.is_subclass(&flax.hijax_variable) {
            known.kind = Kind::Unusual("a hijax Variable");
            return Ok(());
        }
        if let Some(entry) = flax.graph_registry.dict_get(class)? {
            let entry = entry.own();
            let plain = entry.is_exactly(&flax.graph_node_impl)
                && entry.get(&flax.names.flatten)?.is(&self.methods.graph_node_flatten)
                && class.is_subclass(&flax.pytree)
                && self.reads_plainly(flax, class)?;
            known.kind = if plain { Kind::Graph } else { Kind::CustomGraph };
            known.entry = Some(entry);
            if plain {
                [known.is_pytree, known.has_int_keys] = flags(flax, class)?;
                known.is_jax_pytree = known.is_pytree && self.is_jax_pytree(flax, class)?;
            }
            return Ok(());
        }
        if let Some(entry) = flax.pytree_registry.dict_get(class)? {
            let entry = entry.own();
            let builtin = self
                .builtins
                .iter()
                .find(|(builtin, first, _)| builtin.is(class) && first.as_ref().is_some_and(|first| first.is(&entry)));
            known.kind = builtin.map_or(Kind::CustomPytree, |(_, _, kind)| *kind);
            known.entry = Some(entry);
            return Ok(());
        }
        // SAFETY: the interpreter has this type.
        let is_tuple = class.is_subclass(unsafe { Borrowed::from_ptr(python::PyTuple_Type()) });
        let registered = flax.jax_pytree_registry.dict_get(class)?.is_some();
        known.kind = if class.is(&flax.pytree_state) && registered {
            Kind::PytreeState
        } else if registered {
            Kind::Pytree
        } else if is_tuple {
            if class.get_optional(&flax.names.fields)?.is_some() { Kind::NamedTuple } else { Kind::Pytree }
        } else if class.is_subclass(&flax.array_ref) {
            Kind::Unusual("a jax.Ref")
        } else if class.is(&flax.array_impl) || class.is(&flax.prng_key_array) || class.is_subclass(&flax.ndarray) {
            Kind::Array
        } else if object.is_instance(&flax.jax_array)? || flax.is_array_ref.call(&[object])?.truth()? {
            Kind::Unusual("an array of an unknown type")
        } else {
            Kind::Value
        };
        Ok(())
    }

    /// Looks at the guards of a type in its first meeting of a call.
    fn check(&mut self, flax: &Flax, id: ClassId) -> Step<ClassId> {
        let known = &self.classes[id as usize];
        let (class, entry, kind) = (known.class.clone(), known.entry.clone(), known.kind);
        let holds = match kind {
            Kind::Graph => {
                let before = [known.is_pytree, known.has_int_keys];
                is_entry(&flax.graph_registry, &class, &entry)? && flags(flax, &class)? == before
            }
            Kind::CustomGraph => is_entry(&flax.graph_registry, &class, &entry)?,
            Kind::List | Kind::Tuple | Kind::Dict | Kind::State | Kind::None | Kind::CustomPytree => {
                is_entry(&flax.pytree_registry, &class, &entry)?
            }
            Kind::Variable => self.is_plain_variable(flax, &class)?,
            _ => true,
        };
        if !holds {
            self.forget();
            return Err(Stop::Fallback("a class changed"));
        }
        self.classes[id as usize].checked = self.epoch;
        Ok(id)
    }

    fn is_jax_pytree(&self, flax: &Flax, class: &Borrowed) -> PyResult<bool> {
        let names = &flax.names;
        for (name, own) in [&names.pytree_flatten, &names.pytree_flatten_with_paths].iter().zip(&self.methods.pytree) {
            if !class.get(name)?.is(own) {
                return Ok(false);
            }
        }
        Ok(flax.jax_pytree_registry.dict_get(class)?.is_some())
    }

    fn is_plain_variable(&self, flax: &Flax, class: &Borrowed) -> PyResult<bool> {
        let (names, methods) = (&flax.names, &self.methods);
        Ok(class.get(&names.get_raw_value)?.is(&methods.get_raw_value)
            && class.get(&names.get_metadata)?.is(&methods.get_metadata)
            && class.get(&names.var_type)?.is(&methods.var_type))
    }

    fn has_plain_slots(&self, flax: &Flax, class: &Borrowed) -> PyResult<bool> {
        let names = &flax.names;
        Ok(flax.raw_value.is_of(class, &names.raw_value)?
            && flax.metadata.is_of(class, &names.var_metadata)?
            && flax.trace_state.is_of(class, &names.trace_state)?
            && self.reads_plainly(flax, class)?)
    }

    /// Whether reading an attribute by its name gives the attribute.
    fn reads_plainly(&self, flax: &Flax, class: &Borrowed) -> PyResult<bool> {
        let found = class.get(&flax.names.getattribute)?;
        Ok(self.methods.getattributes.iter().any(|own| own.is(&found)))
    }
}

/// `_pytree__is_pytree` and `_pytree__has_int_keys` of a class of graph nodes.
fn flags(flax: &Flax, class: &Borrowed) -> PyResult<[bool; 2]> {
    Ok([class.get(&flax.names.is_pytree)?.truth()?, class.get(&flax.names.has_int_keys)?.truth()?])
}

fn is_entry(registry: &Borrowed, class: &Borrowed, entry: &Option<Object>) -> PyResult<bool> {
    Ok(match (registry.dict_get(class)?, entry) {
        (Some(found), Some(entry)) => found.is(entry),
        _ => false,
    })
}

/// Hashes addresses of objects, which differ in all but the lowest bits.
#[derive(Default)]
pub(super) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte) ^ self.0 as usize);
        }
    }

    #[inline(always)]
    fn write_u32(&mut self, number: u32) {
        self.write_usize((number as usize) << 4);
    }

    #[inline(always)]
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    #[inline(always)]
    fn write_usize(&mut self, address: usize) {
        let mixed = (address as u64 >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
