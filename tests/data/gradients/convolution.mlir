// from -2 to 2
func.func @same(%a: tensor<2x4x3x2xf64>, %b: tensor<3x3x2x3xf64>) -> tensor<2x4x3x3xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<2x4x3x2xf64>, tensor<3x3x2x3xf64>) -> tensor<2x4x3x3xf64>
  return %0 : tensor<2x4x3x3xf64>
}
func.func @strides(%a: tensor<1x7x6x2xf64>, %b: tensor<3x2x2x2xf64>) -> tensor<1x3x3x2xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {stride = [2, 2], pad = [[0, 1], [0, 0]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x7x6x2xf64>, tensor<3x2x2x2xf64>) -> tensor<1x3x3x2xf64>
  return %0 : tensor<1x3x3x2xf64>
}
func.func @dilated(%a: tensor<1x4x5x1xf64>, %b: tensor<2x2x1x2xf64>) -> tensor<1x6x4x2xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 0], [1, -1]], lhs_dilate = [2, 1], rhs_dilate = [2, 1]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x5x1xf64>, tensor<2x2x1x2xf64>) -> tensor<1x6x4x2xf64>
  return %0 : tensor<1x6x4x2xf64>
}
func.func @reversed(%a: tensor<1x4x4x1xf64>, %b: tensor<3x2x1x1xf64>) -> tensor<1x2x3x1xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {reverse = [true, true]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x4x4x1xf64>, tensor<3x2x1x1xf64>) -> tensor<1x2x3x1xf64>
  return %0 : tensor<1x2x3x1xf64>
}
func.func @feature_groups(%a: tensor<2x3x3x4xf64>, %b: tensor<2x2x2x6xf64>) -> tensor<2x2x2x6xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 2 : i64} : (tensor<2x3x3x4xf64>, tensor<2x2x2x6xf64>) -> tensor<2x2x2x6xf64>
  return %0 : tensor<2x2x2x6xf64>
}
func.func @depthwise(%a: tensor<2x3x3x3xf64>, %b: tensor<2x2x1x3xf64>) -> tensor<2x2x2x3xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 1 : i64, feature_group_count = 3 : i64} : (tensor<2x3x3x3xf64>, tensor<2x2x1x3xf64>) -> tensor<2x2x2x3xf64>
  return %0 : tensor<2x2x2x3xf64>
}
func.func @batch_groups(%a: tensor<4x3x3x2xf64>, %b: tensor<2x2x2x6xf64>) -> tensor<2x2x2x6xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {} {batch_group_count = 2 : i64, feature_group_count = 1 : i64} : (tensor<4x3x3x2xf64>, tensor<2x2x2x6xf64>) -> tensor<2x2x2x6xf64>
  return %0 : tensor<2x2x2x6xf64>
}
func.func @layout(%a: tensor<2x2x5xf64>, %b: tensor<3x2x3xf64>) -> tensor<3x2x3xf64> {
  %0 = stablehlo.convolution(%a, %b) dim_numbers = [b, f, 0]x[o, i, 0]->[f, b, 0], window = {} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<2x2x5xf64>, tensor<3x2x3xf64>) -> tensor<3x2x3xf64>
  return %0 : tensor<3x2x3xf64>
}
