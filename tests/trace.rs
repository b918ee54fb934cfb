//! Functions over objects are traced: what program they leave, and that the objects are as before.

use nnx::graph::{Attribute, Filter, Leaf, Node, Path, VariableType};
use nnx::program::{Denormals, TensorType, evaluate};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{
    Arguments, Axes, Outputs, Source, TracedFunction, Value, gradients, read_variable, trace_function, value_and_grad,
    watch, write_variable,
};
use nnx::{Error, Result, Status};

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn param(values: &[f32], dims: &[i64]) -> Result<Node> {
    Node::variable(None, VariableType::named("Param")?, Tensor::from_slice(dims, values)?.into())
}

fn linear() -> Result<Node> {
    let model = Node::object(None, "Linear")?;
    model.set(&path("kernel"), param(&[1.0, 2.0, 3.0, 4.0], &[2, 2])?.into())?;
    model.set(&path("bias"), param(&[0.5, -0.5], &[2])?.into())?;
    Ok(model)
}

fn call(model: &Node, x: &Value) -> Result<Value> {
    let kernel = read_variable(x.trace(), &model.node(&path("kernel"))?)?;
    let bias = read_variable(x.trace(), &model.node(&path("bias"))?)?;
    x.matmul(&kernel)?.add(&bias)
}

fn float32(dims: &[i64]) -> Result<TensorType> {
    TensorType::new(DType::F32, dims)
}

/// What the program gives for these leaves and inputs.
fn run(traced: &TracedFunction, inputs: &[Tensor]) -> Result<Vec<Tensor>> {
    evaluate(&traced.module, "main", inputs, Denormals::Keep)
}

fn tensors(node: &Node) -> Result<Vec<Tensor>> {
    let (_, state) = node.split_whole()?;
    Ok(state.values().iter().filter_map(Leaf::tensor).cloned().collect())
}

fn floats(tensor: &Tensor) -> Vec<f32> {
    tensor.as_slice().expect("float32").to_vec()
}

#[test]
fn a_step_changes_what_it_changes_and_gives_the_rest_back() -> Result<()> {
    let model = linear()?;
    let inputs = [float32(&[1, 2])?];
    let arguments = Arguments { objects: std::slice::from_ref(&model), states: &[], inputs: &inputs };
    let traced = trace_function(arguments, &mut |scope| {
        let bias = model.node(&path("bias"))?;
        let y = call(&model, &scope.inputs[0])?;
        write_variable(&bias, &read_variable(&scope.trace, &bias)?.mul(2.0)?)?;
        Ok(Outputs { values: vec![y], states: Vec::new() })
    })?;
    // The model is as before, and holds arrays.
    let before = tensors(&model)?;
    assert_eq!(floats(&before[0]), [0.5, -0.5]);
    assert!(traced.structure.is_none());
    assert!(matches!(traced.object_leaves[..], [Source::Result(_), Source::Leaf(1)]));
    let results = run(&traced, &[before[0].clone(), before[1].clone(), Tensor::from_slice(&[1, 2], &[1f32, 1.0])?])?;
    let Source::Result(bias) = traced.object_leaves[0] else { panic!("the bias is a result") };
    let Source::Result(y) = traced.outputs[0] else { panic!("y is a result") };
    assert_eq!(floats(&results[bias]), [1.0, -1.0]);
    assert_eq!(floats(&results[y]), [4.5, 5.5]);
    Ok(())
}

#[test]
fn gradients_are_by_the_variables_that_the_filter_takes() -> Result<()> {
    let model = linear()?;
    let inputs = [float32(&[3, 2])?, float32(&[3, 2])?];
    let arguments = Arguments { objects: std::slice::from_ref(&model), states: &[], inputs: &inputs };
    let wrt = Filter::of_type(VariableType::named("Param")?);
    let traced = trace_function(arguments, &mut |scope| {
        let [x, y] = &scope.inputs[..] else { return Err(Error::invalid("two inputs")) };
        let (loss, gradients) = value_and_grad(&scope.trace, &model, &wrt, &mut || {
            call(&model, x)?.sub(y)?.square()?.mean(Axes::All, false)
        })?;
        assert_eq!(gradients.len(), 2);
        assert_eq!(gradients.path(0).to_string(), "bias");
        Ok(Outputs { values: vec![loss], states: vec![gradients] })
    })?;
    assert!(matches!(traced.object_leaves[..], [Source::Leaf(0), Source::Leaf(1)]));
    let [bias, kernel] = &tensors(&model)?[..] else { panic!("two leaves") };
    let x = [1f32, -2.0, 0.5, 3.0, 2.0, 1.0];
    let y = [0f32, 1.0, 2.0, 3.0, 4.0, 5.0];
    let all = |kernel: &Tensor| {
        Ok::<_, Error>([
            bias.clone(),
            kernel.clone(),
            Tensor::from_slice(&[3, 2], &x)?,
            Tensor::from_slice(&[3, 2], &y)?,
        ])
    };
    let results = run(&traced, &all(kernel)?)?;
    let at = |source: &Source| match source {
        Source::Result(result) => results[*result].clone(),
        _ => panic!("a result"),
    };
    let gradient = floats(&at(&traced.states[0].leaves[1]));
    let loss = |kernel: &Tensor| -> Result<f32> {
        let Source::Result(loss) = traced.outputs[0] else { panic!("a result") };
        Ok(floats(&run(&traced, &all(kernel)?)?[loss])[0])
    };
    for element in 0..4 {
        let moved = |by: f32| {
            let mut values = floats(kernel);
            values[element] += by;
            Tensor::from_slice(&[2, 2], &values)
        };
        let difference = (loss(&moved(0.125)?)? - loss(&moved(-0.125)?)?) / 0.25;
        // The loss is a quadratic function: the central difference is exact but for rounding.
        assert!((difference - gradient[element]).abs() < 1e-4, "{element}: {difference} {}", gradient[element]);
    }
    Ok(())
}

#[test]
fn what_was_computed_before_is_a_constant_to_gradients() -> Result<()> {
    let inputs = [float32(&[])?];
    let arguments = Arguments { objects: &[], states: &[], inputs: &inputs };
    let traced = trace_function(arguments, &mut |scope| {
        let before = scope.inputs[0].mul(3.0)?;
        let x = watch(&scope.inputs[0])?;
        let loss = x.square()?.mul(&before)?;
        Ok(Outputs { values: gradients(&loss, &[x])?, states: Vec::new() })
    })?;
    // d(x² · 3a)/dx at x = a is 6a², not 9a².
    assert_eq!(floats(&run(&traced, &[Tensor::scalar(2f32)])?[0]), [24.0]);
    let text = traced.module.to_string();
    assert!(!text.contains("nnx."), "{text}");
    Ok(())
}

#[test]
fn an_error_leaves_everything_as_it_was() -> Result<()> {
    let model = linear()?;
    let inputs = [float32(&[1, 3])?];
    let before = model.split_whole()?;
    let arguments = Arguments { objects: std::slice::from_ref(&model), states: &[], inputs: &inputs };
    let mut escaped = None;
    let error = trace_function(arguments, &mut |scope| {
        model.set(&path("more"), param(&[1.0], &[1])?.into())?;
        write_variable(&model.node(&path("bias"))?, &scope.inputs[0])?;
        escaped = Some(scope.inputs[0].clone());
        trace_located(scope, &model)
    })
    .err()
    .expect("the shapes do not go together");
    assert_eq!(error.status(), Some(Status::InvalidArgument));
    assert!(error.to_string().starts_with("0: matmul: float32[1,3] and float32[2,2]"), "{error}");
    let after = model.split_whole()?;
    assert!(before.0 == after.0 && before.1.bit_eq(&after.1));
    let error = escaped.expect("a value").add(1.0).expect_err("the trace is over");
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    Ok(())
}

#[test]
fn a_panic_of_the_function_leaves_everything_as_it_was() -> Result<()> {
    let model = linear()?;
    let bias = model.node(&path("bias"))?;
    let before = model.split_whole()?;
    let arguments = Arguments { objects: std::slice::from_ref(&model), states: &[], inputs: &[] };
    let mut escaped = None;
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        trace_function(arguments, &mut |scope| {
            let value = read_variable(&scope.trace, &bias)?;
            write_variable(&bias, &value.mul(2.0)?)?;
            bias.set_metadata("tag", "seen".into())?;
            model.set(&path("more"), 1i64.into())?;
            escaped = Some(value);
            std::panic::resume_unwind(Box::new("the function's own"))
        })
    }));
    let payload = outcome.err().expect("it panicked");
    assert_eq!(payload.downcast_ref(), Some(&"the function's own"));
    let after = model.split_whole()?;
    assert!(before.0 == after.0 && before.1.bit_eq(&after.1));
    assert!(escaped.expect("a value").trace().is_over());
    trace_function(arguments, &mut |_| Ok(Outputs::default())).map(drop)
}

#[test]
fn a_result_that_is_of_another_trace_ends_this_one() -> Result<()> {
    let inputs = [float32(&[2])?];
    let arguments = Arguments { objects: &[], states: &[], inputs: &inputs };
    let (mut first, mut second) = (None, None);
    trace_function(arguments, &mut |scope| {
        first = scope.inputs.first().cloned();
        Ok(Outputs::default())
    })?;
    let first = first.expect("a value");
    let error = trace_function(arguments, &mut |scope| {
        second = scope.inputs.first().cloned();
        Ok(Outputs { values: vec![first.clone()], states: Vec::new() })
    })
    .err()
    .expect("it is of another trace");
    assert_eq!(
        error.message(),
        "float32[2] is a value of another trace, which is over; a value is used where it was made"
    );
    assert!(second.expect("a value").trace().is_over());
    Ok(())
}

#[test]
fn a_value_that_stayed_in_an_object_is_named() -> Result<()> {
    let (model, other) = (linear()?, linear()?);
    let trace = |object: &Node, f: &mut dyn FnMut(&nnx::trace::Scope) -> Result<()>| {
        let arguments = Arguments { objects: std::slice::from_ref(object), states: &[], inputs: &[] };
        trace_function(arguments, &mut |scope| f(scope).map(|()| Outputs::default())).map(drop)
    };
    trace(&model, &mut |scope| {
        let value = read_variable(&scope.trace, &model.node(&path("bias"))?)?;
        let made = Node::variable(None, VariableType::named("Param")?, value.to_leaf())?;
        other.set(&path("more"), made.into())
    })?;
    let error = trace(&other, &mut |_| Ok(())).expect_err("it holds a value of the other trace");
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    assert_eq!(error.path(), Some("0/more"));
    assert!(error.message().contains("a value of a trace that is over"), "{error}");
    Ok(())
}

fn trace_located(scope: &nnx::trace::Scope, model: &Node) -> Result<Outputs> {
    let y = scope.trace.located(model, call(model, &scope.inputs[0]))?;
    Ok(Outputs { values: vec![y], states: Vec::new() })
}

#[test]
fn a_variable_that_is_no_argument_may_be_read_but_not_changed() -> Result<()> {
    let (model, other) = (linear()?, linear()?);
    let bias = other.node(&path("bias"))?;
    let arguments = Arguments { objects: std::slice::from_ref(&model), states: &[], inputs: &[] };
    let error = trace_function(arguments, &mut |scope| {
        let value = read_variable(&scope.trace, &model.node(&path("bias"))?)?;
        write_variable(&bias, &value.add(&read_variable(&scope.trace, &bias)?)?)?;
        Ok(Outputs::default())
    })
    .err()
    .expect("it would stay in it");
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    assert!(error.message().contains("not below its arguments"), "{error}");
    assert_eq!(floats(bias.value()?.tensor().expect("an array")), [0.5, -0.5]);
    Ok(())
}

#[test]
fn a_changed_structure_is_given_to_the_objects_after_the_run() -> Result<()> {
    let model = linear()?;
    let kernel = model.node(&path("kernel"))?;
    let arguments = Arguments { objects: std::slice::from_ref(&model), states: &[], inputs: &[] };
    let traced = trace_function(arguments, &mut |scope| {
        let bias = read_variable(&scope.trace, &model.node(&path("bias"))?)?;
        model.delete(&path("bias"))?;
        model.set(&path("calls"), 1i64.into())?;
        let seen = Node::variable(None, VariableType::named("Intermediate")?, bias.mul(2.0)?.to_leaf())?;
        let list = Node::empty(None, nnx::graph::ContainerKind::PlainList)?;
        list.append(&seen)?;
        list.append(&model)?;
        model.set(&path("seen"), list.into()).map(|()| Outputs::default())
    })?;
    assert!(model.get(&path("bias")).is_ok() && model.get(&path("seen")).is_err());
    let results = run(&traced, &tensors(&model)?)?;
    let leaves = traced.object_leaves.iter().map(|source| match source {
        Source::Result(result) => Ok(results[*result].clone().into()),
        Source::Leaf(1) => kernel.value(),
        _ => Err(Error::invalid("another source")),
    });
    let leaves = leaves.collect::<Result<Vec<Leaf>>>()?;
    let root = nnx::trace::together(std::slice::from_ref(&model))?;
    let change = traced.structure.as_ref().expect("the structure changed");
    change.apply(&root, &traced.graphdef, &traced.out_graphdef, leaves)?;
    assert!(root.graphdef()? == traced.out_graphdef);
    assert!(model.node(&path("kernel"))?.same(&kernel) && model.node(&path("seen/1"))?.same(&model));
    assert!(matches!(model.get(&path("calls"))?, Attribute::Static(_)));
    assert_eq!(floats(model.node(&path("seen/0"))?.value()?.tensor().expect("an array")), [1.0, -1.0]);
    Ok(())
}

#[test]
fn a_scan_carries_and_stacks_and_has_a_gradient() -> Result<()> {
    let inputs = [float32(&[])?, float32(&[3])?];
    let arguments = Arguments { objects: &[], states: &[], inputs: &inputs };
    let traced = trace_function(arguments, &mut |scope| {
        let a = watch(&scope.inputs[0])?;
        let one = scope.trace.scalar(DType::F32, 1.0)?;
        let (carry, products) = scope.trace.scan(3, &[one], &scope.inputs[1..], &mut |carry, x| {
            let next = carry[0].mul(&a)?.mul(&x[0])?;
            Ok((vec![next.clone()], vec![next]))
        })?;
        let gradient = gradients(&carry[0], std::slice::from_ref(&a))?;
        let truth = carry[0].greater(100.0)?;
        let chosen = scope.trace.cond(&truth, &mut |_| Ok(vec![a.mul(10.0)?]), &mut |_| Ok(vec![a.neg()?]))?;
        Ok(Outputs { values: [carry, products, gradient, chosen].concat(), states: Vec::new() })
    })?;
    let results = run(&traced, &[Tensor::scalar(2f32), Tensor::from_slice(&[3], &[1f32, 2.0, 3.0])?])?;
    let found: Vec<Vec<f32>> = traced
        .outputs
        .iter()
        .map(|source| match source {
            Source::Result(result) => floats(&results[*result]),
            _ => panic!("a result"),
        })
        .collect();
    // 6a³ at a = 2, its steps, its derivative 18a², and -a, as 48 is not above 100.
    assert_eq!(found, [vec![48.0], vec![2.0, 8.0, 48.0], vec![72.0], vec![-2.0]]);
    Ok(())
}
