// An index that stands twice is updated twice; those outside are left out.
func.func @add_rows() {
  %0 = stablehlo.constant dense<1.0> : tensor<3x2xf16>
  %1 = stablehlo.constant dense<[1, 1, 3, -1, 0]> : tensor<5xi32>
  %2 = stablehlo.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0], [0.5, 0.25]]> : tensor<5x2xf16>
  %3 = "stablehlo.scatter"(%0, %1, %2) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%arg0: tensor<f16>, %arg1: tensor<f16>):
    %4 = stablehlo.add %arg0, %arg1 : tensor<f16>
    stablehlo.return %4 : tensor<f16>
  }) : (tensor<3x2xf16>, tensor<5xi32>, tensor<5x2xf16>) -> tensor<3x2xf16>
  check.expect_eq_const %3, dense<[[1.5, 1.25], [5.0, 7.0], [1.0, 1.0]]> : tensor<3x2xf16>
  return
}

// Of a window that lies partly outside, what lies inside is updated.
func.func @partly_outside() {
  %0 = stablehlo.constant dense<0> : tensor<4xui16>
  %1 = stablehlo.constant dense<[[3], [-1]]> : tensor<2x1xi64>
  %2 = stablehlo.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xui16>
  %3 = "stablehlo.scatter"(%0, %1, %2) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%arg0: tensor<ui16>, %arg1: tensor<ui16>):
    stablehlo.return %arg1 : tensor<ui16>
  }) : (tensor<4xui16>, tensor<2x1xi64>, tensor<2x2xui16>) -> tensor<4xui16>
  check.expect_eq_const %3, dense<[4, 0, 0, 1]> : tensor<4xui16>
  return
}

// An index so large that it cannot be added to.
func.func @far_outside() {
  %0 = stablehlo.constant dense<[7, 8]> : tensor<2xi32>
  %1 = stablehlo.constant dense<[[9223372036854775807], [-9223372036854775808]]> : tensor<2x1xi64>
  %2 = stablehlo.constant dense<1> : tensor<2x2xi32>
  %3 = "stablehlo.scatter"(%0, %1, %2) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%arg0: tensor<i32>, %arg1: tensor<i32>):
    stablehlo.return %arg1 : tensor<i32>
  }) : (tensor<2xi32>, tensor<2x1xi64>, tensor<2x2xi32>) -> tensor<2xi32>
  check.expect_eq_const %3, dense<[7, 8]> : tensor<2xi32>
  return
}

// Two inputs of different dtypes, updated together.
func.func @two_inputs() {
  %0 = stablehlo.constant dense<[1, 2, 3]> : tensor<3xi8>
  %1 = stablehlo.constant dense<[0.5, 1.5, 2.5]> : tensor<3xf32>
  %2 = stablehlo.constant dense<[[2], [0]]> : tensor<2x1xui32>
  %3 = stablehlo.constant dense<[10, 20]> : tensor<2xi8>
  %4 = stablehlo.constant dense<[4.0, 8.0]> : tensor<2xf32>
  %5:2 = "stablehlo.scatter"(%0, %1, %2, %3, %4) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, unique_indices = true}> ({
  ^bb0(%arg0: tensor<i8>, %arg1: tensor<f32>, %arg2: tensor<i8>, %arg3: tensor<f32>):
    %6 = stablehlo.subtract %arg2, %arg0 : tensor<i8>
    %7 = stablehlo.multiply %arg1, %arg3 : tensor<f32>
    stablehlo.return %6, %7 : tensor<i8>, tensor<f32>
  }) : (tensor<3xi8>, tensor<3xf32>, tensor<2x1xui32>, tensor<2xi8>, tensor<2xf32>) -> (tensor<3xi8>, tensor<3xf32>)
  check.expect_eq_const %5#0, dense<[19, 2, 7]> : tensor<3xi8>
  check.expect_eq_const %5#1, dense<[4.0, 1.5, 10.0]> : tensor<3xf32>
  return
}

// Batch `i` of the indices updates batch `i` of the input.
func.func @batches() {
  %0 = stablehlo.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi64>
  %1 = stablehlo.constant dense<[[0, 2], [1, 1]]> : tensor<2x2xi32>
  %2 = stablehlo.constant dense<[[10, 20], [30, 40]]> : tensor<2x2xi64>
  %3 = "stablehlo.scatter"(%0, %1, %2) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [1], input_batching_dims = [0], scatter_indices_batching_dims = [0], scatter_dims_to_operand_dims = [1], index_vector_dim = 2>}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %4 = stablehlo.add %arg0, %arg1 : tensor<i64>
    stablehlo.return %4 : tensor<i64>
  }) : (tensor<2x3xi64>, tensor<2x2xi32>, tensor<2x2xi64>) -> tensor<2x3xi64>
  check.expect_eq_const %3, dense<[[11, 2, 23], [4, 75, 6]]> : tensor<2x3xi64>
  return
}

// The region may compute in a wider dtype, which the result has.
func.func @wider() {
  %0 = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xbf16>
  %1 = stablehlo.constant dense<[[1], [1]]> : tensor<2x1xi32>
  %2 = stablehlo.constant dense<[256.0, 1.0]> : tensor<2xbf16>
  %3 = "stablehlo.scatter"(%0, %1, %2) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
  ^bb0(%arg0: tensor<f32>, %arg1: tensor<f32>):
    %4 = stablehlo.add %arg0, %arg1 : tensor<f32>
    stablehlo.return %4 : tensor<f32>
  }) : (tensor<2xbf16>, tensor<2x1xi32>, tensor<2xbf16>) -> tensor<2xf32>
  check.expect_eq_const %3, dense<[1.0, 259.0]> : tensor<2xf32>
  return
}
