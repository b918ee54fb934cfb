//! BatchNorm: features with mean 0 and variance 1 over the batch (Ioffe and Szegedy, 2015), then scaled and moved.

use super::attribute::{self, of_dtype, optional_dtype, parameter, path, set};
use super::dtype::{check_float, computed_in};
use super::initializers::{self, parameter_of};
use crate::error::{Error, Result};
use crate::graph::{Attribute, Leaf, Node, Static, VariableType};
use crate::tensor::{DType, Tensor};
use crate::trace::{Axes, Value, promote, write_variable};

/// The type name of a BatchNorm's node.
pub const NAME: &str = "BatchNorm";

/// What a BatchNorm may be told. The default is Flax's.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether it normalizes with the running averages and leaves them as they are, as in evaluation. Nothing: each
    /// call says it.
    pub use_running_average: Option<bool>,
    /// The axis of the features.
    pub axis: i64,
    /// How much of a running average stays in each step.
    pub momentum: f64,
    /// What is added to the variance.
    pub epsilon: f64,
    /// The dtype of the result; without one, what input and parameters promote to.
    pub dtype: Option<DType>,
    /// The dtype of scale and bias.
    pub param_dtype: DType,
    /// Whether there is a bias.
    pub use_bias: bool,
    /// Whether there is a scale.
    pub use_scale: bool,
    /// How the bias is made.
    pub bias_init: Static,
    /// How the scale is made.
    pub scale_init: Static,
    /// Whether the variance is the mean of the squares less the square of the mean, which takes one pass.
    pub use_fast_variance: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            use_running_average: Some(false),
            axis: -1,
            momentum: 0.99,
            epsilon: 1e-5,
            dtype: None,
            param_dtype: DType::F32,
            use_bias: true,
            use_scale: true,
            bias_init: initializers::zeros(),
            scale_init: initializers::ones(),
            use_fast_variance: true,
        }
    }
}

/// A BatchNorm of so many features.
///
/// # Errors
/// As [`init`].
pub fn new(num_features: i64, options: &Options, rngs: &Node) -> Result<Node> {
    let node = Node::object(None, NAME)?;
    init(&node, num_features, options, rngs)?;
    Ok(node)
}

/// Makes a BatchNorm of a node. `rngs` gives a key for the scale and then one for the bias, of its stream `params`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a number of features below 1, a dtype that is no float, an initializer that is none or `rngs`
/// that are none.
pub fn init(node: &Node, num_features: i64, options: &Options, rngs: &Node) -> Result<()> {
    if num_features < 1 {
        return Err(Error::invalid(format!("BatchNorm: num_features is {num_features}; it must be at least 1")));
    }
    options.dtype.map_or(Ok(()), |dtype| check_float("dtype", dtype))?;
    let dims = [num_features];
    let statistic = |number: f32| -> Result<Attribute> {
        let array = Tensor::from_slice(&dims, &vec![number; num_features as usize])?;
        Ok(Node::variable(Some(&node.graph()), VariableType::named("BatchStat")?, Leaf::Tensor(array))?.into())
    };
    let (mean, var) = (statistic(0.0)?, statistic(1.0)?);
    let scale = match options.use_scale {
        true => parameter_of(node, rngs, &options.scale_init, options.param_dtype, &dims)?.into(),
        false => Attribute::None,
    };
    let bias = match options.use_bias {
        true => parameter_of(node, rngs, &options.bias_init, options.param_dtype, &dims)?.into(),
        false => Attribute::None,
    };
    set(
        node,
        [
            ("mean", mean),
            ("var", var),
            ("scale", scale),
            ("bias", bias),
            ("num_features", num_features.into()),
            ("use_running_average", options.use_running_average.map_or(Static::none(), Static::from).into()),
            ("axis", options.axis.into()),
            ("momentum", options.momentum.into()),
            ("epsilon", options.epsilon.into()),
            ("dtype", of_dtype(options.dtype)),
            ("param_dtype", options.param_dtype.into()),
            ("use_bias", options.use_bias.into()),
            ("use_scale", options.use_scale.into()),
            ("axis_name", Static::none().into()),
            ("axis_index_groups", Static::none().into()),
            ("use_fast_variance", options.use_fast_variance.into()),
        ],
    )
}

/// `x` normalized: with the mean and variance of `x`, which also move the running averages, or with those averages
/// where `use_running_average`, or without it the attribute of that name, says so.
///
/// # Errors
/// `INVALID_ARGUMENT`, with the path of the node, when `x` has another number of features, the node is no BatchNorm, or
/// neither the call nor the attribute says which; `FAILED_PRECONDITION` when the trace is over.
pub fn call(node: &Node, x: &Value, use_running_average: Option<bool>) -> Result<Value> {
    x.trace().located(node, forward(node, x, use_running_average))
}

fn forward(node: &Node, x: &Value, use_running_average: Option<bool>) -> Result<Value> {
    let trace = x.trace();
    let said = match use_running_average {
        None => attribute::optional_bool(node, "use_running_average")?,
        said => said,
    };
    let use_running_average = said.ok_or_else(|| {
        Error::invalid(
            "BatchNorm: neither the call nor the attribute says use_running_average; call train() or eval() on the \
             model, or say it in the call",
        )
    })?;
    let missing =
        |name: &str| Error::invalid(format!("BatchNorm: the attribute {name} is None; it must be a Variable"));
    let running = ["mean", "var"].map(|name| (name, parameter(trace, node, name)));
    let [mean, var] = running.map(|(name, found)| found.and_then(|found| found.ok_or_else(|| missing(name))));
    let (running_mean, running_var) = (mean?, var?);
    let (scale, bias) = (parameter(trace, node, "scale")?, parameter(trace, node, "bias")?);

    let axis = attribute::int(node, "axis")?;
    let feature_axis = x.axis(axis).map_err(|error| Error::invalid(format!("BatchNorm: {}", error.message())))?;
    let features = x.shape()[feature_axis];
    let held = running_mean.size() as i64;
    let fits = |value: &Value| value.size() as i64 == held;
    if features != held || !fits(&running_var) || ![&scale, &bias].into_iter().flatten().all(fits) {
        let fitting = match feature_axis + 1 == x.rank() {
            true => format!("of shape [..., {held}]"),
            false => format!("with {held} there"),
        };
        return Err(Error::invalid(format!(
            "BatchNorm takes {held} features along axis {axis}, x is {x}; build it as BatchNorm({features}) or pass x \
             {fitting}"
        )));
    }
    let reduced: Vec<i64> = (0..x.rank() as i64).filter(|&axis| axis != feature_axis as i64).collect();
    let mut along_features = vec![1; x.rank()];
    along_features[feature_axis] = features;

    let asked = optional_dtype(node, "dtype")?;
    let dtype = computed_in(asked, &[Some(x), Some(&running_mean), Some(&running_var), scale.as_ref(), bias.as_ref()])?;
    let x = x.astype(dtype)?;
    let as_computed = |value: Option<Value>| value.map(|value| value.astype(dtype)).transpose();
    let (scale, bias) = (as_computed(scale)?, as_computed(bias)?);
    let (mean, var) = if use_running_average {
        (running_mean.astype(dtype)?, running_var.astype(dtype)?)
    } else {
        let fast = attribute::bool(node, "use_fast_variance")?;
        let (mean, var) = statistics(&x, &reduced, fast)?;
        let momentum = attribute::float(node, "momentum")?;
        for (name, running, batch) in [("mean", running_mean, &mean), ("var", running_var, &var)] {
            let moved = running.mul(momentum)?.add(&batch.mul(1.0 - momentum)?)?;
            write_variable(&node.node(&path(name))?, &moved.stop_gradient()?.astype(running.dtype())?)?;
        }
        (mean, var)
    };

    // The order of these operations is Flax's, and with it the rounding.
    let y = x.sub(&mean.reshape(&along_features)?)?;
    let mut factor = var.reshape(&along_features)?.add(attribute::float(node, "epsilon")?)?.rsqrt()?;
    if let Some(scale) = &scale {
        factor = factor.mul(&scale.reshape(&along_features)?)?;
    }
    let mut y = y.mul(&factor)?;
    if let Some(bias) = &bias {
        y = y.add(&bias.reshape(&along_features)?)?;
    }
    y.astype(computed_in(asked, &[Some(&x), scale.as_ref(), bias.as_ref()])?)
}

/// Mean and variance along these axes, in `float32` at least.
fn statistics(x: &Value, axes: &[i64], fast: bool) -> Result<(Value, Value)> {
    let x = x.astype(promote(x.dtype(), DType::F32))?;
    let axes = Axes::These(axes);
    let mean = x.mean(axes, false)?;
    let var = if fast {
        let squares = x.square()?.mean(axes, false)?;
        // Rounding may leave a little less than 0.
        squares.sub(&mean.square()?)?.maximum(0.0)?
    } else {
        x.sub(&x.mean(axes, true)?)?.square()?.mean(axes, false)?
    };
    Ok((mean, var))
}
