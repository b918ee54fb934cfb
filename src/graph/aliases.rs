//! Aliases: the further paths under which a graph reaches a node that is shared.

use std::collections::HashMap;

use super::graphdef::{GraphDef, NodeDef};
use super::graphdef_walk::{Place, walk};
use super::listing::{Fits, Listing};
use super::path::Path;
use super::path_tree::{PathTree, ROOT};
use crate::error::Result;

impl GraphDef {
    /// Each further path of a shared Variable or reference node, with the first path of the same node, in traversal
    /// order. What lies below a shared node is reached under both and is not listed again; a cycle leads back to a path
    /// further up, the root at the end.
    /// RESOURCE_EXHAUSTED when they take more than a GiB.
    pub fn aliases(&self) -> Result<Vec<(Path, Path)>> {
        let (tree, aliases) = self.alias_places();
        let mut listing = Listing::of(&tree, aliases.iter().flat_map(|(alias, first)| [*alias, *first]))?;
        let mut path = |entry| listing.path(&tree, entry);
        let listed: Fits<_> = aliases.into_iter().map(|(alias, first)| Ok((path(alias)?, path(first)?))).collect();
        Ok(listed?)
    }

    /// As [`GraphDef::aliases`], with the places of the paths in a tree.
    pub(crate) fn alias_places(&self) -> (PathTree, Vec<(u32, u32)>) {
        let mut tree = PathTree::new();
        let shared: HashMap<u32, Option<u32>> = self
            .nodes()
            .iter()
            .filter_map(|node| match node {
                NodeDef::Ref(index) => Some((*index, None)),
                _ => None,
            })
            .collect();
        if shared.is_empty() {
            return (tree, Vec::new());
        }
        let (mut firsts, mut aliases, mut open) = (shared, Vec::new(), Vec::new());
        walk(self, |place| {
            let (keys, at) = match place {
                Place::Node(keys, at) => (keys, at),
                Place::End(_) => {
                    open.pop();
                    return;
                }
                Place::Leaf(_) | Place::Static(..) => return,
            };
            let entry = match (open.last(), keys.last()) {
                (Some(parent), Some(key)) => tree.push(*parent, key.clone()),
                _ => ROOT,
            };
            if let NodeDef::Container { .. } = &self.nodes()[at] {
                open.push(entry);
            }
            match &self.nodes()[at] {
                NodeDef::Container { index: Some(index), .. } | NodeDef::Variable { index, .. } => {
                    if let Some(first) = firsts.get_mut(index) {
                        *first = Some(entry);
                    }
                }
                NodeDef::Ref(index) => {
                    if let Some(Some(first)) = firsts.get(index) {
                        aliases.push((entry, *first));
                    }
                }
                NodeDef::Container { index: None, .. } | NodeDef::None => (),
            }
        });
        (tree, aliases)
    }
}

#[cfg(test)]
mod tests {
    use super::super::container::ContainerKind;
    use super::super::graphdef::AttributeDef;
    use super::super::key::Key;
    use super::super::metadata::Metadata;
    use super::super::variable_type::VariableType;
    use super::*;

    fn dict(index: u32, attributes: u32) -> NodeDef {
        NodeDef::Container { kind: ContainerKind::Dict, type_name: "".into(), index: Some(index), attributes }
    }

    #[test]
    fn every_further_path_leads_to_the_first() {
        let variable_type = VariableType::named("Param").unwrap();
        let variable = NodeDef::Variable { variable_type, index: 2, metadata: Metadata::empty() };
        // root: {a: {kernel: Variable, up: root}, b: a, c: kernel of a}
        let nodes = vec![dict(0, 3), dict(1, 2), variable, NodeDef::Ref(0), NodeDef::Ref(1), NodeDef::Ref(2)];
        let names = ["a", "kernel", "up", "b", "c"];
        let attributes = names.map(|name| (Key::name(name), AttributeDef::Node)).to_vec();
        let graphdef = GraphDef::new(nodes, attributes).unwrap();
        let aliases: Vec<(String, String)> =
            graphdef.aliases().unwrap().iter().map(|(alias, first)| (alias.to_string(), first.to_string())).collect();
        let expected = [("a/up", ""), ("b", "a"), ("c", "a/kernel")];
        assert_eq!(aliases, expected.map(|(alias, first)| (alias.to_owned(), first.to_owned())));
    }
}
