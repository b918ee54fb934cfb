//! A Session: a state that is held in one place, and the steps that run over it.

use std::any::Any;
use std::sync::OnceLock;
use std::time::Duration;

use parking_lot::Mutex;

use super::batch::Repeated;
use super::executor::Device;
use super::held::{Held, Keep};
use super::layout::StateLayout;
use super::memory::{OutputMemory, StateMemory};
use super::step::{Results, Step};
use crate::error::{Error, Result};
use crate::graph::{GraphDef, Leaf, Node, Path, State, UpdateOptions};
use crate::tensor::Tensor;
use crate::trace::together;

/// How a Session runs its steps.
#[derive(Clone, Copy, Debug, Default)]
pub struct SessionOptions {
    /// Where the state is held and the steps run.
    pub device: Device,
    /// A float that is not finite, among what a step computes, is an error, and the state stays as before.
    pub check_finite: bool,
    /// On how many threads a run is done at most; 0 is as many as the environment variable `NNX_NUM_THREADS` says, or else
    /// as the process may use at once. Results are the same.
    pub num_threads: usize,
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
        let held = Mutex::new(Held::new(&state)?);
        Ok(Session { graphdef: graphdef.clone(), options, layout: OnceLock::new(), held })
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
        self.once(step, inputs, Keep::After)
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
            let fitted = held.fit(step, self.options)?;
            let types = &step.map().inputs;
            if inputs.len() != types.len() {
                step.check_inputs(&inputs)?;
            }
            let parts = inputs.into_iter().zip(types).enumerate();
            let parts = parts.map(|(index, (input, ty))| Repeated::of(input, ty, count, index));
            let parts = parts.collect::<Result<Vec<Repeated>>>()?;
            held.check_outputs(step, count)?;
            let mut results = held.change(&fitted, self.options, Keep::After, count, |held, may_come_back| {
                held.repeat(step, &fitted, parts, count, self.options, may_come_back)
            })?;
            held.write_outputs(&mut results);
            Ok(results)
        })
    }

    /// What a run of the step would give. The state stays as it is.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub fn evaluate(&self, step: &Step, inputs: &[Option<Tensor>]) -> Result<Results> {
        self.once(step, inputs, Keep::Before)
    }

    fn once(&self, step: &Step, inputs: &[Option<Tensor>], keep: Keep) -> Result<Results> {
        self.change(|held| {
            let inputs = held.bound(step, inputs)?;
            let fitted = held.fit(step, self.options)?;
            step.check_inputs(&inputs)?;
            held.check_outputs(step, 1)?;
            let mut results = held.change(&fitted, self.options, keep, 1, |held, may_come_back| {
                held.run(step, &fitted, &inputs, self.options, may_come_back)
            })?;
            held.write_outputs(&mut results);
            Ok(results)
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
            held.set(changed)
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
            held.set(vec![(leaf, value)])
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
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when a leaf lies in this memory and there is none for a copy.
    pub fn bind_input(&self, index: usize, input: Option<Tensor>) -> Result<()> {
        self.change(|held| held.bind_input(index, input))
    }

    /// Has the output `index` of all runs written to this place, and not given. `None` ends that.
    ///
    /// # Errors
    /// As [`Session::bind_input`].
    pub fn bind_output(&self, index: usize, output: Option<OutputMemory>) -> Result<()> {
        self.change(|held| held.bind_output(index, output))
    }

    /// Where the leaves lie in one block of memory.
    ///
    /// # Errors
    /// As [`StateLayout::of`].
    pub fn layout(&self) -> Result<&StateLayout> {
        if let Some(layout) = self.layout.get() {
            return Ok(layout);
        }
        let layout = StateLayout::of(&self.held.lock().snapshot()?)?;
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
        // Outside of the lock: an owner that is not taken is dropped, which may run foreign code.
        // SAFETY: asked of the caller.
        let memory = unsafe { StateMemory::new(layout, data, nbytes, owner) }?;
        self.change(|held| held.move_to(memory))
    }

    /// What it has done so far.
    pub fn report(&self) -> SessionReport {
        self.held.lock().report()
    }

    /// Runs `f` on what is held, alone. What it lets go of is dropped when the lock is gone: that may run foreign code.
    fn change<R>(&self, f: impl FnOnce(&mut Held) -> Result<R>) -> Result<R> {
        let mut held = self.held.lock();
        let result = f(&mut held);
        let let_go = std::mem::take(&mut held.let_go);
        drop(held);
        drop(let_go);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::VariableType;
    use crate::step::{Jit, JitOptions};
    use crate::trace::{Outputs, read_variable, write_variable};

    fn counter() -> Result<Node> {
        let object = Node::object(None, "Counter")?;
        let value = Tensor::from_slice(&[64], &[1f32; 64])?;
        object.set(&"w".parse()?, Node::variable(None, VariableType::named("Param")?, value.into())?.into())?;
        Ok(object)
    }

    /// `w` becomes `w + x`, and its first element is given.
    fn add() -> Result<Step> {
        let add = Jit::new(
            Box::new(|scope| {
                let w = scope.objects[0].node(&"w".parse()?)?;
                write_variable(&w, &read_variable(&scope.trace, &w)?.add(&scope.inputs[0])?)?;
                Ok(Outputs { values: vec![scope.inputs[0].mul(2.0)?], states: Vec::new() })
            }),
            JitOptions::default(),
        );
        add.step(&[counter()?], &[], &[Tensor::scalar(1f32)])
    }

    /// Where the leaf lies, and where the array lies that it is computed in next.
    fn places(session: &Session) -> (Option<usize>, Option<usize>) {
        let held = session.held.lock();
        let begin = |tensor: &Tensor| tensor.bytes().as_ptr().addr();
        (held.leaves[0].tensor().map(begin), held.spare(0).map(begin))
    }

    fn is(leaf: f32, session: &Session) -> Result<bool> {
        Ok(session.read(&"0/w".parse()?)?.bit_eq(&Tensor::from_slice(&[64], &[leaf; 64])?.into()))
    }

    #[test]
    fn evaluations_and_failed_runs_compute_in_the_same_array_again() -> Result<()> {
        let (step, one) = (add()?, [Some(Tensor::scalar(1f32))]);
        let options = SessionOptions { check_finite: true, ..SessionOptions::default() };
        let session = Session::of_objects(&[counter()?], options)?;
        let mut known = None;
        for round in 0..3 {
            session.evaluate(&step, &one)?;
            let found = places(&session);
            assert!(
                found.1.is_some() && (known.is_none() || known == Some(found)),
                "round {round}: {found:?}, {known:?}"
            );
            known = Some(found);
        }
        session.run(&step, &one)?;
        let (leaf, spare) = known.expect("found above");
        assert_eq!(places(&session), (spare, leaf), "a run that may come back takes the one and leaves the other");
        assert!(is(2.0, &session)?);
        assert!(session.run(&step, &[Some(Tensor::scalar(f32::NAN))]).is_err());
        session.run(&step, &one)?;
        assert!(is(3.0, &session)?);
        // Computed in one place from the second run on, and read after each: under Miri, by pointers that may still write.
        session.run_many(&step, 4, &one)?;
        assert!(is(7.0, &session)?);
        Ok(())
    }

    #[test]
    fn no_array_is_kept_that_no_run_takes() -> Result<()> {
        let (step, one) = (add()?, [Some(Tensor::scalar(1f32))]);
        let session = Session::of_objects(&[counter()?], SessionOptions::default())?;
        session.run_many(&step, 3, &one)?;
        assert!(places(&session).1.is_some(), "the next of several runs computes there");
        session.run(&step, &one)?;
        assert_eq!(places(&session).1, None, "a run in place needs none");
        session.write(&"0/w".parse()?, Tensor::from_slice(&[64], &[7f32; 64])?.into())?;
        assert_eq!(places(&session).1, None, "what was written over is no leaf again");
        session.run(&step, &one)?;
        assert!(is(8.0, &session)?);
        Ok(())
    }

    #[test]
    fn steps_that_are_gone_are_forgotten() -> Result<()> {
        let (kept, one) = (add()?, [Some(Tensor::scalar(1f32))]);
        let session = Session::of_objects(&[counter()?], SessionOptions::default())?;
        session.run(&kept, &one)?;
        let gone = if cfg!(miri) { 2 } else { 5 };
        for _ in 0..gone {
            session.run(&add()?, &one)?;
            assert!(session.held.lock().known_steps() <= 2);
        }
        session.run(&kept, &one)?;
        assert!(is((gone + 3) as f32, &session)?);
        assert_eq!(session.report().steps, gone + 1);
        Ok(())
    }
}
