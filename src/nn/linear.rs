//! Linear: a product with a matrix over the last axis, and a sum with a bias.

use super::attribute::{self, of_dtype, optional_dtype, parameter, set};
use super::dtype::{check_float, computed_in};
use super::initializers::{self, parameter_of};
use crate::error::{Error, Result};
use crate::graph::{Attribute, Node, Static};
use crate::program::op::dimensions::DotDimensionNumbers;
use crate::tensor::DType;
use crate::trace::Value;

/// The type name of a Linear's node.
pub const NAME: &str = "Linear";

/// What a Linear may be told. The default is Flax's.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether there is a bias.
    pub use_bias: bool,
    /// The dtype to compute in; without one, what input and parameters promote to.
    pub dtype: Option<DType>,
    /// The dtype of the parameters.
    pub param_dtype: DType,
    /// How the kernel is made.
    pub kernel_init: Static,
    /// How the bias is made.
    pub bias_init: Static,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            use_bias: true,
            dtype: None,
            param_dtype: DType::F32,
            kernel_init: initializers::lecun_normal(),
            bias_init: initializers::zeros(),
        }
    }
}

/// A Linear from so many features to so many.
///
/// # Errors
/// As [`init`].
pub fn new(in_features: i64, out_features: i64, options: &Options, rngs: &Node) -> Result<Node> {
    let node = Node::object(None, NAME)?;
    init(&node, in_features, out_features, options, rngs)?;
    Ok(node)
}

/// Makes a Linear of a node: its attributes and Variables are set. `rngs` gives a key for the kernel and then one for
/// the bias, of its stream `params`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a number of features below 1, a dtype that is no float, an initializer that is none or `rngs`
/// that are none.
pub fn init(node: &Node, in_features: i64, out_features: i64, options: &Options, rngs: &Node) -> Result<()> {
    for (argument, features) in [("in_features", in_features), ("out_features", out_features)] {
        if features < 1 {
            return Err(Error::invalid(format!("Linear: {argument} is {features}; it must be at least 1")));
        }
    }
    options.dtype.map_or(Ok(()), |dtype| check_float("dtype", dtype))?;
    let kernel = parameter_of(node, rngs, &options.kernel_init, options.param_dtype, &[in_features, out_features])?;
    let bias = match options.use_bias {
        true => parameter_of(node, rngs, &options.bias_init, options.param_dtype, &[out_features])?.into(),
        false => Attribute::None,
    };
    set(
        node,
        [
            ("kernel", kernel.into()),
            ("bias", bias),
            ("in_features", in_features.into()),
            ("out_features", out_features.into()),
            ("use_bias", options.use_bias.into()),
            ("dtype", of_dtype(options.dtype)),
            ("param_dtype", options.param_dtype.into()),
            ("precision", Static::none().into()),
            ("preferred_element_type", Static::none().into()),
        ],
    )
}

/// `x @ kernel + bias`.
///
/// # Errors
/// `INVALID_ARGUMENT`, with the path of the node, when the last axis of `x` is not as long as the kernel has rows or
/// the node is no Linear; `FAILED_PRECONDITION` when the trace is over.
pub fn call(node: &Node, x: &Value) -> Result<Value> {
    x.trace().located(node, forward(node, x))
}

fn forward(node: &Node, x: &Value) -> Result<Value> {
    let trace = x.trace();
    let kernel = parameter(trace, node, "kernel")?;
    let kernel = kernel.ok_or_else(|| Error::invalid("Linear: the attribute kernel is None; it must be a Variable"))?;
    let bias = parameter(trace, node, "bias")?;
    let [rows, columns] = *kernel.shape() else {
        return Err(Error::invalid(format!("Linear: the kernel is {kernel}; it must have two axes")));
    };
    match x.shape().last() {
        Some(&features) if features == rows => {}
        Some(&features) => {
            return Err(Error::invalid(format!(
                "Linear takes {rows} features in the last axis, x is {x}; build it as Linear({features}, {columns}) or \
                 pass x of shape [..., {rows}]"
            )));
        }
        None => {
            return Err(Error::invalid(format!(
                "Linear takes {rows} features in the last axis, x is {x}, a single number; pass x of shape [..., {rows}]"
            )));
        }
    }
    let asked = optional_dtype(node, "dtype")?;
    let dtype = computed_in(asked, &[Some(x), Some(&kernel), bias.as_ref()])?;
    let last = x.rank() as i64 - 1;
    let y = x.astype(dtype)?.dot_general(
        &kernel.astype(dtype)?,
        DotDimensionNumbers {
            lhs_contracting_dimensions: vec![last],
            rhs_contracting_dimensions: vec![0],
            ..DotDimensionNumbers::default()
        },
    )?;
    let Some(bias) = bias else { return Ok(y) };
    if bias.size() as i64 != columns {
        return Err(Error::invalid(format!(
            "Linear: the kernel is {kernel} and the bias {bias}; the bias must have {columns} elements"
        )));
    }
    y.add(&bias.astype(dtype)?.reshape(&[columns])?)
}

/// The number of features that a Linear takes, and that it gives.
///
/// # Errors
/// `INVALID_ARGUMENT` when the node is no Linear.
pub fn features(node: &Node) -> Result<(i64, i64)> {
    Ok((attribute::int(node, "in_features")?, attribute::int(node, "out_features")?))
}
