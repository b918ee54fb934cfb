// The largest of each square, as in max pooling.
func.func @pooling() {
  %input = stablehlo.constant dense<[[1, 5, 2, 0], [3, 4, 8, 1], [9, 0, 1, 1], [2, 2, 6, 7]]> : tensor<4x4xi32>
  %lowest = stablehlo.constant dense<-2147483648> : tensor<i32>
  %result = "stablehlo.reduce_window"(%input, %lowest) <{window_dimensions = array<i64: 2, 2>, window_strides = array<i64: 2, 2>}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %0 = stablehlo.maximum %a, %b : tensor<i32>
    stablehlo.return %0 : tensor<i32>
  }) : (tensor<4x4xi32>, tensor<i32>) -> tensor<2x2xi32>
  check.expect_eq_const %result, dense<[[5, 8], [9, 7]]> : tensor<2x2xi32>
  func.return
}

// Sums of all elements so far: padding at the low end as long as the window.
func.func @running_sum() {
  %input = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %result = "stablehlo.reduce_window"(%input, %zero) <{padding = dense<[[3, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 4>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %0 : tensor<f32>
  }) : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  check.expect_eq_const %result, dense<[1.0, 3.0, 6.0, 10.0]> : tensor<4xf32>
  func.return
}

// With dilated elements, 1 _ 2 _ 3, and a dilated window, which sees every other of these.
func.func @dilated() {
  %input = stablehlo.constant dense<[1, 2, 3]> : tensor<3xi64>
  %zero = stablehlo.constant dense<0> : tensor<i64>
  %result = "stablehlo.reduce_window"(%input, %zero) <{base_dilations = array<i64: 2>, padding = dense<[[1, 1]]> : tensor<1x2xi64>, window_dilations = array<i64: 2>, window_dimensions = array<i64: 2>}> ({
  ^bb0(%a: tensor<i64>, %b: tensor<i64>):
    %0 = stablehlo.add %a, %b : tensor<i64>
    stablehlo.return %0 : tensor<i64>
  }) : (tensor<3xi64>, tensor<i64>) -> tensor<5xi64>
  check.expect_eq_const %result, dense<[0, 3, 0, 5, 0]> : tensor<5xi64>
  func.return
}

// Negative padding takes elements away.
func.func @negative_padding() {
  %input = stablehlo.constant dense<[1, 2, 3, 4, 5]> : tensor<5xi16>
  %zero = stablehlo.constant dense<0> : tensor<i16>
  %result = "stablehlo.reduce_window"(%input, %zero) <{padding = dense<[[-1, -1]]> : tensor<1x2xi64>, window_dimensions = array<i64: 2>}> ({
  ^bb0(%a: tensor<i16>, %b: tensor<i16>):
    %0 = stablehlo.add %a, %b : tensor<i16>
    stablehlo.return %0 : tensor<i16>
  }) : (tensor<5xi16>, tensor<i16>) -> tensor<2xi16>
  check.expect_eq_const %result, dense<[5, 7]> : tensor<2xi16>
  func.return
}

// Padding, and the gaps of a dilation, are initial values: what a region makes of each is seen.
func.func @padding_takes_part() {
  %input = stablehlo.constant dense<[5, 6]> : tensor<2xi32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %result = "stablehlo.reduce_window"(%input, %one) <{padding = dense<[[1, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 2>}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %0 = stablehlo.add %a, %b : tensor<i32>
    stablehlo.return %0 : tensor<i32>
  }) : (tensor<2xi32>, tensor<i32>) -> tensor<2xi32>
  check.expect_eq_const %result, dense<[7, 12]> : tensor<2xi32>
  func.return
}

// The window is longer than what it moves over.
func.func @no_window_fits() {
  %input = stablehlo.constant dense<[[1.0], [2.0]]> : tensor<2x1xf64>
  %zero = stablehlo.constant dense<0.0> : tensor<f64>
  %result = "stablehlo.reduce_window"(%input, %zero) <{window_dimensions = array<i64: 3, 1>}> ({
  ^bb0(%a: tensor<f64>, %b: tensor<f64>):
    %0 = stablehlo.add %a, %b : tensor<f64>
    stablehlo.return %0 : tensor<f64>
  }) : (tensor<2x1xf64>, tensor<f64>) -> tensor<0x1xf64>
  check.expect_eq_const %result, dense<> : tensor<0x1xf64>
  func.return
}

// Two inputs are reduced together: the smallest of one, with what stands beside it in the other.
func.func @two_inputs() {
  %keys = stablehlo.constant dense<[3.0, 1.0, 2.0]> : tensor<3xf16>
  %values = stablehlo.constant dense<[30, 10, 20]> : tensor<3xui8>
  %highest = stablehlo.constant dense<0x7C00> : tensor<f16>
  %zero = stablehlo.constant dense<0> : tensor<ui8>
  %result:2 = "stablehlo.reduce_window"(%keys, %values, %highest, %zero) <{window_dimensions = array<i64: 2>}> ({
  ^bb0(%a: tensor<f16>, %i: tensor<ui8>, %b: tensor<f16>, %j: tensor<ui8>):
    %0 = stablehlo.compare LE, %a, %b, FLOAT : (tensor<f16>, tensor<f16>) -> tensor<i1>
    %1 = stablehlo.select %0, %a, %b : tensor<i1>, tensor<f16>
    %2 = stablehlo.select %0, %i, %j : tensor<i1>, tensor<ui8>
    stablehlo.return %1, %2 : tensor<f16>, tensor<ui8>
  }) : (tensor<3xf16>, tensor<3xui8>, tensor<f16>, tensor<ui8>) -> (tensor<2xf16>, tensor<2xui8>)
  check.expect_eq_const %result#0, dense<[1.0, 1.0]> : tensor<2xf16>
  check.expect_eq_const %result#1, dense<[10, 10]> : tensor<2xui8>
  func.return
}

// A single element has no dimension to move along.
func.func @single() {
  %input = stablehlo.constant dense<4> : tensor<i32>
  %init = stablehlo.constant dense<2> : tensor<i32>
  %result = "stablehlo.reduce_window"(%input, %init) <{padding = dense<> : tensor<0x2xi64>, window_dimensions = array<i64>}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %0 = stablehlo.multiply %a, %b : tensor<i32>
    stablehlo.return %0 : tensor<i32>
  }) : (tensor<i32>, tensor<i32>) -> tensor<i32>
  check.expect_eq_const %result, dense<8> : tensor<i32>
  func.return
}
