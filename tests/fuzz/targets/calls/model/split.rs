//! Split and merge.

use std::collections::BTreeMap;

use super::graph::{Graph, Id, Kind, Value};
use super::{INVALID_ARGUMENT, Key, Metadata, Path, Result, State, StateLeaf, Static};

/// A GraphDef as a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Def {
    Container { kind: Kind, type_name: String, index: Option<usize>, attributes: Vec<(Key, Def)> },
    Variable { type_name: String, index: usize, metadata: Metadata },
    Ref(usize),
    None,
    Leaf,
    Static(Static),
}

impl Graph {
    pub fn split(&self, root: Id) -> (Def, State) {
        let (mut indices, mut leaves) = (BTreeMap::new(), Vec::new());
        let def = self.split_value(&Value::Node(root), &mut Vec::new(), &mut indices, &mut leaves);
        (def, State(leaves))
    }

    fn split_value(
        &self,
        value: &Value,
        path: &mut Path,
        indices: &mut BTreeMap<Id, usize>,
        leaves: &mut Vec<StateLeaf>,
    ) -> Def {
        let id = match value {
            Value::Static(value) => return Def::Static(value.clone()),
            Value::None => return Def::None,
            Value::Leaf(leaf) => {
                let (path, metadata) = (path.clone(), Metadata::new());
                leaves.push(StateLeaf { path, variable_type: None, metadata, value: leaf.clone() });
                return Def::Leaf;
            }
            Value::Node(id) => *id,
        };
        let node = &self.nodes[id];
        let mut index = None;
        if !node.kind.is_value() {
            if let Some(index) = indices.get(&id) {
                return Def::Ref(*index);
            }
            index = Some(indices.len());
            indices.insert(id, indices.len());
        }
        if let (Some(index), Some(value)) = (index, &node.value) {
            let (type_name, metadata) = (node.type_name.clone(), node.metadata.clone());
            leaves.push(StateLeaf {
                path: path.clone(),
                variable_type: Some(type_name.clone()),
                metadata: metadata.clone(),
                value: value.clone(),
            });
            return Def::Variable { type_name, index, metadata };
        }
        let mut attributes = Vec::new();
        for (key, value) in &node.attributes {
            path.push(key.clone());
            attributes.push((key.clone(), self.split_value(value, path, indices, leaves)));
            path.pop();
        }
        Def::Container { kind: node.kind, type_name: node.type_name.clone(), index, attributes }
    }

    /// A new graph; its root.
    pub fn merge(&mut self, def: &Def, states: &[State]) -> Result<Id> {
        let mut given: BTreeMap<Path, StateLeaf> = BTreeMap::new();
        let mut expected = Vec::new();
        def.leaves(&mut Vec::new(), &mut expected);
        for leaf in states.iter().flat_map(|state| &state.0) {
            let known = expected.iter().find(|(path, _)| *path == leaf.path).ok_or(INVALID_ARGUMENT)?;
            if given.insert(leaf.path.clone(), leaf.clone()).is_some() || (leaf.variable_type.is_some() && !known.1) {
                return Err(INVALID_ARGUMENT);
            }
        }
        if given.len() != expected.len() {
            return Err(INVALID_ARGUMENT);
        }
        let graph = self.new_graph();
        match self.build(def, &mut Vec::new(), &given, &mut Vec::new(), graph) {
            Value::Node(root) => Ok(root),
            _ => Err(INVALID_ARGUMENT),
        }
    }

    fn build(
        &mut self,
        def: &Def,
        path: &mut Path,
        given: &BTreeMap<Path, StateLeaf>,
        by_index: &mut Vec<Id>,
        graph: usize,
    ) -> Value {
        match def {
            Def::Static(value) => Value::Static(value.clone()),
            Def::None => Value::None,
            Def::Leaf => Value::Leaf(given[path].value.clone()),
            Def::Ref(index) => Value::Node(by_index[*index]),
            Def::Variable { type_name, metadata, .. } => {
                let leaf = &given[path];
                let (type_name, metadata) = match &leaf.variable_type {
                    Some(own) => (own, &leaf.metadata),
                    None => (type_name, metadata),
                };
                let id = self.add(Kind::Variable, type_name, graph, Some(leaf.value.clone()));
                self.nodes[id].metadata = metadata.clone();
                by_index.push(id);
                Value::Node(id)
            }
            Def::Container { kind, type_name, index, attributes } => {
                let id = self.add(*kind, type_name, graph, None);
                if index.is_some() {
                    by_index.push(id);
                }
                for (key, def) in attributes {
                    path.push(key.clone());
                    let value = self.build(def, path, given, by_index, graph);
                    path.pop();
                    if let Value::Node(child) = value
                        && self.nodes[child].kind.is_value()
                    {
                        self.nodes[child].owner = Some(id);
                    }
                    self.nodes[id].attributes.insert(key.clone(), value);
                }
                Value::Node(id)
            }
        }
    }
}

impl Def {
    /// The paths of the leaves, and whether a Variable holds each.
    fn leaves(&self, path: &mut Path, leaves: &mut Vec<(Path, bool)>) {
        match self {
            Def::Variable { .. } => leaves.push((path.clone(), true)),
            Def::Leaf => leaves.push((path.clone(), false)),
            Def::Container { attributes, .. } => {
                for (key, def) in attributes {
                    path.push(key.clone());
                    def.leaves(path, leaves);
                    path.pop();
                }
            }
            Def::Ref(_) | Def::None | Def::Static(_) => (),
        }
    }

    /// The numbers of leaves, nodes and attributes.
    pub fn counts(&self) -> (usize, usize, usize) {
        match self {
            Def::Variable { .. } => (1, 1, 0),
            Def::Leaf => (1, 0, 0),
            Def::Ref(_) | Def::None => (0, 1, 0),
            Def::Static(_) => (0, 0, 0),
            Def::Container { attributes, .. } => {
                attributes.iter().fold((0, 1, attributes.len()), |(leaves, nodes, all), (_, def)| {
                    let below = def.counts();
                    (leaves + below.0, nodes + below.1, all + below.2)
                })
            }
        }
    }
}
