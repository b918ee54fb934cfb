//! What a Session holds, and one run of a step over it.
//!
//! A leaf that nobody else holds is computed in place; one that a snapshot shares, or that must come back after an error,
//! is computed in another array, which is then the leaf. In memory of the caller it is written to its place at the end.

use std::any::Any;
use std::ops::Range;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::fit::{Fit, Fitted};
use super::memory::{Addresses, OutputMemory, StateMemory, overlap};
use super::session::{SessionOptions, SessionReport};
use super::step::{Results, Step, is_of};
use crate::error::{Error, Result, Status};
use crate::graph::{Leaf, Path, State};
use crate::program::TensorType;
use crate::tensor::Tensor;
use crate::trace::Source;

pub(super) struct Held {
    /// The paths of the leaves; its values do not count.
    template: State,
    pub(super) leaves: Vec<Leaf>,
    /// Arrays that leaves were, to be written again.
    spares: Vec<Option<Tensor>>,
    pub(super) memory: Option<StateMemory>,
    inputs: Bound<Tensor>,
    outputs: Bound<OutputMemory>,
    /// How each step that ran, and is still there, goes with the state.
    fits: Vec<Known>,
    /// How many different steps ran.
    steps: usize,
    pub(super) addresses: Addresses,
    pub(super) runs: u64,
    pub(super) time: Duration,
    /// What is no longer held, to be dropped when the lock is gone: that may run foreign code.
    pub(super) let_go: Vec<LetGo>,
}

/// How a step goes with the state.
struct Known {
    step: u64,
    life: Weak<dyn Any + Send + Sync>,
    fitted: Arc<Fitted>,
}

/// What is bound, by the number of the input or output.
struct Bound<T>(Vec<(usize, T)>);

impl<T> Default for Bound<T> {
    fn default() -> Bound<T> {
        Bound(Vec::new())
    }
}

impl<T> Bound<T> {
    fn get(&self, index: usize) -> Option<&T> {
        self.0.iter().find(|(place, _)| *place == index).map(|(_, value)| value)
    }

    fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }

    /// Binds something, or nothing; gives what was bound.
    fn set(&mut self, index: usize, value: Option<T>) -> Option<T> {
        let place = self.0.iter().position(|(place, _)| *place == index);
        let old = place.map(|place| self.0.swap_remove(place).1);
        self.0.extend(value.map(|value| (index, value)));
        old
    }
}

/// What is no longer held.
#[expect(dead_code, reason = "held for its drop")]
pub(super) enum LetGo {
    Leaves(Vec<Leaf>),
    Memory(StateMemory),
    Input(Tensor),
    Output(OutputMemory),
}

/// What happens to the leaves of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// They are the state afterwards.
    After,
    /// The state stays.
    Before,
}

impl Held {
    pub(super) fn new(state: &State) -> Result<Held> {
        let leaves: Vec<Leaf> = state.values().iter().map(plain).collect::<Result<_>>()?;
        Ok(Held {
            template: state.emptied(),
            spares: vec![None; leaves.len()],
            leaves,
            memory: None,
            inputs: Bound::default(),
            outputs: Bound::default(),
            fits: Vec::new(),
            steps: 0,
            addresses: Addresses::default(),
            runs: 0,
            time: Duration::ZERO,
            let_go: Vec::new(),
        })
    }

    /// The array that a leaf is computed in next, where it cannot be in its place.
    #[cfg(test)]
    pub(super) fn spare(&self, leaf: usize) -> Option<&Tensor> {
        self.spares[leaf].as_ref()
    }

    /// Of how many steps it is known how they go with the state.
    #[cfg(test)]
    pub(super) fn known_steps(&self) -> usize {
        self.fits.len()
    }

    /// How a step goes with the state, which is found out once.
    pub(super) fn fit(&mut self, step: &Step, options: SessionOptions) -> Result<Arc<Fitted>> {
        if let Some(known) = self.fits.iter().find(|known| known.step == step.id()) {
            return Ok(Arc::clone(&known.fitted));
        }
        if step.device() != options.device {
            let (step, session) = (step.device().name(), options.device.name());
            return Err(Error::invalid(format!("the step is compiled for {step}, the Session is on {session}")));
        }
        let fit = Fit::of(step, &self.template)?;
        step.check_leaves(&[&self.leaves])?;
        let fitted = Arc::new(Fitted::new(step, fit, &self.template)?);
        self.fits.retain(|known| known.life.strong_count() > 0);
        self.fits.push(Known { step: step.id(), life: step.life(), fitted: Arc::clone(&fitted) });
        self.steps += 1;
        Ok(fitted)
    }

    /// The inputs of a run of this step, with those that are bound.
    pub(super) fn bound(&self, step: &Step, inputs: &[Option<Tensor>]) -> Result<Vec<Tensor>> {
        let input = |index: usize| {
            let given = inputs.get(index).and_then(Option::as_ref);
            let bound = || Error::invalid(format!("`inputs[{index}]` is not given, and no memory is bound there"));
            given.or_else(|| self.inputs.get(index)).ok_or_else(bound)?.with_plain_bools()
        };
        (0..inputs.len().max(step.map().inputs.len())).map(input).collect()
    }

    /// Runs `work`, which runs a step `count` times and is told whether the leaves must stay where they are. After an error
    /// the state is as before, and with [`Keep::Before`] always.
    pub(super) fn change<R>(
        &mut self,
        fitted: &Fitted,
        options: SessionOptions,
        keep: Keep,
        count: usize,
        work: impl FnOnce(&mut Held, bool) -> Result<R>,
    ) -> Result<R> {
        let may_come_back =
            fitted.can_fail || fitted.copies || options.check_finite || keep == Keep::Before || count > 1;
        let before = may_come_back.then(|| self.leaves.clone());
        let work = std::panic::AssertUnwindSafe(|| work(self, may_come_back));
        let answer = std::panic::catch_unwind(work);
        let failed = !matches!(answer, Ok(Ok(_)));
        match before {
            Some(before) if failed || keep == Keep::Before => {
                let computed = std::mem::replace(&mut self.leaves, before);
                self.retire_all(fitted, computed);
            }
            before => {
                for (leaf, value) in self.write_back() {
                    self.retire(fitted, leaf, value);
                }
                self.retire_all(fitted, before.unwrap_or_default());
            }
        }
        answer.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// Runs a step over the leaves, which are then what it makes of them. Nothing changes after an error, but where the
    /// step computes in place: nobody may be left who needs what was there.
    pub(super) fn run(
        &mut self,
        step: &Step,
        fitted: &Fitted,
        inputs: &[Tensor],
        options: SessionOptions,
        may_come_back: bool,
    ) -> Result<Results> {
        let begin = Instant::now();
        let inputs = self.apart(inputs)?;
        let inputs = &*inputs;
        self.make_bools_plain(fitted)?;
        let values = self.places(step, fitted, inputs, may_come_back, &|_| None)?;
        // SAFETY: the places are those of arrays of the right types. Those of results are arrays that nobody else holds, or
        // memory that the caller lends for this, apart from all that is read; where one is that of a leaf, the executor
        // allows it.
        unsafe { self.execute(step, options) }?;
        if options.check_finite {
            step.check_finite(&|result| self.computed(fitted, &values, result))?;
        }
        let input = |input: usize| Ok(inputs[input].clone());
        let results = self.results(step, fitted, &input, &values)?;
        self.take_over(step, fitted, &input, values)?;
        self.time += begin.elapsed();
        Ok(results)
    }

    /// # Safety
    /// As [`super::executor::Executor::run`], for the addresses.
    pub(super) unsafe fn execute(&mut self, step: &Step, options: SessionOptions) -> Result<()> {
        let Addresses { arguments, results } = &self.addresses;
        // SAFETY: asked of the caller.
        unsafe { step.executor().run(arguments, results, options.num_threads) }?;
        self.runs += 1;
        Ok(())
    }

    /// Derives anew where results are computed that a run before computed there, too: the pointers from then may no longer
    /// write to what was read since.
    pub(super) fn derive_anew(&mut self, fitted: &Fitted, values: &mut [Option<Tensor>]) {
        let Addresses { arguments, results } = &mut self.addresses;
        for ((usage, value), place) in fitted.results.iter().zip(values).zip(results) {
            if let Some(data) = value.as_mut().and_then(Tensor::own_data) {
                *place = data;
            } else if let Some(leaf) = usage.leaf
                && let Some(data) = self.leaves[leaf].tensor_mut().and_then(Tensor::own_data)
            {
                arguments[usage.argument] = data.cast_const();
                *place = data;
            }
        }
    }

    /// What a run computed: an array, or a leaf in its place. Nothing where it was written to other memory.
    pub(super) fn computed<'h>(
        &'h self,
        fitted: &Fitted,
        values: &'h [Option<Tensor>],
        result: usize,
    ) -> Option<&'h Tensor> {
        let leaf = || fitted.results[result].leaf.and_then(|leaf| self.leaves[leaf].tensor());
        values[result].as_ref().or_else(leaf)
    }

    /// The inputs, none of which lies in the memory of the state.
    pub(super) fn apart<'i>(&self, inputs: &'i [Tensor]) -> Result<std::borrow::Cow<'i, [Tensor]>> {
        let Some(memory) = &self.memory else { return Ok(inputs.into()) };
        let apart = |input: &Tensor| if overlap(input, &memory.range()) { input.copied() } else { Ok(input.clone()) };
        inputs.iter().map(apart).collect()
    }

    /// The caller may write anything to its memory.
    pub(super) fn make_bools_plain(&mut self, fitted: &Fitted) -> Result<()> {
        if self.memory.is_some() {
            for &leaf in &fitted.bools {
                self.leaves[leaf] = plain(&self.leaves[leaf])?;
            }
        }
        Ok(())
    }

    /// Decides where the arguments are read and the results are written, some where it is told. What has no array comes back
    /// as nothing: it is a leaf in its place, or is written to memory that is bound, or where it was told.
    pub(super) fn places(
        &mut self,
        step: &Step,
        fitted: &Fitted,
        inputs: &[Tensor],
        may_come_back: bool,
        told: &dyn Fn(usize) -> Option<*mut u8>,
    ) -> Result<Vec<Option<Tensor>>> {
        let Addresses { arguments, results } = &mut self.addresses;
        arguments.clear();
        results.clear();
        let leaves = fitted.arguments.iter().filter_map(|&leaf| self.leaves[leaf].tensor());
        arguments.extend(leaves.chain(inputs).map(|tensor| tensor.data()));
        let mut values = Vec::with_capacity(fitted.results.len());
        for (result, (usage, ty)) in fitted.results.iter().zip(step.result_types()).enumerate() {
            if let Some(place) = told(result) {
                results.push(place);
                values.push(None);
                continue;
            }
            if let Some(leaf) = usage.leaf {
                let in_memory =
                    self.memory.as_ref().filter(|memory| !may_come_back && memory.holds(leaf, &self.leaves));
                let in_memory = in_memory.map(|memory| memory.place(leaf));
                if let Some(place) = in_memory.or_else(|| self.leaves[leaf].tensor_mut().and_then(Tensor::own_data)) {
                    self.spares[leaf] = None;
                    arguments[usage.argument] = place.cast_const();
                    results.push(place);
                    values.push(None);
                    continue;
                }
            }
            let bound = usage.output.and_then(|output| self.outputs.get(output)).filter(|_| !may_come_back);
            let others = || self.outputs.values().filter(|other| !std::ptr::eq(*other, bound.unwrap_or(other)));
            if let Some(bound) = bound
                && bound.can_be_written(ty)
                && !inputs.iter().any(|input| overlap(input, &bound.range()))
                && !self.memory.iter().any(|memory| bound.overlaps(&memory.range()))
                && !others().any(|other| bound.overlaps(&other.range()))
            {
                results.push(bound.place());
                values.push(None);
                continue;
            }
            let spare = usage.leaf.and_then(|leaf| self.spares[leaf].take());
            let mut value = match spare {
                Some(spare) => spare,
                None => Tensor::zeros(ty.dtype, ty.dims())?,
            };
            results.push(value.own_data().ok_or_else(|| Error::new(Status::Internal, "a new array is shared"))?);
            values.push(Some(value));
        }
        Ok(values)
    }

    /// What comes from here, which later runs do not change. `None` for what is written to memory that is bound.
    fn value(
        &self,
        source: &Source,
        fitted: &Fitted,
        input: &dyn Fn(usize) -> Result<Tensor>,
        values: &[Option<Tensor>],
    ) -> Result<Option<Leaf>> {
        let leaf = match source {
            Source::Result(result) => match self.computed(fitted, values, *result) {
                Some(value) => Leaf::Tensor(value.clone()),
                None => return Ok(None),
            },
            Source::Leaf(leaf) => self.leaves[*leaf].clone(),
            Source::Input(place) => Leaf::Tensor(input(*place)?),
            Source::Known(leaf) => leaf.clone(),
        };
        match leaf {
            Leaf::Tensor(tensor) if self.is_changing(&tensor) => Ok(Some(Leaf::Tensor(tensor.copied()?))),
            leaf => Ok(Some(leaf)),
        }
    }

    /// Whether an array lies in memory of the caller, whose bytes may change.
    fn is_changing(&self, tensor: &Tensor) -> bool {
        self.memory.iter().any(|memory| overlap(tensor, &memory.range()))
            || self.inputs.values().any(|input| overlap(tensor, &super::memory::range(input)))
            || self.outputs.values().any(|output| overlap(tensor, &output.range()))
    }

    fn results(
        &self,
        step: &Step,
        fitted: &Fitted,
        input: &dyn Fn(usize) -> Result<Tensor>,
        values: &[Option<Tensor>],
    ) -> Result<Results> {
        let map = step.map();
        let mut outputs = Vec::with_capacity(map.outputs.len());
        for source in &map.outputs {
            outputs.push(self.value(source, fitted, input, values)?.and_then(|leaf| leaf.tensor().cloned()));
        }
        let missing = || Error::new(Status::Internal, "a leaf of a State is written to memory that is bound");
        let states = map.states[fitted.fit.states_kept()..].iter().map(|given| {
            let leaf = |source| self.value(source, fitted, input, values)?.ok_or_else(missing);
            given.template.with_values(given.leaves.iter().map(leaf).collect::<Result<_>>()?)
        });
        Ok(Results { step: step.id(), outputs, states: states.collect::<Result<_>>()? })
    }

    /// Makes the leaves what a run made of them.
    pub(super) fn take_over(
        &mut self,
        step: &Step,
        fitted: &Fitted,
        input: &dyn Fn(usize) -> Result<Tensor>,
        mut values: Vec<Option<Tensor>>,
    ) -> Result<()> {
        let after = fitted.fit.leaves_after(step);
        let mut others = Vec::new();
        for (leaf, source) in after.iter().enumerate() {
            match source {
                Source::Leaf(same) if *same == leaf => {}
                Source::Result(result) if fitted.results[*result].leaf == Some(leaf) => {}
                source => others.push((leaf, self.value(source, fitted, input, &values)?)),
            }
        }
        for (value, usage) in values.iter_mut().zip(&fitted.results) {
            if let Some(leaf) = usage.leaf
                && let Some(value) = value.take()
                && !self.leaves[leaf].tensor().is_some_and(|held| held.ptr_eq(&value))
            {
                let old = std::mem::replace(&mut self.leaves[leaf], Leaf::Tensor(value));
                self.retire(fitted, leaf, old);
            }
        }
        for (leaf, value) in others {
            if let Some(value) = value {
                let old = std::mem::replace(&mut self.leaves[leaf], value);
                self.retire(fitted, leaf, old);
            }
        }
        Ok(())
    }

    /// Keeps an array that a leaf was for its next value, where a run of the step computes one, or lets go of it.
    fn retire(&mut self, fitted: &Fitted, leaf: usize, old: Leaf) {
        match old {
            Leaf::Tensor(mut old)
                if fitted.is_computed[leaf] && self.spares[leaf].is_none() && !old.drops_foreign() =>
            {
                self.spares[leaf] = old.own_data().is_some().then_some(old);
            }
            old => self.let_go_of(old),
        }
    }

    fn retire_all(&mut self, fitted: &Fitted, leaves: Vec<Leaf>) {
        for (leaf, old) in leaves.into_iter().enumerate() {
            self.retire(fitted, leaf, old);
        }
    }

    /// Drops what a leaf was: when the lock is gone, if that may run foreign code.
    fn let_go_of(&mut self, old: Leaf) {
        if old.tensor().is_none_or(Tensor::drops_foreign) {
            self.let_go.push(LetGo::Leaves(vec![old]));
        }
    }

    /// Writes the leaves that lie elsewhere to the memory of the caller; gives what they were.
    fn write_back(&mut self) -> Vec<(usize, Leaf)> {
        let Some(memory) = &mut self.memory else { return Vec::new() };
        let mut written = Vec::new();
        for leaf in 0..self.leaves.len() {
            if !memory.holds(leaf, &self.leaves)
                && let Leaf::Tensor(value) = &self.leaves[leaf]
            {
                memory.write(leaf, value);
                written.push((leaf, std::mem::replace(&mut self.leaves[leaf], memory.views()[leaf].clone())));
            }
        }
        written
    }

    /// That the memory that is bound for outputs is as large as they are, `count` together.
    pub(super) fn check_outputs(&self, step: &Step, count: usize) -> Result<()> {
        for (index, output) in &self.outputs.0 {
            if let Some(source) = step.map().outputs.get(*index) {
                output.check(*index, &*step.type_of(source)?, count)?;
            }
        }
        Ok(())
    }

    /// Writes what a run gave to the memory that is bound for it, unless it is there.
    pub(super) fn write_outputs(&mut self, results: &mut Results) {
        for (index, output) in &mut self.outputs.0 {
            if let Some(result) = results.outputs.get_mut(*index)
                && let Some(value) = result.take()
            {
                output.write(&value);
            }
        }
    }

    /// The state, which stays as it is.
    pub(super) fn snapshot(&self) -> Result<State> {
        self.template.with_values((0..self.leaves.len()).map(|leaf| self.leaf(leaf)).collect::<Result<_>>()?)
    }

    /// A leaf, which stays as it is.
    pub(super) fn leaf(&self, leaf: usize) -> Result<Leaf> {
        match &self.leaves[leaf] {
            Leaf::Tensor(tensor) if self.memory.is_some() => Ok(Leaf::Tensor(tensor.copied()?)),
            other => Ok(other.clone()),
        }
    }

    pub(super) fn find(&self, path: &Path) -> Result<usize> {
        self.template.find(path).ok_or_else(|| Error::not_found("the state has no leaf here").at(path))
    }

    /// The number of the leaf at a path, which may be set to this value.
    pub(super) fn place(&self, path: &Path, value: &Leaf) -> Result<usize> {
        let leaf = self.find(path)?;
        let held = &self.leaves[leaf];
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

    /// Sets leaves, which are of the right types.
    pub(super) fn set(&mut self, leaves: Vec<(usize, Leaf)>) -> Result<()> {
        // One may lie in the memory of another that is set, too.
        let apart = |(leaf, value): (usize, Leaf)| match plain(&value)? {
            Leaf::Tensor(tensor) if self.is_changing(&tensor) => Ok((leaf, Leaf::Tensor(tensor.copied()?))),
            value => Ok((leaf, value)),
        };
        let leaves = leaves.into_iter().map(apart).collect::<Result<Vec<_>>>()?;
        for (leaf, value) in leaves {
            let old = std::mem::replace(&mut self.leaves[leaf], value);
            self.let_go_of(old);
        }
        for (_, value) in self.write_back() {
            self.let_go_of(value);
        }
        Ok(())
    }

    /// Moves the state into memory of the caller.
    pub(super) fn move_to(&mut self, memory: StateMemory) -> Result<()> {
        // The new block may overlap the old one, and arrays that a leaf is.
        let apart = |leaf: usize| match self.leaf(leaf)? {
            Leaf::Tensor(tensor) if overlap(&tensor, &memory.range()) => Ok(Leaf::Tensor(tensor.copied()?)),
            value => Ok(value),
        };
        let leaves = match (0..self.leaves.len()).map(apart).collect::<Result<Vec<Leaf>>>() {
            Ok(leaves) => leaves,
            Err(error) => {
                self.let_go.push(LetGo::Memory(memory));
                return Err(error);
            }
        };
        let old = std::mem::replace(&mut self.leaves, leaves);
        let old_memory = self.memory.replace(memory);
        for (_, value) in self.write_back() {
            self.let_go_of(value);
        }
        self.spares.fill(None);
        self.let_go.push(LetGo::Leaves(old));
        self.let_go.extend(old_memory.map(LetGo::Memory));
        Ok(())
    }

    /// A leaf that lies in memory that is bound is copied first: the caller changes its bytes, and runs do.
    fn leave(&mut self, memory: &Range<usize>) -> Result<()> {
        for leaf in 0..self.leaves.len() {
            let Leaf::Tensor(tensor) = &self.leaves[leaf] else { continue };
            if overlap(tensor, memory) && !self.memory.as_ref().is_some_and(|memory| memory.holds(leaf, &self.leaves)) {
                let copy = Leaf::Tensor(tensor.copied()?);
                let old = std::mem::replace(&mut self.leaves[leaf], copy);
                self.let_go_of(old);
            }
        }
        Ok(())
    }

    pub(super) fn bind_input(&mut self, index: usize, input: Option<Tensor>) -> Result<()> {
        let left = input.as_ref().map_or(Ok(()), |input| self.leave(&super::memory::range(input)));
        let old = if left.is_ok() { self.inputs.set(index, input) } else { input };
        self.let_go.extend(old.map(LetGo::Input));
        left
    }

    pub(super) fn bind_output(&mut self, index: usize, output: Option<OutputMemory>) -> Result<()> {
        let left = output.as_ref().map_or(Ok(()), |output| self.leave(&output.range()));
        let old = if left.is_ok() { self.outputs.set(index, output) } else { output };
        self.let_go.extend(old.map(LetGo::Output));
        left
    }

    pub(super) fn report(&self) -> SessionReport {
        SessionReport {
            steps: self.steps,
            leaves: self.leaves.len(),
            nbytes: self.leaves.iter().map(Leaf::nbytes).sum(),
            runs: self.runs,
            time: self.time,
        }
    }
}

/// The leaf, in which every bool is 0 or 1.
fn plain(leaf: &Leaf) -> Result<Leaf> {
    Ok(match leaf {
        Leaf::Tensor(tensor) => Leaf::Tensor(tensor.with_plain_bools()?),
        Leaf::Opaque(_) => leaf.clone(),
    })
}
