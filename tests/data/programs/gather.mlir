// The index is a scalar where `index_vector_dim` is the rank of the indices; it is moved inside.
func.func @rows() {
  %0 = stablehlo.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]> : tensor<3x2xbf16>
  %1 = stablehlo.constant dense<[2, 0, -7, 9]> : tensor<4xi32>
  %2 = "stablehlo.gather"(%0, %1) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, indices_are_sorted = false, slice_sizes = array<i64: 1, 2>}> : (tensor<3x2xbf16>, tensor<4xi32>) -> tensor<4x2xbf16>
  check.expect_eq_const %2, dense<[[5.0, 6.0], [1.0, 2.0], [1.0, 2.0], [5.0, 6.0]]> : tensor<4x2xbf16>
  return
}

// An index beyond any i64.
func.func @large_indices() {
  %0 = stablehlo.constant dense<[true, false, true]> : tensor<3xi1>
  %1 = stablehlo.constant dense<[[18446744073709551615], [1]]> : tensor<2x1xui64>
  %2 = "stablehlo.gather"(%0, %1) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1>}> : (tensor<3xi1>, tensor<2x1xui64>) -> tensor<2xi1>
  check.expect_eq_const %2, dense<[true, false]> : tensor<2xi1>
  return
}

// The components of an index lie along the first dimension, in the order of `start_index_map`; the slices come first.
func.func @windows() {
  %0 = stablehlo.iota dim = 0 : tensor<12xi16>
  %1 = stablehlo.reshape %0 : (tensor<12xi16>) -> tensor<3x4xi16>
  %2 = stablehlo.constant dense<[[1, 3, 0], [0, 1, -1]]> : tensor<2x3xi8>
  %3 = "stablehlo.gather"(%1, %2) <{dimension_numbers = #stablehlo.gather<offset_dims = [0, 1], start_index_map = [1, 0]>, slice_sizes = array<i64: 2, 3>}> : (tensor<3x4xi16>, tensor<2x3xi8>) -> tensor<2x3x3xi16>
  check.expect_eq_const %3, dense<[[[1, 5, 0], [2, 6, 1], [3, 7, 2]], [[5, 9, 4], [6, 10, 5], [7, 11, 6]]]> : tensor<2x3x3xi16>
  return
}

// Batch `i` of the indices, its last dimension, takes from batch `i` of the operand, its second.
func.func @batches() {
  %0 = stablehlo.constant dense<[[1, 10], [2, 20], [3, 30]]> : tensor<3x2xui8>
  %1 = stablehlo.constant dense<[[0, 2], [1, 0]]> : tensor<2x2xi64>
  %2 = "stablehlo.gather"(%0, %1) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [0], operand_batching_dims = [1], start_indices_batching_dims = [1], start_index_map = [0], index_vector_dim = 2>, slice_sizes = array<i64: 1, 1>}> : (tensor<3x2xui8>, tensor<2x2xi64>) -> tensor<2x2xui8>
  check.expect_eq_const %2, dense<[[1, 30], [2, 10]]> : tensor<2x2xui8>
  return
}

func.func @nothing() {
  %0 = stablehlo.constant dense<> : tensor<0x2xf64>
  %1 = stablehlo.constant dense<> : tensor<0x1xi32>
  %2 = "stablehlo.gather"(%0, %1) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 0, 2>}> : (tensor<0x2xf64>, tensor<0x1xi32>) -> tensor<0x2xf64>
  check.expect_eq_const %2, dense<> : tensor<0x2xf64>
  return
}
