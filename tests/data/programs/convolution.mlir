// Batch and features first.
func.func @nchw() {
  %lhs = stablehlo.constant dense<[[[[0.0, -2.75, 2.5, 1.5], [-0.75, -0.75, 0.25, 2.75], [2.25, -2.75, -1.0, -2.0]], [[1.5, 1.5, 0.5, 2.25], [0.25, 1.0, 0.75, 1.0], [0.0, -0.75, -2.5, 0.75]]]]> : tensor<1x2x3x4xf32>
  %rhs = stablehlo.constant dense<[[[[2.5, -1.0], [3.0, 0.75]], [[2.0, 2.0], [-1.0, -2.75]]], [[[0.75, 2.75], [1.75, 1.0]], [[-2.75, -2.0], [1.75, -0.75]]]]> : tensor<2x2x2x2xf32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1],
    window = {stride = [1, 1], pad = [[0, 1], [1, 0]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x2x3x4xf32>, tensor<2x2x2x2xf32>) -> tensor<1x2x3x4xf32>
  check.expect_eq_const %result, dense<[[[[1.75, 2.9375, -10.5, 9.5625], [2.9375, 8.125, 0.0, -2.6875], [-2.25, 6.875, -12.375, -4.0]], [[-3.9375, -17.0625, -0.1875, 3.875], [-0.3125, -3.5625, -9.375, -5.0], [6.1875, -4.375, 2.25, -0.875]]]]> : tensor<1x2x3x4xf32>
  func.return
}

// Batch first, features last.
func.func @nhwc() {
  %lhs = stablehlo.constant dense<[[[[-2.5, 1.25], [2.75, 2.75], [-1.5, 2.75]], [[3.0, 1.25], [-1.75, -1.5], [0.25, 1.5]], [[2.0, -2.0], [3.0, -2.75], [1.25, -1.0]]], [[[2.0, 1.5], [-0.75, -3.0], [1.5, 2.75]], [[-0.75, -1.5], [2.75, -1.0], [1.75, -1.5]], [[-0.75, -0.5], [1.75, -3.0], [-2.75, -1.0]]]]> : tensor<2x3x3x2xf32>
  %rhs = stablehlo.constant dense<[[[[2.75, -3.0, 1.25], [2.0, -1.0, 3.0]], [[1.0, -0.25, 1.75], [-1.25, 0.75, 1.5]]], [[[2.5, -1.75, -0.5], [-0.25, -1.0, 0.25]], [[-0.75, 0.25, -1.25], [0.75, -0.25, -3.0]]]]> : tensor<2x2x2x3xf32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f],
    window = {stride = [2, 1], pad = [[0, 0], [0, 0]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<2x3x3x2xf32>, tensor<2x2x2x3xf32>) -> tensor<2x1x2x3xf32>
  check.expect_eq_const %result, dense<[[[[2.3125, 1.0625, 15.0625], [5.0625, -4.3125, 8.875]]], [[[7.1875, -5.8125, 0.75], [-5.3125, 3.9375, -2.5]]]]> : tensor<2x1x2x3xf32>
  func.return
}

// Every dimension of each tensor in another place.
func.func @mixed_layout() {
  %lhs = stablehlo.constant dense<[[[[3, -2], [4, 2], [1, -3], [3, 1]], [[5, -5], [2, -2], [-5, 3], [1, 3]]], [[[-5, -4], [2, -3], [5, -1], [0, 3]], [[5, -1], [-5, 2], [5, -5], [-4, -2]]], [[[4, 0], [-2, -4], [-1, 5], [-4, -3]], [[-5, -4], [3, 4], [3, 1], [-4, 5]]]]> : tensor<3x2x4x2xi32>
  %rhs = stablehlo.constant dense<[[[[1, 3, -3], [2, 4, 1]], [[-4, -4, 1], [-1, 4, -4]]], [[[0, 5, 2], [-2, 3, 3]], [[2, 3, 4], [-3, -3, -2]]]]> : tensor<2x2x2x3xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [0, f, 1, b]x[1, i, 0, o]->[f, 1, b, 0],
    window = {stride = [1, 2], pad = [[1, 1], [0, 1]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<3x2x4x2xi32>, tensor<2x2x2x3xi32>) -> tensor<3x2x2x4xi32>
  check.expect_eq_const %result, dense<[[[[-13, -17, -27, 30], [3, 7, 4, 24]], [[-2, 40, -8, -21], [-20, -6, 15, 11]]], [[[38, 36, -59, 31], [-16, -17, -57, 8]], [[-10, 93, -9, -47], [-6, -16, 26, 11]]], [[[-9, 3, 16, -9], [28, -16, 9, 4]], [[28, -5, -43, -18], [-18, 58, -22, 0]]]]> : tensor<3x2x2x4xi32>
  func.return
}

// A dilated kernel that moves by 2.
func.func @one_dimension() {
  %lhs = stablehlo.constant dense<[[[5], [3], [0], [3], [5], [-4]]]> : tensor<1x6x1xi32>
  %rhs = stablehlo.constant dense<[[[2]], [[-3]], [[3]]]> : tensor<3x1x1xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f],
    window = {stride = [2], pad = [[2, 2]], lhs_dilate = [1], rhs_dilate = [2], reverse = [false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x6x1xi32>, tensor<3x1x1xi32>) -> tensor<1x3x1xi32>
  check.expect_eq_const %result, dense<[[[-15], [25], [-15]]]> : tensor<1x3x1xi32>
  func.return
}

// Then it is a product of matrices.
func.func @no_spatial_dimension() {
  %lhs = stablehlo.constant dense<[[-5, 5, 3], [-4, 4, 4]]> : tensor<2x3xi32>
  %rhs = stablehlo.constant dense<[[-4, -2], [-4, 4], [-4, -3]]> : tensor<3x2xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, f]x[i, o]->[b, f],
    window = {stride = [], pad = [], lhs_dilate = [], rhs_dilate = [], reverse = []}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<2x3xi32>, tensor<3x2xi32>) -> tensor<2x2xi32>
  check.expect_eq_const %result, dense<[[-12, 21], [-16, 12]]> : tensor<2x2xi32>
  func.return
}

// A volume.
func.func @three_dimensions() {
  %lhs = stablehlo.constant dense<[[[[[-5], [0]], [[-5], [-4]], [[-2], [3]]], [[[2], [-2]], [[1], [0]], [[-2], [3]]]]]> : tensor<1x2x3x2x1xi32>
  %rhs = stablehlo.constant dense<[[[[[3, -1]]], [[[0, 4]]]], [[[[-3, 0]]], [[[5, 5]]]]]> : tensor<2x2x1x1x2xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, 1, 2, f]x[0, 1, 2, i, o]->[b, 0, 1, 2, f],
    window = {stride = [1, 1, 1], pad = [[0, 0], [0, 0], [0, 0]], lhs_dilate = [1, 1, 1], rhs_dilate = [1, 1, 1], reverse = [false, false, false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x2x3x2x1xi32>, tensor<2x2x1x1x2xi32>) -> tensor<1x1x2x2x2xi32>
  check.expect_eq_const %result, dense<[[[[[-16, -10], [6, -16]], [[-28, -13], [3, 31]]]]]> : tensor<1x1x2x2x2xi32>
  func.return
}

// Elements of `lhs` with zeros between them, as in the gradient of a stride.
func.func @transposed() {
  %lhs = stablehlo.constant dense<[[[[0.25], [1.75]], [[0.0], [3.0]]]]> : tensor<1x2x2x1xf32>
  %rhs = stablehlo.constant dense<[[[[0.25]], [[1.25]], [[-2.75]]], [[[-1.25]], [[-1.25]], [[0.25]]], [[[-3.0]], [[2.75]], [[1.0]]]]> : tensor<3x3x1x1xf32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f],
    window = {stride = [1, 1], pad = [[2, 2], [1, 2]], lhs_dilate = [2, 3], rhs_dilate = [1, 1], reverse = [false, false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x2x2x1xf32>, tensor<3x3x1x1xf32>) -> tensor<1x5x5x1xf32>
  check.expect_eq_const %result, dense<[[[[0.6875], [-0.75], [1.75], [4.8125], [-5.25]], [[-0.3125], [-0.3125], [0.4375], [-2.1875], [-2.1875]], [[0.3125], [0.0625], [-1.8125], [10.4375], [-8.5625]], [[0.0], [0.0], [0.75], [-3.75], [-3.75]], [[0.0], [0.0], [-8.25], [3.75], [0.75]]]]> : tensor<1x5x5x1xf32>
  func.return
}

// It takes elements away.
func.func @negative_padding() {
  %lhs = stablehlo.constant dense<[[[5, 0, -3, -5, -3, -5]]]> : tensor<1x1x6xi32>
  %rhs = stablehlo.constant dense<[[[-3, -4]]]> : tensor<1x1x2xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, f, 0]x[o, i, 0]->[b, f, 0],
    window = {stride = [1], pad = [[-2, -1]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x1x6xi32>, tensor<1x1x2xi32>) -> tensor<1x1x2xi32>
  check.expect_eq_const %result, dense<[[[29, 27]]]> : tensor<1x1x2xi32>
  func.return
}

// The kernel is turned around along its second dimension.
func.func @reversed() {
  %lhs = stablehlo.constant dense<[[[[1, 5, -3], [-1, 2, -4], [-2, -2, 4]]]]> : tensor<1x1x3x3xi32>
  %rhs = stablehlo.constant dense<[[[[1, -3], [3, 5]]]]> : tensor<1x1x2x2xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1],
    window = {stride = [1, 1], pad = [[0, 0], [0, 0]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, true]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x1x3x3xi32>, tensor<1x1x2x2xi32>) -> tensor<1x1x2x2xi32>
  check.expect_eq_const %result, dense<[[[[3, -20], [-11, -8]]]]> : tensor<1x1x2x2xi32>
  func.return
}

// As many groups of features as there are: each makes two of the result.
func.func @depthwise() {
  %lhs = stablehlo.constant dense<[[[[-2, -2, -3, -5], [-3, -4, -4, 3]], [[-3, -4, -3, -3], [1, 5, 5, -1]]]]> : tensor<1x2x2x4xi32>
  %rhs = stablehlo.constant dense<[[[[-5, 2, -2, 0, 3, 0, -2, 4]], [[5, -5, 3, -1, 5, -1, -1, 2]]], [[[5, 3, 4, -5, 5, -4, 0, -3]], [[-3, -2, 4, 3, -3, 3, 5, 5]]]]> : tensor<2x2x1x8xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f],
    window = {stride = [1, 1], pad = [[0, 1], [0, 1]], lhs_dilate = [1, 1], rhs_dilate = [1, 1], reverse = [false, false]}
    {batch_group_count = 1 : i64, feature_group_count = 4 : i64}
    : (tensor<1x2x2x4xi32>, tensor<2x2x1x8xi32>) -> tensor<1x2x2x8xi32>
  check.expect_eq_const %result, dense<[[[[-23, 0, -4, 39, -59, 31, 2, -10], [20, -3, 28, -25, 13, -20, -6, 15]], [[20, -11, 23, -5, 16, -5, 7, -14], [-5, 2, -10, 0, 15, 0, 2, -4]]]]> : tensor<1x2x2x8xi32>
  func.return
}

// Two groups, of two features each.
func.func @feature_groups() {
  %lhs = stablehlo.constant dense<[[[-3, -1, -5], [-1, -4, -4], [-4, 4, 5], [4, -2, 5]]]> : tensor<1x4x3xi32>
  %rhs = stablehlo.constant dense<[[[-3, 3], [2, 4]], [[-1, 1], [-3, 4]], [[1, -2], [3, 3]], [[-2, 3], [-2, 1]], [[5, 4], [5, 2]], [[4, -3], [-3, -5]]]> : tensor<6x2x2xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, f, 0]x[o, i, 0]->[b, f, 0],
    window = {stride = [1], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]}
    {batch_group_count = 1 : i64, feature_group_count = 2 : i64}
    : (tensor<1x4x3xi32>, tensor<6x2x2xi32>) -> tensor<1x6x2xi32>
  check.expect_eq_const %result, dense<[[[-12, -36], [-11, -8], [-16, -15], [10, 16], [12, 40], [-30, -18]]]> : tensor<1x6x2xi32>
  func.return
}

// Each half of the batch makes one feature of the result.
func.func @batch_groups() {
  %lhs = stablehlo.constant dense<[[[1, -2, -3], [-3, 1, 4]], [[0, 0, 3], [3, -4, 5]], [[-1, 3, -2], [4, -3, 1]], [[-5, 3, -1], [5, 5, -1]]]> : tensor<4x2x3xi32>
  %rhs = stablehlo.constant dense<[[[5, 2], [4, 5]], [[-1, -3], [-5, -5]]]> : tensor<2x2x2xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, f, 0]x[o, i, 0]->[b, f, 0],
    window = {stride = [1], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]}
    {batch_group_count = 2 : i64, feature_group_count = 1 : i64}
    : (tensor<4x2x3xi32>, tensor<2x2x2xi32>) -> tensor<2x2x2xi32>
  check.expect_eq_const %result, dense<[[[-6, 8], [-13, 13]], [[-8, 15], [-54, -20]]]> : tensor<2x2x2xi32>
  func.return
}

// The kernel is longer than what it moves over.
func.func @no_window_fits() {
  %lhs = stablehlo.constant dense<[[[3], [0]]]> : tensor<1x2x1xi32>
  %rhs = stablehlo.constant dense<[[[1]], [[4]], [[3]]]> : tensor<3x1x1xi32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f],
    window = {stride = [1], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x2x1xi32>, tensor<3x1x1xi32>) -> tensor<1x0x1xi32>
  check.expect_eq_const %result, dense<> : tensor<1x0x1xi32>
  func.return
}

// The result may have a wider dtype.
func.func @i8_to_i32() {
  %lhs = stablehlo.constant dense<[[[105], [91], [96]]]> : tensor<1x3x1xi8>
  %rhs = stablehlo.constant dense<[[[104]], [[119]]]> : tensor<2x1x1xi8>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f],
    window = {stride = [1], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x3x1xi8>, tensor<2x1x1xi8>) -> tensor<1x2x1xi32>
  check.expect_eq_const %result, dense<[[[21749], [20888]]]> : tensor<1x2x1xi32>
  func.return
}

// 257 is no number of bf16.
func.func @bf16_rounds_once() {
  %lhs = stablehlo.constant dense<[[[256.0], [1.0], [1.0]]]> : tensor<1x3x1xbf16>
  %rhs = stablehlo.constant dense<[[[1.0]], [[1.0]], [[1.0]]]> : tensor<3x1x1xbf16>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f],
    window = {stride = [1], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x3x1xbf16>, tensor<3x1x1xbf16>) -> tensor<1x1x1xbf16>
  check.expect_eq_const %result, dense<[[[258.0]]]> : tensor<1x1x1xbf16>
  func.return
}

// Without a feature every sum is zero, however long the kernel is.
func.func @no_feature() {
  %lhs = stablehlo.constant dense<> : tensor<1x2x0xf32>
  %rhs = stablehlo.constant dense<> : tensor<1000000000000x0x1xf32>
  %result = stablehlo.convolution(%lhs, %rhs)
    dim_numbers = [b, 0, f]x[0, i, o]->[b, 0, f],
    window = {stride = [1], pad = [[999999999998, 1]], lhs_dilate = [1], rhs_dilate = [1], reverse = [false]}
    {batch_group_count = 1 : i64, feature_group_count = 1 : i64}
    : (tensor<1x2x0xf32>, tensor<1000000000000x0x1xf32>) -> tensor<1x2x1xf32>
  check.expect_eq_const %result, dense<0.0> : tensor<1x2x1xf32>
  func.return
}
