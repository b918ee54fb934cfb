//! Layers, activations, initializers and losses: what they hold, what they compute, and what they say of bad input.
//! That they are Flax's on random inputs, `bindings/python/tests/test_nn.py` shows by running both.

mod activations;
mod initializers;
mod layers;
mod losses;

use nnx::graph::{Leaf, Node, Path, UpdateOptions};
use nnx::program::{Denormals, TensorType, evaluate};
use nnx::tensor::Tensor;
use nnx::trace::{Arguments, Outputs, Source, Value, together, trace_function};
use nnx::{Error, Result};

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn floats(dims: &[i64], values: &[f32]) -> Tensor {
    Tensor::from_slice(dims, values).expect("as many values as the shape says")
}

fn elements(tensor: &Tensor) -> Vec<f32> {
    tensor.as_slice().expect("float32").to_vec()
}

/// Traces a function of these objects and inputs, runs it, gives its results, and the objects what it makes of them.
fn step(
    objects: &[Node],
    inputs: &[Tensor],
    function: &mut dyn FnMut(&[Value]) -> Result<Vec<Value>>,
) -> Result<Vec<Tensor>> {
    let types: Vec<TensorType> = inputs.iter().map(TensorType::of).collect();
    let traced = trace_function(Arguments { objects, states: &[], inputs: &types }, &mut |scope| {
        Ok(Outputs { values: function(&scope.inputs)?, states: Vec::new() })
    })?;
    let root = together(objects)?;
    let (_, state) = root.split_whole()?;
    let leaves = state.values().iter().filter_map(Leaf::tensor);
    let arguments: Vec<Tensor> = leaves.chain(inputs).cloned().collect();
    let results = evaluate(&traced.module, "main", &arguments, Denormals::Keep)?;
    let leaf = |source: &Source| -> Leaf {
        match source {
            Source::Result(result) => results[*result].clone().into(),
            Source::Leaf(leaf) => state.values()[*leaf].clone(),
            Source::Input(input) => inputs[*input].clone().into(),
            Source::Known(leaf) => leaf.clone(),
        }
    };
    root.update(&[state.with_values(traced.object_leaves.iter().map(leaf).collect())?], UpdateOptions::default())?;
    let tensor = |source: &Source| leaf(source).tensor().cloned().ok_or_else(|| Error::invalid("an opaque output"));
    traced.outputs.iter().map(tensor).collect()
}

/// The first result of a function of these inputs.
fn value_of(inputs: &[Tensor], function: impl Fn(&[Value]) -> Result<Value>) -> Result<Tensor> {
    let mut results = step(&[], inputs, &mut |inputs| Ok(vec![function(inputs)?]))?;
    Ok(results.remove(0))
}

/// What a function of these inputs is refused with.
fn refusal(objects: &[Node], inputs: &[Tensor], mut function: impl FnMut(&[Value]) -> Result<Value>) -> String {
    let outcome = step(objects, inputs, &mut |inputs| Ok(vec![function(inputs)?]));
    outcome.expect_err("it is bad input").to_string()
}

fn assert_close(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    for (place, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        let close = found == expected
            || (found.is_nan() && expected.is_nan())
            || (found - expected).abs() <= 6e-7 * expected.abs().max(1.0);
        assert!(close, "element {place}: {found} is not {expected}");
    }
}
