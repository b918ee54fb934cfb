// from -2 to 2
func.func @power(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %i = stablehlo.constant dense<0> : tensor<i32>
  %0:3 = stablehlo.while(%k = %i, %x = %a, %w = %b) : tensor<i32>, tensor<6xf64>, tensor<6xf64>
  cond {
    %n = stablehlo.constant dense<4> : tensor<i32>
    %1 = stablehlo.compare LT, %k, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  } do {
    %one = stablehlo.constant dense<1> : tensor<i32>
    %2 = stablehlo.add %k, %one : tensor<i32>
    %3 = stablehlo.multiply %x, %w : tensor<6xf64>
    %4 = stablehlo.sine %3 : tensor<6xf64>
    stablehlo.return %2, %4, %w : tensor<i32>, tensor<6xf64>, tensor<6xf64>
  }
  return %0#1 : tensor<6xf64>
}
func.func @scan(%a: tensor<5x3xf64>, %b: tensor<3xf64>) -> (tensor<3xf64>, tensor<5x3xf64>) {
  %i = stablehlo.constant dense<0> : tensor<i32>
  %z = stablehlo.constant dense<0.0> : tensor<5x3xf64>
  %0:4 = stablehlo.while(%k = %i, %xs = %a, %h = %b, %ys = %z) : tensor<i32>, tensor<5x3xf64>, tensor<3xf64>, tensor<5x3xf64>
  cond {
    %n = stablehlo.constant dense<5> : tensor<i32>
    %1 = stablehlo.compare LT, %k, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  } do {
    %one = stablehlo.constant dense<1> : tensor<i32>
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %2 = stablehlo.dynamic_slice %xs, %k, %zero, sizes = [1, 3] : (tensor<5x3xf64>, tensor<i32>, tensor<i32>) -> tensor<1x3xf64>
    %3 = stablehlo.reshape %2 : (tensor<1x3xf64>) -> tensor<3xf64>
    %4 = stablehlo.multiply %3, %h : tensor<3xf64>
    %5 = stablehlo.tanh %4 : tensor<3xf64>
    %6 = stablehlo.reshape %5 : (tensor<3xf64>) -> tensor<1x3xf64>
    %7 = stablehlo.dynamic_update_slice %ys, %6, %k, %zero : (tensor<5x3xf64>, tensor<1x3xf64>, tensor<i32>, tensor<i32>) -> tensor<5x3xf64>
    %8 = stablehlo.add %k, %one : tensor<i32>
    %9 = stablehlo.add %5, %3 : tensor<3xf64>
    stablehlo.return %8, %xs, %9, %7 : tensor<i32>, tensor<5x3xf64>, tensor<3xf64>, tensor<5x3xf64>
  }
  return %0#2, %0#3 : tensor<3xf64>, tensor<5x3xf64>
}
// The inner loop captures what the outer one carries, and runs backwards.
func.func @nested(%a: tensor<2xf64>, %b: tensor<2xf64>) -> tensor<2xf64> {
  %i = stablehlo.constant dense<0> : tensor<i32>
  %0:2 = stablehlo.while(%k = %i, %x = %a) : tensor<i32>, tensor<2xf64>
  cond {
    %n = stablehlo.constant dense<3> : tensor<i32>
    %1 = stablehlo.compare NE, %k, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  } do {
    %one = stablehlo.constant dense<1> : tensor<i32>
    %two = stablehlo.constant dense<2> : tensor<i32>
    %2:2 = stablehlo.while(%l = %two, %y = %x) : tensor<i32>, tensor<2xf64>
    cond {
      %3 = stablehlo.compare GE, %l, %i : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %3 : tensor<i1>
    } do {
      %4 = stablehlo.subtract %l, %one : tensor<i32>
      %5 = stablehlo.multiply %y, %b : tensor<2xf64>
      %6 = stablehlo.add %5, %x : tensor<2xf64>
      %7 = stablehlo.sine %6 : tensor<2xf64>
      stablehlo.return %4, %7 : tensor<i32>, tensor<2xf64>
    }
    %8 = stablehlo.add %k, %one : tensor<i32>
    stablehlo.return %8, %2#1 : tensor<i32>, tensor<2xf64>
  }
  return %0#1 : tensor<2xf64>
}
func.func @never(%a: tensor<6xf64>) -> tensor<6xf64> {
  %i = stablehlo.constant dense<4> : tensor<i32>
  %0:2 = stablehlo.while(%k = %i, %x = %a) : tensor<i32>, tensor<6xf64>
  cond {
    %n = stablehlo.constant dense<4> : tensor<i32>
    %1 = stablehlo.compare LT, %k, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  } do {
    %4 = stablehlo.sine %x : tensor<6xf64>
    stablehlo.return %k, %4 : tensor<i32>, tensor<6xf64>
  }
  %2 = stablehlo.multiply %0#1, %a : tensor<6xf64>
  return %2 : tensor<6xf64>
}
