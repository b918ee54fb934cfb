//! Programs as text: whatever is read is well-typed, prints as what reads as the same, and is evaluated within a budget
//! without a panic.

use nnx::program::evaluate::{Options, evaluate_with};
use nnx::program::{Denormals, Function, parse_all};
use nnx::tensor::Tensor;

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
            let Some(inputs) = inputs(function) else { continue };
            for denormals in [Denormals::Keep, Denormals::Flush] {
                // An error is right; a panic or a result of another type is not.
                let options = Options { denormals, budget: Some(BUDGET) };
                if let Ok(results) = evaluate_with(&module, &function.name, &inputs, &options) {
                    assert_eq!(results.len(), function.results().len());
                }
            }
        }
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
