//! Every rule of differentiation against finite differences, in f64.
//!
//! A case is a function of floating-point tensors, from `tests/data/gradients/<operation>.mlir` or, for functions of one
//! element, from the table here. What it returns is weighted and summed; the gradient of that by every argument is
//! compared with central differences, and so is the gradient of the gradient. An operation of the op table that has
//! neither a case nor a place in `CONSTANT` fails the test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use nnx::program::attribute::Literal;
use nnx::program::differentiate::{inline, pullback, stop_gradient, value_and_grad};
use nnx::program::op::attributes::{BroadcastInDim, Constant, Reduce};
use nnx::program::op::{OPS, Op};
use nnx::program::{
    Denormals, Function, FunctionBuilder, Module, TensorType, Type, ValueId, Visibility, evaluate, parse,
};
use nnx::tensor::{DType, Tensor};
use nnx::{Error, Result, Status};

/// Functions of one element, with the range in which they are tested.
const ELEMENTWISE: &[(&str, f64, f64)] = &[
    ("stablehlo.abs", -2.0, 2.0),
    ("stablehlo.cbrt", 0.5, 2.0),
    ("stablehlo.cosine", -2.0, 2.0),
    ("stablehlo.exponential", -2.0, 2.0),
    ("stablehlo.exponential_minus_one", -2.0, 2.0),
    ("stablehlo.log", 0.5, 2.0),
    ("stablehlo.log_plus_one", -0.5, 2.0),
    ("stablehlo.logistic", -2.0, 2.0),
    ("stablehlo.negate", -2.0, 2.0),
    ("stablehlo.real", -2.0, 2.0),
    ("stablehlo.rsqrt", 0.5, 2.0),
    ("stablehlo.sine", -2.0, 2.0),
    ("stablehlo.sqrt", 0.5, 2.0),
    ("stablehlo.tan", -1.0, 1.0),
    ("stablehlo.tanh", -2.0, 2.0),
    ("chlo.acos", -0.8, 0.8),
    ("chlo.acosh", 1.2, 3.0),
    ("chlo.asin", -0.8, 0.8),
    ("chlo.asinh", -2.0, 2.0),
    ("chlo.atan", -2.0, 2.0),
    ("chlo.atanh", -0.8, 0.8),
    ("chlo.bessel_i1e", -12.0, 12.0),
    ("chlo.cosh", -2.0, 2.0),
    ("chlo.digamma", 1.0, 4.0),
    ("chlo.erf", -2.0, 2.0),
    ("chlo.erf_inv", -0.8, 0.8),
    ("chlo.erfc", -2.0, 2.0),
    ("chlo.lgamma", 1.0, 4.0),
    ("chlo.sinh", -2.0, 2.0),
    ("chlo.square", -2.0, 2.0),
    ("chlo.tan", -1.0, 1.0),
];

/// Operations that gradients do not pass: their results are integers, truths or steps, or depend on no operand.
const CONSTANT: &[&str] = &[
    "stablehlo.and",
    "stablehlo.bitcast_convert",
    "stablehlo.ceil",
    "stablehlo.compare",
    "stablehlo.constant",
    "stablehlo.count_leading_zeros",
    "stablehlo.floor",
    "stablehlo.get_dimension_size",
    "stablehlo.imag",
    "stablehlo.iota",
    "stablehlo.is_finite",
    "stablehlo.not",
    "stablehlo.or",
    "stablehlo.popcnt",
    "stablehlo.rng_bit_generator",
    "stablehlo.round_nearest_afz",
    "stablehlo.round_nearest_even",
    "stablehlo.shift_left",
    "stablehlo.shift_right_arithmetic",
    "stablehlo.shift_right_logical",
    "stablehlo.sign",
    "stablehlo.xor",
    "stablehlo.after_all",
    "chlo.is_inf",
    "chlo.is_neg_inf",
    "chlo.is_pos_inf",
    "chlo.mulhi",
    "chlo.next_after",
    "check.expect_almost_eq",
    "check.expect_almost_eq_const",
    "check.expect_close",
    "check.expect_eq",
    "check.expect_eq_const",
];

/// Operations that are refused by name, each with a test below.
const REFUSED: &[&str] = &["stablehlo.custom_call"];

struct Case {
    name: String,
    module: Module,
    function: String,
    range: (f64, f64),
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = ELEMENTWISE
        .iter()
        .map(|&(op, low, high)| {
            let ty = "tensor<7xf64>";
            let of = if op.starts_with("chlo.") { format!("{ty} -> {ty}") } else { ty.to_owned() };
            let text = format!("func.func @main(%x: {ty}) -> {ty} {{ %0 = {op} %x : {of}\n return %0 : {ty} }}");
            let module = parse(&text).unwrap_or_else(|error| panic!("{op}: {error}"));
            Case { name: op.to_owned(), module, function: "main".to_owned(), range: (low, high) }
        })
        .collect();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gradients");
    let mut files: Vec<_> = fs::read_dir(&directory).expect("the cases").map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let range = text.lines().next().and_then(|line| line.strip_prefix("// from ")).expect("a range");
        let (low, high) = range.split_once(" to ").expect("a range");
        let module = parse(&text).unwrap_or_else(|error| panic!("{stem}: {error}"));
        for function in module.functions().iter().filter(|function| function.visibility != Visibility::Private) {
            cases.push(Case {
                name: format!("{stem}@{}", function.name),
                function: function.name.clone(),
                range: (low.parse().unwrap(), high.parse().unwrap()),
                module: module.clone(),
            });
        }
    }
    cases
}

/// Numbers that look random, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn tensor(&mut self, ty: &TensorType, (low, high): (f64, f64)) -> Tensor {
        let values: Vec<f64> = (0..ty.element_count()).map(|_| low + (high - low) * self.next()).collect();
        Tensor::from_slice(ty.dims(), &values).unwrap()
    }
}

fn constant(b: &mut FunctionBuilder, value: Tensor) -> Result<ValueId> {
    Ok(b.operation(Op::Constant(Box::new(Constant { value: Literal(value) })), &[], &[], &[])?[0])
}

/// The sum of all elements.
fn sum(b: &mut FunctionBuilder, value: ValueId) -> Result<ValueId> {
    let rank = b.value_type(value).as_tensor().unwrap().rank() as i64;
    let zero = constant(b, Tensor::scalar(0f64))?;
    let element = Type::from(TensorType::scalar(DType::F64));
    let arguments = b.begin_region(&[element.clone(), element])?;
    let added = b.operation(Op::Add, &arguments, &[], &[])?;
    let region = b.end_region(&added)?;
    let reduce = Op::Reduce(Box::new(Reduce { dimensions: (0..rank).collect() }));
    Ok(b.operation(reduce, &[value, zero], &[region], &[])?[0])
}

/// A module whose `main` is the weighted sum of what a function returns.
fn weighted(module: &Module, function: &str, numbers: &mut Numbers) -> Result<Module> {
    let types: Vec<Type> = module.function(function).unwrap().argument_types().cloned().collect();
    let mut b = FunctionBuilder::new("main", &types);
    let arguments = b.arguments().to_vec();
    let results = inline(&mut b, module, function, &arguments)?;
    let mut total = constant(&mut b, Tensor::scalar(0f64))?;
    for result in results {
        let ty = b.value_type(result).as_tensor().unwrap().clone();
        if ty.dtype == DType::F64 {
            let weights = constant(&mut b, numbers.tensor(&ty, (0.5, 1.5)))?;
            let products = b.operation(Op::Multiply, &[result, weights], &[], &[])?[0];
            let part = sum(&mut b, products)?;
            total = b.operation(Op::Add, &[total, part], &[], &[])?[0];
        }
    }
    let mut weighted = Module::new();
    weighted.meshes.clone_from(&module.meshes);
    weighted.add(b.finish(&[total])?)?;
    Ok(weighted)
}

fn run(module: &Module, inputs: &[Tensor]) -> Vec<Tensor> {
    evaluate(module, "main", inputs, Denormals::Keep).unwrap_or_else(|error| panic!("{error}\n{module}"))
}

fn moved(inputs: &[Tensor], input: usize, element: usize, by: f64) -> Vec<Tensor> {
    let mut inputs = inputs.to_vec();
    inputs[input].as_mut_slice::<f64>().unwrap()[element] += by;
    inputs
}

/// Compares the gradient of a weighted sum with differences, by at most so many elements of each input; gives the module
/// that computes it.
fn check(name: &str, loss: &Module, inputs: &[Tensor], most: usize) -> Result<Module> {
    const STEP: f64 = 1e-5;
    let wrt: Vec<usize> = (0..inputs.len()).collect();
    let gradient = value_and_grad(loss, "main", &wrt, false)?;
    gradient.verify()?;
    let text = gradient.to_string();
    assert!(parse(&text)? == gradient, "{name}: what is printed is read as another module\n{text}");
    let found = run(&gradient, inputs);
    assert!(found[0].bit_eq(&run(loss, inputs)[0]), "{name}: another value");
    for (input, gradient) in found[1..].iter().enumerate() {
        for (element, &gradient) in gradient.as_slice::<f64>().unwrap().iter().enumerate().take(most) {
            let value = |by| run(loss, &moved(inputs, input, element, by))[0].as_slice::<f64>().unwrap()[0];
            let difference = (value(STEP) - value(-STEP)) / (2.0 * STEP);
            let scale = 1.0 + difference.abs();
            if (gradient - difference).abs() > 2e-6 * scale {
                let found = format!("{gradient}, by differences {difference}");
                let text = format!("{name}: input {input}, element {element}: {found}\n{text}");
                return Err(Error::new(Status::Internal, text));
            }
        }
    }
    Ok(gradient)
}

#[test]
fn gradients_are_what_differences_are() {
    let mut numbers = Numbers(7);
    let mut failures = Vec::new();
    for case in cases() {
        let function: &Function = case.module.function(&case.function).unwrap();
        let inputs: Vec<Tensor> =
            function.argument_types().map(|ty| numbers.tensor(ty.as_tensor().expect("a tensor"), case.range)).collect();
        let loss = weighted(&case.module, &case.function, &mut numbers).unwrap();
        let gradient = match check(&case.name, &loss, &inputs, usize::MAX) {
            Ok(gradient) => gradient,
            Err(error) => {
                failures.push(format!("{}: {error}", case.name));
                continue;
            }
        };
        let twice = weighted(&gradient, "main", &mut numbers).unwrap();
        let name = format!("{}, twice", case.name);
        if let Err(error) = check(&name, &twice, &inputs, 4) {
            failures.push(format!("{name}: {error}"));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn every_operation_has_a_gradient_or_is_known_to_have_none() {
    let mut found = BTreeSet::new();
    for case in cases() {
        for function in case.module.functions() {
            found.extend(function.body().operations().map(|(_, operation)| operation.op.name()));
        }
    }
    let of_constants = |name: &str| CONSTANT.contains(&name) || REFUSED.contains(&name);
    let missing: Vec<&str> =
        OPS.iter().map(|info| info.name).filter(|name| !found.contains(name) && !of_constants(name)).collect();
    assert!(missing.is_empty(), "neither a case nor a place among the constants: {missing:?}");
    for name in CONSTANT {
        assert!(OPS.iter().any(|info| info.name == *name), "{name} is not in the op table");
        assert!(!ELEMENTWISE.iter().any(|(other, ..)| other == name), "{name} is said to be constant");
    }
}

/// The gradient by the only argument of a function of one tensor.
fn gradient_of(text: &str, inputs: &[Tensor]) -> Vec<f64> {
    let module = parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let loss = {
        let types: Vec<Type> = module.function("main").unwrap().argument_types().cloned().collect();
        let mut b = FunctionBuilder::new("main", &types);
        let arguments = b.arguments().to_vec();
        let results = inline(&mut b, &module, "main", &arguments).unwrap();
        let total = sum(&mut b, results[0]).unwrap();
        let mut loss = Module::new();
        loss.add(b.finish(&[total]).unwrap()).unwrap();
        loss
    };
    let gradient = value_and_grad(&loss, "main", &[0], false).unwrap();
    run(&gradient, inputs)[1].as_slice::<f64>().unwrap().to_vec()
}

#[test]
fn ties_and_kinks_are_as_in_jax() {
    let of = |line: &str, inputs: &[f64]| {
        let ty = format!("tensor<{}xf64>", inputs.len());
        let text = format!(
            "func.func @main(%x: %T) -> %T {{\n%z = stablehlo.constant dense<0.0> : %T\n{line}\nreturn %0 : %T }}"
        );
        gradient_of(&text.replace("%T", &ty), &[Tensor::from_slice(&[inputs.len() as i64], inputs).unwrap()])
    };
    assert_eq!(of("%0 = stablehlo.maximum %x, %z : %T", &[-1.0, 0.0, 1.0]), [0.0, 0.5, 1.0]);
    assert_eq!(of("%0 = stablehlo.minimum %z, %x : %T", &[-1.0, 0.0, 1.0]), [1.0, 0.5, 0.0]);
    assert_eq!(of("%0 = stablehlo.abs %x : %T", &[-1.0, 0.0, 1.0]), [-1.0, 1.0, 1.0]);
    assert_eq!(of("%0 = stablehlo.sqrt %x : %T", &[0.0, 4.0]), [f64::INFINITY, 0.25]);
    assert_eq!(of("%0 = stablehlo.power %x, %z : %T", &[0.0, 2.0]), [0.0, 0.0]);
    assert_eq!(
        of("%o = stablehlo.constant dense<1.0> : %T\n%0 = stablehlo.clamp %z, %x, %o : %T", &[0.0, 0.5, 1.0, 2.0]),
        [0.0, 1.0, 0.0, 0.0]
    );
    assert_eq!(
        of(
            "%p = stablehlo.compare GT, %x, %z : (%T, %T) -> tensor<3xi1>\n%0 = stablehlo.select %p, %x, %z : tensor<3xi1>, %T",
            &[-1.0, 0.0, 1.0]
        ),
        [0.0, 0.0, 1.0]
    );
    let largest = "func.func @main(%x: tensor<4xf64>) -> tensor<f64> {
        %z = stablehlo.constant dense<0xFFF0000000000000> : tensor<f64>
        %0 = stablehlo.reduce(%x init: %z) applies stablehlo.maximum across dimensions = [0] : (tensor<4xf64>, tensor<f64>) -> tensor<f64>
        return %0 : tensor<f64> }";
    let equal = Tensor::from_slice(&[4], &[2.0, 1.0, 2.0, 2.0]).unwrap();
    let third = 1.0 / 3.0;
    assert_eq!(gradient_of(largest, &[equal]), [third, 0.0, third, third]);
    let product = largest.replace("0xFFF0000000000000", "1.0").replace("maximum", "multiply");
    let one_zero = Tensor::from_slice(&[4], &[2.0, 0.0, 3.0, 5.0]).unwrap();
    assert_eq!(gradient_of(&product, &[one_zero]), [0.0, 30.0, 0.0, 0.0]);
}

fn refusal(text: &str) -> (Option<Status>, String) {
    let module = parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let error = value_and_grad(&module, "main", &[0], false).expect_err("there is no gradient");
    (error.status(), error.message().to_owned())
}

#[test]
fn what_has_no_rule_is_named() {
    let (status, message) = refusal(
        "func.func @main(%x: tensor<f32>) -> tensor<f32> {
           %0 = stablehlo.custom_call @cublas_gemm(%x) : (tensor<f32>) -> tensor<f32>
           return %0 : tensor<f32> }",
    );
    assert_eq!(status, Some(Status::Unimplemented));
    assert_eq!(message, "line 2: stablehlo.custom_call has no gradient: only `cublas_gemm` knows what it computes");

    let (status, message) = refusal(
        "func.func @main(%x: tensor<f32>) -> tensor<f32> {
           %0 = stablehlo.while(%y = %x) : tensor<f32>
           cond {
             %n = stablehlo.constant dense<100.0> : tensor<f32>
             %1 = stablehlo.compare LT, %y, %n : (tensor<f32>, tensor<f32>) -> tensor<i1>
             stablehlo.return %1 : tensor<i1>
           } do {
             %2 = stablehlo.multiply %y, %y : tensor<f32>
             stablehlo.return %2 : tensor<f32>
           }
           return %0 : tensor<f32> }",
    );
    assert_eq!(status, Some(Status::Unimplemented));
    assert_eq!(
        message,
        "line 2: stablehlo.while has no gradient: the number of its iterations is not known from the program alone"
    );
}

#[test]
fn loops_that_count_for_ever_are_given_up() {
    let (status, message) = refusal(
        "func.func @main(%x: tensor<f32>) -> tensor<f32> {
           %i = stablehlo.constant dense<0> : tensor<i32>
           %0:2 = stablehlo.while(%k = %i, %y = %x) : tensor<i32>, tensor<f32>
           cond {
             %1 = stablehlo.compare EQ, %k, %k : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %1 : tensor<i1>
           } do {
             %2 = stablehlo.sine %y : tensor<f32>
             stablehlo.return %k, %2 : tensor<i32>, tensor<f32>
           }
           return %0#1 : tensor<f32> }",
    );
    assert_eq!(status, Some(Status::ResourceExhausted));
    assert!(message.contains("stablehlo.while: counting its iterations took too long"), "{message}");
}

/// A choice within a choice within …, which squares its argument in the innermost.
fn nested(levels: usize) -> String {
    let open = "%r = \"stablehlo.if\"(%p) ({\n".repeat(levels);
    let close = "stablehlo.return %r : tensor<f64>\n}, {\nstablehlo.return %x : tensor<f64>\n}) : (tensor<i1>) -> tensor<f64>\n";
    let innermost = "%r = stablehlo.multiply %x, %x : tensor<f64>\n";
    let body = format!("{open}{innermost}{}", close.repeat(levels));
    format!(
        "func.func @main(%x: tensor<f64>) -> tensor<f64> {{\n%p = stablehlo.constant dense<true> : tensor<i1>\n{body}\
         return %r : tensor<f64> }}"
    )
}

#[test]
fn regions_nest_so_deep_and_no_deeper() {
    let module = parse(&nested(32)).unwrap();
    let gradient = value_and_grad(&module, "main", &[0], false).unwrap();
    let found = run(&gradient, &[Tensor::scalar(3f64)]);
    assert_eq!(found[1].as_slice::<f64>().unwrap(), [6.0]);
    let (status, message) = refusal(&nested(900));
    assert_eq!(status, Some(Status::Unimplemented));
    assert!(message.ends_with("stablehlo.if has no gradient: its regions nest deeper than 32"), "{message}");
}

#[test]
fn calls_that_double_are_given_up() {
    let mut text = "func.func private @f0(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> }\n".to_owned();
    for level in 1..=40 {
        let name = if level == 40 { "main".to_owned() } else { format!("f{level}") };
        let callee = level - 1;
        text += &format!(
            "func.func @{name}(%x: tensor<f32>) -> tensor<f32> {{
               %0 = call @f{callee}(%x) : (tensor<f32>) -> tensor<f32>
               %1 = call @f{callee}(%0) : (tensor<f32>) -> tensor<f32>
               return %1 : tensor<f32> }}\n"
        );
    }
    let (status, message) = refusal(&text);
    assert_eq!(status, Some(Status::ResourceExhausted));
    assert_eq!(message, "calls grow to more than 524288 operations");
}

#[test]
fn arguments_are_checked() {
    let module = parse(
        "func.func @main(%x: tensor<2xf32>, %i: tensor<i32>) -> (tensor<f32>, tensor<2xf32>) {
           %z = stablehlo.constant dense<0.0> : tensor<f32>
           %0 = stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>
           return %0, %x : tensor<f32>, tensor<2xf32> }
         func.func @vector(%x: tensor<2xf32>) -> tensor<2xf32> { return %x : tensor<2xf32> }",
    )
    .unwrap();
    let fails = |function: &str, wrt: &[usize], has_aux: bool| {
        let error = value_and_grad(&module, function, wrt, has_aux).expect_err("it is wrong");
        (error.status().unwrap(), error.message().to_owned())
    };
    let invalid = |message: &str| (Status::InvalidArgument, message.to_owned());
    assert_eq!(fails("other", &[0], true), (Status::NotFound, "there is no function @other".to_owned()));
    assert_eq!(
        fails("main", &[0], false),
        invalid("@main returns 2 values: `has_aux` says that only the first is differentiated")
    );
    assert_eq!(fails("main", &[2], true), invalid("`wrt` has 2, but @main takes 2 arguments"));
    assert_eq!(fails("main", &[0, 0], true), invalid("`wrt` has 0 twice"));
    assert_eq!(
        fails("main", &[1], true),
        invalid("`wrt` has 1, but argument 1 of @main is tensor<i32>; only floating-point numbers have gradients")
    );
    assert_eq!(
        fails("vector", &[0], false),
        invalid("result 0 of @vector must be one floating-point number, it is tensor<2xf32>")
    );
    let gradient = value_and_grad(&module, "main", &[0], true).unwrap();
    let x = Tensor::from_slice(&[2], &[3f32, 4.0]).unwrap();
    let found = run(&gradient, &[x.clone(), Tensor::scalar(1i32)]);
    assert_eq!(found.len(), 3);
    assert!(found[1].bit_eq(&x));
    assert_eq!(found[2].as_slice::<f32>().unwrap(), [1.0, 1.0]);
}

#[test]
fn pullbacks_are_built_within_a_function() {
    let ty = Type::from(TensorType::new(DType::F64, &[3]).unwrap());
    let mut b = FunctionBuilder::new("main", &[ty.clone(), ty.clone()]);
    let [x, y] = b.arguments()[..] else { panic!("two arguments") };
    let product = b.operation(Op::Multiply, &[x, y], &[], &[]).unwrap()[0];
    let stopped = stop_gradient(&mut b, product).unwrap();
    let sum = b.operation(Op::Add, &[product, stopped], &[], &[]).unwrap()[0];
    let one = constant(&mut b, Tensor::scalar(2f64)).unwrap();
    let broadcast = Op::BroadcastInDim(Box::new(BroadcastInDim { broadcast_dimensions: Vec::new() }));
    let twos = b.operation(broadcast, &[one], &[], &[ty]).unwrap()[0];
    // By an argument, by a value between, and by one that nothing depends on.
    let found = pullback(&mut b, &[sum], &[twos], &[x, product, stopped, twos]).unwrap();
    let mut module = Module::new();
    module.add(b.finish(&found).unwrap()).unwrap();
    assert_eq!(parse(&module.to_string()).unwrap(), module);
    let inputs = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]].map(|values| Tensor::from_slice(&[3], &values).unwrap());
    let found = run(&module, &inputs);
    let values: Vec<&[f64]> = found.iter().map(|tensor| tensor.as_slice::<f64>().unwrap()).collect();
    assert_eq!(values, [&[8.0, 10.0, 12.0][..], &[2.0; 3], &[2.0; 3], &[0.0; 3]]);

    let mut b = FunctionBuilder::new("main", &[TensorType::scalar(DType::F32).into()]);
    let x = b.arguments()[0];
    let wide = constant(&mut b, Tensor::scalar(1f64)).unwrap();
    let error = pullback(&mut b, &[x], &[wide], &[x]).unwrap_err();
    assert_eq!(error.message(), "cotangent 0 is tensor<f64>, but its output is tensor<f32>");
    let error = pullback(&mut b, &[x], &[], &[x]).unwrap_err();
    assert_eq!(error.message(), "there are 1 outputs, but 0 cotangents");
}
