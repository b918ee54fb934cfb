//! Which argument and result of a saved program is which leaf, input or output, as JSON.
//!
//! ```json
//! {"name": "train", "file": "programs/train.mlir",
//!  "arguments": {
//!    "objects": {"graphdef": "graphdef.json", "leaves": [{"path": "0/bias", "dtype": "float32", "shape": [3]}]},
//!    "states": [], "inputs": [{"dtype": "float32", "shape": [32, 2]}]},
//!  "results": {
//!    "types": [{"dtype": "float32", "shape": [3]}, {"dtype": "float32", "shape": []}],
//!    "objects": {"graphdef": "graphdef.json", "leaves": [{"path": "0/bias", "result": 0}]},
//!    "states": [], "outputs": [{"result": 1}]}}
//! ```

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::bundle::SavedProgram;
use super::graphdefs::{Saved, Stored};
use super::header::LONGEST;
use super::{damaged, variables};
use crate::error::{Error, Result, Status};
use crate::graph::{GraphDef, Key, Leaf, Listing, Path, State, StateLeaf};
use crate::program::{Function, Module, TensorType};
use crate::step::StepMap;
use crate::tensor::{DType, Tensor};
use crate::trace::{Source, StateSource, StructureChange};

/// The entry of a program in the manifest.
pub(super) fn to_json(program: &SavedProgram, file: &str, graphdefs: &mut Saved) -> Result<Value> {
    let SavedProgram { name, module, graphdef, out_graphdef, structure, map } = program;
    let function = module.entry()?;
    map.check(function, graphdef.num_leaves(), out_graphdef.num_leaves())?;
    let mut listing = Listing::within(LONGEST);
    let mut types = map.leaves.iter();
    let mut taken = |state: &State, graphdef: String| -> Result<Value> {
        let leaf = |(leaf, ty): (usize, &Option<TensorType>)| -> Result<Value> {
            let mut entry = Map::from_iter([("path".to_owned(), listing.text(state.display_path(leaf))?.into())]);
            if let Some(ty) = ty {
                entry.insert("dtype".to_owned(), ty.dtype.name().into());
                entry.insert("shape".to_owned(), ty.dims().into());
            }
            Ok(entry.into())
        };
        let leaves = (0..state.len()).zip(types.by_ref()).map(leaf).collect::<Result<Vec<Value>>>()?;
        Ok(json!({"graphdef": graphdef, "leaves": leaves}))
    };
    let objects = taken(&State::without_values(graphdef), graphdefs.name(graphdef)?)?;
    let states = map.state_arguments.iter().map(|state| taken(state, graphdefs.name(&table(state)?)?));
    let states = states.collect::<Result<Vec<Value>>>()?;
    let arguments =
        json!({"objects": objects, "states": states, "inputs": map.inputs.iter().map(type_json).collect::<Vec<_>>()});

    let mut given = |state: &State, sources: &[Source], graphdef: String| -> Result<Value> {
        let leaf = |(leaf, source): (usize, &Source)| -> Result<Value> {
            let path = listing.text(state.display_path(leaf))?;
            let (kind, number) = source_json(source).map_err(|error| error.at(&path))?;
            Ok(json!({"path": path, kind: number}))
        };
        let leaves = sources.iter().enumerate().map(leaf).collect::<Result<Vec<Value>>>()?;
        Ok(json!({"graphdef": graphdef, "leaves": leaves}))
    };
    let mut objects = given(&State::without_values(out_graphdef), &map.object_leaves, graphdefs.name(out_graphdef)?)?;
    if let Some(structure) = structure {
        objects["kept"] = structure.kept().into();
    }
    let states =
        map.states.iter().map(|state| given(&state.template, &state.leaves, graphdefs.name(&table(&state.template)?)?));
    let states = states.collect::<Result<Vec<Value>>>()?;
    let outputs = map.outputs.iter().map(|output| source_json(output).map(|(kind, number)| json!({kind: number})));
    let outputs = outputs.collect::<Result<Vec<Value>>>()?;
    let types = result_types(function)?.into_iter().map(type_json).collect::<Vec<Value>>();
    let results = json!({"types": types, "objects": objects, "states": states, "outputs": outputs});
    Ok(json!({"name": name, "file": file, "arguments": arguments, "results": results}))
}

/// The GraphDef of a dict that says the paths, types and metadata of a State.
fn table(state: &State) -> Result<GraphDef> {
    let mut listing = Listing::within(LONGEST);
    let names = (0..state.len()).map(|leaf| Ok(listing.text(state.display_path(leaf))?));
    variables::table(state, &names.collect::<Result<Vec<String>>>()?)
}

fn type_json(ty: &TensorType) -> Value {
    json!({"dtype": ty.dtype.name(), "shape": ty.dims()})
}

fn source_json(source: &Source) -> Result<(&'static str, usize)> {
    match source {
        Source::Result(result) => Ok(("result", *result)),
        Source::Leaf(leaf) => Ok(("leaf", *leaf)),
        Source::Input(input) => Ok(("input", *input)),
        Source::Known(value) => {
            Err(Error::invalid(format!("the step puts {value} here, an opaque value, which no file can hold")))
        }
    }
}

fn result_types(function: &Function) -> Result<Vec<&TensorType>> {
    let types = function.result_types().enumerate().map(|(result, ty)| {
        ty.as_tensor()
            .ok_or_else(|| Error::invalid(format!("result {result} of the program is {ty}, which is no array")))
    });
    types.collect()
}

/// The program that an entry of the manifest is about.
pub(super) fn from_json(entry: &Value, name: String, module: Module, graphdefs: &mut Stored) -> Result<SavedProgram> {
    let arguments = field(entry, "arguments")?;
    let results = field(entry, "results")?;
    let taken = field(arguments, "objects").and_then(|objects| {
        let graphdef = graphdefs.get(field(objects, "graphdef")?)?;
        let leaves = leaf_types(objects, &State::without_values(&graphdef))?;
        Ok((graphdef, leaves))
    });
    let (graphdef, mut leaves) = taken.map_err(|error| within("arguments.objects", error))?;
    let num_object_leaves = leaves.len();
    let state_arguments = each(arguments, "states", |state| {
        let template = template(&graphdefs.get(field(state, "graphdef")?)?)?;
        leaves.extend(leaf_types(state, &template)?);
        Ok(template)
    })?;
    let inputs = each(arguments, "inputs", tensor_type)?;
    let given = field(results, "objects").and_then(|objects| {
        let out_graphdef = graphdefs.get(field(objects, "graphdef")?)?;
        let leaves = sources(objects, &State::without_values(&out_graphdef))?;
        let structure = structure(objects, &graphdef, &out_graphdef)?;
        Ok((out_graphdef, leaves, structure))
    });
    let (out_graphdef, object_leaves, structure) = given.map_err(|error| within("results.objects", error))?;
    let states = each(results, "states", |state| {
        let template = template(&graphdefs.get(field(state, "graphdef")?)?)?;
        Ok(StateSource { leaves: sources(state, &template)?, template })
    })?;
    let outputs = each(results, "outputs", source)?;
    let map = StepMap { leaves, num_object_leaves, state_arguments, inputs, object_leaves, states, outputs };
    let function = module.entry()?;
    map.check(function, graphdef.num_leaves(), out_graphdef.num_leaves())?;
    let types = each(results, "types", tensor_type)?;
    if !types.iter().eq(result_types(function)?) {
        return Err(damaged("the types of the results are not those of the program"));
    }
    Ok(SavedProgram { name, module: Arc::new(module), graphdef, out_graphdef, structure, map })
}

/// The State without values that a table says.
fn template(table: &GraphDef) -> Result<State> {
    let mut leaves = Vec::with_capacity(table.num_leaves());
    for leaf in 0..table.num_leaves() {
        let path = table.leaf_path(leaf);
        let [Key::Str(name)] = path.keys() else {
            return Err(damaged("the GraphDef of a State is not a dict of leaves"));
        };
        let path: Path = name.parse()?;
        let (variable_type, metadata) = (table.leaf_type(leaf), table.leaf_metadata(leaf).clone());
        let value = Leaf::from(Tensor::zeros(DType::Bool, &[0])?);
        leaves.push(StateLeaf { path, variable_type, metadata, value });
    }
    Ok(State::from_leaves(leaves)?.emptied())
}

/// The types of the leaves that a program takes, whose paths must be those of the State.
fn leaf_types(value: &Value, state: &State) -> Result<Vec<Option<TensorType>>> {
    leaves_of(value, state, |leaf| match leaf.get("dtype") {
        None => Ok(None),
        Some(_) => tensor_type(leaf).map(Some),
    })
}

fn sources(value: &Value, state: &State) -> Result<Vec<Source>> {
    leaves_of(value, state, source)
}

fn leaves_of<T>(value: &Value, state: &State, read: impl Fn(&Value) -> Result<T>) -> Result<Vec<T>> {
    let mut number = 0;
    let mut listing = Listing::within(LONGEST);
    let leaves = each(value, "leaves", |leaf| {
        let path = text(leaf, "path")?;
        let found = match number < state.len() {
            true => listing.text(state.display_path(number))?,
            false => return Err(damaged(format!("{path:?} is a leaf too many"))),
        };
        if path != found {
            return Err(damaged(format!("leaf {number} is called {path:?}, and the GraphDef calls it {found:?}")));
        }
        number += 1;
        read(leaf)
    })?;
    if leaves.len() != state.len() {
        return Err(damaged(format!("there are {} leaves, and the GraphDef has {}", leaves.len(), state.len())));
    }
    Ok(leaves)
}

fn structure(objects: &Value, before: &GraphDef, after: &GraphDef) -> Result<Option<StructureChange>> {
    if objects.get("kept").is_none() {
        return match before == after {
            true => Ok(None),
            false => Err(damaged("the structure changes, and which nodes are kept is not said")),
        };
    }
    let kept = each(objects, "kept", |kept| match kept {
        Value::Null => Ok(None),
        kept => index(kept).map(Some),
    })?;
    StructureChange::new(kept, before, after).map(Some)
}

fn source(value: &Value) -> Result<Source> {
    let number = |name| value.get(name).map(index).transpose();
    match (number("result")?, number("leaf")?, number("input")?) {
        (Some(result), None, None) => Ok(Source::Result(result)),
        (None, Some(leaf), None) => Ok(Source::Leaf(leaf)),
        (None, None, Some(input)) => Ok(Source::Input(input)),
        _ => Err(damaged("one of `result`, `leaf` and `input` must say where it comes from")),
    }
}

fn tensor_type(value: &Value) -> Result<TensorType> {
    let dtype = text(value, "dtype")?;
    let dtype = DType::from_name(dtype).ok_or_else(|| damaged(format!("there is no dtype {dtype:?}")))?;
    let dims = each(value, "shape", |dim| dim.as_i64().ok_or_else(|| damaged(format!("{dim} is no extent"))))?;
    TensorType::new(dtype, &dims)
}

fn index(value: &Value) -> Result<usize> {
    let index = value.as_u64().and_then(|index| usize::try_from(index).ok());
    index.ok_or_else(|| damaged(format!("{value} is no index")))
}

/// A field of an object.
pub(super) fn field<'a>(value: &'a Value, name: &str) -> Result<&'a Value> {
    value.get(name).ok_or_else(|| damaged(format!("`{name}` is missing")))
}

/// A text in an object.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    field(value, name)?.as_str().ok_or_else(|| damaged(format!("`{name}` is no text")))
}

/// What `read` makes of each element of a list in an object.
pub(super) fn each<T>(value: &Value, name: &str, mut read: impl FnMut(&Value) -> Result<T>) -> Result<Vec<T>> {
    let list = field(value, name)?.as_array().ok_or_else(|| damaged(format!("`{name}` is no list")))?;
    let element = |(place, element)| read(element).map_err(|error| within(format_args!("{name}[{place}]"), error));
    list.iter().enumerate().map(element).collect()
}

/// An error of a place within the manifest.
pub(super) fn within(place: impl std::fmt::Display, error: Error) -> Error {
    let status = match error.status() {
        Some(status @ (Status::ResourceExhausted | Status::Unimplemented)) => status,
        _ => Status::DataLoss,
    };
    Error::new(status, format!("{place}: {error}"))
}
