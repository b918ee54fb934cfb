//! Which argument and result of a program is which leaf, input or output of a step.

use std::collections::HashSet;

use crate::error::{Error, Result};
use crate::graph::State;
use crate::program::{Function, TensorType};
use crate::trace::{Source, StateSource, TracedFunction};

/// How the arguments and results of a program are those of a step: numbers, types and paths, without code.
///
/// The program takes those leaves that are arrays, in their order, and then the inputs.
#[derive(Clone)]
pub struct StepMap {
    /// The type of each leaf of the objects and then of the States; nothing for an opaque value, which goes past the
    /// program.
    pub leaves: Vec<Option<TensorType>>,
    /// How many of them are the objects'.
    pub num_object_leaves: usize,
    /// The States that the step takes; their values do not count.
    pub state_arguments: Vec<State>,
    /// The types of the inputs.
    pub inputs: Vec<TensorType>,
    /// Where each leaf of the objects comes from after the step.
    pub object_leaves: Vec<Source>,
    /// The States that the step gives.
    pub states: Vec<StateSource>,
    /// The arrays that the step gives.
    pub outputs: Vec<Source>,
}

impl StepMap {
    /// The map of a traced function.
    pub(super) fn of(traced: TracedFunction) -> Result<StepMap> {
        let mut states = traced.states;
        // A State that comes back with the leaves it went in with is the same to the next call, without a look at them.
        for given in &mut states {
            if let Some(taken) = traced.state_arguments.iter().find(|taken| taken.has_leaves_of(&given.template)) {
                given.template = taken.clone();
            }
        }
        Ok(StepMap {
            leaves: traced.leaves,
            num_object_leaves: traced.num_object_leaves,
            state_arguments: traced.state_arguments,
            inputs: traced.inputs,
            object_leaves: traced.object_leaves,
            states,
            outputs: traced.outputs,
        })
    }

    /// The map of a program that takes the leaves of the objects, all of them arrays, and then inputs. `changed` has the
    /// result that each leaf is afterwards, where it is one; `outputs` are results.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the program does not fit.
    pub fn for_objects(function: &Function, changed: &[Option<usize>], outputs: &[usize]) -> Result<StepMap> {
        let types = function.argument_types().enumerate().map(|(argument, ty)| {
            let tensor = ty.as_tensor().cloned();
            tensor.ok_or_else(|| Error::invalid(format!("argument {argument} of @{} is no array", function.name)))
        });
        let mut types = types.collect::<Result<Vec<TensorType>>>()?;
        if types.len() < changed.len() {
            return Err(Error::invalid(format!(
                "@{} takes {} arguments, which are fewer than the {} leaves of the objects",
                function.name,
                types.len(),
                changed.len()
            )));
        }
        let inputs = types.split_off(changed.len());
        let object_leaves = changed.iter().enumerate();
        let object_leaves = object_leaves.map(|(leaf, result)| result.map_or(Source::Leaf(leaf), Source::Result));
        Ok(StepMap {
            num_object_leaves: types.len(),
            object_leaves: object_leaves.collect(),
            leaves: types.into_iter().map(Some).collect(),
            state_arguments: Vec::new(),
            inputs,
            states: Vec::new(),
            outputs: outputs.iter().copied().map(Source::Result).collect(),
        })
    }

    /// The pairs of an argument and the result that may take its place in a Session: a leaf of the objects, or of the only
    /// State, before and after the step.
    pub(super) fn carried(&self) -> Vec<(usize, usize)> {
        let after = match (self.num_object_leaves, self.state_arguments.as_slice(), self.states.first()) {
            (0, [taken], Some(given)) if given.template.has_leaves_of(taken) => &given.leaves,
            _ => &self.object_leaves,
        };
        let mut argument_of = Vec::with_capacity(self.leaves.len());
        let mut argument = 0;
        for ty in &self.leaves {
            argument_of.push(argument);
            argument += usize::from(ty.is_some());
        }
        let mut seen = HashSet::new();
        let pair = |(leaf, source): (usize, &Source)| match (source, self.leaves.get(leaf)) {
            (Source::Result(result), Some(Some(_))) if seen.insert(*result) => Some((argument_of[leaf], *result)),
            _ => None,
        };
        after.iter().enumerate().filter_map(pair).collect()
    }

    /// What a step takes, for a person.
    pub(crate) fn describe_arguments(&self) -> String {
        let inputs: Vec<String> = self.inputs.iter().map(|ty| format!("{}{}", ty.dtype, ty.shape)).collect();
        let (leaves, states) = (self.num_object_leaves, self.state_arguments.len());
        format!("objects of {leaves} leaves, {states} States, inputs ({})", inputs.join(", "))
    }

    /// That the map is one of this function, over objects that have so many leaves before and after it.
    pub(crate) fn check(&self, function: &Function, num_leaves: usize, num_leaves_after: usize) -> Result<()> {
        let broken = |what: String| Err(Error::invalid(format!("the map of @{}: {what}", function.name)));
        let states: usize = self.state_arguments.iter().map(State::len).sum();
        if self.num_object_leaves != num_leaves || self.object_leaves.len() != num_leaves_after {
            return broken(format!(
                "{} leaves of objects go in and {} come out, but the GraphDefs have {num_leaves} and {num_leaves_after}",
                self.num_object_leaves,
                self.object_leaves.len()
            ));
        }
        if self.leaves.len() != num_leaves + states {
            return broken(format!(
                "there are {} leaves, but objects and States have {}",
                self.leaves.len(),
                num_leaves + states
            ));
        }
        let arrays: Vec<&TensorType> = self.leaves.iter().flatten().chain(&self.inputs).collect();
        let arguments = function.argument_types();
        if arguments.len() != arrays.len() {
            return broken(format!("it takes {} arrays, the program {}", arrays.len(), arguments.len()));
        }
        for (argument, (ty, array)) in arguments.zip(arrays).enumerate() {
            if ty.as_tensor() != Some(array) {
                return broken(format!("argument {argument} is {array}, the program takes {ty}"));
            }
        }
        let results: Vec<Option<&TensorType>> = function.result_types().map(|ty| ty.as_tensor()).collect();
        let type_of = |source: &Source| match source {
            Source::Result(result) => results.get(*result).copied().flatten().map(Some),
            Source::Leaf(leaf) => self.leaves.get(*leaf).map(Option::as_ref),
            Source::Input(input) => self.inputs.get(*input).map(Some),
            Source::Known(value) if value.tensor().is_none() => Some(None),
            Source::Known(_) => None,
        };
        let everything = self.object_leaves.iter().chain(self.states.iter().flat_map(|state| &state.leaves));
        for source in everything.chain(&self.outputs) {
            if type_of(source).is_none() {
                return broken("something comes from a result, leaf or input that is not there".to_owned());
            }
        }
        if self.outputs.iter().any(|output| type_of(output).flatten().is_none()) {
            return broken("an output is an opaque value".to_owned());
        }
        match self.states.iter().find(|state| state.template.len() != state.leaves.len()) {
            Some(state) => {
                broken(format!("a State of {} leaves gets {} values", state.template.len(), state.leaves.len()))
            }
            None => Ok(()),
        }
    }
}
