module @jit_step attributes {mhlo.num_partitions = 1 : i32, mhlo.num_replicas = 1 : i32} {
  sdy.mesh @empty_mesh = <[]> {stablehlo.mesh = {axes = []}}
  func.func public @main(%arg0: tensor<64xf32>, %arg1: tensor<64xf32>, %arg2: tensor<64xf32>, %arg3: tensor<64xf32>, %arg4: tensor<ui32>, %arg5: tensor<2xui32>, %arg6: tensor<64xf32>, %arg7: tensor<2x64xf32>, %arg8: tensor<3xf32>, %arg9: tensor<64x3xf32>, %arg10: tensor<i32>, %arg11: tensor<64xf32>, %arg12: tensor<64xf32>, %arg13: tensor<64xf32>, %arg14: tensor<2x64xf32>, %arg15: tensor<3xf32>, %arg16: tensor<64x3xf32>, %arg17: tensor<64xf32>, %arg18: tensor<64xf32>, %arg19: tensor<64xf32>, %arg20: tensor<2x64xf32>, %arg21: tensor<3xf32>, %arg22: tensor<64x3xf32>, %arg23: tensor<ui32>, %arg24: tensor<i32>, %arg25: tensor<f32>, %arg26: tensor<32x2xf32>, %arg27: tensor<32x3xf32>) -> (tensor<64xf32> {jax.result_info = "result[0][0]['bn']['bias'].value"}, tensor<64xf32> {jax.result_info = "result[0][0]['bn']['mean'].value"}, tensor<64xf32> {jax.result_info = "result[0][0]['bn']['scale'].value"}, tensor<64xf32> {jax.result_info = "result[0][0]['bn']['var'].value"}, tensor<ui32> {jax.result_info = "result[0][0]['dropout']['rngs']['count'].value"}, tensor<2xui32> {jax.result_info = "result[0][0]['dropout']['rngs']['key'].value"}, tensor<64xf32> {jax.result_info = "result[0][0]['linear']['bias'].value"}, tensor<2x64xf32> {jax.result_info = "result[0][0]['linear']['kernel'].value"}, tensor<3xf32> {jax.result_info = "result[0][0]['linear_out']['bias'].value"}, tensor<64x3xf32> {jax.result_info = "result[0][0]['linear_out']['kernel'].value"}, tensor<i32> {jax.result_info = "result[0][1]['opt_state'][0]['count'].value"}, tensor<64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['mu']['bn']['bias'].value"}, tensor<64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['mu']['bn']['scale'].value"}, tensor<64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['mu']['linear']['bias'].value"}, tensor<2x64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['mu']['linear']['kernel'].value"}, tensor<3xf32> {jax.result_info = "result[0][1]['opt_state'][0]['mu']['linear_out']['bias'].value"}, tensor<64x3xf32> {jax.result_info = "result[0][1]['opt_state'][0]['mu']['linear_out']['kernel'].value"}, tensor<64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['nu']['bn']['bias'].value"}, tensor<64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['nu']['bn']['scale'].value"}, tensor<64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['nu']['linear']['bias'].value"}, tensor<2x64xf32> {jax.result_info = "result[0][1]['opt_state'][0]['nu']['linear']['kernel'].value"}, tensor<3xf32> {jax.result_info = "result[0][1]['opt_state'][0]['nu']['linear_out']['bias'].value"}, tensor<64x3xf32> {jax.result_info = "result[0][1]['opt_state'][0]['nu']['linear_out']['kernel'].value"}, tensor<ui32> {jax.result_info = "result[0][1]['step'].value"}, tensor<i32> {jax.result_info = "result[0][2]['loss']['count'].value"}, tensor<f32> {jax.result_info = "result[0][2]['loss']['total'].value"}, tensor<f32> {jax.result_info = "result[1]"}) {
    %0 = sdy.sharding_constraint %arg5 <@empty_mesh, [{}]> : tensor<2xui32>
    %1 = stablehlo.dot_general %arg26, %arg7, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<32x2xf32>, tensor<2x64xf32>) -> tensor<32x64xf32>
    %2 = stablehlo.reshape %arg6 : (tensor<64xf32>) -> tensor<1x64xf32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [0, 1] : (tensor<1x64xf32>) -> tensor<32x64xf32>
    %4 = stablehlo.add %1, %3 : tensor<32x64xf32>
    %5 = chlo.square %4 : tensor<32x64xf32> -> tensor<32x64xf32>
    %cst = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %6 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %7 = stablehlo.multiply %6, %4 : tensor<32x64xf32>
    %cst_0 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %8 = stablehlo.reduce(%4 init: %cst_0) applies stablehlo.add across dimensions = [0] : (tensor<32x64xf32>, tensor<f32>) -> tensor<64xf32>
    %cst_1 = stablehlo.constant dense<3.200000e+01> : tensor<f32>
    %9 = stablehlo.broadcast_in_dim %cst_1, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %10 = stablehlo.divide %8, %9 : tensor<64xf32>
    %cst_2 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %11 = stablehlo.reduce(%5 init: %cst_2) applies stablehlo.add across dimensions = [0] : (tensor<32x64xf32>, tensor<f32>) -> tensor<64xf32>
    %cst_3 = stablehlo.constant dense<3.200000e+01> : tensor<f32>
    %12 = stablehlo.broadcast_in_dim %cst_3, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %13 = stablehlo.divide %11, %12 : tensor<64xf32>
    %14 = chlo.square %10 : tensor<64xf32> -> tensor<64xf32>
    %cst_4 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %15 = stablehlo.broadcast_in_dim %cst_4, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %16 = stablehlo.multiply %15, %10 : tensor<64xf32>
    %17 = stablehlo.subtract %13, %14 : tensor<64xf32>
    %cst_5 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %18 = stablehlo.broadcast_in_dim %cst_5, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %19 = stablehlo.maximum %18, %17 : tensor<64xf32>
    %20 = stablehlo.compare EQ, %17, %19, FLOAT : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
    %cst_6 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %21 = stablehlo.broadcast_in_dim %cst_6, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %cst_7 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %22 = stablehlo.broadcast_in_dim %cst_7, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %23 = stablehlo.select %20, %21, %22 : tensor<64xi1>, tensor<64xf32>
    %cst_8 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %24 = stablehlo.broadcast_in_dim %cst_8, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %25 = stablehlo.compare EQ, %24, %19, FLOAT : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
    %cst_9 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %26 = stablehlo.broadcast_in_dim %cst_9, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %cst_10 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %27 = stablehlo.broadcast_in_dim %cst_10, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %28 = stablehlo.select %25, %26, %27 : tensor<64xi1>, tensor<64xf32>
    %29 = stablehlo.divide %23, %28 : tensor<64xf32>
    %cst_11 = stablehlo.constant dense<9.900000e-01> : tensor<f32>
    %30 = stablehlo.broadcast_in_dim %cst_11, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %31 = stablehlo.multiply %30, %arg1 : tensor<64xf32>
    %cst_12 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %32 = stablehlo.broadcast_in_dim %cst_12, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %33 = stablehlo.multiply %32, %10 : tensor<64xf32>
    %34 = stablehlo.add %31, %33 : tensor<64xf32>
    %cst_13 = stablehlo.constant dense<9.900000e-01> : tensor<f32>
    %35 = stablehlo.broadcast_in_dim %cst_13, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %36 = stablehlo.multiply %35, %arg3 : tensor<64xf32>
    %cst_14 = stablehlo.constant dense<0.00999999977> : tensor<f32>
    %37 = stablehlo.broadcast_in_dim %cst_14, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %38 = stablehlo.multiply %37, %19 : tensor<64xf32>
    %39 = stablehlo.add %36, %38 : tensor<64xf32>
    %40 = stablehlo.reshape %10 : (tensor<64xf32>) -> tensor<1x64xf32>
    %41 = stablehlo.reshape %19 : (tensor<64xf32>) -> tensor<1x64xf32>
    %42 = stablehlo.broadcast_in_dim %40, dims = [0, 1] : (tensor<1x64xf32>) -> tensor<32x64xf32>
    %43 = stablehlo.subtract %4, %42 : tensor<32x64xf32>
    %cst_15 = stablehlo.constant dense<9.99999974E-6> : tensor<f32>
    %44 = stablehlo.broadcast_in_dim %cst_15, dims = [] : (tensor<f32>) -> tensor<1x64xf32>
    %45 = stablehlo.add %41, %44 : tensor<1x64xf32>
    %46 = stablehlo.rsqrt %45 : tensor<1x64xf32>
    %47 = stablehlo.divide %46, %45 : tensor<1x64xf32>
    %cst_16 = stablehlo.constant dense<-5.000000e-01> : tensor<f32>
    %48 = stablehlo.broadcast_in_dim %cst_16, dims = [] : (tensor<f32>) -> tensor<1x64xf32>
    %49 = stablehlo.multiply %48, %47 : tensor<1x64xf32>
    %50 = stablehlo.reshape %arg2 : (tensor<64xf32>) -> tensor<1x64xf32>
    %51 = stablehlo.multiply %46, %50 : tensor<1x64xf32>
    %52 = stablehlo.broadcast_in_dim %51, dims = [0, 1] : (tensor<1x64xf32>) -> tensor<32x64xf32>
    %53 = stablehlo.multiply %43, %52 : tensor<32x64xf32>
    %54 = stablehlo.reshape %arg0 : (tensor<64xf32>) -> tensor<1x64xf32>
    %55 = stablehlo.broadcast_in_dim %54, dims = [0, 1] : (tensor<1x64xf32>) -> tensor<32x64xf32>
    %56 = stablehlo.add %53, %55 : tensor<32x64xf32>
    %57 = call @_threefry_fold_in(%0, %arg4) : (tensor<2xui32>, tensor<ui32>) -> tensor<2xui32>
    %c = stablehlo.constant dense<1> : tensor<ui32>
    %58 = stablehlo.add %arg4, %c : tensor<ui32>
    %cst_17 = stablehlo.constant dense<8.000000e-01> : tensor<f32>
    %59 = call @_bernoulli(%57, %cst_17) : (tensor<2xui32>, tensor<f32>) -> tensor<32x64xi1>
    %cst_18 = stablehlo.constant dense<8.000000e-01> : tensor<f32>
    %60 = stablehlo.broadcast_in_dim %cst_18, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %61 = stablehlo.divide %56, %60 : tensor<32x64xf32>
    %cst_19 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %62 = stablehlo.broadcast_in_dim %cst_19, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %63 = stablehlo.select %59, %61, %62 : tensor<32x64xi1>, tensor<32x64xf32>
    %cst_20 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %64 = stablehlo.broadcast_in_dim %cst_20, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %65 = call @relu(%63) : (tensor<32x64xf32>) -> tensor<32x64xf32>
    %cst_21 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %66 = stablehlo.broadcast_in_dim %cst_21, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %67 = stablehlo.compare GT, %63, %66, FLOAT : (tensor<32x64xf32>, tensor<32x64xf32>) -> tensor<32x64xi1>
    %cst_22 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %68 = stablehlo.broadcast_in_dim %cst_22, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %69 = stablehlo.dot_general %65, %arg9, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<32x64xf32>, tensor<64x3xf32>) -> tensor<32x3xf32>
    %70 = stablehlo.reshape %arg8 : (tensor<3xf32>) -> tensor<1x3xf32>
    %71 = stablehlo.broadcast_in_dim %70, dims = [0, 1] : (tensor<1x3xf32>) -> tensor<32x3xf32>
    %72 = stablehlo.add %69, %71 : tensor<32x3xf32>
    %73 = stablehlo.subtract %72, %arg27 : tensor<32x3xf32>
    %74 = stablehlo.multiply %73, %73 : tensor<32x3xf32>
    %cst_23 = stablehlo.constant dense<2.000000e+00> : tensor<f32>
    %75 = stablehlo.broadcast_in_dim %cst_23, dims = [] : (tensor<f32>) -> tensor<32x3xf32>
    %76 = stablehlo.multiply %75, %73 : tensor<32x3xf32>
    %cst_24 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %77 = stablehlo.reduce(%74 init: %cst_24) applies stablehlo.add across dimensions = [0, 1] : (tensor<32x3xf32>, tensor<f32>) -> tensor<f32>
    %cst_25 = stablehlo.constant dense<9.600000e+01> : tensor<f32>
    %78 = stablehlo.divide %77, %cst_25 : tensor<f32>
    %cst_26 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %cst_27 = stablehlo.constant dense<9.600000e+01> : tensor<f32>
    %79 = stablehlo.divide %cst_26, %cst_27 : tensor<f32>
    %80 = stablehlo.broadcast_in_dim %79, dims = [] : (tensor<f32>) -> tensor<32x3xf32>
    %81 = stablehlo.multiply %80, %76 : tensor<32x3xf32>
    %cst_28 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %82 = stablehlo.reduce(%81 init: %cst_28) applies stablehlo.add across dimensions = [0] : (tensor<32x3xf32>, tensor<f32>) -> tensor<3xf32>
    %83 = stablehlo.reshape %82 : (tensor<3xf32>) -> tensor<1x3xf32>
    %84 = stablehlo.reshape %83 : (tensor<1x3xf32>) -> tensor<3xf32>
    %85 = stablehlo.dot_general %81, %65, contracting_dims = [0] x [0], precision = [DEFAULT, DEFAULT] : (tensor<32x3xf32>, tensor<32x64xf32>) -> tensor<3x64xf32>
    %86 = stablehlo.transpose %85, dims = [1, 0] : (tensor<3x64xf32>) -> tensor<64x3xf32>
    %87 = stablehlo.dot_general %81, %arg9, contracting_dims = [1] x [1], precision = [DEFAULT, DEFAULT] : (tensor<32x3xf32>, tensor<64x3xf32>) -> tensor<32x64xf32>
    %cst_29 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %88 = stablehlo.broadcast_in_dim %cst_29, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %89 = stablehlo.select %67, %87, %88 : tensor<32x64xi1>, tensor<32x64xf32>
    %cst_30 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %90 = stablehlo.broadcast_in_dim %cst_30, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %91 = stablehlo.select %59, %89, %90 : tensor<32x64xi1>, tensor<32x64xf32>
    %cst_31 = stablehlo.constant dense<8.000000e-01> : tensor<f32>
    %92 = stablehlo.broadcast_in_dim %cst_31, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %93 = stablehlo.divide %91, %92 : tensor<32x64xf32>
    %cst_32 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %94 = stablehlo.reduce(%93 init: %cst_32) applies stablehlo.add across dimensions = [0] : (tensor<32x64xf32>, tensor<f32>) -> tensor<64xf32>
    %95 = stablehlo.reshape %94 : (tensor<64xf32>) -> tensor<1x64xf32>
    %96 = stablehlo.reshape %95 : (tensor<1x64xf32>) -> tensor<64xf32>
    %97 = stablehlo.multiply %43, %93 : tensor<32x64xf32>
    %cst_33 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %98 = stablehlo.reduce(%97 init: %cst_33) applies stablehlo.add across dimensions = [0] : (tensor<32x64xf32>, tensor<f32>) -> tensor<64xf32>
    %99 = stablehlo.reshape %98 : (tensor<64xf32>) -> tensor<1x64xf32>
    %100 = stablehlo.broadcast_in_dim %51, dims = [0, 1] : (tensor<1x64xf32>) -> tensor<32x64xf32>
    %101 = stablehlo.multiply %93, %100 : tensor<32x64xf32>
    %102 = stablehlo.multiply %46, %99 : tensor<1x64xf32>
    %103 = stablehlo.multiply %99, %50 : tensor<1x64xf32>
    %104 = stablehlo.reshape %102 : (tensor<1x64xf32>) -> tensor<64xf32>
    %105 = stablehlo.multiply %103, %49 : tensor<1x64xf32>
    %106 = stablehlo.negate %101 : tensor<32x64xf32>
    %cst_34 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %107 = stablehlo.reduce(%106 init: %cst_34) applies stablehlo.add across dimensions = [0] : (tensor<32x64xf32>, tensor<f32>) -> tensor<64xf32>
    %108 = stablehlo.reshape %107 : (tensor<64xf32>) -> tensor<1x64xf32>
    %109 = stablehlo.reshape %105 : (tensor<1x64xf32>) -> tensor<64xf32>
    %110 = stablehlo.reshape %108 : (tensor<1x64xf32>) -> tensor<64xf32>
    %111 = stablehlo.multiply %109, %29 : tensor<64xf32>
    %112 = stablehlo.negate %111 : tensor<64xf32>
    %113 = stablehlo.multiply %112, %16 : tensor<64xf32>
    %114 = stablehlo.add %110, %113 : tensor<64xf32>
    %cst_35 = stablehlo.constant dense<3.200000e+01> : tensor<f32>
    %115 = stablehlo.broadcast_in_dim %cst_35, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %116 = stablehlo.divide %111, %115 : tensor<64xf32>
    %117 = stablehlo.broadcast_in_dim %116, dims = [1] : (tensor<64xf32>) -> tensor<32x64xf32>
    %cst_36 = stablehlo.constant dense<3.200000e+01> : tensor<f32>
    %118 = stablehlo.broadcast_in_dim %cst_36, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %119 = stablehlo.divide %114, %118 : tensor<64xf32>
    %120 = stablehlo.broadcast_in_dim %119, dims = [1] : (tensor<64xf32>) -> tensor<32x64xf32>
    %121 = stablehlo.add %101, %120 : tensor<32x64xf32>
    %122 = stablehlo.multiply %117, %7 : tensor<32x64xf32>
    %123 = stablehlo.add %121, %122 : tensor<32x64xf32>
    %cst_37 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %124 = stablehlo.reduce(%123 init: %cst_37) applies stablehlo.add across dimensions = [0] : (tensor<32x64xf32>, tensor<f32>) -> tensor<64xf32>
    %125 = stablehlo.reshape %124 : (tensor<64xf32>) -> tensor<1x64xf32>
    %126 = stablehlo.reshape %125 : (tensor<1x64xf32>) -> tensor<64xf32>
    %127 = stablehlo.dot_general %123, %arg26, contracting_dims = [0] x [0], precision = [DEFAULT, DEFAULT] : (tensor<32x64xf32>, tensor<32x2xf32>) -> tensor<64x2xf32>
    %128 = stablehlo.transpose %127, dims = [1, 0] : (tensor<64x2xf32>) -> tensor<2x64xf32>
    %cst_38 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %129 = stablehlo.broadcast_in_dim %cst_38, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %130 = stablehlo.multiply %129, %96 : tensor<64xf32>
    %cst_39 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %131 = stablehlo.broadcast_in_dim %cst_39, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %132 = stablehlo.multiply %131, %arg11 : tensor<64xf32>
    %133 = stablehlo.add %130, %132 : tensor<64xf32>
    %cst_40 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %134 = stablehlo.broadcast_in_dim %cst_40, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %135 = stablehlo.multiply %134, %104 : tensor<64xf32>
    %cst_41 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %136 = stablehlo.broadcast_in_dim %cst_41, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %137 = stablehlo.multiply %136, %arg12 : tensor<64xf32>
    %138 = stablehlo.add %135, %137 : tensor<64xf32>
    %cst_42 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %139 = stablehlo.broadcast_in_dim %cst_42, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %140 = stablehlo.multiply %139, %126 : tensor<64xf32>
    %cst_43 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %141 = stablehlo.broadcast_in_dim %cst_43, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %142 = stablehlo.multiply %141, %arg13 : tensor<64xf32>
    %143 = stablehlo.add %140, %142 : tensor<64xf32>
    %cst_44 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %144 = stablehlo.broadcast_in_dim %cst_44, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %145 = stablehlo.multiply %144, %128 : tensor<2x64xf32>
    %cst_45 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %146 = stablehlo.broadcast_in_dim %cst_45, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %147 = stablehlo.multiply %146, %arg14 : tensor<2x64xf32>
    %148 = stablehlo.add %145, %147 : tensor<2x64xf32>
    %cst_46 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %149 = stablehlo.broadcast_in_dim %cst_46, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %150 = stablehlo.multiply %149, %84 : tensor<3xf32>
    %cst_47 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %151 = stablehlo.broadcast_in_dim %cst_47, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %152 = stablehlo.multiply %151, %arg15 : tensor<3xf32>
    %153 = stablehlo.add %150, %152 : tensor<3xf32>
    %cst_48 = stablehlo.constant dense<1.000000e-01> : tensor<f32>
    %154 = stablehlo.broadcast_in_dim %cst_48, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %155 = stablehlo.multiply %154, %86 : tensor<64x3xf32>
    %cst_49 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %156 = stablehlo.broadcast_in_dim %cst_49, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %157 = stablehlo.multiply %156, %arg16 : tensor<64x3xf32>
    %158 = stablehlo.add %155, %157 : tensor<64x3xf32>
    %159 = stablehlo.multiply %96, %96 : tensor<64xf32>
    %cst_50 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %160 = stablehlo.broadcast_in_dim %cst_50, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %161 = stablehlo.multiply %160, %159 : tensor<64xf32>
    %cst_51 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %162 = stablehlo.broadcast_in_dim %cst_51, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %163 = stablehlo.multiply %162, %arg17 : tensor<64xf32>
    %164 = stablehlo.add %161, %163 : tensor<64xf32>
    %165 = stablehlo.multiply %104, %104 : tensor<64xf32>
    %cst_52 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %166 = stablehlo.broadcast_in_dim %cst_52, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %167 = stablehlo.multiply %166, %165 : tensor<64xf32>
    %cst_53 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %168 = stablehlo.broadcast_in_dim %cst_53, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %169 = stablehlo.multiply %168, %arg18 : tensor<64xf32>
    %170 = stablehlo.add %167, %169 : tensor<64xf32>
    %171 = stablehlo.multiply %126, %126 : tensor<64xf32>
    %cst_54 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %172 = stablehlo.broadcast_in_dim %cst_54, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %173 = stablehlo.multiply %172, %171 : tensor<64xf32>
    %cst_55 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %174 = stablehlo.broadcast_in_dim %cst_55, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %175 = stablehlo.multiply %174, %arg19 : tensor<64xf32>
    %176 = stablehlo.add %173, %175 : tensor<64xf32>
    %177 = stablehlo.multiply %128, %128 : tensor<2x64xf32>
    %cst_56 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %178 = stablehlo.broadcast_in_dim %cst_56, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %179 = stablehlo.multiply %178, %177 : tensor<2x64xf32>
    %cst_57 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %180 = stablehlo.broadcast_in_dim %cst_57, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %181 = stablehlo.multiply %180, %arg20 : tensor<2x64xf32>
    %182 = stablehlo.add %179, %181 : tensor<2x64xf32>
    %183 = stablehlo.multiply %84, %84 : tensor<3xf32>
    %cst_58 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %184 = stablehlo.broadcast_in_dim %cst_58, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %185 = stablehlo.multiply %184, %183 : tensor<3xf32>
    %cst_59 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %186 = stablehlo.broadcast_in_dim %cst_59, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %187 = stablehlo.multiply %186, %arg21 : tensor<3xf32>
    %188 = stablehlo.add %185, %187 : tensor<3xf32>
    %189 = stablehlo.multiply %86, %86 : tensor<64x3xf32>
    %cst_60 = stablehlo.constant dense<1.000000e-03> : tensor<f32>
    %190 = stablehlo.broadcast_in_dim %cst_60, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %191 = stablehlo.multiply %190, %189 : tensor<64x3xf32>
    %cst_61 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %192 = stablehlo.broadcast_in_dim %cst_61, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %193 = stablehlo.multiply %192, %arg22 : tensor<64x3xf32>
    %194 = stablehlo.add %191, %193 : tensor<64x3xf32>
    %c_62 = stablehlo.constant dense<2147483647> : tensor<i32>
    %195 = stablehlo.compare LT, %arg10, %c_62, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    %c_63 = stablehlo.constant dense<1> : tensor<i32>
    %196 = stablehlo.add %arg10, %c_63 : tensor<i32>
    %c_64 = stablehlo.constant dense<2147483647> : tensor<i32>
    %197 = call @_where(%195, %196, %c_64) : (tensor<i1>, tensor<i32>, tensor<i32>) -> tensor<i32>
    %198 = stablehlo.convert %197 : (tensor<i32>) -> tensor<f32>
    %cst_65 = stablehlo.constant dense<0.899999976> : tensor<f32>
    %199 = stablehlo.convert %197 : (tensor<i32>) -> tensor<f32>
    %200 = stablehlo.power %cst_65, %199 : tensor<f32>
    %cst_66 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %201 = stablehlo.subtract %cst_66, %200 : tensor<f32>
    %202 = stablehlo.broadcast_in_dim %201, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %203 = stablehlo.divide %133, %202 : tensor<64xf32>
    %204 = stablehlo.broadcast_in_dim %201, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %205 = stablehlo.divide %138, %204 : tensor<64xf32>
    %206 = stablehlo.broadcast_in_dim %201, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %207 = stablehlo.divide %143, %206 : tensor<64xf32>
    %208 = stablehlo.broadcast_in_dim %201, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %209 = stablehlo.divide %148, %208 : tensor<2x64xf32>
    %210 = stablehlo.broadcast_in_dim %201, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %211 = stablehlo.divide %153, %210 : tensor<3xf32>
    %212 = stablehlo.broadcast_in_dim %201, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %213 = stablehlo.divide %158, %212 : tensor<64x3xf32>
    %214 = stablehlo.convert %197 : (tensor<i32>) -> tensor<f32>
    %cst_67 = stablehlo.constant dense<9.990000e-01> : tensor<f32>
    %215 = stablehlo.convert %197 : (tensor<i32>) -> tensor<f32>
    %216 = stablehlo.power %cst_67, %215 : tensor<f32>
    %cst_68 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %217 = stablehlo.subtract %cst_68, %216 : tensor<f32>
    %218 = stablehlo.broadcast_in_dim %217, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %219 = stablehlo.divide %164, %218 : tensor<64xf32>
    %220 = stablehlo.broadcast_in_dim %217, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %221 = stablehlo.divide %170, %220 : tensor<64xf32>
    %222 = stablehlo.broadcast_in_dim %217, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %223 = stablehlo.divide %176, %222 : tensor<64xf32>
    %224 = stablehlo.broadcast_in_dim %217, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %225 = stablehlo.divide %182, %224 : tensor<2x64xf32>
    %226 = stablehlo.broadcast_in_dim %217, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %227 = stablehlo.divide %188, %226 : tensor<3xf32>
    %228 = stablehlo.broadcast_in_dim %217, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %229 = stablehlo.divide %194, %228 : tensor<64x3xf32>
    %cst_69 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %230 = stablehlo.broadcast_in_dim %cst_69, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %231 = stablehlo.add %219, %230 : tensor<64xf32>
    %232 = stablehlo.sqrt %231 : tensor<64xf32>
    %cst_70 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %233 = stablehlo.broadcast_in_dim %cst_70, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %234 = stablehlo.add %232, %233 : tensor<64xf32>
    %235 = stablehlo.divide %203, %234 : tensor<64xf32>
    %cst_71 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %236 = stablehlo.broadcast_in_dim %cst_71, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %237 = stablehlo.add %221, %236 : tensor<64xf32>
    %238 = stablehlo.sqrt %237 : tensor<64xf32>
    %cst_72 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %239 = stablehlo.broadcast_in_dim %cst_72, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %240 = stablehlo.add %238, %239 : tensor<64xf32>
    %241 = stablehlo.divide %205, %240 : tensor<64xf32>
    %cst_73 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %242 = stablehlo.broadcast_in_dim %cst_73, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %243 = stablehlo.add %223, %242 : tensor<64xf32>
    %244 = stablehlo.sqrt %243 : tensor<64xf32>
    %cst_74 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %245 = stablehlo.broadcast_in_dim %cst_74, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %246 = stablehlo.add %244, %245 : tensor<64xf32>
    %247 = stablehlo.divide %207, %246 : tensor<64xf32>
    %cst_75 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %248 = stablehlo.broadcast_in_dim %cst_75, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %249 = stablehlo.add %225, %248 : tensor<2x64xf32>
    %250 = stablehlo.sqrt %249 : tensor<2x64xf32>
    %cst_76 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %251 = stablehlo.broadcast_in_dim %cst_76, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %252 = stablehlo.add %250, %251 : tensor<2x64xf32>
    %253 = stablehlo.divide %209, %252 : tensor<2x64xf32>
    %cst_77 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %254 = stablehlo.broadcast_in_dim %cst_77, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %255 = stablehlo.add %227, %254 : tensor<3xf32>
    %256 = stablehlo.sqrt %255 : tensor<3xf32>
    %cst_78 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %257 = stablehlo.broadcast_in_dim %cst_78, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %258 = stablehlo.add %256, %257 : tensor<3xf32>
    %259 = stablehlo.divide %211, %258 : tensor<3xf32>
    %cst_79 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %260 = stablehlo.broadcast_in_dim %cst_79, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %261 = stablehlo.add %229, %260 : tensor<64x3xf32>
    %262 = stablehlo.sqrt %261 : tensor<64x3xf32>
    %cst_80 = stablehlo.constant dense<9.99999993E-9> : tensor<f32>
    %263 = stablehlo.broadcast_in_dim %cst_80, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %264 = stablehlo.add %262, %263 : tensor<64x3xf32>
    %265 = stablehlo.divide %213, %264 : tensor<64x3xf32>
    %cst_81 = stablehlo.constant dense<-1.000000e-03> : tensor<f32>
    %266 = stablehlo.broadcast_in_dim %cst_81, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %267 = stablehlo.multiply %266, %235 : tensor<64xf32>
    %cst_82 = stablehlo.constant dense<-1.000000e-03> : tensor<f32>
    %268 = stablehlo.broadcast_in_dim %cst_82, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %269 = stablehlo.multiply %268, %241 : tensor<64xf32>
    %cst_83 = stablehlo.constant dense<-1.000000e-03> : tensor<f32>
    %270 = stablehlo.broadcast_in_dim %cst_83, dims = [] : (tensor<f32>) -> tensor<64xf32>
    %271 = stablehlo.multiply %270, %247 : tensor<64xf32>
    %cst_84 = stablehlo.constant dense<-1.000000e-03> : tensor<f32>
    %272 = stablehlo.broadcast_in_dim %cst_84, dims = [] : (tensor<f32>) -> tensor<2x64xf32>
    %273 = stablehlo.multiply %272, %253 : tensor<2x64xf32>
    %cst_85 = stablehlo.constant dense<-1.000000e-03> : tensor<f32>
    %274 = stablehlo.broadcast_in_dim %cst_85, dims = [] : (tensor<f32>) -> tensor<3xf32>
    %275 = stablehlo.multiply %274, %259 : tensor<3xf32>
    %cst_86 = stablehlo.constant dense<-1.000000e-03> : tensor<f32>
    %276 = stablehlo.broadcast_in_dim %cst_86, dims = [] : (tensor<f32>) -> tensor<64x3xf32>
    %277 = stablehlo.multiply %276, %265 : tensor<64x3xf32>
    %278 = stablehlo.add %arg0, %267 : tensor<64xf32>
    %279 = stablehlo.add %arg2, %269 : tensor<64xf32>
    %280 = stablehlo.add %arg6, %271 : tensor<64xf32>
    %281 = stablehlo.add %arg7, %273 : tensor<2x64xf32>
    %282 = stablehlo.add %arg8, %275 : tensor<3xf32>
    %283 = stablehlo.add %arg9, %277 : tensor<64x3xf32>
    %c_87 = stablehlo.constant dense<1> : tensor<ui32>
    %284 = stablehlo.add %arg23, %c_87 : tensor<ui32>
    %cst_88 = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %285 = stablehlo.reduce(%78 init: %cst_88) applies stablehlo.add across dimensions = [] : (tensor<f32>, tensor<f32>) -> tensor<f32>
    %286 = stablehlo.add %arg25, %285 : tensor<f32>
    %c_89 = stablehlo.constant dense<1> : tensor<i32>
    %287 = stablehlo.add %arg24, %c_89 : tensor<i32>
    %288 = sdy.sharding_constraint %0 <@empty_mesh, [{}]> : tensor<2xui32>
    return %278, %34, %279, %39, %58, %288, %280, %281, %282, %283, %197, %133, %138, %143, %148, %153, %158, %164, %170, %176, %182, %188, %194, %284, %287, %286, %78 : tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<ui32>, tensor<2xui32>, tensor<64xf32>, tensor<2x64xf32>, tensor<3xf32>, tensor<64x3xf32>, tensor<i32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<2x64xf32>, tensor<3xf32>, tensor<64x3xf32>, tensor<64xf32>, tensor<64xf32>, tensor<64xf32>, tensor<2x64xf32>, tensor<3xf32>, tensor<64x3xf32>, tensor<ui32>, tensor<i32>, tensor<f32>, tensor<f32>
  }
  func.func private @_threefry_fold_in(%arg0: tensor<2xui32>, %arg1: tensor<ui32>) -> tensor<2xui32> {
    %c = stablehlo.constant dense<32> : tensor<ui32>
    %0 = stablehlo.shift_right_logical %arg1, %c : tensor<ui32>
    %1 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %c_0 = stablehlo.constant dense<4294967295> : tensor<ui32>
    %2 = stablehlo.and %arg1, %c_0 : tensor<ui32>
    %3 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %4 = stablehlo.concatenate %1, %3, dim = 0 : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>
    %5 = stablehlo.slice %arg0 [0:1] : (tensor<2xui32>) -> tensor<1xui32>
    %6 = stablehlo.reshape %5 : (tensor<1xui32>) -> tensor<ui32>
    %7 = stablehlo.slice %arg0 [1:2] : (tensor<2xui32>) -> tensor<1xui32>
    %8 = stablehlo.reshape %7 : (tensor<1xui32>) -> tensor<ui32>
    %9 = stablehlo.slice %4 [0:1] : (tensor<2xui32>) -> tensor<1xui32>
    %10 = stablehlo.slice %4 [1:2] : (tensor<2xui32>) -> tensor<1xui32>
    %11:2 = call @threefry2x32(%6, %8, %9, %10) : (tensor<ui32>, tensor<ui32>, tensor<1xui32>, tensor<1xui32>) -> (tensor<1xui32>, tensor<1xui32>)
    %12 = stablehlo.concatenate %11#0, %11#1, dim = 0 : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>
    return %12 : tensor<2xui32>
  }
  func.func private @threefry2x32(%arg0: tensor<ui32>, %arg1: tensor<ui32>, %arg2: tensor<1xui32>, %arg3: tensor<1xui32>) -> (tensor<1xui32>, tensor<1xui32>) {
    %c = stablehlo.constant dense<[13, 15, 26, 6]> : tensor<4xui32>
    %c_0 = stablehlo.constant dense<[17, 29, 16, 24]> : tensor<4xui32>
    %0 = stablehlo.xor %arg0, %arg1 : tensor<ui32>
    %c_1 = stablehlo.constant dense<466688986> : tensor<ui32>
    %1 = stablehlo.xor %0, %c_1 : tensor<ui32>
    %2 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %3 = stablehlo.add %arg2, %2 : tensor<1xui32>
    %4 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %5 = stablehlo.add %arg3, %4 : tensor<1xui32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %6:9 = stablehlo.while(%iterArg = %c_3, %iterArg_4 = %c_2, %iterArg_5 = %3, %iterArg_6 = %5, %iterArg_7 = %arg1, %iterArg_8 = %1, %iterArg_9 = %arg0, %iterArg_10 = %c, %iterArg_11 = %c_0) : tensor<i32>, tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    cond {
      %c_12 = stablehlo.constant dense<5> : tensor<i32>
      %7 = stablehlo.compare LT, %iterArg, %c_12, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %7 : tensor<i1>
    } do {
      %7:8 = func.call @closed_call(%iterArg_4, %iterArg_5, %iterArg_6, %iterArg_7, %iterArg_8, %iterArg_9, %iterArg_10, %iterArg_11) : (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %c_12 = stablehlo.constant dense<1> : tensor<i32>
      %8 = stablehlo.add %iterArg, %c_12 : tensor<i32>
      stablehlo.return %8, %7#0, %7#1, %7#2, %7#3, %7#4, %7#5, %7#6, %7#7 : tensor<i32>, tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    }
    return %6#2, %6#3 : tensor<1xui32>, tensor<1xui32>
  }
  func.func private @closed_call(%arg0: tensor<i32>, %arg1: tensor<1xui32>, %arg2: tensor<1xui32>, %arg3: tensor<ui32>, %arg4: tensor<ui32>, %arg5: tensor<ui32>, %arg6: tensor<4xui32>, %arg7: tensor<4xui32>) -> (tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = stablehlo.add %arg0, %c : tensor<i32>
    %1 = stablehlo.slice %arg6 [0:1] : (tensor<4xui32>) -> tensor<1xui32>
    %2 = stablehlo.reshape %1 : (tensor<1xui32>) -> tensor<ui32>
    %3 = stablehlo.add %arg1, %arg2 : tensor<1xui32>
    %4 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %5 = stablehlo.shift_left %arg2, %4 : tensor<1xui32>
    %c_0 = stablehlo.constant dense<32> : tensor<ui32>
    %6 = stablehlo.subtract %c_0, %2 : tensor<ui32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %8 = stablehlo.shift_right_logical %arg2, %7 : tensor<1xui32>
    %9 = stablehlo.or %5, %8 : tensor<1xui32>
    %10 = stablehlo.xor %3, %9 : tensor<1xui32>
    %11 = stablehlo.slice %arg6 [1:2] : (tensor<4xui32>) -> tensor<1xui32>
    %12 = stablehlo.reshape %11 : (tensor<1xui32>) -> tensor<ui32>
    %13 = stablehlo.add %3, %10 : tensor<1xui32>
    %14 = stablehlo.broadcast_in_dim %12, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %15 = stablehlo.shift_left %10, %14 : tensor<1xui32>
    %c_1 = stablehlo.constant dense<32> : tensor<ui32>
    %16 = stablehlo.subtract %c_1, %12 : tensor<ui32>
    %17 = stablehlo.broadcast_in_dim %16, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %18 = stablehlo.shift_right_logical %10, %17 : tensor<1xui32>
    %19 = stablehlo.or %15, %18 : tensor<1xui32>
    %20 = stablehlo.xor %13, %19 : tensor<1xui32>
    %21 = stablehlo.slice %arg6 [2:3] : (tensor<4xui32>) -> tensor<1xui32>
    %22 = stablehlo.reshape %21 : (tensor<1xui32>) -> tensor<ui32>
    %23 = stablehlo.add %13, %20 : tensor<1xui32>
    %24 = stablehlo.broadcast_in_dim %22, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %25 = stablehlo.shift_left %20, %24 : tensor<1xui32>
    %c_2 = stablehlo.constant dense<32> : tensor<ui32>
    %26 = stablehlo.subtract %c_2, %22 : tensor<ui32>
    %27 = stablehlo.broadcast_in_dim %26, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %28 = stablehlo.shift_right_logical %20, %27 : tensor<1xui32>
    %29 = stablehlo.or %25, %28 : tensor<1xui32>
    %30 = stablehlo.xor %23, %29 : tensor<1xui32>
    %31 = stablehlo.slice %arg6 [3:4] : (tensor<4xui32>) -> tensor<1xui32>
    %32 = stablehlo.reshape %31 : (tensor<1xui32>) -> tensor<ui32>
    %33 = stablehlo.add %23, %30 : tensor<1xui32>
    %34 = stablehlo.broadcast_in_dim %32, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %35 = stablehlo.shift_left %30, %34 : tensor<1xui32>
    %c_3 = stablehlo.constant dense<32> : tensor<ui32>
    %36 = stablehlo.subtract %c_3, %32 : tensor<ui32>
    %37 = stablehlo.broadcast_in_dim %36, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %38 = stablehlo.shift_right_logical %30, %37 : tensor<1xui32>
    %39 = stablehlo.or %35, %38 : tensor<1xui32>
    %40 = stablehlo.xor %33, %39 : tensor<1xui32>
    %41 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %42 = stablehlo.add %33, %41 : tensor<1xui32>
    %43 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %44 = stablehlo.add %40, %43 : tensor<1xui32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %45 = stablehlo.add %arg0, %c_4 : tensor<i32>
    %46 = stablehlo.convert %45 : (tensor<i32>) -> tensor<ui32>
    %47 = stablehlo.broadcast_in_dim %46, dims = [] : (tensor<ui32>) -> tensor<1xui32>
    %48 = stablehlo.add %44, %47 : tensor<1xui32>
    return %0, %42, %48, %arg4, %arg5, %arg3, %arg7, %arg6 : tensor<i32>, tensor<1xui32>, tensor<1xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
  }
  func.func private @_bernoulli(%arg0: tensor<2xui32>, %arg1: tensor<f32>) -> tensor<32x64xi1> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %cst_0 = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %0 = call @_uniform(%arg0, %cst, %cst_0) : (tensor<2xui32>, tensor<f32>, tensor<f32>) -> tensor<32x64xf32>
    %1 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %2 = stablehlo.compare LT, %0, %1, FLOAT : (tensor<32x64xf32>, tensor<32x64xf32>) -> tensor<32x64xi1>
    return %2 : tensor<32x64xi1>
  }
  func.func private @_uniform(%arg0: tensor<2xui32>, %arg1: tensor<f32>, %arg2: tensor<f32>) -> tensor<32x64xf32> {
    %0 = stablehlo.convert %arg1 : tensor<f32>
    %1 = stablehlo.convert %arg2 : tensor<f32>
    %2 = stablehlo.broadcast_in_dim %0, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %3 = stablehlo.broadcast_in_dim %1, dims = [] : (tensor<f32>) -> tensor<1x1xf32>
    %4 = stablehlo.slice %arg0 [0:1] : (tensor<2xui32>) -> tensor<1xui32>
    %5 = stablehlo.reshape %4 : (tensor<1xui32>) -> tensor<ui32>
    %6 = stablehlo.slice %arg0 [1:2] : (tensor<2xui32>) -> tensor<1xui32>
    %7 = stablehlo.reshape %6 : (tensor<1xui32>) -> tensor<ui32>
    %8 = stablehlo.iota dim = 0 : tensor<32x64xui64>
    %9 = stablehlo.iota dim = 1 : tensor<32x64xui64>
    %c = stablehlo.constant dense<64> : tensor<ui64>
    %10 = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<ui64>) -> tensor<32x64xui64>
    %11 = stablehlo.multiply %10, %8 : tensor<32x64xui64>
    %c_0 = stablehlo.constant dense<1> : tensor<ui64>
    %12 = stablehlo.broadcast_in_dim %c_0, dims = [] : (tensor<ui64>) -> tensor<32x64xui64>
    %13 = stablehlo.multiply %12, %9 : tensor<32x64xui64>
    %14 = stablehlo.add %11, %13 : tensor<32x64xui64>
    %c_1 = stablehlo.constant dense<32> : tensor<ui64>
    %15 = stablehlo.broadcast_in_dim %c_1, dims = [] : (tensor<ui64>) -> tensor<32x64xui64>
    %16 = stablehlo.shift_right_logical %14, %15 : tensor<32x64xui64>
    %17 = stablehlo.convert %14 : (tensor<32x64xui64>) -> tensor<32x64xui32>
    %18 = stablehlo.convert %16 : (tensor<32x64xui64>) -> tensor<32x64xui32>
    %19:2 = call @threefry2x32_0(%5, %7, %18, %17) : (tensor<ui32>, tensor<ui32>, tensor<32x64xui32>, tensor<32x64xui32>) -> (tensor<32x64xui32>, tensor<32x64xui32>)
    %20 = stablehlo.xor %19#0, %19#1 : tensor<32x64xui32>
    %c_2 = stablehlo.constant dense<9> : tensor<ui32>
    %21 = stablehlo.broadcast_in_dim %c_2, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %22 = stablehlo.shift_right_logical %20, %21 : tensor<32x64xui32>
    %c_3 = stablehlo.constant dense<1065353216> : tensor<ui32>
    %23 = stablehlo.broadcast_in_dim %c_3, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %24 = stablehlo.or %22, %23 : tensor<32x64xui32>
    %25 = stablehlo.bitcast_convert %24 : (tensor<32x64xui32>) -> tensor<32x64xf32>
    %cst = stablehlo.constant dense<1.000000e+00> : tensor<f32>
    %26 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %27 = stablehlo.subtract %25, %26 : tensor<32x64xf32>
    %28 = stablehlo.subtract %3, %2 : tensor<1x1xf32>
    %29 = stablehlo.broadcast_in_dim %28, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<32x64xf32>
    %30 = stablehlo.multiply %27, %29 : tensor<32x64xf32>
    %31 = stablehlo.broadcast_in_dim %2, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<32x64xf32>
    %32 = stablehlo.add %30, %31 : tensor<32x64xf32>
    %33 = stablehlo.broadcast_in_dim %2, dims = [0, 1] : (tensor<1x1xf32>) -> tensor<32x64xf32>
    %34 = stablehlo.maximum %33, %32 : tensor<32x64xf32>
    return %34 : tensor<32x64xf32>
  }
  func.func private @threefry2x32_0(%arg0: tensor<ui32>, %arg1: tensor<ui32>, %arg2: tensor<32x64xui32>, %arg3: tensor<32x64xui32>) -> (tensor<32x64xui32>, tensor<32x64xui32>) {
    %c = stablehlo.constant dense<[13, 15, 26, 6]> : tensor<4xui32>
    %c_0 = stablehlo.constant dense<[17, 29, 16, 24]> : tensor<4xui32>
    %0 = stablehlo.xor %arg0, %arg1 : tensor<ui32>
    %c_1 = stablehlo.constant dense<466688986> : tensor<ui32>
    %1 = stablehlo.xor %0, %c_1 : tensor<ui32>
    %2 = stablehlo.broadcast_in_dim %arg0, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %3 = stablehlo.add %arg2, %2 : tensor<32x64xui32>
    %4 = stablehlo.broadcast_in_dim %arg1, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %5 = stablehlo.add %arg3, %4 : tensor<32x64xui32>
    %c_2 = stablehlo.constant dense<0> : tensor<i32>
    %c_3 = stablehlo.constant dense<0> : tensor<i32>
    %6:9 = stablehlo.while(%iterArg = %c_3, %iterArg_4 = %c_2, %iterArg_5 = %3, %iterArg_6 = %5, %iterArg_7 = %arg1, %iterArg_8 = %1, %iterArg_9 = %arg0, %iterArg_10 = %c, %iterArg_11 = %c_0) : tensor<i32>, tensor<i32>, tensor<32x64xui32>, tensor<32x64xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    cond {
      %c_12 = stablehlo.constant dense<5> : tensor<i32>
      %7 = stablehlo.compare LT, %iterArg, %c_12, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %7 : tensor<i1>
    } do {
      %7:8 = func.call @closed_call_1(%iterArg_4, %iterArg_5, %iterArg_6, %iterArg_7, %iterArg_8, %iterArg_9, %iterArg_10, %iterArg_11) : (tensor<i32>, tensor<32x64xui32>, tensor<32x64xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) -> (tensor<i32>, tensor<32x64xui32>, tensor<32x64xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>)
      %c_12 = stablehlo.constant dense<1> : tensor<i32>
      %8 = stablehlo.add %iterArg, %c_12 : tensor<i32>
      stablehlo.return %8, %7#0, %7#1, %7#2, %7#3, %7#4, %7#5, %7#6, %7#7 : tensor<i32>, tensor<i32>, tensor<32x64xui32>, tensor<32x64xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
    }
    return %6#2, %6#3 : tensor<32x64xui32>, tensor<32x64xui32>
  }
  func.func private @closed_call_1(%arg0: tensor<i32>, %arg1: tensor<32x64xui32>, %arg2: tensor<32x64xui32>, %arg3: tensor<ui32>, %arg4: tensor<ui32>, %arg5: tensor<ui32>, %arg6: tensor<4xui32>, %arg7: tensor<4xui32>) -> (tensor<i32>, tensor<32x64xui32>, tensor<32x64xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>) {
    %c = stablehlo.constant dense<1> : tensor<i32>
    %0 = stablehlo.add %arg0, %c : tensor<i32>
    %1 = stablehlo.slice %arg6 [0:1] : (tensor<4xui32>) -> tensor<1xui32>
    %2 = stablehlo.reshape %1 : (tensor<1xui32>) -> tensor<ui32>
    %3 = stablehlo.add %arg1, %arg2 : tensor<32x64xui32>
    %4 = stablehlo.broadcast_in_dim %2, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %5 = stablehlo.shift_left %arg2, %4 : tensor<32x64xui32>
    %c_0 = stablehlo.constant dense<32> : tensor<ui32>
    %6 = stablehlo.subtract %c_0, %2 : tensor<ui32>
    %7 = stablehlo.broadcast_in_dim %6, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %8 = stablehlo.shift_right_logical %arg2, %7 : tensor<32x64xui32>
    %9 = stablehlo.or %5, %8 : tensor<32x64xui32>
    %10 = stablehlo.xor %3, %9 : tensor<32x64xui32>
    %11 = stablehlo.slice %arg6 [1:2] : (tensor<4xui32>) -> tensor<1xui32>
    %12 = stablehlo.reshape %11 : (tensor<1xui32>) -> tensor<ui32>
    %13 = stablehlo.add %3, %10 : tensor<32x64xui32>
    %14 = stablehlo.broadcast_in_dim %12, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %15 = stablehlo.shift_left %10, %14 : tensor<32x64xui32>
    %c_1 = stablehlo.constant dense<32> : tensor<ui32>
    %16 = stablehlo.subtract %c_1, %12 : tensor<ui32>
    %17 = stablehlo.broadcast_in_dim %16, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %18 = stablehlo.shift_right_logical %10, %17 : tensor<32x64xui32>
    %19 = stablehlo.or %15, %18 : tensor<32x64xui32>
    %20 = stablehlo.xor %13, %19 : tensor<32x64xui32>
    %21 = stablehlo.slice %arg6 [2:3] : (tensor<4xui32>) -> tensor<1xui32>
    %22 = stablehlo.reshape %21 : (tensor<1xui32>) -> tensor<ui32>
    %23 = stablehlo.add %13, %20 : tensor<32x64xui32>
    %24 = stablehlo.broadcast_in_dim %22, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %25 = stablehlo.shift_left %20, %24 : tensor<32x64xui32>
    %c_2 = stablehlo.constant dense<32> : tensor<ui32>
    %26 = stablehlo.subtract %c_2, %22 : tensor<ui32>
    %27 = stablehlo.broadcast_in_dim %26, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %28 = stablehlo.shift_right_logical %20, %27 : tensor<32x64xui32>
    %29 = stablehlo.or %25, %28 : tensor<32x64xui32>
    %30 = stablehlo.xor %23, %29 : tensor<32x64xui32>
    %31 = stablehlo.slice %arg6 [3:4] : (tensor<4xui32>) -> tensor<1xui32>
    %32 = stablehlo.reshape %31 : (tensor<1xui32>) -> tensor<ui32>
    %33 = stablehlo.add %23, %30 : tensor<32x64xui32>
    %34 = stablehlo.broadcast_in_dim %32, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %35 = stablehlo.shift_left %30, %34 : tensor<32x64xui32>
    %c_3 = stablehlo.constant dense<32> : tensor<ui32>
    %36 = stablehlo.subtract %c_3, %32 : tensor<ui32>
    %37 = stablehlo.broadcast_in_dim %36, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %38 = stablehlo.shift_right_logical %30, %37 : tensor<32x64xui32>
    %39 = stablehlo.or %35, %38 : tensor<32x64xui32>
    %40 = stablehlo.xor %33, %39 : tensor<32x64xui32>
    %41 = stablehlo.broadcast_in_dim %arg3, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %42 = stablehlo.add %33, %41 : tensor<32x64xui32>
    %43 = stablehlo.broadcast_in_dim %arg4, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %44 = stablehlo.add %40, %43 : tensor<32x64xui32>
    %c_4 = stablehlo.constant dense<1> : tensor<i32>
    %45 = stablehlo.add %arg0, %c_4 : tensor<i32>
    %46 = stablehlo.convert %45 : (tensor<i32>) -> tensor<ui32>
    %47 = stablehlo.broadcast_in_dim %46, dims = [] : (tensor<ui32>) -> tensor<32x64xui32>
    %48 = stablehlo.add %44, %47 : tensor<32x64xui32>
    return %0, %42, %48, %arg4, %arg5, %arg3, %arg7, %arg6 : tensor<i32>, tensor<32x64xui32>, tensor<32x64xui32>, tensor<ui32>, tensor<ui32>, tensor<ui32>, tensor<4xui32>, tensor<4xui32>
  }
  func.func private @relu(%arg0: tensor<32x64xf32>) -> tensor<32x64xf32> {
    %cst = stablehlo.constant dense<0.000000e+00> : tensor<f32>
    %0 = stablehlo.broadcast_in_dim %cst, dims = [] : (tensor<f32>) -> tensor<32x64xf32>
    %1 = stablehlo.maximum %arg0, %0 : tensor<32x64xf32>
    return %1 : tensor<32x64xf32>
  }
  func.func private @_where(%arg0: tensor<i1>, %arg1: tensor<i32>, %arg2: tensor<i32>) -> tensor<i32> {
    %0 = stablehlo.select %arg0, %arg1, %arg2 : tensor<i1>, tensor<i32>
    return %0 : tensor<i32>
  }
}
