//! Variable types and metadata in the header of a file.

use std::collections::BTreeMap;

use super::header::{Entry, Header};
use super::{damaged, text};
use crate::error::{Error, Result};
use crate::graph::{AttributeDef, ContainerKind, GraphDef, Key, Metadata, NodeDef, Path, State, VariableType};

/// Whether the GraphDef says the type and metadata of every leaf of this State, whose leaves have these numbers in it.
pub(super) fn told_by(graphdef: &GraphDef, state: &State, numbers: &[usize]) -> bool {
    numbers.iter().enumerate().all(|(leaf, &number)| {
        graphdef.leaf_type(number) == state.variable_type(leaf)
            && graphdef.leaf_metadata(number) == state.metadata(leaf)
    })
}

/// A GraphDef of one dict from these printed paths to the Variables and arrays of a State.
pub(super) fn table(state: &State, paths: &[String]) -> Result<GraphDef> {
    let mut leaves: Vec<usize> = (0..state.len()).collect();
    leaves.sort_by(|&a, &b| paths[a].cmp(&paths[b]));
    let kind = ContainerKind::Dict;
    let count = u32::try_from(leaves.len())
        .map_err(|_| Error::invalid(format!("a file can hold {} leaves at most", u32::MAX)))?;
    let mut nodes = vec![NodeDef::Container { kind, type_name: "".into(), index: Some(0), attributes: count }];
    let mut attributes = Vec::with_capacity(leaves.len());
    for leaf in leaves {
        let attribute = match state.variable_type(leaf) {
            Some(variable_type) => {
                let metadata = state.metadata(leaf).clone();
                nodes.push(NodeDef::Variable { variable_type, index: nodes.len() as u32, metadata });
                AttributeDef::Node
            }
            None => AttributeDef::Leaf,
        };
        attributes.push((Key::name(&paths[leaf]), attribute));
    }
    GraphDef::new(nodes, attributes)
}

/// What a file says about the types and metadata of its leaves.
#[derive(Default)]
pub(super) struct Variables(BTreeMap<String, (Option<VariableType>, Metadata)>);

impl Variables {
    /// Reads them from the header, whose GraphDef may be `graphdef`.
    pub(super) fn read(header: &Header, graphdef: Option<&GraphDef>) -> Result<Variables> {
        let mut variables = BTreeMap::new();
        if let Some(json) = header.metadata.get(text::VARIABLES) {
            let table = GraphDef::parse(json)
                .map_err(|error| damaged(format!("the file's {} cannot be read: {error}", text::VARIABLES)))?;
            for leaf in 0..table.num_leaves() {
                let path = table.leaf_path(leaf);
                let [Key::Str(path)] = path.keys() else {
                    return Err(damaged(format!("the file's {} is not a dict of leaves", text::VARIABLES)));
                };
                variables.insert(path.to_string(), (table.leaf_type(leaf), table.leaf_metadata(leaf).clone()));
            }
        } else if let Some(graphdef) = graphdef {
            // Only those of the file's leaves: all paths of a GraphDef may be far longer than the file.
            let named = |entry: &Entry| Some((entry.name.parse::<Path>().ok()?, entry.name.clone()));
            let mut leaves: Vec<(Path, String)> = header.tensors.iter().filter_map(named).collect();
            leaves.sort_unstable();
            let (paths, names): (Vec<Path>, Vec<String>) = leaves.into_iter().unzip();
            for (leaf, name) in graphdef.leaves_at(&paths).into_iter().zip(names) {
                if let Some(leaf) = leaf {
                    variables.insert(name, (graphdef.leaf_type(leaf), graphdef.leaf_metadata(leaf).clone()));
                }
            }
        }
        Ok(Variables(variables))
    }

    /// The type and metadata of the leaf with this printed path; an array without a Variable where the file says nothing.
    pub(super) fn get(&self, path: &str) -> (Option<VariableType>, Metadata) {
        self.0.get(path).cloned().unwrap_or_default()
    }
}
