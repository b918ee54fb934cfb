//! What is saved is read back.

use nnx::Status;
use nnx::bundle::{LoadOptions, Origin, SaveOptions};
use nnx::graph::{Attribute, GraphDef, Opaque};

use super::*;

#[test]
fn everything_comes_back() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.nnx");
    let bundle = sample()?;
    bundle.save(&file, &SaveOptions::default())?;
    for options in [LoadOptions::default(), LoadOptions { copy: true, no_checksum: true, ..LoadOptions::default() }] {
        let read = Bundle::open(&file, &options)?;
        assert_eq!(read.graphdef, bundle.graphdef);
        assert!(read.state.bit_eq(&bundle.state));
        assert_eq!(read.metadata, bundle.metadata);
        let Origin { version, isa } = read.origin.clone().expect("an origin");
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
        assert!(["avx512", "avx2", "neon", "baseline"].contains(&isa.as_str()), "{isa}");
        let (program, original) = (read.program("train")?, bundle.program("train")?);
        assert_eq!(program.module, original.module);
        assert_eq!((&program.graphdef, &program.out_graphdef), (&original.graphdef, &original.out_graphdef));
        assert_eq!(program.map.leaves, original.map.leaves);
        let (state, losses) = train_over(&read, 0..2)?;
        let (expected, expected_losses) = train_over(&bundle, 0..2)?;
        assert!(state.bit_eq(&expected) && losses.iter().zip(&expected_losses).all(|(a, b)| a.bit_eq(b)));
        // The objects share again what they shared.
        let root = read.merge()?;
        assert!(root.node(&path("0"))?.same(&root.node(&path("1/model"))?));
    }
    Ok(())
}

#[test]
fn the_same_bundle_gives_the_same_bytes_in_a_file_and_in_memory() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.nnx");
    sample()?.save(&file, &SaveOptions { sync: false })?;
    let bytes = sample()?.to_bytes()?;
    assert_eq!(std::fs::read(&file).expect("the file"), bytes);
    let again = Bundle::from_bytes(&bytes, &LoadOptions::default())?;
    assert_eq!(again.to_bytes()?, bytes);
    Ok(())
}

#[test]
fn large_tensors_are_mapped_aligned() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.nnx");
    let root = Node::object(None, "Large")?;
    root.set(&path("a"), Attribute::from(variable("Param", &vec![1.5; 100_000], &[100_000])?))?;
    root.set(&path("b"), Attribute::from(variable("Param", &[2.5; 64], &[64])?))?;
    let bundle = Bundle::of(&root)?;
    bundle.save(&file, &SaveOptions { sync: false })?;
    let read = Bundle::open(&file, &LoadOptions::default())?;
    assert!(read.state.bit_eq(&bundle.state));
    let large = read.state.tensor(&path("a"))?;
    assert_eq!(large.bytes().as_ptr().addr() % 64, 0);
    assert!(large.heap_bytes() < 1000, "it lies in the mapped file");
    // The file may be replaced while it is mapped.
    let small = Bundle::of(&variable("Param", &[0.0], &[1])?)?;
    small.save(&file, &SaveOptions { sync: false })?;
    assert!(read.state.bit_eq(&bundle.state));
    Ok(())
}

#[test]
fn a_leaf_alone_and_objects_without_leaves_are_bundles() -> Result<()> {
    for root in [variable("Param", &[1.0], &[])?, Node::object(None, "Empty")?] {
        let bundle = Bundle::of(&root)?;
        let read = Bundle::from_bytes(&bundle.to_bytes()?, &LoadOptions::default())?;
        assert_eq!(read.graphdef, bundle.graphdef);
        assert!(read.state.bit_eq(&bundle.state));
    }
    Ok(())
}

#[test]
fn what_no_file_can_hold_is_an_error_that_names_the_path() -> Result<()> {
    let (model, optimizer) = run()?;
    let opaque = std::sync::Arc::new(Opaque::new("jax", 1, Box::new(())));
    model.set(&path("key"), Attribute::Opaque(opaque))?;
    let error = Bundle::of(&together(&[model, optimizer])?)?.to_bytes().expect_err("an opaque leaf");
    assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some("0/key")));

    let (model, optimizer) = run()?;
    model.set(&path("activation"), Attribute::from(Static::foreign(Box::new(Function))))?;
    let error = Bundle::of(&together(&[model, optimizer])?)?.to_bytes().expect_err("a function");
    assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some("0/activation")));
    Ok(())
}

/// A static value of another language.
struct Function;

impl nnx::graph::Foreign for Function {
    fn equal(&self, other: &dyn nnx::graph::Foreign) -> bool {
        other.as_any().is::<Function>()
    }

    fn hash(&self) -> u64 {
        1
    }

    fn describe(&self) -> String {
        "a function".to_owned()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

#[test]
fn a_state_must_have_the_leaves_of_the_graphdef() -> Result<()> {
    let bundle = sample()?;
    let (model, _) = run()?;
    let (graphdef, state): (GraphDef, State) = model.split_whole()?;
    let small = Bundle::new(bundle.graphdef.clone(), state);
    let error = small.to_bytes().expect_err("other leaves");
    assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some("bias")));
    let error = Bundle::new(graphdef, State::empty()).to_bytes().expect_err("no leaves");
    assert_eq!(error.path(), Some("bias"));
    assert!(error.message().contains("the State does not have"), "{error}");
    Ok(())
}
