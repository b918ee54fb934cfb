//! What Flax is: its classes, constants, registries and functions, told by Python once.
//!
//! The library imports nothing by itself. `libnnx.flax` hands over a dict of everything that is named here, and the
//! natives compare with these objects, make instances of these classes and call these functions. Another one is added
//! as a line of the table, and as a name in `libnnx/flax/_bind.py`.

use std::ptr;

use super::kind::Kinds;
use super::module::Answer;
use super::native::{self, Native};
use super::object::{Borrowed, Object, PyResult, Raised, Slot};
use super::python;
use super::trace::Traces;
use super::variable::Methods;

macro_rules! flax {
    (objects { $($(#[$about:meta])* $field:ident = $key:literal;)* } names { $($name:ident = $text:literal;)* }) => {
        /// Flax's own objects, by what they are.
        pub(super) struct Flax {
            $($(#[$about])* pub(super) $field: Object,)*
            /// Names of attributes.
            pub(super) names: Names,
            /// `Variable._raw_value`.
            pub(super) raw_value: Slot,
            /// `Variable._trace_state`.
            pub(super) trace_state: Slot,
            /// `Variable._var_metadata`.
            pub(super) metadata: Slot,
            /// `PytreeState._initializing`.
            pub(super) initializing: Slot,
            /// `PytreeState._is_setup`.
            pub(super) is_setup: Slot,
            /// `PytreeState._trace_state`.
            pub(super) pytree_trace_state: Slot,
            /// `Pytree._graph_node_create_empty`.
            pub(super) create_empty: Object,
            /// `Pytree._graph_node_pop_key`.
            pub(super) graph_node_pop_key: Object,
            /// `Pytree.__delattr__`.
            pub(super) pytree_delattr: Object,
            /// `Pytree._graph_node_clear`.
            pub(super) clear: Object,
            /// `Pytree._graph_node_init`.
            pub(super) init: Object,
            /// The registry's entries of list, tuple, dict, State and None.
            pub(super) builtin_entries: [Object; 5],
            /// `GraphDef.__hash__`, as Flax has it.
            pub(super) graphdef_hash: Object,
            new: python::New,
            empty: Object,
        }

        /// Names of attributes, as the interpreter has them.
        pub(super) struct Names {
            $(pub(super) $name: Object,)*
        }

        impl Flax {
            fn read(dict: &Borrowed) -> PyResult<Flax> {
                let names = Names { $($name: Object::interned($text)?,)* };
                let variable = entry(dict, "Variable")?;
                let pytree_state = entry(dict, "PytreeState")?;
                let pytree = entry(dict, "Pytree")?;
                Ok(Flax {
                    $($field: entry(dict, $key)?,)*
                    raw_value: Slot::of(&variable, &names.raw_value)?,
                    trace_state: Slot::of(&variable, &names.trace_state)?,
                    metadata: Slot::of(&variable, &names.var_metadata)?,
                    initializing: Slot::of(&pytree_state, &names.initializing)?,
                    is_setup: Slot::of(&pytree_state, &names.is_setup)?,
                    pytree_trace_state: Slot::of(&pytree_state, &names.trace_state)?,
                    create_empty: pytree.get(&names.graph_node_create_empty)?,
                    graph_node_pop_key: pytree.get(&names.graph_node_pop_key)?,
                    pytree_delattr: pytree.get(&names.delattr)?,
                    clear: pytree.get(&names.graph_node_clear)?,
                    init: pytree.get(&names.graph_node_init)?,
                    builtin_entries: builtin_entries(dict)?,
                    graphdef_hash: entry(dict, "GraphDef")?.get(&names.hash)?,
                    new: object_new()?,
                    empty: Object::tuple([].into_iter())?,
                    names,
                })
            }
        }
    };
}

flax! {
    objects {
        graph_registry = "GRAPH_REGISTRY";
        pytree_registry = "PYTREE_REGISTRY";
        jax_pytree_registry = "JAX_PYTREE_REGISTRY";
        graph_node_impl = "GraphNodeImpl";
        generic_pytree = "GenericPytree";
        /// `flatten`, as Flax has it.
        flatten = "flatten";
        /// Whether iterations descend into an object.
        is_node = "is_node";
        /// How a node is taken apart.
        get_node_impl = "get_node_impl";
        /// `_flatten_pytree`: the attributes and the metadata of any pytree.
        flatten_pytree = "_flatten_pytree";

        graphdef = "GraphDef";
        node_def = "NodeDef";
        node_ref = "NodeRef";
        tree_node_def = "TreeNodeDef";
        variable_def = "VariableDef";
        /// The class of static attributes of a GraphDef.
        static_attribute = "Static";
        node_attribute = "NODE_ATTR";
        leaf_attribute = "LEAF_ATTR";
        data_elem = "DataElem";
        static_elem = "StaticElem";
        /// What stands for a `jax.Ref` that was met before.
        repeated = "REPEATED";
        hashable_mapping = "HashableMapping";
        ref_map = "RefMap";
        index_map = "IndexMap";

        indexes_pytree_def = "IndexesPytreeDef";
        /// `collections.abc.Mapping`.
        mapping = "Mapping";

        state = "State";
        flat_state = "FlatState";

        variable = "Variable";
        variable_meta = "VariableMeta";
        hijax_variable = "HijaxVariable";
        is_array_ref = "is_array_ref";

        pytree = "Pytree";
        optimizer = "Optimizer";
        pytree_state = "PytreeState";
        trace_state_class = "TraceState";
        current_jax_trace = "current_jax_trace";
        trace_ctx = "trace_ctx";
        opaque_trace_state = "OpaqueTraceState";

        with_tag = "filterlib.WithTag";
        path_contains = "filterlib.PathContains";
        path_in = "filterlib.PathIn";
        of_type = "filterlib.OfType";
        any = "filterlib.Any";
        all = "filterlib.All";
        not = "filterlib.Not";
        everything = "filterlib.Everything";
        nothing = "filterlib.Nothing";

        jax_array = "jax.Array";
        array_impl = "ArrayImpl";
        prng_key_array = "PRNGKeyArray";
        tracer = "Tracer";
        array_ref = "Ref";
        ndarray = "ndarray";
    }
    names {
        raw_value = "_raw_value";
        trace_state = "_trace_state";
        var_metadata = "_var_metadata";
        initializing = "_initializing";
        is_setup = "_is_setup";
        var_type = "var_type";
        get_raw_value = "get_raw_value";
        get_metadata = "get_metadata";
        getattribute = "__getattribute__";
        hash = "__hash__";
        mapping = "_mapping";
        keys = "_keys";
        values = "_values";
        value = "value";
        tag = "tag";
        type_ = "type";
        index = "index";
        outer_index = "outer_index";
        num_attributes = "num_attributes";
        node_metadata = "metadata";
        array_refdef = "array_refdef";
        nodes = "nodes";
        attributes = "attributes";
        num_leaves = "num_leaves";
        flatten = "flatten";
        set_key = "set_key";
        pop_key = "pop_key";
        create_empty = "create_empty";
        clear = "clear";
        init = "init";
        unflatten = "unflatten";
        fields = "_fields";
        func = "__func__";
        hijax = "hijax";
        ref_ = "ref";
        eager_sharding = "eager_sharding";
        jax_trace = "_jax_trace";
        trace = "trace";
        trace_ref = "_trace_ref";
        weakref = "_weakref";
        implementation = "_impl";
        base_array = "_base_array";
        compiled = "compiled";
        is_plain = "is_plain";
        targets = "targets";
        key_index = "key_index";
        path_index = "path_index";
        treedef = "treedef";
        node_data = "node_data";
        key = "key";
        exact = "exact";
        paths = "paths";
        predicate = "predicate";
        predicates = "predicates";
        graph_node_flatten = "_graph_node_flatten";
        graph_node_create_empty = "_graph_node_create_empty";
        graph_node_clear = "_graph_node_clear";
        graph_node_pop_key = "_graph_node_pop_key";
        delattr = "__delattr__";
        graph_node_init = "_graph_node_init";
        node_dict = "node_dict";
        pytree_flatten = "_pytree__flatten";
        pytree_flatten_with_paths = "_pytree__flatten_with_paths";
        graph = "graph";
        is_pytree = "_pytree__is_pytree";
        has_int_keys = "_pytree__has_int_keys";
        pytree_nodes = "_pytree__nodes";
    }
}

impl Flax {
    /// `object.__new__(class)`: no `__init__` runs.
    pub(super) fn new_instance(&self, class: &Borrowed) -> PyResult<Object> {
        // SAFETY: `object`'s own constructor, of a live class and without arguments.
        unsafe { Object::from_new((self.new)(class.as_ptr(), self.empty.as_ptr(), ptr::null_mut())) }
    }

    /// A `State` over a dict.
    pub(super) fn new_state(&self, mapping: &Borrowed) -> PyResult<Object> {
        let state = self.new_instance(&self.state)?;
        state.set_plainly(&self.names.mapping, mapping)?;
        Ok(state)
    }

    /// What instances are made of, and what types are compared with, is a class.
    fn expect_classes(&self) -> PyResult<()> {
        let made = [
            &self.graphdef,
            &self.node_def,
            &self.node_ref,
            &self.variable_def,
            &self.static_attribute,
            &self.hashable_mapping,
            &self.state,
            &self.flat_state,
            &self.pytree_state,
            &self.trace_state_class,
        ];
        let compared = [
            &self.data_elem,
            &self.static_elem,
            &self.variable,
            &self.variable_meta,
            &self.hijax_variable,
            &self.pytree,
            &self.optimizer,
            &self.tracer,
            &self.array_ref,
            &self.ndarray,
        ];
        match made.iter().chain(&compared).find(|class| !class.is_type()) {
            None => Ok(()),
            Some(odd) => {
                // SAFETY: the interpreter has this exception.
                let exception = unsafe { Borrowed::from_ptr(python::PyExc_TypeError()) };
                let class = odd.class().get(&*Object::interned("__name__")?)?;
                Err(Raised::new(exception, &format!("bind() needs a class, and got a `{}`", class.to_text()?)))
            }
        }
    }

    /// `()`.
    pub(super) fn empty_tuple(&self) -> Object {
        self.empty.clone()
    }
}

fn object_new() -> PyResult<python::New> {
    // SAFETY: `object` is a type with a constructor of this type.
    unsafe {
        let new = python::PyType_GetSlot(python::PyBaseObject_Type(), python::Py_tp_new);
        if new.is_null() {
            return Err(Raised::new(Borrowed::from_ptr(python::PyExc_SystemError()), "`object` has no constructor"));
        }
        Ok(std::mem::transmute::<*mut std::ffi::c_void, python::New>(new))
    }
}

/// What the registry of pytrees has for the types that Flax puts there itself.
fn builtin_entries(dict: &Borrowed) -> PyResult<[Object; 5]> {
    let registry = entry(dict, "PYTREE_REGISTRY")?;
    // SAFETY: the interpreter has these types.
    let (list, tuple, dict_type) = unsafe {
        (
            Object::from_borrowed(python::PyList_Type()),
            Object::from_borrowed(python::PyTuple_Type()),
            Object::from_borrowed(python::PyDict_Type()),
        )
    };
    let find = |class: &Borrowed| match registry.dict_get(class)? {
        Some(found) => Ok(found.own()),
        // SAFETY: the interpreter has this exception.
        None => Err(Raised::new(unsafe { Borrowed::from_ptr(python::PyExc_KeyError()) }, "a builtin type is missing")),
    };
    let none = Object::none();
    Ok([find(&list)?, find(&tuple)?, find(&dict_type)?, find(&*entry(dict, "State")?)?, find(none.class())?])
}

fn entry(dict: &Borrowed, key: &str) -> PyResult<Object> {
    let name = Object::text(key)?;
    match dict.dict_get(&name)? {
        Some(found) => Ok(found.own()),
        None => {
            // SAFETY: the interpreter has this exception.
            let exception = unsafe { Borrowed::from_ptr(python::PyExc_KeyError()) };
            Err(Raised::new(exception, &format!("bind() needs what Flax calls `{key}`, and the dict lacks it")))
        }
    }
}

/// `bind(dict)`: tells the library what Flax is. What it knew before is forgotten.
pub(super) fn bind([dict]: [&Borrowed; 1]) -> Answer {
    let propagate = super::module::Stop::Propagate;
    let flax = Flax::read(dict).map_err(propagate)?;
    flax.expect_classes().map_err(propagate)?;
    let kinds = Kinds::of(&flax).map_err(propagate)?;
    let methods = Methods::of(&flax).map_err(propagate)?;
    let traces = Traces::of(&flax).map_err(propagate)?;
    native::replace(Native::new(flax, kinds, methods, traces))?;
    Ok(Object::none())
}
