//! Several runs as one: inputs are read along their first axis and outputs written along a new one, each where it lies.

use std::ptr;
use std::time::Instant;

use super::fit::Fitted;
use super::held::Held;
use super::memory::Strides;
use super::session::SessionOptions;
use super::step::{Results, Step, is_of, text};
use crate::error::{Error, Result, Status};
use crate::graph::Leaf;
use crate::program::TensorType;
use crate::tensor::Tensor;
use crate::trace::Source;

/// The input of each of several runs.
pub(super) struct Repeated {
    input: Tensor,
    /// By how many bytes that of a run lies after that of the run before; nothing where it is the same each time.
    stride: Option<usize>,
}

impl Repeated {
    /// What an input is to `count` runs of a step that takes this type.
    pub(super) fn of(input: Tensor, ty: &TensorType, count: usize, index: usize) -> Result<Repeated> {
        if is_of(&input, ty) {
            return Ok(Repeated { input, stride: None });
        }
        let is_cut = input.dtype() == ty.dtype
            && input.shape().split_first().is_some_and(|(first, rest)| *first == count as i64 && rest == ty.dims());
        if is_cut {
            let stride = Some(input.nbytes() / count);
            return Ok(Repeated { input, stride });
        }
        Err(Error::invalid(format!(
            "input {index} of the step is {}, for each of {count} runs or with a first axis of {count}; got {}",
            text(ty),
            Leaf::Tensor(input)
        )))
    }

    /// The bytes of one of the runs.
    fn bytes(&self, run: usize) -> &[u8] {
        match self.stride {
            None => self.input.bytes(),
            Some(nbytes) => &self.input.bytes()[run * nbytes..][..nbytes],
        }
    }

    /// The input of one of the runs, by itself.
    fn at(&self, run: usize) -> Result<Tensor> {
        match self.stride {
            None => Ok(self.input.clone()),
            Some(_) => Tensor::from_bytes(self.input.dtype(), &self.input.shape()[1..], self.bytes(run)),
        }
    }
}

/// What the runs give in one place.
enum Given {
    /// An array each, along a new first axis.
    Stack(Stack),
    /// No array, and the same each time.
    Same(Leaf),
}

struct Stack {
    source: Source,
    all: Tensor,
    /// Where that of the first run begins, and the bytes of each.
    begin: *mut u8,
    nbytes: usize,
    /// The result that runs write there themselves.
    direct: Option<usize>,
}

impl Held {
    /// Runs a step so many times over the leaves, which are then what it makes of them. What the runs give is put together
    /// along a new first axis.
    pub(super) fn repeat(
        &mut self,
        step: &Step,
        fitted: &Fitted,
        mut inputs: Vec<Repeated>,
        count: usize,
        options: SessionOptions,
        may_come_back: bool,
    ) -> Result<Results> {
        let begin = Instant::now();
        self.make_bools_plain(fitted)?;
        let whole: Vec<Tensor> = inputs.iter().map(|input| input.input.clone()).collect();
        let whole = self.apart(&whole)?;
        for (input, whole) in inputs.iter_mut().zip(&*whole) {
            input.input = whole.clone();
        }
        let map = step.map();
        let states = &map.states[fitted.fit.states_kept()..];
        let sources = map.outputs.iter().chain(states.iter().flat_map(|state| &state.leaves));
        let given = sources.map(|source| self.given(step, fitted, source, count, options));
        let given = given.collect::<Result<Vec<Given>>>()?;
        let stacks = || given.iter().filter_map(Given::stack);
        let told = |result: usize| stacks().find(|stack| stack.direct == Some(result)).map(|stack| stack.begin);
        let mut strides = Strides::default();
        for (place, input) in inputs.iter().enumerate() {
            strides.arguments.extend(input.stride.map(|nbytes| (fitted.arguments.len() + place, nbytes)));
        }
        strides.results.extend(stacks().filter_map(|stack| stack.direct.map(|result| (result, stack.nbytes))));
        // Whether results are looked at between runs.
        let reads = options.check_finite || stacks().any(|stack| stack.direct.is_none());
        let mut values = Vec::new();
        let mut is_settled = false;
        for run in 0..count {
            if is_settled {
                if reads {
                    self.derive_anew(fitted, &mut values);
                }
                self.addresses.advance(&strides, 1);
            } else {
                values = self.places(step, fitted, &whole, may_come_back, &told)?;
                self.addresses.advance(&strides, run);
            }
            // SAFETY: as for one run; what moves from run to run stays in the inputs, and in the arrays that are given.
            let answer = unsafe { self.execute(step, options) };
            answer.map_err(|error| of_run(&error, run, count))?;
            if options.check_finite {
                let answer = step.check_finite(&|result| self.computed(fitted, &values, result));
                answer.map_err(|error| of_run(&error, run, count))?;
            }
            for stack in stacks().filter(|stack| stack.direct.is_none()) {
                self.put(stack, run, fitted, &inputs, &values)?;
            }
            // When all leaves are computed in their places, they are in the next run, too.
            let moved =
                |(usage, value): (&super::fit::ResultUse, &Option<Tensor>)| usage.leaf.is_some() && value.is_some();
            is_settled = fitted.is_in_place && !fitted.results.iter().zip(&values).any(moved);
            if !is_settled {
                let values = std::mem::take(&mut values);
                self.take_over(step, fitted, &|input| inputs[input].at(run), values)?;
            }
        }
        let mut leaves = given.into_iter().map(Given::into_leaf);
        let outputs = leaves.by_ref().take(map.outputs.len()).map(|leaf| leaf.tensor().cloned()).collect();
        let states =
            states.iter().map(|state| state.template.with_values(leaves.by_ref().take(state.leaves.len()).collect()));
        let states = states.collect::<Result<_>>()?;
        self.time += begin.elapsed();
        Ok(Results { step: step.id(), outputs, states })
    }

    /// Room for what the runs give in one place.
    fn given(
        &self,
        step: &Step,
        fitted: &Fitted,
        source: &Source,
        count: usize,
        options: SessionOptions,
    ) -> Result<Given> {
        match source {
            Source::Leaf(leaf) if self.leaves[*leaf].tensor().is_none() => {
                return Ok(Given::Same(self.leaves[*leaf].clone()));
            }
            Source::Known(leaf) if leaf.tensor().is_none() => return Ok(Given::Same(leaf.clone())),
            _ => {}
        }
        let ty = step.type_of(source)?;
        let dims: Vec<i64> = std::iter::once(count as i64).chain(ty.dims().iter().copied()).collect();
        let mut all = Tensor::zeros(ty.dtype, &dims)?;
        let begin = all.own_data().ok_or_else(|| Error::new(Status::Internal, "a new array is shared"))?;
        let direct = match source {
            Source::Result(result) if !options.check_finite => {
                let usage = &fitted.results[*result];
                (usage.is_used_once && usage.leaf.is_none()).then_some(*result)
            }
            _ => None,
        };
        Ok(Given::Stack(Stack { source: source.clone(), nbytes: all.nbytes() / count, all, begin, direct }))
    }

    /// Puts what a run gives into its place, before the leaves are what the run makes of them.
    fn put(
        &self,
        stack: &Stack,
        run: usize,
        fitted: &Fitted,
        inputs: &[Repeated],
        values: &[Option<Tensor>],
    ) -> Result<()> {
        let found = match &stack.source {
            Source::Result(result) => self.computed(fitted, values, *result).map(Tensor::bytes),
            Source::Leaf(leaf) => self.leaves[*leaf].tensor().map(Tensor::bytes),
            Source::Input(input) => Some(inputs[*input].bytes(run)),
            Source::Known(leaf) => leaf.tensor().map(Tensor::bytes),
        };
        let found = found.filter(|found| found.len() == stack.nbytes);
        let found = found.ok_or_else(|| Error::new(Status::Internal, "a run gives what is of another size"))?;
        // SAFETY: the array was made for so many runs and is held here alone; what is put there lies elsewhere.
        unsafe { ptr::copy_nonoverlapping(found.as_ptr(), stack.begin.add(run * stack.nbytes), stack.nbytes) };
        Ok(())
    }
}

impl Given {
    fn stack(&self) -> Option<&Stack> {
        match self {
            Given::Stack(stack) => Some(stack),
            Given::Same(_) => None,
        }
    }

    fn into_leaf(self) -> Leaf {
        match self {
            Given::Stack(stack) => Leaf::Tensor(stack.all),
            Given::Same(leaf) => leaf,
        }
    }
}

/// What a run failed with, one of several: which one it was comes after the text.
fn of_run(error: &Error, run: usize, count: usize) -> Error {
    let text = format!("{}; this is run {run} of 0 to {}", error.message(), count - 1);
    let same = Error::from_code(error.code(), text);
    error.path().into_iter().fold(same, |same, path| same.at(path))
}
