// The bits that XLA makes on a CPU, from counters that overflow 64 bits.
func.func @three_fry_ui64_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui64>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<16256412134126395739> : tensor<ui64>
  return
}

func.func @three_fry_ui64_5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<5xui64>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 3]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[16256412134126395739, 12463928418108273812, 7725297290937948297, 15266505729992108295, 10291147241650447857]> : tensor<5xui64>
  return
}

func.func @three_fry_ui64_3x5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x5xui64>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 13]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[16256412134126395739, 12463928418108273812, 7725297290937948297, 15266505729992108295, 10291147241650447857], [181511655089183192, 1662950970683407293, 9044622514639930014, 11834170340226098994, 2339419271594133015], [17135778783650969621, 11729802803130643019, 3100118440547218734, 3185561222848914367, 5451458649531944616]]> : tensor<3x5xui64>
  return
}

func.func @three_fry_ui32_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui32>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<2968789339> : tensor<ui32>
  return
}

func.func @three_fry_ui32_5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<5xui32>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 1]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[2968789339, 3784990900, 188576916, 2901984476, 2862930057]> : tensor<5xui32>
  return
}

func.func @three_fry_ui32_3x2() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x2xui32>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 1]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[2968789339, 3784990900], [188576916, 2901984476], [2862930057, 1798685940]]> : tensor<3x2xui32>
  return
}

func.func @three_fry_ui32_3x5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x5xui32>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 7]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[2968789339, 3784990900, 188576916, 2901984476, 2862930057], [1973758215, 3554510355, 902882801, 2396094436, 2083461592], [3732519869, 387185944, 2963079838, 2105865281, 1822680882]]> : tensor<3x5xui32>
  return
}

func.func @three_fry_ui32_2x0() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<2x0xui32>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  check.expect_eq_const %output, dense<> : tensor<2x0xui32>
  return
}

func.func @three_fry_ui16_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui16>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<8539> : tensor<ui16>
  return
}

func.func @three_fry_ui16_5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<5xui16>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 1]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[8539, 24756, 29844, 50396, 55433]> : tensor<5xui16>
  return
}

func.func @three_fry_ui16_3x5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x5xui16>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 7]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[8539, 24756, 29844, 50396, 55433], [10503, 34323, 58865, 32740, 6616], [48061, 64792, 670, 62529, 59186]]> : tensor<3x5xui16>
  return
}

func.func @three_fry_ui8_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui8>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<91> : tensor<ui8>
  return
}

func.func @three_fry_ui8_5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<5xui8>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 1]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[91, 180, 148, 220, 137]> : tensor<5xui8>
  return
}

func.func @three_fry_ui8_3x5() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x5xui8>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 7]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[91, 180, 148, 220, 137], [7, 19, 241, 228, 216], [189, 24, 158, 65, 50]]> : tensor<3x5xui8>
  return
}

func.func @default_ui64_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui64>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<4739466887703318932> : tensor<ui64>
  return
}

func.func @default_ui64_3x3() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x3xui64>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 3]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[4739466887703318932, 4072841572553732078, 3491281334367377907], [11701185795834196873, 15501342494259860068, 4662905016250484366], [11719747591571397905, 8684573440394515961, 6100441477895883302]]> : tensor<3x3xui64>
  return
}

func.func @default_ui32_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui32>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<172511636> : tensor<ui32>
  return
}

func.func @default_ui32_3x3() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x3xui32>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 1]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[172511636, 1103493126, 3598856174], [948282324, 1105943027, 812877280], [1535849353, 2724394620, 1879495268]]> : tensor<3x3xui32>
  return
}

func.func @default_ui16_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui16>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<20884> : tensor<ui16>
  return
}

func.func @default_ui16_3x3() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x3xui16>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 1]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[20884, 63494, 12270], [41940, 23027, 34272], [13193, 63100, 53860]]> : tensor<3x3xui16>
  return
}

func.func @default_ui8_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui8>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<148> : tensor<ui8>
  return
}

func.func @default_ui8_3x3() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = DEFAULT : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x3xui8>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 1]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[148, 6, 238], [212, 243, 224], [137, 124, 100]]> : tensor<3x3xui8>
  return
}

func.func @philox_ui64_single() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = PHILOX : (tensor<2xui64>) -> (tensor<2xui64>, tensor<ui64>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 18446744073709551615]> : tensor<2xui64>
  check.expect_eq_const %output, dense<4739466887703318932> : tensor<ui64>
  return
}

func.func @philox_ui64_3x3() {
  %0 = stablehlo.constant dense<[81985529216486895, 18446744073709551614]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = PHILOX : (tensor<2xui64>) -> (tensor<2xui64>, tensor<3x3xui64>)
  check.expect_eq_const %output_state, dense<[81985529216486895, 3]> : tensor<2xui64>
  check.expect_eq_const %output, dense<[[4739466887703318932, 4072841572553732078, 3491281334367377907], [11701185795834196873, 15501342494259860068, 4662905016250484366], [11719747591571397905, 8684573440394515961, 6100441477895883302]]> : tensor<3x3xui64>
  return
}

// A counter of 128 bits.
func.func @philox_three_words() {
  %0 = stablehlo.constant dense<[5, 18446744073709551615, 9]> : tensor<3xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = PHILOX : (tensor<3xui64>) -> (tensor<3xui64>, tensor<3xui64>)
  check.expect_eq_const %output_state, dense<[5, 1, 10]> : tensor<3xui64>
  check.expect_eq_const %output, dense<[7021691690917260924, 16493735703259906978, 17760637682419743527]> : tensor<3xui64>
  return
}

// The bits of a floating-point number are as random as those of an integer.
func.func @three_fry_f32() {
  %0 = stablehlo.constant dense<[3, 4]> : tensor<2xui64>
  %output_state, %output = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<4xf32>)
  %output_state_0, %output_0 = stablehlo.rng_bit_generator %0, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<4xui32>)
  %1 = stablehlo.bitcast_convert %output : (tensor<4xf32>) -> tensor<4xui32>
  check.expect_eq %1, %output_0 : tensor<4xui32>
  return
}
