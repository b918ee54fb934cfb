//! Activations and their slopes against what Flax gives, and where formulas written down directly would fail.

use std::f32::consts::LN_2;
use std::slice::from_ref;

use nnx::Result;
use nnx::nn::activations::{self, Activation};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{Axes, Value, gradients, watch};

use crate::{assert_close, elements, floats, refusal, step, value_of};

const XS: [f32; 10] = [-7.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0, 7.0];

/// What `flax.nnx` gives at `XS`, and what `jax.grad` of it.
#[rustfmt::skip]
const FLAX: [(Activation, [f32; 10], [f32; 10]); 18] = [
    (
        Activation::Relu,
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 3.0, 6.0, 7.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ),
    (
        Activation::Relu6,
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 1.0, 3.0, 6.0, 6.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0],
    ),
    (
        Activation::LeakyRelu,
        [-0.07, -0.03, -0.01, -0.005, 0.0, 0.5, 1.0, 3.0, 6.0, 7.0],
        [0.01, 0.01, 0.01, 0.01, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ),
    (
        Activation::Elu,
        [-0.9990881, -0.95021296, -0.63212055, -0.39346933, 0.0, 0.5, 1.0, 3.0, 6.0, 7.0],
        [0.00091189146, 0.049787045, 0.36787945, 0.60653067, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ),
    (
        Activation::Celu,
        [-0.9990881, -0.95021296, -0.63212055, -0.39346933, 0.0, 0.5, 1.0, 3.0, 6.0, 7.0],
        [0.00091189146, 0.049787045, 0.36787945, 0.60653067, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ),
    (
        Activation::Selu,
        [-1.7564961, -1.6705688, -1.1113307, -0.6917582, 0.0, 0.5253505, 1.050701, 3.152103, 6.304206, 7.354907],
        [0.0016031958, 0.08753057, 0.6467686, 1.0663412, 1.7580993, 1.050701, 1.050701, 1.050701, 1.050701, 1.050701],
    ),
    (
        Activation::Gelu,
        [-0.0, -0.0036373436, -0.15880796, -0.154286, 0.0, 0.345714, 0.841192, 2.9963627, 6.0, 7.0],
        [0.0, -0.011583906, -0.08296407, 0.13263011, 0.5, 0.86736995, 1.082964, 1.0115839, 1.0, 1.0],
    ),
    (
        Activation::GeluExact,
        [-0.000000000008958688, -0.004049696, -0.15865527, -0.15426877, 0.0, 0.34573123, 0.8413447, 2.9959502, 6.0, 7.0],
        [-0.000000000062663236, -0.011945652, -0.08331548, 0.13250488, 0.5, 0.8674951, 1.0833155, 1.0119456, 1.0, 1.0],
    ),
    (
        Activation::Sigmoid,
        [0.0009110512, 0.047425874, 0.26894143, 0.37754068, 0.5, 0.62245935, 0.7310586, 0.95257413, 0.9975274, 0.999089],
        [0.00091022113, 0.04517666, 0.19661194, 0.23500371, 0.25, 0.23500371, 0.19661193, 0.045176655, 0.0024664658, 0.00091016747],
    ),
    (
        Activation::LogSigmoid,
        [-7.000911, -3.0485873, -1.3132617, -0.974077, -LN_2, -0.474077, -0.3132617, -0.048587352, -0.0024756852, -0.0009114665],
        [0.9990892, 0.95257413, 0.73105854, 0.62245935, 0.5, 0.37754068, 0.2689414, 0.047425874, 0.002472623, 0.0009110514],
    ),
    (
        Activation::Silu,
        [-0.006377358, -0.14227763, -0.26894143, -0.18877034, 0.0, 0.31122968, 0.7310586, 2.8577223, 5.9851646, 6.993623],
        [-0.005460497, -0.08810411, 0.07232949, 0.26003882, 0.5, 0.7399612, 0.92767054, 1.0881041, 1.0123262, 1.0054601],
    ),
    (
        Activation::Tanh,
        [-0.99999833, -0.9950547, -0.7615942, -0.46211717, 0.0, 0.46211717, 0.7615942, 0.9950547, 0.9999876, 0.99999833],
        [0.00000333786, 0.009866118, 0.41997433, 0.78644776, 1.0, 0.7864477, 0.41997433, 0.009866101, 0.00002479538, 0.0000033378574],
    ),
    (
        Activation::Softplus,
        [0.0009114665, 0.048587352, 0.3132617, 0.474077, LN_2, 0.974077, 1.3132617, 3.0485873, 6.0024757, 7.000911],
        [0.0009110514, 0.047425874, 0.2689414, 0.37754068, 0.5, 0.62245935, 0.73105854, 0.95257413, 0.9975273, 0.9990892],
    ),
    (
        Activation::SoftSign,
        [-0.875, -0.75, -0.5, -0.33333334, 0.0, 0.33333334, 0.5, 0.75, 0.85714287, 0.875],
        [0.015625, 0.0625, 0.25, 0.44444448, 1.0, 0.44444448, 0.25, 0.0625, 0.020408168, 0.015625],
    ),
    (
        Activation::HardSigmoid,
        [0.0, 0.0, 0.33333334, 0.4166667, 0.5, 0.5833334, 0.6666667, 1.0, 1.0, 1.0],
        [0.0, 0.0, 0.16666667, 0.16666667, 0.16666667, 0.16666667, 0.16666667, 0.0, 0.0, 0.0],
    ),
    (
        Activation::HardSilu,
        [-0.0, -0.0, -0.33333334, -0.20833334, 0.0, 0.2916667, 0.6666667, 3.0, 6.0, 7.0],
        [0.0, 0.0, 0.16666667, 0.33333334, 0.5, 0.6666667, 0.8333334, 1.0, 1.0, 1.0],
    ),
    (
        Activation::HardTanh,
        [-1.0, -1.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.0, 1.0, 1.0],
        [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0],
    ),
    (
        Activation::Identity,
        [-7.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0, 7.0],
        [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    ),
];

fn with_slopes(activation: Activation, xs: &[f32]) -> Result<(Vec<f32>, Vec<f32>)> {
    let xs = floats(&[xs.len() as i64], xs);
    let results = step(&[], &[xs], &mut |inputs: &[Value]| {
        let x = watch(&inputs[0])?;
        let y = activation.apply(&x)?;
        let slopes = gradients(&y.sum(Axes::All, false)?, from_ref(&x))?;
        Ok([vec![y], slopes].concat())
    })?;
    Ok((elements(&results[0]), elements(&results[1])))
}

#[test]
fn values_and_slopes_are_those_of_flax() -> Result<()> {
    assert_eq!(FLAX.map(|(activation, ..)| activation), Activation::ALL);
    for (activation, values, slopes) in FLAX {
        let found = with_slopes(activation, &XS)?;
        println!("{}", activation.name());
        assert_close(&found.0, &values);
        assert_close(&found.1, &slopes);
    }
    Ok(())
}

#[test]
fn neither_values_nor_slopes_are_nan_far_out_and_a_nan_stays_one() -> Result<()> {
    for activation in Activation::ALL {
        let (values, slopes) = with_slopes(activation, &[-1e4, 1e4, f32::NAN])?;
        let finite = |found: &[f32]| found[..2].iter().all(|number| number.is_finite());
        assert!(finite(&values) && finite(&slopes), "{}: {values:?} {slopes:?}", activation.name());
        assert!(values[2].is_nan(), "{}", activation.name());
    }
    Ok(())
}

#[test]
fn some_take_a_number() -> Result<()> {
    let x = floats(&[2], &[-1.0, 2.0]);
    for (activation, expected) in [
        (Activation::LeakyRelu, [-0.5, 2.0]),
        (Activation::Elu, [-0.316_060_27, 2.0]),
        (Activation::Celu, [-0.432_332_37, 2.0]),
    ] {
        let found = value_of(from_ref(&x), |i| activation.apply_with(&i[0], 0.5))?;
        assert_close(&elements(&found), &expected);
    }
    let text = refusal(&[], &[x], |i| Activation::Relu.apply_with(&i[0], 0.5));
    assert_eq!(text, "relu takes no number; elu, celu and leaky_relu do");
    Ok(())
}

#[test]
fn integers_stay_where_the_function_gives_integers() -> Result<()> {
    let x = Tensor::from_slice(&[3], &[-2, 0, 9])?;
    let relu6 = value_of(from_ref(&x), |i| activations::relu6(&i[0]))?;
    assert_eq!(relu6.as_slice::<i32>(), Some(&[0, 0, 6][..]));
    let gelu = value_of(&[x], |i| activations::gelu(&i[0]))?;
    assert_eq!(gelu.dtype(), DType::F32);
    Ok(())
}

#[test]
fn gated_and_standardized() -> Result<()> {
    let x = floats(&[4], &[1.0, 2.0, 0.0, 3.0]);
    let gated = value_of(&[x], |i| activations::glu(&i[0], -1))?;
    assert_close(&elements(&gated), &[0.5, 1.905_148_3]);
    let x = floats(&[3], &[1.0, 2.0, 4.0]);
    let found = value_of(from_ref(&x), |i| activations::standardize(&i[0], Axes::These(&[-1]), 1e-5))?;
    assert_close(&elements(&found), &[-1.069_041_6, -0.267_260_5, 1.336_301_7]);
    let text = refusal(&[], &[x], |i| activations::glu(&i[0], 0));
    assert_eq!(text, "glu: axis 0 of float32[3] has an odd extent, which has no halves");
    Ok(())
}
