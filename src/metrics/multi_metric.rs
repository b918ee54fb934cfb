//! Several metrics that are updated together.

use super::metric::{self, Argument, name};
use crate::error::{Error, Result};
use crate::graph::{Attribute, Node, Path, Static, StaticValue};
use crate::trace::{Trace, Value};

/// The attribute with the names of its metrics, in their order.
pub(super) const NAMES: &str = "_metric_names";

/// A MultiMetric of these.
///
/// # Errors
/// As [`init`].
pub fn new(metrics: &[(&str, &Node)]) -> Result<Node> {
    let metric = Node::object(None, "MultiMetric")?;
    init(&metric, metrics)?;
    Ok(metric)
}

/// Gives an Object what makes it a MultiMetric.
///
/// # Errors
/// `INVALID_ARGUMENT` for a name that stands twice or is that of a method.
pub fn init(multi_metric: &Node, metrics: &[(&str, &Node)]) -> Result<()> {
    for (place, (metric, _)) in metrics.iter().enumerate() {
        if ["reset", "update", "compute", "split", NAMES].contains(metric) {
            return Err(Error::invalid(format!("a metric cannot be called {metric}: a MultiMetric has that already")));
        }
        if metrics[..place].iter().any(|(other, _)| other == metric) {
            return Err(Error::invalid(format!("two metrics are called {metric}")));
        }
    }
    let names = metrics.iter().map(|(name, _)| Static::from(*name)).collect();
    multi_metric.set(&name(NAMES), Static::tuple(names)?.into())?;
    metrics.iter().try_for_each(|(metric, node)| multi_metric.set(&name(metric), Attribute::Node((*node).clone())))
}

/// The metrics of a MultiMetric, with their names.
pub(super) fn each(multi_metric: &Node) -> Result<Vec<(String, Node)>> {
    let wrong = || Error::invalid(format!("`{NAMES}` must be a tuple of names"));
    let Attribute::Static(names) = multi_metric.get(&name(NAMES))? else { return Err(wrong()) };
    let StaticValue::Tuple(names) = names.value() else { return Err(wrong()) };
    let metric = |item: &Static| match item.value() {
        StaticValue::Str(text) => Ok((text.to_owned(), multi_metric.node(&name(text))?)),
        _ => Err(wrong()),
    };
    names.iter().map(metric).collect()
}

pub(super) fn update(trace: &Trace, multi_metric: &Node, arguments: &[Argument]) -> Result<()> {
    let masks_are_named = arguments.iter().any(|(name, _)| name.starts_with("mask/"));
    for (called, metric) in each(multi_metric)? {
        let own = format!("mask/{called}");
        let of_metric = arguments.iter().filter_map(|&(argument, operand)| match argument {
            _ if argument == own => Some(("mask", operand)),
            "mask" if masks_are_named => None,
            _ => (!argument.starts_with("mask/")).then_some((argument, operand)),
        });
        let of_metric: Vec<Argument> = of_metric.collect();
        trace.located(&metric, metric::update_in(trace, &metric, &of_metric))?;
    }
    Ok(())
}

pub(super) fn compute(trace: &Trace, multi_metric: &Node) -> Result<Vec<(Path, Value)>> {
    let mut all = Vec::new();
    for (called, metric) in each(multi_metric)? {
        for (path, value) in metric::compute_in(trace, &metric)? {
            all.push((Path::from([name(&called).keys(), path.keys()].concat()), value));
        }
    }
    Ok(all)
}
