// Each group of rows has a matrix of its own; the second group is empty, and the last row is in no group.
func.func @rows() {
  %lhs = stablehlo.constant dense<[[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]> : tensor<5x2xi32>
  %rhs = stablehlo.constant dense<[[[1, 0], [0, 1]], [[2, 1], [-1, 3]], [[0, -1], [1, 1]]]> : tensor<3x2x2xi32>
  %sizes = stablehlo.constant dense<[2, 0, 2]> : tensor<3xi32>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{precision_config = [#chlo<precision DEFAULT>, #chlo<precision HIGHEST>], ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<5x2xi32>, tensor<3x2x2xi32>, tensor<3xi32>) -> tensor<5x2xi32>
  check.expect_eq_const %result, dense<[[1, 2], [3, 4], [6, 1], [8, 1], [0, 0]]> : tensor<5x2xi32>
  return
}

// The last group would reach beyond the last row.
func.func @sizes_beyond_the_extent() {
  %lhs = stablehlo.constant dense<[[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]> : tensor<5x2xi32>
  %rhs = stablehlo.constant dense<[[[1, 0], [0, 1]], [[2, 1], [-1, 3]], [[0, -1], [1, 1]]]> : tensor<3x2x2xi32>
  %sizes = stablehlo.constant dense<[1, 3, 18446744073709551615]> : tensor<3xui64>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<5x2xi32>, tensor<3x2x2xi32>, tensor<3xui64>) -> tensor<5x2xi32>
  check.expect_eq_const %result, dense<[[1, 2], [2, 15], [4, 23], [6, 31], [10, 1]]> : tensor<5x2xi32>
  return
}

// A negative size is as none.
func.func @negative_sizes() {
  %lhs = stablehlo.constant dense<[[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]> : tensor<5x2xi32>
  %rhs = stablehlo.constant dense<[[[1, 0], [0, 1]], [[2, 1], [-1, 3]], [[0, -1], [1, 1]]]> : tensor<3x2x2xi32>
  %sizes = stablehlo.constant dense<[1, -2, 127]> : tensor<3xi8>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<5x2xi32>, tensor<3x2x2xi32>, tensor<3xi8>) -> tensor<5x2xi32>
  check.expect_eq_const %result, dense<[[1, 2], [4, 1], [6, 1], [8, 1], [10, 1]]> : tensor<5x2xi32>
  return
}

// A matrix that no row goes with is not looked at, nor is a row of no group.
func.func @infinite_elsewhere() {
  %lhs = stablehlo.constant dense<[[1.0], [2.0], [0x7F800000]]> : tensor<3x1xf32>
  %rhs = stablehlo.constant dense<[[[0x7F800000]], [[3.0]]]> : tensor<2x1x1xf32>
  %sizes = stablehlo.constant dense<[0, 2]> : tensor<2xi32>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<3x1xf32>, tensor<2x1x1xf32>, tensor<2xi32>) -> tensor<3x1xf32>
  check.expect_eq_const %result, dense<[[3.0], [6.0], [0.0]]> : tensor<3x1xf32>
  return
}

// Each batch has groups of its own.
func.func @batches_of_rows() {
  %lhs = stablehlo.constant dense<[[[1, 2], [3, 4], [5, 6]], [[-1, 0], [2, -3], [4, 1]]]> : tensor<2x3x2xi64>
  %rhs = stablehlo.constant dense<[[[[1], [2]], [[3], [-1]]], [[[0], [5]], [[-2], [1]]]]> : tensor<2x2x2x1xi64>
  %sizes = stablehlo.constant dense<[[1, 2], [2, 1]]> : tensor<2x2xi64>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [1], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [2], lhs_ragged_dimensions = [1], rhs_group_dimensions = [0]>}> : (tensor<2x3x2xi64>, tensor<2x2x2x1xi64>, tensor<2x2xi64>) -> tensor<2x3x1xi64>
  check.expect_eq_const %result, dense<[[[5], [20], [30]], [[-3], [9], [-7]]]> : tensor<2x3x1xi64>
  return
}

// One list of sizes is for all batches.
func.func @batches_of_the_same_groups() {
  %lhs = stablehlo.constant dense<[[[1, 2], [3, 4], [5, 6]], [[-1, 0], [2, -3], [4, 1]]]> : tensor<2x3x2xi64>
  %rhs = stablehlo.constant dense<[[[[1], [2]], [[3], [-1]]], [[[0], [5]], [[-2], [1]]]]> : tensor<2x2x2x1xi64>
  %sizes = stablehlo.constant dense<[1, 2]> : tensor<2xi64>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [1], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [2], lhs_ragged_dimensions = [1], rhs_group_dimensions = [0]>}> : (tensor<2x3x2xi64>, tensor<2x2x2x1xi64>, tensor<2xi64>) -> tensor<2x3x1xi64>
  check.expect_eq_const %result, dense<[[[5], [20], [30]], [[-3], [-7], [-7]]]> : tensor<2x3x1xi64>
  return
}

// The groups are summed over: each has a part of the result.
func.func @contracted() {
  %lhs = stablehlo.constant dense<[[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]> : tensor<5x2xi32>
  %rhs = stablehlo.constant dense<[[1, -1, 2], [0, 3, 1], [2, 2, -2], [1, 0, 1], [-1, 4, 0]]> : tensor<5x3xi32>
  %sizes = stablehlo.constant dense<[2, 0, 9]> : tensor<3xi32>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0], lhs_ragged_dimensions = [0]>}> : (tensor<5x2xi32>, tensor<5x3xi32>, tensor<3xi32>) -> tensor<3x2x3xi32>
  check.expect_eq_const %result, dense<[[[1, 8, 5], [2, 10, 8]], [[0, 0, 0], [0, 0, 0]], [[8, 46, -3], [10, 52, -4]]]> : tensor<3x2x3xi32>
  return
}

// The last is in no group.
func.func @contracted_in_part() {
  %lhs = stablehlo.constant dense<[[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]> : tensor<5x2xi32>
  %rhs = stablehlo.constant dense<[[1, -1, 2], [0, 3, 1], [2, 2, -2], [1, 0, 1], [-1, 4, 0]]> : tensor<5x3xi32>
  %sizes = stablehlo.constant dense<[1, 2, 1]> : tensor<3xi32>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0], lhs_ragged_dimensions = [0]>}> : (tensor<5x2xi32>, tensor<5x3xi32>, tensor<3xi32>) -> tensor<3x2x3xi32>
  check.expect_eq_const %result, dense<[[[1, -1, 2], [2, -2, 4]], [[10, 19, -7], [12, 24, -8]], [[7, 0, 7], [8, 0, 8]]]> : tensor<3x2x3xi32>
  return
}

// Two dimensions are summed over; at each index of the first there are other groups along the second.
func.func @contracted_within_another() {
  %lhs = stablehlo.constant dense<[[[1], [2], [3]], [[4], [5], [6]]]> : tensor<2x3x1xi32>
  %rhs = stablehlo.constant dense<[[[1, 0], [0, 1], [1, 1]], [[2, 0], [1, -1], [0, 3]]]> : tensor<2x3x2xi32>
  %sizes = stablehlo.constant dense<[[1, 2], [2, 0]]> : tensor<2x2xi32>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [0, 1], rhs_contracting_dimensions = [0, 1], lhs_ragged_dimensions = [1]>}> : (tensor<2x3x1xi32>, tensor<2x3x2xi32>, tensor<2x2xi32>) -> tensor<2x1x2xi32>
  check.expect_eq_const %result, dense<[[[14, -5]], [[3, 5]]]> : tensor<2x1x2xi32>
  return
}

// Groups of batches make no difference, whatever their sizes.
func.func @batch() {
  %lhs = stablehlo.constant dense<[[[-5, -4, -3], [-2, -1, 0]], [[1, 2, 3], [4, 5, 6]]]> : tensor<2x2x3xi32>
  %rhs = stablehlo.constant dense<[[[-2, -1], [0, 1], [2, -2]], [[-1, 0], [1, 2], [-2, -1]]]> : tensor<2x3x2xi32>
  %sizes = stablehlo.constant dense<[1, 0, 0]> : tensor<3xi32>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0]>}> : (tensor<2x2x3xi32>, tensor<2x3x2xi32>, tensor<3xi32>) -> tensor<2x2x2xi32>
  check.expect_eq_const %result, dense<[[[4, 7], [4, 1]], [[-5, 1], [-11, 4]]]> : tensor<2x2x2xi32>
  return
}

// Products of bf16 are summed in f32, which the result may have.
func.func @bf16_to_f32() {
  %lhs = stablehlo.constant dense<[[256.0, 1.0], [1.0, 1.0]]> : tensor<2x2xbf16>
  %rhs = stablehlo.constant dense<[[[1.0], [1.0]]]> : tensor<1x2x1xbf16>
  %sizes = stablehlo.constant dense<1> : tensor<1xi32>
  %result = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<2x2xbf16>, tensor<1x2x1xbf16>, tensor<1xi32>) -> tensor<2x1xf32>
  check.expect_eq_const %result, dense<[[257.0], [0.0]]> : tensor<2x1xf32>
  return
}

// No groups at all, nothing to sum, and nothing to compute.
func.func @nothing() {
  %lhs = stablehlo.constant dense<[[1.0], [2.0]]> : tensor<2x1xf32>
  %rhs = stablehlo.constant dense<> : tensor<0x1x3xf32>
  %sizes = stablehlo.constant dense<> : tensor<0xi32>
  %0 = "chlo.ragged_dot"(%lhs, %rhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<2x1xf32>, tensor<0x1x3xf32>, tensor<0xi32>) -> tensor<2x3xf32>
  check.expect_eq_const %0, dense<0.0> : tensor<2x3xf32>
  %1 = "chlo.ragged_dot"(%lhs, %lhs, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0], lhs_ragged_dimensions = [0]>}> : (tensor<2x1xf32>, tensor<2x1xf32>, tensor<0xi32>) -> tensor<0x1x1xf32>
  check.expect_eq_const %1, dense<> : tensor<0x1x1xf32>
  %2 = stablehlo.constant dense<> : tensor<2x0xf32>
  %3 = stablehlo.constant dense<> : tensor<1x0x2xf32>
  %4 = stablehlo.constant dense<2> : tensor<1xi32>
  %5 = "chlo.ragged_dot"(%2, %3, %4) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<2x0xf32>, tensor<1x0x2xf32>, tensor<1xi32>) -> tensor<2x2xf32>
  check.expect_eq_const %5, dense<0.0> : tensor<2x2xf32>
  return
}
