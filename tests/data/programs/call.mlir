// Functions that call functions, also from within a region, before and after where they stand.
module @calls {
  func.func public @main() {
    %x = stablehlo.constant dense<[1, 2]> : tensor<2xi32>
    %0:2 = call @swap_and_double(%x, %x) : (tensor<2xi32>, tensor<2xi32>) -> (tensor<2xi32>, tensor<2xi32>)
    check.expect_eq_const %0#0, dense<[2, 4]> : tensor<2xi32>
    check.expect_eq_const %0#1, dense<[1, 2]> : tensor<2xi32>
    %yes = stablehlo.constant dense<true> : tensor<i1>
    %1 = "stablehlo.if"(%yes) ({
      %2 = func.call @double(%0#0) : (tensor<2xi32>) -> tensor<2xi32>
      stablehlo.return %2 : tensor<2xi32>
    }, {
      stablehlo.return %x : tensor<2xi32>
    }) : (tensor<i1>) -> tensor<2xi32>
    check.expect_eq_const %1, dense<[4, 8]> : tensor<2xi32>
    call @nothing() : () -> ()
    return
  }
  func.func private @swap_and_double(%a: tensor<2xi32>, %b: tensor<2xi32>) -> (tensor<2xi32>, tensor<2xi32>) {
    %0 = call @double(%b) : (tensor<2xi32>) -> tensor<2xi32>
    return %0, %a : tensor<2xi32>, tensor<2xi32>
  }
  func.func private @double(%a: tensor<2xi32>) -> tensor<2xi32> {
    %0 = stablehlo.add %a, %a : tensor<2xi32>
    return %0 : tensor<2xi32>
  }
  func.func private @nothing() {
    return
  }
}
