//! The natural logarithm as XLA approximates it on a CPU, bit for bit, where it fuses products and sums.

/// Of f32: S. Moshier's Cephes, as vectorised by J. Pommier for `log`, and its `log1p` of f64 with rounded
/// coefficients.
pub(super) mod single {
    const SQRT_HALF: f32 = f32::from_bits(0x3F35_04F3);
    const LOG: [f32; 9] = [
        f32::from_bits(0x3D90_21BB),
        f32::from_bits(0xBDEB_D1B8),
        f32::from_bits(0x3DEF_251A),
        f32::from_bits(0xBDFE_5D4F),
        f32::from_bits(0x3E11_E9BF),
        f32::from_bits(0xBE2A_AE50),
        f32::from_bits(0x3E4C_CEAC),
        f32::from_bits(0xBE7F_FFFC),
        f32::from_bits(0x3EAA_AAAA),
    ];
    /// The logarithm of 2 in two parts.
    const LOG_2_LOW: f32 = f32::from_bits(0xB95E_8083);
    const LOG_2_HIGH: f32 = f32::from_bits(0x3F31_8000);

    #[inline(always)]
    pub(in crate::random::eager) fn log(x: f32) -> f32 {
        let positive = if x > f32::MIN_POSITIVE { x } else { f32::MIN_POSITIVE };
        let bits = positive.to_bits();
        let exponent = ((bits >> 23) as i32 - 126) as f32;
        let mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F00_0000);
        let low = mantissa < SQRT_HALF;
        let exponent = if low { exponent - 1.0 } else { exponent };
        let t = (mantissa - 1.0) + if low { mantissa } else { 0.0 };
        let square = t * t;
        let cube = square * t;
        let y0 = t.mul_add(LOG[0], LOG[1]).mul_add(t, LOG[2]);
        let y1 = t.mul_add(LOG[3], LOG[4]).mul_add(t, LOG[5]);
        let y2 = t.mul_add(LOG[6], LOG[7]).mul_add(t, LOG[8]);
        let y = y0.mul_add(cube, y1).mul_add(cube, y2).mul_add(cube, exponent * LOG_2_LOW);
        let log = exponent.mul_add(LOG_2_HIGH, (-square).mul_add(0.5, t) + y);
        let log = if x == f32::INFINITY { f32::INFINITY } else { log };
        if x > 0.0 {
            log
        } else if x == 0.0 {
            f32::NEG_INFINITY
        } else {
            f32::NAN
        }
    }

    const SMALL: f32 = f32::from_bits(0x3ED4_13CD);
    const P: [f32; 7] = [
        f32::from_bits(0x383D_E04B),
        f32::from_bits(0x3EFF_40C5),
        f32::from_bits(0x40D2_84FA),
        f32::from_bits(0x41EF_4B9C),
        f32::from_bits(0x4273_CC76),
        f32::from_bits(0x4264_73AD),
        f32::from_bits(0x41A0_5101),
    ];
    const Q: [f32; 7] = [
        1.0,
        f32::from_bits(0x4171_01AD),
        f32::from_bits(0x42A6_185B),
        f32::from_bits(0x435D_C32D),
        f32::from_bits(0x439A_8CA3),
        f32::from_bits(0x4358_6D8A),
        f32::from_bits(0x4270_7982),
    ];

    #[inline(always)]
    pub(in crate::random::eager) fn log1p(x: f32) -> f32 {
        let (mut p, mut q) = (P[0], Q[0]);
        for degree in 1..7 {
            p = p.mul_add(x, P[degree]);
            q = q.mul_add(x, Q[degree]);
        }
        let square = x * x;
        let near = x + square.mul_add(-0.5, (x * square) * (p / q));
        let far = log(x + 1.0);
        if x.abs() < SMALL { near } else { far }
    }
}

/// Of f64: the function of the C library; `log1p` is S. Moshier's Cephes.
pub(super) mod double {
    const SMALL: f64 = std::f64::consts::SQRT_2 - 1.0;
    const P: [f64; 7] = [
        4.527_000_086_244_519_963_5e-5,
        4.985_410_282_319_337_597_22e-1,
        6.578_732_594_206_104_484_66e0,
        2.991_191_932_855_320_277_87e1,
        6.094_966_798_098_777_944_36e1,
        5.711_296_359_058_554_041_49e1,
        2.003_955_349_920_128_107_31e1,
    ];
    const Q: [f64; 7] = [
        1.0,
        1.506_290_908_346_919_044_33e1,
        8.304_756_596_796_721_475_72e1,
        2.217_623_982_373_285_564_06e2,
        3.090_987_222_531_206_389_65e2,
        2.164_278_861_449_594_860_59e2,
        6.011_866_049_760_384_321_94e1,
    ];

    #[inline(always)]
    pub(in crate::random::eager) fn log(x: f64) -> f64 {
        x.ln()
    }

    #[inline(always)]
    pub(in crate::random::eager) fn log1p(x: f64) -> f64 {
        let (mut p, mut q) = (P[0], Q[0]);
        for degree in 1..7 {
            p = p.mul_add(x, P[degree]);
            q = q.mul_add(x, Q[degree]);
        }
        let square = x * x;
        let near = x + square.mul_add(-0.5, (x * square) * (p / q));
        if x.abs() < SMALL { near } else { log(x + 1.0) }
    }
}
