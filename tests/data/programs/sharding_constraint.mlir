// On one device a constraint is the value itself.
module @sharded attributes {mhlo.num_partitions = 1 : i32} {
  sdy.mesh @empty_mesh = <[]> {stablehlo.mesh = {axes = []}}
  sdy.mesh @one = <["x"=1, "y"=1]>
  func.func public @main() {
    %x = stablehlo.constant dense<[1, 2]> : tensor<2xui32>
    %0 = sdy.sharding_constraint %x <@empty_mesh, [{}]> : tensor<2xui32>
    %1 = sdy.sharding_constraint %0 <@one, [{"x"}]> : tensor<2xui32>
    check.expect_eq_const %1, dense<[1, 2]> : tensor<2xui32>
    return
  }
}
