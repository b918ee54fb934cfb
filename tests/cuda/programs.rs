//! Training steps: the page's as JAX lowers it, and steps traced here with other optimizers, widths and activations.

use nnx::graph::{Filter, Node, Path, Static, VariableType};
use nnx::nn::Activation;
use nnx::optim::{self, Adam};
use nnx::plan::simplify;
use nnx::program::{Module, Type, parse};
use nnx::random::rngs;
use nnx::step::{Jit, JitOptions};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{Axes, Outputs, Scope, Value, together, value_and_grad};
use nnx::{Result, metrics, nn};

use super::Cases;

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

/// Numbers that look random, of the types that a program takes.
pub(super) fn inputs(module: &Module) -> Result<Vec<Tensor>> {
    let mut state = 0x9e37_79b9u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as u32
    };
    let types = module.entry()?.argument_types().map(|ty| ty.as_tensor().expect("a tensor"));
    let inputs = types.map(|ty| {
        let count = ty.element_count();
        match ty.dtype {
            DType::F32 => {
                let values: Vec<f32> = (0..count).map(|_| next() as f32 / 2f32.powi(31) + 0.1).collect();
                Tensor::from_slice(ty.dims(), &values)
            }
            DType::F64 => {
                let values: Vec<f64> = (0..count).map(|_| f64::from(next()) / 2f64.powi(31) + 0.1).collect();
                Tensor::from_slice(ty.dims(), &values)
            }
            DType::U32 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| next() % 1000).collect::<Vec<u32>>()),
            DType::I32 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| next() as i32 % 11).collect::<Vec<i32>>()),
            DType::Bool => Tensor::from_bools(ty.dims(), &(0..count).map(|_| next() % 2 == 0).collect::<Vec<bool>>()),
            other => panic!("an input of {other}"),
        }
    });
    inputs.collect()
}

/// Adds a program, simplified; its results may be computed in the places of arguments of their types.
pub(super) fn add_step(cases: &mut Cases, name: &str, module: &Module, inputs: Vec<Tensor>) -> Result<()> {
    let entry = module.entry()?;
    let mut arguments: Vec<Option<&Type>> = entry.argument_types().map(Some).collect();
    let mut carried = Vec::new();
    for (result, ty) in entry.result_types().enumerate() {
        if let Some(argument) = arguments.iter().position(|argument| *argument == Some(ty)) {
            arguments[argument] = None;
            carried.push((argument, result));
        }
    }
    cases.add_carried(name, &simplify(module)?, &entry.name, inputs, &carried)
}

/// A model of `layers` hidden layers with BatchNorm, Dropout and an activation, its optimizer, and the mean loss.
struct Network {
    layers: usize,
    width: i64,
    batch: i64,
    activation: Activation,
}

impl Network {
    fn objects(&self, tx: &Static) -> Result<[Node; 3]> {
        let rngs = rngs::new(0)?;
        let model = Node::object(None, "Model")?;
        let mut features = 2;
        for layer in 0..self.layers {
            let linear = nn::linear::new(features, self.width, &Default::default(), &rngs)?;
            model.set(&path(&format!("linear{layer}")), linear.into())?;
            features = self.width;
        }
        model.set(&path("bn"), nn::batch_norm::new(self.width, &Default::default(), &rngs)?.into())?;
        model.set(&path("dropout"), nn::dropout::new(0.2, &Default::default(), Some(&rngs))?.into())?;
        model.set(&path("out"), nn::linear::new(features, 3, &Default::default(), &rngs)?.into())?;
        let optimizer = optim::new(&model, tx, &Filter::of_type(VariableType::named("Param")?))?;
        optim::keep_model(&optimizer, &model)?;
        Ok([model, optimizer, metrics::multi_metric(&[("loss", &metrics::average("loss")?)])?])
    }

    fn predict(&self, model: &Node, x: &Value) -> Result<Value> {
        let mut h = x.clone();
        for layer in 0..self.layers {
            h = nn::linear::call(&model.node(&path(&format!("linear{layer}")))?, &h)?;
            h = self.activation.apply(&h)?;
        }
        h = nn::batch_norm::call(&model.node(&path("bn"))?, &h, None)?;
        h = nn::dropout::call(&model.node(&path("dropout"))?, &h, None, None)?;
        nn::linear::call(&model.node(&path("out"))?, &h)
    }

    /// Adds the step that trains it with this optimizer to the cases.
    fn add(self, cases: &mut Cases, name: &str, tx: Static) -> Result<()> {
        let objects = self.objects(&tx)?;
        let arrays = [[self.batch, 2], [self.batch, 3]].map(|dims| Tensor::zeros(DType::F32, &dims));
        let [x, y] = arrays;
        let wrt = Filter::of_type(VariableType::named("Param")?);
        let train = move |scope: &Scope| {
            let [model, optimizer, metrics] = &scope.objects[..] else { unreachable!("three objects") };
            let (loss, gradients) = value_and_grad(&scope.trace, model, &wrt, &mut || {
                self.predict(model, &scope.inputs[0])?.sub(&scope.inputs[1])?.square()?.mean(Axes::All, false)
            })?;
            optim::update(optimizer, &gradients)?;
            metrics::update(metrics, &[("loss", nnx::trace::Operand::Value(&loss))])?;
            Ok(Outputs { values: vec![loss], states: Vec::new() })
        };
        let step = Jit::new(Box::new(train), JitOptions::default()).step(&objects, &[], &[x?, y?])?;
        let module = step.module();
        let mut inputs = inputs(module)?;
        // The state as it begins; only the batch is random.
        let (_, state) = together(&objects)?.split_whole()?;
        for (input, leaf) in inputs.iter_mut().zip(state.values()) {
            *input = leaf.tensor().expect("an array").clone();
        }
        add_step(cases, name, module, inputs)
    }
}

/// Programs whose results lie where arguments do, which other results are computed from.
const IN_PLACE: [(&str, &str); 3] = [
    (
        "two leaves that need each other",
        "func.func @main(%a: tensor<70xf32>, %b: tensor<70xf32>) -> (tensor<70xf32>, tensor<70xf32>) {
           %0 = stablehlo.add %a, %a : tensor<70xf32>
           %1 = stablehlo.multiply %a, %b : tensor<70xf32>
           return %0, %1 : tensor<70xf32>, tensor<70xf32>
         }",
    ),
    (
        "a sum of what is overwritten",
        "func.func @main(%a: tensor<70xf32>) -> (tensor<70xf32>, tensor<f32>) {
           %0 = stablehlo.negate %a : tensor<70xf32>
           %c = stablehlo.constant dense<1.0> : tensor<f32>
           %1 = stablehlo.reduce(%a init: %c) applies stablehlo.add across dimensions = [0] : (tensor<70xf32>, tensor<f32>) -> tensor<f32>
           return %0, %1 : tensor<70xf32>, tensor<f32>
         }",
    ),
    (
        "two leaves that change places",
        "func.func @main(%a: tensor<70xf32>, %b: tensor<70xf32>) -> (tensor<70xf32>, tensor<70xf32>) {
           %0 = stablehlo.reverse %b, dims = [0] : tensor<70xf32>
           %1 = stablehlo.reverse %a, dims = [0] : tensor<70xf32>
           return %0, %1 : tensor<70xf32>, tensor<70xf32>
         }",
    ),
];

pub(super) fn steps_compute_what_they_do_on_the_cpu() -> Result<()> {
    let mut cases = Cases::default();
    for (name, text) in [
        ("the page's step as JAX lowers it for a CPU", include_str!("../data/steps/page_cpu.mlir")),
        ("the page's step as JAX lowers it for CUDA", include_str!("../data/steps/page_cuda.mlir")),
        ("operations on whole arrays", include_str!("../data/steps/whole_arrays.mlir")),
    ] {
        let module = parse(text)?;
        let inputs = inputs(&module)?;
        add_step(&mut cases, name, &module, inputs)?;
    }
    for (name, text) in IN_PLACE {
        let module = parse(text)?;
        let inputs = inputs(&module)?;
        add_step(&mut cases, name, &module, inputs)?;
    }
    let adam = || optim::adam(1e-3, Adam::default());
    let network = |layers, width, batch, activation| Network { layers, width, batch, activation };
    network(1, 64, 32, Activation::Relu).add(&mut cases, "the page's step", adam()?)?;
    network(1, 65, 31, Activation::Gelu).add(&mut cases, "odd sizes", optim::adamw(1e-3, Adam::default(), 1e-2)?)?;
    network(3, 17, 33, Activation::Silu).add(&mut cases, "momentum", optim::sgd(0.1, Some(0.9), true)?)?;
    network(5, 32, 32, Activation::Tanh).add(&mut cases, "five layers", adam()?)?;
    network(2, 130, 600, Activation::Softplus).add(&mut cases, "wide", optim::sgd(0.1, None, false)?)?;
    let clipped = optim::chain(vec![optim::clip_by_global_norm(1.0)?, adam()?])?;
    network(2, 48, 16, Activation::Elu).add(&mut cases, "a clipped norm", clipped)?;
    assert!(cases.left_out.is_empty(), "there is no source for {:?}", cases.left_out);
    let wrong = cases.run()?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Floats of all kinds: every exponent, both signs, and densely around 0. What a C library makes of denormal numbers when
/// they are zeros is its own.
fn floats(count: usize) -> Vec<f32> {
    let step = u32::MAX / (count as u32 / 2);
    let all =
        (0..count / 2).map(|place| f32::from_bits(place as u32 * step)).map(|x| if x.is_subnormal() { 0.0 } else { x });
    all.chain((0..count / 2).map(|place| place as f32 * 4e-3 - 100.0)).collect()
}

/// Functions of one number.
const OF_ONE: [&str; 25] = [
    "stablehlo.cbrt",
    "stablehlo.cosine",
    "stablehlo.exponential",
    "stablehlo.exponential_minus_one",
    "stablehlo.floor",
    "stablehlo.log",
    "stablehlo.log_plus_one",
    "stablehlo.logistic",
    "stablehlo.round_nearest_even",
    "stablehlo.rsqrt",
    "stablehlo.sign",
    "stablehlo.sine",
    "stablehlo.sqrt",
    "stablehlo.tan",
    "stablehlo.tanh",
    "chlo.acosh",
    "chlo.bessel_i1e",
    "chlo.cosh",
    "chlo.digamma",
    "chlo.erf",
    "chlo.erf_inv",
    "chlo.erfc",
    "chlo.lgamma",
    "chlo.sinh",
    "chlo.tan",
];

pub(super) fn functions_compute_what_they_do_on_the_cpu() -> Result<()> {
    const COUNT: usize = 50_000;
    let mut cases = Cases::default();
    let x = Tensor::from_slice(&[COUNT as i64], &floats(COUNT))?;
    let y: Vec<f32> = floats(COUNT).into_iter().rev().collect();
    let y = Tensor::from_slice(&[COUNT as i64], &y)?;
    let ty = format!("tensor<{COUNT}xf32>");
    for name in OF_ONE {
        // Those of the other dialect say what they give, too.
        let types = if name.starts_with("chlo") { format!("{ty} -> {ty}") } else { ty.clone() };
        let text = format!("func.func @main(%x: {ty}) -> {ty} {{\n%0 = {name} %x : {types}\nreturn %0 : {ty}\n}}");
        cases.add(name, &parse(&text)?, "main", vec![x.clone()])?;
    }
    for name in ["add", "divide", "maximum", "minimum", "remainder", "power", "atan2"] {
        let text = format!(
            "func.func @main(%x: {ty}, %y: {ty}) -> {ty} {{\n%0 = stablehlo.{name} %x, %y : {ty}\nreturn %0 : {ty}\n}}"
        );
        cases.add(name, &parse(&text)?, "main", vec![x.clone(), y.clone()])?;
    }
    for to in ["i8", "ui8", "i16", "i32", "ui32", "i64", "ui64", "f16", "bf16", "f64", "i1"] {
        let result = format!("tensor<{COUNT}x{to}>");
        let text = format!(
            "func.func @main(%x: {ty}) -> {result} {{\n%0 = stablehlo.convert %x : ({ty}) -> {result}\nreturn %0 : {result}\n}}"
        );
        cases.add(to, &parse(&text)?, "main", vec![x.clone()])?;
    }
    let wrong = cases.run()?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
