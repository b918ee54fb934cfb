//! A function over objects, States and arrays, traced: the program it left, and where what it gives back comes from.
//!
//! The caller's own objects are traced: their Variables hold [`Value`]s while the function runs, and what they held
//! before when it is over, however it ends.

use std::collections::HashMap;
use std::sync::Arc;

use super::snapshot::Snapshot;
use super::structure::{StructureChange, nodes_by_index};
use super::trace::Trace;
use super::value::Value;
use crate::error::{Error, Result};
use crate::graph::{Attribute, ContainerKind, GraphDef, Key, Leaf, Node, Path, State, UpdateOptions};
use crate::program::{Attribute as ProgramAttribute, Function, Module, TensorType};

/// What a function is traced over.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    /// Objects, which the function may change.
    pub objects: &'a [Node],
    /// States.
    pub states: &'a [State],
    /// Arrays: their dtypes and shapes.
    pub inputs: &'a [TensorType],
}

/// What the function gets: its arguments, traced.
pub struct Scope {
    /// The trace.
    pub trace: Trace,
    /// The caller's objects, whose Variables hold traced values.
    pub objects: Vec<Node>,
    /// The States, whose leaves are traced values.
    pub states: Vec<State>,
    /// A value for each array.
    pub inputs: Vec<Value>,
}

/// What the function gives.
#[derive(Default)]
pub struct Outputs {
    /// Values.
    pub values: Vec<Value>,
    /// States; their leaves may be traced values or arrays.
    pub states: Vec<State>,
}

/// Where a leaf or an output of a call comes from.
#[derive(Clone)]
pub enum Source {
    /// A result of the program.
    Result(usize),
    /// A leaf of the arguments, unchanged: those of the objects first, then those of the States.
    Leaf(usize),
    /// An input, unchanged.
    Input(usize),
    /// Known since the function was traced: an opaque value that it put there.
    Known(Leaf),
}

/// A State that a function gives: its leaves, and where each comes from.
#[derive(Clone)]
pub struct StateSource {
    /// The State, without values.
    pub template: State,
    /// The source of each of its leaves.
    pub leaves: Vec<Source>,
}

/// A traced function.
pub struct TracedFunction {
    /// The program. Its `main` takes the leaves that are arrays, in their order, and then the inputs.
    pub module: Arc<Module>,
    /// The number of its trace.
    pub number: u32,
    /// The structure of the objects, in a tuple, before the function.
    pub graphdef: GraphDef,
    /// The structure of the objects after it.
    pub out_graphdef: GraphDef,
    /// What it changed in the structure.
    pub structure: Option<StructureChange>,
    /// The type of each leaf of the objects and then of the States; nothing for an opaque value, which goes past the
    /// program.
    pub leaves: Vec<Option<TensorType>>,
    /// How many of them are the objects'.
    pub num_object_leaves: usize,
    /// The States that it takes, without values.
    pub state_arguments: Vec<State>,
    /// The types of the inputs.
    pub inputs: Vec<TensorType>,
    /// Where each leaf of the objects comes from after the function.
    pub object_leaves: Vec<Source>,
    /// The States that it gives.
    pub states: Vec<StateSource>,
    /// The values that it gives.
    pub outputs: Vec<Source>,
}

/// The objects as one: a tuple of them, whose leaves have the paths `0/…`, `1/…`, as `split((model, optimizer))` gives.
///
/// # Errors
/// `INVALID_ARGUMENT` for a value node that has an owner already.
pub fn together(objects: &[Node]) -> Result<Node> {
    let tuple = Node::empty(None, ContainerKind::Tuple)?;
    for (index, object) in objects.iter().enumerate() {
        tuple.set(&Path::from(vec![Key::Int(index as i64)]), Attribute::Node(object.clone()))?;
    }
    Ok(tuple)
}

/// Runs a function once over traced arguments and gives the program that it leaves.
///
/// # Errors
/// What the function answers, unchanged; `INVALID_ARGUMENT` for a leaf that a program cannot take;
/// `FAILED_PRECONDITION` when the objects are being traced already, or the function changed a Variable that is not below
/// its arguments. Whatever happens, the objects are as before.
pub fn trace_function(
    arguments: Arguments,
    function: &mut dyn FnMut(&Scope) -> Result<Outputs>,
) -> Result<TracedFunction> {
    trace_below(&together(arguments.objects)?, arguments, function)
}

/// As [`trace_function`], where the objects are already [`together`] below `root`.
///
/// # Errors
/// As there.
pub fn trace_below(
    root: &Node,
    arguments: Arguments,
    function: &mut dyn FnMut(&Scope) -> Result<Outputs>,
) -> Result<TracedFunction> {
    let (graphdef, state) = root.split_whole()?;
    let before = nodes_by_index(root, &graphdef)?;
    let snapshot = Snapshot::take(root)?;
    let mut leaves = Vec::new();
    for state in std::iter::once(&state).chain(arguments.states) {
        for (leaf, value) in state.values().iter().enumerate() {
            leaves.push(leaf_type(value).map_err(|error| error.at(state.path(leaf)))?);
        }
    }
    let types: Vec<TensorType> = leaves.iter().flatten().chain(arguments.inputs).cloned().collect();
    let (trace, values) = Trace::new(&types);
    let mut values = values.into_iter();
    let mut traced = |state: &State| -> Result<State> {
        let leaf = |leaf: &Leaf| match leaf {
            Leaf::Tensor(_) => values.next().map_or_else(|| leaf.clone(), |value| value.to_leaf()),
            Leaf::Opaque(_) => leaf.clone(),
        };
        state.with_values(state.values().iter().map(leaf).collect())
    };
    let objects_state = traced(&state)?;
    let states = arguments.states.iter().map(&mut traced).collect::<Result<Vec<State>>>()?;
    let inputs: Vec<Value> = values.collect();
    trace.set_objects(root.clone());
    let mut untraced = Untraced { trace: &trace, snapshot: Some(snapshot) };
    let run = || -> Result<(GraphDef, State, Vec<Node>, Outputs)> {
        root.update(&[objects_state], UpdateOptions { allow_any_change: true, ..UpdateOptions::default() })?;
        let scope = Scope { trace: trace.clone(), objects: arguments.objects.to_vec(), states, inputs };
        let outputs = function(&scope)?;
        let (out_graphdef, out_state) = root.split_whole()?;
        let after = nodes_by_index(root, &out_graphdef)?;
        trace.check_written(&after)?;
        Ok((out_graphdef, out_state, after, outputs))
    };
    let outcome = run();
    let restored = untraced.restore();
    let (out_graphdef, out_state, after, outputs) = outcome?;
    restored?;
    let structure = match out_graphdef == graphdef {
        true => None,
        false => Some(StructureChange::between(&before, &after)?),
    };

    let mut sources = Sources { trace: &trace, results: Vec::new(), by_value: HashMap::new() };
    let object_leaves = sources.of_state(&out_state)?;
    let states = outputs.states.iter().map(|state| Ok((state, sources.of_state(state)?)));
    let states = states.collect::<Result<Vec<_>>>()?;
    let outputs = outputs.values.iter().map(|value| sources.of_value(value)).collect::<Result<Vec<Source>>>()?;
    let results = sources.results;

    let names = leaf_names(&state, arguments, &leaves);
    let function = trace.finish(&results)?;
    let arguments_of = Program::new(&leaves);
    // What is an argument unchanged is no result.
    let mut places = Vec::new();
    let resolved: Vec<Source> = (0..results.len())
        .map(|result| match function.unchanged(result) {
            Some(argument) => arguments_of.source(argument),
            None => {
                places.push(result);
                Source::Result(places.len() - 1)
            }
        })
        .collect();
    let resolve = |source: Source| match source {
        Source::Result(result) => resolved[result].clone(),
        other => other,
    };
    let mut function = function.with_results(&places)?;
    name_arguments(&mut function, &names);
    let mut module = Module::new();
    module.name = Some("step".to_owned());
    module.add(function)?;
    Ok(TracedFunction {
        module: Arc::new(module),
        number: trace.number(),
        structure,
        num_object_leaves: graphdef.num_leaves(),
        graphdef,
        out_graphdef,
        leaves,
        state_arguments: arguments.states.iter().map(State::emptied).collect(),
        inputs: arguments.inputs.to_vec(),
        object_leaves: object_leaves.into_iter().map(resolve).collect(),
        states: states
            .into_iter()
            .map(|(template, leaves)| StateSource {
                template: template.emptied(),
                leaves: leaves.into_iter().map(resolve).collect(),
            })
            .collect(),
        outputs: outputs.into_iter().map(resolve).collect(),
    })
}

/// Ends a trace and gives the objects back what they held, also when the function panics.
struct Untraced<'a> {
    trace: &'a Trace,
    /// Nothing once the objects are as before.
    snapshot: Option<Snapshot>,
}

impl Untraced<'_> {
    fn restore(&mut self) -> Result<()> {
        let Some(snapshot) = self.snapshot.take() else { return Ok(()) };
        let written = self.trace.restore_written();
        snapshot.restore().and(written)
    }
}

impl Drop for Untraced<'_> {
    fn drop(&mut self) {
        // The error or the panic that is under way says more than a second one would.
        let _ = self.restore();
        self.trace.abandon();
    }
}

/// What a leaf is to a program: an array of this type, or nothing.
fn leaf_type(leaf: &Leaf) -> Result<Option<TensorType>> {
    match leaf {
        Leaf::Tensor(tensor) => Ok(Some(TensorType::of(tensor))),
        Leaf::Opaque(_) => match Value::of_leaf(leaf) {
            Some(value) if value.trace().is_over() => Err(Error::precondition(
                "this leaf is a value of a trace that is over: a traced function put it into an object that was not among \
                 its arguments. Set the leaf anew, and make the object an argument of that function",
            )),
            Some(_) => Err(Error::precondition(
                "this leaf is being traced already; inside a traced function call the other function itself",
            )),
            None => Ok(None),
        },
    }
}

/// Which leaf or input each argument of a program is.
struct Program {
    sources: Vec<Source>,
}

impl Program {
    fn new(leaves: &[Option<TensorType>]) -> Program {
        let arrays = leaves.iter().enumerate().filter(|(_, ty)| ty.is_some());
        Program { sources: arrays.map(|(leaf, _)| Source::Leaf(leaf)).collect() }
    }

    fn source(&self, argument: usize) -> Source {
        let input = || Source::Input(argument - self.sources.len());
        self.sources.get(argument).cloned().unwrap_or_else(input)
    }
}

/// The results of a program as they are asked for, each once.
struct Sources<'a> {
    trace: &'a Trace,
    results: Vec<Value>,
    by_value: HashMap<crate::program::ValueId, usize>,
}

impl Sources<'_> {
    fn of_value(&mut self, value: &Value) -> Result<Source> {
        let id = self.trace.id(value)?;
        let results = &mut self.results;
        let result = *self.by_value.entry(id).or_insert_with(|| {
            results.push(value.clone());
            results.len() - 1
        });
        Ok(Source::Result(result))
    }

    fn of_state(&mut self, state: &State) -> Result<Vec<Source>> {
        let source = |(leaf, value): (usize, &Leaf)| match value {
            Leaf::Opaque(_) if Value::of_leaf(value).is_none() => Ok(Source::Known(value.clone())),
            // An array that the function put there is a constant of the program.
            _ => {
                self.trace.leaf_value(value).and_then(|value| self.of_value(&value)).map_err(|e| e.at(state.path(leaf)))
            }
        };
        state.values().iter().enumerate().map(source).collect()
    }
}

/// What each argument of the program is called.
fn leaf_names(state: &State, arguments: Arguments, leaves: &[Option<TensorType>]) -> Vec<String> {
    let objects = (0..state.len()).map(|leaf| format!("objects/{}", state.path(leaf)));
    let states = arguments.states.iter().enumerate();
    let states = states
        .flat_map(|(place, state)| (0..state.len()).map(move |leaf| format!("states/{place}/{}", state.path(leaf))));
    let arrays = objects.chain(states).zip(leaves).filter(|(_, ty)| ty.is_some()).map(|(name, _)| name);
    arrays.chain((0..arguments.inputs.len()).map(|input| format!("inputs/{input}"))).collect()
}

fn name_arguments(function: &mut Function, names: &[String]) {
    for (attributes, name) in function.argument_attributes.iter_mut().zip(names) {
        attributes.insert("jax.arg_info", ProgramAttribute::String(name.clone()));
    }
}
