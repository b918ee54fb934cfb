// from -2 to 2
func.func @one(%a: tensor<2x5xf64>) -> tensor<2x5xf64> {
  %0 = "stablehlo.sort"(%a) <{dimension = 1 : i64, is_stable = true}> ({
  ^bb0(%p0: tensor<f64>, %q0: tensor<f64>):
    %r = stablehlo.compare LT, %p0, %q0 : (tensor<f64>, tensor<f64>) -> tensor<i1>
    stablehlo.return %r : tensor<i1>
  }) : (tensor<2x5xf64>) -> (tensor<2x5xf64>)
  return %0 : tensor<2x5xf64>
}
func.func @two(%a: tensor<4x2xf64>, %b: tensor<4x2xf64>) -> (tensor<4x2xf64>, tensor<4x2xf64>) {
  %0:2 = "stablehlo.sort"(%a, %b) <{dimension = 0 : i64, is_stable = true}> ({
  ^bb0(%p0: tensor<f64>, %q0: tensor<f64>, %p1: tensor<f64>, %q1: tensor<f64>):
    %r = stablehlo.compare GT, %p0, %q0 : (tensor<f64>, tensor<f64>) -> tensor<i1>
    stablehlo.return %r : tensor<i1>
  }) : (tensor<4x2xf64>, tensor<4x2xf64>) -> (tensor<4x2xf64>, tensor<4x2xf64>)
  return %0#0, %0#1 : tensor<4x2xf64>, tensor<4x2xf64>
}
func.func @last(%a: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %0 = "stablehlo.sort"(%a) <{dimension = -1 : i64, is_stable = false}> ({
  ^bb0(%p0: tensor<f64>, %q0: tensor<f64>):
    %r = stablehlo.compare LT, %p0, %q0 : (tensor<f64>, tensor<f64>) -> tensor<i1>
    stablehlo.return %r : tensor<i1>
  }) : (tensor<3x4xf64>) -> (tensor<3x4xf64>)
  return %0 : tensor<3x4xf64>
}
