// from -2 to 2
func.func @f(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.tuple %a, %b : tuple<tensor<6xf64>, tensor<6xf64>>
  %1 = stablehlo.get_tuple_element %0[1] : (tuple<tensor<6xf64>, tensor<6xf64>>) -> tensor<6xf64>
  %2 = stablehlo.multiply %1, %a : tensor<6xf64>
  return %2 : tensor<6xf64>
}
