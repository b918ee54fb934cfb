// A loop in a loop. The outer one carries an array that is reversed in each iteration, and one that stays in its place; the
// inner one reads both, and carries a reversed array and two that change places.
func.func @main(%n: tensor<i32>, %m: tensor<i32>, %x: tensor<40xf32>, %y: tensor<40xf32>)
    -> (tensor<40xf32>, tensor<40xf32>, tensor<i32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %0:3 = stablehlo.while(%i = %zero, %a = %x, %b = %y) : tensor<i32>, tensor<40xf32>, tensor<40xf32>
   cond {
    %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  } do {
    %1 = stablehlo.add %i, %m : tensor<i32>
    %2:4 = stablehlo.while(%j = %i, %c = %a, %d = %b, %e = %x) : tensor<i32>, tensor<40xf32>, tensor<40xf32>, tensor<40xf32>
     cond {
      %3 = stablehlo.compare LT, %j, %1 : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %3 : tensor<i1>
    } do {
      %3 = stablehlo.add %j, %one : tensor<i32>
      %4 = stablehlo.reverse %c, dims = [0] : tensor<40xf32>
      %5 = stablehlo.subtract %4, %a : tensor<40xf32>
      %6 = stablehlo.multiply %d, %y : tensor<40xf32>
      stablehlo.return %3, %5, %e, %6 : tensor<i32>, tensor<40xf32>, tensor<40xf32>, tensor<40xf32>
    }
    %7 = stablehlo.reverse %a, dims = [0] : tensor<40xf32>
    %8 = stablehlo.add %7, %2#1 : tensor<40xf32>
    %9 = stablehlo.subtract %b, %2#3 : tensor<40xf32>
    %10 = stablehlo.add %i, %one : tensor<i32>
    stablehlo.return %10, %8, %9 : tensor<i32>, tensor<40xf32>, tensor<40xf32>
  }
  return %0#1, %0#2, %0#0 : tensor<40xf32>, tensor<40xf32>, tensor<i32>
}
