//! A step: a program, and what its arguments and results are to objects, States and arrays.

use std::any::Any;
use std::borrow::Cow;
use std::sync::{Arc, Weak};

use super::executor::{self, Device, Executor};
use super::finite;
use super::map::StepMap;
use crate::error::{Error, Result, Status};
use crate::graph::{GraphDef, Leaf, Path, State};
use crate::program::{Module, TensorType, Type};
use crate::tensor::Tensor;
use crate::trace::{Source, StructureChange, TracedFunction, new_number};

/// A compiled step: immutable, shared by cloning, and run by any number of threads at once.
#[derive(Clone)]
pub struct Step(Arc<Inner>);

struct Inner {
    id: u64,
    module: Arc<Module>,
    executor: Box<dyn Executor>,
    device: Device,
    graphdef: GraphDef,
    out_graphdef: GraphDef,
    structure: Option<StructureChange>,
    map: StepMap,
    /// The types of what the program gives.
    result_types: Vec<TensorType>,
}

/// What a run of a step gives besides the new leaves of its objects.
#[derive(Clone)]
pub struct Results {
    /// The step, see [`Step::id`].
    pub step: u64,
    /// Arrays; nothing where one was written to memory that a Session has bound for it.
    pub outputs: Vec<Option<Tensor>>,
    /// States.
    pub states: Vec<State>,
}

impl Results {
    /// One of the arrays.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there is no such one, `FAILED_PRECONDITION` when it was written to memory that is bound.
    pub fn output(&self, index: usize) -> Result<&Tensor> {
        let count = self.outputs.len();
        let missing = || Error::invalid(format!("`index` is {index}, but there are {count} arrays"));
        self.outputs.get(index).ok_or_else(missing)?.as_ref().ok_or_else(|| {
            Error::precondition(format!("output {index} was written to the memory that is bound for it; read it there"))
        })
    }
}

/// All that a run has computed, before anything is changed.
pub(super) struct Run {
    /// The leaves of the objects afterwards.
    pub(super) leaves: Vec<Leaf>,
    pub(super) results: Results,
}

impl Step {
    /// The step of a traced function.
    ///
    /// # Errors
    /// `UNIMPLEMENTED` for what the device cannot do.
    pub fn new(traced: TracedFunction, device: Device) -> Result<Step> {
        let (module, graphdef, out_graphdef) =
            (Arc::clone(&traced.module), traced.graphdef.clone(), traced.out_graphdef.clone());
        let (id, structure) = (u64::from(traced.number), traced.structure.clone());
        Step::compiled(id, module, "main", (graphdef, out_graphdef), structure, StepMap::of(traced)?, device)
    }

    /// A step of a program that was not traced here: its `main`, or its only public function, over the leaves of objects
    /// of this structure, which it does not change.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when program, GraphDef and map do not fit each other; as [`Module::entry`].
    pub fn from_program(module: Arc<Module>, graphdef: GraphDef, map: StepMap, device: Device) -> Result<Step> {
        Step::from_parts(module, (graphdef.clone(), graphdef), None, map, device)
    }

    /// As [`Step::from_program`], with the structures of the objects before and after it, and what it changes in them.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn from_parts(
        module: Arc<Module>,
        (graphdef, out_graphdef): (GraphDef, GraphDef),
        structure: Option<StructureChange>,
        map: StepMap,
        device: Device,
    ) -> Result<Step> {
        let function = module.entry()?;
        map.check(function, graphdef.num_leaves(), out_graphdef.num_leaves())?;
        let name = function.name.clone();
        Step::compiled(u64::from(new_number()), module, &name, (graphdef, out_graphdef), structure, map, device)
    }

    fn compiled(
        id: u64,
        module: Arc<Module>,
        function: &str,
        (graphdef, out_graphdef): (GraphDef, GraphDef),
        structure: Option<StructureChange>,
        map: StepMap,
        device: Device,
    ) -> Result<Step> {
        let executor = executor::compile(&module, function, &map.carried(), device)?;
        let types = module.function(function).into_iter().flat_map(|function| function.result_types());
        let result_types = types.filter_map(Type::as_tensor).cloned().collect();
        let inner = Inner { id, module, executor, device, graphdef, out_graphdef, structure, map, result_types };
        Ok(Step(Arc::new(inner)))
    }

    /// A number that no other step of this process has: that of the trace it was made of.
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// Something that is gone when the step is.
    pub(super) fn life(&self) -> Weak<dyn Any + Send + Sync> {
        let life: Weak<Inner> = Arc::downgrade(&self.0);
        life
    }

    /// The program.
    pub fn module(&self) -> &Arc<Module> {
        &self.0.module
    }

    /// Where it runs.
    pub fn device(&self) -> Device {
        self.0.device
    }

    /// The structure of its objects, in a tuple, before a run.
    pub fn graphdef(&self) -> &GraphDef {
        &self.0.graphdef
    }

    /// The structure of its objects after a run.
    pub fn out_graphdef(&self) -> &GraphDef {
        &self.0.out_graphdef
    }

    /// What it changes in the structure of its objects.
    pub fn structure(&self) -> Option<&StructureChange> {
        self.0.structure.as_ref()
    }

    /// What is what in its program.
    pub fn map(&self) -> &StepMap {
        &self.0.map
    }

    /// Runs the step over the leaves of its objects, matched by path, and gives those leaves as they are afterwards. With
    /// `check_finite`, a float that is not finite is an error.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when leaves, States or inputs are not those that the step takes, `NON_FINITE`, and what
    /// [`Executor::run`] answers.
    pub fn run(
        &self,
        leaves: &State,
        states: &[State],
        inputs: &[Tensor],
        check_finite: bool,
    ) -> Result<(State, Results)> {
        let map = self.map();
        let objects = in_order(leaves, &State::without_values(&self.0.graphdef), "the leaves of the objects")?;
        if states.len() != map.state_arguments.len() {
            let (takes, given) = (map.state_arguments.len(), states.len());
            return Err(Error::invalid(format!("the step takes {takes} States, {given} were given")));
        }
        let states = states.iter().zip(&map.state_arguments).enumerate();
        let states = states.map(|(place, (given, taken))| in_order(given, taken, &format!("State {place}")));
        let states = states.collect::<Result<Vec<Vec<Leaf>>>>()?;
        let lists: Vec<&[Leaf]> = std::iter::once(&objects).chain(&states).map(Vec::as_slice).collect();
        self.check_leaves(&lists)?;
        self.check_inputs(inputs)?;
        let run = self.execute(&lists, inputs, check_finite, 0)?;
        Ok((State::whole(&self.0.out_graphdef, run.leaves)?, run.results))
    }

    /// Runs the step. Leaves and inputs are known to be what it takes.
    pub(super) fn execute(
        &self,
        leaves: &[&[Leaf]],
        inputs: &[Tensor],
        check_finite: bool,
        num_threads: usize,
    ) -> Result<Run> {
        let map = self.map();
        let leaves: Vec<&Leaf> = leaves.iter().copied().flatten().collect();
        let arguments = leaves.iter().filter_map(|leaf| leaf.tensor()).chain(inputs);
        let arguments = arguments.map(Tensor::with_plain_bools).collect::<Result<Vec<Tensor>>>()?;
        let from: Vec<*const u8> = arguments.iter().map(|tensor| tensor.bytes().as_ptr()).collect();
        let mut values = Vec::with_capacity(self.0.result_types.len());
        let mut to = Vec::with_capacity(values.capacity());
        for ty in &self.0.result_types {
            let mut value = Tensor::zeros(ty.dtype, ty.dims())?;
            to.push(value.bytes_mut()?.as_mut_ptr());
            values.push(Some(value));
        }
        // SAFETY: arrays are aligned and of the types of the program; those of the results are new.
        unsafe { self.0.executor.run(&from, &to, num_threads) }?;
        if check_finite {
            self.check_finite(&|result| values[result].as_ref())?;
        }
        let leaf = |source: &Source| -> Result<Leaf> {
            match source {
                Source::Result(result) => values.get(*result).cloned().flatten().map(Leaf::Tensor),
                Source::Leaf(leaf) => leaves.get(*leaf).map(|leaf| Leaf::clone(leaf)),
                Source::Input(input) => inputs.get(*input).cloned().map(Leaf::Tensor),
                Source::Known(leaf) => Some(leaf.clone()),
            }
            .ok_or_else(|| Error::new(Status::Internal, "a step gives what its program does not have"))
        };
        let list = |sources: &[Source]| sources.iter().map(leaf).collect::<Result<Vec<Leaf>>>();
        let states = map.states.iter().map(|state| state.template.with_values(list(&state.leaves)?));
        let outputs = map.outputs.iter().map(|output| Ok(leaf(output)?.tensor().cloned()));
        let states = states.collect::<Result<_>>()?;
        let results = Results { step: self.0.id, outputs: outputs.collect::<Result<_>>()?, states };
        Ok(Run { leaves: list(&map.object_leaves)?, results })
    }

    /// An error when a float that a run computed is not finite, with its place. The value of each result of the program is
    /// asked for; one that is not there is not looked at.
    pub(super) fn check_finite<'v>(&self, value: &dyn Fn(usize) -> Option<&'v Tensor>) -> Result<()> {
        let map = self.map();
        let check = |source: &Source, place: &dyn Fn() -> String| match source {
            Source::Result(result) => {
                value(*result).into_iter().try_for_each(finite::check).map_err(|error| error.at(place()))
            }
            Source::Leaf(_) | Source::Input(_) | Source::Known(_) => Ok(()),
        };
        for (place, source) in map.outputs.iter().enumerate() {
            check(source, &|| format!("outputs/{place}"))?;
        }
        for (leaf, source) in map.object_leaves.iter().enumerate() {
            check(source, &|| self.0.out_graphdef.leaf_path(leaf).to_string())?;
        }
        for (place, state) in map.states.iter().enumerate() {
            for (leaf, source) in state.leaves.iter().enumerate() {
                check(source, &|| format!("states/{place}/{}", state.template.path(leaf)))?;
            }
        }
        Ok(())
    }

    /// What runs its program.
    pub(super) fn executor(&self) -> &dyn Executor {
        &*self.0.executor
    }

    /// The types of what its program gives.
    pub(super) fn result_types(&self) -> &[TensorType] {
        &self.0.result_types
    }

    /// The type of an array that it gives.
    pub(super) fn type_of<'s>(&'s self, source: &'s Source) -> Result<Cow<'s, TensorType>> {
        let found = match source {
            Source::Result(result) => self.0.result_types.get(*result).map(Cow::Borrowed),
            Source::Leaf(leaf) => self.map().leaves.get(*leaf).and_then(Option::as_ref).map(Cow::Borrowed),
            Source::Input(input) => self.map().inputs.get(*input).map(Cow::Borrowed),
            Source::Known(leaf) => leaf.tensor().map(|tensor| Cow::Owned(TensorType::of(tensor))),
        };
        found.ok_or_else(|| Error::new(Status::Internal, "an output of a step is no array"))
    }

    /// Whether leaves have the types that the step takes.
    pub(super) fn takes_leaves(&self, leaves: &[&[Leaf]]) -> bool {
        let expected = &self.map().leaves;
        let given = leaves.iter().copied().flatten();
        leaves.iter().map(|leaves| leaves.len()).sum::<usize>() == expected.len()
            && given.zip(expected).all(|(leaf, ty)| match (leaf, ty) {
                (Leaf::Tensor(tensor), Some(ty)) => is_of(tensor, ty),
                (Leaf::Opaque(_), None) => true,
                _ => false,
            })
    }

    /// Whether inputs have the types that the step takes.
    pub(super) fn takes_inputs(&self, inputs: &[Tensor]) -> bool {
        let expected = &self.map().inputs;
        inputs.len() == expected.len() && inputs.iter().zip(expected).all(|(input, ty)| is_of(input, ty))
    }

    /// An error unless the leaves have the types that the step takes.
    pub(super) fn check_leaves(&self, leaves: &[&[Leaf]]) -> Result<()> {
        if self.takes_leaves(leaves) {
            return Ok(());
        }
        let given = leaves.iter().copied().flatten();
        for (place, (leaf, ty)) in given.zip(&self.map().leaves).enumerate() {
            let fits = match (leaf, ty) {
                (Leaf::Tensor(tensor), Some(ty)) => is_of(tensor, ty),
                (Leaf::Opaque(_), None) => true,
                _ => false,
            };
            if !fits {
                let expected = ty.as_ref().map_or_else(|| "an opaque value".to_owned(), text);
                return Err(
                    Error::invalid(format!("the step takes {expected} here, got {leaf}")).at(self.leaf_path(place))
                );
            }
        }
        Err(Error::invalid("the step takes another number of leaves"))
    }

    /// An error unless the inputs are those that the step takes.
    pub(super) fn check_inputs(&self, inputs: &[Tensor]) -> Result<()> {
        let expected = &self.map().inputs;
        if inputs.len() != expected.len() {
            let list: Vec<String> = expected.iter().map(text).collect();
            return Err(Error::invalid(format!(
                "the step takes {} inputs ({}), {} were given",
                expected.len(),
                list.join(", "),
                inputs.len()
            )));
        }
        match inputs.iter().zip(expected).position(|(input, ty)| !is_of(input, ty)) {
            None => Ok(()),
            Some(place) => Err(Error::invalid(format!(
                "input {place} of the step is {}, got {}",
                text(&expected[place]),
                Leaf::Tensor(inputs[place].clone())
            ))),
        }
    }

    /// The path of a leaf among the leaves of the objects and then of the States.
    fn leaf_path(&self, mut leaf: usize) -> Path {
        let map = self.map();
        if leaf < map.num_object_leaves {
            return self.0.graphdef.leaf_path(leaf);
        }
        leaf -= map.num_object_leaves;
        for state in &map.state_arguments {
            if leaf < state.len() {
                return state.path(leaf);
            }
            leaf -= state.len();
        }
        Path::default()
    }
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let map = self.map();
        write!(
            f,
            "Step({}: {} leaves, {} inputs, {} outputs, {})",
            self.0.id,
            map.leaves.len(),
            map.inputs.len(),
            map.outputs.len(),
            self.0.device.name()
        )
    }
}

pub(super) fn is_of(tensor: &Tensor, ty: &TensorType) -> bool {
    tensor.dtype() == ty.dtype && tensor.shape() == ty.dims()
}

/// `float32[2,3]`.
pub(super) fn text(ty: &TensorType) -> String {
    format!("{}{}", ty.dtype, ty.shape)
}

/// The values of a State in the order of another one with the same paths.
fn in_order(given: &State, taken: &State, what: &str) -> Result<Vec<Leaf>> {
    if given.has_layout_of(taken) {
        return Ok(given.values().to_vec());
    }
    if given.len() != taken.len() {
        let (expected, found) = (taken.len(), given.len());
        return Err(Error::invalid(format!("{what}: the step takes {expected} leaves, {found} were given")));
    }
    let value = |leaf: usize| {
        let path = taken.path(leaf);
        let found = given
            .get(&path)
            .map_err(|_| Error::not_found(format!("{what}: the step takes a leaf here, and none was given")).at(&path));
        found.cloned()
    };
    (0..taken.len()).map(value).collect()
}
