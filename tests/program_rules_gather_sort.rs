//! What gathers, scatters, sorts, random bits and functions of the client dialect must not be: each text breaks one rule,
//! and the error names the operation, the operand and the rule.

use nnx::Status;
use nnx::program::parse;

fn error_of(body: &str) -> nnx::Error {
    let arguments = "%x: tensor<2x3xf32>, %i: tensor<4x2xi32>, %u: tensor<4x3xf32>, %s: tensor<2xui64>";
    parse(&format!("func.func @f({arguments}) {{\n  {body}\n  return\n}}\n")).expect_err(body)
}

fn assert_refused(op: &str, body: &str, expected: &str) {
    let error = error_of(body);
    assert_eq!(error.status(), Some(Status::InvalidArgument), "{body}: {error}");
    assert!(error.message().starts_with("line 2, column "), "{body}:\n{error}");
    assert!(error.message().contains(&format!("{op}: {expected}")), "{body}:\n{error}");
}

/// Dimension numbers, slice sizes, and what is wrong with them for an operand of 2x3 and indices of 4x2.
const GATHER: &[(&str, &str, &str)] = &[
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 3",
        "1, 3",
        "`index_vector_dim` is 3, which must be in [0, 2]",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1",
        "1, 3",
        "operand `start_indices` holds indices of 2 components, `start_index_map` has 1",
    ),
    (
        "offset_dims = [2], collapsed_slice_dims = [0], start_index_map = [0, 0], index_vector_dim = 1",
        "1, 3",
        "`offset_dims` has 2, which must be in [0, 2)",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 0], index_vector_dim = 1",
        "1, 3",
        "`start_index_map` with `operand_batching_dims` has 0 twice",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 2], index_vector_dim = 1",
        "1, 3",
        "`start_index_map` with `operand_batching_dims` has 2, which must be in [0, 2)",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [5], start_index_map = [0, 1], index_vector_dim = 1",
        "1, 3",
        "`collapsed_slice_dims` with `operand_batching_dims` has 5, which must be in [0, 2)",
    ),
    (
        "offset_dims = [1], start_index_map = [0, 1], index_vector_dim = 1",
        "1, 3",
        "operand `operand` must have as many dimensions as `offset_dims`, `collapsed_slice_dims` and",
    ),
    (
        "offset_dims = [1, 0], start_index_map = [0, 1], index_vector_dim = 1",
        "1, 3",
        "`offset_dims` must be sorted, it is [1, 0]",
    ),
    (
        "offset_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2",
        "1, 3",
        "operand `start_indices` must have extent 2 in dimension 0, as dimension 0 of tensor<2x3xf32>",
    ),
    (
        "offset_dims = [1], operand_batching_dims = [0], start_index_map = [1], index_vector_dim = 2",
        "1, 3",
        "`start_indices_batching_dims` has 0 entries, it must have 1",
    ),
    (
        "offset_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [1], start_index_map = [1, 0], index_vector_dim = 1",
        "1, 3",
        "`start_index_map` with `operand_batching_dims` has 0 twice",
    ),
    (
        "offset_dims = [2], operand_batching_dims = [0], start_indices_batching_dims = [2], start_index_map = [1], index_vector_dim = 2",
        "1, 3",
        "`start_indices_batching_dims` has 2, which must be in [0, 2)",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1",
        "1, 4",
        "operand `operand` is smaller than `slice_sizes`, [1, 4]",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1",
        "1, -1",
        "operand `operand` is smaller than `slice_sizes`, [1, -1]",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1",
        "1",
        "`slice_sizes` has 1 entries, it must have 2",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1",
        "2, 3",
        "`slice_sizes` must be at most 1 in dimension 0",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1",
        "0, 3",
        "`slice_sizes` is 0 in a dimension that the result lacks, and the result is not empty",
    ),
    (
        "offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1], index_vector_dim = 1",
        "1, 2",
        "the result is (tensor<4x2xf32>), it is declared to be (tensor<4x3xf32>)",
    ),
];

#[test]
fn gathers_are_checked() {
    for (numbers, sizes, expected) in GATHER {
        let body = format!(
            "%0 = \"stablehlo.gather\"(%x, %i) <{{dimension_numbers = #stablehlo.gather<{numbers}>, slice_sizes = array<i64: {sizes}>}}> : (tensor<2x3xf32>, tensor<4x2xi32>) -> tensor<4x3xf32>"
        );
        assert_refused("stablehlo.gather", &body, expected);
    }
    let body = "%0 = \"stablehlo.gather\"(%x, %x) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0, 1, 2], index_vector_dim = 1>, slice_sizes = array<i64: 1, 3>}> : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>";
    assert_refused("stablehlo.gather", body, "operand `start_indices` must be of integers");
}

/// Dimension numbers, the operands with their types, the element type of the region, and what is wrong.
const SCATTER: &[(&str, &str, &str, &str, &str)] = &[
    (
        "update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1",
        "%x, %i, %u",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<4x3xf32>",
        "f32",
        "operand `scatter_indices` holds indices of 2 components, `scatter_dims_to_operand_dims` has 1",
    ),
    (
        "update_window_dims = [0, 1, 2], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1",
        "%x, %i, %u",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<4x3xf32>",
        "f32",
        "operand `inputs[0]` must have as many dimensions as `update_window_dims`, `inserted_window_dims` and",
    ),
    (
        "update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1",
        "%x, %i, %x",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<2x3xf32>",
        "f32",
        "operand `updates[0]` must have the extents [4, 3]",
    ),
    (
        "update_window_dims = [1], inserted_window_dims = [1], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1",
        "%x, %i, %u",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<4x3xf32>",
        "f32",
        "operand `updates[0]` has windows of [3], which do not fit within [2] of the inputs",
    ),
    (
        "update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1",
        "%x, %i, %i",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<4x2xi32>",
        "f32",
        "operand `updates[0]` must have 2 dimensions, the shape of `updates[0]` and the dtype of its input",
    ),
    (
        "update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1",
        "%x, %i, %u",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<4x3xf32>",
        "bf16",
        "region 0 must take (tensor<f32>, tensor<f32>), it takes (tensor<bf16>, tensor<bf16>)",
    ),
    (
        "update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1",
        "%x, %i, %u",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<4x3xf32>",
        "f64",
        "the result is (tensor<2x3xf64>), it is declared to be (tensor<2x3xf32>)",
    ),
];

#[test]
fn scatters_are_checked() {
    for (numbers, operands, types, element, expected) in SCATTER {
        let body = format!(
            "%0 = \"stablehlo.scatter\"({operands}) <{{scatter_dimension_numbers = #stablehlo.scatter<{numbers}>}}> ({{ ^bb0(%a: tensor<{element}>, %b: tensor<{element}>): stablehlo.return %b : tensor<{element}> }}) : ({types}) -> tensor<2x3xf32>"
        );
        assert_refused("stablehlo.scatter", &body, expected);
    }
    let numbers = "#stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0, 1], index_vector_dim = 1>";
    let scatter = |operands: &str, region: &str, types: &str| {
        format!(
            "%0 = \"stablehlo.scatter\"({operands}) <{{scatter_dimension_numbers = {numbers}}}> ({{ {region} }}) : ({types}) -> tensor<2x3xf32>"
        )
    };
    let body = scatter(
        "%x, %i, %u",
        "^bb0(%a: tensor<f32>, %b: tensor<f32>): stablehlo.return %a, %b : tensor<f32>, tensor<f32>",
        "tensor<2x3xf32>, tensor<4x2xi32>, tensor<4x3xf32>",
    );
    let expected = "region 0 must return (tensor<f32>), it returns (tensor<f32>, tensor<f32>)";
    assert_refused("stablehlo.scatter", &body, expected);
    let body = scatter("%i", "stablehlo.return", "tensor<4x2xi32>");
    assert_refused("stablehlo.scatter", &body, "there must be at least one input");
    let body = scatter(
        "%x, %u, %i, %u, %u",
        "stablehlo.return",
        "tensor<2x3xf32>, tensor<4x3xf32>, tensor<4x2xi32>, tensor<4x3xf32>, tensor<4x3xf32>",
    );
    assert_refused(
        "stablehlo.scatter",
        &body,
        "operand `inputs[1]` must have the shape of `inputs[0]`, tensor<2x3xf32>",
    );
}

#[test]
fn sorts_are_checked() {
    let sort = |operands: &str, types: &str, dimension: &str, region: &str| {
        format!(
            "%0 = \"stablehlo.sort\"({operands}) <{{dimension = {dimension} : i64}}> ({{ {region} }}) : ({types}) -> ({types})"
        )
    };
    let less = "^bb0(%a: tensor<f32>, %b: tensor<f32>): %c = stablehlo.compare LT, %a, %b : (tensor<f32>, tensor<f32>) -> tensor<i1> stablehlo.return %c : tensor<i1>";
    let first = "^bb0(%a: tensor<f32>, %b: tensor<f32>): stablehlo.return %a : tensor<f32>";
    for (operands, types, dimension, region, expected) in [
        ("%x", "tensor<2x3xf32>", "2", less, "`dimension` is 2, which must be in [-2, 2)"),
        ("%x", "tensor<2x3xf32>", "-3", less, "`dimension` is -3, which must be in [-2, 2)"),
        (
            "%x, %u",
            "tensor<2x3xf32>, tensor<4x3xf32>",
            "0",
            less,
            "operand `inputs[1]` must have the shape of `inputs[0]`, tensor<2x3xf32>",
        ),
        (
            "%x, %x",
            "tensor<2x3xf32>, tensor<2x3xf32>",
            "0",
            less,
            "region 0 must take (tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>)",
        ),
        ("%x", "tensor<2x3xf32>", "0", first, "region 0 must return (tensor<i1>), it returns (tensor<f32>)"),
        ("", "", "0", "stablehlo.return", "there must be at least one input"),
    ] {
        assert_refused("stablehlo.sort", &sort(operands, types, dimension, region), expected);
    }
}

#[test]
fn the_largest_elements_are_checked() {
    for (k, expected) in [
        ("4", "operand `operand` must have at least k = 4 elements along its last dimension"),
        ("-1", "operand `operand` must have at least k = -1 elements along its last dimension"),
        (
            "2",
            "the result is (tensor<2x2xf32>, tensor<2x2xi32>), it is declared to be (tensor<2x3xf32>, tensor<2x3xi32>)",
        ),
    ] {
        let body = format!("%v, %n = chlo.top_k(%x, k = {k}) : tensor<2x3xf32> -> (tensor<2x3xf32>, tensor<2x3xi32>)");
        assert_refused("chlo.top_k", &body, expected);
    }
}

#[test]
fn random_bits_are_checked() {
    for (state, ty, algorithm, output, expected) in [
        ("%x", "tensor<2x3xf32>", "THREE_FRY", "tensor<3xui32>", "operand `initial_state` must be a list of ui64"),
        ("%s", "tensor<2xui64>", "THREE_FRY", "tensor<3xi1>", "the bits must be of numbers"),
    ] {
        let body = format!(
            "%a, %b = stablehlo.rng_bit_generator {state}, algorithm = {algorithm} : ({ty}) -> ({ty}, {output})"
        );
        assert_refused("stablehlo.rng_bit_generator", &body, expected);
    }
    for (algorithm, words) in [("THREE_FRY", 3), ("DEFAULT", 4), ("PHILOX", 1)] {
        let body = format!(
            "%c = stablehlo.constant dense<1> : tensor<{words}xui64> %a, %b = stablehlo.rng_bit_generator %c, algorithm = {algorithm} : (tensor<{words}xui64>) -> (tensor<{words}xui64>, tensor<ui8>)"
        );
        let expected = format!("operand `initial_state` has not the length that {algorithm} wants");
        assert_refused("stablehlo.rng_bit_generator", &body, &expected);
    }
}

#[test]
fn functions_of_the_client_dialect_are_checked() {
    let functions = [
        "acos",
        "acosh",
        "asin",
        "asinh",
        "atan",
        "atanh",
        "bessel_i1e",
        "cosh",
        "digamma",
        "erf",
        "erf_inv",
        "erfc",
        "lgamma",
        "sinh",
        "tan",
    ];
    for name in functions {
        let op = format!("chlo.{name}");
        let body = format!("%0 = {op} %i : tensor<4x2xi32> -> tensor<4x2xi32>");
        assert_refused(&op, &body, "operand `operand` must be of floating-point numbers");
    }
    for name in ["is_inf", "is_neg_inf", "is_pos_inf"] {
        let op = format!("chlo.{name}");
        let body = format!("%0 = {op} %i : tensor<4x2xi32> -> tensor<4x2xi1>");
        assert_refused(&op, &body, "operand `operand` must be of floating-point numbers");
        let body = format!("%0 = {op} %x : tensor<2x3xf32> -> tensor<2x3xf32>");
        assert_refused(&op, &body, "the result is (tensor<2x3xi1>), it is declared to be (tensor<2x3xf32>)");
    }
    let body = "%0 = chlo.mulhi %x, %x : tensor<2x3xf32>, tensor<2x3xf32> -> tensor<2x3xf32>";
    assert_refused("chlo.mulhi", body, "operand `lhs` must be of integers");
    for (name, x, y) in [("next_after", "x", "y"), ("polygamma", "n", "x"), ("zeta", "x", "q")] {
        let op = format!("chlo.{name}");
        let body = format!("%0 = {op} %i, %i : tensor<4x2xi32>, tensor<4x2xi32> -> tensor<4x2xi32>");
        assert_refused(&op, &body, &format!("operand `{x}` must be of floating-point numbers"));
        let body = format!("%0 = {op} %x, %u : tensor<2x3xf32>, tensor<4x3xf32> -> tensor<2x3xf32>");
        assert_refused(&op, &body, &format!("operand `{y}` must have the type of `{x}`, tensor<2x3xf32>"));
    }
}
