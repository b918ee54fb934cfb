//! The graphs that tests print: the page's model with optimizer and metrics, and a small one with sharing and a cycle.

#![allow(unreachable_pub, reason = "each test program has its own copy")]

use nnx::graph::*;
use nnx::tensor::{DType, Tensor};

pub fn path(text: &str) -> Path {
    text.parse().unwrap()
}

pub fn set(node: &Node, at: &str, value: impl Into<Attribute>) {
    node.set(&path(at), value.into()).unwrap();
}

pub fn object<const N: usize>(name: &str, attributes: [(&str, Attribute); N]) -> Node {
    let object = Node::object(None, name).unwrap();
    for (name, value) in attributes {
        set(&object, name, value);
    }
    object
}

pub fn variable(variable_type: &str, value: Tensor) -> Node {
    Node::variable(None, VariableType::named(variable_type).unwrap(), value.into()).unwrap()
}

fn zeros(variable_type: &str, dtype: DType, shape: &[i64]) -> Attribute {
    variable(variable_type, Tensor::zeros(dtype, shape).unwrap()).into()
}

fn f32s(variable_type: &str, shape: &[i64]) -> Attribute {
    zeros(variable_type, DType::F32, shape)
}

pub fn container(kind: ContainerKind, items: Vec<(Key, Attribute)>) -> Node {
    let node = Node::empty(None, kind).unwrap();
    for (key, value) in items {
        node.set(&Path::from(vec![key]), value).unwrap();
    }
    node
}

fn linear(din: i64, dout: i64) -> Attribute {
    object(
        "Linear",
        [
            ("bias", f32s("Param", &[dout])),
            ("in_features", din.into()),
            ("kernel", f32s("Param", &[din, dout])),
            ("out_features", dout.into()),
            ("param_dtype", DType::F32.into()),
            ("use_bias", true.into()),
        ],
    )
    .into()
}

fn batch_norm(n: i64) -> Attribute {
    object(
        "BatchNorm",
        [
            ("axis", (-1i64).into()),
            ("bias", f32s("Param", &[n])),
            ("epsilon", 1e-5.into()),
            ("mean", f32s("BatchStat", &[n])),
            ("momentum", 0.99.into()),
            ("num_features", n.into()),
            ("param_dtype", DType::F32.into()),
            ("scale", f32s("Param", &[n])),
            ("use_bias", true.into()),
            ("use_fast_variance", true.into()),
            ("use_running_average", false.into()),
            ("use_scale", true.into()),
            ("var", f32s("BatchStat", &[n])),
        ],
    )
    .into()
}

fn dropout(rate: f64) -> Attribute {
    let key = variable("RngKey", Tensor::from_slice(&[2], &[0u32, 42]).unwrap());
    let count = variable("RngCount", Tensor::scalar(0u32));
    for node in [&key, &count] {
        node.set_metadata("tag", "default".into()).unwrap();
    }
    let rngs = object("RngStream", [("count", count.into()), ("key", key.into()), ("tag", "default".into())]);
    object(
        "Dropout",
        [
            ("broadcast_dims", Static::tuple(Vec::new()).unwrap().into()),
            ("deterministic", false.into()),
            ("rate", rate.into()),
            ("rng_collection", "dropout".into()),
            ("rngs", rngs.into()),
        ],
    )
    .into()
}

fn moments(model: &Node) -> Attribute {
    let moments = Node::empty(None, ContainerKind::PlainDict).unwrap();
    let param = Filter::of_type(VariableType::named("Param").unwrap());
    for (at, node) in model.variables(&[param]).unwrap() {
        let (layer, _) = at.split_last().unwrap();
        let layer = Path::from(layer.to_vec());
        if moments.get(&layer).is_err() {
            moments.set(&layer, Node::empty(None, ContainerKind::PlainDict).unwrap().into()).unwrap();
        }
        let shape = node.value().unwrap().tensor().unwrap().shape().to_vec();
        moments.set(&at, f32s("OptVariable", &shape)).unwrap();
    }
    moments.into()
}

/// Linear 2 → 64, BatchNorm, Dropout, Linear 64 → 3, with the state of Adam and a loss metric.
pub fn page_model() -> Node {
    let model = object(
        "Model",
        [("bn", batch_norm(64)), ("dropout", dropout(0.2)), ("linear", linear(2, 64)), ("linear_out", linear(64, 3))],
    );
    let adam = container(
        ContainerKind::PlainDict,
        vec![
            ("count".into(), zeros("OptArray", DType::I32, &[])),
            ("mu".into(), moments(&model)),
            ("nu".into(), moments(&model)),
        ],
    );
    let nothing = container(ContainerKind::Tuple, Vec::new());
    let opt_state = container(ContainerKind::Tuple, vec![(0.into(), adam.into()), (1.into(), nothing.into())]);
    let optimizer = object(
        "Optimizer",
        [("opt_state", opt_state.into()), ("step", zeros("OptState", DType::U32, &[])), ("wrt", "Param".into())],
    );
    let average = object(
        "Average",
        [
            ("argname", "loss".into()),
            ("count", zeros("MetricState", DType::I32, &[])),
            ("total", f32s("MetricState", &[])),
        ],
    );
    let names = Static::tuple(vec!["loss".into()]).unwrap();
    let metrics = object("MultiMetric", [("_metric_names", names.into()), ("loss", average.into())]);
    let parts = [model, optimizer, metrics].into_iter().enumerate();
    container(ContainerKind::Tuple, parts.map(|(i, part)| ((i as i64).into(), part.into())).collect())
}

/// An autoencoder whose decoder has the encoder's kernel; the encoder points back to the whole.
pub fn tied_model() -> Node {
    let kernel = variable("Param", Tensor::zeros(DType::F32, &[2, 3]).unwrap());
    let encoder = object("Encoder", [("kernel", kernel.clone().into())]);
    let decoder = object("Decoder", [("kernel", kernel.into())]);
    let model = object("Autoencoder", [("decoder", decoder.into()), ("encoder", encoder.clone().into())]);
    set(&encoder, "owner", model.clone());
    model
}
