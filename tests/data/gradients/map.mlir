// from -2 to 2
func.func @f(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = "stablehlo.map"(%a, %b) <{dimensions = array<i64: 0>}> ({
  ^bb0(%p: tensor<f64>, %q: tensor<f64>):
    %r = stablehlo.sine %p : tensor<f64>
    %s = stablehlo.multiply %r, %q : tensor<f64>
    stablehlo.return %s : tensor<f64>
  }) : (tensor<6xf64>, tensor<6xf64>) -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
