//! What all metrics have in common: they are updated, computed and reset.

use super::{accuracy, average, multi_metric, welford};
use crate::error::{Error, Result};
use crate::graph::{Attribute, Key, Leaf, Metadata, Node, Path, State, StateLeaf, StaticValue, VariableType};
use crate::tensor::Tensor;
use crate::trace::{Operand, Outputs, Trace, Value, read_variable, run_now, write_variable};

/// A metric by its attributes.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Accuracy,
    Average,
    MultiMetric,
    Welford,
}

/// What an update is given: a name and what it stands for.
pub(super) type Argument<'a> = (&'a str, Operand<'a>);

pub(super) fn name(text: &str) -> Path {
    Path::from(vec![Key::name(text)])
}

fn kind(metric: &Node) -> Result<Kind> {
    let has = |attribute: &str| metric.get(&name(attribute)).is_ok();
    if has(multi_metric::NAMES) {
        return Ok(Kind::MultiMetric);
    }
    if has("m2") && has("mean") && has("count") && has("argname") {
        return Ok(Kind::Welford);
    }
    if has("total") && has("count") && has("argname") {
        return Ok(if has("threshold") { Kind::Accuracy } else { Kind::Average });
    }
    Err(Error::invalid(format!(
        "a {} is no metric of this library: it has not the attributes of one",
        metric.type_name()?
    )))
}

/// Adds to a metric what the arguments say: each metric takes those that it knows by their names. A `mask` is for every
/// metric, `mask/accuracy` only for the one of that name. Without traced values it is computed at once.
///
/// # Errors
/// `INVALID_ARGUMENT` when an argument is missing, or does not have the shape or dtype that the metric needs.
pub fn update(metric: &Node, arguments: &[(&str, Operand)]) -> Result<()> {
    let state = metric.state(&[])?;
    let traced = arguments.iter().find_map(|(_, operand)| match operand {
        Operand::Value(value) => Some(value.trace().clone()),
        _ => None,
    });
    let leaves = || Trace::of_leaves(state.iter().flat_map(State::values));
    match traced.or_else(leaves) {
        Some(trace) => trace.located(metric, update_in(&trace, metric, arguments)),
        None => {
            let objects = std::slice::from_ref(metric);
            run_now(objects, &[], &mut |scope| {
                update_in(&scope.trace, metric, arguments)?;
                Ok(Outputs::default())
            })
            .map(drop)
            .map_err(below_metric)
        }
    }
}

/// An error of a metric that is the only object of a trace, with its path in the metric.
fn below_metric(error: Error) -> Error {
    match error.path().and_then(|path| path.strip_prefix("0/")).map(str::to_owned) {
        Some(path) => error.at(path),
        None => error,
    }
}

pub(super) fn update_in(trace: &Trace, metric: &Node, arguments: &[Argument]) -> Result<()> {
    match kind(metric)? {
        Kind::Accuracy => accuracy::update(trace, metric, arguments),
        Kind::Average => average::update(trace, metric, arguments),
        Kind::MultiMetric => multi_metric::update(trace, metric, arguments),
        Kind::Welford => welford::update(trace, metric, arguments),
    }
}

/// The values of a metric: at the empty path, or of several at their names. They are traced where its state is, and arrays
/// otherwise.
///
/// # Errors
/// `INVALID_ARGUMENT` when the node is no metric.
pub fn compute(metric: &Node) -> Result<State> {
    let state = metric.state(&[])?;
    if let Some(trace) = Trace::of_leaves(state.iter().flat_map(State::values)) {
        let values = trace.located(metric, compute_in(&trace, metric))?;
        return named(values.into_iter().map(|(path, value)| (path, value.to_leaf())));
    }
    let mut paths = Vec::new();
    let now = run_now(std::slice::from_ref(metric), &[], &mut |scope| {
        let values;
        (paths, values) = compute_in(&scope.trace, metric)?.into_iter().unzip();
        Ok(Outputs { values, states: Vec::new() })
    })?;
    named(paths.into_iter().zip(now.values))
}

fn named(leaves: impl Iterator<Item = (Path, Leaf)>) -> Result<State> {
    let leaf = |(path, value)| StateLeaf { path, variable_type: None, metadata: Metadata::empty(), value };
    State::from_leaves(leaves.map(leaf).collect())
}

pub(super) fn compute_in(trace: &Trace, metric: &Node) -> Result<Vec<(Path, Value)>> {
    match kind(metric)? {
        Kind::Accuracy | Kind::Average => Ok(vec![(Path::root(), average::compute(trace, metric)?)]),
        Kind::MultiMetric => multi_metric::compute(trace, metric),
        Kind::Welford => welford::compute(trace, metric),
    }
}

/// Makes a metric begin again.
///
/// # Errors
/// `INVALID_ARGUMENT` when the node is no metric.
pub fn reset(metric: &Node) -> Result<()> {
    let variables: &[&str] = match kind(metric)? {
        Kind::Accuracy | Kind::Average => &["total", "count"],
        Kind::Welford => &["count", "mean", "m2"],
        Kind::MultiMetric => return multi_metric::each(metric)?.iter().try_for_each(|(_, metric)| reset(metric)),
    };
    for variable in variables {
        let variable = metric.node(&name(variable))?;
        let before = variable.value()?;
        match (Value::of_leaf(&before), &before) {
            (Some(value), _) => write_variable(&variable, &value.trace().full(value.dtype(), value.shape(), 0.0)?)?,
            (None, Leaf::Tensor(tensor)) => {
                variable.set_value(Tensor::zeros(tensor.dtype(), tensor.shape())?.into())?
            }
            (None, Leaf::Opaque(_)) => return Err(Error::invalid("an opaque value cannot be reset")),
        }
    }
    Ok(())
}

/// A Variable of a metric, with one number.
pub(super) fn state_variable(number: Tensor) -> Result<Attribute> {
    Ok(Node::variable(None, VariableType::named("MetricState")?, number.into())?.into())
}

/// The name under which a metric looks for its values.
pub(super) fn argname(metric: &Node) -> Result<String> {
    match metric.get(&name("argname"))? {
        Attribute::Static(value) => match value.value() {
            StaticValue::Str(name) => Ok(name.to_owned()),
            _ => Err(Error::invalid(format!("`argname` is {value}; it must be a string"))),
        },
        other => Err(Error::invalid(format!("`argname` is {}; it must be a string", other.kind_name()))),
    }
}

pub(super) fn find<'a>(arguments: &[Argument<'a>], wanted: &str) -> Option<Operand<'a>> {
    arguments.iter().find(|(name, _)| *name == wanted).map(|(_, operand)| *operand)
}

/// The argument of this name as a value.
pub(super) fn required(trace: &Trace, arguments: &[Argument], wanted: &str) -> Result<Value> {
    let found = find(arguments, wanted).ok_or_else(|| {
        let names: Vec<&str> = arguments.iter().map(|(name, _)| *name).collect();
        Error::invalid(format!("the metric needs an argument `{wanted}`; update got {names:?}"))
    })?;
    trace.operand(found)
}

/// The mask, as a value.
pub(super) fn mask(trace: &Trace, arguments: &[Argument]) -> Result<Option<Value>> {
    find(arguments, "mask").map(|mask| trace.operand(mask)).transpose()
}

/// Adds to a Variable of a metric, whose dtype stays.
pub(super) fn accumulate(trace: &Trace, metric: &Node, variable: &str, more: Operand) -> Result<()> {
    let variable = metric.node(&name(variable))?;
    let before = read_variable(trace, &variable)?;
    write_variable(&variable, &before.add(more)?.astype(before.dtype())?)
}

pub(super) fn read(trace: &Trace, metric: &Node, variable: &str) -> Result<Value> {
    read_variable(trace, &metric.node(&name(variable))?)
}
