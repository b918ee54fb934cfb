//! A GraphDef read once: the steps in which the objects that it tells of are made.
//!
//! A plan is kept with its GraphDef, which never changes; what may change, the registries, is compared at every use.

use std::collections::HashMap;
use std::rc::Rc;

use super::flax::Flax;
use super::module::{Step, Stop};
use super::object::{Borrowed, Object, PyResult};

/// A key and, where the attribute is static, its value.
pub(super) type Attributes = Box<[(Object, Option<Object>)]>;

/// One step. What a step makes is pushed; what it is made of was pushed by the steps before.
pub(super) enum Make {
    /// An object without attributes, registered before its children so that they can refer to it; not pushed yet.
    Begin {
        class: Object,
        outer: Option<Object>,
    },
    /// The object begun last gets its attributes, and is pushed.
    End(Attributes),
    /// A Variable, from the next leaf.
    Variable {
        class: Object,
        outer: Option<Object>,
        metadata: Object,
    },
    /// The next leaf.
    Leaf,
    /// What was registered before, in this plan.
    Again(usize),
    /// What was registered under this index before this plan.
    Known(Object),
    /// `list`, and so on.
    List(Attributes),
    Tuple(Attributes),
    Dict(Attributes),
    State(Attributes),
    None,
    PytreeState {
        initializing: Object,
        is_setup: Object,
    },
    /// Any pytree: JAX's function that makes it, and for each child of JAX's order the attribute.
    Pytree {
        unflatten: Object,
        attributes: Attributes,
        order: Box<[usize]>,
    },
}

/// The steps for a GraphDef.
pub(super) struct Plan {
    /// Keeps the GraphDef, so that its address means no other.
    graphdef: Object,
    pub(super) steps: Vec<Make>,
    /// The indices under which objects and Variables are registered, in that order.
    pub(super) indices: Vec<Object>,
    pub(super) leaves: usize,
    pub(super) variables: usize,
    /// Whether any object or Variable may exist already.
    pub(super) has_outer: bool,
    /// Whether the GraphDef is one of tree mode, whose Variables have no indices.
    pub(super) is_tree: bool,
    guards: Vec<Guard>,
}

/// A type, and its entry in a registry.
struct Guard {
    class: Object,
    entry: Object,
    is_graph: bool,
}

impl Plan {
    /// Whether the registries still have what they had.
    pub(super) fn holds(&self, flax: &Flax) -> PyResult<bool> {
        for guard in &self.guards {
            let registry = if guard.is_graph { &flax.graph_registry } else { &flax.pytree_registry };
            if !registry.dict_get(&guard.class)?.is_some_and(|entry| entry.is(&guard.entry)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn read(flax: &Flax, graphdef: &Borrowed) -> Step<Plan> {
        let names = &flax.names;
        let (nodes, attributes) = (graphdef.get(&names.nodes)?, graphdef.get(&names.attributes)?);
        if !nodes.is_list() || !attributes.is_list() {
            return Err(Stop::Fallback("a GraphDef of an unknown form"));
        }
        let mut reader = Reader {
            flax,
            nodes: Items { list: nodes, next: 0 },
            attributes: Items { list: attributes, next: 0 },
            slots: HashMap::new(),
            plan: Plan {
                graphdef: graphdef.own(),
                steps: Vec::new(),
                indices: Vec::new(),
                leaves: 0,
                variables: 0,
                has_outer: false,
                is_tree: false,
                guards: Vec::new(),
            },
        };
        if reader.nodes.list.list_size() == 0 {
            // The root is a leaf.
            reader.plan.steps.push(Make::Leaf);
            reader.plan.leaves = 1;
        } else if reader.nodes.list.list_get(0)?.is_exactly(&flax.tree_node_def) {
            reader.read_tree()?;
        } else {
            reader.read()?;
        }
        let plan = reader.plan;
        if plan.leaves as isize != graphdef.get(&names.num_leaves)?.to_isize()? {
            return Err(Stop::Fallback("a GraphDef that does not count its leaves right"));
        }
        Ok(plan)
    }
}

struct Items {
    list: Object,
    next: usize,
}

impl Items {
    fn take(&mut self) -> Step<Object> {
        if self.next >= self.list.list_size() {
            return Err(Stop::Fallback("a GraphDef of an unknown form"));
        }
        self.next += 1;
        Ok(self.list.list_get(self.next - 1)?.own())
    }
}

/// A node whose attributes are being read.
struct Open {
    form: Form,
    remaining: usize,
    attributes: Vec<(Object, Option<Object>)>,
}

#[derive(Clone)]
enum Form {
    Graph,
    List,
    Tuple,
    Dict,
    State,
    None,
    /// With the metadata of the NodeDef.
    Generic(Object),
}

struct Reader<'a> {
    flax: &'a Flax,
    nodes: Items,
    attributes: Items,
    /// Where each index was registered.
    slots: HashMap<isize, usize>,
    plan: Plan,
}

impl Reader<'_> {
    fn read(&mut self) -> Step<()> {
        let mut above: Vec<Open> = Vec::new();
        let mut open = self.node()?;
        while let Some(mut here) = open.take().or_else(|| above.pop()) {
            if here.remaining == 0 {
                self.close(here)?;
                continue;
            }
            here.remaining -= 1;
            let pair = self.attributes.take()?;
            if !pair.is_tuple() || pair.tuple_size() != 2 {
                return Err(Stop::Fallback("a GraphDef of an unknown form"));
            }
            let (key, attribute) = (pair.tuple_get(0)?.own(), pair.tuple_get(1)?.own());
            let key = if matches!(here.form, Form::Graph) { name_of(key)? } else { key };
            if attribute.is_exactly(&self.flax.static_attribute) {
                here.attributes.push((key, Some(attribute.get(&self.flax.names.value)?)));
            } else if attribute.is_exactly(self.flax.leaf_attribute.class()) {
                self.plan.leaves += 1;
                self.plan.steps.push(Make::Leaf);
                here.attributes.push((key, None));
            } else if attribute.is_exactly(self.flax.node_attribute.class()) {
                here.attributes.push((key, None));
                open = self.node()?;
            } else {
                return Err(Stop::Fallback("a GraphDef of an unknown form"));
            }
            above.push(here);
        }
        Ok(())
    }

    /// A GraphDef of tree mode: a pytree as JAX takes it apart, with Variables as leaves.
    fn read_tree(&mut self) -> Step<()> {
        let names = &self.flax.names;
        let tree = self.nodes.take()?;
        let (treedef, places) = (tree.get(&names.treedef)?, tree.get(&names.path_index)?);
        if !places.is_tuple() {
            return Err(Stop::Fallback("a GraphDef of an unknown form"));
        }
        let count = places.tuple_size();
        let (mut order, mut attributes) = (vec![usize::MAX; count], Vec::with_capacity(count));
        for leaf in 0..count {
            let place = places.tuple_get(leaf)?.own();
            if !place.is_tuple() || place.tuple_size() != 2 {
                return Err(Stop::Fallback("a GraphDef of an unknown form"));
            }
            match usize::try_from(place.tuple_get(1)?.to_isize()?).ok().and_then(|original| order.get_mut(original)) {
                Some(original) if *original == usize::MAX => *original = leaf,
                _ => return Err(Stop::Fallback("a GraphDef of an unknown form")),
            }
            attributes.push((place.tuple_get(0)?.own(), None));
        }
        let mut def = self.tree_variable()?;
        for leaf in 0..count {
            match def.take() {
                Some((index, class, metadata)) if index == leaf as isize => {
                    self.plan.variables += 1;
                    self.plan.steps.push(Make::Variable { class, outer: None, metadata });
                    def = self.tree_variable()?;
                }
                other => {
                    self.plan.steps.push(Make::Leaf);
                    def = other;
                }
            }
        }
        self.plan.leaves = count;
        self.plan.is_tree = true;
        let attributes = attributes.into_boxed_slice();
        let unflatten = treedef.get(&names.unflatten)?;
        self.plan.steps.push(Make::Pytree { unflatten, attributes, order: order.into() });
        Ok(())
    }

    /// The next Variable of a tree: which leaf, its type and its metadata.
    fn tree_variable(&mut self) -> Step<Option<(isize, Object, Object)>> {
        if self.nodes.next >= self.nodes.list.list_size() {
            return Ok(None);
        }
        let def = self.nodes.take()?;
        if !def.is_exactly(&self.flax.variable_def) {
            return Err(Stop::Fallback("a GraphDef of an unknown form"));
        }
        let names = &self.flax.names;
        Ok(Some((def.get(&names.index)?.to_isize()?, def.get(&names.type_)?, self.metadata(&def)?)))
    }

    /// The dict of the metadata of a `VariableDef`.
    fn metadata(&self, def: &Borrowed) -> Step<Object> {
        let names = &self.flax.names;
        if !def.get(&names.array_refdef)?.is_none() {
            return Err(Stop::Fallback("a jax.Ref"));
        }
        let metadata = def.get(&names.node_metadata)?;
        if metadata.is_exactly(&self.flax.hashable_mapping) {
            let metadata = metadata.get(&names.mapping)?;
            if metadata.is_dict() {
                return Ok(metadata);
            }
        }
        Err(Stop::Fallback("a GraphDef of an unknown form"))
    }

    /// The next node; one with attributes is returned, to read these.
    fn node(&mut self) -> Step<Option<Open>> {
        let def = self.nodes.take()?;
        let (flax, names) = (self.flax, &self.flax.names);
        if def.is_exactly(&flax.node_ref) {
            let index = def.get(&names.index)?;
            self.plan.steps.push(match self.slots.get(&index.to_isize()?) {
                Some(&slot) => Make::Again(slot),
                None => Make::Known(index),
            });
            return Ok(None);
        }
        if def.is_exactly(&flax.variable_def) {
            let metadata = self.metadata(&def)?;
            let outer = self.outer(&def)?;
            self.register(def.get(&names.index)?, false)?;
            self.plan.leaves += 1;
            self.plan.variables += 1;
            self.plan.steps.push(Make::Variable { class: def.get(&names.type_)?, outer, metadata });
            return Ok(None);
        }
        if !def.is_exactly(&flax.node_def) {
            return Err(Stop::Fallback("a jax.Ref"));
        }
        let (class, metadata) = (def.get(&names.type_)?, def.get(&names.node_metadata)?);
        let form = self.form(&class, &metadata)?;
        if matches!(form, Form::Graph) {
            let outer = self.outer(&def)?;
            self.register(def.get(&names.index)?, true)?;
            self.plan.steps.push(Make::Begin { class: class.clone(), outer });
        }
        let Ok(remaining) = usize::try_from(def.get(&names.num_attributes)?.to_isize()?) else {
            return Err(Stop::Fallback("a GraphDef of an unknown form"));
        };
        Ok(Some(Open { form, remaining, attributes: Vec::with_capacity(remaining.min(1024)) }))
    }

    fn outer(&mut self, def: &Borrowed) -> Step<Option<Object>> {
        let outer = def.get(&self.flax.names.outer_index)?;
        if outer.is_none() {
            return Ok(None);
        }
        self.plan.has_outer = true;
        Ok(Some(outer))
    }

    fn register(&mut self, index: Object, is_graph: bool) -> Step<()> {
        if !index.is_int() {
            return Err(Stop::Fallback("a GraphDef of an unknown form"));
        }
        let before = self.slots.insert(index.to_isize()?, self.plan.indices.len());
        if is_graph && before.is_some() {
            return Err(Stop::Fallback("an index twice in a GraphDef"));
        }
        self.plan.indices.push(index);
        Ok(())
    }

    /// How `get_node_impl_for_type` says that a node of this type is made.
    fn form(&mut self, class: &Borrowed, metadata: &Object) -> Step<Form> {
        let flax = self.flax;
        if class.is(&flax.generic_pytree) {
            return Ok(Form::Generic(metadata.clone()));
        }
        if let Some(entry) = flax.pytree_registry.dict_get(class)? {
            let entry = entry.own();
            let Some(form) = flax.builtin_entries.iter().position(|builtin| builtin.is(&entry)) else {
                return Err(Stop::Fallback("a pytree type that a user registered"));
            };
            self.guard(class, entry, false);
            return Ok([Form::List, Form::Tuple, Form::Dict, Form::State, Form::None][form].clone());
        }
        let Some(entry) = flax.graph_registry.dict_get(class)? else {
            return Err(Stop::Fallback("a type that is not registered"));
        };
        let (entry, names) = (entry.own(), &flax.names);
        let own = [(&names.create_empty, &flax.create_empty), (&names.init, &flax.init), (&names.clear, &flax.clear)];
        for (name, function) in own {
            if !entry.get(name)?.is(function) {
                return Err(Stop::Fallback("a node type with functions of its own"));
            }
        }
        if !entry.is_exactly(&flax.graph_node_impl) || !metadata.is(class) || !class.is_type() {
            return Err(Stop::Fallback("a node type with functions of its own"));
        }
        self.guard(class, entry, true);
        Ok(Form::Graph)
    }

    fn guard(&mut self, class: &Borrowed, entry: Object, is_graph: bool) {
        if !self.plan.guards.iter().any(|guard| guard.class.is(class)) {
            self.plan.guards.push(Guard { class: class.own(), entry, is_graph });
        }
    }

    fn close(&mut self, node: Open) -> Step<()> {
        let attributes = node.attributes.into_boxed_slice();
        let step = match node.form {
            Form::Graph => Make::End(attributes),
            Form::List => Make::List(attributes),
            Form::Tuple => Make::Tuple(attributes),
            Form::Dict => Make::Dict(attributes),
            Form::State => Make::State(attributes),
            Form::None => Make::None,
            Form::Generic(metadata) => self.generic(&metadata, attributes)?,
        };
        self.plan.steps.push(step);
        Ok(())
    }

    /// `_unflatten_pytree`: the children in JAX's order, then JAX's own function.
    fn generic(&self, metadata: &Borrowed, attributes: Attributes) -> Step<Make> {
        let (flax, names) = (self.flax, &self.flax.names);
        if !metadata.is_exactly(&flax.indexes_pytree_def) {
            return Err(Stop::Fallback("a GraphDef of an unknown form"));
        }
        let positions = metadata.get(&names.key_index)?.get(&names.mapping)?;
        let treedef = metadata.get(&names.treedef)?;
        if attributes.is_empty()
            && let node = treedef.get(&names.node_data)?.call(&[])?
            && node.is_tuple()
            && node.tuple_size() == 2
            && node.tuple_get(0)?.is(&flax.pytree_state)
            && let status = node.tuple_get(1)?.own()
            && status.is_tuple()
            && status.tuple_size() == 2
        {
            let (initializing, is_setup) = (status.tuple_get(0)?.own(), status.tuple_get(1)?.own());
            return Ok(Make::PytreeState { initializing, is_setup });
        }
        let mut order = Vec::with_capacity(attributes.len());
        for (place, (key, _)) in attributes.iter().enumerate() {
            match positions.dict_get(key)? {
                Some(position) => order.push((position.to_isize()?, place)),
                None => return Err(Stop::Fallback("a GraphDef of an unknown form")),
            }
        }
        order.sort_unstable();
        let order = order.into_iter().map(|(_, place)| place).collect();
        Ok(Make::Pytree { unflatten: treedef.get(&names.unflatten)?, attributes, order })
    }
}

/// The name of the attribute for a key, as the interpreter has it.
fn name_of(key: Object) -> Step<Object> {
    if key.is_str() {
        Ok(key)
    } else if key.is_int() {
        Ok(Object::interned(&key.to_isize()?.to_string())?)
    } else {
        Err(Stop::Fallback("an attribute whose key is neither text nor a number"))
    }
}

/// The plans of the GraphDefs that were used last.
pub(super) struct Plans {
    plans: HashMap<usize, (u64, Rc<Plan>)>,
    /// Counts the uses.
    clock: u64,
}

/// More plans than that are not kept.
const KEPT: usize = 64;

impl Plans {
    pub(super) fn new() -> Plans {
        Plans { plans: HashMap::new(), clock: 0 }
    }

    /// The plan of a GraphDef.
    pub(super) fn of(&mut self, flax: &Flax, graphdef: &Borrowed) -> Step<Rc<Plan>> {
        let address = graphdef.as_ptr() as usize;
        self.clock += 1;
        if let Some((used, plan)) = self.plans.get_mut(&address) {
            *used = self.clock;
            let plan = plan.clone();
            if plan.holds(flax)? {
                return Ok(plan);
            }
            drop(self.plans.remove(&address));
        }
        if !graphdef.is_exactly(&flax.graphdef) {
            return Err(Stop::Fallback("no GraphDef"));
        }
        let plan = Rc::new(Plan::read(flax, graphdef)?);
        debug_assert!(plan.graphdef.is(graphdef));
        if self.plans.len() >= KEPT {
            let oldest = self.plans.iter().min_by_key(|(_, (used, _))| *used).map(|(address, _)| *address);
            // Dropping a plan may run Python code, which finds the table whole.
            drop(oldest.and_then(|address| self.plans.remove(&address)));
        }
        self.plans.insert(address, (self.clock, plan.clone()));
        Ok(plan)
    }
}
