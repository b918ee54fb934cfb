// from -2 to 2
func.func @rows(%a: tensor<4x3xf64>) -> tensor<5x3xf64> {
  %i = stablehlo.constant dense<[[1], [3], [1], [-5], [9]]> : tensor<5x1xi32>
  %0 = "stablehlo.gather"(%a, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1, 3>, indices_are_sorted = false}> : (tensor<4x3xf64>, tensor<5x1xi32>) -> tensor<5x3xf64>
  return %0 : tensor<5x3xf64>
}
func.func @windows(%a: tensor<5x4xf64>) -> tensor<2x3x2xf64> {
  %i = stablehlo.constant dense<[[3, 0], [1, 2]]> : tensor<2x2xui8>
  %0 = "stablehlo.gather"(%a, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1, 2], start_index_map = [1, 0], index_vector_dim = 1>, slice_sizes = array<i64: 3, 2>, indices_are_sorted = false}> : (tensor<5x4xf64>, tensor<2x2xui8>) -> tensor<2x3x2xf64>
  return %0 : tensor<2x3x2xf64>
}
func.func @batches(%a: tensor<2x5xf64>) -> tensor<2x3xf64> {
  %i = stablehlo.constant dense<[[0, 4, 4], [1, 2, 3]]> : tensor<2x3xi64>
  %0 = "stablehlo.gather"(%a, %i) <{dimension_numbers = #stablehlo.gather<collapsed_slice_dims = [1], operand_batching_dims = [0], start_indices_batching_dims = [0], start_index_map = [1], index_vector_dim = 2>, slice_sizes = array<i64: 1, 1>, indices_are_sorted = false}> : (tensor<2x5xf64>, tensor<2x3xi64>) -> tensor<2x3xf64>
  return %0 : tensor<2x3xf64>
}
