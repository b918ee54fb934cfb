//! Programs that change the structure, take and give States, and those that cannot be saved.

use nnx::Status;
use nnx::bundle::LoadOptions;
use nnx::graph::{Attribute, Opaque};

use super::*;

fn read_back(bundle: &Bundle) -> Result<Bundle> {
    Bundle::from_bytes(&bundle.to_bytes()?, &LoadOptions::default())
}

/// A step that removes one Variable, adds another and leaves a third as it is.
fn restructure(model: &Node) -> Result<TracedFunction> {
    let objects = std::slice::from_ref(model);
    trace_function(Arguments { objects, states: &[], inputs: &[float32(&[2])?] }, &mut |scope| {
        let bias = read_variable(&scope.trace, &model.node(&path("bias"))?)?;
        model.delete(&path("bias"))?;
        let sum = bias.add(&scope.inputs[0])?;
        model.set(&path("sum"), Node::variable(None, VariableType::named("Cache")?, sum.to_leaf())?.into())?;
        Ok(Outputs { values: vec![scope.inputs[0].clone(), sum], states: Vec::new() })
    })
}

#[test]
fn a_changed_structure_comes_back() -> Result<()> {
    let (model, _) = run()?;
    let mut bundle = Bundle::of(&model)?;
    bundle.programs.push(saved("restructure", restructure(&model)?)?);
    let read = read_back(&bundle)?;
    let program = read.program("restructure")?;
    assert_eq!(program.out_graphdef, bundle.programs[0].out_graphdef);
    let change = program.structure.as_ref().expect("it changes the structure");
    assert_eq!(change.kept(), bundle.programs[0].structure.as_ref().expect("as it was").kept());

    // Done to the objects of a call, it changes them as the function did.
    let root = together(std::slice::from_ref(&model))?;
    let kernel = model.node(&path("kernel"))?;
    let (graphdef, state) = root.split_whole()?;
    let x = Tensor::from_slice(&[2], &[1.0f32, 2.0])?;
    let (leaves, outputs) = execute(program, state.values(), std::slice::from_ref(&x))?;
    change.apply(&root, &graphdef, &program.out_graphdef, leaves)?;
    assert!(outputs[0].bit_eq(&x), "an input that is given back");
    assert!(model.node(&path("kernel"))?.same(&kernel));
    assert!(model.node(&path("bias")).is_err());
    let sum = model.node(&path("sum"))?.value()?;
    assert_eq!(sum.tensor().and_then(Tensor::as_slice::<f32>), Some(&[1.0f32, 2.1][..]));
    assert_eq!(root.split_whole()?.0, program.out_graphdef);
    Ok(())
}

#[test]
fn states_that_go_in_and_come_out_have_their_paths_types_and_metadata() -> Result<()> {
    let (model, optimizer) = run()?;
    model.node(&path("kernel"))?.set_metadata("sharding", Static::from("rows"))?;
    let (graphdef, state) = together(&[model, optimizer])?.split_whole()?;
    let arguments = Arguments { objects: &[], states: std::slice::from_ref(&state), inputs: &[] };
    let traced = trace_function(arguments, &mut |scope| {
        let doubled = |leaf: &Leaf| Ok(scope.trace.leaf_value(leaf)?.mul(2.0)?.to_leaf());
        let values = scope.states[0].values().iter().map(doubled).collect::<Result<Vec<Leaf>>>()?;
        let part = State::from_leaves(vec![scope.states[0].leaf(0)])?;
        Ok(Outputs { values: Vec::new(), states: vec![scope.states[0].with_values(values)?, part] })
    })?;
    let mut bundle = Bundle::new(graphdef, state.clone());
    bundle.programs.push(saved("double", traced)?);
    let read = read_back(&bundle)?;
    let map = &read.program("double")?.map;
    assert_eq!((map.num_object_leaves, map.leaves.len()), (0, state.len()));
    let templates = [&map.state_arguments[0], &map.states[0].template];
    for template in templates {
        for leaf in 0..state.len() {
            let (found, expected) = (template.leaf(leaf), state.leaf(leaf));
            assert_eq!((&found.path, found.variable_type), (&expected.path, expected.variable_type));
            assert_eq!(found.metadata, expected.metadata);
        }
    }
    assert_eq!(map.states[1].template.path(0), path("0/bias"));
    assert!(matches!(map.states[1].leaves[0], Source::Leaf(0)));
    // One GraphDef for the bundle, one for no objects, one for the whole State, one for its part.
    let bytes = bundle.to_bytes()?;
    let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    assert!(has(b"graphdefs/3.json") && !has(b"graphdefs/4.json"));
    Ok(())
}

#[test]
fn a_program_with_an_opaque_value_or_an_impossible_name_is_an_error_that_says_which() -> Result<()> {
    let (model, _) = run()?;
    let mut bundle = Bundle::of(&model)?;
    let arguments = Arguments { objects: std::slice::from_ref(&model), states: &[], inputs: &[] };
    let traced = trace_function(arguments, &mut |_| {
        let opaque = Opaque::new("jax", 1, Box::new(()));
        model.set(&path("extra"), Attribute::Opaque(std::sync::Arc::new(opaque)))?;
        Ok(Outputs::default())
    })?;
    bundle.programs.push(saved("put", traced)?);
    let error = bundle.to_bytes().expect_err("an opaque value");
    assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some("0/extra")));
    assert!(error.message().starts_with("program \"put\": the step puts"), "{error}");

    let step = saved("train", restructure(&model)?)?;
    for name in ["", ".", "a/b", "ä", "a b", &"a".repeat(129)] {
        bundle.programs = vec![SavedProgram { name: name.to_owned(), ..step.clone() }];
        let error = bundle.to_bytes().expect_err("a name that cannot be");
        assert_eq!(error.status(), Some(Status::InvalidArgument), "{error}");
    }
    bundle.programs = vec![step.clone(), step];
    assert_eq!(bundle.to_bytes().expect_err("one name").status(), Some(Status::AlreadyExists));
    Ok(())
}

#[test]
fn a_map_that_does_not_fit_its_program_is_not_saved() -> Result<()> {
    let (model, _) = run()?;
    let mut bundle = Bundle::of(&model)?;
    let mut step = saved("restructure", restructure(&model)?)?;
    step.map.outputs.push(Source::Result(7));
    bundle.programs.push(step);
    let error = bundle.to_bytes().expect_err("a result that is not there");
    assert_eq!(error.status(), Some(Status::InvalidArgument));
    assert!(error.message().starts_with("program \"restructure\": the map of @main"), "{error}");
    Ok(())
}

#[test]
fn a_program_that_is_not_there_is_said_with_those_that_are() -> Result<()> {
    let error = sample()?.program("evaluate").err().expect("no such program");
    assert_eq!(error.status(), Some(Status::NotFound));
    assert_eq!(error.message(), "the bundle has no program \"evaluate\"; it has [\"train\"]");
    Ok(())
}
