//! A bundle is brought into objects that are there.

use nnx::Status;
use nnx::bundle::{LoadOptions, Outcome};

use super::*;

#[test]
fn the_same_objects_take_the_state_and_keep_their_identity() -> Result<()> {
    let bundle = sample()?;
    let (state, _) = train_over(&bundle, 0..3)?;
    let trained = Bundle { state, ..bundle };
    let (model, optimizer) = run()?;
    let kernel = model.node(&path("kernel"))?;
    let root = together(&[model.clone(), optimizer])?;
    let fit = trained.load_into(&root, &LoadOptions::default())?;
    assert!(fit.rows.iter().all(|row| row.outcome == Outcome::Loaded));
    assert!(root.split_whole()?.1.bit_eq(&trained.state));
    assert!(model.node(&path("kernel"))?.same(&kernel));
    Ok(())
}

#[test]
fn what_does_not_fit_is_listed_by_path_and_changes_nothing() -> Result<()> {
    let bundle = sample()?;
    let (model, optimizer) = run()?;
    model.set(&path("kernel"), variable("Param", &[9.0; 3], &[3])?.into())?;
    model.set(&path("extra"), variable("Param", &[9.0], &[1])?.into())?;
    optimizer.delete(&path("step"))?;
    let root = together(&[model, optimizer])?;
    let before = root.split_whole()?.1;
    let error = bundle.load_into(&root, &LoadOptions::default()).expect_err("other objects");
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    for expected in ["3 places", "\n  0/extra: the file has no tensor", "\n  0/kernel: ", "\n  1/step: no leaf"] {
        assert!(error.message().contains(expected), "{expected}: {error}");
    }
    assert!(root.split_whole()?.1.bit_eq(&before));

    let fit = bundle.load_into(&root, &LoadOptions { partial: true, ..LoadOptions::default() })?;
    let outcome = |at: &str| fit.rows.iter().find(|row| row.path == path(at)).map(|row| row.outcome);
    assert_eq!(outcome("0/bias"), Some(Outcome::Loaded));
    assert_eq!(outcome("0/extra"), Some(Outcome::Missing));
    assert_eq!(outcome("0/kernel"), Some(Outcome::Shape));
    assert_eq!(outcome("1/step"), Some(Outcome::Unexpected));
    let after = root.split_whole()?.1;
    assert_eq!(after.tensor(&path("0/kernel"))?.as_slice::<f32>(), Some(&[9.0f32; 3][..]));
    assert_eq!(after.tensor(&path("0/bias"))?.as_slice::<f32>(), Some(&[0.0f32, 0.1][..]));
    Ok(())
}

#[test]
fn a_part_is_brought_into_a_model_of_other_names() -> Result<()> {
    let bundle = sample()?;
    let model = Node::object(None, "Classifier")?;
    let head = Node::object(None, "Head")?;
    head.set(&path("weight"), variable("Param", &[0.0; 4], &[2, 2])?.into())?;
    head.set(&path("bias"), variable("Param", &[0.0; 2], &[2])?.into())?;
    model.set(&path("head"), head.into())?;
    let rename = [("0/", "head/"), ("0/kernel", "head/weight")];
    let rename = rename.map(|(from, to)| (from.to_owned(), to.to_owned())).to_vec();
    let fit = bundle.load_into(&model, &LoadOptions { rename, partial: true, ..LoadOptions::default() })?;
    let loaded = fit.rows.iter().filter(|row| row.outcome == Outcome::Loaded).map(|row| row.path.to_string());
    assert_eq!(loaded.collect::<Vec<String>>(), ["head/bias", "head/weight"]);
    let weight = model.split_whole()?.1;
    assert_eq!(weight.tensor(&path("head/weight"))?.as_slice::<f32>(), Some(&[0.5f32, -0.25, 0.125, 1.0][..]));
    Ok(())
}

#[test]
fn a_leaf_is_found_under_the_other_path_of_a_shared_variable() -> Result<()> {
    let (_, optimizer) = run()?;
    let alone = together(std::slice::from_ref(&optimizer))?;
    let bundle = Bundle::of(&together(&[Node::object(None, "Empty")?, optimizer])?)?;
    // In the bundle the model stands below the optimizer only, in the objects before it.
    let (model, optimizer) = run()?;
    let root = together(&[model, optimizer])?;
    let rename = [("1/model/".to_owned(), "0/".to_owned())].to_vec();
    let fit = bundle.load_into(&root, &LoadOptions { rename, ..LoadOptions::default() })?;
    assert!(fit.rows.iter().all(|row| row.outcome == Outcome::Loaded));
    // And here it is found by the aliases.
    let bundle = sample()?;
    let rename = [("1/".to_owned(), "0/".to_owned()), ("0/".to_owned(), "0/model/".to_owned())].to_vec();
    let fit = bundle.load_into(&alone, &LoadOptions { rename, ..LoadOptions::default() })?;
    assert!(fit.rows.iter().all(|row| row.outcome == Outcome::Loaded), "{fit:?}");
    Ok(())
}
