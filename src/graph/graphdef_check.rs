//! What makes two flat lists a GraphDef: the one validator at the trust boundary. Whoever holds a GraphDef trusts it.

use super::container::ContainerKind;
use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::key::Key;
use crate::error::{Error, Result};

/// Checks the lists and returns the leaf list of the GraphDef.
pub(super) fn leaves(nodes: &[NodeDef], attributes: &[(Key, AttributeDef)]) -> Result<Vec<u32>> {
    if nodes.len() >= u32::MAX as usize || attributes.len() >= u32::MAX as usize {
        return Err(Error::invalid("a GraphDef holds less than 2^32 nodes and attributes"));
    }
    let mut check = Check { nodes, next_node: 0, next_index: 0, leaves: Vec::new(), open: Vec::new() };
    check.node()?;
    let mut next_attribute = 0;
    while let Some(top) = check.open.last_mut() {
        if top.remaining == 0 {
            check.open.pop();
            continue;
        }
        top.remaining -= 1;
        let (key, attribute) = attributes.get(next_attribute).ok_or_else(|| {
            Error::invalid(format!("the GraphDef needs more than its {} attributes", attributes.len()))
        })?;
        next_attribute += 1;
        top.key(key)?;
        match attribute {
            AttributeDef::Static(_) => (),
            AttributeDef::Leaf => check.leaves.push(GraphDef::raw_leaf()),
            AttributeDef::Node => check.node()?,
        }
    }
    if check.next_node != nodes.len() {
        return Err(Error::invalid(format!(
            "only {} of the GraphDef's {} nodes are used",
            check.next_node,
            nodes.len()
        )));
    }
    if next_attribute != attributes.len() {
        let count = attributes.len();
        return Err(Error::invalid(format!("only {next_attribute} of the GraphDef's {count} attributes are used")));
    }
    Ok(check.leaves)
}

struct Check<'a> {
    nodes: &'a [NodeDef],
    next_node: usize,
    next_index: u32,
    leaves: Vec<u32>,
    open: Vec<Open<'a>>,
}

struct Open<'a> {
    kind: ContainerKind,
    remaining: u32,
    seen: u32,
    last: Option<&'a Key>,
}

impl<'a> Check<'a> {
    fn node(&mut self) -> Result<()> {
        let at = self.next_node;
        let node = self
            .nodes
            .get(at)
            .ok_or_else(|| Error::invalid(format!("the GraphDef needs more than its {} nodes", self.nodes.len())))?;
        self.next_node += 1;
        match node {
            NodeDef::Container { kind, index, attributes, type_name } => {
                match (kind, type_name.is_empty()) {
                    (ContainerKind::Object, true) => {
                        return Err(Error::invalid(format!("node {at}: an Object has a type name")));
                    }
                    (ContainerKind::Object, false) | (_, true) => (),
                    (kind, false) => {
                        return Err(Error::invalid(format!("node {at}: a {} has no type name", kind.name())));
                    }
                }
                match index {
                    Some(index) => self.index(at, *index, kind.is_reference())?,
                    None if kind.is_reference() => {
                        return Err(Error::invalid(format!("node {at}: a {} has an index", kind.name())));
                    }
                    None => (),
                }
                self.open.push(Open { kind: *kind, remaining: *attributes, seen: 0, last: None });
            }
            NodeDef::Variable { index, .. } => {
                self.index(at, *index, true)?;
                self.leaves.push(at as u32);
            }
            NodeDef::Ref(index) if *index >= self.next_index => {
                return Err(Error::invalid(format!("node {at}: no node before it has the index {index}")));
            }
            NodeDef::Ref(_) => (),
            NodeDef::None if at == 0 => return Err(Error::invalid("the root of a GraphDef cannot be None")),
            NodeDef::None => (),
        }
        Ok(())
    }

    fn index(&mut self, at: usize, index: u32, allowed: bool) -> Result<()> {
        if !allowed {
            return Err(Error::invalid(format!("node {at}: a value node has no index")));
        }
        if index != self.next_index {
            return Err(Error::invalid(format!("node {at} has the index {index}, expected {}", self.next_index)));
        }
        self.next_index += 1;
        Ok(())
    }
}

impl<'a> Open<'a> {
    fn key(&mut self, key: &'a Key) -> Result<()> {
        if self.last.is_some_and(|last| last >= key) {
            return Err(Error::invalid(format!("the key {key} stands twice or out of order in one node")));
        }
        self.kind.check_key(key, self.seen as usize, self.last)?;
        self.last = Some(key);
        self.seen += 1;
        Ok(())
    }
}
