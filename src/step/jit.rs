//! A function that is traced when it is called with something new, and otherwise run as the step that it became.
//!
//! What makes a call new is the structure of the objects, the types of their leaves, the leaves of the States, and the
//! types of the inputs. A call on an unchanged structure finds its step by identity: no attribute is walked, no string
//! hashed.

use std::sync::Arc;

use parking_lot::Mutex;

use super::executor::Device;
use super::roots::Roots;
use super::step::{Results, Step};
use crate::error::{Error, Result};
use crate::graph::{GraphDef, Leaf, Node, State, UpdateOptions};
use crate::program::TensorType;
use crate::tensor::Tensor;
use crate::trace::{Arguments, Outputs, Scope, trace_below};

/// A function that can be traced, on any thread.
pub type StepFunction = dyn Fn(&Scope) -> Result<Outputs> + Send + Sync;

/// How a function is compiled and run.
#[derive(Clone, Copy, Debug, Default)]
pub struct JitOptions {
    /// Where it runs.
    pub device: Device,
    /// A float that is not finite, among what a call computes, is an error, and the objects stay as before.
    pub check_finite: bool,
    /// On how many threads it runs at most; 0 is as many as the environment variable `NNX_NUM_THREADS` says, or else as the
    /// process may use at once. Results are the same.
    pub num_threads: usize,
}

/// A function and the steps that it became. Any number of threads may call it, on different objects.
pub struct Jit {
    function: Box<StepFunction>,
    options: JitOptions,
    steps: Mutex<Arc<Vec<Arc<Known>>>>,
    roots: Roots,
}

/// A step, and the structures that it was found to be for.
struct Known {
    step: Step,
    structures: Mutex<Vec<Structure>>,
}

/// Of the equal structures that one step is for, the most that are known by identity.
const STRUCTURES: usize = 8;

#[derive(Clone)]
struct Structure {
    graphdef: GraphDef,
    states: Vec<State>,
}

impl Structure {
    fn is(&self, graphdef: &GraphDef, states: &[State]) -> bool {
        self.graphdef.ptr_eq(graphdef)
            && self.states.len() == states.len()
            && self.states.iter().zip(states).all(|(known, state)| known.has_layout_of(state))
    }
}

/// The arguments of a call.
struct Call<'a> {
    root: Node,
    graphdef: GraphDef,
    state: State,
    states: &'a [State],
    inputs: &'a [Tensor],
}

impl Call<'_> {
    /// The leaves of the objects and then of the States.
    fn leaves(&self) -> Vec<&[Leaf]> {
        std::iter::once(self.state.values()).chain(self.states.iter().map(State::values)).collect()
    }
}

impl Jit {
    /// A function. It is first traced when it is first called.
    pub fn new(function: Box<StepFunction>, options: JitOptions) -> Jit {
        Jit { function, options, steps: Mutex::default(), roots: Roots::default() }
    }

    /// Steps of a function that is not here: a call that none of them fits is an error.
    pub(crate) fn of_steps(steps: Vec<Step>, options: JitOptions) -> Jit {
        let message = "none of the steps that were loaded fits this call: they take";
        let lists: Vec<String> = steps.iter().map(|step| format!("\n  {}", step.map().describe_arguments())).collect();
        let message = format!("{message}{}", lists.concat());
        let jit = Jit::new(Box::new(move |_| Err(Error::precondition(message.clone()))), options);
        let known = |step: Step| {
            step.graphdef().content_hash();
            Arc::new(Known { step, structures: Mutex::default() })
        };
        *jit.steps.lock() = Arc::new(steps.into_iter().map(known).collect());
        jit
    }

    /// The steps that the function became so far, in the order in which it did.
    pub fn steps(&self) -> Vec<Step> {
        self.steps.lock().iter().map(|known| known.step.clone()).collect()
    }

    /// Calls the function: what it does to the objects is done to them, and what it gives is given.
    ///
    /// # Errors
    /// When it is traced: what the function answers, unchanged, and what [`trace_function`](crate::trace::trace_function)
    /// does. `NON_FINITE` where that is asked for, and what the executor answers. After an error everything is as before.
    pub fn call(&self, objects: &[Node], states: &[State], inputs: &[Tensor]) -> Result<Results> {
        let (call, step) = self.find(objects, states, inputs)?;
        let run = step.execute(&call.leaves(), inputs, self.options.check_finite, self.options.num_threads)?;
        match step.structure() {
            Some(change) => change.apply(&call.root, &call.graphdef, step.out_graphdef(), run.leaves)?,
            None if run.leaves.is_empty() => (),
            None => {
                let options = UpdateOptions { allow_any_change: true, ..UpdateOptions::default() };
                call.root.update(&[State::whole(&call.graphdef, run.leaves)?], options)?;
            }
        }
        Ok(run.results)
    }

    /// The step that a call with these arguments would run. Of the inputs only the types count.
    ///
    /// # Errors
    /// As [`Jit::call`] when it is traced.
    pub fn step(&self, objects: &[Node], states: &[State], inputs: &[Tensor]) -> Result<Step> {
        Ok(self.find(objects, states, inputs)?.1)
    }

    /// The number of its steps.
    pub fn num_steps(&self) -> usize {
        self.steps.lock().len()
    }

    fn find<'a>(&self, objects: &[Node], states: &'a [State], inputs: &'a [Tensor]) -> Result<(Call<'a>, Step)> {
        let root = self.roots.of(objects)?;
        let (graphdef, state) = root.split_whole()?;
        let mut call = Call { root, graphdef, state, states, inputs };
        if let Some(step) = self.known(&call) {
            return Ok((call, step));
        }
        let step = self.trace(objects, &call)?;
        // Tracing may have changed the structure and restored it: then it is the same, and another GraphDef.
        (call.graphdef, call.state) = call.root.split_whole()?;
        let structure = Structure { graphdef: call.graphdef.clone(), states: emptied(states) };
        let known = Known { step: step.clone(), structures: Mutex::new(vec![structure]) };
        let mut steps = self.steps.lock();
        Arc::make_mut(&mut steps).push(Arc::new(known));
        drop(steps);
        Ok((call, step))
    }

    /// The step of an earlier call with such arguments. No lock is held while structures are compared: that may call
    /// functions of foreign static values.
    fn known(&self, call: &Call) -> Option<Step> {
        let steps = Arc::clone(&self.steps.lock());
        let leaves = call.leaves();
        let fits = |known: &&Arc<Known>| known.step.takes_inputs(call.inputs) && known.step.takes_leaves(&leaves);
        let fitting: Vec<&Arc<Known>> = steps.iter().filter(fits).collect();
        let is_known = |known: &&&Arc<Known>| {
            known.structures.lock().iter().any(|structure| structure.is(&call.graphdef, call.states))
        };
        if let Some(known) = fitting.iter().find(is_known) {
            return Some(known.step.clone());
        }
        // Hashed once, so that most comparisons are of two numbers.
        call.graphdef.content_hash();
        let known = fitting.into_iter().find(|known| is_equal(&known.step, call))?;
        let structure = Structure { graphdef: call.graphdef.clone(), states: emptied(call.states) };
        let mut structures = known.structures.lock();
        let oldest = (structures.len() == STRUCTURES).then(|| structures.remove(0));
        structures.push(structure);
        drop(structures);
        drop(oldest);
        Some(known.step.clone())
    }

    fn trace(&self, objects: &[Node], call: &Call) -> Result<Step> {
        let inputs: Vec<TensorType> = call.inputs.iter().map(TensorType::of).collect();
        let arguments = Arguments { objects, states: call.states, inputs: &inputs };
        let traced = trace_below(&call.root, arguments, &mut |scope| (self.function)(scope))?;
        let step = Step::new(traced, self.options.device)?;
        step.graphdef().content_hash();
        Ok(step)
    }
}

fn emptied(states: &[State]) -> Vec<State> {
    states.iter().map(State::emptied).collect()
}

fn is_equal(step: &Step, call: &Call) -> bool {
    let taken = &step.map().state_arguments;
    *step.graphdef() == call.graphdef
        && taken.len() == call.states.len()
        && taken.iter().zip(call.states).all(|(taken, state)| taken.has_leaves_of(state))
}
