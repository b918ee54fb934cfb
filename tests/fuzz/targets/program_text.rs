//! Programs as text: whatever is read is well-typed, prints as what reads as the same, is evaluated within a budget and
//! differentiated without a panic, and its plan runs.

use std::sync::Arc;

use nnx::backend::cpu::Executable;
use nnx::plan::{Plan, simplify};
use nnx::program::differentiate::{inline, pullback};
use nnx::program::evaluate::{Options, evaluate_with};
use nnx::program::{Denormals, Function, FunctionBuilder, Module, TensorType, Type, ValueId, parse_all};
use nnx::tensor::{DType, Tensor};

/// The most work that one function may be.
const BUDGET: u64 = 200_000;

/// One input: a text.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for module in parse_all(text).into_iter().flatten() {
        module.verify().unwrap_or_else(|error| panic!("what was read is ill-typed: {error}"));
        let printed = module.to_string();
        let again = nnx::program::parse(&printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
        assert!(again == module, "{printed}");
        for function in module.functions() {
            differentiate(&module, function);
            let Some(inputs) = inputs(function) else { continue };
            for denormals in [Denormals::Keep, Denormals::Flush] {
                // An error is right; a panic or a result of another type is not.
                let options = Options { denormals, budget: Some(BUDGET) };
                let Ok(results) = evaluate_with(&module, &function.name, &inputs, &options) else { continue };
                assert_eq!(results.len(), function.results().len());
                if denormals == Denormals::Flush {
                    plan(&module, function, &inputs, &results);
                }
            }
        }
    }
}

/// Runs the plan of a function whose evaluation ends: what it computes has the types of what the evaluator gives.
fn plan(module: &Module, function: &Function, inputs: &[Tensor], results: &[Tensor]) {
    let Ok(simple) = simplify(module) else { return };
    let Ok(plan) = Plan::new(&Arc::new(simple), &function.name, &[]) else { return };
    let Ok(executable) = Executable::new(plan) else { return };
    let Ok(mut workspace) = executable.workspace() else { return };
    let types: Vec<TensorType> = results.iter().map(TensorType::of).collect();
    if let Ok(found) = executable.call(&mut workspace, inputs, &types) {
        assert_eq!(found.len(), results.len());
    }
}

/// Adds the gradient of what a function returns by what it takes; an error is right, an ill-typed program is not.
fn differentiate(module: &Module, function: &Function) {
    let types: Vec<Type> = function.argument_types().cloned().collect();
    let mut builder = FunctionBuilder::new("gradient", &types);
    let arguments = builder.arguments().to_vec();
    let Ok(results) = inline(&mut builder, module, &function.name, &arguments) else { return };
    let is_float = |value: &ValueId| {
        let tensor = builder.value_type(*value).as_tensor();
        tensor.is_some_and(|tensor| matches!(tensor.dtype, DType::F16 | DType::BF16 | DType::F32 | DType::F64))
    };
    let outputs: Vec<ValueId> = results.into_iter().filter(is_float).collect();
    let wrt: Vec<ValueId> = arguments.into_iter().filter(is_float).collect();
    if let Ok(gradients) = pullback(&mut builder, &outputs, &outputs, &wrt) {
        let mut gradient = Module::new();
        let function = builder.finish(&gradients).expect("gradients can be returned");
        gradient.add(function).expect("it is the only one");
        gradient.verify().unwrap_or_else(|error| panic!("a gradient is ill-typed: {error}\n{gradient}"));
    }
}

/// Zeros for each argument, where they are few.
fn inputs(function: &Function) -> Option<Vec<Tensor>> {
    function
        .argument_types()
        .map(|ty| {
            let tensor = ty.as_tensor().filter(|tensor| tensor.element_count() <= 1000)?;
            Tensor::zeros(tensor.dtype, tensor.dims()).ok()
        })
        .collect()
}
