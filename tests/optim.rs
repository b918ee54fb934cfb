//! Optimizers and metrics: what they keep, what they do traced and at once, and what they refuse. Their numbers are
//! compared with Optax's and Flax's in bindings/python/tests.

use nnx::graph::{Filter, Leaf, Node, Path, State, StateLeaf, Static, VariableType};
use nnx::optim::{self, Adam};
use nnx::program::{Denormals, TensorType, evaluate};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{Arguments, Operand, Outputs, Source, read_variable, run_now, trace_function, value_and_grad};
use nnx::{Error, Result, Status, metrics, nn, random};

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn param_type() -> Result<VariableType> {
    VariableType::named("Param")
}

fn params() -> Result<Filter> {
    Ok(Filter::of_type(param_type()?))
}

fn model() -> Result<Node> {
    let param = |values: &[f32]| {
        Node::variable(None, param_type()?, Tensor::from_slice(&[values.len() as i64], values)?.into())
    };
    let linear = Node::object(None, "Linear")?;
    linear.set(&path("kernel"), param(&[3.0, 4.0])?.into())?;
    linear.set(&path("bias"), param(&[1.0])?.into())?;
    let model = Node::object(None, "Model")?;
    model.set(&path("linear"), linear.into())?;
    let mean = Node::variable(None, VariableType::named("BatchStat")?, Tensor::scalar(0f32).into())?;
    model.set(&path("mean"), mean.into())?;
    Ok(model)
}

fn gradients(leaves: &[(&str, &[f32])]) -> Result<State> {
    let leaf = |(at, values): &(&str, &[f32])| {
        let value = Tensor::from_slice(&[values.len() as i64], values)?.into();
        let (variable_type, metadata) = (Some(param_type()?), nnx::graph::Metadata::empty());
        Ok(StateLeaf { path: path(at), variable_type, metadata, value })
    };
    State::from_leaves(leaves.iter().map(leaf).collect::<Result<_>>()?)
}

fn floats(leaf: &Leaf) -> Vec<f32> {
    leaf.tensor().expect("an array").as_slice().expect("float32").to_vec()
}

fn value(node: &Node, at: &str) -> Result<Vec<f32>> {
    Ok(floats(&node.node(&path(at))?.value()?))
}

fn layout(node: &Node) -> Result<Vec<String>> {
    let (_, state) = node.split_whole()?;
    let line = |leaf: usize| {
        let variable_type = state.variable_type(leaf).map_or("", |variable_type| variable_type.name());
        format!("{} {variable_type} {}", state.path(leaf), state.values()[leaf])
    };
    Ok((0..state.len()).map(line).collect())
}

#[test]
fn an_optimizer_has_the_leaves_of_flax() -> Result<()> {
    let model = model()?;
    let tx = optim::chain(vec![optim::clip_by_global_norm(1.0)?, optim::adam(1e-3, Adam::default())?])?;
    let optimizer = optim::new(&model, &tx, &params()?)?;
    let expected = [
        "opt_state/1/0/count OptArray int32[]",
        "opt_state/1/0/mu/linear/bias OptVariable float32[1]",
        "opt_state/1/0/mu/linear/kernel OptVariable float32[2]",
        "opt_state/1/0/nu/linear/bias OptVariable float32[1]",
        "opt_state/1/0/nu/linear/kernel OptVariable float32[2]",
        "step OptState uint32[]",
    ];
    assert_eq!(layout(&optimizer)?, expected);
    let text = "(\"chain\", (\"clip_by_global_norm\", 1.0), (\"chain\", (\"scale_by_adam\", 0.9, 0.999, 1e-8, 0.0, false), \
                (\"scale_by_learning_rate\", 0.001)))";
    assert_eq!(tx.to_string(), text);
    Ok(())
}

/// The page's model, Optimizer and metrics.
fn page() -> Result<[Node; 3]> {
    let rngs = random::rngs::new(0)?;
    let model = Node::object(None, "Model")?;
    model.set(&path("linear"), nn::linear::new(2, 64, &Default::default(), &rngs)?.into())?;
    model.set(&path("bn"), nn::batch_norm::new(64, &Default::default(), &rngs)?.into())?;
    model.set(&path("dropout"), nn::dropout::new(0.2, &Default::default(), Some(&rngs))?.into())?;
    model.set(&path("linear_out"), nn::linear::new(64, 3, &Default::default(), &rngs)?.into())?;
    let optimizer = optim::new(&model, &optim::adam(1e-3, Adam::default())?, &params()?)?;
    optim::keep_model(&optimizer, &model)?;
    let metrics = metrics::multi_metric(&[("loss", &metrics::average("loss")?)])?;
    Ok([model, optimizer, metrics])
}

#[test]
fn the_page_s_objects_have_flax_s_26_leaves() -> Result<()> {
    let (_, state) = nnx::trace::together(&page()?)?.split_whole()?;
    let paths: Vec<String> = (0..state.len()).map(|leaf| state.path(leaf).to_string()).collect();
    let trained = ["bn/bias", "bn/scale", "linear/bias", "linear/kernel", "linear_out/bias", "linear_out/kernel"];
    let moments = |name: &str| trained.map(|param| format!("1/opt_state/0/{name}/{param}"));
    let of_model = [
        "bn/bias",
        "bn/mean",
        "bn/scale",
        "bn/var",
        "dropout/rngs/count",
        "dropout/rngs/key",
        "linear/bias",
        "linear/kernel",
        "linear_out/bias",
        "linear_out/kernel",
    ];
    let mut expected: Vec<String> = of_model.iter().map(|leaf| format!("0/{leaf}")).collect();
    expected.push("1/opt_state/0/count".to_owned());
    expected.extend(moments("mu").into_iter().chain(moments("nu")));
    expected.extend(["1/step", "2/loss/count", "2/loss/total"].map(str::to_owned));
    assert_eq!(expected.len(), 26);
    assert_eq!(paths, expected);
    Ok(())
}

#[test]
fn the_page_s_step_trains() -> Result<()> {
    let objects = page()?;
    let [model, optimizer, metrics] = &objects;
    let spread = |count: usize| (0..count).map(|i| (i * 37 % 64) as f32 / 32.0 - 1.0).collect::<Vec<f32>>();
    let (x, y) = (Tensor::from_slice(&[32, 2], &spread(64))?, Tensor::from_slice(&[32, 3], &spread(96))?);
    let mut losses = Vec::new();
    for _ in 0..10 {
        let now = run_now(&objects, &[], &mut |scope| {
            let (loss, grads) = value_and_grad(&scope.trace, model, &params()?, &mut || {
                let h = nn::linear::call(&model.node(&path("linear"))?, &scope.trace.constant(&x)?)?;
                let h = nn::batch_norm::call(&model.node(&path("bn"))?, &h, None)?;
                let h = nn::dropout::call(&model.node(&path("dropout"))?, &h, None, None)?;
                let h = nn::linear::call(&model.node(&path("linear_out"))?, &h.maximum(0.0)?)?;
                h.sub(&y)?.square()?.mean(nnx::trace::Axes::All, false)
            })?;
            optim::update(optimizer, &grads)?;
            metrics::update(metrics, &[("loss", Operand::Value(&loss))])?;
            Ok(Outputs { values: vec![loss], states: Vec::new() })
        })?;
        losses.push(floats(&now.values[0])[0]);
    }
    assert!(losses[9] < 0.8 * losses[0], "{losses:?}");
    let average = floats(&metrics::compute(metrics)?.values()[0])[0];
    assert!((average - losses.iter().sum::<f32>() / 10.0).abs() < 1e-6, "{average} {losses:?}");
    let count = model.node(&path("dropout/rngs/count"))?.value()?;
    assert_eq!(count.tensor().expect("an array").as_slice::<u32>(), Some(&[10u32][..]));
    Ok(())
}

#[test]
fn an_update_at_once_changes_model_state_and_step() -> Result<()> {
    let model = model()?;
    let optimizer = optim::new(&model, &optim::sgd(0.5, Some(0.5), false)?, &params()?)?;
    let grads = gradients(&[("linear/bias", &[1.0]), ("linear/kernel", &[2.0, 4.0])])?;
    let updates = optim::update_model(&optimizer, &model, &grads)?;
    assert_eq!(updates.path(1).to_string(), "linear/kernel");
    assert_eq!(floats(&updates.values()[1]), [-1.0, -2.0]);
    optim::update_model(&optimizer, &model, &grads)?;
    // 3 - 0.5·2 - 0.5·(2 + 0.5·2)
    assert_eq!(value(&model, "linear/kernel")?, [0.5, -1.0]);
    assert_eq!(value(&optimizer, "opt_state/0/trace/linear/kernel")?, [3.0, 6.0]);
    let step = optimizer.node(&path("step"))?.value()?;
    assert_eq!(step.tensor().expect("an array").as_slice::<u32>(), Some(&[2u32][..]));
    Ok(())
}

#[test]
fn an_optimizer_that_keeps_its_model_needs_only_gradients() -> Result<()> {
    let model = model()?;
    let optimizer = optim::new(&model, &optim::sgd(1.0, None, false)?, &params()?)?;
    let grads = gradients(&[("linear/bias", &[1.0]), ("linear/kernel", &[2.0, 4.0])])?;
    let error = optim::update(&optimizer, &grads).err().expect("it has no model");
    assert!(error.message().contains("update(model, grads)"), "{error}");
    optim::keep_model(&optimizer, &model)?;
    optim::update(&optimizer, &grads)?;
    assert_eq!(value(&optimizer, "model/linear/kernel")?, [1.0, 0.0]);
    assert_eq!(value(&model, "linear/bias")?, [0.0]);
    Ok(())
}

#[test]
fn a_traced_step_computes_what_one_at_once_does() -> Result<()> {
    let tx = optim::adamw(optim::cosine_decay_schedule(0.1, 10, 0.0, 1.0)?, Adam::default(), 0.01)?;
    let (model, other) = (model()?, model()?);
    let (optimizer, beside) = (optim::new(&model, &tx, &params()?)?, optim::new(&other, &tx, &params()?)?);
    let objects = [model.clone(), optimizer.clone()];
    let traced = trace_function(Arguments { objects: &objects, states: &[], inputs: &[] }, &mut |scope| {
        let (loss, grads) = value_and_grad(&scope.trace, &model, &params()?, &mut || {
            let kernel = read_variable(&scope.trace, &model.node(&path("linear/kernel"))?)?;
            let bias = read_variable(&scope.trace, &model.node(&path("linear/bias"))?)?;
            kernel.square()?.add(&bias)?.sum(nnx::trace::Axes::All, false)
        })?;
        optim::update_model(&optimizer, &model, &grads)?;
        Ok(Outputs { values: vec![loss], states: Vec::new() })
    })?;
    // The gradients are 2·kernel and 2.
    optim::update_model(&beside, &other, &gradients(&[("linear/bias", &[2.0]), ("linear/kernel", &[6.0, 8.0])])?)?;
    let (_, state) = nnx::trace::together(&objects)?.split_whole()?;
    let inputs: Vec<Tensor> = state.values().iter().filter_map(|leaf| leaf.tensor().cloned()).collect();
    let results = evaluate(&traced.module, "main", &inputs, Denormals::Flush)?;
    let (_, expected) = nnx::trace::together(&[other, beside])?.split_whole()?;
    for (leaf, source) in traced.object_leaves.iter().enumerate() {
        let found = match source {
            Source::Result(result) => results[*result].clone(),
            Source::Leaf(leaf) => inputs[*leaf].clone(),
            _ => panic!("a result or a leaf"),
        };
        assert!(found.bit_eq(expected.values()[leaf].tensor().expect("an array")), "{}", expected.path(leaf));
    }
    Ok(())
}

#[test]
fn wrong_gradients_are_named_and_change_nothing() -> Result<()> {
    let model = model()?;
    let optimizer = optim::new(&model, &optim::adam(0.1, Adam::default())?, &params()?)?;
    let before = (model.split_whole()?.1, optimizer.split_whole()?.1);
    let refused = |leaves: &[(&str, &[f32])]| -> Result<Error> {
        Ok(optim::update_model(&optimizer, &model, &gradients(leaves)?).err().expect("it is refused"))
    };
    let error = refused(&[("linear/bias", &[1.0])])?;
    assert_eq!((error.status(), error.path()), (Some(Status::NotFound), Some("linear/kernel")), "{error}");
    let error = refused(&[("linear/bias", &[1.0]), ("linear/kernel", &[1.0, 2.0, 3.0])])?;
    assert_eq!(error.to_string(), "linear/kernel: the gradient is float32[3], and the parameter float32[2]");
    let error = refused(&[("linear/bias", &[1.0]), ("linear/kernel", &[1.0, 2.0]), ("more", &[1.0])])?;
    assert_eq!((error.status(), error.path()), (Some(Status::NotFound), Some("more")), "{error}");
    assert!(model.split_whole()?.1.bit_eq(&before.0) && optimizer.split_whole()?.1.bit_eq(&before.1));
    Ok(())
}

#[test]
fn only_what_wrt_takes_is_trained() -> Result<()> {
    let model = model()?;
    let bias = Filter::path_contains(nnx::graph::Key::name("bias"), true);
    let optimizer = optim::new(&model, &optim::sgd(1.0, None, false)?, &bias)?;
    let grads = gradients(&[("linear/bias", &[1.0]), ("linear/kernel", &[2.0, 4.0])])?;
    optim::update_model(&optimizer, &model, &grads)?;
    assert_eq!((value(&model, "linear/bias")?, value(&model, "linear/kernel")?), (vec![0.0], vec![3.0, 4.0]));
    // What is kept of such a filter is saved and read like every static value.
    let copy = optimizer.duplicate()?;
    optim::update_model(&copy, &model, &grads)?;
    assert_eq!(value(&model, "linear/bias")?, [-1.0]);
    Ok(())
}

#[test]
fn what_is_no_transformation_is_refused() -> Result<()> {
    let tuple = |items: Vec<Static>| Static::tuple(items);
    let bad = [
        (tuple(vec!["sdg".into(), 0.1.into()])?, "there is no gradient transformation \"sdg\""),
        (tuple(vec!["scale".into()])?, "`step_size` is missing"),
        (tuple(vec!["scale".into(), "fast".into()])?, "`step_size` is \"fast\"; it must be a number"),
        (tuple(vec!["chain".into()])?, "at least one transformation"),
        (tuple(vec!["scale".into(), 0.1.into(), 2i64.into()])?, "stands behind what this version knows"),
        (0.1.into(), "expected a tuple of its name and its numbers"),
    ];
    for (tx, expected) in bad {
        let error = optim::check(&tx).expect_err("it is none");
        assert!(error.message().contains(expected), "{error}");
    }
    let error = optim::scale_by_learning_rate("fast").expect_err("neither a number nor a schedule");
    assert!(error.message().contains("neither a number nor a schedule"), "{error}");
    Ok(())
}

#[test]
fn metrics_are_updated_computed_and_reset_at_once() -> Result<()> {
    let (loss, accuracy) = (metrics::average("loss")?, metrics::accuracy(None)?);
    let both = metrics::multi_metric(&[("loss", &loss), ("accuracy", &accuracy)])?;
    let logits = Tensor::from_slice(&[2, 2], &[0f32, 1.0, 3.0, 2.0])?;
    let labels = Tensor::from_slice(&[2], &[1i32, 1])?;
    let arguments =
        [("loss", Operand::Float(3.0)), ("logits", Operand::Tensor(&logits)), ("labels", Operand::Tensor(&labels))];
    metrics::update(&both, &arguments)?;
    metrics::update(&loss, &[("loss", Operand::Float(1.0))])?;
    let computed = metrics::compute(&both)?;
    let of = |at: &str| Ok::<_, Error>(computed.tensor(&path(at))?.as_slice::<f32>().expect("float32")[0]);
    assert_eq!((of("loss")?, of("accuracy")?), (2.0, 0.5));
    metrics::reset(&both)?;
    assert!(floats(&metrics::compute(&loss)?.values()[0])[0].is_nan());
    let error = metrics::update(&both, &arguments[..1]).expect_err("the logits are missing");
    assert!(error.to_string().ends_with("the metric needs an argument `logits`; update got [\"loss\"]"), "{error}");
    assert_eq!(error.path(), Some("accuracy"));
    assert!(metrics::compute(&model()?).is_err());
    Ok(())
}

#[test]
fn a_metric_is_updated_in_a_trace() -> Result<()> {
    let metric = metrics::average("values")?;
    let inputs = [TensorType::new(DType::F32, &[3])?];
    let objects = std::slice::from_ref(&metric);
    let traced = trace_function(Arguments { objects, states: &[], inputs: &inputs }, &mut |scope| {
        metrics::reset(&metric)?;
        metrics::update(&metric, &[("values", Operand::Value(&scope.inputs[0]))])?;
        let computed = metrics::compute(&metric)?;
        let value = scope.trace.leaf_value(&computed.values()[0])?;
        Ok(Outputs { values: vec![value], states: Vec::new() })
    })?;
    let arrays = [Tensor::scalar(7i32), Tensor::scalar(9f32), Tensor::from_slice(&[3], &[1f32, 2.0, 6.0])?];
    let results = evaluate(&traced.module, "main", &arrays, Denormals::Keep)?;
    let Source::Result(average) = traced.outputs[0] else { panic!("a result") };
    assert_eq!(results[average].as_slice::<f32>(), Some(&[3f32][..]));
    assert_eq!(floats(&metric.node(&path("total"))?.value()?), [0.0]);
    Ok(())
}
