//! Files of other libraries, and of other versions of a model, are brought into a State.

use std::collections::HashMap;

use nnx::Status;
use nnx::bundle::{self, LoadOptions, Outcome};
use safetensors::tensor::{Dtype, TensorView};

use super::*;

/// A file as another library writes it.
fn foreign(tensors: &[(&str, &[usize], &[f32])]) -> Vec<u8> {
    let views = tensors.iter().map(|(name, shape, values)| {
        (*name, TensorView::new(Dtype::F32, shape.to_vec(), bytemuck::cast_slice(values)).unwrap())
    });
    let metadata = HashMap::from([("format".to_owned(), "pt".to_owned())]);
    safetensors::serialize(views, Some(metadata)).unwrap()
}

fn options(rename: &[(&str, &str)]) -> LoadOptions {
    let rename = rename.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    LoadOptions { rename, ..LoadOptions::default() }
}

fn paths(state: &State) -> Vec<String> {
    (0..state.len()).map(|leaf| state.path(leaf).to_string()).collect()
}

fn values(state: &State, at: &str) -> Vec<f32> {
    state.tensor(&path(at)).unwrap().as_slice::<f32>().unwrap().to_vec()
}

fn outcomes(fit: &bundle::Fit) -> Vec<(String, Outcome)> {
    fit.rows.iter().map(|row| (row.path.to_string(), row.outcome)).collect()
}

fn rows(expected: &[(&str, Outcome)]) -> Vec<(String, Outcome)> {
    expected.iter().map(|(path, outcome)| ((*path).to_owned(), *outcome)).collect()
}

/// What `safetensors.numpy.save` of Python writes for `layer1.weight` (2×3), `layer1.bias` (3) and `n` (int64 3).
const FROM_PYTHON: &[u8] = b"\xe0\0\0\0\0\0\0\0{\"__metadata__\":{\"format\":\"np\"},\
\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},\
\"layer1.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[8,20]},\
\"layer1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[20,44]}}       \
\x03\0\0\0\0\0\0\0\0\0\x80?\0\0\x80?\0\0\x80?\0\0\0\0\0\0\x80?\0\0\0@\0\0@@\0\0\x80@\0\0\xa0@";

#[test]
fn a_file_of_python_is_read() {
    let (loaded, graphdef) = bundle::load_bytes(FROM_PYTHON, &LoadOptions::default()).unwrap();
    assert!(graphdef.is_none());
    assert_eq!(paths(&loaded), ["layer1.bias", "layer1.weight", "n"]);
    assert_eq!(values(&loaded, "layer1.weight"), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(loaded.tensor(&path("n")).unwrap().as_slice::<i64>().unwrap(), [3]);
    assert_eq!(loaded.variable_type(0), None);
    let (renamed, _) = bundle::load_bytes(FROM_PYTHON, &options(&[("layer1.", "layers/1/"), ("n", "step")])).unwrap();
    assert_eq!(paths(&renamed), ["layers/1/bias", "layers/1/weight", "step"]);
}

#[test]
fn data_that_is_not_aligned_is_copied() {
    let folder = Folder::new();
    let values: Vec<f32> = (0..2048u16).map(f32::from).collect();
    let mut bytes = foreign(&[("a", &[2048], &values)]);
    // Another library may pad its header as it likes.
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap());
    bytes[..8].copy_from_slice(&(length + 1).to_le_bytes());
    bytes.insert(8 + length as usize, b' ');
    std::fs::write(folder.file("a"), &bytes).unwrap();
    let (loaded, _) = load(&folder.file("a"));
    assert_eq!(super::foreign::values(&loaded, "a"), values);
}

#[test]
fn names_that_are_no_paths_are_single_keys() {
    let bytes =
        foreign(&[("a//b", &[1], &[1.0]), ("\"x", &[1], &[2.0]), ("0.weight", &[1], &[3.0]), ("b/0", &[1], &[4.0])]);
    let (loaded, _) = bundle::load_bytes(&bytes, &LoadOptions::default()).unwrap();
    assert_eq!(paths(&loaded), ["\"\\\"x\"", "0.weight", "\"a//b\"", "b/0"]);
    let contradiction = foreign(&[("a", &[1], &[1.0]), ("a/b", &[1], &[2.0])]);
    let error = bundle::load_bytes(&contradiction, &LoadOptions::default()).unwrap_err();
    assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some("a")));
}

fn mlp() -> State {
    let zeros = |dims: &[i64]| Tensor::zeros(DType::F32, dims).unwrap();
    state(vec![
        leaf("layers/0/kernel", "Param", zeros(&[2, 3])),
        leaf("layers/0/bias", "Param", zeros(&[3])),
        leaf("layers/1/kernel", "Param", zeros(&[3, 1])),
        leaf("step", "OptState", Tensor::scalar(7u32)),
    ])
}

const KERNEL: &[f32] = &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0];

#[test]
fn a_file_is_brought_in_by_a_rename_map() {
    let like = state((0..3).map(|at| mlp().leaf(at)).collect());
    let bytes = foreign(&[
        ("net.0.weight", &[2, 3], KERNEL),
        ("net.0.bias", &[3], &[7.0, 8.0, 9.0]),
        ("net.1.weight", &[3, 1], &[1.0, 1.0, 1.0]),
    ]);
    let rename =
        options(&[("net.", "layers/"), ("net.0.weight", "layers/0/kernel"), ("net.1.weight", "layers/1/kernel")]);
    let (loaded, fit) = bundle::load_bytes_into(&like, &bytes, &rename).unwrap();
    assert_eq!(values(&loaded, "layers/0/kernel"), KERNEL);
    assert_eq!(values(&loaded, "layers/0/bias"), [7.0, 8.0, 9.0]);
    assert_eq!(loaded.variable_type(0), VariableType::named("Param").ok(), "types stay");
    assert!(fit.rows.iter().all(|row| row.outcome == Outcome::Loaded));
    assert_eq!(fit.rows[1].detail, "from \"net.0.weight\" float32[2,3]");
    assert_eq!(values(&like, "layers/0/kernel"), [0.0; 6], "the State it was like is as before");
}

#[test]
fn one_rule_with_a_star_renames_all_weights_and_an_unused_rule_gets_a_row() {
    let like = state((0..3).map(|at| mlp().leaf(at)).collect());
    let bytes = foreign(&[
        ("layers.0.weight", &[2, 3], KERNEL),
        ("layers.0.bias", &[3], &[7.0, 8.0, 9.0]),
        ("layers.1.weight", &[3, 1], &[1.0, 1.0, 1.0]),
    ]);
    let rename = options(&[("*.weight", "*/kernel"), (".", ""), ("encoder.", "enc/")]);
    let (loaded, fit) = bundle::load_bytes_into(&like, &bytes, &rename).unwrap();
    assert_eq!(values(&loaded, "layers/0/kernel"), KERNEL);
    assert_eq!(values(&loaded, "layers/0/bias"), [7.0, 8.0, 9.0]);
    let (last, leaves) = fit.rows.split_last().unwrap();
    assert!(leaves.len() == 3 && leaves.iter().all(|row| row.outcome == Outcome::Loaded));
    assert_eq!((last.outcome, last.path.to_string().as_str()), (Outcome::UnusedRule, ""));
    assert_eq!(last.detail, "the rename rule \"encoder.\" to \"enc/\" takes no name of the file");
}

#[test]
fn what_does_not_fit_is_listed_and_passed_over_only_if_asked() {
    let folder = Folder::new();
    let file = folder.file("a");
    let bytes = foreign(&[
        ("layers/0/kernel", &[2, 3], KERNEL),
        ("layers/0/bias", &[1, 3], &[7.0, 8.0, 9.0]),
        ("layers/2/kernel", &[1], &[1.0]),
        ("step", &[], &[1.0]),
    ]);
    std::fs::write(&file, &bytes).unwrap();
    let error = bundle::load_into(&mlp(), &file, &LoadOptions::default()).unwrap_err();
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    for expected in [
        "does not fit the State in 4 places:",
        "\n  layers/0/bias: \"layers/0/bias\" float32[1,3] does not fit float32[3]",
        "\n  layers/1/kernel: the file has no tensor for this leaf, float32[3,1]",
        "\n  step: \"step\" float32[] does not fit uint32[]",
        "\n  layers/2/kernel: no leaf for \"layers/2/kernel\" float32[1]",
    ] {
        assert!(error.message().contains(expected), "{error}");
    }
    let partial = LoadOptions { partial: true, ..LoadOptions::default() };
    let (loaded, fit) = bundle::load_into(&mlp(), &file, &partial).unwrap();
    let expected = [
        ("layers/0/bias", Outcome::Shape),
        ("layers/0/kernel", Outcome::Loaded),
        ("layers/1/kernel", Outcome::Missing),
        ("step", Outcome::Dtype),
        ("layers/2/kernel", Outcome::Unexpected),
    ];
    assert_eq!(outcomes(&fit), rows(&expected));
    assert_eq!(values(&loaded, "layers/0/kernel"), KERNEL);
    assert_eq!(values(&loaded, "layers/0/bias"), [0.0; 3], "what does not fit keeps its value");
    assert_eq!(loaded.tensor(&path("step")).unwrap().as_slice::<u32>().unwrap(), [7]);
}

#[test]
fn another_dtype_is_taken_if_allowed() {
    let like = state(vec![leaf("a", "Param", Tensor::scalar(1f64))]);
    let bytes = foreign(&[("a", &[], &[2.0])]);
    let error = bundle::load_bytes_into(&like, &bytes, &LoadOptions::default()).unwrap_err();
    assert!(error.message().contains("float32[] does not fit float64[]"), "{error}");
    let allow = LoadOptions { allow_dtype_change: true, ..LoadOptions::default() };
    let (loaded, fit) = bundle::load_bytes_into(&like, &bytes, &allow).unwrap();
    assert_eq!(values(&loaded, "a"), [2.0]);
    assert!(fit.rows[0].detail.ends_with("instead of float64"), "{}", fit.rows[0].detail);
}

#[test]
fn two_tensors_for_one_path_are_refused() {
    let bytes = foreign(&[("a", &[1], &[1.0]), ("b", &[1], &[2.0])]);
    let like = state(vec![leaf("a", "Param", floats(&[0.0]))]);
    let error = bundle::load_bytes_into(&like, &bytes, &options(&[("b", "a")])).unwrap_err();
    assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some("a")));
}

#[test]
fn an_opaque_leaf_takes_nothing_from_a_file() {
    let opaque = Leaf::Opaque(std::sync::Arc::new(nnx::graph::Opaque::new("foreign.Array", 4, Box::new(()))));
    let like = state(vec![leaf("a", "Param", opaque)]);
    let partial = LoadOptions { partial: true, ..LoadOptions::default() };
    let (loaded, fit) = bundle::load_bytes_into(&like, &foreign(&[("a", &[], &[1.0])]), &partial).unwrap();
    assert!(loaded.bit_eq(&like));
    assert_eq!(outcomes(&fit), rows(&[("a", Outcome::Dtype)]));
}

#[test]
fn a_shared_leaf_is_found_under_any_of_its_paths() {
    let (graphdef, saved) = shared_model().split_whole().unwrap();
    let bytes = bundle::to_bytes(&saved, Some(&graphdef)).unwrap();
    // Without the encoder the first paths of the same Variables are others; through the cycle there are more.
    let like = state(vec![
        leaf("head/kernel", "Param", floats(&[0.0, 0.0])),
        leaf("twin/bias", "Param", floats(&[0.0])),
        leaf("twin/owner/twin/owner/head/kernel", "Param", floats(&[0.0, 0.0])),
    ]);
    let (loaded, fit) = bundle::load_bytes_into(&like, &bytes, &LoadOptions::default()).unwrap();
    assert_eq!(values(&loaded, "head/kernel"), [1.0, 2.0]);
    assert_eq!(values(&loaded, "twin/bias"), [3.0]);
    assert_eq!(values(&loaded, "twin/owner/twin/owner/head/kernel"), [1.0, 2.0]);
    assert_eq!(fit.rows[0].detail, "from \"encoder/kernel\" float32[2]");
    let moved = state(vec![
        leaf("m/twin/kernel", "Param", floats(&[0.0, 0.0])),
        leaf("m/head/kernel", "Param", floats(&[0.0, 0.0])),
        leaf("m/twin/bias", "Param", floats(&[0.0])),
    ]);
    let (loaded, _) = bundle::load_bytes_into(&moved, &bytes, &options(&[("/", "m/")])).unwrap();
    assert_eq!(values(&loaded, "m/head/kernel"), [1.0, 2.0]);
}
