//! Aliases: the further paths under which a graph reaches a node that is shared.

use std::collections::HashMap;

use super::graphdef::{GraphDef, NodeDef};
use super::graphdef_walk::{Place, walk};
use super::path::Path;

impl GraphDef {
    /// Each further path of a shared Variable or reference node, with the first path of the same node, in traversal
    /// order. What lies below a shared node is reached under both and is not listed again; a cycle leads back to a path
    /// further up, the root at the end.
    pub fn aliases(&self) -> Vec<(Path, Path)> {
        let shared: HashMap<u32, Option<Path>> = self
            .nodes()
            .iter()
            .filter_map(|node| match node {
                NodeDef::Ref(index) => Some((*index, None)),
                _ => None,
            })
            .collect();
        if shared.is_empty() {
            return Vec::new();
        }
        let (mut firsts, mut aliases) = (shared, Vec::new());
        walk(self, |place| {
            let Place::Node(keys, at) = place else { return };
            match &self.nodes()[at] {
                NodeDef::Container { index: Some(index), .. } | NodeDef::Variable { index, .. } => {
                    if let Some(first) = firsts.get_mut(index) {
                        *first = Some(Path::from(keys.to_vec()));
                    }
                }
                NodeDef::Ref(index) => {
                    if let Some(Some(first)) = firsts.get(index) {
                        aliases.push((Path::from(keys.to_vec()), first.clone()));
                    }
                }
                NodeDef::Container { index: None, .. } | NodeDef::None => (),
            }
        });
        aliases
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
            graphdef.aliases().iter().map(|(alias, first)| (alias.to_string(), first.to_string())).collect();
        let expected = [("a/up", ""), ("b", "a"), ("c", "a/kernel")];
        assert_eq!(aliases, expected.map(|(alias, first)| (alias.to_owned(), first.to_owned())));
    }
}
