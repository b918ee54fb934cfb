//! A walk over the flat lists of a GraphDef that knows where it is.

use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::key::Key;
use super::statics::Static;

/// What stands at a path of a GraphDef.
pub(crate) enum Place<'a> {
    /// A node, before its attributes; the number of its entry in [`GraphDef::nodes`].
    Node(&'a [Key], usize),
    /// A node whose attributes have all been visited.
    End(&'a [Key]),
    /// A leaf that no Variable holds.
    Leaf(&'a [Key]),
    /// A static value.
    Static(&'a [Key], &'a Static),
}

/// Visits everything in traversal order. A Variable counts as a node.
pub(crate) fn walk(graphdef: &GraphDef, mut visit: impl FnMut(Place<'_>)) {
    let (mut path, mut open) = (Vec::new(), Vec::new());
    let mut nodes = graphdef.nodes().iter().enumerate();
    let mut attributes = graphdef.attributes().iter();
    let mut enter = |path: &[Key], open: &mut Vec<u32>, visit: &mut dyn FnMut(Place<'_>)| {
        let Some((at, node)) = nodes.next() else { return };
        visit(Place::Node(path, at));
        match node {
            NodeDef::Container { attributes, .. } => open.push(*attributes),
            NodeDef::Variable { .. } | NodeDef::Ref(_) | NodeDef::None => (),
        }
    };
    enter(&path, &mut open, &mut visit);
    while let Some(remaining) = open.last_mut() {
        if *remaining == 0 {
            open.pop();
            visit(Place::End(&path));
            path.pop();
            continue;
        }
        *remaining -= 1;
        let Some((key, attribute)) = attributes.next() else { return };
        path.push(key.clone());
        match attribute {
            AttributeDef::Static(value) => visit(Place::Static(&path, value)),
            AttributeDef::Leaf => visit(Place::Leaf(&path)),
            AttributeDef::Node => {
                let depth = open.len();
                enter(&path, &mut open, &mut visit);
                if open.len() > depth {
                    continue;
                }
            }
        }
        path.pop();
    }
}
