//! Dropout: elements left out at random, so that none is relied on (Srivastava et al., 2014).

use super::attribute::{self, path, set};
use crate::error::{Error, Result, Status};
use crate::graph::{Attribute, Node, Static};
use crate::random::{self, rngs};
use crate::tensor::DType;
use crate::trace::Value;

/// The type name of a Dropout's node.
pub const NAME: &str = "Dropout";

/// What a Dropout may be told. The default is Flax's.
#[derive(Clone, Debug)]
pub struct Options {
    /// The axes along which elements are left out together.
    pub broadcast_dims: Vec<i64>,
    /// Whether it does nothing, as in evaluation. Nothing: each call says it.
    pub deterministic: Option<bool>,
    /// The stream of the random numbers.
    pub rng_collection: String,
}

impl Default for Options {
    fn default() -> Options {
        Options { broadcast_dims: Vec::new(), deterministic: Some(false), rng_collection: "dropout".to_owned() }
    }
}

/// A Dropout that leaves out elements with the probability `rate`.
///
/// # Errors
/// As [`init`].
pub fn new(rate: f64, options: &Options, rngs: Option<&Node>) -> Result<Node> {
    let node = Node::object(None, NAME)?;
    init(&node, rate, options, rngs)?;
    Ok(node)
}

/// Makes a Dropout of a node. It has a stream of random numbers of its own, forked off the stream of `rngs` that the
/// options name; without `rngs` each call brings them. `rngs` may be one stream too.
///
/// # Errors
/// `INVALID_ARGUMENT` for a rate that is no probability or `rngs` that are none.
pub fn init(node: &Node, rate: f64, options: &Options, rngs: Option<&Node>) -> Result<()> {
    if !(0.0..=1.0).contains(&rate) {
        return Err(Error::invalid(format!("Dropout: the rate is {rate}; it must be 0 to 1")));
    }
    let stream = match rngs {
        Some(rngs) => rngs::fork(rngs, &options.rng_collection)?.into(),
        None => Attribute::None,
    };
    let broadcast_dims = Static::tuple(options.broadcast_dims.iter().copied().map(Static::from).collect())?;
    set(
        node,
        [
            ("rate", rate.into()),
            ("broadcast_dims", broadcast_dims.into()),
            ("deterministic", options.deterministic.map_or(Static::none(), Static::from).into()),
            ("rng_collection", Static::string(&options.rng_collection).into()),
            ("rngs", stream),
        ],
    )
}

/// `x` with elements left out, the others divided by the probability that they stay; `x` where `deterministic`, or
/// without it the attribute of that name, says so. The random numbers are those of `rngs` (an Rngs or one stream) if
/// there are, else of the layer's own stream.
///
/// # Errors
/// `INVALID_ARGUMENT`, with the path of the node, when neither the call nor the attribute says whether it is
/// deterministic, or the node is no Dropout; `FAILED_PRECONDITION` when there are no random numbers or the trace is
/// over.
pub fn call(node: &Node, x: &Value, deterministic: Option<bool>, rngs: Option<&Node>) -> Result<Value> {
    x.trace().located(node, forward(node, x, deterministic, rngs))
}

fn forward(node: &Node, x: &Value, deterministic: Option<bool>, rngs: Option<&Node>) -> Result<Value> {
    let said = match deterministic {
        None => attribute::optional_bool(node, "deterministic")?,
        said => said,
    };
    let deterministic = said.ok_or_else(|| {
        Error::invalid(
            "Dropout: neither the call nor the attribute says deterministic; call train() or eval() on the model, or say \
             it in the call",
        )
    })?;
    let rate = attribute::float(node, "rate")?;
    if rate == 0.0 || deterministic {
        return Ok(x.clone());
    }
    let trace = x.trace();
    if rate == 1.0 {
        return trace.full(x.dtype(), x.shape(), 0.0);
    }
    let own = match rngs {
        Some(_) => None,
        None => match node.get(&path("rngs"))? {
            Attribute::Node(stream) => Some(stream),
            _ => None,
        },
    };
    let source = rngs.or(own.as_ref()).ok_or_else(|| {
        Error::new(
            Status::FailedPrecondition,
            "Dropout: it is not deterministic and has no random numbers; build it with rngs, give them in the call, or \
             call eval() on the model",
        )
    })?;
    let stream = rngs::find(source, &attribute::string(node, "rng_collection")?)?;
    if Value::of_leaf(&stream.node(&path("key"))?.value()?).is_none() {
        return Err(Error::new(
            Status::FailedPrecondition,
            "Dropout: its stream of random numbers is not among the objects that are traced, and would give the same ones \
             in each step; make the model, or the Rngs, an argument of the function",
        ));
    }
    let key = trace.leaf_value(&rngs::next_key(&stream, "")?)?;
    let mut drawn = x.shape().to_vec();
    for axis in attribute::ints(node, "broadcast_dims")? {
        drawn[x.axis(axis)?] = 1;
    }
    let keep = 1.0 - rate;
    let mask = random::bernoulli(trace, &key, keep, &drawn)?.broadcast_to(x.shape())?;
    // XLA divides by a constant as it multiplies by its reciprocal: the last bit is that of Flax under XLA.
    let keep = if x.dtype() == DType::F64 { keep } else { f64::from(keep as f32) };
    let kept = x.mul(1.0 / keep)?;
    mask.where_(&kept, 0.0)
}
