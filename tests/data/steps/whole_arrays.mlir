// Operations on whole arrays in one program: a convolution and its pooling with what belongs to them backwards, an
// embedding and its gradient, and the largest values, sorted.
func.func @main(%images: tensor<4x8x8x3xf32>, %kernel: tensor<3x3x3x5xf32>, %table: tensor<11x6xf32>,
                %words: tensor<4x7xi32>, %at: tensor<i32>)
    -> (tensor<4x4x4x5xf32>, tensor<4x8x8x5xf32>, tensor<4x7x6xf32>, tensor<11x6xf32>, tensor<7x6xf32>, tensor<11x6xf32>, tensor<4x2xf32>, tensor<4x2xi32>, tensor<4xi32>) {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %low = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %none = stablehlo.constant dense<0> : tensor<i32>
  %0 = stablehlo.convolution(%images, %kernel) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<4x8x8x3xf32>, tensor<3x3x3x5xf32>) -> tensor<4x8x8x5xf32>
  %1 = stablehlo.tanh %0 : tensor<4x8x8x5xf32>
  %2 = "stablehlo.reduce_window"(%1, %low) <{window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %20 = stablehlo.maximum %a, %b : tensor<f32>
    stablehlo.return %20 : tensor<f32>
  }) : (tensor<4x8x8x5xf32>, tensor<f32>) -> tensor<4x4x4x5xf32>
  %3 = "stablehlo.select_and_scatter"(%1, %2, %zero) <{window_dimensions = array<i64: 1, 2, 2, 1>, window_strides = array<i64: 1, 2, 2, 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %20 = stablehlo.compare GE, %a, %b, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %20 : tensor<i1>
  }, {
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %20 = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %20 : tensor<f32>
  }) : (tensor<4x8x8x5xf32>, tensor<4x4x4x5xf32>, tensor<f32>) -> tensor<4x8x8x5xf32>
  %4 = "stablehlo.gather"(%table, %words) <{dimension_numbers = #stablehlo.gather<offset_dims = [2], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 2>, slice_sizes = array<i64: 1, 6>}> : (tensor<11x6xf32>, tensor<4x7xi32>) -> tensor<4x7x6xf32>
  %5 = "stablehlo.scatter"(%table, %words, %4) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [2], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %20 = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %20 : tensor<f32>
  }) : (tensor<11x6xf32>, tensor<4x7xi32>, tensor<4x7x6xf32>) -> tensor<11x6xf32>
  %6 = stablehlo.dynamic_slice %table, %at, %none, sizes = [7, 6] : (tensor<11x6xf32>, tensor<i32>, tensor<i32>) -> tensor<7x6xf32>
  %7 = stablehlo.negate %6 : tensor<7x6xf32>
  %8 = stablehlo.dynamic_update_slice %5, %7, %at, %none : (tensor<11x6xf32>, tensor<7x6xf32>, tensor<i32>, tensor<i32>) -> tensor<11x6xf32>
  %9 = stablehlo.reduce(%4 init: %zero) applies stablehlo.add across dimensions = [2] : (tensor<4x7x6xf32>, tensor<f32>) -> tensor<4x7xf32>
  %10, %11 = chlo.top_k(%9, k = 2) : tensor<4x7xf32> -> (tensor<4x2xf32>, tensor<4x2xi32>)
  %12 = stablehlo.slice %9 [0:4, 0:1] : (tensor<4x7xf32>) -> tensor<4x1xf32>
  %13 = stablehlo.reshape %12 : (tensor<4x1xf32>) -> tensor<4xf32>
  %14 = stablehlo.iota dim = 0 : tensor<4xi32>
  %15:2 = "stablehlo.sort"(%13, %14) <{dimension = 0 : i64, is_stable = true}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>, %c: tensor<i32>, %d: tensor<i32>):
    %20 = stablehlo.compare LT, %a, %b, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %20 : tensor<i1>
  }) : (tensor<4xf32>, tensor<4xi32>) -> (tensor<4xf32>, tensor<4xi32>)
  return %2, %3, %4, %5, %6, %8, %10, %11, %15#1 : tensor<4x4x4x5xf32>, tensor<4x8x8x5xf32>, tensor<4x7x6xf32>, tensor<11x6xf32>, tensor<7x6xf32>, tensor<11x6xf32>, tensor<4x2xf32>, tensor<4x2xi32>, tensor<4xi32>
}
