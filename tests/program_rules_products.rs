//! Rules of products, solvers, normalisation and reductions: each program is right, and one change makes it wrong. The
//! error says which operation, which operand and which rule.

use nnx::Status;
use nnx::program::parse;

const DOT_GENERAL: &str = "func.func @main(%lhs: tensor<2x3x4xf32>, %rhs: tensor<2x4x5xf32>) -> tensor<2x3x5xf32> {
  %0 = stablehlo.dot_general %lhs, %rhs, batching_dims = [0] x [0], contracting_dims = [2] x [1], precision = [DEFAULT, DEFAULT] : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}";

const RAGGED_DOT: &str = "func.func @main(%lhs: tensor<2x6x3xf32>, %rhs: tensor<4x2x3x5xf32>, %sizes: tensor<2x4xi32>) -> tensor<2x6x5xf32> {
  %0 = \"chlo.ragged_dot\"(%lhs, %rhs, %sizes) <{precision_config = [#chlo<precision DEFAULT>, #chlo<precision HIGH>], ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [1], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [2], lhs_ragged_dimensions = [1], rhs_group_dimensions = [0]>}> : (tensor<2x6x3xf32>, tensor<4x2x3x5xf32>, tensor<2x4xi32>) -> tensor<2x6x5xf32>
  return %0 : tensor<2x6x5xf32>
}";

const RAGGED_DOT_CONTRACTING: &str = "func.func @main(%lhs: tensor<6x3xf32>, %rhs: tensor<6x5xf32>, %sizes: tensor<4xi32>) -> tensor<4x3x5xf32> {
  %0 = \"chlo.ragged_dot\"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0], lhs_ragged_dimensions = [0]>}> : (tensor<6x3xf32>, tensor<6x5xf32>, tensor<4xi32>) -> tensor<4x3x5xf32>
  return %0 : tensor<4x3x5xf32>
}";

const CONVOLUTION: &str = "func.func @main(%lhs: tensor<4x6x8xf32>, %rhs: tensor<3x8x10xf32>) -> tensor<4x3x10xf32> {
  %0 = stablehlo.convolution(%lhs, %rhs) dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f], window = {stride = [2], pad = [[0, 1]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<4x6x8xf32>, tensor<3x8x10xf32>) -> tensor<4x3x10xf32>
  return %0 : tensor<4x3x10xf32>
}";

const BATCH_NORM_INFERENCE: &str = "func.func @main(%x: tensor<2x3xf32>, %s: tensor<3xf32>, %o: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>) {
  %0 = \"stablehlo.batch_norm_inference\"(%x, %s, %o, %m, %v) <{epsilon = 0.5 : f32, feature_index = 1 : i64}> : (tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return
}";

const BATCH_NORM_TRAINING: &str = "func.func @main(%x: tensor<2x3xf32>, %s: tensor<3xf32>, %o: tensor<3xf32>) {
  %0:3 = \"stablehlo.batch_norm_training\"(%x, %s, %o) <{epsilon = 0.5 : f32, feature_index = 1 : i64}> : (tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>) -> (tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>)
  return
}";

const BATCH_NORM_GRAD: &str = "func.func @main(%x: tensor<2x3xf32>, %s: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>, %g: tensor<2x3xf32>) {
  %0:3 = \"stablehlo.batch_norm_grad\"(%x, %s, %m, %v, %g) <{epsilon = 0.5 : f32, feature_index = 1 : i64}> : (tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<3xf32>, tensor<3xf32>)
  return
}";

const CHOLESKY: &str = "func.func @main(%a: tensor<2x3x3xf32>) {
  %0 = stablehlo.cholesky %a, lower = true : tensor<2x3x3xf32>
  return
}";

const TRIANGULAR_SOLVE: &str = "func.func @main(%a: tensor<2x3x3xf32>, %b: tensor<2x3x4xf32>) {
  %0 = \"stablehlo.triangular_solve\"(%a, %b) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<2x3x3xf32>, tensor<2x3x4xf32>) -> tensor<2x3x4xf32>
  return
}";

const MAP: &str = "func.func @main(%x: tensor<2x3xf32>, %y: tensor<2x3xi32>) {
  %0 = \"stablehlo.map\"(%x, %y) <{dimensions = array<i64: 0, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<i32>):
    stablehlo.return %a : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<2x3xi32>) -> tensor<2x3xf32>
  return
}";

const REDUCE: &str = "func.func @main(%x: tensor<2x3xf32>, %init: tensor<f32>) {
  %0 = \"stablehlo.reduce\"(%x, %init) <{dimensions = array<i64: 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    stablehlo.return %a : tensor<f32>
  }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>
  return
}";

const REDUCE_WINDOW: &str = "func.func @main(%x: tensor<8xf32>, %y: tensor<8xi32>, %p: tensor<f32>, %q: tensor<i32>) {
  %0:2 = \"stablehlo.reduce_window\"(%x, %y, %p, %q) <{base_dilations = array<i64: 1>, padding = dense<[[1, 0]]> : tensor<1x2xi64>, window_dilations = array<i64: 1>, window_dimensions = array<i64: 3>, window_strides = array<i64: 2>}> ({
  ^bb0(%a: tensor<f32>, %i: tensor<i32>, %b: tensor<f32>, %j: tensor<i32>):
    stablehlo.return %a, %i : tensor<f32>, tensor<i32>
  }) : (tensor<8xf32>, tensor<8xi32>, tensor<f32>, tensor<i32>) -> (tensor<4xf32>, tensor<4xi32>)
  return
}";

const SELECT_AND_SCATTER: &str = "func.func @main(%x: tensor<4xf32>, %s: tensor<2xf32>, %init: tensor<f32>) {
  %0 = \"stablehlo.select_and_scatter\"(%x, %s, %init) <{padding = dense<[[0, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 2>, window_strides = array<i64: 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %1 = stablehlo.compare GE, %a, %b : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  }, {
  ^bb1(%c: tensor<f32>, %d: tensor<f32>):
    stablehlo.return %c : tensor<f32>
  }) : (tensor<4xf32>, tensor<2xf32>, tensor<f32>) -> tensor<4xf32>
  return
}";

/// A program, what is changed in it everywhere, into what, and a part of the error.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    (
        DOT_GENERAL,
        "2x4x5xf32",
        "2x4x5xf16",
        "dot_general: operand `rhs` must have the dtype of `lhs`, tensor<2x3x4xf32>",
    ),
    (
        DOT_GENERAL,
        "2x4x5",
        "2x6x5",
        "dot_general: operand `rhs` must have extent 4 in dimension 1, as `lhs` has in dimension 2",
    ),
    (DOT_GENERAL, "tensor<2x4x5", "tensor<3x4x5", "dot_general: operand `rhs` must have extent 2 in dimension 0"),
    (DOT_GENERAL, "[2] x [1]", "[2] x []", "dot_general: `rhs_contracting_dimensions` has 0 entries, it must have 1"),
    (DOT_GENERAL, "[0] x [0]", "[0] x []", "dot_general: `rhs_batching_dimensions` has 0 entries, it must have 1"),
    (DOT_GENERAL, "[2] x [1]", "[0] x [1]", "`lhs_batching_dimensions and lhs_contracting_dimensions` has 0 twice"),
    (DOT_GENERAL, "[2] x [1]", "[2] x [3]", "has 3, which must be in [0, 3)"),
    (DOT_GENERAL, "[2] x [1]", "[-1] x [1]", "has -1, which must be in [0, 3)"),
    (DOT_GENERAL, "[DEFAULT, DEFAULT]", "[DEFAULT]", "dot_general: `precision_config` has 1 entries, it must have 2"),
    (
        DOT_GENERAL,
        "DEFAULT]",
        "HIGH], algorithm = <lhs_precision_type = f32>",
        "must be DEFAULT where there is an `algorithm`",
    ),
    (
        DOT_GENERAL,
        "2x3x5xf32",
        "2x3x5xi32",
        "operand `lhs` has no products of the dtype of the result, tensor<2x3x5xi32>",
    ),
    (
        DOT_GENERAL,
        "2x3x5xf32",
        "2x5x3xf32",
        "the result is (tensor<2x3x5xf32>), it is declared to be (tensor<2x5x3xf32>)",
    ),
    (
        RAGGED_DOT,
        "ragged_dimensions = [1]",
        "ragged_dimensions = []",
        "`lhs_ragged_dimensions` has 0 entries, it must have 1",
    ),
    (RAGGED_DOT, "ragged_dimensions = [1]", "ragged_dimensions = [1, 0]", "`lhs_ragged_dimensions` has 2 entries"),
    (RAGGED_DOT, "ragged_dimensions = [1]", "ragged_dimensions = [3]", "has 3, which must be in [0, 3)"),
    (RAGGED_DOT, "ragged_dimensions = [1]", "ragged_dimensions = [-1]", "has -1, which must be in [0, 3)"),
    (
        RAGGED_DOT,
        "ragged_dimensions = [1]",
        "ragged_dimensions = [2]",
        "`rhs_group_dimensions` has 1 entries, it must have 0",
    ),
    (
        RAGGED_DOT,
        "ragged_dimensions = [1]",
        "ragged_dimensions = [0]",
        "`rhs_group_dimensions` has 1 entries, it must have 0",
    ),
    (RAGGED_DOT, ", rhs_group_dimensions = [0]", "", "`rhs_group_dimensions` has 0 entries, it must have 1"),
    (RAGGED_DOT, "group_dimensions = [0]", "group_dimensions = [4]", "has 4, which must be in [0, 4)"),
    (
        RAGGED_DOT,
        "group_dimensions = [0]",
        "group_dimensions = [2]",
        "`rhs_group_dimensions` has 2, which is a batching or a contracting dimension",
    ),
    (
        RAGGED_DOT,
        "4x2x3x5xf32",
        "7x2x3x5xf32",
        "operand `rhs` must have extent 4 in dimension 0, as many as `group_sizes` has groups",
    ),
    (RAGGED_DOT, "4x2x3x5xf32", "4x2x2x5xf32", "ragged_dot: operand `rhs` must have extent 3 in dimension 2"),
    (RAGGED_DOT, "4x2x3x5xf32", "4x2x3x5xbf16", "ragged_dot: operand `rhs` must have the dtype of `lhs`"),
    (RAGGED_DOT, "2x4xi32", "2x4xf32", "operand `group_sizes` must be a list of integers"),
    (RAGGED_DOT, "2x4xi32", "i32", "operand `group_sizes` must be a list of integers"),
    (
        RAGGED_DOT,
        "2x4xi32",
        "3x4xi32",
        "must have no extents before its last, or those of `lhs` outside of the groups, [2]",
    ),
    (RAGGED_DOT, "2x4xi32", "1x2x4xi32", "must have no extents before its last"),
    (RAGGED_DOT, ", #chlo<precision HIGH>", "", "`precision_config` has 1 entries, it must have 2"),
    (
        RAGGED_DOT,
        "#chlo<precision HIGH>",
        "#stablehlo<precision HIGH>",
        "attribute `precision_config` must be a list of precisions, such as `[#chlo<precision DEFAULT>]`",
    ),
    (
        RAGGED_DOT,
        "#chlo.ragged_dot<",
        "#stablehlo.dot<",
        "attribute `ragged_dot_dimension_numbers` must be `#chlo.ragged_dot<…>`",
    ),
    (RAGGED_DOT, "2x6x5xf32", "2x6x5xi32", "operand `lhs` has no products of the dtype of the result"),
    (RAGGED_DOT, "2x6x5xf32", "4x2x6x5xf32", "the result is (tensor<2x6x5xf32>), it is declared to be"),
    (RAGGED_DOT_CONTRACTING, "4x3x5xf32", "3x5xf32", "the result is (tensor<4x3x5xf32>), it is declared to be"),
    (
        RAGGED_DOT_CONTRACTING,
        "ragged_dimensions = [0]",
        "ragged_dimensions = [0], rhs_group_dimensions = [1]",
        "`rhs_group_dimensions` has 1 entries, it must have 0",
    ),
    (CONVOLUTION, "4x6x8xf32", "8xf32", "convolution: operand `lhs` must have a batch and a feature dimension"),
    (CONVOLUTION, "3x8x10xf32", "8x10xf32", "convolution: operand `rhs` must have 3 dimensions, as `lhs` has"),
    (CONVOLUTION, "3x8x10xf32", "3x8x10xf64", "convolution: operand `rhs` must have the dtype of `lhs`"),
    (CONVOLUTION, "3x8x10xf32", "3x7x10xf32", "convolution: operand `rhs` must have 8 input features"),
    (CONVOLUTION, "[b, 0, f]x", "[b, f]x", "`input_spatial_dimensions` has 0 entries, it must have 1"),
    (CONVOLUTION, "x[0, i, o]", "x[0, i, 1, o]", "`kernel_spatial_dimensions` has 2 entries, it must have 1"),
    (CONVOLUTION, "[2], pad", "[0], pad", "convolution: `window_strides` has 0, which must be at least 1"),
    (CONVOLUTION, "[2], pad", "[2, 1], pad", "convolution: `window_strides` has 2 entries, it must have 1"),
    (CONVOLUTION, "lhs_dilate = [1]", "lhs_dilate = [-1]", "`lhs_dilation` has -1, which must be at least 1"),
    (CONVOLUTION, "rhs_dilate = [1]", "rhs_dilate = [0]", "`rhs_dilation` has 0, which must be at least 1"),
    (CONVOLUTION, "[[0, 1]]", "[[0, 1], [0, 1]]", "convolution: `padding` has 2 entries, it must have 1"),
    (CONVOLUTION, "[false]", "[false, true]", "convolution: `window_reversal` has 2 entries, it must have 1"),
    (
        CONVOLUTION,
        "feature_group_count = 1",
        "feature_group_count = 0",
        "must be at least 1, and only one of them more; they are 0 and 1",
    ),
    (
        CONVOLUTION,
        "group_count = 1",
        "group_count = 2",
        "must be at least 1, and only one of them more; they are 2 and 2",
    ),
    (
        CONVOLUTION,
        "feature_group_count = 1",
        "feature_group_count = 3",
        "operand `lhs` must have features that `feature_group_count`, 3, divides",
    ),
    (
        CONVOLUTION,
        "batch_group_count = 1",
        "batch_group_count = 3",
        "operand `lhs` must have a batch that `batch_group_count`, 3, divides",
    ),
    (
        CONVOLUTION,
        "batch_group_count = 1",
        "batch_group_count = 4",
        "operand `rhs` must have output features that the 4 groups divide",
    ),
    (
        CONVOLUTION,
        "[[0, 1]]",
        "[[9223372036854775807, 9223372036854775807]]",
        "convolution: dimension 1 would have a too large extent",
    ),
    (
        CONVOLUTION,
        "4x3x10xf32",
        "4x4x10xf32",
        "the result is (tensor<4x3x10xf32>), it is declared to be (tensor<4x4x10xf32>)",
    ),
    (BATCH_NORM_INFERENCE, "3xf32", "3xi32", "operand `operand` must be of floating-point numbers"),
    (
        BATCH_NORM_INFERENCE,
        "feature_index = 1",
        "feature_index = 2",
        "batch_norm_inference: `feature_index` has 2, which must be in [0, 2)",
    ),
    (
        BATCH_NORM_INFERENCE,
        "feature_index = 1",
        "feature_index = 0",
        "operand `scale` must have an element for each feature: tensor<2xf32>",
    ),
    (BATCH_NORM_TRAINING, "feature_index = 1", "feature_index = -1", "batch_norm_training: `feature_index` has -1"),
    (
        BATCH_NORM_TRAINING,
        "feature_index = 1",
        "feature_index = 0",
        "batch_norm_training: operand `scale` must have an element for each feature",
    ),
    (
        BATCH_NORM_GRAD,
        "feature_index = 1",
        "feature_index = 0",
        "batch_norm_grad: operand `scale` must have an element for each feature",
    ),
    (CHOLESKY, "f32", "i32", "cholesky: operand `a` must be of floating-point numbers"),
    (CHOLESKY, "2x3x3", "2x3x4", "cholesky: operand `a` must be of square matrices; it is tensor<2x3x4xf32>"),
    (CHOLESKY, "2x3x3", "3", "cholesky: operand `a` must be of square matrices"),
    (TRIANGULAR_SOLVE, "f32", "ui8", "triangular_solve: operand `a` must be of floating-point numbers"),
    (TRIANGULAR_SOLVE, "2x3x3", "2x3x2", "triangular_solve: operand `a` must be of square matrices"),
    (
        TRIANGULAR_SOLVE,
        "2x3x4xf32",
        "2x3x4xf64",
        "triangular_solve: operand `b` must have the dtype and the batch dimensions of `a`",
    ),
    (
        TRIANGULAR_SOLVE,
        "2x3x4",
        "1x3x4",
        "triangular_solve: operand `b` must have the dtype and the batch dimensions of `a`",
    ),
    (TRIANGULAR_SOLVE, "2x3x4", "2x4x4", "triangular_solve: operand `b` must have extent 3 in dimension 1, as `a` has"),
    (
        TRIANGULAR_SOLVE,
        "left_side = true",
        "left_side = false",
        "triangular_solve: operand `b` must have extent 3 in dimension 2, as `a` has",
    ),
    (MAP, "2x3xi32", "3x2xi32", "map: operand `inputs[1]` must have the shape of the first, tensor<2x3xf32>"),
    (MAP, "i64: 0, 1", "i64: 1, 0", "map: `dimensions` must be all 2 in order, they are [1, 0]"),
    (
        MAP,
        "%b: tensor<i32>",
        "%b: tensor<i8>",
        "map: region 0 must take (tensor<f32>, tensor<i32>), it takes (tensor<f32>, tensor<i8>)",
    ),
    (
        MAP,
        "return %a : tensor<f32>",
        "return %a, %b : tensor<f32>, tensor<i32>",
        "map: region 0 must return 1 tensor of one element each",
    ),
    (REDUCE, "i64: 1", "i64: 2", "reduce: `dimensions` has 2, which must be in [0, 2)"),
    (REDUCE, "i64: 1", "i64: 1, 1", "reduce: `dimensions` has 1 twice"),
    (
        REDUCE,
        "tensor<f32>",
        "tensor<1xf32>",
        "reduce: operand `init_values[0]` must be one element of the dtype of its input, tensor<2x3xf32>",
    ),
    (
        REDUCE,
        "%a: tensor<f32>, %b: tensor<f32>):\n    stablehlo.return %a : tensor<f32>",
        "%a: tensor<bf16>, %b: tensor<bf16>):\n    stablehlo.return %a : tensor<bf16>",
        "reduce: operand `inputs[0]` cannot be promoted to the dtype of the region, tensor<bf16>",
    ),
    (
        REDUCE,
        "%b: tensor<f32>",
        "%b: tensor<f64>",
        "reduce: region 0 must take (tensor<f32>, tensor<f32>), it takes (tensor<f32>, tensor<f64>)",
    ),
    (
        REDUCE,
        "-> tensor<2xf32>",
        "-> tensor<3xf32>",
        "the result is (tensor<2xf32>), it is declared to be (tensor<3xf32>)",
    ),
    (
        REDUCE_WINDOW,
        "window_dimensions = array<i64: 3>",
        "window_dimensions = array<i64: 0>",
        "reduce_window: `window_dimensions` has 0, which must be at least 1",
    ),
    (
        REDUCE_WINDOW,
        "window_strides = array<i64: 2>",
        "window_strides = array<i64: 2, 2>",
        "reduce_window: `window_strides` has 2 entries, it must have 1",
    ),
    (
        REDUCE_WINDOW,
        "base_dilations = array<i64: 1>",
        "base_dilations = array<i64: 0>",
        "reduce_window: `base_dilations` has 0",
    ),
    (
        REDUCE_WINDOW,
        "window_dilations = array<i64: 1>",
        "window_dilations = array<i64: 0>",
        "reduce_window: `window_dilations` has 0",
    ),
    (
        REDUCE_WINDOW,
        "dense<[[1, 0]]> : tensor<1x2xi64>",
        "dense<0> : tensor<2x2xi64>",
        "reduce_window: `padding` has 2 entries, it must have 1",
    ),
    (
        REDUCE_WINDOW,
        "dense<[[1, 0]]>",
        "dense<9223372036854775807>",
        "reduce_window: dimension 0 would have a too large extent",
    ),
    (
        REDUCE_WINDOW,
        "tensor<8xi32>",
        "tensor<9xi32>",
        "reduce_window: operand `inputs[1]` must have the shape of the first, tensor<8xf32>",
    ),
    (
        REDUCE_WINDOW,
        "tensor<i32>",
        "tensor<i64>",
        "operand `init_values[1]` must be one element of the dtype of its input, tensor<8xi32>",
    ),
    (
        REDUCE_WINDOW,
        "%a, %i : tensor<f32>, tensor<i32>",
        "%a : tensor<f32>",
        "reduce_window: region 0 must return 2 tensors of one element each",
    ),
    (
        SELECT_AND_SCATTER,
        "tensor<2xf32>",
        "tensor<3xf32>",
        "operand `source` must have an element for each window: tensor<2xf32>",
    ),
    (
        SELECT_AND_SCATTER,
        "tensor<2xf32>",
        "tensor<2xf64>",
        "operand `source` must have an element for each window: tensor<2xf32>",
    ),
    (
        SELECT_AND_SCATTER,
        "i64: 2>, window_strides",
        "i64: 0>, window_strides",
        "select_and_scatter: `window_dimensions` has 0",
    ),
    (
        SELECT_AND_SCATTER,
        "strides = array<i64: 2>",
        "strides = array<i64>",
        "select_and_scatter: `window_strides` has 0 entries, it must have 1",
    ),
    (
        SELECT_AND_SCATTER,
        "dense<[[0, 0]]> : tensor<1x2xi64>",
        "dense<0> : tensor<2x2xi64>",
        "select_and_scatter: `padding` has 2 entries",
    ),
    (
        SELECT_AND_SCATTER,
        "return %1 : tensor<i1>",
        "return %a : tensor<f32>",
        "select_and_scatter: region 0 must return (tensor<i1>), it returns (tensor<f32>)",
    ),
    (
        SELECT_AND_SCATTER,
        "%c: tensor<f32>, %d: tensor<f32>",
        "%c: tensor<f32>",
        "select_and_scatter: region 1 must take (tensor<f32>, tensor<f32>), it takes (tensor<f32>)",
    ),
];

#[test]
fn one_change_makes_a_right_program_wrong() {
    let mut wrong = Vec::new();
    for &(program, from, to, expected) in BROKEN {
        if let Err(error) = parse(program) {
            panic!("{program}\nmust be right: {error}");
        }
        assert!(program.contains(from), "{program}\nhas no `{from}`");
        let broken = program.replace(from, to);
        match parse(&broken) {
            Ok(_) => wrong.push(format!("{broken}\nwas let pass: `{from}` -> `{to}`")),
            Err(error) if error.code() == Status::InvalidArgument as i32 && error.message().contains(expected) => {}
            Err(error) => wrong.push(format!("`{from}` -> `{to}` must give `{expected}`, it gave:\n{error}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
