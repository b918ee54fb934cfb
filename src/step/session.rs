//! A Session: a state that is held in one place, and the steps that run over it.

use std::any::Any;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::batch::{Repeated, of_run, stack};
use super::executor::Device;
use super::fit::Fit;
use super::layout::StateLayout;
use super::memory::{OutputMemory, StateMemory, detached, range};
use super::step::{Results, Step, is_of};
use crate::error::{Error, Result};
use crate::graph::{GraphDef, Leaf, Node, Path, State, UpdateOptions};
use crate::program::TensorType;
use crate::tensor::Tensor;
use crate::trace::together;

/// How a Session runs its steps.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionOptions {
    /// Where the state is held and the steps run.
    pub device: Device,
    /// A float that is not finite, among what a step computes, is an error, and the state stays as before.
    pub check_finite: bool,
}

/// What a Session has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionReport {
    /// The different steps that ran.
    pub steps: usize,
    /// The leaves of the state.
    pub leaves: usize,
    /// Their bytes.
    pub nbytes: usize,
    /// The runs, evaluations among them; `run_many` counts each.
    pub runs: u64,
    /// The time they took.
    pub time: Duration,
}

/// A state that is held in one place, and any number of steps that run over it: those that take its leaves. One call
/// runs at a time, others wait.
///
/// What [`Session::state`] and the results give never changes afterwards.
pub struct Session {
    graphdef: GraphDef,
    options: SessionOptions,
    /// Made when it is asked for.
    layout: OnceLock<StateLayout>,
    held: Mutex<Held>,
}

struct Held {
    /// The paths and types of the leaves; their values, unless they lie in memory of the caller.
    state: State,
    memory: Option<StateMemory>,
    inputs: HashMap<usize, Tensor>,
    outputs: HashMap<usize, OutputMemory>,
    /// How each step that ran goes with the state.
    fits: HashMap<u64, Fit>,
    runs: u64,
    time: Duration,
}

/// What a run computed: leaves that are to be held, and what is given.
struct Computed {
    leaves: Option<Vec<Leaf>>,
    results: Results,
}

impl Session {
    /// A Session that holds this state of a structure; the leaves may come in several States.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when they are not the leaves of the structure.
    pub fn new(graphdef: &GraphDef, states: &[State], options: SessionOptions) -> Result<Session> {
        let state = State::merge(states)?;
        let wanted = State::without_values(graphdef);
        let state = if state.has_leaves_of(&wanted) {
            State::whole(graphdef, state.values().to_vec())?
        } else {
            // Merging says by path what is missing and what is too much.
            crate::graph::merge(graphdef, states)?.split_whole()?.1
        };
        let held = Held {
            state,
            memory: None,
            inputs: HashMap::new(),
            outputs: HashMap::new(),
            fits: HashMap::new(),
            runs: 0,
            time: Duration::ZERO,
        };
        Ok(Session { graphdef: graphdef.clone(), options, layout: OnceLock::new(), held: Mutex::new(held) })
    }

    /// A Session that holds the state of these objects as it is now. The steps of a jit that is called with them run
    /// over it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a value node that has an owner already.
    pub fn of_objects(objects: &[Node], options: SessionOptions) -> Result<Session> {
        let (graphdef, state) = together(objects)?.split_whole()?;
        Session::new(&graphdef, &[state], options)
    }

    /// The structure whose state it holds.
    pub fn graphdef(&self) -> &GraphDef {
        &self.graphdef
    }

    /// Runs a step over the state, which is changed when it succeeds. An input that is nothing, or
    /// is not there, is the one that is bound.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the step takes other leaves or inputs, `FAILED_PRECONDITION` when it changes the
    /// structure, `NON_FINITE` where that is asked for, and what the executor answers. After an error the state is as
    /// before.
    pub fn run(&self, step: &Step, inputs: &[Option<Tensor>]) -> Result<Results> {
        self.change(|held| {
            let inputs = held.bound(step, inputs)?;
            let computed = held.compute(step, self.options, &inputs, None)?;
            held.finish(computed)
        })
    }

    /// As [`Session::run`], `count` times, as if by one call: all runs succeed, or the state is as before. An input has a
    /// first axis of `count`, of which each run takes its part, or is the same for all. What the runs give is put
    /// together along a new first axis.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub fn run_many(&self, step: &Step, count: usize, inputs: &[Option<Tensor>]) -> Result<Results> {
        self.change(|held| {
            let inputs = held.bound(step, inputs)?;
            if count == 0 {
                return Err(Error::invalid("`count` is 0; a step runs at least once"));
            }
            let types = &step.map().inputs;
            if inputs.len() != types.len() {
                step.check_inputs(&inputs)?;
            }
            let parts = inputs.into_iter().zip(types).enumerate();
            let parts = parts.map(|(index, (input, ty))| Repeated::of(input, ty, count, index));
            let parts = parts.collect::<Result<Vec<Repeated>>>()?;
            let mut all: Vec<Results> = Vec::new();
            all.try_reserve_exact(count).map_err(|_| {
                Error::out_of_memory("the results of the runs", count.saturating_mul(size_of::<Results>()))
            })?;
            let mut leaves = None;
            for run in 0..count {
                let inputs = parts.iter().map(|part| part.at(run)).collect::<Result<Vec<Tensor>>>()?;
                let computed = held.compute(step, self.options, &inputs, leaves.as_deref());
                let computed = computed.map_err(|error| of_run(&error, run, count))?;
                leaves = computed.leaves.or(leaves);
                all.push(computed.results);
            }
            held.finish(Computed { leaves, results: together_in_one(step, &all)? })
        })
    }

    /// What a run of the step would give. The state stays as it is.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub fn evaluate(&self, step: &Step, inputs: &[Option<Tensor>]) -> Result<Results> {
        self.change(|held| {
            let inputs = held.bound(step, inputs)?;
            let computed = held.compute(step, self.options, &inputs, None)?;
            held.finish(Computed { leaves: None, results: computed.results })
        })
    }

    /// The state as it is now.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when it lies in memory of the caller and there is none for a copy.
    pub fn state(&self) -> Result<State> {
        self.held.lock().snapshot()
    }

    /// Sets leaves, by path. They are arrays of the same dtypes and shapes.
    ///
    /// # Errors
    /// `NOT_FOUND` for a path that is not there, `INVALID_ARGUMENT` for another dtype or shape; nothing is set then.
    pub fn set_state(&self, state: &State) -> Result<()> {
        self.change(|held| {
            let mut changed = Vec::with_capacity(state.len());
            for (leaf, value) in state.values().iter().enumerate() {
                let path = state.path(leaf);
                changed.push((held.place(&path, value)?, value.clone()));
            }
            Ok(((), held.set(changed)?))
        })
    }

    /// The leaf at a path, as it is now.
    ///
    /// # Errors
    /// `NOT_FOUND` when there is none; as [`Session::state`].
    pub fn read(&self, path: &Path) -> Result<Leaf> {
        let held = self.held.lock();
        let leaf = held.find(path)?;
        held.leaf(leaf)
    }

    /// Sets the leaf at a path, to an array of the same dtype and shape.
    ///
    /// # Errors
    /// As [`Session::set_state`].
    pub fn write(&self, path: &Path, value: Leaf) -> Result<()> {
        self.change(|held| {
            let leaf = held.place(path, &value)?;
            Ok(((), held.set(vec![(leaf, value)])?))
        })
    }

    /// Writes the state into objects of its structure: those that it was made of, or others.
    ///
    /// # Errors
    /// As [`Node::update`].
    pub fn update(&self, objects: &[Node]) -> Result<()> {
        let state = self.state()?;
        together(objects)?.update(&[state], UpdateOptions::default())
    }

    /// Makes this array the input `index` of all runs that are given nothing in its place. It may lie in memory of the
    /// caller, who changes its bytes between runs. `None` ends that.
    pub fn bind_input(&self, index: usize, input: Option<Tensor>) {
        let mut held = self.held.lock();
        let old = match input {
            Some(input) => held.inputs.insert(index, input),
            None => held.inputs.remove(&index),
        };
        drop(held);
        drop(old);
    }

    /// Has the output `index` of all runs written to this place, too. `None` ends that.
    pub fn bind_output(&self, index: usize, output: Option<OutputMemory>) {
        let mut held = self.held.lock();
        let old = match output {
            Some(output) => held.outputs.insert(index, output),
            None => held.outputs.remove(&index),
        };
        drop(held);
        drop(old);
    }

    /// Where the leaves lie in one block of memory.
    ///
    /// # Errors
    /// As [`StateLayout::of`].
    pub fn layout(&self) -> Result<&StateLayout> {
        if let Some(layout) = self.layout.get() {
            return Ok(layout);
        }
        let layout = StateLayout::of(&self.held.lock().state)?;
        Ok(self.layout.get_or_init(|| layout))
    }

    /// Moves the state into a block of the caller's memory, laid out as [`Session::layout`] says. From then on the caller
    /// may read and write it there between calls.
    ///
    /// # Errors
    /// As [`Session::layout`], and `INVALID_ARGUMENT` when the block is too small or not aligned.
    ///
    /// # Safety
    /// Until `owner` is dropped, `nbytes` bytes at `data` are initialised and may be read and written from any thread,
    /// and nobody else writes them while a call of the Session runs.
    pub unsafe fn use_memory(&self, data: *mut u8, nbytes: usize, owner: impl Send + 'static) -> Result<()> {
        let owner: Box<dyn Any + Send> = Box::new(owner);
        let layout = self.layout()?.clone();
        self.change(|held| {
            let state = held.snapshot()?;
            // SAFETY: asked of the caller.
            let mut memory = unsafe { StateMemory::new(layout, data, nbytes, owner) }?;
            for (leaf, value) in state.values().iter().enumerate() {
                value.tensor().into_iter().for_each(|tensor| memory.write(leaf, tensor));
            }
            let old_state = std::mem::replace(&mut held.state, state.with_values(memory.views().to_vec())?);
            Ok(((), LetGo { leaves: Vec::new(), state: Some(old_state), memory: held.memory.replace(memory) }))
        })
    }

    /// What it has done so far.
    pub fn report(&self) -> SessionReport {
        let held = self.held.lock();
        SessionReport {
            steps: held.fits.len(),
            leaves: held.state.len(),
            nbytes: held.state.values().iter().map(Leaf::nbytes).sum(),
            runs: held.runs,
            time: held.time,
        }
    }

    /// Runs `f` on what is held, alone. What it lets go of is dropped when the lock is gone: that may run foreign code.
    fn change<R>(&self, f: impl FnOnce(&mut Held) -> Result<(R, LetGo)>) -> Result<R> {
        let mut held = self.held.lock();
        let result = f(&mut held);
        drop(held);
        result.map(|(answer, _)| answer)
    }
}

/// What is no longer held.
#[derive(Default)]
#[expect(dead_code, reason = "held for its drop")]
struct LetGo {
    leaves: Vec<Leaf>,
    state: Option<State>,
    memory: Option<StateMemory>,
}

impl Held {
    /// The inputs of a run of this step, with those that are bound.
    fn bound(&self, step: &Step, inputs: &[Option<Tensor>]) -> Result<Vec<Tensor>> {
        let input = |index: usize| {
            let given = inputs.get(index).cloned().flatten();
            let bound = || Error::invalid(format!("`inputs[{index}]` is not given, and no memory is bound there"));
            given.or_else(|| self.inputs.get(&index).cloned()).ok_or_else(bound)
        };
        (0..inputs.len().max(step.map().inputs.len())).map(input).collect()
    }

    /// Runs a step over these leaves, or those that are held. Nothing changes but the counters.
    fn compute(
        &mut self,
        step: &Step,
        options: SessionOptions,
        inputs: &[Tensor],
        leaves: Option<&[Leaf]>,
    ) -> Result<Computed> {
        let fit = match self.fits.get(&step.id()) {
            Some(fit) => *fit,
            None => {
                let fit = Fit::of(step, &self.state)?;
                self.fits.insert(step.id(), fit);
                fit
            }
        };
        if step.device() != options.device {
            let (step, session) = (step.device().name(), options.device.name());
            return Err(Error::invalid(format!("the step is compiled for {step}, the Session is on {session}")));
        }
        let leaves = leaves.unwrap_or(self.state.values());
        step.check_leaves(&[leaves])?;
        step.check_inputs(inputs)?;
        let begin = Instant::now();
        let mut run = step.execute(&[leaves], inputs)?;
        self.runs += 1;
        self.time += begin.elapsed();
        if options.check_finite {
            step.check_finite(&run)?;
        }
        let changing = self.changing();
        let mut leaves = match fit {
            Fit::Objects => Some(run.leaves),
            Fit::State { back: true } => Some(run.results.states.remove(0).values().to_vec()),
            Fit::State { back: false } => None,
        };
        for (leaf, held) in leaves.iter_mut().flatten().zip(self.state.values()) {
            if !is_same(leaf, held) {
                detach(leaf, &changing)?;
            }
        }
        let mut results = run.results;
        for output in &mut results.outputs {
            *output = detached(output.clone(), &changing)?;
        }
        for state in &mut results.states {
            let mut values = state.values().to_vec();
            values.iter_mut().try_for_each(|value| detach(value, &changing))?;
            *state = state.with_values(values)?;
        }
        Ok(Computed { leaves, results })
    }

    /// The memory of the caller, whose bytes may change.
    fn changing(&self) -> Vec<Range<usize>> {
        self.memory.iter().map(StateMemory::range).chain(self.inputs.values().map(range)).collect()
    }

    /// Takes over what a run computed.
    fn finish(&mut self, computed: Computed) -> Result<(Results, LetGo)> {
        let Computed { leaves, results } = computed;
        for (index, output) in &self.outputs {
            results.outputs.get(*index).map_or(Ok(()), |result| output.check(*index, result))?;
        }
        let let_go = match leaves {
            Some(leaves) => self.set(leaves.into_iter().enumerate().collect())?,
            None => LetGo::default(),
        };
        for (index, output) in &mut self.outputs {
            results.outputs.get(*index).into_iter().for_each(|result| output.write(result));
        }
        Ok((results, let_go))
    }

    /// Sets leaves, which are of the right types.
    fn set(&mut self, leaves: Vec<(usize, Leaf)>) -> Result<LetGo> {
        if let Some(memory) = &mut self.memory {
            let changing = [memory.range()];
            let mut let_go = Vec::with_capacity(leaves.len());
            for (leaf, mut value) in leaves {
                // What did not change stays where it is; of the rest one may be what another one was.
                if !is_same(&value, &self.state.values()[leaf]) {
                    detach(&mut value, &changing)?;
                    let_go.push((leaf, value));
                }
            }
            for (leaf, value) in &let_go {
                value.tensor().into_iter().for_each(|tensor| memory.write(*leaf, tensor));
            }
            let leaves = let_go.into_iter().map(|(_, value)| value).collect();
            return Ok(LetGo { leaves, ..LetGo::default() });
        }
        let state = self.state.with_leaves(leaves);
        Ok(LetGo { state: Some(std::mem::replace(&mut self.state, state)), ..LetGo::default() })
    }

    /// The state, which stays as it is.
    fn snapshot(&self) -> Result<State> {
        if self.memory.is_none() {
            return Ok(self.state.clone());
        }
        self.state.with_values((0..self.state.len()).map(|leaf| self.leaf(leaf)).collect::<Result<_>>()?)
    }

    /// A leaf, which stays as it is.
    fn leaf(&self, leaf: usize) -> Result<Leaf> {
        match &self.state.values()[leaf] {
            Leaf::Tensor(tensor) if self.memory.is_some() => Ok(Leaf::Tensor(tensor.copied()?)),
            other => Ok(other.clone()),
        }
    }

    fn find(&self, path: &Path) -> Result<usize> {
        self.state.get(path)?;
        self.state.find(path).ok_or_else(|| Error::not_found("the state has no leaf here").at(path))
    }

    /// The number of the leaf at a path, which may be set to this value.
    fn place(&self, path: &Path, value: &Leaf) -> Result<usize> {
        let leaf = self.find(path)?;
        let held = &self.state.values()[leaf];
        let fits = match (held, value) {
            (Leaf::Tensor(held), Leaf::Tensor(tensor)) => is_of(tensor, &TensorType::of(held)),
            (Leaf::Opaque(_), Leaf::Opaque(_)) => true,
            _ => false,
        };
        match fits {
            true => Ok(leaf),
            false => Err(Error::invalid(format!("the Session holds {held} here, got {value}")).at(path)),
        }
    }
}

/// Whether both are the same array or opaque value.
fn is_same(a: &Leaf, b: &Leaf) -> bool {
    match (a, b) {
        (Leaf::Tensor(a), Leaf::Tensor(b)) => a.ptr_eq(b),
        (Leaf::Opaque(a), Leaf::Opaque(b)) => Arc::ptr_eq(a, b),
        _ => false,
    }
}

/// Gives a leaf a copy of its array when that lies in memory whose bytes may change.
fn detach(leaf: &mut Leaf, changing: &[Range<usize>]) -> Result<()> {
    if let Leaf::Tensor(tensor) = leaf {
        *tensor = detached(tensor.clone(), changing)?;
    }
    Ok(())
}

/// What several runs of a step gave, each array along a new first axis.
fn together_in_one(step: &Step, all: &[Results]) -> Result<Results> {
    let Some(first) = all.first() else { return Err(Error::invalid("there were no runs")) };
    let outputs = first.outputs.iter().enumerate();
    let outputs = outputs
        .map(|(place, output)| stack(all.iter().map(|results| &results.outputs[place]), &TensorType::of(output)));
    let outputs = outputs.collect::<Result<Vec<Tensor>>>()?;
    let states = first.states.iter().enumerate().map(|(place, state)| {
        let leaves = state.values().iter().enumerate().map(|(leaf, value)| match value {
            Leaf::Opaque(_) => Ok(value.clone()),
            Leaf::Tensor(tensor) => {
                let parts: Vec<&Tensor> =
                    all.iter().filter_map(|results| results.states[place].values()[leaf].tensor()).collect();
                stack(parts.into_iter(), &TensorType::of(tensor)).map(Leaf::Tensor)
            }
        });
        state.with_values(leaves.collect::<Result<_>>()?)
    });
    Ok(Results { step: step.id(), outputs, states: states.collect::<Result<_>>()? })
}
