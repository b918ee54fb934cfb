//! Streams of keys: Flax's `Rngs` and `RngStream` as nodes of an object graph.
//!
//! A stream is an Object `RngStream` with the Variables `key` (`RngKey`, `uint32[2]`) and `count` (`RngCount`, uint32),
//! and the static `tag`, which both Variables have as metadata too. Key number n of a stream is `fold_in(key, n)`.
//! `Rngs` is an Object whose attributes are streams; where it has none of a name, the one called `default` stands in.
//!
//! Keys come out as leaves: arrays, or, where the stream is among the objects of a trace, traced values.

use super::arrays::Arrays;
use super::{Eager, fold_in, key, split as split_key};
use crate::error::{Error, Result, Status};
use crate::graph::{Attribute, Graph, Key, Leaf, Node, Path, Static, StaticValue, VariableType};
use crate::tensor::{DType, Tensor};
use crate::trace::{Trace, Value, write_variable};

/// The stream that stands in for those that are not there.
pub const DEFAULT: &str = "default";

/// An `Rngs` with the stream `default` of this seed.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn new(seed: i64) -> Result<Node> {
    let rngs = Node::object(None, "Rngs")?;
    init(&rngs, &[(DEFAULT, key(seed).into())])?;
    Ok(rngs)
}

/// Gives an Object streams of these names and keys, so that it is an `Rngs`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a key that is none, `ALREADY_EXISTS` for a name that stands twice.
pub fn init(rngs: &Node, streams: &[(&str, Leaf)]) -> Result<()> {
    for (place, (name, key)) in streams.iter().enumerate() {
        if streams[..place].iter().any(|(earlier, _)| earlier == name) {
            return Err(Error::new(Status::AlreadyExists, format!("two streams are called {name:?}")));
        }
        rngs.set(&at(name), stream(Some(&rngs.graph()), key.clone(), name)?.into())?;
    }
    Ok(())
}

/// A stream of a key, or of several keys in an array, which has a count for each.
///
/// # Errors
/// `INVALID_ARGUMENT` for a key that is none.
pub fn stream(graph: Option<&Graph>, key: Leaf, tag: &str) -> Result<Node> {
    let stream = Node::object(graph, "RngStream")?;
    init_stream(&stream, key, tag)?;
    Ok(stream)
}

/// Makes an Object a stream, as [`stream`].
///
/// # Errors
/// As [`stream`].
pub fn init_stream(stream: &Node, key: Leaf, tag: &str) -> Result<()> {
    let count = zero_count(&key)?;
    let graph = stream.graph();
    for (name, variable_type, value) in [("key", "RngKey", key), ("count", "RngCount", count)] {
        let variable = Node::variable(Some(&graph), VariableType::named(variable_type)?, value)?;
        variable.set_metadata("tag", tag.into())?;
        stream.set(&at(name), variable.into())?;
    }
    stream.set(&at("tag"), Static::string(tag).into())
}

/// The names and the streams of an `Rngs`, in order.
///
/// # Errors
/// `INVALID_ARGUMENT` when the node is none.
pub fn streams(rngs: &Node) -> Result<Vec<(String, Node)>> {
    let mut found = Vec::new();
    for (key, _) in rngs.keys()? {
        let Key::Str(name) = &key else { continue };
        if let Some(node) = attribute_node(rngs, name)?
            && is_stream(&node)?
        {
            found.push((name.to_string(), node));
        }
    }
    Ok(found)
}

/// The stream of this name, else `default`. A stream is its own, whatever the name.
///
/// # Errors
/// `NOT_FOUND` when there is neither.
pub fn find(rngs: &Node, name: &str) -> Result<Node> {
    if is_stream(rngs)? {
        return Ok(rngs.clone());
    }
    for name in [name, DEFAULT] {
        if let Some(stream) = attribute_node(rngs, name)?
            && is_stream(&stream)?
        {
            return Ok(stream);
        }
    }
    let names: Vec<String> = streams(rngs)?.into_iter().map(|(name, _)| name).collect();
    Err(Error::not_found(format!(
        "there is no RngStream named {name:?}, and none named {DEFAULT:?}; there are: {}",
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    )))
}

/// The next key of a stream, which counts on.
///
/// # Errors
/// As [`find`], and `INVALID_ARGUMENT` for a stream of several keys.
pub fn next_key(rngs: &Node, name: &str) -> Result<Leaf> {
    let stream = find(rngs, name)?;
    let Some(trace) = trace_of(&stream)? else { return Ok(next_array(&stream)?.into()) };
    let count = stream.node(&at("count"))?;
    let key = trace.leaf_value(&stream.node(&at("key"))?.value()?)?;
    let number = trace.leaf_value(&count.value()?)?;
    let next = fold_in(&trace, &key, &number)?;
    write_variable(&count, &number.add(1i64)?)?;
    Ok(next.to_leaf())
}

/// The next key of a stream that is not being traced; the stream counts on.
///
/// # Errors
/// As [`next_key`], and `FAILED_PRECONDITION` for a stream that is being traced.
pub fn next_key_array(rngs: &Node, name: &str) -> Result<Tensor> {
    let stream = find(rngs, name)?;
    match trace_of(&stream)? {
        None => next_array(&stream),
        Some(_) => Err(Error::precondition("the stream is being traced: its next key is a value and no array")),
    }
}

fn next_array(stream: &Node) -> Result<Tensor> {
    let count = stream.node(&at("count"))?;
    let (key_leaf, count_leaf) = (stream.node(&at("key"))?.value()?, count.value()?);
    let number = array(&count_leaf)?;
    let next = fold_in(&Eager, array(&key_leaf)?, number)?;
    let number = number.as_slice::<u32>().and_then(|words| words.first()).copied().unwrap_or(0);
    count.set_value(Tensor::scalar(number.wrapping_add(1)).into())?;
    Ok(next)
}

/// A new stream that begins with the next key of this one.
///
/// # Errors
/// As [`next_key`].
pub fn fork(rngs: &Node, name: &str) -> Result<Node> {
    let origin = find(rngs, name)?;
    stream(None, next_key(&origin, name)?, &tag(&origin)?)
}

/// A new stream of the keys that the next key of this one is split into.
///
/// # Errors
/// As [`next_key`], and `INVALID_ARGUMENT` for a shape that cannot be.
pub fn split(rngs: &Node, name: &str, dims: &[i64]) -> Result<Node> {
    let origin = find(rngs, name)?;
    let next = next_key(&origin, name)?;
    let keys = match Value::of_leaf(&next) {
        Some(value) => split_key(value.trace(), value, dims)?.to_leaf(),
        None => split_key(&Eager, array(&next)?, dims)?.into(),
    };
    stream(None, keys, &tag(&origin)?)
}

/// An `Rngs` with a fork of each stream.
///
/// # Errors
/// As [`fork`].
pub fn fork_all(rngs: &Node) -> Result<Node> {
    of_each(rngs, |stream| fork(stream, ""))
}

/// An `Rngs` with each stream split.
///
/// # Errors
/// As [`split`].
pub fn split_all(rngs: &Node, dims: &[i64]) -> Result<Node> {
    of_each(rngs, |stream| split(stream, "", dims))
}

/// Begins the streams of these tags anew, wherever they are below a node: `nnx.reseed`. Those of one tag get the keys
/// of one stream of that key, in the order in which they are found.
///
/// # Errors
/// `INVALID_ARGUMENT` for a key that is none, or a stream of several keys.
pub fn reseed(node: &Node, seeds: &[(&str, Leaf)]) -> Result<()> {
    let rngs = Node::object(None, "Rngs")?;
    init(&rngs, seeds)?;
    for (path, attribute) in node.iter_graph()? {
        let Attribute::Node(stream) = attribute else { continue };
        if !is_stream(&stream)? {
            continue;
        }
        let name = tag(&stream)?;
        if !seeds.iter().any(|(seeded, _)| *seeded == name) {
            continue;
        }
        let key = stream.node(&at("key"))?;
        if key_dims(&key.value()?)?.len() > 1 {
            return Err(Error::invalid("a stream of several keys cannot be reseeded with one").at(&path));
        }
        let next = next_key(&rngs, &name)?;
        stream.node(&at("count"))?.set_value(zero_count(&next)?)?;
        key.set_value(next)?;
    }
    Ok(())
}

fn of_each(rngs: &Node, make: impl Fn(&Node) -> Result<Node>) -> Result<Node> {
    let made = Node::object(None, "Rngs")?;
    for (name, stream) in streams(rngs)? {
        made.set(&at(&name), make(&stream)?.into())?;
    }
    Ok(made)
}

fn at(name: &str) -> Path {
    Path::from(vec![Key::name(name)])
}

fn attribute_node(node: &Node, name: &str) -> Result<Option<Node>> {
    match node.get(&at(name)) {
        Ok(Attribute::Node(child)) => Ok(Some(child)),
        Ok(_) => Ok(None),
        Err(error) if error.status() == Some(Status::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A stream is known by its Variables, since a subclass of another language has a name of its own.
fn is_stream(node: &Node) -> Result<bool> {
    if node.container_kind()?.is_none() {
        return Ok(false);
    }
    for (name, variable_type) in [("key", "RngKey"), ("count", "RngCount")] {
        match attribute_node(node, name)? {
            Some(child) if child.container_kind()?.is_none() && child.type_name()? == variable_type => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

/// The tag of a stream.
pub fn tag(stream: &Node) -> Result<String> {
    match stream.get(&at("tag"))? {
        Attribute::Static(tag) => match tag.value() {
            StaticValue::Str(tag) => Ok(tag.to_owned()),
            _ => Err(Error::invalid("the tag of a stream is no text")),
        },
        _ => Err(Error::invalid("the tag of a stream is no text")),
    }
}

/// The trace that the key or the count of a stream is a value of.
fn trace_of(stream: &Node) -> Result<Option<Trace>> {
    for name in ["key", "count"] {
        if let Some(value) = Value::of_leaf(&stream.node(&at(name))?.value()?) {
            return Ok(Some(value.trace().clone()));
        }
    }
    Ok(None)
}

fn array(leaf: &Leaf) -> Result<&Tensor> {
    leaf.tensor().ok_or_else(|| Error::invalid("a stream holds an opaque value in place of an array"))
}

/// The extents of a key or of several.
fn key_dims(key: &Leaf) -> Result<Vec<i64>> {
    let (dtype, dims) = match Value::of_leaf(key) {
        Some(value) => value.trace().array_type(value)?,
        None => Eager.array_type(array(key)?)?,
    };
    if dtype != DType::U32 || dims.last() != Some(&2) {
        return Err(Error::invalid(format!(
            "a stream was given a key {dtype}{dims:?}; a key is uint32[2], as `random.key` makes it"
        )));
    }
    Ok(dims)
}

/// A count for each key.
fn zero_count(key: &Leaf) -> Result<Leaf> {
    let dims = key_dims(key)?;
    Ok(Tensor::zeros(DType::U32, &dims[..dims.len() - 1])?.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Denormals, evaluate};
    use crate::trace::{Arguments, Outputs, trace_function};

    fn words(leaf: &Leaf) -> Vec<u32> {
        leaf.tensor().unwrap().as_slice::<u32>().unwrap().to_vec()
    }

    fn folded(key: &Tensor, number: u32) -> Vec<u32> {
        fold_in(&Eager, key, &Tensor::scalar(number)).unwrap().as_slice::<u32>().unwrap().to_vec()
    }

    #[test]
    fn a_stream_counts_and_default_stands_in() {
        let rngs = new(5).unwrap();
        for number in 0..3 {
            assert_eq!(words(&next_key(&rngs, "params").unwrap()), folded(&key(5), number));
        }
        let (_, state) = rngs.split_whole().unwrap();
        let paths: Vec<String> = (0..state.len()).map(|leaf| state.path(leaf).to_string()).collect();
        assert_eq!(paths, ["default/count", "default/key"]);
        assert_eq!(words(&state.values()[0]), [3]);
        assert_eq!(words(&state.values()[1]), [0, 5]);
    }

    #[test]
    fn named_streams_go_before_default_and_a_missing_one_is_named() {
        let rngs = Node::object(None, "Rngs").unwrap();
        init(&rngs, &[("params", key(0).into()), ("dropout", key(1).into())]).unwrap();
        assert_eq!(words(&next_key(&rngs, "dropout").unwrap()), folded(&key(1), 0));
        let error = next_key(&rngs, "noise").err().unwrap();
        assert_eq!(error.status(), Some(Status::NotFound));
        assert_eq!(
            error.message(),
            "there is no RngStream named \"noise\", and none named \"default\"; there are: dropout, params"
        );
        assert_eq!(
            init(&rngs, &[("a", key(0).into()), ("a", key(1).into())]).unwrap_err().status(),
            Some(Status::AlreadyExists)
        );
        let error = stream(None, Tensor::scalar(1f32).into(), "x").err().unwrap();
        assert!(error.message().contains("float32[]"), "{error}");
    }

    #[test]
    fn forks_and_splits_begin_with_the_next_key() {
        let rngs = new(5).unwrap();
        let forked = fork(&rngs, "dropout").unwrap();
        assert_eq!(tag(&forked).unwrap(), "default");
        assert_eq!(words(&forked.node(&at("key")).unwrap().value().unwrap()), folded(&key(5), 0));
        let all = split_all(&rngs, &[2, 3]).unwrap();
        let stream = find(&all, "x").unwrap();
        let keys = stream.node(&at("key")).unwrap().value().unwrap();
        assert_eq!(keys.tensor().unwrap().shape(), [2, 3, 2]);
        let counts = stream.node(&at("count")).unwrap().value().unwrap();
        assert_eq!(counts.tensor().unwrap().shape(), [2, 3]);
        assert_eq!(next_key(&all, "x").err().unwrap().status(), Some(Status::InvalidArgument));
        assert_eq!(words(&next_key(&fork_all(&rngs).unwrap(), "").unwrap()).len(), 2);
    }

    #[test]
    fn reseeding_begins_anew() {
        let model = Node::object(None, "Model").unwrap();
        let rngs = new(5).unwrap();
        model.set(&at("a"), fork(&rngs, "").unwrap().into()).unwrap();
        model.set(&at("b"), fork(&rngs, "").unwrap().into()).unwrap();
        next_key(&model.node(&at("b")).unwrap(), "").unwrap();
        reseed(&model, &[(DEFAULT, key(9).into())]).unwrap();
        let (_, state) = model.split_whole().unwrap();
        let values: Vec<Vec<u32>> = state.values().iter().map(words).collect();
        assert_eq!(values, [vec![0], folded(&key(9), 0), vec![0], folded(&key(9), 1)]);
    }

    #[test]
    fn in_a_trace_key_and_count_are_leaves() {
        let rngs = new(5).unwrap();
        next_key(&rngs, "").unwrap();
        let arguments = Arguments { objects: std::slice::from_ref(&rngs), states: &[], inputs: &[] };
        let traced = trace_function(arguments, &mut |_| {
            let first = next_key(&rngs, "")?;
            let second = next_key(&rngs, "")?;
            let values = [first, second].iter().filter_map(Value::of_leaf).cloned().collect();
            Ok(Outputs { values, states: Vec::new() })
        })
        .unwrap();
        let inputs = [Tensor::scalar(1u32), key(5)];
        let results = evaluate(&traced.module, "main", &inputs, Denormals::Keep).unwrap();
        let results: Vec<Vec<u32>> = results.iter().map(|tensor| tensor.as_slice::<u32>().unwrap().to_vec()).collect();
        assert_eq!(results.len(), 3);
        for expected in [folded(&key(5), 1), folded(&key(5), 2), vec![3]] {
            assert!(results.contains(&expected), "{expected:?} in {results:?}");
        }
    }
}
