//! Bundles: a run goes on from one bit for bit, damage is found, and what does not fit says where.

mod damage;
mod fit;
mod format;
mod interrupted;
mod jit;
mod programs;
mod resume;
mod round_trip;
mod show;

use nnx::Result;
use nnx::bundle::{Bundle, SavedProgram};
use nnx::graph::{ContainerKind, Filter, Leaf, Node, Path, State, Static, VariableType};
use nnx::program::{Denormals, TensorType, evaluate};
use nnx::step::{Device, Step};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{
    Arguments, Axes, Outputs, Source, TracedFunction, read_variable, together, trace_function, value_and_grad,
    write_variable,
};

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn variable(name: &str, values: &[f32], dims: &[i64]) -> Result<Node> {
    Node::variable(None, VariableType::named(name)?, Tensor::from_slice(dims, values)?.into())
}

/// A linear model and an optimizer that shares its Variables and has a velocity for each.
fn run() -> Result<(Node, Node)> {
    let (model, optimizer) = (Node::object(None, "Model")?, Node::object(None, "Optimizer")?);
    let velocity = Node::empty(None, ContainerKind::Dict)?;
    for (name, values, dims) in
        [("kernel", &[0.5f32, -0.25, 0.125, 1.0][..], &[2i64, 2][..]), ("bias", &[0.0, 0.1], &[2])]
    {
        model.set(&path(name), variable("Param", values, dims)?.into())?;
        velocity.set(&path(name), variable("OptVariable", &vec![0.0; values.len()], dims)?.into())?;
    }
    model.set(&path("name"), Static::from("ä").into())?;
    optimizer.set(&path("model"), model.clone().into())?;
    optimizer.set(&path("velocity"), velocity.into())?;
    optimizer.set(&path("step"), variable("OptState", &[0.0], &[])?.into())?;
    Ok((model, optimizer))
}

const NAMES: [&str; 2] = ["bias", "kernel"];

fn float32(dims: &[i64]) -> Result<TensorType> {
    TensorType::new(DType::F32, dims)
}

/// A step of gradient descent with momentum, which returns the loss.
fn train(model: &Node, optimizer: &Node) -> Result<TracedFunction> {
    let objects = [model.clone(), optimizer.clone()];
    let inputs = [float32(&[4, 2])?, float32(&[4, 2])?];
    trace_function(Arguments { objects: &objects, states: &[], inputs: &inputs }, &mut |scope| {
        let (trace, x, y) = (&scope.trace, &scope.inputs[0], &scope.inputs[1]);
        let (loss, gradients) =
            value_and_grad(trace, model, &Filter::of_type(VariableType::named("Param")?), &mut || {
                let kernel = read_variable(trace, &model.node(&path("kernel"))?)?;
                let bias = read_variable(trace, &model.node(&path("bias"))?)?;
                x.matmul(&kernel)?.add(&bias)?.tanh()?.sub(y)?.square()?.mean(Axes::All, false)
            })?;
        for name in NAMES {
            let (parameter, velocity) = (model.node(&path(name))?, optimizer.node(&path(&format!("velocity/{name}")))?);
            let gradient = trace.leaf_value(gradients.get(&path(name))?)?;
            let moved = read_variable(trace, &velocity)?.mul(0.9)?.add(&gradient)?;
            write_variable(&velocity, &moved)?;
            write_variable(&parameter, &read_variable(trace, &parameter)?.sub(&moved.mul(0.1)?)?)?;
        }
        let step = optimizer.node(&path("step"))?;
        write_variable(&step, &read_variable(trace, &step)?.add(1.0)?)?;
        Ok(Outputs { values: vec![loss], states: Vec::new() })
    })
}

fn saved(name: &str, traced: TracedFunction) -> Result<SavedProgram> {
    Ok(SavedProgram::of(name, &Step::new(traced, Device::default())?))
}

/// A bundle of a model, its optimizer and their step.
fn sample() -> Result<Bundle> {
    let (model, optimizer) = run()?;
    let step = saved("train", train(&model, &optimizer)?)?;
    let mut bundle = Bundle::of(&together(&[model, optimizer])?)?;
    bundle.programs.push(step);
    bundle.metadata.insert("note".to_owned(), "Iris, \"first\" try".to_owned());
    Ok(bundle)
}

/// Runs a program over the leaves of a State: the leaves afterwards, and the outputs.
fn execute(program: &SavedProgram, leaves: &[Leaf], inputs: &[Tensor]) -> Result<(Vec<Leaf>, Vec<Tensor>)> {
    let arguments: Vec<Tensor> = leaves.iter().filter_map(Leaf::tensor).chain(inputs).cloned().collect();
    let results = evaluate(&program.module, "main", &arguments, Denormals::Keep)?;
    let value = |source: &Source| match source {
        Source::Result(result) => Leaf::from(results[*result].clone()),
        Source::Leaf(leaf) => leaves[*leaf].clone(),
        Source::Input(input) => Leaf::from(inputs[*input].clone()),
        Source::Known(value) => value.clone(),
    };
    let outputs = program.map.outputs.iter().map(|output| value(output).tensor().expect("an array").clone());
    Ok((program.map.object_leaves.iter().map(value).collect(), outputs.collect()))
}

/// The batch of a step.
fn batch(step: usize) -> Result<[Tensor; 2]> {
    let number = |at: usize| ((step * 8 + at) * 37 % 101) as f32 / 50.0 - 1.0;
    let x: Vec<f32> = (0..8).map(number).collect();
    let y: Vec<f32> = x.iter().map(|x| x * 0.5 - 0.25).collect();
    Ok([Tensor::from_slice(&[4, 2], &x)?, Tensor::from_slice(&[4, 2], &y)?])
}

/// The steps of these numbers: the State after them, and the losses.
fn train_over(bundle: &Bundle, steps: std::ops::Range<usize>) -> Result<(State, Vec<Tensor>)> {
    let program = bundle.program("train")?;
    let (mut leaves, mut losses) = (bundle.state.values().to_vec(), Vec::new());
    for step in steps {
        let (after, outputs) = execute(program, &leaves, &batch(step)?)?;
        leaves = after;
        losses.extend(outputs);
    }
    Ok((bundle.state.with_values(leaves)?, losses))
}
