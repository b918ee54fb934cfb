//! Steps, the functions that become them, and the Sessions that run them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nnx::graph::{ContainerKind, Filter, Leaf, Node, Path, State, UpdateOptions, VariableType, merge};
use nnx::program::TensorType;
use nnx::step::{Device, Jit, JitOptions, OutputMemory, Session, SessionOptions, Step, StepMap};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{Axes, Outputs, Scope, Value, read_variable, value_and_grad, write_variable};
use nnx::{Error, Result, Status};

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn param(values: &[f32], dims: &[i64]) -> Result<Node> {
    Node::variable(None, VariableType::named("Param")?, Tensor::from_slice(dims, values)?.into())
}

/// `y = x @ kernel + bias`, and a counter that is no Param.
fn model() -> Result<Node> {
    let model = Node::object(None, "Linear")?;
    model.set(&path("kernel"), param(&[1.0, 2.0, 3.0, 4.0], &[2, 2])?.into())?;
    model.set(&path("bias"), param(&[0.5, -0.5], &[2])?.into())?;
    let count = Node::variable(None, VariableType::named("BatchStat")?, Tensor::scalar(0i32).into())?;
    model.set(&path("count"), count.into())?;
    Ok(model)
}

fn read(scope: &Scope, model: &Node, name: &str) -> Result<Value> {
    read_variable(&scope.trace, &model.node(&path(name))?)
}

/// A step of gradient descent; gives the loss.
fn train(scope: &Scope) -> Result<Outputs> {
    let model = &scope.objects[0];
    let [x, y] = &scope.inputs[..] else { return Err(Error::invalid("two inputs")) };
    let wrt = Filter::of_type(VariableType::named("Param")?);
    let (loss, gradients) = value_and_grad(&scope.trace, model, &wrt, &mut || {
        let found = x.matmul(&read(scope, model, "kernel")?)?.add(&read(scope, model, "bias")?)?;
        found.sub(y)?.square()?.mean(Axes::All, false)
    })?;
    for (name, gradient) in ["bias", "kernel"].into_iter().zip(gradients.values()) {
        let gradient = Value::of_leaf(gradient).expect("traced");
        write_variable(&model.node(&path(name))?, &read(scope, model, name)?.sub(&gradient.mul(0.125)?)?)?;
    }
    write_variable(&model.node(&path("count"))?, &read(scope, model, "count")?.add(1)?)?;
    Ok(Outputs { values: vec![loss], states: Vec::new() })
}

fn evaluate(scope: &Scope) -> Result<Outputs> {
    let model = &scope.objects[0];
    let y = scope.inputs[0].matmul(&read(scope, model, "kernel")?)?.add(&read(scope, model, "bias")?)?;
    Ok(Outputs { values: vec![y], states: Vec::new() })
}

fn jit(f: impl Fn(&Scope) -> Result<Outputs> + Send + Sync + 'static) -> Jit {
    Jit::new(Box::new(f), JitOptions::default())
}

fn x() -> Tensor {
    Tensor::from_slice(&[3, 2], &[1f32, -2.0, 0.5, 3.0, 2.0, 1.0]).expect("x")
}

fn y() -> Tensor {
    Tensor::from_slice(&[3, 2], &[0f32, 1.0, 2.0, 3.0, 4.0, 5.0]).expect("y")
}

fn floats(leaf: &Leaf) -> Vec<f32> {
    leaf.tensor().and_then(|tensor| tensor.as_slice::<f32>()).expect("float32").to_vec()
}

fn value(model: &Node, name: &str) -> Result<Vec<f32>> {
    Ok(floats(&model.node(&path(name))?.value()?))
}

fn count(state: &State, name: &str) -> Result<i32> {
    Ok(state.tensor(&path(name))?.as_slice::<i32>().expect("int32")[0])
}

fn loss(results: &nnx::step::Results) -> f32 {
    results.output(0).expect("an output").as_slice::<f32>().expect("float32")[0]
}

#[test]
fn a_call_trains_the_objects_in_place_and_is_traced_once() -> Result<()> {
    let traced = Arc::new(AtomicUsize::new(0));
    let times = Arc::clone(&traced);
    let train_step = jit(move |scope| {
        times.fetch_add(1, Ordering::Relaxed);
        train(scope)
    });
    let model = model()?;
    let kernel = model.node(&path("kernel"))?;
    let old = model.split_whole()?.1;
    let losses = (0..20).map(|_| Ok(loss(&train_step.call(&[model.clone()], &[], &[x(), y()])?)));
    let losses = losses.collect::<Result<Vec<f32>>>()?;
    assert!(losses.windows(2).all(|pair| pair[1] < pair[0]), "{losses:?}");
    assert_eq!(traced.load(Ordering::Relaxed), 1);
    assert!(model.node(&path("kernel"))?.same(&kernel), "a Variable stays the Variable that it is");
    assert_eq!(count(&model.split_whole()?.1, "count")?, 20);
    assert_eq!(floats(old.get(&path("kernel"))?), [1.0, 2.0, 3.0, 4.0], "an old State stays as it was");
    // An equal model of its own: another GraphDef, the same step. Another shape: another step.
    let equal = self::model()?;
    train_step.call(&[equal.clone()], &[], &[x(), y()])?;
    assert_eq!(traced.load(Ordering::Relaxed), 1);
    let (x, y) = (Tensor::zeros(DType::F32, &[5, 2])?, Tensor::zeros(DType::F32, &[5, 2])?);
    train_step.call(&[equal.clone()], &[], &[x.clone(), y.clone()])?;
    assert_eq!((traced.load(Ordering::Relaxed), train_step.num_steps()), (2, 2));
    // A static value is part of what makes a step.
    equal.set(&path("training"), false.into())?;
    train_step.call(&[equal], &[], &[x, y])?;
    assert_eq!(train_step.num_steps(), 3);
    Ok(())
}

#[test]
fn a_state_goes_in_and_comes_back() -> Result<()> {
    let model = model()?;
    let (graphdef, mut state) = model.split_whole()?;
    let traced = Arc::new(AtomicUsize::new(0));
    let (times, inside) = (Arc::clone(&traced), graphdef.clone());
    let step = jit(move |scope| {
        times.fetch_add(1, Ordering::Relaxed);
        let model = merge(&inside, &scope.states)?;
        let scope = Scope {
            trace: scope.trace.clone(),
            objects: vec![model.clone()],
            states: Vec::new(),
            inputs: scope.inputs.clone(),
        };
        let values = train(&scope)?.values;
        Ok(Outputs { values, states: vec![model.split_whole()?.1] })
    });
    let object_level = jit(train);
    for _ in 0..5 {
        let results = step.call(&[], &[state.clone()], &[x(), y()])?;
        let other = object_level.call(&[model.clone()], &[], &[x(), y()])?;
        assert_eq!(loss(&results).to_bits(), loss(&other).to_bits());
        state = results.states.into_iter().next().expect("a State");
        // What came back went out as it came in: the next call knows it.
        assert_eq!(traced.load(Ordering::Relaxed), 1);
    }
    assert!(state.bit_eq(&model.split_whole()?.1));
    // And so does a State of the same leaves that was put together by hand.
    let by_hand = State::from_leaves((0..state.len()).map(|leaf| state.leaf(leaf)).collect())?;
    step.call(&[], &[by_hand], &[x(), y()])?;
    assert_eq!(traced.load(Ordering::Relaxed), 1);
    Ok(())
}

#[test]
fn an_error_of_the_function_comes_back_unchanged_and_nothing_has_changed() -> Result<()> {
    let model = model()?;
    let before = model.split_whole()?;
    let failing = jit(|scope| {
        train(scope)?;
        scope.objects[0].set(&path("more"), 1i64.into())?;
        Err(Error::from_code(1234, "mine"))
    });
    let error = failing.call(&[model.clone()], &[], &[x(), y()]).err().expect("it fails");
    assert_eq!((error.code(), error.message()), (1234, "mine"));
    let after = model.split_whole()?;
    assert!(before.0 == after.0 && before.1.bit_eq(&after.1));
    assert_eq!(failing.num_steps(), 0);
    Ok(())
}

#[test]
fn a_changed_structure_is_the_objects_after_each_call() -> Result<()> {
    let sow = jit(|scope| {
        let model = &scope.objects[0];
        let double = read(scope, model, "bias")?.mul(2.0)?;
        match model.node(&path("seen")) {
            Ok(seen) => write_variable(&seen, &double.neg()?)?,
            Err(_) => {
                let seen = Node::variable(None, VariableType::named("Intermediate")?, double.to_leaf())?;
                model.set(&path("seen"), seen.into())?;
            }
        }
        Ok(Outputs::default())
    });
    let model = model()?;
    sow.call(&[model.clone()], &[], &[])?;
    assert_eq!(value(&model, "seen")?, [1.0, -1.0]);
    let seen = model.node(&path("seen"))?;
    sow.call(&[model.clone()], &[], &[])?;
    assert_eq!(value(&model, "seen")?, [-1.0, 1.0]);
    assert!(seen.same(&model.node(&path("seen"))?));
    assert_eq!(sow.num_steps(), 2);
    sow.call(&[self::model()?], &[], &[])?;
    assert_eq!(sow.num_steps(), 2);
    let session = Session::of_objects(&[self::model()?], SessionOptions::default())?;
    let step = sow.step(&[self::model()?], &[], &[])?;
    let error = session.run(&step, &[]).err().expect("the leaves of a Session are fixed");
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    Ok(())
}

#[test]
fn changed_metadata_is_that_of_the_variables_after_each_call() -> Result<()> {
    let traced = Arc::new(AtomicUsize::new(0));
    let counted = traced.clone();
    let step = jit(move |scope| {
        counted.fetch_add(1, Ordering::Relaxed);
        let (kernel, bias) = (scope.objects[0].node(&path("kernel"))?, scope.objects[0].node(&path("bias"))?);
        write_variable(&bias, &read_variable(&scope.trace, &bias)?.mul(2.0)?)?;
        bias.set_metadata("tag", "seen".into())?;
        kernel.delete_metadata("frozen")?;
        Ok(Outputs::default())
    });
    for _ in 0..2 {
        let model = model()?;
        let (kernel, bias) = (model.node(&path("kernel"))?, model.node(&path("bias"))?);
        kernel.set_metadata("frozen", true.into())?;
        step.call(std::slice::from_ref(&model), &[], &[])?;
        assert!(model.node(&path("bias"))?.same(&bias));
        assert_eq!(bias.metadata()?.get("tag"), Some(&"seen".into()));
        assert!(kernel.metadata()?.entries().is_empty());
        assert_eq!(value(&model, "bias")?, [1.0, -1.0]);
    }
    // The second model is another one: its step was there already.
    assert_eq!(traced.load(Ordering::Relaxed), 1);
    Ok(())
}

#[test]
fn a_tuple_that_is_an_argument_has_no_owner_after_the_call() -> Result<()> {
    let pair = Node::empty(None, ContainerKind::Tuple)?;
    pair.set(&path("0"), model()?.into())?;
    let double = |scope: &Scope| {
        let bias = scope.objects[0].node(&path("0/bias"))?;
        write_variable(&bias, &read_variable(&scope.trace, &bias)?.mul(2.0)?).map(|()| Outputs::default())
    };
    let (first, second) = (jit(double), jit(double));
    first.call(&[pair.clone()], &[], &[])?;
    second.call(&[pair.clone()], &[], &[])?;
    first.call(&[pair.clone()], &[], &[])?;
    assert_eq!(value(&pair, "0/bias")?, [4.0, -4.0]);
    assert_eq!(first.num_steps(), 1);
    Ok(())
}

#[test]
fn numbers_that_are_not_finite_stop_a_call_that_looks_for_them() -> Result<()> {
    let options = JitOptions { check_finite: true, ..JitOptions::default() };
    let train_step = Jit::new(Box::new(train), options);
    let model = model()?;
    let before = model.split_whole()?.1;
    let huge = Tensor::from_slice(&[3, 2], &[f32::MAX; 6])?;
    let error = train_step.call(&[model.clone()], &[], &[x(), huge.clone()]).err().expect("the loss is infinite");
    assert_eq!((error.status(), error.path()), (Some(Status::NonFinite), Some("outputs/0")));
    assert!(before.bit_eq(&model.split_whole()?.1));
    train_step.call(&[model.clone()], &[], &[x(), y()])?;
    assert!(jit(train).call(&[model.clone()], &[], &[x(), huge.clone()]).is_ok());
    assert!(value(&model, "kernel")?.iter().any(|value| !value.is_finite()));
    // A leaf that the step leaves alone may be what it is.
    let count_up = Jit::new(
        Box::new(|scope: &Scope| {
            let count = scope.objects[0].node(&path("count"))?;
            write_variable(&count, &read_variable(&scope.trace, &count)?.add(1)?).map(|()| Outputs::default())
        }),
        options,
    );
    count_up.call(&[model.clone()], &[], &[])?;
    // One that it changes is named.
    let grow = Jit::new(
        Box::new(|scope: &Scope| {
            let kernel = scope.objects[0].node(&path("kernel"))?;
            write_variable(&kernel, &read_variable(&scope.trace, &kernel)?.mul(1e30)?).map(|()| Outputs::default())
        }),
        options,
    );
    let fresh = self::model()?;
    grow.call(&[fresh.clone()], &[], &[])?;
    let error = grow.call(&[fresh.clone()], &[], &[]).err().expect("too large");
    assert_eq!((error.status(), error.path()), (Some(Status::NonFinite), Some("0/kernel")));
    assert_eq!(value(&fresh, "kernel")?[0], 1e30);
    // And so does a Session.
    let session =
        Session::of_objects(&[self::model()?], SessionOptions { check_finite: true, ..SessionOptions::default() })?;
    let step = train_step.step(&[self::model()?], &[], &[x(), y()])?;
    let before = session.state()?;
    let error = session.run(&step, &[Some(x()), Some(huge)]).err().expect("the loss is infinite");
    assert_eq!(error.status(), Some(Status::NonFinite));
    assert!(before.bit_eq(&session.state()?));
    Ok(())
}

#[test]
fn threads_call_one_function_on_objects_of_their_own() -> Result<()> {
    let train_step = jit(train);
    let train = || -> Result<State> {
        let model = model()?;
        for _ in 0..10 {
            train_step.call(&[model.clone()], &[], &[x(), y()])?;
        }
        Ok(model.split_whole()?.1)
    };
    let states = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(train)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread")).collect::<Result<Vec<State>>>()
    })?;
    assert!(states.windows(2).all(|pair| pair[0].bit_eq(&pair[1])));
    Ok(())
}

#[test]
fn the_objects_of_a_call_do_not_live_on_after_the_next_one() -> Result<()> {
    let train_step = jit(train);
    let first = model()?;
    let graph = first.graph();
    train_step.call(&[first.clone()], &[], &[x(), y()])?;
    drop(first);
    train_step.call(&[model()?], &[], &[x(), y()])?;
    graph.collect()?;
    assert_eq!(graph.node_count()?, 0);
    Ok(())
}

#[test]
fn a_session_trains_and_evaluates_over_one_state() -> Result<()> {
    let model = model()?;
    let (train_step, evaluate_step) = (jit(train), jit(evaluate));
    let session = Session::of_objects(&[model.clone()], SessionOptions::default())?;
    let step = train_step.step(&[model.clone()], &[], &[x(), y()])?;
    // Evaluated in another mode: other static attributes, the same leaves.
    model.set(&path("training"), false.into())?;
    let predict = evaluate_step.step(&[model.clone()], &[], &[x()])?;
    let other = self::model()?;
    let mut snapshots = Vec::new();
    for run in 0..5 {
        let results = session.run(&step, &[Some(x()), Some(y())])?;
        let same = train_step.call(&[other.clone()], &[], &[x(), y()])?;
        assert_eq!(loss(&results).to_bits(), loss(&same).to_bits());
        let state = session.state()?;
        assert_eq!(count(&state, "0/count")?, run + 1);
        let found = session.evaluate(&predict, &[Some(x())])?;
        let expected = evaluate_step.call(&[other.clone()], &[], &[x()])?;
        assert!(found.output(0)?.bit_eq(expected.output(0)?));
        snapshots.push((state.tensor(&path("0/kernel"))?.copied()?, state));
    }
    for (kernel, state) in &snapshots {
        assert!(kernel.bit_eq(state.tensor(&path("0/kernel"))?), "a snapshot stays as it was");
    }
    // The objects that it was made of are as before, until they are updated.
    assert_eq!(value(&model, "kernel")?, [1.0, 2.0, 3.0, 4.0]);
    session.update(&[model.clone()])?;
    assert_eq!(value(&model, "kernel")?, value(&other, "kernel")?);
    let report = session.report();
    assert_eq!((report.steps, report.leaves, report.nbytes, report.runs), (2, 3, 28, 10));
    assert!(!report.time.is_zero());
    Ok(())
}

#[test]
fn leaves_of_a_session_are_read_and_written_between_runs() -> Result<()> {
    let session = Session::of_objects(&[model()?], SessionOptions::default())?;
    let step = jit(evaluate).step(&[model()?], &[], &[x()])?;
    session.write(&path("0/bias"), Tensor::from_slice(&[2], &[0f32, 0.0])?.into())?;
    assert_eq!(floats(&session.read(&path("0/bias"))?), [0.0, 0.0]);
    let y = session.run(&step, &[Some(x())])?;
    assert_eq!(y.output(0)?.as_slice::<f32>().expect("float32")[..2], [-5.0, -6.0]);
    let before = session.state()?;
    let kernel = Tensor::from_slice(&[2, 2], &[1f32, 0.0, 0.0, 1.0])?;
    session.set_state(&before.with([(path("0/kernel"), kernel.into())])?)?;
    assert_eq!(session.run(&step, &[Some(x())])?.output(0)?.as_slice::<f32>(), x().as_slice::<f32>());
    // Nothing is set when a part of it does not fit.
    let wrong = before.with([(path("0/kernel"), Tensor::scalar(1f32).into())])?;
    let error = session.set_state(&wrong).expect_err("another shape");
    assert_eq!(error.to_string(), "0/kernel: the Session holds float32[2,2] here, got float32[]");
    assert_eq!(floats(&session.read(&path("0/kernel"))?), [1.0, 0.0, 0.0, 1.0]);
    assert_eq!(session.read(&path("0/scale")).err().and_then(|error| error.status()), Some(Status::NotFound));
    // A step over other leaves, and other inputs.
    let wider = model()?;
    wider.set(&path("scale"), param(&[1.0], &[1])?.into())?;
    let error = session.run(&jit(evaluate).step(&[wider], &[], &[x()])?, &[Some(x())]).err().expect("another leaf");
    assert_eq!(error.to_string(), "0/scale: the step takes a leaf here, and the Session has none");
    let error = session.run(&step, &[Some(Tensor::scalar(1f32))]).err().expect("another input");
    assert_eq!(error.message(), "input 0 of the step is float32[3,2], got float32[]");
    let error = session.run(&step, &[]).err().expect("no input");
    assert_eq!(error.message(), "`inputs[0]` is not given, and no memory is bound there");
    Ok(())
}

#[test]
fn many_runs_are_as_the_runs_one_by_one() -> Result<()> {
    let step = jit(train).step(&[model()?], &[], &[x(), y()])?;
    let [one, many] = [(); 2].map(|()| Session::of_objects(&[model()?], SessionOptions::default()));
    let (one, many) = (one?, many?);
    let batches: Vec<f32> = (0..24).map(|value| value as f32 * 0.25 - 3.0).collect();
    let stacked = Tensor::from_slice(&[4, 3, 2], &batches)?;
    let together = many.run_many(&step, 4, &[Some(stacked), Some(y())])?;
    let mut losses = Vec::new();
    for batch in batches.chunks(6) {
        losses.push(loss(&one.run(&step, &[Some(Tensor::from_slice(&[3, 2], batch)?), Some(y())])?));
    }
    assert_eq!(together.output(0)?.as_slice::<f32>(), Some(&losses[..]));
    assert!(one.state()?.bit_eq(&many.state()?));
    assert_eq!(many.report().runs, 4);
    let wrong = Tensor::zeros(DType::F32, &[5, 3, 2])?;
    let error = many.run_many(&step, 4, &[Some(wrong), Some(y())]).err().expect("five for four");
    assert!(error.message().contains("with a first axis of 4; got float32[5,3,2]"), "{error}");
    assert!(many.run_many(&step, 0, &[Some(x()), Some(y())]).is_err());
    Ok(())
}

/// A step that gives a leaf as it was, an input, a leaf as it becomes, something new, and all leaves as a State. Two leaves
/// may change places.
fn everything(swaps: bool) -> Jit {
    jit(move |scope| {
        let objects = &scope.objects[0];
        let variable = |name: &str| objects.node(&path(name));
        let (first, second) = (read(scope, objects, "a")?, read(scope, objects, "b")?);
        if swaps {
            write_variable(&variable("a")?, &second)?;
            write_variable(&variable("b")?, &first)?;
        }
        let x = &scope.inputs[0];
        let sum = read(scope, objects, "c")?.add(x)?;
        write_variable(&variable("c")?, &sum)?;
        let values = vec![first.clone(), x.clone(), sum, first.mul(2.0)?.add(x)?];
        Ok(Outputs { values, states: vec![objects.split_whole()?.1] })
    })
}

#[test]
fn many_runs_give_what_each_gives_wherever_it_comes_from() -> Result<()> {
    for swaps in [false, true] {
        let objects = Node::object(None, "Three")?;
        for (name, value) in [("a", 1.0), ("b", 2.0), ("c", 3.0)] {
            objects.set(&path(name), param(&[value, -value], &[2])?.into())?;
        }
        let x = |run: usize| Tensor::from_slice(&[2], &[run as f32, 10.0]);
        let step = everything(swaps).step(&[objects.clone()], &[], &[x(0)?])?;
        for in_memory in [false, true] {
            let new =
                || Session::of_objects(&[objects.clone()], SessionOptions { num_threads: 2, ..Default::default() });
            let (one, many) = (new()?, new()?);
            let mut block = Block::new(256);
            if in_memory {
                // SAFETY: the block lives longer than the Session.
                unsafe { many.use_memory(block.data(), 256, ()) }?;
            }
            for count in [1, 3, 4] {
                let inputs: Vec<f32> = (0..count).flat_map(|run| [run as f32, 10.0]).collect();
                let stacked = Tensor::from_slice(&[count as i64, 2], &inputs)?;
                let together = many.run_many(&step, count, &[Some(stacked)])?;
                for run in 0..count {
                    let alone = one.run(&step, &[Some(x(run)?)])?;
                    let of_run = |all: &Tensor| {
                        assert_eq!(all.shape(), [count as i64, 2]);
                        all.as_slice::<f32>().expect("f32")[2 * run..][..2].to_vec()
                    };
                    for output in 0..4 {
                        let expected = alone.output(output)?.as_slice::<f32>().expect("f32");
                        assert_eq!(of_run(together.output(output)?), expected, "output {output}, run {run}");
                    }
                    for (all, expected) in together.states[0].values().iter().zip(alone.states[0].values()) {
                        assert_eq!(of_run(all.tensor().expect("an array")), floats(expected), "run {run}");
                    }
                }
                assert!(one.state()?.bit_eq(&many.state()?), "after {count} runs");
            }
        }
    }
    Ok(())
}

#[test]
fn a_failed_one_of_many_runs_undoes_them_all() -> Result<()> {
    let options = SessionOptions { check_finite: true, ..SessionOptions::default() };
    let session = Session::of_objects(&[model()?], options)?;
    let step = jit(train).step(&[model()?], &[], &[x(), y()])?;
    let before = session.state()?;
    let mut targets = vec![1f32; 18];
    targets[12..].fill(f32::INFINITY);
    let targets = Tensor::from_slice(&[3, 3, 2], &targets)?;
    let error = session.run_many(&step, 3, &[Some(x()), Some(targets)]).err().expect("the last is not finite");
    assert_eq!((error.status(), error.path()), (Some(Status::NonFinite), Some("outputs/0")));
    assert!(error.message().ends_with("this is run 2 of 0 to 2"), "{error}");
    assert!(before.bit_eq(&session.state()?));
    Ok(())
}

#[test]
fn two_sessions_run_one_step_on_two_threads() -> Result<()> {
    let step = jit(train).step(&[model()?], &[], &[x(), y()])?;
    let train = || -> Result<State> {
        let session = Session::of_objects(&[model()?], SessionOptions::default())?;
        for _ in 0..20 {
            session.run(&step, &[Some(x()), Some(y())])?;
        }
        session.state()
    };
    let (a, b) = std::thread::scope(|scope| {
        let (a, b) = (scope.spawn(train), scope.spawn(train));
        (a.join().expect("a thread"), b.join().expect("a thread"))
    });
    assert!(a?.bit_eq(&b?));
    Ok(())
}

#[test]
fn a_session_runs_functional_steps() -> Result<()> {
    let (graphdef, state) = model()?.split_whole()?;
    let inside = graphdef.clone();
    let step = jit(move |scope| {
        let model = merge(&inside, &scope.states)?;
        let bias = model.node(&path("bias"))?;
        write_variable(&bias, &read_variable(&scope.trace, &bias)?.add(&scope.inputs[0])?)?;
        Ok(Outputs { values: Vec::new(), states: vec![model.split_whole()?.1] })
    });
    let one = Tensor::scalar(1f32);
    let step = step.step(&[], std::slice::from_ref(&state), std::slice::from_ref(&one))?;
    let session = Session::new(&graphdef, &[state.clone()], SessionOptions::default())?;
    for _ in 0..3 {
        assert!(session.run(&step, &[Some(one.clone())])?.states.is_empty());
    }
    assert_eq!(floats(&session.read(&path("bias"))?), [3.5, 2.5]);
    // The step alone: a State goes in, a State comes out.
    let (leaves, results) = step.run(&State::empty(), &[state], std::slice::from_ref(&one), false)?;
    assert!(leaves.is_empty());
    assert_eq!(floats(results.states[0].get(&path("bias"))?), [1.5, 0.5]);
    let error = step.run(&State::empty(), &[], &[one], false).err().expect("no State");
    assert_eq!(error.message(), "the step takes 1 States, 0 were given");
    Ok(())
}

/// Memory of a caller: so many bytes that begin at a multiple of 64.
struct Block {
    words: Vec<[u64; 8]>,
}

impl Block {
    fn new(nbytes: usize) -> Block {
        Block { words: vec![[0; 8]; nbytes.div_ceil(64) + 1] }
    }

    fn offset(&self) -> usize {
        self.words.as_ptr().cast::<u8>().align_offset(64)
    }

    fn floats(&mut self, offset: usize, count: usize) -> &mut [f32] {
        let begin = self.offset() + offset;
        let words: &mut [f32] = bytemuck::cast_slice_mut(self.words.as_flattened_mut());
        &mut words[begin / 4..][..count]
    }

    fn data(&mut self) -> *mut u8 {
        let offset = self.offset();
        self.words.as_mut_ptr().cast::<u8>().wrapping_add(offset)
    }
}

#[test]
fn a_state_in_memory_of_the_caller() -> Result<()> {
    let model = model()?;
    let step = jit(train).step(&[model.clone()], &[], &[x(), y()])?;
    let session = Session::of_objects(&[model.clone()], SessionOptions::default())?;
    let other = Session::of_objects(&[model], SessionOptions::default())?;
    let layout = session.layout()?;
    let places: Vec<(String, usize, usize)> =
        layout.leaves().iter().map(|leaf| (leaf.path.to_string(), leaf.offset, leaf.nbytes)).collect();
    let expected = [("0/bias", 0, 8), ("0/count", 64, 4), ("0/kernel", 128, 16)];
    assert!(
        places
            .iter()
            .zip(expected)
            .all(|(place, (path, offset, nbytes))| { *place == (path.to_owned(), offset, nbytes) })
    );
    assert_eq!(layout.nbytes(), 192);

    let (mut block, mut inputs, mut output) = (Block::new(192), Block::new(48), Block::new(4));
    let (data, loss_at) = (block.data(), output.data());
    inputs.floats(0, 6).copy_from_slice(x().as_slice().expect("float32"));
    let owner = Arc::new(());
    // SAFETY: the blocks live to the end of the test, longer than the Session.
    unsafe {
        assert!(session.use_memory(data, 191, ()).is_err(), "too small");
        assert!(session.use_memory(data.add(4), 192, ()).is_err(), "not aligned");
        session.use_memory(data, 192, Arc::clone(&owner))?;
        let input = Tensor::from_foreign(DType::F32, &[3, 2], inputs.data(), 24, false, ())?;
        session.bind_input(0, Some(input))?;
        session.bind_output(0, Some(OutputMemory::new(loss_at, 4, ())?))?;
    }
    assert_eq!(block.floats(128, 4), [1.0, 2.0, 3.0, 4.0]);
    let first = session.state()?;
    for _ in 0..3 {
        let results = session.run(&step, &[None, Some(y())])?;
        let same = other.run(&step, &[Some(x()), Some(y())])?;
        let error = results.output(0).expect_err("it is where it is bound");
        assert_eq!(error.status(), Some(Status::FailedPrecondition), "{error}");
        assert_eq!(output.floats(0, 1)[0].to_bits(), loss(&same).to_bits());
        assert_eq!(block.floats(128, 4), floats(&other.read(&path("0/kernel"))?));
    }
    assert_eq!(floats(first.get(&path("0/kernel"))?), [1.0, 2.0, 3.0, 4.0], "a snapshot is a copy");
    // The caller writes to its memory between runs; a step sees it.
    inputs.floats(0, 6).fill(2.0);
    block.floats(0, 2).fill(7.0);
    other.write(&path("0/bias"), Tensor::from_slice(&[2], &[7f32, 7.0])?.into())?;
    session.run(&step, &[None, Some(y())])?;
    let same = other.run(&step, &[Some(Tensor::from_slice(&[3, 2], &[2f32; 6])?), Some(y())])?;
    assert_eq!(output.floats(0, 1)[0].to_bits(), loss(&same).to_bits());
    assert!(session.state()?.bit_eq(&other.state()?));
    session.write(&path("0/bias"), Tensor::from_slice(&[2], &[1f32, 2.0])?.into())?;
    assert_eq!(block.floats(0, 2), [1.0, 2.0]);
    // An output of another size: nothing changes.
    let before = session.state()?;
    // SAFETY: as above.
    session.bind_output(0, Some(unsafe { OutputMemory::new(loss_at, 8, ()) }?))?;
    let error = session.run(&step, &[None, Some(y())]).err().expect("another size");
    assert!(error.message().contains("output 0 is float32[] of 4 bytes, but 8 bytes are bound"), "{error}");
    assert!(session.state()?.bit_eq(&before));
    drop(session);
    assert_eq!(Arc::strong_count(&owner), 1);
    Ok(())
}

#[test]
fn leaves_that_change_places_do_so_in_memory_of_the_caller_too() -> Result<()> {
    let pair = Node::object(None, "Pair")?;
    pair.set(&path("a"), param(&[1.0, 2.0], &[2])?.into())?;
    pair.set(&path("b"), param(&[3.0, 4.0], &[2])?.into())?;
    let swap = jit(|scope| {
        let (a, b) = (scope.objects[0].node(&path("a"))?, scope.objects[0].node(&path("b"))?);
        let (first, second) = (read_variable(&scope.trace, &a)?, read_variable(&scope.trace, &b)?);
        write_variable(&a, &second)?;
        write_variable(&b, &first)?;
        Ok(Outputs { values: vec![first, scope.inputs[0].clone()], states: Vec::new() })
    });
    let input = Tensor::from_slice(&[1], &[5f32])?;
    let step = swap.step(&[pair.clone()], &[], std::slice::from_ref(&input))?;
    let session = Session::of_objects(&[pair], SessionOptions::default())?;
    let (mut block, mut buffer) = (Block::new(128), Block::new(4));
    buffer.floats(0, 1)[0] = 5.0;
    // SAFETY: the blocks live to the end of the test, longer than the Session.
    unsafe {
        session.use_memory(block.data(), 128, ())?;
        session.bind_input(0, Some(Tensor::from_foreign(DType::F32, &[1], buffer.data(), 4, false, ())?))?;
    }
    let results = session.run(&step, &[])?;
    assert_eq!((block.floats(0, 2).to_vec(), block.floats(64, 2).to_vec()), (vec![3.0, 4.0], vec![1.0, 2.0]));
    // What was given does not change with the memory that it came from.
    session.run(&step, &[])?;
    buffer.floats(0, 1)[0] = 6.0;
    assert_eq!(results.output(0)?.as_slice(), Some(&[1f32, 2.0][..]));
    assert_eq!(results.output(1)?.as_slice(), Some(&[5f32][..]));
    Ok(())
}

#[test]
fn arrays_that_share_memory_with_the_state_or_with_outputs_are_told_apart() -> Result<()> {
    let (mut block, mut bound) = (Block::new(128), Block::new(128));
    block.floats(0, 2).copy_from_slice(&[3.0, 4.0]);
    block.floats(64, 2).copy_from_slice(&[1.0, 2.0]);
    // SAFETY: the blocks live to the end of the test, longer than the Session and its arrays.
    let over = |block: &mut Block, offset: usize| unsafe {
        Tensor::from_foreign(DType::F32, &[2], block.data().add(offset), 8, false, ())
    };
    // Each leaf lies where the other one is to be.
    let pair = Node::object(None, "Pair")?;
    pair.set(&path("a"), Node::variable(None, VariableType::named("Param")?, over(&mut block, 64)?.into())?.into())?;
    pair.set(&path("b"), Node::variable(None, VariableType::named("Param")?, over(&mut block, 0)?.into())?.into())?;
    let swap = jit(|scope| {
        let a = scope.objects[0].node(&path("a"))?;
        write_variable(&a, &read_variable(&scope.trace, &a)?.add(&scope.inputs[0])?)?;
        Ok(Outputs { values: vec![scope.inputs[1].clone(), scope.inputs[0].clone()], states: Vec::new() })
    });
    let one = Tensor::from_slice(&[2], &[1f32; 2])?;
    let step = swap.step(&[pair.clone()], &[], &[one.clone(), one.clone()])?;
    let session = Session::of_objects(&[pair], SessionOptions::default())?;
    // SAFETY: as above.
    unsafe { session.use_memory(block.data(), 128, ()) }?;
    assert_eq!((block.floats(0, 2).to_vec(), block.floats(64, 2).to_vec()), (vec![1.0, 2.0], vec![3.0, 4.0]));
    // Outputs go to the memory of inputs, crosswise.
    bound.floats(0, 2).copy_from_slice(&[5.0, 6.0]);
    bound.floats(64, 2).copy_from_slice(&[7.0, 8.0]);
    // SAFETY: as above.
    unsafe {
        session.bind_output(0, Some(OutputMemory::new(bound.data(), 8, ())?))?;
        session.bind_output(1, Some(OutputMemory::new(bound.data().add(64), 8, ())?))?;
    }
    session.run(&step, &[Some(over(&mut bound, 0)?), Some(over(&mut bound, 64)?)])?;
    assert_eq!((bound.floats(0, 2).to_vec(), bound.floats(64, 2).to_vec()), (vec![7.0, 8.0], vec![5.0, 6.0]));
    assert_eq!(block.floats(0, 2), [6.0, 8.0]);
    // A leaf that is set to an array over bound memory has its own.
    let kept = Session::new(session.graphdef(), &[session.state()?], SessionOptions::default())?;
    kept.write(&path("0/b"), over(&mut bound, 64)?.into())?;
    // SAFETY: as above.
    kept.bind_output(1, Some(unsafe { OutputMemory::new(bound.data().add(64), 8, ()) }?))?;
    kept.run(&step, &[Some(one.clone()), Some(one)])?;
    assert_eq!(bound.floats(64, 2), [1.0, 1.0]);
    assert_eq!(floats(&kept.read(&path("0/b"))?), [5.0, 6.0]);
    Ok(())
}

#[test]
fn a_program_that_was_not_traced_here_is_a_step() -> Result<()> {
    let text = "func.func @main(%arg0: tensor<2xf32>, %arg1: tensor<2xf32>) -> (tensor<2xf32>, tensor<f32>) {
        %0 = stablehlo.add %arg0, %arg1 : tensor<2xf32>
        %1 = stablehlo.constant dense<7.0> : tensor<f32>
        return %0, %1 : tensor<2xf32>, tensor<f32>
    }";
    let module = Arc::new(nnx::program::parse(text)?);
    let node = Node::object(None, "Sum")?;
    node.set(&path("total"), param(&[1.0, 2.0], &[2])?.into())?;
    let graphdef = node.graphdef()?;
    let map = StepMap::for_objects(module.entry()?, &[Some(0)], &[1])?;
    let step = Step::from_program(Arc::clone(&module), graphdef.clone(), map.clone(), Device::named("cpu")?)?;
    let session = Session::new(&graphdef, &[node.split_whole()?.1], SessionOptions::default())?;
    let input = Tensor::from_slice(&[2], &[0.5f32, -2.0])?;
    let results = session.run(&step, &[Some(input)])?;
    assert_eq!(results.output(0)?.as_slice(), Some(&[7f32][..]));
    assert_eq!(floats(&session.read(&path("total"))?), [1.5, 0.0]);
    // A map that does not fit is refused.
    let mut wrong = map.clone();
    wrong.outputs = vec![nnx::trace::Source::Result(2)];
    assert!(Step::from_program(Arc::clone(&module), graphdef.clone(), wrong, Device::Cpu).is_err());
    let mut wrong = map;
    wrong.inputs = vec![TensorType::scalar(DType::F32)];
    assert!(Step::from_program(module, graphdef, wrong, Device::Cpu).is_err());
    let error = Device::named("cuda").expect_err("not yet");
    assert_eq!(error.status(), Some(Status::Unimplemented));
    Ok(())
}

#[test]
fn denormal_numbers_are_zero_to_a_step() -> Result<()> {
    let half = jit(|scope| Ok(Outputs { values: vec![scope.inputs[0].mul(0.5)?], states: Vec::new() }));
    let results = half.call(&[], &[], &[Tensor::from_slice(&[2], &[f32::MIN_POSITIVE, -1.0])?])?;
    assert_eq!(results.output(0)?.as_slice(), Some(&[0f32, -0.5][..]));
    Ok(())
}

#[test]
fn an_updated_object_keeps_its_variables() -> Result<()> {
    let model = model()?;
    let (bias, state) = (model.node(&path("bias"))?, model.split_whole()?.1);
    jit(train).call(&[model.clone()], &[], &[x(), y()])?;
    assert_ne!(floats(&bias.value()?), [0.5, -0.5]);
    model.update(&[state], UpdateOptions::default())?;
    assert_eq!(floats(&bias.value()?), [0.5, -0.5]);
    Ok(())
}

#[test]
fn a_report_has_the_kernels_and_what_they_come_from() -> Result<()> {
    let model = model()?;
    let step = jit(train).step(&[model], &[], &[x(), y()])?;
    if std::env::var_os("NNX_BACKEND").is_some_and(|backend| backend == "evaluator") {
        let error = step.report().expect_err("there is no plan");
        assert_eq!(error.status(), Some(Status::FailedPrecondition), "{error}");
        return Ok(());
    }
    let report = step.report()?;
    assert_eq!(report.kernels.len(), step.plan()?.kernels().len());
    let shares: f64 = report.kernels.iter().map(|kernel| kernel.share).sum();
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
    let operations = || report.kernels.iter().flat_map(|kernel| &kernel.operations);
    assert_eq!(operations().filter(|operation| operation.name == "dot_general").count(), 2);
    let kernel_of = |list: fn(&nnx::step::KernelReport) -> &Vec<String>, name: &str| -> Vec<usize> {
        let has = |(_, kernel): &(usize, &nnx::step::KernelReport)| list(kernel).iter().any(|found| found == name);
        report.kernels.iter().enumerate().filter(has).map(|(index, _)| index).collect()
    };
    for name in ["objects/0/kernel", "objects/0/bias", "objects/0/count"] {
        assert_eq!(kernel_of(|kernel| &kernel.writes, name).len(), 1, "{name}\n{report}");
        assert!(!kernel_of(|kernel| &kernel.reads, name).is_empty(), "{name}\n{report}");
    }
    assert_eq!(kernel_of(|kernel| &kernel.writes, "outputs/0").len(), 1, "{report}");
    assert!(!kernel_of(|kernel| &kernel.reads, "inputs/1").is_empty(), "{report}");
    let text = report.to_string();
    assert!(text.contains("reads objects/0/") && text.contains("dot_general float32["), "{text}");
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["kernels"].as_array().map(Vec::len), Some(report.kernels.len()));
    assert_eq!(json["text"].as_str(), Some(text.as_str()));
    assert!(step.plan_dot()?.contains("label=\"objects/0/kernel\\nfloat32[2,2]\\n16 B\""));
    Ok(())
}

#[test]
fn a_report_has_what_is_inside_of_a_loop_and_what_runs_once() -> Result<()> {
    if std::env::var_os("NNX_BACKEND").is_some_and(|backend| backend == "evaluator") {
        return Ok(());
    }
    let jit = jit(|scope| {
        let waves = scope.trace.iota(DType::F32, &[64], 0)?.sin()?;
        let carried = scope.trace.scan(400, &scope.inputs[..1], &[], &mut |carry, _| {
            Ok((vec![carry[0].mul(&waves)?.tanh()?.add(1)?], Vec::new()))
        })?;
        Ok(Outputs { values: carried.0, states: Vec::new() })
    });
    let report = jit.step(&[], &[], &[Tensor::zeros(DType::F32, &[64])?])?.report()?;
    assert_eq!(report.kernels.iter().filter(|kernel| kernel.is_once).count(), 1, "{report}");
    let regions: Vec<_> = report.kernels.iter().flat_map(|kernel| &kernel.regions).collect();
    let names: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
    assert_eq!(names, ["condition", "body"], "{report}");
    let operations: Vec<&str> =
        regions[1].kernels.iter().flat_map(|kernel| &kernel.operations).map(|operation| operation.name).collect();
    assert!(operations.contains(&"tanh"), "{report}");
    assert!(regions[1].kernels.iter().all(|kernel| !kernel.time.is_zero()), "{report}");
    let text = report.to_string();
    assert!(text.contains("       body, ") && text.contains("  once, 64 items"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
    let regions = json["kernels"].as_array().into_iter().flatten().filter_map(|kernel| kernel["regions"].as_array());
    assert_eq!(regions.flatten().filter(|region| region["name"] == "body").count(), 1);
    Ok(())
}
