//! State files: what is saved is loaded bit for bit, damage is found, and files of other libraries can be brought in.

mod damage;
mod foreign;
mod interrupted;
mod round_trip;

use std::path::PathBuf;

use nnx::bundle::{LoadOptions, SaveOptions};
use nnx::graph::{GraphDef, Leaf, Metadata, Node, Path, State, StateLeaf, Static, VariableType};
use nnx::tensor::{DType, Tensor};

/// A folder of one test, which is removed when the test ends.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

fn leaf(at: &str, variable_type: &str, value: impl Into<Leaf>) -> StateLeaf {
    let variable_type = (!variable_type.is_empty()).then(|| VariableType::named(variable_type).unwrap());
    StateLeaf { path: path(at), variable_type, metadata: Metadata::empty(), value: value.into() }
}

fn state(leaves: Vec<StateLeaf>) -> State {
    State::from_leaves(leaves).unwrap()
}

/// A tensor whose bytes are all different from their neighbours.
fn counting(dtype: DType, dims: &[i64]) -> Tensor {
    let nbytes = dims.iter().product::<i64>() as usize * dtype.size();
    let byte = |at: usize| if dtype == DType::Bool { (at % 2) as u8 } else { (at.wrapping_mul(167) >> 1) as u8 };
    Tensor::from_bytes(dtype, dims, &(0..nbytes).map(byte).collect::<Vec<u8>>()).unwrap()
}

fn floats(values: &[f32]) -> Tensor {
    Tensor::from_slice(&[values.len() as i64], values).unwrap()
}

fn save(state: &State, graphdef: Option<&GraphDef>, file: &std::path::Path) {
    nnx::bundle::save(state, graphdef, file, &SaveOptions { sync: false }).unwrap();
}

fn load(file: &std::path::Path) -> (State, Option<GraphDef>) {
    nnx::bundle::load(file, &LoadOptions::default()).unwrap()
}

/// An encoder that a decoder shares, a tied kernel, and a cycle.
fn shared_model() -> Node {
    let object = |name: &str| Node::object(None, name).unwrap();
    let param =
        |values: &[f32]| Node::variable(None, VariableType::named("Param").unwrap(), floats(values).into()).unwrap();
    let (model, encoder, head, kernel) = (object("Model"), object("Linear"), object("Linear"), param(&[1.0, 2.0]));
    encoder.set(&path("kernel"), kernel.clone().into()).unwrap();
    encoder.set(&path("bias"), param(&[3.0]).into()).unwrap();
    encoder.set(&path("owner"), model.clone().into()).unwrap();
    encoder.set(&path("rate"), Static::from(0.25).into()).unwrap();
    head.set(&path("kernel"), kernel.into()).unwrap();
    model.set(&path("encoder"), encoder.clone().into()).unwrap();
    model.set(&path("twin"), encoder.into()).unwrap();
    model.set(&path("head"), head.into()).unwrap();
    model
}
