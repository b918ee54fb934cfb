//! Initializers: how a parameter is made from a key. The formulas are those of `jax.nn.initializers`, and so are the
//! bits.
//!
//! An initializer is a static value, so that every language can say it and every file can hold it: a name, or a tuple
//! of a name and what it takes.
//!
//! | value | elements |
//! |---|---|
//! | `"zeros"`, `"ones"`, `("constant", value)` | one number |
//! | `("uniform", scale)` | uniform over [0, scale); 0.01 without it |
//! | `("normal", stddev)` | normal; 0.01 without it |
//! | `("truncated_normal", stddev, lower, upper)` | normal between two bounds, then times stddev; 0.01, -2, 2 |
//! | `("variance_scaling", scale, mode, distribution, in_axis, out_axis, batch_axis)` | with the variance scale / n; n is the `"fan_in"`, `"fan_out"`, `"fan_avg"` or `"fan_geo_avg"` of the shape; the distribution is `"truncated_normal"`, `"normal"` or `"uniform"`; the axes are -2, -1 and `()` without them |
//! | `"lecun_normal"`, `"lecun_uniform"` | variance_scaling with scale 1 and fan_in |
//! | `"glorot_normal"`, `"glorot_uniform"`, `"xavier_…"` | with scale 1 and fan_avg |
//! | `"he_normal"`, `"he_uniform"`, `"kaiming_…"` | with scale 2 and fan_in |
//!
//! The last three take the axes too: `("lecun_normal", in_axis, out_axis, batch_axis)`.

use half::{bf16, f16};

use super::dtype::check_float;
use crate::error::{Error, Result};
use crate::graph::{Leaf, Node, Static, StaticValue, VariableType};
use crate::random::numbers::Float;
use crate::random::{self, Eager, rngs};
use crate::tensor::{DType, Tensor};
use crate::trace::Value;

/// 0 everywhere.
pub fn zeros() -> Static {
    "zeros".into()
}

/// 1 everywhere.
pub fn ones() -> Static {
    "ones".into()
}

/// A truncated normal distribution with the variance 1 / fan_in (LeCun et al., 1998): what kernels are made by.
pub fn lecun_normal() -> Static {
    "lecun_normal".into()
}

/// Makes an array of this dtype and shape. The key is an array or a traced value; the result is of the same kind.
///
/// # Errors
/// `INVALID_ARGUMENT` for a value that is no initializer, a dtype that is no float, a key that is none, or a shape that
/// has no fans; `RESOURCE_EXHAUSTED`.
pub fn make(initializer: &Static, key: &Leaf, dtype: DType, dims: &[i64]) -> Result<Leaf> {
    check_float("the dtype of a parameter", dtype)?;
    let what = Initializer::parse(initializer)?;
    match dtype {
        DType::F16 => what.make::<f16>(key, dtype, dims),
        DType::BF16 => what.make::<bf16>(key, dtype, dims),
        DType::F64 => what.make::<f64>(key, dtype, dims),
        _ => what.make::<f32>(key, dtype, dims),
    }
}

/// Looks whether a value is an initializer.
///
/// # Errors
/// `INVALID_ARGUMENT`, saying why, when it is none.
pub fn check(initializer: &Static) -> Result<()> {
    Initializer::parse(initializer).map(drop)
}

/// A Param for the layer `node`, made with the next key of the stream `params`.
pub(super) fn parameter_of(node: &Node, rngs: &Node, initializer: &Static, dtype: DType, dims: &[i64]) -> Result<Node> {
    let key = rngs::next_key(rngs, "params")?;
    let leaf = make(initializer, &key, dtype, dims)?;
    Node::variable(Some(&node.graph()), VariableType::named("Param")?, leaf)
}

/// What an initializer says.
#[derive(Debug)]
enum Initializer {
    Constant(f64),
    Scaled(Distribution, f64),
    VarianceScaling { scale: f64, mode: Fan, distribution: Distribution, axes: FanAxes },
}

/// What is drawn before it is scaled.
#[derive(Clone, Copy, Debug)]
enum Distribution {
    Uniform { low: f64 },
    Normal,
    TruncatedNormal { lower: f64, upper: f64 },
}

/// By what a variance is divided.
#[derive(Clone, Copy, Debug)]
enum Fan {
    In,
    Out,
    Average,
    GeometricAverage,
}

/// The axes of the inputs, of the outputs and of what is no part of one product.
#[derive(Debug)]
struct FanAxes {
    inputs: Vec<i64>,
    outputs: Vec<i64>,
    batch: Vec<i64>,
}

/// The standard deviation of the normal distribution between -2 and 2.
const TRUNCATED_STDDEV: f64 = 0.879_625_661_034_239_8;

const TRUNCATED: Distribution = Distribution::TruncatedNormal { lower: -2.0, upper: 2.0 };
const CENTRED: Distribution = Distribution::Uniform { low: -1.0 };

impl Initializer {
    fn parse(initializer: &Static) -> Result<Initializer> {
        let wrong = |why: String| Error::invalid(format!("{initializer} is no initializer: {why}"));
        let (name, items) = match initializer.value() {
            StaticValue::Str(name) => (name, &[][..]),
            StaticValue::Tuple([first, items @ ..]) => match first.value() {
                StaticValue::Str(name) => (name, items),
                _ => return Err(wrong("a tuple begins with its name".to_owned())),
            },
            _ => return Err(wrong("it must be a name or a tuple such as (\"normal\", 0.02)".to_owned())),
        };
        let takes = |most: usize| match items.len() {
            given if given > most => Err(wrong(format!("{name} takes at most {most} more values"))),
            _ => Ok(()),
        };
        let number = |place: usize, default: Option<f64>| match items.get(place).map(Static::value) {
            Some(StaticValue::Float(number)) => Ok(number),
            Some(StaticValue::Int(number)) => Ok(number as f64),
            Some(_) => Err(wrong(format!("{} is no number", items[place]))),
            None => default.ok_or_else(|| wrong(format!("{name} takes a number"))),
        };
        let scaled = |mode: Fan, scale: f64, distribution: Distribution, place: usize| {
            takes(place + 3)?;
            let axes = |place: usize, default: &[i64]| {
                axes_at(items, place, default)
                    .ok_or_else(|| wrong(format!("{} is neither an axis nor a tuple of axes", items[place])))
            };
            let axes =
                FanAxes { inputs: axes(place, &[-2])?, outputs: axes(place + 1, &[-1])?, batch: axes(place + 2, &[])? };
            Ok(Initializer::VarianceScaling { scale, mode, distribution, axes })
        };
        match name {
            "zeros" => takes(0).map(|()| Initializer::Constant(0.0)),
            "ones" => takes(0).map(|()| Initializer::Constant(1.0)),
            "constant" => takes(1).and_then(|()| number(0, None)).map(Initializer::Constant),
            "uniform" => {
                takes(1)?;
                Ok(Initializer::Scaled(Distribution::Uniform { low: 0.0 }, number(0, Some(0.01))?))
            }
            "normal" => takes(1).and_then(|()| Ok(Initializer::Scaled(Distribution::Normal, number(0, Some(0.01))?))),
            "truncated_normal" => {
                takes(3)?;
                let (lower, upper) = (number(1, Some(-2.0))?, number(2, Some(2.0))?);
                Ok(Initializer::Scaled(Distribution::TruncatedNormal { lower, upper }, number(0, Some(0.01))?))
            }
            "lecun_normal" => scaled(Fan::In, 1.0, TRUNCATED, 0),
            "lecun_uniform" => scaled(Fan::In, 1.0, CENTRED, 0),
            "glorot_normal" | "xavier_normal" => scaled(Fan::Average, 1.0, TRUNCATED, 0),
            "glorot_uniform" | "xavier_uniform" => scaled(Fan::Average, 1.0, CENTRED, 0),
            "he_normal" | "kaiming_normal" => scaled(Fan::In, 2.0, TRUNCATED, 0),
            "he_uniform" | "kaiming_uniform" => scaled(Fan::In, 2.0, CENTRED, 0),
            "variance_scaling" => {
                let text = |place: usize| match items.get(place).map(Static::value) {
                    Some(StaticValue::Str(text)) => text,
                    _ => "",
                };
                let mode = match text(1) {
                    "fan_in" => Fan::In,
                    "fan_out" => Fan::Out,
                    "fan_avg" => Fan::Average,
                    "fan_geo_avg" => Fan::GeometricAverage,
                    _ => return Err(wrong("its mode must be fan_in, fan_out, fan_avg or fan_geo_avg".to_owned())),
                };
                let distribution = match text(2) {
                    "truncated_normal" => TRUNCATED,
                    "normal" => Distribution::Normal,
                    "uniform" => CENTRED,
                    _ => return Err(wrong("its distribution must be truncated_normal, normal or uniform".to_owned())),
                };
                scaled(mode, number(0, None)?, distribution, 3)
            }
            _ => Err(wrong(format!("there is none of the name {name}"))),
        }
    }

    fn make<F: Element>(&self, key: &Leaf, dtype: DType, dims: &[i64]) -> Result<Leaf> {
        let (distribution, factor) = match self {
            Initializer::Constant(number) => return constant(key, F::of(*number), dtype, dims),
            Initializer::Scaled(distribution, scale) => (*distribution, F::of(*scale)),
            Initializer::VarianceScaling { scale, mode, distribution, axes } => {
                let variance = F::of(scale / axes.denominator(*mode, dims)?);
                let factor = match distribution {
                    Distribution::Uniform { .. } => F::of(3.0).mul(variance).sqrt(),
                    Distribution::Normal => variance.sqrt(),
                    Distribution::TruncatedNormal { .. } => variance.sqrt().div(F::of(TRUNCATED_STDDEV)),
                };
                (*distribution, factor)
            }
        };
        match (Value::of_leaf(key), key) {
            (Some(key), _) => {
                let drawn = distribution.draw(key.trace(), key, dtype, dims)?;
                Ok(drawn.mul(factor.value())?.to_leaf())
            }
            (None, Leaf::Tensor(key)) => {
                let mut drawn = distribution.draw(&Eager, key, dtype, dims)?;
                for number in drawn.as_mut_slice::<F>()? {
                    *number = number.mul(factor);
                }
                Ok(drawn.into())
            }
            (None, Leaf::Opaque(_)) => Err(Error::invalid("the key is opaque; it must be uint32[2]")),
        }
    }
}

/// A float that tensors hold as it is.
trait Element: Float + crate::tensor::Element {}

impl<F: Float + crate::tensor::Element> Element for F {}

fn constant<F: Element>(key: &Leaf, number: F, dtype: DType, dims: &[i64]) -> Result<Leaf> {
    if let Some(key) = Value::of_leaf(key) {
        return Ok(key.trace().full(dtype, dims, number.value())?.to_leaf());
    }
    let mut array = Tensor::zeros(dtype, dims)?;
    array.as_mut_slice::<F>()?.fill(number);
    Ok(array.into())
}

impl Distribution {
    fn draw<A: random::Arrays>(self, arrays: &A, key: &A::Array, dtype: DType, dims: &[i64]) -> Result<A::Array> {
        match self {
            Distribution::Uniform { low } => random::uniform(arrays, key, dtype, dims, low, 1.0),
            Distribution::Normal => random::normal(arrays, key, dtype, dims),
            Distribution::TruncatedNormal { lower, upper } => {
                random::truncated_normal(arrays, key, dtype, dims, lower, upper)
            }
        }
    }
}

impl FanAxes {
    /// What the variance of an array of this shape is divided by.
    fn denominator(&self, mode: Fan, dims: &[i64]) -> Result<f64> {
        let extent = |axis: i64| {
            let place = if axis < 0 { axis + dims.len() as i64 } else { axis };
            let found = usize::try_from(place).ok().and_then(|place| dims.get(place));
            found.map(|&extent| extent as f64).ok_or_else(|| {
                Error::invalid(format!(
                    "variance_scaling: a parameter of shape {dims:?} has no axis {axis} of inputs or outputs; name axes \
                     that it has, or use an initializer without fans such as (\"normal\", 0.01)"
                ))
            })
        };
        let product =
            |axes: &[i64]| axes.iter().try_fold(1.0, |product, &axis| Ok::<f64, Error>(product * extent(axis)?));
        let (inputs, outputs, batch) = (product(&self.inputs)?, product(&self.outputs)?, product(&self.batch)?);
        // The other axes are those of a window.
        let window = dims.iter().map(|&extent| extent as f64).product::<f64>() / inputs / outputs / batch;
        let (fan_in, fan_out) = (inputs * window, outputs * window);
        Ok(match mode {
            Fan::In => fan_in,
            Fan::Out => fan_out,
            Fan::Average => (fan_in + fan_out) / 2.0,
            Fan::GeometricAverage => (fan_in * fan_out).sqrt(),
        })
    }
}

/// The axes that stand at a place: an int, or a tuple of ints.
fn axes_at(items: &[Static], place: usize, default: &[i64]) -> Option<Vec<i64>> {
    let int = |item: &Static| match item.value() {
        StaticValue::Int(axis) => Some(axis),
        _ => None,
    };
    match items.get(place) {
        None => Some(default.to_vec()),
        Some(item) => match item.value() {
            StaticValue::Tuple(axes) => axes.iter().map(int).collect(),
            _ => int(item).map(|axis| vec![axis]),
        },
    }
}
