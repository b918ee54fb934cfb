//! Initializers: bit by bit what `jax.nn.initializers` make with the same key.

use nnx::Result;
use nnx::graph::{Leaf, Static};
use nnx::nn::initializers;
use nnx::random;
use nnx::tensor::{DType, Tensor};

use crate::step;

fn tuple(items: &[Static]) -> Static {
    Static::tuple(items.to_vec()).expect("a flat tuple")
}

fn made(initializer: &Static, dtype: DType) -> Result<Tensor> {
    let made = initializers::make(initializer, &random::key(7).into(), dtype, &[3, 4, 5])?;
    Ok(made.tensor().expect("an array").clone())
}

/// The CRC-32 of the bytes, as `zlib.crc32`.
pub(crate) fn crc32(tensor: &Tensor) -> u32 {
    !tensor.bytes().iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn the_bits_are_those_of_jax() -> Result<()> {
    let scaling: [Static; 6] = [
        "variance_scaling".into(),
        0.7.into(),
        "fan_geo_avg".into(),
        "normal".into(),
        tuple(&[0i64.into(), 1i64.into()]),
        (-1i64).into(),
    ];
    for (initializer, float32, bfloat16, float16) in [
        (tuple(&["uniform".into()]), 0x6d02_5b34, 0x347c_d266, 0xb23e_a3fb),
        ("normal".into(), 0x2d31_86a2, 0x1703_730e, 0xa995_4507),
        (
            tuple(&["truncated_normal".into(), 0.5.into(), (-1.0).into(), 3i64.into()]),
            0x9f1b_5074,
            0xe692_2362,
            0x7775_f6b3,
        ),
        ("lecun_normal".into(), 0xbee3_3c10, 0xa60f_0fe1, 0xc749_7c1d),
        ("lecun_uniform".into(), 0x3ee1_7ed5, 0x5215_4702, 0xb7e5_7689),
        ("glorot_normal".into(), 0xa2c0_daf8, 0x6f5d_5396, 0x1e84_d9e8),
        ("xavier_uniform".into(), 0x1b75_e60d, 0xcc6b_82b2, 0x636c_e978),
        ("kaiming_normal".into(), 0xe22f_e94d, 0xfcb7_8f33, 0x028d_0f1b),
        ("he_uniform".into(), 0xf44e_d8ff, 0xf4b5_4fff, 0xc4f3_0b6e),
        (tuple(&scaling), 0x174e_c442, 0xb81d_2567, 0x5aa2_820e),
    ] {
        for (dtype, expected) in [(DType::F32, float32), (DType::BF16, bfloat16), (DType::F16, float16)] {
            let found = crc32(&made(&initializer, dtype)?);
            assert_eq!(found, expected, "{initializer} of {dtype}: {found:#x}");
        }
    }
    Ok(())
}

#[test]
fn constants_need_no_key_and_lie_in_their_dtype() -> Result<()> {
    for (initializer, number) in [
        (initializers::zeros(), 0.0f32),
        (initializers::ones(), 1.0),
        (tuple(&["constant".into(), (-7i64).into()]), -7.0),
    ] {
        let found = made(&initializer, DType::F32)?;
        assert!(found.as_slice::<f32>().expect("float32").iter().all(|&element| element == number));
        assert_eq!(made(&initializer, DType::F16)?.dtype(), DType::F16);
    }
    Ok(())
}

#[test]
fn a_traced_key_makes_a_traced_parameter_near_the_eager_one() -> Result<()> {
    for name in ["lecun_normal", "he_uniform", "ones"] {
        let initializer = Static::string(name);
        let traced = step(&[], &[random::key(7)], &mut |inputs| {
            let made = initializers::make(&initializer, &inputs[0].to_leaf(), DType::F32, &[3, 4, 5])?;
            Ok(vec![inputs[0].trace().leaf_value(&made)?])
        })?;
        let eager = made(&initializer, DType::F32)?;
        crate::assert_close(&crate::elements(&traced[0]), &crate::elements(&eager));
    }
    Ok(())
}

#[test]
fn what_is_no_initializer_is_refused_with_the_reason() {
    let key = Leaf::from(random::key(0));
    let refused = |initializer: &Static, dims: &[i64]| {
        initializers::make(initializer, &key, DType::F32, dims).err().expect("it is none").to_string()
    };
    for (initializer, expected) in [
        ("lecun".into(), "\"lecun\" is no initializer: there is none of the name lecun"),
        (3i64.into(), "3 is no initializer: it must be a name or a tuple such as (\"normal\", 0.02)"),
        (tuple(&["constant".into()]), "(\"constant\",) is no initializer: constant takes a number"),
        (tuple(&["ones".into(), 1i64.into()]), "(\"ones\", 1) is no initializer: ones takes at most 0 more values"),
        (
            tuple(&["variance_scaling".into(), 1.0.into(), "fan".into(), "normal".into()]),
            "(\"variance_scaling\", 1.0, \"fan\", \"normal\") is no initializer: its mode must be fan_in, fan_out, \
             fan_avg or fan_geo_avg",
        ),
    ] {
        assert_eq!(refused(&initializer, &[2, 2]), expected);
    }
    let text = refused(&initializers::lecun_normal(), &[4]);
    assert!(text.starts_with("variance_scaling: a parameter of shape [4] has no axis -2"), "{text}");
    let error = initializers::make(&initializers::ones(), &key, DType::I32, &[2]).err().expect("no float");
    assert!(error.message().contains("is int32; it must be float32"), "{error}");
}
