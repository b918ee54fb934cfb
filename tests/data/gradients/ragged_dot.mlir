// from -2 to 2
func.func @rows(%a: tensor<5x3xf64>, %b: tensor<3x3x2xf64>) -> tensor<5x2xf64> {
  %sizes = stablehlo.constant dense<[2, 0, 2]> : tensor<3xi32>
  %0 = "chlo.ragged_dot"(%a, %b, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<5x3xf64>, tensor<3x3x2xf64>, tensor<3xi32>) -> tensor<5x2xf64>
  return %0 : tensor<5x2xf64>
}
func.func @batches_of_rows(%a: tensor<2x3x2x4x5xf64>, %b: tensor<2x4x2x3x2xf64>) -> tensor<3x2x5x2xf64> {
  %sizes = stablehlo.constant dense<[[[1, 3], [2, 2]], [[0, 5], [4, 1]], [[2, 9], [0, 0]]]> : tensor<3x2x2xi32>
  %0 = "chlo.ragged_dot"(%a, %b, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_batching_dimensions = [1], rhs_batching_dimensions = [3], lhs_contracting_dimensions = [3, 0], rhs_contracting_dimensions = [1, 4], lhs_ragged_dimensions = [4], rhs_group_dimensions = [2]>}> : (tensor<2x3x2x4x5xf64>, tensor<2x4x2x3x2xf64>, tensor<3x2x2xi32>) -> tensor<3x2x5x2xf64>
  return %0 : tensor<3x2x5x2xf64>
}
func.func @contracted(%a: tensor<5x2xf64>, %b: tensor<5x3xf64>) -> tensor<3x2x3xf64> {
  %sizes = stablehlo.constant dense<[2, 0, 2]> : tensor<3xi32>
  %0 = "chlo.ragged_dot"(%a, %b, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0], lhs_ragged_dimensions = [0]>}> : (tensor<5x2xf64>, tensor<5x3xf64>, tensor<3xi32>) -> tensor<3x2x3xf64>
  return %0 : tensor<3x2x3xf64>
}
func.func @contracted_within_another(%a: tensor<4x2x2x3xf64>, %b: tensor<2x3x2x4xf64>) -> tensor<2x2x2x2xf64> {
  %sizes = stablehlo.constant dense<[[[1, 3], [2, 1], [0, 4]], [[4, 0], [1, 1], [3, 9]]]> : tensor<2x3x2xi32>
  %0 = "chlo.ragged_dot"(%a, %b, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_batching_dimensions = [2], rhs_batching_dimensions = [2], lhs_contracting_dimensions = [3, 0], rhs_contracting_dimensions = [1, 3], lhs_ragged_dimensions = [0]>}> : (tensor<4x2x2x3xf64>, tensor<2x3x2x4xf64>, tensor<2x3x2xi32>) -> tensor<2x2x2x2xf64>
  return %0 : tensor<2x2x2x2xf64>
}
func.func @batch(%a: tensor<2x2x3xf64>, %b: tensor<2x3x2xf64>) -> tensor<2x2x2xf64> {
  %sizes = stablehlo.constant dense<[1, 1]> : tensor<2xi32>
  %0 = "chlo.ragged_dot"(%a, %b, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_batching_dimensions = [0], rhs_batching_dimensions = [0], lhs_contracting_dimensions = [2], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0]>}> : (tensor<2x2x3xf64>, tensor<2x3x2xf64>, tensor<2xi32>) -> tensor<2x2x2xf64>
  return %0 : tensor<2x2x2xf64>
}
func.func @nothing_summed(%a: tensor<4x0xf64>, %b: tensor<2x0x3xf64>) -> tensor<4x3xf64> {
  %sizes = stablehlo.constant dense<[1, 1]> : tensor<2xi32>
  %0 = "chlo.ragged_dot"(%a, %b, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [1], rhs_contracting_dimensions = [1], lhs_ragged_dimensions = [0], rhs_group_dimensions = [0]>}> : (tensor<4x0xf64>, tensor<2x0x3xf64>, tensor<2xi32>) -> tensor<4x3xf64>
  return %0 : tensor<4x3xf64>
}
func.func @one_operand(%a: tensor<3x3xf64>) -> tensor<2x3x3xf64> {
  %sizes = stablehlo.constant dense<[1, 2]> : tensor<2xi32>
  %0 = "chlo.ragged_dot"(%a, %a, %sizes) <{ragged_dot_dimension_numbers = #chlo.ragged_dot<lhs_contracting_dimensions = [0], rhs_contracting_dimensions = [0], lhs_ragged_dimensions = [0]>}> : (tensor<3x3xf64>, tensor<3x3xf64>, tensor<2xi32>) -> tensor<2x3x3xf64>
  return %0 : tensor<2x3x3xf64>
}
