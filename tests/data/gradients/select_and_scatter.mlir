// from -2 to 2
func.func @f(%a: tensor<5x4xf64>, %b: tensor<2x3xf64>, %c: tensor<f64>) -> tensor<5x4xf64> {
  %0 = "stablehlo.select_and_scatter"(%a, %b, %c) <{window_dimensions = array<i64: 2, 2>, window_strides = array<i64: 2, 2>, padding = dense<[[-1, 0], [1, 1]]> : tensor<2x2xi64>}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.compare GE, %p, %q : (tensor<f64>, tensor<f64>) -> tensor<i1>
    stablehlo.return %r : tensor<i1>
  }, {
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.add %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<5x4xf64>, tensor<2x3xf64>, tensor<f64>) -> tensor<5x4xf64>
  return %0 : tensor<5x4xf64>
}
func.func @overlapping(%a: tensor<6xf64>, %b: tensor<4xf64>, %c: tensor<f64>) -> tensor<6xf64> {
  %0 = "stablehlo.select_and_scatter"(%a, %b, %c) <{window_dimensions = array<i64: 3>, window_strides = array<i64: 1>}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.compare LE, %p, %q : (tensor<f64>, tensor<f64>) -> tensor<i1>
    stablehlo.return %r : tensor<i1>
  }, {
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.add %p, %q : tensor<f64>
    stablehlo.return %r : tensor<f64>
  }) : (tensor<6xf64>, tensor<4xf64>, tensor<f64>) -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
