//! Activations: functions of one element, with the formulas, defaults and slopes of `jax.nn`.

use crate::error::{Error, Result};
use crate::trace::{Axes, Value};

/// A function of one element. Where it has a number, such as elu's `alpha`, that is the default of Flax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Activation {
    /// x where it is positive, else 0; the slope at 0 is 0.
    Relu = 0,
    /// relu, and 6 where that is larger.
    Relu6 = 1,
    /// x where it is not negative, else 0.01 x.
    LeakyRelu = 2,
    /// x where it is positive, else e^x - 1.
    Elu = 3,
    /// The elu with a smooth slope for each alpha: max(x, 0) + alpha (e^(min(x, 0) / alpha) - 1), alpha 1.
    Celu = 4,
    /// The elu of the scale and alpha with which layers normalize themselves.
    Selu = 5,
    /// x times the distribution function of the normal distribution at x, approximated with tanh.
    Gelu = 6,
    /// As gelu, with the error function.
    GeluExact = 7,
    /// 1 / (1 + e^-x).
    Sigmoid = 8,
    /// The logarithm of the sigmoid.
    LogSigmoid = 9,
    /// x sigmoid(x), also called swish.
    Silu = 10,
    /// The hyperbolic tangent.
    Tanh = 11,
    /// log(1 + e^x).
    Softplus = 12,
    /// x / (|x| + 1).
    SoftSign = 13,
    /// relu6(x + 3) / 6.
    HardSigmoid = 14,
    /// x hard_sigmoid(x), also called hard swish.
    HardSilu = 15,
    /// x between -1 and 1, else the nearer of them.
    HardTanh = 16,
    /// x.
    Identity = 17,
}

impl Activation {
    /// Every one, in order of its number.
    pub const ALL: [Activation; 18] = [
        Activation::Relu,
        Activation::Relu6,
        Activation::LeakyRelu,
        Activation::Elu,
        Activation::Celu,
        Activation::Selu,
        Activation::Gelu,
        Activation::GeluExact,
        Activation::Sigmoid,
        Activation::LogSigmoid,
        Activation::Silu,
        Activation::Tanh,
        Activation::Softplus,
        Activation::SoftSign,
        Activation::HardSigmoid,
        Activation::HardSilu,
        Activation::HardTanh,
        Activation::Identity,
    ];

    /// The name of its function.
    pub const fn name(self) -> &'static str {
        match self {
            Activation::Relu => "relu",
            Activation::Relu6 => "relu6",
            Activation::LeakyRelu => "leaky_relu",
            Activation::Elu => "elu",
            Activation::Celu => "celu",
            Activation::Selu => "selu",
            Activation::Gelu => "gelu",
            Activation::GeluExact => "gelu_exact",
            Activation::Sigmoid => "sigmoid",
            Activation::LogSigmoid => "log_sigmoid",
            Activation::Silu => "silu",
            Activation::Tanh => "tanh",
            Activation::Softplus => "softplus",
            Activation::SoftSign => "soft_sign",
            Activation::HardSigmoid => "hard_sigmoid",
            Activation::HardSilu => "hard_silu",
            Activation::HardTanh => "hard_tanh",
            Activation::Identity => "identity",
        }
    }

    /// It of each element.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for truth values, `FAILED_PRECONDITION` when the trace is over.
    pub fn apply(self, x: &Value) -> Result<Value> {
        match self {
            Activation::Relu => relu(x),
            Activation::Relu6 => relu6(x),
            Activation::LeakyRelu => leaky_relu(x, 0.01),
            Activation::Elu => elu(x, 1.0),
            Activation::Celu => celu(x, 1.0),
            Activation::Selu => selu(x),
            Activation::Gelu => gelu(x),
            Activation::GeluExact => gelu_exact(x),
            Activation::Sigmoid => x.sigmoid(),
            Activation::LogSigmoid => log_sigmoid(x),
            Activation::Silu => silu(x),
            Activation::Tanh => x.tanh(),
            Activation::Softplus => softplus(x),
            Activation::SoftSign => soft_sign(x),
            Activation::HardSigmoid => hard_sigmoid(x),
            Activation::HardSilu => hard_silu(x),
            Activation::HardTanh => hard_tanh(x),
            Activation::Identity => Ok(x.clone()),
        }
    }

    /// It with another number than the default: the `alpha` of elu and celu, the slope of leaky_relu.
    ///
    /// # Errors
    /// As [`Activation::apply`], and `INVALID_ARGUMENT` when it has no number.
    pub fn apply_with(self, x: &Value, number: f64) -> Result<Value> {
        match self {
            Activation::LeakyRelu => leaky_relu(x, number),
            Activation::Elu => elu(x, number),
            Activation::Celu => celu(x, number),
            _ => Err(Error::invalid(format!("{} takes no number; elu, celu and leaky_relu do", self.name()))),
        }
    }
}

/// See [`Activation::Relu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn relu(x: &Value) -> Result<Value> {
    x.less_equal(0i64)?.where_(0i64, x)
}

/// See [`Activation::Relu6`]; the slope at 0 and at 6 is 0.
///
/// # Errors
/// As [`Activation::apply`].
pub fn relu6(x: &Value) -> Result<Value> {
    let below = x.greater_equal(6i64)?.where_(6i64, x)?;
    x.less_equal(0i64)?.where_(0i64, &below)
}

/// See [`Activation::LeakyRelu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn leaky_relu(x: &Value, negative_slope: f64) -> Result<Value> {
    x.greater_equal(0i64)?.where_(x, &x.mul(negative_slope)?)
}

/// See [`Activation::Elu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn elu(x: &Value, alpha: f64) -> Result<Value> {
    let positive = x.greater(0i64)?;
    // Without the inner choice the slope of a large x would be infinity times 0.
    let below = positive.where_(0.0, x)?.expm1()?.mul(alpha)?;
    positive.where_(x, &below)
}

/// See [`Activation::Celu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn celu(x: &Value, alpha: f64) -> Result<Value> {
    let below = x.minimum(0.0)?.div(alpha)?.expm1()?.mul(alpha)?;
    x.maximum(0.0)?.add(&below)
}

/// See [`Activation::Selu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn selu(x: &Value) -> Result<Value> {
    // Klambauer et al., "Self-normalizing neural networks", equations 14.
    let (scale, alpha) = (1.050_700_987_355_480_5, 1.673_263_242_354_377_2);
    elu(x, alpha)?.mul(scale)
}

/// See [`Activation::Gelu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn gelu(x: &Value) -> Result<Value> {
    let x = inexact(x)?;
    let cubic = x.add(&x.pow(3i64)?.mul(0.044_715)?)?;
    let slope = (2.0 / std::f64::consts::PI).sqrt();
    let cdf = cubic.mul(slope)?.tanh()?.add(1.0)?.mul(0.5)?;
    x.mul(&cdf)
}

/// See [`Activation::GeluExact`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn gelu_exact(x: &Value) -> Result<Value> {
    let x = inexact(x)?;
    let tail = x.neg()?.mul(0.5f64.sqrt())?.erfc()?;
    x.mul(0.5)?.mul(&tail)
}

/// See [`Activation::LogSigmoid`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn log_sigmoid(x: &Value) -> Result<Value> {
    softplus(&x.neg()?)?.neg()
}

/// See [`Activation::Silu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn silu(x: &Value) -> Result<Value> {
    x.mul(&x.sigmoid()?)
}

/// See [`Activation::Softplus`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn softplus(x: &Value) -> Result<Value> {
    let x = inexact(x)?;
    // e^-|x| never overflows. The two sides apart have the right slope at 0, which max(x, 0) and |x| have not.
    let positive = x.greater(0.0)?;
    let above = positive.where_(&x, 0.0)?;
    let below = positive.where_(0.0, &x)?;
    let above = above.add(&above.neg()?.exp()?.log1p()?)?;
    positive.where_(&above, &below.exp()?.log1p()?)
}

/// See [`Activation::SoftSign`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn soft_sign(x: &Value) -> Result<Value> {
    x.div(&x.abs()?.add(1i64)?)
}

/// See [`Activation::HardSigmoid`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn hard_sigmoid(x: &Value) -> Result<Value> {
    relu6(&x.add(3.0)?)?.div(6.0)
}

/// See [`Activation::HardSilu`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn hard_silu(x: &Value) -> Result<Value> {
    x.mul(&hard_sigmoid(x)?)
}

/// See [`Activation::HardTanh`].
///
/// # Errors
/// As [`Activation::apply`].
pub fn hard_tanh(x: &Value) -> Result<Value> {
    let from_below = x.less(-1i64)?.where_(-1i64, x)?;
    x.greater(1i64)?.where_(1i64, &from_below)
}

/// The first half along an axis times the sigmoid of the second.
///
/// # Errors
/// `INVALID_ARGUMENT` when there is no such axis or its extent is odd.
pub fn glu(x: &Value, axis: i64) -> Result<Value> {
    let extent = x.shape()[x.axis(axis)?];
    if extent % 2 != 0 {
        return Err(Error::invalid(format!("glu: axis {axis} of {x} has an odd extent, which has no halves")));
    }
    let half = extent / 2;
    x.slice_along(axis, 0, half)?.mul(&x.slice_along(axis, half, extent)?.sigmoid()?)
}

/// With mean 0 and variance 1 along these axes. The variance is the mean of the squares less the square of the mean, at
/// least 0, and `epsilon` is added to it.
///
/// # Errors
/// As [`Value::reduce`].
pub fn standardize(x: &Value, axes: Axes, epsilon: f64) -> Result<Value> {
    let mean = x.mean(axes, true)?;
    let variance = x.square()?.mean(axes, true)?.sub(&mean.square()?)?.maximum(0i64)?;
    x.sub(&mean)?.mul(&variance.add(epsilon)?.rsqrt()?)
}

/// Integers and truth values as `float32`, floats as they are.
fn inexact(x: &Value) -> Result<Value> {
    x.astype(super::dtype::inexact(x.dtype()))
}
