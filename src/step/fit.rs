//! How a step goes with the state of a Session.

use super::step::{Step, text};
use crate::error::{Error, Result};
use crate::graph::State;
use crate::tensor::DType;
use crate::trace::Source;

/// What the leaves of a Session are to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Those of its objects.
    Objects,
    /// The one State that it takes. With `back`, the first State that it gives is that State afterwards.
    State {
        /// Whether the step gives the State back.
        back: bool,
    },
}

impl Fit {
    /// How a step goes with these leaves; their values do not count.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when it takes other leaves, `FAILED_PRECONDITION` when it changes which leaves there are.
    pub(super) fn of(step: &Step, state: &State) -> Result<Fit> {
        let map = step.map();
        if map.num_object_leaves == 0 && map.state_arguments.len() == 1 {
            let taken = &map.state_arguments[0];
            check(taken, state)?;
            let back = map.states.first().is_some_and(|given| given.template.has_leaves_of(taken));
            return Ok(Fit::State { back });
        }
        if !map.state_arguments.is_empty() {
            return Err(Error::invalid(format!(
                "a Session runs steps over objects, or over one State; this one takes {} leaves of objects and {} States",
                map.num_object_leaves,
                map.state_arguments.len()
            )));
        }
        check(&State::without_values(step.graphdef()), state)?;
        if step.structure().is_some() {
            return Err(Error::precondition(
                "the step changes the structure of its objects, and the leaves of a Session are fixed: call it by its jit \
                 until the structure stays as it is, and make the Session then",
            ));
        }
        Ok(Fit::Objects)
    }
}

impl Fit {
    /// What the leaves are after a run of the step; nothing when they stay.
    pub(super) fn leaves_after(self, step: &Step) -> &[Source] {
        match self {
            Fit::Objects => &step.map().object_leaves,
            Fit::State { back: true } => &step.map().states[0].leaves,
            Fit::State { back: false } => &[],
        }
    }

    /// How many of the States that the step gives are kept.
    pub(super) fn states_kept(self) -> usize {
        usize::from(self == Fit::State { back: true })
    }
}

/// What is known of a step and the leaves of a Session before a run.
pub(super) struct Fitted {
    pub(super) fit: Fit,
    /// The leaf that each argument is; the other arguments are inputs.
    pub(super) arguments: Vec<usize>,
    /// The leaves that are bools.
    pub(super) bools: Vec<usize>,
    pub(super) results: Vec<ResultUse>,
    /// Whether the program can fail when it has changed leaves.
    pub(super) can_fail: bool,
    /// Whether a leaf or an input is given as it is, which may ask for a copy of it after a run.
    pub(super) copies: bool,
    /// The leaves that are computed: in their places, or in other arrays, which are then the leaves.
    pub(super) is_computed: Vec<bool>,
    /// Whether every leaf stays as it is or may be computed in its place.
    pub(super) is_in_place: bool,
}

/// What a result of the program is for.
pub(super) struct ResultUse {
    /// The leaf that it is afterwards, and that it may be written over.
    pub(super) leaf: Option<usize>,
    /// The argument that this leaf is.
    pub(super) argument: usize,
    /// The output that it is, when it is nothing else.
    pub(super) output: Option<usize>,
    /// Whether it is one thing only.
    pub(super) is_used_once: bool,
}

impl Fitted {
    /// # Errors
    /// `FAILED_PRECONDITION` when the step changes the dtype or shape of a leaf.
    pub(super) fn new(step: &Step, fit: Fit, state: &State) -> Result<Fitted> {
        let (map, executor) = (step.map(), step.executor());
        let is_array = |leaf: &usize| map.leaves[*leaf].is_some();
        let is_bool = |leaf: &usize| map.leaves[*leaf].as_ref().is_some_and(|ty| ty.dtype == DType::Bool);
        let arguments: Vec<usize> = (0..map.leaves.len()).filter(is_array).collect();
        let after = fit.leaves_after(step);
        let unused = |_| ResultUse { leaf: None, argument: 0, output: None, is_used_once: false };
        let mut results: Vec<ResultUse> = step.result_types().iter().map(unused).collect();
        // A leaf as it was must not be written over when something else is that, too.
        let mut is_needed = vec![false; map.leaves.len()];
        let given = || map.states[fit.states_kept()..].iter().flat_map(|state| &state.leaves);
        let elsewhere = || {
            let leaves = after.iter().enumerate();
            leaves
                .filter(|(leaf, source)| !matches!(source, Source::Leaf(same) if same == leaf))
                .map(|(_, source)| source)
        };
        for source in map.outputs.iter().chain(given()).chain(elsewhere()) {
            if let Source::Leaf(leaf) = source {
                is_needed[*leaf] = true;
            }
        }
        for (leaf, source) in after.iter().enumerate() {
            if let Some(old) = &map.leaves[leaf] {
                let new = step.type_of(source).ok();
                if new.as_deref() != Some(old) {
                    let (new, old) = (new.map_or_else(|| "no array".to_owned(), |new| text(&new)), text(old));
                    let message = format!("the step makes {new} of this {old}, and the leaves of a Session are fixed");
                    return Err(Error::precondition(message).at(state.path(leaf)));
                }
            }
            let Source::Result(result) = source else { continue };
            let Some(argument) = executor.in_place(*result) else { continue };
            let usage = &mut results[*result];
            if arguments.get(argument) == Some(&leaf) && !is_needed[leaf] && usage.leaf.is_none() {
                (usage.leaf, usage.argument) = (Some(leaf), argument);
            }
        }
        let uses = |result: usize| {
            let all = map.outputs.iter().chain(given()).chain(after);
            all.filter(|source| matches!(source, Source::Result(other) if *other == result)).count()
        };
        for (result, usage) in results.iter_mut().enumerate() {
            usage.is_used_once = uses(result) == 1;
        }
        for (output, source) in map.outputs.iter().enumerate() {
            if let Source::Result(result) = source
                && results[*result].is_used_once
            {
                results[*result].output = Some(output);
            }
        }
        let mut is_computed = vec![false; map.leaves.len()];
        results.iter().filter_map(|usage| usage.leaf).for_each(|leaf| is_computed[leaf] = true);
        let bools = arguments.iter().copied().filter(is_bool).collect();
        let is_copied = |source: &Source| match source {
            Source::Leaf(_) | Source::Input(_) => true,
            Source::Result(result) => results[*result].leaf.is_some(),
            Source::Known(_) => false,
        };
        let copies = map.outputs.iter().chain(given()).any(is_copied)
            || elsewhere().any(|source| matches!(source, Source::Leaf(_) | Source::Input(_)))
            || after.iter().enumerate().any(|(leaf, source)| match source {
                Source::Result(result) => results[*result].leaf.is_some_and(|place| place != leaf),
                _ => false,
            });
        let is_in_place = after.iter().enumerate().all(|(leaf, source)| match source {
            Source::Leaf(same) => *same == leaf,
            Source::Result(result) => results[*result].leaf == Some(leaf),
            Source::Input(_) | Source::Known(_) => false,
        });
        Ok(Fitted { fit, arguments, bools, can_fail: executor.can_fail(), copies, is_computed, is_in_place, results })
    }
}

/// That a step takes these leaves: the same paths and Variable types. Metadata may differ as other static values do.
fn check(taken: &State, held: &State) -> Result<()> {
    if taken.has_leaves_of(held) {
        return Ok(());
    }
    for leaf in 0..taken.len() {
        let path = taken.path(leaf);
        let Some(found) = held.find(&path) else {
            return Err(Error::invalid("the step takes a leaf here, and the Session has none").at(path));
        };
        if held.variable_type(found) != taken.variable_type(leaf) {
            let name = |ty: Option<crate::graph::VariableType>| ty.map_or("an array", |ty| ty.name());
            let (expected, found) = (name(taken.variable_type(leaf)), name(held.variable_type(found)));
            return Err(Error::invalid(format!("the step takes {expected} here, the Session has {found}")).at(path));
        }
    }
    match (0..held.len()).map(|leaf| held.path(leaf)).find(|path| taken.find(path).is_none()) {
        Some(path) => Err(Error::invalid("the Session has a leaf here, and the step takes none").at(path)),
        None => Ok(()),
    }
}
