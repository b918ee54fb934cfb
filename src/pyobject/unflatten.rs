//! Makes the objects that a GraphDef tells of, from leaves in its order: what Flax's `unflatten` does.
//!
//! First everything is looked at and nothing is changed: which leaf goes where, which objects from outside are used
//! again, whether they may be written. Then the steps of the plan run, in the order in which Flax takes them, so that
//! an exception on the way leaves objects from outside as Flax would.

use std::rc::Rc;
use std::slice;

use super::flax::Flax;
use super::module::{Answer, Step, Stop};
use super::native;
use super::object::{Borrowed, Object, PyResult};
use super::plan::{Attributes, Make, Plan};
use super::trace::Trace;
use super::variable::{Variables, Write, is_written_twice};

/// How objects are made.
#[derive(Clone, Copy)]
pub(super) struct Options<'a> {
    /// The objects that were made before, by index, to which the new ones are added.
    pub(super) index_ref: Option<&'a Borrowed>,
    /// The objects from outside, by outer index, that are used again.
    pub(super) outer: Option<&'a Borrowed>,
    /// Variables among the leaves are copied.
    pub(super) copy: bool,
    /// Leaves that are no Variables become Variables where the GraphDef has one.
    pub(super) recreate: bool,
}

/// `flax.nnx.graphlib.unflatten(graphdef, leaves, …)`, with the leaves as a list.
pub(super) fn unflatten([graphdef, leaves, index_ref, outer, copy, recreate]: [&Borrowed; 6]) -> Answer {
    let mut native = native::enter()?;
    let (mut variables, plans) = native.variables();
    let plan = plans.of(variables.flax, graphdef)?;
    if !leaves.is_list() {
        return Err(Stop::Fallback("leaves that are no list"));
    }
    let leaves = list_items(leaves)?;
    let given = |map: &'_ Borrowed| if map.is_none() { None } else { Some(map.as_ptr()) };
    // SAFETY: the caller owns both maps for the length of the call.
    let [index_ref, outer] =
        [given(index_ref), given(outer)].map(|map| map.map(|map| unsafe { Borrowed::from_ptr(map) }));
    let options = Options { index_ref, outer, copy: copy.truth()?, recreate: recreate.truth()? };
    build(&mut variables, &plan, &leaves, options)
}

/// References to the items of a list.
pub(super) fn list_items(list: &Borrowed) -> PyResult<Vec<Object>> {
    (0..list.list_size()).map(|index| Ok(list.list_get(index)?.own())).collect()
}

/// Makes the objects of a plan.
pub(super) fn build(variables: &mut Variables<'_>, plan: &Rc<Plan>, leaves: &[Object], options: Options<'_>) -> Answer {
    if leaves.len() != plan.leaves {
        return Err(Stop::Fallback("another number of leaves than the GraphDef has"));
    }
    for map in [options.index_ref, options.outer].into_iter().flatten() {
        if !map.is_exactly(&variables.flax.index_map) && !map.is_dict() {
            return Err(Stop::Fallback("an index map of an unknown type"));
        }
    }
    let prepared = prepare(variables, plan, leaves, options)?;
    let trace = variables.trace()?;
    let writes = prepared.writes;
    let mut builder = Builder {
        flax: variables.flax,
        trace,
        prepared,
        made: Vec::with_capacity(plan.steps.len()),
        begun: Vec::new(),
        registered: Vec::with_capacity(plan.indices.len()),
    };
    let result = builder.run(plan, leaves).and_then(|root| {
        if let Some(index_ref) = options.index_ref {
            for (index, object) in plan.indices.iter().zip(&builder.registered) {
                index_ref.dict_set(index, object)?;
            }
        }
        Ok(root)
    });
    // Where nothing but new objects were touched, Flax may do it all again.
    result.map_err(|raised| if writes { Stop::Propagate(raised) } else { Stop::Raised(raised) })
}

/// What was found before anything is changed, in the order of the steps.
struct Prepared {
    /// The Variables.
    variables: Vec<Taken>,
    /// The objects from outside that are used again.
    objects: Vec<Option<Object>>,
    /// What stands under indices from before.
    known: Vec<Object>,
    /// Whether anything from outside is written.
    writes: bool,
}

enum Taken {
    /// This very one.
    As(Object),
    /// One from outside, which is written.
    Written(Write),
}

fn prepare(variables: &mut Variables<'_>, plan: &Plan, leaves: &[Object], options: Options<'_>) -> Step<Prepared> {
    let mut prepared = Prepared {
        variables: Vec::with_capacity(plan.variables),
        objects: Vec::new(),
        known: Vec::new(),
        writes: false,
    };
    if let Some(index_ref) = options.index_ref
        && index_ref.dict_size() > 0
    {
        for index in &plan.indices {
            // Flax refuses this for objects, and for Variables takes the newer.
            if index_ref.dict_get(index)?.is_some() {
                return Err(Stop::Fallback("an index that is used already"));
            }
        }
    }
    let outer = if plan.has_outer { options.outer } else { None };
    let mut leaves = leaves.iter();
    for step in &plan.steps {
        match step {
            Make::Leaf => drop(leaves.next()),
            Make::Variable { class, outer: index, metadata } => {
                let Some(leaf) = leaves.next() else { return Err(Stop::Fallback("too few leaves")) };
                let taken = match from_outside(outer, index.as_ref())? {
                    None => Taken::As(take(variables, class, metadata, leaf, options, plan.is_tree)?),
                    Some(variable) => {
                        if !variables.is_variable(&variable)? {
                            return Err(Stop::Fallback("no Variable where one was"));
                        }
                        if options.copy && variables.is_variable(leaf)? {
                            // What is written is the same, as long as a copy is possible.
                            variables.expect_copy(leaf)?;
                        }
                        prepared.writes = true;
                        Taken::Written(variables.write(&variable, leaf)?)
                    }
                };
                prepared.variables.push(taken);
            }
            Make::Begin { class, outer: index } if outer.is_some() => {
                let found = from_outside(outer, index.as_ref())?;
                if let Some(object) = &found {
                    if !object.is_exactly(class) {
                        return Err(Stop::Fallback("an object of another type from outside"));
                    }
                    prepared.writes = true;
                }
                prepared.objects.push(found);
            }
            Make::Known(index) => match options.index_ref.map(|known| known.dict_get(index)).transpose()?.flatten() {
                Some(object) => prepared.known.push(object.own()),
                None => return Err(Stop::Fallback("an index that is not known")),
            },
            _ => (),
        }
    }
    let variables = prepared.variables.iter();
    let written = variables.filter_map(|taken| if let Taken::Written(write) = taken { Some(write) } else { None });
    if prepared.writes && is_written_twice(written) {
        return Err(Stop::Fallback("a Variable from outside twice"));
    }
    Ok(prepared)
}

fn from_outside(outer: Option<&Borrowed>, index: Option<&Object>) -> PyResult<Option<Object>> {
    match (outer, index) {
        (Some(outer), Some(index)) => Ok(outer.dict_get(index)?.map(Borrowed::own)),
        _ => Ok(None),
    }
}

/// The Variable for a leaf: the leaf itself, a copy, or a new one around it.
fn take(
    variables: &mut Variables<'_>,
    class: &Borrowed,
    metadata: &Borrowed,
    leaf: &Object,
    options: Options<'_>,
    is_tree: bool,
) -> Step<Object> {
    if variables.is_variable(leaf)? {
        if options.copy { variables.copy(leaf) } else { Ok(leaf.clone()) }
    } else if options.recreate || is_tree {
        variables.make(class, leaf, metadata.dict_copy()?)
    } else {
        Ok(leaf.clone())
    }
}

struct Builder<'a> {
    flax: &'a Flax,
    trace: Trace,
    prepared: Prepared,
    /// What was made and not used yet.
    made: Vec<Object>,
    begun: Vec<Object>,
    registered: Vec<Object>,
}

impl Builder<'_> {
    fn run(&mut self, plan: &Plan, leaves: &[Object]) -> PyResult<Object> {
        let mut leaves = leaves.iter();
        let mut objects = std::mem::take(&mut self.prepared.objects).into_iter();
        let mut variables = std::mem::take(&mut self.prepared.variables).into_iter();
        let mut known = std::mem::take(&mut self.prepared.known).into_iter();
        for step in &plan.steps {
            let object = match step {
                Make::Begin { class, .. } => {
                    let object = match objects.next().flatten() {
                        None => self.flax.new_instance(class)?,
                        Some(object) => {
                            object.dict()?.dict_clear();
                            object
                        }
                    };
                    self.registered.push(object.clone());
                    self.begun.push(object);
                    continue;
                }
                Make::End(attributes) => {
                    let object = self.begun.pop().expect("a plan ends what it began");
                    let first = self.made.len() - dynamic(attributes);
                    for (name, value) in values(attributes, self.made[first..].iter()) {
                        object.set_plainly(name, value)?;
                    }
                    self.made.truncate(first);
                    object
                }
                Make::Variable { .. } => {
                    leaves.next();
                    let variable = match variables.next().expect("there are as many as the plan has") {
                        Taken::As(variable) => variable,
                        Taken::Written(write) => {
                            write.apply(self.flax)?;
                            write.variable
                        }
                    };
                    self.registered.push(variable.clone());
                    variable
                }
                Make::Leaf => leaves.next().expect("there are as many as the plan has").clone(),
                Make::Again(slot) => self.registered[*slot].clone(),
                Make::Known(_) => known.next().expect("there are as many as the plan has"),
                Make::List(attributes) => self.collect(attributes, |items| Object::list(items))?,
                Make::Tuple(attributes) => self.collect(attributes, |items| Object::tuple(items))?,
                Make::Dict(attributes) => self.dict(attributes)?,
                Make::State(attributes) => {
                    let dict = self.dict(attributes)?;
                    self.flax.new_state(&dict)?
                }
                Make::None => Object::none(),
                Make::PytreeState { initializing, is_setup } => {
                    let state = self.flax.new_instance(&self.flax.pytree_state)?;
                    self.flax.pytree_trace_state.set(&state, self.trace.state())?;
                    self.flax.initializing.set(&state, initializing)?;
                    self.flax.is_setup.set(&state, is_setup)?;
                    state
                }
                Make::Pytree { unflatten, attributes, order } => {
                    let items = self.collect(attributes, |items| Object::list(items))?;
                    let ordered = order.iter().map(|&place| Ok(items.list_get(place)?.own()));
                    let ordered = ordered.collect::<PyResult<Vec<_>>>()?;
                    unflatten.call(&[&*Object::list(ordered.into_iter())?])?
                }
            };
            self.made.push(object);
        }
        Ok(self.made.pop().expect("a plan makes its root last"))
    }

    /// The values of the attributes in their order, put together by `make`.
    fn collect(
        &mut self,
        attributes: &Attributes,
        make: impl FnOnce(&mut dyn ExactSizeIterator<Item = Object>) -> PyResult<Object>,
    ) -> PyResult<Object> {
        let first = self.made.len() - dynamic(attributes);
        let object = make(&mut values(attributes, self.made[first..].iter()).map(|(_, value)| value.own()));
        self.made.truncate(first);
        object
    }

    fn dict(&mut self, attributes: &Attributes) -> PyResult<Object> {
        let first = self.made.len() - dynamic(attributes);
        let dict = Object::new_dict()?;
        for (key, value) in values(attributes, self.made[first..].iter()) {
            dict.dict_set(key, value)?;
        }
        self.made.truncate(first);
        Ok(dict)
    }
}

/// The number of attributes that are not static.
fn dynamic(attributes: &Attributes) -> usize {
    attributes.iter().filter(|(_, value)| value.is_none()).count()
}

/// The attributes with their values: static ones have their own, the others take one of `made` each.
fn values<'a>(
    attributes: &'a Attributes,
    mut made: slice::Iter<'a, Object>,
) -> impl ExactSizeIterator<Item = (&'a Object, &'a Object)> {
    attributes.iter().map(move |(key, value)| match value {
        Some(value) => (key, value),
        None => (key, made.next().expect("a plan has made all attributes")),
    })
}
