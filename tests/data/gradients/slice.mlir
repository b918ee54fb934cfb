// from -2 to 2
func.func @f(%a: tensor<7x3xf64>) -> tensor<3x2xf64> {
  %0 = stablehlo.slice %a [1:7:2, 1:3] : (tensor<7x3xf64>) -> tensor<3x2xf64>
  return %0 : tensor<3x2xf64>
}
func.func @far(%a: tensor<7xf64>) -> (tensor<1xf64>, tensor<0xf64>) {
  %0 = stablehlo.slice %a [3:5:9] : (tensor<7xf64>) -> tensor<1xf64>
  %1 = stablehlo.slice %a [3:3] : (tensor<7xf64>) -> tensor<0xf64>
  return %0, %1 : tensor<1xf64>, tensor<0xf64>
}
