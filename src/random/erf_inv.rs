//! The error function and its inverse as XLA approximates them.

use half::{bf16, f16};

use super::numbers::{Float, Numbers};

/// Floating-point numbers with an error function.
pub trait Bell: Float {
    /// The error function.
    fn erf(self) -> Self;

    /// The inverse of the error function.
    fn erf_inv<N: Numbers>(n: &mut N, x: N::Of<Self>) -> Result<N::Of<Self>, N::Error>;
}

/// M. Giles, "Approximating the erfinv function": two polynomials, for the middle and for the tails.
const SINGLE: [[f32; 9]; 2] = [
    [
        2.810_226_36e-8,
        3.432_739_39e-7,
        -3.523_387_7e-6,
        -4.391_506_54e-6,
        2.185_808_7e-4,
        -1.253_725_03e-3,
        -4.177_681_64e-3,
        2.466_407_27e-1,
        1.501_409_41,
    ],
    [
        -2.002_142_57e-4,
        1.009_505_58e-4,
        1.349_343_22e-3,
        -3.673_428_44e-3,
        5.739_507_73e-3,
        -7.622_461_3e-3,
        9.438_870_47e-3,
        1.001_674_06,
        2.832_976_82,
    ],
];

impl Bell for f32 {
    fn erf(self) -> f32 {
        const P: [u32; 5] = [0x3970_2D51, 0x3B5F_5DA2, 0x3D50_B6EB, 0x3E3D_A740, 0x3F90_6EBA];
        const Q: [u32; 7] = [0xB3FD_3906, 0x37C5_88DF, 0x3A85_6D28, 0x3C66_87D4, 0x3DE3_4C21, 0x3EFE_B44A, 0x3F80_0000];
        // From there on it is 1.
        let limit = f32::from_bits(0x406F_9C68);
        if self.abs() >= limit {
            return 1f32.copysign(self);
        }
        let square = self * self;
        let [p, q] = [&P[..], &Q].map(|coefficients| {
            let terms = coefficients.iter().map(|&bits| f32::from_bits(bits));
            terms.reduce(|sum, next| sum.mul_add(square, next)).unwrap_or(0.0)
        });
        self * p / q
    }

    #[inline(always)]
    fn erf_inv<N: Numbers>(n: &mut N, x: N::Of<f32>) -> Result<N::Of<f32>, N::Error> {
        let negative = n.neg::<f32>(x)?;
        let square = n.times::<f32>(x, negative)?;
        let log = n.log1p::<f32>(square)?;
        let w = n.neg::<f32>(log)?;
        let five = n.constant(5f32)?;
        let middle = n.less::<f32>(w, five)?;
        let (near, far) = (n.constant(2.5f32)?, n.constant(3f32)?);
        let near = n.sub::<f32>(w, near)?;
        let root = n.sqrt::<f32>(w)?;
        let far = n.sub::<f32>(root, far)?;
        let w = n.select::<f32>(middle, near, far)?;
        let mut sum = None;
        for (near, far) in SINGLE[0].into_iter().zip(SINGLE[1]) {
            let (near, far) = (n.constant(near)?, n.constant(far)?);
            let coefficient = n.select::<f32>(middle, near, far)?;
            sum = Some(match sum {
                None => coefficient,
                Some(sum) => n.mul_add::<f32>(sum, w, coefficient)?,
            });
        }
        let inverse = n.times::<f32>(sum.unwrap_or(x), x)?;
        at_ends(n, x, square, inverse)
    }
}

/// `inverse` inside of (-1, 1), infinity at its ends. `square` is `-x * x`.
#[inline(always)]
fn at_ends<N: Numbers, F: Float>(
    n: &mut N,
    x: N::Of<F>,
    square: N::Of<F>,
    inverse: N::Of<F>,
) -> Result<N::Of<F>, N::Error> {
    let (end, infinity) = (n.constant(F::of(-1.0))?, n.constant(F::of(f64::INFINITY))?);
    let inside = n.less::<F>(end, square)?;
    let infinite = n.times::<F>(x, infinity)?;
    n.select::<F>(inside, inverse, infinite)
}

/// As [`SINGLE`], with a third polynomial for the far tails.
const MIDDLE: [f64; 23] = [
    -3.644_412_064_017_82e-21,
    -1.685_059_138_182_016_6e-19,
    1.285_848_071_525_64e-18,
    1.115_787_767_802_518_1e-17,
    -1.333_171_662_854_620_9e-16,
    2.097_276_787_596_856_2e-17,
    6.637_638_134_358_323_8e-15,
    -4.054_566_272_975_206_9e-14,
    -8.151_934_197_605_472_2e-14,
    2.633_509_315_308_232_3e-12,
    -1.297_513_325_345_353_2e-11,
    -5.415_412_054_294_627_9e-11,
    1.051_212_273_321_532_3e-9,
    -4.112_633_980_346_983_7e-9,
    -2.907_036_995_788_200_5e-8,
    4.234_787_782_793_240_4e-7,
    -1.365_469_200_083_467_9e-6,
    -1.388_252_336_278_646_9e-5,
    0.000_186_734_208_034_057_14,
    -0.000_740_702_534_166_267,
    -0.006_033_670_871_430_149_1,
    0.240_158_182_425_589_62,
    1.653_654_562_683_102_7,
];
const TAILS: [f64; 19] = [
    2.213_737_692_177_578_7e-9,
    9.075_656_193_888_539_1e-8,
    -2.751_740_629_706_454_5e-7,
    1.823_962_921_438_922_8e-8,
    1.502_740_396_890_982_8e-6,
    -4.013_867_526_981_546e-6,
    2.923_444_908_995_544_6e-6,
    1.247_530_448_167_177_9e-5,
    -4.731_822_900_905_573_4e-5,
    6.828_485_145_957_317_5e-5,
    2.403_111_038_709_789_4e-5,
    -0.000_355_037_520_362_847_48,
    0.000_953_289_379_737_380_5,
    -0.001_688_275_556_023_504_7,
    0.002_491_442_096_107_850_8,
    -0.003_751_208_507_569_241_2,
    0.005_370_914_553_590_063_6,
    1.005_258_967_694_159_2,
    3.083_885_610_492_220_8,
];
const FAR_TAILS: [f64; 17] = [
    -2.710_992_061_643_857_3e-11,
    -2.555_641_816_996_525_2e-10,
    1.507_657_269_350_054_8e-9,
    -3.789_465_440_126_737e-9,
    7.615_701_208_078_34e-9,
    -1.496_002_662_714_924e-8,
    2.914_795_345_090_108_1e-8,
    -6.771_199_775_845_233_9e-8,
    2.290_048_222_802_665_5e-7,
    -9.929_827_294_231_7e-7,
    4.526_062_597_223_153_7e-6,
    -1.968_177_810_553_167_1e-5,
    7.599_527_703_001_776_1e-5,
    -0.000_215_030_119_300_444_77,
    -0.000_138_719_318_336_231_22,
    1.010_300_464_864_534_4,
    4.849_906_401_408_584_4,
];

impl Bell for f64 {
    fn erf(self) -> f64 {
        crate::program::evaluate::error_function::erf(self)
    }

    #[inline(always)]
    fn erf_inv<N: Numbers>(n: &mut N, x: N::Of<f64>) -> Result<N::Of<f64>, N::Error> {
        let negative = n.neg::<f64>(x)?;
        let square = n.times::<f64>(x, negative)?;
        let log = n.log1p::<f64>(square)?;
        let w = n.neg::<f64>(log)?;
        let root = n.sqrt::<f64>(w)?;
        let near = polynomial(n, w, 3.125, &MIDDLE)?;
        let far = polynomial(n, root, 3.25, &TAILS)?;
        let farthest = polynomial(n, root, 5.0, &FAR_TAILS)?;
        let (first, second) = (n.constant(6.25f64)?, n.constant(16f64)?);
        let middle = n.less::<f64>(w, first)?;
        let tails = n.less::<f64>(w, second)?;
        let far = n.select::<f64>(tails, far, farthest)?;
        let sum = n.select::<f64>(middle, near, far)?;
        let inverse = n.times::<f64>(sum, x)?;
        at_ends(n, x, square, inverse)
    }
}

/// The polynomial with these coefficients, highest power first, at `x - center`.
#[inline(always)]
fn polynomial<N: Numbers>(n: &mut N, x: N::Of<f64>, center: f64, coefficients: &[f64]) -> Result<N::Of<f64>, N::Error> {
    let center = n.constant(center)?;
    let x = n.sub::<f64>(x, center)?;
    let mut sum = n.constant(coefficients[0])?;
    for &coefficient in &coefficients[1..] {
        let coefficient = n.constant(coefficient)?;
        sum = n.mul_add::<f64>(sum, x, coefficient)?;
    }
    Ok(sum)
}

macro_rules! through_f32 {
    ($($rust:ty),*) => {
        $(impl Bell for $rust {
            fn erf(self) -> $rust {
                <$rust>::from_f32(Bell::erf(self.to_f32()))
            }

            #[inline(always)]
            fn erf_inv<N: Numbers>(n: &mut N, x: N::Of<$rust>) -> Result<N::Of<$rust>, N::Error> {
                let x = n.round::<$rust, f32>(x)?;
                let root = f32::erf_inv(n, x)?;
                n.round::<f32, $rust>(root)
            }
        })*
    };
}

through_f32!(f16, bf16);
