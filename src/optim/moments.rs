//! Arrays that a transformation keeps for each parameter, such as Adam's moments, and counts of steps.

use crate::error::{Error, Result};
use crate::graph::{ContainerKind, Key, Leaf, Metadata, Node, Path, State, Static, VariableType};
use crate::tensor::{DType, Tensor};
use crate::trace::Value;

/// The parameters as an optimizer finds them: where they are, of which dtype and shape.
pub(super) struct Params {
    leaves: Vec<Param>,
}

struct Param {
    path: Path,
    metadata: Metadata,
    dtype: DType,
    shape: Vec<i64>,
}

impl Params {
    /// Those of a State.
    pub(super) fn of(state: &State) -> Result<Params> {
        let leaf = |leaf: usize| {
            let value = &state.values()[leaf];
            let (dtype, shape) = match (value, Value::of_leaf(value)) {
                (_, Some(value)) => (value.dtype(), value.shape().to_vec()),
                (Leaf::Tensor(tensor), None) => (tensor.dtype(), tensor.shape().to_vec()),
                (Leaf::Opaque(opaque), None) => {
                    let what = opaque.type_name();
                    return Err(
                        Error::invalid(format!("a {what} cannot be trained: it is opaque")).at(state.path(leaf))
                    );
                }
            };
            if state.variable_type(leaf).is_none() {
                return Err(Error::invalid("this array cannot be trained: no Variable holds it").at(state.path(leaf)));
            }
            Ok(Param { path: state.path(leaf), metadata: optimizer_metadata(state.metadata(leaf)), dtype, shape })
        };
        Ok(Params { leaves: (0..state.len()).map(leaf).collect::<Result<_>>()? })
    }

    /// A Variable full of zeros for each, in a tree with their paths. Without a dtype each has its parameter's.
    pub(super) fn zeros(&self, dtype: Option<DType>) -> Result<Node> {
        let optimizer_variable = VariableType::named("OptVariable")?;
        let tree = Node::empty(None, ContainerKind::PlainDict)?;
        for param in &self.leaves {
            let zeros = || -> Result<Node> {
                let zeros = Tensor::zeros(dtype.unwrap_or(param.dtype), &param.shape)?;
                let variable = Node::variable(None, optimizer_variable, zeros.into())?;
                for (name, value) in param.metadata.entries() {
                    variable.set_metadata(name, value.clone())?;
                }
                Ok(variable)
            };
            let variable = zeros().map_err(|error| error.at(&param.path))?;
            // A model that is a Variable itself.
            if param.path.keys().is_empty() {
                return Ok(variable);
            }
            set_below(&tree, &param.path, variable).map_err(|error| error.at(&param.path))?;
        }
        Ok(tree)
    }
}

/// Sets a Variable at a path below dicts, which are made on the way.
fn set_below(tree: &Node, path: &Path, variable: Node) -> Result<()> {
    let keys = path.keys();
    for length in 1..keys.len() {
        let parent = Path::from(keys[..length].to_vec());
        if tree.get(&parent).is_err() {
            tree.set(&parent, Node::empty(None, ContainerKind::PlainDict)?.into())?;
        }
    }
    tree.set(path, variable.into())
}

/// The metadata of a parameter's moments are the parameter's; Flax shards them by an entry of their own.
fn optimizer_metadata(metadata: &Metadata) -> Metadata {
    let mut metadata = metadata.clone();
    if metadata.get("optimizer_sharding").is_some()
        && let Some(sharding) = metadata.remove("optimizer_sharding")
    {
        metadata.set("out_sharding", sharding);
    }
    metadata
}

/// A state with these names, as the named tuples of Optax are in a graph; without any, one that keeps nothing.
pub(super) fn state(fields: Vec<(&str, Node)>) -> Result<Node> {
    let state = Node::empty(None, ContainerKind::PlainDict)?;
    for (name, node) in fields {
        state.set(&Path::from(vec![Key::name(name)]), node.into())?;
    }
    Ok(state)
}

/// A count of steps.
pub(super) fn count() -> Result<Node> {
    Node::variable(None, VariableType::named("OptArray")?, Tensor::scalar(0i32).into())
}

/// A static value from a number that may be left out.
pub(super) fn or_none<T: Into<Static>>(value: Option<T>) -> Static {
    value.map_or_else(Static::none, Into::into)
}
