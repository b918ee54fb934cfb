//! Metrics, which are nodes.

use super::guard;
use super::handle;
use super::input;
use super::node::nnx_node;
use super::state::nnx_state;
use super::status::nnx_status;
use super::strings::nnx_str;
use super::tensor::nnx_tensor;
use super::value::{self, nnx_value};
use crate::error::Result;
use crate::graph::Node;
use crate::metrics;
use crate::trace::Operand;

/// The name under which a metric looks for its values: `values` unless the caller says another.
fn argname(name: &nnx_str) -> Result<&str> {
    // SAFETY: the contract of all exports.
    let name = unsafe { name.as_str("argname") }?;
    Ok(if name.is_empty() { "values" } else { name })
}

/// The average of all values that updates have under the name `argname`; the empty text is `values`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_average_new(argname: nnx_str, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(metrics::average(self::argname(&argname)?)?)
    })
}

/// As `nnx_average_new`, for an Object that exists.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_average_init(metric: *mut nnx_node, argname: nnx_str) -> nnx_status {
    guard(|| {
        let metric = handle::get(metric, "metric")?;
        metrics::init_average(&metric, self::argname(&argname)?)
    })
}

/// The part of the answers that are right, of updates with `logits` and `labels`. Where `threshold` is a NaN, the
/// answer is the class with the largest logit along the last axis; else it is yes where the logit is not below the
/// threshold.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_accuracy_new(threshold: f64, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(metrics::accuracy((!threshold.is_nan()).then_some(threshold))?)
    })
}

/// As `nnx_accuracy_new`, for an Object that exists.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_accuracy_init(metric: *mut nnx_node, threshold: f64) -> nnx_status {
    guard(|| {
        let metric = handle::get(metric, "metric")?;
        metrics::init_accuracy(&metric, (!threshold.is_nan()).then_some(threshold))
    })
}

/// Mean, standard deviation and error of the mean of all values that updates have under the name `argname`; the empty
/// text is `values`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_welford_new(argname: nnx_str, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(metrics::welford(self::argname(&argname)?)?)
    })
}

/// As `nnx_welford_new`, for an Object that exists.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_welford_init(metric: *mut nnx_node, argname: nnx_str) -> nnx_status {
    guard(|| {
        let metric = handle::get(metric, "metric")?;
        metrics::init_welford(&metric, self::argname(&argname)?)
    })
}

/// `count` metrics under these names, which are updated together. INVALID_ARGUMENT for a name that stands twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_multi_metric_new(
    names: *const nnx_str,
    metrics: *const *const nnx_node,
    count: usize,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let parts = unsafe { named_nodes(names, metrics, count) }?;
        out.set_new(metrics::multi_metric(&borrowed(&parts))?)
    })
}

/// As `nnx_multi_metric_new`, for an Object that exists.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_multi_metric_init(
    metric: *mut nnx_node,
    names: *const nnx_str,
    metrics: *const *const nnx_node,
    count: usize,
) -> nnx_status {
    guard(|| {
        let metric = handle::get(metric, "metric")?;
        // SAFETY: the contract of all exports.
        let parts = unsafe { named_nodes(names, metrics, count) }?;
        metrics::init_multi_metric(&metric, &borrowed(&parts))
    })
}

/// The nodes with their names.
///
/// # Safety
/// As [`input::texts`] and [`input::handles`].
unsafe fn named_nodes<'a>(
    names: *const nnx_str,
    metrics: *const *const nnx_node,
    count: usize,
) -> Result<Vec<(&'a str, Node)>> {
    // SAFETY: asked of the caller.
    let (names, nodes) = unsafe { (input::texts(names, count, "names")?, input::handles(metrics, count, "metrics")?) };
    Ok(names.into_iter().zip(nodes.iter().map(|node| (**node).clone())).collect())
}

fn borrowed<'a>(parts: &'a [(&'a str, Node)]) -> Vec<(&'a str, &'a Node)> {
    parts.iter().map(|(name, node)| (*name, node)).collect()
}

/// Adds to a metric, in a trace, `count` values under their names. Each metric takes those that it knows: `mask` is for
/// every metric, `mask/accuracy` only for the one of that name in a MultiMetric. INVALID_ARGUMENT when one is missing,
/// or has a shape or dtype that the metric cannot take.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_metric_update(
    metric: *mut nnx_node,
    names: *const nnx_str,
    values: *const *const nnx_value,
    count: usize,
) -> nnx_status {
    guard(|| {
        let metric = handle::get(metric, "metric")?;
        // SAFETY: the contract of all exports.
        let (names, values) =
            unsafe { (input::texts(names, count, "names")?, value::get_all(values, count, "values")?) };
        let arguments: Vec<(&str, Operand)> = names.into_iter().zip(values.iter().map(Operand::Value)).collect();
        metrics::update(&metric, &arguments)
    })
}

/// As `nnx_metric_update`, with arrays: at once where the metric is not traced, as constants where it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_metric_update_tensors(
    metric: *mut nnx_node,
    names: *const nnx_str,
    tensors: *const *const nnx_tensor,
    count: usize,
) -> nnx_status {
    guard(|| {
        let metric = handle::get(metric, "metric")?;
        // SAFETY: the contract of all exports.
        let names = unsafe { input::texts(names, count, "names") }?;
        // SAFETY: the contract of all exports.
        let tensors = unsafe { input::handles(tensors, count, "tensors") }?;
        let operands = tensors.iter().map(|tensor| Operand::Tensor(tensor));
        let arguments: Vec<(&str, Operand)> = names.into_iter().zip(operands).collect();
        metrics::update(&metric, &arguments)
    })
}

/// The values of a metric. An Average and an Accuracy have one, at the empty path; a Welford has `mean`,
/// `standard_deviation` and `standard_error_of_mean`; those of a MultiMetric stand below the names of its metrics. They
/// are traced values where the metric is traced, and arrays otherwise.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_metric_compute(metric: *const nnx_node, out: *mut *mut nnx_state) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(metrics::compute(&*handle::get(metric, "metric")?)?)
    })
}

/// Makes a metric begin again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_metric_reset(metric: *mut nnx_node) -> nnx_status {
    guard(|| metrics::reset(&*handle::get(metric, "metric")?))
}
