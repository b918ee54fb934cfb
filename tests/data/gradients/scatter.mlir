// from -2 to 2
func.func @set_rows(%a: tensor<4x3xf64>, %b: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %i = stablehlo.constant dense<[[1], [3], [1], [-5], [9]]> : tensor<5x1xi32>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    stablehlo.return %q : tensor<f64>
  }) : (tensor<4x3xf64>, tensor<5x1xi32>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %0 : tensor<4x3xf64>
}
func.func @set_windows(%a: tensor<5x4xf64>, %b: tensor<3x3x2xf64>) -> tensor<5x4xf64> {
  %i = stablehlo.constant dense<[[3, 0], [1, 2], [1, -1]]> : tensor<3x2xi8>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1, 2], scatter_dims_to_operand_dims = [1, 0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    stablehlo.return %q : tensor<f64>
  }) : (tensor<5x4xf64>, tensor<3x2xi8>, tensor<3x3x2xf64>) -> tensor<5x4xf64>
  return %0 : tensor<5x4xf64>
}
func.func @add_rows(%a: tensor<4x3xf64>, %b: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %i = stablehlo.constant dense<[[1], [3], [1], [-5], [9]]> : tensor<5x1xi32>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.add %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<4x3xf64>, tensor<5x1xi32>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %0 : tensor<4x3xf64>
}
func.func @add_windows(%a: tensor<5x4xf64>, %b: tensor<3x3x2xf64>) -> tensor<5x4xf64> {
  %i = stablehlo.constant dense<[[3, 0], [1, 2], [1, -1]]> : tensor<3x2xi8>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1, 2], scatter_dims_to_operand_dims = [1, 0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.add %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<5x4xf64>, tensor<3x2xi8>, tensor<3x3x2xf64>) -> tensor<5x4xf64>
  return %0 : tensor<5x4xf64>
}
func.func @largest_rows(%a: tensor<4x3xf64>, %b: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %i = stablehlo.constant dense<[[1], [3], [1], [-5], [9]]> : tensor<5x1xi32>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.maximum %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<4x3xf64>, tensor<5x1xi32>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %0 : tensor<4x3xf64>
}
func.func @largest_windows(%a: tensor<5x4xf64>, %b: tensor<3x3x2xf64>) -> tensor<5x4xf64> {
  %i = stablehlo.constant dense<[[3, 0], [1, 2], [1, -1]]> : tensor<3x2xi8>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1, 2], scatter_dims_to_operand_dims = [1, 0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.maximum %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<5x4xf64>, tensor<3x2xi8>, tensor<3x3x2xf64>) -> tensor<5x4xf64>
  return %0 : tensor<5x4xf64>
}
func.func @smallest_rows(%a: tensor<4x3xf64>, %b: tensor<5x3xf64>) -> tensor<4x3xf64> {
  %i = stablehlo.constant dense<[[1], [3], [1], [-5], [9]]> : tensor<5x1xi32>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.minimum %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<4x3xf64>, tensor<5x1xi32>, tensor<5x3xf64>) -> tensor<4x3xf64>
  return %0 : tensor<4x3xf64>
}
func.func @smallest_windows(%a: tensor<5x4xf64>, %b: tensor<3x3x2xf64>) -> tensor<5x4xf64> {
  %i = stablehlo.constant dense<[[3, 0], [1, 2], [1, -1]]> : tensor<3x2xi8>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1, 2], scatter_dims_to_operand_dims = [1, 0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.minimum %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<5x4xf64>, tensor<3x2xi8>, tensor<3x3x2xf64>) -> tensor<5x4xf64>
  return %0 : tensor<5x4xf64>
}
func.func @set_batches(%a: tensor<2x5xf64>, %b: tensor<2x3xf64>) -> tensor<2x5xf64> {
  %i = stablehlo.constant dense<[[0, 4, 4], [1, 2, 7]]> : tensor<2x3xi64>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [1], input_batching_dims = [0], scatter_indices_batching_dims = [0], scatter_dims_to_operand_dims = [1], index_vector_dim = 2>, indices_are_sorted = false, unique_indices = false}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    stablehlo.return %q : tensor<f64>
  }) : (tensor<2x5xf64>, tensor<2x3xi64>, tensor<2x3xf64>) -> tensor<2x5xf64>
  return %0 : tensor<2x5xf64>
}
func.func @set_unique(%a: tensor<4x3xf64>, %b: tensor<3x3xf64>) -> tensor<4x3xf64> {
  %i = stablehlo.constant dense<[[1], [3], [-5]]> : tensor<3x1xi32>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = true}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    stablehlo.return %q : tensor<f64>
  }) : (tensor<4x3xf64>, tensor<3x1xi32>, tensor<3x3xf64>) -> tensor<4x3xf64>
  return %0 : tensor<4x3xf64>
}
func.func @product_unique(%a: tensor<4x3xf64>, %b: tensor<3x3xf64>) -> tensor<4x3xf64> {
  %i = stablehlo.constant dense<[[1], [3], [-5]]> : tensor<3x1xi32>
  %0 = "stablehlo.scatter"(%a, %i, %b) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>, indices_are_sorted = false, unique_indices = true}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.multiply %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<4x3xf64>, tensor<3x1xi32>, tensor<3x3xf64>) -> tensor<4x3xf64>
  return %0 : tensor<4x3xf64>
}
