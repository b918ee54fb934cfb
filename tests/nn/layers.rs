//! Layers: attributes, Variables and paths as in Flax 0.12.8, what they compute, and what is said of bad input.

use nnx::Result;
use nnx::graph::{Attribute, Node, Static};
use nnx::nn::{batch_norm, dropout, linear};
use nnx::random::rngs;
use nnx::tensor::{DType, Tensor};
use nnx::trace::{Axes, gradients, read_variable, watch};

use crate::{assert_close, elements, floats, path, refusal, step};

/// The leaves below a node: path, type and what is there.
fn leaves(node: &Node) -> Result<Vec<String>> {
    let (_, state) = node.split_whole()?;
    let line = |leaf: usize| {
        let of = state.variable_type(leaf).map_or("", |kind| kind.name());
        format!("{} {of} {}", state.path(leaf), state.values()[leaf])
    };
    Ok((0..state.len()).map(line).collect())
}

/// The static attributes of a node as text.
fn statics(node: &Node) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (key, _) in node.keys()? {
        match node.get(&nnx::graph::Path::from(vec![key.clone()]))? {
            Attribute::Static(held) => found.push(format!("{key}={held}")),
            Attribute::None => found.push(format!("{key} none")),
            _ => {}
        }
    }
    Ok(found)
}

fn array(node: &Node, at: &str) -> Result<Tensor> {
    Ok(node.node(&path(at))?.value()?.tensor().expect("an array").clone())
}

/// The layers of the page's model, one after another from one seed.
fn page() -> Result<[Node; 4]> {
    let rngs = rngs::new(0)?;
    Ok([
        linear::new(2, 64, &linear::Options::default(), &rngs)?,
        batch_norm::new(64, &batch_norm::Options::default(), &rngs)?,
        dropout::new(0.2, &dropout::Options::default(), Some(&rngs))?,
        linear::new(64, 3, &linear::Options::default(), &rngs)?,
    ])
}

#[test]
fn the_same_seed_makes_the_model_of_flax() -> Result<()> {
    let [first, _, dropout, last] = page()?;
    let kernel = elements(&array(&first, "kernel")?);
    assert_eq!(kernel[..3], [0.756_729_9, -0.685_700_54, -0.568_833_7]);
    assert_eq!(crate::initializers::crc32(&array(&first, "kernel")?), 0xb08f_5b49);
    assert_eq!(crate::initializers::crc32(&array(&last, "kernel")?), 0x05a1_2b9a);
    assert_eq!(array(&dropout, "rngs/key")?.as_slice(), Some(&[2_285_895_361_u32, 433_833_334][..]));
    Ok(())
}

#[test]
fn leaves_and_statics_are_those_of_flax() -> Result<()> {
    let [linear, batch_norm, dropout, _] = page()?;
    assert_eq!(leaves(&linear)?, ["bias Param float32[64]", "kernel Param float32[2,64]"]);
    assert_eq!(
        statics(&linear)?,
        [
            "dtype=None",
            "in_features=2",
            "out_features=64",
            "param_dtype=float32",
            "precision=None",
            "preferred_element_type=None",
            "use_bias=true",
        ]
    );
    assert_eq!(
        leaves(&batch_norm)?,
        [
            "bias Param float32[64]",
            "mean BatchStat float32[64]",
            "scale Param float32[64]",
            "var BatchStat float32[64]",
        ]
    );
    assert_eq!(
        statics(&batch_norm)?,
        [
            "axis=-1",
            "axis_index_groups=None",
            "axis_name=None",
            "dtype=None",
            "epsilon=1e-5",
            "momentum=0.99",
            "num_features=64",
            "param_dtype=float32",
            "use_bias=true",
            "use_fast_variance=true",
            "use_running_average=false",
            "use_scale=true",
        ]
    );
    assert_eq!(leaves(&dropout)?, ["rngs/count RngCount uint32[]", "rngs/key RngKey uint32[2]"]);
    assert_eq!(
        statics(&dropout)?,
        ["broadcast_dims=()", "deterministic=false", "rate=0.2", "rng_collection=\"dropout\""]
    );
    Ok(())
}

#[test]
fn what_is_left_out_is_a_none_of_the_structure() -> Result<()> {
    let rngs = rngs::new(0)?;
    let options = linear::Options { use_bias: false, ..linear::Options::default() };
    let layer = linear::new(2, 3, &options, &rngs)?;
    assert_eq!(leaves(&layer)?, ["kernel Param float32[2,3]"]);
    assert!(statics(&layer)?.contains(&"bias none".to_owned()));
    assert_eq!(array(&rngs, "default/count")?.as_slice(), Some(&[1u32][..]), "a bias that is not there takes no key");
    let x = floats(&[1, 2], &[1.0, 0.0]);
    let y = step(std::slice::from_ref(&layer), &[x], &mut |i| Ok(vec![linear::call(&layer, &i[0])?]))?;
    assert_eq!(elements(&y[0]), elements(&array(&layer, "kernel")?)[..3]);
    assert!(statics(&dropout::new(0.5, &dropout::Options::default(), None)?)?.contains(&"rngs none".to_owned()));
    Ok(())
}

#[test]
fn a_linear_multiplies_the_last_axis_and_adds() -> Result<()> {
    let layer = linear::new(2, 2, &linear::Options::default(), &rngs::new(0)?)?;
    layer.node(&path("kernel"))?.set_value(floats(&[2, 2], &[1.0, 2.0, 3.0, 4.0]).into())?;
    layer.node(&path("bias"))?.set_value(floats(&[2], &[0.5, -0.5]).into())?;
    for dims in [vec![2], vec![1, 2], vec![1, 1, 1, 2]] {
        let x = floats(&dims, &[1.0, -1.0]);
        let y = step(std::slice::from_ref(&layer), &[x], &mut |i| Ok(vec![linear::call(&layer, &i[0])?]))?;
        assert_eq!((y[0].shape(), elements(&y[0])), (&dims[..], vec![-1.5, -2.5]));
    }
    Ok(())
}

#[test]
fn the_dtype_is_what_was_asked_for_or_what_all_promote_to() -> Result<()> {
    let rngs = rngs::new(0)?;
    let given = |options: linear::Options, x: Tensor| -> Result<DType> {
        let layer = linear::new(2, 2, &options, &rngs)?;
        let y = step(std::slice::from_ref(&layer), &[x], &mut |i| Ok(vec![linear::call(&layer, &i[0])?]))?;
        Ok(y[0].dtype())
    };
    let options = linear::Options::default;
    let half = |dims: &[i64]| Tensor::zeros(DType::BF16, dims);
    assert_eq!(given(options(), half(&[1, 2])?)?, DType::F32);
    assert_eq!(given(linear::Options { param_dtype: DType::BF16, ..options() }, half(&[1, 2])?)?, DType::BF16);
    assert_eq!(given(linear::Options { dtype: Some(DType::F16), ..options() }, half(&[1, 2])?)?, DType::F16);
    assert_eq!(given(options(), Tensor::from_slice(&[1, 2], &[1, 2])?)?, DType::F32);
    Ok(())
}

#[test]
fn a_batch_norm_normalizes_with_the_batch_and_moves_the_averages() -> Result<()> {
    let layer = batch_norm::new(2, &batch_norm::Options::default(), &rngs::new(0)?)?;
    let x = floats(&[3, 2], &[1.0, -2.0, 3.0, 0.5, -1.0, 4.0]);
    let run = |running: Option<bool>| {
        let y = step(std::slice::from_ref(&layer), std::slice::from_ref(&x), &mut |i| {
            Ok(vec![batch_norm::call(&layer, &i[0], running)?])
        })?;
        Ok::<_, nnx::Error>(elements(&y[0]))
    };
    // The numbers are Flax's.
    assert_close(&run(None)?, &[0.0, -1.151_384_4, 1.224_742_6, -0.135_457, -1.224_742_6, 1.286_841_3]);
    let averages =
        || Ok::<_, nnx::Error>([elements(&array(&layer, "mean")?), elements(&array(&layer, "var")?)].concat());
    let after = averages()?;
    assert_close(&after, &[0.01, 0.008_333_334, 1.016_666_7, 1.050_555_6]);
    let evaluated = [0.981_846_87, -1.959_405_1, 2.965_376, 0.479_688_35, -1.001_682_2, 3.894_419];
    assert_close(&run(Some(true))?, &evaluated);
    layer.set(&path("use_running_average"), Static::from(true).into())?;
    assert_close(&run(None)?, &evaluated);
    assert_eq!(averages()?, after, "evaluation moves nothing");
    run(Some(false))?;
    assert_ne!(averages()?, after, "the call comes before the attribute");
    Ok(())
}

#[test]
fn other_axes_slow_variance_and_no_scale() -> Result<()> {
    let options = batch_norm::Options {
        axis: 1,
        use_scale: false,
        use_bias: false,
        use_fast_variance: false,
        ..batch_norm::Options::default()
    };
    let layer = batch_norm::new(2, &options, &rngs::new(0)?)?;
    let plain = batch_norm::new(2, &batch_norm::Options::default(), &rngs::new(0)?)?;
    let x = floats(&[2, 2, 2], &[1.0, -2.0, 3.0, 0.5, -1.0, 4.0, 0.0, 1.0]);
    let y = step(&[layer.clone(), plain.clone()], &[x], &mut |i| {
        let swapped = [0, 2, 1];
        let other = batch_norm::call(&plain, &i[0].transpose(Some(&swapped))?, None)?;
        Ok(vec![batch_norm::call(&layer, &i[0], None)?, other.transpose(Some(&swapped))?])
    })?;
    assert_close(&elements(&y[0]), &elements(&y[1]));
    Ok(())
}

#[test]
fn gradients_do_not_pass_the_averages() -> Result<()> {
    let layer = batch_norm::new(1, &batch_norm::Options::default(), &rngs::new(0)?)?;
    let x = floats(&[2, 1], &[1.0, 3.0]);
    let results = step(std::slice::from_ref(&layer), &[x], &mut |i| {
        let x = watch(&i[0])?;
        batch_norm::call(&layer, &x, None)?;
        let mean = read_variable(x.trace(), &layer.node(&path("mean"))?)?;
        gradients(&mean.sum(Axes::All, false)?, &[x])
    })?;
    assert_eq!(elements(&results[0]), [0.0, 0.0]);
    Ok(())
}

#[test]
fn a_dropout_has_the_mask_of_flax_and_counts() -> Result<()> {
    let [_, _, layer, _] = page()?;
    let x = floats(&[4, 8], &[1.0; 32]);
    let run = || {
        let y = step(std::slice::from_ref(&layer), std::slice::from_ref(&x), &mut |i| {
            Ok(vec![dropout::call(&layer, &i[0], None, None)?])
        })?;
        Ok::<_, nnx::Error>(elements(&y[0]))
    };
    let first = run()?;
    let kept: Vec<u8> = first.iter().map(|&element| u8::from(element != 0.0)).collect();
    #[rustfmt::skip]
    let expected = [
        0, 1, 1, 1, 1, 1, 1, 1,
        0, 1, 1, 0, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 0, 1,
        0, 1, 1, 1, 1, 1, 0, 1,
    ];
    assert_eq!(kept, expected);
    assert!(first.iter().all(|&element| element == 0.0 || element == 1.25));
    assert_ne!(run()?, first);
    assert_eq!(array(&layer, "rngs/count")?.as_slice(), Some(&[2u32][..]));
    Ok(())
}

#[test]
fn a_dropout_that_drops_nothing_or_everything_draws_nothing() -> Result<()> {
    let rngs = rngs::new(0)?;
    let x = floats(&[2], &[1.0, 2.0]);
    for (rate, deterministic, expected) in
        [(0.0, None, [1.0, 2.0]), (0.5, Some(true), [1.0, 2.0]), (1.0, None, [0.0, 0.0])]
    {
        let layer = dropout::new(rate, &dropout::Options::default(), Some(&rngs))?;
        let y = step(std::slice::from_ref(&layer), std::slice::from_ref(&x), &mut |i| {
            Ok(vec![dropout::call(&layer, &i[0], deterministic, None)?])
        })?;
        assert_eq!(elements(&y[0]), expected);
        assert_eq!(array(&layer, "rngs/count")?.as_slice(), Some(&[0u32][..]));
    }
    Ok(())
}

#[test]
fn a_stream_that_is_not_traced_is_refused_and_does_not_count() -> Result<()> {
    let rngs = rngs::new(0)?;
    let layer = dropout::new(0.5, &dropout::Options::default(), Some(&rngs))?;
    let text = refusal(&[], &[floats(&[2], &[1.0, 2.0])], |i| dropout::call(&layer, &i[0], None, None));
    assert!(text.contains("is not among the objects that are traced"), "{text}");
    assert_eq!(array(&layer, "rngs/count")?.as_slice(), Some(&[0u32][..]));
    Ok(())
}

#[test]
fn rows_are_dropped_together_along_broadcast_dims() -> Result<()> {
    let options = dropout::Options { broadcast_dims: vec![-1], ..dropout::Options::default() };
    let layer = dropout::new(0.5, &options, None)?;
    let rngs = rngs::new(3)?;
    let objects = [layer.clone(), rngs.clone()];
    let y = step(&objects, &[floats(&[16, 3], &[1.0; 48])], &mut |i| {
        Ok(vec![dropout::call(&layer, &i[0], None, Some(&rngs))?])
    })?;
    let y = elements(&y[0]);
    assert!(y.chunks(3).all(|row| row.iter().all(|element| *element == row[0])));
    assert!(y.contains(&0.0) && y.contains(&2.0));
    assert_eq!(array(&rngs, "default/count")?.as_slice(), Some(&[1u32][..]));
    Ok(())
}

#[test]
fn an_error_says_where_and_what_would_be_right() -> Result<()> {
    let model = Node::object(None, "Model")?;
    let rngs = rngs::new(0)?;
    model.set(&path("linear"), linear::new(4, 64, &linear::Options::default(), &rngs)?.into())?;
    model.set(&path("bn"), batch_norm::new(64, &batch_norm::Options::default(), &rngs)?.into())?;
    model.set(&path("dropout"), dropout::new(0.5, &dropout::Options::default(), None)?.into())?;
    let at = |name: &str| model.node(&path(name)).expect("it is there");
    let objects = std::slice::from_ref(&model);
    let x = [floats(&[2, 5], &[0.0; 10])];
    assert_eq!(
        refusal(objects, &x, |i| linear::call(&at("linear"), &i[0])),
        "0/linear: Linear takes 4 features in the last axis, x is float32[2,5]; build it as Linear(5, 64) or pass x of \
         shape [..., 4]"
    );
    assert_eq!(
        refusal(objects, &x, |i| batch_norm::call(&at("bn"), &i[0], None)),
        "0/bn: BatchNorm takes 64 features along axis -1, x is float32[2,5]; build it as BatchNorm(5) or pass x of \
         shape [..., 64]"
    );
    let text = refusal(objects, &x, |i| dropout::call(&at("dropout"), &i[0], None, None));
    assert!(text.starts_with("0/dropout: Dropout: it is not deterministic and has no random numbers"), "{text}");
    at("bn").set(&path("use_running_average"), Static::none().into())?;
    let text = refusal(objects, &x, |i| batch_norm::call(&at("bn"), &i[0], None));
    assert!(text.contains("neither the call nor the attribute says use_running_average"), "{text}");
    at("bn").set(&path("use_running_average"), 1i64.into())?;
    let text = refusal(objects, &x, |i| batch_norm::call(&at("bn"), &i[0], None));
    assert!(text.contains("the attribute use_running_average is the int 1; it must be a bool or none"), "{text}");
    let text = refusal(objects, &x, |i| linear::call(&at("bn"), &i[0]));
    assert_eq!(text, "0/bn: BatchNorm has no attribute kernel");
    Ok(())
}

#[test]
fn options_that_cannot_be_are_refused() -> Result<()> {
    let rngs = rngs::new(0)?;
    let refused = |outcome: Result<Node>| outcome.err().expect("it cannot be").to_string();
    let options = linear::Options::default;
    assert_eq!(refused(linear::new(0, 2, &options(), &rngs)), "Linear: in_features is 0; it must be at least 1");
    let integers = linear::Options { dtype: Some(DType::I32), ..options() };
    assert_eq!(
        refused(linear::new(2, 2, &integers, &rngs)),
        "dtype is int32; it must be float32 or another dtype of floats"
    );
    let text = refused(dropout::new(1.5, &dropout::Options::default(), None));
    assert_eq!(text, "Dropout: the rate is 1.5; it must be 0 to 1");
    let text = refused(batch_norm::new(-1, &batch_norm::Options::default(), &rngs));
    assert_eq!(text, "BatchNorm: num_features is -1; it must be at least 1");
    Ok(())
}
