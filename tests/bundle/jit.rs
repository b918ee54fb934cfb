//! A jit is saved with its steps, and called again in what was loaded.

use nnx::Status;
use nnx::bundle::LoadOptions;
use nnx::graph::UpdateOptions;
use nnx::step::{Jit, JitOptions, Session, SessionOptions};

use super::*;

/// Adds the sum of its input to the bias, and gives the kernel times the input.
fn function() -> Jit {
    let function = |scope: &nnx::trace::Scope| {
        let (model, x) = (&scope.objects[0], &scope.inputs[0]);
        let (kernel, bias) = (model.node(&path("kernel"))?, model.node(&path("bias"))?);
        let y = x.matmul(&read_variable(&scope.trace, &kernel)?)?;
        let moved = read_variable(&scope.trace, &bias)?.add(&x.sum(Axes::All, false)?)?;
        write_variable(&bias, &moved)?;
        Ok(Outputs { values: vec![y], states: Vec::new() })
    };
    Jit::new(Box::new(function), JitOptions::default())
}

fn ones(rows: i64) -> Result<Tensor> {
    Tensor::from_slice(&[rows, 2], &vec![1.0f32; 2 * rows as usize])
}

#[test]
fn the_steps_of_a_jit_go_on_where_they_were_loaded() -> Result<()> {
    let (model, _) = run()?;
    let jit = function();
    for rows in [1, 3] {
        jit.call(std::slice::from_ref(&model), &[], &[ones(rows)?])?;
    }
    let mut bundle = Bundle::of(&model)?;
    bundle.add_jit("call", &jit)?;
    let bundle = Bundle::from_bytes(&bundle.to_bytes()?, &LoadOptions::default())?;
    let names: Vec<&str> = bundle.programs.iter().map(|program| program.name.as_str()).collect();
    assert_eq!(names, ["call", "call.2"]);

    let (loaded, there) = (bundle.jit("call", JitOptions::default())?, bundle.merge()?);
    for rows in [3, 1, 3] {
        let expected = jit.call(std::slice::from_ref(&model), &[], &[ones(rows)?])?;
        let found = loaded.call(std::slice::from_ref(&there), &[], &[ones(rows)?])?;
        assert!(expected.output(0)?.bit_eq(found.output(0)?) && found.output(0)?.shape() == [rows, 2]);
    }
    assert!(there.split_whole()?.1.bit_eq(&model.split_whole()?.1));

    let mut twice = bundle.clone();
    twice.add_jit("call", &jit)?;
    let names: Vec<&str> = twice.programs.iter().map(|program| program.name.as_str()).collect();
    assert_eq!(names, ["call", "call.2", "call.3", "call.4"]);

    let error = loaded.call(&[there], &[], &[ones(2)?]).err().expect("another shape");
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    for takes in ["inputs (float32[1,2])", "inputs (float32[3,2])"] {
        assert!(error.message().contains(takes), "{error}");
    }
    Ok(())
}

#[test]
fn a_session_runs_a_step_that_was_loaded() -> Result<()> {
    let trained = |bundle: &Bundle| -> Result<State> {
        let step = bundle.program("train")?.step(Device::default())?;
        let session = Session::new(&bundle.graphdef, std::slice::from_ref(&bundle.state), SessionOptions::default())?;
        for number in 0..5 {
            session.run(&step, &batch(number)?.map(Some))?;
        }
        session.state()
    };
    let saved = sample()?;
    let loaded = Bundle::from_bytes(&saved.to_bytes()?, &LoadOptions::default())?;
    assert!(trained(&loaded)?.bit_eq(&trained(&saved)?));
    Ok(())
}

#[test]
fn a_step_that_changes_the_structure_does_so_where_it_was_loaded() -> Result<()> {
    let grow = Jit::new(
        Box::new(|scope| {
            let model = &scope.objects[0];
            let count = model.keys()?.len() as i64;
            let made = scope.trace.full(DType::F32, &[2], count as f64)?;
            let made = Node::variable(None, VariableType::named("Cache")?, made.to_leaf())?;
            model.set(&path(&format!("made{count}")), made.into())?;
            Ok(Outputs::default())
        }),
        JitOptions::default(),
    );
    let (model, _) = run()?;
    let before = model.split_whole()?.1;
    let mut bundle = Bundle::of(&model)?;
    grow.call(std::slice::from_ref(&model), &[], &[])?;
    bundle.add_jit("grow", &grow)?;
    let bundle = Bundle::from_bytes(&bundle.to_bytes()?, &LoadOptions::default())?;
    let there = bundle.merge()?;
    assert!(there.split_whole()?.1.bit_eq(&before));
    bundle.jit("grow", JitOptions::default())?.call(std::slice::from_ref(&there), &[], &[])?;
    let (graphdef, state) = there.split_whole()?;
    assert_eq!(graphdef, model.split_whole()?.0);
    model.update(&[state], UpdateOptions::default())?;
    assert_eq!(model.node(&path("made3"))?.value()?.tensor().and_then(Tensor::as_slice::<f32>), Some(&[3.0f32; 2][..]));
    Ok(())
}

#[test]
fn a_jit_that_was_never_called_has_nothing_to_save() -> Result<()> {
    let error = Bundle::of(&run()?.0)?.add_jit("call", &function()).expect_err("no steps");
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    assert!(error.message().contains("was never called"), "{error}");
    Ok(())
}
