// Values go into tuples, also tuples into tuples, and come out; tokens too.
func.func @nested() {
  %x = stablehlo.constant dense<[1, 2]> : tensor<2xi32>
  %y = stablehlo.constant dense<2.5> : tensor<f64>
  %token = stablehlo.after_all : !stablehlo.token
  %both = stablehlo.after_all %token, %token : !stablehlo.token
  %0 = stablehlo.tuple %x, %y : tuple<tensor<2xi32>, tensor<f64>>
  %1 = stablehlo.tuple %0, %both : tuple<tuple<tensor<2xi32>, tensor<f64>>, !stablehlo.token>
  %2 = stablehlo.get_tuple_element %1[0] : (tuple<tuple<tensor<2xi32>, tensor<f64>>, !stablehlo.token>) -> tuple<tensor<2xi32>, tensor<f64>>
  %3 = stablehlo.get_tuple_element %2[1] : (tuple<tensor<2xi32>, tensor<f64>>) -> tensor<f64>
  check.expect_eq %3, %y : tensor<f64>
  %4 = "stablehlo.tuple"() : () -> tuple<>
  func.return
}
